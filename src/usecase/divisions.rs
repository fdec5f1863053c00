//! «Внутренние контрагенты»: entered, named, taken away; what follows when another one is chosen.

use super::read::divisions::{Division, unentered_owner};
use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::{AccessRefusal, LONGEST_NAME, Right};
use crate::domain::directory::DirectoryRefusal;
use crate::store::{self, Sql};

/// Enters one, or gives the one with this code another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveDivision {
    /// Short name.
    pub short_name: String,
    /// Code at the site.
    pub code: String,
}

impl Action for SaveDivision {
    type Value = ();
    const NAME: &'static str = "save_division";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Settings)?;
        let (short_name, code) = (plain(&self.short_name)?, plain(&self.code)?);
        if unentered_owner(cx.sql)?.code == code || store::divisions::all(cx.sql)?.iter().any(|d| d.code == code) {
            return Err(AccessRefusal::CodeTaken.into());
        }
        support::write_deed(cx, "division_added", &format!("{short_name} [{code}]"))?;
        store::divisions::save(cx.sql, &Division { short_name, code, is_owner: false })?;
        cx.changes.add(Topic::Settings);
        Ok(())
    }
}

/// A name or code as it is kept.
fn plain(typed: &str) -> Result<String, AccessRefusal> {
    let text = typed.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err(AccessRefusal::BadName { most: LONGEST_NAME });
    }
    Ok(text.to_owned())
}

/// Gives one another name; its code stays, batches and the site know it by that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameDivision {
    /// As it was read.
    pub was: Division,
    /// The new name.
    pub short_name: String,
}

impl Action for RenameDivision {
    type Value = ();
    const NAME: &'static str = "rename_division";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Settings)?;
        let short_name = plain(&self.short_name)?;
        if !store::divisions::all(cx.sql)?.contains(&self.was) {
            return Err(DirectoryRefusal::ChangedMeanwhile { name: self.was.short_name }.into());
        }
        support::write_deed(cx, "division_renamed", &format!("{short_name} [{}]", self.was.code))?;
        store::divisions::save(cx.sql, &Division { short_name, ..self.was })?;
        cx.changes.add(Topic::Settings);
        Ok(())
    }
}

/// Takes one away that has no goods; the answer tells whether it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveDivision {
    /// Its code.
    pub code: String,
}

impl Action for RemoveDivision {
    type Value = bool;
    const NAME: &'static str = "remove_division";

    fn run(self, cx: &mut Cx<'_>) -> Result<bool, UseError> {
        support::must_may(cx, Right::Settings)?;
        if super::settings::get(cx.sql, "site.pharmacy_id")? == self.code {
            return Ok(false);
        }
        let gone = store::divisions::remove(cx.sql, &self.code)?;
        if gone {
            support::write_deed(cx, "division_removed", &self.code)?;
            cx.changes.add(Topic::Settings);
        }
        Ok(gone)
    }
}

/// The code at the site becomes `code`: another part was chosen, or the owner is known under another code.
pub(super) fn code_changes(sql: &Sql<'_>, code: &str) -> Result<(), UseError> {
    let all = store::divisions::all(sql)?;
    let has_owner = all.iter().any(|division| division.is_owner);
    if all.iter().any(|division| division.code == code) {
        if !has_owner {
            // Its own code would be forgotten otherwise.
            store::divisions::save(sql, &unentered_owner(sql)?)?;
        }
    } else if has_owner {
        store::divisions::set_owner_code(sql, code)?;
    }
    Ok(())
}
