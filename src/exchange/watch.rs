//! How far a long import is, and the wish to stop it: shared between the screen and the thread that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crate::ground::Refused;

/// A counter and a wish. Clones share both.
#[derive(Debug, Clone, Default)]
pub struct Watch(Arc<State>);

#[derive(Debug, Default)]
struct State {
    done: AtomicI64,
    total: AtomicI64,
    stop: AtomicBool,
}

impl Watch {
    /// Wishes that it stop; the next row takes everything back.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Steps done and steps in all; a row counts once when it is checked and once when it is written.
    #[must_use]
    pub fn progress(&self) -> (i64, i64) {
        (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }

    /// Begins anew with so many steps.
    pub fn begin(&self, total: i64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    /// One step more, at that row of the file.
    pub fn step(&self, row: i64) -> Result<(), Refused> {
        self.0.done.fetch_add(1, Ordering::Relaxed);
        if self.0.stop.load(Ordering::Relaxed) { Err(Refused::ImportStopped { row }) } else { Ok(()) }
    }
}
