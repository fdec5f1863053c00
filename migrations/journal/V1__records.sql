-- The log: its own file, so that it never slows a sale. The id of a record is its time in microseconds, made
-- unique: a list by time reads the table in its own order.
CREATE TABLE log_record (
    id        INTEGER PRIMARY KEY,
    level     INTEGER NOT NULL,
    module    TEXT    NOT NULL,
    till      TEXT    NOT NULL,
    operation TEXT    NOT NULL,
    message   TEXT    NOT NULL,
    order_id  INTEGER,
    method    TEXT,
    path      TEXT,
    status    INTEGER,
    millis    INTEGER,
    request   TEXT    NOT NULL,
    response  TEXT    NOT NULL,
    fields    TEXT    NOT NULL
);
CREATE INDEX log_record_module ON log_record (module, id);
CREATE INDEX log_record_grave ON log_record (id) WHERE level <= 2;
CREATE INDEX log_record_grave_module ON log_record (module, id) WHERE level <= 2;
CREATE INDEX log_record_order ON log_record (order_id, id) WHERE order_id IS NOT NULL;

-- Any three letters in a row find their records.
CREATE VIRTUAL TABLE log_words USING fts5 (message, content = 'log_record', content_rowid = 'id', tokenize = 'trigram', detail = 'full');
