//! A receipt on paper: every field of a cash receipt, sums to the kopeck, and a QR that the tax service's program reads.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, TimeZone};

use super::{on_paper, reader};
use crate::domain::fiscal::{FiscalKind, FiscalLine, FiscalReceipt, Printed, Seller};
use crate::domain::ids::{FiscalKey, ReceiptId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::Settled;
use crate::domain::vat::VatRate;
use crate::print::{Paper, receipt_pages, receipt_words};
use crate::text::{Lang, tr};
use crate::usecase::read::sales::Sale;

fn moscow() -> FixedOffset {
    FixedOffset::east_opt(3 * 3600).expect("a zone")
}

fn sale(printed: Option<Printed>) -> Sale {
    let line = |name: &str, packs, price, vat, is_prepaid| FiscalLine {
        name: name.into(),
        packs: Packs(packs),
        price: Kopecks(price),
        vat: VatRate(vat),
        is_prepaid,
    };
    let settled = Settled {
        cash: Kopecks(5_000),
        card: Kopecks(10_000),
        prepaid: Kopecks(7_100),
        given: Kopecks(20_000),
        change: Kopecks(5_000),
    };
    Sale {
        receipt: ReceiptId(1),
        fiscal: FiscalReceipt {
            key: FiscalKey(String::new()),
            kind: FiscalKind::Sale,
            at: moscow().with_ymd_and_hms(2026, 11, 26, 12, 30, 0).single().expect("a time"),
            number: 41,
            cashier: "Петрова А. И.".into(),
            seller: Seller {
                name: "Аптека «Ромашка»".into(),
                address: "г. Москва, Октябрьский проспект, 5".into(),
                inn: "7701234567".into(),
                tax_system: "osn".into(),
            },
            lines: vec![
                line("Парацетамол таб. 500 мг №20", 2, 3_550, 10, true),
                line("Крем детский 100 мл", 1, 15_000, 22, false),
            ],
            settled,
        },
        printed,
        lines: Vec::new(),
        settled,
        is_return: false,
    }
}

fn device() -> Printed {
    Printed {
        at: DateTime::from_timestamp(1_795_685_400, 0).expect("a time"),
        shift: 12,
        receipt: 7,
        document: 345,
        sign: "1904978325".into(),
        drive: "9999078900000001".into(),
        device: "0000000000000001".into(),
    }
}

#[test]
fn a_receipt_shows_every_field_and_its_qr_can_be_read() {
    let words = receipt_words(|key| tr(Lang::Ru, key));
    for paper in [Paper::Roll80, Paper::A4] {
        let pages = receipt_pages(&sale(Some(device())), &words, "ОСН", moscow(), paper).expect("pages");
        let file = on_paper(&pages, &format!("receipt-{paper:?}.pdf"));
        let text = reader("pdftotext", &["-layout"], &file.path, &["-"]).replace('\u{a0}', " ");
        for expected in [
            "Аптека «Ромашка»",
            "Октябрьский проспект",
            "7701234567",
            "Кассовый чек",
            "приход",
            "Копия чека, не фискальный документ",
            "Чек № 41",
            "26.11.2026 12:30 +03:00",
            "Петрова А. И.",
            "2 × 35,50",
            "= 71,00",
            "предоплата 100%",
            "НДС 10% 6,45",
            "полный расчёт",
            "НДС 22% 27,05",
            "= 221,00",
            "50,00",
            "100,00",
            "ОСН",
            "12 / 7",
            "345",
            "1904978325",
            "9999078900000001",
        ] {
            assert!(text.contains(expected), "{paper:?} lacks {expected:?} in {text}");
        }
        let png = file.folder.path().join("page");
        let args = ["-r", "200", "-png", "-f", "1", "-l", "1", "-singlefile"];
        reader("pdftoppm", &args, &file.path, &[png.to_str().expect("a path")]);
        let picture = image::open(png.with_extension("png")).expect("a picture").to_luma8();
        let mut picture = rqrr::PreparedImage::prepare(picture);
        let codes: BTreeSet<String> = picture.detect_grids().iter().map(|g| g.decode().expect("a code").1).collect();
        let code = "t=20261126T1230&s=221.00&fn=9999078900000001&i=345&fp=1904978325&n=1";
        assert_eq!(codes, BTreeSet::from([code.to_owned()]));
    }
}

#[test]
fn a_receipt_that_no_device_printed_says_so_and_has_no_code() {
    let words = receipt_words(|key| tr(Lang::Ru, key));
    let pages = receipt_pages(&sale(None), &words, "ОСН", moscow(), Paper::Roll80).expect("pages");
    let file = on_paper(&pages, "receipt-none.pdf");
    let text = reader("pdftotext", &["-layout"], &file.path, &["-"]);
    assert!(text.contains("На кассе не напечатан") && !text.contains("ФП"), "{text}");
}
