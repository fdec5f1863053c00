//! A product or a batch of the directory is changed by a person: only as it was read, so that of two who change the same
//! the second is told.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::Right;
use crate::domain::directory::{BatchFields, DirectoryRefusal, GoodsFields};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId};
use crate::domain::job::Job;
use crate::store;

/// Changes a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditGoods {
    /// Which.
    pub goods: GoodsId,
    /// As it was read.
    pub was: GoodsFields,
    /// As it is to be.
    pub now: GoodsFields,
}

impl Action for EditGoods {
    type Value = ();
    const NAME: &'static str = "edit_goods";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Data)?;
        let Some((code, known)) = store::directory::goods_fields(cx.sql, self.goods)? else {
            return Err(Refusal::GoodsNotFound { what: self.goods.0.to_string() }.into());
        };
        if known != self.was {
            return Err(DirectoryRefusal::ChangedMeanwhile { name: known.name }.into());
        }
        let now = self.now.checked().map_err(DirectoryRefusal::Field)?;
        for barcode in &now.barcodes {
            if let Some(name) = store::directory::barcode_of_another(cx.sql, self.goods, barcode)? {
                return Err(DirectoryRefusal::BarcodeTaken { barcode: barcode.clone(), name }.into());
            }
        }
        if now == known {
            return Ok(());
        }
        store::directory::save_goods(cx.sql, self.goods, &now)?;
        support::write_deed(cx, "goods_edited", &format!("{} [{code}]", now.name))?;
        changed(cx)
    }
}

/// Changes a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditBatch {
    /// Which.
    pub batch: BatchId,
    /// As it was read.
    pub was: BatchFields,
    /// As it is to be.
    pub now: BatchFields,
}

impl Action for EditBatch {
    type Value = ();
    const NAME: &'static str = "edit_batch";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Data)?;
        let found = store::directory::batch(cx.sql, self.batch)?;
        let (goods, known) = found.ok_or(DirectoryRefusal::BatchNotFound)?;
        let name = store::goods::name(cx.sql, goods)?;
        if known.fields != self.was {
            return Err(DirectoryRefusal::ChangedMeanwhile { name }.into());
        }
        let now = self.now.checked().map_err(DirectoryRefusal::Field)?;
        if now == known.fields {
            return Ok(());
        }
        store::directory::save_batch(cx.sql, self.batch, &now)?;
        let mut what = format!("{name}, {}", now.series);
        if now.price != known.fields.price {
            what = format!("{what}: {} → {}", known.fields.price.rubles(), now.price.rubles());
        }
        support::write_deed(cx, "batch_edited", &what)?;
        changed(cx)
    }
}

/// What hangs on the directory is asked again, and the site hears of it with the next full stock, soon.
fn changed(cx: &mut Cx<'_>) -> Result<(), UseError> {
    store::jobs::want(cx.sql, Job::Stock)?;
    cx.changes.add(Topic::Stock);
    cx.changes.add(Topic::Sync);
    Ok(())
}
