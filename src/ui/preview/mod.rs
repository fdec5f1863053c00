//! «Напечатать заказ»: the sheet as it will be, and the ways to paper or a file.
//!
//! Owns: the choice of paper and extent, the zoom, the printer. Layout is arithmetic and done here; everything
//! that blocks goes through [`super::services`]. Must not know: files, printers.

mod bar;
mod jobs;
mod paint;

use egui::{Frame, ScrollArea, Ui, vec2};

use crate::domain::ids::OrderId;
use crate::print::{OrderSheet, Page, Paper, PrintError, SheetOptions, lay_out, order_sheet, sheet_words};
use crate::text::tr;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::services::ServiceError;
use crate::ui::theme::{self, S2, S3};
use crate::ui::widgets::{dialog, failed, loading};
use crate::usecase::Topic;
use crate::usecase::read::order_list::OrderRow;
use crate::usecase::read::order_sheet::{Sheet, SheetData};
use crate::usecase::read::settings::GetSetting;

use jobs::{Printers, UnderWay};

/// The preview of one order's sheet.
pub struct Preview {
    order: OrderId,
    number: String,
    data: Loadable<Sheet>,
    asked: bool,
    paper_setting: Loadable<String>,
    shown: Shown,
    printers: Printers,
    under_way: UnderWay,
}

/// The sheet and how it is shown.
struct Shown {
    sheet: Option<OrderSheet>,
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

impl Preview {
    /// Of the order of `row`.
    #[must_use]
    pub fn new(row: &OrderRow) -> Self {
        Self {
            order: row.id,
            number: row.numbers.shown().to_owned(),
            data: Loadable::default(),
            asked: false,
            paper_setting: Loadable::default(),
            shown: Shown { sheet: None, options: SheetOptions::default(), zoom: Zoom::Fit, pages: Ok(Vec::new()) },
            printers: Printers::default(),
            under_way: UnderWay::Nothing,
        }
    }

    /// Takes answers that are there, asks again what changed.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if !std::mem::replace(&mut self.asked, true) {
            self.paper_setting.request(env.desk.ask(GetSetting { key: "print.paper".to_owned() }));
            self.data.request(env.desk.ask(SheetData { id: self.order }));
        } else if env.changes.has(Topic::Orders) || env.changes.has(Topic::Stock) {
            self.data.request(env.desk.ask(SheetData { id: self.order }));
        }
        if self.paper_setting.poll() {
            if self.paper_setting.value().is_some_and(|paper| paper == "roll80") {
                self.shown.options.paper = Paper::Roll80;
            }
            self.lay_out(env);
        }
        if self.data.poll() {
            self.shown.sheet = self.data.value().map(|rows| order_sheet(rows, env.zone));
            self.lay_out(env);
        }
        self.poll_jobs(env);
    }

    fn lay_out(&mut self, env: &Env<'_>) {
        if let Some(sheet) = &self.shown.sheet {
            self.shown.pages = lay_out(sheet, &sheet_words(|key| tr(env.lang, key)), self.shown.options);
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        self.printers.ask_once(ui, env);
        let title = env.tr_args("preview-title", &[("number", (&self.number).into())]);
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
        if let Some(error) = self.data.error() {
            failed(ui, &error_text(env.lang, error, env.zone));
            return;
        }
        match &self.shown.pages {
            Err(error) => failed(ui, &jobs::words(env, &ServiceError::Print(error.clone()))),
            Ok(_) if self.shown.sheet.is_none() => loading(ui, &env.tr("loading")),
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
