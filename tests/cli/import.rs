//! A table of goods by the command line: all of it or nothing, with what is wrong with which row.

use std::fs;

use super::stage::Till;

fn write(till: &Till, name: &str, bytes: &[u8]) -> String {
    let path = till.home.path().join(name);
    fs::write(&path, bytes).unwrap();
    // The clock of a file may lag behind ours by some milliseconds: it is of now, whenever that is.
    let later = std::time::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000);
    fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    path.display().to_string()
}

#[test]
fn goods_come_from_a_table_and_a_second_time_changes_nothing() {
    let till = Till::begun();
    let text =
        "Код;Наименование;Цена;Остаток;Серия;Годен до;Штрихкод\nп1;Нурофен таб.;142,50;7;S1;31.03.2029;4601234567893\n";
    let (windows, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let file = write(&till, "goods.csv", &windows);
    let said = till.run(&["import", "goods", &file, "--dry-run"]).done().err;
    assert!(said.contains("Было бы загружено товаров: 1, партий 1"), "{said}");
    assert!(till.run(&["doctor"]).out.contains('0'), "nothing is there yet");
    for _ in 0..2 {
        let said = till.run(&["import", "goods", &file]).done().err;
        assert!(said.contains("Товары загружены: 1, партий 1"), "{said}");
    }
    let packs = till.desk().ask(expero::usecase::read::health::HealthCheck).wait().unwrap();
    assert_eq!((packs.goods, packs.overdrawn), (1, 0));
}

#[test]
fn a_wrong_row_a_wrong_file_or_a_missing_column_takes_nothing_in_and_says_why() {
    let till = Till::begun();
    let bad_row = "код;название;цена;остаток\np1;А;10;1\np2;Б;дорого;1\np3;В;1;-4\n";
    for (name, bytes, words) in [
        ("rows.csv", bad_row.as_bytes(), &["Строка 3", "розничная цена", "Строка 4", "не меньше нуля"][..]),
        ("head.csv", "код;название\np1;А".as_bytes(), &["нет колонок", "price", "остаток"]),
        ("empty.csv", b"", &["Файл пуст"]),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0", &["не таблица"]),
        ("book.xlsx", b"PK\x03\x04 and then nothing", &["повреждена"]),
    ] {
        let file = write(&till, name, bytes);
        let said = till.run(&["import", "goods", &file]).refused();
        for word in words {
            assert!(said.contains(word), "{name}: {word} in {said}");
        }
        assert!(said.contains("Ничего не загружено"), "{said}");
    }
    let said = till.run(&["import", "goods", "/nowhere/at/all.csv"]).refused();
    assert!(said.contains("не прочитан"), "{said}");
    assert_eq!(till.desk().ask(expero::usecase::read::health::HealthCheck).wait().unwrap().goods, 0);
}

/// A workbook of one sheet with these cells; a formula begins with `=`.
fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*row) {
            if cell.starts_with('=') {
                sheet.write_formula(at, column, rust_xlsxwriter::Formula::new(cell).set_result("12.5")).unwrap();
            } else {
                sheet.write_string(at, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_damaged_table_takes_nothing_in_and_each_damage_has_its_words() {
    let till = Till::begun();
    till.stock();
    let head = "код;название;цена;остаток;партия;годен до\n";
    let row = |cells: &str| format!("{head}{cells}\n").into_bytes();
    let utf16: Vec<u8> = format!("{head}п1;А;1;1;x;").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let good = book(&[&["код", "название", "цена", "остаток"], &["п1", "А", "1", "1"]]);
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("utf16.csv", utf16, "не таблица"),
        ("no-columns.csv", "артикул;что;почём\n1;2;3\n".into(), "нет колонок: product_id"),
        ("twice.csv", row("п1;А;1;1;x;\nп1;А;1;2;x;"), "Строка 3: эта партия уже есть"),
        ("minus.csv", row("п1;А;1;-5;x;"), "не меньше нуля"),
        ("half.csv", row("п1;А;1;1,5;x;"), "целое число"),
        ("no-sum.csv", row("п1;А;=10+5;1;x;"), "нужна сумма"),
        ("minus-sum.csv", row("п1;А;-10;1;x;"), "нужна сумма"),
        ("no-day.csv", row("п1;А;1;1;x;31.02.2027"), "нужна дата"),
        ("old-day.csv", row("п1;А;1;1;x;01.01.1027"), "нужна дата"),
        ("no-name.csv", row("п1;;1;1;x;"), "не заполнено"),
        ("huge-cell.csv", row(&format!("п1;{};1;1;x;", "я".repeat(5 << 20))), "слишком длинно"),
        ("shifted.csv", row("\n\nп1;А"), "Строка 4"),
        ("cut.xlsx", good.get(..good.len() / 2).unwrap().to_vec(), "повреждена"),
        ("other.xlsx", b"PK\x03\x04not a workbook".to_vec(), "повреждена"),
        (
            "formula.xlsx",
            book(&[&["код", "название", "цена", "остаток"], &["п1", "А", "=1/0", "=\"x\""]]),
            "целое число",
        ),
        ("empty.xlsx", book(&[]), "Файл пуст"),
    ];
    for (name, bytes, words) in table {
        let file = write(&till, name, &bytes);
        let said = till.run(&["import", "goods", &file]).refused();
        assert!(said.contains(words), "{name}: {words:?} in {said}");
        assert!(said.contains("Ничего не загружено"), "{said}");
    }
    assert_eq!(till.desk().ask(expero::usecase::read::health::HealthCheck).wait().unwrap().goods, 3);
}

#[test]
fn a_formula_counts_by_its_value_and_a_map_is_remembered_for_the_next_table() {
    let till = Till::begun();
    let rows: [&[&str]; 2] =
        [&["Артикул", "Номенклатура", "Цена розн.", "Свободно"], &["п1", "Нурофен", "=5*2.5", "3"]];
    let file = write(&till, "book.xlsx", &book(&rows));
    let said = till.run(&["import", "goods", &file]).refused();
    assert!(said.contains("нет колонок"), "{said}");
    for wrong in ["product_id=Артикул; colour=Цвет", "цена"] {
        till.run(&["import", "goods", &file, "--map", wrong]).refused();
    }
    let said = till.run(&["import", "goods", &file, "--map", "product_id=Штука"]).refused();
    assert!(said.contains("нет колонки «Штука»"), "{said}");
    let map = "product_id=Артикул; name=Номенклатура; price=Цена розн.; quantity=Свободно";
    let said = till.run(&["import", "goods", &file, "--map", map]).done().err;
    assert!(said.contains("Новых партий: 1"), "{said}");
    let said = till.run(&["import", "goods", &file]).done().err;
    assert!(said.contains("Товары загружены: 1, партий 1") && !said.contains("Новых"), "{said}");
    // A table whose head has other names goes by them.
    let plain = write(&till, "plain.csv", "код;название;цена;остаток\nп2;Цитрамон;12,50;1\n".as_bytes());
    till.run(&["import", "goods", &plain]).done();
    let lines = write(&till, "map.txt", "product_id = code\nname = what\n".as_bytes());
    let other = write(&till, "other.csv", "code,what,price,quantity\nп3,Анальгин,10,1\n".as_bytes());
    till.run(&["import", "goods", &other, "--map", &lines]).done();
    assert_eq!(till.desk().ask(expero::usecase::read::health::HealthCheck).wait().unwrap().goods, 3);
}

#[test]
fn a_full_table_that_empties_the_shelves_wants_a_word() {
    let till = Till::begun();
    till.stock();
    let file = write(&till, "one.csv", "код;название;цена;остаток\nп9;Новый;1;1\n".as_bytes());
    let said = till.run(&["import", "goods", &file, "--full"]).refused();
    assert!(said.contains("--yes"), "{said}");
    let packs = |till: &Till| till.run(&["import", "goods", &file, "--dry-run", "--full"]).done().err;
    assert!(packs(&till).contains("в таблице нет: 3"), "{}", packs(&till));
    till.run(&["import", "goods", &file, "--full", "--yes"]).done();
    assert!(!packs(&till).contains("в таблице нет"), "{}", packs(&till));
}

#[test]
fn damaged_data_is_told_with_the_copy_that_can_take_its_place() {
    let till = Till::begun();
    till.stock();
    till.run(&["backup"]).done();
    let data = till.data().join("expero.db");
    let mut bytes = fs::read(&data).unwrap();
    for byte in bytes.iter_mut().skip(8_192).take(20_000) {
        *byte = !*byte;
    }
    fs::write(&data, bytes).unwrap();
    let said = till.run(&["orders"]).refused();
    let offer = said.lines().find(|line| line.contains("expero restore")).unwrap_or_else(|| panic!("{said}"));
    let copy = offer.rsplit_once(' ').unwrap().1.to_owned();
    till.run(&["restore", &copy]).done();
    assert_eq!(till.desk().ask(expero::usecase::read::health::HealthCheck).wait().unwrap().goods, 3);
}
