//! Returns: what may come back, how the money, the packs and their codes go back, and the journal of sales.

use expero::domain::discount::Discount;
use expero::domain::ids::ReceiptId;
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::domain::sale_return::ReturnReason;
use expero::domain::till_refusal::TillRefusal;
use expero::store;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::sales::{OneSale, SalesFilter, SalesList};
use expero::usecase::return_sale::ReturnSale;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};

use crate::support::{Shop, actor, goods};

const SALE: ReceiptId = ReceiptId(1);
const PACK: &str = "010460000000001521Ab_Pack000001\u{1d}91EE06\u{1d}92dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=";

/// Three packs of `p1` (a medicine when `inn` is not empty) sold, half by card, half in cash; one pack has a code.
fn sold(inn: &str) -> Shop {
    let mut shop = Shop::empty();
    let mut item = goods("p1", &[("b1", 365, 10)]);
    inn.clone_into(&mut item.goods.inn);
    item.goods.barcodes = vec!["4600000000015".to_owned()];
    shop.ok(ImportGoods { items: vec![item] });
    let lines = vec![SaleLine { batch: shop.batch("b1"), packs: Packs(3), discount: Discount::NONE }];
    let paid = Paid::Mixed { card: Kopecks(15_000), given: Kopecks(15_000) };
    let mut sale = SellReceipt::walk_in(lines, paid, Kopecks(30_000));
    sale.codes = vec![PACK.to_owned()];
    shop.ok(sale);
    shop
}

fn back(packs: i64, reason: ReturnReason) -> ReturnSale {
    ReturnSale { sale: SALE, lines: vec![(1, Packs(packs))], reason, note: String::new() }
}

#[test]
fn packs_money_and_codes_go_back_as_they_came() {
    let mut shop = sold("");
    assert_eq!(shop.on_hand("b1"), 7);
    let first = shop.ok(back(2, ReturnReason::TillMistake));
    assert_eq!((first.settled.card, first.settled.cash), (Kopecks(15_000), Kopecks(5_000)));
    assert_eq!(shop.on_hand("b1"), 9);
    let second = shop.ok(back(1, ReturnReason::TillMistake));
    assert_eq!((second.settled.card, second.settled.cash), (Kopecks::ZERO, Kopecks(10_000)));
    assert_eq!(shop.on_hand("b1"), 10);
    let more = TillRefusal::TooManyBack { name: "Товар p1".into(), left: Packs(0), wanted: Packs(1) };
    assert_eq!(shop.refused(back(1, ReturnReason::TillMistake)), more.into());
    assert_eq!(shop.read(store::receipts::totals), (3, Kopecks::ZERO), "sold and given back to the kopeck");
    // The pack with the code can be sold once more.
    let lines = vec![SaleLine { batch: shop.batch("b1"), packs: Packs(1), discount: Discount::NONE }];
    let mut again = SellReceipt::walk_in(lines, Paid::Card, Kopecks(10_000));
    again.codes = vec![PACK.to_owned()];
    shop.ok(again);
}

#[test]
fn a_defective_pack_does_not_go_back_on_sale() {
    let mut shop = sold("парацетамол");
    shop.ok(back(1, ReturnReason::Defect));
    assert_eq!(shop.on_hand("b1"), 7);
}

#[test]
fn a_medicine_of_good_quality_is_not_taken_back_unless_an_administrator_says_why() {
    let mut shop = sold("парацетамол");
    let mut good = back(1, ReturnReason::GoodQuality);
    assert_eq!(shop.refused(good.clone()), TillRefusal::GoodMedicine.into());
    shop.db.write(|sql| store::settings::ensure_user(sql, "Заведующая", "admin")).unwrap();
    shop.actor = actor("Заведующая");
    assert_eq!(shop.refused(good.clone()), TillRefusal::GoodMedicine.into());
    good.note = "отзыв серии".to_owned();
    shop.ok(good);
    let mut other = sold("");
    other.ok(back(1, ReturnReason::GoodQuality));
}

#[test]
fn nothing_a_return_and_what_was_never_sold_are_refused_and_so_is_a_pharmacist_when_the_setting_says_so() {
    let mut shop = sold("");
    assert_eq!(shop.refused(back(0, ReturnReason::TillMistake)), TillRefusal::NothingBack.into());
    let done = shop.ok(back(1, ReturnReason::TillMistake));
    for sale in [done.receipt, ReceiptId(77)] {
        let of = ReturnSale { sale, ..back(1, ReturnReason::TillMistake) };
        assert_eq!(shop.refused(of), TillRefusal::SaleNotFound.into());
    }
    shop.set("sale.return_admin_only", "true");
    assert_eq!(shop.refused(back(1, ReturnReason::TillMistake)), TillRefusal::AdminOnly.into());
}

#[test]
fn the_journal_finds_receipts_by_number_goods_and_time_and_sums_them_by_cashier() {
    let mut shop = sold("");
    shop.ok(back(1, ReturnReason::TillMistake));
    shop.actor = actor("Анна");
    let lines = vec![SaleLine { batch: shop.batch("b1"), packs: Packs(1), discount: Discount::NONE }];
    shop.ok(SellReceipt::walk_in(lines, Paid::Cash { given: Kopecks(10_000) }, Kopecks(10_000)));
    let (from, to) = (shop.now() - chrono::TimeDelta::hours(1), shop.now() + chrono::TimeDelta::hours(1));
    let mut list = |text: &str, from| {
        let filter = SalesFilter { from, to, text: text.to_owned() };
        shop.ask(SalesList { filter, limit: 10 }).unwrap()
    };
    let all = list("", from);
    assert_eq!(
        all.rows.iter().map(|r| (r.number, r.is_return)).collect::<Vec<_>>(),
        [(3, false), (2, true), (1, false)]
    );
    assert_eq!(
        (all.totals.receipts, all.totals.sum, all.totals.card, all.totals.cash),
        (3, Kopecks(30_000), Kopecks(5_000), Kopecks(25_000))
    );
    let by: Vec<_> = all.totals.by_cashier.iter().map(|c| (c.user.as_str(), c.receipts, c.sum.0)).collect();
    assert_eq!(by, [("Анна", 1, 10_000), ("Ольга", 2, 20_000)]);
    assert_eq!(list("3", from).rows.len(), 1);
    assert_eq!(list("товар p1", from).rows.len(), 3);
    assert_eq!(list("инсулин", from).rows.len(), 0);
    let later = list("", to - chrono::TimeDelta::minutes(1));
    assert_eq!((later.rows.len(), later.latest_before.is_some()), (0, true));
    let sale = shop.ask(OneSale(SALE)).unwrap();
    assert_eq!((sale.lines[0].packs, sale.lines[0].back), (Packs(3), Packs(1)));
    assert!(sale.fiscal.is_balanced());
}
