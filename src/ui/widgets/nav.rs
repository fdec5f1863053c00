//! Moving through rows by keys.

use egui::{Context, Key, Modifiers};

/// A wish to move the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Rows up (negative) or down.
    By(isize),
    /// First row.
    First,
    /// Last row.
    Last,
}

impl Move {
    /// Where it leads among `len` rows; `None` when there are none.
    #[must_use]
    pub fn from(self, selected: Option<usize>, len: usize) -> Option<usize> {
        let last = len.checked_sub(1)?;
        Some(match (self, selected) {
            (Self::First, _) => 0,
            (Self::Last, _) => last,
            (Self::By(n), None) => {
                if n < 0 {
                    last
                } else {
                    0
                }
            }
            (Self::By(n), Some(at)) => at.saturating_add_signed(n).min(last),
        })
    }
}

/// Takes ↑ ↓ PgUp PgDn (and Home End when `ends`) out of this frame's keys.
pub fn take_move(ctx: &Context, page: usize, ends: bool) -> Option<Move> {
    let page = isize::try_from(page.max(1)).unwrap_or(10);
    let keys: [(Key, Move, bool); 6] = [
        (Key::ArrowUp, Move::By(-1), true),
        (Key::ArrowDown, Move::By(1), true),
        (Key::PageUp, Move::By(-page), true),
        (Key::PageDown, Move::By(page), true),
        (Key::Home, Move::First, ends),
        (Key::End, Move::Last, ends),
    ];
    ctx.input_mut(|input| {
        keys.into_iter().filter(|(.., on)| *on).find_map(|(key, step, _)| {
            let times = input.count_and_consume_key(Modifiers::NONE, key);
            match (times, step) {
                (0, _) => None,
                (n, Move::By(by)) => Some(Move::By(by.saturating_mul(isize::try_from(n).unwrap_or(1)))),
                (_, end) => Some(end),
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_stays_inside_the_rows() {
        assert_eq!(Move::By(1).from(None, 3), Some(0));
        assert_eq!(Move::By(-1).from(None, 3), Some(2));
        assert_eq!(Move::By(10).from(Some(1), 3), Some(2));
        assert_eq!(Move::By(-10).from(Some(1), 3), Some(0));
        assert_eq!(Move::Last.from(Some(0), 3), Some(2));
        assert_eq!(Move::By(1).from(Some(4), 0), None);
    }
}
