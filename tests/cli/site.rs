//! The site out of reach, a refused token, a task that is killed; `doctor` and `problems`.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::json;

use super::stage::{Site, Till};
use super::tinyproxy::{LOGIN, PASSWORD, Tinyproxy};

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
fn the_way_through_a_proxy_is_set_key_by_key_and_a_wrong_password_is_told_from_a_wrong_token() {
    let (site, proxy) = (Site::start(), Tinyproxy::start(true));
    let till = Till::at(&site);
    // An address of this machine that is not taken for loopback, which is never proxied.
    for (key, value) in [
        ("site.host", "0.0.0.0"),
        ("site.allow_plaintext", "true"),
        ("proxy.use", "true"),
        ("proxy.port", &proxy.port.to_string()),
        ("proxy.authorized", "true"),
        ("proxy.login", LOGIN),
        ("proxy.password", "wrong"),
    ] {
        till.run(&["settings", "set", key, value]).done();
    }
    let said = till.run(&["sync", "--once"]).refused();
    assert!(said.contains("Прокси-сервер не принял логин или пароль"), "{said}");
    till.run_with(&["settings", "set", "proxy.password"], PASSWORD).done();
    assert_eq!(till.run(&["settings", "get", "proxy.password"]).done().out.trim(), "••••••••");
    till.run(&["sync", "--once"]).done();
    assert!(proxy.log().contains(&format!("0.0.0.0:{}", site.port())), "{}", proxy.log());
    // A path of its own: the site does not know it.
    till.run(&["settings", "set", "site.path.orders", "/v9/orders"]).done();
    let said = till.run(&["sync", "--once"]).refused();
    assert!(proxy.log().contains("/v9/orders"), "{said}");
}

#[test]
fn a_certificate_file_that_is_not_there_stops_the_way_in_words() {
    let till = Till::at(&Site::start());
    till.run(&["settings", "set", "site.ca_file", "/nowhere/ca.pem"]).done();
    let said = till.run(&["sync", "--once"]).refused();
    assert!(said.contains("сертификат"), "{said}");
}

/// A task that runs: it has reached a site that says nothing. The settings name the real one again.
fn sync_under_way(till: &Till, site: &Site) -> (Child, TcpStream) {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    till.point_at(silent.local_addr().unwrap().port());
    let sync = till.command(&["sync"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (connection, _) = silent.accept().unwrap();
    till.point_at(site.port());
    (sync, connection)
}

#[test]
fn a_killed_sync_leaves_its_work_to_the_next_one_at_once() {
    let site = Site::start();
    let till = Till::at(&site);
    let number = site.book("p1", 1);
    let (mut sync, connection) = sync_under_way(&till, &site);
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

#[test]
fn doctor_names_the_process_that_runs_the_task_and_knows_a_dead_one() {
    let site = Site::start();
    let till = Till::at(&site);
    assert!(till.run(&["doctor"]).done().out.contains("никто не выполняет"));
    let (mut sync, _connection) = sync_under_way(&till, &site);
    let running = till.run(&["doctor"]).out;
    assert!(running.contains(&format!("выполняет процесс {}.", sync.id())), "{running}");
    sync.kill().unwrap();
    sync.wait().unwrap();
    let dead = till.run(&["doctor"]).out;
    assert!(dead.contains("никто не выполняет"), "{dead}");
}

#[test]
fn doctor_tells_a_clock_that_differs_from_the_sites() {
    let site = Site::start();
    let till = Till::at(&site);
    for (offset, word) in [(605, Some("отстают")), (-605, Some("спешат")), (60, None)] {
        site.control("POST", "clock", &json!({ "offset_seconds": offset }));
        for _ in 0..2 {
            till.run(&["sync", "--once"]).done();
        }
        let doctor = till.run(&["doctor"]);
        let told = doctor.out.lines().find(|l| l.contains("асы этого компьютера"));
        match word {
            Some(word) => {
                assert!(told.is_some_and(|l| l.contains(word) && l.contains("на 10 мин")), "{offset}: {}", doctor.out);
                assert_eq!(doctor.code, 1);
            }
            None => assert!(told.is_none() && doctor.code == 0, "{offset}: {}", doctor.out),
        }
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn only_the_owner_may_look_at_data_and_log_and_doctor_says_when_not() {
    let site = Site::start();
    let till = Till::at(&site);
    till.run(&["sync", "--once"]).done();
    till.run(&["settings", "set", "site.token", &site.token]).done();
    let logs = till.data().join("logs");
    assert_eq!((mode(&till.data()), mode(&logs)), (0o700, 0o700));
    for file in super::stage::files(&till.data()) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert!(!super::stage::files(&logs).is_empty(), "a log is kept");
    let well = till.run(&["doctor"]).done().out;
    assert!(well.contains(&format!("Журнал ведётся: {}", logs.display())), "{well}");
    let secret = till.data().join("site-token.secret");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
    let ill = till.run(&["doctor"]);
    assert_eq!(ill.code, 1);
    assert!(ill.out.contains("могут читать другие") && ill.out.contains(&secret.display().to_string()), "{}", ill.out);
}

#[test]
fn without_a_place_for_the_log_everything_works_and_doctor_says_so() {
    let site = Site::start();
    let till = Till::at(&site);
    fs::remove_dir_all(till.data().join("logs")).unwrap();
    fs::write(till.data().join("logs"), "a file where the folder would be").unwrap();
    till.run(&["sync", "--once"]).done();
    let ill = till.run(&["doctor"]);
    assert_eq!(ill.code, 1);
    assert!(ill.out.contains("Журнал не ведётся"), "{}", ill.out);
}
