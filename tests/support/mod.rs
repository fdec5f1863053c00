//! Builders for tests: a shop with stock, orders of the site, a clock moved by hand. They state only what
//! matters; everything else has a plain value. No real clock, no network.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod tables;

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use expero::desk;
use expero::domain::batch::StorageBand;
use expero::domain::clock::{Clock, ManualClock, from_millis};
use expero::domain::error::Refusal;
use expero::domain::ids::{BatchId, GoodsId, OrderId, ProductCode, SiteOrderId, TillId};
use expero::domain::money::Kopecks;
use expero::domain::order::{CancelReason, Customer, Order, Origin, PaymentMethod, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::domain::site_order::{SiteCancel, SiteLine, SiteOrder, SiteStamps};
use expero::domain::status::OrderStatus;
use expero::store::engine::params;
use expero::store::error::StoreError;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::store::outbox::Message;
use expero::store::{self, Database, Mode, Sql};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::delete_order::DeleteOrder;
use expero::usecase::deliver::{BeginDelivery, ConfirmDelivery};
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::read::history::{HistoryRow, OrderHistory};
use expero::usecase::read::quote::{QuoteLine, QuoteOrder};
use expero::usecase::receive_orders::{Progress, ReceiveOrders, Received};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::sell_receipt::{SaleDone, SellReceipt};
use expero::usecase::settings::SetSetting;
use expero::usecase::{Action, Actor, Query, UseError};

/// 24 November 2026, 09:00 in Moscow.
pub fn start() -> DateTime<Utc> {
    from_millis(1_795_500_000_000)
}

/// A day `days` after the start.
pub fn day(days: u64) -> NaiveDate {
    start().date_naive() + Days::new(days)
}

pub fn actor(user: &str) -> Actor {
    Actor { user: user.to_owned(), till: TillId("till-1".to_owned()) }
}

/// Price of a pack in every builder: 100 roubles.
pub const PRICE: Kopecks = Kopecks(10_000);

/// A shop over one database.
pub struct Shop {
    pub db: Database,
    pub clock: Arc<ManualClock>,
    pub actor: Actor,
}

/// One row of the outbox as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutRow {
    pub status: OrderStatus,
    pub state: String,
    pub change_id: String,
    pub sent_revision: Option<i64>,
    pub hold: Option<i64>,
}

impl Shop {
    /// In memory, empty.
    pub fn empty() -> Self {
        Self::over(Database::in_memory().unwrap())
    }

    /// In memory, with ten packs of `p1` in one batch that lasts a year.
    pub fn new() -> Self {
        let mut shop = Self::empty();
        shop.goods("p1", &[("b1", 365, 10)]);
        shop
    }

    pub fn over(db: Database) -> Self {
        Self { db, clock: Arc::new(ManualClock::at(start())), actor: actor("Ольга") }
    }

    pub fn file(path: &Path) -> Self {
        Self::over(Database::open(path, Mode::Write).unwrap())
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn pass_minutes(&self, minutes: i64) {
        self.clock.advance_secs(minutes * 60);
    }

    pub fn act<A: Action>(&mut self, action: A) -> Result<A::Value, UseError> {
        desk::perform(&mut self.db, self.clock.as_ref(), &self.actor, action).map(|o| o.value)
    }

    /// Does it; anything but success fails the test.
    pub fn ok<A: Action>(&mut self, action: A) -> A::Value {
        self.act(action).unwrap_or_else(|e| panic!("{}: {e}", A::NAME))
    }

    /// The refusal of an action that must be refused, having written nothing.
    pub fn refused<A: Action>(&mut self, action: A) -> Refusal {
        let before = self.dump();
        let refusal = match self.act(action) {
            Err(UseError::Refused(refusal)) => refusal,
            Err(UseError::Store(error)) => panic!("{}: {error}", A::NAME),
            Ok(_) => panic!("{} was not refused", A::NAME),
        };
        assert_eq!(before, self.dump(), "{} was refused and yet wrote", A::NAME);
        refusal
    }

    pub fn ask<Q: Query>(&mut self, query: Q) -> Result<Q::Rows, UseError> {
        desk::answer(&mut self.db, self.clock.as_ref(), query)
    }

    /// Reads through the store.
    pub fn read<T>(&mut self, work: impl FnOnce(&Sql<'_>) -> Result<T, StoreError>) -> T {
        self.db.read(work).unwrap()
    }

    pub fn set(&mut self, key: &str, value: &str) {
        self.ok(SetSetting { key: key.to_owned(), value: value.to_owned() });
    }

    /// A product with batches: code, days until expiry, packs.
    pub fn goods(&mut self, code: &str, batches: &[(&str, u64, i64)]) -> GoodsId {
        let item = goods(code, batches);
        self.ok(ImportGoods { items: vec![item] });
        self.read(|sql| store::goods::by_code(sql, code)).unwrap()
    }

    pub fn batch(&mut self, code: &str) -> BatchId {
        let sql = "SELECT batch_id FROM batch WHERE code = ?1";
        BatchId(self.read(|s| s.number(sql, params![code])))
    }

    /// Free packs of a batch.
    pub fn free(&mut self, batch: &str) -> i64 {
        let id = self.batch(batch);
        self.read(|sql| store::stock::available(sql, id)).0
    }

    pub fn on_hand(&mut self, batch: &str) -> i64 {
        let id = self.batch(batch);
        self.read(|sql| store::stock::on_hand(sql, id)).0
    }

    /// One page of the site; the cursor moves to `c`.
    pub fn receive(&mut self, orders: &[SiteOrder]) -> Received {
        self.ok(page(orders))
    }

    /// A site order as it came: status новый.
    pub fn arrived(&mut self, site: &SiteOrder) -> OrderId {
        self.receive(std::slice::from_ref(site));
        self.id(&site.site_id.0)
    }

    pub fn id(&mut self, site_id: &str) -> OrderId {
        self.read(|sql| store::orders::known(sql, &SiteOrderId(site_id.to_owned()))).unwrap().id
    }

    /// … taken on and reserved.
    pub fn accepted(&mut self, site: &SiteOrder) -> OrderId {
        let order = self.arrived(site);
        self.ok(AcceptOrder { order });
        self.ok(ReserveLines { order });
        order
    }

    /// … and set aside whole.
    pub fn assembled(&mut self, site: &SiteOrder) -> OrderId {
        let order = self.accepted(site);
        self.ok(CollectOrder { order });
        order
    }

    /// An order «A1» of two packs of `p1` in this status, its messages taken by the site.
    pub fn order_in(&mut self, status: OrderStatus) -> OrderId {
        let site = site_order("A1", &[("p1", 2)]);
        let order = match status {
            OrderStatus::New => self.arrived(&site),
            OrderStatus::Accepted => self.accepted(&site),
            OrderStatus::Assembled => self.assembled(&site),
            OrderStatus::Closed => {
                let order = self.assembled(&site);
                self.sell(order).unwrap();
                order
            }
            OrderStatus::ReserveExpired => {
                let order = self.assembled(&site);
                self.pass_minutes(2880);
                assert_eq!(self.ok(ExpireHolds), 1);
                order
            }
            OrderStatus::Cancelled => {
                let order = self.accepted(&site);
                self.ok(delete(order));
                order
            }
            OrderStatus::Unknown => {
                let order = self.accepted(&site);
                self.deliver_all();
                self.receive(&[later(&site, 10, OrderStatus::Unknown)]);
                order
            }
        };
        self.deliver_all();
        assert_eq!(self.load(order).status, status);
        order
    }

    pub fn load(&mut self, order: OrderId) -> Order {
        self.read(|sql| store::orders::load(sql, order)).unwrap()
    }

    pub fn quote(&mut self, order: OrderId) -> Vec<QuoteLine> {
        self.ask(QuoteOrder { order }).unwrap().lines
    }

    /// Sells an order by card (prepaid when it is paid) at the price quoted now.
    pub fn sell(&mut self, order: OrderId) -> Result<SaleDone, UseError> {
        let action = self.sale(order);
        self.act(action)
    }

    pub fn sale(&mut self, order: OrderId) -> SellReceipt {
        let quoted = self.ask(QuoteOrder { order });
        let (sum, prepaid) = match &quoted {
            Ok(q) => (q.lines.iter().map(QuoteLine::sum).sum(), q.payment == PaymentState::Paid),
            Err(_) => (Kopecks::ZERO, false),
        };
        let (paid, shown_total) = if prepaid { (Paid::Prepaid, Kopecks::ZERO) } else { (Paid::Card, sum) };
        SellReceipt::of_order(order, paid, shown_total)
    }

    pub fn history(&mut self, order: OrderId) -> Vec<HistoryRow> {
        self.ask(OrderHistory { id: order }).unwrap()
    }

    pub fn outbox(&mut self, order: OrderId) -> Vec<OutRow> {
        self.read(|sql| {
            sql.query(
                "SELECT status, state, change_id, sent_revision, reserved_until FROM outbox WHERE order_id = ?1
                 ORDER BY outbox_id",
                params![order.0],
                |r| {
                    Ok(OutRow {
                        status: OrderStatus::from_code(r.text_ref(0)?),
                        state: r.text(1)?,
                        change_id: r.text(2)?,
                        sent_revision: r.opt_int(3)?,
                        hold: r.opt_int(4)?,
                    })
                },
            )
        })
    }

    /// Packs that an order keeps.
    pub fn kept(&mut self, order: OrderId) -> i64 {
        self.read(|sql| store::reservations::of_order(sql, order)).iter().map(|r| r.packs.0).sum()
    }

    pub fn is_doc_open(&mut self, order: OrderId) -> bool {
        let sql = "SELECT count(*) FROM reserve_doc WHERE order_id = ?1 AND closed_at IS NULL";
        self.number(sql, order.0) == 1
    }

    /// A number asked with one parameter.
    pub fn number(&mut self, sql: &str, parameter: i64) -> i64 {
        self.read(|s| s.number(sql, params![parameter]))
    }

    /// What may be sent now.
    pub fn begin(&mut self) -> Vec<Message> {
        self.ok(BeginDelivery { limit: 100 })
    }

    /// The site takes everything that waits.
    pub fn deliver_all(&mut self) {
        loop {
            let due = self.begin();
            if due.is_empty() {
                return;
            }
            for message in due {
                let answer = self.answer_to(&message);
                self.ok(ConfirmDelivery { message: message.id, order: message.order, answer });
            }
        }
    }

    /// What a site that takes the message would answer.
    pub fn answer_to(&mut self, message: &Message) -> SiteOrder {
        let order = self.load(message.order);
        let mut answer = as_site_order(&order);
        answer.revision = message.expected_revision + 1;
        answer.status = message.what.status;
        message.what.status.code().clone_into(&mut answer.raw_status);
        answer.stamps.updated_at = self.now();
        answer.stamps.reserved_until = message.what.reserved_until;
        answer
    }

    /// Every row of every table as text, to see that nothing was written.
    pub fn dump(&mut self) -> String {
        self.read(|sql| {
            let tables = sql.query(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
                params![],
                |r| r.text(0),
            )?;
            let mut out = String::new();
            for table in tables {
                let columns = sql.query("SELECT name FROM pragma_table_info(?1)", params![&table], |r| r.text(0))?;
                let quoted: Vec<String> = columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
                let text = format!("SELECT {} AS row FROM \"{table}\" ORDER BY row", quoted.join(" || '|' || "));
                for row in sql.query(&text, params![], |r| r.text(0))? {
                    let _ = writeln!(out, "{table}: {row}");
                }
            }
            Ok(out)
        })
    }
}

/// A product with batches: code, days until expiry, packs. Price 100 roubles.
pub fn goods(code: &str, batches: &[(&str, u64, i64)]) -> GoodsWithStock {
    let batch = |(code, days, packs): &(&str, u64, i64)| {
        let batch = NewBatch {
            code: (*code).to_owned(),
            series: format!("S-{code}"),
            expires_on: day(*days),
            place: "A1".to_owned(),
            storage: StorageBand::default(),
            price: PRICE,
            max_price: None,
        };
        (batch, Packs(*packs))
    };
    GoodsWithStock {
        goods: NewGoods {
            code: code.to_owned(),
            name: format!("Товар {code}"),
            inn: String::new(),
            form: String::new(),
            strength: String::new(),
            manufacturer: "Завод".to_owned(),
            country: String::new(),
            barcodes: Vec::new(),
            marks: GoodsMarks::default(),
        },
        batches: batches.iter().map(batch).collect(),
    }
}

/// A new order of the site, revision 1.
pub fn site_order(id: &str, lines: &[(&str, i64)]) -> SiteOrder {
    SiteOrder {
        site_id: SiteOrderId(id.to_owned()),
        number: format!("N-{id}"),
        pharmacy_id: "ph-1".to_owned(),
        status: OrderStatus::New,
        raw_status: "new".to_owned(),
        revision: 1,
        stamps: SiteStamps { created_at: start(), updated_at: start(), reserved_until: None },
        customer: Customer { name: "Анна Сидорова".to_owned(), phone: "+79161234107".to_owned() },
        comment: String::new(),
        method: PaymentMethod::OnPickup,
        payment: PaymentState::Unpaid,
        cancelled: None,
        is_test: false,
        lines: lines.iter().map(|(product, packs)| site_line(product, *packs)).collect(),
        claimed_total: None,
    }
}

pub fn site_line(product: &str, packs: i64) -> SiteLine {
    SiteLine {
        line_id: format!("l-{product}"),
        product: ProductCode(product.to_owned()),
        batch: None,
        name: format!("Товар {product}"),
        manufacturer: "Завод".to_owned(),
        packs: Packs(packs),
        price: PRICE,
        claimed_sum: None,
    }
}

/// The same order at a later revision in another status.
pub fn later(order: &SiteOrder, revision: i64, status: OrderStatus) -> SiteOrder {
    let mut next = order.clone();
    next.revision = revision;
    next.status = status;
    status.code().clone_into(&mut next.raw_status);
    next.stamps.updated_at = start() + Duration::minutes(revision);
    next.cancelled =
        (status == OrderStatus::Cancelled).then(|| SiteCancel { by: "customer".to_owned(), reason: String::new() });
    next
}

/// … with other lines.
pub fn edited(order: &SiteOrder, revision: i64, status: OrderStatus, lines: &[(&str, i64)]) -> SiteOrder {
    let mut next = later(order, revision, status);
    next.lines = lines.iter().map(|(product, packs)| site_line(product, *packs)).collect();
    next
}

/// Our order as the site would tell it.
pub fn as_site_order(order: &Order) -> SiteOrder {
    let Origin::Site { site_id, number, revision } = &order.origin else { panic!("an own order") };
    let lines: Vec<(&str, i64)> = order.lines.iter().map(|l| (l.product.as_str(), l.packs.0)).collect();
    let mut site = site_order(site_id.as_str(), &lines);
    site.number.clone_from(number);
    site.revision = *revision;
    site.status = order.status;
    order.status.code().clone_into(&mut site.raw_status);
    site.stamps.reserved_until = order.hold_until;
    site.payment = order.payment;
    site.is_test = order.is_test;
    site
}

pub fn page(orders: &[SiteOrder]) -> ReceiveOrders {
    ReceiveOrders {
        orders: orders.to_vec(),
        broken: Vec::new(),
        progress: Progress::Cursor(Some("c".to_owned())),
        pharmacy_id: String::new(),
    }
}

pub fn delete(order: OrderId) -> DeleteOrder {
    DeleteOrder { order, reason: CancelReason::CustomerRefused, text: String::new() }
}
