//! Values that come from the desk: the old one stays on the screen while a new one is under way.
//!
//! Nothing here waits; a frame polls. Must not know: what the values are.

use crate::desk::Reply;
use crate::usecase::{Outcome, UseError};

/// The answer to a question, kept until a newer one is there.
pub struct Loadable<T> {
    value: Option<T>,
    coming: Option<Reply<T>>,
    error: Option<UseError>,
}

impl<T> Default for Loadable<T> {
    fn default() -> Self {
        Self { value: None, coming: None, error: None }
    }
}

impl<T> Loadable<T> {
    /// Waits for `reply` from now on; an older reply under way is forgotten, the value stays.
    pub fn request(&mut self, reply: Reply<T>) {
        self.coming = Some(reply);
    }

    /// Takes the answer if it is there. True when something arrived.
    pub fn poll(&mut self) -> bool {
        let Some(answer) = self.coming.as_mut().and_then(Reply::poll_now) else {
            return false;
        };
        self.coming = None;
        match answer {
            Ok(value) => {
                self.value = Some(value);
                self.error = None;
            }
            Err(error) => self.error = Some(error),
        }
        true
    }

    /// The last good answer.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Why the last question failed, if it did.
    #[must_use]
    pub const fn error(&self) -> Option<&UseError> {
        self.error.as_ref()
    }

    /// A question is under way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.coming.is_some()
    }

    /// Forgets value, error and question.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// An intention under way: one at a time, its button is busy meanwhile.
pub struct Pending<T>(Option<Reply<Outcome<T>>>);

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Pending<T> {
    /// Waits for `reply`.
    pub fn start(&mut self, reply: Reply<Outcome<T>>) {
        self.0 = Some(reply);
    }

    /// One is under way.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.0.is_some()
    }

    /// The result, once.
    pub fn poll(&mut self) -> Option<Result<T, UseError>> {
        let answer = self.0.as_mut().and_then(Reply::poll_now)?;
        self.0 = None;
        Some(answer.map(|outcome| outcome.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::error::Refusal;

    #[test]
    fn the_old_value_stays_until_a_newer_one_is_there_and_an_error_keeps_it() {
        let mut rows = Loadable::default();
        rows.request(Reply::ready(Ok(1)));
        assert!(rows.value().is_none() && rows.is_waiting());
        assert!(rows.poll());
        rows.request(Reply::ready(Err(Refusal::EmptyOrder.into())));
        assert_eq!(rows.value(), Some(&1));
        assert!(rows.poll());
        assert_eq!(rows.value(), Some(&1));
        assert!(rows.error().is_some());
        rows.request(Reply::ready(Ok(2)));
        assert!(rows.poll() && !rows.poll());
        assert_eq!((rows.value(), rows.error().is_none()), (Some(&2), true));
    }
}
