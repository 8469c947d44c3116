-- The rotation queue (轮牌): what happened to it, in order. The queue of a day is worked out from its events.
CREATE TABLE rotation_event (
    id         INTEGER PRIMARY KEY,
    day        TEXT    NOT NULL,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('join', 'leave', 'skip', 'busy', 'free', 'turn', 'requested', 'back')),
    bill_id    INTEGER REFERENCES bill (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX rotation_event_by_day ON rotation_event (day, id);
CREATE INDEX rotation_event_by_command ON rotation_event (command_id);
CREATE INDEX rotation_event_by_bill ON rotation_event (bill_id) WHERE bill_id IS NOT NULL;
CREATE TRIGGER rotation_event_no_update BEFORE UPDATE ON rotation_event BEGIN SELECT RAISE(ABORT, 'rotation: append only'); END;
CREATE TRIGGER rotation_event_no_delete BEFORE DELETE ON rotation_event BEGIN SELECT RAISE(ABORT, 'rotation: append only'); END;
