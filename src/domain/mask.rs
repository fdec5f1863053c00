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

/// A text from outside in which people write phones: each number, however it is spaced, becomes the
/// masked form.
#[must_use]
pub fn phones_in(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        let begins = c.is_ascii_digit() || c == '+';
        let goes_on = !run.is_empty() && matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '.');
        if begins || goes_on {
            run.push(c);
            continue;
        }
        let is_phone = is_phone(&run);
        let end = run.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        let (number, rest) = run.split_at(end);
        out.push_str(&if is_phone { phone(number) } else { number.to_owned() });
        out.push_str(rest);
        run.clear();
        out.push(c);
    }
    // The line break that closed the last run.
    out.pop();
    out
}

/// As people here write a number: eleven digits from 7 or 8, ten of a mobile one, or any that begins with a plus.
fn is_phone(run: &str) -> bool {
    let digits: Vec<char> = run.chars().filter(char::is_ascii_digit).collect();
    match (digits.len(), digits.first()) {
        (11, Some('7' | '8')) | (10, Some('9')) => true,
        (length, _) => run.starts_with('+') && length >= 10,
    }
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

/// A raw JSON text for the eyes of an admin: values of `"name"`, `"phone"` and `"comment"` keys are hidden, at most `limit` characters are kept.
#[must_use]
pub fn json_excerpt(raw: &str, limit: usize) -> String {
    let mut hidden = raw.to_owned();
    for key in ["\"name\"", "\"phone\"", "\"comment\""] {
        hidden = hide_values(&hidden, key);
    }
    let mut out: String = safe_text(&hidden).chars().take(limit).collect();
    if hidden.chars().count() > limit {
        out.push('…');
    }
    out
}

fn hide_values(text: &str, key: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(key) {
        out.push_str(before);
        out.push_str(key);
        let trimmed = after.trim_start_matches([' ', ':', '\n', '\t']);
        out.push_str(":\"•••\"");
        rest = match trimmed.strip_prefix('"') {
            Some(value) => end_of_string(value),
            // A number (some services send phones so) ends where the next member or bracket begins.
            None => trimmed.trim_start_matches(|c: char| !matches!(c, ',' | '}' | ']' | '{' | '[')),
        };
    }
    out.push_str(rest);
    out
}

/// What follows the closing quote of a JSON string whose opening quote was just read.
fn end_of_string(text: &str) -> &str {
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return text.get(i + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_in_a_text_are_masked_however_they_are_written_and_other_numbers_stay() {
        let masked = "+7\u{a0}•••\u{a0}•••\u{a0}11-22";
        for written in ["+79990001122", "8 (999) 000-11-22", "89990001122", "+7 999 000 11 22"] {
            assert_eq!(phones_in(&format!("звоните {written}, после 18")), format!("звоните {masked}, после 18"));
        }
        for kept in ["подъезд 3, 2 уп.", "до 25.11.2026 18:00", "", "+", "№ 12-34"] {
            assert_eq!(phones_in(kept), kept);
        }
    }

    #[test]
    fn a_masked_person_cannot_be_rebuilt() {
        assert_eq!(phone("+79161234107"), "+7\u{a0}•••\u{a0}•••\u{a0}41-07");
        assert_eq!(phone("12"), "•••");
        assert_eq!(name("Анна Сидорова Петровна"), "Анна\u{a0}С.");
        assert_eq!(token("abcdefghijkl7731"), "••••••••7731");
        assert_eq!(token("short"), "••••••••");
    }

    #[test]
    fn an_excerpt_of_a_broken_element_shows_no_person() {
        let raw = r#"{"order_id":"7","customer":{"name":"Анна \"Яна\" С","phone": "+79161234567"},"comment":"код 5"}"#;
        let shown = json_excerpt(raw, 500);
        assert_eq!(shown, r#"{"order_id":"7","customer":{"name":"•••","phone":"•••"},"comment":"•••"}"#);
        assert_eq!(json_excerpt("{\"phone\":\"cut", 500), "{\"phone\":\"•••\"");
        assert_eq!(json_excerpt("{\"phone\": 79161234567,\"a\":1}", 500), "{\"phone\":\"•••\",\"a\":1}");
        assert_eq!(json_excerpt("abcdef", 3), "abc…");
    }

    #[test]
    fn deceptive_characters_are_written_out() {
        assert_eq!(safe_text("a\u{202e}b\nc\u{7}"), "a\\u{202e}b c\\u{7}");
    }
}
