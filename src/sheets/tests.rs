//! Both formats, read back: every cell is what it was, and no text from outside is a formula.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;

use super::harmless;
use super::*;
use crate::domain::money::Kopecks;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

fn table(rows: Vec<Vec<Cell>>) -> Table {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    Table {
        name: "Заявки".to_owned(),
        made_at: at(day(2026, 11, 24), 12, 0),
        titles: (1..=columns).map(|n| format!("Столбец {n}")).collect(),
        rows: rows.into_iter().map(|cells| Row { kind: RowKind::Line, cells }).collect(),
    }
}

fn csv(table: &Table) -> String {
    String::from_utf8(write(table, Format::Csv).unwrap()).unwrap()
}

/// The rows of a CSV as a strict reader with this separator takes them.
fn fields(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.strip_prefix('\u{feff}').unwrap().chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            // A quote opens only at the start of a field; elsewhere it is a character.
            '"' if quoted || row.last().unwrap().is_empty() => quoted = !quoted,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                rows.push(vec![String::new()]);
            }
            c if !quoted && c == separator => row.push(String::new()),
            c => row.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "a quote stays open");
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line is closed");
    rows
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Cells of the only sheet, and how many formulas it has.
fn opened(bytes: Vec<u8>) -> (String, Vec<Vec<Data>>, usize) {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names().remove(0);
    let range = book.worksheet_range(&name).unwrap();
    let formulas = book.worksheet_formula(&name).unwrap();
    assert_eq!(range.start(), Some((0, 0)));
    let rows = range.rows().map(<[Data]>::to_vec).collect();
    (name, rows, formulas.used_cells().count())
}

/// The only cell of a workbook with this cell under its title.
fn reopened(cell: Cell) -> Data {
    let (_, rows, formulas) = opened(write(&table(vec![vec![cell]]), Format::Xlsx).unwrap());
    assert_eq!(formulas, 0);
    rows[1][0].clone()
}

#[test]
fn a_russian_excel_opens_the_csv() {
    let row = vec![
        "Парацетамол; таб. \"Форте\"".into(),
        Cell::Whole(-3),
        Cell::Money(Kopecks(123_450)),
        Cell::Money(Kopecks(-7)),
        Cell::Date(day(2027, 3, 31)),
        Cell::Moment(at(day(2026, 11, 24), 9, 5)),
        Cell::Empty,
    ];
    let bytes = write(&table(vec![row]), Format::Csv).unwrap();
    assert_eq!(bytes[..3], [0xEF, 0xBB, 0xBF], "the mark of UTF-8");
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "Столбец 1;Столбец 2;Столбец 3;Столбец 4;Столбец 5;Столбец 6;Столбец 7",
            "\"Парацетамол; таб. \"\"Форте\"\"\";-3;1234,50;-0,07;31.03.2027;24.11.2026 09:05;",
            "",
        ]
    );
}

#[test]
fn the_workbook_keeps_numbers_dates_and_money_as_such() {
    let row = vec![
        "007".into(),
        Cell::Whole(12),
        Cell::Money(Kopecks(123_450)),
        Cell::Date(day(2027, 3, 31)),
        Cell::Moment(at(day(2026, 11, 24), 18, 0)),
        Cell::Empty,
        "x".into(),
    ];
    let (name, rows, formulas) = opened(write(&table(vec![row]), Format::Xlsx).unwrap());
    assert_eq!((name.as_str(), formulas, rows.len()), ("Заявки", 0, 2));
    assert_eq!(rows[0][0], Data::String("Столбец 1".to_owned()));
    assert_eq!(rows[1][0], Data::String("007".to_owned()), "a code keeps its zeros");
    assert_eq!((&rows[1][1], &rows[1][2], &rows[1][5]), (&Data::Float(12.0), &Data::Float(1234.5), &Data::Empty));
    let serial = |n: usize| match &rows[1][n] {
        Data::DateTime(at) => at.as_f64(),
        other => panic!("{other:?}"),
    };
    // Days since 30 December 1899.
    assert_eq!((serial(3), serial(4)), (46_477.0, 46_350.75));
}

#[test]
fn every_sum_has_its_two_decimals_and_no_others() {
    for kopecks in [0, 1, 7, 10, 99, 100, 101, -1, -250, 1_234_567, 99_999_999_999_999, 999_999_999_999_999] {
        let Data::Float(number) = reopened(Cell::Money(Kopecks(kopecks))) else { panic!("{kopecks}") };
        assert_eq!(format!("{:.0}", number * 100.0), kopecks.to_string());
        let written = part(&write(&table(vec![vec![Cell::Money(Kopecks(kopecks))]]), Format::Xlsx).unwrap(), SHEET);
        let number = written.split("<v>").last().unwrap().split("</v>").next().unwrap();
        let decimals = number.split_once('.').map_or(0, |(_, part)| part.len());
        assert!(decimals <= 2, "{kopecks} was written as {number}");
    }
    for kopecks in [1_000_000_000_000_001, i64::MAX, i64::MIN] {
        let shown = Kopecks(kopecks).text();
        assert_eq!(reopened(Cell::Money(Kopecks(kopecks))), Data::String(shown), "too long for a number of a sheet");
    }
    let text = csv(&table(vec![vec![Cell::Money(Kopecks(i64::MAX)), Cell::Money(Kopecks(i64::MIN))]]));
    assert!(text.contains("92233720368547758,07;-92233720368547758,08"), "{text}");
}

#[test]
fn days_that_a_sheet_cannot_count_are_texts() {
    for (date, shown) in [(day(1899, 12, 31), "31.12.1899"), (day(1900, 2, 28), "28.02.1900")] {
        assert_eq!(reopened(Cell::Date(date)), Data::String(shown.to_owned()));
        assert_eq!(reopened(Cell::Moment(at(date, 1, 2))), Data::String(format!("{shown} 01:02")));
    }
    assert!(matches!(reopened(Cell::Date(day(1901, 1, 1))), Data::DateTime(_)));
    assert!(matches!(reopened(Cell::Date(day(9999, 12, 31))), Data::DateTime(_)));
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// What people and machines have written into such fields.
const FORMULAS: [&str; 12] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+7 916 123-41-07",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    " =1",
    "\u{a0}=1",
    "\"=1\"",
    "＝1",
    "=HYPERLINK(\"http://example.org\";\"нажмите\")",
];

#[test]
fn text_from_outside_is_never_a_formula() {
    for text in FORMULAS {
        let Data::String(found) = reopened(text.into()) else { panic!("{text:?}") };
        assert_eq!(found, harmless::shown(text), "the workbook keeps it as a text");
        let shown = csv(&table(vec![vec![text.into(), Cell::Whole(1)]]));
        let rows = fields(&shown, ';');
        let field = rows[1][0].trim_start_matches([' ', '\u{a0}', '"']);
        assert!(field.starts_with('\''), "{text:?} became {shown:?}");
        assert_eq!(rows[1][0].replacen('\'', "", 1), harmless::shown(text), "nothing else was changed");
    }
    // A title is words of ours, and is guarded all the same.
    let mut titled = table(vec![vec!["x".into()]]);
    titled.titles = vec!["=1".to_owned()];
    assert!(csv(&titled).starts_with("\u{feff}\"'=1\"\r\n"));
    assert_eq!(opened(write(&titled, Format::Xlsx).unwrap()).2, 0);
    for plain in ["Парацетамол таб. 500 мг №20", "5-НОК", "C++", "a@b", "1=1", "—", ""] {
        assert_eq!(fields(&csv(&table(vec![vec![plain.into()]])), ';')[1][0], plain);
    }
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text_when_its_cell_is_edited() {
    let styles = |text: &str| part(&write(&table(vec![vec![text.into()]]), Format::Xlsx).unwrap(), "xl/styles.xml");
    assert!(styles("=1+1").contains("quotePrefix=\"1\""));
    assert!(!styles("1+1").contains("quotePrefix"));
}

#[test]
fn what_draws_nothing_is_written_out_in_both_formats() {
    let text = "а\u{202e}б\u{0}в\u{200b}г\nд\u{ffff}";
    let shown = "а\\u{202e}б\\u{0}в\\u{200b}г д\\u{ffff}";
    assert_eq!(reopened(text.into()), Data::String(shown.to_owned()));
    assert_eq!(fields(&csv(&table(vec![vec![text.into()]])), ';')[1][0], shown);
}

#[test]
fn an_endless_text_is_cut_to_what_a_cell_holds() {
    for text in ["я".repeat(1_000_000), "🦀".repeat(40_000), "=".repeat(32_767), format!("a{}", "🦀".repeat(16_383))]
    {
        let Data::String(found) = reopened(text.as_str().into()) else { panic!() };
        let units = found.encode_utf16().count();
        assert!((32_760..=32_767).contains(&units), "{units}");
        assert_eq!(found.ends_with('…'), text.encode_utf16().count() > 32_767);
        let field = fields(&csv(&table(vec![vec![text.as_str().into()]])), ';')[1][0].clone();
        assert!(field.encode_utf16().count() <= 32_767);
    }
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused_in_words() {
    let row = Row { kind: RowKind::Line, cells: Vec::new() };
    let mut long = table(vec![]);
    long.rows = vec![row; 1_048_576];
    let refused = SheetError::TooManyRows { rows: 1_048_577, most: 1_048_576 };
    assert_eq!(write(&long, Format::Xlsx), Err(refused));
}

#[test]
fn the_head_is_bold_and_stays_in_sight_and_columns_are_as_wide_as_their_words() {
    let wide = "Парацетамол таблетки 500 мг";
    let mut made = table(vec![vec![wide.into(), Cell::Whole(1), "я".repeat(500).into()]]);
    made.titles = vec!["Товар".to_owned(), "Уп.".to_owned(), "Прочее".to_owned()];
    let bytes = write(&made, Format::Xlsx).unwrap();
    let sheet = part(&bytes, SHEET);
    assert!(sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\"") && sheet.contains("state=\"frozen\""), "{sheet}");
    let widths: Vec<f64> = sheet
        .split("<col ")
        .skip(1)
        .map(|c| c.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
        .collect();
    let whole: Vec<i64> = widths.iter().map(|w| w.floor() as i64).collect();
    assert_eq!(whole, [29, 8, 60]);
    let style = |cell: &str| sheet.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).map(|s| s.split('"').next().unwrap());
    let formats = part(&bytes, "xl/styles.xml");
    let cell_formats: Vec<&str> = formats.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    let of_title = cell_formats[style("A1").unwrap().parse::<usize>().unwrap()];
    assert!(of_title.contains("fontId=\"1\""), "{of_title}");
    let bold = formats.split("<font>").nth(2).unwrap();
    assert!(bold.starts_with("<b/>"), "{bold}");
    assert_eq!(bytes, write(&made, Format::Xlsx).unwrap(), "the same table gives the same file");
}

#[test]
fn a_sheet_has_a_name_that_a_sheet_may_have() {
    for (name, want) in [
        ("Заявки", "Заявки"),
        ("a/b\\c[1]:*?", "abc1"),
        ("", "1"),
        ("'''", "1"),
        ("[]", "1"),
        (&"я".repeat(80), &"я".repeat(31)),
    ] {
        let named = Table { name: name.to_owned(), ..table(vec![vec!["x".into()]]) };
        assert_eq!(opened(write(&named, Format::Xlsx).unwrap()).0, want);
    }
}

#[test]
fn heads_of_groups_are_in_the_workbook_and_fold_their_lines_and_the_csv_goes_without() {
    let row = |kind, text: &str| Row { kind, cells: vec![text.into()] };
    let made = Table {
        rows: vec![
            row(RowKind::Group, "Первый"),
            row(RowKind::Line, "a"),
            row(RowKind::Line, "b"),
            row(RowKind::Group, "Второй"),
            row(RowKind::Line, "c"),
        ],
        ..table(vec![vec![Cell::Empty]])
    };
    assert_eq!(fields(&csv(&made), ';').concat(), ["Столбец 1", "a", "b", "c"]);
    let bytes = write(&made, Format::Xlsx).unwrap();
    let sheet = part(&bytes, SHEET);
    let outlined: Vec<bool> = sheet.split("<row ").skip(1).map(|r| r.contains("outlineLevel=\"1\"")).collect();
    assert_eq!(outlined, [false, false, true, true, false, true]);
    assert!(sheet.contains("summaryBelow=\"0\""), "the sign to fold stands at the head");
    let words: Vec<_> = opened(bytes).1.into_iter().map(|r| r[0].to_string()).collect();
    assert_eq!(words, ["Столбец 1", "Первый", "a", "b", "Второй", "c"]);
}

#[test]
fn every_error_has_words_in_both_languages() {
    use crate::text::{Lang, has_key};
    let errors = [SheetError::TooManyRows { rows: 1, most: 0 }, SheetError::Workbook { message: String::new() }];
    assert_eq!(errors.map(|e| e.code()), SheetError::CODES);
    for lang in Lang::ALL {
        for code in SheetError::CODES {
            assert!(has_key(lang, &format!("sheets-error-{code}")), "{lang:?} {code}");
        }
    }
}

fn outside() -> impl Strategy<Value = String> {
    let tricky = prop::sample::select(vec![
        "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", ";", ",", "\"", "'", " ", "\u{a0}", "|", "_x0041_", "\u{0}",
        "\u{fffe}", "\u{202e}", "＝", "0", "1", "я", "&lt;", "<", "]]>",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(tricky, 0..12).prop_map(|parts| parts.concat()),]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_text_comes_the_csv_keeps_its_shape_and_no_reader_finds_a_formula(
        texts in prop::collection::vec(outside(), 1..6),
    ) {
        let made = table(vec![texts.iter().map(|t| t.as_str().into()).collect(), vec!["end".into()]]);
        let text = csv(&made);
        let rows = fields(&text, ';');
        prop_assert!(rows.len() == 3 && rows.iter().all(|r| r.len() == texts.len()), "{text:?}");
        prop_assert_eq!(&rows[2][0], "end");
        for (field, was) in rows[1].iter().zip(&texts) {
            let bare = |t: &str| t.replace('\'', "");
            prop_assert_eq!(bare(field), bare(&harmless::shown(was)));
        }
        // The same bytes before a reader that knows other separators: still no cell that begins as a formula.
        for separator in [';', ',', '\t'] {
            for field in text.trim_start_matches('\u{feff}').split("\r\n").flat_map(|line| line.split(separator)) {
                let start = field.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                prop_assert!(!start.starts_with(harmless::starts_formula), "{separator:?}: {field:?} in {text:?}");
            }
        }
    }

    #[test]
    fn whatever_text_comes_the_workbook_opens_and_keeps_it(texts in prop::collection::vec(outside(), 1..6)) {
        let made = table(vec![texts.iter().map(|t| t.as_str().into()).collect()]);
        let (_, rows, formulas) = opened(write(&made, Format::Xlsx).unwrap());
        prop_assert_eq!(formulas, 0);
        for (n, was) in texts.iter().enumerate() {
            let shown = harmless::shown(was);
            let found = rows.get(1).and_then(|r| r.get(n)).cloned().unwrap_or_default();
            match found {
                Data::Empty => prop_assert!(shown.is_empty(), "{shown:?}"),
                Data::String(found) => prop_assert_eq!(found, shown),
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
