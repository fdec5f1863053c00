//! The adapter for a fiscal device behind a local HTTP service, against a stand-in over a real socket.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use chrono::FixedOffset;
use expero::domain::fiscal::{DeviceFault, FiscalKind, FiscalLine, FiscalReceipt, Seller};
use expero::domain::ids::FiscalKey;
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::receipt::Settled;
use expero::domain::vat::VatRate;
use expero::fiscal::FiscalDevice;
use expero::fiscal::atol::{Atol, AtolConfig};
use serde_json::{Value, json};

use crate::support::start;

/// What the service will do with the next task.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// Fails it with this error of the device.
    Fails(i64),
    /// Does it and answers only at the second look.
    TakesTime,
    /// Refuses the task itself.
    Refuses(u16),
    /// Does it and answers 500, as if the answer were lost on the way.
    LosesAnswer,
}

#[derive(Default)]
struct Service {
    tasks: HashMap<String, Value>,
    /// Tasks that are shown as under way once more.
    slow: Vec<String>,
    bodies: Vec<Value>,
    next: VecDeque<Next>,
    printed: i64,
}

type Shared = Arc<Mutex<Service>>;

async fn take(State(service): State<Shared>, Json(body): Json<Value>) -> (StatusCode, Json<Value>) {
    let mut service = service.lock().unwrap();
    let uuid = body["uuid"].as_str().unwrap().to_owned();
    if service.tasks.contains_key(&uuid) {
        return (StatusCode::CONFLICT, Json(json!({})));
    }
    let next = service.next.pop_front();
    if let Some(Next::Refuses(status)) = next {
        return (StatusCode::from_u16(status).unwrap(), Json(json!({"error": "bad task"})));
    }
    service.bodies.push(body);
    let result = if let Some(Next::Fails(code)) = next {
        json!({"status": "error", "error": {"code": code, "description": "device"}})
    } else {
        service.printed += 1;
        json!({"status": "ready", "error": {"code": 0}, "result": {"fiscalParams": {
            "fiscalDocumentDateTime": "2026-11-24T09:00:00+03:00", "fiscalDocumentNumber": service.printed,
            "fiscalDocumentSign": "1234567890", "fnNumber": "9999", "registrationNumber": "77", "shiftNumber": 3,
            "fiscalReceiptNumber": 1}}})
    };
    service.tasks.insert(uuid.clone(), result);
    match next {
        Some(Next::TakesTime) => service.slow.push(uuid),
        Some(Next::LosesAnswer) => return (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({}))),
        _ => {}
    }
    (StatusCode::CREATED, Json(json!({"uuid": "", "number": 1, "isBlocked": false})))
}

async fn look(State(service): State<Shared>, Path(uuid): Path<String>) -> (StatusCode, Json<Value>) {
    let mut service = service.lock().unwrap();
    if let Some(at) = service.slow.iter().position(|slow| *slow == uuid) {
        service.slow.remove(at);
        return (StatusCode::OK, Json(json!({"results": [{"status": "inProgress"}]})));
    }
    match service.tasks.get(&uuid) {
        Some(result) => (StatusCode::OK, Json(json!({"results": [result]}))),
        None => (StatusCode::NOT_FOUND, Json(json!({}))),
    }
}

/// A running stand-in and the adapter for it.
struct Stage {
    service: Shared,
    device: Atol,
    _runtime: tokio::runtime::Runtime,
}

fn stage(next: &[Next]) -> Stage {
    let service = Shared::default();
    service.lock().unwrap().next.extend(next);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let routes = axum::Router::new()
        .route("/api/v2/requests", post(take))
        .route("/api/v2/requests/{uuid}", get(look))
        .with_state(Arc::clone(&service));
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    runtime.spawn(async move { axum::serve(listener, routes).await });
    Stage { service, device: device(port), _runtime: runtime }
}

fn device(port: u16) -> Atol {
    Atol::new(&AtolConfig { host: "127.0.0.1".into(), port, timeout: Duration::from_secs(5) }).unwrap()
}

fn receipt(key: &str, kind: FiscalKind) -> FiscalReceipt {
    let line = |name: &str, packs, price, vat| FiscalLine {
        name: name.into(),
        packs: Packs(packs),
        price: Kopecks(price),
        vat: VatRate(vat),
        is_prepaid: false,
    };
    FiscalReceipt {
        key: FiscalKey(key.into()),
        kind,
        at: start().with_timezone(&FixedOffset::east_opt(3 * 3600).unwrap()),
        number: 7,
        cashier: "Петрова А. И.".into(),
        seller: Seller { tax_system: "osn".into(), ..Seller::default() },
        lines: vec![line("Парацетамол", 2, 3_550, 10), line("Бинт", 1, 12_205, 22)],
        settled: Settled { cash: Kopecks(9_305), card: Kopecks(10_000), ..Settled::default() },
    }
}

#[test]
fn a_receipt_is_sent_to_the_kopeck_and_its_numbers_come_back() {
    let mut stage = stage(&[Next::TakesTime]);
    let printed = stage.device.register(&receipt("k1", FiscalKind::Sale)).unwrap();
    assert_eq!((printed.document, printed.shift, printed.receipt, printed.drive.as_str()), (1, 3, 1, "9999"));
    assert_eq!(printed.at, start());
    let body = stage.service.lock().unwrap().bodies[0].clone();
    let (sent, task) = (body.to_string(), &body["request"][0]);
    assert_eq!((task["type"].as_str(), task["taxationType"].as_str()), (Some("sell"), Some("osn")));
    assert_eq!(task["items"][0]["tax"]["type"], "vat10");
    assert_eq!(task["items"][1]["tax"]["type"], "vat22");
    for exact in ["\"total\":193.05", "\"amount\":71.0", "\"price\":35.5", "\"sum\":93.05", "\"sum\":100.0"] {
        assert!(sent.contains(exact), "{exact} in {sent}");
    }
    stage.device.register(&receipt("k2", FiscalKind::Return)).unwrap();
    assert_eq!(stage.service.lock().unwrap().bodies[1]["request"][0]["type"], "sellReturn");
}

#[test]
fn the_same_key_prints_once_and_is_found_again_by_a_till_that_was_switched_off() {
    let mut stage = stage(&[Next::LosesAnswer]);
    let first = stage.device.register(&receipt("k1", FiscalKind::Sale));
    assert!(matches!(first, Err(DeviceFault::Unreachable { .. })), "{first:?}");
    let key = FiscalKey("k1".into());
    let known = stage.device.ask(&key).unwrap().unwrap();
    let again = stage.device.register(&receipt("k1", FiscalKind::Sale)).unwrap();
    assert_eq!((known.document, again.document, stage.service.lock().unwrap().printed), (1, 1, 1));
    assert_eq!(stage.device.ask(&FiscalKey("k2".into())).unwrap(), None);
}

#[test]
fn a_failed_task_is_tried_again_with_a_key_of_its_own_that_leads_back_to_the_receipt() {
    let mut stage = stage(&[Next::Fails(44), Next::Fails(68)]);
    let one = receipt("k1", FiscalKind::Sale);
    assert_eq!(stage.device.register(&one), Err(DeviceFault::NoPaper));
    assert_eq!(stage.device.ask(&one.key).unwrap(), None);
    assert_eq!(stage.device.register(&one), Err(DeviceFault::ShiftExpired));
    let printed = stage.device.register(&one).unwrap();
    assert_eq!(stage.device.ask(&one.key).unwrap(), Some(printed));
    let service = stage.service.lock().unwrap();
    assert_eq!((service.printed, service.bodies.len()), (1, 3));
}

#[test]
fn each_fault_says_whether_the_receipt_may_be_printed() {
    let mut stage = stage(&[Next::Refuses(400), Next::Refuses(503)]);
    let one = receipt("k1", FiscalKind::Sale);
    let refused = stage.device.register(&one).unwrap_err();
    assert!(matches!(refused, DeviceFault::Refused { code: 400, .. }) && !refused.may_be_done(), "{refused:?}");
    let down = stage.device.register(&one).unwrap_err();
    assert!(matches!(down, DeviceFault::Unreachable { .. }), "{down:?}");
    // Nobody listens there.
    let mut nobody = device(1);
    let gone = nobody.register(&one).unwrap_err();
    assert!(matches!(gone, DeviceFault::Unreachable { .. }) && !gone.may_be_done(), "{gone:?}");
}

#[test]
fn a_shift_is_closed_once_with_its_key() {
    let mut stage = stage(&[]);
    let key = FiscalKey("z1".into());
    let first = stage.device.close_shift(&key, "Ольга").unwrap();
    let second = stage.device.close_shift(&key, "Ольга").unwrap();
    assert_eq!((first.shift, second.shift, stage.service.lock().unwrap().printed), (3, 3, 1));
    stage.device.report_x().unwrap();
    assert_eq!(stage.service.lock().unwrap().bodies[1]["request"][0]["type"], "reportX");
}
