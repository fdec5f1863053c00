//! What was scanned, chosen or typed, one after another: each waits for the answer to the one before.

use std::collections::VecDeque;

use super::again::{Again, Because, Ended};
use super::receipt::Receipt;
use crate::desk::Reply;
use crate::domain::discount::Discount;
use crate::domain::error::Refusal;
use crate::domain::handover::CheckedBy;
use crate::domain::ids::{GoodsId, OrderId};
use crate::domain::packs::Packs;
use crate::ui::env::{Env, Go};
use crate::ui::services::Tone;
use crate::usecase::UseError;
use crate::usecase::read::goods_search::{ScanLookup, Scanned};
use crate::usecase::read::quote::{OrderQuote, QuoteGoods, QuoteLine, QuoteOrder};

/// One thing to do with the receipt.
#[derive(Debug)]
pub(super) enum Step {
    /// A scanned code.
    Code(String),
    /// So many packs more (or fewer) of a product.
    Add { goods: GoodsId, packs: Packs, heard: Heard, code: Option<String> },
    /// So many packs of a product in all.
    Quantity { goods: GoodsId, packs: Packs },
    /// What is off of a product.
    Discount { goods: GoodsId, discount: Discount },
    /// Codes of packs that are in the receipt.
    Codes(Vec<(GoodsId, String)>),
    /// The lines of an order.
    Order(OrderId, Found),
    /// The whole receipt as it is now.
    Again(Because),
}

/// The answer that is under way.
enum Under {
    Code(String, Reply<Scanned>),
    Goods(Asked, Reply<Vec<QuoteLine>>),
    Order(OrderId, Found, Reply<OrderQuote>),
    Again(Box<Again>),
}

/// How an order came to the till.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Its code was scanned.
    Scanned,
    /// Otherwise, and by what it was checked that it is the customer's.
    Chosen(CheckedBy),
}

impl Found {
    const fn checked(self) -> CheckedBy {
        match self {
            Self::Scanned => CheckedBy::Code,
            Self::Chosen(checked) => checked,
        }
    }
}

/// For which product lines were asked, and why.
struct Asked {
    goods: GoodsId,
    heard: Heard,
    code: Option<String>,
}

/// Where a product came from: a scan is answered with a sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The scanner.
    Scan,
    /// The keyboard or the mouse.
    Hand,
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

    /// Something that changes the receipt is under way or waits. Reading it again is not: a sale that overtakes
    /// it is checked against the sum on the screen anyway.
    pub(super) fn is_busy(&self) -> bool {
        self.under.as_ref().is_some_and(|under| !matches!(under, Under::Again(_)))
            || self.waiting.iter().any(|step| !matches!(step, Step::Again(_)))
    }

    /// Reads the receipt again, once everything before is done; one reading serves many changes.
    pub(super) fn read_again(&mut self, because: Because) {
        if !matches!(self.waiting.back(), Some(Step::Again(_))) {
            self.waiting.push_back(Step::Again(because));
        }
    }

    /// The receipt was sold: what was asked about it is of no use any more.
    pub(super) fn forget_readings(&mut self) {
        self.waiting.retain(|step| !matches!(step, Step::Again(_)));
        if matches!(self.under, Some(Under::Again(_))) {
            self.under = None;
        }
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
        Step::Add { goods, packs, heard, code } => {
            let packs = receipt.packs_of(goods).plus(packs);
            quote(Asked { goods, heard, code }, packs, receipt, env)
        }
        Step::Quantity { goods, packs } => quote(Asked { goods, heard: Heard::Hand, code: None }, packs, receipt, env),
        Step::Discount { goods, discount } => {
            receipt.set_discount(goods, discount);
            None
        }
        Step::Codes(codes) => {
            for (goods, code) in codes {
                if receipt.packs_of(goods).any() {
                    receipt.add_code(goods, &code);
                }
            }
            None
        }
        Step::Order(order, found) => Some(Under::Order(order, found, env.desk.ask(QuoteOrder { order }))),
        Step::Again(because) => Again::ask(receipt, because, env.desk).map(Under::Again),
    }
}

/// No packs means the product leaves the receipt; nothing need be asked.
fn quote(asked: Asked, packs: Packs, receipt: &mut Receipt, env: &Env<'_>) -> Option<Under> {
    let goods = asked.goods;
    if packs == Packs::ZERO {
        receipt.put_goods(goods, Vec::new());
        return None;
    }
    Some(Under::Goods(asked, env.desk.ask(QuoteGoods { goods, packs })))
}

/// Takes the answer if it is there; gives back what is still under way.
fn finish(under: Under, next: &mut VecDeque<Step>, receipt: &mut Receipt, env: &mut Env<'_>) -> Option<Under> {
    match under {
        Under::Code(code, mut reply) => match reply.poll_now() {
            None => return Some(Under::Code(code, reply)),
            // The sheet of a collected order: its lines come into the empty receipt. Any other is shown in the list.
            Some(Ok(Scanned::Order(order))) if receipt.lines().is_empty() => {
                next.push_front(Step::Order(order, Found::Scanned));
            }
            Some(Ok(Scanned::Order(order))) => env.go(Go::Orders { select: Some(order) }),
            Some(Ok(Scanned::Goods(goods) | Scanned::Pack { goods, .. })) if receipt.tick_goods(goods) => {
                env.play(Tone::ScanOk);
            }
            Some(Ok(Scanned::Goods(goods))) => {
                next.push_front(Step::Add { goods, packs: Packs(1), heard: Heard::Scan, code: None });
            }
            Some(Ok(Scanned::Pack { code, .. })) if receipt.has_code(&code) => {
                env.play(Tone::CodeTaken);
                env.say_error(env.tr("till-code-twice"));
            }
            Some(Ok(Scanned::Pack { goods, code })) => {
                next.push_front(Step::Add { goods, packs: Packs(1), heard: Heard::Scan, code: Some(code) });
            }
            Some(Ok(Scanned::Nothing)) => {
                env.play(Tone::ScanRefused);
                env.say_failure(&UseError::Refused(Refusal::GoodsNotFound { what: code }));
            }
            Some(Err(error)) => {
                env.play(Tone::ScanRefused);
                // The person knows the code as it was scanned, not in the form in which it was looked for.
                let error = match error {
                    UseError::Refused(Refusal::GoodsNotFound { .. }) => {
                        UseError::Refused(Refusal::GoodsNotFound { what: code })
                    }
                    other => other,
                };
                env.say_failure(&error);
            }
        },
        Under::Goods(asked, mut reply) => match reply.poll_now() {
            None => return Some(Under::Goods(asked, reply)),
            Some(answer) => {
                if asked.heard == Heard::Scan {
                    env.play(if answer.is_ok() { Tone::ScanOk } else { Tone::ScanRefused });
                }
                match answer {
                    Ok(lines) => {
                        receipt.put_goods(asked.goods, lines);
                        if let Some(code) = &asked.code {
                            receipt.add_code(asked.goods, code);
                        }
                    }
                    Err(error) => env.say_failure(&error),
                }
            }
        },
        Under::Again(again) => match again.finish(receipt, env) {
            Ended::Waiting(again) => return Some(Under::Again(again)),
            Ended::Done => {}
            Ended::Outdated => next.push_back(Step::Again(Because::Changed)),
        },
        Under::Order(order, found, mut reply) => match reply.poll_now() {
            None => return Some(Under::Order(order, found, reply)),
            Some(Ok(quote)) if receipt.lines().is_empty() => {
                receipt.put_order(quote);
                receipt.checked_by(found.checked());
            }
            Some(Ok(_)) => env.say_failure(&UseError::Refused(Refusal::ReceiptNotEmpty)),
            Some(Err(_)) if found == Found::Scanned => env.go(Go::Orders { select: Some(order) }),
            Some(Err(error)) => env.say_failure(&error),
        },
    }
    None
}
