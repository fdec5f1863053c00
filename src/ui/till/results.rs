//! What was found for the words in the scan line: the name first, whatever the width of the window.

use egui::Ui;

use super::Till;
use super::view::flush_card;
use crate::domain::money::Kopecks;
use crate::text::habits;
use crate::ui::env::Env;
use crate::ui::theme::{self, ChipTone, ROW, S2, S3};
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Weight, empty, fitted, outside, tag, tag_width, text_width, toned, whole};
use crate::usecase::read::goods_search::{Found, GoodsHit};

/// Results shown at once; more scroll.
const RESULT_ROWS: usize = 8;
/// Width of МНН in the results, and the least that is worth showing.
const INN: f32 = 170.0;
const INN_LEAST: f32 = 96.0;

/// A column of the results.
#[derive(Clone, Copy)]
enum HitCol {
    Name,
    Inn,
    Place,
    Stock,
    Expiry,
    Price,
}

/// The columns for this room. The name comes first: МНН gives way, then it goes.
fn hit_cols(ui: &Ui, env: &Env<'_>, hits: &[GoodsHit]) -> (Vec<HitCol>, Vec<Col>) {
    let rest = [70.0, 76.0, 124.0, 104.0];
    let free = ui.available_width() - rest.iter().sum::<f32>();
    let longest = hits.iter().map(|hit| name_width(ui, env, hit)).fold(0.0, f32::max) + 3.0 * table::PAD;
    let inn = (free - longest).min(INN);
    let mut found = env.tr_args("till-found", &[("n", hits.len().into())]);
    if hits.iter().all(|hit| matches!(hit.found, Found::WithSlips(_))) && !hits.is_empty() {
        found = format!("{found} · {}", env.tr("till-guess"));
    }
    let mut kinds = vec![HitCol::Name];
    let mut cols = vec![Col::left(found, Width::Fill(200.0))];
    if inn >= INN_LEAST {
        kinds.push(HitCol::Inn);
        cols.push(Col::left(env.tr("col-inn"), Width::Exact(inn)));
    }
    kinds.extend([HitCol::Place, HitCol::Stock, HitCol::Expiry, HitCol::Price]);
    let [place, stock, expiry, price] = rest.map(Width::Exact);
    cols.extend([
        Col::left(env.tr("col-place"), place),
        Col::right(env.tr("col-stock"), stock),
        Col::left(env.tr("col-expiry"), expiry),
        Col::right(env.tr("col-price"), price),
    ]);
    (kinds, cols)
}

/// Draws them; nothing while nothing was asked for.
pub(super) fn show(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>) {
    let Some(hits) = till.search.hits() else {
        return;
    };
    let at = till.search.at();
    let rows = hits.len().min(RESULT_ROWS);
    let words = till.search.text.trim().to_owned();
    let mut chosen = None;
    let mut opened = false;
    flush_card(ui, |ui| {
        if hits.is_empty() {
            ui.set_min_height(ROW * 2.0);
            empty(ui, &env.tr("till-no-hits"), &env.tr("till-no-hits-hint"));
            ui.add_space(S3);
            return;
        }
        let heads_and_rows: f32 = std::iter::repeat_n(ROW, rows + 1).sum();
        ui.set_height(heads_and_rows + 2.0);
        let (kinds, cols) = hit_cols(ui, env, hits);
        let spec = Spec {
            id: if kinds.len() == 6 { "till-hits" } else { "till-hits-narrow" },
            cols: &cols,
            rows: hits.len(),
            selected: Some(at),
            scroll_to: Some(at),
            row_name: &|row| hits.get(row).map(|h| outside(&h.name)).unwrap_or_default(),
        };
        let shown = table::show(
            ui,
            &spec,
            |ui, row, col| {
                if let (Some(hit), Some(kind)) = (hits.get(row), kinds.get(col)) {
                    hit_cell(ui, env, hit, *kind, &words);
                }
            },
            |_, _| {},
        );
        chosen = shown.clicked;
        opened = shown.opened.is_some();
    });
    ui.add_space(S2);
    if let Some(row) = chosen {
        till.search.choose(row);
    }
    if opened {
        till.enter(env);
    }
}

fn hit_cell(ui: &mut Ui, env: &Env<'_>, hit: &GoodsHit, col: HitCol, words: &str) {
    let there = hit.available.any();
    match col {
        HitCol::Name => hit_name(ui, env, hit, words),
        HitCol::Inn => table::muted(ui, &hit.inn),
        HitCol::Place => table::muted(ui, &hit.place),
        HitCol::Stock if there => table::text(ui, hit.available.to_string()),
        HitCol::Stock => {
            let zero = toned(ui, theme::bold("0"), ChipTone::Late);
            table::text(ui, zero);
        }
        HitCol::Expiry => match hit.nearest_expiry {
            Some(day) => {
                let soon = (day - env.today()).num_days() < 60;
                if soon {
                    let word = toned(ui, theme::bold(env.tr("till-expires-soon")), ChipTone::Accepted);
                    ui.label(habits::expiry(day));
                    ui.label(word);
                } else {
                    table::text(ui, habits::expiry(day));
                }
            }
            None => table::muted(ui, "—"),
        },
        HitCol::Price => table::text(ui, hit.price.map_or_else(|| "—".to_owned(), Kopecks::rubles)),
    }
}

/// The marks behind a name: «По рецепту», «ЖНВЛП».
fn tags(env: &Env<'_>, hit: &GoodsHit) -> Vec<String> {
    let tags = [(hit.is_rx, "tag-rx"), (hit.is_vital, "tag-vital")];
    tags.into_iter().filter(|(on, _)| *on).map(|(_, key)| env.tr(key)).collect()
}

fn tags_width(ui: &Ui, tags: &[String]) -> f32 {
    tags.iter().map(|t| tag_width(ui, t) + 6.0).sum()
}

fn name_width(ui: &Ui, env: &Env<'_>, hit: &GoodsHit) -> f32 {
    text_width(ui, &outside(&hit.name), Weight::Bold) + tags_width(ui, &tags(env, hit))
}

fn hit_name(ui: &mut Ui, env: &Env<'_>, hit: &GoodsHit, words: &str) {
    let p = theme::of(ui);
    let ink = if hit.available.any() { p.text } else { p.muted };
    let tags = tags(env, hit);
    let room = (ui.available_width() - tags_width(ui, &tags)).max(80.0);
    let full = outside(&hit.name);
    let short = fitted(ui, &full, room, Weight::Bold);
    let name = bold_match(short.as_deref().unwrap_or(&full), words, ink);
    let label = ui.add(egui::Label::new(name).truncate().show_tooltip_when_elided(false));
    whole(label, &full, short.is_some());
    for word in tags {
        tag(ui, &word);
    }
}

/// The name with the first match of the typed words in bold.
fn bold_match(name: &str, words: &str, ink: egui::Color32) -> egui::text::LayoutJob {
    use egui::{FontFamily, FontId, TextFormat};
    let face = |bold: bool| {
        let family = if bold { FontFamily::Name(theme::fonts::BOLD.into()) } else { FontFamily::Proportional };
        TextFormat { valign: egui::Align::Center, ..TextFormat::simple(FontId::new(15.0, family), ink) }
    };
    let mut job = egui::text::LayoutJob::default();
    let lower: Vec<char> = name.chars().filter_map(|c| c.to_lowercase().next()).collect();
    let wanted: Vec<char> = words.chars().filter_map(|c| c.to_lowercase().next()).collect();
    let found = if wanted.is_empty() { None } else { lower.windows(wanted.len()).position(|w| w == wanted) };
    let chars: Vec<char> = name.chars().collect();
    let (start, end) = found.map_or((0, 0), |at| (at, at + wanted.len()));
    for (from, to, bold) in [(0, start, false), (start, end, true), (end, chars.len(), false)] {
        let part: String = chars.get(from..to).unwrap_or_default().iter().collect();
        if !part.is_empty() {
            job.append(&part, 0.0, face(bold));
        }
    }
    job
}
