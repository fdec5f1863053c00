//! «Рецепт предъявлен»: what is noted of a prescription before its goods are sold. Nothing of the patient.

use chrono::NaiveDate;

use super::till_refusal::TillRefusal;

/// The longest number and the longest name of a doctor, in characters.
const LONGEST: usize = 80;

/// A prescription as seen at the till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prescription {
    /// Series and number.
    pub number: String,
    /// The day it was written.
    pub issued_on: NaiveDate,
    /// Who wrote it.
    pub doctor: String,
}

impl Prescription {
    /// As typed, checked and trimmed.
    ///
    /// # Errors
    /// [`TillRefusal::BadPrescription`] when a part is missing or too long, or the day is later than `today`.
    pub fn seen(number: &str, issued_on: NaiveDate, doctor: &str, today: NaiveDate) -> Result<Self, TillRefusal> {
        let good = |text: &str| {
            let text = text.trim();
            let fits = !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
            fits.then(|| text.to_owned()).ok_or(TillRefusal::BadPrescription)
        };
        if issued_on > today {
            return Err(TillRefusal::BadPrescription);
        }
        Ok(Self { number: good(number)?, issued_on, doctor: good(doctor)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prescription_has_a_number_a_past_day_and_a_doctor() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap_or_default();
        let seen = |number, day, doctor| Prescription::seen(number, day, doctor, today);
        let good = seen(" 45-12 ", today, "Орлова Н. П.");
        assert_eq!(good.map(|p| (p.number, p.doctor)), Ok(("45-12".to_owned(), "Орлова Н. П.".to_owned())));
        let tomorrow = today.succ_opt().unwrap_or_default();
        for (number, day, doctor) in [("", today, "Орлова"), ("1", tomorrow, "Орлова"), ("1", today, " ")] {
            assert_eq!(seen(number, day, doctor), Err(TillRefusal::BadPrescription));
        }
    }
}
