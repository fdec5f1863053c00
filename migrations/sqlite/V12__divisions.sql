-- One of them is the owner of the data; its batches bear no code.
ALTER TABLE division ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN division TEXT NOT NULL DEFAULT '';
