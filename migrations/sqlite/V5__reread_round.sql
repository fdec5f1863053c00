-- In which round of reading again an order was flagged: a round that began before clears nothing of later ones.
ALTER TABLE customer_order ADD COLUMN reread_round INTEGER NOT NULL DEFAULT 0;
