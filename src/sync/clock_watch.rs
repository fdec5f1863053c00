//! Which clock may be believed when goods are at stake.
//!
//! Owns: what was measured of the site's clock, whether that is confirmed, and whether holds may lapse. Pure: it
//! is told the moments. A machine whose battery died wakes up in another year, and a site may once answer with a
//! wrong time: neither may throw collected orders away. A hold that lapses a minute late harms nobody, so in doubt
//! nothing lapses.
//!
//! With a site: its clock is believed when two measures agree (with each other, with what was stored, or with the
//! time that passed here since the last one), and as long as this machine's clock was not set since. Without one:
//! our clock is all there is, but a leap of more than a day waits for a person.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::clock::Moment;
use crate::usecase::task::KnownClock;

/// Clocks that differ by less agree.
const AGREE: TimeDelta = TimeDelta::minutes(2);

/// A difference that no drift explains.
const LEAP: TimeDelta = TimeDelta::hours(24);

/// Why no hold lapses at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepHeld {
    /// There is a site, and this process has not heard its clock yet.
    Unmeasured,
    /// The site's clock differs from what it was, and a second poll must confirm it.
    Unconfirmed,
    /// The clock of this machine was set (or the machine slept): the next poll measures anew; without a site a
    /// person must ask for a refresh.
    Jumped,
    /// The clock of this machine is more than a day behind the site's: one of them is wrong, a person must look.
    Behind,
}

impl SweepHeld {
    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unmeasured => "clock-unmeasured",
            Self::Unconfirmed => "clock-unconfirmed",
            Self::Jumped => "clock-jumped",
            Self::Behind => "clock-behind",
        }
    }
}

/// Whether a site is there whose clock counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SiteIs {
    /// It was polled once and can be asked.
    Known,
    /// Never polled, or not set up any more.
    Absent,
}

/// What a poll says of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// To be reckoned with from now on, seconds.
    pub(super) trusted: i64,
    /// As measured, seconds.
    pub(super) seen: i64,
}

#[derive(Clone, Copy)]
struct Sight {
    at: Moment,
    skew: TimeDelta,
    believed: bool,
}

/// The state of one process.
#[derive(Default)]
pub(super) struct ClockWatch {
    sight: Option<Sight>,
    /// The site was polled and does not tell its time.
    silent: bool,
    /// When the clock was last found in order, without a site.
    in_order: Option<Moment>,
}

impl ClockWatch {
    /// Learns from an answer that came `at` this moment. None: the site does not tell its time.
    pub(super) fn measured(&mut self, at: Moment, site: Option<DateTime<Utc>>, known: KnownClock) -> Option<Measure> {
        self.silent = site.is_none();
        let skew = site? - at.wall;
        let agrees = |secs: Option<i64>| {
            secs.and_then(TimeDelta::try_seconds)
                .and_then(|other| skew.checked_sub(&other))
                .is_some_and(|apart| apart.abs() <= AGREE)
        };
        // The site's clock went on by as much as time passed here, whatever was done to ours.
        let steady = self.sight.is_some_and(|last| {
            let moved = last.at.set_ahead(&at) + skew - last.skew;
            moved.abs() <= AGREE
        });
        let alike = known.trusted.is_none() && skew.abs() <= AGREE;
        let believed = steady || alike || agrees(known.trusted) || agrees(known.seen);
        self.sight = Some(Sight { at, skew, believed });
        let seen = skew.num_seconds();
        Some(Measure { trusted: if believed { seen } else { known.trusted.unwrap_or(seen) }, seen })
    }

    /// May holds lapse at this moment?
    pub(super) fn may_sweep(&mut self, now: Moment, site: SiteIs) -> Result<(), SweepHeld> {
        if let Some(sight) = self.sight.filter(|_| !self.silent) {
            return match sight {
                _ if sight.at.set_ahead(&now).abs() > AGREE => Err(SweepHeld::Jumped),
                Sight { believed: false, .. } => Err(SweepHeld::Unconfirmed),
                Sight { skew, .. } if skew > LEAP => Err(SweepHeld::Behind),
                Sight { .. } => Ok(()),
            };
        }
        if site == SiteIs::Known && !self.silent {
            return Err(SweepHeld::Unmeasured);
        }
        if self.in_order.is_some_and(|last| last.set_ahead(&now).abs() > LEAP) {
            return Err(SweepHeld::Jumped);
        }
        self.in_order = Some(now);
        Ok(())
    }

    /// A person asked for a refresh: the clock on the wall of this machine is taken as it is.
    pub(super) fn person_looked(&mut self) {
        self.in_order = None;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const YEAR: i64 = 365 * 86_400;

    fn moment(wall: i64, up: u64) -> Moment {
        let wall = DateTime::from_timestamp(1_795_500_000 + wall, 0).unwrap_or_default();
        Moment { wall, up: Duration::from_secs(up) }
    }

    fn site(secs: i64) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(1_795_500_000 + secs, 0)
    }

    fn known(trusted: i64, seen: i64) -> KnownClock {
        KnownClock { trusted: Some(trusted), seen: Some(seen) }
    }

    #[test]
    fn a_clock_set_by_a_year_is_measured_anew_and_sweeps_by_the_site() {
        let mut watch = ClockWatch::default();
        let first = watch.measured(moment(0, 0), site(0), KnownClock::default());
        assert_eq!(first, Some(Measure { trusted: 0, seen: 0 }));
        assert_eq!(watch.may_sweep(moment(60, 60), SiteIs::Known), Ok(()));
        assert_eq!(watch.may_sweep(moment(YEAR, 90), SiteIs::Known), Err(SweepHeld::Jumped));
        let again = watch.measured(moment(YEAR + 20, 110), site(110), known(0, 0));
        assert_eq!(again, Some(Measure { trusted: 90 - YEAR, seen: 90 - YEAR }));
        assert_eq!(watch.may_sweep(moment(YEAR + 30, 120), SiteIs::Known), Ok(()));
    }

    #[test]
    fn one_wrong_answer_of_the_site_changes_nothing_and_two_that_agree_do() {
        let mut watch = ClockWatch::default();
        watch.measured(moment(0, 0), site(0), known(0, 0));
        let odd = watch.measured(moment(60, 60), site(60 + 4_000), known(0, 0));
        assert_eq!(odd, Some(Measure { trusted: 0, seen: 4_000 }));
        assert_eq!(watch.may_sweep(moment(61, 61), SiteIs::Known), Err(SweepHeld::Unconfirmed));
        let same = watch.measured(moment(120, 120), site(120 + 4_000), known(0, 4_000));
        assert_eq!(same, Some(Measure { trusted: 4_000, seen: 4_000 }));
        assert_eq!(watch.may_sweep(moment(121, 121), SiteIs::Known), Ok(()));
    }

    #[test]
    fn a_new_process_waits_for_the_site_and_believes_what_was_known_before() {
        let mut watch = ClockWatch::default();
        assert_eq!(watch.may_sweep(moment(0, 0), SiteIs::Known), Err(SweepHeld::Unmeasured));
        watch.measured(moment(1, 1), site(601), known(600, 600));
        assert_eq!(watch.may_sweep(moment(2, 2), SiteIs::Known), Ok(()));
        // The battery died while the machine was off: only the second measure is believed.
        let mut watch = ClockWatch::default();
        watch.measured(moment(YEAR, 1), site(1), known(0, 0));
        assert_eq!(watch.may_sweep(moment(YEAR, 1), SiteIs::Known), Err(SweepHeld::Unconfirmed));
        watch.measured(moment(YEAR + 60, 61), site(61), known(0, -YEAR));
        assert_eq!(watch.may_sweep(moment(YEAR + 61, 62), SiteIs::Known), Ok(()));
    }

    #[test]
    fn a_machine_a_day_behind_the_site_waits_for_a_person() {
        let mut watch = ClockWatch::default();
        watch.measured(moment(0, 0), site(YEAR), known(YEAR, YEAR));
        assert_eq!(watch.may_sweep(moment(1, 1), SiteIs::Known), Err(SweepHeld::Behind));
    }

    #[test]
    fn without_a_site_only_a_leap_of_a_day_waits_for_a_person_or_for_the_clock_to_come_back() {
        let mut watch = ClockWatch::default();
        assert_eq!(watch.may_sweep(moment(0, 0), SiteIs::Absent), Ok(()));
        assert_eq!(watch.may_sweep(moment(86_000, 30), SiteIs::Absent), Ok(()), "a night's sleep");
        assert_eq!(watch.may_sweep(moment(YEAR, 60), SiteIs::Absent), Err(SweepHeld::Jumped));
        assert_eq!(watch.may_sweep(moment(YEAR + 30, 90), SiteIs::Absent), Err(SweepHeld::Jumped));
        assert_eq!(watch.may_sweep(moment(86_090, 120), SiteIs::Absent), Ok(()), "the clock was mended");
        assert_eq!(watch.may_sweep(moment(YEAR, 150), SiteIs::Absent), Err(SweepHeld::Jumped));
        watch.person_looked();
        assert_eq!(watch.may_sweep(moment(YEAR + 30, 180), SiteIs::Absent), Ok(()));
    }

    #[test]
    fn a_site_that_does_not_tell_its_time_is_like_none() {
        let mut watch = ClockWatch::default();
        assert_eq!(watch.measured(moment(0, 0), None, known(0, 0)), None);
        assert_eq!(watch.may_sweep(moment(1, 1), SiteIs::Known), Ok(()));
    }
}
