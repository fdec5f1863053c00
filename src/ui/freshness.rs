//! The freshness bar: how old what the till and the site know of each other is. Click opens the reason.

use chrono::{DateTime, Utc};
use egui::accesskit::Role;
use egui::{Frame, Margin, Panel, RichText, Sense, Ui, WidgetInfo};

use super::command::Command;
use super::dialogs::{Dialog, Reason};
use super::env::Env;
use super::loadable::Loadable;
use super::theme::{self, ChipTone};
use super::widgets::{dot, outside};
use crate::domain::money::group_thousands;
use crate::text::{habits, has_key};
use crate::usecase::Topic;
use crate::usecase::read::fiscal_now::{FiscalNow, FiscalNowOf};
use crate::usecase::read::freshness::{Freshness, FreshnessQuery, StockFreshness};

/// How serious a state is. The word beside the dot says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// Look soon.
    Soon,
    /// Look now.
    Bad,
}

/// One state of the bar: words, and the words of its reason.
struct Item {
    level: Level,
    words: String,
    reason: Vec<String>,
    /// A click opens this window instead of the reason.
    opens: Option<Command>,
}

impl Item {
    const fn new(level: Level, words: String, reason: Vec<String>) -> Self {
        Self { level, words, reason, opens: None }
    }
}

/// The bar with its last answer.
#[derive(Default)]
pub struct FreshnessBar {
    state: Loadable<Freshness>,
    fiscal: Loadable<FiscalNow>,
    asked: bool,
}

impl FreshnessBar {
    /// Asks again when something of it changed.
    pub fn update(&mut self, env: &mut Env<'_>) {
        let touched = [Topic::Sync, Topic::Outbox, Topic::Settings].into_iter().any(|t| env.changes.has(t));
        if !self.asked || env.changes.has(Topic::Sales) || env.changes.has(Topic::Settings) {
            self.fiscal.request(env.desk.ask(FiscalNowOf(env.desk.actor().till.clone())));
        }
        self.fiscal.poll();
        if touched || !self.asked {
            self.asked = true;
            self.state.request(env.desk.ask(FreshnessQuery));
        }
        self.state.poll();
    }

    /// Draws it at the bottom.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>, user: &str, till: &str) {
        let p = theme::of(ui);
        let frame = Frame::new().fill(p.surface.panel).inner_margin(Margin::symmetric(12, 6));
        Panel::bottom("freshness").frame(frame).show_separator_line(true).show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                if let Some(state) = self.state.value() {
                    if state.polled_at.is_some() {
                        env.tick();
                    }
                    for item in
                        self.fiscal.value().and_then(|now| unprinted(env, now)).into_iter().chain(items(env, state))
                    {
                        show_item(ui, env, item);
                        ui.add_space(12.0);
                    }
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 18.0;
                    let opens = [Some(Command::Keys), None, Some(Command::SwitchUser)];
                    for (words, opens) in [env.tr("freshness-keys").as_str(), till, user].into_iter().zip(opens) {
                        // A long name gives way to the states at the left.
                        let label = egui::Label::new(theme::small(outside(words)).color(p.muted)).truncate();
                        let Some(command) = opens else {
                            ui.add(label);
                            continue;
                        };
                        let response = ui.add(label.sense(Sense::CLICK));
                        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
                        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                            env.push(command);
                        }
                    }
                });
            });
        });
    }
}

fn show_item(ui: &mut Ui, env: &mut Env<'_>, item: Item) {
    let p = theme::of(ui);
    let colour = match (item.level, p.dots) {
        (Level::Good, [good, ..]) => good,
        (Level::Soon, [_, soon, _]) => soon,
        (Level::Bad, [.., bad]) => bad,
    };
    dot(ui, colour);
    let words = theme::small(item.words.as_str());
    let words: RichText = match item.level {
        Level::Good => words.color(p.muted),
        Level::Soon => words.color(p.tone(ChipTone::Accepted).ink),
        Level::Bad => words.color(p.tone(ChipTone::Late).ink),
    };
    let response = ui.add(egui::Label::new(words).sense(Sense::CLICK));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &item.words));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        match item.opens {
            Some(command) => env.push(command),
            None => env.open(Dialog::Reason(Reason { title: item.words, paragraphs: item.reason })),
        }
    }
}

/// The level of the last poll by its age: good up to three periods, soon up to ten, then bad.
#[must_use]
pub fn poll_level(age_secs: i64, period_secs: u64, failed: bool) -> Level {
    let period = i64::try_from(period_secs.max(1)).unwrap_or(60);
    match age_secs {
        age if age > period.saturating_mul(10) => Level::Bad,
        age if age > period.saturating_mul(3) || failed => Level::Soon,
        _ => Level::Good,
    }
}

fn items(env: &Env<'_>, f: &Freshness) -> Vec<Item> {
    let mut out = vec![poll_item(env, f)];
    out.extend(stock_item(env, f));
    if f.waiting > 0 {
        out.push(waiting_item(env, f.waiting, f.waiting_since));
    }
    if f.refused > 0 {
        out.push(counted(env, Level::Bad, "freshness-refused", f.refused));
    }
    if f.quarantined > 0 {
        let quarantined = counted(env, Level::Soon, "freshness-quarantined", f.quarantined);
        out.push(Item { opens: Some(Command::Problems), ..quarantined });
    }
    if f.skew_secs.abs() > 120 {
        out.push(counted(env, Level::Soon, "freshness-skew", f.skew_secs.unsigned_abs() / 60));
    }
    out
}

/// Receipts that the fiscal device has not printed. One or two are on their way; a fault is said at once.
fn unprinted(env: &Env<'_>, now: &FiscalNow) -> Option<Item> {
    let waiting = &now.waiting;
    if waiting.count == 0 || (waiting.count == 1 && waiting.fault.is_empty()) {
        return None;
    }
    let level = if waiting.fault.is_empty() { Level::Soon } else { Level::Bad };
    let words = env.tr_args("freshness-unprinted", &[("n", waiting.count.into())]);
    Some(Item { opens: Some(Command::Shift), ..Item::new(level, words, Vec::new()) })
}

fn poll_item(env: &Env<'_>, f: &Freshness) -> Item {
    if !f.paused.is_empty() {
        let reason = vec![cause(env, &f.paused), env.tr("freshness-paused-reason")];
        return Item::new(Level::Bad, env.tr("freshness-paused"), reason);
    }
    if !f.configured && f.polled_at.is_none() {
        let reason = vec![env.tr("freshness-not-configured-reason")];
        return Item::new(Level::Soon, env.tr("freshness-not-configured"), reason);
    }
    let mut reason = Vec::new();
    if !f.poll_error.is_empty() {
        reason.push(cause(env, &f.poll_error));
    }
    let Some(at) = f.polled_at else {
        reason.push(env.tr("freshness-never-reason"));
        return Item::new(Level::Soon, env.tr("freshness-never"), reason);
    };
    let level = poll_level((env.now - at).num_seconds(), f.poll_secs, !f.poll_error.is_empty());
    let key = match level {
        Level::Good => "freshness-polled-reason",
        Level::Soon | Level::Bad => "freshness-late-reason",
    };
    let period = [("n", f.poll_secs.into()), ("at", habits::date_time(at, env.zone).into())];
    reason.push(env.tr_args(key, &period));
    let words = env.tr_args("freshness-polled", &[("ago", habits::ago(env.lang, at, env.now).into())]);
    Item::new(level, words, reason)
}

/// The level of the stock by its age: good up to two periods, soon up to six, then bad. A last run that went wrong is
/// worth a look at once; what only a person sends grows old without a word.
#[must_use]
pub fn stock_level(age_minutes: i64, stock: &StockFreshness) -> Level {
    let period = i64::try_from(stock.minutes).unwrap_or(i64::MAX);
    match age_minutes {
        _ if period == 0 => Level::Good,
        age if age > period.saturating_mul(6) => Level::Bad,
        age if age > period.saturating_mul(2) || !stock.error.is_empty() => Level::Soon,
        _ => Level::Good,
    }
}

fn stock_item(env: &Env<'_>, f: &Freshness) -> Option<Item> {
    let stock = &f.stock;
    let mut reason = Vec::new();
    if !stock.error.is_empty() {
        reason.push(cause(env, &stock.error));
    }
    let Some(at) = stock.sent_at else {
        // Nothing is owed to a site that is not there, or before the first run.
        reason.push(env.tr("freshness-stock-never-reason"));
        let owed = f.configured && !stock.error.is_empty();
        return owed.then(|| Item::new(Level::Soon, env.tr("freshness-stock-never"), reason));
    };
    let known = stock.checked_at.map_or(at, |checked| checked.max(at));
    let level = stock_level((env.now - known).num_minutes(), stock);
    let time = |at| habits::short_date_time(at, env.now, env.zone);
    let rows = stock.rows;
    let args =
        [("time", habits::time(at, env.zone).into()), ("rows", group_thousands(rows).into()), ("n", rows.into())];
    reason.push(env.tr("freshness-stock-reason"));
    let stamps = [("sent", time(at).into()), ("checked", time(known).into()), ("n", stock.minutes.into())];
    reason.push(env.tr_args("freshness-stock-stamps", &stamps));
    Some(Item::new(level, env.tr_args("freshness-stock", &args), reason))
}

fn waiting_item(env: &Env<'_>, n: u64, since: Option<DateTime<Utc>>) -> Item {
    let old = since.is_some_and(|at| (env.now - at).num_minutes() >= 15);
    let mut item = counted(env, if old { Level::Bad } else { Level::Soon }, "freshness-waiting", n);
    if let Some(at) = since {
        let since = habits::date_time(at, env.zone);
        item.reason.push(env.tr_args("freshness-waiting-since", &[("at", since.into())]));
    }
    item
}

fn counted(env: &Env<'_>, level: Level, key: &str, n: u64) -> Item {
    let words = env.tr_args(key, &[("n", n.into())]);
    Item::new(level, words, vec![env.tr(&format!("{key}-reason"))])
}

/// The words of a failure of the exchange; a key without words gets general ones.
fn cause(env: &Env<'_>, key: &str) -> String {
    [key.to_owned(), format!("site-error-{key}")]
        .into_iter()
        .find(|k| has_key(env.lang, k))
        .map_or_else(|| env.tr("freshness-other-cause"), |k| env.tr(&k))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_or_failed_poll_is_marked_and_a_very_old_one_is_bad() {
        assert_eq!(poll_level(8, 60, false), Level::Good);
        assert_eq!(poll_level(180, 60, false), Level::Good);
        assert_eq!(poll_level(181, 60, false), Level::Soon);
        assert_eq!(poll_level(8, 60, true), Level::Soon);
        assert_eq!(poll_level(601, 60, false), Level::Bad);
        assert_eq!(poll_level(-5, 0, false), Level::Good);
    }
}
