//! A till with its background task and a sandbox, and what was done to each order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use expero::desk::Desk;
use expero::domain::batch::StorageBand;
use expero::domain::clock::{Clock, ManualClock};
use expero::domain::ids::{OrderId, TillId};
use expero::domain::money::Kopecks;
use expero::domain::order::CancelReason;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::domain::status::OrderStatus;
use expero::sandbox::model::orders::{NewLine, NewOrder};
use expero::sandbox::{Running, Sandbox, SandboxConfig};
use expero::site::client::SiteClient;
use expero::site::secret::Secret;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::store::{Database, Mode};
use expero::sync::{KeySource, Once, SyncTask};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::delete_order::DeleteOrder;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::health::HealthCheck;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::read::order_list::OrderRow;
use expero::usecase::read::quote::{QuoteLine, QuoteOrder};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::sell_receipt::SellReceipt;
use expero::usecase::settings::SetSetting;
use expero::usecase::{Action, Actor, UseError};

pub const PHARMACY: &str = "apt-1";

/// A token that may be changed while the task runs.
#[derive(Default)]
pub struct Token(pub std::sync::Mutex<Option<Secret>>);

impl KeySource for Token {
    fn token(&self) -> Option<Secret> {
        self.0.lock().unwrap().clone()
    }
}

/// What the pharmacist did: how often each status was sent per order number.
pub type Done = BTreeMap<String, BTreeMap<String, u32>>;

pub struct Stage {
    pub clock: Arc<dyn Clock>,
    pub hand: Arc<ManualClock>,
    pub desk: Desk,
    pub task: SyncTask,
    pub token: Arc<Token>,
    pub site: Running,
    pub runtime: tokio::runtime::Runtime,
    pub done: Done,
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A desk on the database in `folder`.
pub fn desk(folder: &Path, clock: &Arc<dyn Clock>) -> Desk {
    let path = folder.join("expero.db");
    let write = Database::open(&path, Mode::Write).unwrap();
    let read = Database::open(&path, Mode::Read).unwrap();
    let actor = Actor { user: "Петрова".to_owned(), till: TillId("till-1".to_owned()) };
    Desk::start(write, read, Arc::clone(clock), actor).unwrap()
}

pub fn task(desk: &Desk, clock: &Arc<dyn Clock>, token: &Arc<Token>, seed: u64) -> SyncTask {
    let clock = Arc::clone(clock);
    let connect = move |config| SiteClient::new(config, Arc::clone(&clock));
    let tokens: Arc<dyn KeySource> = Arc::clone(token) as Arc<dyn KeySource>;
    let actor = Actor { user: "sync".to_owned(), till: TillId("sync".to_owned()) };
    SyncTask::new(desk.acting_as(actor), tokens, Box::new(connect), seed)
}

/// Twenty products with plenty of stock, and the way to the sandbox.
pub fn furnish(desk: &Desk, now: DateTime<Utc>, port: u16) {
    let expires_on: NaiveDate = (now + Duration::days(900)).date_naive();
    let items = (1..=20).map(|n| GoodsWithStock {
        goods: NewGoods {
            code: format!("p{n}"),
            name: format!("Товар {n}"),
            inn: String::new(),
            form: String::new(),
            strength: String::new(),
            manufacturer: "Завод".to_owned(),
            country: String::new(),
            barcodes: Vec::new(),
            marks: GoodsMarks::default(),
        },
        batches: vec![(
            NewBatch {
                code: format!("b{n}"),
                series: "S1".to_owned(),
                expires_on,
                place: "А-1".to_owned(),
                storage: StorageBand::default(),
                price: Kopecks(10_000),
                max_price: None,
            },
            Packs(1_000),
        )],
    });
    desk.act(ImportGoods { items: items.collect() }).wait().unwrap();
    for (key, value) in [
        ("site.scheme", "http".to_owned()),
        ("site.host", "127.0.0.1".to_owned()),
        ("site.port", port.to_string()),
        ("site.pharmacy_id", PHARMACY.to_owned()),
        ("site.timeout_seconds", "2".to_owned()),
    ] {
        desk.act(SetSetting { key: key.to_owned(), value }).wait().unwrap();
    }
}

pub fn sandbox(runtime: &tokio::runtime::Runtime, clock: &Arc<dyn Clock>, seed: u64) -> Running {
    let config = SandboxConfig { seed, pharmacy_id: PHARMACY.to_owned(), ..SandboxConfig::default() };
    runtime.block_on(Sandbox::start(config, Arc::clone(clock))).unwrap()
}

/// A customer books one or two products; answers the order's number.
pub fn book(site: &Running, rng: &mut fastrand::Rng, now: DateTime<Utc>) -> String {
    let lines = (0..rng.usize(1..=2)).map(|k| {
        let n = rng.u32(1..=10) + 10 * u32::try_from(k).unwrap();
        NewLine {
            product_id: format!("p{n}"),
            name: format!("Товар {n}"),
            price: 10_000,
            quantity: 1,
            ..NewLine::default()
        }
    });
    let new = NewOrder { name: "Анна".to_owned(), lines: lines.collect(), ..NewOrder::default() };
    let mut model = site.lock();
    let id = model.book(&new, now);
    model.order(&id).unwrap().dto.number.clone().unwrap().0
}

impl Stage {
    pub fn new(folder: &Path, seed: u64) -> Self {
        let runtime = runtime();
        let hand = Arc::new(ManualClock::at(DateTime::from_timestamp(1_795_500_000, 0).unwrap()));
        let clock: Arc<dyn Clock> = Arc::clone(&hand) as Arc<dyn Clock>;
        let site = sandbox(&runtime, &clock, seed);
        let desk = desk(folder, &clock);
        furnish(&desk, clock.now(), site.addr.port());
        let token = Arc::new(Token(std::sync::Mutex::new(Some(site.token.clone()))));
        let task = task(&desk, &clock, &token, seed);
        Self { clock, hand, desk, task, token, site, runtime, done: Done::new() }
    }

    pub fn once(&self) -> Once {
        self.runtime.block_on(self.task.once()).unwrap()
    }

    pub fn book(&mut self, rng: &mut fastrand::Rng) -> String {
        book(&self.site, rng, self.clock.now())
    }

    pub fn waiting(&self) -> u64 {
        self.desk.ask(FreshnessQuery).wait().unwrap().waiting
    }
}

/// The pharmacist's hands on one desk, keeping count of what the site must learn.
pub struct Hands<'a> {
    pub desk: &'a Desk,
    pub done: &'a mut Done,
}

impl Hands<'_> {
    pub fn find(&self, number: &str) -> OrderId {
        self.desk.ask(FindOrder { number: number.to_owned() }).wait().unwrap()
    }

    fn act<A: Action>(&self, action: A) -> Result<A::Value, UseError> {
        self.desk.act(action).wait().map(|outcome| outcome.value)
    }

    fn note(&mut self, number: &str, status: OrderStatus) {
        let counts = self.done.entry(number.to_owned()).or_default();
        *counts.entry(status.code().to_owned()).or_default() += 1;
    }

    pub fn row(&self, number: &str) -> OrderRow {
        let id = self.find(number);
        self.desk.ask(OrderCard { id }).wait().unwrap().row
    }

    /// Does the next sensible thing to an order.
    pub fn next_step(&mut self, number: &str, rng: &mut fastrand::Rng) {
        let order = self.find(number);
        let status = self.row(number).standing.status;
        let to = match (status, rng.u8(0..10)) {
            (OrderStatus::New | OrderStatus::Accepted | OrderStatus::Assembled, 0) => {
                let reason = CancelReason::CustomerRefused;
                self.act(DeleteOrder { order, reason, text: String::new() }).unwrap();
                OrderStatus::Cancelled
            }
            (OrderStatus::New, _) => {
                self.act(AcceptOrder { order }).unwrap();
                OrderStatus::Accepted
            }
            (OrderStatus::Accepted | OrderStatus::Assembled, 1 | 2) => {
                let until = self.row(number).hold_until.unwrap() + Duration::hours(1);
                self.act(ExtendHold { order, until }).unwrap();
                status
            }
            (OrderStatus::Accepted, _) => {
                assert_eq!(self.act(ReserveLines { order }).unwrap().missing_lines, 0);
                self.act(CollectOrder { order }).unwrap();
                OrderStatus::Assembled
            }
            (OrderStatus::Assembled, _) => {
                let quote = self.desk.ask(QuoteOrder { order }).wait().unwrap();
                let due: Kopecks = quote.lines.iter().map(QuoteLine::sum).sum();
                let sale = SellReceipt::of_order(order, Paid::Card, due);
                self.act(sale).unwrap();
                OrderStatus::Closed
            }
            (_, _) => return,
        };
        self.note(number, to);
    }
}

/// The site holds what the till holds, each change once; the books balance.
pub fn must_agree(site: &Running, desk: &Desk, numbers: &[String], done: &Done) {
    let model = site.lock();
    for number in numbers {
        let (_, stored) = model.orders().find(|(_, o)| o.dto.number.as_ref().is_some_and(|n| n.0 == *number)).unwrap();
        let id = desk.ask(FindOrder { number: number.clone() }).wait().unwrap();
        let row = desk.ask(OrderCard { id }).wait().unwrap().row;
        assert_eq!(stored.dto.status, row.standing.status.code(), "order {number}: site and till");
        let sent = done.get(number).cloned().unwrap_or_default();
        assert_eq!(stored.effects, sent, "order {number}: each change takes effect exactly once");
    }
    drop(model);
    let health = desk.ask(HealthCheck).wait().unwrap();
    assert_eq!((health.overdrawn, health.dangling), (0, 0), "the books balance");
    assert_eq!(desk.ask(FreshnessQuery).wait().unwrap().waiting, 0, "nothing waits");
}
