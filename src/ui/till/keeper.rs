//! The open receipt outlives the window: kept after each change, found again at the start, put aside and recalled.
//!
//! Owns what is under way for that. Must not know: how the receipt is drawn or sold.

use super::receipt::Receipt;
use super::steps::{Found, Heard, Step, Steps};
use crate::domain::draft::Draft;
use crate::domain::handover::CheckedBy;
use crate::domain::ids::DraftId;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::usecase::UseError;
use crate::usecase::keep_draft::{KeepDraft, ParkReceipt, RecallReceipt};
use crate::usecase::read::drafts::OpenDraft;

/// The keeper.
#[derive(Default)]
pub(super) struct Keeper {
    found: Loadable<Draft>,
    asked: bool,
    is_found: bool,
    /// What the data holds, as far as we know.
    kept: Draft,
    keeping: Pending<()>,
    parking: Pending<DraftId>,
    recalling: Pending<Draft>,
}

impl Keeper {
    /// A receipt is being put aside or taken up.
    pub(super) const fn is_busy(&self) -> bool {
        self.parking.is_busy() || self.recalling.is_busy()
    }

    /// Takes answers; keeps the receipt when it is another one than the data holds. True when it was put aside: the
    /// till is free.
    pub(super) fn update(&mut self, receipt: &Receipt, steps: &mut Steps, env: &mut Env<'_>) -> bool {
        self.find(steps, env);
        if let Some(Err(error)) = self.keeping.poll() {
            // The next change tries again; a sale does not wait for it.
            env.say_failure(&error);
        }
        match self.recalling.poll() {
            Some(Ok(draft)) => {
                self.kept = draft.clone();
                put_back(draft, steps);
            }
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        match self.parking.poll() {
            Some(Ok(_)) => {
                self.kept = Draft::default();
                env.say_done(env.tr("till-parked"));
                return true;
            }
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        let settled = self.is_found && !steps.is_busy() && !self.keeping.is_busy() && !self.is_busy();
        let draft = receipt.draft();
        if settled && draft != self.kept {
            self.kept = draft.clone();
            self.keeping.start(env.desk.act(KeepDraft(draft)));
        }
        false
    }

    /// What was open when the program ended is open again.
    fn find(&mut self, steps: &mut Steps, env: &mut Env<'_>) {
        if self.is_found {
            return;
        }
        if !self.asked {
            self.asked = true;
            self.found.request(env.desk.ask(OpenDraft(env.desk.actor().till.clone())));
        }
        if !self.found.poll() {
            return;
        }
        self.is_found = true;
        match self.found.value() {
            Some(draft) if !draft.is_empty() => {
                self.kept = draft.clone();
                env.say_done(env.tr("till-found-again"));
                put_back(draft.clone(), steps);
            }
            Some(_) => {}
            None => self.found.error().iter().for_each(|error: &&UseError| env.say_failure(error)),
        }
    }

    /// The sale took the draft with it.
    pub(super) fn sold(&mut self) {
        self.kept = Draft::default();
    }

    /// «Отложить чек».
    pub(super) fn park(&mut self, receipt: &Receipt, env: &Env<'_>) {
        if !self.is_busy() {
            self.parking.start(env.desk.act(ParkReceipt(receipt.draft())));
        }
    }

    /// Takes a receipt that was put aside up again.
    pub(super) fn recall(&mut self, draft: DraftId, env: &Env<'_>) {
        if !self.is_busy() {
            self.recalling.start(env.desk.act(RecallReceipt(draft)));
        }
    }
}

/// Reads everything that was in it from the stock of now: prices, batches and the order may be others by now.
fn put_back(draft: Draft, steps: &mut Steps) {
    if let Some(order) = draft.order {
        steps.push(Step::Order(order, Found::Chosen(CheckedBy::Nothing)));
    }
    for line in draft.lines {
        steps.push(Step::Add { goods: line.goods, packs: line.packs, heard: Heard::Hand, code: None });
        steps.push(Step::Discount { goods: line.goods, discount: line.discount });
    }
    if !draft.codes.is_empty() {
        steps.push(Step::Codes(draft.codes));
    }
}
