-- Versions of a month's pack: what left, and the digest of each of its rows, so that the next version can say what
-- changed.
CREATE TABLE month_pack (
    id         INTEGER PRIMARY KEY,
    month      TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    version    INTEGER NOT NULL CHECK (version > 0),
    digest     TEXT    NOT NULL CHECK (length(digest) = 64),
    prints     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    by_id      INTEGER NOT NULL REFERENCES staff (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (month, version)
) STRICT;
CREATE INDEX month_pack_by_command ON month_pack (command_id);
CREATE TRIGGER month_pack_no_update BEFORE UPDATE ON month_pack BEGIN SELECT RAISE(ABORT, 'packs: append only'); END;
CREATE TRIGGER month_pack_no_delete BEFORE DELETE ON month_pack BEGIN SELECT RAISE(ABORT, 'packs: append only'); END;
