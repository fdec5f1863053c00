//! The commands about one order, shared by the list and the collecting window: each is one call.
//!
//! An action is under way at most once; what came of it is said when the answer is there.

use crate::desk::Reply;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::packs::Packs;
use crate::ui::command::{Command, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::log::AboutOrder;
use crate::usecase::accept_order::AcceptOrder;
use crate::usecase::acknowledge_change::AcknowledgeChange;
use crate::usecase::collect_order::CollectOrder;
use crate::usecase::read::order_list::OrderRow;
use crate::usecase::release_lines::{ReleaseLine, ReleaseLines};
use crate::usecase::reserve_lines::{ReserveLines, ReserveReport};
use crate::usecase::{Outcome, UseError};

/// The order that an action is about.
#[derive(Clone)]
struct About {
    id: OrderId,
    number: String,
}

/// Actions under way.
#[derive(Default)]
pub struct OrderActions {
    accept: Slot<()>,
    acknowledge: Slot<()>,
    reserve: Slot<ReserveReport>,
    release: Slot<Packs>,
    collect: Slot<()>,
}

struct Slot<T> {
    pending: Pending<T>,
    about: Option<About>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { pending: Pending::default(), about: None }
    }
}

impl<T> Slot<T> {
    /// Starts unless the same is still under way (a key that is held down).
    fn start(&mut self, row: &OrderRow, ask: impl FnOnce(OrderId) -> Reply<Outcome<T>>) {
        if !self.pending.is_busy() {
            self.about = Some(About { id: row.id, number: row.numbers.shown().to_owned() });
            self.pending.start(ask(row.id));
        }
    }

    /// The result, once; a failure is said here.
    fn finish(&mut self, env: &mut Env<'_>) -> Option<(About, T)> {
        let result: Result<T, UseError> = self.pending.poll()?;
        let about = self.about.take()?;
        match result {
            Ok(value) => Some((about, value)),
            Err(error) => {
                env.say_failure(&error);
                None
            }
        }
    }
}

impl OrderActions {
    /// Carries out `command` about the order of `row`. True when it is one of the commands known here.
    pub fn carry_out(&mut self, command: Command, row: &OrderRow, env: &mut Env<'_>) -> bool {
        let desk = env.desk;
        match command {
            Command::Accept => self.accept.start(row, |order| desk.act(AcceptOrder { order })),
            Command::Acknowledge => self.acknowledge.start(row, |order| desk.act(AcknowledgeChange { order })),
            Command::Reserve => self.reserve.start(row, |order| desk.act(ReserveLines { order })),
            Command::Release => self.release.start(row, |order| desk.act(ReleaseLines { order })),
            Command::SetCollected => self.collect.start(row, |order| desk.act(CollectOrder { order })),
            Command::OpenCollecting => env.go(Go::Collecting(row.id)),
            Command::SellOrder => env.go(Go::Sell(row.id)),
            Command::Extend => env.open(Dialog::extend(row, env)),
            Command::Delete => env.open(Dialog::delete(row)),
            Command::History => env.open(Dialog::history(row)),
            Command::Print => env.open(Dialog::preview(row)),
            Command::PrintSlips => env.open(Dialog::preview_slips(row)),
            Command::OpenLinked => match (row.supply.linked, env.cmd.view) {
                (Some(order), ViewKind::Collecting) => env.go(Go::Collecting(order)),
                (Some(order), _) => env.go(Go::Orders { select: Some(order) }),
                (None, _) => {}
            },
            Command::OrderLog => {
                env.go(Go::Log(Some(AboutOrder { id: row.id, number: row.numbers.shown().to_owned() })));
            }
            Command::SetCell => env.open(Dialog::cell(row)),
            _ => return false,
        }
        true
    }

    /// «Снять резерв» of one line.
    pub(in crate::ui) fn release_line(&mut self, row: &OrderRow, line: LineId, env: &Env<'_>) {
        self.release.start(row, |order| env.desk.act(ReleaseLine { order, line }));
    }

    /// Says what came of the actions that ended. Called every frame.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if let Some((about, ())) = self.accept.finish(env) {
            said(env, "done-accepted", &about);
        }
        if let Some((about, ())) = self.acknowledge.finish(env) {
            said(env, "done-acknowledged", &about);
        }
        if let Some((about, report)) = self.reserve.finish(env) {
            if report.missing_lines > 0 {
                let args = [("number", about.number.into()), ("n", report.missing_lines.into())];
                env.say_done(env.tr_args("done-reserved-partly", &args));
            } else {
                said(env, "done-reserved", &about);
            }
        }
        if let Some((about, packs)) = self.release.finish(env) {
            let args = [("number", about.number.into()), ("n", packs.0.into())];
            env.say_done(env.tr_args("done-released", &args));
        }
        if let Some((about, ())) = self.collect.finish(env) {
            said(env, "done-collected", &about);
            // The person may have gone on to the till meanwhile: an answer never changes the screen under a sale.
            if env.cmd.view == ViewKind::Collecting && !env.cmd.dialog {
                env.go(Go::Orders { select: Some(about.id) });
            }
        }
    }
}

fn said(env: &mut Env<'_>, key: &str, about: &About) {
    env.say_done(env.tr_args(key, &[("number", (&about.number).into())]));
}
