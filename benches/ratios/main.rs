//! Ratios: what the house does against the barest SQLite that does the same, measured in turn in one run, so that
//! a busy machine slows both sides. How to run it, and what each ratio means: `benches/README.md`.
#![allow(clippy::missing_panics_doc, clippy::type_complexity, reason = "a bench fails aloud")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bench is read by people and may stop"
)]

mod batch;
mod board;
mod chain;
mod checkout;
mod console;
mod copy;
mod demo;
mod open;
mod rate;
mod search;
mod times;

use std::path::{Path, PathBuf};

/// What a run is asked for.
pub struct Ask {
    /// Files of the large demo.
    pub members: u32,
    /// Its bills.
    pub bills: u32,
    /// Where to leave the board's file, for another program to be compared with.
    pub keep: Option<PathBuf>,
    /// A demo made before, in place of making one.
    pub file: Option<PathBuf>,
    /// Stores of the chain.
    pub stores: u32,
    /// Microseconds by which each flush is made longer, by `strace`, where a slower disk is to be tried.
    pub flush: Option<u32>,
    /// How often each thing is done.
    pub rounds: usize,
    /// Where files are made.
    pub folder: tempfile::TempDir,
}

impl Ask {
    /// The large demo: made once, in the folder of this run.
    pub fn large(&self) -> PathBuf {
        if let Some(file) = &self.file {
            return file.clone();
        }
        let path = self.folder.path().join("large.db");
        if !path.exists() {
            make(&path, self.members, self.bills);
        }
        path
    }

    /// A demo of the usual size.
    pub fn usual(&self) -> PathBuf {
        let path = self.folder.path().join("usual.db");
        if !path.exists() {
            make(&path, 800, 7_200);
        }
        path
    }
}

/// Makes a demo of two years that ends on a fixed evening.
pub fn make(path: &Path, members: u32, bills: u32) {
    meigui::demo::make::make(path, &wish(members, bills), &mut |_| {}).unwrap();
}

/// The wish behind [`make`].
pub fn wish(members: u32, bills: u32) -> meigui::demo::make::Wish {
    let until = meigui::ground::Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    meigui::demo::make::Wish { seed: 1, store: 1, members, bills, days: 730, until }
}

fn main() {
    let mut words = std::env::args().skip(1).peekable();
    let folder = match std::env::var_os("MEIGUI_BENCH_DIR") {
        Some(at) => tempfile::tempdir_in(at).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let mut ask = Ask {
        members: 20_000,
        bills: 10_000,
        keep: None,
        file: None,
        stores: 12,
        flush: None,
        rounds: 2_000,
        folder,
    };
    let mut wanted: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        let mut number =
            || words.next().and_then(|text| text.replace('_', "").parse().ok()).expect("a number");
        match word.as_str() {
            "--members" => ask.members = number(),
            "--bills" => ask.bills = number(),
            "--keep" => ask.keep = words.next().map(PathBuf::from),
            "--stores" => ask.stores = number(),
            "--flush" => ask.flush = Some(number()),
            "--rounds" => ask.rounds = number() as usize,
            "--file" => ask.file = words.next().map(PathBuf::from),
            "--bench" => {}
            name => wanted.push(name.to_owned()),
        }
    }
    let all: [(&str, fn(&Ask)); 9] = [
        ("search", search::run),
        ("checkout", checkout::run),
        ("batch", batch::run),
        ("demo", demo::run),
        ("open", open::run),
        ("console", console::run),
        ("rate", rate::run),
        ("board", board::run),
        ("chain", chain::run),
    ];
    for (name, run) in all {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            println!("\n== {name}");
            run(&ask);
        }
    }
}
