-- The rules by which people earn (提成): a book is written whole, begins on a day, and is never edited.

CREATE TABLE rule_book (
    version     INTEGER PRIMARY KEY,
    valid_from  TEXT    NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    set_at      INTEGER NOT NULL,
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    second_id   INTEGER REFERENCES staff (id),
    reason      TEXT    NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX rule_book_by_command ON rule_book (command_id);

-- NULL means: whoever, whatever. Exactly one of `rate`, `fixed` and `bands` says how it pays.
CREATE TABLE rule (
    version    INTEGER NOT NULL REFERENCES rule_book (version),
    place      INTEGER NOT NULL,
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    event      TEXT    NOT NULL CHECK (event IN ('service', 'product', 'card', 'topup')),
    role       TEXT,
    item_id    INTEGER REFERENCES item (id),
    category   TEXT,
    requested  INTEGER CHECK (requested IN (0, 1)),
    member     INTEGER CHECK (member IN (0, 1)),
    rate       TEXT,
    fixed      INTEGER CHECK (fixed >= 0),
    bands      TEXT    CHECK (bands IN ('progressive', 'retroactive')),
    phi        TEXT,
    cost       TEXT    NOT NULL CHECK (cost IN ('none', 'before', 'after')),
    basis      TEXT    NOT NULL CHECK (basis IN ('paid', 'list')),
    PRIMARY KEY (version, place),
    UNIQUE (version, name),
    CHECK (item_id IS NULL OR category IS NULL),
    CHECK ((rate IS NOT NULL) + (fixed IS NOT NULL) + (bands IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_by_item ON rule (item_id) WHERE item_id IS NOT NULL;

CREATE TABLE rule_step (
    version    INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    step       INTEGER NOT NULL,
    from_base  INTEGER NOT NULL CHECK (from_base >= 0),
    rate       TEXT    NOT NULL,
    PRIMARY KEY (version, place, step),
    FOREIGN KEY (version, place) REFERENCES rule (version, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rule_book_no_update BEFORE UPDATE ON rule_book BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER rule_book_no_delete BEFORE DELETE ON rule_book BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER rule_no_update BEFORE UPDATE ON rule BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER rule_no_delete BEFORE DELETE ON rule BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER rule_step_no_update BEFORE UPDATE ON rule_step BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
CREATE TRIGGER rule_step_no_delete BEFORE DELETE ON rule_step BEGIN SELECT RAISE(ABORT, 'rules: append only'); END;
-- A book is sealed with its command, whose row is written last: nothing is slipped into it later.
CREATE TRIGGER rule_sealed BEFORE INSERT ON rule WHEN EXISTS (
    SELECT 1 FROM rule_book JOIN command ON command.id = rule_book.command_id WHERE rule_book.version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'rules: the book is sealed'); END;
CREATE TRIGGER rule_step_sealed BEFORE INSERT ON rule_step WHEN EXISTS (
    SELECT 1 FROM rule_book JOIN command ON command.id = rule_book.command_id WHERE rule_book.version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'rules: the book is sealed'); END;
