//! What the last scan did, in one large line: ticked, known already, taken out again, or refused with its reason.
//!
//! Each refusal has its word and its tone, so that it is told without reading. Must not know: who scanned.

use egui::accesskit::{Live, Role};
use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use crate::domain::batch::stays_until_handover;
use crate::domain::error::Refusal;
use crate::domain::ids::LineId;
use crate::domain::packs::Packs;
use crate::domain::status::OrderStatus;
use crate::text::habits;
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::orders::pane;
use crate::ui::say::error_text;
use crate::ui::services::Tone;
use crate::ui::theme::{self, ChipTone, S3};
use crate::ui::widgets::{Look, outside, toned};
use crate::usecase::UseError;
use crate::usecase::read::order_card::Card;
use crate::usecase::scan_pack::{Tick, Ticked};
use crate::usecase::undo_scan::TakenOut;

/// Height of the strip; always the same, so that nothing jumps under a hand.
const HEIGHT: f32 = 64.0;
/// Size of the first words: read at arm's length.
const LARGE: f32 = 26.0;

/// What a scan did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    kind: Kind,
    head: String,
    /// The whole sentence.
    pub(super) words: String,
    /// The line that it is about.
    pub(super) line: Option<LineId>,
    /// How it sounds.
    pub(super) tone: Option<Tone>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A line was ticked.
    Ticked,
    /// Nothing changed, and nothing is wrong.
    Same,
    /// A pack came out of the bag.
    Out,
    /// Stopped: nothing changed.
    Refused,
}

impl Answer {
    /// Of a scan.
    pub(super) fn of_scan(done: Result<Ticked, UseError>, env: &Env<'_>) -> Self {
        match done {
            Ok(ticked) => Self::ticked(&ticked, env),
            Err(error) => {
                let (key, tone) = refused_as(&error);
                Self::refused(env, key, &error, Some(tone))
            }
        }
    }

    /// Of taking the last pack out.
    pub(super) fn of_undo(done: Result<TakenOut, UseError>, env: &Env<'_>) -> Self {
        match done {
            Ok(out) => {
                let args = [("name", outside(&out.name).into()), ("n", out.in_bag.0.into())];
                Self {
                    kind: Kind::Out,
                    head: env.tr("scan-head-out"),
                    words: env.tr_args("scan-taken-out", &args),
                    line: Some(out.line),
                    tone: None,
                }
            }
            Err(error) => Self::refused(env, "scan-head-not-out", &error, None),
        }
    }

    fn ticked(ticked: &Ticked, env: &Env<'_>) -> Self {
        let count = [("n", ticked.in_bag.0.into()), ("of", ticked.ordered.0.into())];
        let (kind, key) = match ticked.tick {
            Tick::LaidIn | Tick::LaidInFrom(_) => (Kind::Ticked, "scan-head-ticked"),
            Tick::AlreadyThere => (Kind::Same, "scan-head-same"),
        };
        let mut words = vec![outside(&ticked.name)];
        match ticked.tick {
            Tick::LaidIn => {}
            Tick::LaidInFrom(_) => words.push(env.tr("scan-other-batch")),
            Tick::AlreadyThere => words.push(env.tr("scan-nothing-changed")),
        }
        words.push(left(env, ticked.left));
        Self {
            kind,
            head: env.tr_args(key, &count),
            words: words.join(" · "),
            line: Some(ticked.line),
            tone: Some(Tone::ScanOk),
        }
    }

    fn refused(env: &Env<'_>, key: &str, error: &UseError, tone: Option<Tone>) -> Self {
        let words = outside(&error_text(env.lang, error, env.zone));
        Self { kind: Kind::Refused, head: env.tr(key), words, line: None, tone }
    }

    /// It tells of something that did not happen.
    pub(super) fn is_bad(&self) -> bool {
        self.kind == Kind::Refused
    }

    const fn chip(&self) -> ChipTone {
        match self.kind {
            Kind::Ticked => ChipTone::Assembled,
            Kind::Same => ChipTone::Accepted,
            Kind::Out => ChipTone::New,
            Kind::Refused => ChipTone::Late,
        }
    }

    const fn sign(&self) -> &'static str {
        match self.kind {
            Kind::Ticked => "✓",
            Kind::Same => "•",
            Kind::Out => "←",
            Kind::Refused => "✕",
        }
    }
}

/// The word and the tone of a refusal.
const fn refused_as(error: &UseError) -> (&'static str, Tone) {
    match error {
        UseError::Refused(Refusal::WrongGoods { .. }) => ("scan-head-wrong-goods", Tone::WrongGoods),
        UseError::Refused(Refusal::TooManyPacks { .. }) => ("scan-head-too-many", Tone::TooMany),
        UseError::Refused(Refusal::PackTooOld { .. }) => ("scan-head-too-old", Tone::TooOld),
        UseError::Refused(Refusal::CodeInBag { .. }) => ("scan-head-code-in-bag", Tone::CodeTaken),
        UseError::Refused(Refusal::CodeSold { .. } | Refusal::AlreadySold) => ("scan-head-code-sold", Tone::CodeTaken),
        UseError::Refused(Refusal::BadScan { .. }) => ("scan-head-unread", Tone::ScanRefused),
        UseError::Refused(_) | UseError::Store(_) => ("scan-head-refused", Tone::ScanRefused),
    }
}

/// «осталось собрать 3 упаковки».
fn left(env: &Env<'_>, packs: Packs) -> String {
    if packs.any() { env.tr_args("scan-left", &[("n", packs.0.into())]) } else { env.tr("scan-all-in") }
}

/// Draws the strip: the last answer, or how far the bag is.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, answer: Option<&Answer>, card: Option<&Card>) {
    let p = theme::of(ui);
    let fill = answer.map_or(p.surface.background, |a| p.tone(a.chip()).paper);
    let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 2));
    Panel::top("collecting-answer").frame(frame).exact_size(HEIGHT).resizable(false).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = S3;
            if card.is_some_and(|c| !c.row.standing.status.is_final()) {
                env.button_named(ui, Command::UndoScan, Look::Normal, env.tr("collecting-undo"));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| match answer {
                Some(answer) => said(ui, answer),
                None => waiting(ui, env, card),
            });
        });
    });
}

fn said(ui: &mut Ui, answer: &Answer) {
    let head = theme::bold(format!("{} {}", answer.sign(), answer.head)).size(LARGE);
    ui.add(Label::new(toned(ui, head, answer.chip())).extend());
    let words = theme::bold(&answer.words).color(theme::of(ui).text);
    let label = ui.add(Label::new(words).wrap());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(if answer.is_bad() { Role::Alert } else { Role::Status });
        node.set_live(Live::Polite);
    });
}

fn waiting(ui: &mut Ui, env: &Env<'_>, card: Option<&Card>) {
    let Some(card) = card else { return };
    let hint = match card.row.standing.status {
        OrderStatus::New => env.tr("scan-hint-new"),
        OrderStatus::Accepted => env.tr("scan-hint"),
        OrderStatus::Assembled => waits_for_its_customer(env, card),
        OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled | OrderStatus::Unknown => {
            env.tr("scan-hint-over")
        }
    };
    if card.row.standing.status == OrderStatus::Accepted {
        let (laid, wanted) = progress(card);
        let args = [("n", laid.0.into()), ("of", wanted.0.into())];
        ui.add(Label::new(theme::bold(env.tr_args("scan-in-bag", &args)).size(LARGE)).extend());
    } else {
        pane::cell(ui, env, card);
    }
    let muted = theme::of(ui).muted;
    ui.add(Label::new(RichText::new(hint).color(muted)).wrap());
}

/// «Заказ собран: пакет ждёт покупателя · резерв до 25.11 13:44 · собрал Петрова А. И., 23.11 13:44».
fn waits_for_its_customer(env: &Env<'_>, card: &Card) -> String {
    let mut words = vec![env.tr("scan-hint-collected")];
    if let Some(until) = card.row.hold_until {
        let until = habits::short_date_time(until, env.now, env.zone);
        words.push(env.tr_args("pane-hold", &[("until", until.into())]));
    }
    if let Some((name, at)) = &card.row.aside.collected {
        let when = habits::short_date_time(*at, env.now, env.zone);
        words.push(env.tr_args("collecting-collected", &[("who", outside(name).into()), ("when", when.into())]));
    }
    words.join(" · ")
}

/// Packs in the bag, and packs that must lie in it: what stays in its place until hand-over does not count.
fn progress(card: &Card) -> (Packs, Packs) {
    let mut sums = (Packs::ZERO, Packs::ZERO);
    for line in &card.lines {
        let laid = line.in_bag.min(line.ordered);
        let in_place: Packs = if line.reserved.any() {
            line.picks.iter().filter(|p| stays_until_handover(&p.place, p.storage)).map(|p| p.packs).sum()
        } else {
            Packs::ZERO
        };
        let wanted = line.ordered.minus(in_place).max(laid);
        sums = (sums.0.plus(laid), sums.1.plus(wanted));
    }
    sums
}
