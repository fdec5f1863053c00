//! A waiting table of goods against what is here: what it would change, and the change itself, in a few statements for
//! all rows at once.

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::goods_words;
use super::stock::available_sql;
use super::texts::{self, ms};
use crate::domain::goods_import::{Changes, Extent, ImportPlan};
use crate::domain::goods_row::Column;
use crate::domain::ids::{GoodsId, ImportId};
use crate::domain::packs::Packs;
use crate::usecase::read::goods_import::StocktakingLine;

/// Columns of `goods` that a table may have, as [`Column`] and as the data call them.
const GOODS: [(Column, &str); 9] = [
    (Column::Name, "name"),
    (Column::Manufacturer, "manufacturer"),
    (Column::Inn, "inn"),
    (Column::Form, "form"),
    (Column::Strength, "strength"),
    (Column::Country, "country"),
    (Column::IsVital, "is_vital"),
    (Column::IsPrescription, "is_rx"),
    (Column::VatRate, "vat_rate"),
];

/// The same of `batch`.
const BATCH: [(Column, &str); 7] = [
    (Column::Price, "price"),
    (Column::Series, "series"),
    (Column::ExpiresOn, "expires_on"),
    (Column::Place, "place"),
    (Column::MaxPrice, "max_price"),
    (Column::Storage, "storage_min"),
    (Column::Storage, "storage_max"),
];

/// The batches of which another stock is told than was here at that moment: `?1` import, `?2` moment, `?3` full.
macro_rules! told_otherwise {
    () => {
        concat!(
            "SELECT b.batch_id AS batch_id, r.packs AS told,
                 (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id AND m.at <= ?2) AS had, ",
            available_sql!(),
            " AS free, 0 AS is_gone
             FROM goods_import_row r JOIN goods g ON g.code = r.code
             JOIN batch b ON b.goods_id = g.goods_id AND b.code = r.batch WHERE r.import_id = ?1
             UNION ALL
             SELECT b.batch_id, 0,
                 (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id AND m.at <= ?2), ",
            available_sql!(),
            ", 1
             FROM batch b JOIN goods g ON g.goods_id = b.goods_id
             WHERE ?3 = 1 AND b.division = '' AND NOT EXISTS (SELECT 1 FROM goods_import_row r
                 WHERE r.import_id = ?1 AND r.code = g.code AND r.batch = b.code)"
        )
    };
}

/// A waiting table as its statements need it.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// Which.
    pub id: ImportId,
    /// The moment whose stock it tells.
    pub taken_at: DateTime<Utc>,
    /// How much of the stock.
    pub extent: Extent,
    /// Its columns.
    pub columns: &'a [Column],
}

impl Table<'_> {
    fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// `(a, b) IS DISTINCT FROM (c, d)` over the columns that the table has.
    fn differs(&self, of: &[(Column, &'static str)], ours: &str, theirs: &str) -> String {
        let names: Vec<&str> = of.iter().filter(|(column, _)| self.has(*column)).map(|(_, name)| *name).collect();
        let side = |prefix: &str| names.iter().map(|name| format!("{prefix}.{name}")).collect::<Vec<_>>().join(", ");
        format!("({}) IS DISTINCT FROM ({})", side(ours), side(theirs))
    }

    fn set(&self, of: &[(Column, &'static str)]) -> String {
        let names = of.iter().filter(|(column, _)| self.has(*column));
        names.map(|(_, name)| format!("{name} = excluded.{name}")).collect::<Vec<_>>().join(", ")
    }
}

/// What the table would change.
pub fn plan(sql: &Sql<'_>, table: &Table<'_>) -> Result<ImportPlan, StoreError> {
    let id = table.id.0;
    let goods = format!(
        "SELECT count(*), coalesce(sum(CASE WHEN r.is_first = 1 AND g.goods_id IS NULL THEN 1 ELSE 0 END), 0),
             coalesce(sum(CASE WHEN r.is_first = 1 AND g.goods_id IS NOT NULL AND {} THEN 1 ELSE 0 END), 0),
             coalesce(sum(CASE WHEN b.batch_id IS NULL THEN 1 ELSE 0 END), 0),
             coalesce(sum(CASE WHEN b.batch_id IS NOT NULL AND {} THEN 1 ELSE 0 END), 0)
         FROM goods_import_row r LEFT JOIN goods g ON g.code = r.code
         LEFT JOIN batch b ON b.goods_id = g.goods_id AND b.code = r.batch WHERE r.import_id = ?1",
        table.differs(&GOODS, "g", "r"),
        table.differs(&BATCH, "b", "r"),
    );
    let mut plan = ImportPlan::default();
    sql.each(&goods, params![id], |r| {
        plan.rows = r.int(0)?;
        plan.goods = Changes { new: r.int(1)?, changed: r.int(2)? };
        plan.batches = Changes { new: r.int(3)?, changed: r.int(4)? };
        Ok(())
    })?;
    let stock = concat!(
        "SELECT count(*), coalesce(sum(t.is_gone), 0), coalesce(sum(CASE WHEN t.told - t.had < -t.free THEN 1 ELSE 0 END), 0)
         FROM (",
        told_otherwise!(),
        ") AS t /* reads all */ WHERE t.told <> t.had"
    );
    sql.each(stock, params![id, ms(table.taken_at), table.extent == Extent::Full], |r| {
        (plan.corrected, plan.gone, plan.kept_short) = (r.int(0)?, r.int(1)?, r.int(2)?);
        Ok(())
    })?;
    // A new batch with packs differs from nothing.
    plan.corrected += sql.number(
        "SELECT count(*) FROM goods_import_row r LEFT JOIN goods g ON g.code = r.code
         LEFT JOIN batch b ON b.goods_id = g.goods_id AND b.code = r.batch
         WHERE r.import_id = ?1 AND b.batch_id IS NULL AND r.packs > 0",
        params![id],
    )?;
    plan.in_stock = in_stock(sql)?;
    Ok(plan)
}

fn in_stock(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number(
        "SELECT count(*) FROM (SELECT b.batch_id FROM stock_move m /* reads all */ JOIN batch b ON b.batch_id = m.batch_id
             WHERE b.division = '' GROUP BY b.batch_id HAVING sum(m.packs) > 0) AS t",
        params![],
    )
}

/// How many batches a full table takes away, and how many have stock; zeros for a table of named batches.
pub fn taken_away(sql: &Sql<'_>, table: &Table<'_>) -> Result<(i64, i64), StoreError> {
    if table.extent == Extent::Named {
        return Ok((0, 0));
    }
    let gone = concat!(
        "SELECT count(*) FROM (",
        told_otherwise!(),
        ") AS t /* reads all */ WHERE t.told <> t.had AND t.is_gone = 1"
    );
    let gone = sql.number(gone, params![table.id.0, ms(table.taken_at), true])?;
    Ok((gone, in_stock(sql)?))
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Rows of the table.
    pub rows: i64,
    /// Batches, prices, movements that are other than before.
    pub changes: usize,
}

/// Takes the table over: goods, their barcodes, batches, the stock-taking record and its movements.
pub fn apply(sql: &Sql<'_>, table: &Table<'_>) -> Result<Applied, StoreError> {
    let id = table.id.0;
    mark_unworded(sql, table)?;
    // Only what differs is touched: other tills wait for this step, and most tables differ in little.
    let goods = format!(
        "INSERT INTO goods (code, name, inn, form, strength, manufacturer, country, is_rx, is_vital, vat_rate, search_key)
         SELECT r.code, r.name, r.inn, r.form, r.strength, r.manufacturer, r.country, r.is_rx, r.is_vital, r.vat_rate, ''
         FROM goods_import_row r LEFT JOIN goods g ON g.code = r.code
         WHERE r.import_id = ?1 AND r.is_first = 1 AND (g.goods_id IS NULL OR {})
         ON CONFLICT (code) DO UPDATE SET {}",
        table.differs(&GOODS, "g", "r"),
        table.set(&GOODS),
    );
    sql.execute(&goods, params![id])?;
    sql.execute(
        "INSERT INTO goods_barcode (barcode, goods_id)
         SELECT c.barcode, g.goods_id FROM goods_import_barcode c JOIN goods g ON g.code = c.code
         LEFT JOIN goods_barcode k ON k.barcode = c.barcode
         WHERE c.import_id = ?1 AND (k.goods_id IS NULL OR k.goods_id <> g.goods_id)
         ON CONFLICT (barcode) DO UPDATE SET goods_id = excluded.goods_id",
        params![id],
    )?;
    let newest = sql.number("SELECT coalesce(max(batch_id), 0) FROM batch", params![])?;
    let batches = format!(
        "INSERT INTO batch (goods_id, code, series, expires_on, place, storage_min, storage_max, price, max_price)
         SELECT g.goods_id, r.batch, r.series, r.expires_on, r.place, r.storage_min, r.storage_max, r.price, r.max_price
         FROM goods_import_row r JOIN goods g ON g.code = r.code
         LEFT JOIN batch b ON b.goods_id = g.goods_id AND b.code = r.batch
         WHERE r.import_id = ?1 AND (b.batch_id IS NULL OR {})
         ON CONFLICT (goods_id, code) DO UPDATE SET {}",
        table.differs(&BATCH, "b", "r"),
        table.set(&BATCH),
    );
    let mut changes = sql.execute(&batches, params![id])?;
    sql.execute(
        concat!(
            "INSERT INTO stocktaking_line (import_id, batch_id, told, had, applied, is_new)
             SELECT ?1, t.batch_id, t.told, t.had,
                 CASE WHEN t.told - t.had < -t.free THEN -t.free ELSE t.told - t.had END,
                 CASE WHEN t.batch_id > ?4 THEN 1 ELSE 0 END
             FROM (",
            told_otherwise!(),
            ") AS t /* reads all */ WHERE t.told <> t.had"
        ),
        params![id, ms(table.taken_at), table.extent == Extent::Full, newest],
    )?;
    changes += sql.execute(
        "INSERT INTO stock_move (batch_id, at, kind, packs)
         SELECT l.batch_id, ?2, CASE WHEN l.is_new = 1 THEN 'in' ELSE 'counted' END, l.applied
         FROM stocktaking_line l WHERE l.import_id = ?1 AND l.applied <> 0",
        params![id, ms(table.taken_at)],
    )?;
    let rows = sql.number("SELECT count(*) FROM goods_import_row WHERE import_id = ?1", params![id])?;
    Ok(Applied { rows, changes })
}

/// Lines of orders whose product was unknown until this table.
pub fn match_lines(sql: &Sql<'_>, import: ImportId) -> Result<usize, StoreError> {
    sql.execute(
        "UPDATE order_line SET goods_id = (SELECT g.goods_id FROM goods g WHERE g.code = order_line.product_code)
         /* reads all */ WHERE goods_id IS NULL AND EXISTS (SELECT 1 FROM goods_import_row r JOIN goods g ON g.code = r.code
             WHERE r.import_id = ?1 AND r.code = order_line.product_code)",
        params![import.0],
    )
}

/// The stock-taking record of an import.
pub fn record(sql: &Sql<'_>, import: ImportId, limit: u32) -> Result<Vec<StocktakingLine>, StoreError> {
    sql.query(
        "SELECT g.name, b.series, b.expires_on, l.told, l.had, l.applied, l.is_new
         FROM stocktaking_line l JOIN batch b ON b.batch_id = l.batch_id JOIN goods g ON g.goods_id = b.goods_id
         WHERE l.import_id = ?1
         ORDER BY CASE WHEN l.applied <> l.told - l.had THEN 0 ELSE 1 END, g.name, b.expires_on, l.batch_id LIMIT ?2",
        params![import.0, i64::from(limit)],
        |r| {
            Ok(StocktakingLine {
                name: r.text(0)?,
                series: r.text(1)?,
                expires_on: texts::date(r.text_ref(2)?)?,
                told: Packs(r.int(3)?),
                had: Packs(r.int(4)?),
                applied: Packs(r.int(5)?),
                is_new: r.flag(6)?,
            })
        },
    )
}

/// Goods that are new, or are called otherwise now: their words are made afterwards, some at a time.
fn mark_unworded(sql: &Sql<'_>, table: &Table<'_>) -> Result<(), StoreError> {
    let named: Vec<(Column, &'static str)> = GOODS.into_iter().take(3).collect();
    let text = format!(
        "INSERT INTO goods_unworded (code)
         SELECT r.code FROM goods_import_row r LEFT JOIN goods g ON g.code = r.code
         WHERE r.import_id = ?1 AND r.is_first = 1 AND (g.goods_id IS NULL OR {}
             OR EXISTS (SELECT 1 FROM goods_import_barcode c LEFT JOIN goods_barcode k ON k.barcode = c.barcode
                        WHERE c.import_id = ?1 AND c.code = r.code
                          AND (k.goods_id IS NULL OR k.goods_id <> g.goods_id)))
         ON CONFLICT (code) DO NOTHING",
        table.differs(&named, "g", "r"),
    );
    sql.execute(&text, params![table.id.0])?;
    Ok(())
}

/// Makes the words of up to `limit` goods that have none yet, or had other ones; how many are left.
pub fn make_words(sql: &Sql<'_>, limit: u32) -> Result<i64, StoreError> {
    let goods = sql.query(
        "SELECT g.goods_id, u.code FROM goods_unworded u LEFT JOIN goods g ON g.code = u.code ORDER BY u.code LIMIT ?1",
        params![i64::from(limit)],
        |r| Ok((r.opt_int(0)?.map(GoodsId), r.text(1)?)),
    )?;
    for (known, code) in goods {
        if let Some(goods) = known {
            renew_words(sql, goods)?;
        }
        sql.execute("DELETE FROM goods_unworded WHERE code = ?1", params![&code])?;
    }
    sql.number("SELECT count(*) FROM goods_unworded /* reads all */", params![])
}

/// Makes the words anew by which a product is found.
pub(super) fn renew_words(sql: &Sql<'_>, goods: GoodsId) -> Result<(), StoreError> {
    let text = "SELECT code, name, inn, manufacturer FROM goods WHERE goods_id = ?1";
    let named = |r: &Row<'_>| Ok(format!("{} {} {} {}", r.text(1)?, r.text(2)?, r.text(3)?, r.text(0)?));
    let Some(mut words) = sql.query_opt(text, params![goods.0], named)? else { return Ok(()) };
    let text = "SELECT barcode FROM goods_barcode WHERE goods_id = ?1 ORDER BY barcode";
    sql.each(text, params![goods.0], |r| {
        words.push(' ');
        words.push_str(r.text_ref(0)?);
        Ok(())
    })?;
    let key = goods_words::words(&words);
    sql.execute("UPDATE goods SET search_key = ?2 WHERE goods_id = ?1", params![goods.0, &key])?;
    goods_words::keep(sql, goods.0, &key)
}
