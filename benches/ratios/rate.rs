//! Rating commission: the lines of a history rated again and again on one core, and beside it how long reading them
//! took. Said in lines a second; at least a million are wanted.

use std::sync::Arc;
use std::time::Instant;

use meigui::commission::facts::{self, Facts};
use meigui::commission::rate;
use meigui::commission::rules::Book;
use meigui::commission::store;
use meigui::ground::{Fen, Machine};
use meigui::shop::Reader;

use crate::Ask;

/// How many lines a second are wanted.
const WANTED: f64 = 1_000_000.0;

/// Rates the last month and the whole of the large demo.
pub fn run(ask: &Ask) {
    let reader = Reader::open(&ask.large(), Arc::new(Machine)).unwrap();
    let books = store::books(reader.db()).unwrap();
    for (name, from) in [("one month", "2026-11-01"), ("whole history", "2020-01-01")] {
        let read = Instant::now();
        let facts = facts::load(reader.db(), from, "2026-11-30").unwrap();
        let read = read.elapsed().as_secs_f64();
        let lines = facts.steps.len();
        let rounds = (2_000_000 / lines.max(1)).clamp(3, 500);
        let mut times: Vec<f64> = (0..rounds).map(|_| once(&facts, &books)).collect();
        times.sort_by(f64::total_cmp);
        let median = lines as f64 / times[times.len() / 2];
        let with_reading = lines as f64 / (times[times.len() / 2] + read);
        println!(
            "{name}: {lines} lines, rated at {median:.0} lines/s ({}), with reading the file once {with_reading:.0} lines/s",
            if median >= WANTED { "as wanted" } else { "TOO SLOW" },
        );
    }
}

/// One rating, in seconds; the sum is looked at so that nothing is left out.
fn once(facts: &Facts, books: &[Book]) -> f64 {
    let begun = Instant::now();
    let mut sum = Fen::ZERO;
    rate::rate(facts, books, |earned| {
        sum = sum.plus(earned.amount()?)?;
        Ok(())
    })
    .unwrap();
    std::hint::black_box(sum);
    begun.elapsed().as_secs_f64()
}
