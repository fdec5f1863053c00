-- The base of everything. Times are milliseconds UTC, money is kopecks, quantities are whole packs,
-- dates are ISO texts. On hand and available are computed, never kept as counters.

CREATE TABLE goods (
    goods_id     INTEGER PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    inn          TEXT NOT NULL DEFAULT '',
    form         TEXT NOT NULL DEFAULT '',
    strength     TEXT NOT NULL DEFAULT '',
    manufacturer TEXT NOT NULL DEFAULT '',
    country      TEXT NOT NULL DEFAULT '',
    is_rx        INTEGER NOT NULL DEFAULT 0,
    is_vital     INTEGER NOT NULL DEFAULT 0,
    vat_rate     INTEGER NOT NULL DEFAULT 10,
    search_key   TEXT NOT NULL
);

CREATE TABLE goods_barcode (
    barcode  TEXT PRIMARY KEY,
    goods_id INTEGER NOT NULL REFERENCES goods (goods_id)
);
CREATE INDEX goods_barcode_goods ON goods_barcode (goods_id);

CREATE TABLE batch (
    batch_id    INTEGER PRIMARY KEY,
    goods_id    INTEGER NOT NULL REFERENCES goods (goods_id),
    code        TEXT NOT NULL,
    series      TEXT NOT NULL,
    expires_on  TEXT NOT NULL,
    place       TEXT NOT NULL DEFAULT '',
    storage_min INTEGER,
    storage_max INTEGER,
    price       INTEGER NOT NULL CHECK (price >= 0),
    max_price   INTEGER,
    UNIQUE (goods_id, code)
);
CREATE INDEX batch_goods ON batch (goods_id, expires_on, batch_id);

-- Every pack that came or went. On hand of a batch = sum(packs).
CREATE TABLE stock_move (
    move_id    INTEGER PRIMARY KEY,
    batch_id   INTEGER NOT NULL REFERENCES batch (batch_id),
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    packs      INTEGER NOT NULL,
    receipt_id INTEGER
);
CREATE INDEX stock_move_batch ON stock_move (batch_id, packs);

CREATE TABLE app_user (
    user_id INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    role    TEXT NOT NULL
);

CREATE TABLE till (
    till_id TEXT PRIMARY KEY,
    title   TEXT NOT NULL
);

CREATE TABLE customer_order (
    order_id       INTEGER PRIMARY KEY,
    source         TEXT NOT NULL CHECK (source IN ('site', 'own')),
    site_id        TEXT UNIQUE,
    site_number    TEXT,
    own_number     TEXT UNIQUE,
    pharmacy_id    TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL,
    raw_status     TEXT NOT NULL DEFAULT '',
    revision       INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    accepted_at    INTEGER,
    hold_until     INTEGER,
    customer_name  TEXT NOT NULL DEFAULT '',
    customer_phone TEXT NOT NULL DEFAULT '',
    comment        TEXT NOT NULL DEFAULT '',
    pay_method     TEXT NOT NULL DEFAULT 'on_pickup',
    pay_state      TEXT NOT NULL DEFAULT 'unpaid',
    cancelled_by   TEXT NOT NULL DEFAULT '',
    cancel_reason  TEXT NOT NULL DEFAULT '',
    attention      TEXT,
    is_test        INTEGER NOT NULL DEFAULT 0,
    sums_disagree  INTEGER NOT NULL DEFAULT 0,
    reread_from    INTEGER,
    reread_revision INTEGER NOT NULL DEFAULT 0,
    site_updated_at INTEGER,
    line_count     INTEGER NOT NULL DEFAULT 0,
    total          INTEGER NOT NULL DEFAULT 0,
    search_key     TEXT NOT NULL DEFAULT '',
    CHECK ((source = 'site') = (site_id IS NOT NULL))
);
CREATE INDEX order_site_number ON customer_order (site_number);
CREATE INDEX order_created ON customer_order (created_at, order_id, total);
CREATE INDEX order_status ON customer_order (status, hold_until);
CREATE INDEX order_hold ON customer_order (hold_until, order_id, total);
CREATE INDEX order_attention ON customer_order (attention) WHERE attention IS NOT NULL;
CREATE INDEX order_reread ON customer_order (reread_from) WHERE reread_from IS NOT NULL;

CREATE TABLE order_line (
    line_id      INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES customer_order (order_id),
    position     INTEGER NOT NULL,
    site_line_id TEXT NOT NULL DEFAULT '',
    product_code TEXT NOT NULL,
    batch_code   TEXT,
    goods_id     INTEGER REFERENCES goods (goods_id),
    name         TEXT NOT NULL,
    manufacturer TEXT NOT NULL DEFAULT '',
    packs        INTEGER NOT NULL CHECK (packs > 0),
    price        INTEGER NOT NULL CHECK (price >= 0)
);
CREATE INDEX order_line_order ON order_line (order_id, position);
-- Lines whose product was not in the directory yet: an import looks for them.
CREATE INDEX order_line_unmatched ON order_line (product_code) WHERE goods_id IS NULL;

-- The document «Резервирование товара», one per order.
CREATE TABLE reserve_doc (
    doc_id     INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL UNIQUE REFERENCES customer_order (order_id),
    number     TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    closed_at  INTEGER
);

-- Packs of a batch kept for a line. Open while released_at is null.
CREATE TABLE reservation (
    reservation_id INTEGER PRIMARY KEY,
    doc_id         INTEGER NOT NULL REFERENCES reserve_doc (doc_id),
    order_id       INTEGER NOT NULL REFERENCES customer_order (order_id),
    line_id        INTEGER NOT NULL,
    batch_id       INTEGER NOT NULL REFERENCES batch (batch_id),
    packs          INTEGER NOT NULL CHECK (packs > 0),
    created_at     INTEGER NOT NULL,
    released_at    INTEGER,
    release_reason TEXT
);
CREATE INDEX reservation_open_batch ON reservation (batch_id, packs) WHERE released_at IS NULL;
CREATE INDEX reservation_open_line ON reservation (line_id, batch_id) WHERE released_at IS NULL;
CREATE INDEX reservation_order ON reservation (order_id);

-- Packs of lapsed or cancelled orders that wait to be put back by hand.
CREATE TABLE shelf_return (
    return_id INTEGER PRIMARY KEY,
    order_id  INTEGER NOT NULL REFERENCES customer_order (order_id),
    batch_id  INTEGER NOT NULL REFERENCES batch (batch_id),
    packs     INTEGER NOT NULL CHECK (packs > 0),
    at        INTEGER NOT NULL,
    done_at   INTEGER
);
CREATE INDEX shelf_return_open ON shelf_return (batch_id, packs) WHERE done_at IS NULL;

CREATE TABLE order_history (
    history_id  INTEGER PRIMARY KEY,
    order_id    INTEGER NOT NULL REFERENCES customer_order (order_id),
    at          INTEGER NOT NULL,
    user_name   TEXT NOT NULL,
    till_id     TEXT NOT NULL,
    event       TEXT NOT NULL,
    from_status TEXT NOT NULL,
    to_status   TEXT NOT NULL,
    note        TEXT NOT NULL DEFAULT ''
);
CREATE INDEX order_history_order ON order_history (order_id, history_id);

-- Status changes on their way to the site, in order per order. The body is frozen at the first sending
-- (sent_revision), so that a retry is byte for byte the same.
CREATE TABLE outbox (
    outbox_id      INTEGER PRIMARY KEY,
    order_id       INTEGER NOT NULL REFERENCES customer_order (order_id),
    change_id      TEXT NOT NULL UNIQUE,
    status         TEXT NOT NULL,
    changed_at     INTEGER NOT NULL,
    reserved_until INTEGER,
    reason_code    TEXT,
    reason_text    TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL DEFAULT 'waiting',
    sent_revision  INTEGER,
    attempts       INTEGER NOT NULL DEFAULT 0,
    next_at        INTEGER NOT NULL DEFAULT 0,
    last_error     TEXT NOT NULL DEFAULT '',
    answered_at    INTEGER,
    is_conflict    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_order ON outbox (order_id, outbox_id, state);
-- One partial index per state (the engine does not see that `state = 'waiting'` lies inside an IN list), with
-- the state in front so that it is searched and not passed over for a larger covering index.
CREATE INDEX outbox_waiting ON outbox (state, order_id, next_at, outbox_id) WHERE state = 'waiting';
CREATE INDEX outbox_refused ON outbox (state, order_id) WHERE state = 'refused';

CREATE TABLE inbox_cursor (
    service      TEXT PRIMARY KEY,
    cursor       TEXT,
    last_seen_at INTEGER
);

-- Elements of a page that could not be read.
CREATE TABLE quarantine (
    quarantine_id INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    service       TEXT NOT NULL,
    order_ref     TEXT,
    fingerprint   TEXT NOT NULL UNIQUE,
    raw           TEXT NOT NULL,
    reason        TEXT NOT NULL,
    resolved_at   INTEGER
);

-- What the background task last saw, for every window and the command line.
CREATE TABLE sync_state (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE receipt (
    receipt_id INTEGER PRIMARY KEY,
    number     INTEGER NOT NULL UNIQUE,
    at         INTEGER NOT NULL,
    till_id    TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    order_id   INTEGER UNIQUE REFERENCES customer_order (order_id),
    paid       TEXT NOT NULL,
    total      INTEGER NOT NULL,
    given      INTEGER NOT NULL,
    change     INTEGER NOT NULL
);

CREATE TABLE receipt_line (
    receipt_id INTEGER NOT NULL REFERENCES receipt (receipt_id),
    position   INTEGER NOT NULL,
    batch_id   INTEGER NOT NULL REFERENCES batch (batch_id),
    name       TEXT NOT NULL,
    packs      INTEGER NOT NULL CHECK (packs > 0),
    price      INTEGER NOT NULL,
    PRIMARY KEY (receipt_id, position)
);

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);

-- Work that one process does at a time.
CREATE TABLE lease (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  INTEGER NOT NULL
);
