//! Whether anything may be sent at this moment. Pure: it is told the moments.
//!
//! Owns: until when the way to the site is closed for every order, why, and how often in a row it was. Failures of
//! the way count for the way: an order that failed ten times by itself must not make a short pause of the site an
//! hour for all.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::site::backoff::{self, Pace};

/// No pause is longer; one that seems so was noted by another clock.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// The longest pause for want of a person: trying once in a while shows that all is mended.
const TRY_AGAIN: Duration = Duration::from_mins(5);

/// Why the way is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// The site asked for a pause.
    Asked,
    /// Nobody could be reached.
    Unreachable,
    /// A person must put something right: the settings, what the token may do.
    Setup,
}

/// Failures of one kind in a row.
#[derive(Default)]
pub(super) struct Streak {
    pace: Option<Pace>,
    count: u32,
}

impl Streak {
    /// How long to wait after one more failure. The site's own wish counts, but even one that wishes for nothing is
    /// not asked without end.
    pub(super) fn failed(&mut self, pace: Pace, wish: Option<Duration>, seed: u64) -> Duration {
        self.count = if self.pace == Some(pace) { self.count.saturating_add(1) } else { 1 };
        self.pace = Some(pace);
        match wish {
            Some(wish) => wish.max(backoff::delay(Pace::Fault, self.count, seed)),
            None => backoff::delay(pace, self.count, seed),
        }
    }

    /// Something got through.
    pub(super) fn ended(&mut self) {
        *self = Self::default();
    }
}

/// The way to the site for what is sent.
#[derive(Default)]
pub(super) struct Way {
    closed: Option<(DateTime<Utc>, Closed)>,
    streak: Streak,
}

impl Way {
    /// Until when nothing is sent, while that lies ahead. A clock that was set back by more than the longest pause
    /// opens the way again.
    pub(super) fn closed_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.closed.map(|(until, _)| until).filter(|until| *until > now && *until - now <= LONGEST)
    }

    /// Closes the way and says until when. What failed side by side with the first failure counts as one.
    pub(super) fn close(
        &mut self,
        now: DateTime<Utc>,
        why: Closed,
        wish: Option<Duration>,
        seed: u64,
    ) -> DateTime<Utc> {
        if let Some(until) = self.closed_until(now) {
            let wished = wish.map_or(until, |wish| now + span(wish));
            self.closed = Some((until.max(wished), why));
            return until.max(wished);
        }
        let wait = match why {
            Closed::Asked => self.streak.failed(Pace::Busy, wish, seed),
            Closed::Unreachable => self.streak.failed(Pace::Fault, wish, seed),
            Closed::Setup => self.streak.failed(Pace::Busy, wish, seed).min(TRY_AGAIN),
        };
        let until = now + span(wait);
        self.closed = Some((until, why));
        until
    }

    /// The site answered something that is no failure of the way.
    pub(super) fn got_through(&mut self) {
        self.streak.ended();
    }

    /// Opens the way if it is closed for one of these reasons; false when it was not.
    pub(super) fn reopen(&mut self, reasons: &[Closed]) -> bool {
        let opens = self.closed.is_some_and(|(_, why)| reasons.contains(&why));
        if opens {
            *self = Self::default();
        }
        opens
    }
}

fn span(wait: Duration) -> TimeDelta {
    TimeDelta::from_std(wait).unwrap_or(LONGEST).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_500_000 + secs, 0).unwrap_or_default()
    }

    fn waits(way: &mut Way, now: i64, why: Closed, wish: Option<u64>) -> i64 {
        (way.close(at(now), why, wish.map(Duration::from_secs), 1) - at(now)).num_seconds()
    }

    #[test]
    fn a_pause_grows_only_with_pauses_of_its_kind_in_a_row() {
        let mut way = Way::default();
        for (now, want) in [(0, 30), (100, 60), (200, 120)] {
            assert_eq!(waits(&mut way, now, Closed::Asked, None), want);
        }
        // What fails side by side is one failure.
        assert_eq!(waits(&mut way, 201, Closed::Asked, None), 119);
        for now in [400, 500, 600] {
            assert!(waits(&mut way, now, Closed::Unreachable, None) <= 4);
        }
        assert_eq!(waits(&mut way, 700, Closed::Asked, None), 30, "however often it was unreachable");
        way.got_through();
        assert_eq!(waits(&mut way, 800, Closed::Asked, None), 30);
    }

    #[test]
    fn the_wish_of_the_site_counts_but_never_for_no_pause_at_all() {
        let mut way = Way::default();
        assert_eq!(waits(&mut way, 0, Closed::Asked, Some(600)), 600);
        assert_eq!(way.closed_until(at(599)), Some(at(600)));
        assert_eq!(way.closed_until(at(600)), None);
        assert!(way.close(at(700), Closed::Asked, Some(Duration::ZERO), 1) > at(700));
        assert_eq!(way.closed_until(at(-4_000)), None, "the clock was set back");
    }

    #[test]
    fn a_want_of_setup_is_tried_every_five_minutes_at_least() {
        let mut way = Way::default();
        let last = (0..10).map(|n| waits(&mut way, n * 1_000, Closed::Setup, None)).last();
        assert_eq!(last, Some(300));
    }

    #[test]
    fn only_its_own_reason_opens_the_way() {
        let mut way = Way::default();
        way.close(at(0), Closed::Asked, None, 1);
        assert!(!way.reopen(&[Closed::Unreachable, Closed::Setup]));
        assert!(way.closed_until(at(1)).is_some());
        assert!(way.reopen(&[Closed::Asked]));
        assert_eq!(way.closed_until(at(1)), None);
    }
}
