//! A batch chosen by hand: what may be chosen, what asks first, and how long the choice lasts.

use chrono::Duration;
use expero::domain::batch::{Choice, Unfit};
use expero::domain::error::Refusal;
use expero::domain::ids::{LineId, OrderId};
use expero::domain::order::HistoryEvent;
use expero::domain::packs::Packs;
use expero::domain::status::{OrderEvent, OrderStatus as S};
use expero::store;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::choose_batch::{ChooseBatch, LaterBatch};
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::read::line_batches::LineBatches;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::release_lines::{ReleaseLine, ReleaseLines};
use expero::usecase::reserve_lines::ReserveLines;
use proptest::prelude::*;

use crate::support::{Shop, day, site_order};

/// `a` expires first, `c` last; `short` is too short-dated, `old` has expired, `none` is empty.
fn shop() -> Shop {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("a", 100, 3), ("b", 200, 5), ("c", 300, 5), ("short", 31, 4), ("none", 400, 0)]);
    shop.goods("p2", &[("x", 100, 9)]);
    shop
}

fn line(shop: &mut Shop, order: OrderId) -> LineId {
    shop.load(order).lines[0].id
}

fn choice(shop: &mut Shop, order: OrderId, batch: &str, packs: i64) -> ChooseBatch {
    let line = line(shop, order);
    ChooseBatch { order, line, batch: shop.batch(batch), packs: Packs(packs), later: LaterBatch::Ask }
}

fn agreed(shop: &mut Shop, order: OrderId, batch: &str, packs: i64) -> ChooseBatch {
    ChooseBatch { later: LaterBatch::Agreed, ..choice(shop, order, batch, packs) }
}

/// Batch code, packs and who chose it, for every reservation of the order.
fn kept(shop: &mut Shop, order: OrderId) -> Vec<(String, i64, Choice)> {
    let card = shop.ask(OrderCard { id: order }).unwrap();
    let picks = card.lines.into_iter().filter(|l| l.reserved.any()).flat_map(|l| l.picks);
    picks.map(|p| (p.series.trim_start_matches("S-").to_owned(), p.packs.0, p.choice)).collect()
}

fn rows(of: &[(&str, i64, Choice)]) -> Vec<(String, i64, Choice)> {
    of.iter().map(|(code, packs, choice)| ((*code).to_owned(), *packs, *choice)).collect()
}

#[test]
fn a_later_batch_asks_first_and_then_stays_however_often_stock_is_pressed() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    assert_eq!(kept(&mut shop, order), rows(&[("a", 2, Choice::FirstOut)]));
    let asks = choice(&mut shop, order, "c", 2);
    let Refusal::NotFirstToExpire { name, first } = shop.refused(asks) else { panic!("must ask") };
    assert_eq!((name.as_str(), first.series.as_str(), first.expires_on), ("Товар p1", "S-a", day(100)));
    let yes = agreed(&mut shop, order, "c", 2);
    assert_eq!(shop.ok(yes).reserved, Packs(2));
    let by_hand = rows(&[("c", 2, Choice::ByHand)]);
    assert_eq!((kept(&mut shop, order), shop.free("a"), shop.free("c")), (by_hand.clone(), 3, 3));
    assert_eq!(shop.history(order).pop().unwrap().event, HistoryEvent::BatchChosen);
    let before = shop.dump();
    assert_eq!(shop.ok(ReserveLines { order }).reserved, Packs(2));
    shop.ok(yes);
    assert_eq!(shop.dump(), before, "the choice stays and nothing is written again");
    assert_eq!(shop.ok(ReleaseLines { order }), Packs(2));
    shop.ok(ReserveLines { order });
    assert_eq!(kept(&mut shop, order), rows(&[("a", 2, Choice::FirstOut)]), "released, forgotten");
}

#[test]
fn the_rest_of_a_line_follows_the_rule_and_nobody_is_asked_when_nothing_is_passed_over() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 5)]));
    assert_eq!(kept(&mut shop, order), rows(&[("a", 3, Choice::FirstOut), ("b", 2, Choice::FirstOut)]));
    // All of `a` is taken either way, but `b` would stay behind `c`.
    let asks = choice(&mut shop, order, "c", 2);
    assert!(matches!(shop.refused(asks), Refusal::NotFirstToExpire { first, .. } if first.series == "S-b"));
    let fine = choice(&mut shop, order, "b", 2);
    shop.ok(fine);
    let want = rows(&[("a", 3, Choice::FirstOut), ("b", 2, Choice::ByHand)]);
    assert_eq!(kept(&mut shop, order), want);
    shop.ok(ReserveLines { order });
    assert_eq!(kept(&mut shop, order), want);
}

#[test]
fn a_choice_that_becomes_too_short_dated_leaves_with_the_next_press() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("soon", 34, 5), ("late", 300, 5)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    shop.ok(ReleaseLines { order });
    let late = agreed(&mut shop, order, "late", 1);
    shop.ok(late);
    let soon = choice(&mut shop, order, "soon", 1);
    shop.ok(soon);
    assert_eq!(kept(&mut shop, order), rows(&[("soon", 1, Choice::ByHand), ("late", 1, Choice::ByHand)]));
    let until = shop.now() + Duration::days(6);
    shop.ok(ExtendHold { order, until });
    shop.ok(ReserveLines { order });
    // The choice of `late` stays, the rest of the line is the rule's.
    assert_eq!(kept(&mut shop, order), rows(&[("late", 2, Choice::ByHand)]));
    let hand = shop.number(
        "SELECT sum(packs) FROM reservation WHERE is_by_hand = 1 AND released_at IS NULL AND order_id = ?1",
        order.0,
    );
    assert_eq!(hand, 1);
}

#[test]
fn a_batch_that_cannot_be_taken_is_refused_with_its_reason() {
    let mut shop = shop();
    shop.goods("p3", &[("old", 1, 5), ("fresh", 300, 1)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let short = choice(&mut shop, order, "short", 1);
    assert!(matches!(shop.refused(short), Refusal::ShortDated { series, .. } if series == "S-short"));
    let none = choice(&mut shop, order, "none", 1);
    assert!(matches!(shop.refused(none), Refusal::NotEnough { available: Packs(0), .. }));
    let other = choice(&mut shop, order, "x", 1);
    assert_eq!(shop.refused(other), Refusal::OtherGoods { name: "Товар p1".to_owned() });
    for packs in [0, 3, -1] {
        let beyond = agreed(&mut shop, order, "b", packs);
        assert!(matches!(shop.refused(beyond), Refusal::BeyondOrdered { ordered: Packs(2), .. }), "{packs}");
    }
    let gone = ChooseBatch { line: LineId(999), ..agreed(&mut shop, order, "b", 1) };
    assert_eq!(shop.refused(gone), Refusal::LineGone);
    let other_order = shop.accepted(&site_order("A2", &[("p1", 5)]));
    let greedy = ChooseBatch { packs: Packs(5), ..agreed(&mut shop, other_order, "b", 1) };
    shop.ok(greedy);
    let taken = agreed(&mut shop, order, "b", 1);
    assert!(matches!(shop.refused(taken), Refusal::NotEnough { available: Packs(0), .. }), "kept for another order");
    let third = shop.arrived(&site_order("A3", &[("p3", 1)]));
    shop.ok(AcceptOrder { order: third });
    shop.pass_minutes(60 * 24 * 2);
    let old = choice(&mut shop, third, "old", 1);
    assert!(matches!(shop.refused(old), Refusal::Expired { series, .. } if series == "S-old"));
}

#[test]
fn a_batch_is_chosen_only_while_the_order_may_be_reserved() {
    for status in S::ALL.into_iter().filter(|s| *s != S::Accepted) {
        let mut shop = Shop::new();
        let order = shop.order_in(status);
        let choose = agreed(&mut shop, order, "b1", 1);
        assert_eq!(shop.refused(choose), Refusal::WrongStatus { status, event: OrderEvent::Collect });
    }
}

#[test]
fn the_batches_of_a_line_say_what_is_there_and_why_not() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 4)]));
    shop.accepted(&site_order("A2", &[("p1", 4)]));
    let by_hand = agreed(&mut shop, order, "c", 2);
    shop.ok(by_hand);
    let line = line(&mut shop, order);
    let shown = shop.ask(LineBatches { order, line }).unwrap();
    assert_eq!((shown.name.as_str(), shown.ordered), ("Товар p1", Packs(4)));
    let table: Vec<_> = shown
        .batches
        .iter()
        .map(|b| (b.label.series.as_str(), b.on_hand.0, b.free.0, b.reserved.0, b.by_hand.0, b.why_not))
        .collect();
    assert_eq!(
        table,
        [
            ("S-short", 4, 4, 0, 0, Some(Unfit::ShortDated)),
            ("S-a", 3, 3, 2, 0, None),
            ("S-b", 5, 1, 0, 0, None),
            ("S-c", 5, 5, 2, 2, None),
            ("S-none", 0, 0, 0, 0, Some(Unfit::NoneFree)),
        ]
    );
}

#[test]
fn one_line_is_released_and_the_others_stay() {
    let mut shop = shop();
    let order = shop.accepted(&site_order("A1", &[("p1", 2), ("p2", 3)]));
    let line = line(&mut shop, order);
    assert_eq!(shop.ok(ReleaseLine { order, line }), Packs(2));
    assert_eq!((shop.free("a"), shop.free("x"), shop.kept(order)), (3, 6, 3));
    let row = shop.history(order).pop().unwrap();
    assert_eq!((row.event, row.note.as_str()), (HistoryEvent::Released, "Товар p1; packs 2"));
    let before = shop.dump();
    assert_eq!(shop.ok(ReleaseLine { order, line }), Packs(0));
    assert_eq!(shop.dump(), before);
    assert_eq!(shop.refused(ReleaseLine { order, line: LineId(999) }), Refusal::LineGone);
}

#[test]
fn a_card_explains_a_nothing_that_is_there() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("old", 1, 7), ("s1", 20, 1), ("s2", 25, 2), ("none", 26, 0)]);
    let order = shop.arrived(&site_order("A1", &[("p1", 1)]));
    shop.ok(AcceptOrder { order });
    shop.pass_minutes(60 * 24 * 2);
    let card = shop.ask(OrderCard { id: order }).unwrap();
    let unusable = card.lines[0].unusable;
    assert_eq!((card.lines[0].available, unusable.expired), (Packs(0), Packs(7)));
    assert_eq!((unusable.short_dated, unusable.short_dated_until), (Packs(3), Some(day(25))));
}

/// A press of some button on an order of two lines of one product.
fn press(shop: &mut Shop, order: OrderId, (what, batch, packs): (u8, usize, i64)) {
    let lines = shop.load(order).lines;
    let line = lines[usize::from(what) % lines.len()].id;
    match what % 5 {
        0 => drop(shop.act(ReleaseLine { order, line })),
        1..=3 => {
            let batch = shop.batch(["a", "b", "c", "short", "none"][batch % 5]);
            let later = if packs % 2 == 0 { LaterBatch::Agreed } else { LaterBatch::Ask };
            drop(shop.act(ChooseBatch { order, line, batch, packs: Packs(packs), later }));
        }
        _ => drop(shop.act(ReserveLines { order })),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_whatever_was_pressed_stock_pressed_again_changes_nothing_and_no_law_breaks(
        presses in prop::collection::vec((any::<u8>(), 0_usize..5, 1_i64..6), 0..8),
        wants in (1_i64..5, 1_i64..5),
    ) {
        let mut shop = shop();
        shop.goods("p1", &[("a", 100, 3), ("b", 200, 5), ("c", 300, 5), ("short", 31, 4), ("none", 400, 0)]);
        let order = shop.arrived(&site_order("A1", &[("p1", wants.0), ("p1", wants.1)]));
        shop.ok(AcceptOrder { order });
        for one in presses {
            press(&mut shop, order, one);
            prop_assert_eq!(shop.read(store::stock::overdrawn), []);
        }
        let report = shop.ok(ReserveLines { order });
        let before = shop.dump();
        for _ in 0..2 {
            prop_assert_eq!(&shop.ok(ReserveLines { order }), &report);
        }
        prop_assert_eq!(shop.dump(), before);
        prop_assert_eq!(shop.free("short"), 4, "a short-dated pack was taken");
        prop_assert_eq!(report.reserved.0, (wants.0 + wants.1).min(13));
        // What nobody chose is first expired, first out.
        let skipped = shop.number(
            "SELECT count(*) FROM reservation r JOIN batch b ON b.batch_id = r.batch_id
             JOIN batch e ON e.goods_id = b.goods_id AND e.expires_on < b.expires_on AND e.code <> 'short'
             WHERE r.order_id = ?1 AND r.released_at IS NULL AND r.is_by_hand = 0
               AND (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = e.batch_id)
                 > (SELECT coalesce(sum(k.packs), 0) FROM reservation k
                    WHERE k.batch_id = e.batch_id AND k.released_at IS NULL)",
            order.0,
        );
        prop_assert_eq!(skipped, 0);
    }
}
