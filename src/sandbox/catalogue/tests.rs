//! What the catalogue file promises, and what is said when a line is wrong.

use std::collections::{HashMap, HashSet};

use super::*;

const GOOD: &str = "Парацетамол таб. 500 мг №20;парацетамол;таблетки;500 мг;№20;Фармстандарт;\
Россия;4006381333931;4800;5200;-25;0;1;10;36";

fn read(line: &str) -> Result<Vec<CatalogueItem>, CatalogueError> {
    parse(&format!("{HEADER}\n{line}\n"))
}

#[test]
fn the_shipped_file_loads_with_hundreds_of_goods() {
    let items = load();
    assert!(items.is_ok_and(|items| items.len() >= 430));
}

#[test]
fn the_goods_that_the_demo_story_names_are_there() {
    let names: HashSet<String> = load().into_iter().flatten().map(|item| item.name).collect();
    for name in [
        "Парацетамол таб. 500 мг №20",
        "Амоксициллин капс. 500 мг №16",
        "Инсулин гларгин 100 ЕД/мл №5",
        "Магне B6 таб. №50",
        "Магнелис B6 таб. №50",
        "Нурофен таб. 200 мг №10",
        "Нурофен Экспресс капс. 200 мг №16",
    ] {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn every_row_is_plausible() {
    let bands = [(Some(2), 8), (Some(8), 15), (None, 15), (Some(15), 25), (None, 25), (None, 30)];
    for item in load().into_iter().flatten() {
        let band = (item.storage.min_celsius, item.storage.max_celsius);
        assert!(bands.contains(&band), "{item:?}");
        assert!((12..=60).contains(&item.shelf_months), "{item:?}");
        assert!((500..=1_500_000).contains(&item.price_kopecks), "{item:?}");
        assert_eq!(item.vat_rate, if item.inn.is_empty() { 22 } else { 10 }, "{item:?}");
        assert!(item.barcode.starts_with("460"), "{item:?}");
        assert!(!item.is_rx || !item.inn.is_empty(), "only medicines need a prescription: {item:?}");
        if let Some(ceiling) = item.max_price_kopecks {
            let percent = (ceiling - item.price_kopecks) * 100 / item.price_kopecks;
            assert!((3..=15).contains(&percent), "{item:?}");
        }
    }
}

#[test]
fn many_substances_have_several_makers_in_one_strength() {
    let mut groups: HashMap<_, HashSet<String>> = HashMap::new();
    for item in load().into_iter().flatten().filter(|item| !item.inn.is_empty()) {
        groups.entry((item.inn, item.form, item.strength)).or_default().insert(item.maker);
    }
    assert!(groups.values().filter(|makers| makers.len() >= 2).count() >= 150);
}

#[test]
fn a_good_line_is_read_field_by_field() {
    let items = read(GOOD).unwrap_or_default();
    let [item] = items.as_slice() else { unreachable!("one line, one item") };
    assert_eq!(item.inn, "парацетамол");
    assert_eq!((item.price_kopecks, item.max_price_kopecks), (4800, Some(5200)));
    assert_eq!(item.storage, StorageRange { min_celsius: None, max_celsius: 25 });
    assert!(item.is_vital && !item.is_rx);
}

#[test]
fn every_wrong_value_is_named_by_line_and_field() {
    for (from, to, field) in [
        (";500 мг;", ";;", "strength"),
        ("Россия", " Россия", "country"),
        ("4006381333931", "4006381333930", "barcode"),
        (";4800;", ";48,00;", "price_kopecks"),
        (";4800;", ";0;", "price_kopecks"),
        (";5200;", ";4700;", "max_price_kopecks"),
        (";5200;", ";;", "max_price_kopecks"),
        (";0;1;10;", ";0;0;10;", "max_price_kopecks"),
        (";-25;", ";25;", "storage"),
        (";-25;", ";8-2;", "storage"),
        (";0;1;10;", ";yes;1;10;", "is_rx"),
        (";0;1;10;", ";0;2;10;", "is_vital"),
        (";10;36", ";10%;36", "vat_rate"),
        (";10;36", ";10;", "shelf_months"),
    ] {
        let found = read(&GOOD.replace(from, to));
        assert!(
            matches!(&found, Err(CatalogueError::Field { line: 2, field: named, .. }) if *named == field),
            "{from} -> {to}: {found:?}"
        );
    }
}

#[test]
fn a_missing_column_a_twin_and_a_strange_header_are_errors() {
    let short = GOOD.trim_end_matches(";36");
    assert_eq!(read(short), Err(CatalogueError::Columns { line: 2, found: 14 }));
    assert!(matches!(read(&format!("{GOOD}\n{GOOD}")), Err(CatalogueError::Field { line: 3, field: "name", .. })));
    assert_eq!(parse("name;inn\n"), Err(CatalogueError::Header));
    assert_eq!(parse(""), Err(CatalogueError::Header));
}
