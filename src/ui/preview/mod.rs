//! «Напечатать заказ» and the worklist «Вернуть на полку»: the sheet as it will be, and the ways to paper or a file.
//!
//! Owns: the choice of paper and extent, the zoom, the printer. Layout is arithmetic and done here; everything
//! that blocks goes through [`super::services`]. Must not know: files, printers.

mod bar;
mod jobs;
mod paint;

use egui::{Frame, ScrollArea, Ui, vec2};

use crate::domain::ids::{OrderId, ReceiptId};
use crate::print::{
    OrderSheet, Page, Paper, PrintError, PrintedReport, SheetKind, SheetOptions, lay_out, order_sheet, receipt_pages,
    receipt_words, report_pages, sheet_words, shift_sheet_pages, shift_sheet_words, worklist_pages, worklist_words,
};
use crate::text::tr;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::services::ServiceError;
use crate::ui::theme::{self, S2, S3};
use crate::ui::widgets::{dialog, failed, loading};
use crate::usecase::read::order_list::OrderRow;
use crate::usecase::read::order_sheet::{Sheet, SheetData};
use crate::usecase::read::sales::{OneSale, Sale};
use crate::usecase::read::settings::GetSetting;
use crate::usecase::read::shelf_returns::{ReturnList, ShelfReturns};
use crate::usecase::read::shift_sheet::{ShiftSheet, ShiftSheetNow};
use crate::usecase::{Topic, UseError};

use jobs::{Printers, UnderWay};
pub(in crate::ui) use jobs::{wake, words as service_words};

/// What is shown.
enum Subject {
    /// The sheet, or the slips, of an order.
    Order { order: OrderId, number: String, data: Box<Loadable<Sheet>> },
    /// The worklist of packs that wait for their shelf.
    Returns(Loadable<ReturnList>),
    /// A copy of a receipt.
    Receipt { receipt: ReceiptId, number: i64, data: Box<Loadable<Sale>> },
    /// What the next shift has to know.
    Shift(Loadable<ShiftSheet>),
    /// «Отчёт по интернет-заказам»: it does not change while it is looked at.
    Report(Box<PrintedReport>),
}

/// The preview of a sheet.
pub struct Preview {
    subject: Subject,
    asked: bool,
    paper_setting: Loadable<String>,
    shown: Shown,
    printers: Printers,
    under_way: UnderWay,
}

/// What is laid out.
enum Content {
    Order(Box<OrderSheet>),
    Returns(ReturnList),
    Receipt(Box<Sale>),
    Shift(ShiftSheet),
    Report(Box<PrintedReport>),
}

/// The sheet and how it is shown.
struct Shown {
    content: Option<Content>,
    options: SheetOptions,
    zoom: Zoom,
    pages: Result<Vec<Page>, PrintError>,
}

/// How large the sheet is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Zoom {
    /// The width of the paper fills the window.
    Fit,
    /// Times its real size (96 dots per inch).
    Times(f32),
}

impl Subject {
    fn ask(&mut self, env: &Env<'_>) {
        match self {
            Self::Order { order, data, .. } => data.request(env.desk.ask(SheetData { id: *order })),
            Self::Returns(list) => list.request(env.desk.ask(ShelfReturns)),
            Self::Receipt { receipt, data, .. } => data.request(env.desk.ask(OneSale(*receipt))),
            Self::Shift(sheet) => sheet.request(env.desk.ask(ShiftSheetNow)),
            Self::Report(_) => {}
        }
    }

    fn poll(&mut self) -> bool {
        match self {
            Self::Order { data, .. } => data.poll(),
            Self::Returns(list) => list.poll(),
            Self::Receipt { data, .. } => data.poll(),
            Self::Shift(sheet) => sheet.poll(),
            Self::Report(_) => false,
        }
    }

    fn content(&self, env: &Env<'_>) -> Option<Content> {
        match self {
            Self::Order { data, .. } => data.value().map(|rows| Content::Order(Box::new(order_sheet(rows, env.zone)))),
            Self::Returns(list) => list.value().cloned().map(Content::Returns),
            Self::Receipt { data, .. } => data.value().map(|sale| Content::Receipt(Box::new(sale.clone()))),
            Self::Shift(sheet) => sheet.value().cloned().map(Content::Shift),
            Self::Report(report) => Some(Content::Report(report.clone())),
        }
    }

    const fn error(&self) -> Option<&UseError> {
        match self {
            Self::Order { data, .. } => data.error(),
            Self::Returns(list) => list.error(),
            Self::Receipt { data, .. } => data.error(),
            Self::Shift(sheet) => sheet.error(),
            Self::Report(_) => None,
        }
    }
}

impl Preview {
    /// Of the order of `row`: the whole sheet or the slips.
    #[must_use]
    pub fn new(row: &OrderRow, kind: SheetKind) -> Self {
        let number = row.numbers.shown().to_owned();
        let mut preview = Self::of(Subject::Order { order: row.id, number, data: Box::default() });
        preview.shown.options.kind = kind;
        preview
    }

    /// Of the packs that wait for their shelf.
    #[must_use]
    pub fn returns() -> Self {
        Self::of(Subject::Returns(Loadable::default()))
    }

    /// Of what the next shift has to know.
    #[must_use]
    pub fn shift() -> Self {
        Self::of(Subject::Shift(Loadable::default()))
    }

    /// Of a report.
    #[must_use]
    pub fn report(report: PrintedReport) -> Self {
        let mut preview = Self::of(Subject::Report(Box::new(report.clone())));
        preview.shown.content = Some(Content::Report(Box::new(report)));
        preview
    }

    /// A copy of a receipt; on the roll, where receipts are at home.
    #[must_use]
    pub fn receipt(receipt: ReceiptId, number: i64) -> Self {
        let mut preview = Self::of(Subject::Receipt { receipt, number, data: Box::default() });
        preview.shown.options.paper = Paper::Roll80;
        preview
    }

    fn of(subject: Subject) -> Self {
        Self {
            subject,
            asked: false,
            paper_setting: Loadable::default(),
            shown: Shown { content: None, options: SheetOptions::default(), zoom: Zoom::Fit, pages: Ok(Vec::new()) },
            printers: Printers::default(),
            under_way: UnderWay::Nothing,
        }
    }

    /// Takes answers that are there, asks again what changed.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if !std::mem::replace(&mut self.asked, true) {
            self.paper_setting.request(env.desk.ask(GetSetting { key: "print.paper".to_owned() }));
            self.subject.ask(env);
        } else if env.changes.has(Topic::Orders) || env.changes.has(Topic::Stock) {
            self.subject.ask(env);
        }
        if self.paper_setting.poll() {
            if self.paper_setting.value().is_some_and(|paper| paper == "roll80") {
                self.shown.options.paper = Paper::Roll80;
            }
            self.lay_out(env);
        }
        if self.subject.poll() {
            self.shown.content = self.subject.content(env);
            self.lay_out(env);
        }
        self.poll_jobs(env);
    }

    fn lay_out(&mut self, env: &Env<'_>) {
        let options = self.shown.options;
        match &self.shown.content {
            None => {}
            Some(Content::Order(sheet)) => {
                self.shown.pages = lay_out(sheet, &sheet_words(|key| tr(env.lang, key)), options);
            }
            Some(Content::Report(report)) => self.shown.pages = report_pages(report, options.paper),
            Some(Content::Shift(sheet)) => {
                let words = shift_sheet_words(|key| tr(env.lang, key));
                self.shown.pages = shift_sheet_pages(sheet, &words, env.zone, options.paper);
            }
            Some(Content::Receipt(sale)) => {
                let words = receipt_words(|key| tr(env.lang, key));
                let tax = tr(env.lang, &format!("tax-system-{}", sale.fiscal.seller.tax_system));
                self.shown.pages = receipt_pages(sale, &words, &tax, env.zone, options.paper);
            }
            Some(Content::Returns(list)) => {
                let words = worklist_words(|key| tr(env.lang, key));
                self.shown.pages = worklist_pages(list, &words, env.zone, options.paper);
            }
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        self.printers.ask_once(ui, env);
        let title = match &self.subject {
            Subject::Order { number, .. } => env.tr_args("preview-title", &[("number", number.into())]),
            Subject::Returns(_) => env.tr("preview-returns-title"),
            Subject::Shift(_) => env.tr("shift-sheet-title"),
            Subject::Report(report) => report.title.clone(),
            Subject::Receipt { number, .. } => env.tr_args("preview-receipt-title", &[("number", (*number).into())]),
        };
        let room = ui.ctx().content_rect().size() - vec2(96.0, 200.0);
        dialog(ui, "preview", &title, room.x.min(1180.0), |ui| {
            let before = self.shown.options;
            bar::options(ui, env, &mut self.shown);
            if self.shown.options != before {
                self.lay_out(env);
            }
            ui.add_space(S2);
            let size = vec2(ui.available_width(), room.y.max(200.0));
            ui.allocate_ui(size, |ui| {
                ui.set_min_size(size);
                self.paper(ui, env);
            });
            ui.add_space(S3);
            bar::actions(ui, env, self);
        });
    }

    fn paper(&self, ui: &mut Ui, env: &Env<'_>) {
        if let Some(error) = self.subject.error() {
            failed(ui, &error_text(env.lang, error, env.zone));
            return;
        }
        match &self.shown.pages {
            Err(error) => failed(ui, &jobs::words(env, &ServiceError::Print(error.clone()))),
            Ok(_) if self.shown.content.is_none() => loading(ui, &env.tr("loading")),
            Ok(pages) => {
                let desk = Frame::new().fill(theme::of(ui).surface.background);
                desk.show(ui, |ui| {
                    ScrollArea::both().id_salt("preview-sheet").auto_shrink([false, false]).show(ui, |ui| {
                        paint::pages(ui, pages, self.shown.zoom);
                    });
                });
            }
        }
    }
}
