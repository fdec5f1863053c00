//! The hold: until when goods are kept for a customer.

use chrono::{DateTime, Duration, Utc};

use super::error::Refusal;

/// The longest an extension may reach from now.
pub const MAX_EXTENSION_DAYS: i64 = 30;

/// Default of «Период бронирования в мин.»: two days.
pub const DEFAULT_BOOKING_MINUTES: i64 = 2880;

/// The end of a hold that starts at `accepted_at` and lasts `minutes`.
#[must_use]
pub fn hold_until(accepted_at: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    accepted_at + Duration::minutes(minutes.clamp(1, 60 * 24 * 365))
}

/// True when a hold that ends at `until` is over at `now`.
#[must_use]
pub fn is_over(until: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now >= until
}

/// May a hold that ends at `current` be moved to `wanted`?
///
/// # Errors
/// [`Refusal::HoldOver`] when it has ended already, [`Refusal::HoldInPast`], [`Refusal::HoldNotLater`]
/// and [`Refusal::HoldTooFar`] for the wished time.
pub fn check_extension(
    current: Option<DateTime<Utc>>,
    wanted: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if let Some(until) = current.filter(|u| is_over(*u, now)) {
        return Err(Refusal::HoldOver { until });
    }
    if wanted <= now {
        return Err(Refusal::HoldInPast { wanted });
    }
    if let Some(current) = current.filter(|c| wanted <= *c) {
        return Err(Refusal::HoldNotLater { current, wanted });
    }
    let latest = now + Duration::days(MAX_EXTENSION_DAYS);
    if wanted > latest {
        return Err(Refusal::HoldTooFar { wanted, latest });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    fn at(minutes: i64) -> DateTime<Utc> {
        from_millis(1_700_000_000_000) + Duration::minutes(minutes)
    }

    #[test]
    fn an_extension_must_be_later_than_now_and_than_the_hold_but_within_thirty_days() {
        let now = at(0);
        let current = Some(at(60));
        assert_eq!(check_extension(current, at(61), now), Ok(()));
        assert_eq!(check_extension(None, at(1), now), Ok(()));
        assert!(matches!(check_extension(current, at(60), now), Err(Refusal::HoldNotLater { .. })));
        assert!(matches!(check_extension(current, at(-1), now), Err(Refusal::HoldInPast { .. })));
        assert!(matches!(check_extension(current, at(60 * 24 * 30 + 1), now), Err(Refusal::HoldTooFar { .. })));
        assert!(matches!(check_extension(Some(at(0)), at(60), now), Err(Refusal::HoldOver { .. })));
    }
}
