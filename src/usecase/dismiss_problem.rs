//! A person has dealt with an element that could not be read; it is put aside, with who did so and when.

use super::{Action, Cx, Topic, UseError};
use crate::domain::error::Refusal;
use crate::domain::ids::ProblemId;
use crate::store;

/// Puts one open problem aside. The element stays in the database; the same element coming again stays aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DismissProblem {
    /// Which.
    pub problem: ProblemId,
}

impl Action for DismissProblem {
    type Value = ();
    const NAME: &'static str = "dismiss_problem";

    /// Refused with [`Refusal::ProblemNotFound`] when there is none, or it is closed already.
    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        if !store::inbox::dismiss(cx.sql, self.problem, cx.actor, cx.now)? {
            return Err(Refusal::ProblemNotFound { id: self.problem }.into());
        }
        cx.changes.add(Topic::Sync);
        Ok(())
    }
}
