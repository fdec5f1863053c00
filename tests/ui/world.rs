//! A pharmacy for the tests: goods, orders, a clock that stands still, and a window over them.

use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expero::desk::Desk;
use expero::domain::batch::StorageBand;
use expero::domain::clock::ManualClock;
use expero::domain::ids::{OrderId, ProductCode, SiteOrderId, TillId};
use expero::domain::money::Kopecks;
use expero::domain::order::{Customer, PaymentMethod, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::site_order::{SiteLine, SiteOrder, SiteStamps};
use expero::domain::status::OrderStatus;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::store::{Database, Mode};
use expero::text::Lang;
use expero::ui::services::{NoServices, Services};
use expero::ui::theme::ThemeChoice;
use expero::ui::{ExperoApp, UiOptions};
use expero::usecase::Actor;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::receive_orders::{Progress, ReceiveOrders};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::task::{Contact, NoteContact};

/// 23.11.2026 13:44:18 in Moscow.
pub const NOW_MS: i64 = 1_795_430_658_000;

pub struct World {
    pub desk: Desk,
    pub clock: Arc<ManualClock>,
    folder: Arc<tempfile::TempDir>,
}

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(NOW_MS).unwrap()
}

impl World {
    /// An empty pharmacy.
    pub fn new() -> Self {
        let clock = Arc::new(ManualClock::at(now()));
        Self::on(Arc::new(tempfile::tempdir().unwrap()), clock, "till-1")
    }

    /// Another till on the same data.
    pub fn beside(&self) -> Self {
        Self::on(Arc::clone(&self.folder), Arc::clone(&self.clock), "till-2")
    }

    fn on(folder: Arc<tempfile::TempDir>, clock: Arc<ManualClock>, till: &str) -> Self {
        let path = folder.path().join("expero.db");
        let write = Database::open(&path, Mode::Write).unwrap();
        let read = Database::open(&path, Mode::Read).unwrap();
        let actor = Actor { user: "Петрова А. И.".into(), till: TillId(till.into()) };
        let desk = Desk::start(write, read, clock.clone(), actor).unwrap();
        Self { desk, clock, folder }
    }

    /// One number out of the data.
    pub fn number(&self, sql: &str) -> i64 {
        let mut data = Database::open(&self.folder.path().join("expero.db"), Mode::Read).unwrap();
        let ask = |s: &expero::store::Sql<'_>| s.number(sql, expero::store::engine::params![]);
        data.read::<_, expero::store::error::StoreError>(ask).unwrap()
    }

    /// With the goods of the drawings.
    pub fn stocked() -> Self {
        let world = Self::new();
        let items = vec![
            goods(
                "P1",
                "Парацетамол таб. 500 мг №20",
                "парацетамол",
                "4601000000017",
                3550,
                &[("S12345", 2027, 8, 20)],
            ),
            goods(
                "P2",
                "Амоксициллин капс. 500 мг №16",
                "амоксициллин",
                "4601000000024",
                11_800,
                &[("77120", 2028, 1, 4)],
            ),
            goods("P3", "Нурофен таб. 200 мг №10", "ибупрофен", "4601000000031", 14_200, &[("N501", 2027, 3, 14)]),
            goods(
                "P4",
                "Нурофен Экспресс капс. 200 мг №16",
                "ибупрофен",
                "4601000000048",
                38_900,
                &[("N77", 2026, 12, 5)],
            ),
            goods("P5", "Нурофен сусп. 100 мл", "ибупрофен", "4601000000055", 26_700, &[("N90", 2027, 5, 0)]),
            goods(
                "P6",
                "Магне B6 таб. №50",
                "магния лактат + пиридоксин",
                "4601000000062",
                41_100,
                &[("M6", 2027, 9, 1)],
            ),
        ];
        world.desk.act(ImportGoods { items }).wait().unwrap();
        world.desk.act(NoteContact(Contact::Polled { skew_secs: 0 })).wait().unwrap();
        world.clock.advance_secs(8);
        world
    }

    /// A site order that has just arrived. `lines`: product code, packs, price.
    pub fn order(&self, number: &str, payment: PaymentState, lines: &[(&str, i64, i64)]) -> OrderId {
        self.arrived(site_order(number, payment, lines))
    }

    /// A trial of the site's people, collected as an order is.
    pub fn collected_trial(&self, number: &str, lines: &[(&str, i64, i64)]) -> OrderId {
        let trial = SiteOrder { is_test: true, ..site_order(number, PaymentState::Unpaid, lines) };
        self.collect(self.arrived(trial))
    }

    fn arrived(&self, order: SiteOrder) -> OrderId {
        let number = order.number.clone();
        let page = ReceiveOrders {
            orders: vec![order],
            broken: vec![],
            progress: Progress::Cursor(None),
            pharmacy_id: String::new(),
        };
        self.desk.act(page).wait().unwrap();
        self.desk.ask(FindOrder { number }).wait().unwrap()
    }

    /// An order that is collected and waits for its customer.
    pub fn collected(&self, number: &str, payment: PaymentState, lines: &[(&str, i64, i64)]) -> OrderId {
        self.collect(self.order(number, payment, lines))
    }

    fn collect(&self, order: OrderId) -> OrderId {
        self.desk.act(AcceptOrder { order }).wait().unwrap();
        self.desk.act(ReserveLines { order }).wait().unwrap();
        self.desk.act(CollectOrder { order }).wait().unwrap();
        order
    }

    /// The program's window, Russian and light, 1366×768.
    pub fn window(&self) -> Window<'_> {
        self.window_as(Lang::Ru, ThemeChoice::Light, false)
    }

    pub fn window_as(&self, lang: Lang, theme: ThemeChoice, practice: bool) -> Window<'_> {
        self.window_of(lang, theme, practice, Arc::new(NoServices))
    }

    /// With these printers and files.
    pub fn window_with(&self, services: Arc<dyn Services>) -> Window<'_> {
        self.window_of(Lang::Ru, ThemeChoice::Light, false, services)
    }

    /// A dark English one with these printers and files.
    pub fn window_dark_with(&self, services: Arc<dyn Services>) -> Window<'_> {
        self.window_of(Lang::En, ThemeChoice::Dark, false, services)
    }

    fn window_of(&self, lang: Lang, theme: ThemeChoice, practice: bool, services: Arc<dyn Services>) -> Window<'_> {
        let options = UiOptions {
            lang,
            theme,
            practice,
            user_title: "Петрова А. И., фармацевт".into(),
            scale: 100,
            till_title: "Касса 1".into(),
            version: "0.1.0".into(),
            prompt_again_secs: 120,
            services,
        };
        let desk = self.desk.clone();
        let harness = Harness::builder()
            .with_size(egui::vec2(1366.0, 768.0))
            .wgpu()
            .build_eframe(move |cc| ExperoApp::new(&cc.egui_ctx, desk, options));
        let mut window = Window { world: self, harness };
        window.settle();
        window
    }
}

/// The window and the pharmacy behind it.
pub struct Window<'w> {
    world: &'w World,
    pub harness: Harness<'static, ExperoApp>,
}

impl Window<'_> {
    /// Draws until every answer of the desk has reached the screen. Waits for the desk, never for a clock.
    pub fn settle(&mut self) {
        for _ in 0..5 {
            self.harness.step();
            // Both threads of the desk answer in order: after these the earlier answers are there.
            self.world.desk.act(Nothing).wait().unwrap();
            self.world.desk.ask(LaneCounts).wait().unwrap();
        }
        self.harness.step();
    }

    pub fn key(&mut self, key: Key) {
        self.chord(Modifiers::NONE, key);
    }

    pub fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// What a key puts on the clipboard.
    pub fn copied_by(&mut self, modifiers: Modifiers, key: Key) -> String {
        // In one frame with nothing after it: what a frame copies is gone with the next.
        let event = egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        self.harness.input_mut().events.push(event);
        let mut copied = String::new();
        for _ in 0..5 {
            self.harness.step();
            for command in &self.harness.output().platform_output.commands {
                if let egui::OutputCommand::CopyText(text) = command {
                    copied.clone_from(text);
                }
            }
        }
        self.settle();
        copied
    }

    /// Types words; they go to whatever has the keyboard.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.into()));
        self.settle();
    }

    /// A scanner: all digits and Enter in one burst.
    /// Clicks what is called so; the last, where there are several.
    pub fn click(&mut self, name: &str) {
        self.must_say(name);
        self.harness.query_all_by_label(name).next_back().unwrap().click();
        self.settle();
    }

    /// Types into the field of this name, in the place of what is there; into the last, where there are several.
    pub fn fill(&mut self, name: &str, text: &str) {
        use egui::accesskit::Role::{PasswordInput, TextInput};
        self.must_say(name);
        let fields = self.harness.query_all_by_label(name);
        let is_field = |role| matches!(role, TextInput | PasswordInput);
        let field = { fields }.rfind(|node| is_field(node.accesskit_node().role()));
        field.unwrap().click();
        self.settle();
        self.chord(Modifiers::COMMAND, Key::A);
        self.type_text(text);
        self.settle();
    }

    pub fn scan(&mut self, code: &str) {
        for c in code.chars() {
            self.harness.event(egui::Event::Text(c.to_string()));
        }
        self.harness.key_press(Key::Enter);
        self.settle();
    }

    /// Every label of the screen, in order.
    pub fn words(&self) -> Vec<String> {
        fn collect(node: egui_kittest::kittest::AccessKitNode<'_>, out: &mut Vec<String>) {
            out.extend(node.label().or_else(|| node.value()));
            for child in node.children() {
                collect(child, out);
            }
        }

        let mut out = Vec::new();
        collect(self.harness.root().accesskit_node(), &mut out);
        out
    }

    /// The name of the selected row, if a row is selected.
    pub fn selected_row(&self) -> Option<String> {
        let rows = self.harness.query_all_by_role(egui::accesskit::Role::Row);
        let mut chosen = rows.filter(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
        chosen.next().and_then(|row| row.accesskit_node().label())
    }

    pub fn says(&self, words: &str) -> bool {
        self.words().iter().any(|w| w.replace('\u{a0}', " ").contains(words))
    }

    #[track_caller]
    pub fn must_say(&self, words: &str) {
        assert!(self.says(words), "«{words}» is not on the screen: {:#?}", self.words());
    }

    #[track_caller]
    pub fn must_not_say(&self, words: &str) {
        assert!(!self.says(words), "«{words}» is on the screen");
    }
}

/// An intention that does nothing: its answer means that all before it are done.
struct Nothing;

impl expero::usecase::Action for Nothing {
    type Value = ();
    const NAME: &'static str = "nothing";

    fn run(self, _cx: &mut expero::usecase::Cx<'_>) -> Result<(), expero::usecase::UseError> {
        Ok(())
    }
}

pub fn goods(
    code: &str,
    name: &str,
    inn: &str,
    barcode: &str,
    price: i64,
    batches: &[(&str, i32, u32, i64)],
) -> GoodsWithStock {
    let goods = NewGoods {
        code: code.into(),
        name: name.into(),
        inn: inn.into(),
        form: "таб.".into(),
        strength: String::new(),
        manufacturer: "Фармстандарт".into(),
        country: "Россия".into(),
        barcodes: vec![barcode.into()],
        marks: GoodsMarks { is_rx: code == "P2", is_vital: code == "P1", vat_rate: 10 },
    };
    let batches = batches.iter().map(|(series, year, month, packs)| {
        let batch = NewBatch {
            code: format!("{code}-{series}"),
            series: (*series).into(),
            expires_on: NaiveDate::from_ymd_opt(*year, *month, 28).unwrap(),
            place: "А-3".into(),
            storage: StorageBand::default(),
            price: Kopecks(price),
            max_price: None,
        };
        (batch, Packs(*packs))
    });
    GoodsWithStock { goods, batches: batches.collect() }
}

fn site_order(number: &str, payment: PaymentState, lines: &[(&str, i64, i64)]) -> SiteOrder {
    let created_at = now() - Duration::minutes(20);
    SiteOrder {
        site_id: SiteOrderId(format!("id-{number}")),
        number: number.into(),
        pharmacy_id: String::new(),
        status: OrderStatus::New,
        raw_status: "new".into(),
        revision: 1,
        stamps: SiteStamps { created_at, updated_at: created_at, reserved_until: None },
        customer: Customer { name: "Анна Сидорова".into(), phone: "+79161234107".into() },
        comment: String::new(),
        method: if payment == PaymentState::Paid { PaymentMethod::Online } else { PaymentMethod::OnPickup },
        payment,
        cancelled: None,
        is_test: false,
        lines: lines
            .iter()
            .enumerate()
            .map(|(n, (code, packs, price))| SiteLine {
                line_id: format!("{number}-{n}"),
                product: ProductCode((*code).into()),
                batch: None,
                name: (*code).into(),
                manufacturer: String::new(),
                packs: Packs(*packs),
                price: Kopecks(*price),
                claimed_sum: None,
            })
            .collect(),
        claimed_total: None,
    }
}
