//! What the settings say to the till: who may give how much off, what is asked before a sale.

use crate::domain::card::LooseCard;
use crate::domain::mark_check::SilenceRule;
use crate::store;
use crate::usecase::{Actor, Query, ReadCx, UseError, settings};

/// The till of this actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TillSetupOf(pub Actor);

/// The answer to [`TillSetupOf`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TillSetup {
    /// The most that this person may give off, per cent.
    pub discount_limit: u16,
    /// What is asked before a sale.
    pub asks: Asks,
    /// Marking codes are checked by a service; what follows from its silence.
    pub mark_rule: Option<SilenceRule>,
    /// A card terminal is asked by the program.
    pub has_terminal: bool,
    /// A payment by card of this till that may have been taken and belongs to no receipt.
    pub loose_card: Option<LooseCard>,
    /// A fiscal device prints the receipts.
    pub has_fiscal_device: bool,
    /// Receipts put aside, of all tills.
    pub parked: usize,
}

/// What is asked before a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Prescription goods need «рецепт предъявлен».
    pub prescription: bool,
    /// Every line of an order is ticked before it is paid.
    pub bag: bool,
}

impl Default for Asks {
    /// Unknown settings ask: the sale would be refused.
    fn default() -> Self {
        Self { prescription: true, bag: true }
    }
}

impl Query for TillSetupOf {
    type Rows = TillSetup;

    fn run(self, cx: &ReadCx<'_>) -> Result<TillSetup, UseError> {
        let limits = settings::discount_limit(cx.sql)?;
        let is_admin = store::settings::role_of(cx.sql, &self.0.user)?.as_deref() == Some("admin");
        Ok(TillSetup {
            discount_limit: if is_admin { limits.admin } else { limits.pharmacist },
            asks: Asks { prescription: settings::prescription_check(cx.sql)?, bag: settings::bag_check(cx.sql)? },
            mark_rule: settings::mark_rule(cx.sql)?,
            has_terminal: settings::has_terminal(cx.sql)?,
            loose_card: store::cards::loose(cx.sql, &self.0.till)?,
            has_fiscal_device: settings::has_fiscal_device(cx.sql)?,
            parked: store::drafts::parked(cx.sql)?.len(),
        })
    }
}
