-- Jobs of the automatic task: when each last ran, what came of it, whether a person wants it now.
CREATE TABLE job_run (
    job        TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL DEFAULT 0,
    ended_at   INTEGER NOT NULL DEFAULT 0,
    result     TEXT    NOT NULL DEFAULT '',
    detail     TEXT    NOT NULL DEFAULT '',
    wanted     INTEGER NOT NULL DEFAULT 0
);

-- «Внутренние контрагенты»: parts of the business, each with its code at the site.
CREATE TABLE division (
    division_id INTEGER PRIMARY KEY,
    short_name  TEXT NOT NULL,
    code        TEXT NOT NULL UNIQUE
);
