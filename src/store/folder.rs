//! The data folder: where it is, who may read it, the lock that keeps a second window out, the secrets file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The folder with everything of one pharmacy on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder(PathBuf);

/// Held by the process that runs the background task, for as long as it lives.
#[derive(Debug)]
pub struct SyncLock {
    /// The lock lives as long as the file is open.
    _file: File,
    id: String,
}

impl SyncLock {
    /// Tells this lock from that of every other data folder; the same for all who hold it one after another.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Held by a window for as long as it is open.
#[derive(Debug)]
pub struct WindowLock(#[expect(dead_code, reason = "the lock lives as long as the file is open")] File);

impl DataFolder {
    /// Uses `path`. A folder that is made here gets rights for its owner only; one that is there already keeps
    /// its own: it may be shared with others.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when it cannot be made.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fresh = !path.exists();
        std::fs::create_dir_all(path).map_err(|e| folder_error(path, &e))?;
        if fresh {
            restrict_folder(path);
        }
        Ok(Self(path.to_owned()))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The database in it.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        Self::database_in(&self.0)
    }

    /// Where the database of a folder is, whether or not there is one.
    #[must_use]
    pub fn database_in(folder: &Path) -> PathBuf {
        folder.join("expero.db")
    }

    /// The folder of the log.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// The folder of copies, unless the owner has named another.
    #[must_use]
    pub fn copies(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// Names the copy that takes the place of the data at the next start; none takes the wish back.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when it cannot be written.
    pub fn plan_restore(&self, copy: Option<&Path>) -> Result<(), StoreError> {
        let path = self.0.join("restore.next");
        let done = match copy {
            Some(copy) => std::fs::write(&path, copy.to_string_lossy().as_bytes()),
            None => match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        };
        done.map_err(|e| folder_error(&path, &e))
    }

    /// The copy that is to take the place of the data.
    #[must_use]
    pub fn planned_restore(&self) -> Option<PathBuf> {
        let text = std::fs::read_to_string(self.0.join("restore.next")).ok()?;
        Some(text.trim()).filter(|text| !text.is_empty()).map(PathBuf::from)
    }

    /// Takes the window lock; `None` when another window has it.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when the lock file cannot be made.
    pub fn lock_window(&self) -> Result<Option<WindowLock>, StoreError> {
        Ok(try_lock(&self.0.join("window.lock"))?.map(WindowLock))
    }

    /// Takes the lock of the background task; `None` while a living process has it.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when the lock file cannot be made, read or locked.
    pub fn lock_sync(&self) -> Result<Option<SyncLock>, StoreError> {
        let path = self.0.join("sync.lock");
        let Some(mut file) = try_lock(&path)? else { return Ok(None) };
        let mut id = String::new();
        let mut read_or_make = || -> std::io::Result<()> {
            file.read_to_string(&mut id)?;
            if id.len() != LOCK_ID_LEN {
                id = format!("{:016x}", random());
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(id.as_bytes())?;
                file.sync_all()?;
            }
            Ok(())
        };
        read_or_make().map_err(|e| folder_error(&path, &e))?;
        Ok(Some(SyncLock { _file: file, id }))
    }

    /// True while a living process has the lock of the background task. Only looks: a lock file that is not there
    /// is not made.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when the lock file cannot be read or tried.
    pub fn is_sync_locked(&self) -> Result<bool, StoreError> {
        let path = self.0.join("sync.lock");
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(folder_error(&path, &error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(e)) => Err(folder_error(&path, &e)),
        }
    }

    /// A secret kept beside the data (file rights: owner only); `None` when it was never set.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when the file is there but cannot be read.
    pub fn read_secret(&self, name: &str) -> Result<Option<String>, StoreError> {
        let path = self.secret_path(name);
        let mut text = String::new();
        match File::open(&path).and_then(|mut f| f.read_to_string(&mut text)) {
            Ok(_) => Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()).filter(|t| !t.is_empty())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(folder_error(&path, &e)),
        }
    }

    /// Stores a secret: written whole, synced, then put in place of the old one, which is kept as `.old`.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when it cannot be written.
    pub fn write_secret(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let path = self.secret_path(name);
        let fresh = path.with_extension("new");
        let write = || -> std::io::Result<()> {
            let mut options = OpenOptions::new();
            options.create(true).truncate(true).write(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&fresh)?;
            file.write_all(value.as_bytes())?;
            file.sync_all()?;
            if path.exists() {
                // A copy, so that there is a secret in place at every moment.
                std::fs::copy(&path, path.with_extension("old"))?;
            }
            std::fs::rename(&fresh, &path)
        };
        write().map_err(|e| folder_error(&path, &e))?;
        restrict_file(&path);
        Ok(())
    }

    fn secret_path(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.secret"))
    }
}

/// Length of what stands in the lock file of the background task.
const LOCK_ID_LEN: usize = 16;

/// A number that nobody else draws, from the seeds that the standard library takes from the system.
fn random() -> u64 {
    std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), std::process::id())
}

/// Opens (or makes) and locks a file; `None` while another has it.
fn try_lock(path: &Path) -> Result<Option<File>, StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    let file = options.open(path).map_err(|e| folder_error(path, &e))?;
    restrict_file(path);
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(folder_error(path, &e)),
    }
}

/// Copies a damaged database (with its write-ahead log) aside; the copy's path, or none when even that fails.
pub(super) fn keep_copy(path: &Path) -> Option<PathBuf> {
    for n in 1..100 {
        let copy = path.with_extension(format!("damaged-{n}.db"));
        if same_bytes(path, &copy) {
            // Opened again and again, a damaged file must not fill the disk with copies of itself.
            return Some(copy);
        }
        if !copy.exists() {
            std::fs::copy(path, &copy).ok()?;
            let wal = PathBuf::from(format!("{}-wal", path.display()));
            let _ = std::fs::copy(wal, PathBuf::from(format!("{}-wal", copy.display())));
            restrict_file(&copy);
            return Some(copy);
        }
    }
    None
}

/// True when both files are there and alike, read piece by piece.
fn same_bytes(a: &Path, b: &Path) -> bool {
    let open =
        |path: &Path| File::open(path).map(|file| (file.metadata().map_or(0, |m| m.len()), BufReader::new(file)));
    let (Ok((len_a, a)), Ok((len_b, b))) = (open(a), open(b)) else { return false };
    len_a == len_b && a.bytes().zip(b.bytes()).all(|(x, y)| matches!((x, y), (Ok(x), Ok(y)) if x == y))
}

/// Makes an empty file that only its owner may read, unless something is there already.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::StorageFull => Err(StoreError::DiskFull),
        Err(_) => Err(StoreError::ReadOnly { path: path.to_owned() }),
    }
}

/// Waits for and takes the turn to open the database at `path`; given back when the file is dropped.
pub(super) fn take_turn(path: &Path) -> Result<File, StoreError> {
    let path = PathBuf::from(format!("{}-turn", path.display()));
    make_private(&path)?;
    let file = OpenOptions::new().write(true).open(&path).map_err(|e| folder_error(&path, &e))?;
    file.lock().map_err(|e| folder_error(&path, &e))?;
    Ok(file)
}

/// Says that the database at `path` is in use, and whether it was by nobody else. Inside the turn to open it.
pub(super) fn announce(path: &Path) -> Result<(File, bool), StoreError> {
    let path = PathBuf::from(format!("{}-use", path.display()));
    make_private(&path)?;
    let file = OpenOptions::new().write(true).open(&path).map_err(|e| folder_error(&path, &e))?;
    let alone = file.try_lock().is_ok();
    if alone {
        file.unlock().map_err(|e| folder_error(&path, &e))?;
    }
    file.lock_shared().map_err(|e| folder_error(&path, &e))?;
    Ok((file, alone))
}

fn folder_error(path: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::Folder { path: path.to_owned(), detail: error.to_string() },
    }
}

/// Owner only. A file system without rights (FAT) is left as it is.
pub(super) fn restrict_file(path: &Path) {
    restrict(path, 0o600);
}

pub(crate) fn restrict_folder(path: &Path) {
    restrict(path, 0o700);
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) {}
