//! Where a file goes and how it gets there: the person's choice in a dialog, written whole or not at all.
//!
//! Everything here blocks: it runs on a thread of its own or in a command, never on the screen's. Must not know:
//! what is in the file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::sheets;

/// No person closes a file dialog faster; a quicker «cancelled» means that the system has none to show.
const QUICKEST_PERSON: Duration = Duration::from_millis(250);
/// How many names beside a taken one are tried.
const TRIES: u32 = 99;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// What the dialog calls it.
    title: &'static str,
    /// The ending of its name, without the dot.
    extension: &'static str,
}

impl Kind {
    /// A paper as a file.
    pub(super) const PDF: Self = Self { title: "PDF", extension: "pdf" };

    /// A table in this format.
    pub(super) const fn of_table(format: sheets::Format) -> Self {
        let title = match format {
            sheets::Format::Csv => "CSV",
            sheets::Format::Xlsx => "Excel",
        };
        Self { title, extension: format.extension() }
    }
}

/// The place a person chose; the folder of documents where the system has no file dialog.
pub(super) fn ask_where(kind: Kind, name: &str) -> io::Result<Option<PathBuf>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let asked = Instant::now();
    let file = format!("{name}.{}", kind.extension);
    let dialog = rfd::AsyncFileDialog::new().set_file_name(&file).add_filter(kind.title, &[kind.extension]);
    match runtime.block_on(dialog.save_file()) {
        Some(handle) => Ok(Some(with_extension(handle.path(), kind.extension))),
        None if asked.elapsed() >= QUICKEST_PERSON => Ok(None),
        None => free_name(&documents()?, name, kind.extension).map(Some),
    }
}

/// A name typed without its extension gets it.
fn with_extension(path: &Path, extension: &str) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case(extension)) {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn documents() -> io::Result<PathBuf> {
    let dirs = directories::UserDirs::new().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    let documents = dirs.document_dir().filter(|dir| dir.is_dir());
    Ok(documents.unwrap_or_else(|| dirs.home_dir()).to_owned())
}

/// A name that is not taken: nobody was asked whether to overwrite.
fn free_name(folder: &Path, name: &str, extension: &str) -> io::Result<PathBuf> {
    let further = (2..=TRIES).map(|n| format!("{name} ({n}).{extension}"));
    let mut names = std::iter::once(format!("{name}.{extension}")).chain(further);
    let taken = || io::Error::from(io::ErrorKind::AlreadyExists);
    names.find_map(|n| Some(folder.join(n)).filter(|p| !p.exists())).ok_or_else(taken)
}

/// Writes beside the place and moves there: a full disk leaves the old file as it was.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole_by(path, |file| file.write_all(bytes))
}

/// The same for what is written piece by piece.
pub(super) fn write_whole_by<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> Result<(), E>,
) -> Result<(), E> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let beside = folder.join(format!(".expero-{}.part", uuid::Uuid::new_v4()));
    let written = || {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        write(&mut file)?;
        file.sync_all()?;
        Ok(fs::rename(&beside, path)?)
    };
    let done = written();
    if done.is_err() {
        // The half-written file is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    done
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_written_whole_or_not_at_all_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let first = free_name(folder.path(), "Заказ 1", "pdf").unwrap();
        write_whole(&first, b"one").unwrap();
        let second = free_name(folder.path(), "Заказ 1", "pdf").unwrap();
        assert_ne!(first, second);
        write_whole(&second, b"two").unwrap();
        assert_eq!(fs::read(&first).unwrap(), b"one");
        assert!(write_whole(&folder.path().join("none/there.pdf"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_name_without_its_extension_gets_it() {
        assert_eq!(with_extension(Path::new("a/b.v2"), "pdf"), PathBuf::from("a/b.v2.pdf"));
        assert_eq!(with_extension(Path::new("a/b.PDF"), "pdf"), PathBuf::from("a/b.PDF"));
    }
}
