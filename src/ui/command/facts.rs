//! What the screens tell the commands of: the selected order, the receipt, the bag.

use super::Why;
use crate::domain::ids::OrderId;
use crate::domain::money::Kopecks;
use crate::domain::status::OrderStatus;

/// What the selected (or collected) order allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderFacts {
    /// Which.
    pub id: OrderId,
    /// Where it stands.
    pub status: OrderStatus,
    /// Its hold is over.
    pub hold_over: bool,
    /// It asks for a look.
    pub attention: bool,
    /// Lines not fully reserved; `None` while not known.
    pub unreserved_lines: Option<usize>,
    /// Lines whose goods are neither reserved nor free; `None` while not known.
    pub missing_lines: Option<usize>,
    /// Packs reserved at all; `None` while not known.
    pub reserved_packs: Option<i64>,
    /// Batches of it that stay in their place until hand-over; `None` while not known.
    pub slips: Option<usize>,
    /// Another order took its place, or it took the place of another one.
    pub linked: Option<OrderId>,
}

/// What the receipt allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptFacts {
    /// Lines in it.
    pub lines: usize,
    /// How the order inside stands, if there is one.
    pub order: OrderInReceipt,
    /// What is to pay here: a prepaid order adds nothing.
    pub due: Kopecks,
    /// The selected line belongs to the order.
    pub on_order_line: bool,
    /// Lines of the order that were not seen in the bag.
    pub unticked: usize,
    /// Prescription goods for which no prescription was seen.
    pub unseen: usize,
    /// Receipts put aside.
    pub parked: usize,
    /// Something scanned or chosen is on its way into the receipt: what is pressed waits for it.
    pub coming: bool,
    /// A sale is under way.
    pub busy: bool,
}

/// The order in the receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderInReceipt {
    /// None.
    #[default]
    None,
    /// To be paid here.
    ToPay,
    /// Paid on the site.
    Prepaid,
}

/// What the collecting window has before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BagFacts {
    /// Packs in the bag, those of no line too.
    pub packs: i64,
    /// Packs in it that the order does not need.
    pub surplus: i64,
    /// Packs reserved for the selected line; `None` when no line is selected.
    pub line_reserved: Option<i64>,
    /// Kept batches that have expired or will be too short-dated; `None` when there are none.
    pub unusable: Option<usize>,
    /// Why the check before «собран» refuses it; `None` when it does not, or is not known yet.
    pub blocked: Option<Why>,
}

/// What the journal of sales has before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SaleFacts {
    /// A receipt is chosen.
    pub chosen: bool,
    /// It is a return.
    pub is_return: bool,
    /// All its packs came back.
    pub all_back: bool,
}

/// What a list of records has before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogFacts {
    /// There are records.
    pub any: bool,
    /// The chosen one is about an order.
    pub order: bool,
}

/// What the settings have before them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettingsFacts {
    /// The tab «Логи» is on top.
    pub log_tab: bool,
    /// «Проверить авторизацию» succeeded with the values on the screen.
    pub known: bool,
    /// Something is typed and not saved.
    pub changed: bool,
}

/// What the table of goods allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportFacts {
    /// One waits to be taken over.
    pub ready: bool,
    /// One is being read or taken over.
    pub busy: bool,
}

/// What the directories have before them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DirectoryFacts {
    /// A product is chosen; of the suppliers: one of them.
    pub goods: bool,
    /// A batch of it is chosen.
    pub batch: bool,
    /// The desk is at work for it.
    pub busy: bool,
}
