//! Counts of the lanes and of the orders that ask for a look.

use crate::domain::ids::OrderId;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings, support};

/// The counts above the list and on the button «Заказ от клиента».
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneCounts;

/// The answer to [`LaneCounts`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// «Все».
    pub all: u64,
    /// «Новые»: status новый, or a change at the site that nobody looked at.
    pub new: u64,
    /// «Собрать».
    pub to_collect: u64,
    /// «Готовы».
    pub ready: u64,
    /// «Просрочены».
    pub overdue: u64,
    /// «Вернуть на полку»: packs that wait.
    pub to_shelf: u64,
    /// Packs of lapsed and cancelled orders wait to be put back: the lane is of use.
    pub checks_returns: bool,
    /// «Не отправлены».
    pub not_sent: u64,
    /// «Перезвонить»: nobody answered, and the time to call again has come.
    pub call_again: u64,
    /// The order that the prompt opens first: the oldest that waits.
    pub first_waiting: Option<OrderId>,
}

impl Query for LaneCounts {
    type Rows = Counts;

    fn run(self, cx: &ReadCx<'_>) -> Result<Counts, UseError> {
        let counts = store::order_list::counts(cx.sql, support::site_now(cx.sql, cx.now)?)?;
        Ok(Counts { checks_returns: settings::return_check(cx.sql)?, ..counts })
    }
}
