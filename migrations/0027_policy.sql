-- What headquarters asks of its stores; the newest row is in force. At a store it is what the last pack said.
CREATE TABLE chain_policy (
    id          INTEGER PRIMARY KEY,
    phones      INTEGER NOT NULL CHECK (phones IN (0, 1)),
    at          INTEGER NOT NULL,
    command_id  INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX chain_policy_by_command ON chain_policy (command_id);
CREATE TRIGGER chain_policy_no_update BEFORE UPDATE ON chain_policy BEGIN SELECT RAISE(ABORT, 'policy: append only'); END;
CREATE TRIGGER chain_policy_no_delete BEFORE DELETE ON chain_policy BEGIN SELECT RAISE(ABORT, 'policy: append only'); END;

-- Members' phones of a bundle, sealed to headquarters' key, where headquarters asks for them; empty where it does not.
ALTER TABLE bundle_sent ADD COLUMN phones BLOB NOT NULL DEFAULT x'';
