//! The rows that the list shows, kept by id: only what is on the screen (and a little more) is asked for.
//!
//! After a change every row is out of date but stays on the screen until its newer form is there. Must not
//! know: how a row is drawn.

use std::collections::HashMap;

use crate::desk::{Desk, Reply};
use crate::domain::ids::OrderId;
use crate::usecase::UseError;
use crate::usecase::read::order_list::{OrderRow, OrderRows};

/// How many rows are kept before those off the screen are forgotten.
const KEPT: usize = 4000;

/// Rows by id.
#[derive(Default)]
pub(super) struct RowCache {
    rows: HashMap<OrderId, Kept>,
    version: u64,
    coming: Option<Asked>,
    error: Option<UseError>,
}

struct Kept {
    version: u64,
    /// `None` for an order that is gone.
    row: Option<OrderRow>,
}

struct Asked {
    ids: Vec<OrderId>,
    version: u64,
    reply: Reply<Vec<OrderRow>>,
}

impl RowCache {
    /// The row as last read.
    pub(super) fn get(&self, id: OrderId) -> Option<&OrderRow> {
        self.rows.get(&id)?.row.as_ref()
    }

    /// Everything must be read again.
    pub(super) const fn outdate(&mut self) {
        self.version += 1;
    }

    /// Why the last reading failed, if it did.
    pub(super) const fn error(&self) -> Option<&UseError> {
        self.error.as_ref()
    }

    /// Takes rows that arrived.
    pub(super) fn poll(&mut self) {
        let Some(answer) = self.coming.as_mut().and_then(|asked| asked.reply.poll_now()) else {
            return;
        };
        let Some(Asked { ids, version, .. }) = self.coming.take() else {
            return;
        };
        match answer {
            Ok(rows) => {
                self.error = None;
                if self.rows.len() > KEPT {
                    self.rows.retain(|id, _| ids.contains(id));
                }
                self.rows.extend(ids.into_iter().map(|id| (id, Kept { version, row: None })));
                self.rows.extend(rows.into_iter().map(|row| (row.id, Kept { version, row: Some(row) })));
            }
            Err(error) => {
                self.error = Some(error);
                // Not asked again every frame: the next change or F5 tries again.
                for id in ids {
                    self.rows.entry(id).or_insert(Kept { version, row: None }).version = version;
                }
            }
        }
    }

    /// Asks for those of `ids` that are missing or out of date; one question at a time.
    pub(super) fn want(&mut self, ids: &[OrderId], desk: &Desk) {
        if self.coming.is_some() {
            return;
        }
        let current = |id: &&OrderId| self.rows.get(id).is_some_and(|kept| kept.version == self.version);
        let missing: Vec<OrderId> = ids.iter().filter(|id| !current(id)).copied().collect();
        if !missing.is_empty() {
            let reply = desk.ask(OrderRows { ids: missing.clone() });
            self.coming = Some(Asked { ids: missing, version: self.version, reply });
        }
    }
}
