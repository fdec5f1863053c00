//! «Возврат»: which packs of a sale come back, why, and how the money goes back.

use egui::{Key, Modifiers, Ui};

use crate::domain::ids::ReceiptId;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::sale_return::ReturnReason;
use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S1, S2, S3};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog, outside};
use crate::usecase::read::sales::{Sale, SaleLineRow, SaleRow};
use crate::usecase::return_sale::{ReturnSale, Returned};

/// The dialog.
pub struct ReturnDialog {
    sale: ReceiptId,
    number: i64,
    lines: Vec<(SaleLineRow, i64)>,
    at: usize,
    reason: usize,
    note: String,
    pending: Pending<Returned>,
    refused: Option<String>,
}

impl ReturnDialog {
    /// Of the sale of `row`; nothing is chosen yet, but of a sale with one pack that pack.
    #[must_use]
    pub fn new(row: &SaleRow, sale: &Sale) -> Self {
        let left = |line: &SaleLineRow| line.packs.minus(line.back).0;
        let single = matches!(sale.lines.as_slice(), [line] if left(line) == 1);
        let lines = sale.lines.iter().map(|line| (line.clone(), i64::from(single))).collect();
        Self {
            sale: row.receipt,
            number: row.number,
            lines,
            at: 0,
            reason: 0,
            note: String::new(),
            pending: Pending::default(),
            refused: None,
        }
    }

    fn reason(&self) -> ReturnReason {
        ReturnReason::ALL.get(self.reason).copied().unwrap_or(ReturnReason::TillMistake)
    }

    fn sum(&self) -> Kopecks {
        self.lines.iter().map(|(line, packs)| line.price.times(Packs(*packs))).sum()
    }

    /// Takes the answer of the desk.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self.pending.poll() {
            Some(Ok(done)) => {
                let settled = done.settled;
                let args = [
                    ("number", done.number.into()),
                    ("cash", settled.cash.rubles().into()),
                    ("card", settled.card.rubles().into()),
                    ("prepaid", settled.prepaid.rubles().into()),
                ];
                env.say_done(env.tr_args("return-done", &args));
                env.go(Go::CloseDialog);
            }
            Some(Err(error)) => self.refused = Some(error_text(env.lang, &error, env.zone)),
            None => {}
        }
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("return-title", &[("number", self.number.into())]);
        dialog(ui, "return", &title, 640.0, |ui| {
            self.keys(ui);
            ui.label(env.tr("return-hint"));
            ui.add_space(S1);
            egui::ScrollArea::vertical().id_salt("return-lines").max_height(220.0).show(ui, |ui| {
                for at in 0..self.lines.len() {
                    self.line(ui, env, at);
                }
            });
            ui.add_space(S2);
            ui.label(theme::bold(env.tr("return-why")));
            for (n, reason) in ReturnReason::ALL.into_iter().enumerate() {
                let words = env.tr(&format!("return-reason-{}", reason.code()));
                let cap = format!("Alt+{}", n + 1);
                if KeyButton::new(words, cap).width(600.0).chosen(n == self.reason).show(ui).clicked() {
                    self.reason = n;
                }
            }
            ui.add_space(S1);
            let name = env.tr("return-note");
            ui.label(&name);
            TextField::new("return-note", &name).width(600.0).limit(200).show(ui, &mut self.note);
            ui.add_space(S1);
            let red = theme::of(ui).tone(ChipTone::Late).ink;
            if let Some(words) = &self.refused {
                ui.add(egui::Label::new(egui::RichText::new(format!("⚠ {words}")).color(red)).wrap());
            }
            ui.label(theme::bold(env.tr_args("return-sum", &[("sum", self.sum().rubles().into())])));
            ui.add_space(S3);
            self.buttons(ui, env);
        });
    }

    fn keys(&mut self, ui: &Ui) {
        let count = self.lines.len();
        ui.input_mut(|i| {
            if i.consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.at = (self.at + 1).min(count.saturating_sub(1));
            }
            if i.consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.at = self.at.saturating_sub(1);
            }
            for (n, key) in [Key::Num1, Key::Num2, Key::Num3].into_iter().enumerate() {
                if i.consume_key(Modifiers::ALT, key) {
                    self.reason = n;
                }
            }
        });
        let typing = ui.memory(|m| m.focused().is_some());
        if typing {
            return;
        }
        let (more, less) = ui.input_mut(|i| {
            let more = i.consume_key(Modifiers::NONE, Key::Plus) || i.consume_key(Modifiers::SHIFT, Key::Plus);
            (more, i.consume_key(Modifiers::NONE, Key::Minus))
        });
        self.change(self.at, i64::from(more) - i64::from(less));
    }

    fn change(&mut self, at: usize, by: i64) {
        if let Some((line, packs)) = self.lines.get_mut(at).filter(|_| by != 0) {
            *packs = (*packs + by).clamp(0, line.packs.minus(line.back).0);
            self.refused = None;
        }
    }

    fn line(&mut self, ui: &mut Ui, env: &Env<'_>, at: usize) {
        let Some((line, packs)) = self.lines.get(at).cloned() else { return };
        let left = line.packs.minus(line.back);
        let mut by = 0;
        let p = theme::of(ui);
        let fill = if at == self.at { p.surface.selection } else { p.surface.panel };
        let frame = egui::Frame::new().fill(fill).inner_margin(egui::Margin::symmetric(8, 4));
        let row = frame.show(ui, |ui| {
            ui.set_width(600.0);
            ui.horizontal(|ui| {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    by += i64::from(KeyButton::new("+", "").show(ui).clicked());
                    let args = [("n", packs.into()), ("all", left.0.into())];
                    ui.label(theme::bold(env.tr_args("return-packs", &args)));
                    by -= i64::from(KeyButton::new("−", "").show(ui).clicked());
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.add(egui::Label::new(outside(&line.name)).truncate());
                    });
                });
            });
        });
        if by != 0 || row.response.interact(egui::Sense::CLICK).clicked() {
            self.at = at;
        }
        self.change(at, by);
    }

    fn buttons(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let why = match (self.pending.is_busy(), self.sum() > Kopecks::ZERO) {
            (true, _) => Some(env.tr("dialog-busy")),
            (false, false) => Some(env.tr("return-nothing")),
            (false, true) => None,
        };
        let ready = why.is_none();
        let key = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        ui.horizontal(|ui| {
            let cap = format!("Ctrl+{}", env.tr("key-enter"));
            let take = KeyButton::new(env.tr("return-take"), cap).look(Look::Primary).disabled(why).show(ui);
            if (take.clicked() || key) && ready {
                let lines = self.lines.iter().filter(|(_, packs)| *packs > 0);
                let lines = lines.map(|(line, packs)| (line.position, Packs(*packs))).collect();
                self.refused = None;
                let action = ReturnSale { sale: self.sale, lines, reason: self.reason(), note: self.note.clone() };
                self.pending.start(env.desk.act(action));
            }
            let back = KeyButton::new(env.tr("dialog-cancel"), command::cap(env.lang, Command::Back)).show(ui);
            if back.clicked() {
                env.go(Go::CloseDialog);
            }
        });
    }
}
