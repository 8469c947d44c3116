-- What came in from files: batches that can be rolled back, and the history of sales before this program.

CREATE TABLE import_batch (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    file          TEXT    NOT NULL,
    fingerprint   BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    encoding      TEXT    NOT NULL,
    mapping       TEXT    NOT NULL,
    rows_new      INTEGER NOT NULL,
    rows_update   INTEGER NOT NULL,
    rows_same     INTEGER NOT NULL,
    rows_error    INTEGER NOT NULL,
    control_total INTEGER,
    -- The last bill before it: what was sold of it since stands behind.
    after_bill    INTEGER NOT NULL,
    done_at       INTEGER NOT NULL,
    command_id    INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX import_batch_by_file ON import_batch (fingerprint, kind);

-- What a batch touched, with what stood there before (empty for a new row).
CREATE TABLE import_row (
    batch_id  INTEGER NOT NULL REFERENCES import_batch (id) DEFERRABLE INITIALLY DEFERRED,
    row       INTEGER NOT NULL,
    area      TEXT    NOT NULL,
    ref       INTEGER NOT NULL,
    before    TEXT    NOT NULL,
    PRIMARY KEY (batch_id, row, area, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_rollback (
    batch_id    INTEGER PRIMARY KEY REFERENCES import_batch (id),
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Past sales: for insight only. They never touch the ledger's money.
CREATE TABLE history_line (
    id         INTEGER PRIMARY KEY,
    batch_id   INTEGER NOT NULL REFERENCES import_batch (id) DEFERRABLE INITIALLY DEFERRED,
    receipt    TEXT    NOT NULL,
    sold_on    TEXT    NOT NULL,
    member_id  INTEGER REFERENCES member (id),
    client     TEXT    NOT NULL,
    item       TEXT    NOT NULL,
    staff      TEXT    NOT NULL,
    quantity   TEXT    NOT NULL,
    amount     INTEGER NOT NULL
) STRICT;
CREATE INDEX history_line_by_member ON history_line (member_id, sold_on) WHERE member_id IS NOT NULL;
CREATE INDEX history_line_by_batch ON history_line (batch_id);
CREATE INDEX history_line_by_receipt ON history_line (receipt, sold_on);

-- What insight reads: the lines of batches that were not rolled back.
CREATE VIEW history AS
SELECT id, batch_id, receipt, sold_on, member_id, client, item, staff, quantity, amount FROM history_line
WHERE NOT EXISTS (SELECT 1 FROM import_rollback WHERE import_rollback.batch_id = history_line.batch_id);

CREATE TRIGGER import_batch_no_update BEFORE UPDATE ON import_batch BEGIN SELECT RAISE(ABORT, 'import: append only'); END;
CREATE TRIGGER import_batch_no_delete BEFORE DELETE ON import_batch BEGIN SELECT RAISE(ABORT, 'import: append only'); END;
CREATE TRIGGER import_row_no_update BEFORE UPDATE ON import_row BEGIN SELECT RAISE(ABORT, 'import: append only'); END;
CREATE TRIGGER import_row_no_delete BEFORE DELETE ON import_row BEGIN SELECT RAISE(ABORT, 'import: append only'); END;
CREATE TRIGGER import_rollback_no_update BEFORE UPDATE ON import_rollback BEGIN SELECT RAISE(ABORT, 'import: append only'); END;
CREATE TRIGGER import_rollback_no_delete BEFORE DELETE ON import_rollback BEGIN SELECT RAISE(ABORT, 'import: append only'); END;
CREATE TRIGGER history_line_no_update BEFORE UPDATE ON history_line BEGIN SELECT RAISE(ABORT, 'history: append only'); END;
CREATE TRIGGER history_line_no_delete BEFORE DELETE ON history_line BEGIN SELECT RAISE(ABORT, 'history: append only'); END;
