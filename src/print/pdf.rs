//! Pages as a PDF.
//!
//! Owns: the only place where lengths become floats (points of the PDF), the embedded fonts, the document
//! data. The same pages with the same [`PdfInfo`] give the same bytes: file names and archives may compare.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use printpdf::{
    Color, DateTime as PdfDate, FontId, Greyscale, Line, LinePoint, Op, PaintMode, PdfDocument, PdfFont, PdfFontHandle,
    PdfPage, PdfSaveOptions, Point, Pt, Rect, TextItem,
};
use sha2::{Digest, Sha256};

use super::error::PrintError;
use super::font;
use super::page::{Mark, Page, TextMark, Tone, Um, Weight};
use super::subset::subset;

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfInfo {
    /// Title shown by viewers and print queues. No personal data: print queues are read by everybody.
    pub title: String,
    /// Time of creation, from the injected clock.
    pub created: DateTime<Utc>,
}

/// Turns pages into a PDF with PT Sans embedded, so that it looks the same everywhere and its text can be
/// found and copied.
///
/// Errors: `NothingToPrint` for no pages, `Font` for a damaged program, `Pdf` when writing fails.
pub fn render(pages: &[Page], info: &PdfInfo) -> Result<Vec<u8>, PrintError> {
    if pages.is_empty() {
        return Err(PrintError::NothingToPrint);
    }
    let mut doc = PdfDocument::new(&info.title);
    let created = PdfDate::from_unix_timestamp(info.created.timestamp()).map_err(|e| PrintError::Pdf(e.to_owned()))?;
    doc.metadata.info.creation_date = created;
    doc.metadata.info.modification_date = created;
    doc.metadata.info.metadata_date = created;
    "Expero".clone_into(&mut doc.metadata.info.producer);
    "Expero".clone_into(&mut doc.metadata.info.creator);
    for (weight, used) in glyphs_in_use(pages) {
        let mut face = font::face(weight)?.clone();
        if let Some(small) = subset(font::bytes(weight), &used) {
            face.original_bytes = small;
            // Six capitals and a plus mark a font program that is not whole (ISO 32000-1, 9.6.4).
            face.font_name = face.font_name.map(|name| format!("EXPERO+{name}"));
        }
        doc.resources.fonts.map.insert(font_id(weight), PdfFont::new(face));
    }
    doc.with_pages(pages.iter().map(pdf_page).collect());
    save(&doc, pages, info)
}

fn save(doc: &PdfDocument, pages: &[Page], info: &PdfInfo) -> Result<Vec<u8>, PrintError> {
    let mut file = doc.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    // printpdf draws the file id at random; ours follows from the content.
    let id = Sha256::digest(format!("{info:?}{pages:?}"));
    let ids = file.trailer.get_mut(b"ID").and_then(|ids| ids.as_array_mut());
    for slot in ids.map_err(|e| PrintError::Pdf(e.to_string()))?.iter_mut() {
        let bytes = slot.as_str_mut().map_err(|e| PrintError::Pdf(e.to_string()))?;
        bytes.clear();
        bytes.extend(id.iter().take(16).flat_map(|b| format!("{b:02x}").into_bytes()));
    }
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|e| PrintError::Pdf(e.to_string()))?;
    Ok(bytes)
}

fn glyphs_in_use(pages: &[Page]) -> BTreeMap<Weight, BTreeSet<u16>> {
    let mut used: BTreeMap<Weight, BTreeSet<u16>> = BTreeMap::new();
    for mark in pages.iter().flat_map(|p| &p.marks) {
        if let Mark::Text(text) = mark {
            let glyphs = used.entry(text.weight).or_default();
            glyphs.extend(text.text.chars().filter_map(|c| font::glyph(text.weight, c)));
        }
    }
    used
}

fn font_id(weight: Weight) -> FontId {
    FontId(match weight {
        Weight::Regular => "PTSansRegular".to_owned(),
        Weight::Bold => "PTSansBold".to_owned(),
    })
}

fn pdf_page(page: &Page) -> PdfPage {
    let mut ops = Vec::new();
    for mark in &page.marks {
        push_mark(&mut ops, page.height, mark);
    }
    let paper = Rect::from_wh(pt(page.width), pt(page.height));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

fn push_mark(ops: &mut Vec<Op>, height: Um, mark: &Mark) {
    match mark {
        Mark::Text(text) => push_text(ops, height, text),
        Mark::Line { x1, y1, x2, y2, width } => {
            ops.push(Op::SetOutlineColor { col: grey(Tone::Ink) });
            ops.push(Op::SetOutlineThickness { pt: pt(*width) });
            let points = [(*x1, *y1), (*x2, *y2)].map(|(x, y)| LinePoint { p: point(height, x, y), bezier: false });
            ops.push(Op::DrawLine { line: Line { points: points.to_vec(), is_closed: false } });
        }
        Mark::Box { x, y, w, h, stroke, fill } => {
            if let Some(tone) = fill {
                ops.push(Op::SetFillColor { col: grey(*tone) });
                ops.push(rect(height, (*x, *y, *w, *h), PaintMode::Fill));
            }
            if *stroke > 0 {
                ops.push(Op::SetOutlineColor { col: grey(Tone::Ink) });
                ops.push(Op::SetOutlineThickness { pt: pt(*stroke) });
                ops.push(rect(height, (*x, *y, *w, *h), PaintMode::Stroke));
            }
        }
        Mark::Qr { x, y, module, side, dark } => {
            ops.push(Op::SetFillColor { col: grey(Tone::Ink) });
            for (row, top) in dark.chunks((*side).max(1)).zip((0..).map(|r| y + r * module)) {
                for (left, modules) in runs(row) {
                    ops.push(rect(height, (x + left * module, top, modules * module, *module), PaintMode::Fill));
                }
            }
        }
    }
}

/// Dark stretches of a row as first module and length: fewer and seamless rectangles.
fn runs(row: &[bool]) -> Vec<(Um, Um)> {
    let mut runs: Vec<(Um, Um)> = Vec::new();
    for (dark, at) in row.iter().zip(0..) {
        match runs.last_mut() {
            Some((from, len)) if *dark && *from + *len == at => *len += 1,
            _ if *dark => runs.push((at, 1)),
            _ => {}
        }
    }
    runs
}

fn push_text(ops: &mut Vec<Op>, height: Um, text: &TextMark) {
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFillColor { col: grey(text.tone) });
    ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(text.weight)), size: pt(text.em) });
    ops.push(Op::SetTextCursor { pos: point(height, text.x, text.baseline) });
    ops.push(Op::ShowText { items: vec![TextItem::Text(text.text.clone())] });
    ops.push(Op::EndTextSection);
}

fn rect(height: Um, (x, y, w, h): (Um, Um, Um, Um), mode: PaintMode) -> Op {
    let mut rectangle = Rect::from_xywh(pt(x), pt(height - y - h), pt(w), pt(h));
    rectangle.mode = Some(mode);
    Op::DrawRectangle { rectangle }
}

/// From the top left in micrometres to the bottom left in points.
fn point(height: Um, x: Um, y: Um) -> Point {
    Point { x: pt(x), y: pt(height - y) }
}

#[expect(clippy::cast_possible_truncation, reason = "a page is metres at most: f32 holds it to a micrometre")]
fn pt(um: Um) -> Pt {
    Pt((f64::from(um) * 72.0 / 25_400.0) as f32)
}

fn grey(tone: Tone) -> Color {
    let percent = match tone {
        Tone::Ink => 0.0,
        Tone::Grey => 0.33,
        Tone::Paper => 1.0,
    };
    Color::Greyscale(Greyscale { percent, icc_profile: None })
}
