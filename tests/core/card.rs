//! A payment by card: noted before the terminal is asked, used by one receipt of exactly its sum, found after any stop.

use expero::domain::card::{CardAnswer, CardState};
use expero::domain::discount::Discount;
use expero::domain::error::Refusal;
use expero::domain::ids::TillId;
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::fiscal::terminal::{CardTerminal, Mood, TerminalSimulator};
use expero::store;
use expero::store::engine::params;
use expero::usecase::card_payment::{BeginCard, CardReversed, NoteCard};
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};

use crate::support::Shop;

const SUM: Kopecks = Kopecks(20_000);

/// A shop and a terminal with its own memory.
struct Counter {
    shop: Shop,
    folder: tempfile::TempDir,
}

impl Counter {
    fn new() -> Self {
        Self { shop: Shop::new(), folder: tempfile::tempdir().unwrap() }
    }

    fn terminal(&self) -> TerminalSimulator {
        TerminalSimulator::open(&self.folder.path().join("card.jsonl")).unwrap()
    }

    fn note(&mut self, key: &str, answer: CardAnswer) -> CardState {
        self.shop.ok(NoteCard { key: key.to_owned(), answer })
    }

    fn sale(&mut self, paid: Paid, card: Option<&str>) -> SellReceipt {
        let lines = vec![SaleLine { batch: self.shop.batch("b1"), packs: Packs(2), discount: Discount::NONE }];
        SellReceipt { card: card.map(str::to_owned), ..SellReceipt::walk_in(lines, paid, SUM) }
    }

    fn loose(&mut self) -> Option<(CardState, Kopecks)> {
        let till = TillId("till-1".to_owned());
        self.shop.read(|sql| store::cards::loose(sql, &till)).map(|card| (card.state, card.amount))
    }

    /// Money in the terminal is money in receipts.
    fn laws(&mut self) {
        let by_card = self.shop.read(|sql| sql.number("SELECT sum(card) FROM receipt", params![]));
        assert_eq!(self.terminal().kept(), Kopecks(by_card));
        assert_eq!(self.loose(), None);
    }
}

#[test]
fn a_taken_payment_is_used_by_one_receipt_of_its_sum() {
    let mut counter = Counter::new();
    let key = counter.shop.ok(BeginCard(SUM));
    let early = counter.sale(Paid::Card, Some(&key));
    assert_eq!(counter.shop.refused(early.clone()), Refusal::PaymentMismatch, "nothing is taken yet");
    let answer = counter.terminal().pay(&key, SUM);
    assert_eq!(counter.note(&key, answer), CardState::Approved);
    let part = Paid::Mixed { card: Kopecks(5_000), given: Kopecks(15_000) };
    let other_sum = counter.sale(part, Some(&key));
    assert_eq!(counter.shop.refused(other_sum), Refusal::PaymentMismatch);
    counter.shop.ok(early.clone());
    assert_eq!(counter.shop.refused(early), Refusal::PaymentMismatch, "it is used");
    counter.laws();
}

#[test]
fn a_declined_payment_leaves_nothing_and_the_next_may_begin() {
    let mut counter = Counter::new();
    let key = counter.shop.ok(BeginCard(SUM));
    let mut terminal = counter.terminal();
    *terminal.mood().lock().unwrap() = Mood::Declines;
    let answer = terminal.pay(&key, SUM);
    assert_eq!(counter.note(&key, answer), CardState::Declined);
    counter.laws();
    counter.shop.ok(BeginCard(SUM));
    assert_eq!(counter.shop.refused(BeginCard(SUM)), Refusal::PaymentMismatch, "one at a time");
}

/// Every point at which the plug may be pulled, from the key on the paper to the receipt.
#[test]
fn a_stop_at_any_point_leaves_a_payment_that_is_found_and_finished_once() {
    for point in 0..4 {
        let mut counter = Counter::new();
        let key = counter.shop.ok(BeginCard(SUM));
        if point >= 1 {
            let mut terminal = counter.terminal();
            if point == 1 {
                *terminal.mood().lock().unwrap() = Mood::LosesAnswer;
            }
            let answer = terminal.pay(&key, SUM);
            if point >= 2 {
                counter.note(&key, answer);
            }
        }
        if point >= 3 {
            let sale = counter.sale(Paid::Card, Some(&key));
            counter.shop.ok(sale);
        }
        // The plug is pulled here; a new program looks at what was left.
        match counter.loose() {
            None => assert_eq!(point, 3),
            Some((state, amount)) => {
                assert_eq!(amount, SUM);
                if state == CardState::Asked {
                    let answer = counter.terminal().ask(&key);
                    let now = counter.note(&key, answer);
                    assert_eq!(now == CardState::Approved, point > 0, "point {point}");
                }
                if point == 1 {
                    let sale = counter.sale(Paid::Card, Some(&key));
                    counter.shop.ok(sale);
                } else if point == 2 {
                    assert!(counter.terminal().reverse(&key));
                    counter.shop.ok(CardReversed(key.clone()));
                }
            }
        }
        counter.laws();
    }
}
