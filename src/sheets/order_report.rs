//! «Отчёт по интернет-заказам» as a table: the figures first, then day by day, with what all days come to.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::table::{Cell, Row, RowKind, Table};
use crate::domain::order_report::{OrderReport, ReportDay, Tally};
use crate::text::order_report::figures;
use crate::text::{Lang, tr};

/// Titles of the columns, in their order.
pub const TITLES: [&str; 7] = [
    "report-day",
    "report-made",
    "report-made-sum",
    "report-sold",
    "report-sold-sum",
    "report-uncollected",
    "report-uncollected-sum",
];

/// The report as a table.
#[must_use]
pub fn report_table(report: &OrderReport, lang: Lang, zone: FixedOffset, made_at: DateTime<Utc>) -> Table {
    let days = report.days();
    let mut rows: Vec<Row> = Vec::with_capacity(days.len() + 16);
    for figure in figures(lang, report) {
        let sum = figure.sum.map_or(Cell::Empty, Cell::Money);
        let value = figure.count.map_or_else(|| figure.words.as_str().into(), Cell::Whole);
        rows.push(Row { kind: RowKind::Group, cells: vec![figure.title.as_str().into(), value, sum] });
    }
    rows.extend(days.iter().map(|day| line(RowKind::Line, Cell::Date(day.day), day)));
    let all = days.iter().fold(zero(), |all, day| ReportDay {
        day: all.day,
        made: all.made.and(day.made),
        sold: all.sold.and(day.sold),
        uncollected: all.uncollected.and(day.uncollected),
    });
    rows.push(line(RowKind::Group, tr(lang, "report-total").into(), &all));
    Table {
        name: tr(lang, "report-sheet"),
        made_at: made_at.with_timezone(&zone).naive_local(),
        titles: TITLES.iter().map(|key| tr(lang, key)).collect(),
        rows,
    }
}

fn zero() -> ReportDay {
    let none = Tally::default();
    ReportDay { day: NaiveDate::default(), made: none, sold: none, uncollected: none }
}

fn line(kind: RowKind, head: Cell, day: &ReportDay) -> Row {
    let mut cells = vec![head];
    for tally in [day.made, day.sold, day.uncollected] {
        cells.extend([Cell::Whole(tally.orders), Cell::Money(tally.sum)]);
    }
    Row { kind, cells }
}
