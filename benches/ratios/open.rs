//! Opening a file: the large demo against a store that was just founded, and the first screen's questions with it.

use std::sync::Arc;

use meigui::checkout::today::Totals;
use meigui::ground::Machine;
use meigui::members::search;
use meigui::shop::Shop;
use meigui::shop::found::Founding;

use crate::Ask;
use crate::times::{Times, compare};

/// Opens both in turn.
pub fn run(ask: &Ask) {
    let large = ask.large();
    let empty = ask.folder.path().join("empty.db");
    drop(Shop::found(&empty, &Founding::new("S01", "国贸店"), Arc::new(Machine)).unwrap());
    let (mut opened, mut bare) = (Times::default(), Times::default());
    let (mut shown, mut shown_bare) = (Times::default(), Times::default());
    for _ in 0..ask.rounds.min(200) {
        for (path, open, show) in [(&large, &mut opened, &mut shown), (&empty, &mut bare, &mut shown_bare)] {
            let shop = open.round(|| Shop::open(path, Arc::new(Machine)).unwrap());
            show.round(|| {
                let today: Totals = serde_json::from_str("{}").unwrap();
                shop.ask(&today).unwrap();
                search::recent(shop.db(), 20).unwrap().len()
            });
        }
    }
    compare("open, large / empty", &opened, &bare, 3.0);
    compare("today's totals and recent members", &shown, &shown_bare, 3.0);
}
