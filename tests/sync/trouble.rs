//! Trouble on the way: silence, drips, forbidden operations, pages that move while they are read, refreshes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use expero::domain::order::Delivery;
use expero::domain::status::OrderStatus as S;
use expero::sandbox::SandboxModel;
use expero::sandbox::faults::{Fault, FaultRule};
use expero::sandbox::model::orders::NewLine;
use expero::site::error::SiteError;
use expero::site::wire::Route;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::health::HealthCheck;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::read::order_list::OrderRow;
use expero::usecase::settings::SetSetting;
use tokio::sync::watch;

use super::link::{Gate, Link, task_over};
use super::stage::Stage;

fn stage(seed: u64, orders: usize) -> (tempfile::TempDir, Stage, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::new(folder.path(), seed);
    let mut rng = fastrand::Rng::with_seed(seed);
    let numbers = (0..orders).map(|_| stage.book(&mut rng)).collect();
    (folder, stage, numbers)
}

fn accept(stage: &Stage, number: &str) {
    let order = stage.desk.ask(FindOrder { number: number.to_owned() }).wait().unwrap();
    stage.desk.act(AcceptOrder { order }).wait().unwrap();
}

fn row(stage: &Stage, number: &str) -> OrderRow {
    let id = stage.desk.ask(FindOrder { number: number.to_owned() }).wait().unwrap();
    stage.desk.ask(OrderCard { id }).wait().unwrap().row
}

fn orders(stage: &Stage) -> i64 {
    stage.desk.ask(HealthCheck).wait().unwrap().orders
}

fn rule(route: Route, from_call: u64, times: u64, fault: Fault) -> FaultRule {
    FaultRule { route: Some(route.code().to_owned()), from_call, times, fault }
}

fn problem(status: u16, code: &str) -> Fault {
    let body = format!(r#"{{"code":"{code}","title":"on purpose"}}"#);
    Fault::Answer { status, content_type: "application/problem+json".to_owned(), body }
}

#[test]
fn silence_on_an_open_connection_and_a_slow_drip_end_and_the_next_try_brings_everything() {
    let (_folder, stage, numbers) = stage(41, 2);
    let patience = SetSetting { key: "site.timeout_seconds".to_owned(), value: "1".to_owned() };
    stage.desk.act(patience).wait().unwrap();
    for fault in [Fault::Hang, Fault::Drip { bytes: 1, every_millis: 400 }] {
        stage.site.lock().faults.next_calls(Route::Orders, 1, fault);
        assert_eq!(stage.once().polled.unwrap_err(), SiteError::Timeout);
        assert_eq!(orders(&stage), 0, "half a page is no page");
    }
    assert_eq!(stage.once().polled.unwrap().received.new, 2);
    // A change whose answer never comes was carried out once, however often it is sent.
    accept(&stage, &numbers[0]);
    stage.site.lock().faults.next_calls(Route::ChangeStatus, 1, Fault::Hang);
    assert_eq!(stage.once().delivered.postponed, 1);
    assert_eq!(row(&stage, &numbers[0]).standing.delivery, Delivery::Waiting, "sent is only what was answered");
    stage.hand.advance_secs(400);
    assert_eq!(stage.once().delivered.sent, 1);
    let model = stage.site.lock();
    let told: Vec<_> = model.orders().map(|(_, o)| o.effects.get("accepted").copied().unwrap_or(0)).collect();
    assert_eq!(told.iter().sum::<u32>(), 1);
}

#[test]
fn a_forbidden_operation_rests_and_the_others_go_on() {
    let (_folder, mut stage, numbers) = stage(42, 12);
    assert_eq!(stage.once().polled.unwrap().received.new, 12);
    stage.site.lock().faults.add(rule(Route::ChangeStatus, 1, 0, problem(403, "no_scope")));
    for number in &numbers {
        accept(&stage, number);
    }
    let mut rng = fastrand::Rng::with_seed(1);
    stage.book(&mut rng);
    let round = stage.once();
    assert_eq!(round.polled.unwrap().received.new, 1, "orders still come");
    assert!(round.delivered.unreachable);
    let tried = stage.site.lock().faults.hits();
    assert!((1..=4).contains(&tried), "not every order asks whether it is forbidden too: {tried}");
    stage.book(&mut rng);
    stage.hand.advance_secs(20);
    assert_eq!(stage.once().polled.unwrap().received.new, 1);
    assert_eq!(stage.site.lock().faults.hits(), tried, "the pause is kept");
    assert_eq!(stage.waiting(), 12, "nothing is lost");
    // Now polls are forbidden and changes are not.
    stage.site.lock().faults.clear();
    stage.site.lock().faults.add(rule(Route::Orders, 1, 0, problem(403, "no_scope")));
    stage.hand.advance_secs(61);
    let round = stage.once();
    assert!(matches!(round.polled, Err(SiteError::Forbidden { .. })));
    assert_eq!(round.delivered.sent, 12);
}

#[test]
fn a_cursor_that_expires_between_two_pages_starts_again_and_brings_every_order_once() {
    let (_folder, stage, numbers) = stage(43, 450);
    let link = Link::new(&stage, |nth, model: &mut SandboxModel| {
        if nth == 2 {
            model.expire_cursors();
        }
    });
    let task = task_over(&stage, Arc::new(link), 1);
    let polled = stage.runtime.block_on(task.once()).unwrap().polled.unwrap();
    assert_eq!((polled.received.new, polled.received.left_alone), (450, 200), "the first page came twice");
    assert_eq!(orders(&stage), 450);
    assert_eq!(row(&stage, &numbers[449]).standing.status, S::New);
    // And again in the middle of a later poll, from the last order seen.
    stage.site.lock().faults.add(rule(Route::Orders, 1, 1, problem(410, "cursor_expired")));
    let again = stage.once().polled.unwrap();
    assert_eq!((again.received.new, again.received.changed), (0, 0));
}

#[test]
fn orders_edited_and_cancelled_while_paging_end_as_the_site_has_them() {
    let (_folder, stage, numbers) = stage(44, 450);
    let ids: Vec<String> = stage.site.lock().orders().map(|(id, _)| id.clone()).collect();
    let (edited, cancelled) = (ids[3].clone(), ids[5].clone());
    let now = stage.clock.now();
    let lines = [NewLine {
        product_id: "p3".to_owned(),
        name: "Товар 3".to_owned(),
        price: 10_000,
        quantity: 7,
        ..NewLine::default()
    }];
    let (edit, cancel) = (edited.clone(), cancelled.clone());
    let link = Link::new(&stage, move |nth, model: &mut SandboxModel| {
        if nth == 2 {
            assert!(model.edit(&edit, &lines, now));
            assert!(model.cancel(&cancel, "customer", "", now));
        }
    });
    // Pages with elements twice, and turned round.
    stage.site.lock().faults.add(rule(Route::Orders, 1, 1, Fault::Duplicate));
    stage.site.lock().faults.add(rule(Route::Orders, 2, 2, Fault::Reorder));
    let task = task_over(&stage, Arc::new(link), 1);
    let polled = stage.runtime.block_on(task.once()).unwrap().polled.unwrap();
    assert_eq!((polled.received.new, polled.received.changed), (450, 2));
    assert_eq!(polled.received.left_alone, 200, "the doubles of the first page");
    let distinct: BTreeSet<_> = numbers.iter().map(|n| row(&stage, n).id).collect();
    assert_eq!((orders(&stage), distinct.len()), (450, 450));
    let number = |id: &str| stage.site.lock().order(id).unwrap().dto.number.clone().unwrap().0;
    assert_eq!(row(&stage, &number(&edited)).total.0, 70_000);
    assert_eq!(row(&stage, &number(&cancelled)).standing.status, S::Cancelled);
}

#[test]
fn a_refresh_polls_at_once_and_never_twice_at_a_time() {
    let (_folder, stage, _) = stage(45, 1);
    let (gate, mut arrivals) = Gate::new(&stage);
    let task = Arc::new(task_over(&stage, Arc::clone(&gate) as _, 1));
    let nudge = task.nudge();
    let (stop, stopped) = watch::channel(false);
    stage.runtime.block_on(async {
        let running = tokio::spawn({
            let task = Arc::clone(&task);
            async move { task.run(stopped).await }
        });
        // Far below the poll period, far above what a poll takes.
        let mut next = async || tokio::time::timeout(Duration::from_secs(20), arrivals.recv()).await.is_ok();
        assert!(next().await, "the first poll");
        for _ in 0..5 {
            nudge.now();
        }
        tokio::task::yield_now().await;
        assert_eq!(gate.most.load(Ordering::SeqCst), 1, "one poll at a time");
        gate.open.add_permits(1);
        assert!(next().await, "somebody asked while it was under way: once more");
        // The second poll is over when it is noted; then the task rests for a minute.
        stage.hand.advance_secs(1);
        gate.open.add_permits(1);
        while stage.desk.ask(FreshnessQuery).await.unwrap().polled_at != Some(stage.clock.now()) {
            tokio::task::yield_now().await;
        }
        nudge.now();
        assert!(next().await, "at once");
        gate.open.add_permits(1);
        let _ = stop.send(true);
        running.await.unwrap();
    });
    assert_eq!(gate.most.load(Ordering::SeqCst), 1);
}
