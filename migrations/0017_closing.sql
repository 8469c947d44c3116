-- Shifts with their blind counts, money put into and taken out of the drawer, closed days and months. Each row stands
-- under an entry of its own, whose link of the chain covers it.

CREATE TABLE drawer_move (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('in', 'out', 'bank')),
    amount     INTEGER NOT NULL CHECK (amount > 0),
    note       TEXT    NOT NULL,
    on_day     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    by_id      INTEGER NOT NULL REFERENCES staff (id),
    second_id  INTEGER REFERENCES staff (id),
    entry_id   INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX drawer_move_by_command ON drawer_move (command_id);

-- A shift begins right after `after_entry`, where the one before it ended. `expected` is what the books had in the
-- drawer, `opening` what was there; `counted` is 0 where nobody counted.
CREATE TABLE shift (
    id          INTEGER PRIMARY KEY,
    expected    INTEGER NOT NULL,
    opening     INTEGER NOT NULL CHECK (opening >= 0),
    counted     INTEGER NOT NULL CHECK (counted IN (0, 1)),
    cause       TEXT    NOT NULL,
    after_entry INTEGER NOT NULL,
    on_day      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    entry_id    INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX shift_by_command ON shift (command_id);

-- A blind count: what was found before anybody was told what should be there. The last one closes the shift.
CREATE TABLE till_count (
    id         INTEGER PRIMARY KEY,
    shift_id   INTEGER NOT NULL REFERENCES shift (id),
    last_entry INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by_id      INTEGER NOT NULL REFERENCES staff (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX till_count_by_shift ON till_count (shift_id, id);
CREATE INDEX till_count_by_command ON till_count (command_id);

CREATE TABLE till_counted (
    count_id   INTEGER NOT NULL REFERENCES till_count (id),
    tender     TEXT    NOT NULL,
    expected   INTEGER NOT NULL,
    counted    INTEGER,
    PRIMARY KEY (count_id, tender)
) STRICT, WITHOUT ROWID;

CREATE TABLE shift_close (
    id         INTEGER PRIMARY KEY,
    shift_id   INTEGER NOT NULL UNIQUE REFERENCES shift (id),
    count_id   INTEGER NOT NULL UNIQUE REFERENCES till_count (id),
    banked     INTEGER NOT NULL CHECK (banked >= 0),
    cause      TEXT    NOT NULL,
    to_id      INTEGER REFERENCES staff (id),
    on_day     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    by_id      INTEGER NOT NULL REFERENCES staff (id),
    second_id  INTEGER REFERENCES staff (id),
    entry_id   INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX shift_close_by_day ON shift_close (on_day, id);
CREATE INDEX shift_close_by_command ON shift_close (command_id);

-- A day is closed while its newest row says so. `digest` covers every entry of the day but those that close and open it.
CREATE TABLE day_close (
    id          INTEGER PRIMARY KEY,
    day         TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    state       TEXT    NOT NULL CHECK (state IN ('closed', 'open')),
    counted     INTEGER NOT NULL CHECK (counted IN (0, 1)),
    entries     INTEGER NOT NULL,
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    note        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    second_id   INTEGER REFERENCES staff (id),
    entry_id    INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX day_close_by_day ON day_close (day, id);
CREATE INDEX day_close_by_command ON day_close (command_id);

-- A closed month stays closed, with every day up to its last one.
CREATE TABLE month_close (
    id          INTEGER PRIMARY KEY,
    month       TEXT    NOT NULL UNIQUE CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    through     TEXT    NOT NULL,
    entries     INTEGER NOT NULL,
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    warnings    TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    second_id   INTEGER REFERENCES staff (id),
    entry_id    INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX month_close_by_day ON month_close (through);
CREATE INDEX month_close_by_command ON month_close (command_id);

CREATE TRIGGER month_close_in_order BEFORE INSERT ON month_close
WHEN NEW.month <= (SELECT max(month) FROM month_close)
BEGIN SELECT RAISE(ABORT, 'months: closed in their order'); END;

CREATE TRIGGER drawer_move_no_update BEFORE UPDATE ON drawer_move BEGIN SELECT RAISE(ABORT, 'drawer: append only'); END;
CREATE TRIGGER drawer_move_no_delete BEFORE DELETE ON drawer_move BEGIN SELECT RAISE(ABORT, 'drawer: append only'); END;
CREATE TRIGGER shift_no_update BEFORE UPDATE ON shift BEGIN SELECT RAISE(ABORT, 'shifts: append only'); END;
CREATE TRIGGER shift_no_delete BEFORE DELETE ON shift BEGIN SELECT RAISE(ABORT, 'shifts: append only'); END;
CREATE TRIGGER till_count_no_update BEFORE UPDATE ON till_count BEGIN SELECT RAISE(ABORT, 'counts: append only'); END;
CREATE TRIGGER till_count_no_delete BEFORE DELETE ON till_count BEGIN SELECT RAISE(ABORT, 'counts: append only'); END;
CREATE TRIGGER till_counted_no_update BEFORE UPDATE ON till_counted BEGIN SELECT RAISE(ABORT, 'counts: append only'); END;
CREATE TRIGGER till_counted_no_delete BEFORE DELETE ON till_counted BEGIN SELECT RAISE(ABORT, 'counts: append only'); END;
CREATE TRIGGER till_counted_sealed BEFORE INSERT ON till_counted WHEN EXISTS (
    SELECT 1 FROM till_count JOIN command ON command.id = till_count.command_id WHERE till_count.id = NEW.count_id)
BEGIN SELECT RAISE(ABORT, 'counts: sealed'); END;
CREATE TRIGGER shift_close_no_update BEFORE UPDATE ON shift_close BEGIN SELECT RAISE(ABORT, 'shifts: append only'); END;
CREATE TRIGGER shift_close_no_delete BEFORE DELETE ON shift_close BEGIN SELECT RAISE(ABORT, 'shifts: append only'); END;
CREATE TRIGGER day_close_no_update BEFORE UPDATE ON day_close BEGIN SELECT RAISE(ABORT, 'days: append only'); END;
CREATE TRIGGER day_close_no_delete BEFORE DELETE ON day_close BEGIN SELECT RAISE(ABORT, 'days: append only'); END;
CREATE TRIGGER month_close_no_update BEFORE UPDATE ON month_close BEGIN SELECT RAISE(ABORT, 'months: append only'); END;
CREATE TRIGGER month_close_no_delete BEFORE DELETE ON month_close BEGIN SELECT RAISE(ABORT, 'months: append only'); END;
