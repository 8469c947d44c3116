//! What a rule may not know by itself: the time, the time since the machine started, and chance.

use std::sync::OnceLock;

use chrono::Utc;
use rand::TryRng;

use super::day::Instant;

/// Time that goes on while the machine runs, and that setting its clock does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Which start of the machine (or of the program, where the system does not tell).
    pub boot: String,
    /// Milliseconds since then.
    pub ms: i64,
}

/// The world outside, passed in so that a test or the demo can be its own.
pub trait World: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;
    /// Running time.
    fn running(&self) -> Running;
    /// Fills bytes by chance.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's own clock and chance.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl World for Machine {
    #[expect(clippy::disallowed_methods, reason = "the one place where the wall clock is read")]
    fn now(&self) -> Instant {
        Instant(Utc::now().timestamp_millis())
    }

    fn running(&self) -> Running {
        kernel_running().unwrap_or_else(process_running)
    }

    fn fill(&self, bytes: &mut [u8]) {
        // Without the system's chance keys and salts would be guessable; there is nothing sensible to go on with.
        if rand::rngs::SysRng.try_fill_bytes(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// Linux tells how long it has run, and gives each start a name.
fn kernel_running() -> Option<Running> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let (seconds, rest) = uptime.split_whitespace().next()?.split_once('.')?;
    let seconds: i64 = seconds.parse().ok()?;
    let hundredths: i64 = rest.parse().ok()?;
    Some(Running { boot: boot.trim().to_owned(), ms: seconds * 1000 + hundredths * 10 })
}

/// Elsewhere the program's own start serves: a restart makes a wait begin anew, which is the safe side.
fn process_running() -> Running {
    static START: OnceLock<(std::time::Instant, String)> = OnceLock::new();
    let (start, name) = START.get_or_init(|| {
        let mut bytes = [0_u8; 8];
        Machine.fill(&mut bytes);
        (std::time::Instant::now(), format!("process-{}", u64::from_le_bytes(bytes)))
    });
    Running { boot: name.clone(), ms: i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX) }
}
