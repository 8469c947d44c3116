//! The cockpit (tab 5): how the salon stands on one page; at headquarters all stores, or one by a key.

#[cfg(test)]
mod tests;
mod view;

use crate::chain::cockpit::{ChainCockpit, ChainCockpitIs};
use crate::chain::insight::StoreSeen;
use crate::cockpit::page::{Cockpit, CockpitIs, SPANS};
use crate::ground::Instant;
use crate::shop::{Answer, Area};
use crate::tui::frame::{Hint, Pen};
use crate::tui::input::Key;
use crate::tui::parts::{Around, Go, Guest, Step, hints, next_store, why};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

const WHAT: &str = "cockpit";

/// The screen.
#[derive(Default)]
pub struct CockpitScreen {
    hq: bool,
    is: Option<CockpitIs>,
    /// When it was read.
    at: Option<Instant>,
    /// The stores of the chain, at headquarters.
    stores: Vec<StoreSeen>,
    /// The one that is looked at alone.
    only: Option<String>,
    span: usize,
    turn: u64,
    failed: Option<String>,
}

impl CockpitScreen {
    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.hq = around.context.hq;
        let cockpit = Cockpit { days: SPANS.get(self.span).copied() };
        let wish = if self.hq {
            let stores = self.only.iter().cloned().collect();
            Wish::search(WHAT, self.turn, ChainCockpit { cockpit, stores })
        } else {
            Wish::search(WHAT, self.turn, cockpit)
        };
        vec![Step::Wish(wish.latest().slow())]
    }

    /// The next store alone, and all of them again after the last.
    fn next_store(&mut self, around: &Around) -> Vec<Step> {
        if !self.hq {
            return Vec::new();
        }
        self.only = next_store(self.only.as_ref(), self.stores.iter().map(|store| &store.code));
        self.ask(around)
    }

    fn read(&mut self, reply: Reply) -> Answer<CockpitIs> {
        if !self.hq {
            return reply.read::<CockpitIs>();
        }
        let is = reply.read::<ChainCockpitIs>()?;
        if self.only.is_none() {
            self.stores = is.stores;
        }
        Ok(is.cockpit)
    }
}

impl Guest for CockpitScreen {
    fn title(&self) -> &'static str {
        "key.tab_5"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match key.plain() {
            Key::Esc => vec![Step::Go(Go::Tab(1))],
            Key::Char('+' | 'd') => {
                self.span = (self.span + 1) % SPANS.len();
                self.ask(around)
            }
            Key::Char('/' | 's') => self.next_store(around),
            Key::Enter => vec![Step::Go(Go::Door("insight.title"))],
            _ => Vec::new(),
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match self.read(reply) {
            Ok(is) => {
                self.at = Some(at);
                self.failed = None;
                self.is = Some(is);
            }
            Err(stop) => self.failed = Some(why(around.lang, &stop)),
        }
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Ledger) || areas.contains(&Area::Bills) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn row(&mut self, _: &'static str, _: usize, _: &Around) -> Vec<Step> {
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let mut keys = vec![(Key::Enter, "insight.key.leaving"), (Key::Char('+'), "cockpit.key.span")];
        if self.hq {
            keys.push((Key::Char('/'), "insight.key.store"));
        }
        hints(lang, &keys)
    }
}
