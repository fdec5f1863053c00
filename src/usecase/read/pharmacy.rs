//! The card of the pharmacy as the site is told of it.

use crate::domain::opening::{self, Week};
use crate::usecase::{Query, ReadCx, UseError, settings};

/// The card; none while the site would know too little from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PharmacyFacts;

/// What the settings say of the pharmacy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pharmacy {
    /// Code at the site.
    pub code: String,
    /// Sign over the door.
    pub title: String,
    /// Legal person, and its taxpayer number; both may be empty.
    pub legal: (String, String),
    /// Address in one line, and the city, which may be empty.
    pub place: (String, String),
    /// Opening hours.
    pub week: Week,
    /// As typed.
    pub phones: Vec<String>,
    /// As typed.
    pub mails: Vec<String>,
    /// How long an order is held, minutes.
    pub booking_minutes: i64,
}

/// Whether a change of this setting changes the card.
pub(in crate::usecase) fn is_of_card(key: &str) -> bool {
    key.starts_with("pharmacy.") || matches!(key, "site.pharmacy_id" | "booking.minutes")
}

impl Query for PharmacyFacts {
    type Rows = Option<Pharmacy>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Option<Pharmacy>, UseError> {
        let get = |key| settings::get(cx.sql, key);
        let list = |key| get(key).map(|all| settings::list(&all).map(str::to_owned).collect::<Vec<_>>());
        let (code, title, address) = (get("site.pharmacy_id")?, get("pharmacy.name")?, get("pharmacy.address")?);
        let week = opening::parse_week(&get("pharmacy.hours")?);
        let (Some(week), false) = (week, [&code, &title, &address].into_iter().any(String::is_empty)) else {
            return Ok(None);
        };
        Ok(Some(Pharmacy {
            code,
            title,
            legal: (get("pharmacy.legal_name")?, get("pharmacy.inn")?),
            place: (address, get("pharmacy.city")?),
            week,
            phones: list("pharmacy.phones")?,
            mails: list("pharmacy.emails")?,
            booking_minutes: settings::booking(cx.sql)?.minutes,
        }))
    }
}
