//! What was scanned, chosen or typed, one after another: each waits for the answer to the one before.

use std::collections::VecDeque;

use super::receipt::Receipt;
use crate::desk::Reply;
use crate::domain::error::Refusal;
use crate::domain::ids::{GoodsId, OrderId};
use crate::domain::packs::Packs;
use crate::ui::env::{Env, Go};
use crate::usecase::UseError;
use crate::usecase::read::goods_search::{ScanLookup, Scanned};
use crate::usecase::read::quote::{OrderQuote, QuoteGoods, QuoteLine, QuoteOrder};

/// One thing to do with the receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A scanned code.
    Code(String),
    /// So many packs more (or fewer) of a product.
    Add { goods: GoodsId, packs: Packs },
    /// So many packs of a product in all.
    Quantity { goods: GoodsId, packs: Packs },
    /// The lines of an order.
    Order(OrderId),
}

/// The answer that is under way.
enum Under {
    Code(String, Reply<Scanned>),
    Goods(GoodsId, Reply<Vec<QuoteLine>>),
    Order(Reply<OrderQuote>),
}

/// The line of steps.
#[derive(Default)]
pub(super) struct Steps {
    waiting: VecDeque<Step>,
    under: Option<Under>,
}

impl Steps {
    /// Puts a step at the end of the line.
    pub(super) fn push(&mut self, step: Step) {
        self.waiting.push_back(step);
    }

    /// Something is under way or waits.
    pub(super) fn is_busy(&self) -> bool {
        self.under.is_some() || !self.waiting.is_empty()
    }

    /// Takes the answer that is there and starts the next step.
    pub(super) fn update(&mut self, receipt: &mut Receipt, env: &mut Env<'_>) {
        // As many as are ready; each round either ends waiting or consumes a step.
        loop {
            match self.under.take() {
                Some(under) => {
                    self.under = finish(under, &mut self.waiting, receipt, env);
                    if self.under.is_some() {
                        return;
                    }
                }
                None => match self.waiting.pop_front() {
                    Some(step) => self.under = start(step, receipt, env),
                    None => return,
                },
            }
        }
    }
}

fn start(step: Step, receipt: &mut Receipt, env: &mut Env<'_>) -> Option<Under> {
    match step {
        Step::Code(code) => {
            let reply = env.desk.ask(ScanLookup { code: code.clone() });
            Some(Under::Code(code, reply))
        }
        Step::Add { goods, packs } => quote(goods, receipt.packs_of(goods).plus(packs), receipt, env),
        Step::Quantity { goods, packs } => quote(goods, packs, receipt, env),
        Step::Order(order) => Some(Under::Order(env.desk.ask(QuoteOrder { order }))),
    }
}

/// No packs means the product leaves the receipt; nothing need be asked.
fn quote(goods: GoodsId, packs: Packs, receipt: &mut Receipt, env: &Env<'_>) -> Option<Under> {
    if packs == Packs::ZERO {
        receipt.put_goods(goods, Vec::new());
        return None;
    }
    Some(Under::Goods(goods, env.desk.ask(QuoteGoods { goods, packs })))
}

/// Takes the answer if it is there; gives back what is still under way.
fn finish(under: Under, next: &mut VecDeque<Step>, receipt: &mut Receipt, env: &mut Env<'_>) -> Option<Under> {
    match under {
        Under::Code(code, mut reply) => match reply.poll_now() {
            None => return Some(Under::Code(code, reply)),
            Some(Ok(Scanned::Order(order))) => env.go(Go::Orders { select: Some(order) }),
            Some(Ok(Scanned::Goods(goods))) => next.push_front(Step::Add { goods, packs: Packs(1) }),
            Some(Ok(Scanned::Nothing)) => env.say_failure(&UseError::Refused(Refusal::GoodsNotFound { what: code })),
            Some(Err(error)) => env.say_failure(&error),
        },
        Under::Goods(goods, mut reply) => match reply.poll_now() {
            None => return Some(Under::Goods(goods, reply)),
            Some(Ok(lines)) => receipt.put_goods(goods, lines),
            Some(Err(error)) => env.say_failure(&error),
        },
        Under::Order(mut reply) => match reply.poll_now() {
            None => return Some(Under::Order(reply)),
            Some(Ok(quote)) if receipt.lines().is_empty() => receipt.put_order(quote),
            Some(Ok(_)) => env.say_failure(&UseError::Refused(Refusal::ReceiptNotEmpty)),
            Some(Err(error)) => env.say_failure(&error),
        },
    }
    None
}
