-- What a card terminal was asked to take, written before it is asked. A payment that was taken and belongs to no receipt
-- is found again after a power cut, and is used or given back.
CREATE TABLE card_payment (
    payment_id INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    till_id    TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0),
    state      TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'declined', 'used', 'reversed')),
    reference  TEXT NOT NULL DEFAULT '',
    at         INTEGER NOT NULL,
    receipt_id INTEGER UNIQUE REFERENCES receipt (receipt_id)
);
CREATE INDEX card_payment_open ON card_payment (till_id, payment_id) WHERE state IN ('asked', 'approved');
