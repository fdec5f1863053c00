//! Feeds of changed topics: a screen drains its feed once a frame and asks again what changed.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::usecase::{Changes, Topic};

type Wake = Arc<dyn Fn() + Send + Sync>;

struct Shared {
    bits: AtomicU8,
    wake: Wake,
}

/// What changed since it was last drained.
pub struct TopicFeed(Arc<Shared>);

impl TopicFeed {
    /// Takes everything that changed since the last call.
    #[must_use]
    pub fn drain(&self) -> Changes {
        Changes::from_bits(self.0.bits.swap(0, Ordering::AcqRel))
    }
}

/// All feeds of one desk.
#[derive(Clone, Default)]
pub(super) struct Feeds(Arc<Mutex<Vec<Weak<Shared>>>>);

impl Feeds {
    pub(super) fn add(&self, wake: Wake) -> TopicFeed {
        let shared = Arc::new(Shared { bits: AtomicU8::new(0), wake });
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.retain(|feed| feed.strong_count() > 0);
        list.push(Arc::downgrade(&shared));
        TopicFeed(shared)
    }

    pub(super) fn publish(&self, changes: Changes) {
        if changes.is_empty() {
            return;
        }
        for feed in self.live() {
            feed.bits.fetch_or(changes.bits(), Ordering::AcqRel);
            (feed.wake)();
        }
    }

    /// Wakes every subscriber: a reply is there.
    pub(super) fn waker(&self) -> Wake {
        let feeds = self.clone();
        Arc::new(move || feeds.live().iter().for_each(|feed| (feed.wake)()))
    }

    fn live(&self) -> Vec<Arc<Shared>> {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().filter_map(Weak::upgrade).collect()
    }
}

impl Changes {
    pub(super) const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    pub(super) const fn bits(self) -> u8 {
        self.0
    }
}

const _: () = assert!((Topic::Sales as u8) < 8, "topics must fit the bits of a feed");
