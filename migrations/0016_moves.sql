-- Staff who came from another store of the chain, or went to one (调店): dated facts; what they did here stays here.

CREATE TABLE staff_move (
    id         INTEGER PRIMARY KEY,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    from_store TEXT    NOT NULL,
    to_store   TEXT    NOT NULL CHECK (to_store <> from_store),
    on_day     TEXT    NOT NULL CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_move_by_staff ON staff_move (staff_id, on_day);
CREATE INDEX staff_move_by_command ON staff_move (command_id);
CREATE TRIGGER staff_move_no_update BEFORE UPDATE ON staff_move BEGIN SELECT RAISE(ABORT, 'moves: append only'); END;
CREATE TRIGGER staff_move_no_delete BEFORE DELETE ON staff_move BEGIN SELECT RAISE(ABORT, 'moves: append only'); END;
