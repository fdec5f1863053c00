//! The directory of suppliers: added, renamed, hidden. A supplier that something was ordered from is never removed.

use super::read::suppliers::SupplierRow;
use super::{Action, Cx, Topic, UseError};
use crate::domain::directory::DirectoryRefusal;
use crate::domain::ids::SupplierId;
use crate::domain::mask;
use crate::domain::requisition::MAX_LEAD_DAYS;
use crate::domain::supply_refusal::SupplyRefusal;
use crate::store;

/// The longest name of a supplier, in characters.
const MAX_NAME: usize = 120;

/// Adds a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddSupplier {
    /// Its name, unlike all others.
    pub name: String,
    /// Days until it delivers.
    pub lead_days: u32,
}

/// Changes one thing of a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSupplier {
    /// Which.
    pub supplier: SupplierId,
    /// What.
    pub change: SupplierChange,
}

/// What may change of a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupplierChange {
    /// Its name.
    Rename(String),
    /// Days until it delivers.
    LeadDays(u32),
    /// It is not proposed any more; what was ordered from it stays.
    Hide,
    /// It is proposed again.
    Show,
}

impl Action for AddSupplier {
    type Value = SupplierId;
    const NAME: &'static str = "add_supplier";

    fn run(self, cx: &mut Cx<'_>) -> Result<SupplierId, UseError> {
        let name = free_name(cx, &self.name, None)?;
        let id = store::suppliers::add(cx.sql, &name, lead_days(self.lead_days)?)?;
        cx.changes.add(Topic::Orders);
        Ok(id)
    }
}

impl Action for ChangeSupplier {
    type Value = ();
    const NAME: &'static str = "change_supplier";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let known = store::suppliers::by_id(cx.sql, self.supplier)?;
        let mut supplier = known.ok_or(SupplyRefusal::SupplierNotFound)?;
        match self.change {
            SupplierChange::Rename(name) => supplier.name = free_name(cx, &name, Some(self.supplier))?,
            SupplierChange::LeadDays(days) => supplier.lead_days = lead_days(days)?,
            SupplierChange::Hide => supplier.is_active = false,
            SupplierChange::Show => supplier.is_active = true,
        }
        store::suppliers::update(cx.sql, &supplier)?;
        cx.changes.add(Topic::Orders);
        Ok(())
    }
}

/// Changes all of a supplier at once, as it was read: of two who change the same the second is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditSupplier {
    /// As it was read.
    pub was: SupplierRow,
    /// As it is to be.
    pub now: SupplierRow,
}

impl Action for EditSupplier {
    type Value = ();
    const NAME: &'static str = "edit_supplier";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let known = store::suppliers::by_id(cx.sql, self.was.id)?.ok_or(SupplyRefusal::SupplierNotFound)?;
        if known != self.was {
            return Err(DirectoryRefusal::ChangedMeanwhile { name: known.name }.into());
        }
        let name = free_name(cx, &self.now.name, Some(known.id))?;
        let lead_days = lead_days(self.now.lead_days)?;
        let now = SupplierRow { id: known.id, name, lead_days, is_active: self.now.is_active };
        store::suppliers::update(cx.sql, &now)?;
        cx.changes.add(Topic::Orders);
        Ok(())
    }
}

/// The name as stored, if no other supplier has it. Case and spaces at the ends make no difference.
fn free_name(cx: &Cx<'_>, typed: &str, own: Option<SupplierId>) -> Result<String, UseError> {
    let name = mask::safe_text(typed).trim().to_owned();
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(SupplyRefusal::SupplierNameBad.into());
    }
    let same = name.to_lowercase();
    let taken = store::suppliers::all(cx.sql)?.iter().any(|s| Some(s.id) != own && s.name.to_lowercase() == same);
    if taken {
        return Err(SupplyRefusal::SupplierNameTaken { name }.into());
    }
    Ok(name)
}

fn lead_days(days: u32) -> Result<u32, SupplyRefusal> {
    if days > MAX_LEAD_DAYS {
        return Err(SupplyRefusal::BadLeadDays { days: i64::from(days) });
    }
    Ok(days)
}
