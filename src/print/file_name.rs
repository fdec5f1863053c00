//! The name of a saved sheet: one safe component of a path, on every system.
//!
//! Order numbers come from the site, so they are text from outside: separators, control and bidi
//! characters, reserved names of Windows and leading dots must not reach the file system.

use crate::domain::mask;

/// Longest name without extension, in characters; four bytes each stay below the usual 255 bytes.
const MAX_CHARS: usize = 60;

/// Names that open a device on Windows, whatever the extension.
const RESERVED: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// One safe path component made of an order number; no extension. Letters of any script, digits, `-`,
/// `_`, `.` inside and single spaces are kept, anything else becomes `_`. Never empty.
#[must_use]
pub fn safe_file_name(order_number: &str) -> String {
    let mut name = String::new();
    for c in order_number.chars().filter(|c| !mask::is_deceptive(*c)).take(MAX_CHARS) {
        let keep = c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '№');
        let c = if keep { c } else { '_' };
        if !(matches!(c, '_' | ' ' | '.') && name.ends_with(c)) {
            name.push(c);
        }
    }
    // Windows drops dots and spaces at the end; a leading dot hides the file elsewhere.
    let name = name.trim_matches(['.', ' ', '_', '-']);
    if name.is_empty() {
        return "order".to_owned();
    }
    if is_reserved(name) { format!("order-{name}") } else { name.to_owned() }
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|p| {
        stem.strip_prefix(p)
            .is_some_and(|n| matches!(n.chars().next(), Some('0'..='9' | '¹' | '²' | '³')) && n.chars().count() == 1)
    });
    numbered || RESERVED.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_usual_number_is_kept() {
        assert_eq!(safe_file_name("4471-К"), "4471-К");
        assert_eq!(safe_file_name("Заказ № 12.3"), "Заказ № 12.3");
    }

    #[test]
    fn nothing_leaves_the_chosen_folder() {
        assert_eq!(safe_file_name("../../etc/passwd"), "etc_passwd");
        assert_eq!(safe_file_name("C:\\Windows\\x"), "C_Windows_x");
        assert_eq!(safe_file_name("a\u{202e}fdp.exe\u{0}"), "afdp.exe");
        for empty in ["", "..", ".", "///", "\u{200b}", " . "] {
            assert_eq!(safe_file_name(empty), "order", "{empty:?}");
        }
    }

    #[test]
    fn names_of_devices_are_not_files() {
        for (bad, good) in
            [("CON", "order-CON"), ("nul.txt", "order-nul.txt"), ("LPT1", "order-LPT1"), ("com¹", "order-com¹")]
        {
            assert_eq!(safe_file_name(bad), good);
        }
        assert_eq!(safe_file_name("COMMENT"), "COMMENT");
    }

    proptest! {
        #[test]
        fn any_text_becomes_one_component(number in any::<String>()) {
            let name = safe_file_name(&number);
            prop_assert!(!name.is_empty() && name.len() <= 255);
            prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) && !name.chars().any(char::is_control));
            prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']));
            prop_assert_eq!(std::path::Path::new(&name).components().count(), 1);
            prop_assert_eq!(safe_file_name(&name), name);
        }
    }
}
