//! Who stands at the command line, and the PIN that is asked for only when a verb asks.

use std::io::{BufRead, IsTerminal};

use super::args::Args;
use crate::ground::{Machine, Refused, World};
use crate::ledger::chain;
use crate::shop::{Answer, Envelope, Hidden, Stop};
use crate::words;

/// The longest PIN line that is read, in bytes.
const LINE_CHARS_MAX: usize = 200;

/// Options of commands that change something.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Who {
    /// Staff number of who does it; the owner when absent.
    #[arg(long, value_name = "NUMBER")]
    pub by: Option<String>,
    /// Why, where a reason is asked.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

impl Who {
    /// A command with a key of its own.
    pub fn envelope(&self, what: &str) -> Envelope {
        let mut chance = [0_u8; 12];
        Machine.fill(&mut chance);
        Envelope {
            key: format!("cli-{what}-{}", chain::hex(&chance)),
            by: self.by.clone(),
            reason: self.reason.clone(),
            ..Envelope::default()
        }
    }
}

/// Does something, and once more with the PIN when it turns out that one is needed.
///
/// # Errors
/// What `act` says, the second time as well.
pub fn with_pin<T>(
    args: &Args,
    envelope: Envelope,
    mut act: impl FnMut(&Envelope) -> Answer<T>,
) -> Answer<T> {
    match act(&envelope) {
        Err(Stop::Refused(no @ Refused::ApprovalMissing { .. })) => match ask_pin(args) {
            Some(pin) => act(&Envelope { pin: Some(pin), ..envelope }),
            None => Err(no.into()),
        },
        other => other,
    }
}

/// Reads a PIN from standard input; on a terminal it is asked for, and drawn unseen.
fn ask_pin(args: &Args) -> Option<Hidden> {
    let mut line = String::new();
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        let label = words::text(args.language(), "tools.pin");
        line = crate::tui::term::read_secret(label, LINE_CHARS_MAX).ok().flatten()?;
    } else {
        let most = u64::try_from(LINE_CHARS_MAX).unwrap_or(64);
        std::io::Read::take(std::io::stdin().lock(), most).read_line(&mut line).ok()?;
    }
    let pin = line.trim();
    (!pin.is_empty()).then(|| Hidden(pin.to_owned()))
}
