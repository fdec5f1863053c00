//! A till, its site and everything that happens to them, drawn from a seed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use expero::domain::discount::Discount;
use expero::domain::ids::{BatchId, OrderId};
use expero::domain::money::Kopecks;
use expero::domain::order::{CancelReason, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::sandbox::faults::{Fault, RandomFaults, RetryAfter};
use expero::sandbox::model::orders::{NewLine, NewOrder};
use expero::site::wire::Wire;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::acknowledge_change::AcknowledgeChange;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::delete_order::DeleteOrder;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::read::quote::{QuoteLine, QuoteOrder};
use expero::usecase::release_lines::ReleaseLines;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::scan_pack::ScanPack;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};
use expero::usecase::{Action, UseError};

use super::laws::Laws;
use super::link::{SimLink, Weather};
use crate::virtual_till::{GOODS, PERIOD, Program, VirtualTill};

/// Two programs at most, each with a task that wants to run.
const PROGRAMS: usize = 2;

pub struct World {
    rng: fastrand::Rng,
    till: VirtualTill,
    link: Arc<SimLink>,
    laws: Laws,
    programs: [Option<Program>; PROGRAMS],
    seed: u64,
}

fn all_faults() -> Vec<Fault> {
    vec![
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Hang,
        Fault::Status { status: 500, retry_after: None },
        Fault::AppliedThenStatus { status: 502 },
        Fault::Status { status: 429, retry_after: Some(RetryAfter::Seconds(20)) },
        Fault::Status { status: 429, retry_after: Some(RetryAfter::Date(45)) },
        Fault::Status { status: 429, retry_after: None },
        Fault::Status { status: 503, retry_after: None },
        Fault::Garbage,
        Fault::Html,
        Fault::TruncatedGzip,
        Fault::UnknownField,
        Fault::Duplicate,
        Fault::Reorder,
        Fault::Answer { status: 413, content_type: "text/plain".to_owned(), body: "too large".to_owned() },
        Fault::Answer { status: 404, content_type: "text/html".to_owned(), body: "<h1>404</h1>".to_owned() },
    ]
}

impl World {
    pub fn new(seed: u64) -> Self {
        let till = VirtualTill::new(seed);
        let link = SimLink::new(&till.site, till.desk.clone(), &till.hand.time, seed);
        let laws = Laws::new(&till.desk);
        let rng = fastrand::Rng::with_seed(seed);
        let mut world = Self { rng, till, link, laws, programs: [None, None], seed };
        world.start(0);
        world
    }

    fn start(&mut self, which: usize) {
        let seed = self.rng.u64(..);
        self.programs[which] = Some(self.till.start(Arc::clone(&self.link) as Arc<dyn Wire>, seed));
    }

    pub fn say(&self, what: &str) {
        let line = format!("{:>10} {what}", self.till.hand.time.passed_ms());
        self.link.books().trace.push(line);
    }

    pub fn trace(&self) -> Vec<String> {
        self.link.books().trace.clone()
    }

    pub fn tally(&self) -> &BTreeMap<String, u32> {
        &self.laws.tally
    }

    fn pass(&mut self, wait: Duration) {
        let (link, site, laws) = (&self.link, Arc::clone(&self.till.site), &mut self.laws);
        self.till.hand.pass(wait, || laws.look(&mut link.books(), &site.lock().unwrap()));
    }

    /// One step of the day: something happens, then some time passes.
    pub fn step(&mut self) {
        let what = match self.rng.u32(0..100) {
            0..55 => self.pharmacist(),
            55..75 => self.customer(),
            75..85 => self.programs_change(),
            _ => self.weather_changes(),
        };
        self.say(&what);
        self.laws.look(&mut self.link.books(), &self.till.site());
        let wait = match self.rng.u32(0..100) {
            0..30 => self.rng.u64(0..900),
            30..80 => self.rng.u64(1_000..60_000),
            80..97 => self.rng.u64(60_000..1_200_000),
            _ => self.rng.u64(3_600_000..40_000_000),
        };
        self.pass(Duration::from_millis(wait));
        let now = self.laws.summary();
        self.say(&now);
    }

    fn tries<A: Action>(&self, action: A) -> String {
        match self.till.desk.act(action).wait() {
            Ok(_) => A::NAME.to_owned(),
            Err(UseError::Refused(refusal)) => format!("{}: {}", A::NAME, refusal.code()),
            Err(UseError::Store(error)) => panic!("{}: {error}", A::NAME),
        }
    }

    fn pharmacist(&mut self) -> String {
        let orders: Vec<i64> = self.laws.picture().orders.keys().copied().collect();
        // Mostly the newest: old ones are over.
        let back = self.rng.usize(0..8).min(self.rng.usize(0..8));
        let Some(order) = orders.iter().rev().nth(back).or(orders.first()).map(|id| OrderId(*id)) else {
            return "nothing to do".to_owned();
        };
        let done = match self.rng.u32(0..20) {
            0..4 => self.tries(AcceptOrder { order }),
            4..7 => self.tries(ReserveLines { order }),
            7 => {
                let raw = format!("p{}", self.rng.u32(1..=GOODS));
                self.tries(ScanPack { order, raw })
            }
            8..12 => {
                let reserved = self.tries(ReserveLines { order });
                format!("{reserved}, {}", self.tries(CollectOrder { order }))
            }
            12..14 => {
                let until = self.till.desk.clock().now() + TimeDelta::minutes(self.rng.i64(-10..3_000));
                self.tries(ExtendHold { order, until })
            }
            14..17 => self.sell(order),
            17 if self.rng.bool() => self.delete(order),
            17 => self.tries(ReleaseLines { order }),
            18 => self.walk_in(),
            _ => self.tries(AcknowledgeChange { order }),
        };
        format!("order {order}: {done}")
    }

    fn sell(&mut self, order: OrderId) -> String {
        let Ok(quote) = self.till.desk.ask(QuoteOrder { order }).wait() else { return "no quote".to_owned() };
        let due: Kopecks = quote.lines.iter().map(QuoteLine::sum).sum();
        let shown_total = if quote.payment == PaymentState::Paid { Kopecks::ZERO } else { due };
        self.tries(SellReceipt::of_order(order, Paid::Card, shown_total))
    }

    fn delete(&mut self, order: OrderId) -> String {
        let reason = self.rng.choice([CancelReason::CustomerRefused, CancelReason::OutOfStock]).unwrap();
        self.tries(DeleteOrder { order, reason, text: String::new() })
    }

    fn walk_in(&mut self) -> String {
        let packs = Packs(self.rng.i64(1..3));
        let lines =
            vec![SaleLine { batch: BatchId(self.rng.i64(1..=i64::from(GOODS) * 2)), packs, discount: Discount::NONE }];
        let shown_total = Kopecks(10_000 * packs.0);
        self.tries(SellReceipt::walk_in(lines, Paid::Card, shown_total))
    }

    fn lines(&mut self) -> Vec<NewLine> {
        (0..self.rng.u32(1..=3))
            .map(|k| {
                let n = 1 + (self.rng.u32(0..GOODS / 3) + k * (GOODS / 3)) % GOODS;
                NewLine {
                    product_id: format!("p{n}"),
                    name: format!("Товар {n}"),
                    price: 10_000,
                    quantity: self.rng.i64(1..=2),
                    ..NewLine::default()
                }
            })
            .collect()
    }

    /// The customer, or the site itself.
    fn customer(&mut self) -> String {
        let now = self.till.hand.time.truth();
        let ids: Vec<String> = self.till.site().orders().map(|(id, _)| id.clone()).collect();
        let lines = self.lines();
        let back = self.rng.usize(0..5);
        let (what, prepaid) = (self.rng.u32(0..10), self.rng.u32(0..4) == 0);
        let mut site = self.till.site();
        match (what, ids.iter().rev().nth(back)) {
            (0..6, _) | (_, None) => {
                let new = NewOrder { name: "Анна".to_owned(), prepaid, lines, ..NewOrder::default() };
                format!("site: {} booked", site.book(&new, now))
            }
            (6, Some(id)) => format!("site: {id} edited: {}", site.edit(id, &lines, now)),
            (7, Some(id)) => format!("site: {id} cancelled: {}", site.cancel(id, "customer", "", now)),
            (_, Some(id)) => format!("site: {id} paid: {}", site.pay(id, now)),
        }
    }

    /// A program is killed, asked to end, or started.
    fn programs_change(&mut self) -> String {
        let which = self.rng.usize(0..PROGRAMS);
        match (self.programs[which].take(), self.rng.u32(0..4)) {
            (Some(program), 0 | 1) => {
                assert!(self.till.hand.kill(program.task), "a task never ends by itself");
                format!("program {which}: killed")
            }
            (Some(program), 2) => {
                program.stop.send(true).unwrap();
                self.pass(Duration::ZERO);
                assert!(!self.till.hand.is_running(program.task), "asked to end, a task ends at once");
                format!("program {which}: ended")
            }
            (Some(program), _) => {
                self.programs[which] = Some(program);
                format!("program {which}: goes on")
            }
            (None, _) => {
                self.start(which);
                format!("program {which}: started")
            }
        }
    }

    fn weather_changes(&mut self) -> String {
        let (now, now_true) = (self.till.hand.time.passed_ms(), self.till.hand.time.truth());
        match self.rng.u32(0..8) {
            0 | 1 => {
                let (lost, slow) = (self.rng.u32(0..300), self.rng.u32(0..100));
                self.link.books().weather = Weather { lost, slow, gone_until_ms: 0 };
                format!("weather: {lost} lost, {slow} slow")
            }
            2 => {
                let gone = self.rng.u64(60_000..20_000_000);
                self.link.books().weather.gone_until_ms = now + gone;
                format!("weather: the line is gone for {gone}")
            }
            3 | 4 => {
                let per_mille = self.rng.u32(0..400);
                let random = RandomFaults { per_mille, faults: all_faults() };
                self.till.site().faults.set_random(Some(random));
                format!("weather: the site fails {per_mille}")
            }
            5 if self.rng.bool() => {
                let mut site = self.till.site();
                let Some(id) = site.orders().last().map(|(id, _)| id.clone()) else { return "no order".to_owned() };
                format!("site: {id} has a strange status: {}", site.force_status(&id, "packed_by_robot", now_true))
            }
            5 => {
                self.till.site().expire_cursors();
                "site: cursors expired".to_owned()
            }
            6 => {
                let ahead = if self.rng.bool() { 0 } else { self.rng.i64(-4_000..4_000) };
                self.till.hand.time.set_wall_ahead(ahead);
                format!("the wall clock is {ahead} ahead")
            }
            _ => {
                let mut site = self.till.site();
                site.revoke_tokens();
                // A person pastes the new one now or at the end of the day.
                let new = site.grant(self.till.hand.time.truth());
                drop(site);
                if self.rng.bool() {
                    self.till.paste(&new);
                    return "token: replaced".to_owned();
                }
                "token: revoked".to_owned()
            }
        }
    }

    /// The faults stop: what they made the till wait for may run out, then three sync periods.
    pub fn settle(&mut self) {
        self.till.site().faults.clear();
        self.link.books().weather = Weather::default();
        self.till.hand.time.set_wall_ahead(0);
        let given = self.till.site().token();
        self.till.paste(&given);
        for which in 0..PROGRAMS {
            if self.programs[which].is_none() {
                self.start(which);
            }
        }
        self.say("the faults stop");
        // The longest rest of a failed message; after pauses, the longest of those.
        let now = self.till.hand.time.passed_ms();
        let is_paused = self.link.books().pause_at.is_some_and(|at| at + 3_600_000 > now);
        self.pass(Duration::from_secs(if is_paused { 3_600 } else { 300 }));
        self.pass(Duration::from_secs(3 * PERIOD));
        self.laws.agree(&self.link.books(), &self.till.site());
        let now = self.laws.summary();
        self.say(&now);
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }
}
