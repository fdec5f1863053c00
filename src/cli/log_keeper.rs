//! What runs beside the till all day: the log follows its settings, the data is copied each night.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use chrono::Timelike;

use super::context::Context;
use super::copies::Copier;
use crate::desk::Desk;
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
    /// Watches the settings of `cx`; none without a log, or without a thread to watch on.
    pub(super) fn start(cx: &Context) -> Option<Self> {
        let journal = Arc::clone(cx.journal.as_ref()?);
        let (bell, rings) = sync_channel(1);
        let ended = Arc::new(AtomicBool::new(false));
        let (desk, over, wake) = (cx.desk.clone(), Arc::clone(&ended), bell.clone());
        let feed = desk.subscribe(move || {
            // A bell that rings already will do.
            let _ = wake.try_send(());
        });
        let copier = Copier { folder: cx.folder.clone(), desk: desk.clone(), clock: Arc::clone(&cx.clock) };
        let watch = move || {
            loop {
                let rang = rings.recv_timeout(LOOK);
                if over.load(Ordering::Acquire) || matches!(rang, Err(RecvTimeoutError::Disconnected)) {
                    break;
                }
                if rang.is_err() && is_night(&copier) {
                    copier.nightly();
                    forget_people(&desk);
                }
                if feed.drain().has(Topic::Settings) {
                    apply(&desk, &journal);
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

fn is_night(copier: &Copier) -> bool {
    let now = copier.clock.now();
    now.with_timezone(&copier.clock.offset(now)).hour() >= NIGHT_HOUR
}

/// Reads what the owner has chosen. What cannot be read leaves the log as it is.
pub(super) fn apply(desk: &Desk, journal: &Journal) {
    if let Ok(setup) = desk.ask(LogSetup).wait() {
        let lang = Lang::from_code(&setup.language).unwrap_or_default();
        let choice = LogChoice { exchange: setup.exchange, others: setup.others, keep_days: setup.keep_days, lang };
        journal.choose(choice);
    }
}
