//! The open site orders in full: what a practice service must know when practice goes on another day.

use crate::domain::site_order::SiteOrder;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// Open orders as the site would tell them. Holds personal data: for the practice service only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSiteOrders;

impl Query for OpenSiteOrders {
    type Rows = Vec<SiteOrder>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<SiteOrder>, UseError> {
        Ok(store::orders::open_site_orders(cx.sql)?)
    }
}
