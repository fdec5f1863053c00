//! What every command needs: the data folder, a desk for its actor, the language.

use std::path::Path;
use std::sync::Arc;

use chrono::FixedOffset;

use super::copies;
use super::log_keeper;
use super::out::{self, Failure};
use super::place::{Needs, Place};
use crate::desk::{Desk, Reply};
use crate::domain::clock::{Clock, SystemClock};
use crate::domain::ids::TillId;
use crate::journal;
use crate::store::folder::DataFolder;
use crate::store::{Database, Mode};
use crate::text::Lang;
use crate::usecase::read::settings::{WindowSettings, WindowSetup};
use crate::usecase::{Action, Actor, Outcome, Query};

/// An open data folder with a desk on it.
pub(super) struct Context {
    pub(super) folder: DataFolder,
    pub(super) desk: Desk,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) setup: WindowSettings,
    pub(super) lang: Lang,
    /// There was no data before: this call has begun it.
    pub(super) begun: bool,
    /// Keeps the log's writer alive; none when the log could not be begun.
    pub(super) journal: Option<Arc<journal::Journal>>,
}

impl Context {
    /// Opens the data at `data` (or the per-user folder) for an actor at `till`.
    pub(super) fn open(data: Option<&Path>, till: &str, needs: Needs) -> Result<Self, Failure> {
        Self::open_at(data, till, needs, Arc::new(SystemClock))
    }

    /// As [`Self::open`], on a clock of its own.
    pub(super) fn open_at(
        data: Option<&Path>,
        till: &str,
        needs: Needs,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let lang = Lang::Ru;
        let place = Place::of(lang, data)?;
        place.must_serve(lang, needs)?;
        let begun = !place.holds_data();
        let folder = DataFolder::open(place.path()).map_err(|e| out::store_failure(lang, &e))?;
        let restored = copies::carry_out_plan(&folder);
        let journal = journal::start(&folder.logs(), &clock).map(Arc::new);
        if let Err(error) = restored {
            tracing::error!(code = format!("store-error-{}", error.code()), %error, "the copy did not take the place of the data");
        }
        let open = |mode| Database::open(&folder.database(), mode).map_err(|e| copies::offered(lang, &folder, &e));
        let (write, read) = (open(Mode::Write)?, open(Mode::Read)?);
        let actor = Actor { user: system_user(), till: TillId(till.to_owned()) };
        let desk = Desk::start(write, read, Arc::clone(&clock), actor).map_err(|e| out::store_failure(lang, &e))?;
        let zone = clock.offset(clock.now());
        let setup = desk.ask(WindowSetup).wait().map_err(|e| out::failure(lang, zone, &e))?;
        let lang = Lang::from_code(&setup.language).unwrap_or(lang);
        if let Some(journal) = &journal {
            if !matches!(till, "cli" | "sync") {
                journal.name_till(till, &setup.till_title);
            }
            log_keeper::apply(&desk, journal);
        }
        Ok(Self { folder, desk, clock, setup, lang, begun, journal })
    }

    /// Reads again what a window needs to open, after settings were changed.
    pub(super) fn refresh(&mut self) -> Result<(), Failure> {
        self.setup = self.ask(WindowSetup)?;
        self.lang = Lang::from_code(&self.setup.language).unwrap_or(self.lang);
        Ok(())
    }

    /// The pharmacy's zone now.
    pub(super) fn zone(&self) -> FixedOffset {
        self.clock.offset(self.clock.now())
    }

    /// Asks and waits; an error becomes the user's words.
    pub(super) fn ask<Q: Query>(&self, query: Q) -> Result<Q::Rows, Failure> {
        self.waited(self.desk.ask(query))
    }

    /// Acts and waits; an error becomes the user's words.
    pub(super) fn act<A: Action>(&self, action: A) -> Result<A::Value, Failure> {
        self.waited(self.desk.act(action)).map(|outcome: Outcome<A::Value>| outcome.value)
    }

    fn waited<T>(&self, reply: Reply<T>) -> Result<T, Failure> {
        reply.wait().map_err(|e| out::failure(self.lang, self.zone(), &e))
    }
}

/// The name of the system's user, for the history of work without a window.
fn system_user() -> String {
    std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_else(|_| "cli".to_owned())
}
