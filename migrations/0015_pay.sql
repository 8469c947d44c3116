-- What the store wants to reach as a whole, wages, and what its people were paid.

-- `amount` is fen or pieces in so many days; NULL takes the goal away. The newest of a day is in force from it on.
CREATE TABLE store_goal (
    id         INTEGER PRIMARY KEY,
    from_on    TEXT    NOT NULL,
    kpi        TEXT    NOT NULL CHECK (length(kpi) BETWEEN 1 AND 40),
    amount     INTEGER CHECK (amount > 0),
    days       INTEGER NOT NULL CHECK (days > 0),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX store_goal_by_day ON store_goal (from_on, id);
CREATE INDEX store_goal_by_command ON store_goal (command_id);

-- Wages (底薪) of a whole month, in fen: the newest of a day is in force from it on.
CREATE TABLE wage (
    id         INTEGER PRIMARY KEY,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    from_on    TEXT    NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount >= 0),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX wage_by_staff ON wage (staff_id, from_on, id);
CREATE INDEX wage_by_command ON wage (command_id);

-- Money paid out for a month (发放); below zero where a payout is taken back whole, and then `undoes` names it.
CREATE TABLE payout (
    id         INTEGER PRIMARY KEY,
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    month      TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    tender     TEXT    NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount <> 0),
    undoes     INTEGER UNIQUE REFERENCES payout (id),
    on_day     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    by_id      INTEGER NOT NULL REFERENCES staff (id),
    second_id  INTEGER REFERENCES staff (id),
    note       TEXT    NOT NULL,
    sheet      TEXT    NOT NULL,
    entry_id   INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX payout_by_staff ON payout (staff_id, month, id);
CREATE INDEX payout_by_month ON payout (month, id);
CREATE INDEX payout_by_day ON payout (on_day, id);
CREATE INDEX payout_by_command ON payout (command_id);

-- What a payout booked of a month's wage, hand fees and commission, kind by kind: the difference to what was booked of
-- that month before. Rewards are booked when they are given.
CREATE TABLE pay_booked (
    payout_id  INTEGER NOT NULL REFERENCES payout (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('wage', 'hand_fee', 'service', 'product', 'card', 'topup')),
    amount     INTEGER NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (payout_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER store_goal_no_update BEFORE UPDATE ON store_goal BEGIN SELECT RAISE(ABORT, 'goals: append only'); END;
CREATE TRIGGER store_goal_no_delete BEFORE DELETE ON store_goal BEGIN SELECT RAISE(ABORT, 'goals: append only'); END;
CREATE TRIGGER wage_no_update BEFORE UPDATE ON wage BEGIN SELECT RAISE(ABORT, 'wages: append only'); END;
CREATE TRIGGER wage_no_delete BEFORE DELETE ON wage BEGIN SELECT RAISE(ABORT, 'wages: append only'); END;
CREATE TRIGGER payout_no_update BEFORE UPDATE ON payout BEGIN SELECT RAISE(ABORT, 'payouts: append only'); END;
CREATE TRIGGER payout_no_delete BEFORE DELETE ON payout BEGIN SELECT RAISE(ABORT, 'payouts: append only'); END;
CREATE TRIGGER pay_booked_no_update BEFORE UPDATE ON pay_booked BEGIN SELECT RAISE(ABORT, 'payouts: append only'); END;
CREATE TRIGGER pay_booked_no_delete BEFORE DELETE ON pay_booked BEGIN SELECT RAISE(ABORT, 'payouts: append only'); END;
-- A payout is sealed with its command, whose row is written last.
CREATE TRIGGER pay_booked_sealed BEFORE INSERT ON pay_booked WHEN EXISTS (
    SELECT 1 FROM payout JOIN command ON command.id = payout.command_id WHERE payout.id = NEW.payout_id)
BEGIN SELECT RAISE(ABORT, 'payouts: sealed'); END;
