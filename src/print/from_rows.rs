//! From the answer of `usecase::read::order_sheet` to the input of the layout.
//!
//! Owns: the mapping and the shape of dates on paper. Words come through a function by their keys, so that
//! this room knows no language.

use chrono::{DateTime, FixedOffset, Utc};

use super::sheet::{OrderSheet, SheetLine, SheetPick};
use super::words::SheetWords;
use crate::domain::batch;
use crate::domain::mask;
use crate::domain::order::{PaymentState, sheet_code};
use crate::domain::packs::Packs;
use crate::usecase::read::order_card::{CardLine, CardPick};
use crate::usecase::read::order_sheet::Sheet;

/// The sheet of an order; times in the pharmacy's `zone`.
#[must_use]
pub fn order_sheet(rows: &Sheet, zone: FixedOffset) -> OrderSheet {
    let row = &rows.card.row;
    let at = |t: DateTime<Utc>| t.with_timezone(&zone).format("%d.%m.%Y %H:%M").to_string();
    let own = row.numbers.own.clone().filter(|_| row.numbers.site.is_some());
    OrderSheet {
        pharmacy_name: rows.pharmacy_name.clone(),
        pharmacy_address: rows.pharmacy_address.clone(),
        number: row.numbers.shown().to_owned(),
        own_number: own,
        sheet_code: sheet_code(row.id),
        customer_name: row.customer.name.clone(),
        customer_phone: row.customer.phone.clone(),
        hold_until: row.hold_until.map(at).unwrap_or_default(),
        created: at(row.created_at),
        printed_at: at(rows.made_at),
        lines: rows.card.lines.iter().map(|l| if row.standing.status.is_final() { over(l) } else { line(l) }).collect(),
        total: row.total,
        paid: row.payment == PaymentState::Paid,
        comment: mask::phones_in(&row.comment),
        cell: row.aside.cell.clone(),
        collected: row.aside.collected.as_ref().map(|(by, when)| format!("{by}, {}", at(*when))).unwrap_or_default(),
    }
}

fn line(line: &CardLine) -> SheetLine {
    SheetLine {
        name: line.name.clone(),
        manufacturer: line.manufacturer.clone(),
        packs: line.ordered,
        price: line.price,
        sum: line.sum(),
        picks: line.picks.iter().map(pick).collect(),
        is_rx: line.is_rx,
        missing: line.missing(),
    }
}

/// A line of an order that is over: nothing of it is wanted any more, so nothing is missing.
fn over(of: &CardLine) -> SheetLine {
    SheetLine { missing: Packs::ZERO, ..line(of) }
}

fn pick(pick: &CardPick) -> SheetPick {
    SheetPick {
        series: pick.series.clone(),
        expires: pick.expires_on.format("%m.%Y").to_string(),
        place: pick.place.clone(),
        storage: pick.storage,
        stays: batch::stays_until_handover(&pick.place, pick.storage),
        packs: pick.packs,
    }
}

/// The words of a sheet; `tr` answers the words of a text key (`sheet-order`, `sheet-customer`, …).
#[must_use]
pub fn sheet_words(tr: impl Fn(&str) -> String) -> SheetWords {
    SheetWords {
        order: tr("sheet-order"),
        own_number: tr("sheet-own-number"),
        customer: tr("sheet-customer"),
        hold_until: tr("sheet-hold-until"),
        created: tr("sheet-created"),
        printed: tr("sheet-printed"),
        payment: tr("sheet-payment"),
        paid: tr("sheet-paid"),
        unpaid: tr("sheet-unpaid"),
        goods: tr("sheet-goods"),
        place: tr("sheet-place"),
        packs: tr("sheet-packs"),
        actual: tr("sheet-actual"),
        price: tr("sheet-price"),
        sum: tr("sheet-sum"),
        series: tr("sheet-series"),
        expires: tr("sheet-expires"),
        packs_unit: tr("sheet-packs-unit"),
        cold: tr("sheet-cold"),
        cool: tr("sheet-cool"),
        safe: tr("sheet-safe"),
        rx: tr("sheet-rx"),
        missing: tr("sheet-missing"),
        no_place: tr("sheet-no-place"),
        no_picks: tr("sheet-no-picks"),
        comment: tr("sheet-comment"),
        total: tr("sheet-total"),
        collected_by: tr("sheet-collected-by"),
        cell: tr("sheet-cell"),
        checked_by: tr("sheet-checked-by"),
        signature_hint: tr("sheet-signature-hint"),
        page_of: tr("sheet-page-of"),
        slip: tr("sheet-slip"),
    }
}
