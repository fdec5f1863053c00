//! The site out of reach, a refused token, a task that is killed; `doctor` and `problems`.

use std::net::TcpListener;
use std::process::Stdio;

use serde_json::json;

use super::stage::{Site, Till};

/// A port of this machine where nobody listens.
fn dead_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_site_out_of_reach_ends_with_one_and_nothing_is_lost() {
    let site = Site::start();
    let till = Till::at(&site);
    let number = site.book("p1", 1);
    till.run(&["sync", "--once"]).done();
    till.run(&["order", &number, "accept"]).done();
    till.point_at(dead_port());
    let sync = till.run(&["sync", "--once"]);
    assert!(sync.err.contains("нет связи"), "{}", sync.err);
    sync.refused();
    assert_eq!(till.order(&number)["delivery"], "waiting");
    assert_eq!(till.run(&["doctor"]).code, 1, "a site out of reach is a fault");
    // The way is there again: what waited goes.
    till.point_at(site.port());
    till.run(&["sync", "--once"]).done();
    assert_eq!(till.order(&number)["delivery"], "sent");
    assert_eq!(site.order(&number)["order"]["status"], "accepted");
    assert_eq!(site.order(&number)["effects"]["accepted"], 1);
}

#[test]
fn a_refused_or_missing_token_ends_with_one_and_says_what_to_do() {
    let site = Site::start();
    let till = Till::at(&site);
    till.run(&["settings", "set", "site.token", "wrong"]).done();
    let said = till.run(&["sync", "--once"]).refused();
    assert!(said.contains("Введите новый токен"), "{said}");
    till.run(&["settings", "set", "site.token", ""]).done();
    let said = till.run(&["sync", "--once"]).refused();
    assert!(said.contains("токен") && said.contains("не задан"), "{said}");
    till.run_with(&["settings", "set", "site.token"], &site.token).done();
    till.run(&["sync", "--once"]).done();
}

#[test]
fn a_killed_sync_leaves_its_work_to_the_next_one_at_once() {
    let site = Site::start();
    let till = Till::at(&site);
    let number = site.book("p1", 1);
    // A site that takes the connection and says nothing: whoever connects holds the task.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    till.point_at(silent.local_addr().unwrap().port());
    let mut sync = till.command(&["sync"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let connection = silent.accept().unwrap();
    till.point_at(site.port());
    let busy = till.run(&["sync", "--once"]).refused();
    assert!(busy.contains("уже выполняет другая программа"), "{busy}");
    sync.kill().unwrap();
    sync.wait().unwrap();
    drop(connection);
    till.run(&["sync", "--once"]).done();
    assert_eq!(till.order(&number)["status"], "new");
}

#[test]
fn doctor_ends_with_zero_when_all_is_well_and_one_when_something_is_not() {
    let site = Site::start();
    let till = Till::at(&site);
    till.run(&["sync", "--once"]).done();
    let well = till.run(&["doctor"]).done();
    assert!(well.out.contains(&till.data().display().to_string()), "{}", well.out);
    assert!(!well.out.contains("[!!]"), "{}", well.out);
    site.control("POST", "tokens/revoke", &json!({}));
    let ill = till.run(&["doctor"]);
    assert_eq!(ill.code, 1, "{}", ill.out);
    assert!(ill.out.contains("[!!]") && ill.out.contains("не принял"), "{}", ill.out);
    assert!(ill.err.contains("Найдено проблем"), "{}", ill.err);
}

#[test]
fn an_order_that_cannot_be_read_is_listed_and_put_aside() {
    let site = Site::start();
    let till = Till::at(&site);
    let good = site.book("p1", 1);
    let line = json!({ "product_id": "p1", "name": "Товар 1", "price": -5, "quantity": 1 });
    site.control("POST", "orders", &json!({ "order_id": "bad-1", "name": "Анна Сидорова", "lines": [line] }));
    let sync = till.run(&["sync", "--once"]).done();
    assert!(sync.err.contains("не прочитано: 1"), "{}", sync.err);
    assert_eq!(till.order(&good)["status"], "new", "the rest of the page is taken");
    let problems = till.run(&["problems", "--json"]).json();
    assert_eq!(problems[0]["order_id"], "bad-1", "{problems}");
    let shown = till.run(&["problems"]).done().out;
    assert!(shown.contains("цена меньше нуля"), "{shown}");
    assert!(!shown.contains("Сидорова") && !problems.to_string().contains("Сидорова"), "no person in it");
    assert_eq!(till.run(&["doctor"]).code, 1);
    till.run(&["problems", "dismiss", &problems[0]["id"].to_string()]).done();
    assert_eq!(till.run(&["problems", "--json"]).json(), json!([]));
}
