//! The directory of goods: found, changed, counted, explained by its journal; every refusal.

use chrono::Duration;
use expero::domain::access::{AccessRefusal, Right, Role};
use expero::domain::batch_journal::Moved;
use expero::domain::directory::{BatchFields, DirectoryRefusal, GoodsFields, GoodsFilter};
use expero::domain::error::Refusal;
use expero::domain::goods_row::{Column, RowFault};
use expero::domain::ids::GoodsId;
use expero::domain::ids::ProductCode;
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::supply_refusal::SupplyRefusal;
use expero::store::engine::params;
use expero::usecase::count_batch::CountBatch;
use expero::usecase::edit_goods::{EditBatch, EditGoods};
use expero::usecase::keep_suppliers::{AddSupplier, EditSupplier};
use expero::usecase::read::directory::{BatchJournalOf, GoodsCardOf, GoodsLines, GoodsListed};
use expero::usecase::read::goods_search::GoodsSearch;
use expero::usecase::read::stock_export::Refused;
use expero::usecase::read::suppliers::{SupplierRow, Suppliers};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::stock_told::{NoteStockSent, Offer, SetOffer};
use expero::usecase::users::SaveUser;
use expero::usecase::{Action, Cx, UseError};
use expero::vault;

use crate::support::{PRICE, Shop, actor, site_order};

/// The journal of a batch sums to what is on hand, and to what is kept of it.
pub fn journal_law(shop: &mut Shop, code: &str) {
    let batch = shop.batch(code);
    let (on_hand, free) = (shop.on_hand(code), shop.free(code));
    let journal = shop.ask(BatchJournalOf(batch)).unwrap();
    assert_eq!(journal.left(), (Packs(on_hand), Packs(on_hand - free)), "{code}: {:#?}", journal.rows);
}

/// Somebody counts a batch: a pack more, as many, a pack fewer. Fewer than are kept is refused, and nothing else.
pub fn count_somewhat(shop: &mut Shop, code: &str, detail: u8) {
    let (on_hand, free) = (shop.on_hand(code), shop.free(code));
    let counted = on_hand + i64::from(detail % 3) - 1;
    let count =
        CountBatch { batch: shop.batch(code), had: Packs(on_hand), counted: Packs(counted), note: String::new() };
    match shop.act(count) {
        Ok(difference) => assert_eq!(difference, Packs(counted - on_hand)),
        Err(UseError::Refused(_)) => assert!(counted < on_hand - free, "refused: {counted} of {on_hand}, free {free}"),
        Err(error) => panic!("{error}"),
    }
}

fn refused(refusal: DirectoryRefusal) -> Refusal {
    refusal.into()
}

fn fields(shop: &mut Shop, goods: GoodsId) -> GoodsFields {
    shop.ask(GoodsCardOf(goods)).unwrap().fields
}

fn batch_fields(shop: &mut Shop, goods: GoodsId) -> BatchFields {
    shop.ask(GoodsCardOf(goods)).unwrap().batches.remove(0).fields
}

fn names(shop: &mut Shop, filter: GoodsFilter, words: &str) -> Vec<String> {
    let found = shop.ask(GoodsListed { filter, words: words.to_owned() }).unwrap();
    shop.ask(GoodsLines(found)).unwrap().into_iter().map(|line| line.code).collect()
}

/// Somebody asked for the stock to be sent since this was last looked at.
fn stock_is_wanted(shop: &mut Shop) -> bool {
    let wanted = shop.number("SELECT count(*) FROM job_run WHERE job = 'stock' AND wanted = 1 AND ?1 = 0", 0) > 0;
    shop.ok(ForgetWish);
    wanted
}

/// As a run of the job does.
struct ForgetWish;

impl Action for ForgetWish {
    type Value = ();
    const NAME: &'static str = "forget_wish";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        cx.sql.execute("UPDATE job_run SET wanted = 0 WHERE job = 'stock'", params![])?;
        Ok(())
    }
}

#[test]
fn each_filter_lists_its_goods_by_name_and_words_narrow_it() {
    let mut shop = Shop::empty();
    shop.goods("b-plenty", &[("b1", 400, 5), ("b0", 400, 0)]);
    shop.goods("a-soon", &[("a1", 89, 2), ("a2", 300, 1)]);
    shop.goods("c-empty", &[("c1", 400, 0)]);
    let stopped = shop.goods("d-stopped", &[("d1", 90, 1)]);
    shop.ok(SetOffer { goods: stopped, offer: Offer::Stopped });
    let refusal = Refused { product: ProductCode("c-empty".into()), reason: "no such product".into() };
    let snapshot_at = shop.now();
    shop.ok(NoteStockSent { rows: 1, snapshot_at, digest: String::new(), refused: vec![refusal] });
    let all = ["a-soon", "b-plenty", "c-empty", "d-stopped"];
    assert_eq!(names(&mut shop, GoodsFilter::All, ""), all);
    assert_eq!(names(&mut shop, GoodsFilter::InStock, ""), ["a-soon", "b-plenty", "d-stopped"]);
    assert_eq!(names(&mut shop, GoodsFilter::ShortDated, ""), ["a-soon"]);
    assert_eq!(names(&mut shop, GoodsFilter::Stopped, ""), ["d-stopped"]);
    assert_eq!(names(&mut shop, GoodsFilter::Refused, ""), ["c-empty"]);
    assert_eq!(names(&mut shop, GoodsFilter::Expired, ""), [""; 0]);
    assert_eq!(names(&mut shop, GoodsFilter::All, "товар"), all);
    assert_eq!(names(&mut shop, GoodsFilter::InStock, "empty"), [""; 0]);
    // A slip of the finger finds what was meant.
    assert_eq!(names(&mut shop, GoodsFilter::All, "plentu"), ["b-plenty"]);
    shop.pass_minutes(90 * 24 * 60);
    assert_eq!(names(&mut shop, GoodsFilter::Expired, ""), ["a-soon"]);
    let card = shop.ask(GoodsCardOf(stopped)).unwrap();
    assert!(card.stopped_since.is_some() && card.refused.is_empty());
}

#[test]
fn a_line_sums_the_batches_of_its_product() {
    let mut shop = Shop::empty();
    let goods = shop.goods("p1", &[("x1", 400, 5), ("x2", 500, 3), ("x0", 300, 0)]);
    let was = batch_fields(&mut shop, goods);
    let dear = BatchFields { price: Kopecks(99_900), ..was.clone() };
    let empty = shop.batch("x0");
    shop.ok(EditBatch { batch: empty, was, now: dear });
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    shop.ok(ReserveLines { order });
    let line = shop.ask(GoodsLines(vec![goods, GoodsId(999)])).unwrap().remove(0);
    // The price of a batch of which nothing is left means nothing.
    assert_eq!((line.batches, line.free, line.prices), (2, Packs(6), Some((PRICE, PRICE))));
}

#[test]
fn a_product_is_changed_found_by_its_new_words_and_the_deed_is_written() {
    let mut shop = Shop::empty();
    let goods = shop.goods("p1", &[("x1", 400, 5)]);
    let was = fields(&mut shop, goods);
    let now = GoodsFields {
        name: "Ибупрофен ".into(),
        barcodes: vec!["4600000000017".into(), " ".into()],
        is_rx: true,
        vat_rate: 20,
        ..was.clone()
    };
    shop.ok(EditGoods { goods, was: was.clone(), now });
    let kept = fields(&mut shop, goods);
    assert_eq!((kept.name.as_str(), kept.is_rx, kept.vat_rate), ("Ибупрофен", true, 20));
    for words in ["ибупр", "4600000000017"] {
        let hits = shop.ask(GoodsSearch { text: words.into(), limit: 5 }).unwrap();
        assert_eq!(hits.first().map(|hit| hit.goods), Some(goods), "{words}");
    }
    assert_eq!(names(&mut shop, GoodsFilter::All, "товар"), [""; 0], "the old name finds nothing");
    assert!(stock_is_wanted(&mut shop), "the site hears of it soon");
    let deeds = shop.number("SELECT count(*) FROM audit WHERE deed = 'goods_edited' AND ?1 = 0", 0);
    // The same once more is no change.
    shop.ok(EditGoods { goods, was: kept.clone(), now: kept });
    assert_eq!((deeds, shop.number("SELECT count(*) FROM audit WHERE ?1 = 0", 0)), (1, 1));
}

#[test]
fn each_wrong_change_of_a_product_is_refused_and_changes_nothing() {
    let mut shop = Shop::empty();
    let goods = shop.goods("p1", &[("x1", 400, 5)]);
    let other = shop.goods("p2", &[("y1", 400, 5)]);
    let was = fields(&mut shop, other);
    let now = GoodsFields { barcodes: vec!["46".into()], ..was.clone() };
    shop.ok(EditGoods { goods: other, was, now });
    let before = shop.dump();
    let was = fields(&mut shop, goods);
    let edit = |now: GoodsFields| EditGoods { goods, was: was.clone(), now };
    let empty = GoodsFields { name: " ".into(), ..was.clone() };
    assert_eq!(shop.refused(edit(empty)), refused(RowFault::Empty(Column::Name).into()));
    let odd = GoodsFields { vat_rate: 13, ..was.clone() };
    assert_eq!(shop.refused(edit(odd)), refused(RowFault::BadValue(Column::VatRate).into()));
    let taken = GoodsFields { barcodes: vec!["46".into()], ..was.clone() };
    let name = "Товар p2".to_owned();
    assert_eq!(shop.refused(edit(taken)), refused(DirectoryRefusal::BarcodeTaken { barcode: "46".into(), name }));
    let stale = EditGoods { goods, was: GoodsFields { country: "РФ".into(), ..was.clone() }, now: was.clone() };
    let name = "Товар p1".to_owned();
    assert_eq!(shop.refused(stale), refused(DirectoryRefusal::ChangedMeanwhile { name }));
    let gone = EditGoods { goods: GoodsId(999), was: was.clone(), now: was.clone() };
    assert_eq!(shop.refused(gone), Refusal::GoodsNotFound { what: "999".into() });
    assert_eq!(shop.dump(), before);
}

#[test]
fn each_wrong_change_of_a_batch_is_refused_and_a_right_one_is_kept() {
    let mut shop = Shop::empty();
    let goods = shop.goods("p1", &[("x1", 400, 5)]);
    let (batch, was) = (shop.batch("x1"), batch_fields(&mut shop, goods));
    let before = shop.dump();
    let edit = |now: BatchFields| EditBatch { batch, was: was.clone(), now };
    let above = BatchFields { max_price: Some(Kopecks(was.price.0 - 1)), ..was.clone() };
    assert_eq!(shop.refused(edit(above)), refused(RowFault::AboveCeiling.into()));
    let minus = BatchFields { price: Kopecks(-1), ..was.clone() };
    assert_eq!(shop.refused(edit(minus)), refused(RowFault::BadSum(Column::Price).into()));
    let stale = EditBatch { batch, was: BatchFields { place: "Z9".into(), ..was.clone() }, now: was.clone() };
    let name = "Товар p1".to_owned();
    assert_eq!(shop.refused(stale), refused(DirectoryRefusal::ChangedMeanwhile { name }));
    let gone = EditBatch { batch: expero::domain::ids::BatchId(999), was: was.clone(), now: was.clone() };
    assert_eq!(shop.refused(gone), refused(DirectoryRefusal::BatchNotFound));
    assert_eq!(shop.dump(), before);
    let now = BatchFields {
        series: "НОВАЯ".into(),
        price: Kopecks(12_345),
        max_price: Some(Kopecks(12_345)),
        place: "Б-7".into(),
        ..was.clone()
    };
    shop.ok(edit(now.clone()));
    assert_eq!(batch_fields(&mut shop, goods), now);
    assert!(stock_is_wanted(&mut shop));
}

#[test]
fn who_may_not_keep_the_data_may_not_change_the_directory() {
    let mut shop = Shop::empty();
    let goods = shop.goods("p1", &[("x1", 400, 5)]);
    let (batch, was, of_batch) = (shop.batch("x1"), fields(&mut shop, goods), batch_fields(&mut shop, goods));
    let secret = vault::hash("пароль-админа").unwrap();
    shop.ok(SaveUser { id: None, name: "Админ".into(), role: Role::Admin, is_active: true, secret });
    shop.actor = actor("Ольга");
    let denied = Refusal::Access(AccessRefusal::NotAllowed { right: Right::Data });
    assert_eq!(shop.refused(EditGoods { goods, was: was.clone(), now: was }), denied);
    assert_eq!(shop.refused(EditBatch { batch, was: of_batch.clone(), now: of_batch }), denied);
    let count = CountBatch { batch, had: Packs(5), counted: Packs(4), note: String::new() };
    assert_eq!(shop.refused(count.clone()), denied);
    shop.actor = actor("Админ");
    assert_eq!(shop.ok(count), Packs(-1));
}

#[test]
fn a_count_moves_the_difference_and_never_what_orders_keep() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("x1", 400, 5)]);
    let batch = shop.batch("x1");
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    shop.ok(ReserveLines { order });
    let before = shop.dump();
    let count = |had: i64, counted: i64, note: &str| CountBatch {
        batch,
        had: Packs(had),
        counted: Packs(counted),
        note: note.to_owned(),
    };
    let few = DirectoryRefusal::FewerThanKept { counted: Packs(1), kept: Packs(2) };
    assert_eq!(shop.refused(count(5, 1, "")), refused(few));
    let moved = DirectoryRefusal::StockMoved { had: Packs(6), now: Packs(5) };
    assert_eq!(shop.refused(count(6, 6, "")), refused(moved));
    let bad = DirectoryRefusal::BadCount { counted: Packs(-1) };
    assert_eq!(shop.refused(count(5, -1, "")), refused(bad));
    assert_eq!(shop.refused(count(5, 5, &"я".repeat(201))), refused(DirectoryRefusal::BadNote));
    assert_eq!(shop.refused(count(5, 5, "а\nб")), refused(DirectoryRefusal::BadNote));
    assert_eq!(shop.dump(), before);
    assert!(!stock_is_wanted(&mut shop));
    shop.pass_minutes(1);
    assert_eq!(shop.ok(count(5, 2, " разбиты ")), Packs(-3));
    assert_eq!((shop.on_hand("x1"), shop.free("x1"), shop.kept(order)), (2, 0, 2));
    assert!(stock_is_wanted(&mut shop));
    // Nothing missing: no movement, but a deed.
    assert_eq!(shop.ok(count(2, 2, "")), Packs::ZERO);
    assert_eq!(shop.number("SELECT count(*) FROM stock_move WHERE batch_id = ?1", batch.0), 2);
    assert_eq!(shop.number("SELECT count(*) FROM audit WHERE deed = 'batch_counted' AND ?1 = 0", 0), 2);
    let rows = shop.ask(BatchJournalOf(batch)).unwrap().rows;
    let last = rows.last().unwrap();
    assert_eq!((last.event.what, last.event.note.as_str()), (Moved::Counted, "разбиты"));
    assert_eq!(last.event.who, shop.actor.user);
    journal_law(&mut shop, "x1");
}

#[test]
fn the_journal_tells_what_was_kept_sold_and_given_back_with_its_numbers() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("x1", 400, 5)]);
    let batch = shop.batch("x1");
    shop.pass_minutes(1);
    let sold = shop.assembled(&site_order("A1", &[("p1", 2)]));
    shop.pass_minutes(1);
    shop.sell(sold).unwrap();
    shop.pass_minutes(1);
    let lapsed = shop.assembled(&site_order("A2", &[("p1", 1)]));
    let number = shop.load(lapsed).origin.number().to_owned();
    shop.set("stock.return_check", "true");
    shop.pass_minutes(3 * 24 * 60);
    shop.ok(expero::usecase::expire_holds::ExpireHolds);
    let journal = shop.ask(BatchJournalOf(batch)).unwrap();
    let told: Vec<(Moved, i64, i64, i64)> =
        journal.rows.iter().map(|row| (row.event.what, row.event.packs.0, row.on_hand.0, row.kept.0)).collect();
    assert_eq!(
        told,
        [
            (Moved::Arrived, 5, 5, 0),
            (Moved::Kept, 2, 5, 2),
            (Moved::KeptNoMore, -2, 5, 0),
            (Moved::Sold, -2, 3, 0),
            (Moved::Kept, 1, 3, 1),
            (Moved::KeptNoMore, -1, 3, 0),
            (Moved::ToShelf, 1, 3, 1),
        ]
    );
    assert!(journal.rows[3].event.number.parse::<i64>().is_ok(), "the number of the receipt");
    assert_eq!((&journal.rows[5].event.number, journal.rows[5].event.note.as_str()), (&number, "reserve_expired"));
    assert!(journal.rows[6].event.at - journal.rows[0].event.at > Duration::days(2));
    journal_law(&mut shop, "x1");
}

#[test]
fn a_supplier_is_changed_as_it_was_read_and_each_wrong_change_is_refused() {
    let mut shop = Shop::empty();
    shop.ok(AddSupplier { name: "Катрен".into(), lead_days: 1 });
    shop.ok(AddSupplier { name: "Протек".into(), lead_days: 2 });
    let was = shop.ask(Suppliers).unwrap().remove(0);
    let edit = |name: &str, lead_days: u32| EditSupplier {
        was: was.clone(),
        now: SupplierRow { name: name.to_owned(), lead_days, is_active: false, ..was.clone() },
    };
    let taken = SupplyRefusal::SupplierNameTaken { name: "протек".into() };
    assert_eq!(shop.refused(edit("протек", 1)), Refusal::Supply(taken));
    assert_eq!(shop.refused(edit(" ", 1)), Refusal::Supply(SupplyRefusal::SupplierNameBad));
    assert_eq!(shop.refused(edit("Катрен", 5_000)), Refusal::Supply(SupplyRefusal::BadLeadDays { days: 5_000 }));
    shop.ok(edit("Катрен-Юг", 3));
    let changed = DirectoryRefusal::ChangedMeanwhile { name: "Катрен-Юг".into() };
    assert_eq!(shop.refused(edit("Катрен", 1)), refused(changed));
    let now = shop.ask(Suppliers).unwrap().remove(0);
    assert_eq!((now.name.as_str(), now.lead_days, now.is_active), ("Катрен-Юг", 3, false));
}
