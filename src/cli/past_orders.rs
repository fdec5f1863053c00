//! Orders of the past days for practice data: made up from a seed, written as if the site had told them.

use chrono::{DateTime, Duration, Utc};

use super::context::Context;
use super::out::Failure;
use crate::domain::ids::{BatchCode, ProductCode, SiteOrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::{Customer, PaymentMethod, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::site_order::{SiteCancel, SiteLine, SiteOrder, SiteStamps};
use crate::domain::status::OrderStatus;
use crate::sandbox::BookableItem;
use crate::sandbox::catalogue::people::DemoPeople;
use crate::usecase::receive_orders::{Progress, ReceiveOrders};

/// Orders written per transaction.
const PORTION: usize = 250;

/// Days over which they are spread.
const DAYS: i64 = 60;

/// What is made up, and from what.
pub(super) struct Past<'a> {
    pub(super) seed: u64,
    pub(super) count: usize,
    pub(super) pharmacy_id: &'a str,
    pub(super) goods: &'a [BookableItem],
}

/// Writes the orders; tells `progress` after each portion. All but a fiftieth are finished: open ones need
/// a service that knows them.
pub(super) fn write(cx: &Context, past: &Past<'_>, mut progress: impl FnMut(usize)) -> Result<(), Failure> {
    if past.goods.is_empty() {
        return Ok(());
    }
    let mut rng = fastrand::Rng::with_seed(past.seed ^ 0xA5A5);
    let mut people = DemoPeople::new(past.seed);
    let now = cx.clock.now();
    let mut done = 0;
    while done < past.count {
        let portion = PORTION.min(past.count - done);
        let orders = (0..portion).filter_map(|i| order(past, &mut rng, &mut people, now, done + i)).collect();
        let page = ReceiveOrders { orders, broken: Vec::new(), progress: Progress::Aside, pharmacy_id: String::new() };
        cx.act(page)?;
        done += portion;
        progress(done);
    }
    Ok(())
}

fn order(
    past: &Past<'_>,
    rng: &mut fastrand::Rng,
    people: &mut DemoPeople,
    now: DateTime<Utc>,
    index: usize,
) -> Option<SiteOrder> {
    let person = people.next()?;
    let created_at = now - Duration::minutes(rng.i64(30..DAYS * 24 * 60));
    let status = match rng.u8(0..50) {
        0 => OrderStatus::New,
        1..=34 => OrderStatus::Closed,
        35..=41 => OrderStatus::ReserveExpired,
        _ => OrderStatus::Cancelled,
    };
    let cancelled = (status == OrderStatus::Cancelled)
        .then(|| SiteCancel { by: "customer".to_owned(), reason: "customer_refused".to_owned() });
    let lines: Vec<SiteLine> = (0..rng.usize(1..=5)).filter_map(|n| line(rng, past.goods, n)).collect();
    let paid = rng.u8(0..3) == 0;
    Some(SiteOrder {
        site_id: SiteOrderId(format!("past-{}-{index}", past.seed)),
        number: format!("EX-{:06}", 10_000 + index),
        pharmacy_id: past.pharmacy_id.to_owned(),
        status,
        raw_status: status.code().to_owned(),
        revision: 1,
        stamps: SiteStamps {
            created_at,
            updated_at: created_at + Duration::hours(rng.i64(1..48)),
            reserved_until: (status != OrderStatus::New).then(|| created_at + Duration::hours(48)),
        },
        customer: Customer { name: person.name, phone: person.phone },
        comment: person.comment,
        method: if paid { PaymentMethod::Online } else { PaymentMethod::OnPickup },
        payment: if paid { PaymentState::Paid } else { PaymentState::Unpaid },
        cancelled,
        is_test: false,
        lines,
        claimed_total: None,
    })
}

fn line(rng: &mut fastrand::Rng, goods: &[BookableItem], n: usize) -> Option<SiteLine> {
    let item = goods.get(rng.usize(0..goods.len()))?;
    Some(SiteLine {
        line_id: format!("{}", n + 1),
        product: ProductCode(item.product_id.clone()),
        batch: Some(BatchCode(item.batch_id.clone())),
        name: item.name.clone(),
        manufacturer: item.manufacturer.clone(),
        packs: Packs(rng.i64(1..=3)),
        price: Kopecks(item.price),
        claimed_sum: None,
    })
}
