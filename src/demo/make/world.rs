//! The demo's own world: its clock shows the moment that is being played, and its chance comes from the seed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::ground::world::Running;
use crate::ground::{Instant, World};

/// The stream of the generator that salts come from; the model's own streams lie far below it.
const STREAM: u64 = u64::MAX;

/// A world in which the same seed gives the same salts, and time passes when it is told to.
#[derive(Debug)]
pub struct DemoWorld {
    now: AtomicI64,
    chance: Mutex<ChaCha8Rng>,
}

impl DemoWorld {
    /// A world of a seed that begins at a moment.
    #[must_use]
    pub fn new(seed: u64, begins: Instant) -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        chance.set_stream(STREAM);
        Self { now: AtomicI64::new(begins.0), chance: Mutex::new(chance) }
    }

    /// Lets time pass until a moment, and at least so many milliseconds: it never goes back.
    pub fn pass(&self, until: Instant, least_ms: i64) {
        let now = self.now.load(Ordering::Relaxed);
        self.now.store(now.saturating_add(least_ms).max(until.0), Ordering::Relaxed);
    }
}

impl World for DemoWorld {
    fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::Relaxed))
    }

    fn running(&self) -> Running {
        Running { boot: "demo".to_owned(), ms: self.now.load(Ordering::Relaxed) }
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
