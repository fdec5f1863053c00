//! How tab «Звонки» looks: whom to call, what is missing, what is offered instead, how the talk ended, past calls.

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use super::choice::{Choice, Lack};
use super::{Calls, analogs};
use crate::domain::call::Rest;
use crate::text::{habits, words};
use crate::ui::command::{self, Command, PhoneFacts};
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, CONTROL, ChipTone, S1, S2, S3};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{Chip, KeyButton, Look, Weight, empty, failed, fitted, loading, outside, take_move, toned};
use crate::usecase::read::order_card::Card;

/// Height of the past calls.
const PAST: f32 = 134.0;
/// The widest name on the button of a missing line.
const NAME: f32 = 230.0;

/// Draws the tab.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, card: &Card, tab: &mut Calls) {
    who(ui, env, card, tab);
    past(ui, env, tab);
    outcomes(ui, env, tab);
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        if tab.facts.lines.is_none() {
            loading(ui, &env.tr("loading"));
        } else if tab.lacks.is_empty() {
            empty(ui, &env.tr("calls-none"), &env.tr("calls-none-hint"));
        } else {
            lines(ui, env, tab);
            offered(ui, env, tab);
        }
    });
}

/// «Мария К. · +7 ••• ••• 55-30 [Показать телефон]», and when to call again.
fn who(ui: &mut Ui, env: &mut Env<'_>, card: &Card, tab: &Calls) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("calls-who").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(at) = card.row.supply.call_again_at {
                    let at = habits::short_date_time(at, env.now, env.zone);
                    Chip::new(env.tr_args("calls-again-at", &[("at", at.into())]), ChipTone::Accepted).show(ui);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = outside(&card.row.customer.name);
                    if !name.is_empty() {
                        ui.label(theme::bold(name));
                    }
                    phone(ui, env, card, tab);
                });
            });
        });
    });
}

fn phone(ui: &mut Ui, env: &mut Env<'_>, card: &Card, tab: &Calls) {
    let muted = theme::of(ui).muted;
    match tab.facts.phone {
        PhoneFacts::None => {
            ui.label(RichText::new(env.tr("calls-no-phone")).color(muted));
        }
        PhoneFacts::Hidden => {
            ui.label(RichText::new(outside(&card.row.customer.phone)));
            env.button(ui, Command::ShowPhone, Look::Normal);
        }
        PhoneFacts::Shown => {
            let full = tab.phone.shown.as_deref().unwrap_or_default();
            ui.label(theme::heading(outside(&spaced(full))));
            env.button_named(ui, Command::ShowPhone, Look::Normal, env.tr("calls-hide-phone"));
            ui.add(Label::new(RichText::new(env.tr("calls-phone-noted")).color(muted)).truncate());
        }
    }
}

/// `+79161235530` as people read it out: `+7 916 123-55-30`. Any other number as it is.
fn spaced(phone: &str) -> String {
    let parts = |digits: &str| {
        let (code, exchange, rest) = (digits.get(..3)?, digits.get(3..6)?, digits.get(6..8)?);
        let end = digits.get(8..).filter(|end| end.len() == 2)?;
        Some(format!("+7 {code} {exchange}-{rest}-{end}"))
    };
    phone.strip_prefix("+7").and_then(parts).unwrap_or_else(|| phone.to_owned())
}

/// The missing lines side by side, each with a tick when something takes its place.
fn lines(ui: &mut Ui, env: &mut Env<'_>, tab: &mut Calls) {
    let mut clicked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if tab.lacks.len() > 1 {
            env.button_named(ui, Command::PreviousMissing, Look::Normal, "←");
            env.button_named(ui, Command::NextMissing, Look::Normal, "→");
        }
        ScrollArea::horizontal().id_salt("calls-lines").auto_shrink([false, true]).show(ui, |ui| {
            for (at, lack) in tab.lacks.iter().enumerate() {
                let sign = if tab.choices.get(lack.line).is_some() { "☑" } else { "☐" };
                let name = outside(&lack.name);
                let short = fitted(ui, &name, NAME, Weight::Plain).unwrap_or(name);
                let label = format!("{sign} {short}");
                let button = KeyButton::new(label, "").chosen(at == tab.at).without_focus().show(ui);
                if at == tab.at {
                    button.scroll_to_me(None);
                }
                if button.clicked() {
                    clicked = Some(at);
                }
            }
        });
    });
    if let Some(at) = clicked {
        tab.at = at;
    }
}

/// The line on top, what is in stock instead of it, and what the customer takes.
fn offered(ui: &mut Ui, env: &mut Env<'_>, tab: &mut Calls) {
    let Some(lack) = tab.lacks.get(tab.at).cloned() else { return };
    ui.add_space(S2);
    title(ui, env, &lack);
    let choice = tab.choices.get(lack.line).cloned();
    if let Some(choice) = &choice {
        taken(ui, env, &lack, choice);
    }
    ui.add_space(S1);
    let Some(rows) = tab.analogs.value() else {
        match tab.analogs.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    };
    if rows.is_empty() {
        let hint = if lack.is_known { "analogs-none-hint" } else { "analogs-unknown-hint" };
        empty(ui, &env.tr("analogs-none"), &env.tr(hint));
        return;
    }
    let at = rows.iter().position(|r| choice.as_ref().is_some_and(|c| c.goods == r.goods));
    let moved = if super::super::is_free(ui, env) { take_move(ui.ctx(), 5, true) } else { None };
    let moved = moved.and_then(|step| step.from(at, rows.len()));
    let clicked = analogs::show(ui, env, rows, choice.map(|c| c.goods));
    if let Some(at) = clicked.or(moved) {
        tab.choose(at);
    }
}

fn title(ui: &mut Ui, env: &Env<'_>, lack: &Lack) {
    let args = [("missing", lack.missing.0.into()), ("ordered", lack.ordered.0.into())];
    let lacks = env.tr_args("calls-lacks", &args);
    let price = env.tr_args("calls-booked-at", &[("price", lack.price.rubles().into())]);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let name = outside(&lack.name);
        let room = ui.available_width() * 0.55;
        let short = fitted(ui, &name, room, Weight::Bold).unwrap_or(name);
        ui.label(theme::bold(short));
        ui.label(toned(ui, theme::bold(lacks), ChipTone::Late));
        let muted = theme::of(ui).muted;
        ui.label(RichText::new(price).color(muted));
    });
}

/// «Вместо него: Магнелис × 1», more or less, the whole line or only what is missing.
fn taken(ui: &mut Ui, env: &mut Env<'_>, lack: &Lack, choice: &Choice) {
    ui.add_space(S1);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let name = outside(&choice.name);
        let room = ui.available_width() * 0.4;
        let short = fitted(ui, &name, room, Weight::Bold).unwrap_or(name);
        let sum = choice.price.times(choice.packs).rubles();
        let args = [("name", short.into()), ("packs", choice.packs.0.into()), ("sum", sum.into())];
        ui.label(toned(ui, theme::bold(format!("✓ {}", env.tr_args("calls-instead", &args))), ChipTone::Assembled));
        ui.add_space(S2);
        env.button_named(ui, Command::AnalogLess, Look::Normal, env.tr("analog-less"));
        env.button_named(ui, Command::AnalogMore, Look::Normal, env.tr("analog-more"));
        if lack.is_partly_there() {
            let sign = if choice.rest == Rest::Dropped { "☑" } else { "☐" };
            let label = format!("{sign} {}", command::label(env.lang, Command::ReplaceWhole));
            env.button_named(ui, Command::ReplaceWhole, Look::Normal, label);
        }
    });
}

/// How the talk ended, each outcome with its key.
fn outcomes(ui: &mut Ui, env: &mut Env<'_>, tab: &Calls) {
    let frame = Frame::new().fill(theme::of(ui).surface.background).inner_margin(Margin::symmetric(12, 6));
    Panel::bottom("calls-outcomes").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(theme::bold(env.tr("calls-outcome")));
            ui.add_space(S1);
            let agreed = command::check(Command::CallAgreed, &env.cmd);
            let look = if agreed.is_ok() { Look::Primary } else { Look::Normal };
            env.button(ui, Command::CallAgreed, look);
            for other in [Command::CallWillWait, Command::CallRefused, Command::CallNoAnswer] {
                env.button(ui, other, Look::Normal);
            }
            if let (Err(why), false) = (agreed, tab.lacks.is_empty()) {
                let muted = theme::of(ui).muted;
                ui.add(Label::new(RichText::new(why.text(env.lang)).color(muted)).truncate());
            }
        });
    });
}

/// The calls made so far, the last one first.
fn past(ui: &mut Ui, env: &Env<'_>, tab: &Calls) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel);
    Panel::bottom("calls-past").frame(frame).exact_size(PAST).show(ui, |ui| {
        let Some(rows) = tab.past.value() else {
            match tab.past.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        if rows.is_empty() {
            ui.add_space(S3);
            let muted = theme::of(ui).muted;
            ui.vertical_centered(|ui| ui.label(RichText::new(env.tr("calls-no-past")).color(muted)));
            return;
        }
        let cols = [
            Col::left(env.tr("calls-when"), Width::Initial(150.0)),
            Col::left(env.tr("calls-who"), Width::Initial(180.0)),
            Col::left(env.tr("history-till"), Width::Initial(110.0)),
            Col::left(env.tr("calls-what"), Width::Initial(190.0)),
            Col::left(env.tr("calls-again"), Width::Initial(150.0)),
            Col::left(env.tr("line-goods"), Width::Fill(200.0)),
        ];
        let spec = table::Spec {
            id: "calls-past",
            cols: &cols,
            rows: rows.len(),
            selected: None,
            scroll_to: None,
            row_name: &|at| rows.get(at).map(|r| words::call(env.lang, r.outcome)).unwrap_or_default(),
        };
        table::show(
            ui,
            &spec,
            |ui, at, column| {
                let Some(row) = rows.get(at) else { return };
                match column {
                    0 => table::text(ui, habits::date_time(row.at, env.zone)),
                    1 => table::foreign(ui, &crate::ui::dialogs::actor(env, &row.user)),
                    2 => table::muted(ui, crate::ui::dialogs::actor(env, &row.till_title)),
                    3 => table::text(ui, words::call(env.lang, row.outcome)),
                    4 => table::text(
                        ui,
                        row.call_again_at.map_or_else(|| "—".to_owned(), |at| habits::date_time(at, env.zone)),
                    ),
                    _ => table::muted(ui, &row.goods),
                }
            },
            |_, _| {},
        );
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_written_as_people_read_it_out() {
        assert_eq!(spaced("+79161235530"), "+7 916 123-55-30");
        for other in ["+375291234567", "1234", ""] {
            assert_eq!(spaced(other), other);
        }
    }
}
