//! What the preview asks the services for: printers, paper, a file; and what came of it.

use std::sync::Arc;

use egui::Ui;

use super::{Preview, Subject};
use crate::print::{PrinterName, safe_file_name};
use crate::ui::env::{Env, Go};
use crate::ui::services::{Job, Saved, ServiceError, SheetJob, Wake};
use crate::usecase::print_order::RecordPrinted;

/// The printers and the chosen one.
#[derive(Default)]
pub(super) struct Printers {
    pub(super) job: Option<Job<Vec<PrinterName>>>,
    pub(super) known: Vec<PrinterName>,
    pub(super) chosen: Option<String>,
    pub(super) failed: Option<ServiceError>,
    asked: bool,
}

/// What is being done with the sheet.
pub(super) enum UnderWay {
    /// Nothing.
    Nothing,
    /// On its way to this printer.
    Printing(Job<()>, Option<String>),
    /// On its way to a file.
    Saving(Job<Saved>),
}

/// What a job did with the sheet.
enum Ended {
    /// It left the program to this target; the words say so.
    Left { target: String, done: String },
    /// The person changed their mind.
    Nothing,
    /// It failed.
    Failed(ServiceError),
}

impl Printers {
    /// Asks the system for its printers, once.
    pub(super) fn ask_once(&mut self, ui: &Ui, env: &Env<'_>) {
        if !std::mem::replace(&mut self.asked, true) {
            self.job = Some(env.services.list_printers(wake(ui)));
        }
    }

    fn poll(&mut self) {
        let Some(answer) = self.job.as_mut().and_then(Job::poll) else {
            return;
        };
        self.job = None;
        match answer {
            Ok(known) => {
                let first = known.iter().find(|p| p.is_default).or(known.first());
                self.chosen = first.map(|p| p.name.clone());
                self.known = known;
            }
            Err(error) => self.failed = Some(error),
        }
    }
}

impl Preview {
    pub(super) fn poll_jobs(&mut self, env: &mut Env<'_>) {
        self.printers.poll();
        let ended = match &mut self.under_way {
            UnderWay::Nothing => None,
            UnderWay::Printing(job, printer) => job.poll().map(|answer| match answer {
                Ok(()) => {
                    let target = printer.take().unwrap_or_else(|| env.tr("preview-default-printer"));
                    let printer = ("printer", (&target).into());
                    let done = match &self.subject {
                        Subject::Order { number, .. } => {
                            env.tr_args("done-printed", &[("number", number.into()), printer])
                        }
                        Subject::Returns(_) => env.tr_args("done-printed-returns", &[printer]),
                        Subject::Shift(_) => env.tr_args("done-printed-shift", &[printer]),
                        Subject::Report(_) => env.tr_args("done-printed-report", &[printer]),
                        Subject::Receipt { number, .. } => {
                            env.tr_args("done-printed-receipt", &[("number", (*number).into()), printer])
                        }
                    };
                    Ended::Left { target, done }
                }
                Err(error) => Ended::Failed(error),
            }),
            UnderWay::Saving(job) => job.poll().map(|answer| match answer {
                Ok(Saved::File(file)) => {
                    let done = env.tr_args("done-saved", &[("file", file.into())]);
                    Ended::Left { target: "pdf".to_owned(), done }
                }
                Ok(Saved::Cancelled) => Ended::Nothing,
                Err(error) => Ended::Failed(error),
            }),
        };
        if let Some(ended) = ended {
            self.under_way = UnderWay::Nothing;
            self.ended(env, ended);
        }
    }

    fn ended(&self, env: &mut Env<'_>, ended: Ended) {
        match ended {
            Ended::Left { target, done } => {
                if let Subject::Order { order, .. } = self.subject {
                    // The answer is not waited for: the note reaches the screen as a change of the order.
                    drop(env.desk.act(RecordPrinted { order, target }));
                }
                env.say_done(done);
                env.go(Go::CloseDialog);
            }
            Ended::Nothing => {}
            Ended::Failed(error) => env.say_error(words(env, &error)),
        }
    }

    /// Something is being done with the sheet.
    pub(in crate::ui) const fn busy(&self) -> bool {
        !matches!(self.under_way, UnderWay::Nothing)
    }

    /// There is a page.
    pub(super) fn has_pages(&self) -> bool {
        self.shown.pages.as_ref().is_ok_and(|pages| !pages.is_empty())
    }

    /// The sheet for the services; `None` while there is nothing to print.
    fn job(&self, env: &Env<'_>) -> Option<SheetJob> {
        let pages = self.shown.pages.as_ref().ok().filter(|pages| !pages.is_empty())?;
        let title = match &self.subject {
            Subject::Order { number, .. } => env.tr_args("preview-job", &[("number", number.into())]),
            Subject::Returns(_) => env.tr("worklist-title"),
            Subject::Shift(_) => env.tr("shift-sheet-title"),
            Subject::Report(report) => report.title.clone(),
            Subject::Receipt { number, .. } => env.tr_args("preview-receipt-title", &[("number", (*number).into())]),
        };
        Some(SheetJob {
            pages: pages.clone(),
            paper: self.shown.options.paper,
            file_name: safe_file_name(&title),
            title,
            made_at: env.now,
        })
    }

    pub(super) fn start_print(&mut self, ui: &Ui, env: &Env<'_>) {
        if let Some(sheet) = self.job(env) {
            let printer = self.printers.chosen.clone();
            let job = env.services.print_sheet(sheet, printer.clone(), wake(ui));
            self.under_way = UnderWay::Printing(job, printer);
        }
    }

    pub(super) fn start_save(&mut self, ui: &Ui, env: &Env<'_>) {
        if let Some(sheet) = self.job(env) {
            self.under_way = UnderWay::Saving(env.services.save_sheet(sheet, wake(ui)));
        }
    }
}

/// Why a job failed, in words.
pub(in crate::ui) fn words(env: &Env<'_>, error: &ServiceError) -> String {
    env.tr_args(&error.key(), &[("detail", error.detail().into())])
}

/// Draws the screen again from another thread.
pub(in crate::ui) fn wake(ui: &Ui) -> Wake {
    let ctx = ui.ctx().clone();
    Arc::new(move || ctx.request_repaint())
}
