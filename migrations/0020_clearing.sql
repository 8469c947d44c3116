-- Rules between stores (跨店规则): dated books. NULL means: whatever. A rule with days is a campaign's.

CREATE TABLE clearing_book (
    version     INTEGER PRIMARY KEY,
    valid_from  TEXT    NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    set_at      INTEGER NOT NULL,
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    second_id   INTEGER REFERENCES staff (id),
    reason      TEXT    NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX clearing_book_by_command ON clearing_book (command_id);

-- `rate` is what of the value the home store owes, `phi` how much of gifts counts, `share` what of the performance the
-- serving store has; decimal texts, 0 to 1.
CREATE TABLE clearing_rule (
    version    INTEGER NOT NULL REFERENCES clearing_book (version),
    place      INTEGER NOT NULL,
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    since      TEXT,
    until      TEXT,
    item       TEXT,
    category   TEXT,
    card       TEXT    CHECK (card IN ('stored_value', 'session_card', 'period_card', 'points')),
    home       TEXT,
    serving    TEXT,
    rate       TEXT    NOT NULL,
    phi        TEXT,
    share      TEXT    NOT NULL,
    PRIMARY KEY (version, place),
    UNIQUE (version, name),
    CHECK (item IS NULL OR category IS NULL),
    CHECK ((since IS NULL) = (until IS NULL) AND (since IS NULL OR since <= until)),
    CHECK (home IS NULL OR serving IS NULL OR home <> serving)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER clearing_book_no_update BEFORE UPDATE ON clearing_book BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER clearing_book_no_delete BEFORE DELETE ON clearing_book BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER clearing_rule_no_update BEFORE UPDATE ON clearing_rule BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER clearing_rule_no_delete BEFORE DELETE ON clearing_rule BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
-- A book is sealed with its command, whose row is written last.
CREATE TRIGGER clearing_rule_sealed BEFORE INSERT ON clearing_rule WHEN EXISTS (
    SELECT 1 FROM clearing_book JOIN command ON command.id = clearing_book.command_id
    WHERE clearing_book.version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'rules: sealed'); END;
