//! Everything a person can do, as data: one small enum and one table with label, keys, place and condition.
//!
//! Buttons, menus, keys and the F1 window read the same table; the dispatch asks [`check`] again before it
//! acts. Must not know: how an action is drawn or carried out.

mod facts;
mod orders;
mod sale;
mod settings;
mod supply;

pub use facts::{BagFacts, LogFacts, OrderFacts, OrderInReceipt, ReceiptFacts, SaleFacts, SettingsFacts};
pub use supply::{CallFacts, CollectingTab, Draft, PhoneFacts, RequisitionFacts, ShelfFacts, SupplyFacts};

use egui::Key;

use super::keymap::Shortcut;
use super::prompt::Shape;
use crate::text::{Lang, tr, tr_args};

/// An action without data; what it acts on is the selection of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// «Заказ от клиента».
    OpenOrders,
    /// «Принять».
    Accept,
    /// «Собрать заказ».
    OpenCollecting,
    /// «Напечатать заказ».
    Print,
    /// One slip for each storage place.
    PrintSlips,
    /// «Продать заказ».
    SellOrder,
    /// «Продлить резерв».
    Extend,
    /// «Удалить».
    Delete,
    /// «Новый заказ».
    NewOrder,
    /// «Обновить».
    Refresh,
    /// «История».
    History,
    /// «Изменение просмотрено».
    Acknowledge,
    /// One step back.
    Back,
    /// «Наличие».
    Reserve,
    /// «Снять резерв».
    Release,
    /// «Снять резерв» of the selected line.
    ReleaseLine,
    /// The last scanned pack out of the bag again.
    UndoScan,
    /// A pack that the order does not need out of the bag.
    TakeSurplus,
    /// «Выбрать серию» of the selected line.
    ChooseBatch,
    /// «Ячейка» of the bag.
    SetCell,
    /// «Установить состояние «Заказ собран»».
    SetCollected,
    /// Tab «Резерв».
    TabReserve,
    /// Tab «Заявка».
    TabRequisition,
    /// «Создать/обновить заявку».
    MakeRequisition,
    /// Extend the hold until the missing goods have come.
    ExtendToDelivery,
    /// The requisition is handed to the supplier.
    MarkOrdered,
    /// The goods of the requisition have come.
    MarkReceived,
    /// «Заявки»: those of all orders.
    OpenRequisitions,
    /// From a requisition to its order.
    OpenRequisitionOrder,
    /// «В Excel»: what is listed, as a workbook.
    SaveXlsx,
    /// «В CSV»: what is listed, as a plain table.
    SaveCsv,
    /// «Вернуть на полку».
    OpenShelf,
    /// The packs of the selected row are back in their place.
    TickReturn,
    /// The worklist on paper.
    PrintReturns,
    /// From packs that wait to their order.
    OpenReturnOrder,
    /// Tab «Звонки».
    TabCalls,
    /// «Показать телефон»: shown in full with a record, or hidden again.
    ShowPhone,
    /// The next missing line.
    NextMissing,
    /// The missing line before.
    PreviousMissing,
    /// The customer takes the first analog.
    Analog1,
    /// The second one.
    Analog2,
    /// The third one.
    Analog3,
    /// The fourth one.
    Analog4,
    /// One pack more of the analog.
    AnalogMore,
    /// One pack less of the analog.
    AnalogLess,
    /// The whole line is replaced, or only what is missing.
    ReplaceWhole,
    /// «Согласен на замену».
    CallAgreed,
    /// «Подождёт».
    CallWillWait,
    /// «Отказался».
    CallRefused,
    /// «Не ответил».
    CallNoAnswer,
    /// To the order that took the place of this one, or that this one took the place of.
    OpenLinked,
    /// «Оплата наличными».
    PayCash,
    /// «Оплата картой».
    PayCard,
    /// «Смешанная оплата».
    PayMixed,
    /// «Выдать»: an order paid on the site.
    HandOver,
    /// «Скидка» on the selected line or the whole receipt.
    Discount,
    /// «Рецепт предъявлен».
    Prescription,
    /// The selected line of the order is in the bag.
    TickLine,
    /// «Пакет сверен».
    TickAll,
    /// The buyer takes the order, or somebody else.
    SwitchTaker,
    /// «Выдать по телефону».
    ReadyOrders,
    /// «Отложить чек».
    Park,
    /// «Отложенные чеки».
    Parked,
    /// «Смена».
    Shift,
    /// «Журнал продаж».
    OpenSales,
    /// «Возврат» of the chosen sale.
    TakeBack,
    /// A copy of the chosen receipt on paper.
    PrintReceipt,
    /// Receipts of today.
    PeriodToday,
    /// Of seven days.
    PeriodWeek,
    /// Of thirty days.
    PeriodMonth,
    /// Of a year.
    PeriodYear,
    /// «Настройка сервиса бронирования».
    OpenSettings,
    /// «Сохранить» of the settings.
    SaveSettings,
    /// Tab «Основные».
    TabBasic,
    /// Tab «Связь с сервисом».
    TabLink,
    /// The seven URLs as they were.
    UrlDefaults,
    /// Tab «Логи».
    TabLog,
    /// «Проверить авторизацию».
    TrySite,
    /// «Настройки системы».
    OpenSystem,
    /// «Сохранить» of the system's settings.
    SaveSystem,
    /// The next page.
    NextPage,
    /// The page before.
    PreviousPage,
    /// «Новый пользователь».
    NewUser,
    /// «Изменить» of the chosen user.
    EditUser,
    /// The chosen user may try again at once.
    ForgetTries,
    /// «Сделать копию сейчас».
    CopyData,
    /// «Сменить кассира».
    SwitchUser,
    /// «Заблокировать».
    LockTill,
    /// «Просмотр логов».
    OpenLog,
    /// «Показать» of the log.
    ShowLog,
    /// «Только ошибки» of the log.
    LogErrors,
    /// The records on the screen as a workbook.
    SaveLog,
    /// The chosen record as text.
    CopyLog,
    /// From a record to its order.
    OpenLogOrder,
    /// From an order to its records.
    OrderLog,
    /// One pack more in the selected line.
    LineMore,
    /// One pack less in the selected line.
    LineLess,
    /// Type the quantity of the selected line.
    LineQuantity,
    /// Remove the selected line.
    LineRemove,
    /// Take the whole order out of the receipt.
    OrderRemove,
    /// F1.
    Keys,
    /// «Да» of the update prompt.
    PromptYes,
    /// «Нет» of the update prompt.
    PromptNo,
    /// Go to the search line.
    Search,
    /// F10.
    Menu,
    /// «Неразобранные записи сайта».
    Problems,
    /// Light or dark.
    ToggleTheme,
    /// Russian or English.
    ToggleLanguage,
    /// Close the program.
    Quit,
}

/// Where a command is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every screen without a dialog.
    Everywhere,
    /// The till.
    Till,
    /// The order list.
    Orders,
    /// The collecting window.
    Collecting,
    /// Tab «Заявка» of the collecting window.
    Requisition,
    /// Tab «Звонки» of the collecting window.
    Calls,
    /// «Заявки».
    Requisitions,
    /// «Вернуть на полку».
    Shelf,
    /// «Журнал продаж».
    Sales,
    /// «Настройка сервиса бронирования».
    Settings,
    /// Its tabs with fields.
    SettingsForm,
    /// Its tab «Логи».
    SettingsLog,
    /// «Просмотр логов».
    Log,
    /// «Настройки системы».
    System,
}

impl Scope {
    /// True when a key may reach commands of both places at once.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let inside = |a, b| a == Self::Collecting && matches!(b, Self::Requisition | Self::Calls);
        let everywhere = self == Self::Everywhere || other == Self::Everywhere;
        let of_settings = |a, b| a == Self::Settings && matches!(b, Self::SettingsForm | Self::SettingsLog);
        let inside = |a, b| inside(a, b) || of_settings(a, b);
        everywhere || self == other || inside(self, other) || inside(other, self)
    }
}

/// The screen that is on top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ViewKind {
    /// «Торговый терминал».
    #[default]
    Till,
    /// «Список заказов клиентов».
    Orders,
    /// «Сборка заказа».
    Collecting,
    /// «Заявки».
    Requisitions,
    /// «Вернуть на полку».
    Shelf,
    /// «Журнал продаж».
    Sales,
    /// «Настройка сервиса бронирования».
    Settings,
    /// «Просмотр логов».
    Log,
    /// «Настройки системы».
    System,
}

/// What decides whether a command is live now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CmdCx {
    /// The screen on top.
    pub view: ViewKind,
    /// A dialog is open.
    pub dialog: bool,
    /// There are words in the line that has the keyboard.
    pub typing: bool,
    /// How the update prompt is on the screen.
    pub prompt: Shape,
    /// The order the screen is about.
    pub order: Option<OrderFacts>,
    /// The receipt.
    pub receipt: ReceiptFacts,
    /// The bag of the order that is collected.
    pub bag: BagFacts,
    /// What is known of the missing goods of that order.
    pub supply: SupplyFacts,
    /// Packs that wait for their shelf.
    pub shelf: ShelfFacts,
    /// The sale chosen in the journal.
    pub sale: SaleFacts,
    /// The records of the log on the screen.
    pub log: LogFacts,
    /// The settings.
    pub settings: SettingsFacts,
}

/// Why a command is not live: a text key, with a number for its plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// Text key.
    pub key: &'static str,
    /// Its number.
    pub n: Option<usize>,
}

impl Why {
    /// In words.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        match self.n {
            Some(n) => tr_args(lang, self.key, &[("n", n.into())]),
            None => tr(lang, self.key),
        }
    }
}

type Check = fn(&CmdCx) -> Result<(), Why>;

/// One row of the table.
pub struct Meta {
    /// Which command.
    pub command: Command,
    /// Text key of its label.
    pub label: &'static str,
    /// Its keys; the first one is shown.
    pub keys: &'static [Shortcut],
    /// Where it is live.
    pub scopes: &'static [Scope],
    /// Its key belongs to the text line while there are words in it.
    pub yields_to_typing: bool,
    /// When it is enabled, and why not.
    pub check: Check,
}

const fn key(key: Key) -> Shortcut {
    Shortcut { ctrl: false, alt: false, shift: false, key }
}

const fn ctrl(key: Key) -> Shortcut {
    Shortcut { ctrl: true, alt: false, shift: false, key }
}

const fn alt(key: Key) -> Shortcut {
    Shortcut { ctrl: false, alt: true, shift: false, key }
}

const fn shift(key: Key) -> Shortcut {
    Shortcut { ctrl: false, alt: false, shift: true, key }
}

const fn row(
    command: Command,
    label: &'static str,
    keys: &'static [Shortcut],
    scopes: &'static [Scope],
    check: Check,
) -> Meta {
    Meta { command, label, keys, scopes, yields_to_typing: false, check }
}

const fn yielding(mut meta: Meta) -> Meta {
    meta.yields_to_typing = true;
    meta
}

use Command as C;
use Scope::{
    Calls, Collecting, Everywhere, Log, Orders, Requisition, Requisitions, Sales, Settings, SettingsForm, SettingsLog,
    Shelf, System, Till,
};

/// The table. A test walks it for clashes of keys and for labels without words.
pub static TABLE: &[Meta] = &[
    row(C::OpenOrders, "cmd-open-orders", &[ctrl(Key::F7)], &[Till, Collecting, Requisitions, Shelf, Sales], always),
    row(C::Accept, "cmd-accept", &[key(Key::F6)], &[Orders, Collecting], orders::can_accept),
    row(C::OpenCollecting, "cmd-open-collecting", &[key(Key::F7)], &[Orders], orders::can_collect),
    row(C::Print, "cmd-print", &[ctrl(Key::P)], &[Orders, Collecting], orders::can_print),
    row(C::PrintSlips, "cmd-print-slips", &[alt(Key::P)], &[Orders, Collecting], orders::can_print_slips),
    row(C::SellOrder, "cmd-sell-order", &[key(Key::F9)], &[Orders, Collecting], orders::can_sell),
    row(C::Extend, "cmd-extend", &[key(Key::F8)], &[Orders, Collecting], orders::can_extend),
    yielding(row(C::Delete, "cmd-delete", &[key(Key::Delete)], &[Orders, Collecting], orders::can_delete)),
    row(C::NewOrder, "cmd-new-order", &[ctrl(Key::N)], &[Orders], always),
    row(C::Refresh, "cmd-refresh", &[key(Key::F5)], &[Orders, Collecting, Requisitions, Shelf, Sales], always),
    row(C::History, "cmd-history", &[ctrl(Key::H)], &[Orders, Collecting], orders::has_order),
    row(C::Acknowledge, "cmd-acknowledge", &[key(Key::F4)], &[Orders, Collecting], orders::can_acknowledge),
    row(C::Reserve, "cmd-reserve", &[key(Key::F2)], &[Collecting], orders::can_reserve),
    row(C::Release, "cmd-release", &[key(Key::F3)], &[Collecting], orders::can_release),
    row(C::ReleaseLine, "cmd-release-line", &[ctrl(Key::F3)], &[Collecting], orders::can_release_line),
    yielding(row(
        C::UndoScan,
        "cmd-undo-scan",
        &[key(Key::Backspace), ctrl(Key::Z)],
        &[Collecting],
        orders::can_undo_scan,
    )),
    yielding(row(C::TakeSurplus, "cmd-take-surplus", &[ctrl(Key::Backspace)], &[Collecting], orders::can_take_surplus)),
    row(C::ChooseBatch, "cmd-choose-batch", &[key(Key::F7)], &[Collecting], orders::can_choose_batch),
    row(C::SetCell, "cmd-set-cell", &[key(Key::F11)], &[Orders, Collecting], orders::can_set_cell),
    row(C::SetCollected, "cmd-set-collected", &[ctrl(Key::Enter)], &[Collecting], orders::can_set_collected),
    row(C::TabReserve, "cmd-tab-reserve", &[ctrl(Key::Num1)], &[Collecting], always),
    row(C::TabRequisition, "cmd-tab-requisition", &[ctrl(Key::Num2)], &[Collecting], always),
    row(C::MakeRequisition, "cmd-make-requisition", &[ctrl(Key::S)], &[Requisition], supply::can_make),
    row(C::ExtendToDelivery, "cmd-extend-to-delivery", &[alt(Key::E)], &[Requisition], supply::can_extend),
    row(C::MarkOrdered, "cmd-mark-ordered", &[ctrl(Key::O)], &[Requisition, Requisitions], supply::can_mark_ordered),
    row(C::MarkReceived, "cmd-mark-received", &[ctrl(Key::R)], &[Requisition, Requisitions], supply::can_mark_received),
    row(C::OpenRequisitions, "cmd-open-requisitions", &[ctrl(Key::F8)], &[Everywhere], always),
    row(C::SaveXlsx, "cmd-save-xlsx", &[alt(Key::X)], &[Requisitions], supply::can_save),
    row(C::SaveCsv, "cmd-save-csv", &[alt(Key::C)], &[Requisitions], supply::can_save),
    row(C::OpenRequisitionOrder, "cmd-open-requisition-order", &[key(Key::F7)], &[Requisitions], supply::has_line),
    row(C::OpenShelf, "cmd-open-shelf", &[ctrl(Key::F9)], &[Everywhere], always),
    row(C::TickReturn, "cmd-tick-return", &[key(Key::F2)], &[Shelf], supply::has_return),
    row(C::PrintReturns, "cmd-print-returns", &[ctrl(Key::P)], &[Shelf], supply::has_returns),
    row(C::OpenReturnOrder, "cmd-open-requisition-order", &[key(Key::F7)], &[Shelf], supply::has_return),
    row(C::TabCalls, "cmd-tab-calls", &[ctrl(Key::Num3)], &[Collecting], always),
    row(C::ShowPhone, "cmd-show-phone", &[alt(Key::T)], &[Calls], supply::can_show_phone),
    row(C::NextMissing, "cmd-next-missing", &[alt(Key::ArrowRight)], &[Calls], supply::several_lines),
    row(C::PreviousMissing, "cmd-previous-missing", &[alt(Key::ArrowLeft)], &[Calls], supply::several_lines),
    row(C::Analog1, "cmd-analog-1", &[alt(Key::Num1)], &[Calls], |cx| supply::has_analog(cx, 1)),
    row(C::Analog2, "cmd-analog-2", &[alt(Key::Num2)], &[Calls], |cx| supply::has_analog(cx, 2)),
    row(C::Analog3, "cmd-analog-3", &[alt(Key::Num3)], &[Calls], |cx| supply::has_analog(cx, 3)),
    row(C::Analog4, "cmd-analog-4", &[alt(Key::Num4)], &[Calls], |cx| supply::has_analog(cx, 4)),
    yielding(row(C::AnalogMore, "cmd-analog-more", &[key(Key::Plus)], &[Calls], supply::has_choice)),
    yielding(row(C::AnalogLess, "cmd-analog-less", &[key(Key::Minus)], &[Calls], supply::has_choice)),
    row(C::ReplaceWhole, "cmd-replace-whole", &[alt(Key::Num0)], &[Calls], supply::can_replace_whole),
    row(C::CallAgreed, "cmd-call-agreed", &[alt(Key::Num5)], &[Calls], supply::can_agree),
    row(C::CallWillWait, "cmd-call-will-wait", &[alt(Key::Num6)], &[Calls], supply::can_wait),
    row(C::CallRefused, "cmd-call-refused", &[alt(Key::Num7)], &[Calls], supply::can_note_call),
    row(C::CallNoAnswer, "cmd-call-no-answer", &[alt(Key::Num8)], &[Calls], supply::can_note_call),
    row(C::OpenLinked, "cmd-open-linked", &[ctrl(Key::L)], &[Orders, Collecting], supply::has_linked),
    row(C::PayCash, "cmd-pay-cash", &[key(Key::F11)], &[Till], sale::can_pay),
    row(C::PayCard, "cmd-pay-card", &[key(Key::F12)], &[Till], sale::can_pay),
    row(C::PayMixed, "cmd-pay-mixed", &[shift(Key::F12)], &[Till], sale::can_pay),
    row(C::HandOver, "cmd-hand-over", &[ctrl(Key::Enter)], &[Till], sale::can_hand_over),
    yielding(row(C::LineMore, "cmd-line-more", &[key(Key::Plus)], &[Till], sale::own_line)),
    yielding(row(C::LineLess, "cmd-line-less", &[key(Key::Minus)], &[Till], sale::own_line)),
    row(C::LineQuantity, "cmd-line-quantity", &[key(Key::F3)], &[Till], sale::own_line),
    row(C::Discount, "cmd-discount", &[key(Key::F6)], &[Till], sale::own_line),
    row(C::Prescription, "cmd-prescription", &[key(Key::F8)], &[Till], sale::needs_prescription),
    yielding(row(C::TickLine, "cmd-tick-line", &[key(Key::Space)], &[Till], sale::on_order_line)),
    row(C::TickAll, "cmd-tick-all", &[key(Key::F2)], &[Till], sale::can_tick_all),
    row(C::SwitchTaker, "cmd-switch-taker", &[key(Key::F7)], &[Till], sale::order_in_receipt),
    row(C::ReadyOrders, "cmd-ready-orders", &[key(Key::F5)], &[Till], sale::receipt_is_free),
    row(C::Park, "cmd-park", &[key(Key::F4)], &[Till], sale::can_park),
    row(C::Parked, "cmd-parked", &[ctrl(Key::F4)], &[Till], sale::can_recall),
    yielding(row(C::LineRemove, "cmd-line-remove", &[key(Key::Delete)], &[Till], sale::own_line)),
    yielding(row(C::OrderRemove, "cmd-order-remove", &[ctrl(Key::Delete)], &[Till], sale::order_in_receipt)),
    row(C::Shift, "cmd-shift", &[ctrl(Key::F11)], &[Everywhere], always),
    row(C::OpenSales, "cmd-open-sales", &[ctrl(Key::J)], &[Everywhere], always),
    row(C::TakeBack, "cmd-take-back", &[key(Key::F8)], &[Sales], sale::can_take_back),
    row(C::PrintReceipt, "cmd-print-receipt", &[ctrl(Key::P)], &[Sales], sale::has_sale),
    row(C::PeriodToday, "period-today", &[alt(Key::Num1)], &[Sales], always),
    row(C::PeriodWeek, "period-week", &[alt(Key::Num2)], &[Sales], always),
    row(C::PeriodMonth, "period-month", &[alt(Key::Num3)], &[Sales], always),
    row(C::PeriodYear, "period-year", &[alt(Key::Num4)], &[Sales], always),
    row(C::OpenSettings, "cmd-open-settings", &[ctrl(Key::F12)], &[Everywhere], always),
    row(C::SaveSettings, "cmd-save-settings", &[ctrl(Key::S)], &[Settings], always),
    row(C::TabBasic, "cmd-tab-basic", &[alt(Key::Num1)], &[Settings], always),
    row(C::TabLink, "cmd-tab-link", &[alt(Key::Num2)], &[Settings], always),
    row(C::TabLog, "cmd-tab-log", &[alt(Key::Num3)], &[Settings], always),
    row(C::UrlDefaults, "cmd-url-defaults", &[ctrl(Key::F5)], &[SettingsForm], always),
    row(C::TrySite, "cmd-try-site", &[key(Key::F5)], &[SettingsForm], always),
    row(C::OpenSystem, "cmd-open-system", &[alt(Key::F12)], &[Everywhere], always),
    row(C::SaveSystem, "cmd-save-settings", &[ctrl(Key::S)], &[System], always),
    row(C::NextPage, "cmd-next-page", &[ctrl(Key::PageDown)], &[System], always),
    row(C::PreviousPage, "cmd-previous-page", &[ctrl(Key::PageUp)], &[System], always),
    row(C::NewUser, "cmd-new-user", &[ctrl(Key::N)], &[System], always),
    row(C::EditUser, "cmd-edit-user", &[key(Key::F4)], &[System], always),
    row(C::ForgetTries, "cmd-forget-tries", &[key(Key::F8)], &[System], always),
    row(C::CopyData, "cmd-copy-data", &[alt(Key::B)], &[System], always),
    row(C::SwitchUser, "cmd-switch-user", &[ctrl(Key::F2)], &[Everywhere], always),
    row(C::LockTill, "cmd-lock-till", &[], &[Everywhere], always),
    row(C::OpenLog, "cmd-open-log", &[ctrl(Key::G)], &[Everywhere], always),
    row(C::ShowLog, "cmd-show-log", &[key(Key::F5)], &[Log, SettingsLog], always),
    row(C::LogErrors, "cmd-log-errors", &[alt(Key::E)], &[Log, SettingsLog], always),
    row(C::SaveLog, "cmd-save-xlsx", &[alt(Key::X)], &[Log, SettingsLog], settings::has_records),
    row(C::CopyLog, "cmd-copy-log", &[alt(Key::C)], &[Log, SettingsLog], settings::has_records),
    row(C::OpenLogOrder, "cmd-open-requisition-order", &[key(Key::F7)], &[Log, SettingsLog], settings::is_about_order),
    row(C::OrderLog, "cmd-order-log", &[alt(Key::L)], &[Orders, Collecting], orders::has_order),
    row(C::Search, "cmd-search", &[ctrl(Key::F)], &[Everywhere], always),
    row(C::PromptYes, "cmd-prompt-yes", &[ctrl(Key::Y)], &[Everywhere], always),
    row(C::PromptNo, "cmd-prompt-no", &[ctrl(Key::U)], &[Everywhere], always),
    row(C::Keys, "cmd-keys", &[key(Key::F1)], &[Everywhere], always),
    row(C::Menu, "cmd-menu", &[key(Key::F10)], &[Everywhere], always),
    row(C::Problems, "cmd-problems", &[ctrl(Key::E)], &[Everywhere], always),
    row(C::Back, "cmd-back", &[key(Key::Escape)], &[Everywhere], always),
    row(C::ToggleTheme, "cmd-toggle-theme", &[], &[Everywhere], always),
    row(C::ToggleLanguage, "cmd-toggle-language", &[], &[Everywhere], always),
    row(C::Quit, "cmd-quit", &[], &[Everywhere], always),
];

/// The row of a command. Every command has one: a test walks the table.
#[must_use]
pub fn meta(command: Command) -> Option<&'static Meta> {
    TABLE.iter().find(|m| m.command == command)
}

/// Its label in words.
#[must_use]
pub fn label(lang: Lang, command: Command) -> String {
    meta(command).map(|m| tr(lang, m.label)).unwrap_or_default()
}

/// Its first key as shown on a cap; empty when it has none.
#[must_use]
pub fn cap(lang: Lang, command: Command) -> String {
    meta(command).and_then(|m| m.keys.first()).map(|k| k.text(lang)).unwrap_or_default()
}

/// Is it enabled, and why not?
///
/// # Errors
/// The reason, to be shown in words.
pub fn check(command: Command, cx: &CmdCx) -> Result<(), Why> {
    meta(command).map_or(Ok(()), |m| (m.check)(cx))
}

/// Is it live on this screen? With a dialog open only [`Command::Back`] is.
#[must_use]
pub fn in_scope(meta: &Meta, cx: &CmdCx) -> bool {
    if cx.dialog {
        return meta.command == Command::Back;
    }
    if matches!(meta.command, Command::PromptYes | Command::PromptNo) && cx.prompt == Shape::Hidden {
        return false;
    }
    meta.scopes.iter().any(|scope| match scope {
        Scope::Everywhere => true,
        Scope::Till => cx.view == ViewKind::Till,
        Scope::Orders => cx.view == ViewKind::Orders,
        Scope::Collecting => cx.view == ViewKind::Collecting,
        Scope::Requisitions => cx.view == ViewKind::Requisitions,
        Scope::Shelf => cx.view == ViewKind::Shelf,
        Scope::Sales => cx.view == ViewKind::Sales,
        Scope::Settings => cx.view == ViewKind::Settings,
        Scope::SettingsForm => cx.view == ViewKind::Settings && !cx.settings.log_tab,
        Scope::SettingsLog => cx.view == ViewKind::Settings && cx.settings.log_tab,
        Scope::Log => cx.view == ViewKind::Log,
        Scope::System => cx.view == ViewKind::System,
        Scope::Calls => cx.view == ViewKind::Collecting && cx.supply.tab == CollectingTab::Calls,
        Scope::Requisition => cx.view == ViewKind::Collecting && cx.supply.tab == CollectingTab::Requisition,
    })
}

const fn no<T>(key: &'static str) -> Result<T, Why> {
    Err(Why { key, n: None })
}

#[expect(clippy::unnecessary_wraps, reason = "one of the checks of the table: all have one shape")]
const fn always(_: &CmdCx) -> Result<(), Why> {
    Ok(())
}
