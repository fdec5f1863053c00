//! The one place where wishes become deeds: drained at the end of the frame, each arm one call.

use super::app::ExperoApp;
use super::command::{self, Command, ViewKind};
use super::dialogs::Dialog;
use super::env::{Env, Go, Push};
use super::sign_in::Purpose;
use super::theme;
use crate::domain::handover::CheckedBy;

/// Carries all wishes of the frame out. True when there was any: the frame must be drawn again.
pub(super) fn drain(app: &mut ExperoApp, ctx: &egui::Context) -> bool {
    let mut any = false;
    // A deed may push further wishes; a chain longer than this would be a loop.
    for _ in 0..8 {
        let pushes = std::mem::take(&mut app.shell.queue.pushes);
        if pushes.is_empty() {
            break;
        }
        any = true;
        for push in pushes {
            match push {
                Push::Do(command) => perform(app, ctx, command),
                Push::Go(go) => travel(app, go),
                Push::Say(message) => app.shell.messages.say(message),
            }
        }
    }
    any
}

fn perform(app: &mut ExperoApp, ctx: &egui::Context, command: Command) {
    let cx = app.command_cx();
    if let Err(why) = command::check(command, &cx) {
        let words = why.text(app.shell.lang);
        app.with_env(|_, env| env.say_error(words));
        return;
    }
    if !app.may(command) {
        travel(app, Go::Open(Box::new(Dialog::sign_in(Purpose::Admin(command)))));
        return;
    }
    match command {
        Command::SwitchUser => travel(app, Go::Open(Box::new(Dialog::sign_in(Purpose::Switch)))),
        Command::LockTill => travel(app, Go::Open(Box::new(Dialog::sign_in(Purpose::Lock)))),
        Command::OpenSystem => {
            app.show_view(ViewKind::System);
            app.screens.system.open();
        }
        Command::OpenGuide => {
            app.show_view(ViewKind::Guide);
            app.screens.guide.open();
        }
        Command::ImportGoods => {
            app.show_view(ViewKind::Import);
            app.screens.import.open();
        }
        Command::OpenReport => {
            app.show_view(ViewKind::Report);
            app.with_env(|screens, env| screens.report.open(env.today()));
        }
        Command::OpenGoods => {
            app.show_view(ViewKind::Goods);
            app.screens.directory.open();
        }
        Command::OpenSuppliers => {
            app.show_view(ViewKind::Suppliers);
            app.screens.suppliers.open();
        }
        Command::OpenOrders => travel(app, Go::Orders { select: None }),
        Command::OpenRequisitions => travel(app, Go::Requisitions),
        Command::OpenShelf => travel(app, Go::Shelf),
        Command::OpenSales => {
            app.show_view(ViewKind::Sales);
            app.screens.sales.open();
        }
        Command::OpenSettings => {
            app.show_view(ViewKind::Settings);
            app.screens.settings.open();
        }
        Command::OpenLog => travel(app, Go::Log(None)),
        Command::PromptYes => app.answer_prompt(true),
        Command::PromptNo => app.answer_prompt(false),
        Command::Keys => travel(app, Go::Open(Box::new(Dialog::Keys))),
        Command::Menu => travel(app, Go::Open(Box::new(Dialog::menu()))),
        Command::Shift => travel(app, Go::Open(Box::new(Dialog::shift()))),
        Command::Problems => travel(app, Go::Open(Box::new(Dialog::problems()))),
        Command::Back => app.step_back(),
        Command::ToggleTheme => turn_theme(app, ctx),
        Command::ToggleLanguage => turn_language(app),
        Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        screen_command => on_screen(app, screen_command),
    }
}

fn turn_theme(app: &mut ExperoApp, ctx: &egui::Context) {
    app.shell.theme = app.shell.theme.next();
    theme::apply(ctx, app.shell.theme);
    app.keep_setting("ui.theme", app.shell.theme.code());
}

fn turn_language(app: &mut ExperoApp) {
    app.shell.lang = app.shell.lang.next();
    app.keep_setting("ui.language", app.shell.lang.code());
}

fn on_screen(app: &mut ExperoApp, command: Command) {
    let view = app.view();
    app.with_env(|screens, env| match view {
        ViewKind::Till => screens.till.command(command, env),
        ViewKind::Orders => screens.orders.command(command, env),
        ViewKind::Collecting => screens.collecting.command(command, env),
        ViewKind::Requisitions => screens.requisitions.command(command, env),
        ViewKind::Shelf => screens.shelf.command(command, env),
        ViewKind::Sales => screens.sales.command(command, env),
        ViewKind::Settings => screens.settings.command(command, env),
        ViewKind::Log => screens.log.command(command, env),
        ViewKind::System => screens.system.command(command, env),
        ViewKind::Guide => screens.guide.command(command, env),
        ViewKind::Import => screens.import.command(command, env),
        ViewKind::Report => screens.report.command(command, env),
        ViewKind::Goods => screens.directory.command(command, env),
        ViewKind::Suppliers => screens.suppliers.command(command, env),
    });
}

fn travel(app: &mut ExperoApp, go: Go) {
    match go {
        Go::Orders { select } => {
            app.show_view(ViewKind::Orders);
            app.screens.orders.open(select);
        }
        Go::Collecting(order) => {
            app.show_view(ViewKind::Collecting);
            let row = app.screens.orders.row();
            app.screens.collecting.open(order, row);
        }
        Go::Requisitions => {
            app.show_view(ViewKind::Requisitions);
            app.screens.requisitions.open();
        }
        Go::Shelf => {
            app.show_view(ViewKind::Shelf);
            app.screens.shelf.open();
        }
        Go::Log(about) => {
            app.show_view(ViewKind::Log);
            app.with_env(|screens, env| screens.log.open(about, env));
        }
        Go::Sell(order) => {
            app.show_view(ViewKind::Till);
            app.with_env(|screens, env| screens.till.sell_order(order, CheckedBy::Nothing, env));
        }
        Go::LeaveSettings { save } => {
            let of_system = app.view() == ViewKind::System;
            app.with_env(
                |screens, env| {
                    if of_system { screens.system.leave(save, env) } else { screens.settings.leave(save, env) }
                },
            );
        }
        Go::SignedIn { name, role, purpose } => app.let_in(&name, role, purpose),
        Go::SellUnsigned => app.sell_unsigned(),
        Go::Open(dialog) => app.shell.dialogs.push(*dialog),
        Go::CloseDialog => drop(app.close_dialog()),
        Go::PaidCash { given, due } => {
            app.shell.dialogs.pop();
            app.with_env(|screens, env: &mut Env<'_>| screens.till.pay_cash(given, due, env));
        }
        Go::Sale(step) => {
            app.shell.dialogs.pop();
            app.with_env(|screens, env| screens.till.sale_step(step, env));
        }
        Go::Quantity(packs) => {
            app.shell.dialogs.pop();
            app.with_env(|screens, env| screens.till.set_quantity(packs, env));
        }
    }
}
