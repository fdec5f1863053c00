//! A table of goods by the command line: all of it or nothing, with what is wrong with which row.

use std::fs;

use super::stage::Till;

fn write(till: &Till, name: &str, bytes: &[u8]) -> String {
    let path = till.home.path().join(name);
    fs::write(&path, bytes).unwrap();
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
