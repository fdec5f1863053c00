//! The dialogs on top of a screen. One enum, so that the dispatch and the keyboard treat all alike.
//!
//! To add one: a file with a struct that has `show(&mut self, ui, env)`, an arm here. A dialog closes itself by
//! `env.go(Go::CloseDialog)`; Esc closes it without it knowing, unless [`Dialog::is_busy`] says that a result is
//! still to come: then it stays until it is there.

mod batches;
mod call;
mod cell;
mod delete;
mod extend;
mod history;
mod keys;
mod menu;
mod new_order;
mod parts;
mod problems;
mod reason;

pub use history::HistoryTable;
pub(super) use history::actor;
pub(super) use parts::{Confirm, problem, select_all};
pub use reason::Reason;
pub(super) use reason::close_button;

use egui::Ui;

use super::directory::DirectoryDialog;
use super::env::Env;
use super::preview::Preview;
use super::sales::ReturnDialog;
use super::till::{CashDialog, QuantityDialog, SaleDialog, ShiftDialog};
use crate::domain::ids::{OrderId, ReceiptId};
use crate::print::{PrintedReport, SheetKind};
use crate::ui::settings::LeaveSettings;
use crate::ui::sign_in::{Purpose, SignIn};
use crate::ui::suppliers::SupplierDialog;
use crate::ui::system::UserDialog;
use crate::usecase::read::order_card::CardLine;
use crate::usecase::read::order_list::OrderRow;
use crate::usecase::read::suppliers::SupplierRow;
use crate::usecase::read::users::UserRow;

/// A dialog with its state.
pub enum Dialog {
    /// F1.
    Keys,
    /// F10.
    Menu(menu::Menu),
    /// A state of the freshness bar in words.
    Reason(Reason),
    /// «Оплата наличными».
    Cash(CashDialog),
    /// The quantity of a line.
    Quantity(QuantityDialog),
    /// Mixed payment, discount, prescription, receipts put aside.
    Sale(Box<SaleDialog>),
    /// «Возврат».
    TakeBack(Box<ReturnDialog>),
    /// «Продлить резерв».
    Extend(extend::Extend),
    /// «Удалить».
    Delete(delete::Delete),
    /// «Отказался».
    CallRefused(call::CallRefused),
    /// «Не ответил».
    CallAgain(call::CallAgain),
    /// «История».
    History(history::History),
    /// «Новый заказ».
    NewOrder(Box<new_order::NewOrderDialog>),
    /// «Напечатать заказ».
    Preview(Box<Preview>),
    /// «Выбрать серию».
    Batches(Box<batches::Batches>),
    /// «Ячейка».
    Cell(cell::Cell),
    /// «Неразобранные записи сайта».
    Problems(Box<problems::ProblemsDialog>),
    /// A product, a batch.
    Directory(Box<DirectoryDialog>),
    /// «Поставщик».
    Supplier(Box<SupplierDialog>),
    /// «Пользователь».
    User(Box<UserDialog>),
    /// «Кто за кассой».
    SignIn(Box<SignIn>),
    /// What was typed into the settings and not saved.
    LeaveSettings(LeaveSettings),
}

impl Dialog {
    /// «Смена».
    #[must_use]
    pub fn shift() -> Self {
        Self::Sale(Box::new(SaleDialog::Shift(Box::<ShiftDialog>::default())))
    }

    /// A product, a batch.
    #[must_use]
    pub fn directory(dialog: DirectoryDialog) -> Self {
        Self::Directory(Box::new(dialog))
    }

    /// «Поставщик»; none for a new one.
    #[must_use]
    pub fn supplier(row: Option<SupplierRow>) -> Self {
        Self::Supplier(Box::new(SupplierDialog::new(row)))
    }

    /// The first administrator.
    #[must_use]
    pub fn new_admin() -> Self {
        Self::User(Box::new(UserDialog::admin()))
    }

    /// «Пользователь»; none for a new one.
    #[must_use]
    pub fn user(user: Option<UserRow>) -> Self {
        Self::User(Box::new(UserDialog::new(user)))
    }

    /// «Кто за кассой».
    #[must_use]
    pub fn sign_in(purpose: Purpose) -> Self {
        Self::SignIn(Box::new(SignIn::new(purpose)))
    }

    /// The till is locked by it.
    #[must_use]
    pub fn is_lock(&self) -> bool {
        matches!(self, Self::SignIn(sign_in) if sign_in.is_lock())
    }

    /// The menu, its first row in focus.
    #[must_use]
    pub fn menu() -> Self {
        Self::Menu(menu::Menu::default())
    }

    /// «Продлить резерв» of the order of `row`.
    #[must_use]
    pub fn extend(row: &OrderRow, env: &Env<'_>) -> Self {
        Self::Extend(extend::Extend::new(row, env))
    }

    /// «Удалить» the order of `row`.
    #[must_use]
    pub fn delete(row: &OrderRow) -> Self {
        Self::Delete(delete::Delete::new(row))
    }

    /// «Отказался», said by the customer of `row` on the phone.
    #[must_use]
    pub fn call_refused(row: &OrderRow) -> Self {
        Self::CallRefused(call::CallRefused::new(row))
    }

    /// «Не ответил»: the customer of `row` is called again.
    #[must_use]
    pub fn call_again(row: &OrderRow, env: &Env<'_>) -> Self {
        Self::CallAgain(call::CallAgain::new(row, env))
    }

    /// «История» of the order of `row`.
    #[must_use]
    pub fn history(row: &OrderRow) -> Self {
        Self::History(history::History::new(row))
    }

    /// «Новый заказ».
    #[must_use]
    pub fn new_order() -> Self {
        Self::NewOrder(Box::default())
    }

    /// «Выбрать серию» for a line of an order.
    #[must_use]
    pub fn batches(order: OrderId, line: &CardLine) -> Self {
        Self::Batches(Box::new(batches::Batches::new(order, line.line, &line.name, line.ordered)))
    }

    /// «Ячейка» of the bag of the order of `row`.
    #[must_use]
    pub fn cell(row: &OrderRow) -> Self {
        Self::Cell(cell::Cell::new(row))
    }

    /// What the site sent and could not be read.
    #[must_use]
    pub fn problems() -> Self {
        Self::Problems(Box::default())
    }

    /// The sheet of the order of `row`.
    #[must_use]
    pub fn preview(row: &OrderRow) -> Self {
        Self::Preview(Box::new(Preview::new(row, SheetKind::Full)))
    }

    /// The slips of the order of `row`, one for each storage place.
    #[must_use]
    pub fn preview_slips(row: &OrderRow) -> Self {
        Self::Preview(Box::new(Preview::new(row, SheetKind::SlipPerPlace)))
    }

    /// What the next shift has to know.
    #[must_use]
    pub fn preview_shift() -> Self {
        Self::Preview(Box::new(Preview::shift()))
    }

    /// «Отчёт по интернет-заказам».
    #[must_use]
    pub fn preview_report(report: PrintedReport) -> Self {
        Self::Preview(Box::new(Preview::report(report)))
    }

    /// A copy of a receipt.
    #[must_use]
    pub fn preview_receipt(receipt: ReceiptId, number: i64) -> Self {
        Self::Preview(Box::new(Preview::receipt(receipt, number)))
    }

    /// The worklist of packs that wait for their shelf.
    #[must_use]
    pub fn preview_returns() -> Self {
        Self::Preview(Box::new(Preview::returns()))
    }

    /// Takes answers that are there. Called every frame for every open dialog.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self {
            Self::Keys
            | Self::Menu(_)
            | Self::Reason(_)
            | Self::Cash(_)
            | Self::Quantity(_)
            | Self::LeaveSettings(_) => {}
            Self::Sale(sale) => sale.update(env),
            Self::TakeBack(back) => back.update(env),
            Self::Extend(extend) => extend.update(env),
            Self::Delete(delete) => delete.update(env),
            Self::CallRefused(call) => call.update(env),
            Self::CallAgain(call) => call.update(env),
            Self::History(history) => history.update(env),
            Self::NewOrder(order) => order.update(env),
            Self::Preview(preview) => preview.update(env),
            Self::Batches(batches) => batches.update(env),
            Self::Cell(cell) => cell.update(env),
            Self::Problems(problems) => problems.update(env),
            Self::SignIn(sign_in) => sign_in.update(env),
            Self::User(user) => user.update(env),
            Self::Directory(dialog) => dialog.update(env),
            Self::Supplier(dialog) => dialog.update(env),
        }
    }

    /// An action of this dialog is under way: its result must still be said, so it may not be dropped.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Keys
            | Self::Menu(_)
            | Self::Reason(_)
            | Self::Cash(_)
            | Self::Quantity(_)
            | Self::History(_)
            | Self::LeaveSettings(_) => false,
            Self::Sale(sale) => sale.is_busy(),
            Self::TakeBack(back) => back.is_busy(),
            Self::Extend(extend) => extend.is_busy(),
            Self::Delete(delete) => delete.is_busy(),
            Self::CallRefused(call) => call.is_busy(),
            Self::CallAgain(call) => call.is_busy(),
            Self::NewOrder(order) => order.is_busy(),
            Self::Preview(preview) => preview.busy(),
            Self::Batches(batches) => batches.is_busy(),
            Self::Cell(cell) => cell.is_busy(),
            Self::Problems(problems) => problems.is_busy(),
            Self::SignIn(sign_in) => sign_in.is_busy(),
            Self::User(user) => user.is_busy(),
            Self::Directory(dialog) => dialog.is_busy(),
            Self::Supplier(dialog) => dialog.is_busy(),
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        match self {
            Self::Keys => keys::show(ui, env),
            Self::Menu(menu) => menu.show(ui, env),
            Self::Reason(reason) => reason.show(ui, env),
            Self::Cash(cash) => cash.show(ui, env),
            Self::Quantity(quantity) => quantity.show(ui, env),
            Self::Sale(sale) => sale.show(ui, env),
            Self::TakeBack(back) => back.show(ui, env),
            Self::Extend(extend) => extend.show(ui, env),
            Self::Delete(delete) => delete.show(ui, env),
            Self::CallRefused(call) => call.show(ui, env),
            Self::CallAgain(call) => call.show(ui, env),
            Self::History(history) => history.show(ui, env),
            Self::NewOrder(order) => order.show(ui, env),
            Self::Preview(preview) => preview.show(ui, env),
            Self::Batches(batches) => batches.show(ui, env),
            Self::Cell(cell) => cell.show(ui, env),
            Self::Problems(problems) => problems.show(ui, env),
            Self::SignIn(sign_in) => sign_in.show(ui, env),
            Self::User(user) => user.show(ui, env),
            Self::Directory(dialog) => dialog.show(ui, env),
            Self::Supplier(dialog) => dialog.show(ui, env),
            Self::LeaveSettings(leave) => leave.show(ui, env),
        }
    }
}
