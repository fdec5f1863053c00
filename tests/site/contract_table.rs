//! Every row of the contract's error table, each by its status on a real socket.

use std::time::Duration;

use expero::domain::ids::SiteOrderId;
use expero::domain::status::OrderStatus;
use expero::sandbox::faults::{Fault, RetryAfter};
use expero::site::backoff::Pace;
use expero::site::client::OrdersFrom;
use expero::site::error::SetupFault;
use expero::site::wire::Route;
use expero::site::{ErrorClass, SiteError};

use crate::support::{Stand, fixed_server, stand, stand_with};

async fn orders_fail(stand: &Stand, fault: Fault) -> SiteError {
    stand.sandbox.lock().faults.next_calls(Route::Orders, 1, fault);
    let failed = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap_err();
    stand.client.orders(&OrdersFrom::Start, 10).await.unwrap();
    failed
}

fn status(status: u16) -> Fault {
    Fault::Status { status, retry_after: None }
}

#[tokio::test]
async fn each_status_asks_for_what_the_table_says() {
    let stand = stand().await;
    let busy = |after| ErrorClass::Retry { after, pace: Pace::Busy };
    let fault = ErrorClass::Retry { after: None, pace: Pace::Fault };
    for (status_code, class, code) in [
        (400, ErrorClass::NoRetry, "site-error-invalid"),
        (422, ErrorClass::NoRetry, "site-error-invalid"),
        (418, ErrorClass::NoRetry, "site-error-invalid"),
        (401, ErrorClass::CheckToken, "site-error-unauthorized"),
        (403, ErrorClass::PauseOperation, "site-error-forbidden"),
        (404, ErrorClass::PauseAll, "site-error-route-missing"),
        (405, ErrorClass::PauseAll, "site-error-route-missing"),
        (407, fault, "site-error-proxy-auth"),
        (408, fault, "site-error-timeout"),
        (409, ErrorClass::Reread, "site-error-conflict"),
        (410, ErrorClass::RestartCursor, "site-error-cursor-expired"),
        (413, ErrorClass::SmallerParts, "site-error-too-large"),
        (415, ErrorClass::WithoutGzip, "site-error-unsupported-media"),
        (429, busy(None), "site-error-rate-limited"),
        (503, busy(None), "site-error-unavailable"),
        (500, fault, "site-error-server"),
        (502, fault, "site-error-server"),
        (504, fault, "site-error-server"),
    ] {
        let e = orders_fail(&stand, status(status_code)).await;
        assert_eq!((e.class(), e.code()), (class, code), "{status_code}");
        assert!(SiteError::CODES.contains(&e.code()));
    }
}

#[tokio::test]
async fn retry_after_is_read_as_seconds_and_as_date_and_never_over_an_hour() {
    let stand = stand().await;
    for (retry_after, want) in [
        (Some(RetryAfter::Seconds(7)), Some(7)),
        (Some(RetryAfter::Seconds(86_400)), Some(3600)),
        (Some(RetryAfter::Seconds(-5)), None),
        (Some(RetryAfter::Date(90)), Some(90)),
        (Some(RetryAfter::Date(-90)), Some(0)),
        (Some(RetryAfter::Date(1_000_000)), Some(3600)),
        (None, None),
    ] {
        for code in [429, 503] {
            let e = orders_fail(&stand, Fault::Status { status: code, retry_after }).await;
            let after = want.map(Duration::from_secs);
            assert_eq!(e.class(), ErrorClass::Retry { after, pace: Pace::Busy }, "{code} {retry_after:?}");
        }
    }
}

#[tokio::test]
async fn a_date_is_measured_by_the_services_own_clock() {
    let stand = stand().await;
    stand.sandbox.lock().set_clock_offset(-7200);
    let fault = Fault::Status { status: 503, retry_after: Some(RetryAfter::Date(60)) };
    let e = orders_fail(&stand, fault).await;
    assert_eq!(e, SiteError::Unavailable { retry_after: Some(Duration::from_mins(1)) });
}

#[tokio::test]
async fn a_revoked_token_is_401_and_a_new_one_goes_on() {
    let stand = stand().await;
    stand.sandbox.lock().revoke_tokens();
    let e = stand.client.check().await.unwrap_err();
    assert!(matches!(e, SiteError::Unauthorized { .. }), "{e}");
    let fresh = stand.sandbox.lock().grant(crate::support::start_time());
    let client = stand.client.with_token(expero::site::Secret::new(&fresh));
    assert!(client.check().await.unwrap().value.active);
}

#[tokio::test]
async fn a_missing_scope_is_403_for_that_operation_only() {
    let stand = stand().await;
    stand.book("a");
    stand.sandbox.lock().set_scopes(&["orders:read".to_owned()]);
    let e = stand.client.change_status(&stand.change("a", OrderStatus::Accepted)).await.unwrap_err();
    assert_eq!(e.class(), ErrorClass::PauseOperation);
    assert_eq!(stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value.orders.len(), 1);
}

#[tokio::test]
async fn an_unknown_order_is_told_from_a_missing_route() {
    let stand = stand().await;
    let change = stand.change("nobody", OrderStatus::Accepted);
    assert_eq!(stand.client.change_status(&change).await.unwrap_err(), SiteError::OrderUnknown);

    let html = Fault::Answer {
        status: 404,
        content_type: "text/html".to_owned(),
        body: "<html><h1>404 Not Found</h1></html>".to_owned(),
    };
    stand.sandbox.lock().faults.next_calls(Route::ChangeStatus, 1, html);
    let e = stand.client.change_status(&change).await.unwrap_err();
    assert_eq!(e, SiteError::Setup(SetupFault::RouteMissing));

    let wrong = stand_with(|_| {}, |c| c.paths.change_status = "v2/orders/{order_id}/status".to_owned()).await;
    let e = wrong.client.change_status(&change).await.unwrap_err();
    assert_eq!(e, SiteError::Setup(SetupFault::RouteMissing));
}

#[tokio::test]
async fn a_conflict_brings_the_order_as_the_site_has_it() {
    let stand = stand().await;
    stand.book("a");
    let e = stand.client.change_status(&stand.change("a", OrderStatus::Closed)).await.unwrap_err();
    let SiteError::Conflict { code, current, .. } = &e else { unreachable!("{e}") };
    assert_eq!(code, "transition_forbidden");
    assert_eq!(e.code(), "site-error-transition-forbidden");
    let current = current.as_ref().unwrap();
    assert_eq!((current.site_id.as_str(), current.status, current.revision), ("a", OrderStatus::New, 1));

    let mut late = stand.change("a", OrderStatus::Accepted);
    late.expected_revision = Some(0);
    let e = stand.client.change_status(&late).await.unwrap_err();
    assert_eq!(e.code(), "site-error-revision-conflict");
}

#[tokio::test]
async fn wrong_fields_are_named() {
    let stand = stand().await;
    let body = r#"{"title":"bad","status":422,"code":"validation_failed",
        "errors":[{"pointer":"/items/3/price","code":"price_above_max","message":"too dear"}]}"#;
    let fault =
        Fault::Answer { status: 422, content_type: "application/problem+json".to_owned(), body: body.to_owned() };
    let e = orders_fail(&stand, fault).await;
    let field = &e.problem().unwrap().fields[0];
    assert_eq!(field.pointer.as_deref(), Some("/items/3/price"));
    assert_eq!(field.code.as_deref(), Some("price_above_max"));
    assert_eq!(field.message, "too dear");
}

#[tokio::test]
async fn a_redirect_to_another_host_is_a_setup_error_and_no_token_goes_there() {
    let stand = stand().await;
    let (elsewhere, seen) = fixed_server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    let location = format!("http://localhost:{}/v1/orders", elsewhere.port());
    let e = orders_fail(&stand, Fault::Redirect { location }).await;
    assert_eq!(e, SiteError::Setup(SetupFault::Redirect { host: "localhost".to_owned() }));
    assert!(seen.lock().unwrap().is_empty(), "nothing may arrive at the other host");
}

#[tokio::test]
async fn an_order_id_travels_as_one_encoded_segment() {
    let stand = stand().await;
    for id in ["a/b", "ä б%2F?#", "..%2f..", "100%", "a b+c", "<&>", "'\"\\", "-_.~"] {
        stand.book(id);
        let order = stand.client.change_status(&stand.change(id, OrderStatus::Accepted)).await.unwrap().value;
        assert_eq!(order.site_id, SiteOrderId(id.to_owned()));
        assert_eq!(stand.at_site(id, "accepted"), ("accepted".to_owned(), 1));
    }
    for id in ["", ".", ".."] {
        let e = stand.client.change_status(&stand.change(id, OrderStatus::Accepted)).await.unwrap_err();
        assert_eq!(e, SiteError::OrderUnknown, "{id:?}");
    }
}

#[tokio::test]
async fn nothing_personal_and_no_token_is_printed() {
    let stand = stand().await;
    let body = r#"{"code":"bad","detail":"Анна Сидорова +70001234567 tok-SECRET","current":{"order_id":"a",
        "status":"new","revision":1,"created_at":"2026-07-05T12:00:00Z","customer":{"name":"Анна Сидорова","phone":"+70001234567"},
        "comment":"позвоните Анне","items":[{"product_id":"p","quantity":1,"price":1}]}}"#;
    for code in [400, 401, 403, 409, 500] {
        let fault = Fault::Answer { status: code, content_type: "application/json".to_owned(), body: body.to_owned() };
        let e = orders_fail(&stand, fault).await;
        let shown = format!("{e} {e:?} {:?}", e.problem());
        for secret in ["Анн", "7000123", "SECRET"] {
            assert!(!shown.contains(secret), "{code}: {shown}");
        }
    }
    let shown = format!("{:?}", stand.sandbox.token);
    assert!(!shown.contains("sandbox-"), "{shown}");
}
