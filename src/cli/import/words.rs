//! Why a table of goods was not read, in words.

use super::stage::StageFault;
use crate::cli::out;
use crate::desk::Desk;
use crate::text::{Lang, tr, tr_args};

/// Why a table was not read to its end.
pub(in crate::cli) fn stage_fault(lang: Lang, desk: &Desk, path: &str, fault: &StageFault) -> String {
    match fault {
        StageFault::File(error) => {
            tr_args(lang, "import-unreadable", &[("path", path.into()), ("why", error.to_string().into())])
        }
        StageFault::Read(fault) => tr(lang, &format!("table-fault-{}", fault.code())),
        StageFault::Use(error) => {
            let zone = desk.clock().offset(desk.clock().now());
            out::failure(lang, zone, error).text().to_owned()
        }
        StageFault::Stopped => tr(lang, "import-stopped"),
    }
}
