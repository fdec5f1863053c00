//! Which order is selected, and where it is in the list. It stays selected while lists come and go.

use std::ops::Range;

use crate::domain::ids::OrderId;
use crate::ui::widgets::Move;

/// The selected order.
#[derive(Debug, Default)]
pub(super) struct Selection {
    id: Option<OrderId>,
    at: Option<usize>,
    insists: bool,
    follows: bool,
    scroll: std::cell::Cell<bool>,
}

/// What a new list means for the selection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// It is (or another one took its place).
    Found,
    /// It must be shown, and the filters hide it.
    Hidden,
}

impl Selection {
    /// The selected order.
    pub(super) const fn id(&self) -> Option<OrderId> {
        self.id
    }

    /// Its place in the list.
    pub(super) const fn at(&self) -> Option<usize> {
        self.at
    }

    /// This order must be shown, whatever the filters are.
    pub(super) fn insist(&mut self, id: OrderId) {
        self.id = Some(id);
        self.at = None;
        self.insists = true;
    }

    /// Scroll to it, once.
    pub(super) fn take_scroll(&self) -> Option<usize> {
        if self.scroll.take() { self.at } else { None }
    }

    /// Scroll to it when the next list is there.
    pub(super) const fn scroll_again(&mut self) {
        self.follows = true;
    }

    /// A new list is there. An order that left it gives its place to the one that is there now. A row that was
    /// `seen` (the rows on the screen) stays in view; one that the person scrolled away from does not pull back.
    pub(super) fn settle(&mut self, ids: &[OrderId], filtered: bool, seen: &Range<usize>) -> Settled {
        let was_seen = self.at.is_some_and(|at| seen.contains(&at));
        let found = self.id.and_then(|id| ids.iter().position(|other| *other == id));
        if found.is_none() && self.insists && filtered {
            return Settled::Hidden;
        }
        let moved = found != self.at;
        if self.insists || self.follows || found.is_none() || (was_seen && moved) {
            self.scroll.set(true);
        }
        self.insists = false;
        self.follows = false;
        let last = ids.len().checked_sub(1);
        self.at = found.or_else(|| last.map(|last| self.at.unwrap_or(0).min(last)));
        self.id = self.at.and_then(|at| ids.get(at)).copied();
        Settled::Found
    }

    /// A key moves it.
    pub(super) fn step(&mut self, step: Move, ids: &[OrderId]) {
        if let Some(at) = step.from(self.at, ids.len()) {
            self.click(at, ids);
            self.scroll.set(true);
        }
    }

    /// A click selects.
    pub(super) fn click(&mut self, at: usize, ids: &[OrderId]) {
        if let Some(id) = ids.get(at) {
            self.id = Some(*id);
            self.at = Some(at);
            self.insists = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: &[i64]) -> Vec<OrderId> {
        numbers.iter().map(|n| OrderId(*n)).collect()
    }

    #[test]
    fn an_order_stays_selected_when_the_list_moves_and_gives_its_place_when_it_leaves() {
        let mut s = Selection::default();
        assert_eq!(s.settle(&ids(&[5, 6, 7]), false, &(0..9)), Settled::Found);
        assert_eq!((s.id(), s.at()), (Some(OrderId(5)), Some(0)));
        s.step(Move::By(1), &ids(&[5, 6, 7]));
        s.settle(&ids(&[4, 5, 6, 7]), false, &(0..9));
        assert_eq!((s.id(), s.at()), (Some(OrderId(6)), Some(2)));
        s.settle(&ids(&[4, 5, 7]), true, &(0..9));
        assert_eq!((s.id(), s.at()), (Some(OrderId(7)), Some(2)));
        s.settle(&ids(&[]), true, &(0..9));
        assert_eq!((s.id(), s.at()), (None, None));
    }

    #[test]
    fn an_order_that_must_be_shown_asks_for_the_filters_to_go_and_is_scrolled_to() {
        let mut s = Selection::default();
        s.insist(OrderId(9));
        assert_eq!(s.settle(&ids(&[1, 2]), true, &(0..9)), Settled::Hidden);
        assert_eq!(s.settle(&ids(&[1, 9]), false, &(0..9)), Settled::Found);
        assert_eq!((s.take_scroll(), s.take_scroll()), (Some(1), None));
    }

    #[test]
    fn a_row_on_the_screen_stays_in_view_and_one_scrolled_away_does_not_pull_back() {
        let mut s = Selection::default();
        s.settle(&ids(&[5, 6, 7]), false, &(0..2));
        assert_eq!(s.take_scroll(), Some(0), "the first selection is shown");
        s.settle(&ids(&[4, 5, 6, 7]), false, &(0..2));
        assert_eq!(s.take_scroll(), Some(1), "it moved while it was seen");
        s.settle(&ids(&[4, 5, 6, 7]), false, &(0..2));
        assert_eq!(s.take_scroll(), None, "nothing moved");
        s.settle(&ids(&[3, 4, 5, 6, 7]), false, &(3..5));
        assert_eq!((s.take_scroll(), s.id()), (None, Some(OrderId(5))), "the person had scrolled away");
    }
}
