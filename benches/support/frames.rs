//! Frames without a graphics card: the program's window, and the raw table that is its floor.
#![allow(dead_code, reason = "each bench uses its own part")]

use std::fmt::Write;
use std::sync::Arc;

use eframe::App;
use egui::{Align, Context, Event, Key, Layout, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, TouchPhase, Ui};
use egui_extras::{Column, TableBuilder};
use expero::desk::Desk;
use expero::text::Lang;
use expero::ui::command::ViewKind;
use expero::ui::services::NoServices;
use expero::ui::theme::{ThemeChoice, fonts};
use expero::ui::{ExperoApp, UiOptions};
use expero::usecase::read::lanes::LaneCounts;

const SIZE: egui::Vec2 = egui::vec2(1366.0, 768.0);

/// A screen, a hand on the wheel, and time that passes evenly.
struct Stage {
    ctx: Context,
    frames: u32,
}

impl Stage {
    fn run(&mut self, mut events: Vec<Event>, draw: impl FnMut(&mut Ui)) -> usize {
        self.frames += 1;
        events.insert(0, Event::PointerMoved(egui::pos2(600.0, 350.0)));
        let input = RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, SIZE)),
            time: Some(f64::from(self.frames) / 60.0),
            focused: true,
            events,
            ..RawInput::default()
        };
        let output = self.ctx.run_ui(input, draw);
        let shapes = output.shapes.len();
        output.drop_without_applying_deltas();
        shapes
    }
}

fn wheel() -> Vec<Event> {
    let delta = egui::vec2(0.0, -40.0);
    vec![Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }]
}

fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// The program's window with the order list on top.
pub struct OurWindow {
    stage: Stage,
    app: ExperoApp,
    frame: eframe::Frame,
}

impl OurWindow {
    pub fn open(desk: &Desk) -> Self {
        let stage = Stage { ctx: Context::default(), frames: 0 };
        let options = UiOptions {
            scale: 100,
            lang: Lang::Ru,
            theme: ThemeChoice::Light,
            practice: false,
            user_title: "Bench".to_owned(),
            till_title: "1".to_owned(),
            version: "0".to_owned(),
            prompt_again_secs: 3_600,
            services: Arc::new(NoServices),
        };
        let app = ExperoApp::new(&stage.ctx, desk.clone(), options);
        let mut window = Self { stage, app, frame: eframe::Frame::_new_kittest() };
        window.settle(desk);
        // Orders wait, so the prompt asks first; «Нет» puts it off, then the list.
        window.draw(press(Key::U, Modifiers::COMMAND | Modifiers::CTRL));
        window.settle(desk);
        window.draw(press(Key::F7, Modifiers::COMMAND | Modifiers::CTRL));
        window.settle(desk);
        assert_eq!(window.app.view(), ViewKind::Orders, "the order list did not open");
        window
    }

    /// The same with the goods on top.
    pub fn goods(desk: &Desk) -> Self {
        let mut window = Self::open(desk);
        window.draw(press(Key::G, Modifiers::ALT));
        window.settle(desk);
        assert_eq!(window.app.view(), ViewKind::Goods, "the goods did not open");
        window
    }

    /// Draws until the answers of the desk have reached the screen.
    fn settle(&mut self, desk: &Desk) {
        for _ in 0..8 {
            self.draw(Vec::new());
            desk.ask(LaneCounts).wait().unwrap();
        }
    }

    fn draw(&mut self, events: Vec<Event>) -> usize {
        let (app, frame) = (&mut self.app, &mut self.frame);
        self.stage.run(events, |ui| app.ui(ui, frame))
    }

    /// One frame of scrolling.
    pub fn frame(&mut self) -> usize {
        let shapes = self.draw(wheel());
        assert!(shapes > 200, "only {shapes} shapes: the list is not on the screen");
        shapes
    }
}

/// Ten columns of words, made in the frame as any table makes them; nothing else on the screen.
pub struct RawTable {
    stage: Stage,
    rows: usize,
}

impl RawTable {
    pub fn new(rows: usize) -> Self {
        let ctx = Context::default();
        ctx.set_fonts(fonts::definitions());
        let mut table = Self { stage: Stage { ctx, frames: 0 }, rows };
        for _ in 0..8 {
            table.frame();
        }
        table
    }

    pub fn frame(&mut self) -> usize {
        let rows = self.rows;
        self.stage.run(wheel(), |ui| draw(ui, rows))
    }
}

fn draw(ui: &mut Ui, rows: usize) {
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    let table = TableBuilder::new(ui)
        .striped(true)
        .auto_shrink([false, false])
        .cell_layout(Layout::left_to_right(Align::Center))
        .columns(Column::initial(120.0).at_least(40.0).resizable(true).clip(true), 10);
    table
        .header(30.0, |mut row| {
            for n in 0..10 {
                row.col(|ui| {
                    ui.label(format!("Column {n}"));
                });
            }
        })
        .body(|body| {
            body.rows(30.0, rows, |mut row| {
                let index = row.index();
                for n in 0..10 {
                    row.col(|ui| {
                        let mut words = String::new();
                        let _ = write!(words, "EX-{index:06} {n}");
                        ui.label(words);
                    });
                }
            });
        });
}
