//! Who runs the task: real processes that are killed, ended and started side by side.

use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use expero::desk::Desk;
use expero::domain::clock::{Clock, SystemClock};
use expero::domain::job::Job;
use expero::sandbox::Running;
use expero::site::wire::Route;
use expero::store::folder::DataFolder;
use expero::store::{Database, Mode};
use expero::usecase::jobs::WantJob;
use expero::usecase::read::schedule::Schedule;
use expero::usecase::settings::SetSetting;
use expero::usecase::task::{HoldLease, InheritLease};

use super::stage::{Stage, desk, furnish, runtime, sandbox};

/// A till with a sandbox, for programs of their own.
struct Office {
    dir: tempfile::TempDir,
    folder: DataFolder,
    site: Running,
    desk: Desk,
    _runtime: tokio::runtime::Runtime,
}

impl Office {
    fn new(seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(dir.path()).unwrap();
        let runtime = runtime();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let site = sandbox(&runtime, &clock, seed);
        let desk = desk(folder.path(), &clock);
        furnish(&desk, clock.now(), site.addr.port());
        folder.write_secret("site-token", site.token.expose()).unwrap();
        Self { dir, folder, site, desk, _runtime: runtime }
    }

    fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_expero"));
        command.arg("--data").arg(self.dir.path()).args(args).stdin(Stdio::null());
        command
    }

    /// Starts the task in a process of its own and waits until it polls: it has the lease then.
    fn running(&self) -> Child {
        let before = self.site.lock().arrived(Route::Orders);
        let quiet = || Stdio::null();
        let child = self.program(&["sync", "--for", "600"]).stdout(quiet()).stderr(quiet()).spawn().unwrap();
        wait_until("the program polls", || self.site.lock().arrived(Route::Orders) > before);
        child
    }

    fn once(&self) -> Output {
        self.program(&["sync", "--once"]).output().unwrap()
    }

    fn leases(&self) -> i64 {
        let mut data = Database::open(&self.folder.database(), Mode::Read).unwrap();
        data.read(|sql| sql.number("SELECT count(*) FROM lease", &[])).unwrap()
    }
}

/// Waits for another process, which no clock of ours moves.
fn wait_until(what: &str, mut happened: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if happened() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(happened(), "{what}");
}

#[test]
fn after_a_hard_kill_the_next_process_takes_over_at_once() {
    let office = Office::new(21);
    for _ in 0..3 {
        let mut child = office.running();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(office.leases(), 1, "the dead one gave nothing back");
        let next = office.once();
        assert!(next.status.success(), "{}", String::from_utf8_lossy(&next.stderr));
    }
}

#[test]
fn while_one_process_lives_no_other_runs_the_task() {
    let office = Office::new(22);
    let mut child = office.running();
    // Its lease ran out or was taken away: the living process is still there.
    for expired in [false, true] {
        if expired {
            let mut data = Database::open(&office.folder.database(), Mode::Write).unwrap();
            data.write(|sql| sql.execute("UPDATE lease SET until = 0", &[])).unwrap();
        }
        let other = office.once();
        assert!(!other.status.success());
        let said = String::from_utf8(other.stderr).unwrap();
        assert!(said.contains("другая программа"), "{said}");
    }
    assert!(child.try_wait().unwrap().is_none(), "the first goes on");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn asked_to_end_the_program_gives_its_lease_back() {
    let office = Office::new(23);
    for signal in ["-TERM", "-INT", "-HUP"] {
        let mut child = office.running();
        assert_eq!(office.leases(), 1);
        assert!(Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap().success());
        assert!(child.wait().unwrap().success(), "{signal} is a clean end");
        assert_eq!(office.leases(), 0, "{signal}");
    }
}

#[test]
fn a_seat_vouches_only_for_those_who_sat_there() {
    let office = Office::new(24);
    let inherit = |seat: &str, process: &str| {
        let lease = InheritLease { seat: seat.to_owned(), process: process.to_owned(), seconds: 45 };
        office.desk.act(lease).wait().unwrap().value
    };
    assert!(office.desk.act(HoldLease { holder: "17-x".to_owned(), seconds: 45 }).wait().unwrap().value);
    assert!(!inherit("1", "18-y"), "it runs by its lease alone and may be alive");
    let give = expero::usecase::task::GiveLease { holder: "17-x".to_owned() };
    office.desk.act(give).wait().unwrap();
    assert!(inherit("seat-a", "1"));
    assert!(!inherit("seat-b", "2"), "another machine on the same data");
    assert!(!inherit("seat", "2"), "a name that merely begins alike");
    assert!(inherit("seat-a", "2"));
    assert!(!office.desk.act(HoldLease { holder: "3".to_owned(), seconds: 45 }).wait().unwrap().value);
}

#[test]
fn two_tasks_of_one_folder_never_sit_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(dir.path()).unwrap();
    let first = folder.lock_sync().unwrap().unwrap();
    assert!(folder.lock_sync().unwrap().is_none());
    let id = first.id().to_owned();
    drop(first);
    assert_eq!(folder.lock_sync().unwrap().unwrap().id(), id, "the seat keeps its name");
    let other = tempfile::tempdir().unwrap();
    let other = DataFolder::open(other.path()).unwrap();
    assert_ne!(other.lock_sync().unwrap().unwrap().id(), id);
}

#[test]
fn a_round_that_fails_gives_the_lease_back_too() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), 25);
    stage.site.stop();
    assert!(stage.once().polled.is_err());
    let hold = HoldLease { holder: "next".to_owned(), seconds: 45 };
    assert!(stage.desk.act(hold).wait().unwrap().value);
}

#[test]
fn of_two_processes_each_job_runs_in_one_and_the_other_takes_over_when_it_is_killed() {
    let office = Office::new(29);
    for (key, value) in [("pharmacy.name", "Аптека"), ("pharmacy.address", "Улица, 1"), ("pharmacy.hours", "8-22")]
    {
        office.desk.act(SetSetting { key: key.into(), value: value.into() }).wait().unwrap();
    }
    let arrived = |route| office.site.lock().arrived(route);
    let mut first = office.running();
    let quiet = || Stdio::null();
    let mut second = office.program(&["sync", "--for", "600"]).stdout(quiet()).stderr(quiet()).spawn().unwrap();
    let ended = |job: Job| {
        let rows = office.desk.ask(Schedule).wait().unwrap();
        rows.into_iter().any(|row| row.job == job && row.run.ended_at.is_some() && !row.run.is_wanted)
    };
    wait_until("every job ran", || [Job::Stock, Job::Pharmacy, Job::Token].into_iter().all(ended));
    assert_eq!((arrived(Route::Catalog), arrived(Route::Pharmacies), arrived(Route::Check)), (1, 1, 1));
    // What a person wants is done once, whichever process hears of it.
    office.desk.act(WantJob(Job::Pharmacy)).wait().unwrap();
    wait_until("the wish is done", || arrived(Route::Pharmacies) == 2 && ended(Job::Pharmacy));
    first.kill().unwrap();
    first.wait().unwrap();
    office.desk.act(WantJob(Job::Pharmacy)).wait().unwrap();
    wait_until("the other takes over", || arrived(Route::Pharmacies) == 3 && ended(Job::Pharmacy));
    assert_eq!((arrived(Route::Catalog), arrived(Route::Check)), (1, 1), "nothing is done again before its time");
    second.kill().unwrap();
    second.wait().unwrap();
}
