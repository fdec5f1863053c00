//! A till in virtual time: the real task, intentions and store over a line to a sandbox in memory. Programs start
//! and end at any moment, and nothing waits.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use expero::desk::Desk;
use expero::domain::batch::StorageBand;
use expero::domain::clock::Clock;
use expero::domain::ids::{OrderId, TillId};
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::sandbox::direct::DirectWire;
use expero::sandbox::model::orders::{NewLine, NewOrder};
use expero::sandbox::{SandboxConfig, SandboxModel};
use expero::site::client::SiteClient;
use expero::site::secret::Secret;
use expero::site::wire::Wire;
use expero::store::Database;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::sync::{KeySource, Nudge, SyncStatus, SyncTask};
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::read::order_list::OrderRow;
use expero::usecase::settings::SetSetting;
use expero::usecase::task::{Contact, NoteContact, TokenIs};
use expero::usecase::{Action, Actor};
use tokio::sync::watch;

use crate::stage::{PHARMACY, Token};
use crate::virtual_time::{Hand, TrueTime, VirtualTime};

/// The poll period, seconds.
pub const PERIOD: u64 = 60;

/// Products in the directory, `p1` and on; each has two batches of six packs.
pub const GOODS: u32 = 6;

/// A program that runs the task, or would like to.
pub struct Program {
    pub task: u32,
    pub stop: watch::Sender<bool>,
    pub nudge: Nudge,
    pub status: watch::Receiver<SyncStatus>,
}

pub struct VirtualTill {
    pub hand: Hand,
    pub desk: Desk,
    pub site: Arc<Mutex<SandboxModel>>,
    pub token: Arc<Token>,
}

impl VirtualTill {
    pub fn new(seed: u64) -> Self {
        let time = VirtualTime::new();
        let clock: Arc<dyn Clock> = Arc::new(time.clone());
        let actor = Actor { user: "Петрова".to_owned(), till: TillId("till-1".to_owned()) };
        let desk = Desk::at_once(Database::in_memory().unwrap(), clock, actor);
        furnish(&desk, time.truth());
        let config = SandboxConfig { seed, pharmacy_id: PHARMACY.to_owned(), ..SandboxConfig::default() };
        let site = Arc::new(Mutex::new(SandboxModel::new(config, time.truth())));
        let till = Self { hand: Hand::new(time), desk, site, token: Arc::new(Token::default()) };
        let given = till.site().token();
        till.paste(&given);
        till
    }

    pub fn site(&self) -> MutexGuard<'_, SandboxModel> {
        self.site.lock().unwrap()
    }

    pub fn act<A: Action>(&self, action: A) -> A::Value {
        self.desk.act(action).wait().unwrap().value
    }

    /// A person pastes a token.
    pub fn paste(&self, token: &str) {
        *self.token.0.lock().unwrap() = Some(Secret::new(token));
        self.act(NoteContact(Contact::Token(TokenIs::Set)));
    }

    /// The line without any weather.
    pub fn plain_line(&self) -> Arc<dyn Wire> {
        let clock = Arc::new(TrueTime(self.hand.time.clone()));
        Arc::new(DirectWire::new(Arc::clone(&self.site), clock, Duration::from_secs(30)))
    }

    /// Starts a program whose task speaks over `wire`.
    pub fn start(&mut self, wire: Arc<dyn Wire>, seed: u64) -> Program {
        let clock = Arc::clone(self.desk.clock());
        let connect = move |config| Ok(SiteClient::over(Arc::clone(&wire), config, Arc::clone(&clock)));
        let tokens = Arc::clone(&self.token) as Arc<dyn KeySource>;
        let desk = self.desk.acting_as(Actor { user: "sync".to_owned(), till: TillId("sync".to_owned()) });
        let task = SyncTask::new(desk, tokens, Box::new(connect), seed).timed_by(Arc::new(self.hand.time.clone()));
        let (nudge, status) = (task.nudge(), task.status());
        let (stop, stopped) = watch::channel(false);
        let task = self.hand.start(Box::pin(async move { task.run(stopped).await }));
        Program { task, stop, nudge, status }
    }

    pub fn pass_secs(&mut self, secs: u64) {
        self.hand.pass(Duration::from_secs(secs), || {});
    }

    /// A customer books one pack; answers the site's id and the number of the order.
    pub fn book(&self) -> (String, String) {
        let lines = vec![NewLine {
            product_id: "p1".to_owned(),
            name: "Товар 1".to_owned(),
            price: 10_000,
            quantity: 1,
            ..NewLine::default()
        }];
        let new = NewOrder { name: "Анна".to_owned(), lines, ..NewOrder::default() };
        let mut site = self.site();
        let id = site.book(&new, self.hand.time.truth());
        let number = site.order(&id).unwrap().dto.number.clone().unwrap().0;
        (id, number)
    }

    pub fn find(&self, number: &str) -> OrderId {
        self.desk.ask(FindOrder { number: number.to_owned() }).wait().unwrap()
    }

    pub fn row(&self, number: &str) -> OrderRow {
        self.desk.ask(OrderCard { id: self.find(number) }).wait().unwrap().row
    }
}

fn furnish(desk: &Desk, now: DateTime<Utc>) {
    let batch = |n: u32, k: i64| {
        let batch = NewBatch {
            code: format!("b{n}-{k}"),
            series: format!("S{n}{k}"),
            expires_on: (now + TimeDelta::days(300 + 100 * k)).date_naive(),
            place: String::new(),
            storage: StorageBand::default(),
            price: Kopecks(10_000),
            max_price: None,
        };
        (batch, Packs(6))
    };
    let items = (1..=GOODS).map(|n| GoodsWithStock {
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
        batches: (1..=2).map(|k| batch(n, k)).collect(),
    });
    desk.act(ImportGoods { items: items.collect() }).wait().unwrap();
    for (key, value) in [
        ("site.scheme", "http"),
        ("site.host", "127.0.0.1"),
        ("site.pharmacy_id", PHARMACY),
        ("sync.poll_seconds", &PERIOD.to_string()),
        ("booking.minutes", "600"),
    ] {
        desk.act(SetSetting { key: key.to_owned(), value: value.to_owned() }).wait().unwrap();
    }
}
