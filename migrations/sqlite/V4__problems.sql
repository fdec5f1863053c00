-- Why an element of the site could not be kept, as data: the code is in `reason`. Who put a problem aside.

ALTER TABLE quarantine ADD COLUMN path TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN detail TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN dismissed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN dismissed_till TEXT NOT NULL DEFAULT '';
-- Unlike the whole, what is open stays small.
CREATE INDEX quarantine_open ON quarantine (quarantine_id) WHERE resolved_at IS NULL;
