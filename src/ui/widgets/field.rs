//! Text fields with an accessible name and a message beside them.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use egui::text::{CCursor, CCursorRange};
use egui::{Id, Response, TextEdit, Ui};

use crate::text::habits;
use crate::ui::theme::CONTROL;

/// A one-line field. Enter stays with the caller: the field keeps the keyboard.
pub struct TextField<'a> {
    id: Id,
    name: &'a str,
    hint: &'a str,
    width: f32,
    limit: usize,
    hidden: bool,
}

impl<'a> TextField<'a> {
    /// A field with a stable id and its accessible name.
    #[must_use]
    pub fn new(id: impl std::hash::Hash + std::fmt::Debug, name: &'a str) -> Self {
        Self { id: Id::unique(("field", id)), name, hint: "", width: 240.0, limit: 400, hidden: false }
    }

    /// Weak words shown while it is empty.
    #[must_use]
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Its width.
    #[must_use]
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// At most so many characters.
    #[must_use]
    pub const fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Dots in the place of what is typed.
    #[must_use]
    pub const fn hidden(mut self, hidden: bool) -> Self {
        self.hidden = hidden;
        self
    }

    /// The id under which it has the keyboard.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.id
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let edit = TextEdit::singleline(text)
            .id(self.id)
            .hint_text(self.hint.to_owned())
            .desired_width(self.width)
            .min_size(egui::vec2(0.0, CONTROL))
            .align(egui::Align2::LEFT_CENTER)
            .char_limit(self.limit)
            .password(self.hidden)
            .return_key(None);
        let response = ui.add(edit);
        let name = self.name.to_owned();
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name.as_str()));
        response
    }
}

/// Gives the field the keyboard with its words selected.
pub fn select_all(ui: &Ui, id: egui::Id, text: &str) {
    ui.memory_mut(|m| m.request_focus(id));
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    TextEdit::store_state(ui.ctx(), id, state);
}

/// A typed date and time, `дд.мм.гггг чч:мм`; the screen says what cannot be read.
#[derive(Clone, Debug, Default)]
pub struct DateTimeField {
    /// As typed.
    pub text: String,
}

impl DateTimeField {
    /// Shows `at` in the pharmacy's zone.
    #[must_use]
    pub fn new(at: DateTime<Utc>, zone: FixedOffset) -> Self {
        Self { text: habits::date_time(at, zone) }
    }

    /// Puts another time in.
    pub fn set(&mut self, at: DateTime<Utc>, zone: FixedOffset) {
        self.text = habits::date_time(at, zone);
    }

    /// The time as typed; `None` when it cannot be read.
    #[must_use]
    pub fn value(&self, today: NaiveDate, zone: FixedOffset) -> Option<DateTime<Utc>> {
        let local = habits::parse_date_time(&self.text, today)?;
        local.and_local_timezone(zone).earliest().map(|t| t.with_timezone(&Utc))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {

    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn what_is_shown_is_what_is_read() {
        let zone = FixedOffset::east_opt(3 * 3600).unwrap();
        let at = from_millis(1_795_428_300_000);
        let field = DateTimeField::new(at, zone);
        assert_eq!(field.text, "23.11.2026 13:05");
        assert_eq!(field.value(NaiveDate::default(), zone), Some(at));
        assert_eq!(DateTimeField { text: "скоро".into() }.value(NaiveDate::default(), zone), None);
    }
}
