//! How the person arranged the list: widths, sort, lane and filters, remembered at this till as plain text.
//!
//! What cannot be read back is passed over: a list must open whatever was stored. Search words and dates are not
//! remembered: tomorrow they would hide orders.

use super::filters::Filters;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::usecase::read::till_view::{OrderListLook, OrderListView, ViewPart};
use crate::usecase::remember_view::RememberView;

/// Narrower nothing can be read, wider nothing needs to be.
const WIDTHS: std::ops::RangeInclusive<f32> = 40.0..=900.0;

/// What is remembered and what is on its way there.
#[derive(Default)]
pub(super) struct Look {
    stored: Loadable<OrderListLook>,
    asked: bool,
    /// As it lies in the settings, as far as we know. `None` until it was read.
    known: Option<OrderListLook>,
    kept: Vec<Pending<()>>,
    /// Widths of the columns that a person may drag; empty for the first ones.
    pub(super) widths: Vec<f32>,
    /// Counts the arrangements: the table takes new widths only under a new name.
    pub(super) version: u32,
}

impl Look {
    /// Asks once, takes the answer, tells the filters.
    pub(super) fn update(&mut self, env: &mut Env<'_>, filters: &mut Filters) {
        if !std::mem::replace(&mut self.asked, true) {
            self.stored.request(env.desk.ask(OrderListView { till: env.desk.actor().till.clone() }));
        }
        if self.stored.poll() {
            let look = self.stored.value().cloned().unwrap_or_default();
            filters.read_sort(&look.sort);
            filters.read_filters(&look.filters);
            self.widths = read_widths(&look.columns);
            self.version += 1;
            self.known = Some(look);
        }
        let mut failed = Vec::new();
        self.kept.retain_mut(|kept| match kept.poll() {
            None => true,
            Some(answer) => {
                failed.extend(answer.err());
                false
            }
        });
        for error in failed {
            env.say_failure(&error);
        }
    }

    /// Remembers what is different from what is stored.
    pub(super) fn keep(&mut self, env: &Env<'_>, filters: &Filters) {
        let Some(known) = &mut self.known else { return };
        let columns = if self.widths.is_empty() { known.columns.clone() } else { write_widths(&self.widths) };
        let now = [
            (ViewPart::OrderColumns, &mut known.columns, columns),
            (ViewPart::OrderSort, &mut known.sort, filters.sort_text()),
            (ViewPart::OrderFilters, &mut known.filters, filters.filters_text()),
        ];
        for (part, known, text) in now {
            if *known != text {
                known.clone_from(&text);
                let mut kept = Pending::default();
                kept.start(env.desk.act(RememberView { part, text }));
                self.kept.push(kept);
            }
        }
    }
}

/// `162 88 80`: whole pixels.
fn write_widths(widths: &[f32]) -> String {
    widths.iter().map(|w| format!("{w:.0}")).collect::<Vec<_>>().join(" ")
}

fn read_widths(text: &str) -> Vec<f32> {
    let widths: Option<Vec<f32>> =
        text.split_whitespace().map(|w| w.parse().ok().filter(|w| WIDTHS.contains(w))).collect();
    widths.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_read_back_and_nonsense_gives_the_first_ones() {
        assert_eq!(read_widths(&write_widths(&[162.4, 88.0])), [162.0, 88.0]);
        for bad in ["", "abc", "162 -5", "162 99999", "NaN 80", "1e3"] {
            assert!(read_widths(bad).is_empty(), "{bad}");
        }
    }
}
