//! A store's file under the console, and what the command line says of it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

pub fn run(db: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meigui")).arg("--db").arg(db).args(args).output().unwrap()
}

pub fn program(db: &Path, args: &[&str]) -> String {
    let out = run(db, args);
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// A small demo salon in a folder of its own.
pub fn demo() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("demo.db");
    program(&db, &["demo", "--members", "40", "--years", "1", "--bills", "120", "--no-open"]);
    (folder, db)
}

/// How many bills the file proves.
pub fn bills(db: &Path) -> usize {
    let proof: Value = serde_json::from_str(&program(db, &["check", "--json"])).unwrap();
    assert_eq!(proof["sound"], json!(true), "{proof}");
    usize::try_from(proof["bills"].as_u64().unwrap()).unwrap()
}

/// Sends commands to the machine's door, each of which must be done, and answers what they gave.
pub fn send(db: &Path, commands: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_meigui"))
        .arg("--db")
        .arg(db)
        .arg("batch")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for command in commands {
        writeln!(input, "{command}").unwrap();
    }
    drop(input);
    let out = child.wait_with_output().unwrap();
    let answer = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    let answers: Vec<Value> = String::from_utf8_lossy(&out.stdout).lines().map(answer).collect();
    assert!(answers.iter().all(|answer| answer.get("ok").is_some()), "{answers:?}");
    answers.into_iter().map(|mut answer| answer["ok"].take()).collect()
}
