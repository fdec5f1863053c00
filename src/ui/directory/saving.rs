//! What the dialogs of the directory share: a change under way, why it was refused, the product as it stands now when
//! somebody else was quicker.

use crate::domain::directory::{DirectoryRefusal, GoodsCard};
use crate::domain::error::Refusal;
use crate::domain::ids::GoodsId;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::usecase::UseError;
use crate::usecase::read::directory::GoodsCardOf;

/// A change of a product or of one of its batches.
pub(super) struct Saving<T> {
    goods: GoodsId,
    pub(super) pending: Pending<T>,
    wrong: String,
    again: Loadable<GoodsCard>,
}

impl<T> Saving<T> {
    pub(super) fn of(goods: GoodsId) -> Self {
        Self { goods, pending: Pending::default(), wrong: String::new(), again: Loadable::default() }
    }

    pub(super) const fn is_busy(&self) -> bool {
        self.pending.is_busy() || self.again.is_waiting()
    }

    /// Why it was refused, in words.
    pub(super) fn wrong(&self) -> Option<&str> {
        Some(self.wrong.as_str()).filter(|words| !words.is_empty())
    }

    /// A new try begins.
    pub(super) fn forget(&mut self) {
        self.wrong.clear();
    }

    /// What came of it, once. When somebody else was quicker the product is read again.
    pub(super) fn poll(&mut self, env: &Env<'_>) -> Option<T> {
        match self.pending.poll()? {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong = error_text(env.lang, &error, env.zone);
                if is_outrun(&error) {
                    self.again.request(env.desk.ask(GoodsCardOf(self.goods)));
                }
                None
            }
        }
    }

    /// The product as it stands now, once after somebody else was quicker.
    pub(super) fn read_again(&mut self) -> Option<&GoodsCard> {
        if self.again.poll() { self.again.value() } else { None }
    }
}

const fn is_outrun(error: &UseError) -> bool {
    matches!(
        error,
        UseError::Refused(Refusal::Directory(
            DirectoryRefusal::ChangedMeanwhile { .. } | DirectoryRefusal::StockMoved { .. }
        ))
    )
}
