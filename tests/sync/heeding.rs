//! What people do reaches the task at once: a pasted token, a changed setting, a refresh asked for in another process.
//! In virtual time, so that «at once» and «not before» are exact.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use expero::domain::order::Delivery;
use expero::domain::status::OrderStatus;
use expero::site::error::{SiteError, TransportKind};
use expero::site::wire::{Route, Wire, WireCall, WireResponse};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::settings::SetSetting;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::virtual_till::{PERIOD, Program, VirtualTill};

/// A line that can be cut, and counts what is asked of it.
struct Line {
    inner: Arc<dyn Wire>,
    cut: AtomicBool,
    polls: AtomicU32,
    tries: AtomicU32,
}

impl Line {
    fn of(till: &VirtualTill) -> Arc<Self> {
        let (cut, polls, tries) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
        Arc::new(Self { inner: till.plain_line(), cut, polls, tries })
    }

    fn cut(&self, is_cut: bool) {
        self.cut.store(is_cut, Ordering::SeqCst);
    }

    /// Polls and tries to deliver since the last look.
    fn asked(&self) -> (u32, u32) {
        (self.polls.swap(0, Ordering::SeqCst), self.tries.swap(0, Ordering::SeqCst))
    }
}

impl Wire for Line {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        match call.route {
            Route::Orders => self.polls.fetch_add(1, Ordering::SeqCst),
            Route::ChangeStatus => self.tries.fetch_add(1, Ordering::SeqCst),
            _ => 0,
        };
        if self.cut.load(Ordering::SeqCst) {
            return async { Err(SiteError::Transport { kind: TransportKind::Connect }) }.boxed();
        }
        self.inner.send(call)
    }
}

/// A till with one program and one order that has arrived and is accepted while the line is cut.
fn cut_off(seed: u64) -> (VirtualTill, Program, Arc<Line>, String) {
    let mut till = VirtualTill::new(seed);
    let line = Line::of(&till);
    let program = till.start(Arc::clone(&line) as Arc<dyn Wire>, seed);
    let (_, number) = till.book();
    till.pass_secs(2 * PERIOD);
    line.cut(true);
    till.act(AcceptOrder { order: till.find(&number) });
    // Long enough for the back-off to have grown.
    till.pass_secs(3600);
    assert_eq!(till.row(&number).standing.delivery, Delivery::Waiting);
    line.asked();
    (till, program, line, number)
}

#[test]
fn what_waits_goes_as_soon_as_a_poll_is_answered_again() {
    // Chance decides when each would have been tried by itself.
    for seed in 1..=8 {
        let (mut till, _program, line, number) = cut_off(seed);
        line.cut(false);
        // A failing poll is tried as often as a good one.
        let answered = (0..PERIOD + PERIOD / 10).any(|_| {
            till.pass_secs(1);
            line.polls.load(Ordering::SeqCst) > 0
        });
        assert!(answered);
        till.pass_secs(1);
        assert_eq!(till.row(&number).standing.delivery, Delivery::Sent, "seed {seed}");
        assert_eq!(line.asked(), (1, 1), "seed {seed}");
    }
}

#[test]
fn a_changed_setting_is_tried_at_once_and_not_again_and_again() {
    let (mut till, _program, line, number) = cut_off(1);
    line.cut(false);
    till.act(SetSetting { key: "site.timeout_seconds".to_owned(), value: "20".to_owned() });
    till.pass_secs(1);
    assert_eq!(till.row(&number).standing.delivery, Delivery::Sent);
    let (polls, tries) = line.asked();
    assert_eq!((polls, tries), (1, 1));
    // A setting that says nothing of the site wakes nobody.
    till.act(SetSetting { key: "booking.minutes".to_owned(), value: "700".to_owned() });
    till.pass_secs(1);
    assert_eq!(line.asked(), (0, 0));
}

#[test]
fn a_refused_token_rests_everything_and_a_pasted_one_goes_on_at_once() {
    let mut till = VirtualTill::new(2);
    let line = Line::of(&till);
    let program = till.start(Arc::clone(&line) as Arc<dyn Wire>, 2);
    let (_, number) = till.book();
    till.pass_secs(2 * PERIOD);
    till.site().revoke_tokens();
    till.act(AcceptOrder { order: till.find(&number) });
    till.pass_secs(2 * PERIOD);
    assert!(program.status.borrow().paused.is_some());
    line.asked();
    till.pass_secs(3600);
    assert_eq!(line.asked(), (0, 0), "a refused token is not tried again by itself");
    let now = till.hand.time.truth();
    let token = till.site().grant(now);
    till.paste(&token);
    till.pass_secs(1);
    assert!(program.status.borrow().paused.is_none());
    let row = till.row(&number);
    assert_eq!((row.standing.status, row.standing.delivery), (OrderStatus::Accepted, Delivery::Sent));
    let (polls, tries) = line.asked();
    assert!((1..=2).contains(&polls) && tries == 1, "{polls} polls, {tries} tries");
}

#[test]
fn a_refresh_asked_for_in_another_process_is_carried_out_by_the_one_that_runs_the_task() {
    let mut till = VirtualTill::new(3);
    let line = Line::of(&till);
    let first = till.start(Arc::clone(&line) as Arc<dyn Wire>, 3);
    till.pass_secs(5);
    let idle = Line::of(&till);
    let second = till.start(Arc::clone(&idle) as Arc<dyn Wire>, 4);
    till.pass_secs(5);
    assert!(first.status.borrow().runs_here && !second.status.borrow().runs_here);
    line.asked();
    let (_, number) = till.book();
    second.nudge.now();
    till.pass_secs(1);
    assert_eq!((line.asked(), idle.asked()), ((1, 0), (0, 0)));
    assert_eq!(till.row(&number).standing.status, OrderStatus::New);
    // And asked for in its own process it polls there.
    first.nudge.now();
    till.pass_secs(1);
    assert_eq!(line.asked(), (1, 0));
}
