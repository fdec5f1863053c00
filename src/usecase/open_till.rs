//! A window opens: its till and its user are in the directories from then on.

use super::{Action, Cx, UseError, settings};
use crate::store;

/// Enters the actor's till with its title and the actor as a pharmacist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenTill;

impl Action for OpenTill {
    type Value = ();
    const NAME: &'static str = "open_till";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let title = settings::get(cx.sql, "till.title")?;
        store::settings::ensure_till(cx.sql, cx.actor.till.as_str(), &title)?;
        store::settings::ensure_user(cx.sql, &cx.actor.user, "pharmacist")?;
        Ok(())
    }
}
