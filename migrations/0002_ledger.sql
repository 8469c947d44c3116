-- The journal: balanced, append-only, sealed and chained. Nothing else in the file changes money, points or
-- sessions, and even a bug of ours cannot commit half an entry.

-- `side` is +1 where a debit raises the balance (what the salon has) and -1 where a credit does (what it owes).
-- `floor` is the least the balance may be; NULL lets it fall below zero.
CREATE TABLE account (
    id        INTEGER PRIMARY KEY,
    kind      TEXT    NOT NULL,
    ref       INTEGER NOT NULL,
    unit      TEXT    NOT NULL CHECK (unit IN ('fen', 'points', 'session', 'piece', 'coupon')),
    unit_ref  INTEGER NOT NULL,
    side      INTEGER NOT NULL CHECK (side IN (-1, 1)),
    floor     INTEGER,
    balance   INTEGER NOT NULL DEFAULT 0 CHECK (floor IS NULL OR balance >= floor),
    UNIQUE (kind, ref)
) STRICT;

CREATE TABLE entry (
    id          INTEGER PRIMARY KEY REFERENCES seal (entry_id) DEFERRABLE INITIALLY DEFERRED,
    epoch       INTEGER NOT NULL REFERENCES epoch (epoch),
    seq         INTEGER NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    command_key TEXT    NOT NULL,
    bill_id     INTEGER,
    member_id   INTEGER,
    reverses    INTEGER REFERENCES entry (id),
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    posted_on   TEXT    NOT NULL CHECK (posted_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    posted_at   INTEGER NOT NULL,
    facts       BLOB    NOT NULL CHECK (length(facts) = 32)
) STRICT;
CREATE INDEX entry_by_day ON entry (posted_on, id);
CREATE INDEX entry_by_member ON entry (member_id, id) WHERE member_id IS NOT NULL;
CREATE INDEX entry_by_bill ON entry (bill_id) WHERE bill_id IS NOT NULL;
CREATE INDEX entry_by_reversed ON entry (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX entry_by_command ON entry (command_id);

CREATE TABLE posting (
    entry_id    INTEGER NOT NULL REFERENCES entry (id),
    line        INTEGER NOT NULL,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    amount      INTEGER NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX posting_by_account ON posting (account_id, entry_id);

CREATE TABLE seal (
    entry_id  INTEGER PRIMARY KEY,
    postings  INTEGER NOT NULL CHECK (postings >= 0),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER account_begins_empty BEFORE INSERT ON account WHEN NEW.balance <> 0
BEGIN SELECT RAISE(ABORT, 'account: begins at zero'); END;

CREATE TRIGGER entry_in_order BEFORE INSERT ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry: sequence must be gapless')
    WHERE NEW.seq <> coalesce((SELECT seq FROM entry ORDER BY id DESC LIMIT 1), 0) + 1;
    SELECT RAISE(ABORT, 'entry: epoch is not the current one')
    WHERE NEW.epoch <> (SELECT max(epoch) FROM epoch);
    SELECT RAISE(ABORT, 'entry: time must not step back')
    WHERE NEW.posted_at <= coalesce((SELECT posted_at FROM entry ORDER BY id DESC LIMIT 1), -1);
END;

CREATE TRIGGER posting_before_seal BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM seal WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'posting: the entry is sealed'); END;

CREATE TRIGGER posting_moves_balance AFTER INSERT ON posting
BEGIN UPDATE account SET balance = balance + NEW.amount * side WHERE id = NEW.account_id; END;

CREATE TRIGGER seal_checks BEFORE INSERT ON seal
BEGIN
    SELECT RAISE(ABORT, 'seal: no such entry')
    WHERE NOT EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id);
    SELECT RAISE(ABORT, 'seal: posting count')
    WHERE NEW.postings <> (SELECT count(*) FROM posting WHERE entry_id = NEW.entry_id);
    SELECT RAISE(ABORT, 'seal: not balanced')
    WHERE EXISTS (
        SELECT 1 FROM posting JOIN account ON account.id = posting.account_id
        WHERE posting.entry_id = NEW.entry_id
        GROUP BY account.unit, account.unit_ref
        HAVING sum(posting.amount) <> 0);
END;

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry: append only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry: append only'); END;
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'posting: append only'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'posting: append only'); END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seal: append only'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seal: append only'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'account: append only'); END;
CREATE TRIGGER account_only_balance BEFORE UPDATE ON account
WHEN NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.ref IS NOT OLD.ref OR NEW.unit IS NOT OLD.unit
    OR NEW.unit_ref IS NOT OLD.unit_ref OR NEW.side IS NOT OLD.side OR NEW.floor IS NOT OLD.floor
BEGIN SELECT RAISE(ABORT, 'account: only the balance moves'); END;
