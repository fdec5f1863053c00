-- The lines of an order before the customer changed them at the site: what the person at the till last saw.
-- Kept from the first change until somebody has looked at it.
CREATE TABLE order_line_before (
    order_id     INTEGER NOT NULL REFERENCES customer_order (order_id),
    position     INTEGER NOT NULL,
    product_code TEXT NOT NULL,
    name         TEXT NOT NULL,
    packs        INTEGER NOT NULL CHECK (packs > 0),
    price        INTEGER NOT NULL CHECK (price >= 0),
    PRIMARY KEY (order_id, position)
);
