//! «Движение партии»: what came, went and was kept, with what was left after each.

use egui::{RichText, Ui};

use crate::domain::batch_journal::{BatchJournal, JournalRow, Moved};
use crate::domain::directory::BatchCard;
use crate::domain::ids::BatchId;
use crate::domain::status::OrderStatus;
use crate::text::{habits, has_key, words};
use crate::ui::dialogs::{actor, close_button};
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S2, S3};
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{dialog, failed, loading, outside, toned};
use crate::usecase::Topic;
use crate::usecase::read::directory::BatchJournalOf;

/// Height of the table.
const HEIGHT: f32 = 420.0;

/// The dialog.
pub struct JournalDialog {
    batch: BatchId,
    journal: Loadable<BatchJournal>,
    stale: bool,
    /// The newest event is brought into sight once.
    to_end: bool,
}

impl JournalDialog {
    /// Of this batch.
    #[must_use]
    pub fn new(batch: &BatchCard) -> Self {
        Self { batch: batch.batch, journal: Loadable::default(), stale: true, to_end: true }
    }

    /// Asks, and asks again when stock changes while it is open.
    pub fn update(&mut self, env: &Env<'_>) {
        self.stale |= env.changes.has(Topic::Stock);
        self.journal.poll();
        if self.stale && !self.journal.is_waiting() {
            self.stale = false;
            self.journal.request(env.desk.ask(BatchJournalOf(self.batch)));
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("goods-journal-title");
        let width = (ui.ctx().content_rect().width() - 120.0).clamp(600.0, 1080.0);
        dialog(ui, "batch-journal", &title, width, |ui| {
            ui.allocate_ui(egui::vec2(width, HEIGHT), |ui| {
                ui.set_min_size(egui::vec2(width, HEIGHT));
                match (self.journal.value(), self.journal.error()) {
                    (Some(journal), _) => {
                        head(journal, ui, env);
                        rows(journal, std::mem::take(&mut self.to_end), ui, env);
                    }
                    (None, Some(error)) => failed(ui, &error_text(env.lang, error, env.zone)),
                    (None, None) => loading(ui, &env.tr("loading")),
                }
            });
            ui.add_space(S3);
            close_button(ui, env);
        });
    }
}

fn head(journal: &BatchJournal, ui: &mut Ui, env: &Env<'_>) {
    let (on_hand, kept) = journal.left();
    let args = [
        ("series", outside(&journal.series).into()),
        ("expires", habits::date(journal.expires_on).into()),
        ("all", on_hand.0.into()),
        ("kept", kept.0.into()),
        ("free", on_hand.minus(kept).0.into()),
    ];
    ui.add(egui::Label::new(theme::bold(outside(&journal.name))).truncate());
    ui.label(RichText::new(env.tr_args("goods-journal-left", &args)).color(theme::of(ui).muted));
    ui.add_space(S2);
}

fn rows(journal: &BatchJournal, to_end: bool, ui: &mut Ui, env: &Env<'_>) {
    let rows = &journal.rows;
    let cols = [
        Col::left(env.tr("history-when"), Width::Initial(140.0)),
        Col::left(env.tr("history-what"), Width::Initial(230.0)),
        Col::left(env.tr("goods-journal-paper"), Width::Initial(150.0)),
        Col::right(env.tr("goods-journal-packs"), Width::Initial(80.0)),
        Col::right(env.tr("goods-col-on-hand"), Width::Initial(80.0)),
        Col::right(env.tr("goods-journal-kept"), Width::Initial(100.0)),
        Col::left(env.tr("history-note"), Width::Fill(160.0)),
    ];
    let spec = Spec {
        id: "batch-journal",
        cols: &cols,
        rows: rows.len(),
        selected: None,
        scroll_to: rows.len().checked_sub(1).filter(|_| to_end),
        row_name: &|at| rows.get(at).map(|row| env.tr(row.event.what.key())).unwrap_or_default(),
    };
    table::show(
        ui,
        &spec,
        |ui, at, column| {
            if let Some(row) = rows.get(at) {
                cell(ui, row, column, env);
            }
        },
        |_, _| {},
    );
}

fn cell(ui: &mut Ui, row: &JournalRow, column: usize, env: &Env<'_>) {
    let event = &row.event;
    match column {
        0 => table::text(ui, habits::date_time(event.at, env.zone)),
        1 if event.what.changes_stock() => table::text(ui, theme::bold(env.tr(event.what.key()))),
        1 => table::muted(ui, env.tr(event.what.key())),
        2 if event.number.is_empty() => {}
        2 if event.what.changes_stock() => {
            table::text(ui, env.tr_args("goods-journal-receipt", &[("number", (&event.number).into())]));
        }
        2 => table::foreign(ui, &event.number),
        3 => {
            let words = RichText::new(format!("{:+}", event.packs.0));
            let tone = if event.packs.0 < 0 { ChipTone::Late } else { ChipTone::Assembled };
            if event.what.changes_stock() {
                table::text(ui, toned(ui, words, tone));
            } else {
                table::muted(ui, words.text());
            }
        }
        4 => table::text(ui, theme::bold(row.on_hand.0.to_string())),
        5 => table::text(ui, row.kept.0.to_string()),
        _ => table::muted(ui, said(row, env)),
    }
}

/// Why packs are not kept any more, or who counted and what they said.
fn said(row: &JournalRow, env: &Env<'_>) -> String {
    let event = &row.event;
    match event.what {
        Moved::KeptNoMore => {
            let key = format!("kept-no-more-{}", event.note.replace('_', "-"));
            if has_key(env.lang, &key) {
                env.tr(&key)
            } else {
                words::status(env.lang, OrderStatus::from_code(&event.note))
            }
        }
        Moved::Counted if event.who.is_empty() => env.tr("goods-journal-table"),
        _ if event.who.is_empty() => event.note.clone(),
        _ if event.note.is_empty() => actor(env, &event.who),
        _ => format!("{}: {}", actor(env, &event.who), event.note),
    }
}
