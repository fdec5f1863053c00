//! Private temporary files for the print system.
//!
//! Owns: rights 0600 from the first moment, a name nobody can guess, removal when dropped.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::PrintError;

/// A file only this user can read, removed when dropped.
#[derive(Debug)]
pub(super) struct TempFile(PathBuf);

impl TempFile {
    /// Makes a file of a fresh random name; never follows a link or opens a file that is there.
    pub(super) fn create(extension: &str, content: &[u8]) -> Result<Self, PrintError> {
        let path = std::env::temp_dir().join(format!("expero-{}.{extension}", uuid::Uuid::new_v4()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(|e| failed(&e))?;
        let temp = Self(path);
        file.write_all(content).map_err(|e| failed(&e))?;
        Ok(temp)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the system clears its temporary folder itself.
        let _ = fs::remove_file(&self.0);
    }
}

/// The reason in the words of the system.
pub(super) fn failed(error: &io::Error) -> PrintError {
    PrintError::TempFile { message: error.to_string() }
}
