//! Consolidating against inserting the same rows with SQLite alone, one transaction a bundle; and the matrix of a month.
//!
//! SQLite alone is given the rows as values in memory and the same tables with their keys, checks and indexes, without a
//! trigger or a foreign key, under the same settings of the file; beside it stands the barest there is, tables without
//! any key. Ours reads the file, proves signature and hashes, decompresses, inserts under all triggers and keys, and works
//! chain, balance, documents and control totals out again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use meigui::chain::desk;
use meigui::chain::send;
use meigui::demo::make;
use meigui::exchange::watch::Watch;
use meigui::ground::{Machine, World};
use meigui::shop::found::Founding;
use meigui::shop::{Envelope, Look, Shop};
use rusqlite::Connection;

use crate::{Ask, wish};

/// So many stores send in the first folder, the rest in a second one: memory must not grow with their number.
const FIRST: u32 = 12;

/// The most memory that was in use since it was asked last, in MB; nothing where the system does not tell.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    // From here on it is counted anew.
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    Some(kilobytes / 1024.0)
}

fn told(peak: Option<f64>) -> String {
    peak.map_or_else(|| "not told".to_owned(), |peak| format!("{peak:.0} MB"))
}

fn envelope(key: &str) -> Envelope {
    Envelope { key: key.to_owned(), reason: Some("bench".into()), ..Envelope::default() }
}

/// A store of a demo and its one bundle.
fn bundle(folder: &Path, number: u32, bills: u32) -> (PathBuf, meigui::peers::told::Member, PathBuf) {
    let path = folder.join(format!("s{number}.db"));
    let wish = make::Wish { store: number, days: 365, ..wish(600, bills) };
    make::make(&path, &wish, &mut |_| {}).unwrap();
    let mut shop = Shop::open(&path, Arc::new(Machine)).unwrap();
    let sent = shop.act(&envelope("send"), &send::SendBundle::default()).unwrap().value;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    let inbox = folder.join(if number <= FIRST { "inbox" } else { "rest" });
    let file = send::write(shop.db(), &look, sent.no, &inbox).unwrap();
    (path, shop.ask(&meigui::peers::told::Chain {}).unwrap().own, file)
}

/// Inserts the rows of a store's file, one transaction: into the same tables without triggers, or into bare ones.
fn bare(from: &Path, to: &Path, same: bool) -> (f64, usize) {
    let source = Connection::open(from).unwrap();
    if same {
        drop(meigui::db::Db::create(to).unwrap());
    }
    let target = Connection::open(to).unwrap();
    if same {
        let sql = "SELECT 'DROP TRIGGER \"' || name || '\"' AS sql FROM sqlite_schema WHERE type = 'trigger'";
        let drops: Vec<String> = {
            let mut statement = target.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        target.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for drop in drops {
            target.execute_batch(&drop).unwrap();
        }
    }
    target
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;")
        .unwrap();
    let mut tables: Vec<(String, Vec<Vec<rusqlite::types::Value>>)> = Vec::new();
    let mut count = 0;
    for table in meigui::ledger::tables::TABLES {
        // Everything a bundle holds, read before the clock runs.
        let sql = table.read.split(" WHERE ").next().unwrap().to_owned();
        let mut statement = source.prepare(&sql).unwrap();
        let columns: Vec<String> = statement.column_names().map(|name| format!("\"{name}\"")).collect();
        let width = columns.len();
        if !same {
            target
                .execute_batch(&format!("CREATE TABLE \"{}\" ({})", table.name, columns.join(", ")))
                .unwrap();
        }
        let rows = statement.query_map([], |row| (0..width).map(|place| row.get(place)).collect());
        let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
        count += rows.len();
        tables.push((format!("\"{}\" ({})", table.name, columns.join(", ")), rows));
    }
    let begun = Instant::now();
    target.execute_batch("BEGIN IMMEDIATE").unwrap();
    for (name, rows) in &tables {
        let Some(first) = rows.first() else { continue };
        let marks = vec!["?"; first.len()].join(", ");
        let mut statement = target.prepare(&format!("INSERT INTO {name} VALUES ({marks})")).unwrap();
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
    target.execute_batch("COMMIT").unwrap();
    (begun.elapsed().as_secs_f64(), count)
}

/// The bench.
pub fn run(ask: &Ask) {
    let folder = ask.folder.path();
    let bills = ask.bills.min(5_000);
    let mut stores = Vec::new();
    for number in 1..=ask.stores {
        stores.push(bundle(folder, number, bills));
    }
    let hq = folder.join("headquarters.db");
    let founding = Founding { hq: true, ..Founding::new("H00", "总部") };
    let mut shop = Shop::found(&hq, &founding, Arc::new(Machine) as Arc<dyn World>).unwrap();
    for (_, is, _) in &stores {
        let verb = meigui::chain::admit::AdmitStore {
            code: is.code.clone(),
            name: meigui::ground::Clean::shown(&is.name),
            key: is.key.clone(),
            fingerprint: None,
            closed: false,
        };
        shop.act(&envelope(&is.code), &verb).unwrap();
    }
    let bytes: u64 = stores.iter().map(|(_, _, file)| std::fs::metadata(file).unwrap().len()).sum();
    let (mut theirs, mut barest) = (0.0, 0.0);
    let mut rows = 0;
    for (path, _, _) in &stores {
        for same in [true, false] {
            let to = folder.join("bare.db");
            let (took, count) = bare(path, &to, same);
            if same {
                theirs += took;
                rows += count;
            } else {
                barest += took;
            }
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.join(format!("bare.db{end}")));
            }
        }
    }
    let mut ours = 0.0;
    for (inbox, part) in [("inbox", FIRST.min(ask.stores)), ("rest", ask.stores.saturating_sub(FIRST))] {
        if part == 0 {
            continue;
        }
        let _ = peak();
        let begun = Instant::now();
        let done = desk::take(&mut shop, &envelope(inbox), &[folder.join(inbox)], &Watch::default()).unwrap();
        let took = begun.elapsed().as_secs_f64();
        assert!(done.files.iter().all(|file| file.state == "merged"), "{:?}", done.files);
        println!(
            "{part} stores x {bills} bills consolidated in {took:.2} s; peak of memory {}",
            told(peak())
        );
        ours += took;
    }
    let begun = Instant::now();
    desk::take(&mut shop, &envelope("again"), &[folder.join("inbox")], &Watch::default()).unwrap();
    let again = begun.elapsed().as_secs_f64();
    println!("{} stores, {rows} rows, {bytes} bytes of bundles", ask.stores);
    println!(
        "consolidated in {ours:.2} s; the same rows with SQLite alone {theirs:.2} s; ratio {:.2} (limit 3)",
        ours / theirs
    );
    println!("tables without any key {barest:.2} s; ratio {:.2}", ours / barest);
    println!("the first folder again {again:.2} s");
    matrix(&mut shop, ask);
}

/// The matrix of 200 stores and a million events.
fn matrix(shop: &mut Shop, ask: &Ask) {
    let path = shop.path().to_owned();
    let events: i64 = if ask.rounds < 500 { 100_000 } else { 1_000_000 };
    {
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("BEGIN").unwrap();
        let sql = "INSERT INTO cross_event (serving, bill, line, home, card, month, day, rated_on, number, of_bill, of_line,
            item, name, category, principal, gift, value, owed, home_share, version, rule, campaign, ask, staff, member,
            owner, command_id)
            VALUES (?1, ?2, 1, ?3, 'stored_value', '2026-10', '2026-10-20', '2026-10-20', 'n', ?2, 1, '21', '护理', '面部',
            39800, 0, 39800, ?4, 15920, 1, '默认', 0, 1, '02', 'M1', '05', 1)";
        let mut statement = conn.prepare(sql).unwrap();
        for number in 0..events {
            let (home, serving) = (number % 200, (number * 7 + number / 200 + 1) % 200);
            let serving = if home == serving { (serving + 1) % 200 } else { serving };
            let (home, serving) = (format!("T{home:03}"), format!("T{serving:03}"));
            statement.execute(rusqlite::params![serving, number, home, 23_880 + number % 100]).unwrap();
        }
        drop(statement);
        conn.execute_batch("COMMIT").unwrap();
    }
    let wish = meigui::settlement::matrix::MatrixOf { month: Some("2026-10".into()) };
    let mut best = f64::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        let is = shop.ask(&wish).unwrap();
        best = best.min(begun.elapsed().as_secs_f64());
        assert_eq!(is.events, events);
    }
    println!("matrix of 200 stores and {events} events: {best:.3} s (limit 1)");
}
