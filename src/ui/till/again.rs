//! Reads the open receipt again: what it holds may have changed its price, its payment or its batch meanwhile.
//!
//! Owns: the questions under way and what came of them. The lines stay as they are until every answer is there.
//! Must not know: who shows the receipt.

use super::receipt::Receipt;
use crate::desk::{Desk, Reply};
use crate::domain::ids::{GoodsId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::PaymentState;
use crate::domain::packs::Packs;
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::usecase::UseError;
use crate::usecase::read::quote::{OrderQuote, QuoteGoods, QuoteLine, QuoteOrder};

/// Why the receipt is read again.
#[derive(Debug)]
pub(super) enum Because {
    /// Something changed in the data: said only when it concerns the receipt.
    Changed,
    /// The sale was refused: what is different is said, or the refusal itself when nothing is.
    Refused(UseError),
}

/// The questions under way.
pub(super) struct Again {
    because: Because,
    /// What the receipt held when they were asked.
    held: Held,
    due: Kopecks,
    order: Option<Answer<OrderQuote>>,
    goods: Vec<(GoodsId, Answer<Vec<QuoteLine>>)>,
}

/// What is in a receipt, without prices.
type Held = (Option<OrderId>, Vec<(GoodsId, Packs)>);

enum Answer<T> {
    Coming(Reply<T>),
    There(Result<T, UseError>),
}

impl<T> Answer<T> {
    fn is_there(&mut self) -> bool {
        if let Self::Coming(reply) = self {
            match reply.poll_now() {
                Some(answer) => *self = Self::There(answer),
                None => return false,
            }
        }
        true
    }

    fn taken(self) -> Option<Result<T, UseError>> {
        match self {
            Self::Coming(_) => None,
            Self::There(answer) => Some(answer),
        }
    }
}

/// What became of it.
pub(super) enum Ended {
    /// Answers are still to come.
    Waiting(Box<Again>),
    /// The receipt is as the data is now.
    Done,
    /// The receipt became another one meanwhile: ask again.
    Outdated,
}

impl Again {
    /// Asks for everything that `receipt` holds; `None` when it is empty.
    pub(super) fn ask(receipt: &Receipt, because: Because, desk: &Desk) -> Option<Box<Self>> {
        let held = receipt.held();
        if receipt.lines().is_empty() {
            return None;
        }
        let order = held.0.map(|order| Answer::Coming(desk.ask(QuoteOrder { order })));
        let ask = |&(goods, packs): &(GoodsId, Packs)| {
            let reply = desk.ask(QuoteGoods { goods, packs });
            (goods, Answer::Coming(reply))
        };
        let goods = held.1.iter().map(ask).collect();
        Some(Box::new(Self { because, due: receipt.due(), held, order, goods }))
    }

    /// Puts the answers into the receipt when all are there, and says what is different now.
    pub(super) fn finish(mut self: Box<Self>, receipt: &mut Receipt, env: &mut Env<'_>) -> Ended {
        let mut all = self.order.as_mut().is_none_or(Answer::is_there);
        for (_, answer) in &mut self.goods {
            all &= answer.is_there();
        }
        if !all {
            return Ended::Waiting(self);
        }
        if receipt.held() != self.held {
            return if receipt.lines().is_empty() { Ended::Done } else { Ended::Outdated };
        }
        let Self { because, due, order, goods, .. } = *self;
        let paid_before = receipt.is_prepaid();
        let mut problem = None;
        for answer in order.into_iter().filter_map(Answer::taken) {
            match answer {
                Ok(quote) => receipt.renew_order(quote),
                Err(error) => problem = Some(error),
            }
        }
        for (goods, answer) in goods.into_iter().filter_map(|(g, a)| Some((g, a.taken()?))) {
            match answer {
                Ok(lines) => receipt.renew_goods(goods, lines),
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        let said = say_payment(receipt, paid_before, env) || say_price(due, receipt.due(), env);
        let refused = match because {
            Because::Refused(error) if !said => Some(error),
            Because::Refused(_) | Because::Changed => None,
        };
        // A line that can no longer be sold stays in sight; the sale is refused until it is taken out.
        match problem.or(refused) {
            Some(error) if receipt.is_news(&error_text(env.lang, &error, env.zone)) => env.say_failure(&error),
            Some(_) => {}
            None => receipt.no_news(),
        }
        Ended::Done
    }
}

/// «Заказ EX-8 оплачен на сайте: нажмите «Выдать»».
fn say_payment(receipt: &Receipt, paid_before: bool, env: &mut Env<'_>) -> bool {
    let Some(order) = receipt.order().filter(|_| receipt.is_prepaid() != paid_before) else {
        return false;
    };
    let key = match order.payment {
        PaymentState::Paid if receipt.due() == Kopecks::ZERO => "till-now-paid",
        PaymentState::Paid => "till-now-paid-partly",
        PaymentState::Unpaid | PaymentState::Refunded | PaymentState::Unknown => "till-now-unpaid",
    };
    let args = [("number", (&order.number).into()), ("sum", receipt.due().rubles().into())];
    let words = env.tr_args(key, &args);
    env.say_error(words);
    true
}

/// «Цена изменилась: было 71,00 ₽, стало 80,00 ₽».
fn say_price(before: Kopecks, now: Kopecks, env: &mut Env<'_>) -> bool {
    if before == now {
        return false;
    }
    let args = [("before", before.rubles().into()), ("now", now.rubles().into())];
    let words = env.tr_args("till-price-changed", &args);
    env.say_error(words);
    true
}
