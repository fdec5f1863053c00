-- Collecting: what lies in the bag of an order, the codes on the packs, purchase requisitions, calls.

ALTER TABLE customer_order ADD COLUMN bag_cell TEXT NOT NULL DEFAULT '';
ALTER TABLE customer_order ADD COLUMN collected_by TEXT NOT NULL DEFAULT '';
ALTER TABLE customer_order ADD COLUMN collected_at INTEGER;
ALTER TABLE customer_order ADD COLUMN call_again_at INTEGER;
-- The order that this one took the place of.
ALTER TABLE customer_order ADD COLUMN replaces_order_id INTEGER REFERENCES customer_order (order_id);
-- A cell holds one bag; a final status empties it.
CREATE UNIQUE INDEX order_bag_cell ON customer_order (bag_cell) WHERE bag_cell <> '';
CREATE INDEX order_call_again ON customer_order (call_again_at) WHERE call_again_at IS NOT NULL;
CREATE INDEX order_replaces ON customer_order (replaces_order_id) WHERE replaces_order_id IS NOT NULL;

-- A batch chosen by hand stays when «Наличие» is pressed again.
ALTER TABLE reservation ADD COLUMN is_by_hand INTEGER NOT NULL DEFAULT 0;

ALTER TABLE shelf_return ADD COLUMN bag_cell TEXT NOT NULL DEFAULT '';
ALTER TABLE shelf_return ADD COLUMN done_by TEXT NOT NULL DEFAULT '';
CREATE INDEX shelf_return_waiting ON shelf_return (order_id) WHERE done_at IS NULL;

-- The unique code of one pack (GTIN and serial of its DataMatrix), as read; in one place at a time.
CREATE TABLE marking_code (
    code_id    INTEGER PRIMARY KEY,
    gtin       TEXT NOT NULL,
    serial     TEXT NOT NULL,
    raw        TEXT NOT NULL,
    goods_id   INTEGER NOT NULL REFERENCES goods (goods_id),
    state      TEXT NOT NULL CHECK (state IN ('free', 'bound', 'sold')),
    order_id   INTEGER REFERENCES customer_order (order_id),
    receipt_id INTEGER REFERENCES receipt (receipt_id),
    changed_at INTEGER NOT NULL,
    UNIQUE (gtin, serial)
);
CREATE INDEX marking_code_order ON marking_code (order_id) WHERE order_id IS NOT NULL;

-- Packs laid into the bag of an order, one row each. In the bag while out_at is null.
CREATE TABLE bag_pack (
    pack_id    INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES customer_order (order_id),
    line_id    INTEGER NOT NULL,
    goods_id   INTEGER NOT NULL REFERENCES goods (goods_id),
    batch_id   INTEGER NOT NULL REFERENCES batch (batch_id),
    code_id    INTEGER REFERENCES marking_code (code_id),
    at         INTEGER NOT NULL,
    user_name  TEXT NOT NULL,
    till_id    TEXT NOT NULL,
    out_at     INTEGER,
    out_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX bag_pack_order ON bag_pack (order_id, pack_id);
CREATE UNIQUE INDEX bag_pack_code ON bag_pack (code_id) WHERE out_at IS NULL AND code_id IS NOT NULL;

CREATE TABLE supplier (
    supplier_id INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    lead_days   INTEGER NOT NULL DEFAULT 1 CHECK (lead_days >= 0),
    is_active   INTEGER NOT NULL DEFAULT 1
);

-- The purchase requisition of an order, one per order.
CREATE TABLE requisition (
    requisition_id INTEGER PRIMARY KEY,
    order_id       INTEGER NOT NULL UNIQUE REFERENCES customer_order (order_id),
    number         TEXT NOT NULL UNIQUE,
    state          TEXT NOT NULL CHECK (state IN ('open', 'ordered', 'received', 'cancelled')),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    user_name      TEXT NOT NULL
);
CREATE INDEX requisition_state ON requisition (state, created_at);

CREATE TABLE requisition_line (
    requisition_id INTEGER NOT NULL REFERENCES requisition (requisition_id),
    position       INTEGER NOT NULL,
    goods_id       INTEGER REFERENCES goods (goods_id),
    product_code   TEXT NOT NULL,
    name           TEXT NOT NULL,
    manufacturer   TEXT NOT NULL DEFAULT '',
    packs          INTEGER NOT NULL CHECK (packs > 0),
    supplier_id    INTEGER REFERENCES supplier (supplier_id),
    needed_by      INTEGER NOT NULL,
    PRIMARY KEY (requisition_id, position)
);

-- Calls to the customer about missing goods. Free words of the caller may name a person: none are kept here.
CREATE TABLE order_call (
    call_id       INTEGER PRIMARY KEY,
    order_id      INTEGER NOT NULL REFERENCES customer_order (order_id),
    goods_name    TEXT NOT NULL DEFAULT '',
    at            INTEGER NOT NULL,
    user_name     TEXT NOT NULL,
    till_id       TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    call_again_at INTEGER
);
CREATE INDEX order_call_order ON order_call (order_id, call_id);
CREATE INDEX goods_same ON goods (inn, form, strength);
