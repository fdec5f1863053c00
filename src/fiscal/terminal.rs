//! The card terminal: one interface and a simulator that keeps what it took in a file of its own.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::domain::card::CardAnswer;
use crate::domain::money::Kopecks;

/// A card terminal. Calls wait for the customer, so they belong on a thread of their own.
pub trait CardTerminal: Send {
    /// Takes `amount`; with a key that it knows it answers what it did then.
    fn pay(&mut self, key: &str, amount: Kopecks) -> CardAnswer;
    /// What became of a payment.
    fn ask(&mut self, key: &str) -> CardAnswer;
    /// Gives a payment back. False when it could not.
    fn reverse(&mut self, key: &str) -> bool;
}

/// How the next payment goes; the last one goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// The bank says yes.
    #[default]
    Approves,
    /// The bank says no.
    Declines,
    /// It takes the money, and its answer is lost.
    LosesAnswer,
}

/// Shared with whoever plays with it.
pub type SharedMood = Arc<Mutex<Mood>>;

#[derive(Serialize, Deserialize)]
struct Taken {
    key: String,
    amount: i64,
    reversed: bool,
}

/// The simulator.
pub struct TerminalSimulator {
    file: File,
    taken: Vec<Taken>,
    mood: SharedMood,
}

impl TerminalSimulator {
    /// Opens its file, or makes it.
    ///
    /// # Errors
    /// Of the file.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let taken = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { file, taken, mood: SharedMood::default() })
    }

    /// How payments go.
    #[must_use]
    pub fn mood(&self) -> SharedMood {
        Arc::clone(&self.mood)
    }

    /// What it took and did not give back.
    #[must_use]
    pub fn kept(&self) -> Kopecks {
        let back = |key: &str| self.taken.iter().any(|t| t.reversed && t.key == key);
        self.taken.iter().filter(|t| !t.reversed && !back(&t.key)).map(|t| Kopecks(t.amount)).sum()
    }

    fn write(&mut self, taken: Taken) -> std::io::Result<()> {
        let mut line = serde_json::to_vec(&taken)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()?;
        self.taken.push(taken);
        Ok(())
    }

    fn known(&self, key: &str) -> Option<CardAnswer> {
        let back = self.taken.iter().any(|t| t.reversed && t.key == key);
        let at = self.taken.iter().position(|t| !t.reversed && t.key == key)?;
        Some(if back {
            CardAnswer::Declined { why: String::from("reversed") }
        } else {
            CardAnswer::Approved { reference: format!("{:012}", at + 1) }
        })
    }
}

impl CardTerminal for TerminalSimulator {
    fn pay(&mut self, key: &str, amount: Kopecks) -> CardAnswer {
        if let Some(answer) = self.known(key) {
            return answer;
        }
        let mood = *self.mood.lock().unwrap_or_else(PoisonError::into_inner);
        if mood == Mood::Declines {
            return CardAnswer::Declined { why: String::from("declined by the simulator") };
        }
        if let Err(error) = self.write(Taken { key: key.to_owned(), amount: amount.0, reversed: false }) {
            return CardAnswer::Unknown { why: error.to_string() };
        }
        match mood {
            Mood::LosesAnswer => CardAnswer::Unknown { why: String::from("the answer was lost") },
            Mood::Approves | Mood::Declines => self.ask(key),
        }
    }

    fn ask(&mut self, key: &str) -> CardAnswer {
        self.known(key).unwrap_or_else(|| CardAnswer::Declined { why: String::from("not known") })
    }

    fn reverse(&mut self, key: &str) -> bool {
        matches!(self.known(key), Some(CardAnswer::Approved { .. }))
            && self.write(Taken { key: key.to_owned(), amount: 0, reversed: true }).is_ok()
    }
}
