//! Batches of demo goods: series, dates, places and prices.
//!
//! Owns the shares that make a demo believable: a few goods out of stock, a few
//! batches near their date and a few past it, so that every warning can be seen.

use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;

use super::StorageRange;

/// One batch on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoBatch {
    /// Unique code: the goods' code, a dash and the number of the batch.
    pub code: String,
    /// Maker's series as printed on the pack.
    pub series: String,
    /// Last day on which it may be sold; in the past for a few batches.
    pub expires_on: NaiveDate,
    /// Shelf in the pharmacy, Russian.
    pub place: String,
    /// Whole packs in stock, at least 1.
    pub packs: i64,
    /// Retail price of a pack, kopecks; never above the ceiling.
    pub price_kopecks: i64,
    /// Price ceiling, kopecks, for vital medicines.
    pub max_price_kopecks: Option<i64>,
}

/// What the batches of one product have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shelf<'a> {
    pub(super) code: &'a str,
    pub(super) inn: &'a str,
    pub(super) storage: StorageRange,
    pub(super) shelf_months: u32,
    pub(super) price_kopecks: i64,
    pub(super) max_price_kopecks: Option<i64>,
    pub(super) today: NaiveDate,
    pub(super) supply: Supply,
}

/// How dependable the stock of a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Supply {
    /// May be out of stock, near its date or past it.
    Ordinary,
    /// Always on the shelf with a good date: the goods that a demo starts with.
    Certain,
}

/// Per thousand: goods without stock, batches past their date, batches near it.
const OUT_OF_STOCK: u32 = 40;
const EXPIRED: u32 = 5;
const SHORT_DATED: u32 = 20;

/// Good batches last at least this long; day one of the month may take 30 days off.
const MIN_GOOD_DAYS: u64 = 62;

/// Substances under quantity accounting, kept locked.
const SAFE: [&str; 6] =
    ["трамадол", "прегабалин", "диазепам", "клоназепам", "тропикамид", "бромдигидрохлорфенилбензодиазепин"];

const RACKS: [&str; 8] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "К"];

impl Shelf<'_> {
    /// Draws 0 to 4 batches.
    pub(super) fn batches(&self, rng: &mut Rng) -> Vec<DemoBatch> {
        if rng.u32(0..1000) < OUT_OF_STOCK && self.supply == Supply::Ordinary {
            return Vec::new();
        }
        let count = match rng.u32(0..100) {
            0..10 => 1,
            10..30 => 2,
            30..65 => 3,
            _ => 4,
        };
        let home = self.home(rng);
        (1..=count).map(|number| self.batch(number, &home, rng)).collect()
    }

    fn batch(&self, number: u64, home: &str, rng: &mut Rng) -> DemoBatch {
        let expires_on = self.expiry(number, rng);
        let price = self.price_kopecks * rng.i64(970..=1030) / 1000;
        let ceiling = self.max_price_kopecks.unwrap_or(i64::MAX);
        let most = if self.price_kopecks > 200_000 { 6 } else { 40 };
        // The number of the batch is the last digit of the serial part, so two
        // batches of one product never share a series.
        let serial = rng.u64(0..1000) * 10 + number;
        DemoBatch {
            code: format!("{}-{number}", self.code),
            series: format!("{serial:04}{:02}{:02}", rng.u32(1..=12), expires_on.year() % 100),
            expires_on,
            place: if rng.u32(0..100) < 8 && self.storage.max_celsius >= 25 && home != "Сейф" {
                format!("Материальная-{}", rng.u32(1..=4))
            } else {
                home.to_owned()
            },
            packs: rng.i64(1..=most),
            price_kopecks: price.clamp(1, ceiling),
            max_price_kopecks: self.max_price_kopecks,
        }
    }

    fn expiry(&self, number: u64, rng: &mut Rng) -> NaiveDate {
        let draw = rng.u32(0..1000);
        let certain = self.supply == Supply::Certain && number == 1;
        if draw < EXPIRED && !certain {
            return back(self.today, rng.u64(1..=60));
        }
        if draw < EXPIRED + SHORT_DATED && !certain {
            return ahead(self.today, rng.u64(1..=29));
        }
        let longest = (u64::from(self.shelf_months) * 30).max(MIN_GOOD_DAYS + 1);
        let date = ahead(self.today, rng.u64(MIN_GOOD_DAYS..=longest));
        // Packs carry a month; the first day is how most programs write it.
        date.with_day(1).unwrap_or(date)
    }

    fn home(&self, rng: &mut Rng) -> String {
        if SAFE.contains(&self.inn) {
            return "Сейф".to_owned();
        }
        match self.storage.max_celsius {
            ..=8 => format!("Холодильник {}", rng.u32(1..=3)),
            9..=15 => format!("Прохладный шкаф {}", rng.u32(1..=2)),
            _ if self.inn.is_empty() => format!("Витрина-{}", rng.u32(1..=6)),
            _ => format!("{}-{}", rng.choice(RACKS).unwrap_or("А"), rng.u32(1..=12)),
        }
    }
}

fn ahead(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(inn: &str, max_celsius: i32) -> Shelf<'_> {
        Shelf {
            code: "G000001",
            inn,
            storage: StorageRange { min_celsius: None, max_celsius },
            shelf_months: 12,
            price_kopecks: 10_000,
            max_price_kopecks: Some(10_000),
            today: NaiveDate::default(),
            supply: Supply::Certain,
        }
    }

    #[test]
    fn cold_goods_lie_in_the_fridge_and_counted_ones_in_the_safe() {
        for seed in 0..200 {
            let mut rng = Rng::with_seed(seed);
            let cold = shelf("инсулин гларгин", 8).batches(&mut rng);
            assert!(cold.iter().all(|batch| batch.place.starts_with("Холодильник")));
            let locked = shelf("трамадол", 25).batches(&mut rng);
            assert!(locked.iter().all(|batch| batch.place == "Сейф"));
        }
    }

    #[test]
    fn goods_of_certain_supply_always_have_a_batch_with_a_good_date() {
        for seed in 0..2_000 {
            let shelf = shelf("парацетамол", 25);
            let batches = shelf.batches(&mut Rng::with_seed(seed));
            let good = |batch: &DemoBatch| (batch.expires_on - shelf.today).num_days() >= 30;
            assert!(batches.first().is_some_and(good), "seed {seed}");
        }
    }

    #[test]
    fn a_price_at_the_ceiling_is_never_moved_above_it() {
        for seed in 0..200 {
            let batches = shelf("парацетамол", 25).batches(&mut Rng::with_seed(seed));
            assert!(batches.iter().all(|batch| (1..=10_000).contains(&batch.price_kopecks)));
        }
    }
}
