//! The full phone of an order: the only way out of the masks, and it leaves a record.

use super::{Action, Cx, UseError, support};
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::supply_refusal::SupplyRefusal;
use crate::store;

/// Shows the phone of an order to whoever asks, and writes down who that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevealPhone {
    /// Of which order.
    pub order: OrderId,
}

impl Action for RevealPhone {
    /// The phone as kept. Personal data: for the eyes of the person who asked, never for a log.
    type Value = String;
    const NAME: &'static str = "reveal_phone";

    fn run(self, cx: &mut Cx<'_>) -> Result<String, UseError> {
        let order = support::load(cx, self.order)?;
        let person = store::orders::person(cx.sql, self.order)?;
        let phone = person.map(|(customer, _)| customer.phone).filter(|p| !p.is_empty());
        let phone = phone.ok_or(SupplyRefusal::NoPhone)?;
        support::note(cx, &order, HistoryEvent::PhoneShown, order.status, "")?;
        Ok(phone)
    }
}
