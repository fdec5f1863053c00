//! The watch over plans: a debug build asks the engine once how it will answer each new statement, and stops when a
//! question would read a whole table that grows with the pharmacy. Such a question is quick in every small test and
//! freezes a till that has 100,000 orders.
//!
//! A statement that means to read everything says so in its text: [`MEANT`].

use std::collections::BTreeSet;
use std::panic::Location;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::store::error::StoreError;

/// Said in the text of a statement that reads a whole large table on purpose.
pub(super) const MEANT: &str = "/* reads all */";

/// The tables that grow with the pharmacy and its years.
const LARGE: [&str; 14] = [
    "goods",
    "goods_barcode",
    "batch",
    "stock_move",
    "customer_order",
    "order_line",
    "reservation",
    "order_history",
    "outbox",
    "marking_code",
    "bag_pack",
    "receipt",
    "receipt_line",
    "log_record",
];

/// Statements whose plan was seen and is good; it is the same in every connection of the process.
static GOOD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Looks at the plan of a statement of this room that was not seen before; what tests ask the tables is their affair.
///
/// # Panics
/// When it reads a whole large table and does not say that it means to.
#[track_caller]
pub(super) fn watch(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    let ours = Path::new(Location::caller().file()).starts_with("src");
    if !ours || sql.contains(MEANT) || GOOD.lock().unwrap_or_else(PoisonError::into_inner).contains(sql) {
        return Ok(());
    }
    let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    let mut rows = plan.raw_query();
    let mut steps: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get(3)?);
    }
    let mut small =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")?;
    let small: Vec<String> = small.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let whole = whole_tables(sql, &steps, &small);
    debug_assert!(whole.is_empty(), "{whole:?} would be read whole by: {sql}\nplan: {steps:#?}");
    GOOD.lock().unwrap_or_else(PoisonError::into_inner).insert(sql.to_owned());
    Ok(())
}

/// The large tables that the plan reads from end to end. An index that keeps only some rows (`small`) is no whole table.
fn whole_tables(sql: &str, plan: &[String], small: &[String]) -> Vec<String> {
    let names = aliases(sql);
    let scanned = plan.iter().filter_map(|step| step.strip_prefix("SCAN "));
    let whole = scanned.filter(|step| !step.split(' ').any(|word| small.iter().any(|index| index == word)));
    let alias = whole.filter_map(|step| step.split(' ').next());
    let tables = alias.flat_map(|alias| names.iter().filter(move |(name, _)| name == alias));
    tables.map(|(_, table)| (*table).to_owned()).collect()
}

/// `(name in the plan, table)` for every large table that the text names.
fn aliases(sql: &str) -> Vec<(String, &'static str)> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').to_owned();
    let words: Vec<&str> = sql.split_whitespace().collect();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(table) = LARGE.into_iter().find(|table| bare(word) == *table) else { continue };
        out.push((table.to_owned(), table));
        // The table closes its sentence here: what follows is no alias of it.
        if word.ends_with([',', ')', ';']) {
            continue;
        }
        let next = words.get(at + 1).filter(|next| !next.eq_ignore_ascii_case("as")).or_else(|| words.get(at + 2));
        out.extend(next.map(|next| (bare(next), table)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(sql: &str, step: &str) -> Vec<String> {
        whole_tables(sql, &[step.to_owned()], &["reservation_open_batch".to_owned()])
    }

    #[test]
    fn a_scan_of_a_large_table_is_told_by_its_name_or_its_alias() {
        assert_eq!(whole("SELECT 1 FROM batch b JOIN till t", "SCAN b"), ["batch"]);
        assert_eq!(whole("SELECT 1 FROM batch AS b", "SCAN b USING COVERING INDEX batch_goods"), ["batch"]);
        assert_eq!(whole("DELETE FROM customer_order", "SCAN customer_order"), ["customer_order"]);
        assert_eq!(whole("SELECT (SELECT max(at) FROM outbox) FROM till", "SCAN outbox"), ["outbox"]);
    }

    #[test]
    fn a_search_a_small_table_and_an_index_of_some_rows_are_not() {
        let none: [&str; 0] = [];
        assert_eq!(whole("SELECT 1 FROM batch b", "SEARCH b USING INDEX batch_goods (goods_id=?)"), none);
        assert_eq!(whole("SELECT 1 FROM till t", "SCAN t"), none);
        assert_eq!(whole("SELECT 1 FROM reservation r", "SCAN r USING INDEX reservation_open_batch"), none);
        assert_eq!(whole("SELECT 1 FROM (SELECT 1 FROM batch b) AS k", "SCAN k"), none);
    }
}
