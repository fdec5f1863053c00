//! The sandbox keeps the contract: transitions, idempotency, cursors, imports, tokens, budgets, control.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use expero::domain::clock::Clock;
use expero::domain::ids::{BatchCode, ProductCode};
use expero::domain::money::Kopecks;
use expero::domain::order::CancelReason;
use expero::domain::packs::Packs;
use expero::domain::status::OrderStatus as S;
use expero::sandbox::control;
use expero::sandbox::direct::DirectWire;
use expero::sandbox::model::Rules;
use expero::site::catalog::CatalogOutcome;
use expero::site::catalog::{CatalogPart, CatalogRow, CatalogWriter, Packing};
use expero::site::client::{Answered, OrdersFrom};
use expero::site::wire::{Route as R, WireRequest};
use expero::site::{Secret, SiteClient, SiteError};
use futures_util::{StreamExt, stream};

use crate::support::{PHARMACY, Stand, config, line, stand, stand_with, start_time};

/// Brings an order into a status by force, with a hold of an hour.
fn put(stand: &Stand, id: &str, status: S) {
    stand.book(id);
    let now = stand.clock.now();
    let mut model = stand.sandbox.lock();
    for word in match status {
        S::New | S::Unknown => vec![],
        S::Accepted => vec!["accepted"],
        S::Assembled => vec!["accepted", "assembled"],
        S::Closed => vec!["accepted", "assembled", "closed"],
        S::ReserveExpired => vec!["accepted", "assembled", "reserve_expired"],
        S::Cancelled => vec!["cancelled"],
    } {
        assert!(model.force_status(id, word, now));
    }
}

#[tokio::test]
async fn every_cell_of_the_services_table_is_as_written() {
    let stand = stand().await;
    let statuses = [S::New, S::Accepted, S::Assembled, S::Closed, S::ReserveExpired, S::Cancelled];
    // e = effect, n = 200 without effect, . = 409. Columns in the order of `statuses`. The hold is not over.
    let rows = [".e...e", "..e..e", "...e.e", "...n..", "....n.", ".....n"];
    for (from, row) in statuses.into_iter().zip(rows) {
        for (to, cell) in statuses.into_iter().zip(row.chars()) {
            let id = format!("{from}-{to}");
            put(&stand, &id, from);
            let result = stand.client.change_status(&stand.change(&id, to)).await;
            let effects = stand.at_site(&id, expero::site::map::status_word(to).unwrap()).1;
            match cell {
                'e' => assert_eq!((result.unwrap().value.status, effects), (to, 1), "{id}"),
                'n' => assert_eq!((result.unwrap().value.status, effects), (from, 0), "{id}"),
                _ => {
                    assert_eq!(result.unwrap_err().code(), "site-error-transition-forbidden", "{id}");
                    assert_eq!(effects, 0, "{id}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_hold_is_extended_only_forward_and_expires_with_two_minutes_of_tolerance() {
    let stand = stand().await;
    stand.book("a");
    let mut accept = stand.change("a", S::Accepted);
    accept.reserved_until = Some(start_time() + TimeDelta::hours(1));
    stand.client.change_status(&accept).await.unwrap();
    let mut extend = stand.change("a", S::Accepted);
    extend.reserved_until = Some(start_time() + TimeDelta::hours(2));
    let order = stand.client.change_status(&extend).await.unwrap().value;
    assert_eq!(order.stamps.reserved_until, extend.reserved_until);
    let mut back = stand.change("a", S::Accepted);
    back.reserved_until = Some(start_time() + TimeDelta::hours(1));
    assert!(stand.client.change_status(&back).await.is_err());
    let order = stand.client.change_status(&stand.change("a", S::Assembled)).await.unwrap().value;
    assert_eq!(order.stamps.reserved_until, extend.reserved_until, "collecting does not move the hold");

    stand.clock.advance_secs(2 * 3600 - 121);
    let e = stand.client.change_status(&stand.change("a", S::ReserveExpired)).await.unwrap_err();
    assert_eq!(e.code(), "site-error-transition-forbidden");
    stand.clock.advance_secs(1);
    stand.client.change_status(&stand.change("a", S::ReserveExpired)).await.unwrap();
    assert_eq!(stand.at_site("a", "reserve_expired"), ("reserve_expired".to_owned(), 1));
}

#[tokio::test]
async fn a_key_answers_the_same_for_a_day_and_never_for_another_body() {
    let stand = stand().await;
    stand.book("a");
    let change = stand.change("a", S::Accepted);
    let first = stand.client.change_status(&change).await.unwrap().value;
    stand.client.change_status(&stand.change("a", S::Assembled)).await.unwrap();
    assert_eq!(stand.client.change_status(&change).await.unwrap().value, first, "the stored answer");

    let mut other = change.clone();
    other.comment = "another body".to_owned();
    let e = stand.client.change_status(&other).await.unwrap_err();
    assert_eq!(e.problem().unwrap().code.as_deref(), Some("idempotency_key_reused"));

    stand.clock.advance_secs(24 * 3600);
    let e = stand.client.change_status(&change).await.unwrap_err();
    assert_eq!(e.code(), "site-error-transition-forbidden", "after a day it is a new request");
}

#[tokio::test]
async fn a_cancellation_names_its_reason() {
    let stand = stand().await;
    stand.book("a");
    let mut change = stand.change("a", S::Cancelled);
    change.reason = Some((CancelReason::OutOfStock, "нет на складе".to_owned()));
    let cancelled = stand.client.change_status(&change).await.unwrap().value.cancelled.unwrap();
    assert_eq!((cancelled.by.as_str(), cancelled.reason.as_str()), ("pharmacy", "нет на складе"));
}

#[tokio::test]
async fn pages_show_each_changed_order_once_and_a_cursor_goes_on_from_there() {
    let stand = stand().await;
    for n in 0..5 {
        stand.book(&format!("o{n}"));
    }
    let mut from = OrdersFrom::Start;
    let mut seen = Vec::new();
    for round in 0..10 {
        let page = stand.client.orders(&from, 2).await.unwrap().value;
        seen.extend(page.orders.iter().map(|o| o.site_id.0.clone()));
        from = OrdersFrom::Cursor(page.next_cursor.unwrap());
        if round == 0 {
            // Edited while paging: shown again, whole.
            assert!(stand.sandbox.lock().edit("o0", &[line(3, 4)], stand.clock.now()));
        }
        if !page.has_more {
            break;
        }
    }
    assert_eq!(seen, ["o0", "o1", "o2", "o3", "o4", "o0"]);
    assert!(stand.client.orders(&from, 2).await.unwrap().value.orders.is_empty());

    let since = stand.clock.now() + TimeDelta::seconds(10);
    stand.clock.advance_secs(10);
    stand.sandbox.lock().pay("o3", stand.clock.now());
    let page = stand.client.orders(&OrdersFrom::Since(since), 200).await.unwrap().value;
    assert_eq!(page.orders.iter().map(|o| o.site_id.as_str()).collect::<Vec<_>>(), ["o3"]);

    stand.sandbox.lock().expire_cursors();
    assert_eq!(stand.client.orders(&from, 2).await.unwrap_err(), SiteError::CursorExpired);
    let again = stand.client.orders(&OrdersFrom::Since(start_time() - TimeDelta::hours(24)), 200).await.unwrap();
    assert_eq!(again.value.orders.len(), 5);
}

#[tokio::test]
async fn a_customer_cannot_edit_a_collected_order() {
    let stand = stand().await;
    put(&stand, "a", S::Assembled);
    let now = stand.clock.now();
    assert!(!stand.sandbox.lock().edit("a", &[line(1, 1)], now));
    assert!(stand.sandbox.lock().cancel("a", "customer", "передумал", now));
    assert!(!stand.sandbox.lock().cancel("a", "customer", "ещё раз", now));
}

fn row(n: i64) -> CatalogRow {
    CatalogRow {
        product: ProductCode(format!("p{n}")),
        batch: BatchCode(format!("b{n}")),
        name: "Парацетамол \"500\"\n".to_owned(),
        manufacturer: "Завод".to_owned(),
        country: String::new(),
        barcodes: vec!["4600000000017".to_owned()],
        price: Kopecks(1000 + n),
        packs: Packs(n % 3),
        vat_rate: Some(10),
        series: "A1".to_owned(),
        expires_on: chrono::NaiveDate::from_ymd_opt(2027, 5, 1),
        max_price: (n % 2 == 0).then_some(Kopecks(1001)),
        is_vital: n % 2 == 0,
        is_prescription: false,
        storage_max_celsius: Some(25),
    }
}

fn part(id: &str, part: u32, parts_total: u32, items_total: u64) -> CatalogPart {
    CatalogPart {
        pharmacy_id: PHARMACY.to_owned(),
        snapshot_at: start_time(),
        import_id: id.to_owned(),
        part,
        parts_total,
        items_total,
        allow_empty: false,
    }
}

async fn send(
    stand: &Stand,
    part: &CatalogPart,
    rows: std::ops::Range<i64>,
    packing: Packing,
) -> Result<Answered<CatalogOutcome>, SiteError> {
    let mut writer = CatalogWriter::new(part, packing).unwrap();
    let mut pieces = Vec::new();
    for n in rows {
        writer.push(&row(n)).unwrap();
        if writer.ready() > 1 << 12 {
            pieces.push(Ok(writer.take()));
        }
    }
    pieces.push(Ok(writer.finish().unwrap()));
    stand.client.import_catalog_part(stream::iter(pieces).boxed(), packing).await
}

#[tokio::test]
async fn a_stock_is_swapped_in_one_step_after_its_last_part() {
    let stand = stand().await;
    let first = send(&stand, &part("i1", 1, 2, 200), 0..150, Packing::Gzip).await.unwrap().value;
    assert_eq!((first.applied, first.accepted, first.rejected), (false, 100, 0));
    assert!(stand.sandbox.lock().stock(PHARMACY).unwrap().items.is_empty());
    for _ in 0..2 {
        // The second time is the retry after a lost answer.
        let last = send(&stand, &part("i1", 2, 2, 200), 150..300, Packing::Plain).await.unwrap().value;
        assert!(last.applied);
    }
    let model = stand.sandbox.lock();
    let stock = model.stock(PHARMACY).unwrap();
    assert_eq!((stock.items.len(), stock.swaps), (200, 1));
    assert!(stock.items.iter().all(|i| i.max_price.is_none_or(|max| i.price <= max)), "never above the ceiling");
}

#[tokio::test]
async fn staging_dies_after_a_quarter_of_an_hour_and_an_older_stock_is_refused() {
    let stand = stand().await;
    send(&stand, &part("i1", 1, 2, 4), 1..3, Packing::Plain).await.unwrap();
    stand.clock.advance_secs(15 * 60);
    let e = send(&stand, &part("i1", 2, 2, 4), 3..6, Packing::Plain).await.unwrap_err();
    assert!(matches!(&e, SiteError::Conflict { code, .. } if code == "import_expired"), "{e}");

    send(&stand, &part("i2", 1, 1, 4), 1..6, Packing::Plain).await.unwrap();
    let mut old = part("i3", 1, 1, 4);
    old.snapshot_at = start_time() - TimeDelta::seconds(1);
    let e = send(&stand, &old, 1..6, Packing::Plain).await.unwrap_err();
    assert!(matches!(&e, SiteError::Conflict { code, .. } if code == "snapshot_stale"), "{e}");
}

#[tokio::test]
async fn an_empty_stock_needs_a_word_and_parts_and_gzip_an_announcement() {
    let stand = stand().await;
    let e = send(&stand, &part("i1", 1, 1, 0), 0..0, Packing::Plain).await.unwrap_err();
    assert_eq!(e.problem().unwrap().code.as_deref(), Some("empty_import"));
    let meant = CatalogPart { allow_empty: true, ..part("i1", 1, 1, 0) };
    assert!(send(&stand, &meant, 0..0, Packing::Plain).await.unwrap().value.applied);

    let plain = Rules { chunking: false, gzip: false, budgets: false };
    let stand = stand_with(|c| c.rules = plain, |_| {}).await;
    let limits = stand.client.self_info().await.unwrap().value.limits;
    assert!(!limits.chunking && !limits.gzip);
    let e = send(&stand, &part("i1", 1, 1, 2), 1..3, Packing::Gzip).await.unwrap_err();
    assert_eq!(e, SiteError::UnsupportedMedia);
    let e = send(&stand, &part("i1", 1, 2, 2), 1..3, Packing::Plain).await.unwrap_err();
    assert!(matches!(e, SiteError::Invalid { status: 422, .. }), "{e}");
}

#[tokio::test]
async fn budgets_answer_429_with_the_time_to_wait() {
    let rules = Rules { budgets: true, ..Rules::default() };
    let stand = stand_with(|c| c.rules = rules, |_| {}).await;
    send(&stand, &part("i1", 1, 1, 2), 1..3, Packing::Plain).await.unwrap();
    let e = send(&stand, &part("i2", 1, 1, 2), 1..3, Packing::Plain).await.unwrap_err();
    assert_eq!(e, SiteError::RateLimited { retry_after: Some(Duration::from_mins(10)) });
    for _ in 0..58 {
        stand.client.check().await.unwrap();
    }
    let e = stand.client.check().await.unwrap_err();
    assert_eq!(e, SiteError::RateLimited { retry_after: Some(Duration::from_mins(1)) });
    stand.clock.advance_secs(60);
    stand.client.check().await.unwrap();
}

#[tokio::test]
async fn a_refresh_keeps_the_old_token_until_the_new_one_is_used() {
    let stand = stand().await;
    let fresh = stand.client.refresh().await.unwrap().value;
    assert!(fresh.expires_in.is_some());
    stand.client.check().await.unwrap();
    let client = stand.client.with_token(fresh.token);
    client.check().await.unwrap();
    assert!(matches!(stand.client.check().await.unwrap_err(), SiteError::Unauthorized { .. }));
}

#[tokio::test]
async fn the_same_client_works_without_a_socket_and_a_seed_replays_to_the_byte() {
    let run = || async {
        let stand = stand().await;
        let clock = Arc::clone(&stand.clock) as Arc<dyn Clock>;
        let wire = DirectWire::new(Arc::clone(&stand.sandbox.model), Arc::clone(&clock), Duration::from_secs(30));
        let token = Secret::new(&stand.sandbox.lock().token());
        let client = SiteClient::over(Arc::new(wire), config(stand.sandbox.addr, token.clone()), clock);
        for _ in 0..20 {
            let request = control_request("POST", "orders", "");
            assert_eq!(control::handle(&mut stand.sandbox.lock(), &request, start_time()).status, 200);
        }
        let page = client.orders(&OrdersFrom::Start, 200).await.unwrap().value;
        assert_eq!(page.orders.len(), 20);
        assert!(page.orders.iter().all(|o| !o.sums_disagree()));
        (token, page.orders)
    };
    let (a, b) = (run().await, run().await);
    assert!(a == b);
}

fn control_request(method: &str, path: &str, body: &str) -> WireRequest {
    WireRequest {
        method: method.to_owned(),
        path: format!("{}{path}", control::PREFIX),
        query: Vec::new(),
        headers: Vec::new(),
        body: body.to_owned().into(),
    }
}

#[tokio::test]
async fn control_routes_play_the_customer_and_the_service() {
    let stand = stand().await;
    stand.book("a/1");
    let ask = |method: &str, path: &str, body: &str| {
        let answer = control::handle(&mut stand.sandbox.lock(), &control_request(method, path, body), start_time());
        (answer.status, serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap())
    };
    let edit = r#"{"lines":[{"product_id":"p9","name":"x","price":5,"quantity":2}]}"#;
    assert_eq!(ask("POST", "orders/a%2F1/edit", edit).1["order"]["order"]["total"], 10);
    assert_eq!(ask("POST", "orders/a%2F1/pay", "").1["order"]["order"]["payment"]["state"], "paid");
    assert_eq!(ask("POST", "orders/a%2F1/cancel", r#"{"reason":"нет"}"#).0, 200);
    assert_eq!(ask("POST", "orders/a%2F1/cancel", "").0, 409);
    let shown = ask("GET", "orders", "").1;
    assert_eq!(shown["orders"][0]["history"].as_array().unwrap().len(), 2);
    let plan = r#"{"rules":[{"route":"check","fault":{"status":{"status":503,"retry_after":{"seconds":9}}}},
        {"route":"orders","from_call":2,"times":1,"fault":"cut_after"}],"random":null}"#;
    assert_eq!(ask("POST", "faults", plan).0, 200);
    let e = stand.client.check().await.unwrap_err();
    assert_eq!(e, SiteError::Unavailable { retry_after: Some(Duration::from_secs(9)) });
    stand.client.orders(&OrdersFrom::Start, 1).await.unwrap();
    assert!(stand.client.orders(&OrdersFrom::Start, 1).await.is_err());
    stand.client.orders(&OrdersFrom::Start, 1).await.unwrap();
    assert_eq!(ask("DELETE", "faults", "").0, 200);
    assert_eq!(ask("POST", "clock", r#"{"offset_seconds":500}"#).0, 200);
    let ahead = stand.client.check().await.unwrap().server_time.unwrap();
    assert_eq!((ahead - start_time()).num_seconds(), 500);
    assert_eq!(ask("POST", "tokens/revoke", "").0, 200);
    assert!(stand.client.check().await.is_err());
    assert_eq!(ask("POST", "nonsense", "").0, 404);
    assert_eq!(ask("GET", "stats", "").1["arrived"]["orders"], 3, "the cut came after the request was carried out");
}

#[tokio::test]
async fn the_sandbox_listens_on_loopback_only() {
    let stand = stand().await;
    let addr = std::net::SocketAddr::from(([0, 0, 0, 0], 0));
    let refused = expero::sandbox::Sandbox::serve(addr, Arc::clone(&stand.sandbox.model), stand.clock.clone()).await;
    assert_eq!(refused.map(|_| ()).unwrap_err().kind(), std::io::ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn the_probe_reads_only_and_says_what_differs() {
    let stand = stand().await;
    stand.book("a");
    let steps = expero::site::probe::probe(&stand.client).await;
    for step in &steps {
        assert_eq!((step.error.clone(), &step.missing, &step.extra), (None, &vec![], &vec![]), "{:?}", step.route);
        assert!(!step.masked_answer.contains("Анна") && !step.masked_answer.contains("7000123"));
    }
    let answer = r#"{"elements":[{"id":"1","sum":"12.50","fio":"Анна Сидорова"}],"total":1}"#;
    let fault = expero::sandbox::faults::Fault::Answer {
        status: 200,
        content_type: "application/json".to_owned(),
        body: answer.to_owned(),
    };
    stand.sandbox.lock().faults.next_calls(R::Orders, 1, fault);
    let step = expero::site::probe::probe(&stand.client).await.pop().unwrap();
    assert!(
        step.missing.contains(&"/elements/0/order_id".to_owned()) && step.missing.contains(&"/next_cursor".to_owned())
    );
    assert!(step.extra.contains(&"/total".to_owned()) && step.extra.contains(&"/elements/0/fio".to_owned()));
    assert!(!step.masked_answer.contains("Анна"), "{}", step.masked_answer);
    let arrived = |r| stand.sandbox.lock().arrived(r);
    assert_eq!([arrived(R::Refresh), arrived(R::Pharmacies), arrived(R::Catalog), arrived(R::ChangeStatus)], [0; 4]);
}
