//! The seat of the background task on this machine: a lock on a file in the data folder.

use std::sync::{Mutex, PoisonError};

use crate::store::folder::{DataFolder, SyncLock};
use crate::sync::{Seat, Seated};

/// The lock, held from the first time it was got until the task leaves or the process dies.
pub(super) struct FolderSeat {
    folder: DataFolder,
    lock: Mutex<Option<SyncLock>>,
}

impl FolderSeat {
    pub(super) const fn new(folder: DataFolder) -> Self {
        Self { folder, lock: Mutex::new(None) }
    }
}

impl Seat for FolderSeat {
    fn take(&self) -> Seated {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = lock.as_ref() {
            return Seated::Ours(held.id().to_owned());
        }
        match self.folder.lock_sync() {
            Ok(Some(held)) => {
                let id = held.id().to_owned();
                *lock = Some(held);
                Seated::Ours(id)
            }
            Ok(None) => Seated::Taken,
            Err(error) => {
                tracing::warn!(%error, "the lock of the background task cannot be used; its lease alone decides");
                Seated::Unknown
            }
        }
    }

    fn leave(&self) {
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
