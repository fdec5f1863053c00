//! A mistyped folder never becomes an empty pharmacy, and a pharmacy never becomes practice.

use std::fs;
use std::path::Path;

use super::stage::{Site, Till, files, program, run};

/// Calls that read or act on what is there.
const ON_DATA: [&[&str]; 9] = [
    &["orders"],
    &["orders", "--json"],
    &["order", "EX-1", "accept"],
    &["order", "EX-1", "history"],
    &["sync", "--once"],
    &["settings", "get"],
    &["settings", "get", "site.host"],
    &["problems"],
    &["doctor"],
];

/// Everything below a folder with its content, to see that nothing was made or changed.
fn picture(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    files(folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn a_folder_without_data_is_refused_and_nothing_is_made() {
    let till = Till::nowhere();
    for call in ON_DATA.iter().chain(&[&["problems", "dismiss", "1"][..], &["sync"]]) {
        let said = till.run(call).refused();
        assert!(said.contains("нет данных Expero") && said.contains("Проверьте путь"), "{call:?}: {said}");
        assert!(!till.data().exists(), "{call:?} has made the folder");
    }
    // A folder that is there but holds something else, or an empty file where the database would be.
    fs::create_dir(till.data()).unwrap();
    fs::write(till.data().join("заметка.txt"), "молоко").unwrap();
    fs::write(till.data().join("expero.db"), "").unwrap();
    let before = picture(till.home.path());
    for call in ON_DATA {
        assert!(till.run(call).refused().contains("нет данных Expero"), "{call:?}");
        assert_eq!(picture(till.home.path()), before, "{call:?}");
    }
    // A file in place of the folder.
    fs::remove_dir_all(till.data()).unwrap();
    fs::write(till.data(), "файл").unwrap();
    for call in ON_DATA {
        till.run(call).refused();
    }
    assert_eq!(fs::read(till.data()).unwrap(), "файл".as_bytes());
}

#[test]
fn before_anything_is_set_up_a_call_says_how_to_begin() {
    let till = Till::nowhere();
    for call in ON_DATA {
        let said = run(program(till.home.path()).args(call)).refused();
        assert!(said.contains("Данных Expero ещё нет") && said.contains("settings set"), "{call:?}: {said}");
    }
    assert_eq!(files(till.home.path()), [] as [std::path::PathBuf; 0]);
    run(program(till.home.path()).args(["settings", "set", "pharmacy.name", "Аптека"])).done();
    let said = run(program(till.home.path()).args(["settings", "get", "pharmacy.name"])).done();
    assert_eq!(said.out, "Аптека\n");
}

#[test]
fn a_first_setting_begins_a_pharmacy_and_says_so_once() {
    let till = Till::nowhere();
    let place = till.data().display().to_string();
    let first = till.run(&["settings", "set", "pharmacy.name", "Аптека"]).done();
    assert!(first.err.contains("начата новая аптека") && first.err.contains(&place), "{}", first.err);
    let second = till.run(&["settings", "set", "pharmacy.name", "Аптека 2"]).done();
    assert!(!second.err.contains("начата новая"), "{}", second.err);
    assert!(till.run(&["orders", "--json"]).json().as_array().unwrap().is_empty());
}

#[test]
fn a_setting_that_is_refused_begins_nothing() {
    let till = Till::nowhere();
    till.run(&["settings", "set", "site.colour", "red"]).wrong();
    till.run(&["settings", "set", "site.port", "70000"]).refused();
    till.run_with(&["settings", "set", "site.token"], "a\u{7}b").refused();
    assert!(!till.data().exists());
}

#[test]
fn a_window_on_a_named_folder_begins_a_pharmacy_only_where_the_folder_is_empty() {
    let till = Till::nowhere();
    let said = till.run(&[]).refused();
    assert!(said.contains("Папки") && said.contains("пустую папку"), "{said}");
    assert!(!till.data().exists());
    fs::create_dir(till.data()).unwrap();
    fs::write(till.data().join("заметка.txt"), "молоко").unwrap();
    let before = picture(till.home.path());
    assert!(till.run(&[]).refused().contains("чужие файлы"));
    assert_eq!(picture(till.home.path()), before);
    fs::remove_file(till.data().join("заметка.txt")).unwrap();
    // No screen here: past every refusal, the window is the one that cannot open.
    assert!(till.run(&[]).refused().contains("Окно не открылось"));
    till.run(&["orders"]).done();
    // The per-user folder begins by itself.
    assert!(run(&mut program(till.home.path())).refused().contains("Окно не открылось"));
    run(program(till.home.path()).arg("orders")).done();
}

const DEMO: &[&str] = &["demo", "--prepare-only", "--goods", "3", "--orders", "0"];

#[test]
fn practice_never_takes_over_a_pharmacy_that_was_set_up() {
    let site = Site::start();
    let begun = Till::begun();
    let with_token = Till::nowhere();
    with_token.run(&["settings", "set", "site.token", "abc"]).done();
    for till in [begun, with_token, Till::at(&site)] {
        let settings = till.run(&["settings", "get"]).done().out;
        let secret = fs::read(till.data().join("site-token.secret")).ok();
        let said = till.run(DEMO).refused();
        assert!(said.contains("настоящей аптеки") && said.contains("--data"), "{said}");
        assert_eq!(till.run(&["settings", "get"]).done().out, settings, "nothing is changed");
        assert_eq!(fs::read(till.data().join("site-token.secret")).ok(), secret);
    }
}

#[test]
fn practice_begins_in_a_new_folder_and_goes_on_in_its_own() {
    let till = Till::nowhere();
    till.run(&["settings", "set", "ui.theme", "dark"]).done();
    for _ in 0..2 {
        let ran = till.run(DEMO).done();
        assert_eq!(ran.out, "");
        assert!(ran.err.contains(&till.data().display().to_string()), "{}", ran.err);
    }
    // Practice data never meets another machine, whatever is set.
    till.run(&["settings", "set", "site.host", "192.0.2.1"]).done();
    till.run(&["settings", "set", "site.scheme", "https"]).done();
    till.run(&["settings", "set", "site.token", "abc"]).done();
    assert!(till.run(&["sync", "--once"]).refused().contains("Учебный режим"));
    let doctor = till.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("Учебный режим"), "{}", doctor.out);
}
