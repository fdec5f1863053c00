-- The till: shifts, how a receipt was paid and what was given off, receipts that wait, documents of the fiscal device.

CREATE TABLE cash_shift (
    shift_id  INTEGER PRIMARY KEY,
    till_id   TEXT NOT NULL,
    number    INTEGER NOT NULL,
    -- closing: the fiscal device was told, its answer is to come.
    state     TEXT NOT NULL CHECK (state IN ('open', 'closing', 'closed')),
    key       TEXT NOT NULL UNIQUE,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    closed_at INTEGER,
    closed_by TEXT NOT NULL DEFAULT '',
    -- Why the device did not close it; what its Z report came to.
    fault     TEXT NOT NULL DEFAULT '',
    detail    TEXT NOT NULL DEFAULT '',
    z_shift   INTEGER,
    z_sold    INTEGER,
    z_returned INTEGER,
    x_wanted  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (till_id, number)
);
CREATE UNIQUE INDEX cash_shift_open ON cash_shift (till_id) WHERE state <> 'closed';

ALTER TABLE receipt ADD COLUMN kind TEXT NOT NULL DEFAULT 'sale' CHECK (kind IN ('sale', 'return'));
ALTER TABLE receipt ADD COLUMN return_of INTEGER REFERENCES receipt (receipt_id);
ALTER TABLE receipt ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN shift_id INTEGER REFERENCES cash_shift (shift_id);
-- What was paid how, without the change; their sum is the total.
ALTER TABLE receipt ADD COLUMN cash INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN card INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN prepaid INTEGER NOT NULL DEFAULT 0;
UPDATE receipt SET cash = given - change, card = CASE WHEN paid = 'card' THEN given ELSE 0 END;
UPDATE receipt SET cash = 0 WHERE paid = 'card';
UPDATE receipt SET prepaid = total - cash - card;
CREATE INDEX receipt_at ON receipt (at, receipt_id);
CREATE INDEX receipt_shift ON receipt (shift_id);
CREATE INDEX receipt_return ON receipt (return_of) WHERE return_of IS NOT NULL;

-- Price before the discount; the discount in hundredths of a per cent; VAT of the day of the sale, per cent.
ALTER TABLE receipt_line ADD COLUMN list_price INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt_line ADD COLUMN discount INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt_line ADD COLUMN vat_rate INTEGER NOT NULL DEFAULT 10;
-- In a return: the line of the sale that came back.
ALTER TABLE receipt_line ADD COLUMN sold_position INTEGER;
UPDATE receipt_line SET list_price = price;
CREATE INDEX receipt_line_batch ON receipt_line (batch_id);

-- «Рецепт предъявлен»: one row for each line sold by prescription.
CREATE TABLE prescription (
    receipt_id INTEGER NOT NULL REFERENCES receipt (receipt_id),
    position   INTEGER NOT NULL,
    number     TEXT NOT NULL,
    issued_on  TEXT NOT NULL,
    doctor     TEXT NOT NULL,
    PRIMARY KEY (receipt_id, position)
);

-- Receipts that are not sold yet: the open one of each till, and those put aside. They keep no packs.
CREATE TABLE draft_receipt (
    draft_id   INTEGER PRIMARY KEY,
    till_id    TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    order_id   INTEGER REFERENCES customer_order (order_id),
    changed_at INTEGER NOT NULL,
    parked_at  INTEGER
);
CREATE UNIQUE INDEX draft_receipt_open ON draft_receipt (till_id) WHERE parked_at IS NULL;
CREATE TABLE draft_line (
    draft_id INTEGER NOT NULL REFERENCES draft_receipt (draft_id),
    position INTEGER NOT NULL,
    goods_id INTEGER NOT NULL REFERENCES goods (goods_id),
    packs    INTEGER NOT NULL CHECK (packs > 0),
    discount INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (draft_id, position)
);
CREATE TABLE draft_code (
    draft_id INTEGER NOT NULL REFERENCES draft_receipt (draft_id),
    goods_id INTEGER NOT NULL REFERENCES goods (goods_id),
    code     TEXT NOT NULL,
    PRIMARY KEY (draft_id, code)
);

CREATE INDEX marking_code_receipt ON marking_code (receipt_id) WHERE receipt_id IS NOT NULL;

-- What the fiscal device has to print, one row a receipt, written with the receipt. The key is made here and goes
-- with every try, so that the device prints it once.
CREATE TABLE fiscal_document (
    document_id     INTEGER PRIMARY KEY,
    receipt_id      INTEGER NOT NULL UNIQUE REFERENCES receipt (receipt_id),
    till_id         TEXT NOT NULL,
    key             TEXT NOT NULL UNIQUE,
    state           TEXT NOT NULL CHECK (state IN ('to_print', 'printing', 'printed', 'failed')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_at         INTEGER NOT NULL DEFAULT 0,
    fault           TEXT NOT NULL DEFAULT '',
    detail          TEXT NOT NULL DEFAULT '',
    printed_at      INTEGER,
    shift_number    INTEGER,
    receipt_number  INTEGER,
    document_number INTEGER,
    fiscal_sign     TEXT NOT NULL DEFAULT '',
    drive_number    TEXT NOT NULL DEFAULT '',
    device_number   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX fiscal_document_open ON fiscal_document (till_id, document_id) WHERE state <> 'printed';
