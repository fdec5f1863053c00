//! Shows that each rule can fail: small pieces of bad code, and good code that only looks bad.

use std::collections::BTreeSet;

use super::scan::{Source, lex, mark_tests, paths};
use super::table::{Banned, Owned};
use super::*;

fn named(code: &str) -> Vec<String> {
    paths(&lex(code).0).iter().map(|n| n.segments.join("::")).collect()
}

fn count(breaches: &[String]) -> usize {
    breaches.len()
}

#[test]
fn comments_and_texts_are_not_code() {
    let (code, literals) = lex("// use rusqlite::X;\n/* a /* b */ c */ let a = \"// no\"; let b = r#\"x\"y\"#;\n");
    assert!(!code.contains("rusqlite") && !code.contains('b') || code.contains("let b"));
    assert_eq!(code.lines().count(), 2);
    assert_eq!(literals.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["// no", "x\"y"]);
    let (code, literals) = lex("let q = '\"'; let l: &'a str = \"x\\\"y\"; let e = '\\''; f64::MAX");
    assert_eq!(literals.len(), 1);
    assert!(code.contains("&'a str") && code.contains("f64::MAX"), "{code}");
}

#[test]
fn a_line_of_the_log_without_words_is_found() {
    let text = "//! a\nfn a() {\n    tracing::warn!(\n        code = format!(\"x-{}\", 1),\n        \"it's gone\"\n    );\n    tracing::info!(a);\n}\n";
    let source = Source::new("src/sync/a.rs", text);
    let (none, some) = (Places::new(), Places::from([("log-its-gone".to_owned(), "x:1".to_owned())]));
    let found = wordless_log_lines(&source, &[("ru", &none)]);
    assert_eq!(
        found,
        ["src/sync/a.rs:3: log-its-gone has no words in ru", "src/sync/a.rs:7: a line of the log says nothing"]
    );
    assert_eq!(count(&wordless_log_lines(&source, &[("ru", &some)])), 1);
    let source = Source::new("src/usecase/a.rs", "//! a\nconst NAME: &'static str = \"do_it\";\n");
    assert_eq!(nameless_intentions(&source, &[("en", &none)]), ["src/usecase/a.rs:2: op-do-it has no words in en"]);
}

#[test]
fn lines_are_counted_through_texts_of_several_lines() {
    let source =
        Source::new("src/usecase/a.rs", "//! a\nconst A: &str = \"one\ntwo\";\nconst B: &str = \"SELECT 1\";\n");
    assert_eq!(sql_texts(&source), ["src/usecase/a.rs:4: SQL text outside the store: \"SELECT 1\""]);
}

#[test]
fn groups_of_a_use_are_taken_apart() {
    assert_eq!(
        named("use crate::{store::{self, orders as o}, domain::*};\nuse rusqlite;\nlet x = a::b::<C>::d();"),
        ["crate::store", "crate::store::orders", "crate::domain::*", "rusqlite", "a::b"]
    );
    assert_eq!(named("<T as A>::std::fs::x; ::std::fs::read()"), ["std::fs::read"]);
}

#[test]
fn test_items_are_left_out_with_their_files() {
    let text = "//! a\nuse x::y;\n#[cfg(test)]\nmod tests {\n    use bad::z;\n}\nuse p::q;\n#[cfg(test)]\n\
                #[expect(lint)]\nmod more;\n#[cfg(test)]\n#[path = \"side.rs\"]\nmod side;\n";
    let source = Source::new("src/ui/mod.rs", text);
    assert_eq!(named(&source.code), ["x::y", "p::q"]);
    assert_eq!(source.test_files, ["src/ui/more", "src/ui/side"]);
    let mut all = [source, Source::new("src/ui/more/deep.rs", ""), Source::new("src/ui/moreover.rs", "")];
    mark_tests(&mut all);
    assert_eq!(all.map(|s| s.is_test), [false, true, false]);
    let beside = Source::new("src/ui/a.rs", "#[cfg(test)]\nmod tests;\n");
    assert_eq!(beside.test_files, ["src/ui/a/tests"]);
}

#[test]
fn a_room_that_names_another_is_seen_in_every_spelling() {
    let breaches = |path: &str, code: &str| count(&foreign_rooms(&Source::new(path, code)));
    for code in [
        "use crate::store::orders;",
        "use crate::{domain::ids, store};",
        "fn f() { crate::store::orders::load(); }",
        "use super::super::store::Sql;",
        "use expero::store::Sql;",
    ] {
        assert_eq!(breaches("src/ui/orders.rs", code), 1, "{code}");
    }
    assert_eq!(breaches("src/ui/mod.rs", "use super::store::Sql;"), 1);
    assert_eq!(breaches("src/ui/orders/mod.rs", "use super::store::Cache;"), 0, "ui's own module");
    assert_eq!(breaches("src/ui/orders.rs", "// crate::store\nlet a = \"crate::store\";"), 0);
    assert_eq!(breaches("src/store/a.rs", "use crate::usecase::{Actor, read::lanes::Counts};"), 0);
    assert_eq!(breaches("src/store/a.rs", "use crate::usecase::accept_order;"), 1);
    assert_eq!(breaches("src/sandbox/a.rs", "use crate::store::Sql; use crate::ui::theme;"), 2);
    assert_eq!(breaches("src/print/a.rs", "use crate::store::Sql; use crate::ui::theme;"), 2);
    assert_eq!(breaches("src/sheets/a.rs", "use crate::store::Sql; use crate::ui::theme; use crate::print::Page;"), 3);
    assert_eq!(breaches("src/sheets/a.rs", "use crate::usecase::read::lanes; use crate::domain::ids::OrderId;"), 0);
    assert_eq!(breaches("src/sheets/a.rs", "use crate::usecase::accept_order::AcceptOrder;"), 1);
    assert_eq!(breaches("src/text/a.rs", "use crate::usecase::Cx;"), 1);
    assert_eq!(breaches("src/attic/a.rs", ""), 1);
}

#[test]
fn a_crate_outside_its_room_is_seen() {
    let known: BTreeSet<String> =
        dependencies("[package]\nname = \"x\"\n[dependencies]\nserde = \"1\"\nfutures-util = { a = 1 }\n");
    assert_eq!(known.iter().map(String::as_str).collect::<Vec<_>>(), ["futures_util", "serde"]);
    let breaches = |path: &str, code: &str| count(&foreign_crates(&Source::new(path, code), &known));
    assert_eq!(breaches("src/domain/a.rs", "use serde::Serialize;"), 1);
    assert_eq!(breaches("src/domain/a.rs", "#[derive(serde::Serialize)] struct A;"), 1);
    assert_eq!(breaches("src/domain/a.rs", "use std::fmt; let serde = 1;"), 0);
    assert_eq!(breaches("src/site/a.rs", "use serde::Serialize;"), 0);
}

#[test]
fn owned_and_banned_names_are_seen() {
    let ui = Source::new("src/ui/a.rs", "use std::{fs, fmt};\nlet t = chrono::Utc::now();");
    let clock = Source::new("src/domain/clock.rs", "fn now() { Utc::now() }");
    let files = Banned { what: "std::fs", rooms: &["ui"], why: "no disk" };
    assert_eq!(banned(&[&ui, &clock], &files), ["src/ui/a.rs:1: std::fs: no disk"]);
    let time = Owned { what: "Utc::now", owners: &["src/domain/clock.rs"], why: "injected" };
    assert_eq!(owned(&[&ui, &clock], &time), ["src/ui/a.rs:2: chrono::Utc::now: injected"]);
}

#[test]
fn sql_and_russian_words_are_seen_and_prose_is_not() {
    for sql in ["SELECT 1", "\n   UPDATE t SET a = 1", "INSERT INTO t VALUES (1)", "x FROM t WHERE a", "PRAGMA a"] {
        assert!(is_sql(sql), "{sql}");
    }
    for prose in ["SELECTED", "Update the set", "select a printer", "from where"] {
        assert!(!is_sql(prose), "{prose}");
    }
    let words = |path: &str, code: &str| count(&russian_words(&Source::new(path, code)));
    assert_eq!(words("src/ui/a.rs", "// «Принять»\nlabel(\"Принять\")"), 1);
    assert_eq!(words("src/ui/a.rs", "match c { 'ё' => 'е' }"), 0);
    assert_eq!(words("src/usecase/settings.rs", "\"Касса 1\""), 0);
    assert_eq!(words("src/usecase/settings.rs", "\"Касса 2\""), 1);
}

#[test]
fn a_missing_header_and_a_long_file_are_seen() {
    assert!(without_header(&Source::new("src/a.rs", "use x;\n//! late\n")).is_some());
    assert!(without_header(&Source::new("src/a.rs", "//! A file.\n")).is_none());
    assert!(too_long(&Source::new("src/a.rs", &"\n".repeat(MOST_LINES + 1))).is_some());
    assert!(too_long(&Source::new("src/a.rs", &"\n".repeat(MOST_LINES))).is_none());
}

#[test]
fn words_of_code_are_seen_whole() {
    let seen = |code: &str, mark: &str| count(&marked("a.rs", code, &[mark], "why"));
    assert_eq!(seen("let a: f64 = 1.0;", "f64"), 1);
    assert_eq!(seen("let af64 = f640;", "f64"), 0);
    assert_eq!(seen("x.await?;", ".await"), 1);
    assert_eq!(seen("x.unwrap_or(1).unwrap()", ".unwrap()"), 1);
    assert_eq!(seen("    #[ignore = \"\"]", "#[ignore"), 1);
    assert_eq!(seen("todo!()", "todo!"), 1);
}

#[test]
fn a_key_in_one_language_or_twice_is_seen() {
    let text = "# note = no\na = один\n    .hint = два\nb = { $n ->\n    [one] = x\n   *[other] y\n}\n";
    let (ru, twice) = language([("ru.ftl", text), ("more.ftl", "a = снова\n")]);
    assert_eq!(ru.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "a.hint", "b"]);
    assert_eq!(twice, ["more.ftl:1: key a stands already at ru.ftl:2"]);
    let (en, _) = language([("en.ftl", "a = one\n")]);
    assert_eq!(untranslated(&ru, &en, "en").len(), 2);
    assert_eq!(untranslated(&ru, &ru, "ru").len(), 0);
}

#[test]
fn a_migration_numbered_twice_skipped_or_misnamed_is_seen() {
    assert!(misnumbered(&["V2__b.sql", "V1__a.sql"]).is_empty());
    assert_eq!(misnumbered(&["V1__a.sql", "V1__b.sql"]).len(), 1);
    assert_eq!(misnumbered(&["V1__a.sql", "V3__b.sql"]).len(), 1);
    assert_eq!(misnumbered(&["readme.sql"]).len(), 1);
}
