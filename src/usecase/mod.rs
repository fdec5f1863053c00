//! Intentions: one file per thing a person or the background task wants done, and [`read`]: one file per
//! question of a screen.
//!
//! Each intention runs in one immediate transaction: load, let [`crate::domain`] decide, write rows +
//! history + reservations + outbox, commit. No network, no clock but the given one, no SQL text. Any error
//! leaves nothing behind.

pub mod accept_order;
pub mod acknowledge_change;
pub mod advance_requisition;
pub mod card_payment;
pub mod choose_batch;
pub mod close_shift;
pub mod collect_order;
pub mod count_batch;
pub mod delete_order;
pub mod deliver;
pub mod dismiss_problem;
pub mod divisions;
pub mod edit_goods;
pub mod expire_holds;
pub mod extend_hold;
pub mod forget_people;
pub mod import_goods;
pub mod jobs;
pub mod keep_draft;
pub mod keep_suppliers;
pub mod make_requisition;
pub mod new_order;
pub mod note_call;
pub mod open_till;
pub mod practice;
pub mod print_order;
pub mod print_receipt;
pub mod read;
pub mod receive_orders;
pub mod release_lines;
pub mod remember_view;
mod replace_order;
pub mod reserve_lines;
pub mod return_sale;
pub mod return_to_shelf;
pub mod reveal_phone;
pub mod scan_pack;
pub mod sell_receipt;
pub mod set_bag_cell;
pub mod set_settings;
pub mod settings;
mod shortage;
pub mod site_settings;
pub mod stock_told;
mod support;
pub mod take_table;
pub mod task;
pub mod undo_scan;
pub mod users;

use chrono::{DateTime, FixedOffset, Utc};
use thiserror::Error;

use crate::domain::access::AccessRefusal;
use crate::domain::directory::DirectoryRefusal;
use crate::domain::error::Refusal;
use crate::domain::ids::{OrderId, TillId};
use crate::domain::import_refusal::ImportRefusal;
use crate::domain::supply_refusal::SupplyRefusal;
use crate::domain::till_refusal::TillRefusal;
use crate::store::Sql;
use crate::store::error::StoreError;

/// Who acts, and where. Written into every history row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The user's name as shown.
    pub user: String,
    /// The till; `cli` and `sync` for work without a window.
    pub till: TillId,
}

/// Something that changed; screens ask again what they show of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Orders, their lines or history.
    Orders,
    /// Stock, reservations, prices.
    Stock,
    /// Messages to the site.
    Outbox,
    /// What the background task last saw.
    Sync,
    /// Settings.
    Settings,
    /// Receipts, shifts and what the fiscal device has to print.
    Sales,
}

/// A small set of topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes(pub(crate) u8);

impl Changes {
    /// Every topic: used when another process may have changed anything.
    pub const ALL: Self = Self(0b11_1111);

    /// Adds a topic.
    pub fn add(&mut self, topic: Topic) {
        self.0 |= 1 << topic as u8;
    }

    /// Adds all topics of `other`.
    pub fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when `topic` changed.
    #[must_use]
    pub const fn has(self, topic: Topic) -> bool {
        self.0 & (1 << topic as u8) != 0
    }

    /// True when nothing changed.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What an intention answers: its value and what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The answer.
    pub value: T,
    /// The topics that screens must ask again.
    pub changes: Changes,
}

/// Why an intention did not happen.
#[derive(Debug, Error)]
pub enum UseError {
    /// A rule of the trade said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The data could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SupplyRefusal> for UseError {
    fn from(refusal: SupplyRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<AccessRefusal> for UseError {
    fn from(refusal: AccessRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<ImportRefusal> for UseError {
    fn from(refusal: ImportRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<DirectoryRefusal> for UseError {
    fn from(refusal: DirectoryRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<TillRefusal> for UseError {
    fn from(refusal: TillRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// What an intention works with.
pub struct Cx<'a> {
    /// The open transaction.
    pub sql: &'a Sql<'a>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The pharmacy's zone now.
    pub zone: FixedOffset,
    /// Who acts.
    pub actor: &'a Actor,
    /// What changed so far.
    pub changes: Changes,
    /// The order whose history was written, for the log.
    pub about: Option<OrderId>,
}

/// An intention with its input.
pub trait Action: Send + 'static {
    /// What it answers.
    type Value: Send + 'static;
    /// Its name in the log.
    const NAME: &'static str;
    /// Does it, inside the transaction of `cx`.
    ///
    /// # Errors
    /// A refusal of the rules or a failure of the store; both roll everything back.
    fn run(self, cx: &mut Cx<'_>) -> Result<Self::Value, UseError>;
}

/// What a question works with: one consistent picture of the data.
pub struct ReadCx<'a> {
    /// The read transaction.
    pub sql: &'a Sql<'a>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The pharmacy's zone now.
    pub zone: FixedOffset,
}

/// A question of a screen with its input.
pub trait Query: Send + 'static {
    /// The rows it answers.
    type Rows: Send + 'static;
    /// Answers it.
    ///
    /// # Errors
    /// A failure of the store, or a refusal such as an unknown order.
    fn run(self, cx: &ReadCx<'_>) -> Result<Self::Rows, UseError>;
}
