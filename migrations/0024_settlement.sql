-- At headquarters: what members used at other stores (跨店), each with the rule that rated it. `month` is the one that it is
-- settled in; what came after that month was frozen is settled in the next open one and names its own month in `late_of`.
CREATE TABLE cross_event (
    id          INTEGER PRIMARY KEY,
    serving     TEXT    NOT NULL,
    bill        INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    home        TEXT    NOT NULL,
    card        TEXT    NOT NULL CHECK (card IN ('stored_value', 'session_card', 'points')),
    month       TEXT    NOT NULL,
    late_of     TEXT,
    day         TEXT    NOT NULL,
    rated_on    TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    of_number   TEXT,
    of_bill     INTEGER NOT NULL,
    of_line     INTEGER NOT NULL,
    item        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    principal   INTEGER NOT NULL,
    gift        INTEGER NOT NULL,
    value       INTEGER NOT NULL,
    owed        INTEGER NOT NULL,
    home_share  INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    rule        TEXT    NOT NULL,
    campaign    INTEGER NOT NULL CHECK (campaign IN (0, 1)),
    ask         INTEGER NOT NULL,
    staff       TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    owner       TEXT    NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (serving, bill, line, home, card)
) STRICT;
CREATE INDEX cross_event_by_pair ON cross_event (month, home, serving, campaign, owed);
CREATE INDEX cross_event_by_origin ON cross_event (serving, of_bill, of_line, home, card);
CREATE INDEX cross_event_unnamed ON cross_event (home, serving, ask) WHERE member = '';
CREATE INDEX cross_event_unruled ON cross_event (month) WHERE rule = '';
CREATE INDEX cross_event_late ON cross_event (month) WHERE late_of IS NOT NULL;
CREATE INDEX cross_event_by_command ON cross_event (command_id);

-- How far each store's bills were rated.
CREATE TABLE rated_through (
    serving     TEXT    PRIMARY KEY,
    bill        INTEGER NOT NULL
) STRICT;

-- Steps of a month's settlement: frozen by one person, approved by another, settled with a reference.
CREATE TABLE settle_step (
    id          INTEGER PRIMARY KEY,
    month       TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    step        TEXT    NOT NULL CHECK (step IN ('frozen', 'approved', 'settled')),
    events      INTEGER NOT NULL,
    digest      TEXT    NOT NULL CHECK (length(digest) = 64),
    reference   TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (month, step)
) STRICT;
CREATE INDEX settle_step_by_command ON settle_step (command_id);

-- Only who is who may still be filled in: whose member it was is known when the home store's books are there.
CREATE TRIGGER cross_event_stays BEFORE UPDATE ON cross_event
WHEN OLD.member <> '' OR NEW.owed <> OLD.owed OR NEW.month <> OLD.month OR NEW.principal <> OLD.principal
    OR NEW.gift <> OLD.gift OR NEW.value <> OLD.value OR NEW.home_share <> OLD.home_share
    OR NEW.home <> OLD.home OR NEW.serving <> OLD.serving
BEGIN SELECT RAISE(ABORT, 'events: append only'); END;
CREATE TRIGGER cross_event_no_delete BEFORE DELETE ON cross_event BEGIN SELECT RAISE(ABORT, 'events: append only'); END;
CREATE TRIGGER cross_event_frozen BEFORE INSERT ON cross_event
WHEN EXISTS (SELECT 1 FROM settle_step WHERE settle_step.month = NEW.month)
BEGIN SELECT RAISE(ABORT, 'events: the month is frozen'); END;
CREATE TRIGGER settle_step_no_update BEFORE UPDATE ON settle_step BEGIN SELECT RAISE(ABORT, 'steps: append only'); END;
CREATE TRIGGER settle_step_no_delete BEFORE DELETE ON settle_step BEGIN SELECT RAISE(ABORT, 'steps: append only'); END;
CREATE TRIGGER settle_step_in_order BEFORE INSERT ON settle_step
WHEN NEW.step <> 'frozen' AND NOT EXISTS (
    SELECT 1 FROM settle_step WHERE month = NEW.month AND digest = NEW.digest
        AND step = CASE NEW.step WHEN 'approved' THEN 'frozen' ELSE 'approved' END)
BEGIN SELECT RAISE(ABORT, 'steps: in order'); END;
