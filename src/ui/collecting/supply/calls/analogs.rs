//! What is in stock instead of a missing line: the cheapest first, each with its key.
//!
//! The order of the rows is the read's: hiding a cheaper analog is fined, so nothing here sorts or filters.

use egui::{RichText, Ui};

use crate::domain::ids::GoodsId;
use crate::domain::money::Kopecks;
use crate::text::habits;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{outside, tag, toned};
use crate::usecase::read::analogs::AnalogRow;

/// The commands that choose the first rows.
const KEYS: [Command; 4] = [Command::Analog1, Command::Analog2, Command::Analog3, Command::Analog4];

/// Draws the table; the row that was clicked.
pub(super) fn show(ui: &mut Ui, env: &Env<'_>, rows: &[AnalogRow], chosen: Option<GoodsId>) -> Option<usize> {
    let cols = [
        Col::left(String::new(), Width::Exact(64.0)),
        Col::left(env.tr("col-analog"), Width::Fill(240.0)),
        Col::left(env.tr("line-maker"), Width::Initial(210.0)),
        Col::right(env.tr("col-stock"), Width::Initial(90.0)),
        Col::right(env.tr("col-price"), Width::Initial(120.0)),
        Col::right(env.tr("col-difference"), Width::Initial(190.0)),
        Col::left(env.tr("col-expiry"), Width::Initial(100.0)),
        Col::left(String::new(), Width::Exact(120.0)),
    ];
    let selected = rows.iter().position(|r| Some(r.goods) == chosen);
    let spec = table::Spec {
        id: "call-analogs",
        cols: &cols,
        rows: rows.len(),
        selected,
        scroll_to: selected,
        row_name: &|at| rows.get(at).map(|r| outside(&r.name)).unwrap_or_default(),
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| {
            let Some(row) = rows.get(at) else { return };
            match column {
                0 => {
                    let cap = KEYS.get(at).map(|c| command::cap(env.lang, *c)).unwrap_or_default();
                    let muted = theme::of(ui).muted;
                    table::text(ui, theme::small(cap).color(muted));
                }
                1 => table::goods(ui, &row.name),
                2 => table::muted(ui, &row.manufacturer),
                3 => table::text(ui, row.free.to_string()),
                4 => table::text(ui, row.price.rubles()),
                5 => difference(ui, env, row.difference),
                6 => table::text(ui, habits::expiry(row.nearest_expiry)),
                _ => marks(ui, env, row),
            }
        },
        |_, _| {},
    );
    shown.clicked
}

/// «−122,00 ₽ дешевле»: the word says what the colour says.
fn difference(ui: &mut Ui, env: &Env<'_>, by: Kopecks) {
    let sum = if by > Kopecks::ZERO { format!("+{}", by.rubles()) } else { by.rubles() };
    let text = match by.cmp(&Kopecks::ZERO) {
        std::cmp::Ordering::Less => {
            toned(ui, RichText::new(format!("{sum} {}", env.tr("analog-cheaper"))), ChipTone::Assembled)
        }
        std::cmp::Ordering::Equal => RichText::new(env.tr("analog-same-price")),
        std::cmp::Ordering::Greater => RichText::new(format!("{sum} {}", env.tr("analog-dearer"))),
    };
    table::text(ui, text);
}

fn marks(ui: &mut Ui, env: &Env<'_>, row: &AnalogRow) {
    if row.is_rx {
        tag(ui, &env.tr("tag-rx"));
    }
    if row.is_vital {
        tag(ui, &env.tr("tag-vital"));
    }
}
