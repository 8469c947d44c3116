//! Member insight on the screen (会员洞察): states, the way of newcomers, and who is about to be lost, each with the reasons;
//! at headquarters over all stores, or one by a key.

#[cfg(test)]
mod tests;
mod view;

use crate::chain::insight::{ChainInsight, ChainInsightIs, StoreSeen};
use crate::insight::salon::{Insight, InsightIs, MemberIs};
use crate::shop::Area;
use crate::tui::app::visit::Visit;
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::parts::{Around, Go, Guest, Step, hints, next_store, why};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

const WHAT: &str = "insight";
const LIST: &str = "insight-list";
/// The spans of newcomers that a key goes through, in days.
const SPANS: [i64; 3] = [90, 365, 30];

/// The screen.
#[derive(Default)]
pub struct InsightScreen {
    hq: bool,
    is: Option<InsightIs>,
    list: Listing<MemberIs>,
    /// The stores of the chain, at headquarters.
    stores: Vec<StoreSeen>,
    /// The one that is looked at alone.
    only: Option<String>,
    span: usize,
    turn: u64,
}

impl InsightScreen {
    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.hq = around.context.hq;
        let insight = Insight { days: SPANS.get(self.span).copied(), rows: None };
        let wish = if self.hq {
            let stores = self.only.iter().cloned().collect();
            Wish::search(WHAT, self.turn, ChainInsight { insight, stores })
        } else {
            Wish::search(WHAT, self.turn, insight)
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

    /// The file of the selected member, at her store.
    fn open(&self) -> Vec<Step> {
        let Some(member) = self.list.selected() else { return Vec::new() };
        let (store, number) = (member.store.clone(), member.number.clone());
        vec![Step::Go(if self.hq {
            Go::Store(Visit { store, tab: 2, member: Some(number) })
        } else {
            Go::Member(number)
        })]
    }

    fn read(&mut self, reply: Reply) -> crate::shop::Answer<InsightIs> {
        if !self.hq {
            return reply.read::<InsightIs>();
        }
        let is = reply.read::<ChainInsightIs>()?;
        if self.only.is_none() {
            self.stores = is.stores;
        }
        Ok(is.insight)
    }
}

impl Guest for InsightScreen {
    fn title(&self) -> &'static str {
        "insight.title"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match key.plain() {
            Key::Esc | Key::Backspace => vec![Step::Close(None)],
            Key::Char('+' | 'd') => {
                self.span = (self.span + 1) % SPANS.len();
                self.ask(around)
            }
            Key::Char('/' | 's') => self.next_store(around),
            Key::Enter => self.open(),
            other => {
                self.list.travel(other);
                Vec::new()
            }
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match self.read(reply) {
            Ok(is) => {
                self.list.answer(is.leaving.clone(), at);
                self.is = Some(is);
            }
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Bills) || areas.contains(&Area::Members) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST {
            self.list.select(row);
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let mut keys = vec![
            (Key::Enter, "insight.key.file"),
            (Key::Down, "members.key.choose"),
            (Key::Char('+'), "insight.key.days"),
        ];
        if self.hq {
            keys.push((Key::Char('/'), "insight.key.store"));
        }
        keys.push((Key::Esc, "insight.key.back"));
        hints(lang, &keys)
    }
}
