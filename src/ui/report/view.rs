//! How «Отчёт по интернет-заказам» looks: the period above, figures at the left, the picture and the days at the right.

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};
use egui_plot::{Bar, BarChart, Corner, GridMark, Legend, Plot};

use super::ReportScreen;
use crate::domain::order_report::{OrderReport, ReportDay};
use crate::sheets::REPORT_TITLES;
use crate::text::habits;
use crate::text::order_report::figures;
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::settings::fields::note;
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{Look, TextField, card, empty, failed, loading, toned, toolbar};

/// Width of a day.
const DAY: f32 = 110.0;

/// Width of the figures.
const FIGURES: f32 = 430.0;

/// Width of a sum.
const SUM: f32 = 130.0;

/// The same in a window narrower than this, where the table needs the room.
const NARROW_FIGURES: f32 = 330.0;

/// See [`NARROW_FIGURES`].
const WIDE: f32 = 1200.0;

/// Widths of the table's columns but the last: of a wide window, of a narrow one.
const COLUMNS: [[f32; 6]; 2] = [[110.0, 96.0, 122.0, 96.0, 122.0, 96.0], [92.0, 66.0, 104.0, 66.0, 104.0, 92.0]];

/// Height of the picture.
const PICTURE: f32 = 240.0;

pub(super) fn show(screen: &mut ReportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    bar(screen, ui, env);
    period(screen, ui, env);
    let Some(report) = screen.report.value() else {
        CentralPanel::no_frame().show(ui, |ui| match screen.report.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        });
        return;
    };
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 12, bottom: 12 });
    let figures_width = if ui.available_width() < WIDE { NARROW_FIGURES } else { FIGURES };
    let side = Panel::left("report-figures")
        .exact_size(figures_width)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame);
    side.show(ui, |ui| {
        card(ui, |ui| {
            ui.set_min_size(ui.available_size());
            ScrollArea::vertical().id_salt("report-figures").show(ui, |ui| numbers(report, ui, env));
        });
    });
    let frame = Frame::new().inner_margin(Margin::same(12));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        card(ui, |ui| {
            ui.set_min_size(ui.available_size());
            if report.all().orders == 0 {
                empty(ui, &env.tr("report-empty"), &env.tr("report-empty-hint"));
                return;
            }
            let days = report.days();
            picture(&days, ui, env);
            ui.add_space(S2);
            table(&days, ui, env);
        });
    });
}

fn bar(screen: &ReportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "report-toolbar", |ui| {
        ui.label(theme::heading(env.tr("report-title")));
        ui.add_space(S2);
        env.button(ui, Command::PrintReport, Look::Normal);
        env.button(ui, Command::SaveReport, Look::Normal);
        if screen.saving.is_some() {
            ui.spinner();
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            env.sign_button(ui, Command::Refresh, "⟳");
        });
    });
}

fn period(screen: &mut ReportScreen, ui: &mut Ui, env: &mut Env<'_>) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    let (today, is_good) = (env.today(), screen.period(env.today()).is_some());
    Panel::top("report-period").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = S2;
            ui.label(env.tr("report-service"));
            screen.typing = false;
            for (name, text) in ["report-from", "report-to"].into_iter().zip(&mut screen.typed) {
                let name = env.tr(name);
                ui.label(&name);
                let id = TextField::new(&name, &name).width(DAY).limit(10).show(ui, text).id;
                screen.typing |= ui.memory(|m| m.has_focus(id));
            }
            for command in [Command::PeriodToday, Command::PeriodWeek, Command::PeriodMonth, Command::PeriodYear] {
                env.button(ui, command, Look::Normal);
            }
            if !is_good {
                let example = [("day", habits::date(today).into())];
                let words = RichText::new(format!("⚠ {}", env.tr_args("report-bad-period", &example)));
                ui.add(Label::new(toned(ui, words, ChipTone::Late)).wrap());
            }
        });
    });
}

fn numbers(report: &OrderReport, ui: &mut Ui, env: &Env<'_>) {
    ui.spacing_mut().item_spacing.y = S1;
    let muted = theme::of(ui).muted;
    for figure in figures(env.lang, report) {
        if figure.count.is_none() && ui.available_width() < NARROW_FIGURES {
            // Words beside words need two lines here.
            ui.add(Label::new(RichText::new(figure.title).color(muted)).wrap());
            ui.with_layout(Layout::top_down(Align::Max), |ui| ui.label(theme::bold(figure.words)));
            continue;
        }
        let value = figure.count.map_or(figure.words, |count| count.to_string());
        ui.horizontal(|ui| {
            ui.add(Label::new(RichText::new(figure.title).color(muted)).wrap());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(sum) = figure.sum {
                    // Counts stand below one another, however long the sums are.
                    ui.allocate_ui_with_layout(egui::vec2(SUM, 20.0), Layout::right_to_left(Align::Center), |ui| {
                        ui.set_min_width(SUM);
                        ui.label(sum.rubles());
                    });
                }
                ui.label(theme::bold(value));
            });
        });
    }
    ui.add_space(S2);
    note(ui, &env.tr("report-note"));
}

#[expect(clippy::cast_precision_loss, reason = "a picture is as exact as its dots")]
fn picture(days: &[ReportDay], ui: &mut Ui, env: &Env<'_>) {
    let bars = |count: &dyn Fn(&ReportDay) -> i64| -> Vec<Bar> {
        days.iter().enumerate().map(|(n, day)| Bar::new(n as f64, count(day) as f64).width(0.7)).collect()
    };
    let ink = |tone| theme::of(ui).tone(tone).ink;
    let chart =
        |key: &str, tone, count: &dyn Fn(&ReportDay) -> i64| BarChart::new(env.tr(key), bars(count)).color(ink(tone));
    let sold = chart("report-sold", ChipTone::Assembled, &|day| day.sold.orders);
    let other = |day: &ReportDay| day.made.orders - day.sold.orders - day.uncollected.orders;
    let other = chart("report-other", ChipTone::New, &other).stack_on(&[&sold]);
    let lost = chart("report-uncollected", ChipTone::Late, &|day| day.uncollected.orders).stack_on(&[&sold, &other]);
    let labels: Vec<String> = days.iter().map(|day| day.day.format("%d.%m").to_string()).collect();
    let day_of = move |mark: GridMark| -> String {
        let at = (0..labels.len()).find(|n| (mark.value - *n as f64).abs() < 0.01);
        at.and_then(|at| labels.get(at)).cloned().unwrap_or_default()
    };
    let whole =
        |mark: GridMark| if mark.value.fract().abs() < 0.01 { format!("{:.0}", mark.value) } else { String::new() };
    let response = Plot::new("report-days")
        .height(PICTURE)
        .legend(Legend::default().position(Corner::LeftTop))
        .grid_color(theme::of(ui).surface.line)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .include_y(0.0)
        .x_axis_formatter(move |mark, _| day_of(mark))
        .y_axis_formatter(move |mark, _| whole(mark))
        .label_formatter(|_| None)
        .show(ui, |plot| {
            plot.bar_chart(sold);
            plot.bar_chart(other);
            plot.bar_chart(lost);
        });
    let name = env.tr("report-picture");
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
}

fn table(days: &[ReportDay], ui: &mut Ui, env: &Env<'_>) {
    let [wide, narrow] = COLUMNS;
    let is_wide = ui.ctx().content_rect().width() >= WIDE;
    let widths = if is_wide { wide } else { narrow };
    let heads = REPORT_TITLES.iter().enumerate().map(|(n, key)| match widths.get(n) {
        Some(width) if n == 0 => Col::left(env.tr(key), Width::Initial(*width)),
        Some(width) => Col::right(env.tr(key), Width::Initial(*width)),
        None => Col::right(env.tr(key), Width::Fill(104.0)),
    });
    let cols: Vec<Col> = heads.collect();
    let spec = table::Spec {
        id: if is_wide { "report-days" } else { "report-days-narrow" },
        cols: &cols,
        rows: days.len(),
        selected: None,
        scroll_to: None,
        row_name: &|at| days.get(at).map(|day| habits::date(day.day)).unwrap_or_default(),
    };
    let cell = |ui: &mut Ui, at: usize, column: usize| {
        let Some(day) = days.get(at) else { return };
        let words = match column {
            0 => habits::date(day.day),
            1 => day.made.orders.to_string(),
            2 => day.made.sum.rubles(),
            3 => day.sold.orders.to_string(),
            4 => day.sold.sum.rubles(),
            5 => day.uncollected.orders.to_string(),
            _ => day.uncollected.sum.rubles(),
        };
        table::text(ui, words);
    };
    table::show(ui, &spec, cell, |_, _| {});
}
