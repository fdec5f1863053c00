//! A sandbox on a socket with a client to it, built in one line.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use expero::domain::clock::{Clock, ManualClock};
use expero::domain::ids::{ChangeId, SiteOrderId};
use expero::domain::status::OrderStatus;
use expero::sandbox::model::orders::{NewLine, NewOrder};
use expero::sandbox::{BookableItem, Running, Sandbox, SandboxConfig};
use expero::site::{Base, Scheme, Secret, SiteClient, SiteConfig, StatusChange};

pub const PHARMACY: &str = "apt-1";

pub struct Stand {
    pub sandbox: Running,
    pub client: SiteClient,
    pub clock: Arc<ManualClock>,
}

pub fn start_time() -> DateTime<Utc> {
    DateTime::from_timestamp(1_782_000_000, 0).unwrap()
}

pub fn zone() -> FixedOffset {
    FixedOffset::east_opt(3 * 3600).unwrap()
}

pub fn goods() -> Vec<BookableItem> {
    (1_i64..=9)
        .map(|n| BookableItem {
            product_id: format!("p{n}"),
            batch_id: format!("b{n}"),
            name: format!("Лекарство {n}"),
            manufacturer: "Завод".to_owned(),
            price: n * 1_000,
            quantity: 50,
        })
        .collect()
}

pub fn base(addr: SocketAddr) -> Base {
    Base { scheme: Scheme::Http, host: addr.ip().to_string(), port: addr.port() }
}

pub fn config(addr: SocketAddr, token: Secret) -> SiteConfig {
    SiteConfig::new(base(addr), token, PHARMACY, zone())
}

pub async fn stand() -> Stand {
    stand_with(|_| {}, |_| {}).await
}

pub async fn stand_with(sandbox: impl FnOnce(&mut SandboxConfig), client: impl FnOnce(&mut SiteConfig)) -> Stand {
    let clock = Arc::new(ManualClock::at(start_time()));
    let mut sandbox_config = SandboxConfig { goods: goods(), ..SandboxConfig::default() };
    sandbox(&mut sandbox_config);
    let running = Sandbox::start(sandbox_config, Arc::clone(&clock) as Arc<dyn Clock>).await.unwrap();
    let mut site_config = config(running.addr, running.token.clone());
    client(&mut site_config);
    let site = SiteClient::new(site_config, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    Stand { sandbox: running, client: site, clock }
}

/// Short limits for tests that wait for a limit to run out.
pub fn impatient(config: &mut SiteConfig) {
    config.limits.answer = Duration::from_millis(200);
}

pub fn line(n: i64, quantity: i64) -> NewLine {
    NewLine {
        product_id: format!("p{n}"),
        batch_id: format!("b{n}"),
        name: format!("Лекарство {n}"),
        manufacturer: "Завод".to_owned(),
        price: n * 1_000,
        quantity,
    }
}

impl Stand {
    /// A customer books an order with this id.
    pub fn book(&self, id: &str) -> SiteOrderId {
        let new = NewOrder {
            order_id: id.to_owned(),
            name: "Анна Сидорова".to_owned(),
            phone: "+70001234567".to_owned(),
            lines: vec![line(1, 2), line(2, 1)],
            ..NewOrder::default()
        };
        SiteOrderId(self.sandbox.lock().book(&new, self.clock.now()))
    }

    pub fn change(&self, id: &str, status: OrderStatus) -> StatusChange {
        StatusChange {
            site_id: SiteOrderId(id.to_owned()),
            change_id: ChangeId::fresh(),
            status,
            expected_revision: None,
            changed_at: self.clock.now(),
            reserved_until: None,
            reason: None,
            comment: String::new(),
        }
    }

    /// Status of the order at the service, and how many times a change to it took effect.
    pub fn at_site(&self, id: &str, word: &str) -> (String, u32) {
        let model = self.sandbox.lock();
        let order = model.order(id).unwrap();
        (order.dto.status.clone(), order.effects.get(word).copied().unwrap_or(0))
    }
}

/// A server that reads one request head per connection, keeps it, and answers with fixed bytes.
pub fn fixed_server(reply: &'static [u8]) -> (SocketAddr, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    std::thread::Builder::new()
        .name("fixed-server".to_owned())
        .spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut buffer = [0; 8192];
                let mut head = Vec::new();
                while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                    match stream.read(&mut buffer) {
                        Ok(n) if n > 0 => head.extend_from_slice(&buffer[..n]),
                        Ok(_) | Err(_) => break,
                    }
                }
                keep.lock().unwrap().extend_from_slice(&head);
                let _ = stream.write_all(reply);
            }
        })
        .unwrap();
    (addr, seen)
}
