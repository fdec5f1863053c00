//! The table of orders: columns, cells, what a click means.
//!
//! Only visible rows are drawn and only they cost anything. Must not know: where rows come from.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use egui::{Response, RichText, ScrollArea, Ui};

use crate::domain::ids::OrderId;
use crate::domain::order::{Delivery, PaymentState};
use crate::text::{Lang, habits, tr, tr_args, words};
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::table::{self, Col, Side, Width};
use crate::ui::widgets::{Chip, outside, tag, toned};
use crate::usecase::read::order_list::{Direction, OrderRow, SortBy};

/// A hold that ends sooner is shown as «soon».
const SOON: TimeDelta = TimeDelta::hours(2);

/// The last column takes what is left, at least so much.
const COMMENT: f32 = 96.0;

/// A column: text key, what a click on its head sorts by, width, side.
struct Column(&'static str, Option<SortBy>, Width, Side);

const COLUMNS: [Column; 13] = [
    Column("col-status", Some(SortBy::Status), Width::Initial(162.0), Side::Left),
    Column("col-site-number", Some(SortBy::SiteNumber), Width::Initial(88.0), Side::Left),
    Column("col-own-number", Some(SortBy::OwnNumber), Width::Initial(80.0), Side::Left),
    Column("col-source", Some(SortBy::Source), Width::Initial(74.0), Side::Left),
    Column("col-created", Some(SortBy::Created), Width::Initial(94.0), Side::Left),
    Column("col-customer", Some(SortBy::Customer), Width::Initial(100.0), Side::Left),
    Column("col-phone", Some(SortBy::Phone), Width::Initial(122.0), Side::Left),
    Column("col-lines", Some(SortBy::Lines), Width::Initial(56.0), Side::Right),
    Column("col-total", Some(SortBy::Total), Width::Initial(96.0), Side::Right),
    Column("col-payment", Some(SortBy::Payment), Width::Initial(122.0), Side::Left),
    Column("col-hold-until", Some(SortBy::HoldUntil), Width::Initial(160.0), Side::Left),
    Column("col-delivery", None, Width::Initial(88.0), Side::Left),
    Column("col-comment", Some(SortBy::Comment), Width::Fill(COMMENT), Side::Left),
];

/// The key of the column that sorts so.
pub(super) fn sort_key(sort: SortBy) -> Option<&'static str> {
    COLUMNS.iter().find(|c| c.1 == Some(sort)).map(|c| c.0)
}

/// What the column with this key sorts by.
pub(super) fn sort_of(key: &str) -> Option<SortBy> {
    COLUMNS.iter().find(|c| c.0 == key).and_then(|c| c.1)
}

/// What cells need besides their row.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) lang: Lang,
    pub(super) now: DateTime<Utc>,
    pub(super) zone: FixedOffset,
}

/// What to draw.
pub(super) struct List<'a> {
    pub(super) ids: &'a [OrderId],
    pub(super) row: &'a dyn Fn(OrderId) -> Option<&'a OrderRow>,
    pub(super) selected: Option<usize>,
    pub(super) scroll_to: Option<usize>,
    pub(super) sort: (SortBy, Direction),
    pub(super) look: Look,
    /// Widths a person gave the columns; another number than there are columns is passed over.
    pub(super) widths: &'a [f32],
    /// Changes when new widths are to be taken.
    pub(super) version: u32,
}

/// What happened to it in this frame.
pub(super) struct Shown {
    pub(super) table: table::Shown,
    /// Sort by this column.
    pub(super) sort: Option<SortBy>,
    /// The row whose context menu is open or about to open.
    pub(super) menu: Option<Response>,
}

impl List<'_> {
    /// Draws the table into the rest of `ui`; a window narrower than its columns scrolls sideways.
    pub(super) fn show(&self, ui: &mut Ui) -> Shown {
        let narrowest = self.widths().iter().sum::<f32>() + COMMENT;
        if ui.available_width() >= narrowest {
            return self.table(ui);
        }
        ScrollArea::horizontal()
            .id_salt("orders-sideways")
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_width(narrowest);
                self.table(ui)
            })
            .inner
    }

    fn table(&self, ui: &mut Ui) -> Shown {
        let widths = self.widths();
        let mut cols: Vec<Col> = COLUMNS.iter().map(|c| self.col(c)).collect();
        for (col, width) in cols.iter_mut().zip(&widths) {
            col.width = Width::Initial(*width);
        }
        let id = format!("orders-{}", self.version);
        let row_name = |at: usize| self.row_at(at).map_or_else(String::new, |row| name(self.look.lang, row));
        let spec = table::Spec {
            id: &id,
            cols: &cols,
            rows: self.ids.len(),
            selected: self.selected,
            scroll_to: self.scroll_to,
            row_name: &row_name,
        };
        let mut menu = None;
        let shown = table::show(
            ui,
            &spec,
            |ui, at, column| match self.row_at(at) {
                Some(row) => cell(ui, row, column, self.look),
                // The row is on its way: its place is kept, so that nothing jumps.
                None if column == 0 => table::muted(ui, "…"),
                None => {}
            },
            |_, response| {
                if response.secondary_clicked() || response.context_menu_opened() {
                    menu = Some(response.clone());
                }
            },
        );
        let sort = shown.head.and_then(|n| COLUMNS.get(n)).and_then(|c| c.1);
        Shown { table: shown, sort, menu }
    }

    /// Widths of all columns but the last.
    fn widths(&self) -> Vec<f32> {
        if self.widths.len() == COLUMNS.len() - 1 {
            return self.widths.to_vec();
        }
        let first = COLUMNS.iter().filter_map(|c| match c.2 {
            Width::Initial(w) | Width::Exact(w) => Some(w),
            Width::Fill(_) => None,
        });
        first.collect()
    }

    fn row_at(&self, at: usize) -> Option<&OrderRow> {
        (self.row)(*self.ids.get(at)?)
    }

    fn col(&self, column: &Column) -> Col {
        let Column(key, sort, width, side) = column;
        let head = tr(self.look.lang, key);
        let col = match side {
            Side::Left => Col::left(head, *width),
            Side::Right => Col::right(head, *width),
        };
        match sort {
            None => col,
            Some(sort) if *sort == self.sort.0 => col.sorted(match self.sort.1 {
                Direction::Ascending => "▲",
                Direction::Descending => "▼",
            }),
            Some(_) => col.sorted(""),
        }
    }
}

/// `EX-100245, новый`: the accessible name of a row.
fn name(lang: Lang, row: &OrderRow) -> String {
    format!("{}, {}", outside(row.numbers.shown()), words::status(lang, row.standing.status))
}

/// The number or a dash.
fn or_dash(text: Option<&str>) -> &str {
    text.filter(|t| !t.is_empty()).unwrap_or("—")
}

fn cell(ui: &mut Ui, row: &OrderRow, column: usize, look: Look) {
    let lang = look.lang;
    match column {
        0 => {
            let overdue = row.is_overdue(look.now);
            Chip::status(lang, row.standing.status, &row.standing.raw_status, overdue).show(ui);
            if row.standing.attention.is_some() {
                ui.label(toned(ui, theme::bold("⚠"), ChipTone::Late));
            }
        }
        1 => table::foreign(ui, or_dash(row.numbers.site.as_deref())),
        2 => table::foreign(ui, or_dash(row.numbers.own.as_deref())),
        3 => source(ui, row, lang),
        4 => table::text(ui, habits::short_date_time(row.created_at, look.now, look.zone)),
        5 => table::foreign(ui, or_dash(Some(&row.customer.name))),
        6 => table::foreign(ui, or_dash(Some(&row.customer.phone))),
        7 => table::text(ui, row.line_count.to_string()),
        8 => table::text(ui, row.total.rubles()),
        9 => payment(ui, row, lang),
        10 => hold(ui, row, look),
        11 => delivery(ui, row.standing.delivery, lang),
        _ => comment(ui, row, lang),
    }
}

/// The remark, after what the order is to another one.
fn comment(ui: &mut Ui, row: &OrderRow, lang: Lang) {
    match linked(lang, row) {
        Some(words) if row.comment.is_empty() => table::foreign(ui, &words),
        Some(words) => table::foreign(ui, &format!("{words} · {}", row.comment)),
        None => table::muted(ui, &row.comment),
    }
}

/// «вместо него заказ С-000001» or «замена EX-100241».
pub(in crate::ui) fn linked(lang: Lang, row: &OrderRow) -> Option<String> {
    let after = row.supply.replaced_by.as_ref().map(|n| ("order-replaced-by", n));
    let (key, number) = after.or_else(|| row.supply.replaces.as_ref().map(|n| ("order-replaces", n)))?;
    Some(tr_args(lang, key, &[("number", outside(number).into())]))
}

fn source(ui: &mut Ui, row: &OrderRow, lang: Lang) {
    if row.numbers.site.is_some() {
        tag(ui, &tr(lang, "orders-source-site"));
    } else {
        table::muted(ui, tr(lang, "orders-source-own"));
    }
    if row.standing.is_test {
        table::muted(ui, tr(lang, "orders-test"));
    }
}

fn payment(ui: &mut Ui, row: &OrderRow, lang: Lang) {
    let text = RichText::new(words::payment_of(lang, row.payment, row.standing.status));
    match row.payment {
        PaymentState::Paid => table::text(ui, toned(ui, text, ChipTone::Assembled)),
        PaymentState::Refunded => table::text(ui, toned(ui, text, ChipTone::Late)),
        PaymentState::Unpaid if row.standing.status.is_final() => table::muted(ui, text.text()),
        PaymentState::Unpaid | PaymentState::Unknown => table::text(ui, text),
    }
}

/// `25.11 13:21 47 ч`; amber when soon, red when over, nothing beside it when the order is finished.
fn hold(ui: &mut Ui, row: &OrderRow, look: Look) {
    let Some(until) = row.hold_until else {
        table::text(ui, "—");
        return;
    };
    table::text(ui, habits::short_date_time(until, look.now, look.zone));
    if row.standing.status.is_final() {
        return;
    }
    let left = habits::countdown(look.lang, until, look.now);
    if until <= look.now {
        table::text(ui, toned(ui, theme::bold(left), ChipTone::Late));
    } else if until - look.now < SOON {
        table::text(ui, toned(ui, theme::bold(left), ChipTone::Accepted));
    } else {
        table::muted(ui, left);
    }
}

fn delivery(ui: &mut Ui, delivery: Delivery, lang: Lang) {
    let text = words::delivery(lang, delivery);
    match delivery {
        Delivery::Waiting => table::text(ui, toned(ui, theme::bold(text), ChipTone::Accepted)),
        Delivery::Refused => table::text(ui, toned(ui, theme::bold(text), ChipTone::Late)),
        Delivery::Sent => table::text(ui, text),
        Delivery::None => table::muted(ui, text),
    }
}
