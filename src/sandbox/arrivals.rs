//! Customers of the practice mode: seeded orders from the goods on offer.
//!
//! Owns: what is booked, how much of it, and how it is paid. The people are invented by
//! [`super::catalogue::DemoPeople`].

use super::catalogue::DemoPeople;
use super::model::BookableItem;
use super::model::orders::{NewLine, NewOrder};

/// The next customer's order: 1 to 6 lines of different goods, a third paid on the site, some with a remark.
/// `None` when there is nothing to book.
pub fn next_order(rng: &mut fastrand::Rng, goods: &[BookableItem]) -> Option<NewOrder> {
    if goods.is_empty() {
        return None;
    }
    // Short orders are the usual ones.
    let want = rng.usize(1..=6).min(rng.usize(1..=6));
    let mut lines: Vec<NewLine> = Vec::new();
    for _ in 0..want * 3 {
        let Some(item) = goods.get(rng.usize(0..goods.len())).filter(|i| i.quantity > 0) else {
            continue;
        };
        if lines.len() < want && lines.iter().all(|l| l.product_id != item.product_id) {
            lines.push(line(rng, item));
        }
    }
    if lines.is_empty() {
        let item = goods.iter().find(|i| i.quantity > 0)?;
        lines.push(line(rng, item));
    }
    let person = DemoPeople::new(rng.u64(..)).next()?;
    Some(NewOrder {
        order_id: String::new(),
        name: person.name,
        phone: person.phone,
        comment: person.comment,
        prepaid: rng.u8(0..3) == 0,
        is_test: false,
        lines,
    })
}

/// Adds something that the site still offers and the pharmacy has no more: one or two packs of it. Nothing when all
/// is in stock.
pub fn add_stale_line(rng: &mut fastrand::Rng, order: &mut NewOrder, sold_out: &[BookableItem]) {
    let Some(item) = rng.usize(..).checked_rem(sold_out.len()).and_then(|n| sold_out.get(n)) else {
        return;
    };
    order.lines.push(NewLine { quantity: rng.i64(1..=2), ..line(rng, item) });
}

fn line(rng: &mut fastrand::Rng, item: &BookableItem) -> NewLine {
    NewLine {
        product_id: item.product_id.clone(),
        batch_id: item.batch_id.clone(),
        name: item.name.clone(),
        manufacturer: item.manufacturer.clone(),
        price: item.price,
        quantity: rng.i64(1..=3).min(item.quantity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goods() -> Vec<BookableItem> {
        (1_i64..=5)
            .map(|n| BookableItem {
                product_id: format!("p{n}"),
                batch_id: format!("b{n}"),
                name: format!("Товар {n}"),
                manufacturer: String::new(),
                price: n * 1000,
                quantity: n - 1,
            })
            .collect()
    }

    #[test]
    fn the_same_seed_brings_the_same_customers() {
        let orders = |seed| {
            let mut rng = fastrand::Rng::with_seed(seed);
            (0..20).filter_map(|_| next_order(&mut rng, &goods())).map(|o| (o.name, o.lines)).collect::<Vec<_>>()
        };
        assert_eq!(orders(7), orders(7));
        assert_ne!(orders(7), orders(8));
    }

    #[test]
    fn nobody_books_what_is_not_there() {
        let mut rng = fastrand::Rng::with_seed(1);
        for _ in 0..200 {
            let order = next_order(&mut rng, &goods());
            let lines = order.map(|o| o.lines).unwrap_or_default();
            assert!((1..=6).contains(&lines.len()));
            for l in &lines {
                assert!(goods().iter().any(|g| g.product_id == l.product_id && (1..=g.quantity).contains(&l.quantity)));
            }
        }
        assert!(next_order(&mut rng, &[]).is_none());
    }

    #[test]
    fn a_stale_offer_adds_one_line_of_what_is_sold_out() {
        let mut rng = fastrand::Rng::with_seed(1);
        let mut order = NewOrder::default();
        add_stale_line(&mut rng, &mut order, &[]);
        assert_eq!(order.lines, []);
        let gone = goods().into_iter().filter(|g| g.quantity == 0).collect::<Vec<_>>();
        add_stale_line(&mut rng, &mut order, &gone);
        let booked: Vec<_> =
            order.lines.iter().map(|l| (l.product_id.as_str(), (1..=2).contains(&l.quantity))).collect();
        assert_eq!(booked, [("p1", true)]);
    }
}
