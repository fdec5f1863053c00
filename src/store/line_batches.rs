//! All batches of the product of one order line.

use super::engine::{Sql, params};
use super::error::StoreError;
use super::stock::{self, available_sql};
use super::texts;
use crate::domain::batch::{BatchLabel, DatesNow};
use crate::domain::ids::{BatchId, GoodsId, LineId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::shelf_price;
use crate::usecase::read::line_batches::BatchRow;

/// The batches of a product, the first to expire first, as `line` may take them: what it keeps counts as free.
pub fn rows(sql: &Sql<'_>, line: LineId, goods: GoodsId, dates: DatesNow) -> Result<Vec<BatchRow>, StoreError> {
    sql.query(
        concat!(
            "SELECT b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, ",
            available_sql!(),
            ", (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id),
               (SELECT coalesce(sum(r.packs), 0) FROM reservation r
                WHERE r.line_id = ?1 AND r.batch_id = b.batch_id AND r.released_at IS NULL),
               (SELECT coalesce(sum(r.packs), 0) FROM reservation r
                WHERE r.line_id = ?1 AND r.batch_id = b.batch_id AND r.released_at IS NULL AND r.is_by_hand = 1),
               b.price, b.max_price
             FROM batch b WHERE b.goods_id = ?2 ORDER BY b.expires_on, b.batch_id"
        ),
        params![line.0, goods.0],
        |r| {
            let label = BatchLabel {
                batch: BatchId(r.int(0)?),
                series: r.text(1)?,
                expires_on: texts::date(r.text_ref(2)?)?,
                place: r.text(3)?,
            };
            let reserved = Packs(r.int(8)?);
            let free = Packs(r.int(6)?).plus(reserved).floor_zero();
            Ok(BatchRow {
                why_not: dates.check(label.expires_on, free).err(),
                storage: stock::band(r, 4, 5)?,
                on_hand: Packs(r.int(7)?),
                free,
                reserved,
                by_hand: Packs(r.int(9)?),
                price: shelf_price(Kopecks(r.int(10)?), r.opt_int(11)?.map(Kopecks)),
                label,
            })
        },
    )
}
