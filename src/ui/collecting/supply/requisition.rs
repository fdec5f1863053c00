//! The state of tab «Заявка»: what is missing, what was typed for it, what is under way.
//!
//! One requisition per order: a second press while the first is under way does nothing, and the use case
//! updates what is there. Must not know: how it is drawn.

use crate::domain::ids::{OrderId, SupplierId};
use crate::domain::requisition::{DEFAULT_LEAD_DAYS, Late, Remedy, RequisitionState, lateness};
use crate::ui::command::{Command, RequisitionFacts};
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::usecase::advance_requisition::AdvanceRequisition;
use crate::usecase::extend_hold::ExtendHold;
use crate::usecase::keep_suppliers::AddSupplier;
use crate::usecase::make_requisition::{Made, MakeRequisition, RequisitionMade};
use crate::usecase::read::order_card::Card;
use crate::usecase::read::requisition::{MissingRow, OrderRequisition, RequisitionTab};
use crate::usecase::read::suppliers::SupplierRow;

use super::draft::{Drafts, When};
use super::editor::Editor;

/// The tab.
#[derive(Default)]
pub(super) struct Requisition {
    order: Option<OrderId>,
    pub(super) rows: Loadable<RequisitionTab>,
    stale: bool,
    pub(super) drafts: Drafts,
    pub(super) at: Option<usize>,
    pub(super) editor: Editor,
    pub(super) late: Option<Late>,
    pub(super) when: When,
    facts: RequisitionFacts,
    work: Work,
}

/// What the desk is doing for the tab.
#[derive(Default)]
struct Work {
    make: Pending<RequisitionMade>,
    extend: Pending<()>,
    mark: Pending<()>,
    add: Pending<SupplierId>,
    /// The supplier on its way into the directory, and the row that it is for.
    added: Option<(SupplierRow, MissingRow)>,
}

impl Work {
    const fn is_busy(&self) -> bool {
        self.make.is_busy() || self.extend.is_busy() || self.mark.is_busy() || self.add.is_busy()
    }
}

impl Requisition {
    /// Is about this order from now on; what was typed for another one is forgotten.
    pub(super) fn about(&mut self, order: OrderId) {
        if self.order != Some(order) {
            let mut work = std::mem::take(&mut self.work);
            work.added = None;
            *self = Self { order: Some(order), work, ..Self::default() };
        }
        self.stale = true;
    }

    pub(super) const fn outdate(&mut self) {
        self.stale = true;
    }

    pub(super) const fn facts(&self) -> RequisitionFacts {
        self.facts
    }

    pub(super) const fn typing(&self) -> bool {
        self.editor.has_focus()
    }

    pub(super) const fn step_back(&mut self) -> bool {
        self.editor.leave()
    }

    /// Enter with nothing typed: the fields of the chosen product get the keyboard.
    pub(super) fn enter(&mut self) {
        if self.at.is_some_and(|at| at < self.missing().len()) {
            self.editor.begin();
        }
    }

    /// Products that are missing; none while not known.
    pub(super) fn missing(&self) -> &[MissingRow] {
        self.rows.value().map_or(&[], |tab| &tab.missing)
    }

    /// Takes answers, asks again, and works out what the commands need to know.
    pub(super) fn update(&mut self, env: &mut Env<'_>, card: Option<&Card>) {
        self.when = When { now: env.now, zone: Some(env.zone) };
        self.finish(env);
        self.rows.poll();
        if let Some(order) = self.order.filter(|_| self.stale && !self.rows.is_waiting()) {
            self.stale = false;
            self.rows.request(env.desk.ask(OrderRequisition { order }));
        }
        self.late = card.and_then(|card| self.lateness(card));
        let tab = self.rows.value();
        self.facts = RequisitionFacts {
            missing: tab.map(|t| t.missing.len()),
            state: tab.and_then(|t| t.head.as_ref()).map(|h| h.state),
            late: self.late.map(|l| l.remedy),
            draft: self.drafts.state(self.missing(), self.when),
            busy: self.work.is_busy(),
        };
    }

    /// The latest delivery after the end of the hold, with what was typed taken into account.
    fn lateness(&self, card: &Card) -> Option<Late> {
        let tab = self.rows.value()?;
        match self.drafts.latest(&tab.missing, self.when) {
            Some(needed) => lateness(card.row.standing.status, card.row.hold_until, needed, self.when.now),
            None => tab.late,
        }
    }

    fn finish(&mut self, env: &mut Env<'_>) {
        match self.work.make.poll() {
            Some(Ok(made)) => {
                self.drafts.clear();
                let key = match made.done {
                    Made::New => "done-requisition-new",
                    Made::Updated => "done-requisition-updated",
                    Made::Unchanged => "done-requisition-unchanged",
                };
                let args = [("number", made.number.into()), ("n", made.lines.into())];
                env.say_done(env.tr_args(key, &args));
            }
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        match self.work.extend.poll() {
            Some(Ok(())) => env.say_done(env.tr("done-extended-to-delivery")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        match self.work.mark.poll() {
            Some(Ok(())) => env.say_done(env.tr("done-requisition-marked")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        match self.work.add.poll() {
            Some(Ok(id)) => {
                if let Some((supplier, row)) = self.work.added.take() {
                    let args = [("name", (&supplier.name).into())];
                    env.say_done(env.tr_args("done-supplier-added", &args));
                    self.take_supplier(&row, SupplierRow { id, ..supplier });
                }
            }
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
    }

    /// Carries a command out; false when it is not for this tab.
    pub(super) fn command(&mut self, command: Command, env: &Env<'_>) -> bool {
        let Some(order) = self.order else { return false };
        match command {
            Command::MakeRequisition => {
                if !self.work.is_busy() {
                    let edits = self.drafts.edits(self.missing(), self.when);
                    self.work.make.start(env.desk.act(MakeRequisition { order, edits }));
                }
            }
            Command::ExtendToDelivery => {
                if let (false, Some(Remedy::ExtendTo(until))) = (self.work.is_busy(), self.facts.late) {
                    self.work.extend.start(env.desk.act(ExtendHold { order, until }));
                }
            }
            Command::MarkOrdered => self.mark(order, RequisitionState::Ordered, env),
            Command::MarkReceived => self.mark(order, RequisitionState::Received, env),
            _ => return false,
        }
        self.facts.busy = self.work.is_busy();
        true
    }

    fn mark(&mut self, order: OrderId, to: RequisitionState, env: &Env<'_>) {
        if !self.work.is_busy() {
            self.work.mark.start(env.desk.act(AdvanceRequisition { order, to }));
        }
    }

    /// Takes a supplier for `row`.
    pub(super) fn take_supplier(&mut self, row: &MissingRow, supplier: SupplierRow) {
        let mut fields = self.drafts.get(row, self.when);
        fields.take(supplier, self.when);
        self.drafts.put(row, fields, self.when);
    }

    /// Adds a supplier to the directory; it is taken for `row` when it is there.
    pub(super) fn add_supplier(&mut self, row: &MissingRow, name: String, env: &Env<'_>) {
        if self.work.add.is_busy() {
            return;
        }
        let add = AddSupplier { name: name.clone(), lead_days: DEFAULT_LEAD_DAYS };
        // The id comes with the answer.
        let coming = SupplierRow { id: SupplierId(0), name, lead_days: DEFAULT_LEAD_DAYS, is_active: true };
        self.work.added = Some((coming, row.clone()));
        self.work.add.start(env.desk.act(add));
    }
}
