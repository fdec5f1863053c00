//! The tour: drives the real window through a day by its own keys, saves a picture per step, and fails when a
//! step does not reach its state.
//!
//! Owns: the pace, the pictures, what is watched. The steps themselves are in `tour_steps`. The window is the
//! same [`ExperoApp`] as at work; only its input comes from here.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use egui::{Event, Key, Modifiers, PointerButton, Pos2};

use super::context::Context;
use super::out::{self, Failure};
use super::{sheet, tour_steps, window};
use crate::desk::Desk;
use crate::domain::clock::JumpingClock;
use crate::domain::ids::OrderId;
use crate::domain::order::Delivery;
use crate::domain::requisition::RequisitionState;
use crate::domain::status::OrderStatus;
use crate::sandbox::SandboxModel;
use crate::sync::Nudge;
use crate::text;
use crate::ui::{ExperoApp, UiOptions};
use crate::usecase::UseError;
use crate::usecase::read::order_card::{Card, OrderCard};
use crate::usecase::read::order_list::{OrderIndex, OrderRow, OrderRows};

/// How long a step may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a reached state rests before its picture is taken: rows that are still on their way arrive.
const SETTLE: Duration = Duration::from_millis(600);

/// What the tour plays on.
pub(super) struct Stage<'a> {
    pub(super) dir: &'a Path,
    pub(super) desk: Desk,
    pub(super) ui: UiOptions,
    pub(super) model: Arc<Mutex<SandboxModel>>,
    pub(super) clock: Arc<JumpingClock>,
    pub(super) nudge: Nudge,
}

/// One order as last seen.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) id: OrderId,
    pub(super) status: OrderStatus,
    pub(super) delivery: Delivery,
    pub(super) hold_until: Option<DateTime<Utc>>,
    pub(super) unreserved_lines: usize,
    pub(super) bag: Bag,
    pub(super) supply: Supply,
}

/// What is known of an order's missing goods.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Supply {
    pub(super) requisition: Option<RequisitionState>,
    pub(super) call_again: Option<DateTime<Utc>>,
}

/// The bag of an order.
#[derive(Clone, Debug, Default)]
pub(super) struct Bag {
    pub(super) packs: i64,
    pub(super) cell: String,
}

/// A day that went through to its end.
struct Day {
    steps: usize,
    /// The order whose sheet is printed.
    first: Option<OrderId>,
}

/// The day, or the step that did not reach its state.
type Outcome = Result<Day, &'static str>;

/// What the steps may look at and play with.
pub(super) struct Scene {
    pub(super) model: Arc<Mutex<SandboxModel>>,
    pub(super) clock: Arc<JumpingClock>,
    pub(super) nudge: Nudge,
    /// Orders by site number, as a thread of its own last saw them.
    pub(super) seen: Arc<Mutex<HashMap<String, Seen>>>,
    /// The numbers of the orders that the tour booked, in turn.
    pub(super) booked: Vec<String>,
    /// A hold remembered by one step for a later one.
    pub(super) hold_before: Option<DateTime<Utc>>,
}

/// Input for the window.
#[derive(Clone, Debug)]
pub(super) enum Press {
    Key(Modifiers, Key),
    Text(&'static str),
    /// What a scanner does: a code and Enter in one burst.
    Scan(&'static str),
    Click(PointerButton, Pos2),
}

/// One step of the tour.
pub(super) struct Step {
    /// Name of the picture; a name that begins with `_` takes none.
    pub(super) name: &'static str,
    /// Done once when the step begins.
    pub(super) begin: fn(&mut Scene),
    /// Pressed one after the other, a frame apart.
    pub(super) press: Vec<Press>,
    /// The state that must be reached.
    pub(super) until: fn(&Scene, &ExperoApp, &egui::Context) -> bool,
}

/// Runs the tour in a window of its own.
pub(super) fn run(cx: &Context, stage: Stage<'_>) -> Result<(), Failure> {
    let cannot_write = |path: &Path, e: &dyn std::fmt::Display| {
        let args = [("file", path.display().to_string().into()), ("why", e.to_string().into())];
        Failure::said(cx.lang, "cli-cannot-write", &args)
    };
    std::fs::create_dir_all(stage.dir).map_err(|e| cannot_write(stage.dir, &e))?;
    let seen = Arc::new(Mutex::new(HashMap::new()));
    let over = Arc::new(AtomicBool::new(false));
    watch(stage.desk.clone(), Arc::clone(&seen), Arc::clone(&over))
        .map_err(|e| Failure::said(cx.lang, "cli-no-runtime", &[("why", e.to_string().into())]))?;
    let result: Arc<Mutex<Option<Outcome>>> = Arc::default();
    let report = Arc::clone(&result);
    let (desk, ui, dir) = (stage.desk.clone(), stage.ui, stage.dir.to_owned());
    let scene = Scene {
        model: stage.model,
        clock: stage.clock,
        nudge: stage.nudge,
        seen: Arc::clone(&seen),
        booked: Vec::new(),
        hold_before: None,
    };
    window::show(cx.lang, move |creation| {
        let app = ExperoApp::new(&creation.egui_ctx, desk, ui);
        Box::new(Tour::new(app, scene, dir, report))
    })?;
    over.store(true, Ordering::SeqCst);
    let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    match result {
        Some(Ok(day)) => {
            if let Some(order) = day.first {
                let file = stage.dir.join("order-sheet.pdf");
                std::fs::write(&file, sheet::pdf(cx, order)?).map_err(|e| cannot_write(&file, &e))?;
            }
            let path = stage.dir.display().to_string();
            let (keys, scans) = tour_steps::five_items_strokes();
            let strokes = [("keys", keys.into()), ("scans", scans.into())];
            out::message(&text::tr_args(cx.lang, "cli-tour-strokes", &strokes));
            out::message(&text::tr_args(cx.lang, "cli-tour-done", &[("n", day.steps.into()), ("path", path.into())]));
            Ok(())
        }
        Some(Err(step)) => Err(Failure::said(cx.lang, "cli-tour-failed", &[("step", step.into())])),
        None => Err(Failure::said(cx.lang, "cli-tour-failed", &[("step", "—".into())])),
    }
}

/// Looks at the orders from a thread of its own: the window must not wait, not even for the tour.
fn watch(desk: Desk, seen: Arc<Mutex<HashMap<String, Seen>>>, over: Arc<AtomicBool>) -> std::io::Result<()> {
    let look = move || -> Result<(), UseError> {
        let ids = desk.ask(OrderIndex::default()).wait()?.ids;
        let rows = desk.ask(OrderRows { ids: ids.into_iter().take(20).collect() }).wait()?;
        for row in rows {
            let card = desk.ask(OrderCard { id: row.id }).wait()?;
            let entry = see(&row, &card);
            seen.lock().unwrap_or_else(PoisonError::into_inner).insert(row.numbers.shown().to_owned(), entry);
        }
        Ok(())
    };
    let body = move || {
        while !over.load(Ordering::SeqCst) {
            if let Err(error) = look() {
                tracing::warn!(%error, "the tour could not look");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    std::thread::Builder::new().name("expero-tour".to_owned()).spawn(body).map(drop)
}

fn see(row: &OrderRow, card: &Card) -> Seen {
    Seen {
        id: row.id,
        status: row.standing.status,
        delivery: row.standing.delivery,
        hold_until: row.hold_until,
        unreserved_lines: card.unreserved_lines(),
        supply: Supply { requisition: row.supply.requisition, call_again: row.supply.call_again_at },
        bag: Bag { packs: card.lines.iter().map(|l| l.in_bag.0).sum(), cell: row.aside.cell.clone() },
    }
}

impl Scene {
    /// The order that the tour booked in this turn, as last seen.
    pub(super) fn order(&self, turn: usize) -> Option<Seen> {
        let number = self.booked.get(turn)?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }

    /// True when the order stands there and the site knows it.
    pub(super) fn stands(&self, turn: usize, status: OrderStatus) -> bool {
        self.order(turn).is_some_and(|o| o.status == status && o.delivery == Delivery::Sent)
    }
}

enum Phase {
    Begin,
    Pressing(VecDeque<Press>),
    Waiting(Instant),
    Settling(Instant),
    Picture(Arc<AtomicBool>),
}

struct Tour {
    app: ExperoApp,
    scene: Scene,
    dir: PathBuf,
    steps: VecDeque<Step>,
    phase: Phase,
    done: usize,
    pictures: usize,
    events: Vec<Event>,
    report: Arc<Mutex<Option<Outcome>>>,
}

impl Tour {
    fn new(app: ExperoApp, scene: Scene, dir: PathBuf, report: Arc<Mutex<Option<Outcome>>>) -> Self {
        let steps = tour_steps::all().into();
        Self { app, scene, dir, steps, phase: Phase::Begin, done: 0, pictures: 0, events: Vec::new(), report }
    }

    fn advance(&mut self, ctx: &egui::Context) {
        let Some(step) = self.steps.front() else {
            let first = self.scene.order(tour_steps::FIRST).map(|order| order.id);
            self.end(ctx, Ok(Day { steps: self.done, first }));
            return;
        };
        match &mut self.phase {
            Phase::Begin => {
                (step.begin)(&mut self.scene);
                self.phase = Phase::Pressing(step.press.clone().into());
            }
            Phase::Pressing(left) => match left.pop_front() {
                Some(press) => self.events.extend(events(&press)),
                None => self.phase = Phase::Waiting(Instant::now()),
            },
            Phase::Waiting(since) => {
                if (step.until)(&self.scene, &self.app, ctx) {
                    self.phase = Phase::Settling(Instant::now());
                } else if since.elapsed() > PATIENCE {
                    let name = step.name;
                    self.picture(ctx, &format!("failed-{name}"));
                    self.end(ctx, Err(name));
                }
            }
            Phase::Settling(since) if since.elapsed() < SETTLE => {}
            Phase::Settling(_) if step.name.starts_with('_') => self.next(),
            Phase::Settling(_) => {
                self.pictures += 1;
                let name = format!("{:02}-{}", self.pictures, step.name);
                self.phase = Phase::Picture(self.picture(ctx, &name));
            }
            Phase::Picture(saved) if saved.load(Ordering::SeqCst) => self.next(),
            Phase::Picture(_) => {}
        }
    }

    fn next(&mut self) {
        self.steps.pop_front();
        self.done += 1;
        self.phase = Phase::Begin;
    }

    fn picture(&self, ctx: &egui::Context, name: &str) -> Arc<AtomicBool> {
        let saved = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&saved);
        let file = self.dir.join(format!("{name}.png"));
        ctx.request_screenshot(move |picture| {
            let (width, height) = (picture.width(), picture.height());
            let bytes: Vec<u8> = picture.pixels.iter().flat_map(|p| [p.r(), p.g(), p.b()]).collect();
            let size = u32::try_from(width).unwrap_or(0)..u32::try_from(height).unwrap_or(0);
            match image::save_buffer(&file, &bytes, size.start, size.end, image::ColorType::Rgb8) {
                // A picture that was not saved leaves the step waiting, and the tour fails.
                Err(error) => tracing::error!(%error, "a picture of the tour could not be saved"),
                Ok(()) => flag.store(true, Ordering::SeqCst),
            }
        });
        saved
    }

    fn end(&self, ctx: &egui::Context, how: Outcome) {
        let mut report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        if report.is_none() {
            *report = Some(how);
        }
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }
}

impl eframe::App for Tour {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
        let ctx = ui.ctx().clone();
        self.advance(&ctx);
        ctx.request_repaint_after(Duration::from_millis(40));
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw: &mut egui::RawInput) {
        // The pointer and keys of whoever watches must not change the day.
        raw.events.retain(|e| !matches!(e, Event::Key { .. } | Event::Text(_) | Event::PointerButton { .. }));
        raw.events.append(&mut self.events);
    }
}

fn events(press: &Press) -> Vec<Event> {
    let key = |pressed, modifiers: Modifiers, key| Event::Key {
        key,
        physical_key: Some(key),
        pressed,
        repeat: false,
        modifiers,
    };
    match press {
        Press::Key(modifiers, k) => vec![key(true, *modifiers, *k), key(false, *modifiers, *k)],
        Press::Text(text) => vec![Event::Text((*text).to_owned())],
        Press::Scan(code) => {
            let enter = |pressed| key(pressed, Modifiers::NONE, Key::Enter);
            vec![Event::Text((*code).to_owned()), enter(true), enter(false)]
        }
        Press::Click(button, pos) => {
            let click =
                |pressed| Event::PointerButton { pos: *pos, button: *button, pressed, modifiers: Modifiers::NONE };
            vec![Event::PointerMoved(*pos), click(true), click(false)]
        }
    }
}
