//! The movement journal of a batch: its movements, reservations and packs that waited for the shelf.

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::batch_journal::{BatchEvent, Moved};
use crate::domain::ids::BatchId;
use crate::domain::packs::Packs;

/// All that happened to the packs of a batch, in no order.
pub fn events(sql: &Sql<'_>, batch: BatchId) -> Result<Vec<BatchEvent>, StoreError> {
    let mut events = Vec::new();
    sql.each(
        "SELECT m.at, m.kind, m.packs, coalesce(c.number, 0), coalesce(k.user_name, ''), coalesce(k.note, '')
         FROM stock_move m LEFT JOIN receipt c ON c.receipt_id = m.receipt_id
         LEFT JOIN stock_count k ON k.move_id = m.move_id WHERE m.batch_id = ?1 ORDER BY m.at, m.move_id",
        params![batch.0],
        |r| {
            let packs = Packs(r.int(2)?);
            let what = match r.text_ref(1)? {
                "sold" => Moved::Sold,
                "returned" => Moved::Returned,
                "in" if packs >= Packs::ZERO => Moved::Arrived,
                _ => Moved::Counted,
            };
            let number = match r.int(3)? {
                0 => String::new(),
                number => number.to_string(),
            };
            let at = texts::time(r.int(0)?);
            events.push(BatchEvent { at, what, packs, number, who: r.text(4)?, note: r.text(5)? });
            Ok(())
        },
    )?;
    sql.each(
        "SELECT r.created_at, r.released_at, r.packs, coalesce(o.own_number, o.site_number, o.site_id, ''),
             coalesce(r.release_reason, '')
         FROM reservation r JOIN customer_order o ON o.order_id = r.order_id
         WHERE r.batch_id = ?1 ORDER BY r.created_at, r.reservation_id",
        params![batch.0],
        |r| pair(r, (Moved::Kept, Moved::KeptNoMore), &mut events),
    )?;
    sql.each(
        "SELECT s.at, s.done_at, s.packs, coalesce(o.own_number, o.site_number, o.site_id, ''), ''
         FROM shelf_return s JOIN customer_order o ON o.order_id = s.order_id
         WHERE s.batch_id = ?1 ORDER BY s.at, s.return_id",
        params![batch.0],
        |r| pair(r, (Moved::ToShelf, Moved::OnShelf), &mut events),
    )?;
    Ok(events)
}

/// Something that begins and, perhaps, ends.
fn pair(r: &Row<'_>, what: (Moved, Moved), events: &mut Vec<BatchEvent>) -> Result<(), StoreError> {
    let (packs, number) = (Packs(r.int(2)?), r.text(3)?);
    let event = |at, what, packs, note| BatchEvent {
        at: texts::time(at),
        what,
        packs,
        number: number.clone(),
        who: String::new(),
        note,
    };
    events.push(event(r.int(0)?, what.0, packs, String::new()));
    if let Some(ended) = r.opt_int(1)? {
        events.push(event(ended, what.1, Packs::ZERO.minus(packs), r.text(4)?));
    }
    Ok(())
}
