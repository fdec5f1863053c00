//! «Внутренние контрагенты»: whose stock is told to the site.

use expero::domain::access::{AccessRefusal, LONGEST_NAME};
use expero::domain::directory::DirectoryRefusal;
use expero::domain::error::Refusal;
use expero::domain::ids::{BatchId, GoodsId};
use expero::store::engine::params;
use expero::usecase::divisions::{RemoveDivision, RenameDivision, SaveDivision};
use expero::usecase::read::divisions::{Division, Divisions};
use expero::usecase::read::settings::SiteSetup;
use expero::usecase::read::stock_export::FreeBatches;

use crate::support::Shop;

fn add(short_name: &str, code: &str) -> SaveDivision {
    SaveDivision { short_name: short_name.into(), code: code.into() }
}

fn division(short_name: &str, code: &str, is_owner: bool) -> Division {
    Division { short_name: short_name.into(), code: code.into(), is_owner }
}

/// Ids of the batches whose stock would be sent.
fn sent(shop: &mut Shop) -> Vec<BatchId> {
    let portion = shop.ask(FreeBatches { after: GoodsId(0), limit: 100 }).unwrap();
    portion.free.into_iter().map(|offered| offered.batch).collect()
}

#[test]
fn the_owner_stands_first_and_comes_back_with_its_own_code() {
    let mut shop = Shop::new();
    shop.set("pharmacy.name", "Аптека № 1");
    shop.set("site.pharmacy_id", "apt-1");
    let owner = division("Аптека № 1", "apt-1", true);
    assert_eq!(shop.ask(Divisions).unwrap(), std::slice::from_ref(&owner), "also when it was never entered");
    shop.ok(add("Пункт на Лесной", "apt-2"));
    shop.set("site.pharmacy_id", "apt-2");
    let second = division("Пункт на Лесной", "apt-2", false);
    assert_eq!(shop.ask(Divisions).unwrap(), [owner, second.clone()]);
    assert_eq!(shop.ask(SiteSetup).unwrap().pharmacy_id, "apt-2");
    shop.set("site.pharmacy_id", "apt-1");
    // The service gives the owner another code.
    shop.set("site.pharmacy_id", "apt-11");
    assert_eq!(shop.ask(Divisions).unwrap(), [division("Аптека № 1", "apt-11", true), second]);
}

#[test]
fn only_the_stock_of_the_chosen_one_is_told_to_the_site() {
    let mut shop = Shop::new();
    shop.set("site.pharmacy_id", "apt-1");
    shop.goods("p2", &[("b2", 365, 5)]);
    let (own, other) = (shop.batch("b1"), shop.batch("b2"));
    shop.ok(add("Пункт", "apt-2"));
    let mark = "UPDATE batch SET division = 'apt-2' WHERE batch_id = ?1";
    shop.db.write(|sql| sql.execute(mark, params![other.0])).unwrap();
    assert_eq!(sent(&mut shop), [own]);
    shop.set("site.pharmacy_id", "apt-2");
    assert_eq!(sent(&mut shop), [other]);
    assert!(!shop.ok(RemoveDivision { code: "apt-2".into() }), "it is chosen");
    shop.set("site.pharmacy_id", "apt-1");
    assert!(!shop.ok(RemoveDivision { code: "apt-2".into() }), "it has goods");
    assert!(!shop.ok(RemoveDivision { code: "apt-1".into() }), "the owner stays");
    shop.ok(add("Пустой", "apt-3"));
    assert!(shop.ok(RemoveDivision { code: "apt-3".into() }));
}

#[test]
fn a_code_is_taken_once_and_nothing_is_no_name() {
    let mut shop = Shop::new();
    shop.set("site.pharmacy_id", "apt-1");
    shop.ok(add("Пункт", "apt-2"));
    for taken in ["apt-1", "apt-2"] {
        assert_eq!(shop.refused(add("Ещё", taken)), Refusal::Access(AccessRefusal::CodeTaken));
    }
    for (name, code) in [("", "apt-9"), ("Имя", " "), ("а\u{7}", "apt-9")] {
        assert_eq!(shop.refused(add(name, code)), Refusal::Access(AccessRefusal::BadName { most: 60 }));
    }
}

#[test]
fn one_gets_another_name_and_keeps_its_code_and_of_two_the_second_is_told() {
    let mut shop = Shop::empty();
    shop.ok(add("Аптека 2", "ph-2"));
    let was = division("Аптека 2", "ph-2", false);
    let rename = |short_name: &str| RenameDivision { was: was.clone(), short_name: short_name.to_owned() };
    let bad = Refusal::Access(AccessRefusal::BadName { most: LONGEST_NAME });
    assert_eq!(shop.refused(rename(" ")), bad);
    shop.ok(rename(" Аптека на углу "));
    assert!(shop.ask(Divisions).unwrap().contains(&division("Аптека на углу", "ph-2", false)));
    let changed = DirectoryRefusal::ChangedMeanwhile { name: "Аптека 2".to_owned() };
    assert_eq!(shop.refused(rename("Ещё")), changed.into());
}
