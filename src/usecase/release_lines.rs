//! «Снять резерв»: the packs of an accepted order, or of one of its lines, go back to free stock and out of
//! the bag; the order stays. A batch chosen by hand is forgotten with them.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::order::{HistoryEvent, Order};
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};

/// Frees what an order keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseLines {
    /// Which.
    pub order: OrderId,
}

/// Frees what one line keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseLine {
    /// Of which order.
    pub order: OrderId,
    /// Which.
    pub line: LineId,
}

impl Action for ReleaseLines {
    type Value = Packs;
    const NAME: &'static str = "release_lines";

    fn run(self, cx: &mut Cx<'_>) -> Result<Packs, UseError> {
        let order = load_releasable(cx, self.order)?;
        let freed = support::release(cx, &order, "released")?;
        let packs = freed.packs;
        support::empty_bag(cx, order.id, "released")?;
        support::let_wait(cx, &order, freed)?;
        if packs.any() {
            support::note(cx, &order, HistoryEvent::Released, order.status, &format!("packs {packs}"))?;
        }
        Ok(packs)
    }
}

impl Action for ReleaseLine {
    type Value = Packs;
    const NAME: &'static str = "release_line";

    fn run(self, cx: &mut Cx<'_>) -> Result<Packs, UseError> {
        let order = load_releasable(cx, self.order)?;
        let line = order.lines.iter().find(|l| l.id == self.line).ok_or(Refusal::LineGone)?;
        let freed = support::release_line(cx, &order, line.id, "released")?;
        let packs = freed.packs;
        support::take_out(cx, order.id, "released", |pack| pack.line == line.id)?;
        support::let_wait(cx, &order, freed)?;
        if packs.any() {
            let note = format!("{}; packs {packs}", line.name);
            support::note(cx, &order, HistoryEvent::Released, order.status, &note)?;
            cx.changes.add(Topic::Stock);
        }
        Ok(packs)
    }
}

fn load_releasable(cx: &Cx<'_>, id: OrderId) -> Result<Order, UseError> {
    let order = support::load(cx, id)?;
    if order.status != OrderStatus::Accepted {
        return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
    }
    Ok(order)
}
