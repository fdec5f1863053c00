//! Keys instead of letters: a scanner presses keys, and the layout of the moment decides what they type.

/// What the keys type in the Russian layout (ЙЦУКЕН), and in the same places what they type in the English one.
const RUSSIAN: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?/";
const ENGLISH: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&|";

/// Only the Russian layout types these.
fn is_russian(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}' | '№')
}

/// True when one part was typed in one layout and another part in another.
pub(super) fn is_mixed(text: &str) -> bool {
    text.chars().any(is_russian) && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// What the same keys type in the English layout. A text without a Russian character is left as it is: signs
/// alone do not tell the layout.
pub(super) fn to_latin(text: &str) -> String {
    if !text.chars().any(is_russian) {
        return text.to_owned();
    }
    let key = |c: char| RUSSIAN.chars().zip(ENGLISH.chars()).find_map(|(ru, en)| (ru == c).then_some(en));
    text.chars().map(|c| key(c).unwrap_or(c)).collect()
}

/// What the same keys type with Caps Lock the other way. Comes before [`to_latin`]: Caps Lock works on the
/// letters of the layout, and the Russian one has letters where the English one has signs.
pub(super) fn swap_case(text: &str) -> String {
    let swap = |c: char| {
        let other = if c.is_lowercase() { c.to_uppercase().next() } else { c.to_lowercase().next() };
        other.filter(|_| c.is_ascii_alphabetic() || is_russian(c)).unwrap_or(c)
    };
    text.chars().map(swap).collect()
}

/// What the same keys type in the other layout; `None` when that is no different.
pub(super) fn other(text: &str) -> Option<String> {
    let other = if text.chars().any(is_russian) { to_latin(text) } else { to_russian(text) };
    (other != text).then_some(other)
}

/// What the same keys type in the Russian layout.
pub(super) fn to_russian(text: &str) -> String {
    let key = |c: char| ENGLISH.chars().zip(RUSSIAN.chars()).find_map(|(en, ru)| (en == c).then_some(ru));
    text.chars().map(|c| key(c).unwrap_or(c)).collect()
}
