//! Wire ↔ domain: the round trip as a law, the page with its quarantine, imports as the sandbox reads them.

use chrono::{DateTime, Utc};
use expero::domain::ids::{BatchCode, ProductCode, SiteOrderId};
use expero::domain::money::Kopecks;
use expero::domain::order::{Customer, PaymentMethod, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::site_order::{SiteCancel, SiteLine, SiteOrder, SiteStamps};
use expero::domain::status::OrderStatus;
use expero::sandbox::faults::Fault;
use expero::site::client::OrdersFrom;
use expero::site::map::{Reading, order, order_to_dto, page, status_word};
use expero::site::wire::Route;
use proptest::prelude::*;

use crate::support::{PHARMACY, stand, zone};

fn reading() -> Reading {
    Reading { zone: zone(), pharmacy_id: PHARMACY.to_owned() }
}

fn times() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..4_000_000_000_000).prop_map(|ms| DateTime::from_timestamp_millis(ms).unwrap())
}

fn ids() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~а-я]{1,64}", "[0-9]{1,30}"]
}

fn lines() -> impl Strategy<Value = SiteLine> {
    (
        ids(),
        ids(),
        prop::option::of(ids()),
        "\\PC{1,40}",
        "\\PC{0,20}",
        1_i64..10_000,
        0_i64..1 << 40,
        prop::option::of(0_i64..1 << 40),
    )
        .prop_map(|(line_id, product, batch, name, manufacturer, packs, price, sum)| SiteLine {
            line_id,
            product: ProductCode(product),
            batch: batch.map(BatchCode),
            name,
            manufacturer,
            packs: Packs(packs),
            price: Kopecks(price),
            claimed_sum: sum.map(Kopecks),
        })
}

fn orders() -> impl Strategy<Value = SiteOrder> {
    let status = prop::sample::select(OrderStatus::ALL.to_vec());
    let head = (ids(), "\\PC{1,20}", ids(), status, any::<i64>(), times(), times(), prop::option::of(times()));
    let rest = (
        "\\PC{0,30}",
        prop::option::of("\\+7[0-9]{10}"),
        "\\PC{0,200}",
        any::<bool>(),
        prop::sample::select(PaymentState::ALL.to_vec()),
        "[a-z]{0,8}",
        any::<bool>(),
        prop::collection::vec(lines(), 1..8),
        prop::option::of(0_i64..1 << 50),
    );
    (head, rest).prop_map(|(h, r)| {
        let cancelled = h.3 == OrderStatus::Cancelled;
        SiteOrder {
            site_id: SiteOrderId(h.0),
            number: h.1,
            pharmacy_id: h.2,
            status: h.3,
            raw_status: status_word(h.3).unwrap_or("packed_by_robot").to_owned(),
            revision: h.4,
            stamps: SiteStamps { created_at: h.5, updated_at: h.6, reserved_until: h.7 },
            customer: Customer { name: r.0, phone: r.1.unwrap_or_default() },
            comment: r.2,
            method: if r.3 { PaymentMethod::Online } else { PaymentMethod::OnPickup },
            payment: r.4,
            cancelled: cancelled.then(|| SiteCancel { by: r.5.clone(), reason: r.5 }),
            is_test: r.6,
            lines: r.7,
            claimed_total: r.8.map(Kopecks),
        }
    })
}

proptest! {
    #[test]
    fn an_order_survives_the_wire(want in orders()) {
        let json = serde_json::to_string(&order_to_dto(&want)).unwrap();
        let got = order(serde_json::from_str(&json).unwrap(), &reading()).unwrap();
        prop_assert_eq!(&got, &want);
        let body = format!(r#"{{"elements":[{json},{json}],"next_cursor":7,"has_more":true}}"#);
        let page = page(body.as_bytes(), &reading()).unwrap();
        prop_assert_eq!(page.orders, vec![want.clone(), want]);
        prop_assert_eq!(page.next_cursor.as_deref(), Some("7"));
    }

    #[test]
    fn no_bytes_make_the_reader_fall_over(body in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,300}") {
        let _ = page(&body, &reading());
        let _ = page(text.as_bytes(), &reading());
        let _ = page(format!(r#"{{"elements":[{text}]}}"#).as_bytes(), &reading());
        let _ = expero::site::problem::read(&body);
        let _ = expero::site::problem::plain(&text);
    }
}

const GOOD: &str = r#"{"order_id":"1","status":"new","revision":1,"created_at":"2026-07-05T12:00:00",
    "items":[{"product_id":7,"quantity":2,"price":100}]}"#;

/// The good order with one piece replaced.
fn with(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replace(from, to)
}

#[test]
fn each_bad_element_is_kept_aside_with_its_reason_and_the_rest_is_read() {
    for (bad, reason) in [
        (with("100", "100.5"), "items[0].price: wants_kopecks"),
        (with("100", "\"100\""), "items[0].price: wants_kopecks"),
        (with("100", "-1"), "items[0].price: bad_price"),
        (with("\"quantity\":2", "\"quantity\":0"), "items[0].quantity: bad_quantity"),
        (with("\"quantity\":2", "\"quantity\":0.5"), "items[0].quantity: wants_packs"),
        (with("\"status\":\"new\",", ""), "status: missing"),
        (with("\"revision\":1,", ""), "revision: missing"),
        (with("2026-07-05T12:00:00", "soon"), "created_at: not_a_time"),
        (with(r#"[{"product_id":7,"quantity":2,"price":100}]"#, "[]"), "items: no_lines"),
        (with("\"order_id\":\"1\"", &format!("\"order_id\":\"{}\"", "x".repeat(65))), "order_id: long_id"),
        ("null".to_owned(), ""),
        ("[1,2]".to_owned(), ""),
        ("\"Анна +70001234567\"".to_owned(), ""),
    ] {
        let body = format!(r#"{{"elements":[{GOOD},{bad},{GOOD}],"next_cursor":null,"has_more":null}}"#);
        let page = page(body.as_bytes(), &reading()).unwrap();
        assert_eq!((page.orders.len(), page.broken.len()), (2, 1), "{bad}");
        let broken = &page.broken[0];
        let why = broken.reason.to_string();
        assert!(if reason.is_empty() { !why.is_empty() } else { why == reason }, "{bad}: {why}");
        assert_eq!(broken.raw_json, bad);
        assert!(!format!("{broken:?}").contains("Анна"), "{broken:?}");
        assert_eq!(page.next_cursor, None);
    }
}

#[test]
fn a_broken_element_keeps_the_id_that_could_be_read() {
    let body = format!(r#"{{"elements":[{}]}}"#, with("100", "1.5"));
    assert_eq!(page(body.as_bytes(), &reading()).unwrap().broken[0].order_ref.as_deref(), Some("1"));
}

#[test]
fn what_is_absent_or_null_gets_its_default() {
    let body = format!(
        r#"{{"elements":[{}]}}"#,
        with(
            "\"revision\"",
            r#""number":null,"customer":null,"payment":null,"total":null,"comment":null,"x":[{}],"revision""#
        )
    );
    let page = page(body.as_bytes(), &reading()).unwrap();
    let order = &page.orders[0];
    assert_eq!((order.number.as_str(), order.pharmacy_id.as_str()), ("1", PHARMACY));
    assert_eq!((order.payment, order.method), (PaymentState::Unknown, PaymentMethod::OnPickup));
    // 12:00 without an offset is 09:00 UTC in a pharmacy at UTC+3.
    assert_eq!(order.stamps.created_at.to_rfc3339(), "2026-07-05T09:00:00+00:00");
    assert_eq!(order.stamps.updated_at, order.stamps.created_at);
    assert_eq!((order.lines[0].line_id.as_str(), order.lines[0].product.as_str()), ("1", "7"));
}

#[test]
fn big_orders_and_long_comments_are_read() {
    let line = r#"{"product_id":7,"quantity":2,"price":100}"#;
    let many = vec![line; 10_000].join(",");
    let big = with(line, &many).replace("\"status\"", &format!("\"comment\":\"{}\",\"status\"", "ы".repeat(1 << 20)));
    let page = page(format!(r#"{{"elements":[{big}]}}"#).as_bytes(), &reading()).unwrap();
    assert_eq!(page.orders[0].lines.len(), 10_000);
}

#[tokio::test]
async fn decimal_money_in_one_element_leaves_the_rest_of_the_page() {
    let stand = stand().await;
    for id in ["a", "b", "c"] {
        stand.book(id);
    }
    stand.sandbox.lock().faults.next_calls(Route::Orders, 1, Fault::DecimalMoney);
    let page = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value;
    assert_eq!((page.orders.len(), page.broken.len()), (2, 1));
    assert_eq!(page.broken[0].order_ref.as_deref(), Some("a"));
    assert!(page.next_cursor.is_some());
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_an_unknown_status_keeps_its_word() {
    let stand = stand().await;
    stand.book("a");
    let plain = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value.orders;
    stand.sandbox.lock().faults.next_calls(Route::Orders, 1, Fault::UnknownField);
    assert_eq!(stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value.orders, plain);
    stand.sandbox.lock().faults.next_calls(Route::Orders, 1, Fault::UnknownStatus);
    let odd = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value.orders;
    assert_eq!((odd[0].status, odd[0].raw_status.as_str()), (OrderStatus::Unknown, "packed_by_robot"));
    for (fault, want) in [(Fault::Duplicate, vec!["a", "b", "a", "b"]), (Fault::Reorder, vec!["b", "a"])] {
        stand.book("b");
        stand.sandbox.lock().faults.next_calls(Route::Orders, 1, fault);
        let orders = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value.orders;
        assert_eq!(orders.iter().map(|o| o.site_id.as_str()).collect::<Vec<_>>(), want);
    }
}

#[tokio::test]
async fn the_services_clock_comes_with_every_answer() {
    let stand = stand().await;
    let answered = stand.client.check().await.unwrap();
    assert_eq!(answered.server_time, Some(crate::support::start_time()));
    stand.sandbox.lock().faults.next_calls(Route::Check, 1, Fault::ClockSkew { seconds: 300 });
    let skewed = stand.client.check().await.unwrap().server_time.unwrap();
    assert_eq!((skewed - crate::support::start_time()).num_seconds(), 300);
}
