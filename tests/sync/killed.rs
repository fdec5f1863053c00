//! The real program killed at random moments of its work.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use expero::domain::clock::{Clock, SystemClock};
use expero::store::folder::DataFolder;
use expero::usecase::read::health::HealthCheck;

use super::stage::{Done, Hands, book, desk, furnish, must_agree, runtime, sandbox};

const ORDERS: usize = 60;
const KILLS: usize = 24;

fn program(folder: &DataFolder, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_expero"))
        .arg("--data")
        .arg(folder.path())
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_sync_killed_again_and_again_tells_the_site_everything_exactly_once() {
    let dir = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(dir.path()).unwrap();
    let runtime = runtime();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let site = sandbox(&runtime, &clock, 5);
    let desk = desk(folder.path(), &clock);
    furnish(&desk, clock.now(), site.addr.port());
    folder.write_secret("site-token", site.token.expose()).unwrap();
    let mut rng = fastrand::Rng::with_seed(5);
    let numbers: Vec<String> = (0..ORDERS).map(|_| book(&site, &mut rng, clock.now())).collect();
    assert!(program(&folder, &["sync", "--once"]).wait().unwrap().success(), "the first poll");
    assert_eq!(desk.ask(HealthCheck).wait().unwrap().orders, 60);

    let mut done = Done::new();
    for round in 0..KILLS {
        let mut child = program(&folder, &["sync", "--for", "60"]);
        for number in numbers.iter().skip(round % 3).step_by(3) {
            Hands { desk: &desk, done: &mut done }.next_step(number, &mut rng);
        }
        // Moments must differ in real time: a kill between two instructions is what is tried here.
        std::thread::sleep(Duration::from_millis(rng.u64(5..250)));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // The lease of the killed one runs out by itself; a task of its own takes over after that.
    let mut rounds = 0;
    while desk.ask(expero::usecase::read::freshness::FreshnessQuery).wait().unwrap().waiting > 0 {
        rounds += 1;
        assert!(rounds < 120, "everything is delivered within two minutes");
        let _ = program(&folder, &["sync", "--once"]).wait().unwrap();
        std::thread::sleep(Duration::from_secs(1));
    }
    must_agree(&site, &desk, &numbers, &done);
}
