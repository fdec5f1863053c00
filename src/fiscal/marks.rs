//! The check of marking codes: the online service for 1.5 seconds, then the module of the pharmacy, then silence.
//!
//! Owns: the order and the limits. A service here is an interface; the simulator is the only one that is shipped.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use crate::domain::mark_check::{MarkAnswer, MarkSource, MarkState};

/// How long the online service may take: the law lets the sale go on after that.
pub const ONLINE_LIMIT: Duration = Duration::from_millis(1_500);
/// How long the module of the pharmacy may take: it stands in the same network.
pub const LOCAL_LIMIT: Duration = Duration::from_millis(500);

/// A service that knows packs. A call may take as long as it likes: nobody waits for it longer than the limit.
pub trait MarkService: Send + Sync + 'static {
    /// What it knows of a code; none when it cannot say.
    fn state(&self, code: &str) -> Option<MarkState>;
}

/// Asks the online service, then the local one.
#[must_use]
pub fn check(online: &Arc<dyn MarkService>, local: &Arc<dyn MarkService>, code: &str) -> MarkAnswer {
    let services = [(online, MarkSource::Online, ONLINE_LIMIT), (local, MarkSource::Local, LOCAL_LIMIT)];
    for (service, source, limit) in services {
        if let Some(state) = within(limit, Arc::clone(service), code) {
            return MarkAnswer::Known(state, source);
        }
    }
    MarkAnswer::Silence
}

/// The answer of a service, unless it takes longer. A call that hangs keeps its own thread and nobody else.
fn within(limit: Duration, service: Arc<dyn MarkService>, code: &str) -> Option<MarkState> {
    let (sender, answer) = sync_channel(1);
    let code = code.to_owned();
    let ask = move || {
        // Nobody listens any more when it took too long.
        let _ = sender.send(service.state(&code));
    };
    std::thread::Builder::new().name("expero-mark".to_owned()).spawn(ask).ok()?;
    answer.recv_timeout(limit).unwrap_or_default()
}

/// A service that is not there: what it says of a pack is written in the serial of its code, so that a practice day can
/// show every answer. `Blk`, `Sld`, `Exp`, `Unk` mean what they say, `Off` that it does not answer.
#[derive(Clone, Copy, Debug)]
pub struct MarkSimulator;

impl MarkService for MarkSimulator {
    fn state(&self, code: &str) -> Option<MarkState> {
        let states = [
            ("Blk", MarkState::Blocked),
            ("Sld", MarkState::Sold),
            ("Exp", MarkState::Expired),
            ("Unk", MarkState::NotFound),
        ];
        if code.contains("Off") {
            return None;
        }
        let known = states.into_iter().find(|(part, _)| code.contains(part));
        Some(known.map_or(MarkState::InCirculation, |(_, state)| state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, SyncSender};

    struct Says(Option<MarkState>);

    impl MarkService for Says {
        fn state(&self, _: &str) -> Option<MarkState> {
            self.0
        }
    }

    /// Answers only when it is let go.
    struct Hangs(Mutex<Receiver<()>>);

    impl MarkService for Hangs {
        fn state(&self, _: &str) -> Option<MarkState> {
            let _ = self.0.lock().map(|wait| wait.recv());
            Some(MarkState::InCirculation)
        }
    }

    fn says(state: Option<MarkState>) -> Arc<dyn MarkService> {
        Arc::new(Says(state))
    }

    #[test]
    fn the_local_module_is_asked_only_when_the_online_service_says_nothing() {
        use MarkState::{Blocked, InCirculation};
        let known = |state, source| MarkAnswer::Known(state, source);
        for (online, local, answer) in [
            (Some(InCirculation), Some(Blocked), known(InCirculation, MarkSource::Online)),
            (None, Some(Blocked), known(Blocked, MarkSource::Local)),
            (None, None, MarkAnswer::Silence),
        ] {
            assert_eq!(check(&says(online), &says(local), "x"), answer);
        }
    }

    #[test]
    fn a_service_that_hangs_keeps_nobody() {
        let (go, wait): (SyncSender<()>, Receiver<()>) = sync_channel(1);
        let hangs: Arc<dyn MarkService> = Arc::new(Hangs(Mutex::new(wait)));
        let state = within(Duration::from_millis(1), hangs, "x");
        assert_eq!(state, None, "it was not let go yet");
        drop(go);
    }

    #[test]
    fn the_simulator_says_what_the_serial_says() {
        let said = ["Blk1", "Sld1", "Exp1", "Unk1", "Off1", "Good1"].map(|serial| MarkSimulator.state(serial));
        let good = Some(MarkState::InCirculation);
        let bad = [MarkState::Blocked, MarkState::Sold, MarkState::Expired, MarkState::NotFound].map(Some);
        assert_eq!(said[..4], bad);
        assert_eq!(said[4..], [None, good]);
    }
}
