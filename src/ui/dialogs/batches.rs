//! «Выбрать серию»: all batches of a line's goods, the first to expire first. One that may not be taken says why;
//! one that is not the first to expire is taken only after the warning was read.

use egui::{Key, Modifiers, Ui};

use super::parts;
use crate::domain::batch::BatchLabel;
use crate::domain::error::Refusal;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::packs::Packs;
use crate::text::{habits, words};
use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S2, S3};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{KeyButton, Look, dialog, empty, failed, loading, outside, take_move, toned};
use crate::usecase::UseError;
use crate::usecase::choose_batch::{BatchChosen, ChooseBatch, LaterBatch};
use crate::usecase::read::line_batches::{BatchRow, BatchesOfLine, LineBatches};
use crate::usecase::{Changes, Topic};

/// Height of the table.
const TABLE: f32 = 252.0;

/// The dialog.
pub struct Batches {
    order: OrderId,
    line: LineId,
    name: String,
    rows: Loadable<BatchesOfLine>,
    stale: bool,
    at: Option<usize>,
    packs: Packs,
    pending: Pending<BatchChosen>,
    said: Said,
}

/// What the desk said to the last choice.
#[derive(Default)]
enum Said {
    #[default]
    Nothing,
    /// No, and why.
    Refused(String),
    /// Another batch expires earlier: it is taken only when the person agrees.
    Asks(String),
}

impl Batches {
    /// Of a line of an order.
    #[must_use]
    pub fn new(order: OrderId, line: LineId, name: &str, packs: Packs) -> Self {
        Self {
            order,
            line,
            name: name.to_owned(),
            rows: Loadable::default(),
            stale: true,
            at: None,
            packs,
            pending: Pending::default(),
            said: Said::Nothing,
        }
    }

    /// Takes answers and asks again when the stock changed.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.outdated_by(env.changes);
        if self.rows.poll() {
            self.settle();
        }
        if self.stale && !self.rows.is_waiting() {
            self.stale = false;
            self.rows.request(env.desk.ask(LineBatches { order: self.order, line: self.line }));
        }
        match self.pending.poll() {
            Some(Ok(chosen)) => {
                let args = [("name", (&self.name).into()), ("n", chosen.reserved.0.into())];
                env.say_done(env.tr_args("done-batch", &args));
                env.go(Go::CloseDialog);
            }
            Some(Err(UseError::Refused(refusal @ Refusal::NotFirstToExpire { .. }))) => {
                self.said = Said::Asks(words::refusal(env.lang, &refusal, env.zone));
            }
            Some(Err(error)) => self.said = Said::Refused(error_text(env.lang, &error, env.zone)),
            None => {}
        }
    }

    fn outdated_by(&mut self, changes: Changes) {
        self.stale |= changes.has(Topic::Stock) || changes.has(Topic::Orders);
    }

    /// Begins at the batch that is kept now, else at the first that may be taken.
    fn settle(&mut self) {
        let rows = self.batches();
        let kept = rows.iter().position(|r| r.reserved.any());
        let first = kept.or_else(|| rows.iter().position(|r| r.why_not.is_none()));
        let len = rows.len();
        self.at = self.at.filter(|at| *at < len).or(first);
        let ordered = self.rows.value().map_or(self.packs, |r| r.ordered);
        self.packs = self.packs.min(ordered);
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    fn batches(&self) -> &[BatchRow] {
        self.rows.value().map_or(&[], |rows| &rows.batches)
    }

    fn chosen(&self) -> Option<&BatchRow> {
        self.batches().get(self.at?)
    }

    /// The batch that expires before the chosen one and could be taken.
    fn passed_over(&self) -> Option<&BatchLabel> {
        let at = self.at?;
        self.batches().iter().take(at).find(|r| r.why_not.is_none() && r.free > r.reserved).map(|r| &r.label)
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("batches-title");
        let width = (ui.ctx().content_rect().width() - 120.0).clamp(600.0, 980.0);
        dialog(ui, "batches", &title, width, |ui| {
            ui.add(egui::Label::new(theme::bold(outside(&self.name))).truncate());
            ui.add_space(S2);
            ui.allocate_ui(egui::vec2(width, TABLE), |ui| {
                ui.set_min_size(egui::vec2(width, TABLE));
                self.table(ui, env);
            });
            ui.add_space(S2);
            self.quantity(ui, env);
            self.remark(ui, env);
            ui.add_space(S3);
            self.buttons(ui, env);
        });
    }

    fn table(&mut self, ui: &mut Ui, env: &Env<'_>) {
        if self.rows.value().is_none() {
            match self.rows.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        }
        let before = self.at;
        if let Some(step) = take_move(ui.ctx(), 7, true) {
            self.at = step.from(self.at, self.batches().len());
        }
        if self.batches().is_empty() {
            empty(ui, &env.tr("batches-none"), &env.tr("batches-none-hint"));
            return;
        }
        let cols = [
            Col::left(env.tr("col-series"), Width::Initial(130.0)),
            Col::left(env.tr("col-expiry"), Width::Initial(100.0)),
            Col::left(env.tr("col-place"), Width::Initial(150.0)),
            Col::left(env.tr("col-storage"), Width::Initial(90.0)),
            Col::right(env.tr("col-price"), Width::Initial(100.0)),
            Col::right(env.tr("col-free"), Width::Initial(90.0)),
            Col::right(env.tr("line-reserved"), Width::Initial(80.0)),
            Col::left("", Width::Fill(140.0)),
        ];
        let rows = self.batches();
        let spec = table::Spec {
            id: "line-batches",
            cols: &cols,
            rows: rows.len(),
            selected: self.at,
            scroll_to: if self.at == before { None } else { self.at },
            row_name: &|at| rows.get(at).map(|r| outside(&r.label.series)).unwrap_or_default(),
        };
        let shown = table::show(ui, &spec, |ui, at, column| cell(ui, env, rows, at, column), |_, _| {});
        self.at = shown.clicked.or(self.at);
        if self.at != before {
            self.said = Said::Nothing;
        }
    }

    /// «Взять упаковок: 2», when the line wants more than one.
    fn quantity(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let Some(ordered) = self.rows.value().map(|r| r.ordered).filter(|o| *o > Packs(1)) else { return };
        ui.horizontal(|ui| {
            let less = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Minus));
            let more = ui
                .input_mut(|i| i.consume_key(Modifiers::NONE, Key::Plus) || i.consume_key(Modifiers::SHIFT, Key::Plus));
            let before = self.packs;
            let less = KeyButton::new(env.tr("batches-less"), "−").without_focus().show(ui).clicked() || less;
            let args = [("n", self.packs.0.into()), ("of", ordered.0.into())];
            ui.label(theme::bold(env.tr_args("batches-take", &args)));
            let more = KeyButton::new(env.tr("batches-more"), "+").without_focus().show(ui).clicked() || more;
            let step = i64::from(more) - i64::from(less);
            self.packs = Packs((self.packs.0 + step).clamp(1, ordered.0));
            if self.packs != before {
                self.said = Said::Nothing;
            }
        });
    }

    /// A line that is always there: what the desk said, or that another batch should go first.
    fn remark(&self, ui: &mut Ui, env: &Env<'_>) {
        let words = match &self.said {
            Said::Refused(words) | Said::Asks(words) => Some(words.clone()),
            Said::Nothing => self.passed_over().filter(|_| self.why_not(env).is_none()).map(|first| {
                let expires = habits::date(first.expires_on);
                env.tr_args(
                    "batches-not-first",
                    &[("series", outside(&first.series).into()), ("expires", expires.into())],
                )
            }),
        };
        parts::problem(ui, words.as_deref());
    }

    fn why_not(&self, env: &Env<'_>) -> Option<String> {
        match self.chosen() {
            None => Some(env.tr("batches-choose")),
            Some(row) => row.why_not.map(|why| words::unfit(env.lang, why)),
        }
    }

    fn buttons(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let busy = self.pending.is_busy().then(|| env.tr("dialog-busy"));
        let why_not = busy.or_else(|| self.why_not(env));
        let asks = matches!(self.said, Said::Asks(_));
        let live = why_not.is_none();
        let mut later = None;
        ui.horizontal(|ui| {
            let take = KeyButton::new(env.tr("batches-do"), env.tr("key-enter"));
            let look = if asks { Look::Normal } else { Look::Primary };
            let take = take.look(look).disabled(why_not.clone()).show(ui);
            if asks {
                let cap = format!("Ctrl+{}", env.tr("key-enter"));
                let anyway = KeyButton::new(env.tr("batches-anyway"), cap).look(Look::Danger).disabled(why_not);
                let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
                if anyway.show(ui).clicked() || pressed {
                    later = Some(LaterBatch::Agreed);
                }
            }
            let cancel = KeyButton::new(env.tr("dialog-cancel"), command::cap(env.lang, Command::Back)).show(ui);
            let enter = !cancel.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            if take.clicked() || enter {
                later = later.or(Some(LaterBatch::Ask));
            }
            if cancel.clicked() {
                env.go(Go::CloseDialog);
            }
        });
        if let (true, Some(later), Some(batch)) = (live, later, self.chosen().map(|r| r.label.batch)) {
            self.said = Said::Nothing;
            let (order, line, packs) = (self.order, self.line, self.packs);
            self.pending.start(env.desk.act(ChooseBatch { order, line, batch, packs, later }));
        }
    }
}

fn cell(ui: &mut Ui, env: &Env<'_>, rows: &[BatchRow], at: usize, column: usize) {
    let Some(row) = rows.get(at) else { return };
    let words = match column {
        0 => outside(&row.label.series),
        1 => habits::date(row.label.expires_on),
        2 if row.label.place.is_empty() => env.tr("line-no-place"),
        2 => outside(&row.label.place),
        3 => row.storage.text(),
        4 => row.price.rubles(),
        5 => row.free.to_string(),
        6 if row.reserved.any() => row.reserved.to_string(),
        6 => String::new(),
        _ => return remark_of(ui, env, rows, at, row),
    };
    if row.why_not.is_some() { table::muted(ui, words) } else { table::text(ui, words) }
}

fn remark_of(ui: &mut Ui, env: &Env<'_>, rows: &[BatchRow], at: usize, row: &BatchRow) {
    let first = rows.iter().position(|r| r.why_not.is_none()) == Some(at);
    if let Some(why) = row.why_not {
        table::text(ui, toned(ui, theme::bold(words::unfit(env.lang, why)), ChipTone::Late));
    } else if row.by_hand.any() {
        table::text(ui, theme::bold(env.tr("batches-by-hand")));
    } else if first {
        table::text(ui, toned(ui, theme::bold(env.tr("batches-first")), ChipTone::Assembled));
    }
}
