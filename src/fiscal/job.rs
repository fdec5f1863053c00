//! The job that prints: one for each till, on a thread of its own. What is to be printed lies in the data; the job
//! takes it step by step, each step stored before the next.
//!
//! A stop between any two steps loses and doubles nothing: what was sent without a stored answer is asked for by its
//! key, and the device itself knows the key.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::FiscalDevice;
use crate::desk::{Desk, TopicFeed};
use crate::domain::fiscal::{DeviceFault, Printed};
use crate::usecase::close_shift::{Closing, ShiftAnswered, ShiftWork, TakeShiftWork};
use crate::usecase::print_receipt::{BeginPrinting, ConfirmPrinted, PrintTry, PutOffPrinting};
use crate::usecase::read::fiscal_now::DeviceWork;
use crate::usecase::{Topic, UseError};

/// How often the job looks without being told: another process may have sold, a wait may be over.
const LOOK: Duration = Duration::from_secs(1);

/// What a step did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// A receipt was printed and its numbers are stored.
    Printed(Printed),
    /// A receipt was not printed.
    PutOff(DeviceFault),
    /// The shift was closed, or not.
    Shift(Result<(), DeviceFault>),
    /// The X report was printed, or not.
    X(Result<(), DeviceFault>),
    /// Nothing was due.
    Idle,
}

/// The job over a desk and a device.
pub struct Job {
    desk: Desk,
    device: Box<dyn FiscalDevice>,
}

impl Job {
    /// For the till of the desk's actor.
    #[must_use]
    pub fn new(desk: Desk, device: Box<dyn FiscalDevice>) -> Self {
        Self { desk, device }
    }

    /// Takes the next step.
    ///
    /// # Errors
    /// Of the data: nothing was stored, the step is taken again.
    pub fn step(&mut self) -> Result<Stepped, UseError> {
        if !self.desk.ask(DeviceWork(self.desk.actor().till.clone())).wait()? {
            return Ok(Stepped::Idle);
        }
        if let Some(next) = self.desk.act(BeginPrinting).wait()?.value {
            return self.print(next);
        }
        match self.desk.act(TakeShiftWork).wait()?.value {
            Some(ShiftWork::Close(closing)) => self.close(&closing),
            // A report changes nothing: one that was not printed is asked for again by a person.
            Some(ShiftWork::X) => Ok(Stepped::X(self.device.report_x().map(drop))),
            None => Ok(Stepped::Idle),
        }
    }

    fn print(&mut self, next: PrintTry) -> Result<Stepped, UseError> {
        let PrintTry { document, receipt, ask_first, attempts } = next;
        let known = if ask_first { self.device.ask(&receipt.key) } else { Ok(None) };
        let answer = match known {
            Ok(Some(printed)) => Ok(printed),
            Ok(None) => self.device.register(&receipt),
            // Whether it was printed is as unknown as before.
            Err(fault) => Err(DeviceFault::NoAnswer { detail: fault.to_string() }),
        };
        match answer {
            Ok(printed) => {
                self.desk.act(ConfirmPrinted { document, printed: printed.clone() }).wait()?;
                tracing::info!(receipt = receipt.number, document = printed.document, "printed");
                Ok(Stepped::Printed(printed))
            }
            Err(fault) => {
                tracing::warn!(receipt = receipt.number, %fault, "not printed");
                self.desk.act(PutOffPrinting { document, attempts, fault: fault.clone() }).wait()?;
                Ok(Stepped::PutOff(fault))
            }
        }
    }

    fn close(&mut self, closing: &Closing) -> Result<Stepped, UseError> {
        let answer = self.device.close_shift(&closing.key, &self.desk.actor().user);
        self.desk.act(ShiftAnswered { shift: closing.shift, answer: answer.clone() }).wait()?;
        if let Err(fault) = &answer {
            tracing::warn!(%fault, "the shift was not closed");
        }
        Ok(Stepped::Shift(answer.map(drop)))
    }
}

/// What became of the device since the last look.
pub enum Change {
    /// It is the same.
    Same,
    /// Another one, or none.
    Device(Option<Box<dyn FiscalDevice>>),
}

/// The job on its thread; it ends when this is dropped.
pub struct Running {
    over: Arc<AtomicBool>,
    wake: SyncSender<()>,
}

impl Running {
    /// Starts it. `device` makes the device that the settings name: it is asked again whenever the job rests, so that a
    /// changed setting needs no restart.
    ///
    /// # Errors
    /// Of the system, when it gives no thread.
    pub fn start(desk: Desk, device: impl FnMut() -> Change + Send + 'static) -> std::io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let over = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&over);
        let poke = wake.clone();
        let feed = desk.subscribe(move || {
            // A full bell rings already.
            let _ = poke.try_send(());
        });
        std::thread::Builder::new().name("expero-fiscal".to_owned()).spawn(move || {
            work(&desk, device, &Bell { feed, woken }, &ended);
        })?;
        Ok(Self { over, wake })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = self.wake.try_send(());
    }
}

/// Rings when sales or settings changed. The desk wakes everybody at every answer, those to the job itself too: these
/// are slept through.
struct Bell {
    feed: TopicFeed,
    woken: Receiver<()>,
}

impl Bell {
    fn wait(&self) {
        let until = Instant::now() + LOOK;
        loop {
            let changes = self.feed.drain();
            let left = until.saturating_duration_since(Instant::now());
            if changes.has(Topic::Sales) || changes.has(Topic::Settings) || left.is_zero() {
                return;
            }
            if self.woken.recv_timeout(left).is_err() {
                return;
            }
        }
    }
}

fn work(desk: &Desk, mut device: impl FnMut() -> Change, bell: &Bell, over: &AtomicBool) {
    let mut job: Option<Job> = None;
    let mut rest = true;
    while !over.load(Ordering::SeqCst) {
        if let (true, Change::Device(device)) = (rest, device()) {
            job = device.map(|device| Job::new(desk.clone(), device));
        }
        let stepped = job.as_mut().map(Job::step);
        rest = match stepped {
            Some(Ok(Stepped::Printed(_))) => false,
            Some(Ok(Stepped::Idle | Stepped::PutOff(_) | Stepped::Shift(_) | Stepped::X(_))) | None => true,
            Some(Err(error)) => {
                tracing::error!(%error, "the printing job could not store its step");
                true
            }
        };
        if rest {
            bell.wait();
        }
    }
}
