//! The pharmacy's card as sent to the service.
//!
//! Owns: the values of `pharmacies/import` in terms of the trade, and their shape on the wire. Must not
//! know where settings are kept.

use super::dto_import::{
    BookingDto, ContactsDto, DayDto, LocationDto, PharmaciesAnswerDto, PharmaciesDto, PharmacyDto, ScheduleDto,
};
use super::read::{Id, Whole};
pub use crate::domain::opening::OpenDay;
use crate::domain::opening::Week;
use crate::domain::phone;

/// A pharmacy's card.
#[derive(Clone, Debug, PartialEq)]
pub struct PharmacyCard {
    /// Id known to the service.
    pub pharmacy_id: String,
    /// Sign over the door.
    pub title: String,
    /// Legal person, may be empty.
    pub legal_name: String,
    /// ИНН, may be empty.
    pub inn: String,
    /// Takes orders.
    pub is_active: bool,
    /// Where.
    pub place: Place,
    /// Zone, IANA name or offset.
    pub timezone: String,
    /// Monday to Sunday.
    pub week: Week,
    /// As typed; sent as E.164, unreadable ones are left out.
    pub phones: Vec<String>,
    /// Addresses.
    pub emails: Vec<String>,
    /// How long an order is held.
    pub booking_minutes: i64,
}

/// Where a pharmacy is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// One line.
    pub address: String,
    /// City, may be empty.
    pub city: String,
    /// Degrees north and east.
    pub degrees: Option<(f64, f64)>,
}

/// What became of the cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PharmacyOutcome {
    /// Cards taken.
    pub accepted: i64,
    /// Cards refused.
    pub rejected: i64,
    /// Each card: id, state, and words on what is wrong.
    pub results: Vec<CardResult>,
}

/// What became of one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardResult {
    /// Id.
    pub pharmacy_id: String,
    /// The service's word.
    pub state: String,
    /// `/pointer: message`.
    pub errors: Vec<String>,
}

impl From<PharmaciesAnswerDto> for PharmacyOutcome {
    fn from(dto: PharmaciesAnswerDto) -> Self {
        let words = |e: super::dto_import::FieldErrorDto| {
            let message = e.message.or(e.code).unwrap_or_default();
            e.pointer.map_or_else(|| message.clone(), |p| format!("{p}: {message}"))
        };
        Self {
            accepted: dto.accepted.0,
            rejected: dto.rejected.0,
            results: dto
                .results
                .into_iter()
                .map(|r| CardResult {
                    pharmacy_id: r.pharmacy_id.0,
                    state: r.state,
                    errors: r.errors.into_iter().map(words).collect(),
                })
                .collect(),
        }
    }
}

/// The request.
#[must_use]
pub fn to_dto(cards: &[PharmacyCard]) -> PharmaciesDto {
    PharmaciesDto { pharmacies: cards.iter().map(card).collect() }
}

fn card(c: &PharmacyCard) -> PharmacyDto {
    let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = c.week.map(day);
    PharmacyDto {
        pharmacy_id: Id(c.pharmacy_id.clone()),
        title: c.title.clone(),
        legal_name: text(&c.legal_name),
        inn: text(&c.inn),
        is_active: c.is_active,
        location: LocationDto {
            full_address: c.place.address.clone(),
            city: text(&c.place.city),
            latitude: c.place.degrees.map(|d| d.0),
            longitude: c.place.degrees.map(|d| d.1),
        },
        schedule: ScheduleDto {
            timezone: c.timezone.clone(),
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        },
        contacts: ContactsDto {
            phones: c.phones.iter().filter_map(|p| phone::normalise(p)).collect(),
            emails: c.emails.clone(),
        },
        booking: BookingDto { maximum_booking_time_in_minutes: Whole(c.booking_minutes) },
    }
}

fn day(day: OpenDay) -> DayDto {
    let (is_day_off, is_working_day_and_night) = (day == OpenDay::Off, day == OpenDay::RoundTheClock);
    let (from, to) = match day {
        OpenDay::Off | OpenDay::RoundTheClock => (None, None),
        OpenDay::Hours { from, to } => (Some(Whole(from.into())), Some(Whole(to.into()))),
    };
    DayDto { is_day_off, is_working_day_and_night, working_start_at: from, working_end_at: to }
}
