//! When two products are the same medicine: МНН, form and strength agree, however they are written.
//!
//! Hiding a cheaper analog is fined, so differences of writing must not hide one: case, spaces, «таб.» for
//! «таблетки», a comma for a point. Whatever is in doubt is another medicine.

/// What makes a medicine: substance, form, strength, as the directory writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Medicine {
    /// МНН.
    pub inn: String,
    /// Dosage form.
    pub form: String,
    /// Strength with its unit.
    pub strength: String,
}

/// Fewest letters of an abbreviated word.
const SHORTEST: usize = 3;

/// True when both are the same medicine. Goods without МНН (a thermometer) are the same as nothing.
#[must_use]
pub fn is_same(a: &Medicine, b: &Medicine) -> bool {
    let inn = words(&a.inn);
    !inn.is_empty() && inn == words(&b.inn) && forms_agree(&a.form, &b.form) && dose(&a.strength) == dose(&b.strength)
}

/// Ways in which a directory may write a МНН: as given, lower case, upper case, with a capital. Enough for an
/// index that compares bytes.
#[must_use]
pub fn spellings(inn: &str) -> [String; 4] {
    let inn = inn.trim();
    let lower = inn.to_lowercase();
    let mut rest = lower.chars();
    let capital = rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect());
    [inn.to_owned(), inn.to_uppercase(), capital, lower]
}

fn words(text: &str) -> Vec<String> {
    let text: String = text.to_lowercase().chars().map(|c| if c == 'ё' { 'е' } else { c }).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Word by word, one may be an abbreviation of the other.
fn forms_agree(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let agree = |(x, y): (&String, &String)| {
        let (short, long) = if x.chars().count() <= y.chars().count() { (x, y) } else { (y, x) };
        short == long || (short.chars().count() >= SHORTEST && long.starts_with(short.as_str()))
    };
    a.len() == b.len() && a.iter().zip(&b).all(agree)
}

/// `0,5 МГ` and `0.5мг` alike.
fn dose(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .map(|c| if c == ',' { '.' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn medicine(inn: &str, form: &str, strength: &str) -> Medicine {
        Medicine { inn: inn.to_owned(), form: form.to_owned(), strength: strength.to_owned() }
    }

    #[test]
    fn another_way_of_writing_is_no_other_medicine_and_another_dose_is() {
        let a = medicine("ибупрофен", "таблетки", "200 мг");
        for same in [("Ибупрофен", "таб.", "200мг"), ("ИБУПРОФЕН ", "Таблетки", "200 МГ")]
        {
            assert!(is_same(&a, &medicine(same.0, same.1, same.2)), "{same:?}");
        }
        for other in [
            ("ибупрофен", "таблетки", "400 мг"),
            ("ибупрофен", "капсулы", "200 мг"),
            ("ибупрофен", "т", "200 мг"),
            ("ибупрофен", "таблетки шипучие", "200 мг"),
            ("парацетамол", "таблетки", "200 мг"),
        ] {
            assert!(!is_same(&a, &medicine(other.0, other.1, other.2)), "{other:?}");
        }
        let nothing = Medicine::default();
        assert!(!is_same(&nothing, &nothing), "goods without a substance have no analog");
        assert_eq!(spellings(" иБУпрофен")[2], "Ибупрофен");
    }
}
