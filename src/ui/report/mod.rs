//! «Отчёт по интернет-заказам»: a period, its figures, its days as a picture and as a table; as a workbook and on paper.
//!
//! Owns: the typed period, the answer on the screen. Must not know: how it is reckoned.

mod view;

use chrono::{Days, NaiveDate};
use egui::Ui;

use crate::domain::order_report::{OrderReport, Tally};
use crate::print::{PrintedReport, safe_file_name};
use crate::sheets::{self, Format};
use crate::text::order_report::figures;
use crate::text::{habits, tr};
use crate::ui::command::{Command, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::preview::{service_words, wake};
use crate::ui::services::{Job, Saved, TableJob};
use crate::usecase::Topic;
use crate::usecase::read::order_report::OrderReportOf;
use crate::usecase::read::settings::GetSetting;

/// The screen.
#[derive(Default)]
pub struct ReportScreen {
    /// First and last day as typed.
    typed: [String; 2],
    asked: Option<OrderReportOf>,
    report: Loadable<OrderReport>,
    pharmacy: Loadable<String>,
    saving: Option<Job<Saved>>,
    wants_file: bool,
    typing: bool,
    stale: bool,
}

impl ReportScreen {
    /// The screen comes to the top.
    pub fn open(&mut self, today: NaiveDate) {
        self.stale = true;
        if self.typed.iter().all(String::is_empty) {
            self.span(today, 6);
        }
    }

    /// There are figures on the screen.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.report.value().is_some()
    }

    /// There are words in a day that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.typing
    }

    /// The last days up to today, `back` of them before it.
    fn span(&mut self, today: NaiveDate, back: u64) {
        let first = today.checked_sub_days(Days::new(back)).unwrap_or(today);
        self.typed = [habits::date(first), habits::date(today)];
    }

    /// The period as typed; none when a day is none, or the last comes before the first.
    fn period(&self, today: NaiveDate) -> Option<OrderReportOf> {
        let [first, last] = &self.typed;
        let day = |text: &str| habits::parse_date(text.trim(), today);
        let (first, last) = (day(first)?, day(last)?);
        (first <= last).then_some(OrderReportOf { first, last })
    }

    /// Takes answers, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if env.changes.has(Topic::Orders) {
            self.stale = true;
        }
        self.report.poll();
        self.pharmacy.poll();
        if let Some(answer) = self.saving.as_mut().and_then(Job::poll) {
            self.saving = None;
            match answer {
                Ok(Saved::File(file)) => env.say_done(env.tr_args("done-table-saved", &[("file", file.into())])),
                Ok(Saved::Cancelled) => {}
                Err(error) => env.say_error(service_words(env, &error)),
            }
        }
        if env.cmd.view != ViewKind::Report || self.report.is_waiting() {
            return;
        }
        let period = self.period(env.today());
        if period.is_some() && (self.stale || self.asked != period) {
            self.stale = false;
            self.asked = period;
            if let Some(period) = period {
                self.report.request(env.desk.ask(period));
                self.pharmacy.request(env.desk.ask(GetSetting { key: "pharmacy.name".to_owned() }));
            }
        }
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        let today = env.today();
        match command {
            Command::Refresh => self.stale = true,
            Command::PeriodToday => self.span(today, 0),
            Command::PeriodWeek => self.span(today, 6),
            Command::PeriodMonth => self.span(today, 29),
            Command::PeriodYear => self.span(today, 364),
            Command::SaveReport => self.wants_file = self.report.value().is_some(),
            Command::PrintReport => {
                if let Some(report) = self.report.value() {
                    env.open(Dialog::preview_report(self.printed(report, env)));
                }
            }
            _ => return false,
        }
        true
    }

    /// Draws the screen.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        if std::mem::take(&mut self.wants_file)
            && let (Some(report), None) = (self.report.value(), &self.saving)
        {
            let table = sheets::report_table(report, env.lang, env.zone, env.now);
            let job = TableJob { table, format: Format::Xlsx, file_name: safe_file_name(&title(report, env)) };
            self.saving = Some(env.services.save_table(job, wake(ui)));
        }
        view::show(self, ui, env);
    }

    fn printed(&self, report: &OrderReport, env: &Env<'_>) -> PrintedReport {
        let days = report.days();
        let none = Tally::default();
        let mut rows: Vec<Vec<String>> = Vec::with_capacity(days.len() + 1);
        let mut all = [none; 3];
        for day in &days {
            for (sum, tally) in all.iter_mut().zip([day.made, day.sold, day.uncollected]) {
                *sum = sum.and(tally);
            }
            rows.push(row(habits::date(day.day), [day.made, day.sold, day.uncollected]));
        }
        rows.push(row(env.tr("report-total"), all));
        let figures = figures(env.lang, report).into_iter().map(|figure| {
            let value = match (figure.count, figure.sum) {
                (Some(count), Some(sum)) => format!("{count} · {}", sum.rubles()),
                (Some(count), None) => count.to_string(),
                (None, _) => figure.words,
            };
            (figure.title, value)
        });
        PrintedReport {
            pharmacy: self.pharmacy.value().cloned().unwrap_or_default(),
            title: title(report, env),
            made: format!("{} {}", env.tr("worklist-made"), habits::date_time(env.now, env.zone)),
            figures: figures.collect(),
            heads: sheets::REPORT_TITLES.iter().map(|key| tr(env.lang, key)).collect(),
            rows,
            note: env.tr("report-note"),
            page_of: env.tr("sheet-page-of"),
        }
    }
}

fn row(head: String, tallies: [Tally; 3]) -> Vec<String> {
    let mut cells = vec![head];
    for tally in tallies {
        cells.extend([tally.orders.to_string(), tally.sum.rubles()]);
    }
    cells
}

fn title(report: &OrderReport, env: &Env<'_>) -> String {
    let (first, last) = report.period.map_or_else(Default::default, |(a, b)| (habits::date(a), habits::date(b)));
    env.tr_args("report-title-of", &[("first", first.into()), ("last", last.into())])
}
