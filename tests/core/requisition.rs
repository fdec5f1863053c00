//! Missing goods: suppliers, one requisition per order, goods that come, holds that end too early, analogs.

use chrono::Duration;
use expero::domain::error::Refusal;
use expero::domain::ids::{OrderId, ProductCode, SupplierId};
use expero::domain::money::Kopecks;
use expero::domain::order::HistoryEvent;
use expero::domain::packs::Packs;
use expero::domain::requisition::{Remedy, RequisitionState as R};
use expero::domain::status::OrderStatus as S;
use expero::domain::supply_refusal::SupplyRefusal;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::advance_requisition::AdvanceRequisition;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::keep_suppliers::{AddSupplier, ChangeSupplier, SupplierChange};
use expero::usecase::make_requisition::{Made, MakeRequisition, RequisitionEdit};
use expero::usecase::read::analogs::LineAnalogs;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::order_list::OrderRows;
use expero::usecase::read::requisition::{OrderRequisition, RequisitionTab};
use expero::usecase::read::requisition_list::{ListFilter, RequisitionList};
use expero::usecase::read::suppliers::Suppliers;
use expero::usecase::reserve_lines::ReserveLines;

use crate::support::{PRICE, Shop, delete, goods, later, site_order};

fn make(order: OrderId) -> MakeRequisition {
    MakeRequisition { order, edits: Vec::new() }
}

fn edit(product: &str) -> RequisitionEdit {
    RequisitionEdit { product: ProductCode(product.to_owned()), packs: None, supplier: None, needed_by: None }
}

fn supply(refusal: SupplyRefusal) -> Refusal {
    Refusal::Supply(refusal)
}

fn supplier(shop: &mut Shop, name: &str, lead_days: u32) -> SupplierId {
    shop.ok(AddSupplier { name: name.to_owned(), lead_days })
}

fn tab(shop: &mut Shop, order: OrderId) -> RequisitionTab {
    shop.ask(OrderRequisition { order }).unwrap()
}

/// An accepted order of `packs` of `p1` (ten are there) and two of `p9`, which the directory does not have.
fn short_order(shop: &mut Shop, packs: i64) -> OrderId {
    let order = shop.arrived(&site_order("A1", &[("p1", packs), ("p9", 2)]));
    shop.ok(AcceptOrder { order });
    order
}

#[test]
fn suppliers_have_names_of_their_own_and_hidden_ones_are_not_proposed() {
    let mut shop = Shop::new();
    let first = supplier(&mut shop, " Оптовик ", 2);
    let taken = AddSupplier { name: "оптовик".to_owned(), lead_days: 1 };
    assert_eq!(shop.refused(taken), supply(SupplyRefusal::SupplierNameTaken { name: "оптовик".to_owned() }));
    assert_eq!(shop.refused(AddSupplier { name: " ".into(), lead_days: 1 }), supply(SupplyRefusal::SupplierNameBad));
    let slow = AddSupplier { name: "Далёкий".to_owned(), lead_days: 61 };
    assert_eq!(shop.refused(slow), supply(SupplyRefusal::BadLeadDays { days: 61 }));
    let second = supplier(&mut shop, "Второй", 0);
    let change = |supplier, change| ChangeSupplier { supplier, change };
    shop.ok(change(second, SupplierChange::Rename("Вторая база".to_owned())));
    shop.ok(change(second, SupplierChange::Rename("ВТОРАЯ БАЗА".to_owned())));
    shop.ok(change(second, SupplierChange::LeadDays(3)));
    let nobody = change(SupplierId(99), SupplierChange::Hide);
    assert_eq!(shop.refused(nobody), supply(SupplyRefusal::SupplierNotFound));
    let order = short_order(&mut shop, 1);
    let proposed = |shop: &mut Shop| tab(shop, order).missing[0].proposed.supplier.as_ref().map(|s| s.id);
    assert_eq!(proposed(&mut shop), Some(first));
    shop.ok(change(first, SupplierChange::Hide));
    assert_eq!(proposed(&mut shop), Some(second));
    let rows = shop.ask(Suppliers).unwrap();
    let seen: Vec<_> = rows.iter().map(|s| (s.name.as_str(), s.lead_days, s.is_active)).collect();
    assert_eq!(seen, [("ВТОРАЯ БАЗА", 3, true), ("Оптовик", 2, false)]);
    let mut hidden = edit("p9");
    hidden.supplier = Some(first);
    let action = MakeRequisition { order, edits: vec![hidden] };
    assert_eq!(shop.refused(action), supply(SupplyRefusal::SupplierNotFound));
}

#[test]
fn a_requisition_holds_what_is_missing_and_pressing_again_makes_no_second_one() {
    let mut shop = Shop::new();
    let from = supplier(&mut shop, "Оптовик", 2);
    let order = short_order(&mut shop, 12);
    shop.ok(ReserveLines { order });
    let made = shop.ok(make(order));
    assert_eq!((made.number.as_str(), made.done, made.lines), ("ЗТ-000001", Made::New, 2));
    let shown = tab(&mut shop, order);
    let lines: Vec<_> = shown.lines.iter().map(|l| (l.product.as_str(), l.packs.0, l.supplier)).collect();
    assert_eq!(lines, [("p1", 2, Some(from)), ("p9", 2, Some(from))]);
    assert_eq!(shown.lines[0].needed_by.to_rfc3339(), "2026-11-26T20:59:00+00:00", "the end of the second day");
    assert_eq!(shown.head.unwrap().state, R::Open);
    let row = shop.history(order).pop().unwrap();
    assert_eq!((row.event, row.note.as_str()), (HistoryEvent::Requisition, "ЗТ-000001 new"));
    let before = shop.dump();
    assert_eq!(shop.ok(make(order)).done, Made::Unchanged);
    assert_eq!(shop.dump(), before, "nothing new is missing");
    let mut more = edit("p9");
    more.packs = Some(Packs(5));
    let updated = shop.ok(MakeRequisition { order, edits: vec![more, edit("p77")] });
    assert_eq!(
        (updated.number.as_str(), updated.done, updated.requisition),
        ("ЗТ-000001", Made::Updated, made.requisition)
    );
    assert_eq!(tab(&mut shop, order).lines[1].packs, Packs(5));
    assert_eq!(shop.number("SELECT count(*) FROM requisition WHERE order_id = ?1", order.0), 1);
}

#[test]
fn two_tills_at_once_make_one_requisition() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    let mut shop = Shop::file(&path);
    let order = short_order(&mut shop, 1);
    let gate = std::sync::Barrier::new(2);
    let numbers: Vec<String> = std::thread::scope(|scope| {
        let press = || {
            let mut till = Shop::file(&path);
            gate.wait();
            till.ok(make(order)).number
        };
        let tills = [scope.spawn(press), scope.spawn(press)];
        tills.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(numbers, ["ЗТ-000001", "ЗТ-000001"]);
    assert_eq!(shop.number("SELECT count(*) FROM requisition WHERE order_id = ?1", order.0), 1);
    let twice = shop.db.write(|sql| {
        sql.execute(
            "INSERT INTO requisition (order_id, number, state, created_at, updated_at, user_name)
             VALUES (?1, 'X', 'open', 0, 0, 'x')",
            &[order.0.into()],
        )
    });
    assert!(twice.is_err(), "the tables themselves allow one requisition per order");
}

#[test]
fn lines_of_one_product_share_its_free_packs_and_make_one_line() {
    let mut shop = Shop::new();
    let order = shop.arrived(&site_order("A1", &[("p1", 6), ("p1", 7)]));
    shop.ok(AcceptOrder { order });
    assert_eq!(shop.ok(make(order)).lines, 1);
    assert_eq!(tab(&mut shop, order).lines[0].packs, Packs(3));
    assert!(!shop.ask(OrderCard { id: order }).unwrap().row.supply.can_complete_now);
}

#[test]
fn nothing_missing_or_an_order_that_is_over_makes_no_requisition() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    assert_eq!(shop.refused(make(order)), supply(SupplyRefusal::NothingMissing));
    for status in [S::Closed, S::ReserveExpired, S::Cancelled, S::Unknown] {
        let mut shop = Shop::new();
        let order = shop.order_in(status);
        assert_eq!(shop.refused(make(order)), supply(SupplyRefusal::OrderIsOver { status }));
    }
}

#[test]
fn bad_edits_are_refused_and_agreed_dates_stay() {
    let mut shop = Shop::new();
    let order = short_order(&mut shop, 1);
    let with = |change: &dyn Fn(&mut RequisitionEdit)| {
        let mut e = edit("p9");
        change(&mut e);
        MakeRequisition { order, edits: vec![e] }
    };
    let past = shop.now() - Duration::hours(1);
    let action = with(&|e| e.needed_by = Some(past));
    assert_eq!(shop.refused(action), supply(SupplyRefusal::NeededInPast { wanted: past }));
    let action = with(&|e| e.packs = Some(Packs(0)));
    assert_eq!(shop.refused(action), Refusal::BadQuantity { packs: Packs(0) });
    let far = shop.now() + Duration::days(400);
    let action = with(&|e| e.needed_by = Some(far));
    assert!(matches!(shop.refused(action), Refusal::Supply(SupplyRefusal::NeededTooFar { .. })));
    let agreed = shop.now() + Duration::days(5);
    shop.ok(with(&|e| e.needed_by = Some(agreed)));
    assert_eq!(shop.ok(make(order)).done, Made::Unchanged, "a date that was agreed stays");
    assert_eq!(tab(&mut shop, order).lines[0].needed_by, agreed);
}

#[test]
fn every_end_of_an_order_cancels_an_open_requisition_and_leaves_an_ordered_one() {
    let state = |shop: &mut Shop, order| tab(shop, order).head.unwrap().state;
    for ordered in [false, true] {
        for site_cancels in [false, true] {
            let mut shop = Shop::new();
            let order = short_order(&mut shop, 1);
            shop.ok(make(order));
            if ordered {
                shop.ok(AdvanceRequisition { order, to: R::Ordered });
            }
            shop.deliver_all();
            if site_cancels {
                shop.receive(&[later(&site_order("A1", &[("p1", 1), ("p9", 2)]), 20, S::Cancelled)]);
            } else {
                shop.ok(delete(order));
            }
            let want = if ordered { R::Ordered } else { R::Cancelled };
            assert_eq!(state(&mut shop, order), want, "ordered {ordered}, by the site {site_cancels}");
        }
    }
}

#[test]
fn goods_that_came_show_at_the_order_and_reserving_them_receives_the_requisition() {
    let mut shop = Shop::new();
    let order = short_order(&mut shop, 12);
    shop.ok(make(order));
    shop.ok(AdvanceRequisition { order, to: R::Ordered });
    let wrong = SupplyRefusal::WrongRequisitionState { from: R::Ordered, to: R::Open };
    assert_eq!(shop.refused(AdvanceRequisition { order, to: R::Open }), supply(wrong));
    let completes = |shop: &mut Shop| {
        let card = shop.ask(OrderCard { id: order }).unwrap().row.supply;
        let listed = shop.ask(OrderRows { ids: vec![order] }).unwrap()[0].supply.clone();
        assert_eq!(card, listed);
        assert_eq!(tab(shop, order).can_complete_now, card.can_complete_now);
        (card.can_complete_now, card.requisition)
    };
    assert_eq!(completes(&mut shop), (false, Some(R::Ordered)));
    shop.goods("p9", &[("b9", 365, 2)]);
    assert_eq!(completes(&mut shop), (false, Some(R::Ordered)), "two packs of p1 are still missing");
    // Two more, but too short-dated for a hold of two days and thirty days of use.
    shop.goods("p1", &[("short", 31, 2)]);
    assert!(!completes(&mut shop).0);
    shop.goods("p1", &[("more", 365, 2)]);
    assert_eq!(completes(&mut shop), (true, Some(R::Ordered)));
    shop.ok(ReserveLines { order });
    assert_eq!(completes(&mut shop), (true, Some(R::Received)));
    assert_eq!(shop.refused(make(order)), supply(SupplyRefusal::NothingMissing));
    let again = SupplyRefusal::WrongRequisitionState { from: R::Received, to: R::Received };
    assert_eq!(shop.refused(AdvanceRequisition { order, to: R::Received }), supply(again));
}

#[test]
fn a_delivery_after_the_hold_is_warned_of_with_a_time_that_the_extension_takes() {
    let mut shop = Shop::new();
    supplier(&mut shop, "Оптовик", 5);
    let order = short_order(&mut shop, 1);
    let shown = tab(&mut shop, order);
    let Some(Remedy::ExtendTo(until)) = shown.late.map(|l| l.remedy) else { panic!("{:?}", shown.late) };
    assert_eq!(shown.missing[0].proposed.late, shown.late);
    shop.ok(make(order));
    let list = |shop: &mut Shop| shop.ask(RequisitionList::default()).unwrap().rows[0].late;
    assert_eq!(list(&mut shop), shown.late);
    shop.ok(ExtendHold { order, until });
    assert_eq!((tab(&mut shop, order).late, list(&mut shop)), (None, None));
    let mut far = edit("p9");
    far.needed_by = Some(shop.now() + Duration::days(40));
    shop.ok(MakeRequisition { order, edits: vec![far] });
    assert!(matches!(tab(&mut shop, order).late.unwrap().remedy, Remedy::TooFar { .. }));
}

#[test]
fn the_list_groups_by_supplier_and_finds_by_words_and_state() {
    let mut shop = Shop::new();
    let b = supplier(&mut shop, "База", 1);
    let a = supplier(&mut shop, "Аптечный склад", 1);
    for (id, from) in [("A1", a), ("A2", b), ("A3", a)] {
        let order = shop.arrived(&site_order(id, &[("p8", 1), ("p9", 2)]));
        let edits = ["p8", "p9"].map(|p| RequisitionEdit { supplier: Some(from), ..edit(p) }).to_vec();
        shop.ok(MakeRequisition { order, edits });
    }
    let order = shop.id("A2");
    shop.ok(AdvanceRequisition { order, to: R::Ordered });
    let ask = |shop: &mut Shop, filter| shop.ask(RequisitionList { filter }).unwrap();
    let all = ask(&mut shop, ListFilter::default());
    let groups: Vec<_> = all.groups.iter().map(|g| (g.name.as_str(), g.lines, g.packs.0)).collect();
    assert_eq!(groups, [("Аптечный склад", 4, 6), ("База", 2, 3)]);
    assert_eq!((all.counts.open, all.counts.ordered, all.rows.len()), (2, 1, 6));
    let open = ask(&mut shop, ListFilter { state: Some(R::Open), ..ListFilter::default() });
    assert!(open.rows.len() == 4 && open.rows.iter().all(|r| r.state == R::Open));
    let found = ask(&mut shop, ListFilter { text: "n-a2 P9 база".to_owned(), ..ListFilter::default() });
    assert_eq!(found.rows.len(), 1);
    let of_a = ask(&mut shop, ListFilter { supplier: Some(a), ..ListFilter::default() });
    assert_eq!(of_a.rows.len(), 4);
    // Ordered last from there: proposed next time.
    shop.pass_minutes(1);
    let order = shop.id("A2");
    let mut more = edit("p9");
    more.packs = Some(Packs(3));
    shop.ok(MakeRequisition { order, edits: vec![more] });
    let next = shop.arrived(&site_order("A4", &[("p9", 1)]));
    assert_eq!(tab(&mut shop, next).missing[0].proposed.supplier.as_ref().map(|s| s.id), Some(b));
}

fn medicine(shop: &mut Shop, code: &str, what: [&str; 3], price: i64, days: u64) {
    let mut item = goods(code, &[(&format!("b-{code}"), days, 4)]);
    [item.goods.inn, item.goods.form, item.goods.strength] = what.map(str::to_owned);
    item.batches[0].0.price = Kopecks(price);
    shop.ok(ImportGoods { items: vec![item] });
}

#[test]
fn analogs_are_the_same_medicine_in_stock_the_cheapest_first() {
    let mut shop = Shop::empty();
    medicine(&mut shop, "p1", ["ибупрофен", "таблетки", "200 мг"], 10_000, 20);
    medicine(&mut shop, "dear", ["Ибупрофен", "таб.", "200мг"], 15_000, 365);
    medicine(&mut shop, "cheap", ["ИБУПРОФЕН", "таблетки", "200 мг"], 4_000, 300);
    medicine(&mut shop, "short", ["ибупрофен", "таблетки", "200 мг"], 100, 31);
    medicine(&mut shop, "strong", ["ибупрофен", "таблетки", "400 мг"], 200, 365);
    medicine(&mut shop, "gone", ["ибупрофен", "таблетки", "200 мг"], 300, 365);
    shop.goods("gone", &[("b-gone", 365, 0)]);
    let order = shop.arrived(&site_order("A1", &[("p1", 2), ("p9", 1)]));
    let [first, unknown] = [0, 1].map(|n| shop.load(order).lines[n].id);
    let rows = shop.ask(LineAnalogs { order, line: first }).unwrap();
    let seen: Vec<_> = rows.iter().map(|a| (a.name.as_str(), a.price.0, a.difference.0, a.free.0)).collect();
    assert_eq!(seen, [("Товар cheap", 4_000, 4_000 - PRICE.0, 4), ("Товар dear", 15_000, 15_000 - PRICE.0, 4)]);
    assert_eq!(shop.ask(LineAnalogs { order, line: unknown }).unwrap(), [], "the directory does not know p9");
}
