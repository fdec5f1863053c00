//! The rules of the house over the whole source, each a test that names file, line, breach and reason.
//!
//! `architecture/table.rs` holds what is allowed, `architecture/scan.rs` reads the source. That each rule can
//! fail is shown in `architecture/red.rs` on small pieces of bad code.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

#[path = "architecture/red.rs"]
mod red;
#[path = "architecture/scan.rs"]
mod scan;
#[path = "architecture/table.rs"]
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use scan::{Source, paths};
use table::{Banned, Owned, ROOMS, RUSSIAN_WORDS};

/// Lines of a file, tests included.
const MOST_LINES: usize = 600;

static SRC: LazyLock<Vec<Source>> = LazyLock::new(|| scan::tree("src"));
static TESTS: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut all = scan::tree("tests");
    all.extend(scan::tree("benches"));
    all
});

fn shipped() -> impl Iterator<Item = &'static Source> {
    SRC.iter().filter(|s| !s.is_test)
}

fn must_hold(breaches: impl IntoIterator<Item = String>) {
    let breaches: Vec<String> = breaches.into_iter().collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

// ---- layers

fn room_names() -> Vec<&'static str> {
    ROOMS.iter().map(|r| r.name).filter(|n| !matches!(*n, "main" | "lib")).collect()
}

fn starts_with(path: &[String], allowed: &str) -> bool {
    let mut at = path.iter();
    allowed.split("::").all(|part| at.next().is_some_and(|p| p == part))
}

/// Rooms that this file names and may not.
fn foreign_rooms(source: &Source) -> Vec<String> {
    let known = room_names();
    let Some(room) = ROOMS.iter().find(|r| r.name == source.room()) else {
        return vec![format!("{}:1: a room that is not in tests/architecture/table.rs", source.path)];
    };
    let mut breaches = Vec::new();
    for named in paths(&source.code) {
        let Some(path) = source.in_crate(&named, &known) else { continue };
        let Some(target) = path.first().filter(|t| known.contains(&t.as_str()) && *t != room.name) else { continue };
        if !room.rooms.iter().any(|allowed| starts_with(path, allowed)) {
            let what = path.join("::");
            let line = named.line;
            let (from, why) = (room.name, room.why);
            breaches.push(format!("{}:{line}: {from} names {what} of {target}: {why}", source.path));
        }
    }
    breaches
}

/// Names of the packages in `Cargo.toml` that the program depends on, as code spells them.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies]");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| inside && !line.starts_with('#')) {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    names
}

/// Outside crates that this file names and may not.
fn foreign_crates(source: &Source, known: &BTreeSet<String>) -> Vec<String> {
    let Some(room) = ROOMS.iter().find(|r| r.name == source.room()) else { return Vec::new() };
    let foreign = |name: &str| known.contains(name) && !room.crates.contains(&name);
    paths(&source.code)
        .iter()
        .filter(|named| foreign(&named.segments[0]))
        .map(|named| {
            let what = named.segments.join("::");
            format!("{}:{}: {} uses {what}: {}", source.path, named.line, room.name, room.why)
        })
        .collect()
}

/// True when the path holds these parts side by side: `Utc::now` in `chrono::Utc::now`.
fn holds(segments: &[String], what: &str) -> bool {
    let parts: Vec<&str> = what.split("::").collect();
    segments.windows(parts.len()).any(|w| w.iter().zip(&parts).all(|(a, b)| a == b))
}

fn owned(sources: &[&Source], rule: &Owned) -> Vec<String> {
    let strangers = sources.iter().filter(|s| !rule.owners.contains(&s.room()) && !rule.owners.contains(&&*s.path));
    named_in(strangers.copied(), rule.what, rule.why)
}

fn banned(sources: &[&Source], rule: &Banned) -> Vec<String> {
    named_in(sources.iter().filter(|s| rule.rooms.contains(&s.room())).copied(), rule.what, rule.why)
}

fn named_in<'a>(sources: impl Iterator<Item = &'a Source>, what: &str, why: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        for named in paths(&source.code).iter().filter(|n| holds(&n.segments, what)) {
            breaches.push(format!("{}:{}: {}: {why}", source.path, named.line, named.segments.join("::")));
        }
    }
    breaches
}

fn only(what: &'static str, owners: &'static [&'static str], why: &'static str) {
    must_hold(owned(&shipped().collect::<Vec<_>>(), &Owned { what, owners, why }));
}

fn never_in(rooms: &'static [&'static str], what: &'static str, why: &'static str) {
    must_hold(banned(&shipped().collect::<Vec<_>>(), &Banned { what, rooms, why }));
}

#[test]
fn the_map_in_lib_and_the_table_here_speak_of_the_same_rooms() {
    let lib = read("src/lib.rs");
    let declared: BTreeSet<&str> =
        lib.lines().filter_map(|l| l.strip_prefix("pub mod ")).map(|l| l.trim_end_matches(';')).collect();
    assert_eq!(declared, room_names().into_iter().collect(), "pub mod lines of src/lib.rs against the table");
    must_hold(
        declared
            .iter()
            .filter(|r| !lib.contains(&format!("//! | [`{r}`] |")))
            .map(|room| format!("src/lib.rs:1: the map has no row for {room}: a newcomer must find every room there")),
    );
    let found: BTreeSet<&str> = SRC.iter().map(Source::room).collect();
    let expected: BTreeSet<&str> = ROOMS.iter().map(|r| r.name).collect();
    assert_eq!(found, expected, "folders and files in src against the table");
}

#[test]
fn a_room_names_only_the_rooms_it_may_know() {
    must_hold(shipped().flat_map(foreign_rooms));
}

#[test]
fn a_room_uses_only_the_crates_it_may_know() {
    let known = dependencies(&read("Cargo.toml"));
    assert!(known.contains("rusqlite") && known.contains("egui"), "{known:?}");
    must_hold(shipped().flat_map(|s| foreign_crates(s, &known)));
}

#[test]
fn only_the_store_speaks_to_the_database_engine() {
    only("rusqlite", &["store"], "a second engine is coming: no engine call outside the store");
    only("refinery", &["store"], "migrations are the store's");
}

#[test]
fn only_the_engine_seam_and_the_opening_know_which_engine_it_is() {
    let why = "statements go through store::Sql, so that they are written once for two engines";
    only(
        "rusqlite",
        &[
            "src/store/engine.rs",
            "src/store/engine/plans.rs",
            "src/store/database.rs",
            "src/store/error.rs",
            // The log is of one machine: its file stays with this engine whatever holds the data.
            "src/store/log_file.rs",
            // A copy is made by this engine of its own file; another engine brings its own way.
            "src/store/backup.rs",
        ],
        why,
    );
}

#[test]
fn only_the_site_speaks_http_and_only_the_sandbox_answers_it() {
    only("reqwest", &["site", "fiscal"], "the wire of the site has one room, that of the fiscal device another");
    only("axum", &["sandbox"], "the only server is the sandbox");
}

#[test]
fn only_the_window_draws() {
    only("egui", &["ui", "cli"], "screens live in ui; cli only opens the window");
    only("eframe", &["ui", "cli"], "screens live in ui; cli only opens the window");
    only("egui_extras", &["ui"], "screens live in ui");
}

#[test]
fn file_dialogs_and_printers_stay_in_their_rooms() {
    only("rfd", &["cli"], "a file dialog blocks: it belongs to the side jobs of the window, not to a screen");
    only("printers", &["print"], "printers belong to paper");
    only("printpdf", &["print"], "PDF belongs to paper");
    only("rust_xlsxwriter", &["sheets"], "workbooks have one room: only there text is guarded");
}

#[test]
fn screens_rules_and_the_store_never_wait_for_a_task() {
    never_in(&["ui", "domain", "store", "usecase"], "tokio", "nothing here may run on or wait for the task runtime");
}

#[test]
fn screens_rules_and_intentions_touch_no_files() {
    const ROOMS: &[&str] = &["ui", "domain", "usecase", "sheets"];
    never_in(ROOMS, "std::fs", "no disk on the screen's thread, none in rules");
    never_in(ROOMS, "std::net", "no network here");
    never_in(ROOMS, "std::process", "no other program is started from here");
}

#[test]
fn screens_ask_the_desk_and_never_the_store_or_the_site() {
    must_hold(shipped().filter(|s| s.room() == "ui").flat_map(|source| {
        let named = paths(&source.code);
        let behind = |n: &&scan::Named| n.segments.iter().any(|s| matches!(s.as_str(), "store" | "site" | "sandbox"));
        let breaches: Vec<String> = named
            .iter()
            .filter(behind)
            .map(|n| format!("{}:{}: {}: a screen asks the desk", source.path, n.line, n.segments.join("::")))
            .collect();
        breaches
    }));
}

// ---- texts

/// Begins as a statement does. Words of people do not shout.
fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    let begins = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "CREATE INDEX ", "PRAGMA ", "BEGIN "];
    begins.iter().any(|b| text.starts_with(b))
        || (text.starts_with("UPDATE ") && text.contains(" SET "))
        || (text.contains(" FROM ") && text.contains(" WHERE "))
}

fn sql_texts(source: &Source) -> Vec<String> {
    let sql = source.literals.iter().filter(|l| is_sql(&l.text));
    sql.map(|l| format!("{}:{}: SQL text outside the store: {:?}", source.path, l.line, l.text)).collect()
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0400}'..='\u{052f}')
}

fn russian_words(source: &Source) -> Vec<String> {
    let allowed = |text: &str| {
        let of_file = RUSSIAN_WORDS.iter().filter(|w| source.path.starts_with(w.path));
        of_file.into_iter().any(|w| w.texts.is_empty() || w.texts.contains(&text))
    };
    let bad = source.literals.iter().filter(|l| l.text.chars().any(is_cyrillic) && !allowed(&l.text));
    bad.map(|l| format!("{}:{}: words of the user belong in assets/i18n: {:?}", source.path, l.line, l.text)).collect()
}

#[test]
fn statements_stand_only_in_the_store() {
    must_hold(shipped().filter(|s| s.room() != "store").flat_map(sql_texts));
    assert!(shipped().filter(|s| s.room() == "store").flat_map(sql_texts).count() > 50, "the scanner finds no SQL");
}

#[test]
fn words_of_the_user_stand_only_in_assets() {
    must_hold(shipped().flat_map(russian_words));
}

#[test]
fn every_allowed_russian_word_is_still_there() {
    must_hold(RUSSIAN_WORDS.iter().flat_map(|w| {
        let of_file: Vec<&Source> = SRC.iter().filter(|s| s.path.starts_with(w.path)).collect();
        let used = move |text: &str| of_file.iter().any(|s| s.literals.iter().any(|l| l.text == text));
        let gone = w.texts.iter().filter(move |t| !used(t));
        gone.map(|t| format!("tests/architecture/table.rs:1: {t:?} is no longer in {}: take it out", w.path))
    }));
}

// ---- style

fn without_header(source: &Source) -> Option<String> {
    let opens = source.text.lines().next().is_some_and(|l| l.starts_with("//! "));
    (!opens).then(|| format!("{}:1: opens with //! that says what it owns and must not know", source.path))
}

fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > MOST_LINES).then(|| format!("{}:{MOST_LINES}: {lines} lines: one file, one subject", source.path))
}

/// Lines of `code` that hold one of `marks`.
fn marked(path: &str, code: &str, marks: &[&str], why: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for (line, number) in code.lines().zip(1..) {
        for mark in marks.iter().filter(|m| has_word(line, m)) {
            breaches.push(format!("{path}:{number}: {mark}: {why}"));
        }
    }
    breaches
}

/// `mark` stands in `line` and is not the tail or head of a longer word.
fn has_word(line: &str, mark: &str) -> bool {
    let is_word = |c: char| c == '_' || c.is_ascii_alphanumeric();
    line.match_indices(mark).any(|(at, _)| {
        let cut_before = line[..at].chars().next_back().is_some_and(is_word) && mark.starts_with(is_word);
        let cut_after = line[at + mark.len()..].chars().next().is_some_and(is_word) && mark.ends_with(is_word);
        !cut_before && !cut_after
    })
}

#[test]
fn every_file_says_first_what_it_is() {
    must_hold(SRC.iter().chain(TESTS.iter()).filter_map(without_header));
}

#[test]
fn no_file_grows_over_six_hundred_lines() {
    must_hold(SRC.iter().chain(TESTS.iter()).filter_map(too_long));
}

#[test]
fn the_only_clock_is_the_injected_one() {
    for clock in ["Utc::now", "Local::now", "SystemTime::now"] {
        only(clock, &["src/domain/clock.rs"], "time comes from domain::clock::Clock");
    }
}

#[test]
fn money_and_packs_never_float() {
    let domain = shipped().filter(|s| s.room() == "domain");
    must_hold(domain.flat_map(|s| marked(&s.path, &s.code, &["f64", "f32"], "money is kopecks, packs are whole")));
}

#[test]
fn nothing_waits_inside_a_transaction() {
    let rooms = shipped().filter(|s| matches!(s.room(), "store" | "usecase"));
    let why = "a transaction is never held over a wait";
    must_hold(rooms.flat_map(|s| marked(&s.path, &s.code, &[".await", "async"], why)));
}

#[test]
fn nothing_is_unwrapped_or_left_to_do() {
    let why = "an error has a name and words";
    must_hold(shipped().flat_map(|s| marked(&s.path, &s.code, &[".unwrap()"], why)));
    let all = SRC.iter().chain(TESTS.iter());
    must_hold(
        all.flat_map(|s| marked(&s.path, &s.all_code, &["todo!", "unimplemented!"], "finish it or leave it out")),
    );
}

#[test]
fn no_test_is_ignored() {
    let all = SRC.iter().chain(TESTS.iter());
    must_hold(all.flat_map(|s| marked(&s.path, &s.all_code, &["#[ignore"], "a test that does not run guards nothing")));
}

// ---- assets and migrations

/// Keys of a Fluent file with their lines; attributes as `key.attribute`.
fn fluent_keys(text: &str) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    let mut last = String::new();
    for (line, number) in text.lines().zip(1..) {
        let Some((left, _)) = line.split_once('=') else { continue };
        let name = left.trim();
        let plain = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        if let Some(attribute) = name.strip_prefix('.').filter(|n| plain(n) && line.starts_with(' ')) {
            keys.push((number, format!("{last}.{attribute}")));
        } else if plain(name) && !line.starts_with([' ', '#', '}']) {
            name.clone_into(&mut last);
            keys.push((number, last.clone()));
        }
    }
    keys
}

type Places = BTreeMap<String, String>;

/// Every key of a language with its place, and the keys that stand twice.
fn language<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Places, Vec<String>) {
    let (mut places, mut twice) = (Places::new(), Vec::new());
    for (path, text) in files {
        for (line, key) in fluent_keys(text) {
            let place = format!("{path}:{line}");
            if let Some(first) = places.insert(key.clone(), place.clone()) {
                twice.push(format!("{place}: key {key} stands already at {first}"));
            }
        }
    }
    (places, twice)
}

fn untranslated(have: &Places, other: &Places, name: &str) -> Vec<String> {
    let missing = have.iter().filter(|(key, _)| !other.contains_key(*key));
    missing.map(|(key, place)| format!("{place}: key {key} has no words in {name}")).collect()
}

fn language_of_assets(name: &str) -> (Places, Vec<String>) {
    let folder = format!("assets/i18n/{name}");
    let mut names: Vec<String> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder))
        .unwrap()
        .map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "ftl"))
        .collect();
    names.sort();
    let texts: Vec<String> = names.iter().map(|n| read(n)).collect();
    language(names.iter().zip(&texts).map(|(n, t)| (n.as_str(), t.as_str())))
}

#[test]
fn every_word_of_the_user_is_there_in_both_languages_once() {
    let ((ru, ru_twice), (en, en_twice)) = (language_of_assets("ru"), language_of_assets("en"));
    assert!(ru.len() > 100, "only {} keys found in assets/i18n/ru", ru.len());
    must_hold([ru_twice, en_twice, untranslated(&ru, &en, "en"), untranslated(&en, &ru, "ru")].concat());
}

/// Lines of the log without words in these languages: what a person reads there is in the person's language.
fn wordless_log_lines(source: &Source, languages: &[(&str, &Places)]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (line, code) in (1..).zip(source.code.lines()) {
        let macros = ["error!(", "warn!(", "info!(", "debug!(", "trace!("];
        if !macros.iter().any(|name| code.contains(&format!("tracing::{name}"))) {
            continue;
        }
        let (mut open, mut closed, mut end) = (0, 0, line);
        for code in source.code.lines().skip(line - 1) {
            open += code.matches('(').count();
            closed += code.matches(')').count();
            if closed >= open {
                break;
            }
            end += 1;
        }
        let Some(words) = source.literals.iter().rfind(|l| (line..=end).contains(&l.line)) else {
            breaches.push(format!("{}:{line}: a line of the log says nothing", source.path));
            continue;
        };
        let plain = words.text.to_lowercase().replace('\'', "");
        let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let key = format!("log-{}", parts.join("-"));
        for (name, _) in languages.iter().filter(|(_, have)| !have.contains_key(&key)) {
            breaches.push(format!("{}:{line}: {key} has no words in {name}", source.path));
        }
    }
    breaches
}

/// Intentions without a name in these languages.
fn nameless_intentions(source: &Source, languages: &[(&str, &Places)]) -> Vec<String> {
    let lines = source.code.lines();
    let named = (1..).zip(lines).filter(|(_, code)| code.contains("const NAME: &'static str ="));
    let name = |line: usize| source.literals.iter().find(|l| l.line == line).map(|l| l.text.replace('_', "-"));
    let keys = named.filter_map(|(line, _)| Some((line, format!("op-{}", name(line)?))));
    keys.flat_map(|(line, key)| {
        let missing = languages.iter().filter(|(_, have)| !have.contains_key(&key)).collect::<Vec<_>>();
        missing
            .into_iter()
            .map(|(lang, _)| format!("{}:{line}: {key} has no words in {lang}", source.path))
            .collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn every_line_of_the_log_and_every_intention_has_words_in_both_languages() {
    let (ru, en) = (language_of_assets("ru").0, language_of_assets("en").0);
    let languages = [("ru", &ru), ("en", &en)];
    must_hold(shipped().flat_map(|source| wordless_log_lines(source, &languages)));
    must_hold(shipped().flat_map(|source| nameless_intentions(source, &languages)));
}

/// What is wrong with the names of these migrations.
fn misnumbered(names: &[&str]) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut numbers = Vec::new();
    for name in names {
        let number = name.strip_prefix('V').and_then(|n| n.split_once("__")).and_then(|(n, _)| n.parse::<u32>().ok());
        match number {
            Some(n) => numbers.push(n),
            None => breaches.push(format!("{name}:1: a migration is named V<number>__<what>.sql")),
        }
    }
    numbers.sort_unstable();
    for (number, expected) in numbers.iter().zip(1..) {
        if *number != expected {
            breaches.push(format!("V{number}:1: migrations are numbered once each, from 1 on; expected V{expected}"));
            break;
        }
    }
    breaches
}

#[test]
fn every_migration_is_numbered_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    for engine in std::fs::read_dir(folder).unwrap() {
        let entries = std::fs::read_dir(engine.unwrap().path()).unwrap();
        let names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        assert!(!names.is_empty());
        must_hold(misnumbered(&names.iter().map(String::as_str).collect::<Vec<_>>()));
    }
}
