//! When commands of the settings and of the log are live.

use super::{CmdCx, Why, no};

pub(super) const fn has_records(cx: &CmdCx) -> Result<(), Why> {
    if cx.log.any { Ok(()) } else { no("why-no-records") }
}

pub(super) const fn is_about_order(cx: &CmdCx) -> Result<(), Why> {
    if cx.log.order { Ok(()) } else { no("why-record-of-no-order") }
}
