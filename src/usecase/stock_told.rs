//! What the site was told of the stock, what it refused of it, and what it is never offered.

use chrono::{DateTime, Utc};

use super::read::stock_export::Refused;
use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::Right;
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId};
use crate::domain::job::Job;
use crate::domain::packs::Packs;
use crate::store;
use crate::store::sync_state::{self, key};

/// The full stock was sent and taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteStockSent {
    /// Rows.
    pub rows: u64,
    /// When the stock was read.
    pub snapshot_at: DateTime<Utc>,
    /// Tells this stock from any other, see [`crate::sync`].
    pub digest: String,
    /// Rows that the site refused.
    pub refused: Vec<Refused>,
}

impl Action for NoteStockSent {
    type Value = ();
    const NAME: &'static str = "note_stock_sent";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let at = self.snapshot_at.timestamp_millis().to_string();
        sync_state::set(cx.sql, key::STOCK_AT, &at)?;
        sync_state::set(cx.sql, key::STOCK_CHECKED_AT, &at)?;
        sync_state::set(cx.sql, key::STOCK_ROWS, &self.rows.to_string())?;
        sync_state::set(cx.sql, key::STOCK_DIGEST, &self.digest)?;
        store::stock_export::note_refused(cx.sql, &self.refused)?;
        cx.changes.add(Topic::Sync);
        Ok(())
    }
}

/// The stock is still what the site was told last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteStockUnchanged;

impl Action for NoteStockUnchanged {
    type Value = ();
    const NAME: &'static str = "note_stock_unchanged";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        sync_state::set(cx.sql, key::STOCK_CHECKED_AT, &cx.now.timestamp_millis().to_string())?;
        cx.changes.add(Topic::Sync);
        Ok(())
    }
}

/// The site was told so of these batches; of one with zero packs it was told nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteTold(pub Vec<(BatchId, Packs)>);

impl Action for NoteTold {
    type Value = ();
    const NAME: &'static str = "note_told";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        for (batch, packs) in self.0 {
            store::stock_export::note_told(cx.sql, batch, packs)?;
        }
        Ok(())
    }
}

/// Whether a product is offered on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// As far as there are packs.
    Open,
    /// Never.
    Stopped,
}

/// Stops the offer of a product, or opens it again; the site hears of it with the next full stock, soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetOffer {
    /// Which product.
    pub goods: GoodsId,
    /// How it is to be.
    pub offer: Offer,
}

impl Action for SetOffer {
    type Value = ();
    const NAME: &'static str = "set_offer";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Settings)?;
        let name = store::goods::name(cx.sql, self.goods)?;
        if name.is_empty() {
            return Err(Refusal::GoodsNotFound { what: self.goods.0.to_string() }.into());
        }
        let (since, deed) = match self.offer {
            Offer::Stopped => (Some(cx.now), "offer_stopped"),
            Offer::Open => (None, "offer_opened"),
        };
        store::stock_export::set_stopped(cx.sql, self.goods, since)?;
        support::write_deed(cx, deed, &name)?;
        store::jobs::want(cx.sql, Job::Stock)?;
        cx.changes.add(Topic::Stock);
        cx.changes.add(Topic::Sync);
        Ok(())
    }
}
