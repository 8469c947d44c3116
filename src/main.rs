//! Picks a door and opens it.

use std::process::ExitCode;

fn main() -> ExitCode {
    meigui::cli::main(std::env::args_os())
}
