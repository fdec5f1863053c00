//! A return: why goods come back, and who may take them.

use super::till_refusal::TillRefusal;

/// Why goods come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnReason {
    /// The till was mistaken: wrong goods, a sale made twice. The goods never left the counter.
    TillMistake,
    /// Defective or not what the pack says: does not go back on sale.
    Defect,
    /// Of good quality and no medicine.
    GoodQuality,
}

impl ReturnReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::TillMistake, Self::Defect, Self::GoodQuality];

    /// The stable code kept in the database, and of the words (`return-reason-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TillMistake => "till-mistake",
            Self::Defect => "defect",
            Self::GoodQuality => "good-quality",
        }
    }

    /// The packs are sold again.
    #[must_use]
    pub const fn goes_on_sale(self) -> bool {
        match self {
            Self::TillMistake | Self::GoodQuality => true,
            Self::Defect => false,
        }
    }

    /// Medicines of good quality are not taken back, unless an administrator says why.
    ///
    /// # Errors
    /// [`TillRefusal::GoodMedicine`].
    pub fn check(self, is_medicine: bool, by_admin: bool, note: &str) -> Result<(), TillRefusal> {
        let overridden = by_admin && !note.trim().is_empty();
        if self == Self::GoodQuality && is_medicine && !overridden { Err(TillRefusal::GoodMedicine) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_medicine_comes_back_only_by_the_word_of_an_administrator() {
        use ReturnReason::{Defect, GoodQuality, TillMistake};
        for (reason, medicine, admin, note, ok) in [
            (GoodQuality, true, false, "просьба", false),
            (GoodQuality, true, true, " ", false),
            (GoodQuality, true, true, "отзыв серии", true),
            (GoodQuality, false, false, "", true),
            (Defect, true, false, "", true),
            (TillMistake, true, false, "", true),
        ] {
            assert_eq!(reason.check(medicine, admin, note).is_ok(), ok, "{reason:?} {medicine} {admin} {note:?}");
        }
    }
}
