//! Whose clock counts: a till ahead or behind, a battery that died, a site that once tells a wrong time.

use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::order::Customer;
use expero::domain::packs::Packs;
use expero::domain::status::OrderStatus as S;
use expero::sandbox::faults::{Fault, FaultRule};
use expero::site::wire::Route;
use expero::sync::SweepHeld;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::new_order::NewOrder;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::goods_search::GoodsSearch;
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::{Action, UseError};

use super::stage::Stage;

const HOLD_SECS: i64 = 2_880 * 60;
const YEAR_SECS: i64 = 365 * 86_400;

fn stage(seed: u64) -> (tempfile::TempDir, Stage) {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::new(folder.path(), seed);
    (folder, stage)
}

fn act<A: Action>(stage: &Stage, action: A) -> Result<A::Value, UseError> {
    stage.desk.act(action).wait().map(|o| o.value)
}

fn arrive(stage: &mut Stage) -> OrderId {
    let number = stage.book(&mut fastrand::Rng::with_seed(1));
    assert!(stage.once().polled.is_ok());
    stage.desk.ask(expero::usecase::read::order_find::FindOrder { number }).wait().unwrap()
}

/// A collected site order that the site knows of.
fn collected(stage: &mut Stage) -> OrderId {
    let order = arrive(stage);
    act(stage, AcceptOrder { order }).unwrap();
    act(stage, ReserveLines { order }).unwrap();
    act(stage, CollectOrder { order }).unwrap();
    assert_eq!(stage.once().delivered.sent, 2);
    order
}

fn status(stage: &Stage, id: OrderId) -> S {
    stage.desk.ask(OrderCard { id }).wait().unwrap().row.standing.status
}

fn held(stage: &Stage) -> (Option<SweepHeld>, String) {
    let fresh = stage.desk.ask(FreshnessQuery).wait().unwrap();
    (stage.task.status().borrow().sweep_held, fresh.sweep_held)
}

/// The clock of the till is set; the site's goes on as before.
fn set_till(stage: &Stage, secs: i64, offset: i64) {
    stage.hand.set_ahead_secs(secs);
    stage.site.lock().set_clock_offset(offset);
}

#[test]
fn a_till_ahead_or_behind_keeps_goods_exactly_as_long_as_the_site_says() {
    for offset in [600, -600] {
        let (_folder, mut stage) = stage(31);
        stage.site.lock().set_clock_offset(offset);
        let kept = arrive(&mut stage);
        let left = arrive(&mut stage);
        let site_now = stage.site.lock().clock(stage.clock.now());
        for order in [kept, left] {
            act(&stage, AcceptOrder { order }).unwrap();
            act(&stage, ReserveLines { order }).unwrap();
        }
        let until = stage.desk.ask(OrderCard { id: kept }).wait().unwrap().row.hold_until.unwrap();
        assert_eq!((until - site_now).num_seconds(), HOLD_SECS, "offset {offset}");
        assert_eq!(stage.once().delivered.sent, 2);

        // A minute before the end by the site's clock.
        stage.hand.advance_secs(HOLD_SECS - 60);
        act(&stage, CollectOrder { order: kept }).unwrap();
        assert_eq!(stage.once().lapsed, 0, "offset {offset}");
        assert_eq!(stage.desk.ask(LaneCounts).wait().unwrap().overdue, 0);
        // A second after it.
        stage.hand.advance_secs(61);
        let late = act(&stage, CollectOrder { order: left });
        assert!(matches!(late, Err(UseError::Refused(Refusal::HoldOver { .. }))), "offset {offset}: {late:?}");
        let late = act(&stage, ExtendHold { order: left, until: until + chrono::Duration::days(1) });
        assert!(matches!(late, Err(UseError::Refused(Refusal::HoldOver { .. }))), "offset {offset}: {late:?}");
        assert_eq!(stage.desk.ask(LaneCounts).wait().unwrap().overdue, 2, "offset {offset}");
        let round = stage.once();
        assert_eq!((round.lapsed, round.delivered.sent), (1, 1), "offset {offset}");
        let at_site = stage.site.lock().orders().filter(|(_, o)| o.dto.status == "reserve_expired").count();
        assert_eq!(at_site, 1, "the site agrees");
        let fresh = stage.desk.ask(FreshnessQuery).wait().unwrap();
        assert_eq!((fresh.skew_secs, fresh.clocks_differ()), (offset, true));
        assert_eq!(stage.task.status().borrow().skew_secs, offset);
    }
}

#[test]
fn a_clock_that_leaps_to_another_year_lapses_nothing_and_what_is_over_lapses_after_the_measure() {
    let (_folder, mut stage) = stage(32);
    let order = collected(&mut stage);
    // The site cannot be reached when it happens.
    let gone = FaultRule { route: None, from_call: 1, times: 0, fault: Fault::CutBefore };
    stage.site.lock().faults.add(gone);
    set_till(&stage, YEAR_SECS, -YEAR_SECS);
    let round = stage.once();
    assert!(round.polled.is_err());
    assert_eq!((round.lapsed, status(&stage, order)), (0, S::Assembled));
    assert_eq!(held(&stage), (Some(SweepHeld::Jumped), "clock-jumped".to_owned()));
    // The site is there again: its clock says that nothing is over.
    stage.site.lock().faults.clear();
    stage.hand.advance_secs(60);
    assert_eq!((stage.once().lapsed, status(&stage, order)), (0, S::Assembled));
    assert_eq!(held(&stage), (None, String::new()));
    // Two days later, still in the wrong year: now it is over.
    stage.hand.advance_secs(HOLD_SECS);
    let round = stage.once();
    assert_eq!((round.lapsed, round.delivered.sent), (1, 1));
    assert_eq!(status(&stage, order), S::ReserveExpired);
}

#[test]
fn a_clock_that_is_mended_again_lapses_nothing_either() {
    let (_folder, mut stage) = stage(33);
    let order = collected(&mut stage);
    set_till(&stage, YEAR_SECS, -YEAR_SECS);
    assert_eq!(stage.once().lapsed, 0);
    stage.hand.advance_secs(60);
    set_till(&stage, -YEAR_SECS, 0);
    assert_eq!((stage.once().lapsed, status(&stage, order)), (0, S::Assembled));
    assert_eq!(stage.desk.ask(FreshnessQuery).wait().unwrap().skew_secs, 0);
    stage.hand.advance_secs(HOLD_SECS);
    assert_eq!(stage.once().lapsed, 1);
}

#[test]
fn a_program_started_in_another_year_asks_the_site_twice_before_anything_lapses() {
    let (_folder, mut stage) = stage(34);
    let order = collected(&mut stage);
    set_till(&stage, YEAR_SECS, -YEAR_SECS);
    let fresh = |stage: &Stage, seed| super::stage::task(&stage.desk, &stage.clock, &stage.token, seed);
    // Each its own process: what was measured is kept in the data.
    for (seed, held) in [(1, Some(SweepHeld::Unconfirmed)), (2, None)] {
        let task = fresh(&stage, seed);
        assert_eq!(stage.runtime.block_on(task.once()).unwrap().lapsed, 0);
        assert_eq!(task.status().borrow().sweep_held, held);
        stage.hand.advance_secs(60);
    }
    assert_eq!(status(&stage, order), S::Assembled);
    // A third that cannot reach the site does not trust the clock on the wall, whatever was stored.
    let gone = FaultRule { route: None, from_call: 1, times: 0, fault: Fault::CutBefore };
    stage.site.lock().faults.add(gone);
    stage.hand.advance_secs(HOLD_SECS);
    let task = fresh(&stage, 3);
    assert_eq!(stage.runtime.block_on(task.once()).unwrap().lapsed, 0);
    assert_eq!(task.status().borrow().sweep_held, Some(SweepHeld::Unmeasured));
    stage.site.lock().faults.clear();
    assert_eq!(stage.runtime.block_on(fresh(&stage, 4).once()).unwrap().lapsed, 1);
}

#[test]
fn one_answer_with_a_wrong_time_lapses_nothing() {
    let (_folder, mut stage) = stage(35);
    let order = collected(&mut stage);
    stage.site.lock().faults.next_calls(Route::Orders, 1, Fault::ClockSkew { seconds: HOLD_SECS + 60 });
    stage.hand.advance_secs(60);
    assert_eq!((stage.once().lapsed, status(&stage, order)), (0, S::Assembled));
    assert_eq!(held(&stage).0, Some(SweepHeld::Unconfirmed));
    assert_eq!(stage.desk.ask(FreshnessQuery).wait().unwrap().skew_secs, 0, "nor is a hold reckoned with it");
    stage.hand.advance_secs(60);
    assert_eq!(stage.once().lapsed, 0);
    assert_eq!(held(&stage), (None, String::new()));
}

#[test]
fn without_a_site_a_leap_of_more_than_a_day_waits_for_a_person() {
    let (_folder, stage) = stage(36);
    *stage.token.0.lock().unwrap() = None;
    let found = stage.desk.ask(GoodsSearch { text: "Товар 1".to_owned(), limit: 1 }).wait().unwrap();
    let customer = Customer { name: "Анна".to_owned(), phone: String::new() };
    let lines = vec![(found[0].goods, Packs(1))];
    let (order, _) = act(&stage, NewOrder { customer, comment: String::new(), lines }).unwrap();
    act(&stage, ReserveLines { order }).unwrap();
    act(&stage, CollectOrder { order }).unwrap();
    stage.hand.advance_secs(HOLD_SECS - 60);
    assert_eq!(stage.once().lapsed, 0);
    stage.hand.set_ahead_secs(YEAR_SECS);
    assert_eq!(stage.once().lapsed, 0);
    stage.hand.advance_secs(30);
    assert_eq!((stage.once().lapsed, status(&stage, order)), (0, S::Assembled));
    assert_eq!(held(&stage), (Some(SweepHeld::Jumped), "clock-jumped".to_owned()));
    // The clock is mended: the hold runs on as it should.
    stage.hand.set_ahead_secs(-YEAR_SECS);
    assert_eq!((stage.once().lapsed, held(&stage).0), (0, None));
    stage.hand.set_ahead_secs(2 * 86_400);
    assert_eq!(stage.once().lapsed, 0);
    // A person asks for a refresh: the clock is right as it is.
    stage.task.nudge().now();
    assert_eq!((stage.once().lapsed, status(&stage, order)), (1, S::ReserveExpired));
}
