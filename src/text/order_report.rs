//! The figures of «Отчёт по интернет-заказам», in words, in the order in which they are read.

use super::{Lang, tr, tr_args, words};
use crate::domain::money::Kopecks;
use crate::domain::order_report::{OrderReport, Payment, Tally};
use crate::domain::status::OrderStatus;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub title: String,
    /// How many orders; none for what is no count.
    pub count: Option<i64>,
    /// What they come to.
    pub sum: Option<Kopecks>,
    /// What is no count, in words.
    pub words: String,
}

/// All figures; statuses without orders are left out.
#[must_use]
pub fn figures(lang: Lang, report: &OrderReport) -> Vec<Figure> {
    let counted = |title: String, tally: Tally| Figure {
        title,
        count: Some(tally.orders),
        sum: Some(tally.sum),
        words: String::new(),
    };
    let mut out = vec![
        counted(tr(lang, "report-all"), report.all()),
        counted(tr(lang, "report-paid"), report.tally(|cell| cell.payment == Payment::Paid)),
        counted(tr(lang, "report-waiting"), report.tally(|cell| cell.payment == Payment::Waiting)),
    ];
    for status in OrderStatus::ALL {
        let tally = report.tally(|cell| cell.status == status);
        if tally.orders > 0 {
            let of = [("status", words::status(lang, status).into())];
            out.push(counted(tr_args(lang, "report-status", &of), tally));
        }
    }
    let said = |key: &str, words: String| Figure { title: tr(lang, key), count: None, sum: None, words };
    out.push(said("report-hold", hold(lang, report)));
    out.push(said("report-share", share(lang, report)));
    if report.trial > 0 {
        out.push(said("report-trial", report.trial.to_string()));
    }
    out
}

fn hold(lang: Lang, report: &OrderReport) -> String {
    match report.hold_minutes() {
        None if report.finished().orders > 0 => tr(lang, "report-no-holds"),
        None => tr(lang, "report-none-yet"),
        Some(minutes) => {
            let (hours, minutes) = (minutes / 60, minutes % 60);
            tr_args(lang, "report-hours-minutes", &[("hours", hours.into()), ("minutes", minutes.into())])
        }
    }
}

fn share(lang: Lang, report: &OrderReport) -> String {
    match report.uncollected_per_mille() {
        None => tr(lang, "report-none-yet"),
        Some(share) => {
            let decimal = if lang == Lang::Ru { ',' } else { '.' };
            let percent = format!("{}{decimal}{}", share / 10, share % 10);
            let of = [
                ("percent", percent.into()),
                ("n", report.uncollected().orders.into()),
                ("all", report.finished().orders.into()),
            ];
            tr_args(lang, "report-share-words", &of)
        }
    }
}
