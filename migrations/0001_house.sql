-- The store itself, its settings, its commands and what people did: the frame that every change stands in.

CREATE TABLE store (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    code          TEXT    NOT NULL CHECK (length(code) BETWEEN 2 AND 12),
    name          TEXT    NOT NULL,
    chain_salt    BLOB    NOT NULL CHECK (length(chain_salt) = 16),
    zone_minutes  INTEGER NOT NULL,
    cut_off_hour  INTEGER NOT NULL,
    opened_at     INTEGER NOT NULL
) STRICT;

-- One row for each life of the file: a restore begins a new one, so that a re-used sequence is seen as a fork.
CREATE TABLE epoch (
    epoch       INTEGER PRIMARY KEY,
    begun_at    INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    after_seq   INTEGER NOT NULL
) STRICT;

-- Settings are dated facts; the newest row of a name is in force.
CREATE TABLE setting (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    set_at    INTEGER NOT NULL,
    staff_id  INTEGER REFERENCES staff (id)
) STRICT;
CREATE INDEX setting_by_name ON setting (name, id);

CREATE TABLE staff (
    id          INTEGER PRIMARY KEY,
    number      TEXT    NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 8),
    name        TEXT    NOT NULL,
    job         TEXT    NOT NULL CHECK (job IN ('technician', 'consultant', 'front_desk', 'manager', 'owner')),
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'manager', 'cashier', 'staff')),
    skills      TEXT    NOT NULL DEFAULT '',
    phone       TEXT,
    hired_on    TEXT    NOT NULL,
    left_on     TEXT,
    pin_hash    TEXT,
    recovery_hash TEXT,
    batch_id    INTEGER
) STRICT;

-- Wrong PINs are kept before the answer is given; `running_ms` is time that a changed clock cannot shorten.
CREATE TABLE pin_guard (
    staff_id    INTEGER PRIMARY KEY REFERENCES staff (id),
    wrong       INTEGER NOT NULL,
    wait_ms     INTEGER NOT NULL,
    since_boot  TEXT    NOT NULL,
    since_ms    INTEGER NOT NULL,
    wall_ms     INTEGER NOT NULL
) STRICT;

-- Every command that changed something, by its key: the same key again answers with the first result.
CREATE TABLE command (
    id        INTEGER PRIMARY KEY,
    key       TEXT    NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 200),
    verb      TEXT    NOT NULL,
    digest    BLOB    NOT NULL CHECK (length(digest) = 32),
    staff_id  INTEGER REFERENCES staff (id),
    second_id INTEGER REFERENCES staff (id),
    reason    TEXT,
    done_at   INTEGER NOT NULL,
    result    TEXT    NOT NULL
) STRICT;

-- Refusals, approvals, reveals of phones, clock steps: who did what, never with a phone or a PIN in it.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    staff_id  INTEGER REFERENCES staff (id),
    act       TEXT    NOT NULL,
    facts     TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_by_act ON audit (act, id);

-- Changes of files (members, staff, items) keep what stood there before.
CREATE TABLE change (
    id          INTEGER PRIMARY KEY,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    area        TEXT    NOT NULL,
    ref         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    before      TEXT    NOT NULL,
    after       TEXT    NOT NULL
) STRICT;
CREATE INDEX change_by_ref ON change (area, ref, id);

CREATE TRIGGER command_no_update BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'command: append only'); END;
CREATE TRIGGER command_no_delete BEFORE DELETE ON command BEGIN SELECT RAISE(ABORT, 'command: append only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER change_no_update BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'change: append only'); END;
CREATE TRIGGER change_no_delete BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'change: append only'); END;
CREATE TRIGGER setting_no_update BEFORE UPDATE ON setting BEGIN SELECT RAISE(ABORT, 'setting: append only'); END;
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting BEGIN SELECT RAISE(ABORT, 'setting: append only'); END;
CREATE TRIGGER epoch_no_update BEFORE UPDATE ON epoch BEGIN SELECT RAISE(ABORT, 'epoch: append only'); END;
CREATE TRIGGER epoch_no_delete BEFORE DELETE ON epoch BEGIN SELECT RAISE(ABORT, 'epoch: append only'); END;
