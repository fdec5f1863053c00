//! Everything a person can do, as data: one small enum and one table with label, keys, place and condition.
//!
//! Buttons, menus, keys and the F1 window read the same table; the dispatch asks [`check`] again before it
//! acts. Must not know: how an action is drawn or carried out.

mod facts;
mod orders;
mod sale;
mod settings;
mod supply;
mod table;

pub use table::TABLE;

pub use facts::{
    BagFacts, DirectoryFacts, ImportFacts, LogFacts, OrderFacts, OrderInReceipt, ReceiptFacts, SaleFacts, SettingsFacts,
};
pub use supply::{CallFacts, CollectingTab, Draft, PhoneFacts, RequisitionFacts, ShelfFacts, SupplyFacts};

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
    /// «Получить брони».
    FetchOrders,
    /// «Передать полные остатки».
    SendStock,
    /// «Получить новый токен».
    NewToken,
    /// «Настройки системы».
    OpenSystem,
    /// «Первый запуск».
    OpenGuide,
    /// The first administrator.
    NewAdmin,
    /// «Сохранить» of the pharmacy in the guide.
    SavePharmacy,
    /// «Учебный режим».
    StartPractice,
    /// «Загрузить товары».
    ImportGoods,
    /// «Отчёт по интернет-заказам».
    OpenReport,
    /// «Товары и партии».
    OpenGoods,
    /// «Изменить товар».
    EditGoods,
    /// «Изменить партию».
    EditBatch,
    /// «Пересчитать» the chosen batch.
    CountBatch,
    /// «Движение партии».
    BatchMoves,
    /// «Почему столько на сайте».
    WhyOnSite,
    /// The chosen product is not offered on the site any more, or is again.
    SetOffer,
    /// «Поставщики».
    OpenSuppliers,
    /// «Новый поставщик».
    NewSupplier,
    /// «Изменить» of the chosen supplier.
    EditSupplier,
    /// The report on paper or as PDF.
    PrintReport,
    /// The report as a workbook.
    SaveReport,
    /// Which table of goods.
    PickTable,
    /// Takes the table over.
    TakeTable,
    /// Stops its reading.
    StopImport,
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
    /// «Первый запуск».
    Guide,
    /// «Загрузка товаров».
    Import,
    /// «Отчёт по интернет-заказам».
    Report,
    /// «Товары и партии».
    Goods,
    /// «Поставщики».
    Suppliers,
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
    /// «Первый запуск».
    Guide,
    /// «Загрузка товаров».
    Import,
    /// «Отчёт по интернет-заказам».
    Report,
    /// «Товары и партии».
    Goods,
    /// «Поставщики».
    Suppliers,
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
    /// The table of goods.
    pub import: ImportFacts,
    /// The directory of goods.
    pub directory: DirectoryFacts,
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
        Scope::Guide => cx.view == ViewKind::Guide,
        Scope::Import => cx.view == ViewKind::Import,
        Scope::Report => cx.view == ViewKind::Report,
        Scope::Goods => cx.view == ViewKind::Goods,
        Scope::Suppliers => cx.view == ViewKind::Suppliers,
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
