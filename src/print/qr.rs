//! The QR code of a sheet: error correction H, since paper at a counter gets creased and wet.

use qrcode::{Color, EcLevel, QrCode};

use super::error::PrintError;
use super::page::{Mark, Um};

/// Modules of light margin around a code that a reader needs.
pub(super) const QUIET: Um = 4;

/// A code of at most `side_um` with its quiet zone, the corner of that zone at `x`, `y`.
pub(super) fn mark(code: &str, x: Um, y: Um, side_um: Um) -> Result<Mark, PrintError> {
    let qr = QrCode::with_error_correction_level(code, EcLevel::H).map_err(|e| PrintError::QrCode(e.to_string()))?;
    let side = qr.width();
    let across = Um::try_from(side).map_err(|e| PrintError::QrCode(e.to_string()))? + 2 * QUIET;
    let module = side_um / across;
    let dark = qr.to_colors().into_iter().map(|c| c == Color::Dark).collect();
    Ok(Mark::Qr { x: x + QUIET * module, y: y + QUIET * module, module, side, dark })
}
