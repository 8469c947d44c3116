-- The chain: this store's key, the other stores as headquarters tells of them, the packs that said so, and what left.

-- The seed of this store's Ed25519 key. Files from before get theirs here, new ones when they are founded.
CREATE TABLE chain_key (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    seed     BLOB    NOT NULL CHECK (length(seed) = 32),
    made_at  INTEGER NOT NULL
) STRICT;
INSERT INTO chain_key (id, seed, made_at) SELECT 1, randomblob(32), opened_at FROM store;
CREATE TRIGGER chain_key_no_update BEFORE UPDATE ON chain_key BEGIN SELECT RAISE(ABORT, 'key: stays'); END;
CREATE TRIGGER chain_key_no_delete BEFORE DELETE ON chain_key BEGIN SELECT RAISE(ABORT, 'key: stays'); END;

-- Whom this file knows. `pair` is the secret that only the two stores and headquarters have; a store that closed keeps
-- its row. The newest row of a code is in force.
CREATE TABLE peer (
    id          INTEGER PRIMARY KEY,
    code        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('store', 'hq')),
    state       TEXT    NOT NULL CHECK (state IN ('open', 'closed')),
    key         BLOB    NOT NULL CHECK (length(key) = 32),
    pair        BLOB    CHECK (length(pair) = 32),
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX peer_by_code ON peer (code, id);
CREATE INDEX peer_by_command ON peer (command_id);
CREATE TRIGGER peer_no_update BEFORE UPDATE ON peer BEGIN SELECT RAISE(ABORT, 'peers: append only'); END;
CREATE TRIGGER peer_no_delete BEFORE DELETE ON peer BEGIN SELECT RAISE(ABORT, 'peers: append only'); END;

-- In a copy of a store at headquarters: the bundles that it was made of, and where each of them ended.
CREATE TABLE replica_mark (
    id          INTEGER PRIMARY KEY,
    epoch       INTEGER NOT NULL,
    no          INTEGER NOT NULL,
    until       TEXT    NOT NULL,
    link        TEXT    NOT NULL,
    digest      TEXT    NOT NULL CHECK (length(digest) = 64)
) STRICT;
CREATE TRIGGER replica_mark_no_update BEFORE UPDATE ON replica_mark BEGIN SELECT RAISE(ABORT, 'marks: append only'); END;
CREATE TRIGGER replica_mark_no_delete BEFORE DELETE ON replica_mark BEGIN SELECT RAISE(ABORT, 'marks: append only'); END;

-- At headquarters: every file that was looked at, by its content, and what became of it.
CREATE TABLE received (
    id          INTEGER PRIMARY KEY,
    digest      TEXT    NOT NULL CHECK (length(digest) = 64),
    file        TEXT    NOT NULL,
    store       TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    no          INTEGER NOT NULL,
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    last_day    TEXT    NOT NULL,
    bills       INTEGER NOT NULL,
    taken       INTEGER NOT NULL,
    month       TEXT,
    version     INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('merged', 'same', 'waiting', 'refused')),
    what        TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX received_by_digest ON received (digest, id);
CREATE INDEX received_by_store ON received (store, id);
CREATE INDEX received_by_command ON received (command_id);
CREATE TRIGGER received_no_update BEFORE UPDATE ON received BEGIN SELECT RAISE(ABORT, 'received: append only'); END;
CREATE TRIGGER received_no_delete BEFORE DELETE ON received BEGIN SELECT RAISE(ABORT, 'received: append only'); END;

-- Bundles that left: from where to where in each table, and the files as they stood then (people, items, cards), so that
-- the same bundle can be made again byte for byte.
CREATE TABLE bundle_sent (
    no          INTEGER PRIMARY KEY,
    month       TEXT,
    version     INTEGER NOT NULL DEFAULT 0,
    since       TEXT    NOT NULL,
    until       TEXT    NOT NULL,
    files       BLOB    NOT NULL,
    digest      TEXT    NOT NULL CHECK (length(digest) = 64),
    at          INTEGER NOT NULL,
    by_id       INTEGER NOT NULL REFERENCES staff (id),
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE UNIQUE INDEX bundle_sent_by_month ON bundle_sent (month, version) WHERE month IS NOT NULL;
CREATE INDEX bundle_sent_by_command ON bundle_sent (command_id);
CREATE TRIGGER bundle_sent_no_update BEFORE UPDATE ON bundle_sent BEGIN SELECT RAISE(ABORT, 'bundles: append only'); END;
CREATE TRIGGER bundle_sent_no_delete BEFORE DELETE ON bundle_sent BEGIN SELECT RAISE(ABORT, 'bundles: append only'); END;
