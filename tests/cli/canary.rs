//! Secrets and people with known texts go every way that the program has, with everything written to the log; then
//! every file, answer and message is searched for them.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::json;

use super::stage::{Ran, Site, Till, files};
use super::tinyproxy::Tinyproxy;

const TOKEN: &str = "CANARY-wrong-token-5f1e2d";
const PROXY: &str = "CANARY-proxy-password-77";
const ADMIN: &str = "CANARY-admin-password-31";
const NAME: &str = "Канарейкина";
const FULL_NAME: &str = "Канарейкина Пелагея";
const PHONE: &str = "9990001122";

/// Everything that the program said, and where.
#[derive(Default)]
struct Said(Vec<(String, String)>);

impl Said {
    fn run(&mut self, till: &Till, args: &[&str], input: &str) -> i32 {
        let mut command = till.command(args);
        command.env("EXPERO_LOG", "trace").env("RUST_BACKTRACE", "full");
        let ran = Ran::with_input(&mut command, input);
        self.0.push((args.join(" "), format!("{}\n{}", ran.out, ran.err)));
        ran.code
    }

    fn ok(&mut self, till: &Till, args: &[&str]) {
        assert_eq!(self.run(till, args, ""), 0, "{args:?}: {:?}", self.0.last());
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Files below `folder` that hold `text` and whose names are not allowed to.
fn leaks(folder: &Path, text: &str, allowed: &[&str]) -> Vec<String> {
    let names = files(folder).into_iter().filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        !allowed.iter().any(|allowed| name.starts_with(allowed)) && holds(&fs::read(path).unwrap(), text)
    });
    names.map(|path| path.display().to_string()).collect()
}

/// A workbook is packed: its parts are looked at one by one.
fn unpacked(path: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    for n in 0..zip.len() {
        zip.by_index(n).unwrap().read_to_end(&mut all).unwrap();
    }
    all
}

#[test]
fn no_secret_and_no_person_is_found_where_nobody_should_look_for_them() {
    let (site, proxy) = (Site::start(), Tinyproxy::start(true));
    let (till, mut said) = (Till::at(&site), Said::default());
    let good = site.token.clone();
    let proxy_port = proxy.port.to_string();
    said.run(&till, &["users", "add", "Админ", "--role", "admin"], ADMIN);
    said.run(&till, &["settings", "set", "proxy.password"], PROXY);

    // A day over the wire, with a person in the order.
    let line = json!({ "product_id": "p1", "name": "Товар", "price": 10_000, "quantity": 20 });
    let comment = format!("{FULL_NAME}, +7{PHONE}");
    let new = json!({ "name": FULL_NAME, "phone": format!("+7{PHONE}"), "comment": comment, "lines": [line] });
    let id = site.control("POST", "orders", &new)["order_id"].as_str().unwrap().to_owned();
    let all = site.control("GET", "orders", &json!({}));
    let order = all["orders"].as_array().unwrap().iter().find(|o| o["order"]["order_id"] == id.as_str()).unwrap();
    let number = order["order"]["number"].as_str().unwrap().to_owned();
    said.ok(&till, &["sync", "--once"]);
    said.ok(&till, &["order", &number, "accept"]);
    said.run(&till, &["order", &number, "reserve"], "");
    said.run(&till, &["order", &number, "collect"], "");
    said.ok(&till, &["sync", "--once"]);
    let out = till.home.path().join("out");
    fs::create_dir(&out).unwrap();
    let file = |name: &str| out.join(name).display().to_string();
    said.ok(&till, &["orders"]);
    said.ok(&till, &["orders", "--json"]);
    said.ok(&till, &["order", &number, "history"]);
    said.ok(&till, &["order", &number, "sheet", &file("sheet.pdf")]);
    said.ok(&till, &["requisitions", "--csv", &file("requisitions.csv")]);
    said.ok(&till, &["requisitions", "--xlsx", &file("requisitions.xlsx")]);
    said.run(&till, &["doctor"], "");

    // Every way to fail: through a proxy with the wrong and the right password, a wrong token, a dead port, a page of
    // a proxy in the site's place, an order that cannot be read.
    for (key, value) in [
        ("proxy.use", "true"),
        ("proxy.host", "127.0.0.1"),
        ("proxy.port", proxy_port.as_str()),
        ("proxy.authorized", "true"),
        ("proxy.login", "somebody"),
        ("site.host", "0.0.0.0"),
        ("site.allow_plaintext", "true"),
    ] {
        said.ok(&till, &["settings", "set", key, value]);
    }
    assert_eq!(said.run(&till, &["sync", "--once"], ""), 1, "the proxy does not know us");
    said.ok(&till, &["settings", "set", "proxy.use", "false"]);
    said.ok(&till, &["settings", "set", "site.host", "127.0.0.1"]);
    said.run(&till, &["settings", "set", "site.token"], TOKEN);
    assert_eq!(said.run(&till, &["sync", "--once"], ""), 1, "the site does not know us");
    said.run(&till, &["doctor"], "");
    said.run(&till, &["settings", "set", "site.token"], &format!("{TOKEN} два слова"));
    said.ok(&till, &["settings", "set", "site.port", "1"]);
    assert_eq!(said.run(&till, &["sync", "--once"], ""), 1, "nobody listens");
    said.ok(&till, &["settings", "get"]);
    said.run(&till, &["settings", "get", "site.token"], "");
    said.ok(&till, &["settings", "export", &file("settings.json")]);
    said.ok(&till, &["users"]);
    said.run(&till, &["users", "password", "Админ"], "short");
    said.ok(&till, &["backup"]);
    said.run(&till, &["problems", "--json"], "");

    // The log was really written, down to the last detail.
    let log = till.data().join("logs");
    assert!(files(&log).iter().any(|path| holds(&fs::read(path).unwrap(), "v1/orders")), "the log has its exchanges");
    let secrets = [(TOKEN, &["site-token"][..]), (PROXY, &["proxy-password"]), (good.as_str(), &["site-token"])];
    for (secret, home) in secrets {
        assert_eq!(leaks(till.home.path(), secret, home), [""; 0], "{secret}");
    }
    assert_eq!(leaks(till.home.path(), ADMIN, &[]), [""; 0], "only its hash is kept");
    // The order itself keeps its customer; the log, paper and tables do not.
    let people = [PHONE, NAME, "Пелагея", "CANARY"];
    for person in people {
        let allowed = ["expero.db", "expero-", "site-token", "proxy-password"];
        assert_eq!(leaks(&log, person, &[]), [""; 0], "{person} in the log");
        assert_eq!(leaks(&out, person, &allowed), [""; 0], "{person} in what was written out");
        assert!(!holds(&unpacked(&out.join("requisitions.xlsx")), person), "{person} in the workbook");
    }
    let paper = std::process::Command::new("pdftotext").arg(out.join("sheet.pdf")).arg("-").output().unwrap();
    let paper = String::from_utf8_lossy(&paper.stdout).into_owned();
    assert!(paper.contains(&number), "{paper}");
    assert!(!paper.replace([' ', '-', '\u{a0}'], "").contains(PHONE), "the whole phone on paper: {paper}");
    for (call, words) in &said.0 {
        for secret in [TOKEN, PROXY, ADMIN, good.as_str(), PHONE, "Пелагея"] {
            assert!(!words.contains(secret), "{secret} was said by {call}: {words}");
        }
    }
}
