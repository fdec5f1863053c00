-- Stock in: tables of goods from the accounting program wait here, row by row, until all of them are known to be right.
CREATE TABLE goods_import (
    import_id INTEGER PRIMARY KEY,
    source    TEXT NOT NULL,
    begun_at  INTEGER NOT NULL,
    -- The moment whose stock the table tells: what was sold after it is not touched.
    taken_at  INTEGER NOT NULL,
    -- Batches that the table does not name are gone.
    is_full   INTEGER NOT NULL,
    -- Codes of the columns that the table has, with commas between: what it has not it does not change.
    columns   TEXT NOT NULL,
    -- staging, done, dropped
    state     TEXT NOT NULL,
    ended_at  INTEGER NOT NULL DEFAULT 0,
    row_count INTEGER NOT NULL DEFAULT 0,
    user_name TEXT NOT NULL,
    till_id   TEXT NOT NULL
);
CREATE INDEX goods_import_state ON goods_import (state, taken_at);

CREATE TABLE goods_import_row (
    import_id    INTEGER NOT NULL REFERENCES goods_import (import_id),
    code         TEXT NOT NULL,
    batch        TEXT NOT NULL,
    row_number   INTEGER NOT NULL,
    -- Of several rows of a product the first names it.
    is_first     INTEGER NOT NULL,
    name         TEXT NOT NULL,
    manufacturer TEXT NOT NULL,
    series       TEXT NOT NULL,
    inn          TEXT NOT NULL,
    form         TEXT NOT NULL,
    strength     TEXT NOT NULL,
    country      TEXT NOT NULL,
    place        TEXT NOT NULL,
    expires_on   TEXT NOT NULL,
    price        INTEGER NOT NULL,
    max_price    INTEGER,
    packs        INTEGER NOT NULL,
    storage_min  INTEGER,
    storage_max  INTEGER,
    is_vital     INTEGER NOT NULL,
    is_rx        INTEGER NOT NULL,
    vat_rate     INTEGER NOT NULL,
    PRIMARY KEY (import_id, code, batch)
);

CREATE TABLE goods_import_barcode (
    import_id INTEGER NOT NULL REFERENCES goods_import (import_id),
    code      TEXT NOT NULL,
    barcode   TEXT NOT NULL,
    PRIMARY KEY (import_id, code, barcode)
);

-- The stock-taking record of an import: a line for each batch of which the table told another stock than ours.
CREATE TABLE stocktaking_line (
    import_id INTEGER NOT NULL REFERENCES goods_import (import_id),
    batch_id  INTEGER NOT NULL REFERENCES batch (batch_id),
    told      INTEGER NOT NULL,
    had       INTEGER NOT NULL,
    -- The difference that was taken over: never so much that packs kept for orders would be missing.
    applied   INTEGER NOT NULL,
    is_new    INTEGER NOT NULL,
    PRIMARY KEY (import_id, batch_id)
);

-- Goods whose words for searching are still to be made.
CREATE TABLE goods_unworded (
    code TEXT PRIMARY KEY
);

-- Stock at a moment: sums by time.
CREATE INDEX stock_move_at ON stock_move (batch_id, at, packs);

-- Stock out: goods that are never offered on the site.
CREATE TABLE export_stop (
    goods_id INTEGER PRIMARY KEY REFERENCES goods (goods_id),
    at       INTEGER NOT NULL
);

-- What the site was last told of each batch.
CREATE TABLE stock_told (
    batch_id INTEGER PRIMARY KEY REFERENCES batch (batch_id),
    packs    INTEGER NOT NULL
);

-- Rows of the last full stock that the site refused.
CREATE TABLE stock_refusal (
    refusal_id   INTEGER PRIMARY KEY,
    product_code TEXT NOT NULL,
    reason       TEXT NOT NULL
);

-- A job that failed comes again before its period is over, later each time.
ALTER TABLE job_run ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_run ADD COLUMN retry_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_run ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;
