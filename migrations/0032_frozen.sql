-- What a day's close froze: of every table whose rows are facts, up to which key, and the digest over every column of the
-- rows since the close before. The link of the close's entry covers these rows.
CREATE TABLE frozen (
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    area     TEXT    NOT NULL,
    last_key INTEGER NOT NULL,
    digest   BLOB    NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (entry_id, area)
) STRICT, WITHOUT ROWID;
CREATE INDEX frozen_by_area ON frozen (area, last_key);

CREATE TRIGGER frozen_no_update BEFORE UPDATE ON frozen BEGIN SELECT RAISE(ABORT, 'frozen: append only'); END;
CREATE TRIGGER frozen_no_delete BEFORE DELETE ON frozen BEGIN SELECT RAISE(ABORT, 'frozen: append only'); END;
