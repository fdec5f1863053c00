//! Packs scanned into the bag of an order: what ticks a line, what stops and changes nothing, and that bag,
//! codes, reservation, history and outbox leave together on every way out.

use expero::domain::error::Refusal;
use expero::domain::ids::{GoodsId, OrderId};
use expero::domain::marking::{GS, ScanFault};
use expero::domain::order::{HistoryEvent, ean_check_digit, sheet_code};
use expero::domain::packs::Packs;
use expero::domain::status::{OrderEvent, OrderStatus as S};
use expero::store;
use expero::store::engine::params;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::acknowledge_change::AcknowledgeChange;
use expero::usecase::choose_batch::{ChooseBatch, LaterBatch};
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::goods_search::{ScanLookup, Scanned};
use expero::usecase::read::order_card::{Card, OrderCard};
use expero::usecase::release_lines::{ReleaseLine, ReleaseLines};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::scan_pack::{ScanPack, Tick, Ticked};
use expero::usecase::undo_scan::{TakeSurplus, UndoScan};
use expero::usecase::{Action, UseError};

use crate::support::{Shop, day, delete, edited, goods, later, site_order};

const SIGNATURE: &str = "dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=";

/// The barcode of a product `p<n>`.
pub fn ean(product: &str) -> String {
    let body = format!("46000000{:0>4}", product.trim_start_matches('p'));
    format!("{body}{}", ean_check_digit(&body))
}

/// The marking code of the pack `n` of a product, with `more` elements before its tail.
pub fn code(product: &str, n: u32, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!("{GS}{more}") };
    format!("010{}21Ab_Pack{n:06}{more}{GS}91EE06{GS}92{SIGNATURE}", ean(product))
}

/// Batches as in [`crate::support::goods`]; the product has a barcode.
pub fn stock(shop: &mut Shop, product: &str, batches: &[(&str, u64, i64)]) -> GoodsId {
    let mut item = goods(product, batches);
    item.goods.barcodes = vec![ean(product)];
    shop.ok(ImportGoods { items: vec![item] });
    shop.read(|sql| store::goods::by_code(sql, product)).unwrap()
}

/// Ten packs of `p1` and five of `p2`, both to be had.
fn shop() -> Shop {
    let mut shop = Shop::empty();
    stock(&mut shop, "p1", &[("b1", 365, 10)]);
    stock(&mut shop, "p2", &[("c1", 365, 5)]);
    shop
}

fn scan(shop: &mut Shop, order: OrderId, raw: &str) -> Ticked {
    shop.ok(ScanPack { order, raw: raw.to_owned() })
}

fn stopped(shop: &mut Shop, order: OrderId, raw: &str) -> Refusal {
    shop.refused(ScanPack { order, raw: raw.to_owned() })
}

fn card(shop: &mut Shop, order: OrderId) -> Card {
    shop.ask(OrderCard { id: order }).unwrap()
}

fn in_bag(shop: &mut Shop, order: OrderId) -> usize {
    shop.read(|sql| store::bag::of_order(sql, order)).len()
}

/// Codes by state: free, bound, sold.
fn codes(shop: &mut Shop) -> [i64; 3] {
    ["free", "bound", "sold"]
        .map(|state| shop.read(|sql| sql.number("SELECT count(*) FROM marking_code WHERE state = ?1", params![state])))
}

/// Why the packs of an order came out of its bag.
fn out_reasons(shop: &mut Shop, order: OrderId) -> Vec<String> {
    shop.read(|sql| {
        sql.query(
            "SELECT out_reason FROM bag_pack WHERE order_id = ?1 AND out_at IS NOT NULL ORDER BY pack_id",
            params![order.0],
            |r| r.text(0),
        )
    })
}

fn laws(shop: &mut Shop) {
    assert_eq!(shop.read(store::marking::astray), 0, "a code is bound to no bag or to a finished order");
    assert_eq!(shop.read(store::bag::forgotten), 0, "a finished order has packs in its bag");
    assert_eq!(shop.read(store::reservations::dangling), 0);
    assert_eq!(shop.read(store::stock::overdrawn), []);
}

#[test]
fn a_pack_ticks_its_line_in_every_shape_that_a_scanner_types() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 4), ("p2", 1)]));
    let history = shop.history(order).len();
    let mut seen = Vec::new();
    for raw in [code("p1", 1, ""), code("p1", 2, "").replace(GS, ""), ean("p1"), format!("{}\r\n", code("p2", 1, ""))] {
        let done = scan(&mut shop, order, &raw);
        assert_eq!(done.tick, Tick::LaidIn, "{raw}");
        seen.push((done.name, done.in_bag.0, done.ordered.0, done.left.0));
    }
    let row = |name: &str, n, of, left| (name.to_owned(), n, of, left);
    assert_eq!(
        seen,
        [row("Товар p1", 1, 4, 4), row("Товар p1", 2, 4, 3), row("Товар p1", 3, 4, 2), row("Товар p2", 1, 1, 1)]
    );
    assert_eq!(card(&mut shop, order).lines.iter().map(|l| l.in_bag.0).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(codes(&mut shop), [0, 3, 0]);
    assert_eq!(shop.history(order).len(), history, "the bag tells who laid in what: the history keeps quiet");
    let who = "SELECT count(*) FROM bag_pack WHERE order_id = ?1 AND user_name = 'Ольга' AND till_id = 'till-1'";
    assert_eq!(shop.number(who, order.0), 4);
    laws(&mut shop);
}

#[test]
fn the_same_code_again_changes_nothing_and_a_barcode_counts_every_pack() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    scan(&mut shop, order, &code("p1", 1, ""));
    let before = shop.dump();
    let again = scan(&mut shop, order, &code("p1", 1, "").replace(GS, "|"));
    assert_eq!((again.tick, again.in_bag), (Tick::AlreadyThere, Packs(1)));
    assert_eq!(shop.dump(), before);
    assert_eq!(scan(&mut shop, order, &ean("p1")).in_bag, Packs(2));
    // Even in a full bag a double burst is no pack too many.
    assert_eq!(scan(&mut shop, order, &code("p1", 1, "")).tick, Tick::AlreadyThere);
}

#[test]
fn a_pack_that_does_not_belong_stops_with_words_and_changes_nothing() {
    let mut shop = shop();
    stock(&mut shop, "p3", &[("d1", 365, 1)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 1), ("p2", 2)]));
    let wrong = |scanned: &str, expected: &str| Refusal::WrongGoods {
        scanned: scanned.to_owned(),
        expected: expected.to_owned(),
    };
    assert_eq!(stopped(&mut shop, order, &code("p3", 1, "")), wrong("Товар p3", "Товар p1, Товар p2"));
    assert_eq!(stopped(&mut shop, order, &ean("p9")), wrong(&format!("0{}", ean("p9")), "Товар p1, Товар p2"));
    scan(&mut shop, order, &code("p1", 1, ""));
    assert_eq!(stopped(&mut shop, order, &ean("p3")), wrong("Товар p3", "Товар p2"));
    let many = Refusal::TooManyPacks { name: "Товар p1".to_owned(), packs: Packs(1) };
    assert_eq!(stopped(&mut shop, order, &code("p1", 2, "")), many);
    assert_eq!(stopped(&mut shop, order, &ean("p1")), many);
    for (raw, fault) in [
        ("парацетамол".to_owned(), ScanFault::NotACode),
        (sheet_code(order), ScanFault::NotACode),
        (code("p1", 3, "").replace("91EE06", "55EE06"), ScanFault::UnknownAi { ai: "55".to_owned() }),
        (code("p1", 3, "")[..30].to_owned() + "ф", ScanFault::LayoutMixed),
    ] {
        assert_eq!(stopped(&mut shop, order, &raw), Refusal::BadScan { fault }, "{raw}");
    }
    assert_eq!(
        shop.refused(ScanPack { order: OrderId(77), raw: ean("p1") }),
        Refusal::OrderNotFound { number: "77".into() }
    );
}

#[test]
fn an_expired_or_short_dated_pack_stops_by_its_code_or_by_its_batch() {
    let mut shop = Shop::empty();
    // Hold of two days and thirty days of use after it.
    stock(&mut shop, "p1", &[("short", 31, 5), ("just", 32, 5)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let too_old =
        |days| Refusal::PackTooOld { name: "Товар p1".to_owned(), expires_on: day(days), not_before: day(32) };
    let printed = |days: u64| format!("17{}", day(days).format("%y%m%d"));
    assert_eq!(stopped(&mut shop, order, &code("p1", 1, &printed(31))), too_old(31));
    assert_eq!(stopped(&mut shop, order, &code("p1", 1, "10S-short")), too_old(31));
    assert_eq!(stopped(&mut shop, order, &code("p1", 1, &format!("10S-just{GS}{}", printed(20)))), too_old(20));
    assert_eq!(scan(&mut shop, order, &code("p1", 1, &format!("10S-just{GS}{}", printed(32)))).in_bag, Packs(1));
    shop.ok(ReleaseLines { order });
    shop.set("stock.min_days_left", "40");
    assert_eq!(stopped(&mut shop, order, &ean("p1")).code(), "pack-too-old", "nothing else is there");
}

#[test]
fn only_an_accepted_order_is_collected() {
    for status in S::ALL.into_iter().filter(|s| *s != S::Accepted) {
        let mut shop = Shop::empty();
        stock(&mut shop, "p1", &[("b1", 365, 10)]);
        let order = shop.order_in(status);
        let wrong = Refusal::WrongStatus { status, event: OrderEvent::Collect };
        assert_eq!(stopped(&mut shop, order, &code("p1", 1, "")), wrong);
        assert_eq!(shop.refused(UndoScan { order }), wrong);
    }
}

#[test]
fn the_code_of_a_pack_is_in_one_place_at_a_time() {
    let mut shop = shop();
    let first = shop.accepted(&site_order("A1", &[("p1", 1)]));
    let second = shop.accepted(&site_order("A2", &[("p1", 1)]));
    let pack = code("p1", 1, "");
    scan(&mut shop, first, &pack);
    let bound = Refusal::CodeInBag { number: "N-A1".to_owned() };
    assert_eq!(stopped(&mut shop, second, &pack), bound);
    let at_till = |shop: &mut Shop| match shop.ask(ScanLookup { code: pack.clone() }) {
        Err(UseError::Refused(refusal)) => Err(refusal),
        other => Ok(other.unwrap()),
    };
    assert_eq!(at_till(&mut shop), Err(bound));
    shop.ok(CollectOrder { order: first });
    let number = shop.sell(first).unwrap().number;
    assert_eq!(stopped(&mut shop, second, &pack), Refusal::CodeSold { number });
    assert_eq!(at_till(&mut shop), Err(Refusal::CodeSold { number }));
    assert_eq!(codes(&mut shop), [0, 0, 1]);
    laws(&mut shop);
}

#[test]
fn the_last_pack_comes_out_again_and_again() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 2), ("p2", 1)]));
    for raw in [code("p1", 1, ""), code("p2", 1, ""), code("p1", 2, "")] {
        scan(&mut shop, order, &raw);
    }
    let kept = shop.kept(order);
    let mut out = Vec::new();
    for _ in 0..3 {
        let taken = shop.ok(UndoScan { order });
        out.push((taken.name, taken.in_bag.0));
        laws(&mut shop);
    }
    assert_eq!(out, [("Товар p1".to_owned(), 1), ("Товар p2".to_owned(), 0), ("Товар p1".to_owned(), 0)]);
    assert_eq!(shop.refused(UndoScan { order }), Refusal::BagEmpty);
    assert_eq!((codes(&mut shop), shop.kept(order)), ([3, 0, 0], kept), "the line still needs its packs");
    assert_eq!(scan(&mut shop, order, &code("p1", 2, "")).in_bag, Packs(1), "a freed code can be laid in again");
}

#[test]
fn the_series_on_the_pack_decides_and_the_reservation_follows_it() {
    let mut shop = Shop::empty();
    stock(&mut shop, "p1", &[("a1", 100, 2), ("a2", 200, 2), ("gone", 300, 0)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    assert_eq!((shop.free("a1"), shop.free("a2")), (0, 2));
    let a2 = shop.batch("a2");
    let done = scan(&mut shop, order, &code("p1", 1, "10s-A2"));
    assert_eq!(done.tick, Tick::LaidInFrom(a2));
    assert_eq!((shop.free("a1"), shop.free("a2"), shop.kept(order)), (1, 1, 2));
    // «Наличие» again leaves the pack in the bag where it is.
    let before = shop.dump();
    shop.ok(ReserveLines { order });
    assert_eq!(shop.dump(), before);
    // A series that is not in stock cannot be the pack in hand.
    let none = Refusal::NoPackFree { name: "Товар p1".to_owned() };
    assert_eq!(stopped(&mut shop, order, &code("p1", 2, "10S-gone")), none);
    // A series that nobody knows: the reserved batch.
    assert_eq!(scan(&mut shop, order, &code("p1", 2, "10FOREIGN")).tick, Tick::LaidIn);
    assert_eq!(in_bag(&mut shop, order), 2);
    let batches: Vec<_> = shop.read(|sql| store::bag::of_order(sql, order)).iter().map(|b| b.pack.batch).collect();
    assert_eq!(batches, [a2, shop.batch("a1")]);
    // A batch cannot be chosen away under a pack in the bag.
    let line = shop.load(order).lines[0].id;
    let other = ChooseBatch { order, line, batch: a2, packs: Packs(2), later: LaterBatch::Agreed };
    assert_eq!(shop.refused(other), Refusal::BatchInBag { name: "Товар p1".to_owned(), series: "S-a1".to_owned() });
    laws(&mut shop);
}

#[test]
fn a_batch_that_another_order_keeps_is_not_taken_from_it() {
    let mut shop = Shop::empty();
    stock(&mut shop, "p1", &[("a1", 100, 1), ("a2", 200, 1)]);
    let first = shop.accepted(&site_order("A1", &[("p1", 1)]));
    let second = shop.accepted(&site_order("A2", &[("p1", 1)]));
    let none = Refusal::NoPackFree { name: "Товар p1".to_owned() };
    assert_eq!(stopped(&mut shop, second, &code("p1", 1, "10S-a1")), none);
    scan(&mut shop, first, &code("p1", 1, "10S-a1"));
    scan(&mut shop, second, &code("p1", 2, "10S-a2"));
    laws(&mut shop);
}

#[test]
fn a_scan_reserves_a_free_pack_for_a_line_that_has_none() {
    let mut shop = Shop::empty();
    stock(&mut shop, "p1", &[("a1", 100, 1), ("a2", 200, 1)]);
    let order = shop.arrived(&site_order("A1", &[("p1", 3)]));
    shop.ok(AcceptOrder { order });
    let (a1, a2) = (shop.batch("a1"), shop.batch("a2"));
    assert_eq!(scan(&mut shop, order, &ean("p1")).tick, Tick::LaidInFrom(a1));
    assert_eq!(scan(&mut shop, order, &ean("p1")).tick, Tick::LaidInFrom(a2));
    assert_eq!((shop.kept(order), shop.free("a1"), shop.free("a2")), (2, 0, 0));
    assert_eq!(stopped(&mut shop, order, &ean("p1")), Refusal::NoPackFree { name: "Товар p1".to_owned() });
}

/// An order of two packs of `p1`, both in the bag with their codes.
fn bagged() -> (Shop, OrderId, expero::domain::site_order::SiteOrder) {
    let mut shop = shop();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    for n in 1..=2 {
        scan(&mut shop, order, &code("p1", n, ""));
    }
    (shop, order, site)
}

/// Every way out of the bag: status, last history, last message, kept, free, why it came out, codes.
type Exit = (S, HistoryEvent, Option<S>, i64, i64, Vec<String>, [i64; 3]);

fn exit(shop: &mut Shop, order: OrderId) -> Exit {
    laws(shop);
    let message = shop.outbox(order).last().map(|r| r.status);
    let event = shop.history(order).last().unwrap().event;
    let (status, kept, free) = (shop.load(order).status, shop.kept(order), shop.free("b1"));
    (status, event, message, kept, free, out_reasons(shop, order), codes(shop))
}

fn twice(why: &str) -> Vec<String> {
    vec![why.to_owned(), why.to_owned()]
}

#[test]
fn a_sale_sells_the_codes_with_their_receipt() {
    let (mut shop, order, _) = bagged();
    shop.ok(CollectOrder { order });
    let receipt = shop.sell(order).unwrap().receipt.unwrap();
    let want = (S::Closed, HistoryEvent::Sold, Some(S::Closed), 0, 8, twice("closed"), [0, 0, 2]);
    assert_eq!(exit(&mut shop, order), want);
    assert_eq!(shop.number("SELECT count(*) FROM marking_code WHERE receipt_id = ?1", receipt.0), 2);
    assert_eq!(shop.on_hand("b1"), 8);
}

#[test]
fn a_deleted_lapsed_or_cancelled_order_frees_its_codes_and_empties_its_bag() {
    let (mut shop, order, _) = bagged();
    shop.ok(delete(order));
    let want = (S::Cancelled, HistoryEvent::Deleted, Some(S::Cancelled), 0, 10, twice("cancelled"), [2, 0, 0]);
    assert_eq!(exit(&mut shop, order), want);

    let (mut shop, order, _) = bagged();
    shop.ok(CollectOrder { order });
    shop.pass_minutes(2880);
    shop.ok(ExpireHolds);
    let why = twice("reserve_expired");
    let want = (S::ReserveExpired, HistoryEvent::Lapsed, Some(S::ReserveExpired), 0, 10, why, [2, 0, 0]);
    assert_eq!(exit(&mut shop, order), want);

    let (mut shop, order, site) = bagged();
    shop.deliver_all();
    shop.receive(&[later(&site, 20, S::Cancelled)]);
    let want =
        (S::Cancelled, HistoryEvent::SiteCancelled, Some(S::Accepted), 0, 10, twice("site_cancelled"), [2, 0, 0]);
    assert_eq!(exit(&mut shop, order), want);

    // The site says something else altogether.
    for (status, event) in [(S::Closed, HistoryEvent::SiteWon), (S::New, HistoryEvent::SiteWon)] {
        let (mut shop, order, site) = bagged();
        shop.deliver_all();
        shop.receive(&[later(&site, 20, status)]);
        let want = (status, event, Some(S::Accepted), 0, 10, twice("site_won"), [2, 0, 0]);
        assert_eq!(exit(&mut shop, order), want);
    }
}

#[test]
fn released_by_hand_the_bag_is_empty_and_the_order_stays() {
    let (mut shop, order, _) = bagged();
    shop.ok(ReleaseLines { order });
    let want = (S::Accepted, HistoryEvent::Released, Some(S::Accepted), 0, 10, twice("released"), [2, 0, 0]);
    assert_eq!(exit(&mut shop, order), want);

    let mut shop = self::shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 1), ("p2", 1)]));
    for product in ["p1", "p2"] {
        scan(&mut shop, order, &code(product, 1, ""));
    }
    let line = shop.load(order).lines[0].id;
    shop.ok(ReleaseLine { order, line });
    assert_eq!((codes(&mut shop), in_bag(&mut shop, order), shop.kept(order)), ([1, 1, 0], 1, 1));
    laws(&mut shop);
}

#[test]
fn edited_lines_keep_their_packs_and_what_is_too_much_is_shown_and_never_sold() {
    let mut shop = shop();
    let site = site_order("A1", &[("p1", 2), ("p2", 1)]);
    let order = shop.accepted(&site);
    for raw in [code("p1", 1, ""), code("p1", 2, ""), code("p2", 1, "")] {
        scan(&mut shop, order, &raw);
    }
    shop.deliver_all();
    shop.receive(&[edited(&site, 20, S::Accepted, &[("p1", 1)])]);
    laws(&mut shop);
    let seen = card(&mut shop, order);
    assert_eq!((seen.lines[0].in_bag, seen.lines[0].surplus()), (Packs(2), Packs(1)));
    assert_eq!(seen.strangers.iter().map(|s| (s.name.as_str(), s.packs)).collect::<Vec<_>>(), [("Товар p2", Packs(1))]);
    assert_eq!((codes(&mut shop), shop.kept(order)), ([0, 3, 0], 1), "no code is lost silently");
    assert_eq!(stopped(&mut shop, order, &ean("p1")).code(), "too-many-packs");
    // More again: the packs are needed again.
    shop.receive(&[edited(&site, 21, S::Accepted, &[("p2", 1), ("p1", 3)])]);
    let seen = card(&mut shop, order);
    assert_eq!(
        seen.lines.iter().map(|l| (l.in_bag, l.surplus())).collect::<Vec<_>>(),
        [(Packs(1), Packs(0)), (Packs(2), Packs(0))]
    );
    assert!(seen.strangers.is_empty());
    shop.ok(UndoScan { order });
    shop.receive(&[edited(&site, 22, S::Accepted, &[("p1", 1)])]);
    assert_eq!(shop.refused(CollectOrder { order }).code(), "surplus-in-bag", "first it comes out of the bag");
}

#[test]
fn of_a_collected_order_only_what_is_too_much_comes_out_and_only_what_is_needed_is_sold() {
    let mut shop = shop();
    let site = site_order("A1", &[("p1", 2), ("p2", 1)]);
    let order = shop.accepted(&site);
    for raw in [code("p1", 1, ""), code("p1", 2, ""), code("p2", 1, "")] {
        scan(&mut shop, order, &raw);
    }
    shop.ok(CollectOrder { order });
    shop.deliver_all();
    shop.receive(&[edited(&site, 22, S::Assembled, &[("p1", 1)])]);
    laws(&mut shop);
    assert_eq!(shop.ok(UndoScan { order }).name, "Товар p2");
    shop.sell(order).unwrap();
    assert_eq!((codes(&mut shop), shop.on_hand("b1"), shop.on_hand("c1")), ([2, 0, 1], 9, 5));
    assert_eq!(in_bag(&mut shop, order), 0);
    laws(&mut shop);
}

#[test]
fn a_pack_that_became_too_old_comes_out_when_the_order_is_reserved_again() {
    let mut shop = Shop::empty();
    stock(&mut shop, "p1", &[("old", 34, 2), ("new", 365, 5)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    scan(&mut shop, order, &code("p1", 1, ""));
    shop.pass_minutes(60 * 24 * 5);
    shop.ok(ReserveLines { order });
    assert_eq!((in_bag(&mut shop, order), codes(&mut shop)), (0, [1, 0, 0]));
    assert_eq!((shop.free("new"), out_reasons(&mut shop, order)), (3, vec!["too_old".to_owned()]));
}

#[test]
fn a_trial_order_sells_no_code() {
    let mut shop = shop();
    let mut site = site_order("A1", &[("p1", 1)]);
    site.is_test = true;
    let order = shop.accepted(&site);
    let pack = code("p1", 1, "");
    scan(&mut shop, order, &pack);
    shop.ok(CollectOrder { order });
    shop.sell(order).unwrap();
    // No goods left: the pack stands on its shelf again.
    assert_eq!((codes(&mut shop), shop.on_hand("b1"), in_bag(&mut shop, order)), ([1, 0, 0], 10, 0));
    laws(&mut shop);
}

#[test]
fn the_till_finds_goods_by_the_code_of_a_pack_and_says_what_to_fix() {
    let mut shop = shop();
    let goods = shop.read(|sql| store::goods::by_code(sql, "p1")).unwrap();
    for raw in
        [code("p1", 1, ""), code("p1", 1, "").replace(GS, ""), ean("p1"), format!("0{}", ean("p1")), "p1".to_owned()]
    {
        let found = shop.ask(ScanLookup { code: raw.clone() }).unwrap();
        let is_right = match &found {
            Scanned::Goods(id) | Scanned::Pack { goods: id, .. } => *id == goods,
            Scanned::Order(_) | Scanned::Nothing => false,
        };
        assert!(is_right, "{raw}: {found:?}");
    }
    let order = shop.order_in(S::Accepted);
    assert_eq!(shop.ask(ScanLookup { code: sheet_code(order) }).unwrap(), Scanned::Order(order));
    assert_eq!(shop.ask(ScanLookup { code: "нет такого".to_owned() }).unwrap(), Scanned::Nothing);
    let cut = code("p1", 1, "");
    match shop.ask(ScanLookup { code: cut[..cut.len() - 1].to_owned() }) {
        Err(UseError::Refused(Refusal::BadScan { fault: ScanFault::Truncated { .. } })) => {}
        other => panic!("{other:?}"),
    }
    match shop.ask(ScanLookup { code: code("p9", 1, "") }) {
        Err(UseError::Refused(Refusal::GoodsNotFound { what })) => assert_eq!(what, format!("0{}", ean("p9"))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn actions_of_the_bag_have_names_for_the_log() {
    assert_eq!((ScanPack::NAME, UndoScan::NAME), ("scan_pack", "undo_scan"));
}

#[test]
fn what_stays_in_its_place_is_not_left_to_scan_and_may_be_scanned() {
    let mut shop = shop();
    let mut cold = goods("p3", &[("d1", 365, 4)]);
    cold.goods.barcodes = vec![ean("p3")];
    for (batch, _) in &mut cold.batches {
        batch.place = "Сейф 1".to_owned();
    }
    shop.ok(ImportGoods { items: vec![cold] });
    let order = shop.accepted(&site_order("A1", &[("p3", 2), ("p1", 2)]));
    assert_eq!(scan(&mut shop, order, &ean("p1")).left, Packs(1));
    let expected = |refusal| if let Refusal::WrongGoods { expected, .. } = refusal { expected } else { String::new() };
    assert_eq!(expected(stopped(&mut shop, order, &ean("p2"))), "Товар p1");
    assert_eq!(scan(&mut shop, order, &ean("p3")).left, Packs(1));
    assert_eq!(scan(&mut shop, order, &ean("p1")).left, Packs(0));
    assert_eq!(expected(stopped(&mut shop, order, &ean("p2"))), "");
    shop.ok(CollectOrder { order });
}

#[test]
fn what_is_too_much_comes_out_alone_and_what_the_order_needs_stays() {
    let mut shop = shop();
    let site = site_order("A1", &[("p1", 2), ("p2", 1)]);
    let order = shop.accepted(&site);
    // What will be too much lies at the bottom: the last scan taken back would be a pack that is needed.
    for raw in [code("p2", 1, ""), code("p1", 1, ""), code("p1", 2, "")] {
        scan(&mut shop, order, &raw);
    }
    assert_eq!(shop.refused(TakeSurplus { order }), Refusal::BagEmpty);
    shop.deliver_all();
    shop.receive(&[edited(&site, 20, S::Accepted, &[("p1", 1)])]);
    let out: Vec<_> = (0..2).map(|_| shop.ok(TakeSurplus { order })).map(|t| (t.name, t.in_bag.0)).collect();
    assert_eq!(out, [("Товар p1".to_owned(), 1), ("Товар p2".to_owned(), 0)]);
    assert_eq!((in_bag(&mut shop, order), codes(&mut shop)), (1, [2, 1, 0]));
    assert_eq!(shop.refused(TakeSurplus { order }), Refusal::BagEmpty);
    assert_eq!(out_reasons(&mut shop, order), ["surplus", "surplus"]);
    laws(&mut shop);
    shop.ok(CollectOrder { order });
}

#[test]
fn what_lay_in_the_bag_of_a_cancelled_order_is_told_until_somebody_has_looked() {
    let mut shop = shop();
    let site = site_order("A1", &[("p1", 2), ("p2", 1)]);
    let order = shop.accepted(&site);
    for raw in [code("p1", 1, ""), code("p1", 2, ""), code("p2", 1, "")] {
        scan(&mut shop, order, &raw);
    }
    shop.ok(UndoScan { order });
    shop.deliver_all();
    shop.receive(&[edited(&site, 20, S::Cancelled, &[("p1", 2), ("p2", 1)])]);
    let told = |shop: &mut Shop| -> Vec<_> {
        card(shop, order).left_behind.into_iter().map(|s| (s.name, s.packs.0)).collect()
    };
    assert_eq!(told(&mut shop), [("Товар p1".to_owned(), 2)], "what was taken back before is not in it");
    shop.ok(AcknowledgeChange { order });
    assert_eq!(told(&mut shop), []);
}
