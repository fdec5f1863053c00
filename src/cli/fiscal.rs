//! The fiscal device of a till: made as the settings say, and printed to on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::context::Context;
use super::out::Failure;
use crate::desk::Desk;
use crate::domain::clock::Clock;
use crate::fiscal::FiscalDevice;
use crate::fiscal::atol::{Atol, AtolConfig};
use crate::fiscal::job::{Change, Running};
use crate::fiscal::simulator::Simulator;
use crate::usecase::read::fiscal_now::{FiscalSetup, FiscalSetupNow};

/// Starts the printing job for the till of `desk`; it ends with what this returns.
pub(super) fn start(cx: &Context, desk: &Desk) -> Result<Running, Failure> {
    let mut maker = Maker {
        desk: desk.clone(),
        clock: Arc::clone(&cx.clock),
        file: cx.folder.path().join(format!("fiscal-simulator-{}.jsonl", desk.actor().till.as_str())),
        made: None,
    };
    let running = Running::start(desk.clone(), move || maker.look());
    running.map_err(|e| Failure::said(cx.lang, "cli-no-runtime", &[("why", e.to_string().into())]))
}

/// Makes the device that the settings name, again whenever they name another.
struct Maker {
    desk: Desk,
    clock: Arc<dyn Clock>,
    file: PathBuf,
    made: Option<FiscalSetup>,
}

impl Maker {
    fn look(&mut self) -> Change {
        let setup = match self.desk.ask(FiscalSetupNow).wait() {
            Ok(setup) => setup,
            Err(error) => {
                tracing::warn!(%error, "the settings of the fiscal device cannot be read");
                return Change::Same;
            }
        };
        if self.made.as_ref() == Some(&setup) {
            return Change::Same;
        }
        match self.make(&setup) {
            Ok(device) => {
                self.made = Some(setup);
                Change::Device(device)
            }
            Err(error) => {
                tracing::error!(%error, "the fiscal device cannot be opened");
                Change::Device(None)
            }
        }
    }

    fn make(&self, setup: &FiscalSetup) -> std::io::Result<Option<Box<dyn FiscalDevice>>> {
        match setup.device.as_str() {
            "simulator" => Ok(Some(Box::new(Simulator::open(&self.file, Arc::clone(&self.clock))?))),
            "atol" => {
                let (host, port) = (setup.host.clone(), setup.port);
                let config = AtolConfig { host, port, timeout: Duration::from_secs(setup.timeout_secs) };
                Ok(Some(Box::new(Atol::new(&config)?)))
            }
            _ => Ok(None),
        }
    }
}
