//! The table of all commands: label, keys, place, condition.

use egui::Key;

use super::{Check, Command, Meta, Scope, always, orders, sale, settings, supply};
use crate::ui::keymap::Shortcut;

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
    Calls, Collecting, Everywhere, Goods, Guide, Import, Log, Orders, Report, Requisition, Requisitions, Sales,
    Settings, SettingsForm, SettingsLog, Shelf, Suppliers, System, Till,
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
    row(
        C::Refresh,
        "cmd-refresh",
        &[key(Key::F5)],
        &[Orders, Collecting, Requisitions, Shelf, Sales, Report, Goods, Suppliers],
        always,
    ),
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
    row(C::PeriodToday, "period-today", &[alt(Key::Num1)], &[Sales, Report], always),
    row(C::PeriodWeek, "period-week", &[alt(Key::Num2)], &[Sales, Report], always),
    row(C::PeriodMonth, "period-month", &[alt(Key::Num3)], &[Sales, Report], always),
    row(C::PeriodYear, "period-year", &[alt(Key::Num4)], &[Sales, Report], always),
    row(C::OpenSettings, "cmd-open-settings", &[ctrl(Key::F12)], &[Everywhere], always),
    row(C::SaveSettings, "cmd-save-settings", &[ctrl(Key::S)], &[Settings], always),
    row(C::TabBasic, "cmd-tab-basic", &[alt(Key::Num1)], &[Settings], always),
    row(C::TabLink, "cmd-tab-link", &[alt(Key::Num2)], &[Settings], always),
    row(C::TabLog, "cmd-tab-log", &[alt(Key::Num3)], &[Settings], always),
    row(C::UrlDefaults, "cmd-url-defaults", &[ctrl(Key::F5)], &[SettingsForm], always),
    row(C::TrySite, "cmd-try-site", &[key(Key::F5)], &[SettingsForm], always),
    row(C::FetchOrders, "cmd-fetch-orders", &[key(Key::F6)], &[SettingsForm], settings::site_knows_us),
    row(C::SendStock, "cmd-send-stock", &[key(Key::F7)], &[SettingsForm], settings::site_knows_us),
    row(C::NewToken, "cmd-new-token", &[alt(Key::N)], &[SettingsForm], settings::site_knows_us),
    row(C::OpenSystem, "cmd-open-system", &[alt(Key::F12)], &[Everywhere], always),
    row(C::OpenGuide, "cmd-open-guide", &[], &[Everywhere], always),
    row(C::NewAdmin, "cmd-new-admin", &[ctrl(Key::N)], &[Guide], always),
    row(C::SavePharmacy, "cmd-save-settings", &[ctrl(Key::S)], &[Guide], always),
    row(C::StartPractice, "cmd-start-practice", &[alt(Key::P)], &[Guide], always),
    row(C::ImportGoods, "cmd-import-goods", &[alt(Key::I)], &[Everywhere], always),
    row(C::OpenReport, "cmd-open-report", &[alt(Key::R)], &[Everywhere], always),
    row(C::OpenGoods, "cmd-open-goods", &[alt(Key::G)], &[Everywhere], always),
    row(C::EditGoods, "cmd-edit-goods", &[key(Key::F4)], &[Goods], settings::has_goods),
    row(C::EditBatch, "cmd-edit-batch", &[key(Key::F6)], &[Goods], settings::has_batch),
    row(C::BatchMoves, "cmd-batch-moves", &[key(Key::F7)], &[Goods], settings::has_batch),
    row(C::CountBatch, "cmd-count-batch", &[key(Key::F8)], &[Goods], settings::has_batch),
    row(C::WhyOnSite, "cmd-why-on-site", &[key(Key::F9)], &[Goods], settings::has_goods),
    row(C::SetOffer, "cmd-set-offer", &[alt(Key::O)], &[Goods], settings::has_goods),
    row(C::OpenSuppliers, "cmd-open-suppliers", &[alt(Key::S)], &[Everywhere], always),
    row(C::NewSupplier, "cmd-new-supplier", &[ctrl(Key::N)], &[Suppliers], always),
    row(C::EditSupplier, "cmd-edit-supplier", &[key(Key::F4)], &[Suppliers], settings::has_supplier),
    row(C::PrintReport, "cmd-print-report", &[ctrl(Key::P)], &[Report], always),
    row(C::SaveReport, "cmd-save-xlsx", &[alt(Key::X)], &[Report], always),
    row(C::PickTable, "cmd-pick-table", &[key(Key::F3)], &[Import], settings::can_pick_table),
    row(C::TakeTable, "cmd-take-table", &[ctrl(Key::S)], &[Import], settings::has_table),
    row(C::StopImport, "cmd-stop-import", &[key(Key::F4)], &[Import], always),
    row(C::SaveSystem, "cmd-save-settings", &[ctrl(Key::S)], &[System], always),
    row(C::NextPage, "cmd-next-page", &[ctrl(Key::PageDown)], &[System, Goods], always),
    row(C::PreviousPage, "cmd-previous-page", &[ctrl(Key::PageUp)], &[System, Goods], always),
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
