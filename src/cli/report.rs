//! `expero report`: what became of the orders of the site in a period, as lines, a workbook or CSV.

use std::path::Path;

use chrono::{Days, NaiveDate};

use super::args::ReportArgs;
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use super::requisitions::write_file;
use crate::sheets::{self, Format};
use crate::text::habits;
use crate::text::order_report::figures;
use crate::usecase::read::order_report::OrderReportOf;

pub(super) fn run(data: Option<&Path>, options: &ReportArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    let today = cx.clock.now().with_timezone(&cx.zone()).date_naive();
    let day = |text: &Option<String>, fallback: NaiveDate| match text {
        None => Ok(fallback),
        Some(text) => habits::parse_date(text.trim(), today)
            .ok_or_else(|| Failure::said(cx.lang, "report-bad-period", &[("day", habits::date(today).into())])),
    };
    let last = day(&options.to, today)?;
    let first = day(&options.from, last.checked_sub_days(Days::new(6)).unwrap_or(last))?;
    if first > last {
        return Err(Failure::said(cx.lang, "report-bad-period", &[("day", habits::date(today).into())]));
    }
    let report = cx.ask(OrderReportOf { first, last })?;
    for figure in figures(cx.lang, &report) {
        let count = figure.count.map_or(figure.words, |count| count.to_string());
        let sum = figure.sum.map_or_else(String::new, |sum| format!("  {}", sum.rubles()));
        out::answer(&format!("{}: {count}{sum}", figure.title));
    }
    let table = sheets::report_table(&report, cx.lang, cx.zone(), cx.clock.now());
    for (format, file) in [(Format::Xlsx, &options.xlsx), (Format::Csv, &options.csv)] {
        if let Some(file) = file {
            write_file(&cx, &table, format, file, report.days().len())?;
        }
    }
    Ok(())
}
