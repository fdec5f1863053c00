//! The list of requisitions as a file: what the window and the command line write is what the list shows.

use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader, Xlsx};
use expero::sheets::{self, Cell, Format, RowKind};
use expero::text::Lang;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::keep_suppliers::AddSupplier;
use expero::usecase::make_requisition::{MakeRequisition, RequisitionEdit};
use expero::usecase::read::requisition_list::{ListFilter, Listed, RequisitionList};

use crate::support::{Shop, site_order};

/// Two suppliers and nobody: `A1` lacks `p8` and `p9`, `A2` lacks `p9`. The names of `p9` are no friend's.
fn stage(shop: &mut Shop) {
    let near = shop.ok(AddSupplier { name: "Оптовик".to_owned(), lead_days: 1 });
    let far = shop.ok(AddSupplier { name: "=Дальний; склад".to_owned(), lead_days: 9 });
    for (id, lines, from) in [("A1", &[("p8", 1), ("p9", 3)][..], near), ("A2", &[("p9", 2)][..], far)] {
        let mut site = site_order(id, lines);
        for line in &mut site.lines {
            if line.product.as_str() == "p9" {
                "=HYPERLINK(\"x\");\u{202e}да".clone_into(&mut line.name);
            }
        }
        let order = shop.arrived(&site);
        shop.ok(AcceptOrder { order });
        let edits = lines.iter().map(|(product, _)| edit(product, from)).collect();
        shop.ok(MakeRequisition { order, edits });
    }
}

fn edit(product: &str, supplier: expero::domain::ids::SupplierId) -> RequisitionEdit {
    let product = expero::domain::ids::ProductCode(product.to_owned());
    RequisitionEdit { product, packs: None, supplier: Some(supplier), needed_by: None }
}

fn listed(shop: &mut Shop) -> Listed {
    shop.ask(RequisitionList { filter: ListFilter::default() }).unwrap()
}

fn zone() -> chrono::FixedOffset {
    chrono::FixedOffset::east_opt(3 * 3600).unwrap()
}

#[test]
fn the_table_is_the_list_one_supplier_after_the_other() {
    let mut shop = Shop::new();
    stage(&mut shop);
    let listed = listed(&mut shop);
    let table = sheets::requisition_table(&listed, Lang::Ru, zone(), shop.now());
    assert_eq!(table.name, "Заявки");
    assert!(table.rows.iter().all(|row| row.cells.len() == table.titles.len()), "a cell under every title");
    let column = |title: &str| table.titles.iter().position(|t| t == title).unwrap();
    let text = |row: &sheets::Row, title: &str| match &row.cells[column(title)] {
        Cell::Text(text) => text.clone(),
        Cell::Whole(n) => n.to_string(),
        Cell::Moment(at) | Cell::Second(at) => at.to_string(),
        other => format!("{other:?}"),
    };
    let shown: Vec<String> = table
        .rows
        .iter()
        .map(|row| match row.kind {
            RowKind::Group => format!("{}: {}", text(row, "Поставщик"), text(row, "Упаковок")),
            RowKind::Line => ["Заявка", "Код товара", "Упаковок", "Нужно к", "Заказ", "Состояние заявки", "Внимание"]
                .map(|title| text(row, title))
                .join(" | "),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "=Дальний; склад: 2",
            "ЗТ-000002 | p9 | 2 | 2026-12-03 23:59:00 | N-A2 | открыта | придёт позже резерва",
            "Оптовик: 4",
            "ЗТ-000001 | p8 | 1 | 2026-11-25 23:59:00 | N-A1 | открыта | Empty",
            "ЗТ-000001 | p9 | 3 | 2026-11-25 23:59:00 | N-A1 | открыта | Empty",
        ]
    );
    assert!(!table.is_empty());
    assert!(sheets::requisition_table(&Listed::default(), Lang::Ru, zone(), shop.now()).is_empty());
}

#[test]
fn the_files_hold_what_the_table_holds_and_no_formula() {
    let mut shop = Shop::new();
    stage(&mut shop);
    let listed = listed(&mut shop);
    let table = sheets::requisition_table(&listed, Lang::Ru, zone(), shop.now());
    let csv = String::from_utf8(sheets::write(&table, Format::Csv).unwrap()).unwrap();
    let first = csv.lines().nth(1).unwrap();
    assert_eq!(
        first,
        "\"'=Дальний; склад\";p9;\"'=HYPERLINK(\"\"x\"\");\\u{202e}да\";Завод;2;03.12.2026 23:59;ЗТ-000002;открыта;\
         24.11.2026 09:00;N-A2;принят;26.11.2026 09:00;придёт позже резерва"
    );
    let bytes = sheets::write(&table, Format::Xlsx).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.worksheet_formula("Заявки").unwrap().used_cells().count(), 0);
    let range = book.worksheet_range("Заявки").unwrap();
    assert_eq!(range.get_value((1, 0)), Some(&Data::String("=Дальний; склад".to_owned())), "the head of a group");
    assert_eq!(range.get_value((2, 4)), Some(&Data::Float(2.0)));
    assert!(matches!(range.get_value((2, 5)), Some(Data::DateTime(_))));
}

fn expero(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_expero"));
    command.arg("--data").arg(folder).arg("requisitions").args(arguments).output().unwrap()
}

#[test]
fn the_command_line_lists_and_writes_both_files_whole() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let nothing = expero(&data, &[]);
    assert!(nothing.status.code() == Some(1) && nothing.stdout.is_empty() && !data.exists());
    let mut shop = Shop::file(&expero::store::folder::DataFolder::open(&data).unwrap().database());
    let none = expero(&data, &[]);
    assert!(none.status.success() && none.stdout.is_empty());
    assert_eq!(String::from_utf8_lossy(&none.stderr).trim(), "Заявок нет.");
    stage(&mut shop);
    drop(shop);
    let shown = String::from_utf8(expero(&data, &[]).stdout).unwrap();
    let heads: Vec<&str> = shown.lines().filter(|l| !l.starts_with(' ')).collect();
    assert_eq!((heads, shown.lines().count()), (vec!["=Дальний; склад", "Оптовик"], 5));
    let json: serde_json::Value = serde_json::from_slice(&expero(&data, &["--json"]).stdout).unwrap();
    assert_eq!(
        (&json[0]["product"], &json[0]["packs"], &json[2]["supplier"]),
        (&"p9".into(), &2.into(), &"Оптовик".into())
    );
    let (csv, xlsx) = (folder.path().join("заявки.csv"), folder.path().join("заявки.xlsx"));
    std::fs::write(&csv, "old").unwrap();
    let both = expero(&data, &["--csv", csv.to_str().unwrap(), "--xlsx", xlsx.to_str().unwrap()]);
    assert!(both.status.success() && both.stdout.is_empty(), "{both:?}");
    assert!(std::fs::read_to_string(&csv).unwrap().starts_with("\u{feff}Поставщик;Код товара;"));
    let mut book: Xlsx<_> = calamine::open_workbook(&xlsx).unwrap();
    assert_eq!(book.worksheet_range("Заявки").unwrap().height(), 6);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing half-written is left");
    let nowhere = expero(&data, &["--csv", folder.path().join("none/x.csv").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("Не удалось записать файл"));
    let received = String::from_utf8(expero(&data, &["--state", "received"]).stdout).unwrap();
    assert!(received.is_empty());
}
