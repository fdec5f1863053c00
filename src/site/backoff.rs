//! The pace of retries, as pure arithmetic.
//!
//! Owns: how long to wait before attempt n + 1. Must not know clocks or sockets. The seed makes the jitter
//! repeatable: the same message waits the same time in a replay.

use std::time::Duration;

/// Which doubling applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pace {
    /// 5xx, transport, unreadable answers: 1 s doubling to 5 min, full jitter.
    Fault,
    /// 429 and 503 without `Retry-After`: 30 s doubling to 1 h.
    Busy,
}

const FAULT_FIRST: Duration = Duration::from_secs(1);
const FAULT_CAP: Duration = Duration::from_mins(5);
const BUSY_FIRST: Duration = Duration::from_secs(30);
/// Longest wait of all, also for a `Retry-After`.
pub const LONGEST: Duration = Duration::from_hours(1);

/// `period` with a tenth of jitter either way, so that many tills do not come at the same second.
#[must_use]
pub fn about(period: Duration, seed: u64) -> Duration {
    let millis = u64::try_from(period.as_millis()).unwrap_or(u64::MAX);
    let tenth = millis / 10;
    let spread = fastrand::Rng::with_seed(seed).u64(0..=tenth.saturating_mul(2));
    Duration::from_millis((millis - tenth).saturating_add(spread))
}

/// How long to wait after the `attempt`-th failure (from 1).
#[must_use]
pub fn delay(pace: Pace, attempt: u32, seed: u64) -> Duration {
    match pace {
        Pace::Fault => jitter(doubled(FAULT_FIRST, attempt, FAULT_CAP), seed ^ u64::from(attempt)),
        Pace::Busy => doubled(BUSY_FIRST, attempt, LONGEST),
    }
}

fn doubled(first: Duration, attempt: u32, cap: Duration) -> Duration {
    let factor = 2_u32.checked_pow(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
    first.checked_mul(factor).unwrap_or(cap).min(cap)
}

/// Anything from a tenth of a second to the whole: many tills must not come back at the same moment.
fn jitter(whole: Duration, seed: u64) -> Duration {
    let millis = u64::try_from(whole.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(fastrand::Rng::with_seed(seed).u64(100..=millis.max(100)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn busy_doubles_from_half_a_minute_to_an_hour() {
        let secs: Vec<u64> = (0..10).map(|n| delay(Pace::Busy, n, 1).as_secs()).collect();
        assert_eq!(secs, [30, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    }

    proptest! {
        #[test]
        fn a_period_is_kept_within_a_tenth(secs in 1_u64..4_000, seed in any::<u64>()) {
            let (whole, got) = (Duration::from_secs(secs), about(Duration::from_secs(secs), seed));
            prop_assert!(got >= whole * 9 / 10 && got <= whole * 11 / 10, "{got:?}");
        }

        #[test]
        fn a_fault_waits_never_longer_than_its_doubling_nor_five_minutes(n in any::<u32>(), seed in any::<u64>()) {
            let d = delay(Pace::Fault, n, seed);
            prop_assert_eq!(d, delay(Pace::Fault, n, seed));
            prop_assert!(d >= Duration::from_millis(100) && d <= FAULT_CAP);
            if n <= 1 { prop_assert!(d <= FAULT_FIRST); }
        }
    }
}
