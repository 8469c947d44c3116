//! Making the demo against bare inserts of the rows that it left, in groups of as many commands.

use std::time::Instant;

use rusqlite::Connection;

use crate::Ask;
use crate::copy;

/// Bare rows to a commit: what the demo's groups of commands come to.
const ROWS_A_COMMIT: usize = 30_000;

/// Makes the demo and writes its rows again.
pub fn run(ask: &Ask) {
    let path = ask.folder.path().join("made.db");
    let begun = Instant::now();
    crate::make(&path, ask.members, ask.bills);
    let ours = begun.elapsed().as_secs_f64();
    let from = copy::connect(&path);
    let to = copy::schema(&from, &ask.folder.path().join("rows.db"), false);
    let (rows, bare) = write_all(&from, &to);
    let to = copy::schema(&from, &ask.folder.path().join("checked.db"), true);
    let (_, checked) = write_all(&from, &to);
    let size = std::fs::metadata(&path).map_or(0, |file| file.len()) / 1_000_000;
    println!("{} members, {} bills, {rows} rows, {size} MB", ask.members, ask.bills);
    println!("made in {ours:.1} s, bare in {bare:.1} s = {:.2}   (at most 3)", ours / bare);
    println!("       with the schema's triggers in {checked:.1} s = {:.2}", ours / checked);
    let _ = std::fs::remove_file(path);
}

/// Writes all rows of a file into another; answers how many and in how many seconds.
fn write_all(from: &Connection, to: &Connection) -> (usize, f64) {
    let (mut rows, mut took) = (0_usize, 0.0);
    to.execute_batch("BEGIN IMMEDIATE").unwrap();
    for table in copy::tables(from) {
        let mut waiting = Vec::with_capacity(ROWS_A_COMMIT);
        let mut flush = |waiting: &mut Vec<copy::Line>| {
            rows += waiting.len();
            let begun = Instant::now();
            for line in waiting.iter() {
                copy::write(to, line);
            }
            to.execute_batch("COMMIT; BEGIN IMMEDIATE").unwrap();
            took += begun.elapsed().as_secs_f64();
            waiting.clear();
        };
        // An account begins empty where the triggers fill it.
        let columns = if table == "account" && copy::has_triggers(to) {
            "id, kind, ref, unit, unit_ref, side, floor, 0"
        } else {
            "*"
        };
        copy::walk(from, &table, &format!("SELECT {columns} FROM {table}"), &[], |line| {
            waiting.push(line);
            if waiting.len() >= ROWS_A_COMMIT {
                flush(&mut waiting);
            }
        });
        flush(&mut waiting);
    }
    to.execute_batch("COMMIT").unwrap();
    (rows, took)
}
