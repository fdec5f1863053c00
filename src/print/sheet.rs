//! What goes on an order sheet, as plain data.
//!
//! Owns: the shape of the input. The caller masks the customer with `domain::mask`, formats the dates in
//! local time and gives the words; nothing here asks a store, a clock or a language.

use crate::domain::batch::StorageBand;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;

/// One order as printed. Text from outside may be of any length and hold any character: the layout cuts
/// and escapes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSheet {
    /// Name of the pharmacy.
    pub pharmacy_name: String,
    /// Its address.
    pub pharmacy_address: String,
    /// The site's order number, the one the customer says.
    pub number: String,
    /// Our own number, when the order has one besides the site's.
    pub own_number: Option<String>,
    /// The 13 digits of `domain::order::sheet_code`; printed as QR code and as digits.
    pub sheet_code: String,
    /// Name, masked by the caller.
    pub customer_name: String,
    /// Phone, masked by the caller.
    pub customer_phone: String,
    /// Until when the goods are held, formatted in local time; empty when there is no hold yet.
    pub hold_until: String,
    /// When the order was made, formatted.
    pub created: String,
    /// When this sheet was printed, formatted.
    pub printed_at: String,
    /// The goods in the order's own order.
    pub lines: Vec<SheetLine>,
    /// Sum of the order.
    pub total: Kopecks,
    /// True when the customer has paid at the site.
    pub paid: bool,
    /// Comment of the customer or the service; empty for none.
    pub comment: String,
    /// The cell in which the bag waits; empty when it is in none.
    pub cell: String,
    /// Who collected the order and when, formatted; empty when nobody did yet.
    pub collected: String,
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    /// Name of the goods.
    pub name: String,
    /// Maker and country.
    pub manufacturer: String,
    /// How many packs were ordered.
    pub packs: Packs,
    /// Price of one pack.
    pub price: Kopecks,
    /// Sum of the line.
    pub sum: Kopecks,
    /// From which batches to take them; empty before they are chosen.
    pub picks: Vec<SheetPick>,
    /// True when a prescription must be seen.
    pub is_rx: bool,
    /// Packs that are not in stock.
    pub missing: Packs,
}

/// So many packs of one batch at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPick {
    /// Series (batch) number.
    pub series: String,
    /// Expiry as `MM.YYYY`.
    pub expires: String,
    /// Shelf place; empty when it is not known.
    pub place: String,
    /// Storage conditions of the batch.
    pub storage: StorageBand,
    /// True when the packs stay in their place until hand-over (refrigerator, safe).
    pub stays: bool,
    /// How many packs of this batch.
    pub packs: Packs,
}

/// On which paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// Roll of 80 mm with 72 mm printable, as long as needed.
    Roll80,
}

/// What to print of the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SheetKind {
    /// The whole order.
    #[default]
    Full,
    /// One slip for each storage place with goods that stay there.
    SlipPerPlace,
}

/// How to print it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SheetOptions {
    /// The paper.
    pub paper: Paper,
    /// The extent.
    pub kind: SheetKind,
}

impl OrderSheet {
    /// True when [`SheetKind::SlipPerPlace`] has something to print; a screen disables the choice when not.
    #[must_use]
    pub fn has_slips(&self) -> bool {
        self.lines.iter().flat_map(|line| &line.picks).any(|pick| pick.stays && pick.packs.any())
    }
}
