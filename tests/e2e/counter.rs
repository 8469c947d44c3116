//! The counter from outside: what a person types and what the screen says.

use std::path::Path;
use std::process::Command;

use crate::store::{bills, demo};
use crate::terminal::Terminal;

/// Proves the file beside the open console until a person would have pressed the next key.
fn a_moment(db: &Path) {
    let begun = std::time::Instant::now();
    while begun.elapsed() < std::time::Duration::from_millis(300) {
        bills(db);
    }
}

#[test]
fn a_guest_pays_by_wechat_in_five_keys_and_the_sale_survives_a_kill() {
    let (_folder, db) = demo();
    let before = bills(&db);
    let mut terminal = Terminal::open(&db, &[], 30, 100);
    terminal.wait_for("[1收银]");
    // An Enter within 150 ms of another is a double press, so a person's pace is kept: the file is proved meanwhile.
    terminal.send("21\r");
    terminal.wait_for("1项");
    a_moment(&db);
    terminal.send("\r");
    a_moment(&db);
    terminal.send("2\r");
    terminal.wait_for("✓");
    terminal.kill();
    assert_eq!(bills(&db), before + 1);
}

#[test]
fn a_resize_keeps_what_was_typed_and_every_width_sells() {
    let (_folder, db) = demo();
    let mut terminal = Terminal::open(&db, &[], 30, 100);
    terminal.wait_for("[1收银]");
    terminal.send("1");
    terminal.wait_for("> 1");
    for (rows, columns) in [(24, 80), (20, 60), (12, 40), (40, 140)] {
        terminal.resize(rows, columns);
        terminal.wait_for("> 1");
    }
    terminal.send("\u{7f}");
    terminal.kill();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let (_folder, db) = demo();
    for signal in ["TERM", "HUP"] {
        let mut terminal = Terminal::open(&db, &[], 24, 80);
        terminal.wait_for("[1收银]");
        assert!(terminal.is_alternate());
        let pid = terminal.process().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
        terminal.wait_end();
        assert!(!terminal.is_alternate(), "after {signal} the screen is still the program's");
    }
}

#[test]
fn a_terminal_that_answers_no_question_is_served_all_the_same() {
    let (_folder, db) = demo();
    let mut terminal = Terminal::with(&db, &["--lang", "en"], 24, 80, false);
    terminal.wait_for("[1");
    terminal.kill();
}
