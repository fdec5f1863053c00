//! `expero`: the window over real data, with the background task beside it.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use super::context::Context;
use super::copies::Copier;
use super::ending::asked_to_end;
use super::fiscal;
use super::import::watch::FolderWatch;
use super::log_book::LogBook;
use super::log_keeper::LogKeeper;
use super::out::{self, Failure};
use super::place::Needs;
use super::services::SystemServices;
use super::sync;
use super::trial::Bench;
use crate::desk::Desk;
use crate::store::folder::WindowLock;
use crate::sync::{Nudge, SyncTask};
use crate::text::Lang;
use crate::ui::theme::ThemeChoice;
use crate::ui::{ExperoApp, UiOptions};
use crate::usecase::Actor;
use crate::usecase::open_till::OpenTill;
use crate::usecase::practice::IsPractice;

/// The smallest picture the screens are made for.
pub(super) const SIZE: [f32; 2] = [1366.0, 768.0];

/// The till of a window, as history names it.
const TILL: &str = "till-1";

pub(super) fn run(data: Option<&Path>) -> Result<(), Failure> {
    let cx = Context::open(data, TILL, Needs::Window)?;
    let _lock = lock(&cx)?;
    let practice = cx.ask(IsPractice)?;
    let background = Background::start(&cx)?;
    let _log = LogKeeper::start(&cx);
    let _folder = FolderWatch::start(&cx);
    let options = options(&cx, practice, background.nudge.clone());
    let desk = till_desk(&cx)?;
    let printing = fiscal::start(&cx, &desk)?;
    let done = show(cx.lang, move |creation| Box::new(ExperoApp::new(&creation.egui_ctx, desk, options)));
    drop(printing);
    background.stop();
    done
}

/// The desk of whoever sits at the till; both are entered in the directories.
pub(super) fn till_desk(cx: &Context) -> Result<Desk, Failure> {
    let desk = cx.desk.acting_as(Actor { user: cx.setup.user.clone(), till: cx.desk.actor().till.clone() });
    desk.act(OpenTill).wait().map_err(|e| out::failure(cx.lang, cx.zone(), &e))?;
    Ok(desk)
}

/// Keeps a second window on the same data out, in words.
pub(super) fn lock(cx: &Context) -> Result<WindowLock, Failure> {
    match cx.folder.lock_window() {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => {
            let args = [("path", cx.folder.path().display().to_string().into())];
            Err(Failure::said(cx.lang, "cli-second-window", &args))
        }
        Err(error) => Err(out::store_failure(cx.lang, &error)),
    }
}

pub(super) fn options(cx: &Context, practice: bool, nudge: Nudge) -> UiOptions {
    UiOptions {
        lang: cx.lang,
        theme: if cx.setup.theme == "dark" { ThemeChoice::Dark } else { ThemeChoice::Light },
        practice,
        user_title: cx.setup.user.clone(),
        till_title: cx.setup.till_title.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        prompt_again_secs: cx.setup.prompt_again_secs,
        scale: cx.setup.scale,
        services: Arc::new(SystemServices::new(
            nudge.at(&cx.desk.actor().till.0),
            Bench {
                folder: cx.folder.clone(),
                clock: Arc::clone(&cx.clock),
                practice,
                till: cx.desk.actor().till.0.clone(),
            },
            LogBook::new(cx.folder.clone(), cx.journal.clone(), cx.desk.clone()),
            Copier { folder: cx.folder.clone(), desk: cx.desk.clone(), clock: Arc::clone(&cx.clock) },
        )),
    }
}

type Make = dyn FnOnce(&eframe::CreationContext<'_>) -> Box<dyn eframe::App>;

/// Opens the window and stays until it is closed.
pub(super) fn show(
    lang: Lang,
    make: impl FnOnce(&eframe::CreationContext<'_>) -> Box<dyn eframe::App> + 'static,
) -> Result<(), Failure> {
    let make: Box<Make> = Box::new(make);
    let viewport = egui::ViewportBuilder::default()
        .with_title("Expero")
        .with_app_id("expero")
        .with_inner_size(SIZE)
        .with_min_inner_size([1024.0, 640.0]);
    let options = eframe::NativeOptions { viewport, persist_window: false, ..Default::default() };
    eframe::run_native("expero", options, Box::new(|creation| Ok(make(creation))))
        .map_err(|e| Failure::said(lang, "cli-no-window", &[("why", e.to_string().into())]))
}

/// How long an end waits for the background task.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// The background task on its own threads.
pub(super) struct Background {
    runtime: tokio::runtime::Runtime,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
    pub(super) nudge: Nudge,
}

impl Background {
    pub(super) fn start(cx: &Context) -> Result<Self, Failure> {
        let runtime = sync::runtime(cx.lang)?;
        Ok(Self::start_on(runtime, sync::task(cx)?))
    }

    pub(super) fn start_on(runtime: tokio::runtime::Runtime, task: SyncTask) -> Self {
        let (stop, stopped) = watch::channel(false);
        let nudge = task.nudge();
        let task = runtime.spawn(async move { task.run(stopped).await });
        let ending = stop.clone();
        runtime.spawn(async move {
            asked_to_end().await;
            let _ = ending.send(true);
            // The task drops its end of the channel when it has given its lease back.
            let _ = tokio::time::timeout(PATIENCE, ending.closed()).await;
            // What the screen confirmed is on the disk; the window itself has nothing that must be put away.
            std::process::exit(0);
        });
        Self { runtime, stop, task, nudge }
    }

    /// Runs something beside the task for as long as it runs.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(work);
    }

    /// Ends the task: what was under way is sent again later with the same key, so nobody has to wait for it.
    pub(super) fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, self.task).await });
        self.runtime.shutdown_timeout(PATIENCE);
    }
}
