//! The two threads: one owns the write connection, one a read-only connection.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::Job;
use super::feed::Feeds;
use crate::store::Database;
use crate::store::error::StoreError;
use crate::usecase::Changes;

/// How often the writer looks whether another process changed the data.
const LOOK: Duration = Duration::from_millis(700);

pub(super) fn writer(mut db: Database, feeds: Feeds, queue: usize) -> Result<SyncSender<Job>, StoreError> {
    let (sender, jobs): (SyncSender<Job>, Receiver<Job>) = sync_channel(queue);
    spawn("expero-writer", move || {
        let mut seen = db.foreign_version();
        loop {
            match jobs.recv_timeout(LOOK) {
                Ok(job) => run(job, &mut db),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            // The version of the write connection moves only when another connection commits.
            let version = db.foreign_version();
            if version != seen {
                seen = version;
                feeds.publish(Changes::ALL);
            }
        }
    })?;
    Ok(sender)
}

pub(super) fn reader(mut db: Database, queue: usize) -> Result<SyncSender<Job>, StoreError> {
    let (sender, jobs): (SyncSender<Job>, Receiver<Job>) = sync_channel(queue);
    spawn("expero-reader", move || {
        while let Ok(job) = jobs.recv() {
            run(job, &mut db);
        }
    })?;
    Ok(sender)
}

/// Runs a job. One that panics (a bug) is answered with "closed" as its slot is dropped, its transaction is
/// rolled back as the stack unwinds, and the till goes on with the next.
fn run(job: Job, db: &mut Database) {
    if std::panic::catch_unwind(AssertUnwindSafe(|| job(db))).is_err() {
        tracing::error!("a request panicked; nothing of it was stored");
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(drop)
        .map_err(|error| StoreError::Engine { detail: error.to_string() })
}
