-- Instant rewards (即时奖励): dated books of rules, and every reward given or taken back, in the transaction of its event.

CREATE TABLE reward_book (
    version     INTEGER PRIMARY KEY,
    valid_from  TEXT    NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    set_at      INTEGER NOT NULL,
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    second_id   INTEGER REFERENCES staff (id),
    reason      TEXT    NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX reward_book_by_command ON reward_book (command_id);

-- NULL means: whoever, whatever. Exactly one of `rate` and `fixed` says how it pays.
CREATE TABLE reward_rule (
    version    INTEGER NOT NULL REFERENCES reward_book (version),
    place      INTEGER NOT NULL,
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    event      TEXT    NOT NULL CHECK (event IN ('topup', 'card', 'streak', 'advice', 'returned')),
    role       TEXT,
    item_id    INTEGER REFERENCES item (id),
    category   TEXT,
    first      INTEGER NOT NULL CHECK (first IN (0, 1)),
    least      INTEGER NOT NULL CHECK (least >= 0),
    rate       TEXT,
    fixed      INTEGER CHECK (fixed > 0),
    run        INTEGER NOT NULL CHECK (run >= 0),
    away       INTEGER NOT NULL CHECK (away >= 0),
    PRIMARY KEY (version, place),
    UNIQUE (version, name),
    CHECK (item_id IS NULL OR category IS NULL),
    CHECK ((rate IS NOT NULL) + (fixed IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX reward_rule_by_item ON reward_rule (item_id) WHERE item_id IS NOT NULL;

-- `bill_id` is the bill that earned it, `by_bill` the one that gave it or took it back. `cause` is what of the bill it is
-- for: a line, a recommendation, a rating; 0 the bill itself.
CREATE TABLE reward (
    id         INTEGER PRIMARY KEY,
    on_day     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    version    INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    bill_id    INTEGER NOT NULL REFERENCES bill (id),
    by_bill    INTEGER NOT NULL REFERENCES bill (id),
    cause      INTEGER NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount <> 0),
    detail     TEXT    NOT NULL,
    entry_id   INTEGER NOT NULL REFERENCES entry (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (version, place) REFERENCES reward_rule (version, place)
) STRICT;
CREATE INDEX reward_by_day ON reward (on_day, id);
CREATE INDEX reward_by_staff ON reward (staff_id, on_day, id);
CREATE INDEX reward_by_bill ON reward (bill_id, id);
CREATE INDEX reward_by_undoer ON reward (by_bill);
CREATE INDEX reward_by_entry ON reward (entry_id);
CREATE INDEX reward_by_rule ON reward (version, place);
CREATE INDEX reward_by_command ON reward (command_id);

CREATE TRIGGER reward_book_no_update BEFORE UPDATE ON reward_book BEGIN SELECT RAISE(ABORT, 'rewards: append only'); END;
CREATE TRIGGER reward_book_no_delete BEFORE DELETE ON reward_book BEGIN SELECT RAISE(ABORT, 'rewards: append only'); END;
CREATE TRIGGER reward_rule_no_update BEFORE UPDATE ON reward_rule BEGIN SELECT RAISE(ABORT, 'rewards: append only'); END;
CREATE TRIGGER reward_rule_no_delete BEFORE DELETE ON reward_rule BEGIN SELECT RAISE(ABORT, 'rewards: append only'); END;
CREATE TRIGGER reward_no_update BEFORE UPDATE ON reward BEGIN SELECT RAISE(ABORT, 'rewards: append only'); END;
CREATE TRIGGER reward_no_delete BEFORE DELETE ON reward BEGIN SELECT RAISE(ABORT, 'rewards: append only'); END;
-- A book is sealed with its command, whose row is written last: nothing is slipped into it later.
CREATE TRIGGER reward_rule_sealed BEFORE INSERT ON reward_rule WHEN EXISTS (
    SELECT 1 FROM reward_book JOIN command ON command.id = reward_book.command_id WHERE reward_book.version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'rewards: the book is sealed'); END;
