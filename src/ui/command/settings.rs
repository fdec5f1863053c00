//! When commands of the settings and of the log are live.

use super::{CmdCx, Why, no};

pub(super) const fn has_records(cx: &CmdCx) -> Result<(), Why> {
    if cx.log.any { Ok(()) } else { no("why-no-records") }
}

pub(super) const fn is_about_order(cx: &CmdCx) -> Result<(), Why> {
    if cx.log.order { Ok(()) } else { no("why-record-of-no-order") }
}

/// By hand only what the site knows us for, and with what is saved.
pub(super) const fn site_knows_us(cx: &CmdCx) -> Result<(), Why> {
    if !cx.settings.known {
        no("why-not-checked")
    } else if cx.settings.changed {
        no("why-not-saved")
    } else {
        Ok(())
    }
}

pub(super) const fn can_pick_table(cx: &CmdCx) -> Result<(), Why> {
    if cx.import.busy { no("why-import-busy") } else { Ok(()) }
}

pub(super) const fn has_table(cx: &CmdCx) -> Result<(), Why> {
    if cx.import.busy {
        no("why-import-busy")
    } else if cx.import.ready {
        Ok(())
    } else {
        no("why-no-table")
    }
}

pub(super) const fn has_goods(cx: &CmdCx) -> Result<(), Why> {
    if cx.directory.busy {
        no("why-supply-busy")
    } else if cx.directory.goods {
        Ok(())
    } else {
        no("why-no-goods-chosen")
    }
}

pub(super) const fn has_batch(cx: &CmdCx) -> Result<(), Why> {
    if cx.directory.batch { Ok(()) } else { no("why-no-batch-chosen") }
}

pub(super) const fn has_supplier(cx: &CmdCx) -> Result<(), Why> {
    if cx.directory.goods { Ok(()) } else { no("why-no-supplier-chosen") }
}
