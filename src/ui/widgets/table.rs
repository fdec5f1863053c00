//! The table of every list: virtual rows 30 px high, zebra, selection, right-aligned figures.
//!
//! Only visible rows are drawn, whatever the count. Cells never wrap: what is too long is cut with «…».

use egui::accesskit::Role;
use egui::{Align, Layout, Response, RichText, Sense, Ui, UiBuilder, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};
use std::ops::Range;

use super::outside::{Weight, goods_name, outside};
use crate::ui::theme::{self, ROW};

/// Free at the left of a cell's words (at the right, when they stand there).
pub const PAD: f32 = 8.0;

/// One column.
#[derive(Clone, Debug)]
pub struct Col {
    /// Words of the head.
    pub head: String,
    /// Its width.
    pub width: Width,
    /// Figures stand at the right.
    pub align: Side,
    /// Drawn beside the head when the table is sorted by it: `▲` or `▼`.
    pub mark: &'static str,
    /// A click on the head asks to sort.
    pub sortable: bool,
}

/// Width of a column.
#[derive(Clone, Copy, Debug)]
pub enum Width {
    /// Exactly so wide.
    Exact(f32),
    /// So wide at first; a person may drag it.
    Initial(f32),
    /// What is left, at least so wide.
    Fill(f32),
}

/// Side at which the words of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Figures.
    Right,
}

impl Col {
    /// A column of words.
    #[must_use]
    pub fn left(head: impl Into<String>, width: Width) -> Self {
        Self { head: head.into(), width, align: Side::Left, mark: "", sortable: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn right(head: impl Into<String>, width: Width) -> Self {
        Self { align: Side::Right, ..Self::left(head, width) }
    }

    /// Its head can be clicked; `mark` shows the present order.
    #[must_use]
    pub fn sorted(mut self, mark: &'static str) -> Self {
        self.sortable = true;
        self.mark = mark;
        self
    }
}

/// What to show besides the cells.
pub struct Spec<'a> {
    /// Stable id; widths are kept by it.
    pub id: &'a str,
    /// The columns.
    pub cols: &'a [Col],
    /// How many rows in all.
    pub rows: usize,
    /// The selected row.
    pub selected: Option<usize>,
    /// Scroll this row into view.
    pub scroll_to: Option<usize>,
    /// Accessible name of a row.
    pub row_name: &'a dyn Fn(usize) -> String,
}

/// What happened to the table in this frame.
#[derive(Default)]
pub struct Shown {
    /// The row that was clicked (either button).
    pub clicked: Option<usize>,
    /// The row that was clicked twice.
    pub opened: Option<usize>,
    /// The head that was clicked.
    pub head: Option<usize>,
    /// The rows that were drawn.
    pub visible: Range<usize>,
    /// The widths of the columns as they were drawn.
    pub widths: Vec<f32>,
}

/// Draws the table into the rest of `ui`. `cell` fills one cell of `(row, column)`; `on_row` gets the response
/// of each visible row (for its context menu).
pub fn show(
    ui: &mut Ui,
    spec: &Spec<'_>,
    mut cell: impl FnMut(&mut Ui, usize, usize),
    mut on_row: impl FnMut(usize, &Response),
) -> Shown {
    let mut shown = Shown::default();
    let (mut first, mut end) = (usize::MAX, 0);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(0.0, 0.0);
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
        // The line between columns shows itself only where a column can be dragged just now.
        ui.visuals_mut().widgets.noninteractive.bg_stroke = egui::Stroke::NONE;
        let mut builder = TableBuilder::new(ui)
            .id_salt(("table", spec.id))
            .striped(true)
            .sense(Sense::CLICK)
            .auto_shrink([false, false])
            .animate_scrolling(false)
            .min_scrolled_height(0.0)
            .cell_layout(Layout::left_to_right(Align::Center));
        for col in spec.cols {
            builder = builder.column(column(col));
        }
        if let Some(row) = spec.scroll_to {
            builder = builder.scroll_to_row(row, None);
        }
        builder.header(ROW, |mut row| heads(&mut row, spec.cols, &mut shown)).body(|body| {
            shown.widths = body.widths().to_vec();
            body.rows(ROW, spec.rows, |mut row| {
                let index = row.index();
                (first, end) = (first.min(index), end.max(index + 1));
                row.set_selected(spec.selected == Some(index));
                for (n, col) in spec.cols.iter().enumerate() {
                    row.col(|ui| aligned(ui, col.align, |ui| cell(ui, index, n)));
                }
                let response = row.response();
                touched(&response, index, spec, &mut shown);
                on_row(index, &response);
            });
        });
    });
    shown.visible = first.min(end)..end;
    shown
}

fn touched(response: &Response, index: usize, spec: &Spec<'_>, shown: &mut Shown) {
    let selected = spec.selected == Some(index);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, (spec.row_name)(index)));
    if response.clicked() || response.secondary_clicked() {
        shown.clicked = Some(index);
    }
    if response.double_clicked() {
        shown.opened = Some(index);
    }
}

fn column(col: &Col) -> Column {
    match col.width {
        Width::Exact(w) => Column::exact(w).clip(true),
        Width::Initial(w) => Column::initial(w).at_least(40.0).resizable(true).clip(true),
        Width::Fill(w) => Column::remainder().at_least(w).clip(true),
    }
}

fn heads(row: &mut TableRow<'_, '_>, cols: &[Col], shown: &mut Shown) {
    for (n, col) in cols.iter().enumerate() {
        let (_, response) = row.col(|ui| {
            let muted = theme::of(ui).muted;
            let rect = ui.max_rect();
            let line = egui::Stroke::new(1.0, theme::of(ui).surface.line);
            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
            let words = if col.mark.is_empty() { col.head.clone() } else { format!("{} {}", col.head, col.mark) };
            aligned(ui, col.align, |ui| {
                ui.label(theme::small_bold(words).color(muted));
            });
        });
        if col.sortable {
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &col.head));
            if response.clicked() {
                shown.head = Some(n);
            }
        }
    }
}

fn aligned(ui: &mut Ui, side: Side, content: impl FnOnce(&mut Ui)) {
    let layout = match side {
        Side::Left => Layout::left_to_right(Align::Center),
        Side::Right => Layout::right_to_left(Align::Center),
    };
    // A child of its own: moving the cell's cursor would make the cell, and its clicks, twice as wide.
    let mut room = ui.max_rect();
    if side == Side::Left {
        // Cut words end before the next column, or the scroll bar, begins.
        room.max.x -= PAD / 2.0;
    }
    let mut cell = ui.new_child(UiBuilder::new().max_rect(room).layout(layout));
    // The table would draw words of a selected row in the accent; the tokens say the surface is enough.
    cell.visuals_mut().override_text_color = None;
    cell.add_space(PAD);
    cell.spacing_mut().item_spacing.x = 6.0;
    content(&mut cell);
    ui.expand_to_include_rect(cell.min_rect());
}

/// A cell with plain words.
pub fn text(ui: &mut Ui, words: impl Into<RichText>) {
    ui.add(egui::Label::new(words.into()).truncate());
}

/// A cell with less important words; they may come from outside.
pub fn muted(ui: &mut Ui, words: impl AsRef<str>) {
    let colour = theme::of(ui).muted;
    ui.add(egui::Label::new(RichText::new(outside(words.as_ref())).color(colour)).truncate());
}

/// A cell with words from outside: a person, a number.
pub fn foreign(ui: &mut Ui, words: &str) {
    text(ui, outside(words));
}

/// A cell with a name of goods: when it is too long its end still shows.
pub fn goods(ui: &mut Ui, name: &str) {
    let room = ui.available_width();
    goods_name(ui, name, room, Weight::Plain, None);
}
