//! Telephone numbers as kept (E.164) and as found by their last digits.

/// Digits of a phone typed by a person or sent by the site, as E.164 (`+79161234567`).
///
/// Russian habits are understood: `8 916 …` and ten digits without a prefix. `None` when there are
/// fewer than 10 or more than 15 digits.
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        10 => Some(format!("+7{digits}")),
        11 if digits.starts_with('8') && !text.trim_start().starts_with('+') => {
            digits.get(1..).map(|rest| format!("+7{rest}"))
        }
        11..=15 => Some(format!("+{digits}")),
        _ => None,
    }
}

/// True when somebody could be reached by this number: it can be read, a Russian one starts like a Russian
/// subscriber's, and its digits are not all the same.
#[must_use]
pub fn is_plausible(text: &str) -> bool {
    let Some(number) = normalise(text) else {
        return false;
    };
    let Some(subscriber) = number.strip_prefix("+7") else {
        return true;
    };
    let mut digits = subscriber.chars();
    let first = digits.next();
    subscriber.len() == 10 && matches!(first, Some('3' | '4' | '8' | '9')) && digits.any(|d| Some(d) != first)
}

/// The last four digits, for a search at hand-over; empty when there are fewer.
#[must_use]
pub fn last4(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(4).and_then(|from| digits.get(from..)).map(|d| d.iter().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_ways_to_write_a_number_are_one_number() {
        for text in ["+7 (916) 123-45-67", "8 916 123 45 67", "9161234567", "79161234567"] {
            assert_eq!(normalise(text).as_deref(), Some("+79161234567"), "{text}");
        }
        assert_eq!(normalise("123"), None);
        assert_eq!(last4("+79161234567"), "4567");
        assert_eq!(last4("12"), "");
    }

    #[test]
    fn a_number_nobody_answers_is_not_plausible() {
        for text in ["", "123", "+70000000000", "9999999999", "+7 116 123-45-67"] {
            assert!(!is_plausible(text), "{text}");
        }
        for text in ["+79161234567", "8 (495) 123-45-67", "+375291234567"] {
            assert!(is_plausible(text), "{text}");
        }
    }
}
