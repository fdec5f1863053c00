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
}
