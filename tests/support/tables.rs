//! Tables of goods as text: the first line is the head, cells have semicolons between.

use expero::domain::goods_import::{ColumnMap, HeadFault, Places};
use expero::domain::goods_row::RowFault;
use expero::store::import_stage::StagedRow;

/// A table as it was read.
pub struct Parsed {
    pub head: Vec<String>,
    pub cells: Vec<Vec<String>>,
    pub places: Result<Places, HeadFault>,
    /// Rows that may wait, or what is wrong with one and its number.
    pub rows: Vec<Result<StagedRow, (i64, RowFault)>>,
}

pub fn parse(text: &str, map: &ColumnMap) -> Parsed {
    let mut lines = text.lines().map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let cells: Vec<_> = lines.collect();
    let places = Places::of(&head, map);
    let mut seen = Vec::new();
    let mut rows = Vec::new();
    if let Ok(places) = &places {
        for (cells, number) in cells.iter().zip(2..) {
            rows.push(places.read(cells).map_err(|fault| (number, fault)).map(|row| {
                let code = row.texts[0].clone();
                let is_first = !seen.contains(&code);
                seen.push(code);
                StagedRow { number, is_first, row }
            }));
        }
    }
    Parsed { head, cells, places, rows }
}
