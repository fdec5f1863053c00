//! Why the site shows so many packs of a product: on hand, less what orders keep, what waits for its shelf, what is short
//! dated, kept back or stopped; what it was told last, and when it hears again.

use crate::domain::error::Refusal;
use crate::domain::ids::GoodsId;
use crate::domain::job::Job;
use crate::domain::offer::{self, BatchShare, QuantityWhy, Stocked};
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::read::schedule::{self, JobRow};
use crate::usecase::read::{divisions, stock_export};
use crate::usecase::{Query, ReadCx, UseError};

/// Of which product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteQuantity(pub GoodsId);

impl Query for SiteQuantity {
    type Rows = QuantityWhy;

    fn run(self, cx: &ReadCx<'_>) -> Result<QuantityWhy, UseError> {
        let Some((code, name, _)) = store::goods::booking_data(cx.sql, self.0)? else {
            return Err(Refusal::GoodsNotFound { what: self.0.0.to_string() }.into());
        };
        let rules = stock_export::rules(cx)?;
        let stopped_since = store::stock_export::stopped_since(cx.sql, self.0)?;
        let mut batches = store::stock_export::shares(cx.sql, self.0, &divisions::chosen_mark(cx.sql)?)?;
        for share in &mut batches {
            if share.expires_on < rules.not_before {
                share.short_dated = free(share);
            }
        }
        let stocked: Vec<Stocked> = batches
            .iter()
            .map(|share| Stocked { batch: share.batch, expires_on: share.expires_on, free: free(share) })
            .collect();
        let fit: Packs = stocked.iter().filter(|b| b.expires_on >= rules.not_before).map(|b| b.free).sum();
        let (mut kept_back, offered) = match stopped_since {
            Some(_) => (Packs::ZERO, Vec::new()),
            None => (fit.min(rules.keep_back), offer::offered(&stocked, rules)),
        };
        kept_back = kept_back.floor_zero();
        for (batch, packs) in offered {
            for share in batches.iter_mut().filter(|share| share.batch == batch) {
                share.offered = packs;
            }
        }
        let refused = store::stock_export::refused(cx.sql)?.into_iter().find(|(row, _)| row.product == code);
        let job: JobRow = schedule::row(cx, Job::Stock)?;
        Ok(QuantityWhy {
            code: code.0,
            name,
            stopped_since,
            batches,
            kept_back,
            refused: refused.map(|(row, _)| row.reason).unwrap_or_default(),
            sent_at: store::sync_state::freshness(cx.sql)?.stock.sent_at,
            next_at: job.next,
        })
    }
}

fn free(share: &BatchShare) -> Packs {
    share.on_hand.minus(share.reserved).minus(share.to_shelf)
}
