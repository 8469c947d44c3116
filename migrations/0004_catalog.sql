-- What is sold, to whom at which price, and what a card covers.

CREATE TABLE item (
    id            INTEGER PRIMARY KEY,
    code          TEXT    NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 40),
    kind          TEXT    NOT NULL CHECK (kind IN ('service', 'product', 'package', 'session_card', 'period_card')),
    name          TEXT    NOT NULL,
    category      TEXT    NOT NULL DEFAULT '',
    price         INTEGER NOT NULL CHECK (price >= 0),
    hand_fee      INTEGER NOT NULL DEFAULT 0 CHECK (hand_fee >= 0),
    material_cost INTEGER NOT NULL DEFAULT 0 CHECK (material_cost >= 0),
    minutes       INTEGER NOT NULL DEFAULT 0 CHECK (minutes >= 0),
    barcode       TEXT    UNIQUE,
    shortage      TEXT    NOT NULL DEFAULT 'warn' CHECK (shortage IN ('refuse', 'warn')),
    sessions      INTEGER NOT NULL DEFAULT 0 CHECK (sessions >= 0),
    gift_sessions INTEGER NOT NULL DEFAULT 0 CHECK (gift_sessions >= 0),
    gift_mode     TEXT    NOT NULL DEFAULT 'spread' CHECK (gift_mode IN ('spread', 'bought_only')),
    valid_days    INTEGER NOT NULL DEFAULT 0 CHECK (valid_days >= 0),
    active        INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    batch_id      INTEGER,
    CHECK (kind <> 'session_card' OR sessions > 0),
    CHECK (kind <> 'period_card' OR valid_days > 0)
) STRICT;
CREATE INDEX item_by_batch ON item (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE item_price (
    item_id  INTEGER NOT NULL REFERENCES item (id),
    tier     TEXT    NOT NULL REFERENCES tier (code),
    price    INTEGER NOT NULL CHECK (price >= 0),
    PRIMARY KEY (item_id, tier)
) STRICT, WITHOUT ROWID;

-- What a card pays for, or what a package holds.
CREATE TABLE item_part (
    item_id   INTEGER NOT NULL REFERENCES item (id),
    part_id   INTEGER NOT NULL REFERENCES item (id),
    quantity  INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (item_id, part_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_part_by_part ON item_part (part_id);

CREATE TABLE topup_offer (
    id          INTEGER PRIMARY KEY,
    amount      INTEGER NOT NULL CHECK (amount > 0),
    gift        INTEGER NOT NULL CHECK (gift >= 0),
    gift_days   INTEGER NOT NULL DEFAULT 0 CHECK (gift_days >= 0),
    version     INTEGER NOT NULL,
    set_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX topup_offer_by_version ON topup_offer (version, amount);
