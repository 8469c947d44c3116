//! The cockpit (tab 5): how the salon stands on one page, and who is behind an alert; at headquarters all stores, or one by
//! a key.

mod behind;
#[cfg(test)]
mod tests;
mod view;

use self::behind::BehindList;
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
/// From so many milliseconds on a page that is still being read says so.
const LATE: (&str, u64) = ("cockpit-late", 200);
const ALERTS: &str = "cockpit-alerts";

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
    /// The alert that Enter opens.
    alert: usize,
    /// Who is behind it, once it was opened.
    behind: Option<BehindList>,
    turn: u64,
    late: bool,
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
        self.late = false;
        vec![Step::Wish(wish.latest().slow()), Step::Wake(LATE.0, LATE.1)]
    }

    /// Moves the mark among the alerts.
    fn choose(&mut self, down: bool) {
        let last = self.is.as_ref().map_or(0, |is| is.alerts.len()).saturating_sub(1);
        self.alert = if down { (self.alert + 1).min(last) } else { self.alert.saturating_sub(1) };
    }

    /// Opens the marked alert.
    fn open(&mut self) -> Vec<Step> {
        let Some(alert) = self.is.as_ref().and_then(|is| is.alerts.get(self.alert)) else {
            return Vec::new();
        };
        self.turn += 1;
        let list = BehindList::new(&alert.code, self.hq.then(|| self.only.clone()));
        let wish = list.ask(self.turn);
        self.behind = Some(list);
        vec![Step::Wish(wish), Step::Wake(LATE.0, LATE.1)]
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
        let Some(list) = &self.behind else { return self.ask(around) };
        self.turn += 1;
        vec![Step::Wish(list.ask(self.turn))]
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(list) = &mut self.behind {
            return match key.plain() {
                Key::Esc | Key::Backspace => {
                    self.behind = None;
                    self.ask(around)
                }
                Key::Enter => list.file(),
                other => {
                    list.rows.travel(other);
                    Vec::new()
                }
            };
        }
        match key.plain() {
            Key::Esc => vec![Step::Go(Go::Tab(1))],
            key @ (Key::Down | Key::Up) => {
                self.choose(key == Key::Down);
                Vec::new()
            }
            Key::Char('+' | 'd') => {
                self.span = (self.span + 1) % SPANS.len();
                self.ask(around)
            }
            Key::Char('/' | 's') => self.next_store(around),
            Key::Enter => self.open(),
            Key::Char('*' | 'i') => vec![Step::Go(Go::Door("insight.title"))],
            _ => Vec::new(),
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        if let Some(list) = &mut self.behind {
            list.hear(reply, around.lang);
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
        if self.behind.is_none() && (areas.contains(&Area::Ledger) || areas.contains(&Area::Bills)) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn wake(&mut self, tag: &'static str, _: &Around) -> Vec<Step> {
        if tag == LATE.0 {
            self.late = true;
            if let Some(list) = &mut self.behind {
                list.rows.is_late();
            }
        }
        Vec::new()
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        match (list, &mut self.behind) {
            (ALERTS, None) => {
                self.alert = row;
                return self.open();
            }
            (behind::LIST, Some(list)) => list.rows.select(row),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        match &self.behind {
            Some(list) => list.draw(pen),
            None => view::draw(self, pen),
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.behind.is_some() {
            let keys = [
                (Key::Enter, "insight.key.file"),
                (Key::Down, "members.key.choose"),
                (Key::Esc, "insight.key.back"),
            ];
            return hints(lang, &keys);
        }
        let mut keys = vec![
            (Key::Enter, "cockpit.key.open"),
            (Key::Down, "members.key.choose"),
            (Key::Char('*'), "insight.key.leaving"),
            (Key::Char('+'), "cockpit.key.span"),
        ];
        if self.hq {
            keys.push((Key::Char('/'), "insight.key.store"));
        }
        hints(lang, &keys)
    }
}
