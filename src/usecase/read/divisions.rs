//! «Внутренние контрагенты», as the list «Подразделение» shows them.

use crate::store::{self, Sql};
use crate::usecase::{Query, ReadCx, UseError, settings};

/// A part of the business.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Division {
    /// Short name.
    pub short_name: String,
    /// Code at the site.
    pub code: String,
    /// The owner of the data.
    pub is_owner: bool,
}

/// All of them, the owner first, also when it was never entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Divisions;

impl Query for Divisions {
    type Rows = Vec<Division>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<Division>, UseError> {
        let mut all = store::divisions::all(cx.sql)?;
        match all.first_mut().filter(|first| first.is_owner) {
            // The sign over the door has its own setting.
            Some(owner) => owner.short_name = settings::get(cx.sql, "pharmacy.name")?,
            None => all.insert(0, unentered_owner(cx.sql)?),
        }
        Ok(all)
    }
}

/// The owner as the settings know it.
pub(in crate::usecase) fn unentered_owner(sql: &Sql<'_>) -> Result<Division, UseError> {
    Ok(Division {
        short_name: settings::get(sql, "pharmacy.name")?,
        code: settings::get(sql, "site.pharmacy_id")?,
        is_owner: true,
    })
}

/// The mark on the batches whose stock is told to the site: that of the chosen part; empty for the owner.
pub(in crate::usecase) fn chosen_mark(sql: &Sql<'_>) -> Result<String, UseError> {
    let code = settings::get(sql, "site.pharmacy_id")?;
    let chosen = store::divisions::all(sql)?.into_iter().find(|division| division.code == code);
    Ok(chosen.filter(|division| !division.is_owner).map_or_else(String::new, |division| division.code))
}
