//! The check before «собран»: what stands in the way, what is worth a look, what to know at hand-over.
//!
//! The screen shows this list and the action obeys it: there is one function, so that they never differ.

use chrono::{DateTime, NaiveDate, Utc};

use super::batch::{self, DatesNow, Pick, StorageBand, Unfit};
use super::error::Refusal;
use super::hold;
use super::ids::{BatchId, LineId};
use super::money::Kopecks;
use super::packs::Packs;
use super::phone;

/// Whether every pack must be scanned into the bag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScanRule {
    /// Only when a pack of the order was scanned: what is begun is ended.
    #[default]
    WhenBegun,
    /// Always.
    Always,
}

/// Packs of a batch that a line keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPacks {
    /// Which batch.
    pub batch: BatchId,
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Shelf place.
    pub place: String,
    /// How cold.
    pub storage: StorageBand,
    /// How many.
    pub packs: Packs,
    /// What one pack will cost at hand-over.
    pub price: Kopecks,
}

impl KeptPacks {
    /// They stay in their place until hand-over: refrigerator, cool place, safe.
    #[must_use]
    pub fn stays(&self) -> bool {
        batch::stays_until_handover(&self.place, self.storage)
    }
}

/// One line as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineNow {
    /// Which.
    pub line: LineId,
    /// Product as booked.
    pub name: String,
    /// Prescription goods.
    pub is_rx: bool,
    /// Booked packs.
    pub ordered: Packs,
    /// Price of one pack as booked.
    pub price: Kopecks,
    /// What is reserved.
    pub kept: Vec<KeptPacks>,
    /// What lies in the bag.
    pub bagged: Vec<Pick>,
}

impl LineNow {
    fn reserved(&self) -> Packs {
        self.kept.iter().map(|k| k.packs).sum()
    }

    fn in_bag(&self, of: BatchId) -> Packs {
        self.bagged.iter().filter(|p| p.batch == of).map(|p| p.packs).sum()
    }

    /// Packs that must lie in the bag and do not.
    fn not_bagged(&self) -> Packs {
        let lacks = |k: &KeptPacks| k.packs.minus(self.in_bag(k.batch)).floor_zero();
        self.kept.iter().filter(|k| !k.stays()).map(lacks).sum()
    }

    /// Packs in the bag that the line does not keep.
    fn surplus(&self) -> Packs {
        let mut seen: Vec<BatchId> = Vec::new();
        let mut surplus = Packs::ZERO;
        for pick in &self.bagged {
            if seen.contains(&pick.batch) {
                continue;
            }
            seen.push(pick.batch);
            let kept: Packs = self.kept.iter().filter(|k| k.batch == pick.batch).map(|k| k.packs).sum();
            surplus = surplus.plus(self.in_bag(pick.batch).minus(kept).floor_zero());
        }
        surplus
    }
}

/// An order as it stands before «собран».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Now.
    pub now: DateTime<Utc>,
    /// End of the hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// Today, and the first day on which a pack may expire.
    pub dates: DatesNow,
    /// The lines.
    pub lines: Vec<LineNow>,
    /// Packs in the bag that belong to no line any more: product and count.
    pub strays: Vec<(String, Packs)>,
    /// Whether every pack must be scanned.
    pub scan: ScanRule,
    /// The site's sums differ from its prices.
    pub sums_disagree: bool,
    /// The customer's phone.
    pub phone: String,
}

/// How much a fault matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// «Собран» is refused.
    Blocking,
    /// Worth a look; the order can be collected.
    Advice,
    /// To know, nothing to mend.
    Information,
}

/// The command that mends a fault. The screen knows its name and key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mend {
    /// «Наличие».
    Reserve,
    /// Scan the pack into the bag.
    Scan,
    /// Take the pack out of the bag.
    TakeOut,
    /// Call the customer.
    Call,
    /// «Удалить».
    Delete,
}

/// One finding of the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The order has no lines.
    NoLines,
    /// The hold is over.
    HoldOver {
        /// When it ended.
        until: DateTime<Utc>,
    },
    /// A line is not fully reserved.
    NotReserved {
        /// Which line.
        line: LineId,
        /// Its product.
        name: String,
        /// Reserved packs.
        reserved: Packs,
        /// Booked packs.
        ordered: Packs,
    },
    /// Reserved packs have expired or will be too short-dated at the hold's end.
    Unusable {
        /// Which line.
        line: LineId,
        /// Its product.
        name: String,
        /// Series on the pack.
        series: String,
        /// Last day of use.
        expires_on: NaiveDate,
        /// Expired or short-dated.
        why: Unfit,
    },
    /// Packs of a line are not in the bag.
    NotBagged {
        /// Which line.
        line: LineId,
        /// Its product.
        name: String,
        /// Packs that are not there.
        packs: Packs,
    },
    /// Packs lie in the bag that are not reserved for the order.
    Surplus {
        /// The line they were laid in for; `None` when it is gone.
        line: Option<LineId>,
        /// Their product.
        name: String,
        /// How many.
        packs: Packs,
    },
    /// The site's sums differ from its prices.
    SumsDisagree,
    /// Nobody can be reached by the phone of the customer.
    PhoneImplausible,
    /// The customer pays less than booked: the ceiling or a cheaper shelf price.
    PriceLower {
        /// As booked.
        booked: Kopecks,
        /// At hand-over.
        to_pay: Kopecks,
    },
    /// Packs that stay in the cold until hand-over.
    Cold {
        /// Product.
        name: String,
        /// Where.
        place: String,
        /// How cold.
        storage: StorageBand,
        /// How many.
        packs: Packs,
    },
    /// A prescription must be seen at hand-over.
    Prescription {
        /// Which line.
        line: LineId,
        /// Its product.
        name: String,
    },
}

impl Fault {
    /// How much it matters.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        match self {
            Self::NoLines
            | Self::HoldOver { .. }
            | Self::NotReserved { .. }
            | Self::Unusable { .. }
            | Self::NotBagged { .. }
            | Self::Surplus { .. } => Weight::Blocking,
            Self::SumsDisagree | Self::PhoneImplausible => Weight::Advice,
            Self::PriceLower { .. } | Self::Cold { .. } | Self::Prescription { .. } => Weight::Information,
        }
    }

    /// What mends it; `None` for information.
    #[must_use]
    pub const fn mend(&self) -> Option<Mend> {
        match self {
            // A hold that is over cannot be extended.
            Self::NoLines | Self::HoldOver { .. } => Some(Mend::Delete),
            Self::NotReserved { .. } | Self::Unusable { .. } => Some(Mend::Reserve),
            Self::NotBagged { .. } => Some(Mend::Scan),
            Self::Surplus { .. } => Some(Mend::TakeOut),
            Self::SumsDisagree | Self::PhoneImplausible => Some(Mend::Call),
            Self::PriceLower { .. } | Self::Cold { .. } | Self::Prescription { .. } => None,
        }
    }

    /// The text key of the user's wording (`preflight-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoLines => "no-lines",
            Self::HoldOver { .. } => "hold-over",
            Self::NotReserved { .. } => "not-reserved",
            Self::Unusable { why: Unfit::Expired, .. } => "expired",
            Self::Unusable { .. } => "short-dated",
            Self::NotBagged { .. } => "not-bagged",
            Self::Surplus { .. } => "surplus",
            Self::SumsDisagree => "sums-disagree",
            Self::PhoneImplausible => "phone",
            Self::PriceLower { .. } => "price-lower",
            Self::Cold { .. } => "cold",
            Self::Prescription { .. } => "prescription",
        }
    }
}

/// Everything there is to say about the order, the blocking first.
#[must_use]
pub fn check(order: &Situation) -> Vec<Fault> {
    let mut faults = Vec::new();
    if order.lines.is_empty() {
        faults.push(Fault::NoLines);
    }
    if let Some(until) = order.hold_until.filter(|until| hold::is_over(*until, order.now)) {
        // A collected order past its hold would lapse at once; the customer must be asked first.
        faults.push(Fault::HoldOver { until });
    }
    for line in &order.lines {
        let reserved = line.reserved();
        if reserved < line.ordered {
            let (line, name, ordered) = (line.line, line.name.clone(), line.ordered);
            faults.push(Fault::NotReserved { line, name, reserved, ordered });
        }
    }
    faults.extend(order.lines.iter().flat_map(|line| unusable(order.dates, line)));
    faults.extend(bag(order));
    if order.sums_disagree {
        faults.push(Fault::SumsDisagree);
    }
    if !phone::is_plausible(&order.phone) {
        faults.push(Fault::PhoneImplausible);
    }
    faults.extend(facts(&order.lines));
    faults
}

fn unusable(dates: DatesNow, line: &LineNow) -> impl Iterator<Item = Fault> {
    line.kept.iter().filter_map(move |kept| {
        dates.check(kept.expires_on, kept.packs).err().map(|why| Fault::Unusable {
            line: line.line,
            name: line.name.clone(),
            series: kept.series.clone(),
            expires_on: kept.expires_on,
            why,
        })
    })
}

fn bag(order: &Situation) -> Vec<Fault> {
    let begun = !order.strays.is_empty() || order.lines.iter().any(|l| !l.bagged.is_empty());
    let mut faults = Vec::new();
    if begun || order.scan == ScanRule::Always {
        for line in &order.lines {
            let packs = line.not_bagged();
            if packs.any() {
                faults.push(Fault::NotBagged { line: line.line, name: line.name.clone(), packs });
            }
        }
    }
    for line in &order.lines {
        let packs = line.surplus();
        if packs.any() {
            faults.push(Fault::Surplus { line: Some(line.line), name: line.name.clone(), packs });
        }
    }
    let stray = |(name, packs): &(String, Packs)| Fault::Surplus { line: None, name: name.clone(), packs: *packs };
    faults.extend(order.strays.iter().map(stray));
    faults
}

fn facts(lines: &[LineNow]) -> Vec<Fault> {
    let mut facts = Vec::new();
    let booked: Kopecks = lines.iter().map(|l| l.price.times(l.reserved())).sum();
    let to_pay: Kopecks = lines.iter().flat_map(|l| &l.kept).map(|k| k.price.times(k.packs)).sum();
    if to_pay < booked {
        facts.push(Fault::PriceLower { booked, to_pay });
    }
    for line in lines {
        for kept in line.kept.iter().filter(|k| k.storage.stays_in_place()) {
            facts.push(Fault::Cold {
                name: line.name.clone(),
                place: kept.place.clone(),
                storage: kept.storage,
                packs: kept.packs,
            });
        }
    }
    for line in lines.iter().filter(|l| l.is_rx) {
        facts.push(Fault::Prescription { line: line.line, name: line.name.clone() });
    }
    facts
}

/// May the order be set to «собран»?
///
/// # Errors
/// The first blocking fault as a refusal, counted over all lines where lines are counted.
pub fn verdict(faults: &[Fault]) -> Result<(), Refusal> {
    let Some(first) = faults.iter().find(|f| f.weight() == Weight::Blocking) else {
        return Ok(());
    };
    let packs_of = |pick: fn(&Fault) -> Option<Packs>| faults.iter().filter_map(pick).sum();
    Err(match first {
        Fault::HoldOver { until } => Refusal::HoldOver { until: *until },
        Fault::NotReserved { .. } => Refusal::NotFullyReserved {
            missing_lines: faults.iter().filter(|f| matches!(f, Fault::NotReserved { .. })).count(),
        },
        Fault::Unusable { name, series, expires_on, why, .. } => match why {
            Unfit::Expired => Refusal::Expired { name: name.clone(), series: series.clone() },
            Unfit::ShortDated | Unfit::NoneFree => {
                Refusal::ShortDated { name: name.clone(), series: series.clone(), expires_on: *expires_on }
            }
        },
        Fault::NotBagged { .. } => Refusal::NotInBag {
            packs: packs_of(|f| if let Fault::NotBagged { packs, .. } = f { Some(*packs) } else { None }),
        },
        Fault::Surplus { name, .. } => Refusal::SurplusInBag {
            name: name.clone(),
            packs: packs_of(|f| if let Fault::Surplus { packs, .. } = f { Some(*packs) } else { None }),
        },
        Fault::NoLines
        | Fault::SumsDisagree
        | Fault::PhoneImplausible
        | Fault::PriceLower { .. }
        | Fault::Cold { .. }
        | Fault::Prescription { .. } => Refusal::EmptyOrder,
    })
}

#[cfg(test)]
mod tests {
    use chrono::{Days, Duration};

    use super::*;
    use crate::domain::clock::from_millis;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(n)
    }

    fn kept(batch: i64, packs: i64) -> KeptPacks {
        KeptPacks {
            batch: BatchId(batch),
            series: format!("S{batch}"),
            expires_on: day(400),
            place: "A1".to_owned(),
            storage: StorageBand::default(),
            packs: Packs(packs),
            price: Kopecks(100),
        }
    }

    fn line(id: i64, ordered: i64, kept: Vec<KeptPacks>) -> LineNow {
        let (line, name) = (LineId(id), format!("Товар {id}"));
        LineNow { line, name, is_rx: false, ordered: Packs(ordered), price: Kopecks(100), kept, bagged: Vec::new() }
    }

    fn order(lines: Vec<LineNow>) -> Situation {
        let now = from_millis(1_700_000_000_000);
        Situation {
            now,
            hold_until: Some(now + Duration::hours(1)),
            dates: DatesNow { today: day(10), not_before: day(40) },
            lines,
            strays: Vec::new(),
            scan: ScanRule::WhenBegun,
            sums_disagree: false,
            phone: "+79161234567".to_owned(),
        }
    }

    fn bagged(mut line: LineNow, picks: &[(i64, i64)]) -> LineNow {
        line.bagged = picks.iter().map(|(b, n)| Pick { batch: BatchId(*b), packs: Packs(*n) }).collect();
        line
    }

    fn codes(order: &Situation) -> Vec<&'static str> {
        check(order).iter().map(Fault::code).collect()
    }

    #[test]
    fn a_whole_order_in_order_has_no_fault() {
        assert_eq!(codes(&order(vec![line(1, 2, vec![kept(1, 2)])])), [""; 0]);
    }

    #[test]
    fn every_blocking_fault_is_the_refusal_of_the_action() {
        let whole = || line(1, 2, vec![kept(1, 2)]);
        let mut over = order(vec![whole()]);
        over.hold_until = Some(over.now);
        let short = KeptPacks { expires_on: day(39), ..kept(1, 2) };
        let old = KeptPacks { expires_on: day(9), ..kept(1, 2) };
        let cases = [
            (order(Vec::new()), "no-lines", "empty-order"),
            (over, "hold-over", "hold-over"),
            (order(vec![line(1, 3, vec![kept(1, 2)])]), "not-reserved", "not-fully-reserved"),
            (order(vec![line(1, 2, vec![short])]), "short-dated", "short-dated"),
            (order(vec![line(1, 2, vec![old])]), "expired", "expired"),
            (order(vec![bagged(whole(), &[(1, 1)])]), "not-bagged", "not-in-bag"),
            (order(vec![bagged(whole(), &[(1, 3)])]), "surplus", "surplus-in-bag"),
        ];
        for (order, fault, refusal) in cases {
            assert_eq!(codes(&order), [fault]);
            let faults = check(&order);
            assert_eq!(faults.first().map(Fault::weight), Some(Weight::Blocking));
            assert!(faults.iter().all(|f| f.mend().is_some()));
            assert_eq!(verdict(&faults).map_err(|r| r.code()), Err(refusal));
        }
    }

    #[test]
    fn what_is_scanned_at_all_is_scanned_whole_but_for_what_stays_in_its_place() {
        let cold = KeptPacks { storage: StorageBand { min_celsius: Some(2), max_celsius: Some(8) }, ..kept(2, 1) };
        let safe = KeptPacks { place: "Сейф 1".to_owned(), ..kept(3, 1) };
        let lines =
            || vec![line(1, 2, vec![kept(1, 2)]), line(2, 1, vec![cold.clone()]), line(3, 1, vec![safe.clone()])];
        assert_eq!(codes(&order(lines())), ["cold"], "nothing scanned, nothing asked");
        let mut always = order(lines());
        always.scan = ScanRule::Always;
        assert_eq!(codes(&always), ["not-bagged", "cold"]);
        let mut done = lines();
        let first = bagged(done.remove(0), &[(1, 1), (1, 1)]);
        done.insert(0, first);
        assert_eq!(codes(&order(done)), ["cold"]);
        let mut stray = order(lines());
        stray.strays = vec![("Лишний".to_owned(), Packs(1))];
        assert_eq!(codes(&stray), ["not-bagged", "surplus", "cold"]);
        assert!(verdict(&check(&stray)).is_err());
    }

    #[test]
    fn a_pack_of_another_batch_is_surplus_and_its_own_is_missing() {
        let order = order(vec![bagged(line(1, 2, vec![kept(1, 2)]), &[(1, 1), (9, 1)])]);
        assert_eq!(codes(&order), ["not-bagged", "surplus"]);
    }

    #[test]
    fn advice_and_information_stop_nobody() {
        let mut rx = line(1, 1, vec![KeptPacks { price: Kopecks(90), ..kept(1, 1) }]);
        rx.is_rx = true;
        let mut order = order(vec![rx]);
        order.sums_disagree = true;
        order.phone = "нет".to_owned();
        assert_eq!(codes(&order), ["sums-disagree", "phone", "price-lower", "prescription"]);
        assert_eq!(verdict(&check(&order)), Ok(()));
    }
}
