//! `settings`: what is stored, what is refused, and that a secret stays one.

use super::stage::{Site, Till};

#[test]
fn a_value_may_come_from_standard_input() {
    let till = Till::begun();
    till.run_with(&["settings", "set", "booking.minutes"], "1440\r\n").done();
    assert_eq!(till.run(&["settings", "get", "booking.minutes"]).done().out, "1440\n");
    till.run(&["settings", "set", "booking.minutes", "720"]).done();
    assert_eq!(till.run(&["settings", "get", "booking.minutes"]).done().out, "720\n");
    let all = till.run(&["settings", "get"]).done().out;
    for line in ["booking.minutes = 720", "pharmacy.name = Аптека", "site.scheme = https", "site.token = "] {
        assert!(all.lines().any(|l| l == line), "{line}: {all}");
    }
}

#[test]
fn a_token_is_never_printed_nor_logged() {
    let token = "s3cr3t-Tok3n-9f27b1d4";
    let site = Site::start();
    let till = Till::at(&site);
    site.book("p1", 1);
    let mut said = String::new();
    let mut keep = |ran: super::stage::Ran| said.extend([ran.out, ran.err]);
    keep(till.run_with(&["settings", "set", "site.token"], token));
    keep(till.run(&["settings", "set", "site.token", &format!("{token}\u{7}")]));
    keep(till.run(&["settings", "get"]));
    keep(till.run(&["settings", "get", "site.token"]));
    keep(till.run(&["sync", "--once"]));
    keep(till.run(&["doctor"]));
    keep(till.run_with(&["settings", "set", "site.port"], token));
    assert!(said.contains("••••••••"), "that there is one is shown");
    assert!(!said.contains(token), "{said}");
    let secret = till.data().join("site-token.secret");
    assert_eq!(till.files_with(token), [secret], "in no log, not in the database");
}

#[test]
fn an_empty_token_takes_the_old_one_away() {
    let till = Till::begun();
    till.run(&["settings", "set", "site.token", "abc"]).done();
    assert_ne!(till.run(&["settings", "get", "site.token"]).done().out, "\n");
    till.run(&["settings", "set", "site.token", ""]).done();
    assert_eq!(till.run(&["settings", "get", "site.token"]).done().out, "\n");
}

#[test]
fn a_value_that_will_not_do_is_refused_with_what_would() {
    let till = Till::begun();
    for (key, value, words) in [
        ("booking.minutes", "0", "booking.minutes не сохранена: нужно число от 1 до 43\u{a0}200 минут"),
        ("booking.minutes", "два часа", "нужно целое число от 1 до 43\u{a0}200 минут"),
        ("site.port", "70000", "нужно число от 1 до 65\u{a0}535"),
        ("site.timeout_seconds", "-5", "нужно число от 1 до 600 секунд"),
        ("stock.min_days_left", "1000", "нужно число от 0 до 365 дней"),
        ("bag.cells", "1e3", "нужно целое число от 1 до 999 ячеек"),
        ("site.scheme", "ftp", "подходит одно из слов: https, http"),
        ("site.allow_plaintext", "авось", "нужно «да» или «нет»"),
        ("site.host", "https://example.org/", "без «https://», порта и пути"),
        ("site.host", "example.org:8080", "без «https://», порта и пути"),
        ("site.token", "мой токен", "латинские буквы, цифры и знаки без пробелов"),
        ("pharmacy.name", "две\nстроки", "без переносов строки"),
    ] {
        let before = till.run(&["settings", "get"]).done().out;
        let said = till.run(&["settings", "set", key, value]).refused();
        assert!(said.contains(words), "{key}: {said}");
        assert_eq!(till.run(&["settings", "get"]).done().out, before, "{key}: nothing is stored");
    }
    let wrong = till.run(&["settings", "set", "site.prot", "80"]).wrong();
    assert!(wrong.contains("site.prot") && wrong.contains("site.port, site.token"), "{wrong}");
}

#[test]
fn a_long_token_is_taken_whole() {
    let till = Till::begun();
    let token = "eyJhbGciOi.".repeat(300);
    till.run_with(&["settings", "set", "site.token"], &format!("{token}\n")).done();
    let kept = std::fs::read_to_string(till.data().join("site-token.secret")).unwrap();
    assert_eq!(kept, token);
}

#[test]
fn a_file_of_settings_equips_another_pharmacy_and_holds_no_secret_and_nothing_of_one_place() {
    let (from, to) = (Till::begun(), Till::begun());
    for (key, value) in [
        ("booking.minutes", "720"),
        ("proxy.use", "true"),
        ("proxy.password", "Pr0xy-s3cret"),
        ("site.token", "T0ken-s3cret"),
        ("site.pharmacy_id", "apt-7"),
        ("till.title", "Касса 9"),
    ] {
        from.run(&["settings", "set", key, value]).done();
    }
    let file = from.data().join("shared.json");
    let path = file.to_str().unwrap();
    from.run(&["settings", "export", path]).done();
    let text = std::fs::read_to_string(&file).unwrap();
    for own in ["s3cret", "apt-7", "Касса 9", "Аптека", "site.token", "proxy.password"] {
        assert!(!text.contains(own), "{own}: {text}");
    }
    let before = to.run(&["settings", "get"]).done().out;
    let planned = to.run(&["settings", "import", path, "--dry-run"]).done();
    assert_eq!(planned.out, "booking.minutes: 2880 → 720\nproxy.use: false → true\n");
    assert_eq!(to.run(&["settings", "get"]).done().out, before, "a dry run stores nothing");
    assert_eq!(to.run(&["settings", "import", path]).done().out, planned.out);
    assert_eq!(to.run(&["settings", "get", "booking.minutes"]).done().out, "720\n");
    assert_eq!(to.run(&["settings", "get", "pharmacy.name"]).done().out, "Аптека\n");
    assert_eq!(to.run(&["settings", "import", path]).done().out, "", "the second time changes nothing");
}

#[test]
fn a_file_with_one_bad_value_or_no_settings_changes_nothing() {
    let till = Till::begun();
    let file = till.data().join("bad.json");
    let before = till.run(&["settings", "get"]).done().out;
    for (settings, words) in [
        (r#"{"booking.minutes": 60, "site.port": 70000}"#, "нужно число от 1 до 65"),
        (r#"{"booking.minutes": 60, "site.colour": "red"}"#, "такой настройки нет"),
        (r#"{"booking.minutes": 60, "site.token": "abc"}"#, "секрет не хранится"),
        (r#"{"booking.minutes": [60]}"#, "booking.minutes"),
        ("7", "не прочитан"),
    ] {
        std::fs::write(&file, format!(r#"{{"expero_settings": 1, "settings": {settings}}}"#)).unwrap();
        let said = till.run(&["settings", "import", file.to_str().unwrap()]).refused();
        assert!(said.contains(words), "{settings}: {said}");
    }
    for whole in ["", "{}", "<html>", r#"{"expero_settings": 2, "settings": {}}"#] {
        std::fs::write(&file, whole).unwrap();
        till.run(&["settings", "import", file.to_str().unwrap()]).refused();
    }
    till.run(&["settings", "import", "/nowhere.json"]).refused();
    assert_eq!(till.run(&["settings", "get"]).done().out, before);
}
