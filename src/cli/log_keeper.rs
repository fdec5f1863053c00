//! What runs beside the till all day: the log follows its settings, the data is copied each night.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use chrono::{NaiveDate, Timelike};

use super::context::Context;
use super::copies::Copier;
use crate::desk::Desk;
use crate::domain::clock::Clock;
use crate::journal::{Journal, LogChoice};
use crate::text::Lang;
use crate::usecase::Topic;
use crate::usecase::forget_people::{self, ForgetPeople};
use crate::usecase::read::settings::LogSetup;

/// How often the keeper looks whether it is time for the copy of the night.
const LOOK: Duration = Duration::from_mins(5);

/// From this hour on; a program that is started later copies soon after its start.
const NIGHT_HOUR: u32 = 3;

/// Keeps the log in step for as long as it lives.
pub(super) struct LogKeeper {
    ended: Arc<AtomicBool>,
    bell: SyncSender<()>,
}

impl LogKeeper {
    /// Watches over `cx`; none without a thread to watch on.
    pub(super) fn start(cx: &Context) -> Option<Self> {
        let journal = cx.journal.clone();
        let (bell, rings) = sync_channel(1);
        let ended = Arc::new(AtomicBool::new(false));
        let (desk, over, wake) = (cx.desk.clone(), Arc::clone(&ended), bell.clone());
        let feed = desk.subscribe(move || {
            // A bell that rings already will do.
            let _ = wake.try_send(());
        });
        let copier = Copier { folder: cx.folder.clone(), desk: desk.clone(), clock: Arc::clone(&cx.clock) };
        let clock = Arc::clone(&cx.clock);
        let watch = move || {
            let mut nights = Nights::beginning(clock.as_ref());
            loop {
                let rang = rings.recv_timeout(LOOK);
                if over.load(Ordering::Acquire) || matches!(rang, Err(RecvTimeoutError::Disconnected)) {
                    break;
                }
                // Bells ring all day long: the night must not wait for a silence.
                if let Some(tonight) = nights.due(clock.as_ref())
                    && copier.nightly()
                {
                    forget_people(&desk);
                    nights.done = Some(tonight);
                }
                if feed.drain().has(Topic::Settings)
                    && let Some(journal) = &journal
                {
                    apply(&desk, journal);
                }
            }
        };
        let started = std::thread::Builder::new().name("expero-log-keeper".to_owned()).spawn(watch);
        started.is_ok().then_some(Self { ended, bell })
    }
}

impl Drop for LogKeeper {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        // A bell that rings already wakes it as well.
        let _ = self.bell.try_send(());
    }
}

/// A portion at a time: the till works on between them.
fn forget_people(desk: &Desk) {
    let mut orders = 0;
    while let Ok(portion) = desk.act(ForgetPeople).wait() {
        orders += portion.value;
        if portion.value < forget_people::PORTION {
            break;
        }
    }
    if orders > 0 {
        tracing::info!(orders, "people of orders that are long over were forgotten");
    }
}

/// When the work of the night is due: once a day, looked at every few minutes.
struct Nights {
    /// Uptime of the last look.
    looked: Duration,
    /// The day whose night is over.
    done: Option<NaiveDate>,
}

impl Nights {
    fn beginning(clock: &dyn Clock) -> Self {
        Self { looked: clock.uptime(), done: None }
    }

    /// The day whose work is due now.
    fn due(&mut self, clock: &dyn Clock) -> Option<NaiveDate> {
        let up = clock.uptime();
        if up < self.looked + LOOK {
            return None;
        }
        self.looked = up;
        let now = clock.now();
        let local = now.with_timezone(&clock.offset(now));
        (local.hour() >= NIGHT_HOUR && self.done != Some(local.date_naive())).then(|| local.date_naive())
    }
}

/// Reads what the owner has chosen. What cannot be read leaves the log as it is.
pub(super) fn apply(desk: &Desk, journal: &Journal) {
    if let Ok(setup) = desk.ask(LogSetup).wait() {
        let lang = Lang::from_code(&setup.language).unwrap_or_default();
        let choice = LogChoice { exchange: setup.exchange, others: setup.others, keep_days: setup.keep_days, lang };
        journal.choose(choice);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::domain::clock::{ManualClock, from_millis};

    #[test]
    fn the_night_comes_once_a_day_however_often_the_bell_rings() {
        // 23.11.2026 13:44 in Moscow.
        let clock = ManualClock::at(from_millis(1_795_430_658_000));
        let mut nights = Nights::beginning(&clock);
        let mut count = 0;
        // Three days, a ring every minute.
        for _ in 0..3 * 24 * 60 {
            clock.advance_secs(60);
            if let Some(day) = nights.due(&clock) {
                nights.done = Some(day);
                count += 1;
            }
        }
        assert_eq!(count, 4, "soon after the start, then each night");
        // A copy that failed is tried again at the next look.
        clock.advance_secs(24 * 3_600);
        assert!(nights.due(&clock).is_some());
        assert!(nights.due(&clock).is_none(), "not at once");
        clock.advance_secs(300);
        nights.done = Some(nights.due(&clock).unwrap());
        clock.advance_secs(300);
        assert!(nights.due(&clock).is_none());
    }
}
