//! «Журнал продаж»: receipts of a day or a month, what they come to, one with its lines; return and copy on paper.
//!
//! Owns: the period and the words of the filter, the answer on the screen, the selected receipt. Must not know: how goods
//! are sold or taken back.

mod give_back;
mod view;

pub use give_back::ReturnDialog;

use chrono::{DateTime, Days, NaiveTime, Utc};
use egui::Ui;

use crate::domain::ids::ReceiptId;
use crate::ui::command::{Command, SaleFacts, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::widgets::take_move;
use crate::usecase::Topic;
use crate::usecase::read::sales::{OneSale, Sale, SaleRow, Sales, SalesFilter, SalesList};

/// At most so many rows; the sums are of all.
const LIMIT: u32 = 500;

/// Which receipts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Period {
    #[default]
    Today,
    Week,
    Month,
    Year,
}

impl Period {
    const ALL: [(Self, Command, &'static str); 4] = [
        (Self::Today, Command::PeriodToday, "period-today"),
        (Self::Week, Command::PeriodWeek, "period-week"),
        (Self::Month, Command::PeriodMonth, "period-month"),
        (Self::Year, Command::PeriodYear, "period-year"),
    ];

    const fn days(self) -> u64 {
        match self {
            Self::Today => 0,
            Self::Week => 6,
            Self::Month => 29,
            Self::Year => 364,
        }
    }
}

/// The screen.
#[derive(Default)]
pub struct SalesJournal {
    period: Period,
    text: String,
    asked: Option<SalesFilter>,
    sales: Loadable<Sales>,
    at: Option<usize>,
    chosen: Option<ReceiptId>,
    one: Loadable<Sale>,
    of: Option<ReceiptId>,
    stale: bool,
    scroll: bool,
    search: Search,
}

/// The search line.
#[derive(Default)]
struct Search {
    wants_focus: bool,
    has_focus: bool,
}

impl SalesJournal {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
        self.scroll = true;
    }

    /// What the commands need to know.
    #[must_use]
    pub fn facts(&self) -> SaleFacts {
        let row = self.row();
        let sale = self.one.value().filter(|_| self.of == self.chosen);
        let all_back = sale.is_some_and(|sale| sale.lines.iter().all(|line| line.back >= line.packs));
        SaleFacts { chosen: row.is_some(), is_return: row.is_some_and(|row| row.is_return), all_back }
    }

    /// There are words in the search line that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.search.has_focus && !self.text.is_empty()
    }

    /// Esc in the search line clears it first.
    pub fn step_back(&mut self) -> bool {
        let used = !self.text.is_empty();
        self.text.clear();
        used
    }

    fn rows(&self) -> &[SaleRow] {
        self.sales.value().map_or(&[], |sales| &sales.rows)
    }

    fn row(&self) -> Option<&SaleRow> {
        self.rows().get(self.at?)
    }

    fn filter(&self, env: &Env<'_>) -> SalesFilter {
        let today = env.today();
        let first = today.checked_sub_days(Days::new(self.period.days())).unwrap_or(today);
        let midnight = |day: chrono::NaiveDate| -> DateTime<Utc> {
            let local = day.and_time(NaiveTime::MIN);
            local.and_local_timezone(env.zone).single().map_or(env.now, |at| at.with_timezone(&Utc))
        };
        let to = today.checked_add_days(Days::new(1)).unwrap_or(today);
        SalesFilter { from: midnight(first), to: midnight(to), text: self.text.trim().to_owned() }
    }

    /// Takes answers, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if env.changes.has(Topic::Sales) {
            self.stale = true;
        }
        if self.sales.poll() {
            let rows = self.rows();
            let found = rows.iter().position(|row| Some(row.receipt) == self.chosen);
            let last = rows.len().checked_sub(1);
            let at = found.or_else(|| last.map(|last| self.at.unwrap_or(0).min(last)));
            self.select(at);
        }
        self.one.poll();
        if env.cmd.view != ViewKind::Sales {
            return;
        }
        let filter = self.filter(env);
        if (self.stale || self.asked.as_ref() != Some(&filter)) && !self.sales.is_waiting() {
            if self.stale {
                self.of = None;
            }
            self.stale = false;
            self.sales.request(env.desk.ask(SalesList { filter: filter.clone(), limit: LIMIT }));
            self.asked = Some(filter);
        }
        if let Some(receipt) = self.chosen.filter(|chosen| self.of != Some(*chosen)) {
            self.of = Some(receipt);
            self.one.request(env.desk.ask(OneSale(receipt)));
        }
    }

    fn select(&mut self, at: Option<usize>) {
        self.at = at;
        self.chosen = self.row().map(|row| row.receipt);
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => self.stale = true,
            Command::Search => self.search.wants_focus = true,
            Command::TakeBack => {
                if let (Some(row), Some(sale)) = (self.row(), self.one.value()) {
                    env.open(Dialog::TakeBack(Box::new(ReturnDialog::new(row, sale))));
                }
            }
            Command::PrintReceipt => {
                if let Some(row) = self.row() {
                    env.open(Dialog::preview_receipt(row.receipt, row.number));
                }
            }
            other => match Period::ALL.iter().find(|(_, command, _)| *command == other) {
                Some((period, ..)) => self.period = *period,
                None => return false,
            },
        }
        true
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        view::show(self, ui, env);
    }

    fn keys(&mut self, ui: &Ui, env: &Env<'_>, search: egui::Id) {
        let focused = ui.memory(egui::Memory::focused);
        let elsewhere = focused.is_some_and(|id| id != search);
        if env.cmd.dialog || elsewhere {
            return;
        }
        if let Some(step) = take_move(ui.ctx(), 12, focused != Some(search)) {
            let at = step.from(self.at, self.rows().len());
            self.select(at);
            self.scroll = true;
        }
    }
}
