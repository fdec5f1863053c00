//! Whether others on this computer may look into the data: rights of the folder, its files and the log.
//!
//! Owns: which files are ours, what their rights should be. Must not know: what is in them.

use std::path::{Path, PathBuf};

use crate::store::folder::DataFolder;

/// Files and folders of ours that others may read or write; empty where the system knows no such rights.
pub(super) fn open_to_others(folder: &DataFolder) -> Vec<PathBuf> {
    let logs = folder.logs();
    let ours = below(folder.path()).filter(|path| is_ours(path)).chain([logs.clone()]).chain(below(&logs));
    ours.filter(|path| others_may(path)).collect()
}

/// True when others may look at the folder itself. The data in it may be closed all the same.
pub(super) fn is_shared(folder: &DataFolder) -> bool {
    others_may(folder.path())
}

/// A folder that cannot be listed has nothing to say: opening the data has told of it before.
fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_file())
}

/// People keep other things in the folder; only what holds data is judged.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("expero.") || name.starts_with("site-token.")
}

#[cfg(unix)]
fn others_may(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may(_path: &Path) -> bool {
    false
}
