//! Where the data lies, and whether there is any: a mistyped folder must not become an empty pharmacy.
//!
//! Owns: which calls may begin new data, and where. Must not know: what is in the data. It only looks: nothing
//! is made here.

use std::path::{Path, PathBuf};

use super::out::Failure;
use crate::store::folder::DataFolder;
use crate::text::Lang;

/// What a call wants of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Reads or acts on what is there; without data there is nothing to do.
    Data,
    /// Begins new data where there is none: a person has named a setting, or practice.
    Folder,
    /// The window: it begins new data in the per-user folder, and in a named folder that is there and empty.
    Window,
}

/// The folder of a call.
pub(super) struct Place {
    path: PathBuf,
    /// By `--data` or the environment; else it is the per-user folder.
    named: bool,
}

impl Place {
    /// The folder at `data`, or the per-user one.
    pub(super) fn of(lang: Lang, data: Option<&Path>) -> Result<Self, Failure> {
        let path = data.map_or_else(per_user, |p| Some(p.to_owned()));
        let path = path.ok_or_else(|| Failure::said(lang, "cli-no-data-folder", &[]))?;
        Ok(Self { path, named: data.is_some() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// True when there is a database. One that may not even be looked at counts: opening it says why.
    pub(super) fn holds_data(&self) -> bool {
        match std::fs::metadata(DataFolder::database_in(&self.path)) {
            Ok(file) => file.len() > 0,
            Err(error) => error.kind() == std::io::ErrorKind::PermissionDenied,
        }
    }

    /// Refuses, in words, a call that would have to make what it should have found.
    pub(super) fn must_serve(&self, lang: Lang, needs: Needs) -> Result<(), Failure> {
        if self.holds_data() {
            return Ok(());
        }
        match (needs, self.named) {
            (Needs::Folder, _) | (Needs::Window, false) => Ok(()),
            (Needs::Data, true) => Err(self.said(lang, "cli-no-data")),
            (Needs::Data, false) => Err(self.said(lang, "cli-no-data-yet")),
            (Needs::Window, true) => match std::fs::read_dir(&self.path) {
                Ok(mut entries) => match entries.next() {
                    None => Ok(()),
                    Some(_) => Err(self.said(lang, "cli-window-other-files")),
                },
                Err(_) => Err(self.said(lang, "cli-window-no-folder")),
            },
        }
    }

    fn said(&self, lang: Lang, key: &str) -> Failure {
        Failure::said(lang, key, &[("path", self.path.display().to_string().into())])
    }
}

/// The per-user data folder of the system; none when the user has no home.
fn per_user() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "Expero").map(|dirs| dirs.data_dir().to_owned())
}
