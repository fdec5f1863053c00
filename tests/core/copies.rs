//! Copies of the data: whole, checked, put back without losing what was there.

use std::path::Path;

use expero::domain::clock::Clock;
use expero::store::backup;
use expero::store::error::StoreError;
use expero::store::{Database, Mode};

use crate::support::{Shop, site_order};

fn shop_with_an_order(path: &Path) -> Shop {
    let mut shop = Shop::file(path);
    shop.goods("p1", &[("b1", 365, 10)]);
    shop.assembled(&site_order("A1", &[("p1", 2)]));
    shop
}

fn orders(path: &Path) -> i64 {
    let mut data = Database::open(path, Mode::Write).unwrap();
    data.check_integrity().unwrap();
    data.read::<_, StoreError>(|sql| sql.number("SELECT count(*) FROM customer_order", &[])).unwrap()
}

#[test]
fn a_copy_made_while_the_till_works_is_whole_and_takes_the_place_of_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copies) = (folder.path().join("expero.db"), folder.path().join("copies"));
    let mut shop = shop_with_an_order(&path);
    let (now, zone) = (shop.now(), shop.clock.offset(shop.now()));
    let copy = backup::make(&path, &copies, now, zone).unwrap();
    shop.assembled(&site_order("A2", &[("p1", 1)]));
    assert_eq!(backup::list(&copies), std::slice::from_ref(&copy));
    assert!(copy.bytes > 0);
    drop(shop);
    let before = backup::put_back(&copy.path, &path, now).unwrap().unwrap();
    assert_eq!(orders(&path), 1, "the data of the copy");
    assert_eq!(orders(&before), 2, "and the data of before beside it");
    let free = Shop::file(&path).free("b1");
    assert_eq!(free, 8);
}

#[test]
fn what_is_no_whole_copy_never_takes_the_place_of_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    let shop = shop_with_an_order(&path);
    let now = shop.now();
    let good = folder.path().join("good.db");
    backup::copy_to(&path, &good).unwrap();
    drop(shop);
    let bytes = std::fs::read(&good).unwrap();
    let bad = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut torn = bytes.clone();
    for byte in torn.iter_mut().skip(5_000).step_by(7).take(9_000) {
        *byte = !*byte;
    }
    let cases = [
        bad("empty.db", b""),
        bad("words.db", b"no database at all, only some words of somebody"),
        bad("half.db", &bytes[..bytes.len() / 2]),
        bad("torn.db", &torn),
        folder.path().join("missing.db"),
        folder.path().to_owned(),
    ];
    for case in cases {
        let refused = backup::put_back(&case, &path, now);
        assert!(refused.is_err(), "{}", case.display());
        assert_eq!(orders(&path), 1);
    }
    assert!(backup::put_back(&good, &path, now).is_ok());
}

#[test]
fn the_newest_copies_stay_and_other_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for name in
        ["expero-2026-11-01-030000.db", "expero-2026-11-03-030000.db", "expero-2026-11-02-030000.db", "notes.db"]
    {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    backup::keep_newest(folder.path(), 2);
    let names: Vec<String> = backup::list(folder.path())
        .iter()
        .map(|copy| copy.path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["expero-2026-11-03-030000.db", "expero-2026-11-02-030000.db"]);
    assert!(folder.path().join("notes.db").exists());
    backup::keep_newest(folder.path(), 0);
    assert_eq!(backup::list(folder.path()).len(), 1, "the last one never goes");
    assert!(backup::list(&folder.path().join("none")).is_empty());
}
