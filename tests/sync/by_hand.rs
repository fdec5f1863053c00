//! What a person asks of the site by hand: the full stock, whole or not at all; a new token that is never lost.

use std::sync::{Arc, Mutex};

use expero::domain::job::Job;
use expero::sandbox::faults::Fault;
use expero::sandbox::model::SandboxModel;
use expero::site::client::SiteClient;
use expero::site::error::SiteError;
use expero::site::secret::Secret;
use expero::site::wire::Route;
use expero::sync::{Renewed, Sending, Sent, Setup, StockFault, TokenStore, Word, connect, renew, send_full};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::jobs::WantJob;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::read::schedule::Schedule;
use expero::usecase::read::settings::SiteSetup;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::settings::SetSetting;

use super::stage::{PHARMACY, Stage};

pub fn client(stage: &Stage) -> SiteClient {
    let settings = stage.desk.ask(SiteSetup).wait().unwrap();
    connect(&Setup::read(settings, stage.token.as_ref()), Arc::clone(&stage.clock)).unwrap()
}

fn send(stage: &Stage, word: Word) -> Result<Sent, StockFault> {
    let sending = Arc::<Sending>::default();
    stage.runtime.block_on(send_full(&stage.desk, &client(stage), PHARMACY, word, &sending))
}

/// Product → packs, as the site believes.
pub fn at_site(stage: &Stage) -> Vec<(String, i64)> {
    let model = stage.site.lock();
    let stock = model.stock(PHARMACY);
    let mut rows: Vec<(String, i64)> = stock.map_or_else(Vec::new, |stock| {
        stock.items.iter().map(|row| (row.product_id.0.clone(), row.quantity.0)).collect()
    });
    rows.sort();
    rows
}

pub fn stage() -> (tempfile::TempDir, Stage) {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::new(folder.path(), 5);
    (folder, stage)
}

#[test]
fn the_site_has_what_can_be_booked_and_the_bar_says_when_it_was_sent() {
    let (_folder, mut stage) = stage();
    let mut rng = fastrand::Rng::with_seed(5);
    let number = stage.book(&mut rng);
    stage.once();
    let order = stage.desk.ask(FindOrder { number }).wait().unwrap();
    stage.desk.act(AcceptOrder { order }).wait().unwrap();
    stage.desk.act(ReserveLines { order }).wait().unwrap();
    let sent = send(&stage, Word::NotGiven).unwrap();
    assert_eq!((sent.rows, sent.accepted, sent.rejected_count), (20, 20, 0));
    let rows = at_site(&stage);
    assert_eq!(rows.len(), 20);
    let reserved: i64 = rows.iter().map(|(_, packs)| 1_000 - packs).sum();
    assert!((1..=2).contains(&reserved), "what is kept for an order is not offered: {rows:?}");
    let fresh = stage.desk.ask(FreshnessQuery).wait().unwrap();
    assert_eq!((fresh.stock.sent_at, fresh.stock.rows), (Some(stage.clock.now()), 20));
}

#[test]
fn an_emptied_or_halved_stock_waits_for_a_persons_word() {
    let (_folder, stage) = stage();
    send(&stage, Word::NotGiven).unwrap();
    // Nothing lasts long enough any more.
    let days = SetSetting { key: "stock.min_days_left".into(), value: "365".into() };
    stage.desk.act(days).wait().unwrap();
    stage.hand.advance_secs(700 * 24 * 3_600);
    stage.site.lock().set_clock_offset(0);
    let now = stage.clock.now();
    let fresh = stage.site.lock().grant(now);
    *stage.token.0.lock().unwrap() = Some(Secret::new(&fresh));
    assert!(matches!(send(&stage, Word::NotGiven), Err(StockFault::Shrunk { rows: 0, was: 20 })));
    assert_eq!(at_site(&stage).len(), 20, "the site keeps what it has");
    let sent = send(&stage, Word::Given).unwrap();
    assert_eq!((sent.rows, at_site(&stage).len()), (0, 0));
}

#[test]
fn a_transfer_that_breaks_or_is_stopped_leaves_the_old_stock_at_the_site() {
    let (_folder, stage) = stage();
    send(&stage, Word::NotGiven).unwrap();
    let before = at_site(&stage);
    for fault in [Fault::CutBefore, Fault::Status { status: 500, retry_after: None }, Fault::Garbage] {
        stage.hand.advance_secs(700);
        let applies = matches!(fault, Fault::Garbage);
        stage.site.lock().faults.next_calls(Route::Catalog, 1, fault);
        let sent = send(&stage, Word::NotGiven);
        assert!(matches!(sent, Err(StockFault::Site(_))), "{sent:?}");
        assert!(applies || at_site(&stage) == before);
    }
    stage.hand.advance_secs(700);
    let sending = Arc::<Sending>::default();
    sending.stop();
    let sent = stage.runtime.block_on(send_full(&stage.desk, &client(&stage), PHARMACY, Word::Given, &sending));
    assert!(matches!(sent, Err(StockFault::Stopped)));
    assert_eq!(at_site(&stage), before);
}

/// Keeps tokens in memory, and how often the site had been asked about a token when each was put.
#[derive(Default)]
struct Shelf {
    put: Mutex<Vec<Secret>>,
    refuses: bool,
    checks: Mutex<Vec<u64>>,
    site: Option<Arc<Mutex<SandboxModel>>>,
}

impl TokenStore for Shelf {
    fn put(&self, token: &Secret) -> Result<(), String> {
        if self.refuses {
            return Err("the disk is full".to_owned());
        }
        let asked = self.site.as_ref().map_or(0, |site| site.lock().unwrap().arrived(Route::Check));
        self.checks.lock().unwrap().push(asked);
        self.put.lock().unwrap().push(token.clone());
        Ok(())
    }
}

fn renewed(stage: &Stage, shelf: &Shelf) -> Renewed {
    let old = stage.site.token.clone();
    stage.runtime.block_on(renew(&client(stage), &old, shelf))
}

#[test]
fn a_new_token_is_stored_before_it_is_used_and_the_site_knows_it() {
    let (_folder, stage) = stage();
    let shelf = Shelf { site: Some(Arc::clone(&stage.site.model)), ..Shelf::default() };
    assert_eq!(renewed(&stage, &shelf), Renewed::Done);
    assert_eq!(*shelf.checks.lock().unwrap(), [0], "stored before anybody asked with it");
    assert_eq!(stage.site.lock().arrived(Route::Check), 1);
    let stored = shelf.put.lock().unwrap().remove(0);
    assert_ne!(stored, stage.site.token);
    *stage.token.0.lock().unwrap() = Some(stored);
    assert!(stage.once().polled.is_ok());
}

#[test]
fn an_answer_that_was_lost_is_settled_with_the_old_token_and_never_by_a_second_try() {
    for fault in [Fault::CutBefore, Fault::CutAfter] {
        let (_folder, stage) = stage();
        let shelf = Shelf::default();
        stage.site.lock().faults.next_calls(Route::Refresh, 1, fault.clone());
        // The service lets the old one live on until the new one is used.
        let end = renewed(&stage, &shelf);
        assert!(matches!(end, Renewed::Kept(_)), "{end:?}");
        stage.site.lock().faults.next_calls(Route::Refresh, 1, fault);
        stage.site.lock().faults.next_calls(Route::Check, 1, Fault::Status { status: 401, retry_after: None });
        let end = renewed(&stage, &shelf);
        assert!(matches!(end, Renewed::Lost(_)), "{end:?}");
        assert!(shelf.put.lock().unwrap().is_empty());
        assert!(stage.site.lock().arrived(Route::Refresh) <= 2, "each asked once");
    }
}

#[test]
fn a_token_that_cannot_be_stored_is_said_and_one_that_is_not_known_gives_way_to_the_old() {
    let (_folder, stage) = stage();
    assert_eq!(renewed(&stage, &Shelf { refuses: true, ..Shelf::default() }), Renewed::NotStored);
    let (_folder, stage) = self::stage();
    let shelf = Shelf::default();
    stage.site.lock().faults.next_calls(Route::Check, 1, Fault::Status { status: 401, retry_after: None });
    let end = renewed(&stage, &shelf);
    // The sandbox lets the old token live on for a while; then it is put back, else a person must ask.
    let put = shelf.put.lock().unwrap().len();
    match end {
        Renewed::PutBack(SiteError::Unauthorized { .. }) => assert_eq!(put, 2),
        Renewed::Lost(SiteError::Unauthorized { .. }) => assert_eq!(put, 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_schedule_sends_the_stock_minds_the_token_and_runs_what_a_person_wants() {
    let (_folder, stage) = stage();
    let put = Arc::new(Shelf::default());
    let task = super::stage::task(&stage.desk, &stage.clock, &stage.token, 9).with_jobs(put.clone());
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let job = stage.runtime.spawn(async move { task.run(stopped).await });
    let desk = stage.desk.clone();
    let run = |job: Job| desk.ask(Schedule).wait().unwrap().into_iter().find(|row| row.job == job).unwrap();
    let (bell, rings) = std::sync::mpsc::sync_channel(1);
    let _feed = desk.subscribe(move || {
        let _ = bell.try_send(());
    });
    let until = |done: &dyn Fn() -> bool| {
        for _ in 0..1_000 {
            if done() {
                return;
            }
            rings.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
        }
        panic!("a thousand changes, and still not what is waited for");
    };
    until(&|| run(Job::Stock).run.ended_at.is_some() && run(Job::Token).run.ended_at.is_some());
    assert_eq!((run(Job::Stock).run.result, run(Job::Token).run.result), (String::new(), String::new()));
    assert_eq!(stage.site.lock().stock(PHARMACY).unwrap().swaps, 1);
    // A card that would tell the site too little is not sent; a change of it goes at once.
    until(&|| run(Job::Pharmacy).run.ended_at.is_some());
    assert_eq!(run(Job::Pharmacy).run.result, "job-pharmacy-incomplete");
    for (key, value) in [
        ("pharmacy.name", "Аптека"),
        ("pharmacy.address", "Город, улица, 1"),
        ("pharmacy.hours", "пн-пт 8-22, сб круглосуточно"),
        ("pharmacy.phones", "8 495 111-22-33; +7 (916) 222-33-44"),
    ] {
        desk.act(SetSetting { key: key.into(), value: value.into() }).wait().unwrap();
    }
    until(&|| stage.site.lock().pharmacies().get(PHARMACY).is_some_and(|card| card.contacts.phones.len() == 2));
    {
        let model = stage.site.lock();
        let card = model.pharmacies().get(PHARMACY).unwrap();
        assert_eq!((card.title.as_str(), card.location.full_address.as_str()), ("Аптека", "Город, улица, 1"));
        assert_eq!(card.contacts.phones, ["+74951112233", "+79162223344"]);
        let (friday, saturday, sunday) = (&card.schedule.friday, &card.schedule.saturday, &card.schedule.sunday);
        assert_eq!(friday.working_start_at.as_ref().map(|m| m.0), Some(480));
        assert!(saturday.is_working_day_and_night && sunday.is_day_off);
        assert_eq!(card.booking.maximum_booking_time_in_minutes.0, 2880);
    }
    // Not again before its time, unless a person wants it.
    assert!(run(Job::Stock).next.unwrap() > stage.clock.now());
    stage.hand.advance_secs(700);
    desk.act(WantJob(Job::Stock)).wait().unwrap();
    until(&|| stage.site.lock().stock(PHARMACY).unwrap().swaps == 2 && !run(Job::Stock).run.is_wanted);
    assert!(put.put.lock().unwrap().is_empty(), "no token is renewed that nobody has asked to renew");
    stop.send(true).unwrap();
    stage.runtime.block_on(job).unwrap();
}
