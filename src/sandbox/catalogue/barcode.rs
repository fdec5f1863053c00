//! EAN-13 arithmetic for the demo catalogue.
//!
//! Owns the check digit and nothing else. Every number here is invented: the
//! Russian prefixes 460–469 are real, the digits after them are not, so a demo
//! code should never be sent to any outside register.

/// Returns the check digit of the first twelve digits of an EAN-13, or `None`
/// when `body` is not exactly twelve ASCII digits.
///
/// Source: GS1 General Specifications, the weights 1 and 3 in turn.
pub fn check_digit(body: &str) -> Option<u32> {
    if body.len() != 12 {
        return None;
    }
    let mut sum = 0;
    for (place, symbol) in body.chars().enumerate() {
        let weight = if place % 2 == 0 { 1 } else { 3 };
        sum += symbol.to_digit(10)? * weight;
    }
    Some((10 - sum % 10) % 10)
}

/// Tells whether `code` is thirteen digits whose last one is the right check digit.
pub fn is_ean13(code: &str) -> bool {
    code.split_at_checked(12).and_then(|(body, last)| Some(last == check_digit(body)?.to_string())).unwrap_or(false)
}

/// Numbers in one prefix: nine free digits after the three of the prefix.
const RANGE: u64 = 1_000_000_000;
/// Shares no divisor with `RANGE`, so multiplying by it shuffles without repeats.
const STEP: u64 = 387_420_489;

/// Returns the barcode of generated goods number `index`.
///
/// Prefix 461 keeps it apart from the catalogue file, which uses 460. The first
/// thousand million indexes give different codes.
pub(super) fn invented(index: u64) -> String {
    let number = (index % RANGE) * STEP % RANGE;
    let body = format!("461{number:09}");
    // The body is always twelve digits; zero is never actually taken.
    let last = check_digit(&body).unwrap_or(0);
    format!("{body}{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_matches_printed_codes() {
        assert_eq!(check_digit("400638133393"), Some(1));
        assert_eq!(check_digit("590123412345"), Some(7));
    }

    #[test]
    fn a_wrong_digit_a_short_code_and_letters_are_refused() {
        assert!(is_ean13("4006381333931"));
        for wrong in ["4006381333932", "400638133393", "40063813339A1", "", "460ё81333931"] {
            assert!(!is_ean13(wrong), "{wrong}");
        }
    }

    #[test]
    fn invented_codes_are_valid_for_any_index() {
        for index in [0, 1, 999, 123_456, u64::MAX] {
            assert!(is_ean13(&invented(index)), "{index}");
        }
    }
}
