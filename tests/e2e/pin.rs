//! A PIN on the command line is asked for when it is needed, and nobody sees it.

use std::process::Command;

use crate::terminal::Terminal;

fn batch(db: &std::path::Path, line: &str) -> String {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_meigui"))
        .arg("--db")
        .arg(db)
        .arg("batch")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).into_owned()
}

#[test]
fn a_pin_is_typed_unseen() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    let init = Command::new(env!("CARGO_BIN_EXE_meigui"))
        .args(["--db".as_ref(), db.as_os_str(), "init".as_ref()])
        .args(["--code", "S01", "--name", "国贸店"])
        .output()
        .unwrap();
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let set = batch(&db, r#"{"key":"p","do":"staff.pin","staff":"01","new_pin":"4711"}"#);
    assert!(set.contains("\"ok\""), "{set}");
    let to = folder.path().join("items.csv");
    let args = ["export", "items", "--to", to.to_str().unwrap()];
    let mut terminal = Terminal::open(&db, &args, 24, 100);
    terminal.wait_for("PIN");
    terminal.send("4711\r");
    terminal.wait_for("items.csv");
    assert!(!terminal.text().contains("4711"), "{}", terminal.text());
    assert!(terminal.text().contains("****"), "{}", terminal.text());
    assert_eq!(terminal.wait_end(), 0);
    assert!(to.exists());
}
