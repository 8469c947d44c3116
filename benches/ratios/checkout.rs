//! A checkout with three lines, a member, stored value and points against a bare transaction of the same rows.
//!
//! After each checkout its rows are read back and written into a twin of the file by prepared statements in one
//! transaction: same indexes, same durability, no rules, no triggers, no reads.

use std::sync::Arc;

use meigui::checkout::cart::{Cart, CartLine, Payment, StaffOn, Tender};
use meigui::checkout::topup::TopUp;
use meigui::ground::{Fen, Machine};
use meigui::shop::{Envelope, Shop};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::Ask;
use crate::copy::{self, Line};
use crate::times::{Times, compare};

/// Tables with a row id that a checkout adds to.
const ADDED: [(&str, &str); 8] = [
    ("command", "id"),
    ("answer", "command_id"),
    ("bill", "id"),
    ("points_lot", "id"),
    ("account", "id"),
    ("entry", "id"),
    ("seal", "entry_id"),
    ("rotation_event", "id"),
];
/// The place of accounts among them.
const ACCOUNTS: usize = 4;
/// Tables that hang on its bill.
const OF_BILL: [&str; 3] = ["bill_line", "bill_line_staff", "bill_tender"];

/// Sells in one file and copies into its twin, in turn.
pub fn run(ask: &Ask) {
    for (what, file) in [("the usual demo", ask.usual()), ("the large demo", ask.large())] {
        println!("{what}");
        compare_in(ask, &file);
    }
}

fn compare_in(ask: &Ask, file: &std::path::Path) {
    let (ours_at, bare_at) = (ask.folder.path().join("ours.db"), ask.folder.path().join("bare.db"));
    std::fs::copy(file, &ours_at).unwrap();
    let mut shop = Shop::open(&ours_at, Arc::new(Machine)).unwrap();
    let members = rich(&mut shop);
    drop(shop);
    std::fs::copy(&ours_at, &bare_at).unwrap();
    let mut shop = Shop::open(&ours_at, Arc::new(Machine)).unwrap();
    let bare = copy::connect(&bare_at);
    copy::bare(&bare);
    let seen = Connection::open(&ours_at).unwrap();
    let (mut ours, mut alone) = (Times::default(), Times::default());
    let (mut rows, mut rounds) = (0, 0);
    for round in 0..ask.rounds {
        let cart = cart(&members[round % members.len()]);
        let before = ADDED.map(|(table, id)| last(&seen, table, id));
        let envelope = Envelope::by(format!("bench:{round}"), "03");
        let sold = ours.round(|| shop.act(&envelope, &cart)).unwrap();
        assert!(sold.value.points_used > 0 && sold.value.principal.is_positive());
        let lines = written(&seen, before);
        rows += lines.len();
        rounds += 1;
        alone.round(|| {
            bare.prepare_cached("BEGIN IMMEDIATE").unwrap().execute([]).unwrap();
            for line in &lines {
                copy::write(&bare, line);
            }
            bare.prepare_cached("COMMIT").unwrap().execute([]).unwrap();
        });
    }
    println!("rows a checkout writes or changes: {}", rows / rounds);
    compare("checkout: 3 lines, wallet, points", &ours, &alone, 1.5);
    for file in [ours_at, bare_at] {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", file.display()));
        }
    }
}

/// Two hundred members with enough money and points for every round.
pub fn rich(shop: &mut Shop) -> Vec<String> {
    let numbers: Vec<String> = (1..=200).map(|place| format!("M{place:06}")).collect();
    for number in &numbers {
        let top_up = TopUp {
            member: number.clone(),
            amount: Fen(20_000_000),
            gift: Some(Fen(2_000_000)),
            gift_expires_on: None,
            order: None,
            tenders: vec![Payment::all(Tender::Wechat)],
            sold_by: None,
            above_limit: true,
        };
        shop.act(&Envelope::by(format!("bench:top:{number}"), "01"), &top_up).unwrap();
        let first = Cart { points: 0, tenders: vec![Payment::all(Tender::Wechat)], ..cart(number) };
        shop.act(&Envelope::by(format!("bench:first:{number}"), "03"), &first).unwrap();
    }
    numbers
}

/// Three lines, her wallet and some points.
pub fn cart(member: &str) -> Cart {
    let line = |code: &str, staff: &str| CartLine {
        staff: vec![StaffOn::Number(staff.to_owned())],
        requested: true,
        ..CartLine::of(code)
    };
    Cart {
        member: Some(member.to_owned()),
        lines: vec![line("21", "02"), line("22", "02"), line("32", "05")],
        points: 100,
        tenders: vec![Payment::all(Tender::StoredValue)],
        ..Cart::default()
    }
}

fn last(conn: &Connection, table: &str, id: &str) -> i64 {
    let sql = format!("SELECT coalesce(max({id}), 0) FROM {table}");
    conn.prepare_cached(&sql).unwrap().query_row([], |row| row.get(0)).unwrap()
}

/// What the last checkout wrote, as lines for the twin: rows it added, balances, visits and people's days it changed.
fn written(conn: &Connection, before: [i64; ADDED.len()]) -> Vec<Line> {
    let mut out = Vec::new();
    for ((table, id), last) in ADDED.iter().zip(before) {
        out.extend(copy::lines(conn, table, &format!("SELECT * FROM {table} WHERE {id} > ?1"), &[&last]));
    }
    let (bill, entry, accounts) = (last(conn, "bill", "id"), last(conn, "entry", "id"), before[ACCOUNTS]);
    for table in OF_BILL {
        let question = format!("SELECT * FROM {table} WHERE bill_id = ?1");
        out.extend(copy::lines(conn, table, &question, &[&bill]));
    }
    out.extend(copy::lines(conn, "posting", "SELECT * FROM posting WHERE entry_id = ?1", &[&entry]));
    let question = "SELECT balance, id FROM account WHERE id <= ?2 AND id IN
        (SELECT account_id FROM posting WHERE entry_id = ?1)";
    for line in copy::lines(conn, "account", question, &[&entry, &accounts]) {
        out.push(Line { sql: "UPDATE account SET balance = ?1 WHERE id = ?2".into(), values: line.values });
    }
    out.extend(days(conn, bill));
    let question =
        "SELECT last_visit_on, id FROM member WHERE id = (SELECT member_id FROM bill WHERE id = ?1)";
    for line in copy::lines(conn, "member", question, &[&bill]) {
        let values: Vec<Value> = line.values.clone();
        let same = "UPDATE member SET last_visit_on = ?1 WHERE id = ?2 AND last_visit_on < ?1";
        out.push(Line { sql: same.into(), values });
        let phone = "UPDATE member_phone SET last_visit_on = ?1 WHERE member_id = ?2 AND last_visit_on < ?1";
        out.push(Line { sql: phone.into(), values: line.values });
    }
    out
}

/// The days of the store and of whoever stands on the bill.
fn days(conn: &Connection, bill: i64) -> Vec<Line> {
    let question =
        "SELECT * FROM work_day WHERE day = (SELECT posted_on FROM bill WHERE id = ?1) AND known_on = day
        AND (staff = 0 OR staff IN (SELECT staff_id FROM bill_line_staff WHERE bill_id = ?1))";
    let statement = conn.prepare_cached(question).unwrap();
    let names: Vec<&str> = statement.column_names().collect();
    let (columns, keys) = (names.join(", "), names.len());
    let marks = (1..=keys).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "UPDATE work_day SET ({columns}) = ({marks}) WHERE day = ?1 AND staff = ?2 AND known_on = ?3"
    );
    let rows = copy::lines(conn, "work_day", question, &[&bill]);
    rows.into_iter().map(|line| Line { sql: sql.clone(), values: line.values }).collect()
}
