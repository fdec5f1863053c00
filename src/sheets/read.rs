//! Tables that come from other programs: CSV in the encodings and with the separators that people here use, and
//! workbooks. Everything comes out as rows of texts; what a text means is not known here.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx};
use thiserror::Error;

/// A larger file is no list of goods, bytes.
const MOST_BYTES: u64 = 256 << 20;

/// The longest text of a cell that is carried on; longer ones are cut, and refused where they are read.
const MOST_CHARS: usize = 1_000;

/// Cells beyond so many columns mean nothing: no list of goods is so wide.
const MOST_COLUMNS: usize = 200;

/// How some programs mark a text as UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

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
    /// The disk does not give it.
    #[error("the file cannot be read")]
    NotRead,
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
            Self::NotRead => "not-read",
            Self::BadWorkbook => "bad-workbook",
        }
    }
}

/// Gives each row of a table to `take` with its number in the file (the first is 1) until it breaks off. Rows without
/// anything in them are left out. No more than a row is held at a time (of a workbook its shared texts too).
///
/// # Errors
/// [`ReadFault`]; rows may have been given before it showed.
pub fn each<R: Read + Seek>(
    mut table: R,
    mut take: impl FnMut(u64, &[String]) -> ControlFlow<()>,
) -> Result<(), ReadFault> {
    let size = table.seek(SeekFrom::End(0)).map_err(|_| ReadFault::NotRead)?;
    table.rewind().map_err(|_| ReadFault::NotRead)?;
    if size == 0 {
        return Err(ReadFault::Empty);
    }
    if size > MOST_BYTES {
        return Err(ReadFault::TooLarge);
    }
    let mut any = false;
    let mut counted = |number, row: &[String]| {
        if is_blank(row) {
            return ControlFlow::Continue(());
        }
        any = true;
        take(number, row)
    };
    if begins_packed(&mut table)? {
        workbook(table, &mut counted)?;
    } else {
        csv(table, &mut counted)?;
    }
    if any { Ok(()) } else { Err(ReadFault::Empty) }
}

fn begins_packed<R: Read + Seek>(table: &mut R) -> Result<bool, ReadFault> {
    let mut head = Vec::with_capacity(PACKED.len());
    table.by_ref().take(PACKED.len() as u64).read_to_end(&mut head).map_err(|_| ReadFault::NotRead)?;
    table.rewind().map_err(|_| ReadFault::NotRead)?;
    Ok(head == PACKED)
}

/// What the bytes of a text mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    /// Windows-1251, what Russian programs write.
    Windows,
}

/// Reads the whole text once: every byte of it has a say.
fn encoding_of(table: &mut impl Read) -> Result<Encoding, ReadFault> {
    let mut encoding = Encoding::Utf8;
    let mut buffer = vec![0_u8; 64 << 10];
    // The beginning of a character that the next piece ends.
    let mut begun = 0;
    loop {
        let room = buffer.get_mut(begun..).unwrap_or_default();
        let read = table.read(room).map_err(|_| ReadFault::NotRead)?;
        let piece = buffer.get(..begun + read).unwrap_or_default();
        if piece.contains(&0) {
            // UTF-16, a picture, a database: no program writes a list of goods so.
            return Err(ReadFault::NotText);
        }
        if read == 0 {
            return Ok(if begun > 0 { Encoding::Windows } else { encoding });
        }
        if encoding == Encoding::Windows {
            continue;
        }
        match std::str::from_utf8(piece) {
            Ok(_) => begun = 0,
            Err(error) if error.error_len().is_none() => {
                let from = error.valid_up_to();
                begun = piece.len() - from;
                buffer.copy_within(from..from + begun, 0);
            }
            Err(_) => (encoding, begun) = (Encoding::Windows, 0),
        }
    }
}

fn decoded(cell: &[u8], encoding: Encoding) -> Result<String, ReadFault> {
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(cell).map(cut).map_err(|_| ReadFault::NotText),
        Encoding::Windows => {
            let (text, failed) = encoding_rs::WINDOWS_1251.decode_without_bom_handling(cell);
            if failed { Err(ReadFault::NotText) } else { Ok(cut(&text)) }
        }
    }
}

/// The separator that the head uses most.
fn separator(head: &[u8]) -> u8 {
    let head = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| head.split(|byte| *byte == separator).count();
    let best = [b';', b'\t', b','].into_iter().max_by_key(|byte| (count(*byte), *byte == b';'));
    best.unwrap_or(b';')
}

type Take<'a> = &'a mut dyn FnMut(u64, &[String]) -> ControlFlow<()>;

fn csv<R: Read + Seek>(mut table: R, take: Take<'_>) -> Result<(), ReadFault> {
    let encoding = encoding_of(&mut table)?;
    let size = table.seek(SeekFrom::End(-1)).map_err(|_| ReadFault::NotRead)? + 1;
    let mut last = [0];
    table.read_exact(&mut last).map_err(|_| ReadFault::NotRead)?;
    let is_open = last != *b"\n";
    table.rewind().map_err(|_| ReadFault::NotRead)?;
    let mut table = BufReader::with_capacity(64 << 10, table);
    let begun = table.fill_buf().map_err(|_| ReadFault::NotRead)?;
    let mark = if begun.starts_with(BOM) { BOM.len() } else { 0 };
    let delimiter = separator(begun.get(mark..).unwrap_or_default());
    table.consume(mark);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(table);
    let mut record = csv::ByteRecord::new();
    // A row that cannot be read must not end the table in silence.
    while reader.read_byte_record(&mut record).map_err(|_| ReadFault::NotText)? {
        let row = record.iter().map(|cell| decoded(cell, encoding)).collect::<Result<Vec<_>, _>>()?;
        // The reader counts empty lines before a row to it: its number is told from its end.
        let inside = record.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1;
        let end = reader.position();
        let is_ended = end.byte() + mark as u64 != size || !is_open;
        let number = end.line() - inside - u64::from(is_ended);
        if take(number, &row).is_break() {
            break;
        }
    }
    Ok(())
}

fn workbook<R: Read + Seek>(table: R, take: Take<'_>) -> Result<(), ReadFault> {
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(table)).map_err(|_| ReadFault::BadWorkbook)?;
    let first = book.sheet_names().first().cloned().ok_or(ReadFault::Empty)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| ReadFault::BadWorkbook)?;
    let (mut at, mut row) = (0, Vec::new());
    while let Some(found) = cells.next_cell().map_err(|_| ReadFault::BadWorkbook)? {
        let (line, column) = found.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            continue;
        }
        if line != at {
            if take(u64::from(at) + 1, &row).is_break() {
                return Ok(());
            }
            (at, row) = (line, Vec::new());
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if let Some(slot) = row.get_mut(column) {
            *slot = cell(&Data::from(found.get_value().clone()));
        }
    }
    let _ = take(u64::from(at) + 1, &row);
    Ok(())
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
    use std::io::Cursor;

    use super::*;

    fn numbered(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ReadFault> {
        let mut all = Vec::new();
        each(Cursor::new(bytes), |number, row| {
            all.push((number, row.to_vec()));
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, ReadFault> {
        Ok(numbered(bytes)?.into_iter().map(|(_, row)| row).collect())
    }

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
    fn a_row_keeps_the_number_it_has_in_the_file_and_reading_may_break_off() {
        let told =
            |bytes: &[u8]| numbered(bytes).unwrap().into_iter().map(|(n, row)| (n, row[0].clone())).collect::<Vec<_>>();
        let want = [(2, "код".to_owned()), (5, "п1".to_owned())];
        assert_eq!(told("\nкод;цена\n;\n\nп1;1".as_bytes()), want);
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(1, 0, "код").unwrap();
        sheet.write_string(4, 0, "п1").unwrap();
        assert_eq!(told(&book.save_to_buffer().unwrap()), want);
        let mut seen = 0;
        let broken_off = each(Cursor::new("а\nб\nв"), |_, _| {
            seen += 1;
            ControlFlow::Break(())
        });
        assert_eq!((broken_off, seen), (Ok(()), 1));
    }

    #[test]
    fn a_character_that_two_pieces_share_is_still_utf8() {
        let text = format!("код\n{}", "я".repeat(64 << 10));
        for cut in 0..3 {
            let shifted = format!("{}{text}", "a".repeat(cut));
            assert_eq!(encoding_of(&mut Cursor::new(shifted.as_bytes())), Ok(Encoding::Utf8), "{cut}");
        }
        let cut_off = &"код;цена\nя".as_bytes()[..17];
        assert_eq!(encoding_of(&mut Cursor::new(cut_off)), Ok(Encoding::Windows), "the end is no character");
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
