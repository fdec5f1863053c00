//! Cells of the lines of one order, the same in the lower pane and in the collecting window.

use egui::Ui;

use crate::text::{Lang, habits, tr, tr_args};
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::{Weight, goods_name, table, tag, text_width, toned};
use crate::usecase::read::order_card::{CardLine, CardPick};

/// Name, red when packs are missing, with «Rx» for prescription goods.
pub(in crate::ui) fn name(ui: &mut Ui, line: &CardLine) {
    let mark = if line.is_rx { text_width(ui, "Rx", Weight::Bold) + 8.0 } else { 0.0 };
    let room = ui.available_width() - mark;
    if line.missing().any() {
        let red = theme::of(ui).tone(ChipTone::Late).ink;
        goods_name(ui, &line.name, room, Weight::Bold, Some(red));
    } else {
        goods_name(ui, &line.name, room, Weight::Plain, None);
    }
    if line.is_rx {
        table::text(ui, theme::bold("Rx"));
    }
}

/// Packs that are there for this line; a lack is red and said in words.
pub(in crate::ui) fn available(ui: &mut Ui, line: &CardLine, lang: Lang) {
    let there = line.reserved.plus(line.available);
    if !line.missing().any() {
        table::text(ui, there.to_string());
        return;
    }
    let words = if there.any() {
        tr_args(lang, "line-short", &[("n", there.0.into()), ("missing", line.missing().0.into())])
    } else {
        tr(lang, "line-missing")
    };
    table::text(ui, toned(ui, theme::bold(words), ChipTone::Late));
}

/// Place, series, expiry and cold of each batch.
pub(in crate::ui) fn picks(ui: &mut Ui, line: &CardLine, lang: Lang) {
    if line.picks.is_empty() {
        table::muted(ui, "—");
        return;
    }
    let several = line.picks.len() > 1;
    if let [only] = line.picks.as_slice()
        && only.storage.stays_in_place()
    {
        tag(ui, &only.storage.text());
    }
    let all: Vec<String> = line.picks.iter().map(|p| pick(lang, p, several)).collect();
    table::muted(ui, all.join("; "));
}

fn pick(lang: Lang, pick: &CardPick, several: bool) -> String {
    let place = if pick.place.is_empty() { tr(lang, "line-no-place") } else { pick.place.clone() };
    let expiry = tr_args(lang, "line-until", &[("date", habits::expiry(pick.expires_on).into())]);
    let mut parts = vec![place];
    // One batch has its cold as a tag before the words.
    if several && pick.storage.stays_in_place() {
        parts.push(pick.storage.text());
    }
    if !pick.series.is_empty() {
        parts.push(pick.series.clone());
    }
    parts.push(expiry);
    let mut text = parts.join(" · ");
    if several {
        text = format!("{text} × {}", pick.packs);
    }
    text
}
