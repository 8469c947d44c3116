//! Times of many rounds, as a median and a tail.

use std::time::{Duration, Instant};

/// What one side took, round by round.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Times one round.
    pub fn round<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let out = run();
        self.0.push(begun.elapsed());
        out
    }

    /// Notes a round that was timed elsewhere.
    pub fn took(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Adds the rounds of another.
    pub fn add(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// The time that this share of rounds stayed within, in microseconds.
    pub fn share(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() as f64 - 1.0) * share).round() as usize;
        sorted.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    }

    /// The mean in microseconds.
    pub fn mean(&self) -> f64 {
        let sum: Duration = self.0.iter().sum();
        sum.as_secs_f64() * 1e6 / (self.0.len().max(1) as f64)
    }
}

/// Prints one line of a comparison in microseconds.
pub fn compare(what: &str, ours: &Times, bare: &Times, most: f64) {
    let row = |share: f64| (ours.share(share), bare.share(share));
    let ((half, half_bare), (tail, tail_bare)) = (row(0.5), row(0.99));
    println!(
        "{what:<34} p50 {half:>9.1} / {half_bare:>9.1} µs = {:>5.2}   p99 {tail:>9.1} / {tail_bare:>9.1} µs = {:>5.2}   mean {:>5.2}   (at most {most})",
        half / half_bare.max(0.001),
        tail / tail_bare.max(0.001),
        ours.mean() / bare.mean().max(0.001),
    );
}
