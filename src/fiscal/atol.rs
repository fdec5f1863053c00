//! A device behind a local HTTP service that takes JSON tasks with a key, in the style of the ATOL web server
//! (`POST /api/v2/requests`, `GET /api/v2/requests/{uuid}`).
//!
//! Written by the public description of that service and tried against a stand-in only: it is not certified, and a real
//! device may differ. The key of a receipt is the key of the task, so that the service itself refuses to do it twice.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::{Client, StatusCode};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::FiscalDevice;
use crate::domain::clock::from_millis;
use crate::domain::fiscal::{DeviceFault, FiscalKind, FiscalLine, FiscalReceipt, Printed, ShiftTotals};
use crate::domain::ids::FiscalKey;
use crate::domain::money::Kopecks;

/// How long between two looks at a task under way.
const LOOK: Duration = Duration::from_millis(150);
/// A task that failed so often is left to a person.
const MOST_TRIES: u32 = 200;
/// Errors of the device that mean paper or cover.
const NO_PAPER: [i64; 3] = [44, 45, 117];
/// Errors of the device that mean a shift older than a day.
const SHIFT_EXPIRED: [i64; 2] = [68, 141];

/// Where the service listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtolConfig {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How long a task may take, from the first byte to the printed receipt.
    pub timeout: Duration,
}

/// The adapter.
pub struct Atol {
    client: Client,
    runtime: tokio::runtime::Runtime,
    base: String,
    timeout: Duration,
}

#[derive(Serialize)]
struct Task<'a> {
    uuid: &'a str,
    request: Vec<&'a Request<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Request<'a> {
    Sell(Receipt<'a>),
    SellReturn(Receipt<'a>),
    #[serde(rename = "reportX")]
    ReportX {
        operator: Operator<'a>,
    },
    CloseShift {
        operator: Operator<'a>,
    },
}

#[derive(Clone, Copy, Serialize)]
struct Operator<'a> {
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Receipt<'a> {
    taxation_type: &'a str,
    operator: Operator<'a>,
    items: Vec<Item<'a>>,
    payments: Vec<Payment>,
    total: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    r#type: &'static str,
    name: &'a str,
    price: Box<RawValue>,
    quantity: i64,
    amount: Box<RawValue>,
    tax: Tax,
    payment_method: &'static str,
    payment_object: &'static str,
}

#[derive(Serialize)]
struct Tax {
    r#type: String,
}

#[derive(Serialize)]
struct Payment {
    r#type: &'static str,
    sum: Box<RawValue>,
}

/// Roubles with two digits, exactly: a number of the wire is never a float here.
fn roubles(sum: Kopecks) -> Result<Box<RawValue>, DeviceFault> {
    let text = format!("{}.{:02}", sum.0 / 100, sum.0 % 100);
    RawValue::from_string(text).map_err(|error| garbled(&error))
}

fn garbled(error: &dyn std::fmt::Display) -> DeviceFault {
    DeviceFault::Garbled { detail: error.to_string() }
}

fn item(line: &FiscalLine) -> Result<Item<'_>, DeviceFault> {
    let vat = if line.vat.0 == 0 { String::from("none") } else { format!("vat{}", line.vat.0) };
    Ok(Item {
        r#type: "position",
        name: &line.name,
        price: roubles(line.price)?,
        quantity: line.packs.0,
        amount: roubles(line.sum())?,
        tax: Tax { r#type: vat },
        payment_method: "fullPayment",
        payment_object: "commodity",
    })
}

fn receipt(receipt: &FiscalReceipt) -> Result<Request<'_>, DeviceFault> {
    let settled = receipt.settled;
    let parts = [("cash", settled.cash), ("electronically", settled.card), ("prepaid", settled.prepaid)];
    let payments = parts.into_iter().filter(|(_, sum)| sum.0 > 0);
    let payments = payments.map(|(kind, sum)| Ok(Payment { r#type: kind, sum: roubles(sum)? }));
    let body = Receipt {
        taxation_type: &receipt.seller.tax_system,
        operator: Operator { name: &receipt.cashier },
        items: receipt.lines.iter().map(item).collect::<Result<_, _>>()?,
        payments: payments.collect::<Result<_, DeviceFault>>()?,
        total: roubles(receipt.total())?,
    };
    Ok(match receipt.kind {
        FiscalKind::Sale => Request::Sell(body),
        FiscalKind::Return => Request::SellReturn(body),
    })
}

/// What became of a task.
enum TaskState {
    /// The service does not know it.
    Unknown,
    /// It is waiting or being done.
    UnderWay,
    /// It is done, with this result.
    Done(Value),
    /// It was not done.
    Failed(DeviceFault),
}

impl Atol {
    /// For a service at an address.
    ///
    /// # Errors
    /// Of the system, when it gives no runtime or no client.
    pub fn new(config: &AtolConfig) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        crate::site::tls::install();
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(3))
            .timeout(config.timeout)
            .build()
            .map_err(std::io::Error::other)?;
        let base = format!("http://{}:{}/api/v2", config.host, config.port);
        Ok(Self { client, runtime, base, timeout: config.timeout })
    }

    /// Does a task once, whoever asked for it before: looks what became of its tries, and sends the next one only when
    /// all of them are known to have failed.
    fn perform(&self, key: &str, request: &Request<'_>) -> Result<Value, DeviceFault> {
        self.runtime.block_on(async {
            for uuid in tries(key) {
                match self.look(&uuid).await? {
                    TaskState::Done(result) => return Ok(result),
                    TaskState::Failed(_) => {}
                    TaskState::UnderWay => return self.wait(&uuid).await,
                    TaskState::Unknown => {
                        self.send(&uuid, request).await?;
                        return self.wait(&uuid).await;
                    }
                }
            }
            Err(garbled(&"too many failed tries"))
        })
    }

    async fn send(&self, uuid: &str, request: &Request<'_>) -> Result<(), DeviceFault> {
        let body = serde_json::to_vec(&Task { uuid, request: vec![request] }).map_err(|e| garbled(&e))?;
        let url = format!("{}/requests", self.base);
        let sent = self.client.post(url).header("content-type", "application/json").body(body).send().await;
        let answer = sent.map_err(|error| network(&error))?;
        let status = answer.status();
        // A task with this key is there already: what matters is what became of it.
        if status == StatusCode::CONFLICT || status.is_success() {
            return Ok(());
        }
        Err(refused(status, &answer.text().await.unwrap_or_default()))
    }

    async fn wait(&self, uuid: &str) -> Result<Value, DeviceFault> {
        let deadline = tokio::time::Instant::now() + self.timeout;
        loop {
            match self.look(uuid).await? {
                TaskState::Done(result) => return Ok(result),
                TaskState::Failed(fault) => return Err(fault),
                TaskState::Unknown => return Err(garbled(&"the task is not known any more")),
                TaskState::UnderWay if tokio::time::Instant::now() >= deadline => {
                    return Err(DeviceFault::NoAnswer { detail: String::from("the task is not done yet") });
                }
                TaskState::UnderWay => tokio::time::sleep(LOOK).await,
            }
        }
    }

    async fn look(&self, key: &str) -> Result<TaskState, DeviceFault> {
        let url = format!("{}/requests/{key}", self.base);
        // Only whether there is a connection at all is known: the task may be done.
        let lost = |error: reqwest::Error| network(&error.without_url());
        let answer = self.client.get(url).send().await.map_err(lost)?;
        match answer.status() {
            StatusCode::NOT_FOUND => return Ok(TaskState::Unknown),
            status if !status.is_success() => {
                return Err(DeviceFault::NoAnswer { detail: format!("HTTP {}", status.as_u16()) });
            }
            _ => {}
        }
        let bytes = answer.bytes().await.map_err(lost)?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|e| garbled(&e))?;
        task_state(&value)
    }
}

/// The keys of the tries of one task. The service never does a key twice, a failed one neither: the next try has a key
/// of its own, made from the first, so that a till that was switched off finds all of them again.
fn tries(key: &str) -> impl Iterator<Item = String> + '_ {
    (0..MOST_TRIES).map(move |n| {
        if n == 0 {
            return key.to_owned();
        }
        let hash = Sha256::digest(format!("{key}|{n}").as_bytes());
        let bytes: [u8; 16] = std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default());
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    })
}

fn network(error: &reqwest::Error) -> DeviceFault {
    let detail = error.to_string();
    if error.is_connect() { DeviceFault::Unreachable { detail } } else { DeviceFault::NoAnswer { detail } }
}

fn refused(status: StatusCode, text: &str) -> DeviceFault {
    let text: String = text.chars().take(200).collect();
    if status.is_server_error() {
        DeviceFault::Unreachable { detail: format!("HTTP {}: {text}", status.as_u16()) }
    } else {
        DeviceFault::Refused { code: i64::from(status.as_u16()), text }
    }
}

fn task_state(answer: &Value) -> Result<TaskState, DeviceFault> {
    let result = answer.pointer("/results/0").ok_or_else(|| garbled(&"no results"))?;
    let status = result.pointer("/status").and_then(Value::as_str).ok_or_else(|| garbled(&"no status"))?;
    match status {
        "wait" | "inProgress" => Ok(TaskState::UnderWay),
        "ready" => Ok(TaskState::Done(result.pointer("/result").cloned().unwrap_or(Value::Null))),
        "error" | "interrupted" | "blocked" | "canceled" => {
            let code = result.pointer("/error/code").and_then(Value::as_i64).unwrap_or(-1);
            let text = result.pointer("/error/description").and_then(Value::as_str).unwrap_or(status);
            Ok(TaskState::Failed(device_fault(code, text)))
        }
        other => Err(garbled(&format!("status {other}"))),
    }
}

fn device_fault(code: i64, text: &str) -> DeviceFault {
    match code {
        code if NO_PAPER.contains(&code) => DeviceFault::NoPaper,
        code if SHIFT_EXPIRED.contains(&code) => DeviceFault::ShiftExpired,
        code => DeviceFault::Refused { code, text: text.chars().take(200).collect() },
    }
}

/// The numbers of a printed document; text or number, as services differ.
fn printed(result: &Value) -> Result<Printed, DeviceFault> {
    let params = result.pointer("/fiscalParams").ok_or_else(|| garbled(&"no fiscalParams"))?;
    let text = |key: &str| match params.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let number = |key: &str| text(key).parse::<i64>().unwrap_or_default();
    let printed = Printed {
        at: time(&text("fiscalDocumentDateTime")).ok_or_else(|| garbled(&"no time"))?,
        shift: number("shiftNumber"),
        receipt: number("fiscalReceiptNumber"),
        document: number("fiscalDocumentNumber"),
        sign: text("fiscalDocumentSign"),
        drive: text("fnNumber"),
        device: text("registrationNumber"),
    };
    if printed.document == 0 || printed.sign.is_empty() { Err(garbled(&"no number or sign")) } else { Ok(printed) }
}

/// With a zone, or without one: then in that of Moscow, as devices write it.
fn time(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc));
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok()?;
    Some(from_millis(local.and_utc().timestamp_millis() - 3 * 3_600_000))
}

impl FiscalDevice for Atol {
    fn register(&mut self, fiscal: &FiscalReceipt) -> Result<Printed, DeviceFault> {
        let result = self.perform(fiscal.key.as_str(), &receipt(fiscal)?)?;
        printed(&result)
    }

    fn ask(&mut self, key: &FiscalKey) -> Result<Option<Printed>, DeviceFault> {
        let known = self.runtime.block_on(async {
            for uuid in tries(key.as_str()) {
                match self.look(&uuid).await? {
                    TaskState::Done(result) => return Ok(Some(result)),
                    TaskState::Failed(_) => {}
                    TaskState::Unknown => return Ok(None),
                    TaskState::UnderWay => return self.wait(&uuid).await.map(Some),
                }
            }
            Ok(None)
        });
        match known? {
            Some(result) => printed(&result).map(Some),
            None => Ok(None),
        }
    }

    fn report_x(&mut self) -> Result<ShiftTotals, DeviceFault> {
        let key = uuid::Uuid::new_v4().to_string();
        self.perform(&key, &Request::ReportX { operator: Operator { name: "" } })?;
        Ok(ShiftTotals::default())
    }

    fn close_shift(&mut self, key: &FiscalKey, cashier: &str) -> Result<ShiftTotals, DeviceFault> {
        let result = self.perform(key.as_str(), &Request::CloseShift { operator: Operator { name: cashier } })?;
        let shift = result.pointer("/fiscalParams/shiftNumber").and_then(Value::as_i64).unwrap_or_default();
        Ok(ShiftTotals { shift, ..ShiftTotals::default() })
    }
}
