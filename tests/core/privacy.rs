//! Persons are forgotten a set time after their order is over, and not before.

use expero::domain::status::OrderStatus;
use expero::store::engine::params;
use expero::usecase::forget_people::ForgetPeople;
use expero::usecase::read::health::HealthCheck;

use crate::support::Shop;

fn person(shop: &mut Shop) -> (String, String) {
    let text = "SELECT customer_name || customer_phone || comment, search_key FROM customer_order";
    shop.read(|sql| sql.query_opt(text, params![], |r| Ok((r.text(0)?, r.text(1)?)))).unwrap()
}

#[test]
fn a_finished_order_forgets_its_person_after_ninety_days_and_stays_in_the_books() {
    for status in OrderStatus::ALL.into_iter().filter(|status| *status != OrderStatus::Unknown) {
        let mut shop = Shop::new();
        shop.order_in(status);
        shop.pass_minutes(89 * 24 * 60);
        assert_eq!(shop.ok(ForgetPeople), 0, "{status}: not yet");
        let (before, key) = person(&mut shop);
        assert!(!before.is_empty() && !key.is_empty());
        shop.pass_minutes(2 * 24 * 60);
        let forgotten = shop.ok(ForgetPeople);
        let (after, key) = person(&mut shop);
        if status.is_final() {
            assert_eq!((forgotten, after.as_str()), (1, ""), "{status}");
            assert!(key.contains("a1") && !key.contains("анна"), "{key}");
            assert_eq!(shop.ok(ForgetPeople), 0, "once");
            assert_eq!(shop.ask(HealthCheck).unwrap().orders, 1, "the order stays");
        } else {
            assert_eq!((forgotten, after), (0, before), "{status}: it is not over");
        }
    }
}

#[test]
fn an_order_whose_last_word_the_site_has_not_heard_is_not_over() {
    let mut shop = Shop::new();
    let order = shop.assembled(&crate::support::site_order("A1", &[("p1", 2)]));
    shop.sell(order).unwrap();
    shop.pass_minutes(200 * 24 * 60);
    assert_eq!(shop.ok(ForgetPeople), 0);
}
