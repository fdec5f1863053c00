//! The window: the stack of screens, the frame, and nothing that one screen could own.
//!
//! A frame: take what changed, let everybody poll, take the keys, draw, drain the wishes. It draws again only
//! on input, when the desk wakes it, and when something visible changes with time.

use std::sync::Arc;
use std::time::Duration;

use egui::{CentralPanel, Context, Frame, Panel, Ui};

use super::access::Access;
use super::collecting::Collecting;
use super::command::{BagFacts, CmdCx, Command, DirectoryFacts, ViewKind};
use super::dialogs::Dialog;
use super::directory::DirectoryScreen;
use super::dispatch;
use super::env::{Env, Go, Push, Queue};
use super::freshness::FreshnessBar;
use super::guide::Guide;
use super::import::ImportScreen;
use super::keymap;
use super::loadable::{Loadable, Pending};
use super::log::LogScreen;
use super::orders::Orders;
use super::prompt::{self, Prompt, Shape};
use super::report::ReportScreen;
use super::requisitions::Requisitions;
use super::sales::SalesJournal;
use super::say::Messages;
use super::services::{Services, Tone, Wake};
use super::settings::SettingsScreen;
use super::shelf::Shelf;
use super::suppliers::SuppliersScreen;
use super::system::SystemScreen;
use super::theme::{self, ThemeChoice};
use super::till::Till;
use crate::desk::{Desk, TopicFeed};
use crate::text::{Lang, tr};
use crate::usecase::read::lanes::{Counts, LaneCounts};
use crate::usecase::read::settings::{WindowSettings, WindowSetup};
use crate::usecase::read::till_view::{SoundSetup, Sounds};
use crate::usecase::settings::SetSetting;
use crate::usecase::{Changes, Topic};

/// What the program says about itself and how it starts.
pub struct UiOptions {
    /// Language at start.
    pub lang: Lang,
    /// Theme at start.
    pub theme: ThemeChoice,
    /// Practice mode: the orange frame.
    pub practice: bool,
    /// Who sits here: «Петрова А. И., фармацевт».
    pub user_title: String,
    /// «Касса 1».
    pub till_title: String,
    /// Version, shown in the menu.
    pub version: String,
    /// When a put-off prompt returns.
    pub prompt_again_secs: u64,
    /// How large everything is drawn, per cent.
    pub scale: u16,
    /// Side jobs: printers, files.
    pub services: Arc<dyn Services>,
}

/// The screens; each is told what it needs and never sees another.
#[derive(Default)]
pub(super) struct Screens {
    pub(super) till: Till,
    pub(super) orders: Orders,
    pub(super) collecting: Collecting,
    pub(super) requisitions: Requisitions,
    pub(super) shelf: Shelf,
    pub(super) sales: SalesJournal,
    pub(super) settings: SettingsScreen,
    pub(super) log: LogScreen,
    pub(super) system: SystemScreen,
    pub(super) guide: Guide,
    pub(super) import: ImportScreen,
    pub(super) report: ReportScreen,
    pub(super) directory: DirectoryScreen,
    pub(super) suppliers: SuppliersScreen,
}

/// What lies around the screens.
pub(super) struct Shell {
    pub(super) lang: Lang,
    pub(super) theme: ThemeChoice,
    pub(super) stack: Vec<ViewKind>,
    pub(super) dialogs: Vec<Dialog>,
    /// Dialogs that are open but out of `dialogs` while everybody takes answers.
    updating: usize,
    pub(super) messages: Messages,
    pub(super) queue: Queue,
    prompt: Prompt,
    shape: Shape,
    counts: Loadable<Counts>,
    sounds: Loadable<Sounds>,
    setup: Loadable<WindowSettings>,
    /// The setup that is on the screen.
    followed: Option<WindowSettings>,
    /// Another person works here from now on: everything is asked again.
    pub(super) is_new_person: bool,
    /// Choices of the person on their way to the settings.
    kept: Vec<Pending<String>>,
}

/// The program's window.
pub struct ExperoApp {
    pub(super) desk: Desk,
    feed: TopicFeed,
    changes: Changes,
    pub(super) options: UiOptions,
    pub(super) screens: Screens,
    pub(super) shell: Shell,
    bar: FreshnessBar,
    pub(super) access: Access,
    wake: Wake,
}

impl ExperoApp {
    /// Installs fonts and style into `ctx` and subscribes to what changes at the desk.
    #[must_use]
    pub fn new(ctx: &Context, desk: Desk, options: UiOptions) -> Self {
        theme::install_fonts(ctx);
        theme::apply(ctx, options.theme);
        let wake = ctx.clone();
        let feed = desk.subscribe(move || wake.request_repaint());
        let shell = Shell {
            lang: options.lang,
            theme: options.theme,
            stack: Vec::new(),
            dialogs: Vec::new(),
            updating: 0,
            messages: Messages::default(),
            queue: Queue::default(),
            prompt: Prompt::new(options.prompt_again_secs),
            shape: Shape::Hidden,
            counts: Loadable::default(),
            sounds: Loadable::default(),
            setup: Loadable::default(),
            followed: None,
            is_new_person: false,
            kept: Vec::new(),
        };
        let screens = Screens::default();
        let waker = ctx.clone();
        Self {
            desk,
            feed,
            changes: Changes::ALL,
            options,
            screens,
            shell,
            bar: FreshnessBar::default(),
            access: Access::default(),
            wake: Arc::new(move || waker.request_repaint()),
        }
    }

    /// The screen on top; the till lies at the bottom.
    #[must_use]
    pub fn view(&self) -> ViewKind {
        self.shell.stack.last().copied().unwrap_or_default()
    }

    /// True while the update prompt is on the screen, as a modal or a banner.
    #[must_use]
    pub fn prompt_is_shown(&self) -> bool {
        self.shell.shape != Shape::Hidden
    }

    /// The language of the screen now.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.shell.lang
    }

    /// How many dialogs lie on top of the screen.
    #[must_use]
    pub fn dialogs_open(&self) -> usize {
        self.shell.dialogs.len()
    }

    /// True when the cash dialog is on top.
    #[must_use]
    pub fn takes_cash(&self) -> bool {
        matches!(self.shell.dialogs.last(), Some(Dialog::Cash(_)))
    }

    /// «Проверить авторизацию» succeeded with the values on the screen.
    #[must_use]
    pub fn site_knows_us(&self) -> bool {
        self.screens.settings.site_knows_us()
    }

    /// Requests by hand that the site has answered as they were meant.
    #[must_use]
    pub fn site_answers(&self) -> usize {
        self.screens.settings.site_answers()
    }

    /// Records of the log on the screen.
    #[must_use]
    pub fn records(&self) -> usize {
        match self.view() {
            ViewKind::Log => self.screens.log.records(),
            _ => self.screens.settings.records(),
        }
    }

    /// A directory, the report: the screen on top has what it shows.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        match self.view() {
            ViewKind::Goods => self.screens.directory.facts().batch,
            ViewKind::Suppliers => self.screens.suppliers.is_chosen(),
            ViewKind::Report => self.screens.report.is_there(),
            _ => true,
        }
    }

    /// Every line of the order in the receipt was seen in the bag.
    #[must_use]
    pub fn bag_is_checked(&self) -> bool {
        self.screens.till.facts().unticked == 0
    }

    /// Lines in the receipt.
    #[must_use]
    pub fn receipt_lines(&self) -> usize {
        self.screens.till.facts().lines
    }

    /// True when nothing is in the receipt.
    #[must_use]
    pub fn receipt_is_empty(&self) -> bool {
        self.screens.till.facts().lines == 0
    }

    /// What decides which commands are live.
    pub(super) fn command_cx(&self) -> CmdCx {
        let view = self.view();
        let (order, typing) = match view {
            ViewKind::Till => (None, self.screens.till.typing()),
            ViewKind::Requisitions => (None, self.screens.requisitions.typing()),
            ViewKind::Shelf => (None, self.screens.shelf.typing()),
            ViewKind::Sales => (None, self.screens.sales.typing()),
            ViewKind::Log => (None, self.screens.log.typing()),
            ViewKind::Report => (None, self.screens.report.typing()),
            ViewKind::Goods => (None, self.screens.directory.typing()),
            ViewKind::Suppliers => (None, self.screens.suppliers.typing()),
            ViewKind::Settings | ViewKind::System | ViewKind::Guide | ViewKind::Import => (None, false),
            ViewKind::Orders => (self.screens.orders.facts(), self.screens.orders.typing()),
            ViewKind::Collecting => (self.screens.collecting.facts(), self.screens.collecting.typing()),
        };
        CmdCx {
            view,
            dialog: self.shell.dialogs.len() + self.shell.updating > 0,
            typing,
            prompt: self.shell.shape,
            order,
            receipt: self.screens.till.facts(),
            bag: if view == ViewKind::Collecting { self.screens.collecting.bag() } else { BagFacts::default() },
            shelf: self.screens.shelf.facts(),
            sale: self.screens.sales.facts(),
            supply: match view {
                ViewKind::Requisitions => self.screens.requisitions.supply_facts(),
                ViewKind::Till
                | ViewKind::Orders
                | ViewKind::Collecting
                | ViewKind::Shelf
                | ViewKind::Sales
                | ViewKind::Settings
                | ViewKind::Log
                | ViewKind::System
                | ViewKind::Guide
                | ViewKind::Import
                | ViewKind::Goods
                | ViewKind::Suppliers
                | ViewKind::Report => self.screens.collecting.supply_facts(),
            },
            log: if view == ViewKind::Log { self.screens.log.facts() } else { self.screens.settings.log_facts() },
            settings: self.screens.settings.facts(),
            import: self.screens.import.facts(),
            directory: match view {
                ViewKind::Suppliers => {
                    DirectoryFacts { goods: self.screens.suppliers.is_chosen(), ..DirectoryFacts::default() }
                }
                _ => self.screens.directory.facts(),
            },
        }
    }

    /// Language, theme, size and title of the till as somebody has just set them, at whatever window.
    fn follow_setup(&mut self) {
        let unknown = self.shell.followed.is_none() && self.shell.setup.error().is_none();
        if self.changes.has(Topic::Settings) || (unknown && !self.shell.setup.is_waiting()) {
            self.shell.setup.request(self.desk.ask(WindowSetup));
        }
        if !self.shell.setup.poll() {
            return;
        }
        let Some(now) = self.shell.setup.value().cloned() else { return };
        let Some(was) = self.shell.followed.replace(now.clone()) else { return };
        if was.language != now.language {
            self.shell.lang = Lang::from_code(&now.language).unwrap_or(self.shell.lang);
        }
        if was.theme != now.theme {
            self.shell.theme = if now.theme == "dark" { ThemeChoice::Dark } else { ThemeChoice::Light };
        }
        self.options.scale = if was.scale == now.scale { self.options.scale } else { now.scale };
        if was.till_title != now.till_title {
            self.options.till_title = now.till_title;
        }
    }

    /// Runs `work` on the screens with the surroundings of this frame.
    pub(super) fn with_env<R>(&mut self, work: impl FnOnce(&mut Screens, &mut Env<'_>) -> R) -> R {
        let cmd = self.command_cx();
        let now = self.desk.clock().now();
        let mut env = Env {
            lang: self.shell.lang,
            desk: &self.desk,
            now,
            zone: self.desk.clock().offset(now),
            changes: self.changes,
            cmd,
            version: &self.options.version,
            services: self.options.services.as_ref(),
            sounds: self.shell.sounds.value().copied().unwrap_or_default(),
            practice: self.options.practice,
            wake: &self.wake,
            queue: &mut self.shell.queue,
        };
        work(&mut self.screens, &mut env)
    }

    /// Brings a screen to the top; one that is in the stack already comes back, what lay above it goes.
    pub(super) fn show_view(&mut self, view: ViewKind) {
        self.shell.dialogs.retain(Dialog::is_busy);
        let stack = &mut self.shell.stack;
        match (view, stack.iter().position(|v| *v == view)) {
            (ViewKind::Till, _) => stack.clear(),
            (_, Some(at)) => stack.truncate(at + 1),
            (_, None) => stack.push(view),
        }
    }

    /// Closes the topmost dialog, but not one whose result is still to come. True when there was one.
    pub(super) fn close_dialog(&mut self) -> bool {
        let busy = self.shell.dialogs.last().map(Dialog::is_busy);
        if busy == Some(false) {
            self.shell.dialogs.pop();
        }
        busy.is_some()
    }

    /// Esc: a dialog, then an error, then a step of the screen, then the screen. The receipt stays.
    pub(super) fn step_back(&mut self) {
        if self.close_dialog() || self.shell.messages.close_error() {
            return;
        }
        let used = match self.view() {
            ViewKind::Till => self.screens.till.step_back(),
            ViewKind::Orders => self.screens.orders.step_back(),
            ViewKind::Collecting => self.screens.collecting.step_back(),
            ViewKind::Requisitions => self.screens.requisitions.step_back(),
            ViewKind::Shelf => self.screens.shelf.step_back(),
            ViewKind::Sales => self.screens.sales.step_back(),
            ViewKind::Settings => self.with_env(|screens, env| screens.settings.step_back(env)),
            ViewKind::Log => self.with_env(|screens, env| screens.log.step_back(env)),
            ViewKind::System => self.with_env(|screens, env| screens.system.step_back(env)),
            ViewKind::Guide | ViewKind::Report => false,
            ViewKind::Goods => self.screens.directory.step_back(),
            ViewKind::Suppliers => self.screens.suppliers.step_back(),
            ViewKind::Import => self.with_env(|screens, env| screens.import.step_back(env)),
        };
        if !used {
            self.shell.stack.pop();
        }
    }

    /// «Да» opens the list with the first order that waits; either answer puts the prompt off.
    pub(super) fn answer_prompt(&mut self, yes: bool) {
        let now = self.desk.clock().now();
        self.shell.prompt.put_off(now);
        self.shell.shape = Shape::Hidden;
        if yes {
            let select = self.shell.counts.value().and_then(|c| c.first_waiting);
            self.shell.queue.pushes.push(Push::Go(Go::Orders { select }));
        }
    }

    fn poll(&mut self) {
        self.changes = self.feed.drain();
        if std::mem::take(&mut self.shell.is_new_person) {
            self.changes = Changes::ALL;
        }
        self.access.update(&self.desk, self.changes);
        let first = self.shell.counts.value().is_none() && !self.shell.counts.is_waiting();
        if first || self.changes.has(Topic::Orders) || self.changes.has(Topic::Outbox) {
            self.shell.counts.request(self.desk.ask(LaneCounts));
        }
        self.shell.counts.poll();
        let unknown = self.shell.sounds.value().is_none() && self.shell.sounds.error().is_none();
        if self.changes.has(Topic::Settings) || (unknown && !self.shell.sounds.is_waiting()) {
            self.shell.sounds.request(self.desk.ask(SoundSetup));
        }
        self.shell.sounds.poll();
        self.follow_setup();
        self.poll_kept();
        let mut bar = std::mem::take(&mut self.bar);
        let mut dialogs = std::mem::take(&mut self.shell.dialogs);
        self.shell.updating = dialogs.len();
        self.with_env(|screens, env| {
            bar.update(env);
            screens.till.update(env);
            screens.orders.update(env);
            screens.collecting.update(env);
            screens.requisitions.update(env);
            screens.shelf.update(env);
            screens.sales.update(env);
            screens.settings.update(env);
            screens.log.update(env);
            screens.system.update(env);
            screens.guide.update(env);
            screens.import.update(env);
            screens.report.update(env);
            screens.directory.update(env);
            screens.suppliers.update(env);
            for dialog in &mut dialogs {
                dialog.update(env);
            }
        });
        dialogs.append(&mut self.shell.dialogs);
        self.shell.dialogs = dialogs;
        self.shell.updating = 0;
        self.bar = bar;
    }

    /// Stores what the person chose in the menu; the next start begins with it.
    pub(super) fn keep_setting(&mut self, key: &str, value: &str) {
        let set = SetSetting { key: key.to_owned(), value: value.to_owned() };
        let mut kept = Pending::default();
        kept.start(self.desk.act(set));
        self.shell.kept.push(kept);
    }

    fn poll_kept(&mut self) {
        let mut failed = Vec::new();
        self.shell.kept.retain_mut(|kept| match kept.poll() {
            None => true,
            Some(answer) => {
                failed.extend(answer.err());
                false
            }
        });
        for error in failed {
            self.with_env(|_, env| env.say_failure(&error));
        }
    }

    fn reshape_prompt(&mut self) {
        let now = self.desk.clock().now();
        let waiting = self.shell.counts.value().map_or(0, |c| c.new);
        let serving = self.screens.till.is_serving();
        let cx = self.command_cx();
        let before = self.shell.shape;
        self.shell.shape = self.shell.prompt.shape(waiting, now, &cx, serving);
        if before == Shape::Hidden && self.shell.shape != Shape::Hidden {
            self.with_env(|_, env| env.play(Tone::NewOrder));
        }
        if let Some(left) = self.shell.prompt.seconds_left(now).filter(|_| waiting > 0) {
            self.with_env(|_, env| env.tick_in(left));
        }
    }

    fn draw(&mut self, ui: &mut Ui) {
        if self.options.practice {
            practice_frame(ui, self.shell.lang);
        }
        let (user, till) = (self.options.user_title.clone(), self.options.till_title.clone());
        let mut bar = std::mem::take(&mut self.bar);
        self.with_env(|_, env| bar.show(ui, env, &user, &till));
        self.bar = bar;
        self.shell.messages.show(ui, self.shell.lang);
        let (shape, view) = (self.shell.shape, self.view());
        let counts = self.shell.counts.value().cloned().unwrap_or_default();
        self.with_env(|screens, env| {
            if shape == Shape::Banner {
                prompt::banner(ui, env);
            }
            let panel = CentralPanel::no_frame().frame(Frame::new().fill(theme::of(ui).surface.background));
            panel.show(ui, |ui| match view {
                ViewKind::Till => screens.till.show(ui, env, &counts),
                ViewKind::Orders => screens.orders.show(ui, env),
                ViewKind::Collecting => screens.collecting.show(ui, env),
                ViewKind::Requisitions => screens.requisitions.show(ui, env),
                ViewKind::Shelf => screens.shelf.show(ui, env),
                ViewKind::Sales => screens.sales.show(ui, env),
                ViewKind::Settings => screens.settings.show(ui, env),
                ViewKind::Log => screens.log.show(ui, env),
                ViewKind::System => screens.system.show(ui, env),
                ViewKind::Guide => screens.guide.show(ui, env),
                ViewKind::Import => screens.import.show(ui, env),
                ViewKind::Report => screens.report.show(ui, env),
                ViewKind::Goods => screens.directory.show(ui, env),
                ViewKind::Suppliers => screens.suppliers.show(ui, env),
            });
            if shape == Shape::Modal {
                prompt::modal(ui, env);
            }
        });
        let mut dialogs = std::mem::take(&mut self.shell.dialogs);
        self.with_env(|_, env| dialogs.iter_mut().for_each(|dialog| dialog.show(ui, env)));
        self.shell.dialogs = dialogs;
    }

    fn keys(&mut self, ctx: &Context) {
        let cx = self.command_cx();
        let mut commands: Vec<Command> = keymap::take(ctx, &cx);
        if commands.contains(&Command::Back) && egui::Popup::is_any_open(ctx) {
            // One step back from an open menu is the menu away, not the screen.
            egui::Popup::close_all(ctx);
            commands.retain(|c| *c != Command::Back);
        }
        self.shell.queue.pushes.extend(commands.into_iter().map(Push::Do));
    }
}

impl eframe::App for ExperoApp {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.shell.queue.tick_secs = None;
        theme::keep(&ctx, self.shell.theme);
        let zoom = f32::from(self.options.scale) / 100.0;
        if (ctx.zoom_factor() - zoom).abs() > f32::EPSILON {
            ctx.set_zoom_factor(zoom);
        }
        self.poll();
        self.guard(&ctx);
        self.reshape_prompt();
        self.keys(&ctx);
        // What a key opened is drawn in this very frame.
        dispatch::drain(self, &ctx);
        self.draw(ui);
        if dispatch::drain(self, &ctx) {
            ctx.request_repaint();
        }
        let now = self.desk.clock().now();
        let fade = self.shell.messages.age(now);
        if let Some(secs) = [fade, self.shell.queue.tick_secs].into_iter().flatten().min() {
            ctx.request_repaint_after(Duration::from_secs(secs));
        }
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// Practice mode: nobody may mistake it for work.
fn practice_frame(ui: &mut Ui, lang: Lang) {
    let pair = theme::of(ui).practice;
    let frame = Frame::new().fill(pair.paper);
    Panel::top("practice-top").exact_size(26.0).frame(frame).show_separator_line(false).show(ui, |ui| {
        ui.centered_and_justified(|ui| ui.label(theme::bold(tr(lang, "practice-mode")).color(pair.ink)));
    });
    Panel::bottom("practice-bottom").exact_size(5.0).frame(frame).show_separator_line(false).show(ui, |_| {});
    Panel::left("practice-left")
        .exact_size(5.0)
        .frame(frame)
        .resizable(false)
        .show_separator_line(false)
        .show(ui, |_| {});
    Panel::right("practice-right")
        .exact_size(5.0)
        .frame(frame)
        .resizable(false)
        .show_separator_line(false)
        .show(ui, |_| {});
}
