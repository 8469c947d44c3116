-- What people did, day by day: worked out from bills, ratings, recommendations and merges, and kept up to date with
-- them. Not facts: all of it can be thrown away and made again (`meigui rebuild`).

-- Sums of one person on one day; staff 0 is the whole store. A sum belongs to `day` and counts from `known_on` on:
-- the two differ only where something was put right later (a rating replaced, a rated bill voided).
CREATE TABLE work_day (
    day           TEXT    NOT NULL,
    staff         INTEGER NOT NULL,
    known_on      TEXT    NOT NULL,
    bills         INTEGER NOT NULL,
    guests        INTEGER NOT NULL,
    service_bills INTEGER NOT NULL,
    addon_bills   INTEGER NOT NULL,
    services      INTEGER NOT NULL,
    led           INTEGER NOT NULL,
    requested     INTEGER NOT NULL,
    cash          INTEGER NOT NULL,
    prepaid       INTEGER NOT NULL,
    consumption   INTEGER NOT NULL,
    labour        INTEGER NOT NULL,
    worth         INTEGER NOT NULL,
    topped        INTEGER NOT NULL,
    refunds       INTEGER NOT NULL,
    refunded      INTEGER NOT NULL,
    rating_sum    INTEGER NOT NULL,
    ratings       INTEGER NOT NULL,
    complaints    INTEGER NOT NULL,
    PRIMARY KEY (day, staff, known_on)
) STRICT, WITHOUT ROWID;

-- A member whom a person served on a day; staff 0 where nobody's name stands on the bill. `person` is whose file the
-- member's is now; `since_last` and `to_next` are days to her visits before and after, whoever served her.
CREATE TABLE client_day (
    day        TEXT    NOT NULL,
    staff      INTEGER NOT NULL,
    member     INTEGER NOT NULL,
    person     INTEGER NOT NULL,
    since_last INTEGER,
    to_next    INTEGER,
    PRIMARY KEY (day, staff, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_day_by_person ON client_day (person, day);

-- What a row of `client_day` said before a void, a merge or an unmerging of `until_on` changed it.
CREATE TABLE client_day_was (
    day        TEXT    NOT NULL,
    staff      INTEGER NOT NULL,
    member     INTEGER NOT NULL,
    until_on   TEXT    NOT NULL,
    person     INTEGER NOT NULL,
    since_last INTEGER,
    to_next    INTEGER,
    PRIMARY KEY (day, staff, member, until_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_day_was_by_member ON client_day_was (member);

-- A recommendation and after how many days it was bought and done.
CREATE TABLE advice_day (
    day            TEXT    NOT NULL,
    recommendation INTEGER NOT NULL,
    staff          INTEGER NOT NULL,
    person         INTEGER NOT NULL,
    bought_in      INTEGER,
    done_in        INTEGER,
    PRIMARY KEY (day, recommendation)
) STRICT, WITHOUT ROWID;
CREATE INDEX advice_day_by_person ON advice_day (person, day);

CREATE TABLE advice_day_was (
    day            TEXT    NOT NULL,
    recommendation INTEGER NOT NULL,
    until_on       TEXT    NOT NULL,
    staff          INTEGER NOT NULL,
    person         INTEGER NOT NULL,
    bought_in      INTEGER,
    done_in        INTEGER,
    PRIMARY KEY (day, recommendation, until_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX advice_day_was_by_recommendation ON advice_day_was (recommendation);

-- By which version of the rules these tables were filled. A file with bills has no row until it is filled.
CREATE TABLE work_mark (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    rules INTEGER NOT NULL
) STRICT;
INSERT INTO work_mark (id, rules) SELECT 1, 1 WHERE NOT EXISTS (SELECT 1 FROM bill);

-- The owner's weights and targets, dated: the newest of a day is in force from it on.
CREATE TABLE score_weight (
    id           INTEGER PRIMARY KEY,
    from_on      TEXT    NOT NULL,
    sales        INTEGER NOT NULL CHECK (sales >= 0),
    service      INTEGER NOT NULL CHECK (service >= 0),
    repurchase   INTEGER NOT NULL CHECK (repurchase >= 0),
    satisfaction INTEGER NOT NULL CHECK (satisfaction >= 0),
    command_id   INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX score_weight_by_day ON score_weight (from_on, id);
CREATE INDEX score_weight_by_command ON score_weight (command_id);

-- `amount` is what a person should reach in so many days (sales in fen, services), or the rate itself in millionths;
-- NULL takes the target away, staff 0 is everybody.
CREATE TABLE score_target (
    id           INTEGER PRIMARY KEY,
    from_on      TEXT    NOT NULL,
    criterion    TEXT    NOT NULL CHECK (criterion IN ('sales', 'service', 'repurchase', 'satisfaction')),
    staff        INTEGER NOT NULL,
    amount       INTEGER CHECK (amount > 0),
    days         INTEGER NOT NULL CHECK (days > 0),
    command_id   INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX score_target_by_day ON score_target (from_on, id);
CREATE INDEX score_target_by_command ON score_target (command_id);

CREATE TRIGGER score_weight_no_update BEFORE UPDATE ON score_weight BEGIN SELECT RAISE(ABORT, 'weights: append only'); END;
CREATE TRIGGER score_weight_no_delete BEFORE DELETE ON score_weight BEGIN SELECT RAISE(ABORT, 'weights: append only'); END;
CREATE TRIGGER score_target_no_update BEFORE UPDATE ON score_target BEGIN SELECT RAISE(ABORT, 'targets: append only'); END;
CREATE TRIGGER score_target_no_delete BEFORE DELETE ON score_target BEGIN SELECT RAISE(ABORT, 'targets: append only'); END;

-- Who was merged into a file, to find all files of one person; and what was recommended on a day.
CREATE INDEX member_merge_by_into ON member_merge (into_id, id);
CREATE INDEX recommendation_by_day ON recommendation (on_day, id);
