//! The journal of sales: receipts of a time, what they come to, by whom.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::engine::{Param, Row, Sql, params};
use super::error::StoreError;
use super::goods_words;
use super::texts;
use crate::domain::fiscal::FiscalState;
use crate::domain::ids::ReceiptId;
use crate::domain::money::Kopecks;
use crate::usecase::read::sales::{ByCashier, SaleRow, SalesFilter, SalesTotals};

const COLUMNS: &str =
    "r.receipt_id, r.number, r.at, r.kind, coalesce(t.title, r.till_id), r.user_name, r.paid, r.total,
    coalesce(o.site_number, o.own_number, ''), coalesce(f.state, ''), coalesce(f.fault, ''),
    coalesce(s.number, 0)";
const TABLES: &str = "FROM receipt r LEFT JOIN till t ON t.till_id = r.till_id
    LEFT JOIN customer_order o ON o.order_id = r.order_id
    LEFT JOIN fiscal_document f ON f.receipt_id = r.receipt_id
    LEFT JOIN cash_shift s ON s.shift_id = r.shift_id";

/// What the filter asks for, as a condition on `r` and its parameters from `?3` on.
fn condition(filter: &SalesFilter) -> (String, Vec<String>) {
    let mut sql = String::from("r.at >= ?1 AND r.at < ?2");
    let mut params = Vec::new();
    for word in texts::like_words(&filter.text) {
        let n = params.len() + 3;
        let goods = n + 1;
        // Words of goods are kept in a form of their own.
        let of_goods = goods_words::words(word.trim_matches('%'));
        params.extend([word, format!("%{of_goods}%")]);
        let _ = write!(
            sql,
            " AND (CAST(r.number AS TEXT) LIKE ?{n} OR EXISTS (SELECT 1 FROM receipt_line l JOIN batch b
              ON b.batch_id = l.batch_id JOIN goods g ON g.goods_id = b.goods_id
              WHERE l.receipt_id = r.receipt_id AND g.search_key LIKE ?{goods})
              OR EXISTS (SELECT 1 FROM customer_order c WHERE c.order_id = r.order_id AND c.search_key LIKE ?{n}))"
        );
    }
    (sql, params)
}

fn all_params(from: i64, to: i64, words: &[String]) -> Vec<Param<'_>> {
    let mut params = vec![Param::Int(from), Param::Int(to)];
    params.extend(words.iter().map(|word| Param::Text(word)));
    params
}

/// The receipts of a filter, the latest first, at most `limit`.
pub fn list(sql: &Sql<'_>, filter: &SalesFilter, limit: u32) -> Result<Vec<SaleRow>, StoreError> {
    let (condition, words) = condition(filter);
    let text =
        format!("SELECT {COLUMNS} {TABLES} WHERE {condition} ORDER BY r.at DESC, r.receipt_id DESC LIMIT {limit}");
    sql.query(&text, &all_params(texts::ms(filter.from), texts::ms(filter.to), &words), row)
}

fn row(r: &Row<'_>) -> Result<SaleRow, StoreError> {
    Ok(SaleRow {
        receipt: ReceiptId(r.int(0)?),
        number: r.int(1)?,
        at: texts::time(r.int(2)?),
        is_return: r.text_ref(3)? == "return",
        till: r.text(4)?,
        user: r.text(5)?,
        paid: r.text(6)?,
        total: Kopecks(r.int(7)?),
        order: r.text(8)?,
        fiscal: FiscalState::from_code(r.text_ref(9)?),
        fault: r.text(10)?,
        shift: r.int(11)?,
    })
}

/// What all receipts of a filter come to.
pub fn totals(sql: &Sql<'_>, filter: &SalesFilter) -> Result<SalesTotals, StoreError> {
    let (condition, words) = condition(filter);
    let mut totals = SalesTotals::default();
    let text = format!(
        "SELECT r.kind, coalesce(t.title, r.till_id), coalesce(s.number, 0), r.user_name, count(*), sum(r.total),
                sum(r.cash), sum(r.card), sum(r.prepaid)
         {TABLES} WHERE {condition} GROUP BY r.kind, r.till_id, s.number, r.user_name
         ORDER BY r.till_id, s.number, r.user_name"
    );
    sql.each(&text, &all_params(texts::ms(filter.from), texts::ms(filter.to), &words), |r| {
        let sign = if r.text_ref(0)? == "return" { -1 } else { 1 };
        let (till, shift, user) = (r.text(1)?, r.int(2)?, r.text(3)?);
        let [sum, cash, card, prepaid] = [5, 6, 7, 8].map(|at| r.int(at).map(|k| Kopecks(k * sign)));
        let (count, sum) = (r.int(4)?, sum?);
        totals.receipts += count;
        totals.sum = totals.sum.plus(sum);
        totals.cash = totals.cash.plus(cash?);
        totals.card = totals.card.plus(card?);
        totals.prepaid = totals.prepaid.plus(prepaid?);
        let same = totals.by_cashier.iter_mut().find(|c| c.till == till && c.shift == shift && c.user == user);
        match same {
            Some(cashier) => {
                cashier.receipts += count;
                cashier.sum = cashier.sum.plus(sum);
            }
            None => totals.by_cashier.push(ByCashier { till, shift, user, receipts: count, sum }),
        }
        Ok(())
    })?;
    Ok(totals)
}

/// When the latest receipt before a time was closed; for a journal that would be empty.
pub fn latest_before(sql: &Sql<'_>, before: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    sql.query_opt("SELECT at FROM receipt WHERE at < ?1 ORDER BY at DESC LIMIT 1", params![texts::ms(before)], |r| {
        Ok(texts::time(r.int(0)?))
    })
}
