-- Parts of a member's balance (持有份额): the home store holds all of it until it passes a part on by a code that can be
-- used once; a store spends only what it holds.

-- What a serving store asks for. Its number is the part's, together with the store's code.
CREATE TABLE part_ask (
    id          INTEGER PRIMARY KEY,
    home        TEXT    NOT NULL,
    who         TEXT    NOT NULL,
    member_id   INTEGER NOT NULL REFERENCES member (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('stored_value', 'session_card', 'points')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    item_id     INTEGER REFERENCES item (id),
    note        TEXT    NOT NULL,
    on_day      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX part_ask_by_member ON part_ask (member_id, id);
CREATE INDEX part_ask_by_command ON part_ask (command_id);

-- What a home store passed on. `amount` counts fen, sessions or points; of sessions `principal` is their value.
CREATE TABLE part_out (
    id          INTEGER PRIMARY KEY,
    serving     TEXT    NOT NULL,
    ask         INTEGER NOT NULL CHECK (ask > 0),
    who         TEXT    NOT NULL,
    member_id   INTEGER NOT NULL REFERENCES member (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('stored_value', 'session_card', 'points')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    principal   INTEGER NOT NULL CHECK (principal >= 0),
    gift        INTEGER NOT NULL CHECK (gift >= 0),
    card_id     INTEGER REFERENCES card (id),
    expires_on  TEXT    NOT NULL,
    on_day      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    entry_id    INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (serving, ask)
) STRICT;
CREATE INDEX part_out_by_member ON part_out (member_id, id);
CREATE INDEX part_out_by_command ON part_out (command_id);

-- From which lots it was taken, so that what comes back comes back there.
CREATE TABLE part_out_lot (
    part_id     INTEGER NOT NULL REFERENCES part_out (id),
    lot_id      INTEGER NOT NULL,
    principal   INTEGER NOT NULL CHECK (principal >= 0),
    gift        INTEGER NOT NULL CHECK (gift >= 0),
    points      INTEGER NOT NULL CHECK (points >= 0),
    PRIMARY KEY (part_id, lot_id)
) STRICT, WITHOUT ROWID;

-- What became of it, as the books of the serving store say through headquarters: used there, or come back.
CREATE TABLE part_end (
    id          INTEGER PRIMARY KEY,
    part_id     INTEGER NOT NULL REFERENCES part_out (id),
    end_kind    TEXT    NOT NULL CHECK (end_kind IN ('used', 'back')),
    amount      INTEGER NOT NULL,
    principal   INTEGER NOT NULL,
    gift        INTEGER NOT NULL,
    through     TEXT    NOT NULL,
    on_day      TEXT    NOT NULL,
    entry_id    INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX part_end_by_part ON part_end (part_id, id);
CREATE INDEX part_end_by_command ON part_end (command_id);

-- What a serving store took in. The lot, the card or the lot of points is the member's there.
CREATE TABLE part_in (
    id          INTEGER PRIMARY KEY,
    home        TEXT    NOT NULL,
    ask         INTEGER NOT NULL REFERENCES part_ask (id),
    member_id   INTEGER NOT NULL REFERENCES member (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('stored_value', 'session_card', 'points')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    principal   INTEGER NOT NULL CHECK (principal >= 0),
    gift        INTEGER NOT NULL CHECK (gift >= 0),
    lot_id      INTEGER REFERENCES lot (id),
    card_id     INTEGER REFERENCES card (id),
    points_id   INTEGER REFERENCES points_lot (id),
    expires_on  TEXT    NOT NULL,
    on_day      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    entry_id    INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (ask)
) STRICT;
CREATE INDEX part_in_by_member ON part_in (member_id, id);
CREATE INDEX part_in_by_lot ON part_in (lot_id) WHERE lot_id IS NOT NULL;
CREATE INDEX part_in_by_card ON part_in (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX part_in_by_points ON part_in (points_id) WHERE points_id IS NOT NULL;
CREATE INDEX part_in_by_command ON part_in (command_id);

-- What of it was given back to the home store.
CREATE TABLE part_return (
    id          INTEGER PRIMARY KEY,
    part_id     INTEGER NOT NULL REFERENCES part_in (id),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    principal   INTEGER NOT NULL,
    gift        INTEGER NOT NULL,
    on_day      TEXT    NOT NULL,
    entry_id    INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX part_return_by_part ON part_return (part_id, id);
CREATE INDEX part_return_by_command ON part_return (command_id);

-- Wrong codes are counted before the answer, as wrong PINs are.
CREATE TABLE code_guard (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    wrong       INTEGER NOT NULL,
    wait_ms     INTEGER NOT NULL,
    since_boot  TEXT    NOT NULL,
    since_ms    INTEGER NOT NULL
) STRICT;

CREATE TRIGGER part_ask_no_update BEFORE UPDATE ON part_ask BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_ask_no_delete BEFORE DELETE ON part_ask BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_out_no_update BEFORE UPDATE ON part_out BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_out_no_delete BEFORE DELETE ON part_out BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_out_lot_no_update BEFORE UPDATE ON part_out_lot BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_out_lot_no_delete BEFORE DELETE ON part_out_lot BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_end_no_update BEFORE UPDATE ON part_end BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_end_no_delete BEFORE DELETE ON part_end BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_in_no_update BEFORE UPDATE ON part_in BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_in_no_delete BEFORE DELETE ON part_in BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_return_no_update BEFORE UPDATE ON part_return BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_return_no_delete BEFORE DELETE ON part_return BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
