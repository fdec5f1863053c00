//! The open receipt outlives the program: kept after each change, put aside, taken up again.
//!
//! It keeps no packs: what is in it is read again from the stock when it is taken up, and at the sale.

use super::{Action, Cx, Topic, UseError};
use crate::domain::draft::Draft;
use crate::domain::error::Refusal;
use crate::domain::ids::DraftId;
use crate::domain::till_refusal::TillRefusal;
use crate::store;

/// Keeps what is in the open receipt of this till now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepDraft(pub Draft);

impl Action for KeepDraft {
    type Value = ();
    const NAME: &'static str = "keep_draft";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        Ok(store::drafts::replace_open(cx.sql, cx.now, cx.actor, &self.0)?)
    }
}

/// «Отложить чек»: this receipt waits, the till is free for the next customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkReceipt(pub Draft);

impl Action for ParkReceipt {
    type Value = DraftId;
    const NAME: &'static str = "park_receipt";

    fn run(self, cx: &mut Cx<'_>) -> Result<DraftId, UseError> {
        store::drafts::replace_open(cx.sql, cx.now, cx.actor, &self.0)?;
        let draft = store::drafts::open_of(cx.sql, &cx.actor.till)?.ok_or(Refusal::EmptyReceipt)?;
        store::drafts::park(cx.sql, draft, cx.now)?;
        cx.changes.add(Topic::Sales);
        Ok(draft)
    }
}

/// Takes a receipt that was put aside up again, at this till; it is gone from the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallReceipt(pub DraftId);

impl Action for RecallReceipt {
    type Value = Draft;
    const NAME: &'static str = "recall_receipt";

    fn run(self, cx: &mut Cx<'_>) -> Result<Draft, UseError> {
        if store::drafts::open_of(cx.sql, &cx.actor.till)?.is_some() {
            return Err(Refusal::ReceiptNotEmpty.into());
        }
        if !store::drafts::is_parked(cx.sql, self.0)? {
            return Err(TillRefusal::DraftGone.into());
        }
        let draft = store::drafts::load(cx.sql, self.0)?.ok_or(TillRefusal::DraftGone)?;
        store::drafts::remove(cx.sql, self.0)?;
        store::drafts::replace_open(cx.sql, cx.now, cx.actor, &draft)?;
        cx.changes.add(Topic::Sales);
        Ok(draft)
    }
}
