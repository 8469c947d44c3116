-- Parts that headquarters grants (预拨份额) to the stores where a member is known to roam: the home store passes them on when
-- it applies its pack, the other store takes them in when it applies its own.

-- At headquarters: what was granted. `member` is her number at home, `guest` the one at the other store; `moves`
-- where she goes there for good.
CREATE TABLE part_grant (
    id          INTEGER PRIMARY KEY CHECK (id > 0),
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
-- A grant that headquarters takes back: the home store is not called any more.
CREATE TABLE grant_end (
    grant_id    INTEGER PRIMARY KEY REFERENCES part_grant (id),
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX grant_end_by_command ON grant_end (command_id);
CREATE TRIGGER grant_end_no_update BEFORE UPDATE ON grant_end BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
CREATE TRIGGER grant_end_no_delete BEFORE DELETE ON grant_end BEGIN SELECT RAISE(ABORT, 'parts: append only'); END;
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

-- A copy at headquarters gets all lives of a store's file at once, and their entries after them: there each entry belongs to
-- one of them, never to one before its predecessor's. In a store's own file it is the newest, as before.
DROP TRIGGER entry_in_order;
CREATE TRIGGER entry_in_order BEFORE INSERT ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry: sequence must be gapless')
    WHERE NEW.seq <> coalesce((SELECT seq FROM entry ORDER BY id DESC LIMIT 1), 0) + 1;
    SELECT RAISE(ABORT, 'entry: epoch is not the current one')
    WHERE NEW.epoch <> (SELECT max(epoch) FROM epoch)
        AND (EXISTS (SELECT 1 FROM chain_key)
            OR NOT EXISTS (SELECT 1 FROM epoch WHERE epoch.epoch = NEW.epoch)
            OR NEW.epoch < coalesce((SELECT epoch FROM entry ORDER BY id DESC LIMIT 1), 0));
    SELECT RAISE(ABORT, 'entry: time must not step back')
    WHERE NEW.posted_at <= coalesce((SELECT posted_at FROM entry ORDER BY id DESC LIMIT 1), -1);
END;

-- Parts that the books of other stores have from here and this store's do not: what its file lost when it went back to a
-- back-up. They stand here until somebody accepts them; the next pack tells them anew.
CREATE TABLE part_told (
    serving     TEXT    NOT NULL,
    ask         INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('stored_value', 'session_card', 'points')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    principal   INTEGER NOT NULL CHECK (principal >= 0),
    gift        INTEGER NOT NULL CHECK (gift >= 0),
    PRIMARY KEY (serving, ask)
) STRICT, WITHOUT ROWID;

-- Bills of a store's later life use numbers of one that ended: among events between stores they stand further on. `after` is the
-- last bill that both lives have.
CREATE TABLE rated_life (
    id          INTEGER PRIMARY KEY,
    serving     TEXT    NOT NULL,
    after       INTEGER NOT NULL,
    shift       INTEGER NOT NULL CHECK (shift > 0),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX rated_life_by_serving ON rated_life (serving, id);
CREATE INDEX rated_life_by_command ON rated_life (command_id);
CREATE TRIGGER rated_life_no_update BEFORE UPDATE ON rated_life BEGIN SELECT RAISE(ABORT, 'events: append only'); END;
CREATE TRIGGER rated_life_no_delete BEFORE DELETE ON rated_life BEGIN SELECT RAISE(ABORT, 'events: append only'); END;
