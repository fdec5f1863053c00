//! What a screen gets for one frame: the language, the desk, the time, what changed, and where to push wishes.
//!
//! A screen never acts on another screen: it pushes a [`Push`], and the dispatch drains them at the frame's end.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::command::{self, CmdCx, Command};
use super::dialogs::Dialog;
use super::log::AboutOrder;
use super::say::{Message, error_text};
use super::services::{Services, Tone, Wake};
use super::sign_in::Purpose;
use super::till::SaleStep;
use super::widgets::{KeyButton, Look};
use crate::desk::Desk;
use crate::domain::access::Role;
use crate::domain::ids::OrderId;
use crate::domain::money::Kopecks;
use crate::text::{Arg, Lang, tr, tr_args};
use crate::usecase::read::till_view::Sounds;
use crate::usecase::{Changes, UseError};

/// A wish of a screen, carried out at the end of the frame.
pub enum Push {
    /// A command of the table.
    Do(Command),
    /// A step to another place.
    Go(Go),
    /// Words for the message area.
    Say(Message),
}

/// A step to another place.
pub enum Go {
    /// The order list, with this order selected.
    Orders {
        /// Select it, whatever the filters are.
        select: Option<OrderId>,
    },
    /// The collecting window of an order.
    Collecting(OrderId),
    /// «Заявки».
    Requisitions,
    /// «Вернуть на полку».
    Shelf,
    /// The till, with the order's lines in the receipt.
    Sell(OrderId),
    /// «Просмотр логов», of all or about one order.
    Log(Option<AboutOrder>),
    /// Somebody was let in.
    SignedIn {
        /// Who.
        name: String,
        /// As what.
        role: Role,
        /// What for.
        purpose: Purpose,
    },
    /// The locked till sells on without anybody signed in.
    SellUnsigned,
    /// A dialog on top.
    Open(Box<Dialog>),
    /// Out of the settings, with what was typed saved or dropped.
    LeaveSettings {
        /// Save it first.
        save: bool,
    },
    /// Away with the topmost dialog.
    CloseDialog,
    /// A payment by the cash dialog.
    PaidCash {
        /// Handed over.
        given: Kopecks,
        /// What the dialog showed to pay.
        due: Kopecks,
    },
    /// A quantity for the selected line of the receipt.
    Quantity(i64),
    /// What a dialog of the sale decided.
    Sale(SaleStep),
}

/// The wishes of one frame.
#[derive(Default)]
pub struct Queue {
    pub(super) pushes: Vec<Push>,
    pub(super) tick_secs: Option<u64>,
}

/// The frame's surroundings.
pub struct Env<'a> {
    /// Language of the screen.
    pub lang: Lang,
    /// Where questions and intentions go.
    pub desk: &'a Desk,
    /// Now.
    pub now: DateTime<Utc>,
    /// The pharmacy's zone.
    pub zone: FixedOffset,
    /// What changed since the last frame.
    pub changes: Changes,
    /// What commands are live.
    pub cmd: CmdCx,
    /// Version of the program.
    pub version: &'a str,
    /// Side jobs.
    pub services: &'a dyn Services,
    /// Which sounds are wanted.
    pub sounds: Sounds,
    /// Practice mode.
    pub practice: bool,
    /// Wakes the screen from a side job.
    pub wake: &'a Wake,
    /// Where wishes go.
    pub queue: &'a mut Queue,
}

impl Env<'_> {
    /// Words of a key.
    #[must_use]
    pub fn tr(&self, key: &str) -> String {
        tr(self.lang, key)
    }

    /// Words of a key with arguments.
    #[must_use]
    pub fn tr_args(&self, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        tr_args(self.lang, key, args)
    }

    /// Today at the pharmacy.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    /// Wishes a command.
    pub fn push(&mut self, command: Command) {
        self.queue.pushes.push(Push::Do(command));
    }

    /// Wishes a step.
    pub fn go(&mut self, go: Go) {
        self.queue.pushes.push(Push::Go(go));
    }

    /// Opens a dialog.
    pub fn open(&mut self, dialog: Dialog) {
        self.go(Go::Open(Box::new(dialog)));
    }

    /// Says that something is done; fades.
    pub fn say_done(&mut self, words: impl AsRef<str>) {
        self.queue.pushes.push(Push::Say(Message::done(words.as_ref(), self.now)));
    }

    /// Says that something went wrong; stays until read.
    pub fn say_error(&mut self, words: impl AsRef<str>) {
        self.queue.pushes.push(Push::Say(Message::error(words.as_ref(), self.now)));
    }

    /// Says why the desk refused or failed; stays until read.
    pub fn say_failure(&mut self, error: &UseError) {
        let words = error_text(self.lang, error, self.zone);
        self.say_error(words);
    }

    /// Plays a tone, unless the settings keep it silent. Returns at once.
    pub fn play(&self, tone: Tone) {
        let wanted = match tone {
            Tone::NewOrder => self.sounds.prompt,
            Tone::ScanOk | Tone::ScanRefused | Tone::WrongGoods | Tone::TooMany | Tone::TooOld | Tone::CodeTaken => {
                self.sounds.scan
            }
        };
        if wanted {
            self.services.play(tone);
        }
    }

    /// Something on the screen changes with time: draw again in a second.
    pub fn tick(&mut self) {
        self.tick_in(1);
    }

    /// Draw again in `secs` seconds, or earlier when somebody else wants it.
    pub fn tick_in(&mut self, secs: u64) {
        let secs = secs.max(1);
        self.queue.tick_secs = Some(self.queue.tick_secs.map_or(secs, |old| old.min(secs)));
    }

    /// The button of a command: its label, its key, disabled with the reason. A press pushes it.
    pub fn button(&mut self, ui: &mut egui::Ui, command: Command, look: Look) -> egui::Response {
        let label = command::label(self.lang, command);
        self.button_named(ui, command, look, label)
    }

    /// The same with other words (a short form, a sign).
    pub fn button_named(
        &mut self,
        ui: &mut egui::Ui,
        command: Command,
        look: Look,
        label: impl Into<String>,
    ) -> egui::Response {
        let button = self.prepared(command, look, label.into());
        self.shown(ui, command, button)
    }

    /// A button with a sign; a screen reader and the tooltip get the words.
    pub fn sign_button(&mut self, ui: &mut egui::Ui, command: Command, sign: &str) {
        let words = command::label(self.lang, command);
        let response = self.button_named(ui, command, Look::Normal, sign);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(words.as_str()));
        response.on_hover_text(words);
    }

    /// The button of a command as wide as `width`.
    pub fn wide_button(&mut self, ui: &mut egui::Ui, command: Command, look: Look, width: f32) -> egui::Response {
        let button = self.prepared(command, look, command::label(self.lang, command)).width(width);
        self.shown(ui, command, button)
    }

    /// The same with other words.
    pub fn wide_button_named(
        &mut self,
        ui: &mut egui::Ui,
        command: Command,
        look: Look,
        width: f32,
        label: String,
    ) -> egui::Response {
        let button = self.prepared(command, look, label).width(width);
        self.shown(ui, command, button)
    }

    fn prepared(&self, command: Command, look: Look, label: String) -> KeyButton {
        let why_not = command::check(command, &self.cmd).err().map(|why| why.text(self.lang));
        KeyButton::new(label, command::cap(self.lang, command)).look(look).disabled(why_not)
    }

    fn shown(&mut self, ui: &mut egui::Ui, command: Command, button: KeyButton) -> egui::Response {
        let response = button.show(ui);
        if response.clicked() {
            self.push(command);
        }
        response
    }

    /// A row of a context menu for a command; disabled ones are shown with their reason.
    pub fn menu_item(&mut self, ui: &mut egui::Ui, command: Command) {
        let why_not = command::check(command, &self.cmd).err().map(|why| why.text(self.lang));
        let label = command::label(self.lang, command);
        let cap = egui::RichText::new(command::cap(self.lang, command)).size(12.0).weak();
        let button = egui::Button::new(label).right_text(cap).min_size(egui::vec2(220.0, 30.0));
        let response = ui.add_enabled(why_not.is_none(), button);
        if response.clicked() {
            self.push(command);
            ui.close();
        }
        if let Some(why) = why_not {
            response.on_disabled_hover_text(why);
        }
    }
}
