//! Exactly once in effect while answers are lost, doubled, refused and garbled.

use expero::sandbox::faults::{Fault, RandomFaults, RetryAfter};

use super::stage::{Hands, Stage, must_agree};

const ORDERS: usize = 300;

fn every_kind() -> Vec<Fault> {
    vec![
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Status { status: 500, retry_after: None },
        Fault::Status { status: 502, retry_after: None },
        Fault::AppliedThenStatus { status: 500 },
        Fault::Status { status: 429, retry_after: Some(RetryAfter::Seconds(20)) },
        Fault::Status { status: 429, retry_after: Some(RetryAfter::Date(30)) },
        Fault::Status { status: 503, retry_after: None },
        Fault::Garbage,
        Fault::Html,
        Fault::TruncatedGzip,
    ]
}

fn a_day_of_faults(seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::new(folder.path(), seed);
    let mut rng = fastrand::Rng::with_seed(seed);
    let numbers: Vec<String> = (0..ORDERS).map(|_| stage.book(&mut rng)).collect();
    stage.site.lock().faults.set_random(Some(RandomFaults { per_mille: 250, faults: every_kind() }));
    while stage.desk.ask(expero::usecase::read::health::HealthCheck).wait().unwrap().orders < 300 {
        stage.hand.advance_secs(60);
        let _ = stage.once();
    }
    for _ in 0..6 {
        for number in &numbers {
            let mut hands = Hands { desk: &stage.desk, done: &mut stage.done };
            hands.next_step(number, &mut rng);
        }
        // A pause that the site asks for closes the way for all orders: a day has many rounds.
        for _ in 0..20 {
            stage.hand.advance_secs(rng.i64(1..400));
            let _ = stage.once();
        }
    }
    assert!(stage.site.lock().faults.hits() > 100, "the day had its faults");
    stage.site.lock().faults.clear();
    for _ in 0..3 {
        // A sync period is the longest back-off: an hour.
        stage.hand.advance_secs(3_601);
        let _ = stage.once();
    }
    must_agree(&stage.site, &stage.desk, &numbers, &stage.done);
}

#[test]
fn three_hundred_orders_reach_the_site_exactly_once_whatever_happens_to_the_answers() {
    a_day_of_faults(11);
}

#[test]
fn another_day_of_other_faults_ends_the_same() {
    a_day_of_faults(12);
}
