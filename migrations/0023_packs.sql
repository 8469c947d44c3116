-- Packs of headquarters to its stores. At headquarters: what was issued to whom; a letter that says the same has the same
-- version. At a store: what was applied.
CREATE TABLE pack_issued (
    id          INTEGER PRIMARY KEY,
    store       TEXT    NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    digest      TEXT    NOT NULL CHECK (length(digest) = 64),
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (store, version)
) STRICT;
CREATE INDEX pack_issued_by_command ON pack_issued (command_id);
CREATE TABLE pack_applied (
    version     INTEGER PRIMARY KEY,
    hq          TEXT    NOT NULL,
    digest      TEXT    NOT NULL CHECK (length(digest) = 64),
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX pack_applied_by_command ON pack_applied (command_id);

-- Which of its own books of rules between stores a store has from headquarters, and which version it has there.
CREATE TABLE clearing_from (
    version     INTEGER PRIMARY KEY REFERENCES clearing_book (version),
    hq          TEXT    NOT NULL,
    hq_version  INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER pack_issued_no_update BEFORE UPDATE ON pack_issued BEGIN SELECT RAISE(ABORT, 'packs: append only'); END;
CREATE TRIGGER pack_issued_no_delete BEFORE DELETE ON pack_issued BEGIN SELECT RAISE(ABORT, 'packs: append only'); END;
CREATE TRIGGER pack_applied_no_update BEFORE UPDATE ON pack_applied BEGIN SELECT RAISE(ABORT, 'packs: append only'); END;
CREATE TRIGGER pack_applied_no_delete BEFORE DELETE ON pack_applied BEGIN SELECT RAISE(ABORT, 'packs: append only'); END;
CREATE TRIGGER clearing_from_no_update BEFORE UPDATE ON clearing_from BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER clearing_from_no_delete BEFORE DELETE ON clearing_from BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
