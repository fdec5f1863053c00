-- Who works here: a secret (Argon2id, PHC text) or none, and whether the person still works here.
ALTER TABLE app_user ADD COLUMN secret TEXT NOT NULL DEFAULT '';
ALTER TABLE app_user ADD COLUMN active INTEGER NOT NULL DEFAULT 1;

-- Wrong secrets in a row, and when the last one was, by a measure that nobody can set: the uptime of a process.
CREATE TABLE sign_in_try (
    user_id   INTEGER PRIMARY KEY REFERENCES app_user (user_id),
    tries     INTEGER NOT NULL,
    process   TEXT    NOT NULL,
    up_millis INTEGER NOT NULL
);

-- Who did what, beside what the history of an order tells.
CREATE TABLE audit (
    audit_id  INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    user_name TEXT    NOT NULL,
    till_id   TEXT    NOT NULL,
    deed      TEXT    NOT NULL,
    detail    TEXT    NOT NULL
);
CREATE INDEX audit_at ON audit (at);
