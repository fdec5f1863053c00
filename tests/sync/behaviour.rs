//! What the task does with one trouble at a time.

use expero::domain::order::{Attention, Delivery};
use expero::domain::status::OrderStatus;
use expero::domain::unreadable::{ReadFault, Unreadable};
use expero::sandbox::faults::{Fault, FaultRule};
use expero::site::wire::Route;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::order_list::OrderRow;
use expero::usecase::read::problems::Problems;

use super::stage::{Hands, Stage, task};

fn stage_with(orders: usize) -> (tempfile::TempDir, Stage, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::new(folder.path(), 3);
    let mut rng = fastrand::Rng::with_seed(3);
    let numbers = (0..orders).map(|_| stage.book(&mut rng)).collect();
    assert_eq!(usize::try_from(stage.once().polled.unwrap().received.new).unwrap(), orders);
    (folder, stage, numbers)
}

fn accept(stage: &Stage, number: &str) {
    let order =
        stage.desk.ask(expero::usecase::read::order_find::FindOrder { number: number.to_owned() }).wait().unwrap();
    stage.desk.act(AcceptOrder { order }).wait().unwrap();
}

fn row(stage: &mut Stage, number: &str) -> OrderRow {
    Hands { desk: &stage.desk, done: &mut stage.done }.row(number)
}

#[test]
fn a_refused_token_pauses_all_traffic_until_a_new_one_is_there_and_nothing_is_lost() {
    let (_folder, mut stage, numbers) = stage_with(1);
    stage.site.lock().revoke_tokens();
    accept(&stage, &numbers[0]);
    assert!(stage.once().polled.is_err());
    let fresh = stage.desk.ask(FreshnessQuery).wait().unwrap();
    assert_eq!(fresh.paused, "site-error-unauthorized");
    assert_eq!(row(&mut stage, &numbers[0]).standing.delivery, Delivery::Waiting);

    let now = stage.clock.now();
    let new = stage.site.lock().grant(now);
    *stage.token.0.lock().unwrap() = Some(expero::site::secret::Secret::new(&new));
    stage.hand.advance_secs(3_601);
    assert!(stage.once().polled.is_ok());
    assert_eq!(row(&mut stage, &numbers[0]).standing.delivery, Delivery::Sent);
    assert_eq!(stage.desk.ask(FreshnessQuery).wait().unwrap().paused, "");
}

#[test]
fn one_stuck_order_never_blocks_another() {
    let (_folder, mut stage, numbers) = stage_with(4);
    let stuck = FaultRule {
        route: Some(Route::ChangeStatus.code().to_owned()),
        from_call: 1,
        times: 1,
        fault: Fault::Status { status: 500, retry_after: None },
    };
    stage.site.lock().faults.add(stuck);
    for number in &numbers {
        accept(&stage, number);
    }
    let delivered = stage.once().delivered;
    assert_eq!((delivered.sent, delivered.postponed), (3, 1));
    stage.hand.advance_secs(400);
    assert_eq!(stage.once().delivered.sent, 1);
    for number in &numbers {
        assert_eq!(row(&mut stage, number).standing.delivery, Delivery::Sent);
    }
}

#[test]
fn a_broken_element_is_kept_for_the_admin_and_the_rest_of_the_page_is_applied() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::new(folder.path(), 9);
    let mut rng = fastrand::Rng::with_seed(9);
    for _ in 0..5 {
        stage.book(&mut rng);
    }
    stage.site.lock().faults.next_calls(Route::Orders, 1, Fault::DecimalMoney);
    let received = stage.once().polled.unwrap().received;
    assert_eq!((received.new, received.broken), (4, 1));
    let kept = stage.desk.ask(Problems { limit: 10 }).wait().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].reason, Unreadable::at("items[0].price", ReadFault::WantsKopecks));
}

#[test]
fn an_order_unknown_to_the_site_asks_for_a_look_and_is_not_sent_again() {
    let (_folder, mut stage, numbers) = stage_with(1);
    let body = r#"{"code":"order_not_found","title":"no such order"}"#.to_owned();
    let fault = Fault::Answer { status: 404, content_type: "application/problem+json".to_owned(), body };
    stage.site.lock().faults.next_calls(Route::ChangeStatus, 1, fault);
    accept(&stage, &numbers[0]);
    assert_eq!(stage.once().delivered.refused, 1);
    let standing = row(&mut stage, &numbers[0]).standing;
    assert_eq!((standing.delivery, standing.attention), (Delivery::Refused, Some(Attention::SiteUnknown)));
    stage.hand.advance_secs(3_601);
    assert_eq!(stage.once().delivered.sent, 0);
}

#[test]
fn an_expired_cursor_starts_again_from_the_last_order_seen() {
    let (_folder, mut stage, numbers) = stage_with(2);
    stage.site.lock().expire_cursors();
    let mut rng = fastrand::Rng::with_seed(77);
    stage.book(&mut rng);
    let received = stage.once().polled.unwrap().received;
    assert_eq!((received.new, received.left_alone), (1, 2), "known revisions are dropped");
    assert_eq!(row(&mut stage, &numbers[0]).standing.status, OrderStatus::New);
}

#[test]
fn one_process_runs_the_task_and_another_takes_over_when_it_is_gone() {
    let (_folder, stage, _) = stage_with(1);
    let other = task(&stage.desk, &stage.clock, &stage.token, 8);
    // A holder that never gives back: killed in the middle of its work.
    let hold = expero::usecase::task::HoldLease { holder: "killed".to_owned(), seconds: 45 };
    assert!(stage.desk.act(hold).wait().unwrap().value);
    assert!(stage.runtime.block_on(other.once()).unwrap().busy);
    stage.hand.advance_secs(46);
    assert!(!stage.runtime.block_on(other.once()).unwrap().busy);
}

#[test]
fn a_site_that_is_gone_for_a_day_loses_nothing() {
    let (_folder, mut stage, numbers) = stage_with(3);
    let cut = FaultRule { route: None, from_call: 1, times: 0, fault: Fault::CutBefore };
    stage.site.lock().faults.add(cut);
    for number in &numbers {
        accept(&stage, number);
    }
    for _ in 0..24 {
        stage.hand.advance_secs(3_600);
        assert!(stage.once().polled.is_err());
    }
    assert_eq!(stage.waiting(), 3);
    stage.site.lock().faults.clear();
    stage.hand.advance_secs(301);
    assert_eq!(stage.once().delivered.sent, 3);
    assert_eq!(row(&mut stage, &numbers[2]).standing.delivery, Delivery::Sent);
}

#[test]
fn a_site_that_asks_for_a_pause_is_left_alone_by_every_order() {
    let (_folder, mut stage, numbers) = stage_with(12);
    let fault = Fault::Status { status: 429, retry_after: Some(expero::sandbox::faults::RetryAfter::Seconds(60)) };
    stage.site.lock().faults.add(FaultRule {
        route: Some(Route::ChangeStatus.code().to_owned()),
        from_call: 1,
        times: 4,
        fault,
    });
    for number in &numbers {
        accept(&stage, number);
    }
    let before = stage.site.lock().arrived(Route::ChangeStatus);
    assert!(stage.once().delivered.unreachable);
    let tried = stage.site.lock().arrived(Route::ChangeStatus) - before;
    assert!(tried <= 4, "only those already on their way: {tried}");
    stage.hand.advance_secs(30);
    assert!(stage.once().delivered.unreachable);
    assert_eq!(stage.site.lock().arrived(Route::ChangeStatus) - before, tried, "the pause is kept");
    for _ in 0..3 {
        stage.hand.advance_secs(61);
        let _ = stage.once();
    }
    assert_eq!(stage.waiting(), 0);
    assert_eq!(row(&mut stage, &numbers[11]).standing.delivery, Delivery::Sent);
}
