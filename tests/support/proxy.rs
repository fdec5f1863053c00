//! A real proxy program (tinyproxy) on a port of its own, with login and log.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const LOGIN: &str = "till";
pub const PASSWORD: &str = "proxy-pass";

pub struct Tinyproxy {
    process: Child,
    pub port: u16,
    log: PathBuf,
    _folder: tempfile::TempDir,
}

impl Tinyproxy {
    /// With a login when `authorized`.
    pub fn start(authorized: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = folder.path().join("log");
        let login = if authorized { format!("BasicAuth {LOGIN} {PASSWORD}\n") } else { String::new() };
        let shown = log.display();
        let config = format!(
            "Port {port}\nListen 127.0.0.1\nTimeout 20\nMaxClients 20\nAllow 127.0.0.1\nLogFile \"{shown}\"\nLogLevel Info\n{login}"
        );
        let file = folder.path().join("config");
        std::fs::write(&file, config).unwrap();
        let mut command = Command::new("tinyproxy");
        command.arg("-d").arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().unwrap_or_else(|e| panic!("tinyproxy: {e}; .ci/install brings it"));
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "tinyproxy does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, port, log, _folder: folder }
    }

    /// What it says it was asked for.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Tinyproxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
