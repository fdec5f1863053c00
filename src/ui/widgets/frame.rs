//! Frames: the toolbar of a screen, a card, a modal dialog, a state dot.

use egui::accesskit::Role;
use egui::epaint::CornerRadius;
use egui::{Color32, Frame, Id, InnerResponse, Margin, Modal, Panel, Sense, Stroke, Ui, vec2};

use super::outside::outside;
use crate::ui::theme::{self, CONTROL, S2};

/// The bar at the top of a screen: panel colour, a thin line below, its things centred in one row.
pub fn toolbar<R>(ui: &mut Ui, id: &'static str, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let p = theme::of(ui);
    let frame = Frame::new().fill(p.surface.panel).inner_margin(Margin::symmetric(12, 8));
    Panel::top(id).frame(frame).show_separator_line(true).resizable(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            content(ui)
        })
        .inner
    })
}

/// A white card with a thin line.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let p = theme::of(ui);
    Frame::new()
        .fill(p.surface.panel)
        .stroke(Stroke::new(1.0, p.surface.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(12))
        .show(ui, content)
}

/// A modal dialog with a title. Everything behind it is veiled and cannot be used. The caller gives the
/// keyboard to its first field; Esc comes as `Command::Back`.
pub fn dialog<R>(ui: &Ui, id: &'static str, title: &str, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let p = theme::of(ui);
    let title = &outside(title);
    // A small window has a little air at both sides, whatever a dialog would like.
    let width = width.min(ui.ctx().content_rect().width() - 64.0);
    let frame = Frame::new()
        .fill(p.surface.panel)
        .stroke(Stroke::new(1.0, p.surface.line))
        .corner_radius(CornerRadius::same(8))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(16));
    let id = Id::unique(("dialog", id));
    let shown = Modal::new(id).frame(frame).backdrop_color(p.surface.veil).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::Dialog);
            node.set_label(title.as_str());
        });
        ui.add(egui::Label::new(theme::heading(title)).truncate());
        ui.add_space(S2);
        content(ui)
    });
    shown.inner
}

/// A round state dot, 9 px.
pub fn dot(ui: &mut Ui, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 14.0), Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.5, colour);
}
