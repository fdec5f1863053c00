//! The program on a folder of its own, and the practice service as a process with its control routes.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use chrono::Duration;
use expero::desk::Desk;
use expero::domain::batch::StorageBand;
use expero::domain::clock::{Clock, SystemClock};
use expero::domain::ids::TillId;
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::store::{Database, Mode};
use expero::usecase::Actor;
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use serde_json::{Value, json};

/// What a call gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Done: exit code 0.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Refused or failed: exit code 1, Russian words on stderr, no answer.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, 1, "stdout: {}\nstderr: {}", self.out, self.err);
        assert_eq!(self.out, "", "a refusal is no answer");
        assert!(self.err.chars().any(|c| ('а'..='я').contains(&c)), "words for a person: {}", self.err);
        self.err
    }

    /// A wrong call: exit code 2, something on stderr, no answer.
    #[track_caller]
    pub fn wrong(self) -> String {
        assert_eq!(self.code, 2, "stdout: {}\nstderr: {}", self.out, self.err);
        assert_eq!(self.out, "", "a wrong call has no answer");
        assert!(!self.err.trim().is_empty(), "something is said of a wrong call");
        self.err
    }

    /// Of a call with something on standard input.
    pub fn with_input(command: &mut Command, input: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.as_mut().unwrap();
        // A call that ends without reading it has closed the pipe.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let (mut out, mut err) = (String::new(), String::new());
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        Self { code: child.wait().unwrap().code().unwrap(), out, err }
    }

    #[track_caller]
    pub fn json(self) -> Value {
        let done = self.done();
        serde_json::from_str(&done.out).unwrap_or_else(|e| panic!("{e}: {}", done.out))
    }
}

/// The program without any data named; whatever the person who runs the tests has set does not reach it.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_expero"));
    // Nor does its screen: a window that gets past every refusal ends because it has none.
    for name in ["EXPERO_DATA", "EXPERO_LOG", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command.env("HOME", home).env("XDG_DATA_HOME", home.join("share")).env("USER", "Ольга");
    command
}

pub fn run(command: &mut Command) -> Ran {
    Ran::of(command.output().unwrap())
}

/// A pharmacy in a folder.
pub struct Till {
    /// Holds the data and, beside it, room for other files.
    pub home: tempfile::TempDir,
}

impl Till {
    /// A folder for data that is not there yet.
    pub fn nowhere() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// Begun, nothing set but the pharmacy's name.
    pub fn begun() -> Self {
        let till = Self::nowhere();
        till.run(&["settings", "set", "pharmacy.name", "Аптека"]).done();
        till
    }

    /// With goods `p1`, `p2`, `p3` in stock and pointed at `site`.
    pub fn at(site: &Site) -> Self {
        let till = Self::begun();
        till.stock();
        till.point_at(site.port());
        till.run_with(&["settings", "set", "site.token"], &site.token).done();
        till
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program(self.home.path());
        command.arg("--data").arg(self.data()).args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        run(&mut self.command(args))
    }

    /// With something on standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        Ran::with_input(&mut self.command(args), input)
    }

    pub fn point_at(&self, port: u16) {
        for (key, value) in [
            ("site.scheme", "http"),
            ("site.host", "127.0.0.1"),
            ("site.port", &port.to_string()),
            ("site.pharmacy_id", "apt-1"),
            ("site.timeout_seconds", "5"),
        ] {
            self.run(&["settings", "set", key, value]).done();
        }
    }

    /// The desk of a window on the same data.
    pub fn desk(&self) -> Desk {
        let path = self.data().join("expero.db");
        let open = |mode| Database::open(&path, mode).unwrap();
        let actor = Actor { user: "Ольга".to_owned(), till: TillId("till-1".to_owned()) };
        Desk::start(open(Mode::Write), open(Mode::Read), Arc::new(SystemClock), actor).unwrap()
    }

    /// Three products with ten packs each, 100 roubles a pack.
    pub fn stock(&self) {
        let expires_on = (SystemClock.now() + Duration::days(900)).date_naive();
        let item = |n: u32| GoodsWithStock {
            goods: NewGoods {
                code: format!("p{n}"),
                name: format!("Товар {n}"),
                inn: String::new(),
                form: String::new(),
                strength: String::new(),
                manufacturer: "Завод".to_owned(),
                country: String::new(),
                barcodes: Vec::new(),
                marks: GoodsMarks::default(),
            },
            batches: vec![(
                NewBatch {
                    code: format!("b{n}"),
                    series: "S1".to_owned(),
                    expires_on,
                    place: "А-1".to_owned(),
                    storage: StorageBand::default(),
                    price: Kopecks(10_000),
                    max_price: None,
                },
                Packs(10),
            )],
        };
        self.desk().act(ImportGoods { items: (1..=3).map(item).collect() }).wait().unwrap();
    }

    pub fn orders(&self) -> Vec<Value> {
        self.run(&["orders", "--json"]).json().as_array().unwrap().clone()
    }

    /// The order with this number as `orders --json` tells it.
    pub fn order(&self, number: &str) -> Value {
        let orders = self.orders();
        orders.iter().find(|o| o["number"] == number).unwrap_or_else(|| panic!("no {number}: {orders:?}")).clone()
    }

    /// Every file of the data folder that holds `text`.
    pub fn files_with(&self, text: &str) -> Vec<PathBuf> {
        let holds = |path: &PathBuf| fs::read(path).unwrap().windows(text.len()).any(|w| w == text.as_bytes());
        files(&self.data()).into_iter().filter(holds).collect()
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// `expero sandbox` as a process; ended when dropped.
pub struct Site {
    child: Child,
    pub address: String,
    pub token: String,
}

impl Site {
    pub fn start() -> Self {
        let home = std::env::temp_dir();
        let mut child = program(&home)
            .args(["sandbox", "--no-budget"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let text = |key: &str| ready[key].as_str().unwrap_or_else(|| panic!("{key}: {line}")).to_owned();
        assert_eq!(text("url"), format!("http://{}", text("address")));
        assert_eq!(text("pharmacy_id"), "apt-1");
        Self { child, address: text("address"), token: text("token") }
    }

    pub fn port(&self) -> u16 {
        self.address.rsplit_once(':').unwrap().1.parse().unwrap()
    }

    /// A control route.
    pub fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, len) = (&self.address, body.len());
        write!(
            stream,
            "{method} /_sandbox/{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {len}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{method} {path}: {head}\n{body}");
        serde_json::from_str(body).unwrap()
    }

    /// A customer books packs of a product and pays at the till; the order's number.
    pub fn book(&self, product: &str, packs: u32) -> String {
        let line = json!({ "product_id": product, "name": "Товар", "price": 10_000, "quantity": packs });
        let new = json!({ "name": "Анна Сидорова", "phone": "+79161234107", "lines": [line] });
        let id = self.control("POST", "orders", &new)["order_id"].clone();
        let all = self.control("GET", "orders", &json!({}));
        let order = all["orders"].as_array().unwrap().iter().find(|o| o["order"]["order_id"] == id).unwrap();
        order["order"]["number"].as_str().unwrap().to_owned()
    }

    /// What the service believes of an order: `order`, `history`, `effects`, `requests`.
    pub fn order(&self, number: &str) -> Value {
        let all = self.control("GET", "orders", &json!({}));
        let orders = all["orders"].as_array().unwrap();
        orders.iter().find(|o| o["order"]["number"] == number).unwrap().clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may be gone already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
