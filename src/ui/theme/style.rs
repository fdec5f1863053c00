//! Sizes and egui's style made from the tokens.

use egui::epaint::{CornerRadius, Shadow};
use egui::style::{ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{Color32, Context, FontFamily, FontId, Margin, RichText, Stroke, Style, TextStyle, Theme, Visuals, vec2};

use super::fonts::{self, BOLD};
use super::{Palette, RADIUS, ThemeChoice};

/// Installs fonts and both styles, and chooses `theme`. Cheap enough to call again on a switch.
pub fn apply(ctx: &Context, theme: ThemeChoice) {
    ctx.set_style_of(Theme::Light, style(ThemeChoice::Light));
    ctx.set_style_of(Theme::Dark, style(ThemeChoice::Dark));
    keep(ctx, theme);
}

/// Holds `theme` against a change of the system's theme. Costs nothing while it is right.
pub fn keep(ctx: &Context, theme: ThemeChoice) {
    let wanted = match theme {
        ThemeChoice::Light => Theme::Light,
        ThemeChoice::Dark => Theme::Dark,
    };
    if ctx.theme() != wanted {
        ctx.set_theme(wanted);
    }
}

/// Bold words of the body size.
#[must_use]
pub fn bold(text: impl Into<String>) -> RichText {
    RichText::new(text).family(FontFamily::Name(BOLD.into()))
}

/// Title of a screen: 20 px bold.
#[must_use]
pub fn heading(text: impl Into<String>) -> RichText {
    bold(text).size(20.0)
}

/// Status bar and secondary lines: 13 px.
#[must_use]
pub fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).size(13.0)
}

/// Table heads and chips: 13 px bold.
#[must_use]
pub fn small_bold(text: impl Into<String>) -> RichText {
    bold(text).size(13.0)
}

/// The sum to pay: 34 px bold.
#[must_use]
pub fn sum(text: impl Into<String>) -> RichText {
    bold(text).size(34.0)
}

/// The name of a key on a button: 12 px.
#[must_use]
pub fn key_cap(text: impl Into<String>) -> RichText {
    RichText::new(text).size(12.0)
}

fn style(choice: ThemeChoice) -> Style {
    let p = choice.palette();
    let mut style = Style { visuals: visuals(choice, p), ..Style::default() };
    let body = FontFamily::Proportional;
    style.text_styles = [
        (TextStyle::Heading, FontId::new(20.0, FontFamily::Name(BOLD.into()))),
        (TextStyle::Body, FontId::new(15.0, body.clone())),
        (TextStyle::Button, FontId::new(14.0, body.clone())),
        (TextStyle::Monospace, FontId::new(15.0, body.clone())),
        (TextStyle::Small, FontId::new(13.0, body)),
    ]
    .into();
    let s = &mut style.spacing;
    s.item_spacing = vec2(8.0, 4.0);
    s.button_padding = vec2(10.0, 8.0);
    s.interact_size = vec2(36.0, 36.0);
    s.icon_width = 18.0;
    s.icon_width_inner = 11.0;
    s.menu_margin = Margin::same(6);
    s.window_margin = Margin::same(16);
    s.tooltip_width = 380.0;
    s.combo_width = 120.0;
    // Over the padding of the last column: a bar that takes room would shift the columns when it comes.
    s.scroll = ScrollStyle { bar_width: 8.0, floating_width: 6.0, bar_outer_margin: 0.0, ..ScrollStyle::floating() };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.25;
    // A moving thing would repaint for nothing on an idle till.
    style.animation_time = 0.0;
    style
}

fn visuals(choice: ThemeChoice, p: &Palette) -> Visuals {
    let mut v = match choice {
        ThemeChoice::Light => Visuals::light(),
        ThemeChoice::Dark => Visuals::dark(),
    };
    let radius = CornerRadius::same(RADIUS);
    let widget = |fill: Color32, line: Color32, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    };
    v.widgets = Widgets {
        noninteractive: widget(p.surface.panel, p.surface.line, p.text),
        inactive: widget(p.surface.panel, p.surface.line, p.text),
        hovered: widget(p.surface.hover, p.muted, p.text),
        active: widget(p.accent.weak, p.accent.main, p.text),
        open: widget(p.surface.hover, p.accent.main, p.text),
    };
    v.selection = Selection { bg_fill: p.surface.selection, stroke: Stroke::new(2.0, p.accent.main) };
    v.weak_text_color = Some(p.muted);
    v.hyperlink_color = p.accent.main;
    v.faint_bg_color = p.surface.stripe;
    v.extreme_bg_color = p.surface.panel;
    v.text_edit_bg_color = Some(p.surface.panel);
    v.error_fg_color = p.tone(super::ChipTone::Late).ink;
    v.warn_fg_color = p.tone(super::ChipTone::Accepted).ink;
    v.panel_fill = p.surface.background;
    v.window_fill = p.surface.panel;
    v.window_stroke = Stroke::new(1.0, p.surface.line);
    v.window_corner_radius = CornerRadius::same(8);
    v.menu_corner_radius = radius;
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(40) };
    v.window_shadow = shadow;
    v.popup_shadow = shadow;
    v.striped = true;
    // A blinking cursor would repaint twice a second all day.
    v.text_cursor.blink = false;
    v.text_cursor.stroke = Stroke::new(2.0, p.accent.main);
    v
}

/// Installs the fonts; once, at start.
pub(in crate::ui) fn install_fonts(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
}
