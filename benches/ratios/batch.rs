//! The machine's door: commands piped into the real binary, in groups against one commit each.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Ask;

/// Commands of one run.
const COMMANDS: usize = 10_000;

/// Pipes the same commands in both ways, in turn, into both demos.
pub fn run(ask: &Ask) {
    println!("a flush takes {:.0} us here, {} more were asked for", flush_here(ask), ask.flush.unwrap_or(0));
    for (what, file) in [("the usual demo", ask.usual()), ("the large demo", ask.large())] {
        println!("{what}");
        compare_in(ask, &file);
    }
}

fn compare_in(ask: &Ask, file: &Path) {
    let kinds: [(&str, fn(usize) -> String); 4] = [
        ("stock.in", |at| {
            format!(r#"{{"key":"b{at}","do":"stock.in","item":"{}","quantity":1}}"#, 211 + at % 3)
        }),
        ("bill.rate", |at| {
            format!(
                r#"{{"key":"b{at}","do":"member.recommend","member":"M{:06}","item":"21","staff":"02"}}"#,
                1 + at % 800
            )
        }),
        ("member.open", |at| {
            format!(r#"{{"key":"b{at}","do":"member.open","name":"王雅琴","phone":"199{at:08}"}}"#)
        }),
        ("checkout", |at| {
            format!(
                r#"{{"key":"b{at}","do":"checkout","by":"03","member":"M{:06}","lines":[{{"item":"21","staff":["02"]}}],"tenders":[{{"tender":"wechat"}}]}}"#,
                1 + at % 800
            )
        }),
    ];
    for (what, command) in kinds {
        let mut text = String::new();
        for at in 0..COMMANDS {
            writeln!(text, "{}", command(at)).unwrap();
        }
        let together: Vec<f64> = (0..3).map(|_| rate(ask, file, &text, "1024")).collect();
        let alone: Vec<f64> = (0..3).map(|_| rate(ask, file, &text, "1")).collect();
        let (most, least) = (best(&together), best(&alone));
        println!(
            "{what:<12} grouped {most:>8.0}/s, one commit each {least:>8.0}/s = {:>5.1}   (at least 10)",
            most / least
        );
    }
}

fn best(rates: &[f64]) -> f64 {
    rates.iter().copied().fold(0.0, f64::max)
}

/// The program; each of its flushes made longer by some microseconds, as on a slower disk, where that was asked for.
fn program(flush: Option<u32>) -> Command {
    let meigui = env!("CARGO_BIN_EXE_meigui");
    let Some(micros) = flush else { return Command::new(meigui) };
    let mut strace = Command::new("strace");
    strace.args(["-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e"]);
    strace.arg(format!("inject=fdatasync,fsync:delay_exit={micros}")).arg(meigui);
    strace
}

/// How long this disk takes to flush 4,096 bytes that were written at the end of a file: the median of 200, in
/// microseconds.
fn flush_here(ask: &Ask) -> f64 {
    let mut file = std::fs::File::create(ask.folder.path().join("flush")).unwrap();
    let mut took: Vec<f64> = (0..200)
        .map(|_| {
            file.write_all(&[7; 4_096]).unwrap();
            let begun = Instant::now();
            file.sync_data().unwrap();
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took[100]
}

/// Commands per second, on a fresh copy.
fn rate(ask: &Ask, file: &Path, text: &str, group: &str) -> f64 {
    let copy = ask.folder.path().join("batch.db");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", copy.display()));
    }
    std::fs::copy(file, &copy).unwrap();
    // What the copy left to be written would be flushed together with the first commits.
    std::fs::File::open(&copy).unwrap().sync_all().unwrap();
    let begun = Instant::now();
    let mut child = program(ask.flush)
        .args(["batch", "--group", group, "--db"])
        .arg(&copy)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = text.as_bytes().to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&bytes));
    let out = child.wait_with_output().unwrap();
    let took = begun.elapsed().as_secs_f64();
    feeder.join().unwrap().unwrap();
    let lines = String::from_utf8(out.stdout).unwrap();
    let done = lines.lines().filter(|line| line.contains("\"ok\"")).count();
    assert_eq!(done, COMMANDS, "{}", lines.lines().find(|line| !line.contains("\"ok\"")).unwrap_or(""));
    done as f64 / took
}
