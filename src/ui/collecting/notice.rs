//! What the site did to the order while it is being collected: what changed line by line, and what must be taken
//! out of the bag. Nothing that was scanned leaves the screen before somebody has looked.

use egui::{Frame, Label, Margin, Panel, RichText, Ui};

use crate::text::words;
use crate::ui::env::Env;
use crate::ui::orders::pane;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::outside;
use crate::usecase::read::order_card::{Card, Stranger};

/// So many changes are told one by one; the lines of the order show the rest.
const TOLD: usize = 5;

/// Draws the strip, when there is something to tell.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
    if card.row.standing.attention.is_none() {
        return;
    }
    Panel::top("collecting-notice").frame(Frame::new()).resizable(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        pane::attention(ui, env, card);
        let told = told(env, card);
        if told.is_empty() {
            return;
        }
        let pair = theme::of(ui).tone(ChipTone::Late);
        let margin = Margin { left: 28, right: 12, top: 0, bottom: 6 };
        Frame::new().fill(pair.paper).inner_margin(margin).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            for words in told {
                ui.add(Label::new(RichText::new(format!("• {words}")).color(theme::of(ui).text)).wrap());
            }
        });
    });
}

fn told(env: &Env<'_>, card: &Card) -> Vec<String> {
    let change = |change| outside(&words::line_change(env.lang, change));
    let mut told: Vec<String> = card.what_changed.iter().take(TOLD).map(change).collect();
    let more = card.what_changed.len().saturating_sub(TOLD);
    if more > 0 {
        told.push(env.tr_args("notice-more", &[("n", more.into())]));
    }
    let named = |rows: &[Stranger]| {
        let one =
            |s: &Stranger| env.tr_args("notice-packs", &[("name", outside(&s.name).into()), ("n", s.packs.0.into())]);
        rows.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    if !card.strangers.is_empty() {
        told.push(env.tr_args("notice-strangers", &[("what", named(&card.strangers).into())]));
    }
    if !card.left_behind.is_empty() {
        told.push(env.tr_args("notice-left-behind", &[("what", named(&card.left_behind).into())]));
    }
    told
}
