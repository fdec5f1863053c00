//! A batch chosen by hand for a line: so many packs of it instead of what the rule took. The choice stays when
//! «Наличие» is pressed again and leaves with «Снять резерв» or when the batch becomes unfit.

use super::{Action, Cx, Topic, UseError, reserve_lines, support};
use crate::domain::batch::{self, BatchStock, Kept, Need, Pick, Unfit};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId, LineId, OrderId};
use crate::domain::order::{HistoryEvent, OrderLine};
use crate::domain::packs::Packs;
use crate::store;

/// Keeps `packs` of `batch` for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChooseBatch {
    /// Of which order.
    pub order: OrderId,
    /// For which line.
    pub line: LineId,
    /// From which batch.
    pub batch: BatchId,
    /// How many, from one to what the line wants.
    pub packs: Packs,
    /// What to do when another batch expires earlier.
    pub later: LaterBatch,
}

/// Whether a batch may be taken although another one expires earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LaterBatch {
    /// No: it is refused, so that the person is asked.
    #[default]
    Ask,
    /// The person was asked and agreed.
    Agreed,
}

/// What the line keeps now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchChosen {
    /// Packs kept in all.
    pub reserved: Packs,
    /// Packs that are not kept yet.
    pub missing: Packs,
}

impl Action for ChooseBatch {
    type Value = BatchChosen;
    const NAME: &'static str = "choose_batch";

    fn run(self, cx: &mut Cx<'_>) -> Result<BatchChosen, UseError> {
        let order = support::load(cx, self.order)?;
        reserve_lines::check_may_reserve(cx, &order)?;
        let line = order.lines.iter().find(|l| l.id == self.line).ok_or(Refusal::LineGone)?;
        let goods = line.goods.ok_or_else(|| Refusal::GoodsNotFound { what: line.name.clone() })?;
        if !(1..=line.packs.0).contains(&self.packs.0) {
            let (name, ordered) = (line.name.clone(), line.packs);
            return Err(Refusal::BeyondOrdered { name, ordered, wanted: self.packs }.into());
        }
        let dates = support::dates(cx.sql, cx.now, cx.zone, order.hold_until)?;
        let all = store::reservations::of_order(cx.sql, order.id)?;
        let kept: Vec<Kept> = all.into_iter().filter(|k| k.line == line.id).collect();
        let stock = free_for_line(cx, goods, &kept)?;
        self.check_batch(cx, line, &stock, dates)?;
        let need = Need { line: line.id, goods: Some(goods), packs: line.packs, by_hand: Vec::new() };
        let chosen = batch::choose(&need, &kept, &stock, Pick { batch: self.batch, packs: self.packs });
        if self.later == LaterBatch::Ask
            && let Some(first) = batch::passed_over(&need, &chosen, &stock, self.batch, dates.not_before)
            && let Some(first) = store::stock::label(cx.sql, first)?
        {
            return Err(Refusal::NotFirstToExpire { name: line.name.clone(), first }.into());
        }
        check_bag(cx, order.id, line, &chosen)?;
        let reserved = chosen.iter().map(|k| k.packs).sum();
        let report = BatchChosen { reserved, missing: line.packs.minus(reserved) };
        if support::same_packs(&kept, &chosen) {
            return Ok(report);
        }
        store::reservations::release_line(cx.sql, order.id, line.id, "chosen_by_hand", cx.now)?;
        store::reservations::keep(cx.sql, order.id, &chosen, cx.now)?;
        let series = store::stock::label(cx.sql, self.batch)?.map(|l| l.series).unwrap_or_default();
        let note = format!("{series}; packs {}", self.packs);
        support::note(cx, &order, HistoryEvent::BatchChosen, order.status, &note)?;
        cx.changes.add(Topic::Stock);
        Ok(report)
    }
}

impl ChooseBatch {
    /// The batch is of the line's product, usable, and has enough free packs.
    fn check_batch(
        &self,
        cx: &Cx<'_>,
        line: &OrderLine,
        stock: &[BatchStock],
        dates: batch::DatesNow,
    ) -> Result<(), UseError> {
        let name = line.name.clone();
        let Some(found) = stock.iter().find(|b| b.batch == self.batch) else {
            return Err(Refusal::OtherGoods { name }.into());
        };
        let (available, wanted) = (found.available.floor_zero(), self.packs);
        let series = || store::stock::label(cx.sql, self.batch).map(|l| l.map(|l| l.series).unwrap_or_default());
        match dates.check(found.expires_on, available) {
            Ok(()) if available >= wanted => Ok(()),
            Ok(()) | Err(Unfit::NoneFree) => Err(Refusal::NotEnough { name, available, wanted }.into()),
            Err(Unfit::Expired) => Err(Refusal::Expired { name, series: series()? }.into()),
            Err(Unfit::ShortDated) => {
                Err(Refusal::ShortDated { name, series: series()?, expires_on: found.expires_on }.into())
            }
        }
    }
}

/// A pack in the bag keeps its batch: it must come out before another batch takes its place.
fn check_bag(cx: &Cx<'_>, order: OrderId, line: &OrderLine, chosen: &[Kept]) -> Result<(), UseError> {
    let mut left: Vec<Pick> = chosen.iter().map(|k| Pick { batch: k.batch, packs: k.packs }).collect();
    for bagged in store::bag::of_order(cx.sql, order)?.into_iter().filter(|b| b.pack.line == line.id) {
        let Some(kept) = left.iter_mut().find(|p| p.batch == bagged.pack.batch && p.packs.any()) else {
            let series = store::stock::label(cx.sql, bagged.pack.batch)?.map(|l| l.series).unwrap_or_default();
            return Err(Refusal::BatchInBag { name: line.name.clone(), series }.into());
        };
        kept.packs = kept.packs.minus(Packs(1));
    }
    Ok(())
}

/// Batches of a product as this line may use them: what it keeps is free for it.
fn free_for_line(cx: &Cx<'_>, goods: GoodsId, kept: &[Kept]) -> Result<Vec<BatchStock>, UseError> {
    let mut stock = store::stock::batches_of(cx.sql, goods)?;
    for batch in &mut stock {
        let own: Packs = kept.iter().filter(|k| k.batch == batch.batch).map(|k| k.packs).sum();
        batch.available = batch.available.plus(own);
    }
    Ok(stock)
}
