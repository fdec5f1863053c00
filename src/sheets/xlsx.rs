//! The workbook: one sheet, its head bold and always in sight, lines of a group folded under its head.
//!
//! Numbers and sums become floating point only here, at the edge: a sheet knows no other numbers. What would not
//! survive that is written as text.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::error::SheetError;
use super::harmless;
use super::table::{Cell, Row, RowKind, Table};
use crate::domain::money::Kopecks;

/// Rows of a sheet.
pub(super) const MOST_ROWS: usize = 1_048_576;
/// The greatest number of which a sheet keeps every digit: fifteen of them.
const EXACT: u64 = 999_999_999_999_999;
/// Years that a sheet counts rightly; it takes 1900 for a leap year.
const YEARS: std::ops::RangeInclusive<i32> = 1901..=9999;
/// Column widths in characters.
const WIDTHS: (usize, usize) = (8, 60);
/// The longest name of a sheet.
const MOST_NAME: usize = 31;
/// The name of a sheet that has none left after its forbidden characters are gone.
const NAMELESS: &str = "1";

/// The bytes of the file. The same table gives the same bytes.
pub(super) fn write(table: &Table) -> Result<Vec<u8>, SheetError> {
    let rows = table.rows.len().saturating_add(1);
    if rows > MOST_ROWS {
        return Err(SheetError::TooManyRows { rows, most: MOST_ROWS });
    }
    build(table).map_err(|error| SheetError::Workbook { message: error.to_string() })
}

fn build(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    if let Some(at) = moment(table.made_at, 0) {
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&at));
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.name))?;
    for (title, column) in table.titles.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, column, harmless::shown(title), &looks.title)?;
    }
    for (row, at) in table.rows.iter().zip(1_u32..) {
        for (cell, column) in row.cells.iter().take(table.titles.len()).zip(0_u16..) {
            write_cell(sheet, (at, column), cell, looks.of(row.kind))?;
        }
    }
    fold_groups(sheet, &table.rows)?;
    for (width, column) in widths(table).into_iter().zip(0_u16..) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    workbook.save_to_buffer()
}

/// Formats of the cells of one kind of row.
pub(super) struct Look {
    text: Format,
    guarded: Format,
    whole: Format,
    money: Format,
    date: Format,
    moment: Format,
    second: Format,
}

pub(super) struct Looks {
    pub(super) title: Format,
    line: Look,
    group: Look,
}

impl Look {
    fn over(base: &Format) -> Self {
        Self {
            text: base.clone(),
            // A text that looks like a formula stays a text even after somebody edits its cell.
            guarded: base.clone().set_quote_prefix(),
            whole: base.clone().set_num_format("0"),
            money: base.clone().set_num_format("#,##0.00"),
            date: base.clone().set_num_format("dd.mm.yyyy"),
            moment: base.clone().set_num_format("dd.mm.yyyy hh:mm"),
            second: base.clone().set_num_format("dd.mm.yyyy hh:mm:ss"),
        }
    }
}

impl Looks {
    pub(super) fn new() -> Self {
        let bold = Format::new().set_bold();
        Self {
            title: bold.clone().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin),
            line: Look::over(&Format::new()),
            group: Look::over(&bold.set_background_color(Color::RGB(0x00E8_EEF4))),
        }
    }

    pub(super) const fn of(&self, kind: RowKind) -> &Look {
        match kind {
            RowKind::Line => &self.line,
            RowKind::Group => &self.group,
        }
    }
}

pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    look: &Look,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &look.text)?,
        Cell::Text(text) => {
            let shown = harmless::shown(text);
            let is_like_formula = shown.trim_start().starts_with(harmless::starts_formula);
            let format = if is_like_formula { &look.guarded } else { &look.text };
            sheet.write_string_with_format(row, column, shown, format)?
        }
        Cell::Whole(n) => match exact(*n) {
            Some(number) => sheet.write_number_with_format(row, column, number, &look.whole)?,
            None => sheet.write_string_with_format(row, column, n.to_string(), &look.text)?,
        },
        Cell::Money(sum) => match roubles(*sum) {
            Some(number) => sheet.write_number_with_format(row, column, number, &look.money)?,
            None => sheet.write_string_with_format(row, column, sum.text(), &look.text)?,
        },
        Cell::Date(day) => match date(*day) {
            Some(date) => sheet.write_datetime_with_format(row, column, &date, &look.date)?,
            None => sheet.write_string_with_format(row, column, day.format("%d.%m.%Y").to_string(), &look.text)?,
        },
        Cell::Moment(at) => write_moment(sheet, (row, column), (*at, 0), "%d.%m.%Y %H:%M", (&look.moment, &look.text))?,
        Cell::Second(at) => {
            let shape = "%d.%m.%Y %H:%M:%S";
            write_moment(sheet, (row, column), (*at, at.second()), shape, (&look.second, &look.text))?
        }
    };
    Ok(())
}

/// A time that a sheet cannot count is written as text.
fn write_moment<'s>(
    sheet: &'s mut Worksheet,
    (row, column): (u32, u16),
    (at, second): (NaiveDateTime, u32),
    shape: &str,
    (as_time, as_text): (&Format, &Format),
) -> Result<&'s mut Worksheet, XlsxError> {
    if let Some(moment) = moment(at, second) {
        sheet.write_datetime_with_format(row, column, &moment, as_time)
    } else {
        sheet.write_string_with_format(row, column, at.format(shape).to_string(), as_text)
    }
}

/// The number as a sheet keeps it, if it keeps every digit.
#[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact in a double")]
fn exact(n: i64) -> Option<f64> {
    (n.unsigned_abs() <= EXACT).then_some(n as f64)
}

/// Kopecks divided once: the double nearest to the sum, which is written with its two decimals and no others.
fn roubles(sum: Kopecks) -> Option<f64> {
    exact(sum.0).map(|kopecks| kopecks / 100.0)
}

fn date(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|_| YEARS.contains(&day.year()))?;
    let part = |n: u32| u8::try_from(n).ok();
    ExcelDateTime::from_ymd(year, part(day.month())?, part(day.day())?).ok()
}

pub(super) fn moment(at: NaiveDateTime, second: u32) -> Option<ExcelDateTime> {
    let time: NaiveTime = at.time();
    let minute = u8::try_from(time.minute()).ok()?;
    date(at.date())?.and_hms(u16::try_from(time.hour()).ok()?, minute, f64::from(second)).ok()
}

/// Lines under a head fold into it.
fn fold_groups(sheet: &mut Worksheet, rows: &[Row]) -> Result<(), XlsxError> {
    sheet.group_symbols_above(true);
    let mut first: Option<u32> = None;
    let end = Row { kind: RowKind::Group, cells: Vec::new() };
    let mut has_head = false;
    for (row, at) in rows.iter().chain(std::iter::once(&end)).zip(1_u32..) {
        match row.kind {
            RowKind::Line => first = first.or(Some(at)),
            RowKind::Group => {
                if let Some(first) = first.take().filter(|_| has_head) {
                    sheet.group_rows(first, at - 1)?;
                }
                has_head = true;
            }
        }
    }
    Ok(())
}

/// As wide as the longest text of the column, within reason.
fn widths(table: &Table) -> Vec<f64> {
    let mut most: Vec<usize> = table.titles.iter().map(|title| title.chars().count()).collect();
    for row in &table.rows {
        for (cell, width) in row.cells.iter().zip(&mut most) {
            // The head of a group may run over the empty cells beside it.
            if row.kind == RowKind::Line {
                *width = (*width).max(length(cell));
            }
        }
    }
    let wide = |n: usize| u32::try_from(n.saturating_add(2).clamp(WIDTHS.0, WIDTHS.1)).map_or(8.0, f64::from);
    most.into_iter().map(wide).collect()
}

fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().count(),
        Cell::Whole(n) => n.to_string().len(),
        Cell::Money(sum) => sum.text().chars().count(),
        Cell::Date(_) => "24.11.2026".len(),
        Cell::Moment(_) => "24.11.2026 12:00".len(),
        Cell::Second(_) => "24.11.2026 12:00:00".len(),
    }
}

/// The name without what a sheet's name may not hold.
pub(super) fn sheet_name(name: &str) -> String {
    let kept = harmless::shown(name);
    let kept: String = kept.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\')).collect();
    let mut short = String::new();
    let mut units = 0;
    for c in kept.trim_matches(['\'', ' ']).chars() {
        units += c.len_utf16();
        if units > MOST_NAME {
            break;
        }
        short.push(c);
    }
    let short = short.trim_matches(['\'', ' ']);
    if short.is_empty() { NAMELESS.to_owned() } else { short.to_owned() }
}
