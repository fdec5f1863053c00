//! `expero demo`: practice mode with its own data, its own service on this machine, and orders that keep
//! arriving; or, with `--tour`, a day shown by itself.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::args::DemoArgs;
use super::context::Context;
use super::log_keeper::LogKeeper;
use super::out::{self, Failure};
use super::past_orders::{self, Past};
use super::place::Needs;
use super::tokens::TOKEN;
use super::window::{self, Background};
use super::{fiscal, practice, sync, tour};
use crate::domain::clock::{Clock, JumpingClock};
use crate::sandbox::{BookableItem, Running, Sandbox, SandboxConfig, SandboxModel, arrivals};
use crate::text;
use crate::ui::ExperoApp;
use crate::usecase::practice::BeginPractice;
use crate::usecase::read::health::HealthCheck;
use crate::usecase::read::practice::OpenSiteOrders;
use crate::usecase::task::{Contact, NoteContact, TokenIs};

/// The pharmacy at the sandbox.
const PHARMACY: &str = "apt-1";

/// Every so many orders one has a line that is not in stock any more.
const STALE_EVERY: usize = 3;

/// How often a long preparation says how far it is.
const SAYINGS: usize = 10;

/// Orders that wait when a fresh practice day begins.
const WAITING: usize = 3;

pub(super) fn run(data: Option<&Path>, options: &DemoArgs) -> Result<(), Failure> {
    let folder = data.map_or_else(temporary_folder, Path::to_owned);
    let clock = Arc::new(JumpingClock::default());
    let mut cx = Context::open_at(Some(&folder), "till-1", Needs::Folder, Arc::clone(&clock) as Arc<dyn Clock>)?;
    let lock = window::lock(&cx)?;
    let (goods, sold_out) = prepare(&mut cx, options)?;
    if options.prepare_only {
        let args = [("path", cx.folder.path().display().to_string().into())];
        out::message(&text::tr_args(cx.lang, "cli-demo-ready", &args));
        return Ok(());
    }
    let runtime = sync::runtime(cx.lang)?;
    let running = open_sandbox(&mut cx, &runtime, options, goods, &sold_out)?;
    let model = Arc::clone(&running.model);
    let background = Background::start_on(runtime, sync::task(&cx)?);
    let _log = LogKeeper::start(&cx);
    let ui = window::options(&cx, true, background.nudge.clone());
    let desk = window::till_desk(&cx)?;
    let printing = fiscal::start(&cx, &desk)?;
    let done = if let Some(dir) = &options.tour {
        tour::run(&cx, tour::Stage { dir, desk, ui, model, clock, nudge: background.nudge.clone() })
    } else {
        background.spawn(keep_arriving(model, sold_out, clock, options.seed, options.orders_per_minute));
        window::show(cx.lang, move |creation| Box::new(ExperoApp::new(&creation.egui_ctx, desk, ui)))
    };
    drop(printing);
    background.stop();
    drop((running, lock));
    if data.is_none() {
        drop(cx);
        // A temporary folder is of no use to anybody; what cannot be removed the system removes.
        let _ = std::fs::remove_dir_all(&folder);
    }
    done
}

fn temporary_folder() -> PathBuf {
    std::env::temp_dir().join(format!("expero-demo-{}", std::process::id()))
}

/// Marks the data as practice and fills what is missing; answers what customers may book, and what they may book
/// although it is sold out.
fn prepare(cx: &mut Context, options: &DemoArgs) -> Result<(Vec<BookableItem>, Vec<BookableItem>), Failure> {
    let title = |key: &str| text::tr(cx.lang, key);
    let titles = vec![
        ("pharmacy.name", title("demo-pharmacy")),
        ("pharmacy.address", title("demo-address")),
        ("pharmacy.hours", title("demo-hours")),
        ("till.user", title("demo-user")),
        ("till.title", title("demo-till")),
    ];
    cx.act(BeginPractice { port: None, pharmacy_id: PHARMACY.to_owned(), titles })?;
    cx.refresh()?;
    let health = cx.ask(HealthCheck)?;
    let lang = cx.lang;
    // A word now and then is enough, however large the pharmacy.
    let tell = |key: &'static str, all: usize| {
        let step = (all / SAYINGS).max(1);
        let mut next = step;
        move |n: usize| {
            if n >= next {
                next = n.saturating_add(step);
                out::message(&text::tr_args(lang, key, &[("n", n.into())]));
            }
        }
    };
    if health.goods == 0 {
        practice::import_goods(cx, options.seed, options.goods, tell("cli-demo-goods", options.goods))?;
    }
    practice::add_wholesalers(cx)?;
    let today = practice::today(cx);
    let goods = practice::bookable(options.seed, options.goods, today);
    let sold_out = practice::sold_out(options.seed, options.goods, today);
    if health.orders == 0 {
        let past = Past { seed: options.seed, count: options.orders, pharmacy_id: PHARMACY, goods: &goods };
        past_orders::write(cx, &past, tell("cli-demo-orders", options.orders))?;
    }
    Ok((goods, sold_out))
}

/// Starts the sandbox, tells it the open orders that the data knows already, and points the data at it.
fn open_sandbox(
    cx: &mut Context,
    runtime: &tokio::runtime::Runtime,
    options: &DemoArgs,
    goods: Vec<BookableItem>,
    sold_out: &[BookableItem],
) -> Result<Running, Failure> {
    let config = SandboxConfig {
        seed: options.seed,
        pharmacy_id: PHARMACY.to_owned(),
        goods,
        zone: cx.zone(),
        ..SandboxConfig::default()
    };
    let start = Sandbox::start(config, Arc::clone(&cx.clock));
    let running = runtime.block_on(start).map_err(|e| {
        Failure::said(cx.lang, "cli-cannot-listen", &[("address", "127.0.0.1".into()), ("why", e.to_string().into())])
    })?;
    let port = Some(running.addr.port());
    cx.act(BeginPractice { port, pharmacy_id: PHARMACY.to_owned(), titles: Vec::new() })?;
    cx.folder.write_secret(TOKEN, running.token.expose()).map_err(|e| out::store_failure(cx.lang, &e))?;
    cx.act(NoteContact(Contact::Token(TokenIs::Set)))?;
    let known = cx.ask(OpenSiteOrders)?;
    let now = cx.clock.now();
    let mut model = running.lock();
    for order in &known {
        model.adopt(order, now);
    }
    if options.tour.is_none() {
        for _ in 0..WAITING {
            arrive(&mut model, sold_out, options.seed ^ now.timestamp_millis().unsigned_abs(), cx.clock.as_ref());
        }
    }
    drop(model);
    Ok(running)
}

/// Customers go on booking for as long as the program runs.
async fn keep_arriving(
    model: Arc<Mutex<SandboxModel>>,
    sold_out: Vec<BookableItem>,
    clock: Arc<JumpingClock>,
    seed: u64,
    per_minute: u32,
) {
    let Some(pause) = Duration::from_mins(1).checked_div(per_minute) else {
        return;
    };
    let mut n = seed;
    loop {
        tokio::time::sleep(pause).await;
        n = n.wrapping_add(1);
        arrive(&mut model.lock().unwrap_or_else(PoisonError::into_inner), &sold_out, n, clock.as_ref());
    }
}

fn arrive(model: &mut SandboxModel, sold_out: &[BookableItem], seed: u64, clock: &dyn Clock) {
    let known = model.orders().count();
    let mut rng = fastrand::Rng::with_seed(seed.wrapping_add(u64::try_from(known).unwrap_or(0)));
    let goods = model.bookable();
    if let Some(mut order) = arrivals::next_order(&mut rng, &goods) {
        if known.is_multiple_of(STALE_EVERY) {
            arrivals::add_stale_line(&mut rng, &mut order, sold_out);
        }
        model.book(&order, clock.now());
    }
}
