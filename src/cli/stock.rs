//! `expero stock`: why the site shows so many packs, what is never offered, what the site refused.

use std::path::Path;

use super::args::StockAction;
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use crate::domain::ids::GoodsId;
use crate::text::site_quantity;
use crate::text::{tr, tr_args};
use crate::usecase::read::goods_search::GoodsOf;
use crate::usecase::read::site_quantity::SiteQuantity;
use crate::usecase::read::stock_export::RefusedRows;
use crate::usecase::stock_told::{Offer, SetOffer};

pub(super) fn run(data: Option<&Path>, action: &StockAction) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    match action {
        StockAction::Why { code } => {
            let why = cx.ask(SiteQuantity(goods(&cx, code)?))?;
            for line in site_quantity::lines(cx.lang, &why, cx.clock.now(), cx.zone()) {
                out::answer(&line);
            }
        }
        StockAction::Stop { code } => set(&cx, code, Offer::Stopped, "cli-stock-stopped")?,
        StockAction::Offer { code } => set(&cx, code, Offer::Open, "cli-stock-offered")?,
        StockAction::Refused => {
            let rows = cx.ask(RefusedRows)?;
            if rows.is_empty() {
                out::message(&tr(cx.lang, "cli-stock-none-refused"));
            }
            for (row, name) in rows {
                out::answer(&format!("{}  {name}  {}", row.product, row.reason));
            }
        }
    }
    Ok(())
}

fn set(cx: &Context, code: &str, offer: Offer, said: &str) -> Result<(), Failure> {
    let goods = goods(cx, code)?;
    cx.act(SetOffer { goods, offer })?;
    out::message(&tr_args(cx.lang, said, &[("code", code.into())]));
    Ok(())
}

/// By its code or a barcode.
fn goods(cx: &Context, code: &str) -> Result<GoodsId, Failure> {
    cx.ask(GoodsOf { code: code.to_owned() })
}
