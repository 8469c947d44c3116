-- What members hold. The amounts themselves are balances of the ledger; here stand the terms.

CREATE TABLE lot (
    id              INTEGER PRIMARY KEY,
    member_id       INTEGER NOT NULL REFERENCES member (id),
    principal       INTEGER NOT NULL CHECK (principal >= 0),
    gift            INTEGER NOT NULL CHECK (gift >= 0),
    spend_order     TEXT    NOT NULL CHECK (spend_order IN ('gift_first', 'principal_first', 'proportional')),
    gift_expires_on TEXT,
    bought_on       TEXT    NOT NULL,
    bought_at       TEXT    NOT NULL,
    sold_by         INTEGER REFERENCES staff (id),
    gift_rule       TEXT    NOT NULL DEFAULT '',
    gift_version    INTEGER NOT NULL DEFAULT 0,
    gift_arm        TEXT    NOT NULL DEFAULT '',
    bill_id         INTEGER,
    from_lot        INTEGER REFERENCES lot (id)
) STRICT;
CREATE INDEX lot_by_member ON lot (member_id, id);
CREATE INDEX lot_by_gift_expiry ON lot (gift_expires_on) WHERE gift_expires_on IS NOT NULL;
CREATE INDEX lot_by_bill ON lot (bill_id) WHERE bill_id IS NOT NULL;

CREATE TABLE card (
    id            INTEGER PRIMARY KEY,
    code          TEXT    NOT NULL UNIQUE,
    member_id     INTEGER NOT NULL REFERENCES member (id),
    item_id       INTEGER REFERENCES item (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('session', 'period')),
    name          TEXT    NOT NULL,
    price         INTEGER NOT NULL CHECK (price >= 0),
    sessions      INTEGER NOT NULL CHECK (sessions >= 0),
    gift_sessions INTEGER NOT NULL CHECK (gift_sessions >= 0),
    gift_mode     TEXT    NOT NULL CHECK (gift_mode IN ('spread', 'bought_only')),
    used_before   INTEGER NOT NULL DEFAULT 0 CHECK (used_before >= 0),
    bought_on     TEXT    NOT NULL,
    starts_on     TEXT    NOT NULL,
    expires_on    TEXT,
    state         TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'frozen', 'lost', 'refunded', 'upgraded', 'withdrawn')),
    frozen_on     TEXT,
    sold_by       INTEGER REFERENCES staff (id),
    bill_id       INTEGER,
    bill_line     INTEGER
) STRICT;
CREATE INDEX card_by_member ON card (member_id, id);
CREATE INDEX card_by_bill ON card (bill_id) WHERE bill_id IS NOT NULL;
CREATE INDEX card_by_item ON card (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX card_period ON card (kind, expires_on) WHERE kind = 'period';

CREATE TABLE card_service (
    card_id  INTEGER NOT NULL REFERENCES card (id),
    item_id  INTEGER NOT NULL REFERENCES item (id),
    PRIMARY KEY (card_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_service_by_item ON card_service (item_id);

CREATE TABLE card_share (
    card_id   INTEGER NOT NULL REFERENCES card (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    since     TEXT    NOT NULL,
    ended_on  TEXT,
    PRIMARY KEY (card_id, member_id, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_share_by_member ON card_share (member_id);

-- What happened to a card besides its use: frozen, extended, handed on, upgraded.
CREATE TABLE card_event (
    id          INTEGER PRIMARY KEY,
    card_id     INTEGER NOT NULL REFERENCES card (id),
    act         TEXT    NOT NULL,
    facts       TEXT    NOT NULL,
    on_day      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX card_event_by_card ON card_event (card_id, id);

CREATE TABLE debt (
    id         INTEGER PRIMARY KEY,
    member_id  INTEGER NOT NULL REFERENCES member (id),
    amount     INTEGER NOT NULL CHECK (amount > 0),
    card_id    INTEGER REFERENCES card (id),
    bill_id    INTEGER,
    since      TEXT    NOT NULL,
    due_on     TEXT
) STRICT;
CREATE INDEX debt_by_member ON debt (member_id, id);
CREATE INDEX debt_by_card ON debt (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX debt_by_bill ON debt (bill_id) WHERE bill_id IS NOT NULL;

CREATE TABLE coupon (
    id          INTEGER PRIMARY KEY,
    code        TEXT    NOT NULL UNIQUE,
    member_id   INTEGER REFERENCES member (id),
    name        TEXT    NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('fixed', 'percent')),
    value       TEXT    NOT NULL,
    cap         INTEGER,
    threshold   INTEGER NOT NULL DEFAULT 0,
    item_id     INTEGER REFERENCES item (id),
    category    TEXT    NOT NULL DEFAULT '',
    expires_on  TEXT,
    issued_on   TEXT    NOT NULL
) STRICT;
CREATE INDEX coupon_by_member ON coupon (member_id) WHERE member_id IS NOT NULL;

CREATE TABLE points_lot (
    id          INTEGER PRIMARY KEY,
    member_id   INTEGER NOT NULL REFERENCES member (id),
    points      INTEGER NOT NULL CHECK (points > 0),
    expires_on  TEXT,
    earned_on   TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    bill_id     INTEGER
) STRICT;
CREATE INDEX points_lot_by_member ON points_lot (member_id, id);
CREATE INDEX points_lot_by_expiry ON points_lot (expires_on) WHERE expires_on IS NOT NULL;
CREATE INDEX points_lot_by_bill ON points_lot (bill_id) WHERE bill_id IS NOT NULL;

CREATE TRIGGER lot_terms_stay BEFORE UPDATE ON lot
WHEN NEW.principal <> OLD.principal OR NEW.gift <> OLD.gift OR NEW.spend_order <> OLD.spend_order
    OR NEW.bought_on <> OLD.bought_on
BEGIN SELECT RAISE(ABORT, 'lot: its terms stay'); END;
CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, 'lot: append only'); END;
CREATE TRIGGER card_no_delete BEFORE DELETE ON card BEGIN SELECT RAISE(ABORT, 'card: append only'); END;
CREATE TRIGGER card_terms_stay BEFORE UPDATE ON card
WHEN NEW.price <> OLD.price OR NEW.sessions <> OLD.sessions OR NEW.gift_sessions <> OLD.gift_sessions
    OR NEW.gift_mode <> OLD.gift_mode OR NEW.used_before <> OLD.used_before
BEGIN SELECT RAISE(ABORT, 'card: its terms stay'); END;
CREATE TRIGGER debt_no_update BEFORE UPDATE ON debt
WHEN NEW.amount <> OLD.amount BEGIN SELECT RAISE(ABORT, 'debt: its amount stays'); END;
CREATE TRIGGER debt_no_delete BEFORE DELETE ON debt BEGIN SELECT RAISE(ABORT, 'debt: append only'); END;
CREATE TRIGGER coupon_no_delete BEFORE DELETE ON coupon BEGIN SELECT RAISE(ABORT, 'coupon: append only'); END;
CREATE TRIGGER points_lot_no_delete BEFORE DELETE ON points_lot BEGIN SELECT RAISE(ABORT, 'points: append only'); END;
CREATE TRIGGER card_event_no_update BEFORE UPDATE ON card_event BEGIN SELECT RAISE(ABORT, 'card: append only'); END;
CREATE TRIGGER card_event_no_delete BEFORE DELETE ON card_event BEGIN SELECT RAISE(ABORT, 'card: append only'); END;
