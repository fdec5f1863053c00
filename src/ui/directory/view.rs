//! How «Товары и партии» looks: search and filters above, the goods, the batches of the chosen product below.

use chrono::{Datelike, NaiveDate, TimeDelta};
use egui::{Align, CentralPanel, Frame, Key, Label, Layout, Margin, Modifiers, Panel, RichText, Ui};

use super::DirectoryScreen;
use crate::domain::directory::{BatchCard, GoodsCard, GoodsFilter, GoodsLine, SHORT_DAYS};
use crate::domain::goods_row::NO_EXPIRY;
use crate::domain::packs::Packs;
use crate::text::habits;
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::till::flush_card;
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{
    KeyButton, Look, TextField, Weight, empty, failed, goods_name, loading, outside, tag, tag_width, take_move, toned,
    toolbar,
};

/// Height of the pane with the batches.
const PANE: f32 = 236.0;

/// In a narrower window the maker is not in the list: the name needs the room.
const WIDE: f32 = 1200.0;

/// The columns of batches that every window has room for.
const COUNTED: usize = 9;

/// Rows that a page key moves by.
const PAGE: usize = 10;

pub(super) fn show(screen: &mut DirectoryScreen, ui: &mut Ui, env: &mut Env<'_>) {
    bar(screen, ui, env);
    let search = filters(screen, ui, env);
    if std::mem::take(&mut screen.search.wants_focus) {
        ui.memory_mut(|m| m.request_focus(search));
    }
    screen.search.has_focus = ui.memory(|m| m.has_focus(search));
    keys(screen, ui, env, search);
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 12 });
    let below =
        Panel::bottom("goods-batches").exact_size(PANE).resizable(false).show_separator_line(false).frame(frame);
    below.show(ui, |ui| {
        flush_card(ui, |ui| {
            ui.set_min_size(ui.available_size());
            pane(screen, ui, env);
        });
    });
    let frame = Frame::new().inner_margin(Margin::same(12));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        flush_card(ui, |ui| {
            ui.set_min_size(ui.available_size());
            list(screen, ui, env);
        });
    });
}

fn bar(screen: &DirectoryScreen, ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "goods-toolbar", |ui| {
        ui.label(theme::heading(env.tr("goods-title")));
        ui.add_space(S1);
        for command in [Command::EditGoods, Command::WhyOnSite] {
            env.button(ui, command, Look::Normal);
        }
        let is_stopped = screen.pane.card().is_some_and(|card| card.stopped_since.is_some());
        let words = env.tr(if is_stopped { "goods-offer-open" } else { "goods-offer-stop" });
        env.button_named(ui, Command::SetOffer, Look::Normal, words);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            env.sign_button(ui, Command::Refresh, "⟳");
            env.button(ui, Command::ImportGoods, Look::Normal);
        });
    });
}

fn filters(screen: &mut DirectoryScreen, ui: &mut Ui, env: &Env<'_>) -> egui::Id {
    // Words typed anywhere go to the search line.
    let typed = ui.input(|i| i.events.iter().any(|e| matches!(e, egui::Event::Text(t) if !t.trim().is_empty())));
    if typed && !env.cmd.dialog && ui.memory(|m| m.focused().is_none()) {
        screen.pane.has_keys = false;
        ui.memory_mut(|m| m.request_focus(TextField::new("goods-search", "").id()));
    }
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("goods-filters")
        .frame(frame)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.horizontal(|ui| {
                for filter in GoodsFilter::ALL {
                    let chosen = filter == screen.wanted.filter;
                    if KeyButton::new(env.tr(filter.key()), "").chosen(chosen).show(ui).clicked() {
                        screen.wanted.filter = filter;
                    }
                }
                let found = screen.list.ids.value().map(Vec::len).and_then(|n| i64::try_from(n).ok());
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let words = found.map(|n| env.tr_args("goods-found", &[("n", n.into())])).unwrap_or_default();
                    ui.label(RichText::new(words).color(theme::of(ui).muted));
                    let (name, hint) = (env.tr("goods-search"), env.tr("goods-search-hint"));
                    let width = ui.available_width().clamp(120.0, 420.0);
                    let field = TextField::new("goods-search", &name).hint(&hint).width(width).limit(120);
                    let id = field.id();
                    field.show(ui, &mut screen.wanted.words);
                    id
                })
                .inner
            })
            .inner
        })
        .inner
}

fn keys(screen: &mut DirectoryScreen, ui: &Ui, env: &Env<'_>, search: egui::Id) {
    let focused = ui.memory(egui::Memory::focused);
    let in_search = focused == Some(search);
    let elsewhere = focused.is_some() && !in_search;
    if env.cmd.dialog || elsewhere || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    if let Some(step) = take_move(ui.ctx(), PAGE, !in_search) {
        if screen.pane.has_keys {
            let at = step.from(screen.pane.at, screen.pane.batches().len());
            screen.pane.select(at);
            screen.pane.scroll = true;
        } else {
            let at = step.from(screen.list.at, screen.ids().len());
            screen.select(at);
            screen.list.scroll = true;
        }
    }
    if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) && !screen.pane.batches().is_empty() {
        screen.pane.has_keys = true;
        ui.memory_mut(egui::Memory::stop_text_input);
    }
}

fn list(screen: &mut DirectoryScreen, ui: &mut Ui, env: &Env<'_>) {
    let Some(ids) = screen.list.ids.value() else {
        match screen.list.ids.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    };
    if ids.is_empty() {
        let narrowed = screen.wanted != crate::usecase::read::directory::GoodsListed::default();
        let hint = if narrowed { "goods-none-hint" } else { "goods-empty-hint" };
        empty(ui, &env.tr(if narrowed { "orders-none-found" } else { "goods-empty" }), &env.tr(hint));
        return;
    }
    let is_wide = ui.available_width() >= WIDE;
    let cols: Vec<Col> =
        COLUMNS.iter().filter(|shown| is_wide || **shown != Shown::Maker).map(|c| c.col(env)).collect();
    let shown_at = |at: usize| COLUMNS.iter().filter(|shown| is_wide || **shown != Shown::Maker).nth(at).copied();
    let line_at = |at: usize| ids.get(at).and_then(|id| screen.list.lines.get(id));
    let spec = Spec {
        id: if is_wide { "goods" } else { "goods-narrow" },
        cols: &cols,
        rows: ids.len(),
        selected: screen.list.at,
        scroll_to: screen.list.at.filter(|_| screen.list.scroll),
        row_name: &|at| line_at(at).map(|line| outside(&line.name)).unwrap_or_default(),
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| match (line_at(at), shown_at(column)) {
            (Some(line), Some(shown)) => cell(ui, line, shown, env),
            // The line is on its way: its place is kept, so that nothing jumps.
            _ if column == 0 => table::muted(ui, "…"),
            _ => {}
        },
        |_, _| {},
    );
    screen.list.scroll = false;
    screen.list.seen = shown.visible;
    if shown.clicked.is_some() {
        screen.select(shown.clicked);
        screen.pane.has_keys = false;
        ui.memory_mut(egui::Memory::stop_text_input);
    }
}

/// A column of the goods.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Code,
    Name,
    Inn,
    Maker,
    Batches,
    Free,
    Price,
}

const COLUMNS: [Shown; 7] =
    [Shown::Code, Shown::Name, Shown::Inn, Shown::Maker, Shown::Batches, Shown::Free, Shown::Price];

impl Shown {
    fn col(self, env: &Env<'_>) -> Col {
        match self {
            Self::Code => Col::left(env.tr("goods-column-product-id"), Width::Initial(100.0)),
            Self::Name => Col::left(env.tr("goods-column-name"), Width::Fill(280.0)),
            Self::Inn => Col::left(env.tr("goods-column-inn"), Width::Initial(240.0)),
            Self::Maker => Col::left(env.tr("goods-column-manufacturer"), Width::Initial(190.0)),
            Self::Batches => Col::right(env.tr("goods-col-batches"), Width::Initial(70.0)),
            Self::Free => Col::right(env.tr("goods-col-free"), Width::Initial(86.0)),
            Self::Price => Col::right(env.tr("goods-column-price"), Width::Initial(156.0)),
        }
    }
}

fn cell(ui: &mut Ui, line: &GoodsLine, column: Shown, env: &Env<'_>) {
    match column {
        Shown::Code => table::muted(ui, &line.code),
        Shown::Name => name(ui, line, env),
        Shown::Inn => table::muted(ui, &line.inn),
        Shown::Maker => table::foreign(ui, &line.manufacturer),
        Shown::Batches if line.batches == 0 => table::muted(ui, "—"),
        Shown::Batches => table::text(ui, line.batches.to_string()),
        Shown::Free if line.free.any() => table::text(ui, theme::bold(line.free.0.to_string())),
        Shown::Free => table::muted(ui, "—"),
        Shown::Price => match line.prices {
            None => table::muted(ui, "—"),
            Some((low, high)) if low == high => table::text(ui, low.rubles()),
            Some((low, high)) => table::text(ui, format!("{} – {}", low.text(), high.rubles())),
        },
    }
}

/// The name, with what sets the product apart at its right.
fn name(ui: &mut Ui, line: &GoodsLine, env: &Env<'_>) {
    let signs = line.signs;
    let tags = [(signs.is_rx, "tag-rx-short"), (signs.is_vital, "tag-vital"), (signs.is_stopped, "goods-tag-stopped")];
    let tags: Vec<String> = tags.into_iter().filter(|(on, _)| *on).map(|(_, key)| env.tr(key)).collect();
    let room: f32 = tags.iter().map(|words| tag_width(ui, words) + 6.0).sum();
    let width = (ui.available_width() - room).max(60.0);
    goods_name(ui, &line.name, width, Weight::Plain, None);
    for words in tags {
        tag(ui, &words);
    }
}

fn pane(screen: &mut DirectoryScreen, ui: &mut Ui, env: &mut Env<'_>) {
    let Some(card) = screen.pane.card() else {
        match screen.pane.card.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None if screen.pane.goods.is_some() => loading(ui, &env.tr("loading")),
            None => empty(ui, &env.tr("goods-none-chosen"), ""),
        }
        return;
    };
    Frame::new().inner_margin(Margin::symmetric(8, 6)).show(ui, |ui| head(card, ui, env));
    if card.batches.is_empty() {
        empty(ui, &env.tr("goods-no-batches"), &env.tr("goods-no-batches-hint"));
        return;
    }
    let shown = batches(card, (screen.pane.at, screen.pane.scroll), ui, env);
    screen.pane.scroll = false;
    if shown.clicked.is_some() {
        screen.pane.select(shown.clicked);
        screen.pane.has_keys = true;
        ui.memory_mut(egui::Memory::stop_text_input);
    }
    if shown.opened.is_some() {
        env.push(Command::BatchMoves);
    }
}

fn head(card: &GoodsCard, ui: &mut Ui, env: &mut Env<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for command in [Command::EditBatch, Command::CountBatch, Command::BatchMoves] {
            env.button(ui, command, Look::Normal);
        }
        ui.add_space(S2);
        let warning = match (&card.stopped_since, card.refused.as_str()) {
            (_, reason) if !reason.is_empty() => {
                Some(env.tr_args("goods-refused", &[("reason", outside(reason).into())]))
            }
            (Some(at), _) => {
                let at = habits::short_date_time(*at, env.now, env.zone);
                Some(env.tr_args("goods-stopped", &[("at", at.into())]))
            }
            (None, _) => None,
        };
        if let Some(words) = warning {
            ui.add(Label::new(toned(ui, RichText::new(format!("⚠ {words}")), ChipTone::Late)).truncate());
        } else {
            let fields = &card.fields;
            let barcodes = fields.barcodes.join(", ");
            let parts = [&fields.form, &fields.strength, &fields.manufacturer, &fields.country, &barcodes];
            let words = parts.into_iter().filter(|part| !part.is_empty()).map(|part| outside(part));
            let words = words.collect::<Vec<_>>().join(" · ");
            ui.add(Label::new(RichText::new(words).color(theme::of(ui).muted)).truncate());
        }
    });
}

fn batches(card: &GoodsCard, (at, scroll): (Option<usize>, bool), ui: &mut Ui, env: &Env<'_>) -> table::Shown {
    let is_wide = ui.available_width() >= WIDE;
    let cols = [
        Col::left(env.tr("goods-column-series"), Width::Initial(120.0)),
        Col::left(env.tr("goods-col-expires"), Width::Initial(174.0)),
        Col::left(env.tr("goods-col-place"), Width::Initial(96.0)),
        Col::right(env.tr("goods-column-price"), Width::Initial(100.0)),
        Col::right(env.tr("goods-col-ceiling"), Width::Initial(104.0)),
        Col::right(env.tr("goods-col-on-hand"), Width::Initial(72.0)),
        Col::right(env.tr("goods-col-reserved"), Width::Initial(92.0)),
        Col::right(env.tr("goods-col-to-shelf"), Width::Initial(100.0)),
        Col::right(env.tr("goods-col-free"), if is_wide { Width::Initial(86.0) } else { Width::Fill(86.0) }),
        Col::left(env.tr("goods-col-storage"), Width::Initial(90.0)),
        Col::left(env.tr("goods-column-batch-id"), Width::Fill(100.0)),
    ];
    // In a narrow window there is room for what is counted.
    let cols = if is_wide { &cols[..] } else { cols.get(..COUNTED).unwrap_or_default() };
    let spec = Spec {
        id: if is_wide { "batches" } else { "batches-narrow" },
        cols,
        rows: card.batches.len(),
        selected: at,
        scroll_to: at.filter(|_| scroll),
        row_name: &|at| card.batches.get(at).map(|batch| outside(&batch.fields.series)).unwrap_or_default(),
    };
    table::show(
        ui,
        &spec,
        |ui, at, column| {
            if let Some(batch) = card.batches.get(at) {
                batch_cell(ui, batch, column, env);
            }
        },
        |_, _| {},
    )
}

fn batch_cell(ui: &mut Ui, batch: &BatchCard, column: usize, env: &Env<'_>) {
    let packs = |ui: &mut Ui, packs: Packs| match packs.0 {
        0 => table::muted(ui, "—"),
        n => table::text(ui, n.to_string()),
    };
    match column {
        0 => table::foreign(ui, &batch.fields.series),
        1 => expiry(ui, batch.fields.expires_on, env),
        2 => table::foreign(ui, &batch.fields.place),
        3 => table::text(ui, batch.fields.price.rubles()),
        4 => match batch.fields.max_price {
            Some(ceiling) => table::text(ui, ceiling.rubles()),
            None => table::muted(ui, "—"),
        },
        5 => packs(ui, batch.on_hand),
        6 => packs(ui, batch.reserved),
        7 => packs(ui, batch.to_shelf),
        8 => table::text(ui, theme::bold(batch.free().0.to_string())),
        9 => table::muted(ui, batch.fields.storage.text()),
        _ if batch.division.is_empty() => table::muted(ui, &batch.code),
        _ => table::muted(ui, format!("{} [{}]", batch.code, batch.division)),
    }
}

/// The last day of use, in a word when it is near or past.
fn expiry(ui: &mut Ui, day: NaiveDate, env: &Env<'_>) {
    if (day.year(), day.month(), day.day()) == NO_EXPIRY {
        table::muted(ui, env.tr("goods-no-expiry"));
        return;
    }
    let left = day - env.today();
    let short = i64::try_from(SHORT_DAYS).map_or(TimeDelta::zero(), TimeDelta::days);
    table::text(ui, habits::date(day));
    if left < TimeDelta::zero() {
        table::text(ui, toned(ui, theme::bold(env.tr("goods-expired")), ChipTone::Late));
    } else if left < short {
        let words = env.tr_args("goods-days-left", &[("n", left.num_days().into())]);
        table::text(ui, toned(ui, theme::bold(words), ChipTone::Accepted));
    }
}
