//! What may go wrong around the console: nothing to do, a damaged file, a clock that stepped back, a terminal that is
//! taken away, a disk that fills up.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use meigui::ground::{Instant, Machine, Running, World};
use meigui::shop::{Envelope, Shop};
use serde_json::json;

use crate::store::{bills, demo, program};
use crate::terminal::Terminal;

/// How long nothing may happen, in milliseconds.
const IDLE_MS: i64 = 4_000;
/// How long the first minute's questions, whose answers are drawn, may take.
const SETTLES: Duration = Duration::from_millis(1_500);
/// After which an Enter is no second half of the one before.
const NO_DOUBLE_PRESS: Duration = Duration::from_millis(200);

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let (_folder, db) = demo();
    let mut terminal = Terminal::open(&db, &[], 30, 100);
    terminal.wait_for("[1收银]");
    while !terminal.is_silent_for(SETTLES) {}
    // The clock in the corner moves with the minute: the stretch lies within one.
    if Machine.now().0.rem_euclid(60_000) > 60_000 - IDLE_MS - 1_000 {
        while terminal.is_silent_for(SETTLES) {}
        while !terminal.is_silent_for(SETTLES) {}
    }
    let before = ticks(terminal.process());
    assert!(terminal.is_silent_for(Duration::from_millis(IDLE_MS.unsigned_abs())), "{}", terminal.text());
    let worked = ticks(terminal.process()) - before;
    assert!(worked < 20, "{worked} hundredths of a second of work while idle");
    terminal.kill();
}

/// How long a process has worked, in hundredths of a second; nothing where the system does not tell.
fn ticks(process: u32) -> u64 {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return 0 };
    let after_name = stat.rsplit(')').next().unwrap();
    after_name.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
}

/// Spoils pages of a file that is closed.
fn spoil(db: &Path, pages: std::ops::Range<usize>) {
    let mut bytes = std::fs::read(db).unwrap();
    bytes[pages.start * 4096..pages.end * 4096].fill(0xa5);
    std::fs::write(db, bytes).unwrap();
}

#[test]
fn a_file_too_damaged_to_open_shows_the_way_back() {
    let (_folder, db) = demo();
    program(&db, &["backup"]);
    spoil(&db, 1..8);
    let mut terminal = Terminal::open(&db, &[], 30, 100);
    assert_eq!(terminal.wait_end(), 1);
    let text = terminal.text();
    for words in ["已损坏", "可用的备份", "流水", "meigui restore"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!terminal.is_alternate());
}

#[test]
fn damage_that_opening_does_not_meet_is_a_banner_and_leaving_shows_the_way_back() {
    let (_folder, db) = demo();
    let count = usize::try_from(std::fs::metadata(&db).unwrap().len()).unwrap() / 4096;
    // Without a copy that is said too.
    spoil(&db, count - 40..count - 1);
    let mut terminal = Terminal::open(&db, &[], 30, 100);
    terminal.wait_for("文件可能已损坏");
    terminal.send("\x11");
    assert_eq!(terminal.wait_end(), 1);
    let text = terminal.text();
    assert!(text.contains("已损坏") && text.contains("没有找到备份"), "{text}");
}

/// The machine two days later.
struct Ahead;

impl World for Ahead {
    fn now(&self) -> Instant {
        Instant(Machine.now().0 + 2 * 24 * 60 * 60 * 1_000)
    }

    fn running(&self) -> Running {
        Machine.running()
    }

    fn fill(&self, bytes: &mut [u8]) {
        Machine.fill(bytes);
    }
}

#[test]
fn a_clock_that_stepped_back_is_a_banner_from_the_first_frame_and_breaks_no_order() {
    let (_folder, db) = demo();
    let before = bills(&db);
    let mut shop = Shop::open(&db, Arc::new(Ahead)).unwrap();
    let sale = meigui::cli::verbs::find("checkout").unwrap();
    let envelope = Envelope { key: "ahead".into(), ..Envelope::default() };
    (sale.run)(&mut shop, &envelope, json!({"lines": [{"item": "21"}], "tenders": [{"tender": "wechat"}]}))
        .unwrap();
    drop(shop);
    let mut terminal = Terminal::open(&db, &[], 30, 100);
    terminal.wait_for("电脑时间倒退了");
    terminal.send("21\r\x1b[19~2\r");
    terminal.wait_for("✓");
    terminal.kill();
    assert_eq!(bills(&db), before + 2);
}

#[test]
fn a_terminal_that_is_taken_away_ends_the_program_also_without_a_signal() {
    let (_folder, db) = demo();
    // In the second the shell leads the session: it alone is told by the system, and keeps it to itself.
    for script in ["exec \"$@\"", "trap '' HUP; \"$@\"; exit $?"] {
        // Without an end-of-file sign nothing is typed when the terminal goes.
        let script = &format!("stty eof undef; {script}");
        let mut terminal = Terminal::through(script, &db, &[], 24, 80);
        terminal.wait_for("[1收银]");
        while !terminal.is_silent_for(SETTLES) {}
        assert_eq!(terminal.hang_up(), 0, "{script}");
    }
    let log = std::fs::read_to_string(db.with_file_name("meigui.log")).unwrap_or_default();
    assert!(!log.contains("panic"), "{log}");
    bills(&db);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_under_the_console_is_told_truly_and_the_console_lives_on() {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    let (_folder, db) = demo();
    let before = bills(&db);
    let mut terminal = Terminal::through("trap '' XFSZ; exec \"$@\"", &db, &[], 30, 100);
    terminal.wait_for("[1收银]");
    while !terminal.is_silent_for(SETTLES) {}
    let process = Pid::from_raw(i32::try_from(terminal.process()).unwrap()).unwrap();
    let files_may_grow_to = |size| {
        let limit = Rlimit { current: size, maximum: None };
        prlimit(Some(process), Resource::Fsize, limit).unwrap();
    };
    // From here on every real write fails, in the log and in the file.
    files_may_grow_to(Some(4096));
    terminal.send("21\r\x1b[19~2\r");
    terminal.wait_for("没有存盘");
    assert_eq!(bills(&db), before, "what was told as not saved is in the file");
    // It reads on, and the sale still stands there; another Enter fails as truly.
    terminal.watch(NO_DOUBLE_PRESS);
    terminal.wait_for("深层");
    terminal.send("\r");
    assert!(!terminal.is_silent_for(SETTLES));
    assert_eq!(bills(&db), before);
    files_may_grow_to(None);
    terminal.watch(NO_DOUBLE_PRESS);
    terminal.send("\r");
    terminal.wait_for("✓");
    terminal.kill();
    assert_eq!(bills(&db), before + 1, "the sale is there once");
}
