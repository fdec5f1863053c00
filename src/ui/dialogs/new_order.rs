//! «Новый заказ»: who, what, a remark. The order is accepted from the start and never goes to the site.

use egui::{Key, Modifiers, Ui};

use super::parts;
use crate::domain::ids::{GoodsId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::Customer;
use crate::domain::packs::Packs;
use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::theme::{self, S1, S2, S3};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog, take_move};
use crate::usecase::new_order::NewOrder;
use crate::usecase::read::goods_search::{GoodsHit, GoodsSearch};

/// At most so many results.
const LIMIT: u32 = 20;
/// Width of the dialog.
const WIDTH: f32 = 900.0;

/// The dialog.
#[derive(Default)]
pub struct NewOrderDialog {
    who: Customer,
    comment: String,
    search: Search,
    lines: Vec<(GoodsHit, Packs)>,
    line: Option<usize>,
    opened: bool,
    pending: Pending<(OrderId, String)>,
    refused: Option<String>,
}

#[derive(Default)]
struct Search {
    text: String,
    asked: String,
    hits: Loadable<Vec<GoodsHit>>,
    at: usize,
}

impl NewOrderDialog {
    /// Takes answers that are there.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.search.hits.poll();
        let wanted = self.search.text.trim().to_owned();
        if wanted != self.search.asked && !self.search.hits.is_waiting() {
            self.search.at = 0;
            if wanted.is_empty() {
                self.search.hits.clear();
            } else {
                self.search.hits.request(env.desk.ask(GoodsSearch { text: wanted.clone(), limit: LIMIT }));
            }
            self.search.asked = wanted;
        }
        match self.pending.poll() {
            Some(Ok((order, number))) => {
                env.say_done(env.tr_args("done-new-order", &[("number", number.into())]));
                env.go(Go::CloseDialog);
                env.go(Go::Orders { select: Some(order) });
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
        let title = env.tr("new-order-title");
        dialog(ui, "new-order", &title, WIDTH, |ui| {
            self.people(ui, env);
            ui.add_space(S2);
            self.goods(ui, env);
            ui.add_space(S2);
            self.chosen(ui, env);
            parts::problem(ui, self.refused.as_deref());
            self.buttons(ui, env);
        });
    }

    fn people(&mut self, ui: &mut Ui, env: &Env<'_>) {
        ui.horizontal(|ui| {
            let name = env.tr("new-order-name");
            let field = TextField::new("new-order-name", &name).hint(&name).width(260.0).limit(120);
            let id = field.id();
            field.show(ui, &mut self.who.name);
            if !std::mem::replace(&mut self.opened, true) {
                ui.memory_mut(|m| m.request_focus(id));
            }
            let phone = env.tr("new-order-phone");
            TextField::new("new-order-phone", &phone).hint(&phone).width(200.0).limit(24).show(ui, &mut self.who.phone);
            let remark = env.tr("new-order-comment");
            let width = ui.available_width() - 10.0;
            TextField::new("new-order-comment", &remark)
                .hint(&remark)
                .width(width)
                .limit(300)
                .show(ui, &mut self.comment);
        });
    }

    fn goods(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let name = env.tr("new-order-goods");
        let hint = env.tr("new-order-goods-hint");
        let field = TextField::new("new-order-goods", &name).hint(&hint).width(WIDTH - 10.0).limit(120);
        let id = field.id();
        field.show(ui, &mut self.search.text);
        let hits = self.search.hits.value().map_or(&[][..], Vec::as_slice);
        let mut add = None;
        if ui.memory(|m| m.has_focus(id)) {
            if let Some(at) = take_move(ui.ctx(), 5, false).and_then(|step| step.from(Some(self.search.at), hits.len()))
            {
                self.search.at = at;
            }
            if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
                // Hits of older words are not what the person means; a moment later Enter takes the right one.
                let fresh = self.search.text.trim() == self.search.asked.trim() && !self.search.hits.is_waiting();
                add = fresh.then_some(self.search.at);
            }
        }
        ui.add_space(S1);
        let cols = [
            Col::left(env.tr("line-goods"), Width::Fill(300.0)),
            Col::left(env.tr("line-maker"), Width::Exact(220.0)),
            Col::right(env.tr("line-available"), Width::Exact(100.0)),
            Col::right(env.tr("line-price"), Width::Exact(120.0)),
        ];
        let at = self.search.at;
        let clicked = boxed(ui, 190.0, |ui| {
            rows(ui, "new-order-hits", &cols, hits.len(), Some(at), |ui, row, column| {
                let Some(hit) = hits.get(row) else { return };
                match column {
                    0 => table::goods(ui, &hit.name),
                    1 => table::muted(ui, &hit.manufacturer),
                    2 => table::text(ui, hit.available.to_string()),
                    _ => table::text(ui, price(hit).rubles()),
                }
            })
        });
        if let Some(hit) = add.or(clicked).and_then(|row| hits.get(row)).cloned() {
            self.refused = None;
            self.add(&hit);
            self.search.text.clear();
            ui.memory_mut(|m| m.request_focus(id));
        }
    }

    fn add(&mut self, hit: &GoodsHit) {
        let known: Option<&mut (GoodsHit, Packs)> = self.lines.iter_mut().find(|(other, _)| other.goods == hit.goods);
        match known {
            Some((_, packs)) => *packs = packs.plus(Packs(1)),
            None => self.lines.push((hit.clone(), Packs(1))),
        }
        self.line = self.lines.iter().position(|(other, _)| other.goods == hit.goods);
    }

    fn chosen(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let total: Kopecks = self.lines.iter().map(|(hit, packs)| price(hit).times(*packs)).sum();
        ui.horizontal(|ui| {
            ui.label(theme::bold(env.tr_args("new-order-lines", &[("n", self.lines.len().into())])));
            ui.label(theme::bold(total.rubles()));
            let live = self.line.is_some();
            let why = (!live).then(|| env.tr("new-order-no-line"));
            for (words, cap, key, by) in
                [("new-order-less", "Ctrl+−", Key::Minus, -1), ("new-order-more", "Ctrl++", Key::Plus, 1)]
            {
                let clicked = KeyButton::new(env.tr(words), cap).disabled(why.clone()).show(ui).clicked();
                let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key));
                if live && (clicked || pressed) {
                    self.change(by);
                }
            }
        });
        ui.add_space(S1);
        let cols = [
            Col::left(env.tr("line-goods"), Width::Fill(300.0)),
            Col::right(env.tr("line-price"), Width::Exact(120.0)),
            Col::right(env.tr("line-ordered"), Width::Exact(100.0)),
            Col::right(env.tr("line-sum"), Width::Exact(120.0)),
        ];
        let lines = &self.lines;
        let clicked = boxed(ui, 130.0, |ui| {
            rows(ui, "new-order-chosen", &cols, lines.len(), self.line, |ui, row, column| {
                let Some((hit, packs)) = lines.get(row) else { return };
                match column {
                    0 => table::goods(ui, &hit.name),
                    1 => table::text(ui, price(hit).rubles()),
                    2 => table::text(ui, packs.to_string()),
                    _ => table::text(ui, price(hit).times(*packs).rubles()),
                }
            })
        });
        if clicked.is_some() {
            self.line = clicked;
        }
    }

    /// One pack more or less in the chosen line; none left takes the line away.
    fn change(&mut self, by: i64) {
        let Some((at, line)) = self.line.and_then(|at| Some((at, self.lines.get_mut(at)?))) else {
            return;
        };
        line.1 = line.1.plus(Packs(by));
        if !line.1.any() {
            self.lines.remove(at);
            self.line = self.lines.len().checked_sub(1).map(|last| at.min(last));
        }
    }

    fn buttons(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        ui.add_space(S3);
        ui.horizontal(|ui| {
            let why_not = self.why_not(env);
            let live = why_not.is_none();
            let button =
                KeyButton::new(env.tr("new-order-do"), "Ctrl+Enter").look(Look::Primary).disabled(why_not.clone());
            let clicked = button.show(ui).clicked();
            let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
            if live && (clicked || pressed) {
                self.refused = None;
                let lines: Vec<(GoodsId, Packs)> = self.lines.iter().map(|(hit, packs)| (hit.goods, *packs)).collect();
                let action = NewOrder { customer: self.who.clone(), lines, comment: self.comment.trim().to_owned() };
                self.pending.start(env.desk.act(action));
            }
            if KeyButton::new(env.tr("dialog-cancel"), command::cap(env.lang, Command::Back)).show(ui).clicked() {
                env.go(Go::CloseDialog);
            }
            if let Some(why) = why_not {
                let muted = theme::of(ui).muted;
                ui.label(egui::RichText::new(why).color(muted));
            }
        });
    }

    fn why_not(&self, env: &Env<'_>) -> Option<String> {
        let no_name = self.who.name.trim().is_empty() && self.who.phone.trim().is_empty();
        if self.pending.is_busy() {
            Some(env.tr("dialog-busy"))
        } else if no_name {
            Some(env.tr("new-order-nobody"))
        } else if self.lines.is_empty() {
            Some(env.tr("new-order-nothing"))
        } else {
            None
        }
    }
}

fn price(hit: &GoodsHit) -> Kopecks {
    hit.price.unwrap_or(Kopecks::ZERO)
}

fn boxed<R>(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let size = egui::vec2(ui.available_width(), height);
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        content(ui)
    })
    .inner
}

/// A plain table; the row that was clicked.
fn rows(
    ui: &mut Ui,
    id: &str,
    cols: &[Col],
    count: usize,
    selected: Option<usize>,
    cell: impl FnMut(&mut Ui, usize, usize),
) -> Option<usize> {
    let row_name = |at: usize| format!("{id} {at}");
    let spec = table::Spec { id, cols, rows: count, selected, scroll_to: None, row_name: &row_name };
    table::show(ui, &spec, cell, |_, _| {}).clicked
}
