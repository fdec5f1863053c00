//! What the person asks the list for: lane, period, status, source, payment, words, sort.
//!
//! Owns: the fields as typed and the question made of them. Must not know: rows.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, Utc};
use egui::{ComboBox, Panel, Ui};

use super::list;
use crate::domain::order::PaymentState;
use crate::domain::status::OrderStatus;
use crate::text::{Lang, habits, tr, words};
use crate::ui::env::Env;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::{KeyButton, TextField, lane_pill, toned};
use crate::usecase::read::lanes::Counts;
use crate::usecase::read::order_list::{Direction, Lane, OrderFilter, OrderIndex, PeriodOf, SortBy, Source};

/// Room that the search line and the count need beside the lanes.
const BESIDE: f32 = 400.0;

/// The fields as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) lane: Lane,
    pub(super) sort: SortBy,
    pub(super) direction: Direction,
    pub(super) words: String,
    period_of: PeriodOf,
    from: String,
    to: String,
    status: Option<OrderStatus>,
    source: Option<Source>,
    payment: Option<PaymentState>,
}

/// What the bar shows beside the fields.
pub(super) struct Found {
    /// How many orders match and their sum, in words; empty while not known.
    pub(super) words: String,
    /// Counts of the lanes.
    pub(super) counts: Option<Counts>,
}

impl Filters {
    /// The question for the desk. A date that cannot be read does not narrow the list.
    pub(super) fn question(&self, today: NaiveDate, zone: FixedOffset) -> OrderIndex {
        let day = |text: &str| habits::parse_date(text.trim(), today);
        OrderIndex {
            filter: OrderFilter {
                lane: self.lane,
                period_of: self.period_of,
                from: day(&self.from).and_then(|d| midnight(d, zone)),
                before: day(&self.to).and_then(|d| d.checked_add_days(Days::new(1))).and_then(|d| midnight(d, zone)),
                status: self.status,
                source: self.source,
                payment: self.payment,
                text: self.words.trim().to_owned(),
            },
            sort: self.sort,
            direction: self.direction,
        }
    }

    /// True when something but the lane narrows the list.
    pub(super) fn narrows(&self) -> bool {
        let plain = Self { lane: self.lane, sort: self.sort, direction: self.direction, ..Self::default() };
        *self != Self { period_of: self.period_of, ..plain }
    }

    /// Shows everything again; the sort stays.
    pub(super) fn reset(&mut self) {
        *self = Self { sort: self.sort, direction: self.direction, ..Self::default() };
    }

    /// `col-total up`.
    pub(super) fn sort_text(&self) -> String {
        let way = match self.direction {
            Direction::Ascending => "up",
            Direction::Descending => "down",
        };
        list::sort_key(self.sort).map_or_else(String::new, |key| format!("{key} {way}"))
    }

    /// Takes a sort that was written by [`Self::sort_text`]; passes over anything else.
    pub(super) fn read_sort(&mut self, text: &str) {
        let Some((key, way)) = text.split_once(' ') else { return };
        let direction = match way {
            "up" => Direction::Ascending,
            "down" => Direction::Descending,
            _ => return,
        };
        if let Some(sort) = list::sort_of(key) {
            (self.sort, self.direction) = (sort, direction);
        }
    }

    /// `lane-new hold status=accepted source=own payment=paid`: only what narrows.
    pub(super) fn filters_text(&self) -> String {
        let mut words = Vec::new();
        if self.lane != Lane::All {
            words.push(lane_key(self.lane).to_owned());
        }
        if self.period_of == PeriodOf::HoldUntil {
            words.push("hold".to_owned());
        }
        words.extend(self.status.map(|s| format!("status={}", s.code())));
        words.extend(self.source.map(|s| format!("source={}", source_code(s))));
        words.extend(self.payment.map(|p| format!("payment={}", p.code())));
        words.join(" ")
    }

    /// Takes filters that were written by [`Self::filters_text`]; passes over what it does not know.
    pub(super) fn read_filters(&mut self, text: &str) {
        for word in text.split_whitespace() {
            match word.split_once('=') {
                None if word == "hold" => self.period_of = PeriodOf::HoldUntil,
                None => self.lane = Lane::ALL.into_iter().find(|l| lane_key(*l) == word).unwrap_or(self.lane),
                Some(("status", code)) => self.status = OrderStatus::ALL.into_iter().find(|s| s.code() == code),
                Some(("source", code)) => {
                    self.source = [Source::Site, Source::Own].into_iter().find(|s| source_code(*s) == code);
                }
                Some(("payment", code)) => {
                    self.payment = [PaymentState::Paid, PaymentState::Unpaid].into_iter().find(|p| p.code() == code);
                }
                Some(_) => {}
            }
        }
    }

    /// A click on a head: the other way round, or by this column.
    pub(super) fn sort_by(&mut self, sort: SortBy) {
        if self.sort == sort {
            self.direction = match self.direction {
                Direction::Ascending => Direction::Descending,
                Direction::Descending => Direction::Ascending,
            };
        } else {
            self.sort = sort;
            self.direction = Direction::Ascending;
        }
    }

    fn bad_date(&self, today: NaiveDate) -> bool {
        [&self.from, &self.to].iter().any(|t| !t.trim().is_empty() && habits::parse_date(t.trim(), today).is_none())
    }

    /// Draws lanes, search and filters. Returns the id of the search line.
    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>, found: &Found) -> egui::Id {
        let frame = theme_bar(ui);
        Panel::top("orders-filters")
            .frame(frame)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                let beside = ui.horizontal(|ui| {
                    self.lanes(ui, env, found);
                    (ui.available_width() >= BESIDE).then(|| self.search(ui, env, found, 420.0))
                });
                // A narrow window has a row of its own for the search.
                let search = match beside.inner {
                    Some(id) => id,
                    None => ui.horizontal(|ui| self.search(ui, env, found, f32::INFINITY)).inner,
                };
                ui.add_space(2.0);
                ui.horizontal_wrapped(|ui| self.fields(ui, env));
                search
            })
            .inner
    }

    fn lanes(&mut self, ui: &mut Ui, env: &Env<'_>, found: &Found) {
        let returns = found.counts.as_ref().is_some_and(|c| c.checks_returns || c.to_shelf > 0);
        let shown = self.lane;
        for lane in Lane::ALL.into_iter().filter(|l| *l != Lane::ToShelf || returns || shown == *l) {
            let count = found.counts.as_ref().map_or(0, |c| count(c, lane));
            let late = matches!(lane, Lane::Overdue | Lane::NotSent | Lane::CallAgain);
            if lane_pill(ui, &env.tr(lane_key(lane)), count, self.lane == lane, late).clicked() {
                self.lane = lane;
            }
        }
    }

    fn search(&mut self, ui: &mut Ui, env: &Env<'_>, found: &Found, most: f32) -> egui::Id {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let muted = theme::of(ui).muted;
            ui.label(egui::RichText::new(&found.words).color(muted));
            let (name, hint) = (env.tr("orders-search"), env.tr("orders-search-hint"));
            let width = ui.available_width().clamp(120.0, most);
            let field = TextField::new("orders-search", &name).hint(&hint).width(width);
            let id = field.id();
            field.show(ui, &mut self.words);
            id
        })
        .inner
    }

    fn fields(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let lang = env.lang;
        let periods = [PeriodOf::Created, PeriodOf::HoldUntil];
        choice(ui, "orders-period-of", 104.0, lang, &mut self.period_of, &periods, period_words);
        for (id, text) in [("orders-from", &mut self.from), ("orders-to", &mut self.to)] {
            let (name, hint) = (env.tr(id), env.tr(&format!("{id}-hint")));
            TextField::new(id, &name).hint(&hint).width(124.0).limit(20).show(ui, text);
        }
        ui.add_space(6.0);
        let statuses: Vec<_> = std::iter::once(None).chain(OrderStatus::ALL.map(Some)).collect();
        choice(ui, "orders-status", 150.0, lang, &mut self.status, &statuses, status_words);
        let sources = [None, Some(Source::Site), Some(Source::Own)];
        choice(ui, "orders-source", 130.0, lang, &mut self.source, &sources, source_words);
        let payments = [None, Some(PaymentState::Paid), Some(PaymentState::Unpaid)];
        choice(ui, "orders-payment", 140.0, lang, &mut self.payment, &payments, payment_words);
        if self.narrows() {
            ui.add_space(6.0);
            if KeyButton::new(env.tr("orders-reset"), "").show(ui).clicked() {
                let lane = self.lane;
                self.reset();
                self.lane = lane;
            }
        }
        if self.bad_date(env.today()) {
            let words = toned(ui, egui::RichText::new(format!("⚠ {}", env.tr("orders-bad-date"))), ChipTone::Late);
            ui.label(words);
        }
    }
}

fn theme_bar(ui: &Ui) -> egui::Frame {
    egui::Frame::new().fill(theme::of(ui).surface.panel).inner_margin(egui::Margin::symmetric(12, 6))
}

fn midnight(day: NaiveDate, zone: FixedOffset) -> Option<DateTime<Utc>> {
    day.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest().map(|t| t.with_timezone(&Utc))
}

fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    key: &'static str,
    width: f32,
    lang: Lang,
    value: &mut T,
    all: &[T],
    words: fn(Lang, T) -> String,
) {
    let shown =
        ComboBox::from_id_salt(key).width(width).truncate().selected_text(words(lang, *value)).show_ui(ui, |ui| {
            for option in all {
                ui.selectable_value(value, *option, words(lang, *option));
            }
        });
    let name = tr(lang, key);
    ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label(name.as_str()));
}

const fn source_code(source: Source) -> &'static str {
    match source {
        Source::Site => "site",
        Source::Own => "own",
    }
}

fn period_words(lang: Lang, of: PeriodOf) -> String {
    tr(
        lang,
        match of {
            PeriodOf::Created => "orders-period-created",
            PeriodOf::HoldUntil => "orders-period-hold",
        },
    )
}

fn status_words(lang: Lang, status: Option<OrderStatus>) -> String {
    status.map_or_else(|| tr(lang, "orders-any-status"), |s| words::status(lang, s))
}

fn source_words(lang: Lang, source: Option<Source>) -> String {
    match source {
        None => tr(lang, "orders-any-source"),
        Some(Source::Site) => tr(lang, "orders-source-site"),
        Some(Source::Own) => tr(lang, "orders-source-own"),
    }
}

fn payment_words(lang: Lang, payment: Option<PaymentState>) -> String {
    payment.map_or_else(|| tr(lang, "orders-any-payment"), |p| words::payment(lang, p))
}

const fn lane_key(lane: Lane) -> &'static str {
    match lane {
        Lane::All => "lane-all",
        Lane::New => "lane-new",
        Lane::ToCollect => "lane-to-collect",
        Lane::Ready => "lane-ready",
        Lane::Overdue => "lane-overdue",
        Lane::ToShelf => "lane-to-shelf",
        Lane::NotSent => "lane-not-sent",
        Lane::CallAgain => "lane-call-again",
    }
}

const fn count(counts: &Counts, lane: Lane) -> u64 {
    match lane {
        Lane::All => counts.all,
        Lane::New => counts.new,
        Lane::ToCollect => counts.to_collect,
        Lane::Ready => counts.ready,
        Lane::Overdue => counts.overdue,
        Lane::ToShelf => counts.to_shelf,
        Lane::NotSent => counts.not_sent,
        Lane::CallAgain => counts.call_again,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {

    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn sort_and_filters_are_read_back_and_nonsense_is_passed_over() {
        let mut set = Filters { lane: Lane::Ready, sort: SortBy::Total, ..Filters::default() };
        set.direction = Direction::Ascending;
        set.period_of = PeriodOf::HoldUntil;
        (set.status, set.source, set.payment) =
            (Some(OrderStatus::Accepted), Some(Source::Own), Some(PaymentState::Paid));
        let mut read = Filters::default();
        read.read_sort(&set.sort_text());
        read.read_filters(&set.filters_text());
        assert_eq!(read, set);
        let mut read = Filters::default();
        read.read_sort("col-none up");
        read.read_sort("col-total sideways");
        read.read_filters("lane-of-nothing status=x source= payment=gold what=ever =");
        assert_eq!(read, Filters::default());
    }

    #[test]
    fn a_period_is_whole_days_of_the_pharmacy_and_a_bad_date_narrows_nothing() {
        let zone = FixedOffset::east_opt(3 * 3600).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let mut filters = Filters { from: "22.11".into(), to: "23.11.2026".into(), ..Filters::default() };
        let filter = filters.question(today, zone).filter;
        assert_eq!(filter.from, Some(from_millis(1_795_294_800_000)));
        assert_eq!(filter.before.zip(filter.from).map(|(b, f)| (b - f).num_hours()), Some(48));
        filters.from = "вчера".into();
        assert!(filters.bad_date(today) && filters.narrows());
        assert_eq!(filters.question(today, zone).filter.from, None);
        filters.reset();
        assert!(!filters.narrows());
    }

    #[test]
    fn a_second_click_on_a_head_turns_the_sort_round() {
        let mut filters = Filters::default();
        filters.sort_by(SortBy::Total);
        assert_eq!((filters.sort, filters.direction), (SortBy::Total, Direction::Ascending));
        filters.sort_by(SortBy::Total);
        assert_eq!(filters.direction, Direction::Descending);
    }
}
