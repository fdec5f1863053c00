//! Packs of a batch are counted by hand: the difference becomes a movement. What orders keep is never counted away.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::Right;
use crate::domain::directory::{DirectoryRefusal, MOST_NOTE};
use crate::domain::goods_row;
use crate::domain::ids::BatchId;
use crate::domain::job::Job;
use crate::domain::packs::Packs;
use crate::store;

/// So many packs of a batch were counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountBatch {
    /// Which.
    pub batch: BatchId,
    /// How many packs there were by the data when the person began to count.
    pub had: Packs,
    /// As counted, those kept for orders among them.
    pub counted: Packs,
    /// What the person says of it.
    pub note: String,
}

impl Action for CountBatch {
    /// The difference.
    type Value = Packs;
    const NAME: &'static str = "count_batch";

    fn run(self, cx: &mut Cx<'_>) -> Result<Packs, UseError> {
        support::must_may(cx, Right::Data)?;
        let found = store::directory::batch(cx.sql, self.batch)?;
        let (goods, card) = found.ok_or(DirectoryRefusal::BatchNotFound)?;
        if card.on_hand != self.had {
            return Err(DirectoryRefusal::StockMoved { had: self.had, now: card.on_hand }.into());
        }
        let (counted, kept) = (self.counted, card.reserved.plus(card.to_shelf));
        if !goods_row::is_count(counted) {
            return Err(DirectoryRefusal::BadCount { counted }.into());
        }
        if counted < kept {
            return Err(DirectoryRefusal::FewerThanKept { counted, kept }.into());
        }
        let note = self.note.trim();
        if note.chars().count() > MOST_NOTE || note.chars().any(char::is_control) {
            return Err(DirectoryRefusal::BadNote.into());
        }
        let difference = counted.minus(card.on_hand);
        if difference != Packs::ZERO {
            store::stock::record_count(cx.sql, self.batch, cx.now, cx.actor, (difference, note))?;
            store::jobs::want(cx.sql, Job::Stock)?;
            cx.changes.add(Topic::Stock);
            cx.changes.add(Topic::Sync);
        }
        // That nothing was missing is worth knowing, too.
        let name = store::goods::name(cx.sql, goods)?;
        let what = format!("{name}, {}: {} → {}", card.fields.series, card.on_hand.0, counted.0);
        support::write_deed(cx, "batch_counted", &what)?;
        Ok(difference)
    }
}
