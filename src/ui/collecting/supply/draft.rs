//! What a person typed for a missing product and did not store yet, and what it means.
//!
//! Owns: reading quantity and date, the difference from what is proposed. Must not know: the screen, the desk.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};

use crate::domain::ids::ProductCode;
use crate::domain::packs::Packs;
use crate::domain::{receipt, requisition};
use crate::text::habits;
use crate::ui::command::Draft;
use crate::usecase::make_requisition::RequisitionEdit;
use crate::usecase::read::requisition::MissingRow;
use crate::usecase::read::suppliers::SupplierRow;

/// The time of a frame, for what is read from typed words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct When {
    pub(super) now: DateTime<Utc>,
    pub(super) zone: Option<FixedOffset>,
}

impl When {
    fn zone(self) -> FixedOffset {
        self.zone.unwrap_or_else(|| chrono::Offset::fix(&Utc))
    }

    fn today(self) -> NaiveDate {
        self.now.with_timezone(&self.zone()).date_naive()
    }

    /// `27.11.2026 23:59`; a day alone means its end. `None` when it cannot be read.
    pub(super) fn read(self, text: &str) -> Option<DateTime<Utc>> {
        let text = text.trim();
        let end = || NaiveTime::from_hms_opt(23, 59, 0);
        let day_alone = || habits::parse_date(text, self.today()).and_then(|day| Some(day.and_time(end()?)));
        let local = habits::parse_date_time(text, self.today()).or_else(day_alone)?;
        local.and_local_timezone(self.zone()).earliest().map(|t| t.with_timezone(&Utc))
    }

    pub(super) fn text(self, at: DateTime<Utc>) -> String {
        habits::date_time(at, self.zone())
    }

    /// When goods ordered now from a supplier with this lead are here.
    pub(super) fn delivery(self, lead_days: u32) -> DateTime<Utc> {
        requisition::delivery_of(self.now, lead_days, self.zone())
    }
}

/// The fields of one product as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) packs: String,
    pub(super) supplier: Option<SupplierRow>,
    pub(super) needed: String,
}

impl Fields {
    /// As proposed, or as in the requisition.
    pub(super) fn of(row: &MissingRow, when: When) -> Self {
        Self {
            packs: row.proposed.packs.to_string(),
            supplier: row.proposed.supplier.clone(),
            needed: when.text(row.proposed.needed_by),
        }
    }

    /// Takes a supplier; its delivery sets the date.
    pub(super) fn take(&mut self, supplier: SupplierRow, when: When) {
        self.needed = when.text(when.delivery(supplier.lead_days));
        self.supplier = Some(supplier);
    }

    /// Packs as typed; the text key of the reason when they cannot be ordered.
    pub(super) fn read_packs(&self) -> Result<Packs, &'static str> {
        let packs = self.packs.trim().parse().map(Packs).map_err(|_| "why-bad-packs")?;
        receipt::check_quantity(packs).map_err(|_| "why-bad-packs")?;
        Ok(packs)
    }

    /// The date as typed; the text key of the reason when it cannot be.
    pub(super) fn read_needed(&self, when: When) -> Result<DateTime<Utc>, &'static str> {
        let at = when.read(&self.needed).ok_or("why-bad-needed")?;
        requisition::check_needed_by(at, when.now).map_err(|_| "why-bad-needed")?;
        Ok(at)
    }

    /// What is different from the proposal, as the use case wants it; the text key of why it cannot be stored.
    fn edit(&self, row: &MissingRow, when: When) -> Result<RequisitionEdit, &'static str> {
        let was = Self::of(row, when);
        let supplier = self.supplier.as_ref().map(|s| s.id);
        let changed = supplier != was.supplier.as_ref().map(|s| s.id);
        Ok(RequisitionEdit {
            product: row.product.clone(),
            packs: if self.packs == was.packs { None } else { Some(self.read_packs()?) },
            supplier: supplier.filter(|_| changed),
            needed_by: if self.needed == was.needed { None } else { Some(self.read_needed(when)?) },
        })
    }
}

/// The typed fields of all products that differ from what is proposed.
#[derive(Debug, Default)]
pub(super) struct Drafts(HashMap<ProductCode, Fields>);

impl Drafts {
    /// The fields to show for `row`.
    pub(super) fn get(&self, row: &MissingRow, when: When) -> Fields {
        self.0.get(&row.product).cloned().unwrap_or_else(|| Fields::of(row, when))
    }

    /// True when something was typed for `row`.
    pub(super) fn has(&self, row: &MissingRow) -> bool {
        self.0.contains_key(&row.product)
    }

    /// Keeps the fields of `row`; as proposed is nothing to keep.
    pub(super) fn put(&mut self, row: &MissingRow, fields: Fields, when: When) {
        if fields == Fields::of(row, when) {
            self.0.remove(&row.product);
        } else {
            self.0.insert(row.product.clone(), fields);
        }
    }

    /// Nothing is typed any more.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether anything was typed for these rows, and whether it can be stored.
    pub(super) fn state(&self, rows: &[MissingRow], when: When) -> Draft {
        let mut state = Draft::None;
        for row in rows {
            let Some(fields) = self.0.get(&row.product) else { continue };
            match fields.edit(row, when) {
                Ok(_) => state = Draft::Typed,
                Err(why) => return Draft::Bad(why),
            }
        }
        state
    }

    /// Everything typed for these rows; what cannot be read is left out.
    pub(super) fn edits(&self, rows: &[MissingRow], when: When) -> Vec<RequisitionEdit> {
        let typed = rows.iter().filter_map(|row| Some((row, self.0.get(&row.product)?)));
        typed.filter_map(|(row, fields)| fields.edit(row, when).ok()).collect()
    }

    /// The latest date by which something of these rows is needed.
    pub(super) fn latest(&self, rows: &[MissingRow], when: When) -> Option<DateTime<Utc>> {
        let needed = |row: &MissingRow| match self.0.get(&row.product) {
            Some(fields) => fields.read_needed(when).unwrap_or(row.proposed.needed_by),
            None => row.proposed.needed_by,
        };
        rows.iter().map(needed).max()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;
    use crate::domain::ids::{LineId, SupplierId};
    use crate::domain::money::Kopecks;
    use crate::usecase::read::requisition::Proposed;

    /// 23.11.2026 13:05 in Moscow.
    fn when() -> When {
        When { now: from_millis(1_795_428_300_000), zone: FixedOffset::east_opt(3 * 3600) }
    }

    fn supplier(id: i64, lead_days: u32) -> SupplierRow {
        SupplierRow { id: SupplierId(id), name: format!("П{id}"), lead_days, is_active: true }
    }

    fn row() -> MissingRow {
        MissingRow {
            line: LineId(1),
            goods: None,
            product: ProductCode("P6".to_owned()),
            name: "Магне".to_owned(),
            manufacturer: String::new(),
            price: Kopecks(100),
            missing: Packs(2),
            lines: Vec::new(),
            proposed: Proposed {
                packs: Packs(2),
                supplier: Some(supplier(1, 1)),
                needed_by: when().delivery(1),
                late: None,
            },
        }
    }

    #[test]
    fn only_what_differs_is_an_edit_and_what_was_put_back_is_none() {
        let (row, mut drafts) = (row(), Drafts::default());
        let mut fields = drafts.get(&row, when());
        fields.packs = "5".to_owned();
        drafts.put(&row, fields.clone(), when());
        let edits = drafts.edits(std::slice::from_ref(&row), when());
        let edits: Vec<_> = edits.iter().map(|e| (e.packs, e.supplier, e.needed_by)).collect();
        assert_eq!(edits, [(Some(Packs(5)), None, None)]);
        fields.packs = "2".to_owned();
        drafts.put(&row, fields, when());
        assert!(!drafts.has(&row));
        assert_eq!(drafts.state(&[row], when()), Draft::None);
    }

    #[test]
    fn another_supplier_brings_its_own_date_and_a_day_alone_means_its_end() {
        let (row, mut drafts) = (row(), Drafts::default());
        let mut fields = drafts.get(&row, when());
        fields.take(supplier(2, 4), when());
        assert_eq!(fields.needed, "27.11.2026 23:59");
        fields.needed = "28.11".to_owned();
        drafts.put(&row, fields, when());
        let edit = drafts.edits(std::slice::from_ref(&row), when()).pop().unwrap();
        assert_eq!((edit.supplier, edit.packs), (Some(SupplierId(2)), None));
        assert_eq!(edit.needed_by.map(|at| when().text(at)).as_deref(), Some("28.11.2026 23:59"));
        assert_eq!(drafts.latest(&[row], when()), edit.needed_by);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_never_stored() {
        for (packs, needed, why) in [
            ("два", "28.11", "why-bad-packs"),
            ("0", "28.11", "why-bad-packs"),
            ("10000", "28.11", "why-bad-packs"),
            ("3", "скоро", "why-bad-needed"),
            ("3", "22.11.2026 10:00", "why-bad-needed"),
        ] {
            let (row, mut drafts) = (row(), Drafts::default());
            let fields = Fields { packs: packs.to_owned(), supplier: None, needed: needed.to_owned() };
            drafts.put(&row, fields, when());
            assert_eq!(drafts.state(std::slice::from_ref(&row), when()), Draft::Bad(why), "{packs} {needed}");
            assert!(drafts.edits(&[row], when()).is_empty());
        }
    }
}
