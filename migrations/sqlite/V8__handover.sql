-- Who took a sold order, and by what it was checked that it is theirs. No name: it would be of no use and must be wiped.
CREATE TABLE handover (
    order_id   INTEGER PRIMARY KEY REFERENCES customer_order (order_id),
    receipt_id INTEGER REFERENCES receipt (receipt_id),
    at         INTEGER NOT NULL,
    taker      TEXT NOT NULL CHECK (taker IN ('buyer', 'other')),
    checked_by TEXT NOT NULL CHECK (checked_by IN ('code', 'phone', 'nothing')),
    user_name  TEXT NOT NULL,
    till_id    TEXT NOT NULL
);
