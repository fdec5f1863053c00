//! Tab «Резерв»: the lines of the order, what is there, what is reserved from which batch, what lies in the bag.

use egui::Ui;

use super::scan::ScanLine;
use crate::domain::batch::stays_until_handover;
use crate::text::habits;
use crate::ui::env::Env;
use crate::ui::orders::lines;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{empty, outside, take_move, toned};
use crate::usecase::read::order_card::{Card, CardLine, Stranger};

/// Draws the table; `at` is the selected line. Below the lines of the order stands what lies in the bag and is in
/// no line any more.
pub(super) fn show(ui: &mut Ui, env: &Env<'_>, card: &Card, at: &mut Option<usize>) {
    if card.lines.is_empty() && card.strangers.is_empty() {
        empty(ui, &env.tr("collecting-no-lines"), &env.tr("collecting-no-lines-hint"));
        return;
    }
    let before = *at;
    let free = ui.memory(egui::Memory::focused).is_none_or(|f| f == ScanLine::id());
    if !env.cmd.dialog
        && free
        && let Some(step) = take_move(ui.ctx(), 10, !env.cmd.typing)
    {
        *at = step.from(*at, card.lines.len());
    }
    // In a narrow window the words give room, the figures do not.
    let words = (ui.available_width() / 1366.0).clamp(0.55, 1.3);
    let cols = [
        Col::left(env.tr("line-goods"), Width::Initial(380.0 * words)),
        Col::right(env.tr("line-ordered"), Width::Initial(90.0)),
        Col::right(env.tr("line-available"), Width::Initial(160.0)),
        Col::right(env.tr("line-reserved"), Width::Initial(84.0)),
        Col::left(env.tr("line-place"), Width::Fill(160.0)),
        Col::left(env.tr("line-bag"), Width::Exact(162.0)),
    ];
    let name = |at: usize| match card.lines.get(at) {
        Some(line) => outside(&line.name),
        None => stranger(card, at).map(|s| outside(&s.name)).unwrap_or_default(),
    };
    let spec = table::Spec {
        id: "collecting-lines",
        cols: &cols,
        rows: card.lines.len() + card.strangers.len(),
        selected: *at,
        scroll_to: if *at == before { None } else { *at },
        row_name: &name,
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| match (card.lines.get(at), stranger(card, at)) {
            (Some(line), _) => cell(ui, env, line, column),
            (None, Some(stranger)) => stranger_cell(ui, env, stranger, column),
            (None, None) => {}
        },
        |_, _| {},
    );
    if shown.clicked.is_some_and(|row| row < card.lines.len()) {
        *at = shown.clicked;
    }
}

fn stranger(card: &Card, row: usize) -> Option<&Stranger> {
    card.strangers.get(row.checked_sub(card.lines.len())?)
}

fn cell(ui: &mut Ui, env: &Env<'_>, line: &CardLine, column: usize) {
    match column {
        0 => lines::name(ui, line),
        1 => table::text(ui, line.ordered.to_string()),
        2 => lines::available(ui, line, env.lang),
        3 => reserved(ui, line),
        4 => picks(ui, env, line),
        _ => in_bag(ui, env, line),
    }
}

fn stranger_cell(ui: &mut Ui, env: &Env<'_>, stranger: &Stranger, column: usize) {
    let red = |ui: &mut Ui, words: String| table::text(ui, toned(ui, theme::bold(words), ChipTone::Late));
    match column {
        0 => red(ui, outside(&stranger.name)),
        4 => red(ui, env.tr("line-not-in-order")),
        5 => red(ui, env.tr_args("bag-stranger", &[("n", stranger.packs.0.into())])),
        _ => table::muted(ui, "—"),
    }
}

/// Reserved packs: a tick when the line is covered, red when it cannot be.
fn reserved(ui: &mut Ui, line: &CardLine) {
    if line.reserved >= line.ordered {
        table::text(ui, toned(ui, theme::bold(format!("{} ✓", line.reserved)), ChipTone::Assembled));
    } else if line.missing().any() {
        table::text(ui, toned(ui, theme::bold(line.reserved.to_string()), ChipTone::Late));
    } else {
        table::text(ui, line.reserved.to_string());
    }
}

/// The batches; where there are none, what lies on the shelf and may not be taken.
fn picks(ui: &mut Ui, env: &Env<'_>, line: &CardLine) {
    let unusable = &line.unusable;
    if !line.picks.is_empty() {
        lines::picks(ui, line, env.lang);
    } else if let Some(until) = unusable.short_dated_until.filter(|_| unusable.short_dated.any()) {
        let args = [("n", unusable.short_dated.0.into()), ("date", habits::expiry(until).into())];
        table::muted(ui, env.tr_args("line-short-dated", &args));
    } else if unusable.expired.any() {
        table::muted(ui, env.tr_args("line-expired", &[("n", unusable.expired.0.into())]));
    } else {
        table::muted(ui, "—");
    }
}

/// «2 из 2 ✓»; what is too much or cannot come is red and said in words.
fn in_bag(ui: &mut Ui, env: &Env<'_>, line: &CardLine) {
    let stays = !line.picks.is_empty() && line.picks.iter().all(|p| stays_until_handover(&p.place, p.storage));
    let count = [("n", line.in_bag.0.into()), ("of", line.ordered.0.into())];
    if line.surplus().any() {
        let [n, of] = count;
        let words = env.tr_args("bag-surplus", &[n, of, ("more", line.surplus().0.into())]);
        table::text(ui, toned(ui, theme::bold(words), ChipTone::Late));
    } else if line.in_bag >= line.ordered {
        let words = format!("{} ✓", env.tr_args("bag-count", &count));
        table::text(ui, toned(ui, theme::bold(words), ChipTone::Assembled));
    } else if line.in_bag.any() {
        table::text(ui, theme::bold(env.tr_args("bag-count", &count)));
    } else if stays {
        table::muted(ui, env.tr("bag-in-place"));
    } else if line.missing() == line.ordered {
        table::text(ui, toned(ui, theme::bold("—"), ChipTone::Late));
    } else {
        table::text(ui, env.tr_args("bag-count", &count));
    }
}
