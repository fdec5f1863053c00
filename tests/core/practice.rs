//! Practice begins only where nobody has set up a pharmacy.

use expero::domain::error::Refusal;
use expero::usecase::practice::{BeginPractice, IsPractice};
use expero::usecase::settings;
use expero::usecase::task::{Contact, NoteContact, TokenIs};

use crate::support::{Shop, site_order};

fn practice(port: Option<u16>) -> BeginPractice {
    BeginPractice {
        port, pharmacy_id: "apt-1".to_owned(), titles: vec![("pharmacy.name", "Учебная".to_owned())]
    }
}

/// A value that is not the default.
fn other_value(key: &str) -> &'static str {
    match (key, settings::find(key).unwrap().default) {
        ("site.host", _) => "example.org",
        ("site.scheme", _) => "http",
        ("print.paper", _) => "roll80",
        ("ui.language", _) => "en",
        ("ui.theme", _) => "dark",
        ("fiscal.device" | "marking.check" | "card.terminal", _) => "simulator",
        ("marking.no_answer", _) => "refuse",
        ("fiscal.tax_system", _) => "patent",
        ("ui.scale", _) => "120",
        ("log.level" | "log.exchange_level", _) => "warn",
        ("site.path.change_status", _) => "v2/{order_id}",
        ("import.map", _) => "name=Товар",
        ("pharmacy.hours", _) => "8-22",
        ("pharmacy.phones", _) => "+7 495 111-22-33",
        ("pharmacy.emails", _) => "a@example.org",
        (_, "true") => "false",
        (_, "false") => "true",
        _ => "77",
    }
}

fn must_be_refused(shop: &mut Shop, why: &str) {
    assert_eq!(shop.refused(practice(None)), Refusal::NotPractice, "{why}");
    assert_eq!(shop.refused(practice(Some(8080))), Refusal::NotPractice, "{why}");
    assert!(!shop.ask(IsPractice).unwrap(), "{why}");
}

#[test]
fn any_setting_of_a_pharmacy_keeps_practice_out_and_taste_does_not() {
    for spec in settings::ALL.iter().filter(|s| s.kind != settings::Kind::Secret) {
        let mut shop = Shop::empty();
        shop.set(spec.key, other_value(spec.key));
        if spec.is_taste() {
            shop.ok(practice(None));
            assert!(shop.ask(IsPractice).unwrap(), "{}", spec.key);
        } else {
            must_be_refused(&mut shop, spec.key);
        }
    }
}

#[test]
fn a_token_goods_or_an_order_keep_practice_out() {
    let mut with_token = Shop::empty();
    with_token.ok(NoteContact(Contact::Token(TokenIs::Set)));
    must_be_refused(&mut with_token, "token");
    must_be_refused(&mut Shop::new(), "goods");
    let mut with_order = Shop::empty();
    with_order.arrived(&site_order("A1", &[("p1", 1)]));
    must_be_refused(&mut with_order, "an order");
}

#[test]
fn practice_goes_on_with_its_own_settings_goods_and_orders() {
    let mut shop = Shop::empty();
    shop.ok(practice(None));
    shop.goods("p1", &[("b1", 365, 10)]);
    shop.arrived(&site_order("A1", &[("p1", 1)]));
    shop.ok(NoteContact(Contact::Token(TokenIs::Set)));
    shop.ok(practice(Some(8080)));
    assert!(shop.ask(IsPractice).unwrap());
}
