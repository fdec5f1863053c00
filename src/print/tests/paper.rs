//! What stands on the paper, read by poppler, rqrr and zbar.

use std::collections::BTreeSet;

use chrono::{FixedOffset, NaiveDate};

use super::sample::{line, long_sheet, pick, sheet, words};
use super::*;
use crate::domain::batch::StorageBand;
use crate::domain::ids::{BatchId, GoodsId, OrderId, ReturnId};
use crate::domain::packs::Packs;
use crate::domain::status::OrderStatus;
use crate::print::{PrintError, WorklistWords, worklist_pages};
use crate::usecase::read::shelf_returns::{ReturnList, ReturnRow};

const FULL_A4: SheetOptions = ALL[0];
const FULL_ROLL: SheetOptions = ALL[1];

#[test]
fn a_full_sheet_says_everything_of_the_order() {
    for options in [FULL_A4, FULL_ROLL] {
        let text = text_of(&printed(&sheet(), options));
        for expected in [
            "Аптека «Ромашка» № 12",
            "Октябрьский проспект",
            "4471-К",
            "Номер в аптеке: 000123",
            "Анна С.",
            "41-07",
            "24.11.2026 18:30",
            "23.11.2026 09:12",
            "При получении",
            "Парацетамол",
            "Серия 120523 · годен до 03.2027",
            "А-12-3",
            "52,90",
            "211,60",
            "холодильник 2–8 °C",
            "прохладное место ≤ 15 °C",
            "сейф",
            "Рецепт",
            "Не хватает: 1 уп.",
            "серии не подобраны",
            "Серия LK4587",
            "Б-02-4",
            "Б-02-1",
            "Итого",
            "16 уп.",
            "₽",
            "Собрал",
            "Проверил",
            "подпись, дата и время",
            "Позвоните, пожалуйста, когда будет готово.",
            "Страница 1 из 1",
            "Напечатан 23.11.2026 09:15",
            "Фармстандарт-Лексредства",
            &sheet().sheet_code,
            &squeezed(&sheet().total.rubles()),
        ] {
            assert!(text.contains(expected), "{options:?} lacks {expected:?} in {text}");
        }
    }
}

#[test]
fn the_cell_and_who_collected_stand_on_the_sheet_and_the_cell_on_every_slip() {
    for options in [FULL_A4, FULL_ROLL] {
        let text = text_of(&printed(&sheet(), options));
        assert!(text.contains("Ячейка 12") && text.contains("Петрова А. И., 23.11.2026 09:40"), "{text}");
        let bare = OrderSheet { cell: String::new(), collected: String::new(), ..sheet() };
        let text = text_of(&printed(&bare, options));
        assert!(!text.contains("Ячейка") && text.contains("Собрал"), "{text}");
    }
    for slip in page_texts(&printed(&sheet(), ALL[3])) {
        assert!(slip.contains("Ячейка 12"), "{slip}");
    }
}

#[test]
fn the_worklist_names_place_goods_order_and_cell_of_every_row_in_its_order() {
    let row = |n: i64, place: &str, storage: StorageBand| ReturnRow {
        id: ReturnId(n),
        order: OrderId(n),
        number: format!("44{n}"),
        status: OrderStatus::Cancelled,
        cell: if n == 1 { "12".to_owned() } else { String::new() },
        goods: GoodsId(n),
        name: format!("Товар номер {n}, раствор для подкожного введения 100 ЕД/мл, 3 мл № 5"),
        manufacturer: String::new(),
        batch: BatchId(n),
        series: format!("S{n}"),
        expires_on: NaiveDate::from_ymd_opt(2027, 3, 31).expect("a day"),
        place: place.to_owned(),
        storage,
        packs: Packs(n),
        freed_at: info().created,
    };
    let cold = StorageBand { min_celsius: Some(2), max_celsius: Some(8) };
    let list = ReturnList {
        rows: vec![row(1, "Холод 1-3", cold), row(2, "А-1", StorageBand::default())],
        pharmacy_name: "Аптека «Ромашка»".to_owned(),
        made_at: info().created,
    };
    let words = WorklistWords {
        title: "Вернуть на полку".to_owned(),
        made: "Составлен".to_owned(),
        order: "Заказ №".to_owned(),
        cell: "Ячейка".to_owned(),
        sheet: words(),
    };
    let zone = FixedOffset::east_opt(3 * 3600).expect("a zone");
    for paper in [Paper::A4, Paper::Roll80] {
        let pages = worklist_pages(&list, &words, zone, paper).expect("pages");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list.pdf");
        std::fs::write(&path, render(&pages, &info()).expect("a PDF")).expect("written");
        if let Some(keep) = std::env::var_os("EXPERO_PRINT_DIR") {
            std::fs::copy(&path, std::path::Path::new(&keep).join(format!("worklist-{paper:?}.pdf"))).expect("kept");
        }
        let text = squeezed(&reader("pdftotext", &["-layout"], &path, &["-"]));
        for expected in [
            "Вернуть на полку: 3 уп.",
            "Аптека «Ромашка»",
            "Холод 1-3",
            "Товар номер 1",
            "Серия S1",
            "годен до 03.2027",
            "Заказ № 441 · Ячейка 12",
            "холодильник 2–8 °C",
            "Товар номер 2",
            "Заказ № 442",
            "Страница 1 из 1",
        ] {
            assert!(text.contains(expected), "{paper:?} lacks {expected:?} in {text}");
        }
        assert_eq!(text.matches("Ячейка").count(), 1);
        let at = |what: &str| text.find(what);
        assert!(at("Холод 1-3") < at("А-1"), "the rows keep their order");
    }
    let nothing = ReturnList { rows: Vec::new(), ..list };
    assert_eq!(worklist_pages(&nothing, &words, zone, Paper::A4), Err(PrintError::NothingToPrint));
}

#[test]
fn a_paid_order_says_so() {
    let paid = OrderSheet { paid: true, ..sheet() };
    for options in [FULL_A4, FULL_ROLL] {
        let text = text_of(&printed(&paid, options));
        assert!(text.contains("Оплачен на сайте") && !text.contains("При получении"), "{text}");
    }
}

#[test]
fn a_slip_names_one_place_and_the_goods_that_stay_there() {
    let slips = page_texts(&printed(&sheet(), ALL[3]));
    assert_eq!(slips.len(), 3, "В-04-2, Сейф 1, Холод 1-3");
    for (slip, place, name, note) in [
        (&slips[0], "В-04-2", "Називин", "прохладное место ≤ 15 °C"),
        (&slips[1], "Сейф 1", "Трамадол", "сейф"),
        (&slips[2], "Холод 1-3", "Лантус СолоСтар", "холодильник 2–8 °C"),
    ] {
        for expected in
            [place, name, note, "4471-К", "Анна С.", "Держать до 24.11.2026 18:30", "Товар остаётся на месте"]
        {
            assert!(slip.contains(expected), "{expected:?} in {slip}");
        }
        assert!(!slip.contains("Парацетамол"));
        assert_eq!(["Називин", "Трамадол", "Лантус"].iter().filter(|n| slip.contains(**n)).count(), 1);
    }
    let a4 = text_of(&printed(&sheet(), ALL[2]));
    assert!(["В-04-2", "Сейф 1", "Холод 1-3"].iter().all(|p| a4.contains(p)), "{a4}");
    assert!(a4.contains("Страница 1 из 1"), "three slips share one sheet: {a4}");
}

#[test]
fn without_goods_that_stay_there_are_no_slips() {
    let plain = long_sheet(3);
    assert!(!plain.has_slips() && sheet().has_slips());
    let options = SheetOptions { paper: Paper::A4, kind: SheetKind::SlipPerPlace };
    assert_eq!(lay_out(&plain, &words(), options), Err(PrintError::NothingToPrint));
    assert_eq!(render(&[], &info()), Err(PrintError::NothingToPrint));
}

#[test]
fn two_hundred_lines_go_on_pages_with_the_head_on_each() {
    for (options, more_than) in [(FULL_A4, 8), (FULL_ROLL, 1)] {
        let texts = page_texts(&printed(&long_sheet(200), options));
        let count = texts.len();
        assert!(count > more_than, "{count}");
        for (text, n) in texts.iter().zip(1..) {
            assert!(text.contains("Заказ № 4471-К"), "{text}");
            assert!(text.contains(&format!("Страница {n} из {count}")), "{text}");
            if options.paper == Paper::A4 {
                assert!(text.contains("Товар Место Кол-во Факт") && text.contains("24.11.2026 18:30"), "{text}");
            }
        }
        let all = texts.concat();
        for n in 1..=200 {
            let name = format!("Товар номер {n:03}");
            assert_eq!(all.matches(&name).count(), 1, "{name}");
        }
    }
}

#[test]
fn the_printed_code_opens_the_order() {
    for options in ALL {
        let file = printed(&sheet(), options);
        let png = file.folder.path().join("page");
        reader(
            "pdftoppm",
            &["-r", "200", "-png", "-f", "1", "-l", "1", "-singlefile"],
            &file.path,
            &[png.to_str().expect("a path")],
        );
        let png = png.with_extension("png");
        let picture = image::open(&png).expect("a picture").to_luma8();
        let mut picture = rqrr::PreparedImage::prepare(picture);
        let codes: BTreeSet<String> = picture.detect_grids().iter().map(|g| g.decode().expect("a code").1).collect();
        assert_eq!(codes, BTreeSet::from([sheet().sheet_code]), "{options:?}");
        let zbar = reader("zbarimg", &["--quiet", "--raw", "-S*.disable", "-Sqrcode.enable"], &png, &[]);
        assert!(zbar.lines().all(|l| l == sheet().sheet_code) && !zbar.is_empty(), "{zbar}");
    }
}

#[test]
fn the_file_names_itself_and_carries_its_fonts() {
    let file = printed(&sheet(), FULL_A4);
    let about = squeezed(&reader("pdfinfo", &[], &file.path, &[]));
    assert!(
        about.contains("Title: Заказ 4471-К") && about.contains("Producer: Expero") && about.contains("2026"),
        "{about}"
    );
    assert!(about.contains("595.276 x 841.89") || about.contains("(A4)"), "{about}");
    let fonts = reader("pdffonts", &[], &file.path, &[]);
    for font in ["EXPERO+PTSans-Regular", "EXPERO+PTSans-Bold"] {
        let row = fonts.lines().find(|l| l.starts_with(font)).unwrap_or_else(|| panic!("{fonts}"));
        assert!(row.contains("yes yes yes"), "embedded, subset, readable: {row}");
    }
    let size = std::fs::metadata(&file.path).expect("a file").len();
    assert!(size < 100_000, "{size} bytes for one page");
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let once = || render(&pages(&sheet(), FULL_A4), &info()).expect("a PDF");
    assert!(once() == once());
    let other = PdfInfo { title: "x".to_owned(), ..info() };
    assert!(render(&pages(&sheet(), FULL_A4), &other).expect("a PDF") != once());
}

#[test]
fn hostile_text_is_escaped_and_cut() {
    let mut hostile = sheet();
    hostile.comment = "Очень длинно. ".repeat(1 << 20);
    hostile.number = "12\u{202e}43\u{0}".to_owned();
    hostile.customer_name = "Анна\u{200b}\u{7}\nС.".to_owned();
    hostile.lines = vec![line(&"x".repeat(1 << 20), 1, 100, vec![pick("\u{2066}s😀", "<b>\\(\\)%", 1, (None, None))])];
    for options in [FULL_A4, FULL_ROLL] {
        let file = printed(&hostile, options);
        let text = text_of(&file);
        for expected in ["12\\u{202e}43\\u{0}", "\\u{200b}\\u{7}", "Серия \\u{2066}s?", "<b>\\(\\)%", "…"] {
            assert!(text.contains(expected), "{expected:?} in {text}");
        }
        assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{7}', '\u{2066}']));
        let size = std::fs::metadata(&file.path).expect("a file").len();
        assert!(size < 100_000, "{size}");
    }
}

#[test]
fn a_line_with_more_batches_than_a_page_goes_on() {
    let mut many = sheet();
    let picks = (0..120).map(|n| pick(&format!("SER{n:03}"), "А-1", 1, (Some(2), Some(8)))).collect();
    many.lines = vec![line("Инсулин", 120, 100, picks)];
    let texts = page_texts(&printed(&many, FULL_A4));
    assert!(texts.len() > 3);
    let all = texts.concat();
    assert!((0..120).all(|n| all.contains(&format!("SER{n:03}"))));
    let slips = page_texts(&printed(&many, ALL[2]));
    assert!(slips.len() > 3 && (0..120).all(|n| slips.concat().contains(&format!("SER{n:03}"))));
    assert!(slips.iter().all(|s| s.contains("Товар остаётся на месте А-1")), "each page names its place");
}

#[test]
fn every_error_has_its_code() {
    let text = String::new;
    let all = [
        PrintError::NothingToPrint,
        PrintError::Font(text()),
        PrintError::QrCode(text()),
        PrintError::Pdf(text()),
        PrintError::NoPrintSystem { program: text() },
        PrintError::SpoolerDown { message: text() },
        PrintError::NoDefaultPrinter,
        PrintError::UnknownPrinter { printer: text() },
        PrintError::TimedOut { program: text(), limit_secs: 1 },
        PrintError::Refused { message: text() },
        PrintError::TempFile { message: text() },
    ];
    assert_eq!(all.each_ref().map(PrintError::code), PrintError::CODES);
}
