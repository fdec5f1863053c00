//! Orders for the tests of the list: as the drawing shows them, one by one, or thousands.

use chrono::Duration;
use expero::domain::ids::{OrderId, ProductCode, SiteOrderId};
use expero::domain::money::Kopecks;
use expero::domain::order::{Customer, PaymentMethod, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::site_order::{SiteLine, SiteOrder, SiteStamps};
use expero::domain::status::OrderStatus;
use expero::domain::unreadable::{ReadFault, Unreadable};
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::receive_orders::{BrokenElement, Progress, ReceiveOrders};

use super::world::{World, now};

/// An order of the site; a test states only what matters to it.
pub struct Booked(pub SiteOrder);

pub fn booked(number: &str) -> Booked {
    let created_at = now() - Duration::minutes(20);
    Booked(SiteOrder {
        site_id: SiteOrderId(format!("id-{number}")),
        number: number.into(),
        pharmacy_id: String::new(),
        status: OrderStatus::New,
        raw_status: "new".into(),
        revision: 1,
        stamps: SiteStamps { created_at, updated_at: created_at, reserved_until: None },
        customer: Customer { name: "Анна Сидорова".into(), phone: "+79161234107".into() },
        comment: String::new(),
        method: PaymentMethod::OnPickup,
        payment: PaymentState::Unpaid,
        cancelled: None,
        is_test: false,
        lines: Vec::new(),
        claimed_total: None,
    })
}

impl Booked {
    pub fn by(mut self, name: &str, phone: &str) -> Self {
        self.0.customer = Customer { name: name.into(), phone: phone.into() };
        self
    }

    pub fn line(mut self, product: &str, name: &str, packs: i64, kopecks: i64) -> Self {
        self.0.lines.push(SiteLine {
            line_id: format!("{}-{}", self.0.number, self.0.lines.len()),
            product: ProductCode(product.into()),
            batch: None,
            name: name.into(),
            manufacturer: "Фармстандарт".into(),
            packs: Packs(packs),
            price: Kopecks(kopecks),
            claimed_sum: None,
        });
        self
    }

    pub fn paracetamol(self, packs: i64) -> Self {
        self.line("P1", "Парацетамол таб. 500 мг №20", packs, 3550)
    }

    pub fn missing(self) -> Self {
        self.line("P5", "Нурофен сусп. 100 мл", 1, 26_700)
    }

    pub fn status(mut self, status: OrderStatus) -> Self {
        self.0.status = status;
        self.0.raw_status = status.code().into();
        self
    }

    /// The hold ends so many minutes from now (negative: ended).
    pub fn held(mut self, minutes: i64) -> Self {
        self.0.stamps.reserved_until = Some(now() + Duration::minutes(minutes));
        self
    }

    pub fn made(mut self, minutes_ago: i64) -> Self {
        self.0.stamps.created_at = now() - Duration::minutes(minutes_ago);
        self
    }

    pub fn paid(mut self) -> Self {
        self.0.payment = PaymentState::Paid;
        self.0.method = PaymentMethod::Online;
        self
    }

    pub fn says(mut self, comment: &str) -> Self {
        self.0.comment = comment.into();
        self
    }

    /// A later form of the same order.
    pub fn revision(mut self, revision: i64) -> Self {
        self.0.revision = revision;
        self.0.stamps.updated_at = now() + Duration::minutes(revision);
        self
    }

    pub fn arrive(self, world: &World) -> OrderId {
        let number = self.0.number.clone();
        arrive(world, vec![self]);
        world.desk.ask(FindOrder { number }).wait().unwrap()
    }
}

pub fn arrive(world: &World, orders: Vec<Booked>) {
    let page = ReceiveOrders {
        orders: orders.into_iter().map(|b| b.0).collect(),
        broken: vec![],
        progress: Progress::Cursor(None),
        pharmacy_id: String::new(),
    };
    world.desk.act(page).wait().unwrap();
}

/// Elements of a page that could not be read.
pub fn broken(world: &World, count: i64) {
    let broken = (0..count).map(|n| BrokenElement {
        raw: format!("{{\"order_id\":\"id-{n}\",\"quantity\":\"много\",\"name\":\"Анна\"}}"),
        order_ref: Some(format!("id-{n}")),
        reason: Unreadable::whole(ReadFault::NoLines),
    });
    let page = ReceiveOrders {
        orders: vec![],
        broken: broken.collect(),
        progress: Progress::Cursor(None),
        pharmacy_id: String::new(),
    };
    world.desk.act(page).wait().unwrap();
}
