//! What can happen to an answer on its way: cuts, silence, drips, garbage, sizes.

use std::time::Duration;

use bytes::Bytes;
use expero::domain::status::OrderStatus;
use expero::sandbox::Sandbox;
use expero::sandbox::faults::{Fault, RandomFaults};
use expero::site::backoff::Pace;
use expero::site::catalog::Packing;
use expero::site::client::OrdersFrom;
use expero::site::error::TransportKind;
use expero::site::wire::Route;
use expero::site::{ErrorClass, SiteError};
use futures_util::{StreamExt, stream};

use crate::support::{fixed_server, impatient, stand, stand_with};

const RETRY: ErrorClass = ErrorClass::Retry { after: None, pace: Pace::Fault };

#[tokio::test]
async fn an_answer_lost_before_applying_is_applied_by_the_retry() {
    let stand = stand().await;
    stand.book("a");
    stand.sandbox.lock().faults.next_calls(Route::ChangeStatus, 1, Fault::CutBefore);
    let change = stand.change("a", OrderStatus::Accepted);
    let e = stand.client.change_status(&change).await.unwrap_err();
    assert_eq!(e, SiteError::Transport { kind: TransportKind::Broken });
    assert_eq!(e.class(), RETRY);
    assert_eq!(stand.at_site("a", "accepted"), ("new".to_owned(), 0));
    stand.client.change_status(&change).await.unwrap();
    assert_eq!(stand.at_site("a", "accepted"), ("accepted".to_owned(), 1));
}

#[tokio::test]
async fn an_answer_lost_after_applying_takes_effect_once() {
    let stand = stand_with(|_| {}, impatient).await;
    for (n, fault) in [
        Fault::CutAfter,
        Fault::Hang,
        Fault::Garbage,
        Fault::Html,
        Fault::TruncatedGzip,
        Fault::AppliedThenStatus { status: 500 },
        Fault::AppliedThenStatus { status: 503 },
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("o{n}");
        stand.book(&id);
        stand.sandbox.lock().faults.next_calls(Route::ChangeStatus, 1, fault.clone());
        let change = stand.change(&id, OrderStatus::Accepted);
        let e = stand.client.change_status(&change).await.unwrap_err();
        assert!(matches!(e.class(), ErrorClass::Retry { .. }), "{fault:?}: {e}");
        assert_eq!(stand.at_site(&id, "accepted").1, 1, "{fault:?}");
        let order = stand.client.change_status(&change).await.unwrap().value;
        assert_eq!(order.status, OrderStatus::Accepted);
        assert_eq!(stand.at_site(&id, "accepted").1, 1, "{fault:?}");
        let requests = stand.sandbox.lock().order(&id).unwrap().requests["accepted"];
        assert_eq!(requests, 2);
    }
}

#[tokio::test]
async fn silence_and_slow_drips_end_at_the_time_limit() {
    let stand = stand_with(|_| {}, impatient).await;
    stand.book("a");
    for fault in [Fault::Hang, Fault::Delay { millis: 60_000 }, Fault::Drip { bytes: 1, every_millis: 50 }] {
        stand.sandbox.lock().faults.next_calls(Route::Orders, 1, fault.clone());
        let e = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap_err();
        assert_eq!(e, SiteError::Timeout, "{fault:?}");
    }
    stand.client.orders(&OrdersFrom::Start, 10).await.unwrap();
}

#[tokio::test]
async fn a_drip_that_ends_in_time_is_read_whole() {
    let stand = stand().await;
    stand.book("a");
    stand.sandbox.lock().faults.next_calls(Route::Orders, 1, Fault::Drip { bytes: 100, every_millis: 1 });
    assert_eq!(stand.client.orders(&OrdersFrom::Start, 10).await.unwrap().value.orders.len(), 1);
}

#[tokio::test]
async fn a_2xx_that_cannot_be_read_is_retried() {
    let stand = stand().await;
    for fault in [Fault::Garbage, Fault::Html, Fault::TruncatedGzip] {
        stand.sandbox.lock().faults.next_calls(Route::Orders, 1, fault.clone());
        let e = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap_err();
        assert_eq!(e.class(), RETRY, "{fault:?}: {e}");
        assert!(matches!(e, SiteError::Unreadable { status: 200, .. }), "{fault:?}: {e}");
    }
}

#[tokio::test]
async fn a_huge_body_and_a_zip_bomb_are_stopped_at_the_cap() {
    let stand = stand().await;
    for fault in [Fault::HugeBody, Fault::ZipBomb] {
        stand.sandbox.lock().faults.next_calls(Route::Orders, 1, fault.clone());
        let e = stand.client.orders(&OrdersFrom::Start, 10).await.unwrap_err();
        assert_eq!(e, SiteError::BodyTooLarge { limit: 32 << 20 }, "{fault:?}");
    }
}

#[tokio::test]
async fn a_half_open_connection_and_a_short_body_are_transport_faults() {
    for (reply, want) in [
        (b"".as_slice(), SiteError::Transport { kind: TransportKind::Broken }),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"a\":",
            SiteError::Transport { kind: TransportKind::Broken },
        ),
        (b"SSH-2.0-OpenSSH\r\n", SiteError::Transport { kind: TransportKind::Broken }),
    ] {
        let (addr, _) = fixed_server(reply);
        let stand = stand_with(|_| {}, |c| c.base.port = addr.port()).await;
        assert_eq!(stand.client.check().await.unwrap_err(), want, "{}", String::from_utf8_lossy(reply));
    }
}

#[tokio::test]
async fn a_service_that_is_gone_and_comes_back_needs_no_new_client() {
    let stand = stand().await;
    stand.client.check().await.unwrap();
    stand.sandbox.stop();
    let gone = loop {
        match stand.client.check().await {
            Err(e) => break e,
            Ok(_) => tokio::task::yield_now().await,
        }
    };
    assert!(matches!(gone, SiteError::Transport { .. }), "{gone}");
    let model = std::sync::Arc::clone(&stand.sandbox.model);
    let clock = std::sync::Arc::clone(&stand.clock);
    let mut again = Err(std::io::Error::other("not yet"));
    for _ in 0..200 {
        again =
            Sandbox::serve(stand.sandbox.addr, std::sync::Arc::clone(&model), std::sync::Arc::clone(&clock) as _).await;
        if again.is_ok() {
            break;
        }
        tokio::task::yield_now().await;
    }
    let _again = again.unwrap();
    assert!(stand.client.check().await.unwrap().value.active);
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_a_dns_fault() {
    let stand = stand_with(
        |_| {},
        |c| {
            c.base.host = "no-such-host.invalid".to_owned();
            c.plaintext = expero::site::config::Plaintext::Allow;
        },
    )
    .await;
    assert_eq!(stand.client.check().await.unwrap_err(), SiteError::Transport { kind: TransportKind::Dns });
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused_before_anything_is_sent() {
    for host in ["integration.phrm.tech", "10.0.0.1", "127.0.0.1.evil.example", "localhost@evil.example"] {
        let stand = stand().await;
        let mut config = crate::support::config(stand.sandbox.addr, stand.sandbox.token.clone());
        config.base.host = host.to_owned();
        let refused = expero::site::SiteClient::new(config, stand.clock.clone()).map(|_| ());
        assert!(matches!(refused, Err(SiteError::Setup(_))), "{host}");
    }
}

#[tokio::test]
async fn headers_are_those_of_the_contract() {
    let (addr, seen) = fixed_server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
    let stand = stand_with(|_| {}, |c| c.base.port = addr.port()).await;
    let change = stand.change("ä/1", OrderStatus::Accepted);
    let _ = stand.client.change_status(&change).await;
    let head = String::from_utf8(seen.lock().unwrap().clone()).unwrap().to_lowercase();
    assert!(head.starts_with("post /v1/orders/%c3%a4%2f1/change_status http/1.1\r\n"), "{head}");
    for want in [
        format!("authorization: bearer {}", stand.sandbox.token.expose().to_lowercase()),
        format!("idempotency-key: {}", change.change_id.0),
        "content-type: application/json".to_owned(),
        "accept: application/json".to_owned(),
        concat!("user-agent: expero/", env!("CARGO_PKG_VERSION")).to_owned(),
        "x-request-id: ".to_owned(),
    ] {
        assert!(head.contains(&want), "{want} in {head}");
    }
}

#[tokio::test]
async fn an_upload_may_take_long_but_not_stand_still() {
    let stand = stand_with(|_| {}, impatient).await;
    let pieces = 40;
    let slow = stream::iter(0..pieces).then(|n| async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let text = if n == 0 { "{\"pharmacy_id\":\"apt-1\"".to_owned() } else { " ".repeat(10) };
        Ok(Bytes::from(text))
    });
    let e = stand.client.import_catalog_part(slow.boxed(), Packing::Plain).await.unwrap_err();
    assert!(matches!(e, SiteError::Invalid { status: 400, .. }), "the whole of it arrived: {e}");
    let stuck = stream::iter([Ok(Bytes::from_static(b"{"))]).chain(stream::pending());
    let e = stand.client.import_catalog_part(stuck.boxed(), Packing::Plain).await.unwrap_err();
    assert_eq!(e, SiteError::Timeout);
    let broken = stream::iter([Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("disk"))]);
    let e = stand.client.import_catalog_part(broken.boxed(), Packing::Plain).await.unwrap_err();
    assert_eq!(e, SiteError::Source);
}

#[tokio::test]
async fn under_random_faults_every_change_takes_effect_once() {
    let stand = stand_with(|_| {}, |c| c.limits.answer = Duration::from_millis(500)).await;
    let faults = vec![
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Garbage,
        Fault::TruncatedGzip,
        Fault::Status { status: 500, retry_after: None },
        Fault::AppliedThenStatus { status: 502 },
        Fault::UnknownField,
        Fault::ClockSkew { seconds: -4000 },
    ];
    stand.sandbox.lock().faults.set_random(Some(RandomFaults { per_mille: 500, faults }));
    for n in 0..20 {
        let id = format!("r{n}");
        stand.book(&id);
        for status in [OrderStatus::Accepted, OrderStatus::Assembled, OrderStatus::Closed] {
            let change = stand.change(&id, status);
            while stand.client.change_status(&change).await.is_err() {}
        }
        for word in ["accepted", "assembled", "closed"] {
            assert_eq!(stand.at_site(&id, word), ("closed".to_owned(), 1), "{id} {word}");
        }
    }
    assert!(stand.sandbox.lock().faults.hits() > 10);
}
