//! Running a program of the print system with a time limit.
//!
//! Owns: never a shell, arguments as a list; output through files, since a pipe held by a grandchild would
//! hang the reader after the kill. Must not know: printers.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::error::PrintError;
use super::temp_file::{TempFile, failed};

/// How often a running program is asked whether it ended.
const POLL: Duration = Duration::from_millis(20);
/// More output than this is not read.
const MAX_OUTPUT: u64 = 256 * 1024;

/// What a program left behind.
#[derive(Debug)]
pub(super) struct Finished {
    pub ok: bool,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `program` with `args` in the C locale and waits at most `limit`; then it is killed.
pub(super) fn run(program: &Path, args: &[String], limit: Duration) -> Result<Finished, PrintError> {
    let name = || program.display().to_string();
    let out = TempFile::create("out", &[])?;
    let err = TempFile::create("err", &[])?;
    let mut command = Command::new(program);
    command.args(args).env("LC_ALL", "C").stdin(Stdio::null()).stdout(writer(&out)?).stderr(writer(&err)?);
    let mut child = command.spawn().map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => PrintError::NoPrintSystem { program: name() },
        _ => PrintError::Refused { message: format!("{}: {e}", name()) },
    })?;
    let Some(ok) = wait(&mut child, limit).map_err(|e| PrintError::Refused { message: e.to_string() })? else {
        return Err(PrintError::TimedOut { program: name(), limit_secs: limit.as_secs() });
    };
    Ok(Finished { ok, stdout: text(&out)?, stderr: text(&err)? })
}

/// `Some(success)` when the child ended, `None` when it was killed at the limit.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<bool>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if started.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

fn writer(file: &TempFile) -> Result<File, PrintError> {
    OpenOptions::new().append(true).open(file.path()).map_err(|e| failed(&e))
}

fn text(file: &TempFile) -> Result<String, PrintError> {
    let mut bytes = Vec::new();
    let file = File::open(file.path()).map_err(|e| failed(&e))?;
    file.take(MAX_OUTPUT).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
