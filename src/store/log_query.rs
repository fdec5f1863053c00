//! The question for records of the log: which way to them is the shortest.

use std::fmt::Write;

use super::engine::{Param, Row, Sql};
use super::error::StoreError;
use crate::domain::log::{Http, Level, LogFilter, LogRow, RecordId};

/// The columns of [`LogRow`], in order.
const COLUMNS: &str =
    "r.id, r.level, r.module, r.till, r.operation, r.message, r.order_id, r.method, r.path, r.status, r.millis";

/// So many records can be looked at one by one.
const FEW: i64 = 20_000;

/// Shorter words have no place among the threes of letters.
const SHORTEST: usize = 3;

/// Hands over at most `limit` rows of the filter that are older than `before`, newest first.
pub(super) fn newest_first(
    sql: &Sql<'_>,
    filter: &LogFilter,
    before: Option<RecordId>,
    limit: i64,
    mut visit: impl FnMut(LogRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let text = filter.text.trim();
    let end = RecordId::from_time(filter.to).0.min(before.map_or(i64::MAX, |before| before.0));
    let mut given: Vec<Param<'_>> = vec![RecordId::from_time(filter.from).0.into(), end.into()];
    let mut wanted = Wanted::default();
    let phrase;
    let cases;
    // Where few records are left without their words, these are looked at one by one: among all records the words may
    // be common.
    let is_long = text.chars().count() >= SHORTEST;
    let few = is_long && has_few(sql, filter, &given)?;
    let lower = text.to_lowercase();
    let has_words = |row: &LogRow| !few || row.message.to_lowercase().contains(&lower);
    let is_long = is_long && !few;
    if is_long {
        phrase = format!("\"{}\"", text.replace('"', "\"\""));
        wanted.and("log_words MATCH", Some(Param::from(&phrase)), &mut given);
    } else if !text.is_empty() && !few {
        cases = [text.to_lowercase(), text.to_uppercase(), capital(text)];
        let [lower, upper, capital] = &cases;
        let first = given.len() + 1;
        given.extend([lower, upper, capital].map(Param::from));
        let _ = write!(
            wanted.0,
            " AND (instr(r.message, ${first}) > 0 OR instr(r.message, ${}) > 0 OR instr(r.message, ${}) > 0)",
            first + 1,
            first + 2
        );
    }
    // The indexes of grave records are found by these very words.
    match filter.level {
        Level::Warn => wanted.0.push_str(" AND r.level <= 2"),
        Level::Trace => {}
        level => wanted.and("r.level <=", Some(Param::Int(i64::from(level.rank()))), &mut given),
    }
    wanted.and("r.module =", filter.module.map(|module| module.name().into()), &mut given);
    wanted.and("r.order_id =", filter.order.map(Param::from), &mut given);
    given.push(if few { FEW } else { limit }.into());
    let (wanted, last) = (wanted.0, given.len());
    let question = if is_long {
        format!(
            "SELECT {COLUMNS} FROM log_words w CROSS JOIN log_record r ON r.id = w.rowid
             WHERE w.rowid >= $1 AND w.rowid < $2{wanted} ORDER BY w.rowid DESC LIMIT ${last}"
        )
    } else {
        format!(
            "SELECT {COLUMNS} FROM log_record r
             WHERE r.id >= $1 AND r.id < $2{wanted} ORDER BY r.id DESC LIMIT ${last}"
        )
    };
    let mut left = limit;
    sql.each(&question, &given, |row| {
        let row = log_row(row)?;
        if left > 0 && has_words(&row) {
            left -= 1;
            visit(row)?;
        }
        Ok(())
    })
}

/// True when module, level and order leave few records of this time, whatever their words.
fn has_few(sql: &Sql<'_>, filter: &LogFilter, time: &[Param<'_>]) -> Result<bool, StoreError> {
    let (mut wanted, mut given) = (Wanted::default(), time.to_vec());
    if filter.level == Level::Warn {
        wanted.0.push_str(" AND r.level <= 2");
    }
    wanted.and("r.module =", filter.module.map(|module| module.name().into()), &mut given);
    wanted.and("r.order_id =", filter.order.map(Param::from), &mut given);
    if wanted.0.is_empty() {
        return Ok(false);
    }
    given.push((FEW + 1).into());
    let (wanted, last) = (wanted.0, given.len());
    let count = format!(
        "SELECT count(*) FROM (SELECT 1 FROM log_record r WHERE r.id >= $1 AND r.id < $2{wanted} LIMIT ${last})"
    );
    Ok(sql.number(&count, &given)? <= FEW)
}

/// Further conditions, each with its number.
#[derive(Default)]
struct Wanted(String);

impl Wanted {
    fn and<'a>(&mut self, condition: &str, value: Option<Param<'a>>, given: &mut Vec<Param<'a>>) {
        if let Some(value) = value {
            given.push(value);
            let _ = write!(self.0, " AND {condition} ${}", given.len());
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn log_row(row: &Row<'_>) -> Result<LogRow, StoreError> {
    let http = match (row.opt_text(7)?, row.opt_text(8)?) {
        (None, None) => None,
        (method, path) => Some(Http {
            method: method.unwrap_or_default(),
            path: path.unwrap_or_default(),
            status: row.opt_int(9)?.and_then(|status| status.try_into().ok()),
            millis: row.opt_int(10)?.and_then(|millis| millis.try_into().ok()),
        }),
    };
    Ok(LogRow {
        id: RecordId(row.int(0)?),
        level: Level::of_rank(row.int(1)?),
        module: row.text(2)?,
        till: row.text(3)?,
        operation: row.text(4)?,
        message: row.text(5)?,
        order: row.opt_int(6)?,
        http,
    })
}
