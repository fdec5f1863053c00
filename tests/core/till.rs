//! An ordinary sale beyond its lines: discounts, prescriptions, marking codes, mixed payment, shifts, receipts put
//! aside, and what the fiscal device is told.

use expero::domain::discount::Discount;
use expero::domain::draft::{Draft, DraftLine};
use expero::domain::error::Refusal;
use expero::domain::ids::{GoodsId, TillId};
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::prescription::Prescription;
use expero::domain::receipt::{Paid, PriceWhy};
use expero::domain::till_refusal::TillRefusal;
use expero::store;
use expero::store::engine::params;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::keep_draft::{KeepDraft, ParkReceipt, RecallReceipt};
use expero::usecase::read::drafts::{OpenDraft, ParkedReceipts};
use expero::usecase::read::goods_search::{ScanLookup, Scanned};
use expero::usecase::read::quote::QuoteGoods;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};

use crate::support::{Shop, actor, goods};

fn till() -> TillId {
    TillId("till-1".to_owned())
}

/// `packs` of `b1` with `hundredths` of a per cent off; `shown` kopecks to pay.
fn sale(shop: &mut Shop, packs: i64, hundredths: i64, shown: i64) -> SellReceipt {
    let discount = Discount::stored(hundredths);
    let lines = vec![SaleLine { batch: shop.batch("b1"), packs: Packs(packs), discount }];
    SellReceipt::walk_in(lines, Paid::Card, Kopecks(shown))
}

fn goods_id(shop: &mut Shop, code: &str) -> GoodsId {
    shop.read(|sql| store::goods::by_code(sql, code)).unwrap()
}

fn number(shop: &mut Shop, sql: &str) -> i64 {
    shop.read(|s| s.number(sql, params![]))
}

#[test]
fn a_discount_goes_off_each_pack_and_the_limit_is_that_of_the_role() {
    let mut shop = Shop::new();
    let five = sale(&mut shop, 3, 500, 28_500);
    assert_eq!(shop.ok(five).total, Kopecks(28_500));
    let line = shop.read(|sql| store::receipts::lines(sql, expero::domain::ids::ReceiptId(1))).remove(0).1;
    assert_eq!((line.price.0, line.list_price.0, line.discount.hundredths()), (9_500, 10_000, 500));
    let more = sale(&mut shop, 1, 600, 9_400);
    let refused = TillRefusal::DiscountTooHigh { wanted: Discount::stored(600), limit: Discount::stored(500) };
    assert_eq!(shop.refused(more.clone()), refused.into());
    shop.db.write(|sql| store::settings::ensure_user(sql, "Заведующая", "admin")).unwrap();
    shop.actor = actor("Заведующая");
    assert_eq!(shop.ok(more).total, Kopecks(9_400));
}

#[test]
fn the_price_is_the_lowest_that_a_rule_allows_and_says_which() {
    let mut shop = Shop::empty();
    let mut item = goods("p1", &[("b1", 365, 10), ("b2", 400, 10)]);
    item.batches[0].0.max_price = Some(Kopecks(9_000));
    shop.ok(ImportGoods { items: vec![item] });
    let goods = goods_id(&mut shop, "p1");
    let lines = shop.ask(QuoteGoods { goods, packs: Packs(12) }).unwrap();
    let got: Vec<_> = lines.iter().map(|l| (l.packs.0, l.price.0, l.why)).collect();
    assert_eq!(got, [(10, 9_000, PriceWhy::Ceiling), (2, 10_000, PriceWhy::Shelf)]);
}

#[test]
fn prescription_goods_are_sold_with_a_prescription_only_and_it_is_kept_with_the_line() {
    let mut shop = Shop::empty();
    let mut item = goods("p1", &[("b1", 365, 10)]);
    item.goods.marks.is_rx = true;
    shop.ok(ImportGoods { items: vec![item] });
    let mut rx = sale(&mut shop, 1, 0, 10_000);
    let missing = TillRefusal::PrescriptionMissing { name: "Товар p1".to_owned() };
    assert_eq!(shop.refused(rx.clone()), missing.into());
    let today = shop.now().date_naive();
    let seen = Prescription::seen("45-1", today, "Орлова Н. П.", today).unwrap();
    rx.prescriptions = vec![(goods_id(&mut shop, "p1"), seen)];
    shop.ok(rx);
    assert_eq!(
        number(&mut shop, "SELECT count(*) FROM prescription WHERE doctor = 'Орлова Н. П.' AND position = 1"),
        1
    );
    shop.set("sale.prescription_check", "false");
    let without = sale(&mut shop, 1, 0, 10_000);
    shop.ok(without);
}

const PACK: &str = "010460000000001521Ab_Pack000001\u{1d}91EE06\u{1d}92dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=";

/// A product whose packs carry marking codes.
fn marked() -> Shop {
    let mut shop = Shop::empty();
    let mut item = goods("p1", &[("b1", 365, 10)]);
    item.goods.barcodes = vec!["4600000000015".to_owned()];
    shop.ok(ImportGoods { items: vec![item, goods("p2", &[("b2", 365, 10)])] });
    shop
}

#[test]
fn a_marked_pack_is_sold_once_and_only_with_its_product() {
    let mut shop = marked();
    let Scanned::Pack { code, .. } = shop.ask(ScanLookup { code: PACK.to_owned() }).unwrap() else {
        panic!("the code of a pack");
    };
    let mut first = sale(&mut shop, 1, 0, 10_000);
    first.codes = vec![code.clone(), code.clone()];
    let too_many = TillRefusal::CodesDoNotFit { name: "Товар p1".to_owned() };
    assert_eq!(shop.refused(first.clone()), too_many.clone().into());
    first.codes = vec![code.clone()];
    let mut other = first.clone();
    other.lines[0].batch = shop.batch("b2");
    assert_eq!(shop.refused(other), too_many.into());
    shop.ok(first.clone());
    assert_eq!(shop.refused(first), Refusal::CodeSold { number: 1 });
    let again = shop.ask(ScanLookup { code: PACK.to_owned() });
    assert!(again.is_err(), "{again:?}");
}

#[test]
fn each_way_of_paying_is_kept_apart() {
    let mut shop = Shop::new();
    let mut mixed = sale(&mut shop, 2, 0, 20_000);
    mixed.paid = Paid::Mixed { card: Kopecks(15_000), given: Kopecks(6_000) };
    assert_eq!(shop.ok(mixed).change, Kopecks(1_000));
    let kept = shop.read(|sql| {
        sql.query("SELECT cash, card, prepaid, given, change, total FROM receipt", params![], |r| {
            (0..6).map(|i| r.int(i)).collect::<Result<Vec<_>, _>>()
        })
    });
    assert_eq!(kept, [[5_000, 15_000, 0, 21_000, 1_000, 20_000]]);
}

#[test]
fn the_first_receipt_opens_a_shift_and_the_next_goes_into_it() {
    let mut shop = Shop::new();
    for _ in 0..2 {
        let one = sale(&mut shop, 1, 0, 10_000);
        shop.ok(one);
    }
    let shift = shop.read(|sql| store::shifts::current(sql, &till())).unwrap();
    assert_eq!((shift.number, shift.opened_by.as_str()), (1, "Ольга"));
    assert_eq!(number(&mut shop, "SELECT count(*) FROM receipt WHERE shift_id = 1"), 2);
    shop.db.write(|sql| store::shifts::begin_closing(sql, shift.id, "Ольга")).unwrap();
    let late = sale(&mut shop, 1, 0, 10_000);
    assert_eq!(shop.refused(late), TillRefusal::ShiftClosing.into());
}

#[test]
fn with_a_fiscal_device_each_receipt_is_to_be_printed_and_a_refused_sale_prints_nothing() {
    let mut shop = Shop::new();
    shop.set("fiscal.device", "simulator");
    let one = sale(&mut shop, 1, 0, 10_000);
    shop.ok(one);
    let wrong = sale(&mut shop, 1, 0, 10_001);
    assert_eq!(shop.refused(wrong), Refusal::PaymentMismatch);
    let waiting = shop.read(|sql| store::fiscal::waiting(sql, &till()));
    assert_eq!((waiting.count, waiting.is_failed), (1, false));
}

fn draft(shop: &mut Shop, packs: i64) -> Draft {
    let line = DraftLine { goods: goods_id(shop, "p1"), packs: Packs(packs), discount: Discount::stored(500) };
    Draft { order: None, lines: vec![line], codes: vec![(line.goods, PACK.to_owned())] }
}

#[test]
fn an_open_receipt_is_kept_and_a_sale_takes_it_away() {
    let mut shop = Shop::new();
    let (one, two) = (draft(&mut shop, 1), draft(&mut shop, 2));
    shop.ok(KeepDraft(one));
    shop.ok(KeepDraft(two.clone()));
    assert_eq!(shop.ask(OpenDraft(till())).unwrap(), two);
    let sold = sale(&mut shop, 2, 500, 19_000);
    shop.ok(sold);
    assert!(shop.ask(OpenDraft(till())).unwrap().is_empty());
}

#[test]
fn a_receipt_put_aside_is_taken_up_once_at_any_till() {
    let mut shop = Shop::new();
    let one = draft(&mut shop, 1);
    let id = shop.ok(ParkReceipt(one.clone()));
    assert_eq!(shop.refused(ParkReceipt(Draft::default())), Refusal::EmptyReceipt);
    let listed = shop.ask(ParkedReceipts).unwrap();
    assert_eq!(listed.iter().map(|p| (p.draft, p.packs.0)).collect::<Vec<_>>(), [(id, 1)]);
    assert!(shop.ask(OpenDraft(till())).unwrap().is_empty());
    shop.actor.till = TillId("till-2".to_owned());
    assert_eq!(shop.ok(RecallReceipt(id)), one);
    assert_eq!(shop.ask(OpenDraft(TillId("till-2".to_owned()))).unwrap(), one);
    shop.actor.till = till();
    assert_eq!(shop.refused(RecallReceipt(id)), TillRefusal::DraftGone.into());
    shop.ok(KeepDraft(one));
    assert_eq!(shop.refused(RecallReceipt(id)), Refusal::ReceiptNotEmpty);
}
