//! How «Загрузка товаров» looks: the table with its columns at the left, what it changes or what is wrong at the right.

use egui::{Align, CentralPanel, Checkbox, ComboBox, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui};

use super::{ImportScreen, Placed, Table};
use crate::domain::goods_import::{DoneImport, Extent, TablePreview};
use crate::domain::goods_row::Column;
use crate::domain::ids::ImportId;
use crate::text::{goods_table, habits};
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::settings::fields::{column, head, note, row};
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{KeyButton, Look, card, empty, failed, loading, outside, toned, toolbar};
use crate::usecase::read::goods_import::StocktakingLine;

/// Width of the choice of a head.
const HEAD: f32 = 200.0;

/// Letters of a sample cell.
const SAMPLE: usize = 24;

pub(super) fn show(screen: &mut ImportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    bar(screen, ui, env);
    let frame = Frame::new().inner_margin(Margin::same(12));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        if screen.past.shown.is_some() {
            record(screen, ui, env);
            return;
        }
        let height = ui.available_height();
        ui.columns_const(|[left, right]: &mut [Ui; 2]| {
            column(left, "import-left", height, |ui| file(screen, ui, env));
            column(right, "import-right", height, |ui| outcome(screen, ui, env));
        });
    });
}

fn bar(screen: &mut ImportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "import-toolbar", |ui| {
        ui.label(theme::heading(env.tr("import-title")));
        ui.add_space(S2);
        let ready = screen.waiting().is_some();
        let (pick, take) = if ready { (Look::Normal, Look::Primary) } else { (Look::Primary, Look::Normal) };
        env.button(ui, Command::PickTable, pick);
        let name = env.tr(if screen.doubt { "import-take-anyway" } else { "cmd-take-table" });
        env.button_named(ui, Command::TakeTable, take, name);
        if screen.reading.is_some() {
            env.button(ui, Command::StopImport, Look::Normal);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            if let Some((_, progress)) = &screen.reading {
                env.tick();
                let rows = progress.done();
                ui.label(env.tr_args("import-reads", &[("n", rows.into())]));
                ui.spinner();
            } else if screen.taking.is_busy() {
                ui.label(env.tr("import-takes"));
                ui.spinner();
            }
        });
    });
}

fn bad(ui: &Ui, words: &str) -> RichText {
    toned(ui, RichText::new(format!("⚠ {}", outside(words))), ChipTone::Late)
}

/// Which table, which column is which.
fn file(screen: &mut ImportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    head(ui, env, "import-file");
    let mut full = screen.extent == Extent::Full;
    let was = full;
    ui.add_enabled(!screen.is_busy(), Checkbox::new(&mut full, env.tr("import-full")));
    note(ui, &env.tr("import-full-why"));
    if full != was {
        screen.extent = if full { Extent::Full } else { Extent::Named };
        let path = screen.table.as_ref().map(|table| table.path.clone());
        if path.is_some() {
            screen.read(path, env);
        }
    }
    if !screen.refused.is_empty() {
        ui.add(Label::new(bad(ui, &screen.refused)).wrap());
    }
    let Some(table) = &screen.table else {
        ui.add_space(S2);
        empty(ui, &env.tr("import-none"), &env.tr("import-none-hint"));
        return;
    };
    ui.add_space(S1);
    ui.add(Label::new(theme::bold(outside(&table.preview.source))).wrap());
    let at = habits::date_time(table.preview.taken_at, env.zone);
    let (goods, rows) = table.preview.counts;
    let counts = [("at", at.into()), ("goods", goods.into()), ("rows", rows.into())];
    note(ui, &env.tr_args("import-of", &counts));
    ui.add_space(S2);
    head(ui, env, "import-columns");
    let mut chosen = None;
    for one in Column::ALL {
        let words = env.tr(&format!("goods-column-{}", one.code().replace('_', "-")));
        let words = if Column::REQUIRED.contains(&one) { format!("{words} *") } else { words };
        row(ui, &words, |ui| {
            if let Some(head) = choice(table, one, &words, ui, env) {
                chosen = Some((one, head));
            }
        });
    }
    if let Some((column, head)) = chosen {
        screen.place(column, head, env);
    }
}

/// The head of a column; another one was chosen.
fn choice(table: &Table, column: Column, name: &str, ui: &mut Ui, env: &Env<'_>) -> Option<Placed> {
    let preview = &table.preview;
    let at = preview.places.as_ref().ok().and_then(|places| places.of_column(column));
    let at = at.or_else(|| by_name(preview, column));
    let none = env.tr("import-no-column");
    let here = at.and_then(|at| preview.head.get(at));
    let mut chosen = None;
    let text = here.map_or_else(|| none.clone(), |head| outside(head));
    let combo = ComboBox::from_id_salt(("import", column)).width(HEAD).truncate().selected_text(text);
    let shown = combo.show_ui(ui, |ui| {
        if ui.selectable_label(here.is_none(), &none).clicked() && here.is_some() {
            chosen = Some(Placed::Nowhere);
        }
        for (n, head) in preview.head.iter().enumerate().filter(|(_, head)| !head.trim().is_empty()) {
            if ui.selectable_label(at == Some(n), outside(head)).clicked() && at != Some(n) {
                chosen = Some(Placed::Under(head.clone()));
            }
        }
    });
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
    if let Some(cell) = at.and_then(|at| preview.sample.first()?.get(at)) {
        let cell: String = cell.chars().take(SAMPLE).collect();
        note(ui, &outside(&cell));
    }
    chosen
}

/// Where a column stands by its name, also while others are missing.
fn by_name(preview: &TablePreview, column: Column) -> Option<usize> {
    let unknown = preview.places.is_err();
    preview.head.iter().position(|head| unknown && Column::of_head(head) == Some(column))
}

/// What the table changes, or what is wrong with it; the imports of before.
fn outcome(screen: &mut ImportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    if let Some(table) = &screen.table {
        let preview = &table.preview;
        let faults = goods_table::faults(env.lang, preview);
        match &preview.waiting {
            Some((_, plan)) => {
                head(ui, env, "import-changes");
                let lines = goods_table::plan(env.lang, plan);
                if lines.is_empty() {
                    note(ui, &env.tr("import-changes-nothing"));
                }
                for line in lines {
                    ui.add(Label::new(line).wrap());
                }
                if screen.doubt || plan.is_suspicious() {
                    let args = [("gone", plan.gone.into()), ("all", plan.in_stock.into())];
                    let words = env.tr_args("import-doubt", &args);
                    ui.add(Label::new(bad(ui, &words)).wrap());
                }
            }
            None if faults.is_empty() => loading(ui, &env.tr("loading")),
            None => {
                head(ui, env, "import-faults");
                note(ui, &env.tr("import-nothing"));
                for line in faults {
                    ui.add(Label::new(bad(ui, &line)).wrap());
                }
            }
        }
        ui.add_space(S2);
    }
    head(ui, env, "import-past");
    let Some(done) = screen.past.done.value() else {
        match screen.past.done.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    };
    if done.is_empty() {
        note(ui, &env.tr("import-past-none"));
    }
    let mut opened = None;
    for import in done {
        past(import, ui, env, &mut opened);
    }
    if let Some(import) = opened {
        screen.show_record(import, env);
    }
}

fn past(import: &DoneImport, ui: &mut Ui, env: &Env<'_>, opened: &mut Option<ImportId>) {
    let at = habits::short_date_time(import.ended_at, env.now, env.zone);
    ui.horizontal(|ui| {
        if KeyButton::new(env.tr("import-record"), "").show(ui).clicked() {
            *opened = Some(import.id);
        }
        let args = [("at", at.into()), ("rows", import.rows.into()), ("n", import.differences.into())];
        ui.add(Label::new(format!("{} · {}", outside(&import.source), env.tr_args("import-past-row", &args))).wrap());
    });
}

/// The stock-taking record of an import.
fn record(screen: &mut ImportScreen, ui: &mut Ui, env: &Env<'_>) {
    card(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.horizontal(|ui| {
            ui.label(theme::bold(env.tr("import-record-title")));
            if KeyButton::new(env.tr("import-record-close"), "Esc").show(ui).clicked() {
                screen.past.shown = None;
            }
        });
        note(ui, &env.tr("import-record-note"));
        let Some(lines) = screen.past.lines.value() else {
            match screen.past.lines.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        if lines.is_empty() {
            empty(ui, &env.tr("import-record-none"), "");
            return;
        }
        ScrollArea::horizontal().id_salt("import-record").show(ui, |ui| rows(lines, ui, env));
    });
}

fn rows(lines: &[StocktakingLine], ui: &mut Ui, env: &Env<'_>) {
    let cols = [
        Col::left(env.tr("line-goods"), Width::Initial(420.0)),
        Col::left(env.tr("line-series"), Width::Initial(130.0)),
        Col::right(env.tr("import-had"), Width::Initial(110.0)),
        Col::right(env.tr("import-told"), Width::Initial(110.0)),
        Col::right(env.tr("import-applied"), Width::Initial(110.0)),
        Col::left(env.tr("import-line-note"), Width::Fill(200.0)),
    ];
    let spec = table::Spec {
        id: "import-lines",
        cols: &cols,
        rows: lines.len(),
        selected: None,
        scroll_to: None,
        row_name: &|at| lines.get(at).map(|line| outside(&line.name)).unwrap_or_default(),
    };
    table::show(
        ui,
        &spec,
        |ui, at, column| {
            let Some(line) = lines.get(at) else { return };
            match column {
                0 => table::goods(ui, &line.name),
                1 => table::foreign(ui, &line.series),
                2 => table::text(ui, line.had.0.to_string()),
                3 => table::text(ui, line.told.0.to_string()),
                4 => table::text(ui, format!("{:+}", line.applied.0)),
                _ if line.is_short() => {
                    table::text(ui, toned(ui, RichText::new(env.tr("import-line-short")), ChipTone::Late));
                }
                _ if line.is_new => table::text(ui, RichText::new(env.tr("import-line-new"))),
                _ => {}
            }
        },
        |_, _| {},
    );
}
