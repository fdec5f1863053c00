-- The directory of goods stands by name; a batch's journal asks for its own rows, the ended ones too.
CREATE INDEX goods_name ON goods (name, goods_id);
CREATE INDEX reservation_batch ON reservation (batch_id, created_at);
CREATE INDEX shelf_return_batch ON shelf_return (batch_id, at);

-- Who counted packs by hand, and what they said of the difference.
CREATE TABLE stock_count (
    move_id   INTEGER PRIMARY KEY REFERENCES stock_move (move_id),
    user_name TEXT NOT NULL,
    till_id   TEXT NOT NULL,
    note      TEXT NOT NULL
);
