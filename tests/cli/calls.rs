//! Exit codes, where words go, where the data is taken from.

use super::stage::{Site, Till, program, run};

#[test]
fn a_wrong_call_ends_with_two_and_says_why() {
    let till = Till::begun();
    for call in [
        &["nonsense"][..],
        &["--nonsense"],
        &["order"],
        &["order", "EX-1"],
        &["order", "EX-1", "burn"],
        &["order", "EX-1", "accept", "now"],
        &["order", "EX-1", "extend"],
        &["order", "EX-1", "delete"],
        &["order", "EX-1", "sheet"],
        &["order", "EX-1", "sell", "--paid", "shells"],
        &["orders", "--status", "lost"],
        &["orders", "extra"],
        &["sync", "--for", "soon"],
        &["sync", "--for", "-1"],
        &["sync", "--once", "--for", "3"],
        &["settings"],
        &["settings", "set"],
        &["settings", "get", "site.colour"],
        &["settings", "set", "site.colour", "red"],
        &["problems", "dismiss", "first"],
        &["problems", "--json", "dismiss", "1"],
        &["demo", "--goods", "-1"],
        &["demo", "--seed", "x"],
        &["demo", "--tour", "pictures", "--prepare-only"],
        &["sandbox", "--listen", "everywhere"],
        &["sandbox", "--listen", "0.0.0.0:0"],
        &["doctor", "--quick"],
    ] {
        let ran = till.run(call);
        assert_eq!(ran.code, 2, "{call:?}: {}{}", ran.out, ran.err);
        ran.wrong();
    }
    run(program(till.home.path()).args(["orders", "--data", ""])).wrong();
}

#[test]
fn help_and_version_are_answers() {
    let till = Till::nowhere();
    for call in [&["--help"][..], &["--version"], &["order", "--help"], &["help", "settings"]] {
        let ran = till.run(call).done();
        assert!(!ran.out.is_empty() && ran.err.is_empty(), "{call:?}: {}", ran.err);
    }
    assert!(!till.data().exists(), "asking for help makes no data");
}

#[test]
fn a_refused_call_ends_with_one_in_words_on_stderr() {
    let site = Site::start();
    let till = Till::at(&site);
    assert!(till.run(&["order", "EX-404", "accept"]).refused().contains("EX-404"));
    assert!(till.run(&["order", "", "history"]).refused().contains("не найден"));
    assert!(till.run(&["problems", "dismiss", "7"]).refused().contains('7'));
    let number = site.book("p1", 1);
    till.run(&["sync", "--once"]).done();
    assert!(till.run(&["order", &number, "collect"]).refused().contains("новый"));
    assert!(till.run(&["order", &number, "sell"]).refused().contains("новый"));
    assert_eq!(till.order(&number)["status"], "new", "a refusal changes nothing");
    let said = till.run(&["order", &number, "extend", "вчера"]);
    assert!(said.wrong().contains("вчера"), "a time that is none is a wrong call");
    till.run(&["order", &number, "accept"]).done();
    let past = till.run(&["order", &number, "extend", "01.01.2020 10:00"]).refused();
    assert!(past.contains("01.01.2020 10:00"), "{past}");
}

#[test]
fn messages_go_to_stderr_and_answers_to_stdout() {
    let site = Site::start();
    let till = Till::at(&site);
    let number = site.book("p1", 1);
    let sync = till.run(&["sync", "--once"]).done();
    assert_eq!(sync.out, "");
    assert!(sync.err.contains("Новых: 1"), "{}", sync.err);
    let accepted = till.run(&["order", &number, "accept"]).done();
    assert_eq!((accepted.out.as_str(), accepted.err.contains(&number)), ("", true));
    let table = till.run(&["orders"]).done();
    assert_eq!(table.err, "");
    assert!(
        table.out.contains(&number) && table.out.contains("принят") && table.out.contains("100,00"),
        "{}",
        table.out
    );
    let history = till.run(&["order", &number, "history"]).done();
    assert_eq!(history.err, "");
    assert!(history.out.contains("новый → принят"), "{}", history.out);
    let none = till.run(&["problems"]).done();
    assert_eq!((none.out.as_str(), none.err.is_empty()), ("", false), "that there is nothing is a message");
    assert_eq!(till.run(&["problems", "--json"]).json(), serde_json::json!([]));
    assert_eq!(till.run(&["orders", "--json", "--status", "closed"]).json(), serde_json::json!([]));
}

#[test]
fn the_data_folder_may_come_from_the_environment_and_the_option_wins() {
    let (by_option, by_environment) = (Till::begun(), Till::begun());
    by_environment.run(&["settings", "set", "pharmacy.name", "Вторая"]).done();
    let ask = |command: &mut std::process::Command| {
        run(command.env("EXPERO_DATA", by_environment.data()).args(["settings", "get", "pharmacy.name"])).done().out
    };
    assert_eq!(ask(&mut program(by_option.home.path())), "Вторая\n");
    assert_eq!(ask(&mut by_option.command(&[])), "Аптека\n");
}

#[test]
fn a_second_sandbox_on_the_same_port_is_refused_in_words() {
    let site = Site::start();
    let till = Till::nowhere();
    let said = till.run(&["sandbox", "--listen", &site.address]).refused();
    assert!(said.contains(&site.address), "{said}");
}
