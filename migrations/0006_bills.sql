-- Bills: everything that gets a slip. A bill is a fact; a refund or a void is another bill that names it.

CREATE TABLE bill (
    id           INTEGER PRIMARY KEY,
    number       TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL CHECK (kind IN ('sale', 'refund', 'void', 'topup', 'card_refund', 'card_upgrade', 'debt_payment')),
    member_id    INTEGER REFERENCES member (id),
    staff_id     INTEGER NOT NULL REFERENCES staff (id),
    second_id    INTEGER REFERENCES staff (id),
    posted_on    TEXT    NOT NULL,
    posted_at    INTEGER NOT NULL,
    of_bill      INTEGER REFERENCES bill (id),
    list_total   INTEGER NOT NULL,
    discount     INTEGER NOT NULL,
    points_used  INTEGER NOT NULL DEFAULT 0,
    points_off   INTEGER NOT NULL DEFAULT 0,
    points_earned INTEGER NOT NULL DEFAULT 0,
    payable      INTEGER NOT NULL,
    card_value   INTEGER NOT NULL DEFAULT 0,
    change_due   INTEGER NOT NULL DEFAULT 0,
    reason       TEXT    NOT NULL DEFAULT '',
    trace        TEXT    NOT NULL DEFAULT '',
    command_id   INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX bill_by_day ON bill (posted_on, id);
CREATE INDEX bill_by_member ON bill (member_id, id) WHERE member_id IS NOT NULL;
CREATE INDEX bill_by_origin ON bill (of_bill) WHERE of_bill IS NOT NULL;

CREATE TABLE bill_line (
    bill_id      INTEGER NOT NULL REFERENCES bill (id),
    line         INTEGER NOT NULL,
    item_id      INTEGER REFERENCES item (id),
    code         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    category     TEXT    NOT NULL,
    package      TEXT    NOT NULL DEFAULT '',
    quantity     INTEGER NOT NULL,
    list_price   INTEGER NOT NULL,
    unit_price   INTEGER NOT NULL,
    discount     INTEGER NOT NULL,
    net          INTEGER NOT NULL,
    card_id      INTEGER REFERENCES card (id),
    card_value   INTEGER NOT NULL DEFAULT 0,
    requested    INTEGER NOT NULL DEFAULT 0 CHECK (requested IN (0, 1)),
    of_line      INTEGER,
    PRIMARY KEY (bill_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_line_staff (
    bill_id   INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    staff_id  INTEGER NOT NULL REFERENCES staff (id),
    part      INTEGER NOT NULL,
    weight    INTEGER NOT NULL CHECK (weight > 0),
    job       TEXT    NOT NULL,
    PRIMARY KEY (bill_id, line, part),
    FOREIGN KEY (bill_id, line) REFERENCES bill_line (bill_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_tender (
    bill_id    INTEGER NOT NULL REFERENCES bill (id),
    part       INTEGER NOT NULL,
    tender     TEXT    NOT NULL,
    amount     INTEGER NOT NULL,
    tendered   INTEGER NOT NULL,
    principal  INTEGER NOT NULL DEFAULT 0,
    gift       INTEGER NOT NULL DEFAULT 0,
    reference  TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (bill_id, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_coupon (
    bill_id    INTEGER NOT NULL REFERENCES bill (id),
    coupon_id  INTEGER NOT NULL REFERENCES coupon (id),
    amount     INTEGER NOT NULL,
    PRIMARY KEY (bill_id, coupon_id)
) STRICT, WITHOUT ROWID;

-- Said after the bill: how it was, and what was advised.
CREATE TABLE rating (
    id        INTEGER PRIMARY KEY,
    bill_id   INTEGER NOT NULL REFERENCES bill (id),
    score     INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    at        INTEGER NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX rating_by_bill ON rating (bill_id, id);

CREATE TABLE recommendation (
    id         INTEGER PRIMARY KEY,
    member_id  INTEGER NOT NULL REFERENCES member (id),
    item_id    INTEGER NOT NULL REFERENCES item (id),
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    bill_id    INTEGER REFERENCES bill (id),
    on_day     TEXT    NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX recommendation_by_member ON recommendation (member_id, id);

-- A cart put aside. It is never deleted: `taken_at` says that it came back.
CREATE TABLE held (
    id         INTEGER PRIMARY KEY,
    cart       TEXT    NOT NULL,
    label      TEXT    NOT NULL,
    total      INTEGER NOT NULL,
    member_id  INTEGER REFERENCES member (id),
    staff_id   INTEGER NOT NULL REFERENCES staff (id),
    held_at    INTEGER NOT NULL,
    taken_at   INTEGER
) STRICT;
CREATE INDEX held_open ON held (id) WHERE taken_at IS NULL;

CREATE TRIGGER bill_no_update BEFORE UPDATE ON bill BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_no_delete BEFORE DELETE ON bill BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_line_no_update BEFORE UPDATE ON bill_line BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_line_no_delete BEFORE DELETE ON bill_line BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_line_staff_no_update BEFORE UPDATE ON bill_line_staff BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_line_staff_no_delete BEFORE DELETE ON bill_line_staff BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_tender_no_update BEFORE UPDATE ON bill_tender BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_tender_no_delete BEFORE DELETE ON bill_tender BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_coupon_no_update BEFORE UPDATE ON bill_coupon BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER bill_coupon_no_delete BEFORE DELETE ON bill_coupon BEGIN SELECT RAISE(ABORT, 'bill: append only'); END;
CREATE TRIGGER rating_no_update BEFORE UPDATE ON rating BEGIN SELECT RAISE(ABORT, 'rating: append only'); END;
CREATE TRIGGER rating_no_delete BEFORE DELETE ON rating BEGIN SELECT RAISE(ABORT, 'rating: append only'); END;
CREATE TRIGGER recommendation_no_update BEFORE UPDATE ON recommendation BEGIN SELECT RAISE(ABORT, 'recommendation: append only'); END;
CREATE TRIGGER recommendation_no_delete BEFORE DELETE ON recommendation BEGIN SELECT RAISE(ABORT, 'recommendation: append only'); END;
CREATE TRIGGER held_no_delete BEFORE DELETE ON held BEGIN SELECT RAISE(ABORT, 'held: append only'); END;
