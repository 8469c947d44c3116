//! Picks a door and opens it.

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use meigui::exchange::sheet_child;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    match args.split_first() {
        Some((first, rest)) if first == OsStr::new(sheet_child::SUBCOMMAND) => sheet_child::run(rest),
        _ => ExitCode::SUCCESS,
    }
}
