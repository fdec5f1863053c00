//! The check before «собран»: one green line, or what stands in the way, each finding with the key that mends it.
//!
//! The action obeys the same list, so the button never promises what the desk would refuse. Must not know: the
//! rules of the check.

use egui::accesskit::Role;
use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use crate::domain::ids::OrderId;
use crate::domain::packs::Packs;
use crate::domain::preflight::{Fault, Mend, Weight};
use crate::text::words;
use crate::ui::command::{Command, Why};
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::theme::{self, CONTROL, ChipTone, S2};
use crate::ui::widgets::{Look, outside, toned};
use crate::usecase::read::preflight::{Preflight, PreflightRows};

/// The list is never higher than this: the lines of the order stay in sight.
const HIGHEST: f32 = 136.0;
/// Height of a finding that has no button.
const ROW: f32 = 24.0;
const GAP: f32 = 2.0;

/// The check of one order.
#[derive(Default)]
pub(super) struct CheckBox {
    rows: Loadable<PreflightRows>,
    order: Option<OrderId>,
    stale: bool,
}

impl CheckBox {
    /// Is about this order from now on.
    pub(super) fn about(&mut self, order: OrderId) {
        if self.order != Some(order) {
            self.rows.clear();
        }
        self.order = Some(order);
        self.stale = true;
    }

    /// Must be asked again; the old findings stay meanwhile.
    pub(super) const fn outdate(&mut self) {
        self.stale = true;
    }

    /// Takes the answer and asks again when needed.
    pub(super) fn update(&mut self, env: &Env<'_>) {
        self.rows.poll();
        if let Some(order) = self.order.filter(|_| self.stale && !self.rows.is_waiting()) {
            self.stale = false;
            self.rows.request(env.desk.ask(Preflight { order }));
        }
    }

    fn faults(&self) -> &[Fault] {
        self.rows.value().map_or(&[], |rows| &rows.faults)
    }

    /// Why «собран» is refused; `None` when it is not, or not known yet.
    pub(super) fn blocked(&self) -> Option<Why> {
        let first = self.faults().iter().find(|f| f.weight() == Weight::Blocking)?;
        let count = |is: fn(&Fault) -> bool| Some(self.faults().iter().filter(|f| is(f)).count());
        Some(match first {
            Fault::HoldOver { .. } => Why { key: "why-hold-over", n: None },
            Fault::NotReserved { .. } => {
                Why { key: "why-lines-unreserved", n: count(|f| matches!(f, Fault::NotReserved { .. })) }
            }
            Fault::Unusable { .. } => Why { key: "why-unusable", n: self.unusable() },
            Fault::NotBagged { .. } => {
                let packs = |f: &Fault| if let Fault::NotBagged { packs, .. } = f { Some(*packs) } else { None };
                Why { key: "why-not-bagged", n: self.packs(packs) }
            }
            Fault::Surplus { .. } => Why { key: "why-surplus", n: usize::try_from(self.surplus()).ok() },
            _ => Why { key: "why-order-empty", n: None },
        })
    }

    fn packs(&self, of: impl Fn(&Fault) -> Option<Packs>) -> Option<usize> {
        let packs: Packs = self.faults().iter().filter_map(of).sum();
        usize::try_from(packs.0).ok()
    }

    /// Kept batches that must be replaced.
    pub(super) fn unusable(&self) -> Option<usize> {
        let count = self.faults().iter().filter(|f| matches!(f, Fault::Unusable { .. })).count();
        (count > 0).then_some(count)
    }

    /// Packs that must come out of the bag.
    pub(super) fn surplus(&self) -> i64 {
        let packs = |f: &Fault| if let Fault::Surplus { packs, .. } = f { Some(*packs) } else { None };
        self.faults().iter().filter_map(packs).sum::<Packs>().0
    }

    /// Draws the strip above the foot.
    pub(super) fn show(&self, ui: &mut Ui, env: &mut Env<'_>) {
        let Some(rows) = self.rows.value() else { return };
        let good = rows.faults.iter().all(|f| f.weight() == Weight::Information);
        let p = theme::of(ui);
        let fill = if good { p.tone(ChipTone::Assembled).paper } else { p.surface.panel };
        let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 4));
        let (findings, more) = shown(findings(&rows.faults), head(rows));
        let panel = Panel::bottom("collecting-check").frame(frame).resizable(false);
        panel.exact_size(height(head(rows), &findings, more) + 8.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = GAP;
            ui.spacing_mut().interact_size.y = ROW;
            // Else it is never lower than its own idea of a scroll area, and one finding sticks out of the strip.
            ScrollArea::vertical().min_scrolled_height(0.0).auto_shrink([false, false]).show(ui, |ui| {
                if rows.can_collect() {
                    ready(ui, env, rows, good);
                }
                for (fault, mend) in findings {
                    finding(ui, env, fault, mend);
                }
                if more > 0 {
                    let muted = theme::of(ui).muted;
                    ui.label(RichText::new(env.tr_args("check-more", &[("n", more.into())])).color(muted));
                }
            });
        });
    }
}

/// The findings with what mends them. One key mends all findings of a kind: it stands once, at the first.
fn findings(faults: &[Fault]) -> Vec<(&Fault, Option<Mend>)> {
    let mut offered: Vec<Mend> = Vec::new();
    let mut with = |fault: &Fault| {
        let mend = fault.mend().filter(|mend| !offered.contains(mend));
        offered.extend(mend);
        mend
    };
    faults.iter().map(|fault| (fault, with(fault))).collect()
}

/// The findings that there is room for, and how many there are besides.
fn shown(all: Vec<(&Fault, Option<Mend>)>, head: f32) -> (Vec<(&Fault, Option<Mend>)>, usize) {
    let count = all.len();
    let fits = |n: &usize| height(head, all.get(..*n).unwrap_or(&all), count - n) <= HIGHEST;
    // At least the first: it has the key that mends.
    let room = (1..=count).rev().find(fits).unwrap_or(1).min(count);
    (all.into_iter().take(room).collect(), count - room)
}

fn head(rows: &PreflightRows) -> f32 {
    if rows.can_collect() { ROW + GAP } else { 0.0 }
}

/// As high as what it holds.
fn height(head: f32, findings: &[(&Fault, Option<Mend>)], more: usize) -> f32 {
    let rest: f32 = findings.iter().map(|(_, mend)| of(*mend) + GAP).sum();
    let more = if more > 0 { ROW + GAP } else { 0.0 };
    (head + rest + more).max(ROW)
}

const fn of(mend: Option<Mend>) -> f32 {
    if mend.is_some() { CONTROL } else { ROW }
}

/// «Проверка пройдена: заказ можно собрать. Пакет — в ячейку 7».
fn ready(ui: &mut Ui, env: &Env<'_>, rows: &PreflightRows, good: bool) {
    let cell = rows.cell.as_ref().map(|cell| env.tr_args("check-cell", &[("cell", cell.as_str().into())]));
    let words = [Some(env.tr(if good { "check-ready" } else { "check-ready-but" })), cell];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    ui.horizontal(|ui| {
        ui.set_min_height(ROW);
        let label = ui.add(Label::new(toned(ui, theme::bold(format!("✓ {words}")), ChipTone::Assembled)).wrap());
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_role(Role::Status));
    });
}

fn finding(ui: &mut Ui, env: &mut Env<'_>, fault: &Fault, mend: Option<Mend>) {
    let words = outside(&words::fault(env.lang, fault, env.zone));
    let text = match fault.weight() {
        Weight::Blocking => toned(ui, theme::bold(format!("✕ {words}")), ChipTone::Late),
        Weight::Advice => toned(ui, theme::bold(format!("⚠ {words}")), ChipTone::Accepted),
        Weight::Information => RichText::new(format!("• {words}")).color(theme::of(ui).text),
    };
    ui.horizontal(|ui| {
        ui.set_min_height(of(mend));
        ui.spacing_mut().item_spacing.x = S2;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(mend) = mend {
                remedy(ui, env, mend);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(text).wrap());
            });
        });
    });
}

/// The button of what mends a finding.
fn remedy(ui: &mut Ui, env: &mut Env<'_>, mend: Mend) {
    let command = match mend {
        Mend::Reserve => Command::Reserve,
        Mend::Scan => Command::Search,
        Mend::TakeOut => Command::TakeSurplus,
        Mend::Delete => Command::Delete,
        Mend::Call => Command::TabCalls,
    };
    match mend {
        Mend::Scan => drop(env.button_named(ui, command, Look::Normal, env.tr("check-scan"))),
        _ => drop(env.button(ui, command, Look::Normal)),
    }
}
