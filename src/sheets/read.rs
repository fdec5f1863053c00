//! Tables that come from other programs: CSV in the encodings and with the separators that people here use, and
//! workbooks. Everything comes out as rows of texts; what a text means is not known here.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use thiserror::Error;

/// A larger file is no list of goods, bytes.
const MOST_BYTES: usize = 256 << 20;

/// The longest text of a cell that is carried on; longer ones are cut, and refused where they are read.
const MOST_CHARS: usize = 1_000;

/// How a workbook begins: it is a packed file.
const PACKED: &[u8] = b"PK\x03\x04";

/// Why a file is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReadFault {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than a list of goods can be.
    #[error("the file is too large")]
    TooLarge,
    /// No text in a known encoding.
    #[error("the file is no text")]
    NotText,
    /// A damaged workbook, or one of another kind.
    #[error("the workbook cannot be read")]
    BadWorkbook,
}

impl ReadFault {
    /// The text key of the user's wording (`table-fault-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::NotText => "not-text",
            Self::BadWorkbook => "bad-workbook",
        }
    }
}

/// The rows of a file, the head first; empty rows are left out.
///
/// # Errors
/// [`ReadFault`].
pub fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, ReadFault> {
    if bytes.is_empty() {
        return Err(ReadFault::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(ReadFault::TooLarge);
    }
    let rows = if bytes.starts_with(PACKED) { workbook(bytes)? } else { csv(&text(bytes)?)? };
    if rows.is_empty() { Err(ReadFault::Empty) } else { Ok(rows) }
}

/// UTF-8, else Windows-1251: what Russian programs write.
fn text(bytes: &[u8]) -> Result<String, ReadFault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        // UTF-16, a picture, a database: no program writes a list of goods so.
        return Err(ReadFault::NotText);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _, failed) = encoding_rs::WINDOWS_1251.decode(bytes);
    if failed { Err(ReadFault::NotText) } else { Ok(text.into_owned()) }
}

/// The separator that the head uses most.
fn separator(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |c: char| head.matches(c).count();
    let best = [(';', b';'), ('\t', b'\t'), (',', b',')].into_iter().max_by_key(|(c, byte)| (count(*c), *byte == b';'));
    best.map_or(b';', |(_, byte)| byte)
}

fn csv(text: &str) -> Result<Vec<Vec<String>>, ReadFault> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        // A row that cannot be read must not end the table in silence.
        let row: Vec<String> = row.map_err(|_| ReadFault::NotText)?.iter().map(cut).collect();
        if !is_blank(&row) {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>, ReadFault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| ReadFault::BadWorkbook)?;
    let sheet = book.worksheet_range_at(0).ok_or(ReadFault::Empty)?.map_err(|_| ReadFault::BadWorkbook)?;
    Ok(sheet.rows().map(|row| row.iter().map(cell).collect()).filter(|row: &Vec<String>| !is_blank(row)).collect())
}

fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        Data::Error(_) => "#".to_owned(),
        Data::Empty => String::new(),
        other => cut(&other.to_string()),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARS).collect()
}

fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn strings(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn encodings_and_separators_are_told_by_themselves() {
        let want = strings(&[&["код", "цена"], &["п1", "1,5"]]);
        assert_eq!(rows("код;цена\r\nп1;1,5\r\n;\r\n".as_bytes()).unwrap(), want);
        assert_eq!(rows("\u{feff}код\tцена\nп1\t1,5".as_bytes()).unwrap(), want);
        assert_eq!(rows("код,цена\nп1,\"1,5\"".as_bytes()).unwrap(), want);
        let (windows, ..) = encoding_rs::WINDOWS_1251.encode("код;цена\nп1;1,5");
        assert_eq!(rows(&windows).unwrap(), want);
        assert_eq!(
            rows("а;б\n\"два\nслова; \"\"в кавычках\"\"\";2".as_bytes()).unwrap().get(1).unwrap()[0],
            "два\nслова; \"в кавычках\""
        );
    }

    #[test]
    fn what_is_no_table_is_told_from_one() {
        assert_eq!(rows(b""), Err(ReadFault::Empty));
        assert_eq!(rows(b"\n\n;;\n"), Err(ReadFault::Empty));
        assert_eq!(rows(b"\xff\xfea\0b\0"), Err(ReadFault::NotText));
        assert_eq!(rows(b"PK\x03\x04 cut off"), Err(ReadFault::BadWorkbook));
        let huge = format!("код\n{}", "я".repeat(2_000_000));
        assert_eq!(rows(huge.as_bytes()).unwrap().get(1).unwrap()[0].chars().count(), MOST_CHARS);
    }

    #[test]
    fn a_workbook_gives_its_numbers_days_and_texts() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "код").unwrap();
        sheet.write_string(0, 1, "цена").unwrap();
        sheet.write_string(0, 2, "годен до").unwrap();
        sheet.write_string(1, 0, "0042").unwrap();
        sheet.write_number(1, 1, 142.5).unwrap();
        let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
        let last = rust_xlsxwriter::ExcelDateTime::from_ymd(2027, 3, 31).unwrap();
        sheet.write_datetime_with_format(1, 2, &last, &day).unwrap();
        let got = rows(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(got, strings(&[&["код", "цена", "годен до"], &["0042", "142.5", "2027-03-31"]]));
    }
}
