//! What coded packs did on a random day, kept apart from the program: every code is in one place at a time, and
//! what was sold stays sold.

use std::collections::{BTreeMap, BTreeSet};

use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::packs::Packs;
use expero::store;
use expero::store::engine::params;
use expero::usecase::UseError;
use expero::usecase::scan_pack::{ScanPack, Tick};
use expero::usecase::undo_scan::UndoScan;

use crate::scan::{code, ean};
use crate::support::{Shop, day};

/// Where the tables say that the pack of a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Free,
    Bag(i64),
    Sold(i64),
}

/// The packs of a day.
#[derive(Default)]
pub struct Ledger {
    /// Receipt of every serial that was ever sold.
    sold: BTreeMap<String, i64>,
    /// What happened at all: a day that never comes to something guards nothing there.
    pub seen: BTreeSet<&'static str>,
}

/// The pack `n` of a product as a scanner types it: what is printed on a pack never changes.
fn pack(product: &str, n: u8) -> String {
    let more = match (product, n % 6) {
        ("p1", 1) => "10S-a1".to_owned(),
        ("p1", 2) => "10S-a2".to_owned(),
        ("p1", 3) => format!("17{}", day(200).format("%y%m%d")),
        ("p1", 4) => "10S-s1".to_owned(),
        ("p2", 1) => "10S-c2".to_owned(),
        _ => String::new(),
    };
    code(product, u32::from(n), &more)
}

impl Ledger {
    /// Scans some pack for an order, by its code or by the barcode of its goods.
    pub fn scan(&mut self, shop: &mut Shop, order: OrderId, detail: u8) {
        let product = if detail % 3 < 2 { "p1" } else { "p2" };
        let n = detail / 3 % 6;
        let by_code = !detail.is_multiple_of(7);
        let raw = if by_code { pack(product, n) } else { ean(product) };
        let serial = format!("Ab_Pack{n:06}");
        let before = if by_code { place(shop, product, &serial) } else { Place::Free };
        let bag = in_bag(shop, order);
        let done = shop.act(ScanPack { order, raw });
        let after = in_bag(shop, order);
        match done {
            Ok(ticked) if ticked.tick == Tick::AlreadyThere => {
                assert_eq!((before, after), (Place::Bag(order.0), bag), "{product} {n}: the same pack twice");
                self.seen.insert("already there");
            }
            Ok(ticked) => {
                assert_eq!(before, Place::Free, "{product} {n}: a pack that lies elsewhere was laid in");
                assert_eq!(after.len(), bag.len() + 1, "{product} {n}: one pack more");
                let shown = Packs(i64::from(by_code));
                assert!(ticked.in_bag >= shown && ticked.in_bag <= ticked.ordered, "{ticked:?}");
                if by_code {
                    assert_eq!(place(shop, product, &serial), Place::Bag(order.0), "{product} {n}");
                }
                self.seen.insert(match ticked.tick {
                    Tick::LaidInFrom(_) => "laid in from a free batch",
                    Tick::LaidIn | Tick::AlreadyThere => "laid in",
                });
            }
            Err(UseError::Refused(refusal)) => {
                assert_eq!(after, bag, "{product} {n}: refused ({refusal}) and yet in the bag");
                match (&refusal, before) {
                    (Refusal::CodeInBag { .. }, place) => assert!(matches!(place, Place::Bag(o) if o != order.0)),
                    (Refusal::CodeSold { .. }, place) => assert!(matches!(place, Place::Sold(_)), "{place:?}"),
                    _ => {}
                }
                self.seen.extend(match refusal {
                    Refusal::CodeInBag { .. } => Some("in another bag"),
                    Refusal::CodeSold { .. } => Some("sold already"),
                    Refusal::TooManyPacks { .. } => Some("one too many"),
                    Refusal::WrongGoods { .. } => Some("wrong goods"),
                    Refusal::PackTooOld { .. } => Some("too old"),
                    _ => None,
                });
            }
            Err(UseError::Store(error)) => panic!("{product} {n}: {error}"),
        }
    }

    /// The last pack out again: that one, no other.
    pub fn undo(&mut self, shop: &mut Shop, order: OrderId) {
        let bag = in_bag(shop, order);
        match shop.act(UndoScan { order }) {
            Ok(_) => {
                let after = in_bag(shop, order);
                assert_eq!(after.len() + 1, bag.len(), "{order}: one pack less");
                let gone: Vec<_> = bag.iter().filter(|p| !after.contains(p)).collect();
                assert_eq!(gone.len(), 1, "{order}");
                self.seen.insert("undone");
            }
            Err(UseError::Refused(_)) => assert_eq!(in_bag(shop, order), bag),
            Err(UseError::Store(error)) => panic!("{order}: {error}"),
        }
    }

    /// The laws of codes and bags, whatever was done.
    pub fn laws(&mut self, shop: &mut Shop) {
        assert_eq!(shop.read(store::marking::astray), 0, "a code is bound to no bag or to a finished order");
        assert_eq!(shop.read(store::bag::forgotten), 0, "a finished order has packs in its bag");
        let mut sold = BTreeMap::new();
        for (id, state, order, receipt, bags, bag) in codes(shop) {
            match state.as_str() {
                "free" => assert_eq!((bags, order, receipt), (0, None, None), "{id} is free"),
                "bound" => {
                    assert_eq!((bags, bag, receipt), (1, order, None), "{id} is in one bag and nowhere else");
                }
                "sold" => {
                    assert_eq!(bags, 0, "{id} was sold and lies in a bag");
                    sold.insert(id, receipt.unwrap());
                }
                other => panic!("{id}: {other}"),
            }
        }
        for (id, receipt) in &self.sold {
            assert_eq!(sold.get(id), Some(receipt), "{id} was sold once and for ever");
        }
        self.sold = sold;
        let more_codes = shop.number(
            "SELECT count(*) FROM (SELECT receipt_id, goods_id, count(*) AS n FROM marking_code
                 WHERE state = 'sold' GROUP BY receipt_id, goods_id) AS t
             WHERE t.n > ?1 + (SELECT coalesce(sum(l.packs), 0) FROM receipt_line l
                 JOIN batch b ON b.batch_id = l.batch_id
                 WHERE l.receipt_id = t.receipt_id AND b.goods_id = t.goods_id)",
            0,
        );
        assert_eq!(more_codes, 0, "more codes than packs were sold");
        let silent = "SELECT count(*) FROM bag_pack WHERE out_at > ?1 AND coalesce(out_reason, '') = ''";
        assert_eq!(shop.number(silent, 0), 0, "a pack left its bag without a word");
        if !self.sold.is_empty() {
            self.seen.insert("sold");
        }
    }

    /// What lies in the bag of an unfinished order and is needed there is kept for it.
    pub fn laws_of(&mut self, shop: &mut Shop, order: OrderId) {
        let loose = "SELECT count(*) FROM order_line l JOIN customer_order o ON o.order_id = l.order_id
             WHERE l.order_id = ?1 AND o.status IN ('accepted', 'assembled')
               AND (SELECT coalesce(sum(r.packs), 0) FROM reservation r
                    WHERE r.line_id = l.line_id AND r.released_at IS NULL)
                 < min(l.packs, (SELECT count(*) FROM bag_pack p
                                 WHERE p.line_id = l.line_id AND p.order_id = l.order_id AND p.out_at IS NULL))";
        assert_eq!(shop.number(loose, order.0), 0, "{order}: a pack in the bag that nobody keeps");
        let surplus = "SELECT count(*) FROM bag_pack p LEFT JOIN order_line l ON l.line_id = p.line_id
             WHERE p.order_id = ?1 AND p.out_at IS NULL GROUP BY p.line_id
             HAVING count(*) > coalesce(max(l.packs), 0)";
        if !shop.read(|sql| sql.query(surplus, params![order.0], |r| r.int(0))).is_empty() {
            self.seen.insert("too much in the bag after a change");
        }
    }
}

/// Pack row, line, batch and code of what lies in a bag.
fn in_bag(shop: &mut Shop, order: OrderId) -> Vec<store::bag::Bagged> {
    shop.read(|sql| store::bag::of_order(sql, order))
}

fn place(shop: &mut Shop, product: &str, serial: &str) -> Place {
    let gtin = format!("0{}", ean(product));
    let found = shop.read(|sql| {
        sql.query_opt(
            "SELECT state, order_id, receipt_id FROM marking_code WHERE gtin = ?1 AND serial = ?2",
            params![&gtin, serial],
            |r| Ok((r.text(0)?, r.opt_int(1)?, r.opt_int(2)?)),
        )
    });
    match found {
        None => Place::Free,
        Some((state, order, receipt)) => match (state.as_str(), order, receipt) {
            ("free", _, _) => Place::Free,
            ("bound", Some(order), _) => Place::Bag(order),
            ("sold", _, Some(receipt)) => Place::Sold(receipt),
            other => panic!("{serial}: {other:?}"),
        },
    }
}

/// Serial with goods, state, order, receipt, how many open bags hold it, and one of their orders.
type CodeRow = (String, String, Option<i64>, Option<i64>, i64, Option<i64>);

fn codes(shop: &mut Shop) -> Vec<CodeRow> {
    shop.read(|sql| {
        sql.query(
            "SELECT c.gtin || ' ' || c.serial, c.state, c.order_id, c.receipt_id,
                    (SELECT count(*) FROM bag_pack p WHERE p.code_id = c.code_id AND p.out_at IS NULL),
                    (SELECT max(p.order_id) FROM bag_pack p WHERE p.code_id = c.code_id AND p.out_at IS NULL)
             FROM marking_code c ORDER BY c.code_id",
            params![],
            |r| Ok((r.text(0)?, r.text(1)?, r.opt_int(2)?, r.opt_int(3)?, r.int(4)?, r.opt_int(5)?)),
        )
    })
}
