-- Timed prices (限时价) and spend-threshold discounts (满减), set whole as one table of a version; and what they took off
-- each bill, with the version that did.
CREATE TABLE discount_book (
    version    INTEGER PRIMARY KEY CHECK (version > 0),
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    set_at     INTEGER NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX discount_book_by_command ON discount_book (command_id);

-- A timed price has a price, a spend-threshold discount has `spend` and `off`. Days are ISO, both included, empty for
-- no end; weekdays are digits from 1 (Monday) to 7; minutes count from midnight, the second not included.
CREATE TABLE discount (
    version     INTEGER NOT NULL REFERENCES discount_book (version),
    place       INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    item_id     INTEGER REFERENCES item (id),
    category    TEXT    NOT NULL,
    price       INTEGER CHECK (price >= 0),
    spend       INTEGER CHECK (spend > 0),
    off         INTEGER CHECK (off > 0 AND off <= spend),
    every       INTEGER NOT NULL CHECK (every IN (0, 1)),
    cards       INTEGER NOT NULL CHECK (cards IN (0, 1)),
    members     INTEGER NOT NULL CHECK (members IN (0, 1)),
    since       TEXT    NOT NULL,
    until       TEXT    NOT NULL,
    weekdays    TEXT    NOT NULL,
    from_minute INTEGER NOT NULL,
    to_minute   INTEGER NOT NULL,
    PRIMARY KEY (version, place),
    CHECK ((price IS NULL) = (spend IS NOT NULL) AND (spend IS NULL) = (off IS NULL)),
    CHECK (price IS NULL OR item_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX discount_by_item ON discount (item_id) WHERE item_id IS NOT NULL;

-- `base` is what the amount was taken from: the member price of a timed line, the sum in scope of a threshold.
CREATE TABLE bill_discount (
    bill_id INTEGER NOT NULL REFERENCES bill (id),
    part    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    base    INTEGER NOT NULL,
    amount  INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (bill_id, part),
    FOREIGN KEY (version, place) REFERENCES discount (version, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_discount_by_discount ON bill_discount (version, place);

CREATE TRIGGER discount_book_no_update BEFORE UPDATE ON discount_book BEGIN SELECT RAISE(ABORT, 'discounts: append only'); END;
CREATE TRIGGER discount_book_no_delete BEFORE DELETE ON discount_book BEGIN SELECT RAISE(ABORT, 'discounts: append only'); END;
CREATE TRIGGER discount_no_update BEFORE UPDATE ON discount BEGIN SELECT RAISE(ABORT, 'discounts: append only'); END;
CREATE TRIGGER discount_no_delete BEFORE DELETE ON discount BEGIN SELECT RAISE(ABORT, 'discounts: append only'); END;
CREATE TRIGGER discount_sealed BEFORE INSERT ON discount WHEN EXISTS (
    SELECT 1 FROM discount_book JOIN command ON command.id = discount_book.command_id
    WHERE discount_book.version = NEW.version AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'discounts: sealed'); END;
CREATE TRIGGER bill_discount_no_update BEFORE UPDATE ON bill_discount BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_discount_no_delete BEFORE DELETE ON bill_discount BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
