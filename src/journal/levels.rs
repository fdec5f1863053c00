//! At which level records begin, how long they are kept, and the few words that the owner may change while the
//! program runs.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::LogChoice;
use crate::domain::log::{Level, Module};
use crate::text::Lang;

/// Shared by the layer, the writer and whoever changes the settings.
pub(super) struct Levels {
    exchange: AtomicU8,
    others: AtomicU8,
    libraries: AtomicU8,
    /// Set from outside the program: settings do not change it.
    is_fixed: bool,
    is_english: AtomicU8,
    keep_days: AtomicU32,
    lost: AtomicU64,
    /// Id and title of the till of this process.
    till: Mutex<(String, String)>,
}

impl Levels {
    /// The defaults, or everything from the level in `fixed` on.
    pub(super) fn new(fixed: Option<&str>) -> Self {
        let choice = LogChoice::default();
        let fixed = fixed.and_then(|word| Level::from_code(word.trim()));
        let rank = |level: Level| AtomicU8::new(fixed.unwrap_or(level).rank());
        Self {
            exchange: rank(choice.exchange),
            others: rank(choice.others),
            libraries: rank(Level::Warn),
            is_fixed: fixed.is_some(),
            is_english: AtomicU8::new(0),
            keep_days: AtomicU32::new(choice.keep_days),
            lost: AtomicU64::new(0),
            till: Mutex::default(),
        }
    }

    pub(super) fn choose(&self, choice: LogChoice) {
        if !self.is_fixed {
            self.exchange.store(choice.exchange.rank(), Ordering::Relaxed);
            self.others.store(choice.others.rank(), Ordering::Relaxed);
        }
        self.keep_days.store(choice.keep_days, Ordering::Relaxed);
        self.is_english.store(u8::from(choice.lang == Lang::En), Ordering::Relaxed);
    }

    pub(super) fn name_till(&self, id: &str, title: &str) {
        *self.till.lock().unwrap_or_else(PoisonError::into_inner) = (id.to_owned(), title.to_owned());
    }

    /// «Рабочее место»: the title of this till, nothing for the background task, else the id.
    pub(super) fn place(&self, id: String) -> String {
        let till = self.till.lock().unwrap_or_else(PoisonError::into_inner);
        if id == "sync" {
            String::new()
        } else if till.0 == id && !till.1.is_empty() {
            till.1.clone()
        } else {
            id
        }
    }

    pub(super) fn takes(&self, module: Module, level: Level) -> bool {
        let first = match module {
            Module::Exchange => &self.exchange,
            Module::Libraries => &self.libraries,
            Module::Operations | Module::Fiscal | Module::Print | Module::Screen | Module::Program => &self.others,
        };
        level.rank() <= first.load(Ordering::Relaxed)
    }

    pub(super) fn lang(&self) -> Lang {
        if self.is_english.load(Ordering::Relaxed) == 1 { Lang::En } else { Lang::Ru }
    }

    pub(super) fn keep_days(&self) -> u32 {
        self.keep_days.load(Ordering::Relaxed)
    }

    pub(super) fn lose(&self, records: usize) {
        self.lost.fetch_add(u64::try_from(records).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}
