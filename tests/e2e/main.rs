//! The real binary in a real terminal: first sale, resize, kill and reopen, signals, and what may go wrong.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test's own tools may fail aloud"
)]

mod counter;
mod kills;
mod pin;
mod store;
mod terminal;
mod trouble;
