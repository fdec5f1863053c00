//! A pack is scanned into the bag of an order: it ticks a line, or stops with words and changes nothing.
//!
//! The history of the order keeps quiet: the rows of the bag themselves tell who laid in what and when, and a
//! row for each of two hundred packs would bury the rest.

use chrono::NaiveDate;

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::batch::{self, BatchStock, Kept};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId, LineId, OrderId};
use crate::domain::marking::{self, PackCode, ScanFault, Scanned};
use crate::domain::order::{Order, OrderLine};
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::store;
use crate::store::bag::{Bagged, NewPack};
use crate::store::marking::Place;

/// Lays the scanned pack into the bag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanPack {
    /// Of which order.
    pub order: OrderId,
    /// As the scanner typed it.
    pub raw: String,
}

/// What was ticked: «2 из 3».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticked {
    /// Which line.
    pub line: LineId,
    /// Product as booked.
    pub name: String,
    /// Packs of the line in the bag now.
    pub in_bag: Packs,
    /// Packs ordered.
    pub ordered: Packs,
    /// Packs of the whole order that are still to be laid in; those that stay in their place do not count.
    pub left: Packs,
    /// What the scan did.
    pub tick: Tick,
}

/// What a scan did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Laid in; the batch was reserved for the line.
    LaidIn,
    /// Laid in, and the reservation follows the pack: it was free or of another batch.
    LaidInFrom(BatchId),
    /// The same code again: it lies in this bag already, nothing changed.
    AlreadyThere,
}

impl Action for ScanPack {
    type Value = Ticked;
    const NAME: &'static str = "scan_pack";

    fn run(self, cx: &mut Cx<'_>) -> Result<Ticked, UseError> {
        let order = support::load(cx, self.order)?;
        if order.status != OrderStatus::Accepted {
            return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
        }
        let found = read(cx, &self.raw)?;
        let mut bag = Bag::of(cx, order.id)?;
        if let Some(line) = bag.holds(cx, found.pack.as_ref())? {
            return bag.ticked(cx, &order, line, Tick::AlreadyThere);
        }
        if let Some(pack) = &found.pack {
            support::check_not_sold(cx.sql, pack)?;
        }
        let (goods, open) = open_lines(cx, &order, &bag, &found)?;
        let floor = support::not_before(cx.sql, cx.now, cx.zone, order.hold_until)?;
        let choice = choose(cx, &bag, goods, &open, found.pack.as_ref(), floor)?;
        let tick = if choice.is_reserved {
            Tick::LaidIn
        } else {
            reserve_pack(cx, &bag, &choice)?;
            Tick::LaidInFrom(choice.batch)
        };
        let code = match &found.pack {
            // Looked at above in this transaction; the table itself is the last guard.
            Some(pack) => match store::marking::bind(cx.sql, pack, goods, order.id, cx.now)? {
                Some(code) => Some(code),
                None => return Err(Refusal::AlreadySold.into()),
            },
            None => None,
        };
        let pack = NewPack { line: choice.line.id, goods, batch: choice.batch, code };
        let id = store::bag::put_in(cx.sql, order.id, pack, cx.now, cx.actor)?;
        bag.packs.push(Bagged { id, pack });
        cx.changes.add(Topic::Orders);
        bag.ticked(cx, &order, choice.line.id, tick)
    }
}

/// What was scanned.
struct Found {
    goods: Option<GoodsId>,
    /// Its number, to name goods that are not in the directory.
    number: String,
    pack: Option<PackCode>,
}

fn read(cx: &Cx<'_>, raw: &str) -> Result<Found, UseError> {
    let read = marking::read_on(raw, support::today(cx.now, cx.zone));
    let (gtin, pack) = match read {
        Ok(Scanned::Goods { gtin }) => (gtin, None),
        Ok(Scanned::Pack(pack)) => (pack.gtin.clone(), Some(pack)),
        Ok(Scanned::Sheet(_)) | Err(_) => {
            let fault = read.err().unwrap_or(ScanFault::NotACode);
            // A barcode of our own or a product code need not follow any rule of barcodes.
            let goods = store::goods_search::by_code(cx.sql, raw.trim())?.ok_or(Refusal::BadScan { fault })?;
            return Ok(Found { goods: Some(goods), number: raw.trim().to_owned(), pack: None });
        }
    };
    let goods = match store::goods_search::by_code(cx.sql, raw.trim())? {
        Some(goods) => Some(goods),
        None => store::goods_search::by_gtin(cx.sql, &gtin)?,
    };
    Ok(Found { goods, number: gtin.to_string(), pack })
}

/// The bag and what is reserved, as they are now.
struct Bag {
    order: OrderId,
    packs: Vec<Bagged>,
    reserved: Vec<Kept>,
}

impl Bag {
    fn of(cx: &Cx<'_>, order: OrderId) -> Result<Self, UseError> {
        let packs = store::bag::of_order(cx.sql, order)?;
        Ok(Self { order, packs, reserved: store::reservations::of_order(cx.sql, order)? })
    }

    /// The line that this very pack was laid in for.
    fn holds(&self, cx: &Cx<'_>, pack: Option<&PackCode>) -> Result<Option<LineId>, UseError> {
        let Some(pack) = pack else { return Ok(None) };
        let known = store::marking::find(cx.sql, &pack.gtin, &pack.serial)?;
        let code = known.filter(|k| k.place == Place::Bag(self.order)).map(|k| k.id);
        Ok(code.and_then(|code| self.packs.iter().find(|p| p.pack.code == Some(code))).map(|p| p.pack.line))
    }

    fn in_line(&self, line: LineId) -> Packs {
        self.packs.iter().filter(|p| p.pack.line == line).map(|_| Packs(1)).sum()
    }

    fn reserved_for(&self, line: LineId) -> Packs {
        self.reserved.iter().filter(|r| r.line == line).map(|r| r.packs).sum()
    }

    /// Packs of a batch that are reserved for a line and not yet laid in.
    fn waiting(&self, line: LineId, batch: BatchId) -> Packs {
        let kept: Packs = self.reserved.iter().filter(|r| r.line == line && r.batch == batch).map(|r| r.packs).sum();
        kept.minus(self.of_batch(line, batch))
    }

    fn missing(&self, line: &OrderLine) -> Packs {
        line.packs.minus(self.in_line(line.id)).floor_zero()
    }

    /// Packs of each line that must still be laid in, in the order of the lines: what stays in the cold or in the
    /// safe until hand-over is none of them.
    fn left<'o>(&self, cx: &Cx<'_>, order: &'o Order) -> Result<Vec<(&'o OrderLine, Packs)>, UseError> {
        let mut kept = store::preflight::kept(cx.sql, order.id)?;
        let mut left = Vec::with_capacity(order.lines.len());
        for line in &order.lines {
            let in_place = kept.remove(&line.id).into_iter().flatten().filter(|(k, _)| k.stays());
            let in_place: Packs =
                in_place.map(|(k, _)| k.packs.minus(self.of_batch(line.id, k.batch)).floor_zero()).sum();
            left.push((line, self.missing(line).minus(in_place).floor_zero()));
        }
        Ok(left)
    }

    fn of_batch(&self, line: LineId, batch: BatchId) -> Packs {
        self.packs.iter().filter(|p| p.pack.line == line && p.pack.batch == batch).map(|_| Packs(1)).sum()
    }

    fn ticked(&self, cx: &Cx<'_>, order: &Order, line: LineId, tick: Tick) -> Result<Ticked, UseError> {
        let booked = order.lines.iter().find(|l| l.id == line);
        Ok(Ticked {
            line,
            name: booked.map(|l| l.name.clone()).unwrap_or_default(),
            in_bag: self.in_line(line),
            ordered: booked.map_or(Packs::ZERO, |l| l.packs),
            left: self.left(cx, order)?.into_iter().map(|(_, packs)| packs).sum(),
            tick,
        })
    }
}

/// The lines of the scanned goods that still need a pack: at least one.
fn open_lines<'a>(
    cx: &Cx<'_>,
    order: &'a Order,
    bag: &Bag,
    found: &Found,
) -> Result<(GoodsId, Vec<&'a OrderLine>), UseError> {
    let of_goods = |goods: GoodsId| order.lines.iter().filter(move |l| l.goods == Some(goods));
    let Some(goods) = found.goods.filter(|goods| of_goods(*goods).next().is_some()) else {
        let left = bag.left(cx, order)?.into_iter().filter(|(_, packs)| packs.any());
        let missing: Vec<&str> = left.map(|(l, _)| l.name.as_str()).take(3).collect();
        let scanned = match found.goods {
            Some(goods) => store::goods::name(cx.sql, goods)?,
            None => found.number.clone(),
        };
        return Err(Refusal::WrongGoods { scanned, expected: missing.join(", ") }.into());
    };
    let open: Vec<&OrderLine> = of_goods(goods).filter(|l| bag.missing(l).any()).collect();
    if open.is_empty() {
        let packs = of_goods(goods).map(|l| l.packs).sum();
        return Err(Refusal::TooManyPacks { name: store::goods::name(cx.sql, goods)?, packs }.into());
    }
    Ok((goods, open))
}

/// Which line and batch the pack is for.
struct Choice<'a> {
    line: &'a OrderLine,
    batch: BatchId,
    /// The batch is reserved for the line; otherwise one free pack of it is to be reserved.
    is_reserved: bool,
}

/// The series on the pack decides when it is one of ours; otherwise the reserved batches, first expired first;
/// otherwise a free pack in the same order.
fn choose<'a>(
    cx: &Cx<'_>,
    bag: &Bag,
    goods: GoodsId,
    open: &[&'a OrderLine],
    pack: Option<&PackCode>,
    floor: NaiveDate,
) -> Result<Choice<'a>, UseError> {
    let name = || store::goods::name(cx.sql, goods);
    let too_old = |expires_on: NaiveDate| -> Result<UseError, UseError> {
        Ok(Refusal::PackTooOld { name: name()?, expires_on, not_before: floor }.into())
    };
    let printed = pack.and_then(|p| p.expires_on);
    if let Some(expires_on) = printed.filter(|day| *day < floor) {
        return Err(too_old(expires_on)?);
    }
    let mut stock = store::stock::batches_of(cx.sql, goods)?;
    if let Some(series) = pack.and_then(|p| p.batch.as_deref()) {
        let named = store::stock::of_series(cx.sql, goods, series)?;
        if stock.iter().any(|b| named.contains(&b.batch)) {
            stock.retain(|b| named.contains(&b.batch));
        }
    }
    // Without a series the date on the pack still tells batches apart. The sort is stable: first expired first.
    stock.sort_by_key(|b| printed.is_some_and(|day| day != b.expires_on));
    let reserved =
        stock.iter().find_map(|b| open.iter().find(|l| bag.waiting(l.id, b.batch).any()).map(|line| (*line, b, true)));
    let free = |fits: &dyn Fn(&BatchStock) -> bool| {
        stock.iter().find(|b| b.available.any() && fits(b)).and_then(|b| open.first().map(|line| (*line, b, false)))
    };
    let chosen = reserved.or_else(|| free(&|b| b.expires_on >= floor)).or_else(|| free(&|_| true));
    match chosen {
        Some((_, batch, _)) if batch.expires_on < floor => Err(too_old(batch.expires_on)?),
        Some((line, batch, is_reserved)) => Ok(Choice { line, batch: batch.batch, is_reserved }),
        None => Err(Refusal::NoPackFree { name: name()? }.into()),
    }
}

/// Reserves the free pack in hand; when the line is fully reserved, in the place of one that waits, the last to
/// expire.
fn reserve_pack(cx: &mut Cx<'_>, bag: &Bag, choice: &Choice<'_>) -> Result<(), UseError> {
    let line = choice.line;
    let mut kept: Vec<Kept> = bag.reserved.iter().filter(|r| r.line == line.id).copied().collect();
    if bag.reserved_for(line.id) >= line.packs {
        let mut waiting = Vec::new();
        for one in kept.iter().filter(|k| bag.waiting(line.id, k.batch).any()) {
            waiting.push((store::stock::expires_on(cx.sql, one.batch)?, one.batch));
        }
        let (_, last) = waiting.into_iter().max().ok_or(Refusal::NoPackFree { name: line.name.clone() })?;
        batch::change_kept(&mut kept, (line.id, last), Packs(-1));
    }
    batch::change_kept(&mut kept, (line.id, choice.batch), Packs(1));
    store::reservations::release_line(cx.sql, bag.order, line.id, "scanned", cx.now)?;
    store::reservations::keep(cx.sql, bag.order, &kept, cx.now)?;
    cx.changes.add(Topic::Stock);
    Ok(())
}
