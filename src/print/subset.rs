//! A smaller font for a PDF: the outlines of the used glyphs only, all glyph numbers kept.
//!
//! Why: the whole of PT Sans is 0.9 MB in two files, of which a sheet needs about 20 kB; the rest would go
//! through the printer cable with every order. Tables a printer never reads (kerning, features, bitmaps)
//! are left out. Any surprise in the file means `None`, and the caller embeds the whole font.

use std::collections::{BTreeMap, BTreeSet};

/// Tables of a font program in a PDF.
const KEPT: [[u8; 4]; 10] =
    [*b"cmap", *b"cvt ", *b"fpgm", *b"glyf", *b"head", *b"hhea", *b"hmtx", *b"loca", *b"maxp", *b"prep"];

/// Flags of a composite glyph that tell how long its records are.
const ARGS_ARE_WORDS: u16 = 0x0001;
const HAS_SCALE: u16 = 0x0008;
const MORE_COMPONENTS: u16 = 0x0020;
const HAS_XY_SCALE: u16 = 0x0040;
const HAS_2X2: u16 = 0x0080;

/// The font with outlines for `used` (and the parts they are composed of) alone.
pub(super) fn subset(font: &[u8], used: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let mut tables = read_tables(font)?;
    let long_loca = u16_at(tables.get(b"head")?, 50)? == 1;
    let glyf = Glyphs { glyf: tables.get(b"glyf")?, loca: tables.get(b"loca")?, long_loca };
    let count = u16_at(tables.get(b"maxp")?, 4)?;
    let wanted = with_components(&glyf, used)?;
    let (mut new_glyf, mut new_loca) = (Vec::new(), Vec::new());
    for glyph in 0..count {
        new_loca.extend(u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
        if wanted.contains(&glyph) {
            new_glyf.extend_from_slice(glyf.outline(glyph)?);
            new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        }
    }
    new_loca.extend(u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
    let mut head = tables.get(b"head")?.clone();
    head.get_mut(50..52)?.copy_from_slice(&1_u16.to_be_bytes());
    tables.insert(*b"glyf", new_glyf);
    tables.insert(*b"loca", new_loca);
    tables.insert(*b"head", head);
    write_tables(&tables)
}

/// Outlines and where each begins.
struct Glyphs<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    long_loca: bool,
}

impl Glyphs<'_> {
    fn outline(&self, glyph: u16) -> Option<&[u8]> {
        let (from, to) = (self.offset(usize::from(glyph))?, self.offset(usize::from(glyph) + 1)?);
        self.glyf.get(from..to)
    }

    fn offset(&self, index: usize) -> Option<usize> {
        if self.long_loca {
            u32_at(self.loca, index * 4).and_then(|o| usize::try_from(o).ok())
        } else {
            u16_at(self.loca, index * 2).map(|o| usize::from(o) * 2)
        }
    }
}

/// The wanted glyphs, glyph 0 (drawn for "missing") and every part of a composite one.
fn with_components(glyphs: &Glyphs<'_>, used: &BTreeSet<u16>) -> Option<BTreeSet<u16>> {
    let mut all = BTreeSet::new();
    let mut open: Vec<u16> = used.iter().copied().chain([0]).collect();
    while let Some(glyph) = open.pop() {
        if !all.insert(glyph) {
            continue;
        }
        let outline = glyphs.outline(glyph)?;
        // A negative number of contours marks a composite glyph.
        if outline.is_empty() || u16_at(outline, 0)? < 0x8000 {
            continue;
        }
        let mut at = 10;
        loop {
            let flags = u16_at(outline, at)?;
            open.push(u16_at(outline, at + 2)?);
            at += 4 + if flags & ARGS_ARE_WORDS == 0 { 2 } else { 4 };
            at += match flags & (HAS_SCALE | HAS_XY_SCALE | HAS_2X2) {
                HAS_SCALE => 2,
                HAS_XY_SCALE => 4,
                HAS_2X2 => 8,
                _ => 0,
            };
            if flags & MORE_COMPONENTS == 0 {
                break;
            }
        }
    }
    Some(all)
}

fn read_tables(font: &[u8]) -> Option<BTreeMap<[u8; 4], Vec<u8>>> {
    let mut tables = BTreeMap::new();
    for i in 0..usize::from(u16_at(font, 4)?) {
        let record = font.get(12 + i * 16..28 + i * 16)?;
        let tag: [u8; 4] = record.get(..4)?.try_into().ok()?;
        let from = usize::try_from(u32_at(record, 8)?).ok()?;
        let len = usize::try_from(u32_at(record, 12)?).ok()?;
        if KEPT.contains(&tag) {
            tables.insert(tag, font.get(from..from.checked_add(len)?)?.to_vec());
        }
    }
    Some(tables)
}

fn write_tables(tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let power = u16::try_from(count.checked_ilog2()?).ok()?;
    let range = 16_u16 << power;
    let mut head = 0x0001_0000_u32.to_be_bytes().to_vec();
    for field in [count, range, power, count * 16 - range] {
        head.extend(field.to_be_bytes());
    }
    let mut body: Vec<u8> = Vec::new();
    let start = head.len() + tables.len() * 16;
    for (tag, table) in tables {
        head.extend(tag);
        head.extend(checksum(table).to_be_bytes());
        head.extend(u32::try_from(start + body.len()).ok()?.to_be_bytes());
        head.extend(u32::try_from(table.len()).ok()?.to_be_bytes());
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    head.extend(body);
    Some(head)
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0_u32, |sum, chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::font::{bytes, glyph};
    use super::super::page::Weight;
    use super::*;

    #[test]
    fn a_subset_keeps_numbers_and_the_outlines_in_use() -> Result<(), String> {
        let font = bytes(Weight::Regular);
        let yo = glyph(Weight::Regular, 'ё').ok_or("no ё")?;
        let small = subset(font, &BTreeSet::from([yo])).ok_or("no subset")?;
        assert!(small.len() < font.len() / 20, "{}", small.len());
        let parsed = printpdf::ParsedFont::from_bytes(&small, 0, &mut Vec::new()).ok_or("not a font")?;
        assert_eq!(parsed.lookup_glyph_index(u32::from('ё')), Some(yo));
        assert_eq!(
            parsed.glyph_widths,
            super::super::font::face(Weight::Regular).map_err(|e| e.to_string())?.glyph_widths
        );
        Ok(())
    }

    #[test]
    fn a_damaged_font_gives_no_subset_and_no_panic() {
        let font = bytes(Weight::Bold);
        let used = BTreeSet::from([5, 60_000]);
        assert_eq!(subset(font, &used), None);
        for cut in [0, 3, 13, 100, 5000] {
            assert_eq!(subset(font.get(..cut).unwrap_or_default(), &BTreeSet::from([5])), None);
        }
    }
}
