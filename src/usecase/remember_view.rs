//! Remembers how a person arranged the window of this till.

use super::read::till_view::ViewPart;
use super::{Action, Cx, UseError};
use crate::domain::error::Refusal;
use crate::domain::setting_fault::SettingFault;
use crate::store;

/// Longer than any honest arrangement.
const LONGEST: usize = 500;

/// Remembers one part for the till that acts; an empty text forgets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberView {
    /// What.
    pub part: ViewPart,
    /// In the screen's own words: one line of plain text.
    pub text: String,
}

impl Action for RememberView {
    type Value = ();
    const NAME: &'static str = "remember_view";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let key = self.part.key(&cx.actor.till);
        if self.text.chars().count() > LONGEST || self.text.chars().any(char::is_control) {
            return Err(Refusal::BadSetting { key, fault: SettingFault::BadText { longest: LONGEST } }.into());
        }
        // Nobody else shows it: no topic changes.
        store::settings::set(cx.sql, &key, Some(self.text.as_str()).filter(|t| !t.is_empty()))?;
        Ok(())
    }
}
