//! What may never be done to an open file: every hole that triggers alone would leave, tried on a file with a sale in it.

use serde_json::json;

use crate::salon::Salon;

#[test]
fn every_known_hole_is_refused_on_the_open_file() {
    let mut salon = Salon::stocked();
    salon.ok("topup", json!({"member": "M000001", "amount": "1000", "tenders": [{"tender": "cash"}]}));
    salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "21"}], "tenders": [{"tender": "stored_value"}]}),
    );
    let before = salon.books();
    let attacks = [
        // The journal is never edited.
        "UPDATE posting SET amount = 1",
        "UPDATE entry SET posted_on = '2020-01-01'",
        "UPDATE seal SET hash = zeroblob(32)",
        "UPDATE bill SET payable = 0",
        "UPDATE bill_line SET net = 0",
        "UPDATE bill_tender SET amount = 0",
        "UPDATE command SET result = ''",
        "UPDATE answer SET result = ''",
        "UPDATE audit SET act = ''",
        "UPDATE lot SET principal = 1",
        "DELETE FROM posting",
        "DELETE FROM entry",
        "DELETE FROM bill",
        "DELETE FROM account",
        "DELETE FROM command",
        "DELETE FROM answer",
        "DELETE FROM lot",
        "DELETE FROM audit",
        // Not by replacing either.
        "INSERT OR REPLACE INTO posting (entry_id, line, account_id, amount) SELECT entry_id, line, account_id, 7 FROM posting",
        "REPLACE INTO seal (entry_id, postings, hash) SELECT entry_id, postings, zeroblob(32) FROM seal",
        "INSERT OR REPLACE INTO account (id, kind, ref, unit, unit_ref, side) SELECT id, kind, ref, unit, unit_ref, side FROM account",
        "INSERT INTO account (id, kind, ref, unit, unit_ref, side) VALUES (1, 'x', 1, 'fen', 0, 1) ON CONFLICT (id) DO UPDATE SET balance = 9",
        // A balance moves with a posting or not at all.
        "UPDATE account SET balance = 1000000",
        "UPDATE account SET floor = NULL",
        "UPDATE account SET side = -side",
        "INSERT INTO account (kind, ref, unit, unit_ref, side, balance) VALUES ('lot.principal', 99, 'fen', 0, -1, 100)",
        // The guards themselves.
        "DROP TRIGGER posting_no_update",
        "DROP TABLE posting",
        "DROP INDEX entry_by_day",
        "ALTER TABLE posting RENAME TO p",
        "ALTER TABLE account ADD COLUMN x",
        "CREATE TRIGGER t AFTER INSERT ON posting BEGIN DELETE FROM seal; END",
        "CREATE TEMP TRIGGER t AFTER INSERT ON posting BEGIN SELECT 1; END",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE posting (y)",
        "CREATE VIEW x AS SELECT 1",
        "PRAGMA ignore_check_constraints = ON",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA user_version = 1",
        "UPDATE sqlite_schema SET sql = ''",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM INTO '/tmp/meigui-never'",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('x')",
        // Half an entry, an unbalanced one, a gap, a step back in time, an old epoch.
        "INSERT INTO entry (epoch, seq, kind, command_id, command_key, staff_id, posted_on, posted_at, facts) VALUES (1, 999, 'sale', 1, 'x', 1, '2026-11-21', 9999999999999, zeroblob(32))",
        "INSERT INTO entry (epoch, seq, kind, command_id, command_key, staff_id, posted_on, posted_at, facts) SELECT 1, max(seq) + 1, 'sale', 1, 'x', 1, '2026-11-21', 9999999999999, zeroblob(32) FROM entry",
        "INSERT INTO entry (epoch, seq, kind, command_id, command_key, staff_id, posted_on, posted_at, facts) SELECT 1, max(seq) + 1, 'sale', 1, 'x', 1, '2026-11-21', 1, zeroblob(32) FROM entry",
        "INSERT INTO entry (epoch, seq, kind, command_id, command_key, staff_id, posted_on, posted_at, facts) SELECT 0, max(seq) + 1, 'sale', 1, 'x', 1, '2026-11-21', 9999999999999, zeroblob(32) FROM entry",
        "INSERT INTO posting (entry_id, line, account_id, amount) SELECT max(id), 99, 1, 5 FROM entry",
        "INSERT INTO seal (entry_id, postings, hash) VALUES (12345, 0, zeroblob(32))",
        // Text in an integer, an overdraw.
        "INSERT INTO posting (entry_id, line, account_id, amount) VALUES (1, 98, 1, 'much')",
    ];
    for attack in attacks {
        assert!(salon.shop.db().attempt(attack).is_err(), "went through: {attack}");
    }
    assert_eq!(salon.books(), before);
    salon.prove();
}

#[test]
fn half_an_entry_cannot_be_committed_even_by_our_own_code() {
    let salon = Salon::stocked();
    let db = salon.shop.db();
    let head = "INSERT INTO entry (epoch, seq, kind, command_id, command_key, staff_id, posted_on, posted_at, facts)
        SELECT 1, coalesce(max(seq), 0) + 1, 'sale', 1, 'x', 1, '2026-11-21', 9999999999999, zeroblob(32) FROM entry";
    let posting =
        "INSERT INTO posting (entry_id, line, account_id, amount) SELECT max(entry.id), 0, 1, 5 FROM entry";
    // Unsealed: the deferred reference refuses the commit itself.
    db.attempt("BEGIN IMMEDIATE").unwrap();
    db.attempt(head).unwrap();
    assert!(db.attempt("COMMIT").is_err());
    db.attempt("ROLLBACK").unwrap();
    // Sealed but unbalanced, or with another count of postings: the seal refuses.
    for seal in ["1", "0"] {
        db.attempt("BEGIN IMMEDIATE").unwrap();
        db.attempt(head).unwrap();
        db.attempt(posting).unwrap();
        let sql = format!(
            "INSERT INTO seal (entry_id, postings, hash) SELECT max(id), {seal}, zeroblob(32) FROM entry"
        );
        assert!(db.attempt(&sql).is_err(), "{seal}");
        db.attempt("ROLLBACK").unwrap();
    }
    salon.prove();
}

#[test]
fn a_reader_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let salon = Salon::in_file(&path);
    let reader = meigui::shop::Reader::open(&path, salon.world.clone()).unwrap();
    for attack in [
        "DELETE FROM member_phone",
        "INSERT INTO audit (at, act, facts) VALUES (1, 'x', 'y')",
        "PRAGMA query_only = OFF",
    ] {
        assert!(reader.db().attempt(attack).is_err(), "{attack}");
    }
    drop(salon);
}

#[test]
fn what_has_rows_of_its_own_is_sealed_with_its_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let until = meigui::ground::Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    let wish = meigui::demo::make::Wish { seed: 1, store: 1, members: 20, bills: 60, days: 70, until };
    meigui::demo::make::make(&path, &wish, &mut |_| {}).unwrap();
    let mut salon = Salon::opened(&path);
    let spend = json!({"kind": "spend", "name": "满500减50", "spend": "500", "off": "50"});
    salon.ok("discounts.set", json!({"discounts": [spend]}));
    let db = salon.shop.db();
    for table in ["rule", "rule_step", "reward_rule", "pay_booked", "till_counted", "discount"] {
        let columns = db.columns(&format!("SELECT * FROM {table}")).unwrap().join(", ");
        let again = format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1");
        // Of an empty table nothing would be refused.
        let told = db.attempt(&again).expect_err(table).to_string();
        assert!(told.contains("sealed"), "{table}: {told}");
    }
}
