//! Checks of marking codes under way: each code of the receipt once. The screen goes on; only the payment waits.

use std::collections::BTreeSet;

use egui::Ui;

use super::receipt::Receipt;
use super::steps::{Heard, Step, Steps};
use crate::domain::ids::GoodsId;
use crate::domain::mark_check::{MarkAnswer, SilenceRule, Verdict, verdict};
use crate::domain::packs::Packs;
use crate::ui::env::Env;
use crate::ui::preview::wake;
use crate::ui::services::{Job, Tone};

/// The checks of the open receipt.
#[derive(Default)]
pub(super) struct Marks {
    /// Codes asked for, or known to be good.
    seen: BTreeSet<String>,
    under: Vec<(GoodsId, String, Job<MarkAnswer>)>,
}

impl Marks {
    /// An answer is still to come.
    pub(super) fn is_busy(&self) -> bool {
        !self.under.is_empty()
    }

    /// The receipt is another one.
    pub(super) fn forget(&mut self) {
        self.seen.clear();
        self.under.clear();
    }

    /// Asks for the codes of the receipt that were not asked for yet.
    pub(super) fn ask(&mut self, receipt: &Receipt, ui: &Ui, env: &Env<'_>) {
        for (goods, code) in receipt.code_pairs() {
            if self.seen.insert(code.clone()) {
                self.under.push((*goods, code.clone(), env.services.check_mark(code, wake(ui))));
            }
        }
    }

    /// Takes answers; a pack that may not be sold leaves the receipt.
    pub(super) fn update(&mut self, rule: SilenceRule, receipt: &mut Receipt, steps: &mut Steps, env: &mut Env<'_>) {
        let mut answers = Vec::new();
        self.under.retain_mut(|(goods, code, job)| match job.poll() {
            None => true,
            Some(answer) => {
                answers.push((*goods, std::mem::take(code), answer.unwrap_or(MarkAnswer::Silence)));
                false
            }
        });
        for (goods, code, answer) in answers {
            let name = receipt.name_of(goods).unwrap_or_default();
            let args = [("name", crate::ui::widgets::outside(&name).into())];
            let words = match verdict(answer, rule) {
                Verdict::Sell => continue,
                Verdict::SellUnchecked => {
                    env.say_done(env.tr_args("mark-unchecked", &args));
                    continue;
                }
                Verdict::Refuse(state) => env.tr_args(&format!("mark-{}", state.code()), &args),
                Verdict::RefuseUnchecked => env.tr_args("mark-no-answer", &args),
            };
            // It may be scanned again later: then it is asked for again.
            self.seen.remove(&code);
            receipt.drop_code(&code);
            steps.push(Step::Add { goods, packs: Packs(-1), heard: Heard::Hand, code: None });
            env.play(Tone::CodeTaken);
            env.say_error(words);
        }
    }
}
