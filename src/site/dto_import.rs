//! Shapes of the two imports on the wire: the pharmacy's card and the full stock with prices.
//!
//! Owns: JSON names. The client fills them from [`super::pharmacy`] and [`super::catalog`], the sandbox
//! reads them.

use serde::{Deserialize, Serialize};

use super::read::{Id, Whole, null_default};

/// Request of `pharmacies/import`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PharmaciesDto {
    /// The cards.
    pub pharmacies: Vec<PharmacyDto>,
}

/// A pharmacy's card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PharmacyDto {
    /// Id known to the service.
    pub pharmacy_id: Id,
    /// Sign over the door.
    pub title: String,
    /// Legal person.
    pub legal_name: Option<String>,
    /// ИНН.
    pub inn: Option<String>,
    /// Takes orders.
    pub is_active: bool,
    /// Where.
    pub location: LocationDto,
    /// When.
    pub schedule: ScheduleDto,
    /// How to reach.
    pub contacts: ContactsDto,
    /// How long an order is held.
    pub booking: BookingDto,
}

/// Where a pharmacy is. Degrees, not money: a float is right here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LocationDto {
    /// One line.
    pub full_address: String,
    /// City.
    pub city: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// Opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleDto {
    /// IANA name or offset.
    pub timezone: String,
    /// Day.
    pub monday: DayDto,
    /// Day.
    pub tuesday: DayDto,
    /// Day.
    pub wednesday: DayDto,
    /// Day.
    pub thursday: DayDto,
    /// Day.
    pub friday: DayDto,
    /// Day.
    pub saturday: DayDto,
    /// Day.
    pub sunday: DayDto,
}

/// Opening hours of a day; minutes from midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayDto {
    /// Closed all day.
    pub is_day_off: bool,
    /// Open round the clock.
    pub is_working_day_and_night: bool,
    /// Opens.
    pub working_start_at: Option<Whole>,
    /// Closes; may be past midnight.
    pub working_end_at: Option<Whole>,
}

/// Phones (E.164) and addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsDto {
    /// E.164.
    #[serde(default, deserialize_with = "null_default")]
    pub phones: Vec<String>,
    /// Addresses.
    #[serde(default, deserialize_with = "null_default")]
    pub emails: Vec<String>,
}

/// How long an order is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingDto {
    /// Minutes.
    pub maximum_booking_time_in_minutes: Whole,
}

/// Answer of `pharmacies/import`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PharmaciesAnswerDto {
    /// Cards taken.
    pub accepted: Whole,
    /// Cards refused.
    pub rejected: Whole,
    /// Each card.
    #[serde(default, deserialize_with = "null_default")]
    pub results: Vec<PharmacyResultDto>,
    /// The service's clock.
    pub server_time: Option<String>,
}

/// What became of a card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PharmacyResultDto {
    /// Id.
    pub pharmacy_id: Id,
    /// `accepted`, `rejected`, …
    pub state: String,
    /// Why it was refused.
    #[serde(default, deserialize_with = "null_default")]
    pub errors: Vec<FieldErrorDto>,
}

/// An error of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrorDto {
    /// JSON pointer.
    pub pointer: Option<String>,
    /// Stable code.
    pub code: Option<String>,
    /// In words.
    pub message: Option<String>,
}

/// A part of a full stock without its rows: they are streamed after it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CatalogHeadDto {
    /// Whose stock.
    pub pharmacy_id: Id,
    /// When the stock was read.
    pub snapshot_at: String,
    /// One import.
    pub import_id: Id,
    /// From 1.
    pub part: Whole,
    /// How many parts.
    pub parts_total: Whole,
    /// Rows of all parts.
    pub items_total: Whole,
    /// An empty stock is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_empty: Option<bool>,
}

/// A part of a full stock as the sandbox reads it.
#[derive(Clone, Debug, Deserialize)]
pub struct CatalogDto {
    /// All but the rows.
    #[serde(flatten)]
    pub head: CatalogHeadDto,
    /// Rows.
    pub items: Vec<CatalogItemDto>,
}

/// A row of a full stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogItemDto {
    /// Product.
    pub product_id: Id,
    /// Batch.
    pub batch_id: Id,
    /// Name.
    pub name: String,
    /// Maker.
    pub manufacturer: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// EAN-13.
    #[serde(default, deserialize_with = "null_default")]
    pub barcodes: Vec<String>,
    /// Kopecks.
    pub price: Whole,
    /// Whole packs, at least one.
    pub quantity: Whole,
    /// Percent; absent = no VAT.
    pub vat_rate: Option<Whole>,
    /// Serial number of the maker.
    pub series: Option<String>,
    /// Last day of use.
    pub expires_on: Option<String>,
    /// ЖНВЛП.
    pub is_vital: Option<bool>,
    /// Ceiling, kopecks.
    pub max_price: Option<Whole>,
    /// Needs a prescription.
    pub is_prescription: Option<bool>,
    /// Not warmer than.
    pub storage_max_celsius: Option<Whole>,
}

/// Answer of `catalog/import`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CatalogAnswerDto {
    /// The import.
    pub import_id: Id,
    /// `applied` or `staged`.
    pub state: String,
    /// Rows taken.
    pub accepted: Whole,
    /// Rows refused.
    pub rejected: Whole,
    /// In words.
    #[serde(default, deserialize_with = "null_default")]
    pub warnings: Vec<String>,
    /// The first hundred rows refused.
    #[serde(default, deserialize_with = "null_default")]
    pub rejected_rows: Vec<RejectedRowDto>,
    /// The service's clock.
    pub server_time: Option<String>,
}

/// A row refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRowDto {
    /// Place in the part, from 0.
    pub row: Whole,
    /// Product.
    pub product_id: Option<Id>,
    /// Why.
    pub code: Option<String>,
}
