//! The search line over the real store: words, beginnings, slips, layouts, look-alikes, stock first.

use expero::domain::error::Refusal;
use expero::domain::ids::GoodsId;
use expero::store::goods::NewGoods;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::goods_search::{Found, GoodsHit, GoodsSearch};
use proptest::prelude::*;

use crate::support::{Shop, goods};

/// Code, name, МНН, maker, packs.
const SHELF: [(&str, &str, &str, &str, i64); 8] = [
    ("1", "Нурофен таб. 200 мг №10", "ибупрофен", "Рекитт", 4),
    ("2", "Нурофен Экспресс капс. 200мг №16", "ибупрофен", "Рекитт", 0),
    ("3", "Парацетамол таб. 500 мг №20", "парацетамол", "Фармстандарт", 7),
    ("4", "Парацетамол таб. 200 мг №10", "парацетамол", "Дальхимфарм", 0),
    ("5", "Ибупрофен таб. 200 мг №20", "ибупрофен", "Борисовский завод", 3),
    ("6", "Витамин C др. 50 мг №200", "аскорбиновая кислота", "Марбиофарм", 2),
    ("7", "Ёлочка масло эфирное 10 мл", "", "Натуральные масла", 1),
    ("8", "Салфетки MAX спиртовые №100", "", "Apexmed", 1),
];

fn shop() -> Shop {
    let mut shop = Shop::empty();
    for (code, name, inn, maker, packs) in SHELF {
        let batch = format!("b{code}");
        let mut item = goods(code, &[(&batch, 300, packs)]);
        item.goods = NewGoods { name: name.into(), inn: inn.into(), manufacturer: maker.into(), ..item.goods };
        item.goods.barcodes = vec![format!("46000000{code}0000")];
        shop.ok(ImportGoods { items: vec![item] });
    }
    shop
}

fn search(shop: &mut Shop, text: &str) -> Vec<GoodsHit> {
    shop.ask(GoodsSearch { text: text.to_owned(), limit: 10 }).unwrap()
}

/// Codes of what was found, in order, and how the first was found.
fn found(shop: &mut Shop, text: &str) -> (Vec<String>, Option<Found>) {
    let hits = search(shop, text);
    let code = |id: GoodsId| SHELF.get(usize::try_from(id.0 - 1).unwrap()).unwrap().0.to_owned();
    (hits.iter().map(|h| code(h.goods)).collect(), hits.first().map(|h| h.found))
}

#[test]
fn words_lead_to_goods_by_their_beginnings_in_stock_first() {
    let mut shop = shop();
    let table: [(&str, &[&str]); 12] = [
        ("нуроф", &["1", "2"]),
        ("200 нуроф", &["1", "2"]),
        ("ибупр", &["5", "1", "2"]),
        ("парацетамол", &["3", "4"]),
        ("парацетамол 500", &["3"]),
        ("500мг парац", &["3"]),
        ("дальхим", &["4"]),
        ("460000005", &["5"]),
        ("елочка", &["7"]),
        ("Ёлочка", &["7"]),
        ("борисов завод", &["5"]),
        ("ъ", &[]),
    ];
    for (text, codes) in table {
        let (got, how) = found(&mut shop, text);
        assert_eq!(got, codes, "{text}");
        assert_eq!(how, (!codes.is_empty()).then_some(Found::AsTyped), "{text}");
    }
}

#[test]
fn one_or_two_slips_the_other_layout_and_look_alikes_still_find() {
    let mut shop = shop();
    let table: [(&str, &str, Found); 12] = [
        ("пароцетамол", "3", Found::WithSlips(1)),
        ("працетамол", "3", Found::WithSlips(1)),
        ("паарцетамол 200", "4", Found::WithSlips(1)),
        ("порацитамол", "3", Found::WithSlips(2)),
        ("нурафен", "1", Found::WithSlips(1)),
        ("юурофен экспресс", "2", Found::WithSlips(1)),
        ("yehjaty", "1", Found::OtherLayout),
        ("ghjcnj", "", Found::AsTyped),
        ("gfhjwtnfvjk", "3", Found::WithSlips(1)),
        ("Hуpoфен", "1", Found::AsTyped),
        ("витамин с", "6", Found::AsTyped),
        ("мах", "8", Found::AsTyped),
    ];
    for (text, code, how) in table {
        let (got, found) = found(&mut shop, text);
        let expected = (!code.is_empty()).then_some(how);
        assert_eq!((got.first().map_or("", String::as_str), found), (code, expected), "{text}: {got:?}");
    }
}

#[test]
fn a_strength_is_never_guessed() {
    let mut shop = shop();
    assert_eq!(found(&mut shop, "парацетамол 501").0, [""; 0]);
}

#[test]
fn a_renamed_product_is_found_by_its_new_name_only_and_a_new_word_is_known_at_once() {
    let mut shop = shop();
    assert_eq!(found(&mut shop, "пенталгим").0, [""; 0]);
    let mut item = goods("1", &[]);
    item.goods.name = "Пенталгин таб. №12".to_owned();
    shop.ok(ImportGoods { items: vec![item] });
    assert_eq!(found(&mut shop, "пенталгим").0, ["1"]);
    assert_eq!(found(&mut shop, "нурофен").0, ["2"]);
}

#[test]
fn what_a_refused_import_wrote_is_not_found() {
    let mut shop = shop();
    let mut item = goods("9", &[("b9", 300, -1)]);
    item.goods.name = "Каметон спрей".to_owned();
    assert!(matches!(shop.refused(ImportGoods { items: vec![item] }), Refusal::BadQuantity { .. }));
    assert_eq!(found(&mut shop, "каметон").0, [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_text_is_answered(text in "\\PC{0,40}") {
        let mut shop = shop();
        let _ = search(&mut shop, &text);
    }

    #[test]
    fn any_beginning_of_any_word_of_a_name_finds_it(row in 0_usize..8, cut in 1_usize..12) {
        let mut shop = shop();
        let (code, name, ..) = SHELF[row];
        let text: Vec<String> = name.split(' ').map(|word| word.chars().take(cut).collect()).collect();
        let (got, how) = found(&mut shop, &text.join(" "));
        prop_assert!(got.contains(&code.to_owned()), "{text:?}: {got:?}");
        prop_assert_eq!(how, Some(Found::AsTyped));
    }
}
