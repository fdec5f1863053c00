//! Requests of the client and answers of the sandbox agree with `assets/site-api.yaml`.
//!
//! Every exchange of a long scenario is recorded and checked: the route and its method exist, required
//! headers are there, query names are known, bodies match their schemas with no field beside them.

use std::collections::BTreeSet;
use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use expero::domain::clock::Clock;
use expero::domain::order::CancelReason;
use expero::domain::status::OrderStatus as S;
use expero::sandbox::direct::{DirectWire, request_of};
use expero::sandbox::model::Rules;
use expero::site::catalog::{CatalogPart, CatalogRow, CatalogWriter, Packing};
use expero::site::client::OrdersFrom;
use expero::site::pharmacy::{OpenDay, PharmacyCard, Place};
use expero::site::wire::{Payload, Route, Wire, WireCall, WireRequest, WireResponse};
use expero::site::{Secret, SiteClient, SiteError};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use serde_json::{Value, json};

use crate::support::{PHARMACY, Stand, config, stand_with, start_time};

type Exchange = (Route, WireRequest, WireResponse);

/// A way that keeps what passed.
struct Recorder {
    inner: DirectWire,
    kept: Arc<Mutex<Vec<Exchange>>>,
}

impl Wire for Recorder {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        async move {
            let (route, path, query, headers, token) =
                (call.route, call.path.clone(), call.query.clone(), call.headers.clone(), call.token.clone());
            let request = request_of(call).await?;
            let payload = if request.body.is_empty() { Payload::Empty } else { Payload::Whole(request.body.clone()) };
            let answer = self.inner.send(WireCall { route, path, query, headers, token, payload }).await?;
            self.kept.lock().unwrap().push((route, request, answer.clone()));
            Ok(answer)
        }
        .boxed()
    }
}

/// The file, with every object closed: a field that it does not name is a difference.
struct Spec(Value);

impl Spec {
    fn load() -> Self {
        let mut doc: Value = serde_yaml_ng::from_str(include_str!("../../assets/site-api.yaml")).unwrap();
        close(&mut doc["components"]["schemas"]);
        close(&mut doc["paths"]);
        Self(doc)
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(r) => self.0.pointer(r.trim_start_matches('#')).unwrap(),
            None => value,
        }
    }

    fn check(&self, what: &str, schema: &Value, instance: &Value) {
        let whole = json!({ "allOf": [schema], "components": self.0["components"] });
        let validator = jsonschema::validator_for(&whole).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(instance).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}\n{instance:#}");
    }

    fn operation(&self, request: &WireRequest) -> (String, &Value) {
        let parts: Vec<&str> = request.path.split('/').collect();
        let paths = self.0["paths"].as_object().unwrap();
        let (path, item) = paths
            .iter()
            .find(|(template, _)| {
                let want: Vec<&str> = template.split('/').collect();
                want.len() == parts.len() && want.iter().zip(&parts).all(|(w, p)| w.starts_with('{') || w == p)
            })
            .unwrap_or_else(|| panic!("{} is not in the file", request.path));
        let operation = &item[request.method.to_lowercase()];
        assert!(operation.is_object(), "{} {path} is not in the file", request.method);
        (path.clone(), operation)
    }

    fn check_exchange(&self, (route, request, answer): &Exchange) -> (Route, u16) {
        let (path, operation) = self.operation(request);
        assert_eq!(operation["operationId"], route.code());
        self.check_parameters(&path, operation, request);
        if let Some(body) = operation.pointer("/requestBody/content/application~1json/schema") {
            assert_eq!(request.header("content-type"), Some("application/json"));
            self.check(&format!("request of {path}"), body, &inflated(request));
        } else {
            assert!(request.body.is_empty());
        }
        let responses = &operation["responses"];
        let response =
            responses.get(answer.status.to_string()).or_else(|| responses.get("5XX").filter(|_| answer.status >= 500));
        let response = self.resolve(response.unwrap_or_else(|| panic!("{path}: {} is not in the file", answer.status)));
        let kind = answer.header("content-type").unwrap();
        let schema = &response["content"][kind]["schema"];
        assert!(schema.is_object(), "{path} {}: {kind} is not in the file", answer.status);
        let body = serde_json::from_slice(&answer.body).unwrap();
        self.check(&format!("{} of {path}", answer.status), schema, &body);
        (*route, answer.status)
    }

    fn check_parameters(&self, path: &str, operation: &Value, request: &WireRequest) {
        let mut names = BTreeSet::new();
        for parameter in operation["parameters"].as_array().unwrap() {
            let parameter = self.resolve(parameter);
            let name = parameter["name"].as_str().unwrap();
            let value = match parameter["in"].as_str().unwrap() {
                "query" => {
                    names.insert(name);
                    request.query(name)
                }
                // Set by the socket's side; its test reads it off the wire.
                "header" if name == "User-Agent" => Some("expero/0"),
                "header" => request.header(&name.to_lowercase()),
                _ => Some("id"),
            };
            assert!(value.is_some() || parameter["required"] != true, "{path}: {name} is missing");
            if let Some(value) = value {
                let typed = value.parse::<i64>().map_or_else(|_| json!(value), |n| json!(n));
                let as_is = if parameter["schema"]["type"] == "integer" { typed } else { json!(value) };
                self.check(&format!("{name} of {path}"), &parameter["schema"], &as_is);
            }
        }
        for (name, _) in &request.query {
            assert!(names.contains(name.as_str()), "{path}: query {name} is not in the file");
        }
    }
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn inflated(request: &WireRequest) -> Value {
    if request.header("content-encoding") == Some("gzip") {
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(request.body.as_ref()).read_to_end(&mut out).unwrap();
        return serde_json::from_slice(&out).unwrap();
    }
    serde_json::from_slice(&request.body).unwrap()
}

fn recorded(stand: &Stand) -> (SiteClient, Arc<Mutex<Vec<Exchange>>>) {
    let clock = Arc::clone(&stand.clock) as Arc<dyn Clock>;
    let inner = DirectWire::new(Arc::clone(&stand.sandbox.model), Arc::clone(&clock), Duration::from_secs(30));
    let kept = Arc::new(Mutex::new(Vec::new()));
    let wire = Recorder { inner, kept: Arc::clone(&kept) };
    (SiteClient::over(Arc::new(wire), config(stand.sandbox.addr, stand.sandbox.token.clone()), clock), kept)
}

fn card() -> PharmacyCard {
    PharmacyCard {
        pharmacy_id: PHARMACY.to_owned(),
        title: "Аптека".to_owned(),
        legal_name: "ООО «Аптека»".to_owned(),
        inn: "7707083893".to_owned(),
        is_active: true,
        place: Place {
            address: "Москва, 1".to_owned(), city: "Москва".to_owned(), degrees: Some((55.75, 37.61))
        },
        timezone: "Europe/Moscow".to_owned(),
        week: [OpenDay::Hours { from: 480, to: 1260 }; 7],
        phones: vec!["8 (495) 123-45-67".to_owned(), "мусор".to_owned()],
        emails: vec!["a@example.org".to_owned()],
        booking_minutes: 2880,
    }
}

fn stock(import_id: &str, parts_total: u32, rows: i64, packing: Packing) -> Bytes {
    let part = CatalogPart {
        pharmacy_id: PHARMACY.to_owned(),
        snapshot_at: start_time(),
        import_id: import_id.to_owned(),
        part: 1,
        parts_total,
        items_total: u64::try_from(rows).unwrap(),
        allow_empty: false,
    };
    let mut writer = CatalogWriter::new(&part, packing).unwrap();
    for n in 0..rows {
        let full = CatalogRow {
            product: expero::domain::ids::ProductCode(format!("p{}", n.min(3))),
            batch: expero::domain::ids::BatchCode("b".to_owned()),
            name: "Имя".to_owned(),
            manufacturer: "Завод".to_owned(),
            country: "Россия".to_owned(),
            barcodes: vec!["4600000000017".to_owned()],
            price: expero::domain::money::Kopecks(1000),
            packs: expero::domain::packs::Packs(5),
            vat_rate: Some(10),
            series: "A1".to_owned(),
            expires_on: chrono::NaiveDate::from_ymd_opt(2027, 5, 1),
            max_price: Some(expero::domain::money::Kopecks(2000)),
            is_vital: true,
            is_prescription: false,
            storage_max_celsius: Some(8),
        };
        writer.push(&full).unwrap();
    }
    writer.finish().unwrap()
}

async fn import(client: &SiteClient, id: &str, parts: u32, rows: i64, packing: Packing) {
    let body = stock(id, parts, rows, packing);
    let _ = client.import_catalog_part(stream::iter([Ok(body)]).boxed(), packing).await;
}

async fn orders_and_changes(stand: &Stand, client: &SiteClient) {
    stand.book("a/1");
    stand.book("b");
    let mut accept = stand.change("a/1", S::Accepted);
    accept.reserved_until = Some(start_time() + TimeDelta::days(1));
    accept.expected_revision = Some(1);
    "позвонили".clone_into(&mut accept.comment);
    let _ = client.change_status(&accept).await;
    "другое".clone_into(&mut accept.comment);
    let _ = client.change_status(&accept).await; // 422: the key is used
    let _ = client.change_status(&stand.change("a/1", S::New)).await; // 409
    let _ = client.change_status(&stand.change("nobody", S::Accepted)).await; // 404
    let mut cancel = stand.change("b", S::Cancelled);
    cancel.reason = Some((CancelReason::OutOfStock, "нет".to_owned()));
    let _ = client.change_status(&cancel).await;
    let page = client.orders(&OrdersFrom::Start, 1).await.unwrap().value;
    let cursor = OrdersFrom::Cursor(page.next_cursor.unwrap());
    let _ = client.orders(&cursor, 200).await;
    let _ = client.orders(&OrdersFrom::Since(start_time()), 200).await;
    let _ = client.orders(&OrdersFrom::Cursor("nonsense".to_owned()), 10).await; // 400
    stand.sandbox.lock().expire_cursors();
    let _ = client.orders(&cursor, 200).await; // 410
}

#[tokio::test]
async fn client_and_sandbox_agree_with_the_file() {
    let stand = stand_with(|c| c.rules.budgets = true, |_| {}).await;
    let (client, kept) = recorded(&stand);
    client.check().await.unwrap();
    client.self_info().await.unwrap();
    client.import_pharmacies(&[card(), PharmacyCard { pharmacy_id: "other".to_owned(), ..card() }]).await.unwrap();
    import(&client, "i1", 1, 5, Packing::Gzip).await;
    import(&client, "i2", 1, 1, Packing::Plain).await; // 429
    stand.clock.advance_secs(601);
    import(&client, "i3", 1, 0, Packing::Plain).await; // 422
    import(&client, "i4", 2, 2001, Packing::Plain).await; // 413
    import(&client, "i5", 2, 3, Packing::Plain).await; // staged
    orders_and_changes(&stand, &client).await;
    stand.sandbox.lock().set_rules(Rules { gzip: false, ..Rules::default() });
    import(&client, "i6", 1, 1, Packing::Gzip).await; // 415
    stand.sandbox.lock().set_scopes(&[]);
    let _ = client.orders(&OrdersFrom::Start, 1).await; // 403
    let _ = client.refresh().await;
    let _ = client.with_token(Secret::new("wrong")).check().await; // 401

    let spec = Spec::load();
    let seen: BTreeSet<(Route, u16)> = kept.lock().unwrap().iter().map(|e| spec.check_exchange(e)).collect();
    for want in [
        (Route::Check, 200),
        (Route::Check, 401),
        (Route::SelfInfo, 200),
        (Route::Refresh, 200),
        (Route::Pharmacies, 200),
        (Route::Catalog, 200),
        (Route::Catalog, 413),
        (Route::Catalog, 415),
        (Route::Catalog, 422),
        (Route::Catalog, 429),
        (Route::Orders, 200),
        (Route::Orders, 400),
        (Route::Orders, 403),
        (Route::Orders, 410),
        (Route::ChangeStatus, 200),
        (Route::ChangeStatus, 404),
        (Route::ChangeStatus, 409),
        (Route::ChangeStatus, 422),
    ] {
        assert!(seen.contains(&want), "{want:?} was not exercised; seen {seen:?}");
    }
}

#[test]
fn the_file_names_the_seven_routes_and_no_other() {
    let spec = Spec::load();
    let paths = expero::site::Paths::default();
    let ours: BTreeSet<String> = [
        paths.check,
        paths.self_info,
        paths.refresh,
        paths.pharmacies,
        paths.catalog,
        paths.orders,
        paths.change_status,
    ]
    .into_iter()
    .map(|p| format!("/{p}"))
    .collect();
    let file: BTreeSet<String> = spec.0["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(ours, file);
}

#[test]
#[should_panic(expected = "is not of type")]
fn a_field_of_the_wrong_kind_is_noticed() {
    let spec = Spec::load();
    let schema = json!({ "$ref": "#/components/schemas/Check" });
    spec.check(
        "probe",
        &schema,
        &json!({ "active": "yes", "expires_at": null, "server_time": "2026-07-05T12:00:00Z" }),
    );
}
