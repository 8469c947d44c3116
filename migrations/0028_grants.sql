-- Parts that headquarters grants (预拨份额) to the stores where a member is known to roam: the home store passes them on when
-- it applies its pack, the other store takes them in when it applies its own.

-- At headquarters: what was granted. `member` is her number at home, `guest` the one at the other store; `moves`
-- where she goes there for good.
CREATE TABLE part_grant (
    id          INTEGER PRIMARY KEY,
    home        TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    serving     TEXT    NOT NULL,
    guest       TEXT    NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('stored_value', 'session_card', 'points')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    card        TEXT    NOT NULL,
    item        TEXT    NOT NULL,
    moves       INTEGER NOT NULL CHECK (moves IN (0, 1)),
    expires_on  TEXT    NOT NULL,
    on_day      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX part_grant_by_expiry ON part_grant (expires_on);
CREATE INDEX part_grant_by_command ON part_grant (command_id);
CREATE TRIGGER part_grant_no_update BEFORE UPDATE ON part_grant BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER part_grant_no_delete BEFORE DELETE ON part_grant BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;

-- A part that came by a grant is named by the grant, so that both stores name it alike.
ALTER TABLE part_in ADD COLUMN granted INTEGER;
CREATE UNIQUE INDEX part_in_granted ON part_in (granted) WHERE granted IS NOT NULL;
CREATE INDEX part_in_granted_over ON part_in (expires_on) WHERE granted IS NOT NULL;

-- Whose file points lie in may change: they stay points of the store that gave them.
ALTER TABLE points_lot ADD COLUMN from_lot INTEGER REFERENCES points_lot (id);
CREATE INDEX points_lot_from ON points_lot (from_lot) WHERE from_lot IS NOT NULL;
CREATE INDEX lot_from ON lot (from_lot) WHERE from_lot IS NOT NULL;

-- A person is found by the print of a phone.
CREATE INDEX member_print_by_print ON member_print (print);

-- What headquarters told of members of other stores who come here: what they have at home, as of a day of that store's books.
-- It is a picture to talk about, and nothing of it can be spent here.
CREATE TABLE guest (
    home         TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    member_id    INTEGER NOT NULL REFERENCES member (id),
    name         TEXT    NOT NULL,
    stored_value INTEGER NOT NULL,
    points       INTEGER NOT NULL,
    cards        TEXT    NOT NULL,
    as_of        TEXT    NOT NULL,
    PRIMARY KEY (home, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_by_member ON guest (member_id);
