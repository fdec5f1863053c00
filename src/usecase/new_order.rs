//! «Новый заказ»: an order made in the pharmacy. Same life as a booked one, never sent to the site.

use super::{Action, Cx, Topic, UseError, settings, support};
use crate::domain::error::Refusal;
use crate::domain::hold;
use crate::domain::ids::{GoodsId, OrderId};
use crate::domain::order::{Customer, HistoryEvent, Origin, PaymentMethod, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::phone;
use crate::domain::receipt;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::store::orders::{LineData, OrderData};

/// Makes an order here; it is accepted from the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// Who wants it; a name or a phone is needed.
    pub customer: Customer,
    /// What, at the shelf price now.
    pub lines: Vec<(GoodsId, Packs)>,
    /// Remark.
    pub comment: String,
}

impl Action for NewOrder {
    /// Its row and number.
    type Value = (OrderId, String);
    const NAME: &'static str = "new_order";

    fn run(self, cx: &mut Cx<'_>) -> Result<(OrderId, String), UseError> {
        let customer = Customer {
            name: self.customer.name.trim().to_owned(),
            phone: phone::normalise(&self.customer.phone).unwrap_or_else(|| self.customer.phone.trim().to_owned()),
        };
        if customer.name.is_empty() && customer.phone.is_empty() {
            return Err(Refusal::CustomerMissing.into());
        }
        if self.lines.is_empty() {
            return Err(Refusal::EmptyOrder.into());
        }
        let mut lines = Vec::with_capacity(self.lines.len());
        for (goods, packs) in &self.lines {
            receipt::check_quantity(*packs)?;
            lines.push(line(cx, *goods, *packs)?);
        }
        create(cx, &customer, &self.comment, &lines, "own")
    }
}

/// Makes an accepted order of our own; its hold starts now. `note` goes into its history.
pub(super) fn create(
    cx: &mut Cx<'_>,
    customer: &Customer,
    comment: &str,
    lines: &[LineData],
    note: &str,
) -> Result<(OrderId, String), UseError> {
    let number = format!("С-{:06}", store::settings::next_number(cx.sql, "own_order")?);
    let minutes = settings::booking(cx.sql)?.minutes;
    let data = OrderData {
        status: (OrderStatus::Accepted, ""),
        created_at: cx.now,
        updated_at: cx.now,
        hold_until: Some(hold::hold_until(support::site_now(cx.sql, cx.now)?, minutes)),
        customer,
        comment,
        payment: (PaymentMethod::OnPickup, PaymentState::Unpaid),
        cancelled: ("", ""),
        is_test: false,
        sums_disagree: false,
    };
    let origin = Origin::Own { number: number.clone() };
    let id = store::orders::insert(cx.sql, &origin, "", &data, lines)?;
    store::orders::set_accepted_at(cx.sql, id, cx.now)?;
    store::reservations::open_document(cx.sql, id, cx.now)?;
    let order = support::load(cx, id)?;
    support::note(cx, &order, HistoryEvent::Arrived, order.status, note)?;
    cx.changes.add(Topic::Orders);
    Ok((id, number))
}

fn line(cx: &Cx<'_>, goods: GoodsId, packs: Packs) -> Result<LineData, UseError> {
    let (product, name, manufacturer) =
        store::goods::booking_data(cx.sql, goods)?.ok_or_else(|| Refusal::GoodsNotFound { what: goods.to_string() })?;
    let today = support::today(cx.now, cx.zone);
    let stock = store::stock::batches_of(cx.sql, goods)?;
    // What would be sold first; when nothing is there, the last known price. Never a price of nothing.
    let priced = stock.iter().find(|b| b.available.any() && b.expires_on >= today).or_else(|| stock.last());
    let Some(batch) = priced else {
        return Err(Refusal::NotEnough { name, available: Packs::ZERO, wanted: packs }.into());
    };
    let price = receipt::shelf_price(batch.price, batch.max_price);
    Ok(LineData { site_line_id: String::new(), product, batch: None, name, manufacturer, packs, price })
}
