//! The full stock with prices to the site: counted first, then sent row by row, whole or not at all.
//!
//! Memory holds an id and a count for each batch, and one portion of rows. Each portion is a short look at the data: a
//! long one would keep the engine's log from being folded in.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

use crate::desk::Desk;
use crate::domain::ids::BatchId;
use crate::domain::packs::Packs;
use crate::domain::vat::VatRate;
use crate::site::catalog::{
    CatalogOutcome, CatalogPart, CatalogRow, CatalogWriter, Packing, ROWS_PER_PART, RejectedRow,
};
use crate::site::client::{ServiceLimits, SiteClient};
use crate::site::error::SiteError;
use crate::usecase::UseError;
use crate::usecase::read::freshness::FreshnessQuery;
use crate::usecase::read::stock_export::{FreeBatches, StockRow, StockRows};
use crate::usecase::task::{Contact, NoteContact};

/// Batches that one look counts, rows that one look reads.
const PORTION: u32 = 1_000;

/// How far it has come; shared with whoever watches.
#[derive(Debug, Default)]
pub struct Sending {
    rows: AtomicU64,
    stopped: AtomicBool,
}

impl Sending {
    /// Rows that have left so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
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

/// Sends the whole stock of `pharmacy_id` as it is at `now`.
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
    let rows = u64::try_from(counted.len()).unwrap_or(u64::MAX);
    let was = desk.ask(FreshnessQuery).await?.stock_sent.map_or(0, |(_, rows)| rows);
    if word == Word::NotGiven && (rows == 0 || rows.saturating_mul(2) < was) {
        return Err(StockFault::Shrunk { rows, was });
    }
    // Only what the service announced; a service that does not answer announces nothing.
    let limits = client.self_info().await.map(|info| info.value.limits).unwrap_or_default();
    let parts = parts_of(counted, &limits);
    let total = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let import_id = uuid::Uuid::now_v7().to_string();
    let mut sent = Sent { rows, accepted: 0, rejected: Vec::new(), rejected_count: 0 };
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
        let packing = if limits.gzip { Packing::Gzip } else { Packing::Plain };
        let body = body(desk, &part, packing, &counted, sending)?;
        let outcome = client.import_catalog_part(body, packing).await;
        if sending.stopped.load(Ordering::Relaxed) {
            return Err(StockFault::Stopped);
        }
        add(&mut sent, outcome?.value);
    }
    desk.act(NoteContact(Contact::StockSent { rows, snapshot_at })).await?;
    tracing::info!(rows, accepted = sent.accepted, refused = sent.rejected_count, "the full stock was sent");
    Ok(sent)
}

fn add(sent: &mut Sent, outcome: CatalogOutcome) {
    sent.accepted += outcome.accepted;
    sent.rejected_count += outcome.rejected;
    sent.rejected.extend(outcome.rejected_rows);
}

async fn count(desk: &Desk, sending: &Sending) -> Result<Vec<(BatchId, Packs)>, StockFault> {
    let mut counted = Vec::new();
    let mut after = Some(BatchId(0));
    while let Some(from) = after {
        if sending.stopped.load(Ordering::Relaxed) {
            return Err(StockFault::Stopped);
        }
        let portion = desk.ask(FreeBatches { after: from, limit: PORTION }).await?;
        counted.extend(portion.free);
        after = portion.next;
    }
    Ok(counted)
}

/// One part, or as many as the service takes.
fn parts_of(counted: Vec<(BatchId, Packs)>, limits: &ServiceLimits) -> Vec<Vec<(BatchId, Packs)>> {
    if !limits.chunking || counted.len() <= ROWS_PER_PART {
        return vec![counted];
    }
    counted.chunks(ROWS_PER_PART).map(<[_]>::to_vec).collect()
}

/// What the stream of a body carries on with.
struct Body {
    desk: Desk,
    /// None once the end was written.
    writer: Option<CatalogWriter>,
    left: VecDeque<Vec<(BatchId, Packs)>>,
    sending: Arc<Sending>,
    /// Rates of tax depend on it.
    day: NaiveDate,
}

fn body(
    desk: &Desk,
    part: &CatalogPart,
    packing: Packing,
    counted: &[(BatchId, Packs)],
    sending: &Arc<Sending>,
) -> Result<BoxStream<'static, std::io::Result<Bytes>>, StockFault> {
    let portion = usize::try_from(PORTION).unwrap_or(1);
    let body = Body {
        desk: desk.clone(),
        writer: Some(CatalogWriter::new(part, packing).map_err(|_| SiteError::Source)?),
        left: counted.chunks(portion).map(<[_]>::to_vec).collect(),
        sending: Arc::clone(sending),
        day: part.snapshot_at.with_timezone(&desk.clock().offset(part.snapshot_at)).date_naive(),
    };
    Ok(stream::unfold(body, |body| next(body).boxed()).boxed())
}

/// The next piece of a body; none after its end.
async fn next(mut body: Body) -> Option<(std::io::Result<Bytes>, Body)> {
    let mut writer = body.writer.take()?;
    if body.sending.stopped.load(Ordering::Relaxed) {
        return Some((Err(std::io::Error::other("stopped")), body));
    }
    let Some(portion) = body.left.pop_front() else {
        return Some((writer.finish(), body));
    };
    let written = match body.desk.ask(StockRows(portion)).await {
        Err(error) => Err(std::io::Error::other(error.to_string())),
        Ok(rows) => {
            rows.iter().try_fold(0, |n, row| writer.push(&catalog_row(row, body.day)).map(|added| n + u64::from(added)))
        }
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

fn catalog_row(row: &StockRow, day: NaiveDate) -> CatalogRow {
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
