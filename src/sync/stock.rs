//! The full stock with prices to the site: counted first, then sent row by row, whole or not at all.
//!
//! Memory holds ids and a count for each batch, and one portion of rows. Each portion is a short look at the data: a
//! long one would keep the engine's log from being folded in.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

use crate::desk::Desk;
use crate::domain::ids::{BatchId, GoodsId, ProductCode};
use crate::domain::mask;
use crate::domain::packs::Packs;
use crate::domain::vat::VatRate;
use crate::site::catalog::{
    CatalogOutcome, CatalogPart, CatalogRow, CatalogWriter, Packing, ROWS_PER_PART, RejectedRow,
};
use crate::site::client::SiteClient;
use crate::site::error::SiteError;
use crate::usecase::UseError;
use crate::usecase::read::stock_export::{FreeBatches, LastStock, Offered, Refused, StockRow, StockRows, ToldPacks};
use crate::usecase::stock_told::{NoteStockSent, NoteStockUnchanged, NoteTold};

/// Products that one look counts, rows that one look reads.
const PORTION: u32 = 1_000;

/// Batches of which is written down in one step what the site was told.
const TOLD: usize = 500;

/// Refused rows that are kept.
const REFUSED_KEPT: usize = 1_000;

/// A site that cannot take parts of so few rows cannot take any.
const LEAST_ROWS: usize = 100;

/// How far it has come; shared with whoever watches.
#[derive(Debug, Default)]
pub struct Sending {
    rows: AtomicU64,
    stopped: AtomicBool,
    /// Of the rows so far: tells this stock from any other.
    passed: Mutex<DefaultHasher>,
}

impl Sending {
    /// Rows that have left so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// It starts from the first row.
    fn begin(&self) {
        self.rows.store(0, Ordering::Relaxed);
        *self.passed() = DefaultHasher::new();
    }

    /// A row goes by.
    fn passes(&self, row: &StockRow, vat: VatRate) {
        let mut passed = self.passed();
        row.hash(&mut *passed);
        vat.0.hash(&mut *passed);
    }

    fn digest(&self) -> String {
        format!("{:016x}", self.passed().finish())
    }

    fn passed(&self) -> MutexGuard<'_, DefaultHasher> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Nobody wants it any more: what the site has taken over so far it drops.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// Whether a person has said that a stock much smaller than the last one is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nobody has.
    NotGiven,
    /// Somebody has.
    Given,
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Rows sent.
    pub rows: u64,
    /// Rows that the site took.
    pub accepted: i64,
    /// Rows that it refused, the first hundred of each part.
    pub rejected: Vec<RejectedRow>,
    /// Rows that it refused, all of them.
    pub rejected_count: i64,
}

/// Why nothing was sent, or not to the end. The site keeps the stock of before.
#[derive(Debug)]
pub enum StockFault {
    /// The site.
    Site(SiteError),
    /// The data.
    Store(UseError),
    /// Nothing, or less than half of the last time: a broken stock must not empty the shop window.
    Shrunk {
        /// Rows now.
        rows: u64,
        /// Rows of the last time.
        was: u64,
    },
    /// Nobody wanted it any more.
    Stopped,
}

impl From<SiteError> for StockFault {
    fn from(error: SiteError) -> Self {
        Self::Site(error)
    }
}

impl From<UseError> for StockFault {
    fn from(error: UseError) -> Self {
        Self::Store(error)
    }
}

/// Sends the whole stock of `pharmacy_id` as it is now.
///
/// # Errors
/// [`StockFault`]; then the site keeps the stock of before.
pub async fn send_full(
    desk: &Desk,
    client: &SiteClient,
    pharmacy_id: &str,
    word: Word,
    sending: &Arc<Sending>,
) -> Result<Sent, StockFault> {
    let snapshot_at = desk.clock().now();
    let counted = count(desk, sending).await?;
    send_counted(desk, client, (pharmacy_id, snapshot_at), counted, word, sending).await
}

/// The same unless the site was told just this stock less than a day ago: then none.
///
/// # Errors
/// As [`send_full`].
pub async fn send_if_changed(
    desk: &Desk,
    client: &SiteClient,
    pharmacy_id: &str,
    sending: &Arc<Sending>,
) -> Result<Option<Sent>, StockFault> {
    let snapshot_at = desk.clock().now();
    let counted = count(desk, sending).await?;
    let last = desk.ask(LastStock).await?;
    // What a site has lost without a word it gets back within a day.
    let is_recent = last.sent_at.is_some_and(|at| snapshot_at - at < TimeDelta::days(1));
    if is_recent && !last.digest.is_empty() && last.digest == digest(desk, &counted, snapshot_at, sending).await? {
        desk.act(NoteStockUnchanged).await?;
        tracing::info!(rows = counted.len(), "the site knows the stock as it is");
        return Ok(None);
    }
    let place = (pharmacy_id, snapshot_at);
    send_counted(desk, client, place, counted, Word::NotGiven, sending).await.map(Some)
}

async fn send_counted(
    desk: &Desk,
    client: &SiteClient,
    place: (&str, DateTime<Utc>),
    counted: Vec<Offered>,
    word: Word,
    sending: &Arc<Sending>,
) -> Result<Sent, StockFault> {
    let rows = u64::try_from(counted.len()).unwrap_or(u64::MAX);
    let was = desk.ask(LastStock).await?.rows;
    if word == Word::NotGiven && (rows == 0 || rows.saturating_mul(2) < was) {
        return Err(StockFault::Shrunk { rows, was });
    }
    // Only what the service announced; a service that does not answer announces nothing.
    let limits = client.self_info().await.map(|info| info.value.limits).unwrap_or_default();
    let mut way = Way { packing: if limits.gzip { Packing::Gzip } else { Packing::Plain }, rows: ROWS_PER_PART };
    let sent = loop {
        match send_parts(desk, client, place, &counted, limits.chunking.then_some(way.rows), way.packing, sending).await
        {
            // The site announced what it cannot take: once more, as it can.
            Err(StockFault::Site(SiteError::UnsupportedMedia)) if way.packing == Packing::Gzip => {
                way.packing = Packing::Plain;
            }
            Err(StockFault::Site(SiteError::TooLarge)) if limits.chunking && way.rows > LEAST_ROWS => way.rows /= 2,
            other => break other?,
        }
    };
    let refused = sent
        .rejected
        .iter()
        .take(REFUSED_KEPT)
        .map(|row| Refused { product: ProductCode(row.product.clone()), reason: mask::safe_text(&row.code) });
    let digest = sending.digest();
    desk.act(NoteStockSent { rows, snapshot_at: place.1, digest, refused: refused.collect() }).await?;
    note_told(desk, &counted).await?;
    tracing::info!(rows, accepted = sent.accepted, refused = sent.rejected_count, "the full stock was sent");
    Ok(sent)
}

/// How the stock travels.
struct Way {
    packing: Packing,
    /// Rows of a part, where there are parts.
    rows: usize,
}

async fn send_parts(
    desk: &Desk,
    client: &SiteClient,
    (pharmacy_id, snapshot_at): (&str, DateTime<Utc>),
    counted: &[Offered],
    per_part: Option<usize>,
    packing: Packing,
    sending: &Arc<Sending>,
) -> Result<Sent, StockFault> {
    let rows = u64::try_from(counted.len()).unwrap_or(u64::MAX);
    let parts: Vec<&[Offered]> = match per_part {
        Some(most) if counted.len() > most => counted.chunks(most).collect(),
        Some(_) | None => vec![counted],
    };
    let total = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let import_id = uuid::Uuid::now_v7().to_string();
    let mut sent = Sent { rows, accepted: 0, rejected: Vec::new(), rejected_count: 0 };
    sending.begin();
    for (part, counted) in (1..).zip(parts) {
        let part = CatalogPart {
            pharmacy_id: pharmacy_id.to_owned(),
            snapshot_at,
            import_id: import_id.clone(),
            part,
            parts_total: total,
            items_total: rows,
            allow_empty: rows == 0,
        };
        let body = body(desk, &part, packing, counted, sending)?;
        let outcome = client.import_catalog_part(body, packing).await;
        if sending.is_stopped() {
            return Err(StockFault::Stopped);
        }
        add(&mut sent, outcome?.value);
    }
    Ok(sent)
}

/// What the site was told of each batch, written down where it differs from what was told before: so that anybody can
/// say later why the site shows what it shows.
async fn note_told(desk: &Desk, counted: &[Offered]) -> Result<(), StockFault> {
    let mut left: HashMap<BatchId, Packs> = desk.ask(ToldPacks).await?.into_iter().collect();
    let mut changed: Vec<(BatchId, Packs)> = Vec::new();
    for offered in counted {
        if left.remove(&offered.batch) != Some(offered.packs) {
            changed.push((offered.batch, offered.packs));
        }
    }
    changed.extend(left.into_keys().map(|batch| (batch, Packs::ZERO)));
    for portion in changed.chunks(TOLD) {
        desk.act(NoteTold(portion.to_vec())).await?;
    }
    Ok(())
}

fn add(sent: &mut Sent, outcome: CatalogOutcome) {
    sent.accepted += outcome.accepted;
    sent.rejected_count += outcome.rejected;
    sent.rejected.extend(outcome.rejected_rows);
}

async fn count(desk: &Desk, sending: &Sending) -> Result<Vec<Offered>, StockFault> {
    let mut counted = Vec::new();
    let mut after = Some(GoodsId(0));
    while let Some(from) = after {
        if sending.is_stopped() {
            return Err(StockFault::Stopped);
        }
        let portion = desk.ask(FreeBatches { after: from, limit: PORTION }).await?;
        counted.extend(portion.free);
        after = portion.next;
    }
    Ok(counted)
}

/// What sending these rows would leave in [`Sending::digest`].
async fn digest(
    desk: &Desk,
    counted: &[Offered],
    snapshot_at: DateTime<Utc>,
    sending: &Sending,
) -> Result<String, StockFault> {
    let day = snapshot_at.with_timezone(&desk.clock().offset(snapshot_at)).date_naive();
    sending.begin();
    for portion in counted.chunks(usize::try_from(PORTION).unwrap_or(1)) {
        if sending.is_stopped() {
            return Err(StockFault::Stopped);
        }
        for row in desk.ask(StockRows(portion.to_vec())).await? {
            sending.passes(&row, VatRate::of_goods(row.vat_rate, day));
        }
    }
    Ok(sending.digest())
}

/// What the stream of a body carries on with.
struct Body {
    desk: Desk,
    /// None once the end was written.
    writer: Option<CatalogWriter>,
    left: VecDeque<Vec<Offered>>,
    sending: Arc<Sending>,
    /// Rates of tax depend on it.
    day: NaiveDate,
}

fn body(
    desk: &Desk,
    part: &CatalogPart,
    packing: Packing,
    counted: &[Offered],
    sending: &Arc<Sending>,
) -> Result<BoxStream<'static, std::io::Result<Bytes>>, StockFault> {
    let portion = usize::try_from(PORTION).unwrap_or(1);
    let body = Body {
        desk: desk.clone(),
        writer: Some(CatalogWriter::new(part, packing).map_err(|_| SiteError::Source)?),
        left: counted.chunks(portion).map(<[Offered]>::to_vec).collect(),
        sending: Arc::clone(sending),
        day: part.snapshot_at.with_timezone(&desk.clock().offset(part.snapshot_at)).date_naive(),
    };
    Ok(stream::unfold(body, |body| next(body).boxed()).boxed())
}

/// The next piece of a body; none after its end.
async fn next(mut body: Body) -> Option<(std::io::Result<Bytes>, Body)> {
    let mut writer = body.writer.take()?;
    if body.sending.is_stopped() {
        return Some((Err(std::io::Error::other("stopped")), body));
    }
    let Some(portion) = body.left.pop_front() else {
        return Some((writer.finish(), body));
    };
    let written = match body.desk.ask(StockRows(portion)).await {
        Err(error) => Err(std::io::Error::other(error.to_string())),
        Ok(rows) => rows.iter().try_fold(0, |n, row| {
            body.sending.passes(row, VatRate::of_goods(row.vat_rate, body.day));
            writer.push(&catalog_row(row, body.day)).map(|added| n + u64::from(added))
        }),
    };
    match written {
        Ok(rows) => {
            body.sending.rows.fetch_add(rows, Ordering::Relaxed);
            let bytes = writer.take();
            body.writer = Some(writer);
            Some((Ok(bytes), body))
        }
        Err(error) => Some((Err(error), body)),
    }
}

/// A row as it goes over the wire on `day`, on which rates of tax depend.
#[must_use]
pub fn catalog_row(row: &StockRow, day: NaiveDate) -> CatalogRow {
    let VatRate(vat) = VatRate::of_goods(row.vat_rate, day);
    CatalogRow {
        product: row.product.clone(),
        batch: row.batch.clone(),
        name: row.name.clone(),
        manufacturer: row.manufacturer.clone(),
        country: row.country.clone(),
        barcodes: row.barcodes.clone(),
        price: row.price,
        packs: row.packs,
        vat_rate: (vat > 0).then_some(i64::from(vat)),
        series: row.series.clone(),
        expires_on: Some(row.expires_on),
        max_price: row.max_price,
        is_vital: row.is_vital,
        is_prescription: row.is_rx,
        storage_max_celsius: row.storage_max_celsius,
    }
}
