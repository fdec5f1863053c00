//! The day that the tour shows, step by step.

use std::sync::PoisonError;

use egui::{Key, Modifiers, PointerButton, pos2};

use super::tour::{Press, Scene, Step};
use crate::domain::clock::Clock;
use crate::domain::requisition::RequisitionState;
use crate::domain::status::OrderStatus;
use crate::sandbox::model::orders::{NewLine, NewOrder};
use crate::sandbox::{SandboxModel, arrivals};
use crate::text::Lang;
use crate::ui::ExperoApp;
use crate::ui::command::ViewKind;

/// The order of the long way, by the turn in which the tour books it.
pub(super) const FIRST: usize = 0;
/// The order that is deleted.
const SECOND: usize = 1;
/// The order that nobody fetches.
const THIRD: usize = 2;
/// The order that lacks goods.
const FOURTH: usize = 3;
/// More than any shelf holds.
const FAR_TOO_MANY: i64 = 500;

/// Packs of the first order as a scanner types them: the first has a marking code (its separators lost to the
/// keyboard), the second a plain barcode. The third stays in the refrigerator.
const PARACETAMOL: &str = "010460160003452321Tour_00000001|91EE06|92dG91ciBvZiBhIGRheSwgbm90IGEgc2lnbmF0dXJlISE=";
const AMOXICILLIN: &str = "4608712905079";
/// Goods that the first order does not name.
const NUROFEN: &str = "4607162877905";

/// The first row of the order list at the size of the tour.
const FIRST_ROW: egui::Pos2 = pos2(560.0, 215.0);

/// Longer than the hold, in seconds.
const TWO_DAYS_AND_AN_HOUR: i64 = 49 * 3600;

fn key(k: Key) -> Press {
    Press::Key(Modifiers::NONE, k)
}

fn ctrl(k: Key) -> Press {
    Press::Key(Modifiers::CTRL | Modifiers::COMMAND, k)
}

fn alt(k: Key) -> Press {
    Press::Key(Modifiers::ALT, k)
}

fn nothing(_: &mut Scene) {}

type Until = fn(&Scene, &ExperoApp, &egui::Context) -> bool;

fn step(name: &'static str, press: Vec<Press>, until: Until) -> Step {
    Step { name, begin: nothing, press, until }
}

fn scene(name: &'static str, begin: fn(&mut Scene), press: Vec<Press>, until: Until) -> Step {
    Step { name, begin, press, until }
}

/// What a scanner does: the words and Enter.
fn scan(code: &'static str) -> Vec<Press> {
    vec![Press::Text(code), key(Key::Enter)]
}

/// So many packs are in the bag of the first order.
fn bagged(scene: &Scene, packs: i64) -> bool {
    scene.order(FIRST).is_some_and(|o| o.bag.packs == packs)
}

/// All steps in order.
pub(super) fn all() -> Vec<Step> {
    let mut steps = first_order();
    steps.extend(the_bag());
    steps.extend(the_sale());
    steps.extend(the_till());
    steps.extend(back_to_orders());
    steps.extend(second_and_third());
    steps.extend(missing_goods());
    steps.extend(the_directories());
    steps.extend(the_looks());
    steps
}

fn first_order() -> Vec<Step> {
    vec![
        step("till", vec![], |_, app, _| app.view() == ViewKind::Till && !app.prompt_is_shown()),
        scene("prompt", book_lines, vec![], |s, app, _| app.prompt_is_shown() && s.order(FIRST).is_some()),
        step("order-list", vec![ctrl(Key::Y)], |_, app, _| app.view() == ViewKind::Orders),
        step("context-menu", vec![Press::Click(PointerButton::Secondary, FIRST_ROW)], |_, _, ctx| {
            egui::Popup::is_any_open(ctx)
        }),
        step("accepted", vec![key(Key::Escape), key(Key::F6)], |s, _, _| s.stands(FIRST, OrderStatus::Accepted)),
        step("collecting", vec![key(Key::F7)], |_, app, _| app.view() == ViewKind::Collecting),
        step("reserved", vec![key(Key::F2)], |s, _, _| s.order(FIRST).is_some_and(|o| o.unreserved_lines == 0)),
    ]
}

/// The first order by scanner: a pack, a wrong one, one taken back, the rest, its cell.
fn the_bag() -> Vec<Step> {
    let both = [scan(PARACETAMOL), scan(AMOXICILLIN)].concat();
    vec![
        step("scanned", scan(PARACETAMOL), |s, _, _| bagged(s, 1)),
        step("scan-wrong", scan(NUROFEN), |s, _, _| bagged(s, 1)),
        step("scan-undone", vec![key(Key::Backspace)], |s, _, _| bagged(s, 0)),
        step("bag-whole", both, |s, _, _| bagged(s, 2)),
        step("batches", vec![key(Key::ArrowUp), key(Key::F7)], |_, app, _| app.dialogs_open() > 0),
        step("cell", vec![key(Key::Escape), key(Key::F11)], |_, app, _| app.dialogs_open() > 0),
        step("cell-set", vec![ctrl(Key::Num1)], |s, app, _| {
            app.dialogs_open() == 0 && s.order(FIRST).is_some_and(|o| o.bag.cell == "1")
        }),
        step("collected", vec![ctrl(Key::Enter)], |s, app, _| {
            s.stands(FIRST, OrderStatus::Assembled) && app.view() == ViewKind::Orders
        }),
        step("preview", vec![ctrl(Key::P)], |_, app, _| app.dialogs_open() > 0),
        scene("extend", remember_hold, vec![key(Key::Escape), key(Key::F8)], |_, app, _| app.dialogs_open() > 0),
        step("extended", vec![ctrl(Key::Num3), key(Key::Enter)], |s, app, _| {
            app.dialogs_open() == 0 && s.order(FIRST).is_some_and(|o| o.hold_until > s.hold_before)
        }),
    ]
}

fn the_sale() -> Vec<Step> {
    vec![
        step("receipt", vec![key(Key::F9)], |_, app, _| app.view() == ViewKind::Till && !app.receipt_is_empty()),
        // Amoxicillin is sold by prescription.
        // The insulin stayed in the refrigerator: it is ticked by itself.
        step("bag-checked", vec![key(Key::F2), key(Key::Space)], |_, app, _| app.bag_is_checked()),
        step("prescription", vec![key(Key::F11)], |_, app, _| app.dialogs_open() > 0),
        step("cash", prescription_seen(), |_, app, _| app.takes_cash()),
        step("sold", vec![key(Key::Enter)], |s, app, _| s.stands(FIRST, OrderStatus::Closed) && app.receipt_is_empty()),
        step("five-items", five_items(), |_, app, _| app.receipt_lines() == 5),
        step("five-sold", five_paid(), |_, app, _| app.receipt_is_empty()),
    ]
}

/// What else the till does: the journal, a return, the shift, a discount, two ways to pay, a receipt put aside.
fn the_till() -> Vec<Step> {
    let open = |_: &Scene, app: &ExperoApp, _: &egui::Context| app.dialogs_open() > 0;
    let esc = || key(Key::Escape);
    let shift = |k| Press::Key(Modifiers::SHIFT, k);
    vec![
        step("journal", vec![ctrl(Key::J)], |_, app, _| app.view() == ViewKind::Sales),
        step("receipt-copy", vec![ctrl(Key::P)], open),
        step("return", vec![esc(), key(Key::F8)], open),
        step("returned", vec![key(Key::Plus), ctrl(Key::Enter)], |_, app, _| app.dialogs_open() == 0),
        step("shift", vec![ctrl(Key::F11)], open),
        step("_to-till", vec![esc(), esc(), esc()], |_, app, _| app.view() == ViewKind::Till),
        step("_one-line", vec![Press::Scan("4601600034523")], |_, app, _| app.receipt_lines() == 1),
        step("discount", vec![key(Key::F6), Press::Text("5")], open),
        step(
            "mixed",
            vec![key(Key::Enter), shift(Key::F12), Press::Text("20"), key(Key::Enter), Press::Text("100")],
            open,
        ),
        step("parked", vec![esc(), key(Key::F4)], |_, app, _| app.receipt_is_empty()),
        step("parked-list", vec![ctrl(Key::F4)], open),
        step("recalled", vec![key(Key::Enter)], |_, app, _| app.receipt_lines() == 1),
        step("search-guess", vec![Press::Text("порацетомол")], |_, app, _| app.receipt_lines() == 1),
        step("_receipt-away", vec![esc(), key(Key::Delete)], |_, app, _| app.receipt_is_empty()),
        step("settings", vec![ctrl(Key::F12)], |_, app, _| app.view() == ViewKind::Settings),
        step("settings-checked", vec![key(Key::F5)], |_, app, _| app.site_knows_us()),
        step("settings-orders", vec![key(Key::F6)], |_, app, _| app.site_answers() == 1),
        step("settings-stock", vec![key(Key::F7)], |_, app, _| app.site_answers() == 2),
        step("settings-log", vec![alt(Key::Num3)], |_, app, _| app.records() > 0),
        step("log", vec![ctrl(Key::G)], |_, app, _| app.view() == ViewKind::Log && app.records() > 0),
        step("system", vec![alt(Key::F12)], |_, app, _| app.view() == ViewKind::System),
        step("switch-user", vec![ctrl(Key::F2)], open),
        step("_till-again", vec![esc(), esc(), esc(), esc()], |_, app, _| app.view() == ViewKind::Till),
    ]
}

fn back_to_orders() -> Vec<Step> {
    vec![
        step("closed", vec![key(Key::Escape), ctrl(Key::F7)], |_, app, _| app.view() == ViewKind::Orders),
        step("search", vec![key(Key::Escape), Press::Text("нурофен")], |_, app, _| app.view() == ViewKind::Till),
        scene("banner", book_later, vec![key(Key::Enter)], |s, app, _| {
            app.prompt_is_shown() && s.order(SECOND).is_some() && !app.receipt_is_empty()
        }),
    ]
}

/// Number, the day as it stands, doctor.
fn prescription_seen() -> Vec<Press> {
    let enter = || key(Key::Enter);
    vec![Press::Text("45-1207"), enter(), enter(), Press::Text("Орлова Н. П."), enter()]
}

/// Five products for one customer: three packs have their barcode at hand, two are found by three letters.
fn five_items() -> Vec<Press> {
    let enter = || key(Key::Enter);
    let scans = ["4601600034523", "4600236453760", "4607162877905"].map(Press::Scan);
    let typed = vec![Press::Text("цет"), enter(), Press::Text("оме"), enter()];
    scans.into_iter().chain(typed).collect()
}

/// Paid in cash with the exact sum.
fn five_paid() -> Vec<Press> {
    vec![key(Key::F11), key(Key::Enter)]
}

/// What the sale of five products took: keys pressed, and scans.
pub(super) fn five_items_strokes() -> (usize, usize) {
    let all = [five_items(), five_paid()].concat();
    let keys = all.iter().map(|press| match press {
        Press::Key(..) => 1,
        Press::Text(text) => text.chars().count(),
        Press::Scan(_) | Press::Click(..) => 0,
    });
    let scans = all.iter().filter(|press| matches!(press, Press::Scan(_))).count();
    (keys.sum(), scans)
}

fn second_and_third() -> Vec<Step> {
    vec![
        step("_to-second", vec![ctrl(Key::Y)], |_, app, _| app.view() == ViewKind::Orders),
        step("delete", vec![key(Key::Delete)], |_, app, _| app.dialogs_open() > 0),
        step("deleted", vec![key(Key::Num1), key(Key::Enter)], |s, _, _| s.stands(SECOND, OrderStatus::Cancelled)),
        scene("_third", book_later, vec![], |s, app, _| app.prompt_is_shown() && s.order(THIRD).is_some()),
        step("_third-accepted", vec![ctrl(Key::Y), key(Key::F6)], |s, _, _| s.stands(THIRD, OrderStatus::Accepted)),
        step("_third-reserved", vec![key(Key::F7), key(Key::F2)], |s, _, _| {
            s.order(THIRD).is_some_and(|o| o.unreserved_lines == 0)
        }),
        step("_third-collected", vec![ctrl(Key::Enter)], |s, app, _| {
            s.stands(THIRD, OrderStatus::Assembled) && app.view() == ViewKind::Orders
        }),
        scene("lapsed", two_days_later, vec![], |s, _, _| s.stands(THIRD, OrderStatus::ReserveExpired)),
        step("history", vec![ctrl(Key::H)], |_, app, _| app.dialogs_open() > 0),
    ]
}

/// An order that lacks goods: ordered from a supplier, the customer called; the lists of all orders.
fn missing_goods() -> Vec<Step> {
    vec![
        scene("_fourth", book_too_many, vec![key(Key::Escape)], |s, app, _| {
            app.prompt_is_shown() && s.order(FOURTH).is_some()
        }),
        step("_fourth-accepted", vec![ctrl(Key::Y), key(Key::F6)], |s, _, _| s.stands(FOURTH, OrderStatus::Accepted)),
        step("missing", vec![key(Key::F7), key(Key::F2)], |s, app, _| {
            app.view() == ViewKind::Collecting && s.order(FOURTH).is_some_and(|o| o.unreserved_lines > 0)
        }),
        step("requisition", vec![ctrl(Key::Num2), ctrl(Key::S)], |s, _, _| {
            s.order(FOURTH).is_some_and(|o| o.supply.requisition == Some(RequisitionState::Open))
        }),
        step("calls", vec![ctrl(Key::Num3), alt(Key::Num1)], |_, app, _| app.view() == ViewKind::Collecting),
        step("no-answer", vec![alt(Key::Num8)], |_, app, _| app.dialogs_open() > 0),
        step("call-again", vec![key(Key::Enter)], |s, app, _| {
            app.dialogs_open() == 0 && s.order(FOURTH).is_some_and(|o| o.supply.call_again.is_some())
        }),
        step("requisitions", vec![ctrl(Key::F8)], |_, app, _| app.view() == ViewKind::Requisitions),
        step("return-to-shelf", vec![ctrl(Key::F9)], |_, app, _| app.view() == ViewKind::Shelf),
        step("_orders", vec![ctrl(Key::F7)], |_, app, _| app.view() == ViewKind::Orders),
    ]
}

fn the_directories() -> Vec<Step> {
    vec![
        step("goods", vec![alt(Key::G)], |_, app, _| app.view() == ViewKind::Goods && app.is_filled()),
        step("batch-moves", vec![key(Key::Enter), key(Key::F7)], |_, app, _| app.dialogs_open() > 0),
        step("why-on-site", vec![key(Key::Escape), key(Key::F9)], |_, app, _| app.dialogs_open() > 0),
        step("suppliers", vec![key(Key::Escape), key(Key::Escape), alt(Key::S)], |_, app, _| {
            app.view() == ViewKind::Suppliers && app.dialogs_open() == 0
        }),
        step("report", vec![key(Key::Escape), alt(Key::R)], |_, app, _| {
            app.view() == ViewKind::Report && app.is_filled()
        }),
        step("import", vec![key(Key::Escape), alt(Key::I)], |_, app, _| app.view() == ViewKind::Import),
        step("_orders-again", vec![key(Key::Escape), key(Key::Escape)], |_, app, _| app.view() == ViewKind::Orders),
    ]
}

fn the_looks() -> Vec<Step> {
    vec![
        step("keys", vec![key(Key::Escape), key(Key::F1)], |_, app, _| app.dialogs_open() > 0),
        step("menu", vec![key(Key::Escape), key(Key::F10)], |_, app, _| app.dialogs_open() > 0),
        step("dark", vec![key(Key::ArrowDown), key(Key::ArrowDown), key(Key::Enter)], |_, app, ctx| {
            app.dialogs_open() == 0 && ctx.global_style().visuals.dark_mode
        }),
        step("dark-till", vec![key(Key::Escape)], |_, app, _| app.view() == ViewKind::Till),
        step("_menu", vec![key(Key::F10)], |_, app, _| app.dialogs_open() > 0),
        step(
            "_english",
            vec![key(Key::ArrowDown), key(Key::ArrowDown), key(Key::ArrowDown), key(Key::Enter)],
            |_, app, _| app.dialogs_open() == 0 && app.lang() == Lang::En,
        ),
        step("english", vec![ctrl(Key::F7)], |_, app, _| app.view() == ViewKind::Orders),
    ]
}

/// Three lines of different kinds of goods, one of them cold.
fn book_lines(scene: &mut Scene) {
    let mut model = scene.model.lock().unwrap_or_else(PoisonError::into_inner);
    let goods = model.bookable();
    let wanted = ["Парацетамол таб. 500 мг №20", "Амоксициллин капс. 500 мг №16", "Инсулин гларгин 100 ЕД/мл №5"];
    let lines: Vec<NewLine> = wanted
        .iter()
        .filter_map(|name| goods.iter().find(|g| g.name == *name))
        .map(|g| NewLine {
            product_id: g.product_id.clone(),
            batch_id: g.batch_id.clone(),
            name: g.name.clone(),
            manufacturer: g.manufacturer.clone(),
            price: g.price,
            quantity: 1,
        })
        .collect();
    let order = NewOrder {
        name: "Мария Кузнецова".to_owned(),
        phone: "+79430005530".to_owned(),
        comment: "позвонить".to_owned(),
        lines,
        ..NewOrder::default()
    };
    let id = model.book(&order, scene.clock.now());
    let number = number(&model, &id);
    drop(model);
    scene.booked.extend(number);
    scene.nudge.now();
}

/// The number of an order as every screen shows it: in a pharmacy with a past it is another one.
fn number(model: &SandboxModel, id: &str) -> Option<String> {
    model.order(id).and_then(|order| order.dto.number.as_ref()).map(|number| number.0.clone())
}

/// A line of which there is not enough, of goods that have analogs.
fn book_too_many(scene: &mut Scene) {
    scene.clock.jump_secs(130);
    let mut model = scene.model.lock().unwrap_or_else(PoisonError::into_inner);
    let goods = model.bookable();
    let line = goods.iter().find(|g| g.name == "Парацетамол таб. 500 мг №20").map(|g| NewLine {
        product_id: g.product_id.clone(),
        batch_id: String::new(),
        name: g.name.clone(),
        manufacturer: g.manufacturer.clone(),
        price: g.price,
        quantity: FAR_TOO_MANY,
    });
    let order = NewOrder {
        name: "Анна Белова".to_owned(),
        phone: "+79430001122".to_owned(),
        lines: line.into_iter().collect(),
        ..NewOrder::default()
    };
    let id = model.book(&order, scene.clock.now());
    let number = number(&model, &id);
    drop(model);
    scene.booked.extend(number);
    scene.nudge.now();
}

/// The prompt was put off by its last answer; it returns after two minutes.
fn book_later(scene: &mut Scene) {
    scene.clock.jump_secs(130);
    book_another(scene);
}

fn book_another(scene: &mut Scene) {
    let mut model = scene.model.lock().unwrap_or_else(PoisonError::into_inner);
    let goods = model.bookable();
    let mut rng = fastrand::Rng::with_seed(u64::try_from(model.orders().count()).unwrap_or(0));
    if let Some(mut order) = arrivals::next_order(&mut rng, &goods) {
        order.prepaid = false;
        order.lines.iter_mut().for_each(|line| line.quantity = 1);
        let id = model.book(&order, scene.clock.now());
        scene.booked.extend(number(&model, &id));
    }
    scene.nudge.now();
}

fn remember_hold(scene: &mut Scene) {
    scene.hold_before = scene.order(FIRST).and_then(|o| o.hold_until);
}

fn two_days_later(scene: &mut Scene) {
    scene.clock.jump_secs(TWO_DAYS_AND_AN_HOUR);
    scene.nudge.now();
}

#[cfg(test)]
mod tests {
    #[test]
    fn five_products_are_sold_with_at_most_fourteen_keys() {
        let (keys, scans) = super::five_items_strokes();
        assert!(keys <= 14 && scans == 3, "{keys} keys, {scans} scans");
    }
}
