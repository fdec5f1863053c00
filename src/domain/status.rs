//! The life of an order: which event is allowed in which status, and where it leads.
//!
//! This table is the only place that decides. Everything that changes a status asks [`step`] first.

use std::fmt;

/// The status of an order. `Unknown` is a word of the site that this program does not know: the order is
/// shown with the raw word, keeps its reservation and can only be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderStatus {
    /// «новый»: booked on the site, nobody has looked at it.
    New,
    /// «принят»: the pharmacy has accepted it, the hold runs.
    Accepted,
    /// «собран»: every line is reserved and set aside.
    Assembled,
    /// «закрыт»: sold whole.
    Closed,
    /// «резерв сброшен»: collected but not fetched in time, goods are back.
    ReserveExpired,
    /// «отменён»: by the pharmacy, the customer or the site.
    Cancelled,
    /// A status this program does not know.
    Unknown,
}

impl OrderStatus {
    /// All statuses, in the order of an order's life.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Accepted,
        Self::Assembled,
        Self::Closed,
        Self::ReserveExpired,
        Self::Cancelled,
        Self::Unknown,
    ];

    /// The stable code kept in the database and printed by the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Accepted => "accepted",
            Self::Assembled => "assembled",
            Self::Closed => "closed",
            Self::ReserveExpired => "reserve_expired",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// Reads a code; anything else is `Unknown`.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Self::Unknown)
    }

    /// True when nothing can happen to the order any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::ReserveExpired | Self::Cancelled)
    }
}

impl fmt::Display for OrderStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Something that happens to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// The pharmacist takes the order on.
    Accept,
    /// The pharmacist sets «Заказ собран».
    Collect,
    /// The order is sold whole.
    Sell,
    /// The hold is made longer.
    Extend,
    /// The pharmacist cancels the order.
    Delete,
    /// The hold is over.
    HoldEnds,
    /// The site or the customer cancelled the order.
    SiteCancels,
    /// The customer changed the lines on the site.
    SiteEdits,
}

impl OrderEvent {
    /// All events.
    pub const ALL: [Self; 8] = [
        Self::Accept,
        Self::Collect,
        Self::Sell,
        Self::Extend,
        Self::Delete,
        Self::HoldEnds,
        Self::SiteCancels,
        Self::SiteEdits,
    ];
}

/// Where `event` leads from `status`; `None` when it is not allowed there.
///
/// A step that stays in its status (an extension, an overdue «принят», edited lines) returns the same status.
#[must_use]
#[expect(clippy::match_same_arms, reason = "one arm per row of the table reads as the table")]
pub const fn step(status: OrderStatus, event: OrderEvent) -> Option<OrderStatus> {
    use OrderEvent as E;
    use OrderStatus as S;
    match (status, event) {
        (S::New, E::Accept) => Some(S::Accepted),
        (S::New, E::HoldEnds | E::SiteEdits) => Some(S::New),
        (S::Accepted, E::Collect) => Some(S::Assembled),
        (S::Accepted, E::Extend | E::HoldEnds | E::SiteEdits) => Some(S::Accepted),
        (S::Assembled, E::Sell) => Some(S::Closed),
        (S::Assembled, E::Extend) => Some(S::Assembled),
        (S::Assembled, E::HoldEnds) => Some(S::ReserveExpired),
        (S::New | S::Accepted | S::Assembled, E::Delete | E::SiteCancels) => Some(S::Cancelled),
        (S::New, E::Collect | E::Sell | E::Extend)
        | (S::Accepted, E::Accept | E::Sell)
        | (S::Assembled, E::Accept | E::Collect | E::SiteEdits)
        | (S::Closed | S::ReserveExpired | S::Cancelled | S::Unknown, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrderEvent as E;
    use OrderStatus as S;

    #[test]
    fn every_cell_of_the_table_is_as_written() {
        // Rows: statuses; columns: accept, collect, sell, extend, delete, hold ends, site cancels, site edits.
        let table: [(S, [Option<S>; 8]); 7] = [
            (
                S::New,
                [
                    Some(S::Accepted),
                    None,
                    None,
                    None,
                    Some(S::Cancelled),
                    Some(S::New),
                    Some(S::Cancelled),
                    Some(S::New),
                ],
            ),
            (
                S::Accepted,
                [
                    None,
                    Some(S::Assembled),
                    None,
                    Some(S::Accepted),
                    Some(S::Cancelled),
                    Some(S::Accepted),
                    Some(S::Cancelled),
                    Some(S::Accepted),
                ],
            ),
            (
                S::Assembled,
                [
                    None,
                    None,
                    Some(S::Closed),
                    Some(S::Assembled),
                    Some(S::Cancelled),
                    Some(S::ReserveExpired),
                    Some(S::Cancelled),
                    None,
                ],
            ),
            (S::Closed, [None; 8]),
            (S::ReserveExpired, [None; 8]),
            (S::Cancelled, [None; 8]),
            (S::Unknown, [None; 8]),
        ];
        for (status, row) in table {
            for (event, want) in E::ALL.into_iter().zip(row) {
                assert_eq!(step(status, event), want, "{status:?} × {event:?}");
            }
        }
    }

    #[test]
    fn codes_read_back_and_strangers_are_unknown() {
        for s in S::ALL {
            assert_eq!(S::from_code(s.code()), s);
        }
        assert_eq!(S::from_code("shipped"), S::Unknown);
    }
}
