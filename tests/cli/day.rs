//! The whole life of an order from the command line.

use std::fs;

use expero::domain::ids::GoodsId;
use expero::domain::order::Customer;
use expero::domain::packs::Packs;
use expero::usecase::new_order::NewOrder;
use serde_json::{Value, json};

use super::stage::{Site, Till};

/// Statuses of a history, in order, with who wrote each.
fn steps(history: &Value) -> Vec<(String, String, String)> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    history.as_array().unwrap().iter().map(|row| (text(row, "event"), text(row, "to"), text(row, "till"))).collect()
}

#[test]
fn an_order_goes_from_the_site_to_closed_by_the_command_line_alone() {
    let site = Site::start();
    let till = Till::at(&site);
    let number = site.book("p1", 2);
    till.run(&["sync", "--once"]).done();

    let new = till.order(&number);
    assert_eq!(new["source"], "site");
    assert_eq!(new["status"], "new");
    assert_eq!(new["total"], 20_000, "kopecks");
    assert_eq!(new["delivery"], "none");
    assert!(new.get("own_number").is_some() && new.get("hold_until").is_some(), "{new}");
    assert_eq!(new["customer"], "Анна\u{a0}С.", "people are masked");
    assert!(!new.to_string().contains("1234"), "{new}");

    till.run(&["order", &number, "accept"]).done();
    let accepted = till.order(&number);
    assert_eq!((&accepted["status"], &accepted["delivery"]), (&"accepted".into(), &"waiting".into()));
    let hold = accepted["hold_until"].as_str().unwrap().to_owned();
    let reserved = till.run(&["order", &number, "reserve"]).done();
    assert!(reserved.err.contains("упаковок: 2") && reserved.err.contains("без товара: 0"), "{}", reserved.err);
    till.run(&["order", &number, "collect"]).done();
    assert_eq!(till.order(&number)["status"], "assembled");

    let sheet = till.home.path().join("лист.pdf");
    till.run(&["order", &number, "sheet", sheet.to_str().unwrap()]).done();
    let pdf = fs::read(&sheet).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"), "a whole PDF");

    till.run(&["order", &number, "extend", "+3d"]).done();
    let later = till.order(&number)["hold_until"].as_str().unwrap().to_owned();
    assert!(later > hold, "{later} after {hold}");

    let sold = till.run(&["order", &number, "sell", "--paid", "cash"]).done();
    assert!(sold.err.contains("200,00"), "{}", sold.err);
    assert_eq!(till.order(&number)["status"], "closed");
    assert!(till.run(&["order", &number, "sell"]).refused().contains("закрыт"), "one order is sold once");

    till.run(&["sync", "--once"]).done();
    assert_eq!(till.order(&number)["delivery"], "sent");
    let there = site.order(&number);
    assert_eq!(there["order"]["status"], "closed");
    let effects = json!({ "accepted": 1, "assembled": 2, "closed": 1 });
    assert_eq!(there["effects"], effects, "each change once, the extension among them");

    let history = till.run(&["order", &number, "history", "--json"]).json();
    let steps = steps(&history);
    let by_hand: Vec<&str> = steps.iter().filter(|s| s.2 == "cli").map(|s| s.1.as_str()).collect();
    for status in ["accepted", "assembled", "closed"] {
        assert!(by_hand.contains(&status), "{status} by the command line: {steps:?}");
    }
    assert!(
        history.as_array().unwrap().iter().filter(|r| r["till"] == "cli").all(|r| r["user"] == "Ольга"),
        "{history}"
    );
}

#[test]
fn an_order_is_deleted_with_a_reason_and_the_site_is_told() {
    let site = Site::start();
    let till = Till::at(&site);
    let (by_word, by_text) = (site.book("p1", 1), site.book("p2", 1));
    till.run(&["sync", "--once"]).done();
    till.run(&["order", &by_word, "delete", "out_of_stock"]).done();
    till.run(&["order", &by_text, "delete", "аптека закрыта на учёт"]).done();
    assert!(till.run(&["order", &by_text, "delete", "price"]).refused().contains("отменён"), "once");
    till.run(&["sync", "--once"]).done();
    for number in [&by_word, &by_text] {
        assert_eq!(till.order(number)["status"], "cancelled");
        assert_eq!(site.order(number)["order"]["status"], "cancelled");
        assert_eq!(site.order(number)["order"]["cancelled_by"], "pharmacy");
    }
    let history = till.run(&["order", &by_text, "history"]).done().out;
    assert!(history.contains("аптека закрыта на учёт"), "{history}");
}

#[test]
fn an_order_is_found_by_its_site_number_and_by_its_own() {
    let site = Site::start();
    let till = Till::at(&site);
    let number = site.book("p1", 1);
    till.run(&["sync", "--once"]).done();
    let customer = Customer { name: "Анна".to_owned(), phone: String::new() };
    let made = NewOrder { customer, lines: vec![(GoodsId(1), Packs(1))], comment: String::new() };
    let own = till.desk().act(made).wait().unwrap().value.1;
    let order = till.order(&own);
    assert_eq!((&order["source"], &order["own_number"]), (&json!("own"), &json!(own)));
    assert_eq!(till.order(&number)["own_number"], Value::Null);
    till.run(&["order", &number, "accept"]).done();
    till.run(&["order", &own, "delete", "not_collected"]).done();
    assert_eq!(
        (&till.order(&number)["status"], &till.order(&own)["status"]),
        (&json!("accepted"), &json!("cancelled"))
    );
    till.run(&["sync", "--once"]).done();
    assert_eq!(till.order(&own)["delivery"], "none", "an order of the pharmacy is never sent");
}

#[test]
fn two_processes_sell_the_same_order_and_exactly_one_does() {
    let site = Site::start();
    let till = Till::at(&site);
    for round in 1..=4 {
        let number = site.book("p1", 1);
        till.run(&["sync", "--once"]).done();
        for step in ["accept", "reserve", "collect"] {
            till.run(&["order", &number, step]).done();
        }
        let sell = || {
            let mut command = till.command(&["order", &number, "sell", "--paid", "card"]);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let (first, second) = (sell(), sell());
        let codes = [first, second].map(|child| child.wait_with_output().unwrap().status.code());
        let mut sorted = codes;
        sorted.sort_unstable();
        assert_eq!(sorted, [Some(0), Some(1)], "round {round}: one sells, the other is told");
        assert_eq!(till.order(&number)["status"], "closed");
    }
    till.run(&["sync", "--once"]).done();
}
