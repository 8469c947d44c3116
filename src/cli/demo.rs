//! The `demo` command.

use super::Ran;
use super::args::Args;
use super::common::Outcome;

/// Runs it.
pub(super) fn run(_: &Args, _: &super::args::Demo) -> Ran {
    Ok(Outcome::Done)
}
