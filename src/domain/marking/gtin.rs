//! The number of goods (GTIN) behind every barcode, in one length.

use std::fmt;

use super::ScanFault;
use crate::domain::order::ean_check_digit;

/// Fourteen digits with a right check digit; shorter barcodes are filled up with zeros.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(String);

impl Gtin {
    /// Reads an EAN-8, UPC-12, EAN-13 or GTIN-14.
    ///
    /// # Errors
    /// [`ScanFault::BadCheckDigit`], or [`ScanFault::NotACode`] for another length or other characters.
    pub fn of_digits(digits: &str) -> Result<Self, ScanFault> {
        let fits = matches!(digits.len(), 8 | 12 | 13 | 14) && digits.bytes().all(|b| b.is_ascii_digit());
        let parts = digits.split_at_checked(digits.len().saturating_sub(1)).filter(|_| fits);
        let (body, check) = parts.ok_or(ScanFault::NotACode)?;
        if check != ean_check_digit(body).to_string() {
            return Err(ScanFault::BadCheckDigit { number: digits.to_owned() });
        }
        Ok(Self(format!("{digits:0>14}")))
    }

    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a directory may hold it: EAN-13 first, then fourteen digits, UPC-12, EAN-8.
    #[must_use]
    pub fn barcodes(&self) -> Vec<&str> {
        let short = |zeros: &str| self.0.strip_prefix(zeros);
        [short("0"), Some(self.0.as_str()), short("00"), short("000000")].into_iter().flatten().collect()
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
