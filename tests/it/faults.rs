//! Failing commits, full disks, damaged files, busy files and clocks that step back: the answer is always the true one.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use meigui::db::Fault;
use meigui::ground::Refused;
use meigui::shop::transact::Commit;
use meigui::shop::{Shop, Stop};
use serde_json::json;

use crate::salon::{AFTERNOON, DAY, Salon, StillWorld};

fn broken_disk() -> Fault {
    Fault::Io(std::io::Error::other("the disk said no"))
}

#[test]
fn a_commit_that_failed_but_kept_the_sale_is_told_as_done() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = Salon::in_file(&folder.path().join("shop.db"));
    let before = salon.books();
    salon.shop.commit_with(Commit::new(|db| {
        db.control("COMMIT")?;
        Err(broken_disk())
    }));
    let cart = json!({"lines": [{"item": "21"}], "tenders": [{"tender": "wechat"}]});
    let paid = salon.send_as("once", "checkout", cart.clone()).unwrap();
    salon.shop.commit_with(Commit::default());
    let after = salon.books();
    assert_ne!(after, before);
    // The double press is the same sale.
    assert_eq!(salon.send_as("once", "checkout", cart).unwrap(), paid);
    assert_eq!(salon.books(), after);
    salon.prove();
}

#[test]
fn a_commit_that_failed_and_kept_nothing_is_told_as_failed() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = Salon::in_file(&folder.path().join("shop.db"));
    let before = salon.books();
    salon.shop.commit_with(Commit::new(|_| Err(broken_disk())));
    let cart = json!({"lines": [{"item": "21"}], "tenders": [{"tender": "wechat"}]});
    assert!(matches!(salon.send_as("once", "checkout", cart.clone()), Err(Stop::Fault(_))));
    assert_eq!(salon.books(), before);
    // A full disk is a refusal with its reason.
    salon.shop.commit_with(Commit::new(|_| Err(Refused::DiskFull {}.into())));
    let no = salon.send_as("once", "checkout", cart.clone()).unwrap_err();
    assert!(no.to_string().contains("disk.full"), "{no}");
    // The shop lives on, and the same key may be sent again.
    salon.shop.commit_with(Commit::default());
    salon.send_as("once", "checkout", cart).unwrap();
    salon.prove();
}

#[test]
fn every_point_at_which_a_commit_fails_has_a_true_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = Salon::in_file(&folder.path().join("shop.db"));
    for round in 0..20_i64 {
        let turn = Arc::new(AtomicI64::new(0));
        salon.shop.commit_with(Commit::new(move |db| {
            let place = turn.fetch_add(1, Ordering::Relaxed);
            if (round + place) % 2 == 0 {
                db.control("COMMIT")?;
            }
            if (round + place) % 3 == 0 { Ok(()) } else { Err(broken_disk()) }
        }));
        let before = salon.books();
        let key = format!("r{round}");
        let answer = salon.send_as(&key, "stock.in", json!({"item": "50", "quantity": 1}));
        salon.shop.commit_with(Commit::default());
        if salon.shop.db().in_transaction() {
            // A disk that says "done" and keeps nothing is beyond any program; the transaction is still open.
            salon.shop.db().control("ROLLBACK").unwrap();
            continue;
        }
        assert_eq!(answer.is_ok(), salon.books() != before, "round {round}: {answer:?}");
    }
    salon.prove();
}

#[test]
fn a_damaged_or_foreign_file_is_recognised_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let world = StillWorld::at(AFTERNOON);
    let code = |bytes: &[u8]| {
        let path = folder.path().join("x.db");
        std::fs::write(&path, bytes).unwrap();
        match Shop::open(&path, world.clone()) {
            Err(Stop::Refused(no)) => no.code(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        code(b"not a database, but long enough to be looked at as one ...................................."),
        "file.foreign"
    );
    let path = folder.path().join("shop.db");
    drop(Salon::in_file(&path));
    let whole = std::fs::read(&path).unwrap();
    let mut foreign = whole.clone();
    foreign[68..72].copy_from_slice(b"abcd");
    assert_eq!(code(&foreign), "file.foreign");
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    assert_eq!(code(&newer), "file.from_future");
    let mut torn = whole;
    for byte in &mut torn[4096..4096 * 8] {
        *byte = 0xa5;
    }
    assert_eq!(code(&torn), "file.damaged");
}

#[test]
fn a_clock_that_steps_back_does_not_break_the_order() {
    let mut salon = Salon::stocked();
    salon.ok("stock.in", json!({"item": "50", "quantity": 1}));
    salon.world.pass(-30 * DAY);
    for _ in 0..5 {
        salon.ok("stock.in", json!({"item": "50", "quantity": 1}));
    }
    assert!(salon.shop.clock_is_behind());
    salon.prove();
    let notes = salon
        .shop
        .db()
        .list("SELECT act FROM audit WHERE act = 'clock.back'", &[], |row| row.get::<_, String>(0));
    assert_eq!(notes.unwrap().len(), 1, "written down once, not for every command");
    salon.world.pass(31 * DAY);
    salon.ok("stock.in", json!({"item": "50", "quantity": 1}));
    assert!(!salon.shop.clock_is_behind());
    salon.prove();
}

#[test]
fn a_tampered_file_names_its_first_wrong_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let tampers = [
        ("UPDATE posting SET amount = amount * 2 WHERE entry_id = 3", "chain"),
        ("UPDATE entry SET staff_id = 2 WHERE id = 3", "chain"),
        ("UPDATE bill SET discount = 1, list_total = list_total + 1", "bill"),
        ("UPDATE bill_line SET name = 'x'", "bill"),
        ("UPDATE account SET balance = balance + 1 WHERE kind = 'till.cash'", "balance"),
        ("DELETE FROM seal WHERE entry_id = 3", "seal"),
        ("UPDATE lot SET principal = principal + 100", "bill"),
        ("UPDATE lot SET member_id = 2", "holder"),
        ("UPDATE points_lot SET member_id = 2", "holder"),
        ("UPDATE card SET member_id = 2", "holder"),
        ("UPDATE debt SET member_id = 2", "holder"),
        ("UPDATE command SET key = key || 'x' WHERE id = (SELECT max(command_id) FROM entry)", "command"),
        // What cannot be read is a finding too, and the proof goes on.
        ("UPDATE posting SET account_id = 999 WHERE entry_id = 3 AND line = 0", "account"),
        ("UPDATE bill_tender SET tender = 'cashx'", "bill"),
        (
            "DELETE FROM posting WHERE entry_id = 3; DELETE FROM seal WHERE entry_id = 3; DELETE FROM entry WHERE id = 3",
            "sequence",
        ),
    ];
    for (sql, law) in tampers {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(meigui::db::backup::beside(&path, end));
        }
        let mut salon = Salon::in_file(&path);
        salon.ok("topup", json!({"member": "M000001", "amount": "1000", "tenders": [{"tender": "cash"}]}));
        salon.ok(
            "checkout",
            json!({"member": "M000001", "lines": [{"item": "21"}], "tenders": [{"tender": "stored_value"}]}),
        );
        salon.ok(
            "checkout",
            json!({"member": "M000001", "lines": [{"item": "60"}], "tenders": [{"tender": "on_account"}]}),
        );
        salon.prove();
        drop(salon);
        by_hand(&path, sql);
        let shop = Shop::open(&path, StillWorld::at(AFTERNOON + DAY)).unwrap();
        let proof = meigui::proof::prove(shop.db(), shop.profile(), |_| {}).unwrap();
        assert!(!proof.sound, "{sql}");
        assert!(proof.findings.iter().any(|finding| finding.law == law), "{sql}: {:#?}", proof.findings);
    }
}

#[test]
fn two_shops_on_one_file_never_spend_one_balance_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let mut salon = Salon::in_file(&path);
    salon.ok("topup", json!({"member": "M000001", "amount": "2680", "tenders": [{"tender": "cash"}]}));
    let spent: usize = std::thread::scope(|scope| {
        let tills: Vec<_> = (0..2)
            .map(|till| {
                let path = &path;
                scope.spawn(move || {
                    let mut shop = Shop::open(path, StillWorld::at(AFTERNOON + DAY)).unwrap();
                    let mut spent = 0;
                    for turn in 0..10 {
                        let entry = meigui::cli::verbs::find("checkout").unwrap();
                        let envelope = meigui::shop::Envelope { key: format!("{till}-{turn}"), ..Default::default() };
                        let cart = json!({"member": "M000001", "lines": [{"item": "5"}], "tenders": [{"tender": "stored_value"}]});
                        match (entry.run)(&mut shop, &envelope, cart) {
                            Ok(_) => spent += 1,
                            Err(Stop::Refused(no)) => assert_eq!(no.code(), "stored_value.short"),
                            Err(stop) => panic!("{stop}"),
                        }
                    }
                    spent
                })
            })
            .collect();
        tills.into_iter().map(|till| till.join().unwrap()).sum()
    });
    assert_eq!(spent, 10, "2680 yuan are ten sessions of 268, whoever sells them");
    salon.prove();
}

/// Opens a file as any program could, its triggers gone, and runs a statement on it.
fn by_hand(path: &std::path::Path, sql: &str) -> u64 {
    let raw = rusqlite::Connection::open(path).unwrap();
    let triggers: Vec<String> = raw
        .prepare_cached("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    raw.changes()
}

#[test]
fn a_closed_day_froze_the_rules_the_approvals_and_the_settings_of_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let (path, kept) = (folder.path().join("shop.db"), folder.path().join("kept.db"));
    let mut salon = Salon::in_file(&path);
    let rules = json!([{ "name": "项目", "event": "service", "rate": "0.1" }]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
    salon.ok("setting.put", json!({"name": "points_months", "value": 12, "reason": "试"}));
    salon.ok("item.edit", json!({"item": "21", "hand_fee": "35"}));
    salon.no("rules.set", json!({ "rules": rules, "by": "02", "reason": "试" }), "right.missing");
    for day in 0..2 {
        let cart = json!({"member": "M000001", "lines": [{"item": "21", "staff": ["02"]}], "tenders": [{"tender": "cash"}]});
        let bill = salon.ok("checkout", cart)["bill"].clone();
        salon.ok("bill.refund", json!({"bill": bill, "lines": [{"line": 1, "quantity": 1}], "reason": "退"}));
        salon.ok("day.close", json!({"uncounted": true, "reason": "盘点前"}));
        salon.world.pass(DAY);
        assert!(day < 2);
    }
    // What comes after is free until the next close.
    salon.ok("setting.put", json!({"name": "points_months", "value": 6, "reason": "试"}));
    salon.prove();
    salon.shop.db().control("PRAGMA wal_checkpoint(TRUNCATE)").ok();
    drop(salon);
    std::fs::copy(&path, &kept).unwrap();
    let findings = || {
        let shop = Shop::open(&path, StillWorld::at(AFTERNOON + 3 * DAY)).unwrap();
        meigui::proof::prove(shop.db(), shop.profile(), |_| {}).unwrap().findings
    };
    assert_eq!(findings(), Vec::new());
    for sql in [
        "UPDATE rule SET rate = '0.9'",
        "DELETE FROM rule",
        "UPDATE rule_book SET valid_from = '2026-06-01'",
        "UPDATE change SET after = before WHERE area = 'item'",
        "DELETE FROM change",
        "UPDATE setting SET value = '99' WHERE name = 'points_months' AND value = '12'",
        "DELETE FROM audit",
        "UPDATE command SET reason = NULL WHERE verb = 'bill.refund'",
        "UPDATE command SET done_at = done_at + 1 WHERE verb = 'checkout'",
        "UPDATE answer SET result = '{}'",
        "UPDATE epoch SET reason = 'x'",
        "INSERT INTO setting (id, name, value, set_at, staff_id) VALUES (-1, 'points_months', '1', 0, 1)",
        "UPDATE frozen SET digest = zeroblob(32) WHERE area = 'rule'",
        "DELETE FROM frozen",
    ] {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(meigui::db::backup::beside(&path, end));
        }
        std::fs::copy(&kept, &path).unwrap();
        assert!(by_hand(&path, sql) > 0, "{sql}");
        let found = findings();
        let seen = |law: &str| found.iter().any(|finding| finding.law == law);
        assert!(seen("frozen") || seen("closing"), "{sql}: {found:#?}");
    }
}
