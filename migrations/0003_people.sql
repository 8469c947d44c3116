-- Members and everything by which they are found.

CREATE TABLE tier (
    code          TEXT    PRIMARY KEY,
    name          TEXT    NOT NULL,
    rank          INTEGER NOT NULL,
    service_rate  TEXT    NOT NULL DEFAULT '1',
    product_rate  TEXT    NOT NULL DEFAULT '1'
) STRICT;

CREATE TABLE member (
    id            INTEGER PRIMARY KEY,
    number        TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    gender        TEXT    CHECK (gender IN ('female', 'male')),
    birthday      TEXT,
    birthday_calendar TEXT CHECK (birthday_calendar IN ('solar', 'lunar')),
    tier          TEXT    NOT NULL REFERENCES tier (code),
    home_store    TEXT    NOT NULL,
    owner_id      INTEGER REFERENCES staff (id),
    source        TEXT    NOT NULL DEFAULT '',
    referrer_id   INTEGER REFERENCES member (id),
    tags          TEXT    NOT NULL DEFAULT '',
    notes         TEXT    NOT NULL DEFAULT '',
    warning       TEXT    NOT NULL DEFAULT '',
    consent       INTEGER NOT NULL DEFAULT 0 CHECK (consent IN (0, 1)),
    wallet_code   TEXT    UNIQUE,
    wallet_state  TEXT    NOT NULL DEFAULT 'open' CHECK (wallet_state IN ('open', 'frozen', 'lost')),
    merged_into   INTEGER REFERENCES member (id),
    opened_on     TEXT    NOT NULL,
    last_visit_on TEXT    NOT NULL DEFAULT '',
    batch_id      INTEGER
) STRICT;
CREATE INDEX member_by_name ON member (name, last_visit_on);
CREATE INDEX member_by_owner ON member (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX member_by_birthday ON member (substr(birthday, 6)) WHERE birthday IS NOT NULL;
CREATE INDEX member_by_batch ON member (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX member_by_merge ON member (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX member_by_referrer ON member (referrer_id) WHERE referrer_id IS NOT NULL;

-- `last_visit_on` is repeated here so that a tail of four digits comes newest first straight from one index.
CREATE TABLE member_phone (
    phone         TEXT    NOT NULL,
    member_id     INTEGER NOT NULL REFERENCES member (id),
    main          INTEGER NOT NULL CHECK (main IN (0, 1)),
    reversed      TEXT    NOT NULL,
    last_visit_on TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (phone, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_phone_by_tail ON member_phone (substr(phone, -4), last_visit_on);
CREATE INDEX member_phone_by_reversed ON member_phone (reversed);
CREATE INDEX member_phone_by_member ON member_phone (member_id);

-- Two neighbouring characters of a name, for given names typed alone.
CREATE TABLE member_gram (
    gram       TEXT    NOT NULL,
    member_id  INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (gram, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_gram_by_member ON member_gram (member_id);

-- Every reading of a name, in initials and in full.
CREATE TABLE member_reading (
    reading    TEXT    NOT NULL,
    member_id  INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (reading, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_reading_by_member ON member_reading (member_id);

-- Who may use a member's cards.
CREATE TABLE family (
    member_id   INTEGER NOT NULL REFERENCES member (id),
    relative_id INTEGER NOT NULL REFERENCES member (id),
    relation    TEXT    NOT NULL,
    since       TEXT    NOT NULL,
    ended_on    TEXT,
    PRIMARY KEY (member_id, relative_id, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX family_by_relative ON family (relative_id);

-- To whom a member belonged from which day.
CREATE TABLE member_owner (
    id         INTEGER PRIMARY KEY,
    member_id  INTEGER NOT NULL REFERENCES member (id),
    staff_id   INTEGER REFERENCES staff (id),
    from_on    TEXT    NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX member_owner_by_member ON member_owner (member_id, id);

CREATE TABLE member_merge (
    id          INTEGER PRIMARY KEY,
    from_id     INTEGER NOT NULL REFERENCES member (id),
    into_id     INTEGER NOT NULL REFERENCES member (id),
    undoes      INTEGER REFERENCES member_merge (id),
    moved       TEXT    NOT NULL,
    entry_id    INTEGER,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX member_merge_by_from ON member_merge (from_id, id);
CREATE TRIGGER member_merge_no_update BEFORE UPDATE ON member_merge BEGIN SELECT RAISE(ABORT, 'merge: append only'); END;
CREATE TRIGGER member_merge_no_delete BEFORE DELETE ON member_merge BEGIN SELECT RAISE(ABORT, 'merge: append only'); END;
