-- Every slip that went to a printer, so that the second one of a bill says that it is a copy (补打).
CREATE TABLE slip_print (
    id         INTEGER PRIMARY KEY,
    bill_id    INTEGER NOT NULL REFERENCES bill (id),
    printer    TEXT    NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) DEFERRABLE INITIALLY DEFERRED,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX slip_print_by_bill ON slip_print (bill_id);
CREATE INDEX slip_print_by_command ON slip_print (command_id);
CREATE TRIGGER slip_print_no_update BEFORE UPDATE ON slip_print BEGIN SELECT RAISE(ABORT, 'slip print: append only'); END;
CREATE TRIGGER slip_print_no_delete BEFORE DELETE ON slip_print BEGIN SELECT RAISE(ABORT, 'slip print: append only'); END;

-- Which files were merged into this one, to be taken apart again.
CREATE INDEX member_by_merged ON member (merged_into) WHERE merged_into IS NOT NULL;
