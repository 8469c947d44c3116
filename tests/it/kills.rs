//! The real binary, killed and starved: what it printed is in the file, and nothing else is half there.
//!
//! Twenty rounds in the suite; a thousand with
//! `MEIGUI_KILLS=1000 cargo test --release --test it -- kills::killed`. The seed is printed and `MEIGUI_SEED` sets it.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_meigui");

fn from_env(name: &str, fallback: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(fallback)
}

fn run(db: &Path, args: &[&str]) -> std::process::Output {
    Command::new(PROGRAM).arg("--db").arg(db).args(args).output().unwrap()
}

fn batch(db: &Path) -> Child {
    Command::new(PROGRAM)
        .arg("--db")
        .arg(db)
        .arg("batch")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Sends lines and reads every answer.
fn send(db: &Path, lines: &[String]) -> BTreeMap<String, Value> {
    let mut child = batch(db);
    let mut input = child.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let answers = answers(BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok));
    writer.join().unwrap().unwrap();
    child.wait().unwrap();
    answers
}

fn answers(lines: impl Iterator<Item = String>) -> BTreeMap<String, Value> {
    lines
        .filter_map(|line| serde_json::from_str::<Value>(&line).ok())
        .map(|answer| (answer["key"].as_str().unwrap_or_default().to_owned(), answer))
        .collect()
}

fn founded(db: &Path) {
    assert!(run(db, &["init", "--code", "S01", "--name", "国贸店"]).status.success());
    let setup = [
        json!({"key": "i1", "do": "item.add", "code": "21", "kind": "service", "name": "护理", "price": "39.80"}),
        json!({"key": "i2", "do": "item.add", "code": "50", "kind": "product", "name": "面膜", "price": "12.90"}),
        json!({"key": "m1", "do": "member.open", "name": "王雅琴", "phone": "13800138000"}),
        json!({"key": "t1", "do": "topup", "member": "M000001", "amount": "4000", "gift": "400", "tenders": [{"tender": "cash"}]}),
    ];
    let lines: Vec<String> = setup.iter().map(Value::to_string).collect();
    assert!(send(db, &lines).values().all(|answer| answer.get("ok").is_some()));
}

fn sale(round: u64, number: u64, rng: &mut ChaCha8Rng) -> String {
    let tender = if rng.random_bool(0.5) { "stored_value" } else { "wechat" };
    json!({"key": format!("r{round}-{number}"), "do": "checkout", "member": "M000001",
        "lines": [{"item": "21"}, {"item": "50", "quantity": rng.random_range(1..4)}],
        "tenders": [{"tender": tender}]})
    .to_string()
}

#[test]
fn killed_at_any_moment_every_printed_result_is_in_the_file() {
    let rounds = from_env("MEIGUI_KILLS", 20);
    let seed = from_env("MEIGUI_SEED", 5);
    println!("seed {seed}");
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    founded(&db);
    let mut printed_in_all = 0;
    for round in 0..rounds {
        let lines: Vec<String> = (0..400).map(|number| sale(round, number, &mut rng)).collect();
        let mut child = batch(&db);
        let mut input = child.stdin.take().unwrap();
        let text = lines.join("\n") + "\n";
        // The pipe breaks when the program is killed; that is what is wanted.
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).is_ok());
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let enough = rng.random_range(0..120);
        let mut printed: Vec<String> = output.by_ref().take(enough).collect();
        for _ in 0..rng.random_range(0..200_000_u64) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        writer.join().unwrap();
        // What was in the pipe was printed too; a line that was cut is no answer.
        printed.extend(output);
        let printed = answers(printed.into_iter());
        printed_in_all += printed.len();
        let again = send(&db, &lines);
        for (key, answer) in &printed {
            if let Some(ok) = answer.get("ok") {
                assert_eq!(again[key].get("ok"), Some(ok), "{key} was printed and is not in the file");
                assert_eq!(again[key]["repeated"], json!(true), "{key} was done twice");
            }
        }
        if rounds <= 50 || round % 50 == 49 {
            let check = run(&db, &["check", "--json"]);
            assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
        }
    }
    println!("{printed_in_all} results were printed before a kill");
    assert!(printed_in_all > 0, "no kill came after a result");
}

#[test]
fn a_disk_that_fills_up_is_told_and_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    founded(&db);
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let lines: Vec<String> = (0..600).map(|number| sale(0, number, &mut rng)).collect();
    let size = std::fs::metadata(&db).unwrap().len();
    // Files may grow to so many blocks of 512 bytes and no further: real writes fail from there on.
    let blocks = size.div_ceil(512) + 64;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --db \"$1\" batch --group 8");
    let mut child = Command::new("sh")
        .args(["-c", &script, PROGRAM])
        .arg(&db)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).is_ok());
    let starved = answers(BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok));
    writer.join().unwrap();
    child.wait().unwrap();
    let done = starved.values().filter(|answer| answer.get("ok").is_some()).count();
    let failed =
        starved.values().filter(|a| a.get("error").is_some() || a["refused"]["code"] == "disk.full").count();
    println!("{done} done, {failed} told that the disk is full, of {}", starved.len());
    assert!(failed > 0, "the disk never filled up: {:?}", starved.values().next());
    assert_eq!(starved.len(), lines.len(), "every command has an answer");
    // With room again: what was told as done is there, what was told as failed is not.
    let again = send(&db, &lines);
    for (key, answer) in &starved {
        let was_done = answer.get("ok").is_some();
        assert_eq!(again[key].get("repeated").is_some(), was_done, "{key}: {answer} / {}", again[key]);
    }
    let check = run(&db, &["check", "--json"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn two_processes_on_one_file_lose_nothing_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    founded(&db);
    let sales = |till: u64| -> Vec<String> {
        let mut rng = ChaCha8Rng::seed_from_u64(till);
        (0..150).map(|number| sale(till, number, &mut rng)).collect()
    };
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| send(&db, &sales(1)));
        let two = scope.spawn(|| send(&db, &sales(2)));
        (one.join().unwrap(), two.join().unwrap())
    });
    let spent: f64 = one
        .values()
        .chain(two.values())
        .filter_map(|answer| answer["ok"]["principal"].as_str()?.parse::<f64>().ok())
        .sum();
    let left = send(&db, &[json!({"key": "q", "do": "query.balances", "member": "M000001"}).to_string()]);
    let left: f64 = left["q"]["ok"]["principal"].as_str().unwrap().parse().unwrap();
    assert!((spent + left - 4000.0).abs() < 0.001, "{spent} + {left}");
    assert_eq!(one.len() + two.len(), 300);
    for answer in one.values().chain(two.values()) {
        let fine = answer.get("ok").is_some() || answer["refused"]["code"] == "stored_value.short";
        assert!(fine, "{answer}");
    }
    let check = run(&db, &["check", "--json"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}
