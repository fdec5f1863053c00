//! The check before «собран» as the screen shows it and the action obeys it.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, Utc};

use crate::domain::bag_cell::BagCell;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::order::Order;
use crate::domain::packs::Packs;
use crate::domain::preflight::{Fault, Situation, Weight, check};
use crate::domain::receipt::order_price;
use crate::store::{self, Sql};
use crate::usecase::{Query, ReadCx, UseError, set_bag_cell, settings, support};

/// What stands in the way of «собран».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// Of which order.
    pub order: OrderId,
}

/// The answer to [`Preflight`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreflightRows {
    /// The findings, the blocking first. Each knows its weight and what mends it.
    pub faults: Vec<Fault>,
    /// The cell that the bag would get: its own, or the next free number when cells are given automatically.
    pub cell: Option<BagCell>,
}

impl PreflightRows {
    /// True when nothing blocks «собран».
    #[must_use]
    pub fn can_collect(&self) -> bool {
        self.faults.iter().all(|f| f.weight() != Weight::Blocking)
    }
}

impl Query for Preflight {
    type Rows = PreflightRows;

    fn run(self, cx: &ReadCx<'_>) -> Result<PreflightRows, UseError> {
        let order =
            store::orders::load(cx.sql, self.order)?.ok_or_else(|| support::no_order(&self.order.to_string()))?;
        let own = store::cells::of_order(cx.sql, order.id)?;
        let cell = match BagCell::parse(&own) {
            Ok(cell) => Some(cell),
            Err(_) if settings::bag_cells(cx.sql)?.automatic => set_bag_cell::next_free(cx.sql)?.0,
            Err(_) => None,
        };
        Ok(PreflightRows { faults: faults(cx.sql, cx.now, cx.zone, &order)?, cell })
    }
}

/// The findings for an order.
pub(in crate::usecase) fn faults(
    sql: &Sql<'_>,
    now: DateTime<Utc>,
    zone: FixedOffset,
    order: &Order,
) -> Result<Vec<Fault>, UseError> {
    let rule = settings::price_rule(sql)?;
    let mut kept = store::preflight::kept(sql, order.id)?;
    let mut lines = store::preflight::lines(sql, order.id)?;
    for line in &mut lines {
        for (mut packs, ceiling) in kept.remove(&line.line).into_iter().flatten() {
            packs.price = order_price(line.price, packs.price, ceiling, rule).0;
            line.kept.push(packs);
        }
    }
    // An order may have ten thousand lines: nobody searches them line by line.
    let at: HashMap<LineId, usize> = lines.iter().map(|l| l.line).zip(0..).collect();
    let mut strays: Vec<(String, Packs)> = Vec::new();
    for (of, pick, name) in store::preflight::bagged(sql, order.id)? {
        match at.get(&of).and_then(|at| lines.get_mut(*at)) {
            Some(line) => line.bagged.push(pick),
            None => strays.push((name, pick.packs)),
        }
    }
    let (phone, sums_disagree) = store::preflight::facts(sql, order.id)?;
    Ok(check(&Situation {
        now: support::site_now(sql, now)?,
        hold_until: order.hold_until,
        dates: support::dates(sql, now, zone, order.hold_until)?,
        lines,
        strays,
        scan: settings::scan_rule(sql)?,
        sums_disagree,
        phone,
    }))
}
