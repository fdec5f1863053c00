//! A table of goods as rows of texts, made into goods with their batches; all of it, or what is wrong with which row.

use std::collections::{BTreeMap, BTreeSet};

use super::import_goods::GoodsWithStock;
use crate::domain::goods_row::{self, Column, GoodsRow, RowFault};
use crate::store::goods::{GoodsMarks, NewBatch, NewGoods};

/// Why a table is no list of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// The head lacks these columns.
    Missing(Vec<Column>),
    /// Rows that cannot be meant: number in the file (the head is 1), and why.
    Rows(Vec<(usize, RowFault)>),
}

/// Reads the table; the first row is its head.
///
/// # Errors
/// [`TableFault`]; nothing is taken of a table with a wrong row.
pub fn goods(rows: &[Vec<String>]) -> Result<Vec<GoodsWithStock>, TableFault> {
    let head = rows.first().map_or(&[][..], Vec::as_slice);
    let mut places: BTreeMap<Column, usize> = BTreeMap::new();
    for (at, name) in head.iter().enumerate() {
        if let Some(column) = Column::of_head(name) {
            // Of two columns of one name the first counts.
            places.entry(column).or_insert(at);
        }
    }
    let missing: Vec<Column> = Column::REQUIRED.into_iter().filter(|column| !places.contains_key(column)).collect();
    if !missing.is_empty() {
        return Err(TableFault::Missing(missing));
    }
    let (mut faults, mut seen) = (Vec::new(), BTreeSet::new());
    let mut goods: BTreeMap<String, GoodsWithStock> = BTreeMap::new();
    for (row, number) in rows.iter().skip(1).zip(2..) {
        let cell = |column| places.get(&column).and_then(|at| row.get(*at)).cloned().unwrap_or_default();
        match goods_row::read(cell) {
            Err(fault) => faults.push((number, fault)),
            Ok(row) => {
                let [code, ..] = &row.texts;
                if !seen.insert((code.clone(), row.batch.clone())) {
                    faults.push((number, RowFault::Twice));
                    continue;
                }
                add(&mut goods, row);
            }
        }
    }
    if faults.is_empty() { Ok(goods.into_values().collect()) } else { Err(TableFault::Rows(faults)) }
}

fn add(goods: &mut BTreeMap<String, GoodsWithStock>, row: GoodsRow) {
    let [code, name, manufacturer, barcodes, series, inn, form, strength, country, place] = row.texts;
    let product = goods.entry(code.clone()).or_insert_with(|| GoodsWithStock {
        goods: NewGoods {
            code,
            name,
            inn,
            form,
            strength,
            manufacturer,
            country,
            barcodes: barcodes.split_whitespace().map(str::to_owned).collect(),
            marks: GoodsMarks { is_rx: row.is_rx, is_vital: row.is_vital, vat_rate: row.vat_rate },
        },
        batches: Vec::new(),
    });
    let batch = NewBatch {
        code: row.batch,
        series,
        expires_on: row.expires_on,
        place,
        storage: row.storage,
        price: row.price,
        max_price: row.max_price,
    };
    product.batches.push((batch, row.packs));
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn batches_of_a_product_stand_together_whatever_the_order_of_columns() {
        let rows = table("Цена;Код;Остаток;Наименование;Серия\n10;p1;2;Альфа;A\n20;p2;3;Бета;B\n11,5;p1;4;Альфа;C");
        let goods = goods(&rows).unwrap();
        let told: Vec<(&str, usize)> = goods.iter().map(|g| (g.goods.name.as_str(), g.batches.len())).collect();
        assert_eq!(told, [("Альфа", 2), ("Бета", 1)]);
    }

    #[test]
    fn a_table_with_one_wrong_row_gives_nothing_and_names_each_of_them() {
        let rows = table("код;название;цена;остаток;серия\np1;А;10;1;S\np1;А;10;1;S\n;Б;1;1;\np3;В;x;1;");
        let want =
            [(3, RowFault::Twice), (4, RowFault::Empty(Column::ProductId)), (5, RowFault::BadSum(Column::Price))];
        assert_eq!(goods(&rows), Err(TableFault::Rows(want.to_vec())));
        let missing = TableFault::Missing(vec![Column::Price, Column::Quantity]);
        assert_eq!(goods(&table("код;название;примечание\np1;А;")), Err(missing));
        assert_eq!(goods(&[]), Err(TableFault::Missing(Column::REQUIRED.to_vec())));
    }
}
