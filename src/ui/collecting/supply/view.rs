//! How tab «Заявка» looks: where the requisition stands, what to do about it, the missing goods, their fields.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, Ui};

use super::draft::Fields;
use super::editor::Wish;
use super::requisition::Requisition;
use crate::domain::requisition::{Late, Remedy, RequisitionState};
use crate::text::{habits, words};
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, CONTROL, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{Chip, Look, empty, failed, loading, outside, take_move, toned};
use crate::usecase::read::order_card::Card;
use crate::usecase::read::requisition::{MissingRow, RequisitionHead, RequisitionLine, RequisitionTab};

/// Height of the fields below the table.
const FIELDS: f32 = 196.0;

/// Draws the tab.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, card: &Card, tab: &mut Requisition) {
    let Some(rows) = tab.rows.value().cloned() else {
        match tab.rows.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    };
    head(ui, env, rows.head.as_ref());
    strips(ui, env, card, &rows, tab.late);
    let rest = gone(&rows);
    if rows.missing.is_empty() && rest.is_empty() {
        empty(ui, &env.tr("requisition-none"), &env.tr("requisition-none-hint"));
        return;
    }
    let count = rows.missing.len() + rest.len();
    tab.at = Some(tab.at.unwrap_or(0).min(count.saturating_sub(1)));
    keys(ui, env, tab, count);
    if let Some(row) = tab.at.and_then(|at| rows.missing.get(at)) {
        fields(ui, env, row, &rows, tab);
    }
    let frame = Frame::new().fill(theme::of(ui).surface.panel);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| lines(ui, env, &rows, &rest, tab));
}

/// Lines of the requisition whose goods are not missing any more.
fn gone(rows: &RequisitionTab) -> Vec<&RequisitionLine> {
    rows.lines.iter().filter(|l| !rows.missing.iter().any(|m| m.product == l.product)).collect()
}

/// ↑ ↓ go through the lines of this tab only, and only while nothing else has the keyboard.
fn keys(ui: &Ui, env: &Env<'_>, tab: &mut Requisition, count: usize) {
    if !super::is_free(ui, env) {
        return;
    }
    if let Some(step) = take_move(ui.ctx(), 10, true) {
        tab.at = step.from(tab.at, count);
    }
}

/// «ЗТ-000001 открыта · создана …» with what can be done about it.
fn head(ui: &mut Ui, env: &mut Env<'_>, head: Option<&RequisitionHead>) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("requisition-head").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let live = command::check(Command::MakeRequisition, &env.cmd).is_ok();
                let look = if live { Look::Primary } else { Look::Normal };
                env.button(ui, Command::MakeRequisition, look);
                env.button(ui, Command::MarkReceived, Look::Normal);
                env.button(ui, Command::MarkOrdered, Look::Normal);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if let Some(head) = head {
                        standing(ui, env, head);
                    } else {
                        let muted = theme::of(ui).muted;
                        ui.label(RichText::new(env.tr("requisition-not-yet")).color(muted));
                    }
                });
            });
        });
    });
}

fn standing(ui: &mut Ui, env: &Env<'_>, head: &RequisitionHead) {
    ui.label(theme::bold(outside(&head.number)));
    state_chip(ui, env, head.state);
    let made = [
        ("when", habits::short_date_time(head.created_at, env.now, env.zone).into()),
        ("who", outside(&crate::ui::dialogs::actor(env, &head.user)).into()),
    ];
    let muted = theme::of(ui).muted;
    ui.add(egui::Label::new(RichText::new(env.tr_args("requisition-made", &made)).color(muted)).truncate());
}

/// «открыта», «заказана», … on its colour.
pub(in crate::ui) fn state_chip(ui: &mut Ui, env: &Env<'_>, state: RequisitionState) {
    let tone = match state {
        RequisitionState::Open => ChipTone::New,
        RequisitionState::Ordered => ChipTone::Accepted,
        RequisitionState::Received => ChipTone::Assembled,
        RequisitionState::Cancelled => ChipTone::Closed,
    };
    Chip::new(words::requisition(env.lang, state), tone).show(ui);
}

/// The goods have come; or they come too late.
fn strips(ui: &mut Ui, env: &mut Env<'_>, card: &Card, rows: &RequisitionTab, late: Option<Late>) {
    if rows.can_complete_now && card.unreserved_lines() > 0 {
        let words = env.tr("requisition-goods-came");
        strip(ui, env, "requisition-came", ChipTone::Assembled, &format!("✓ {words}"), Some(Command::Reserve));
    }
    if let Some(late) = late {
        let action = matches!(late.remedy, Remedy::ExtendTo(_)).then_some(Command::ExtendToDelivery);
        let words = format!("⚠ {}", late_words(env, &late));
        strip(ui, env, "requisition-late", ChipTone::Late, &words, action);
    }
}

fn strip(ui: &mut Ui, env: &mut Env<'_>, id: &'static str, tone: ChipTone, words: &str, action: Option<Command>) {
    let pair = theme::of(ui).tone(tone);
    let frame = Frame::new().fill(pair.paper).inner_margin(Margin::symmetric(12, 2));
    Panel::top(id).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(command) = action {
                    env.button(ui, command, Look::Primary);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(theme::bold(words).color(pair.ink)).wrap());
                });
            });
        });
    });
}

/// Why the delivery is a trouble and what to do.
pub(in crate::ui) fn late_words(env: &Env<'_>, late: &Late) -> String {
    let at = |t| habits::date_time(t, env.zone);
    let (needed, until) = (("needed", at(late.needed_by).into()), ("until", at(late.hold_until).into()));
    match late.remedy {
        Remedy::ExtendTo(to) => env.tr_args("supply-late-extend", &[needed, until, ("to", at(to).into())]),
        Remedy::TooFar { latest } => env.tr_args("supply-late-too-far", &[needed, ("latest", at(latest).into())]),
        Remedy::HoldOver => env.tr_args("supply-late-over", &[until]),
        Remedy::AcceptFirst => env.tr_args("supply-late-accept", &[needed, until]),
    }
}

fn fields(ui: &mut Ui, env: &Env<'_>, row: &MissingRow, rows: &RequisitionTab, tab: &mut Requisition) {
    let mut fields = tab.drafts.get(row, tab.when);
    let frame = Frame::new().fill(theme::of(ui).surface.background).inner_margin(Margin::symmetric(12, 8));
    let shown = Panel::bottom("requisition-fields")
        .frame(frame)
        .exact_size(FIELDS)
        .show(ui, |ui| tab.editor.show(ui, env, &row.name, &mut fields, &rows.suppliers, tab.when));
    tab.drafts.put(row, fields, tab.when);
    match shown.inner {
        Some(Wish::Take(supplier)) => tab.take_supplier(row, supplier),
        Some(Wish::Add(name)) => tab.add_supplier(row, name, env),
        None => {}
    }
}

fn lines(ui: &mut Ui, env: &Env<'_>, rows: &RequisitionTab, rest: &[&RequisitionLine], tab: &mut Requisition) {
    let cols = [
        Col::left(env.tr("line-goods"), Width::Initial(360.0)),
        Col::right(env.tr("col-missing"), Width::Initial(110.0)),
        Col::right(env.tr("col-to-order"), Width::Initial(110.0)),
        Col::left(env.tr("col-supplier"), Width::Initial(300.0)),
        Col::left(env.tr("col-needed-by"), Width::Initial(180.0)),
        Col::left(env.tr("col-in-requisition"), Width::Fill(180.0)),
    ];
    let name = |at: usize| match rows.missing.get(at) {
        Some(row) => outside(&row.name),
        None => rest.get(at.saturating_sub(rows.missing.len())).map(|l| outside(&l.name)).unwrap_or_default(),
    };
    let spec = table::Spec {
        id: "requisition-lines",
        cols: &cols,
        rows: rows.missing.len() + rest.len(),
        selected: tab.at,
        scroll_to: None,
        row_name: &name,
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| match rows.missing.get(at) {
            Some(row) => {
                let fields = tab.drafts.get(row, tab.when);
                missing_cell(ui, env, row, &fields, column, || mark(rows, tab, row));
            }
            None => {
                if let Some(line) = rest.get(at.saturating_sub(rows.missing.len())) {
                    gone_cell(ui, env, line, column);
                }
            }
        },
        |_, _| {},
    );
    if shown.clicked.is_some() {
        tab.at = shown.clicked;
    }
    if shown.opened.is_some_and(|at| at < rows.missing.len()) {
        tab.editor.begin();
    }
}

/// Whether the requisition says what stands in the row.
const fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::NotStored => "requisition-mark-typed",
        Mark::NotYet => "requisition-mark-not-yet",
        Mark::InIt => "requisition-mark-in",
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    NotStored,
    NotYet,
    InIt,
}

fn mark(rows: &RequisitionTab, tab: &Requisition, row: &MissingRow) -> Mark {
    let awaited = rows.head.as_ref().is_some_and(|h| h.state.is_awaited());
    if tab.drafts.has(row) {
        Mark::NotStored
    } else if awaited && rows.lines.iter().any(|l| l.product == row.product) {
        Mark::InIt
    } else {
        Mark::NotYet
    }
}

fn missing_cell(
    ui: &mut Ui,
    env: &Env<'_>,
    row: &MissingRow,
    fields: &Fields,
    column: usize,
    mark: impl FnOnce() -> Mark,
) {
    match column {
        0 => table::goods(ui, &row.name),
        1 => table::text(ui, toned(ui, theme::bold(row.missing.to_string()), ChipTone::Late)),
        2 => table::foreign(ui, &fields.packs),
        3 => match &fields.supplier {
            Some(supplier) => table::foreign(ui, &supplier.name),
            None => table::muted(ui, env.tr("requisition-nobody")),
        },
        4 => table::foreign(ui, &fields.needed),
        _ => {
            let mark = mark();
            let text = env.tr(mark_key(mark));
            match mark {
                Mark::NotStored => table::text(ui, toned(ui, theme::bold(text), ChipTone::Accepted)),
                Mark::NotYet => table::muted(ui, text),
                Mark::InIt => table::text(ui, toned(ui, RichText::new(format!("✓ {text}")), ChipTone::Assembled)),
            }
        }
    }
}

fn gone_cell(ui: &mut Ui, env: &Env<'_>, line: &RequisitionLine, column: usize) {
    match column {
        0 => table::goods(ui, &line.name),
        1 => table::text(ui, "0"),
        2 => table::text(ui, line.packs.to_string()),
        3 => table::muted(ui, &line.supplier_name),
        4 => table::muted(ui, habits::date_time(line.needed_by, env.zone)),
        _ => table::text(
            ui,
            toned(ui, RichText::new(format!("✓ {}", env.tr("requisition-mark-here"))), ChipTone::Assembled),
        ),
    }
}
