//! The order: who booked what, until when, and where it came from.

use chrono::{DateTime, Utc};

use super::ids::{BatchCode, GoodsId, LineId, OrderId, ProductCode, SiteOrderId};
use super::money::Kopecks;
use super::packs::Packs;
use super::status::OrderStatus;

/// Where an order came from. Only a site order is ever sent to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Booked on the site.
    Site {
        /// The site's id.
        site_id: SiteOrderId,
        /// The number that the customer knows.
        number: String,
        /// The last revision of the order that we have seen.
        revision: i64,
    },
    /// Made in the pharmacy.
    Own {
        /// Our number, `С-000318`.
        number: String,
    },
}

impl Origin {
    /// The number to show: the site's for a site order, ours for our own.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Site { number, .. } | Self::Own { number } => number,
        }
    }

    /// True when status changes go to the site.
    #[must_use]
    pub const fn is_site(&self) -> bool {
        matches!(self, Self::Site { .. })
    }
}

/// How an order is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// «ожидает оплаты».
    #[default]
    Unpaid,
    /// «оплачен» on the site.
    Paid,
    /// Paid and given back.
    Refunded,
    /// The site did not say.
    Unknown,
}

impl PaymentState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Unpaid, Self::Paid, Self::Refunded, Self::Unknown];

    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Paid => "paid",
            Self::Refunded => "refunded",
            Self::Unknown => "unknown",
        }
    }

    /// Reads a code; anything else is `Unknown`.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Self::Unknown)
    }
}

/// Where the money of an order comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PaymentMethod {
    /// Paid at the till.
    #[default]
    OnPickup,
    /// Paid on the site.
    Online,
}

impl PaymentMethod {
    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnPickup => "on_pickup",
            Self::Online => "online",
        }
    }

    /// Reads a code; anything else is paid at the till.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        if code == "online" { Self::Online } else { Self::OnPickup }
    }
}

/// The person who booked. Both may be empty; both are personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Customer {
    /// As given.
    pub name: String,
    /// E.164, or as given when it cannot be read.
    pub phone: String,
}

impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Customer(masked)")
    }
}

/// Why an order asks for a look although nothing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attention {
    /// The customer changed the lines.
    SiteEdited,
    /// The customer or the site cancelled.
    SiteCancelled,
    /// The site refused our status for good.
    SiteRefused,
    /// The site holds another status than we do, and ours stays (a finished sale).
    SiteDisagrees,
    /// The site's order replaced ours after a conflict.
    SiteWon,
    /// The site does not know the order.
    SiteUnknown,
}

impl Attention {
    /// All reasons.
    pub const ALL: [Self; 6] = [
        Self::SiteEdited,
        Self::SiteCancelled,
        Self::SiteRefused,
        Self::SiteDisagrees,
        Self::SiteWon,
        Self::SiteUnknown,
    ];

    /// The stable code kept in the database and used as text key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SiteEdited => "site_edited",
            Self::SiteCancelled => "site_cancelled",
            Self::SiteRefused => "site_refused",
            Self::SiteDisagrees => "site_disagrees",
            Self::SiteWon => "site_won",
            Self::SiteUnknown => "site_unknown",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }
}

/// One line of an order as booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Our row.
    pub id: LineId,
    /// The product in our directory; `None` when the site named one that we do not have.
    pub goods: Option<GoodsId>,
    /// The product as the site names it.
    pub product: ProductCode,
    /// The batch that the site showed to the customer, if any.
    pub batch: Option<BatchCode>,
    /// Name as booked.
    pub name: String,
    /// Maker as booked.
    pub manufacturer: String,
    /// How many packs.
    pub packs: Packs,
    /// Price of one pack as booked.
    pub price: Kopecks,
}

impl OrderLine {
    /// Sum of the line, computed here and never trusted from outside.
    #[must_use]
    pub const fn sum(&self) -> Kopecks {
        self.price.times(self.packs)
    }
}

/// An order as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Our row.
    pub id: OrderId,
    /// Site or own.
    pub origin: Origin,
    /// Where it stands.
    pub status: OrderStatus,
    /// End of the hold; none before acceptance unless the site gave one.
    pub hold_until: Option<DateTime<Utc>>,
    /// What is booked.
    pub lines: Vec<OrderLine>,
    /// Who pays where.
    pub payment: PaymentState,
    /// Needs a look.
    pub attention: Option<Attention>,
    /// A trial order of the site: shown, never fiscalised.
    pub is_test: bool,
}

impl Order {
    /// Sum of the lines.
    #[must_use]
    pub fn total(&self) -> Kopecks {
        self.lines.iter().map(OrderLine::sum).sum()
    }
}

/// Why the pharmacy cancels an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelReason {
    /// The customer does not want it.
    CustomerRefused,
    /// Goods are missing.
    OutOfStock,
    /// Another order takes its place.
    Replaced,
    /// Nobody came for it.
    NotCollected,
    /// The price was wrong.
    Price,
    /// Anything else, in words.
    Other,
}

impl CancelReason {
    /// All reasons, in the order of the dialog.
    pub const ALL: [Self; 6] =
        [Self::CustomerRefused, Self::OutOfStock, Self::Replaced, Self::NotCollected, Self::Price, Self::Other];

    /// The stable code kept in the database and typed on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CustomerRefused => "customer_refused",
            Self::OutOfStock => "out_of_stock",
            Self::Replaced => "replaced",
            Self::NotCollected => "not_collected",
            Self::Price => "price",
            Self::Other => "other",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// What happened to an order, for its history. The code is also a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HistoryEvent {
    /// Came from the site, or was made here.
    Arrived,
    /// «Принять».
    Accepted,
    /// «Наличие».
    Reserved,
    /// «Снять резерв», or freed by another change.
    Released,
    /// «Заказ собран».
    Collected,
    /// «Продлить резерв».
    Extended,
    /// Sold whole.
    Sold,
    /// «Удалить».
    Deleted,
    /// The hold of a collected order ended.
    Lapsed,
    /// The customer changed the lines.
    SiteEdited,
    /// The customer or the site cancelled.
    SiteCancelled,
    /// Other data of the order changed at the site (payment, comment, hold).
    SiteUpdated,
    /// The site took our status.
    SiteConfirmed,
    /// The site refused our status.
    SiteRefused,
    /// The site's order replaced ours.
    SiteWon,
    /// The site holds another status and ours stays.
    SiteDisagrees,
    /// A change at the site was looked at.
    Acknowledged,
    /// The order sheet was made.
    Printed,
    /// A batch was chosen by hand.
    BatchChosen,
    /// The bag got another cell.
    CellSet,
    /// Packs are back on their shelf.
    ShelfReturned,
    /// The customer was called about missing goods; the note is the outcome.
    Called,
    /// The purchase requisition was made or changed; the note is its number and state.
    Requisition,
    /// Somebody looked at the full phone.
    PhoneShown,
}

impl HistoryEvent {
    /// All events.
    pub const ALL: [Self; 24] = [
        Self::Arrived,
        Self::Accepted,
        Self::Reserved,
        Self::Released,
        Self::Collected,
        Self::Extended,
        Self::Sold,
        Self::Deleted,
        Self::Lapsed,
        Self::SiteEdited,
        Self::SiteCancelled,
        Self::SiteUpdated,
        Self::SiteConfirmed,
        Self::SiteRefused,
        Self::SiteWon,
        Self::SiteDisagrees,
        Self::Acknowledged,
        Self::Printed,
        Self::BatchChosen,
        Self::CellSet,
        Self::ShelfReturned,
        Self::Called,
        Self::Requisition,
        Self::PhoneShown,
    ];

    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Accepted => "accepted",
            Self::Reserved => "reserved",
            Self::Released => "released",
            Self::Collected => "collected",
            Self::Extended => "extended",
            Self::Sold => "sold",
            Self::Deleted => "deleted",
            Self::Lapsed => "lapsed",
            Self::SiteEdited => "site_edited",
            Self::SiteCancelled => "site_cancelled",
            Self::SiteUpdated => "site_updated",
            Self::SiteConfirmed => "site_confirmed",
            Self::SiteRefused => "site_refused",
            Self::SiteWon => "site_won",
            Self::SiteDisagrees => "site_disagrees",
            Self::Acknowledged => "acknowledged",
            Self::Printed => "printed",
            Self::BatchChosen => "batch_chosen",
            Self::CellSet => "cell_set",
            Self::ShelfReturned => "shelf_returned",
            Self::Called => "called",
            Self::Requisition => "requisition",
            Self::PhoneShown => "phone_shown",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.code() == code)
    }
}

/// Whether the site knows the order's last status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Every change was answered by the site.
    Sent,
    /// At least one change waits.
    Waiting,
    /// The last change was refused for good.
    Refused,
    /// Nothing to send (a new order, or our own).
    None,
}

impl Delivery {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Sent, Self::Waiting, Self::Refused, Self::None];

    /// The stable code printed by the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::None => "none",
        }
    }

    /// Reads a code; anything else is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|d| d.code() == code).unwrap_or(Self::None)
    }
}

/// The code printed on the order sheet: 13 digits in the in-store EAN range (`29`), so that a scanner in
/// any keyboard layout delivers it whole.
#[must_use]
pub fn sheet_code(order: OrderId) -> String {
    let body = format!("29{:010}", order.0.rem_euclid(10_000_000_000));
    let check = ean_check_digit(&body);
    format!("{body}{check}")
}

/// Reads a code made by [`sheet_code`]; `None` for anything else.
#[must_use]
pub fn order_of_sheet_code(code: &str) -> Option<OrderId> {
    let code = code.trim();
    if code.len() != 13 || !code.starts_with("29") || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (body, check) = code.split_at_checked(12)?;
    if check != ean_check_digit(body).to_string() {
        return None;
    }
    body.get(2..)?.parse().ok().map(OrderId)
}

/// Check digit of an EAN number whose other digits are `body`; other characters count as nothing.
#[must_use]
pub fn ean_check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { d * 3 } else { d })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_code_opens_its_order_and_a_misread_one_opens_none() {
        let code = sheet_code(OrderId(123));
        assert_eq!(code.len(), 13);
        assert_eq!(order_of_sheet_code(&code), Some(OrderId(123)));
        assert_eq!(order_of_sheet_code("2900000001231"), (code == "2900000001231").then_some(OrderId(123)));
        assert_eq!(order_of_sheet_code("4600000000000"), None);
        assert_eq!(ean_check_digit("400638133393"), 1);
    }

    #[test]
    fn every_code_reads_back() {
        for e in HistoryEvent::ALL {
            assert_eq!(HistoryEvent::from_code(e.code()), Some(e));
        }
        for a in Attention::ALL {
            assert_eq!(Attention::from_code(a.code()), Some(a));
        }
        for r in CancelReason::ALL {
            assert_eq!(CancelReason::from_code(r.code()), Some(r));
        }
        for d in Delivery::ALL {
            assert_eq!(Delivery::from_code(d.code()), d);
        }
        for p in PaymentState::ALL {
            assert_eq!(PaymentState::from_code(p.code()), p);
        }
    }
}
