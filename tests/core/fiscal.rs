//! From «Оплатить» to the printed receipt: whatever breaks between two steps, each sale is printed once.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use expero::desk::Desk;
use expero::domain::clock::Clock;
use expero::domain::discount::Discount;
use expero::domain::fiscal::{DeviceFault, FiscalReceipt, FiscalState, Printed, ShiftTotals};
use expero::domain::ids::{FiscalKey, TillId};
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::domain::till_refusal::TillRefusal;
use expero::fiscal::FiscalDevice;
use expero::fiscal::job::{Job, Stepped};
use expero::fiscal::simulator::{FaultPlan, SimFault, Simulator};
use expero::store;
use expero::store::engine::params;
use expero::store::{Database, Mode};
use expero::usecase::UseError;
use expero::usecase::close_shift::{CloseShift, OpenReceipts, WantXReport};
use expero::usecase::print_receipt::RetryPrinting;
use expero::usecase::read::fiscal_now::FiscalNowOf;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};
use proptest::prelude::*;

use crate::support::{Shop, actor};

/// A till with a fiscal device, both over files in one folder.
struct Counter {
    folder: tempfile::TempDir,
    shop: Shop,
    job: Job,
    faults: FaultPlan,
}

impl Counter {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut shop = Shop::file(&folder.path().join("expero.db"));
        shop.goods("p1", &[("b1", 365, 100)]);
        shop.set("fiscal.device", "simulator");
        let (job, faults) = job(folder.path(), &shop);
        Self { folder, shop, job, faults }
    }

    /// The plug is pulled: everything in memory is gone.
    fn pull_the_plug(&mut self) {
        (self.job, self.faults) = job(self.folder.path(), &self.shop);
    }

    fn will(&self, faults: impl IntoIterator<Item = SimFault>) {
        self.faults.lock().unwrap().extend(faults);
    }

    fn sell(&mut self, packs: i64) {
        let batch = self.shop.batch("b1");
        let lines = vec![SaleLine { batch, packs: Packs(packs), discount: Discount::NONE }];
        self.shop.ok(SellReceipt::walk_in(lines, Paid::Card, Kopecks(10_000 * packs)));
    }

    fn step(&mut self) -> Stepped {
        self.job.step().unwrap()
    }

    /// Steps, with the waits between tries, until nothing is due any more.
    fn settle(&mut self) {
        for _ in 0..60 {
            if self.step() == Stepped::Idle {
                self.shop.pass_minutes(1);
                if self.step() == Stepped::Idle {
                    return;
                }
            }
        }
        panic!("the printing never came to rest");
    }

    /// Receipts and their sum, as the device remembers them.
    fn printed(&self) -> (usize, Kopecks) {
        let clock = Arc::clone(&self.shop.clock) as Arc<dyn Clock>;
        Simulator::open(&self.folder.path().join("device.jsonl"), clock).unwrap().printed()
    }

    fn states(&mut self) -> Vec<String> {
        self.shop
            .read(|sql| sql.query("SELECT state FROM fiscal_document ORDER BY document_id", params![], |r| r.text(0)))
    }

    /// Sales, device and rows agree to the kopeck, and every sale is printed.
    fn laws(&mut self) {
        let (count, sum) = self.shop.read(store::receipts::totals);
        assert_eq!(self.printed(), (usize::try_from(count).unwrap(), sum), "sales and device");
        assert!(self.states().iter().all(|s| s == "printed"), "{:?}", self.states());
        let distinct = "SELECT count(DISTINCT document_number) FROM fiscal_document";
        assert_eq!(self.shop.read(|sql| sql.number(distinct, params![])), count, "each has a document of its own");
    }
}

fn job(folder: &Path, shop: &Shop) -> (Job, FaultPlan) {
    let clock = Arc::clone(&shop.clock) as Arc<dyn Clock>;
    let data = Database::open(&folder.join("expero.db"), Mode::Write).unwrap();
    let desk = Desk::at_once(data, Arc::clone(&clock), actor("Ольга"));
    let device = Simulator::open(&folder.join("device.jsonl"), clock).unwrap();
    let faults = device.faults();
    (Job::new(desk, Box::new(device)), faults)
}

fn till() -> TillId {
    TillId("till-1".to_owned())
}

#[test]
fn a_sale_is_printed_and_its_numbers_are_kept() {
    let mut counter = Counter::new();
    counter.sell(2);
    let Stepped::Printed(printed) = counter.step() else { panic!("printed") };
    let kept = counter.shop.read(|sql| store::fiscal::of_receipt(sql, expero::domain::ids::ReceiptId(1)));
    assert_eq!(kept, Some((FiscalState::Printed, Some(printed.clone()))));
    assert_eq!((printed.shift, printed.receipt), (1, 1));
    assert_eq!(counter.step(), Stepped::Idle);
    counter.laws();
}

#[test]
fn a_lost_answer_is_asked_for_by_its_key_and_nothing_is_printed_twice() {
    for fault in [SimFault::LostAnswer, SimFault::Silent, SimFault::NoPaper, SimFault::Unreachable] {
        let mut counter = Counter::new();
        counter.sell(1);
        counter.will([fault.clone()]);
        assert!(matches!(counter.step(), Stepped::PutOff(_)), "{fault:?}");
        assert_eq!(counter.step(), Stepped::Idle, "it waits before the next try");
        counter.settle();
        counter.laws();
    }
}

#[test]
fn while_the_device_cannot_say_it_is_not_sent_again() {
    let mut counter = Counter::new();
    counter.sell(1);
    counter.will([SimFault::LostAnswer, SimFault::Unreachable, SimFault::Silent]);
    counter.settle();
    assert_eq!(counter.printed().0, 1);
    counter.laws();
}

/// A device that stops the program: before it is called, or after it did its work, at the call of this number.
struct Plug {
    inner: Simulator,
    calls: Arc<AtomicUsize>,
    at: usize,
    after: bool,
}

/// What the stopped program would have got.
fn pulled<T>() -> Result<T, DeviceFault> {
    std::panic::panic_any("the plug is pulled")
}

impl Plug {
    fn call<T>(&mut self, work: impl FnOnce(&mut Simulator) -> Result<T, DeviceFault>) -> Result<T, DeviceFault> {
        let is_it = self.calls.fetch_add(1, Ordering::SeqCst) == self.at;
        if is_it && !self.after {
            return pulled();
        }
        let answer = work(&mut self.inner);
        if is_it { pulled() } else { answer }
    }
}

impl FiscalDevice for Plug {
    fn register(&mut self, receipt: &FiscalReceipt) -> Result<Printed, DeviceFault> {
        self.call(|device| device.register(receipt))
    }
    fn ask(&mut self, key: &FiscalKey) -> Result<Option<Printed>, DeviceFault> {
        self.call(|device| device.ask(key))
    }
    fn report_x(&mut self) -> Result<ShiftTotals, DeviceFault> {
        self.call(FiscalDevice::report_x)
    }
    fn close_shift(&mut self, key: &FiscalKey, cashier: &str) -> Result<ShiftTotals, DeviceFault> {
        self.call(|device| device.close_shift(key, cashier))
    }
}

/// Every point between «Оплатить» and the stored numbers at which the program may stop.
#[test]
fn a_stop_at_any_point_between_paid_and_printed_loses_and_doubles_nothing() {
    // Before and after the sale is committed (by number of receipts sold), before and after the try is noted, before
    // and after the device did it, before and after its answer is stored.
    for (point, after, closes) in [(0, false, false), (0, true, false), (1, false, true), (1, true, true)] {
        let mut counter = Counter::new();
        counter.sell(1);
        let clock = Arc::clone(&counter.shop.clock) as Arc<dyn Clock>;
        let inner = Simulator::open(&counter.folder.path().join("device.jsonl"), Arc::clone(&clock)).unwrap();
        let data = Database::open(&counter.folder.path().join("expero.db"), Mode::Write).unwrap();
        let plug = Plug { inner, calls: Arc::default(), at: point, after };
        let mut stopped = Job::new(Desk::at_once(data, clock, actor("Ольга")), Box::new(plug));
        if closes {
            assert!(matches!(stopped.step(), Ok(Stepped::Printed(_))));
            counter.shop.ok(CloseShift(OpenReceipts::Refuse));
        }
        let stop = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stopped.step()));
        assert!(stop.is_err(), "the plug was pulled at call {point}");
        drop(stopped);
        counter.pull_the_plug();
        counter.settle();
        counter.laws();
        if closes {
            assert_eq!(counter.shop.read(|sql| store::shifts::current(sql, &till())), None, "closed once");
        }
        counter.sell(1);
        counter.settle();
        counter.laws();
    }
}

#[test]
fn what_the_device_refuses_waits_for_a_person_and_keeps_nobody_back() {
    let mut counter = Counter::new();
    counter.sell(1);
    counter.sell(2);
    counter.will([SimFault::Refuses(21)]);
    counter.settle();
    assert_eq!(counter.states(), ["failed", "printed"]);
    let now = counter.shop.ask(FiscalNowOf(till())).unwrap();
    assert_eq!((now.waiting.count, now.waiting.is_failed, now.waiting.fault.as_str()), (1, true, "refused"));
    assert_eq!(
        counter.shop.refused(CloseShift(OpenReceipts::LetWait)),
        TillRefusal::ReceiptsNotPrinted { count: 1 }.into()
    );
    counter.shop.ok(RetryPrinting);
    counter.settle();
    counter.laws();
}

#[test]
fn a_shift_closes_with_the_sums_of_its_receipts_and_the_next_sale_opens_another() {
    let mut counter = Counter::new();
    counter.sell(1);
    counter.sell(3);
    counter.settle();
    counter.shop.ok(WantXReport);
    assert_eq!(counter.step(), Stepped::X(Ok(())));
    let totals = counter.shop.ok(CloseShift(OpenReceipts::Refuse));
    assert_eq!((totals.sales, totals.sold, totals.card), (2, Kopecks(40_000), Kopecks(40_000)));
    let late = counter.shop.act(WantXReport);
    assert!(matches!(late, Err(UseError::Refused(r)) if r == TillRefusal::ShiftClosing.into()));
    counter.will([SimFault::LostAnswer]);
    assert!(matches!(counter.step(), Stepped::Shift(Err(_))));
    assert_eq!(counter.step(), Stepped::Shift(Ok(())), "asked again with the same key");
    let z = counter.shop.read(|sql| sql.number("SELECT z_sold FROM cash_shift WHERE state = 'closed'", params![]));
    assert_eq!(z, 40_000);
    assert_eq!(counter.shop.refused(CloseShift(OpenReceipts::Refuse)), TillRefusal::NoShift.into());
    counter.sell(1);
    counter.settle();
    assert_eq!(counter.shop.ask(FiscalNowOf(till())).unwrap().shift.map(|s| (s.number, s.totals.sales)), Some((2, 1)));
    counter.laws();
}

#[test]
fn a_shift_of_yesterday_prints_nothing_until_it_is_closed() {
    let mut counter = Counter::new();
    counter.sell(1);
    counter.settle();
    counter.shop.pass_minutes(25 * 60);
    counter.sell(1);
    assert_eq!(counter.step(), Stepped::PutOff(DeviceFault::ShiftExpired));
    let waiting = counter.shop.ask(FiscalNowOf(till())).unwrap().waiting;
    assert_eq!((waiting.count, waiting.fault.as_str()), (1, "shift-expired"));
    counter.shop.ok(CloseShift(OpenReceipts::Refuse));
    counter.settle();
    counter.laws();
}

#[test]
fn a_line_cut_off_in_the_memory_of_the_device_never_happened() {
    let mut counter = Counter::new();
    counter.sell(1);
    counter.settle();
    let file = counter.folder.path().join("device.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}{{\"what\":\"sold\",\"key\":\"x")).unwrap();
    counter.pull_the_plug();
    counter.sell(1);
    counter.settle();
    counter.laws();
}

fn faults() -> impl Strategy<Value = Vec<SimFault>> {
    let one =
        prop::sample::select(vec![SimFault::Unreachable, SimFault::LostAnswer, SimFault::Silent, SimFault::NoPaper]);
    prop::collection::vec(one, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_faults_and_stops_print_each_sale_once(days in prop::collection::vec((faults(), 0_usize..3, any::<bool>()), 1..5)) {
        let mut counter = Counter::new();
        for (faults, steps, stops) in days {
            counter.sell(1);
            counter.will(faults);
            for _ in 0..steps {
                counter.step();
            }
            if stops {
                counter.pull_the_plug();
            }
        }
        counter.faults.lock().unwrap().clear();
        counter.settle();
        counter.laws();
    }
}
