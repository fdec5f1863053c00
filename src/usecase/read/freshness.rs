//! The freshness bar: how old what the till and the site know of each other is.

use chrono::{DateTime, Utc};

use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings, site_settings};

/// What the freshness bar shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FreshnessQuery;

/// The answer to [`FreshnessQuery`], written by whichever process runs the background task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// A site is configured at all (host and token).
    pub configured: bool,
    /// Last poll that succeeded.
    pub polled_at: Option<DateTime<Utc>>,
    /// Text key of the last poll's failure, empty after a success.
    pub poll_error: String,
    /// Traffic is paused (the token was refused); text key of why, else empty.
    pub paused: String,
    /// The site's clock minus ours, seconds. Holds are reckoned by the site's.
    pub skew_secs: i64,
    /// Code of why no hold lapses at present (`clock-jumped`, `clock-behind`, `clock-unconfirmed`,
    /// `clock-unmeasured`), else empty.
    pub sweep_held: String,
    /// Statuses waiting to be sent.
    pub waiting: u64,
    /// The oldest of them.
    pub waiting_since: Option<DateTime<Utc>>,
    /// Statuses refused by the site that nobody looked at.
    pub refused: u64,
    /// Elements of pages that could not be read.
    pub quarantined: u64,
    /// Stock and prices as last sent.
    pub stock: StockFreshness,
    /// The present poll period, seconds.
    pub poll_secs: u64,
}

/// How old what the site knows of the stock is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockFreshness {
    /// When it was last sent whole.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was last sent, or was still what had been sent.
    pub checked_at: Option<DateTime<Utc>>,
    /// Rows.
    pub rows: u64,
    /// Text key of what went wrong with the last run; empty for a good end.
    pub error: String,
    /// How often it is sent, minutes; 0: by hand only.
    pub minutes: u64,
}

/// From how many seconds on a difference of the clocks is worth a word.
const CLOCKS_DIFFER_SECS: u64 = 120;

impl Freshness {
    /// The clock of this machine and the site's differ so much that somebody should look.
    #[must_use]
    pub const fn clocks_differ(&self) -> bool {
        self.skew_secs.unsigned_abs() > CLOCKS_DIFFER_SECS
    }
}

impl Query for FreshnessQuery {
    type Rows = Freshness;

    fn run(self, cx: &ReadCx<'_>) -> Result<Freshness, UseError> {
        let site = site_settings::site(cx.sql)?;
        let configured =
            !site.host.is_empty() && store::sync_state::get(cx.sql, store::sync_state::key::TOKEN_SET)? == "true";
        let mut state = store::sync_state::freshness(cx.sql)?;
        state.stock.minutes = settings::get(cx.sql, "sync.stock_minutes")?.parse().unwrap_or_default();
        Ok(Freshness { configured, poll_secs: site.poll_secs, ..state })
    }
}
