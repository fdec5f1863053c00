//! What a person asks of the site by hand: the full stock, whole or not at all; a new token that is never lost.

use std::sync::{Arc, Mutex};

use expero::sandbox::faults::Fault;
use expero::site::client::SiteClient;
use expero::site::error::SiteError;
use expero::site::secret::Secret;
use expero::site::wire::Route;
use expero::sync::{Renewed, Sending, Sent, Setup, StockFault, TokenStore, Word, connect, renew, send_full};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::read::settings::SiteSetup;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::settings::SetSetting;

use super::stage::{PHARMACY, Stage};

fn client(stage: &Stage) -> SiteClient {
    let settings = stage.desk.ask(SiteSetup).wait().unwrap();
    connect(&Setup::read(settings, stage.token.as_ref()), Arc::clone(&stage.clock)).unwrap()
}

fn send(stage: &Stage, word: Word) -> Result<Sent, StockFault> {
    let sending = Arc::<Sending>::default();
    stage.runtime.block_on(send_full(&stage.desk, &client(stage), PHARMACY, word, &sending))
}

/// Product → packs, as the site believes.
fn at_site(stage: &Stage) -> Vec<(String, i64)> {
    let model = stage.site.lock();
    let stock = model.stock(PHARMACY);
    let mut rows: Vec<(String, i64)> = stock.map_or_else(Vec::new, |stock| {
        stock.items.iter().map(|row| (row.product_id.0.clone(), row.quantity.0)).collect()
    });
    rows.sort();
    rows
}

fn stage() -> (tempfile::TempDir, Stage) {
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
    assert_eq!(fresh.stock_sent, Some((stage.clock.now(), 20)));
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

/// Keeps tokens in memory; says no to so many of them.
#[derive(Default)]
struct Shelf {
    put: Mutex<Vec<Secret>>,
    refuses: bool,
}

impl TokenStore for Shelf {
    fn put(&self, token: &Secret) -> Result<(), String> {
        if self.refuses {
            return Err("the disk is full".to_owned());
        }
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
    let shelf = Shelf::default();
    // Asked right after it was stored: a check that fails would tell of a token that was used too early.
    assert_eq!(renewed(&stage, &shelf), Renewed::Done);
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
