//! What may be shown of a person, and how text from outside is made harmless.
//!
//! Names and phones are personal data: lists, logs and paper get the masked form. Text that came from
//! outside may hold control, bidirectional or zero-width characters that would spoof a line on the screen.

/// `+7 ••• ••• 41-07`; the last four digits are enough to check a customer. Empty when there is no phone.
#[must_use]
pub fn phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.as_slice() {
        [.., a, b, c, d] => format!("+7\u{a0}•••\u{a0}•••\u{a0}{a}{b}-{c}{d}"),
        [] => String::new(),
        _ => "•••".to_owned(),
    }
}

/// `Анна Сидорова` → `Анна С.`; a single word is kept, further words become initials.
#[must_use]
pub fn name(name: &str) -> String {
    let safe = safe_text(name);
    let mut words = safe.split_whitespace();
    let Some(first) = words.next() else {
        return String::new();
    };
    let mut out = first.to_owned();
    if let Some(initial) = words.next().and_then(|w| w.chars().next()) {
        out.push('\u{a0}');
        out.extend(initial.to_uppercase());
        out.push('.');
    }
    out
}

/// A token for a log or a screen: dots and the last four characters of a long one.
#[must_use]
pub fn token(token: &str) -> String {
    let chars: Vec<char> = token.chars().collect();
    let tail: String = match chars.len().checked_sub(4) {
        Some(from) if from >= 8 => chars.iter().skip(from).collect(),
        _ => String::new(),
    };
    format!("••••••••{tail}")
}

/// True for characters that draw nothing or change the direction or place of others.
#[must_use]
pub fn is_deceptive(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{ad}' | '\u{61c}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text from outside with deceptive characters written as `\u{…}` and line breaks as spaces.
#[must_use]
pub fn safe_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || c == '\r' || c == '\t' {
            out.push(' ');
        } else if is_deceptive(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_person_cannot_be_rebuilt() {
        assert_eq!(phone("+79161234107"), "+7\u{a0}•••\u{a0}•••\u{a0}41-07");
        assert_eq!(phone("12"), "•••");
        assert_eq!(name("Анна Сидорова Петровна"), "Анна\u{a0}С.");
        assert_eq!(token("abcdefghijkl7731"), "••••••••7731");
        assert_eq!(token("short"), "••••••••");
    }

    #[test]
    fn deceptive_characters_are_written_out() {
        assert_eq!(safe_text("a\u{202e}b\nc\u{7}"), "a\\u{202e}b c\\u{7}");
    }
}
