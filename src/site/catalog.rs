//! The full stock with prices as a stream of bytes.
//!
//! Owns: turning rows into one JSON body piece by piece, plain or compressed, so that memory does not grow
//! with the stock. Must not know where rows come from. Rows with nothing available and the ceiling of the
//! price are minded here, because no row may break those rules whoever made it.

use std::io::Write;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::dto_import::{CatalogAnswerDto, CatalogHeadDto};
use super::read::{Id, Whole, write_stamp};
use crate::domain::ids::{BatchCode, ProductCode};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;

/// Rows in one part when the service announced parts.
pub const ROWS_PER_PART: usize = 2000;

/// Compressed or not; only what the service announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// JSON as it is.
    Plain,
    /// `Content-Encoding: gzip`.
    Gzip,
}

/// Which part of which import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogPart {
    /// Whose stock.
    pub pharmacy_id: String,
    /// When the stock was read.
    pub snapshot_at: DateTime<Utc>,
    /// One import, the same for all parts.
    pub import_id: String,
    /// From 1.
    pub part: u32,
    /// How many parts.
    pub parts_total: u32,
    /// Rows of all parts.
    pub items_total: u64,
    /// A person has said that an empty stock is meant.
    pub allow_empty: bool,
}

/// One row: a batch of a product with what can be booked now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogRow {
    /// Product.
    pub product: ProductCode,
    /// Batch.
    pub batch: BatchCode,
    /// Name.
    pub name: String,
    /// Maker.
    pub manufacturer: String,
    /// Country.
    pub country: String,
    /// EAN-13.
    pub barcodes: Vec<String>,
    /// Price of a pack.
    pub price: Kopecks,
    /// What can be booked.
    pub packs: Packs,
    /// Percent; `None` = no VAT.
    pub vat_rate: Option<i64>,
    /// Serial number of the maker.
    pub series: String,
    /// Last day of use.
    pub expires_on: Option<NaiveDate>,
    /// ЖНВЛП ceiling; its presence says that the goods are vital when `is_vital`.
    pub max_price: Option<Kopecks>,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// Needs a prescription.
    pub is_prescription: bool,
    /// Not warmer than.
    pub storage_max_celsius: Option<i32>,
}

/// What became of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogOutcome {
    /// The import.
    pub import_id: String,
    /// The whole stock is in force; false = waits for more parts.
    pub applied: bool,
    /// Rows taken.
    pub accepted: i64,
    /// Rows refused.
    pub rejected: i64,
    /// The service's words.
    pub warnings: Vec<String>,
    /// The first rows refused.
    pub rejected_rows: Vec<RejectedRow>,
}

/// A row refused by the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    /// Place in the part, from 0.
    pub row: i64,
    /// Product, may be empty.
    pub product: String,
    /// Why, may be empty.
    pub code: String,
}

impl From<CatalogAnswerDto> for CatalogOutcome {
    fn from(dto: CatalogAnswerDto) -> Self {
        Self {
            import_id: dto.import_id.0,
            applied: dto.state == "applied",
            accepted: dto.accepted.0,
            rejected: dto.rejected.0,
            warnings: dto.warnings,
            rejected_rows: dto
                .rejected_rows
                .into_iter()
                .map(|r| RejectedRow {
                    row: r.row.0,
                    product: r.product_id.map(|p| p.0).unwrap_or_default(),
                    code: r.code.unwrap_or_default(),
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct RowOut<'a> {
    product_id: &'a str,
    batch_id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    manufacturer: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    country: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    barcodes: &'a [String],
    price: i64,
    quantity: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_rate: Option<i64>,
    #[serde(skip_serializing_if = "str::is_empty")]
    series: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<NaiveDate>,
    is_vital: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_price: Option<i64>,
    is_prescription: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_max_celsius: Option<i32>,
}

enum Sink {
    Plain(Vec<u8>),
    // Boxed: its state is large, and one is made per upload.
    Gzip(Box<GzEncoder<Vec<u8>>>),
}

impl Sink {
    fn buffer(&mut self) -> &mut Vec<u8> {
        match self {
            Self::Plain(buffer) => buffer,
            Self::Gzip(encoder) => encoder.get_mut(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(buffer) => buffer.write(data),
            Self::Gzip(encoder) => encoder.write(data),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes the body of one part. Push rows, take what is ready, finish.
pub struct CatalogWriter {
    sink: Sink,
    rows: u64,
}

impl CatalogWriter {
    /// Opens the body of `part`.
    ///
    /// # Errors
    /// Never for buffers in memory; the signature is that of writing.
    pub fn new(part: &CatalogPart, packing: Packing) -> std::io::Result<Self> {
        let head = CatalogHeadDto {
            pharmacy_id: Id(part.pharmacy_id.clone()),
            snapshot_at: write_stamp(part.snapshot_at),
            import_id: Id(part.import_id.clone()),
            part: Whole(i64::from(part.part)),
            parts_total: Whole(i64::from(part.parts_total)),
            items_total: Whole(i64::try_from(part.items_total).unwrap_or(i64::MAX)),
            allow_empty: part.allow_empty.then_some(true),
        };
        let mut text = serde_json::to_vec(&head)?;
        text.pop(); // the closing brace comes in `finish`
        let mut sink = match packing {
            Packing::Plain => Sink::Plain(Vec::with_capacity(1 << 16)),
            Packing::Gzip => Sink::Gzip(Box::new(GzEncoder::new(Vec::with_capacity(1 << 16), Compression::fast()))),
        };
        sink.write_all(&text)?;
        sink.write_all(br#","items":["#)?;
        Ok(Self { sink, rows: 0 })
    }

    /// Adds a row; one with nothing available is left out, a price above the ceiling is lowered to it.
    /// True when it was added.
    ///
    /// # Errors
    /// As of writing.
    pub fn push(&mut self, row: &CatalogRow) -> std::io::Result<bool> {
        if !row.packs.any() {
            return Ok(false);
        }
        if self.rows > 0 {
            self.sink.write_all(b",")?;
        }
        self.rows += 1;
        let out = RowOut {
            product_id: &row.product.0,
            batch_id: &row.batch.0,
            name: &row.name,
            manufacturer: &row.manufacturer,
            country: &row.country,
            barcodes: &row.barcodes,
            price: crate::domain::receipt::shelf_price(row.price, row.max_price).0,
            quantity: row.packs.0,
            vat_rate: row.vat_rate,
            series: &row.series,
            expires_on: row.expires_on,
            is_vital: row.is_vital,
            max_price: row.max_price.map(|k| k.0),
            is_prescription: row.is_prescription,
            storage_max_celsius: row.storage_max_celsius,
        };
        serde_json::to_writer(&mut self.sink, &out)?;
        Ok(true)
    }

    /// Rows added so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Bytes that are ready and not yet taken.
    pub fn ready(&mut self) -> usize {
        self.sink.buffer().len()
    }

    /// Takes the bytes that are ready, to be sent while more rows are read.
    pub fn take(&mut self) -> Bytes {
        std::mem::take(self.sink.buffer()).into()
    }

    /// Closes the body and yields its last bytes.
    ///
    /// # Errors
    /// As of writing.
    pub fn finish(mut self) -> std::io::Result<Bytes> {
        self.sink.write_all(b"]}")?;
        match self.sink {
            Sink::Plain(buffer) => Ok(buffer.into()),
            Sink::Gzip(encoder) => encoder.finish().map(Bytes::from),
        }
    }
}
