//! The command line: it opens a shop and calls the same verbs, and so proves that the core has no terminal in it.
//!
//! Exit codes: 0 done, 1 refused, 2 usage, 3 machine failure. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | words and options | [`args`] |
//! | their Chinese | `assets/help/zh-CN.toml`, by [`help`] |
//! | where the file is, languages, how answers are printed | [`common`] |
//! | the machine's door | [`batch`] and the registry [`verbs`] |
//! | one command | the file of its name |

pub mod args;
pub mod backup;
pub mod batch;
pub mod chain;
mod chain_list;
mod check;
pub mod close;
mod common;
mod console;
mod demo;
mod doctor;
mod doctor_machine;
pub mod explain;
pub mod export;
pub mod help;
pub mod hq;
mod import;
mod init;
pub mod leaderboard;
mod pay;
pub mod report;
pub mod report_close;
mod report_commission;
mod report_insight;
mod roam;
pub mod rulebook;
pub mod settle;
pub mod shell;
pub mod slip;
mod strict;
pub mod verbs;
pub mod who;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Args, Command};
use common::Outcome;

/// Runs the program.
pub fn main(words: impl Iterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.collect();
    // A hidden door: the child process that reads a workbook for its parent.
    if words.get(1).is_some_and(|word| word == crate::exchange::sheet_child::SUBCOMMAND) {
        return crate::exchange::sheet_child::run(words.get(2..).unwrap_or_default());
    }
    let lang = help::language(&words);
    let read = help::command(lang).try_get_matches_from(&words);
    let args = match read.and_then(|found| Args::from_arg_matches(&found)) {
        Ok(args) => args,
        Err(error) => return help::answer(&error, lang),
    };
    let outcome = match &args.command {
        None | Some(Command::Console) => console::run(&args),
        Some(Command::Init(init)) => init::run(&args, init),
        Some(Command::Demo(demo)) => demo::run(&args, demo),
        Some(Command::Import(import)) => import::run(&args, import),
        Some(Command::Batch(batch)) => batch::run(&args, batch),
        Some(Command::Check) => check::run(&args),
        Some(Command::Slip(wish)) => slip::run(&args, wish),
        Some(Command::Drawer(wish)) => slip::drawer(&args, wish),
        Some(Command::Backup(wish)) => backup::run(&args, wish),
        Some(Command::Restore(wish)) => backup::restore(&args, wish),
        Some(Command::Doctor) => doctor::run(&args),
        Some(Command::Report(wish)) => report::run(&args, wish),
        Some(Command::Explain(wish)) => explain::run(&args, wish),
        Some(Command::Rules(wish)) => rulebook::run(&args, wish),
        Some(Command::Pay(wish)) => pay::run(&args, wish),
        Some(Command::Close(wish)) => close::run(&args, wish),
        Some(Command::Rebuild) => leaderboard::rebuild(&args),
        Some(Command::Chain(wish)) => chain::run(&args, wish),
        Some(Command::Hq(wish)) => hq::run(&args, wish),
        Some(Command::Settle(wish)) => settle::run(&args, wish),
        Some(Command::Export(wish)) => export::run(&args, wish),
        Some(Command::Completions(wish)) => shell::completions(&args, wish),
        Some(Command::Man) => shell::man(&args),
    };
    common::finish(&args, outcome)
}

/// What a command line answers.
pub type Ran = Result<Outcome, crate::shop::Stop>;
