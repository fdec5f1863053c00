//! The seat of this machine: beside the lease, the proof that whoever ran the task here before lives no more.
//!
//! A lease alone must run out before anybody may take over from a process that was killed. A seat is given up by
//! the system itself when a process dies, so whoever gets it may take the lease over at once. A true edge: a file
//! lock in the data folder, or nothing where the system has none.

/// What came of asking for the seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seated {
    /// It is ours until we leave or die. The text tells this seat from those of other machines.
    Ours(String),
    /// A living process has it.
    Taken,
    /// It cannot be told: the lease alone decides.
    Unknown,
}

/// The seat.
pub trait Seat: Send + Sync {
    /// Takes the seat, or keeps it.
    fn take(&self) -> Seated;
    /// Gives it up, if it is ours.
    fn leave(&self);
}

/// A machine without seats.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSeat;

impl Seat for NoSeat {
    fn take(&self) -> Seated {
        Seated::Unknown
    }

    fn leave(&self) {}
}
