//! What the settings say to the till: who may give how much off, what is asked before a sale.

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
    /// Prescription goods need «рецепт предъявлен».
    pub prescription_check: bool,
    /// Every line of an order is ticked before it is paid.
    pub bag_check: bool,
    /// A fiscal device prints the receipts.
    pub has_fiscal_device: bool,
    /// Receipts put aside, of all tills.
    pub parked: usize,
}

impl Query for TillSetupOf {
    type Rows = TillSetup;

    fn run(self, cx: &ReadCx<'_>) -> Result<TillSetup, UseError> {
        let limits = settings::discount_limit(cx.sql)?;
        let is_admin = store::settings::role_of(cx.sql, &self.0.user)?.as_deref() == Some("admin");
        Ok(TillSetup {
            discount_limit: if is_admin { limits.admin } else { limits.pharmacist },
            prescription_check: settings::prescription_check(cx.sql)?,
            bag_check: settings::bag_check(cx.sql)?,
            has_fiscal_device: settings::has_fiscal_device(cx.sql)?,
            parked: store::drafts::parked(cx.sql)?.len(),
        })
    }
}
