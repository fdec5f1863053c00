//! The words of the user, in every language, from `assets/i18n`.
//!
//! Owns: looking a key up, the Russian habits of dates and spans ([`habits`]), and the sentences for refusals
//! and states ([`words`]). Must not know: screens, the store, the site. Codes of other rooms come as `&str`.

pub mod goods_table;
pub mod habits;
pub mod order_report;
pub mod site_quantity;
pub mod words;

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};

static_loader! {
    static LOCALES = {
        locales: "./assets/i18n",
        fallback_language: "ru",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static RU: LanguageIdentifier = langid!("ru");
static EN: LanguageIdentifier = langid!("en");

/// A language of the screen; switched at run time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Русский, the first language.
    #[default]
    Ru,
    /// English.
    En,
}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// The stable code for settings and the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// Reads a code; anything else is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }

    /// The other language.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Ru => Self::En,
            Self::En => Self::Ru,
        }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Ru => &RU,
            Self::En => &EN,
        }
    }
}

/// An argument of a sentence: a number takes part in plural rules, a text is put in as it is.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// Chooses the plural form and is printed without grouping.
    Num(i64),
    /// Already in the shape to show.
    Text(Cow<'a, str>),
}

impl From<i64> for Arg<'_> {
    fn from(n: i64) -> Self {
        Self::Num(n)
    }
}

impl From<u64> for Arg<'_> {
    fn from(n: u64) -> Self {
        Self::Num(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Arg<'_> {
    fn from(n: u32) -> Self {
        Self::Num(i64::from(n))
    }
}

impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        Self::Num(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// The sentence of `key`. A key that is missing is shown in brackets, so that a test and an eye find it.
#[must_use]
pub fn tr(lang: Lang, key: &str) -> String {
    lookup(lang, key, None).unwrap_or_else(|| format!("[{key}]"))
}

/// The sentence of `key` with its arguments put in.
#[must_use]
pub fn tr_args(lang: Lang, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
    let map: HashMap<&'static str, FluentValue<'_>> = args
        .iter()
        .map(|(name, arg)| {
            let value = match arg {
                Arg::Num(n) => FluentValue::from(*n),
                Arg::Text(text) => FluentValue::from(text.as_ref()),
            };
            (*name, value)
        })
        .collect();
    lookup(lang, key, Some(&map)).unwrap_or_else(|| format!("[{key}]"))
}

/// True when both the key and its language are there (no fallback to the other language).
#[must_use]
pub fn has_key(lang: Lang, key: &str) -> bool {
    match LOCALES.lookup_single_language::<&str>(lang.id(), key, None) {
        Ok(_) => true,
        // A sentence whose arguments are not given is there all the same; the error's type is not public.
        Err(error) => format!("{error:?}").starts_with("FluentError"),
    }
}

fn lookup(lang: Lang, key: &str, args: Option<&HashMap<&'static str, FluentValue<'_>>>) -> Option<String> {
    LOCALES.lookup_single_language(lang.id(), key, args).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#[path = "tests.rs"]
mod tests;
