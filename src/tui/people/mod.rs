//! Members at headquarters (tab 2 of its file): found over all stores as you type; while the box is empty, who roams between
//! stores and what may be granted for their next visit. Enter looks into the store with her file.

#[cfg(test)]
mod tests;
mod view;

use crate::chain::grant::{GrantIs, GrantPart};
use crate::chain::moving::{MemberMoves, MoveMember};
use crate::chain::people::{ChainHit, ChainMembers};
use crate::chain::roam::{Roamer, Roamers};
use crate::ground::{Fen, wide};
use crate::parts::PartKind;
use crate::parts::code_rules::grant_shown;
use crate::shop::{Area, Role as Rights};
use crate::t;
use crate::tui::app::visit::Visit;
use crate::tui::forms::{Field, Form};
use crate::tui::frame::listing::SLOW_AFTER_MS;
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::line::{Line, Takes};
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET, done};
use crate::tui::parts::{Around, Go, Guest, Step, complain, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const HITS: &str = "people-hits";
const ROAM: &str = "people-roam";
const LIST: &str = "people";
const ROAMING: &str = "people-roamers";

/// The screen.
pub struct People {
    line: Line,
    hits: Listing<ChainHit>,
    roamers: Listing<Roamer>,
    turn: u64,
    as_of: String,
    sheet: Option<Box<Sheet>>,
}

impl Default for People {
    fn default() -> Self {
        Self {
            line: Line::new(Takes::Narrow),
            hits: Listing::default(),
            roamers: Listing::default(),
            turn: 0,
            as_of: String::new(),
            sheet: None,
        }
    }
}

impl People {
    fn ask(&mut self) -> Vec<Step> {
        self.turn += 1;
        if self.line.is_empty() {
            let wish = Wish::search(ROAM, self.turn, Roamers::default());
            return vec![Step::Wish(wish.slow()), Step::Wake(ROAM, SLOW_AFTER_MS)];
        }
        let query = ChainMembers { text: self.line.text().to_owned(), store: None, limit: None };
        vec![Step::Wish(Wish::search(HITS, self.turn, query)), Step::Wake(HITS, SLOW_AFTER_MS)]
    }

    /// The store and number of the selected file, and her name.
    fn chosen(&self) -> Option<(String, String, String)> {
        if self.line.is_empty() {
            let one = self.roamers.selected()?;
            return Some((one.home.clone(), one.member.clone(), one.name.clone()));
        }
        let one = self.hits.selected()?;
        Some((one.store.clone(), one.hit.member.clone(), one.hit.name.clone()))
    }

    /// Looks into the store where the selected file lies: whoever may see what a store earns.
    fn enter(&self, around: &Around) -> Vec<Step> {
        if around.role < Rights::Manager {
            return vec![complain(words::text(around.lang, "people.managers"))];
        }
        self.chosen()
            .map(|(store, member, _)| {
                vec![Step::Go(Go::Store(Visit { store, tab: 2, member: Some(member) }))]
            })
            .unwrap_or_default()
    }

    /// Moves the selected member to another store for good.
    fn move_sheet(&mut self, around: &Around) -> Vec<Step> {
        let Some((home, member, name)) = self.chosen() else { return Vec::new() };
        let lang = around.lang;
        let fields = vec![
            Field::line("to", "people.to", Takes::Narrow),
            Field::line("guest", "people.guest", Takes::Narrow),
        ];
        let said = t!(lang, "people.move_note", name = name, member = member, home = home);
        let make = move |form: &Form, envelope| {
            let guest = form.value("guest").trim().to_owned();
            let verb = MoveMember {
                home: home.clone(),
                member: member.clone(),
                to: form.value("to").trim().to_ascii_uppercase(),
                guest: (!guest.is_empty()).then_some(guest),
            };
            Ok(Wish::act(SHEET, envelope, verb))
        };
        let title = words::text(lang, "people.move_title");
        let sheet = Sheet::new(around, title, fields, make, |reply, lang| {
            let moves = reply.read::<MemberMoves>()?;
            let told = t!(lang, "people.moved", member = moves.member, to = moves.to, grants = moves.grants);
            Ok(done(told))
        });
        self.sheet = Some(Box::new(sheet.note(said, Role::Text)));
        Vec::new()
    }

    /// Grants what is suggested for whoever roams, or any amount of anybody's who was found.
    fn grant_sheet(&mut self, around: &Around) -> Vec<Step> {
        let Some((home, member, name)) = self.chosen() else { return Vec::new() };
        let lang = around.lang;
        let roamer = self.roamers.selected().cloned().filter(|_| self.line.is_empty());
        let suggested = roamer.as_ref().map(|roamer| roamer.suggested).filter(|amount| amount.is_positive());
        let suggested = suggested.map(|amount| amount.to_string()).unwrap_or_default();
        let mut fields = vec![
            Field::line("amount", "people.amount", Takes::Amount).with(&suggested),
            Field::line("days", "people.days", Takes::Digits).with(&crate::chain::grant::DAYS.to_string()),
        ];
        let at_home = match &roamer {
            Some(roamer) => roamer.at_home,
            None => self.hits.selected().map_or(Fen::ZERO, |hit| Fen(hit.held.0 - hit.foreign.0)),
        };
        let serving = roamer.as_ref().map(|roamer| roamer.serving.clone()).unwrap_or_default();
        if roamer.is_none() {
            fields.insert(0, Field::line("serving", "people.to", Takes::Narrow));
        }
        let at_home = at_home.grouped();
        let said =
            t!(lang, "people.grant_note", name = name, home = home, serving = serving, at_home = at_home);
        let make = move |form: &Form, envelope| {
            let amount = form.value("amount").trim().parse::<Fen>().map_err(|no| ("amount", no))?;
            let typed = || form.value("serving").trim().to_ascii_uppercase();
            let verb = GrantPart {
                home: home.clone(),
                member: member.clone(),
                serving: roamer.as_ref().map_or_else(typed, |roamer| roamer.serving.clone()),
                guest: roamer.as_ref().map(|roamer| roamer.guest.clone()),
                kind: PartKind::StoredValue,
                amount: Some(amount),
                count: None,
                card: None,
                item: None,
                days: form.value("days").trim().parse().ok(),
            };
            Ok(Wish::act(SHEET, envelope, verb))
        };
        let title = words::text(lang, "people.grant_title");
        let sheet = Sheet::new(around, title, fields, make, |reply, lang| {
            let grant = reply.read::<GrantIs>()?;
            let amount = Fen(grant.amount).grouped();
            let (no, serving) = (grant_shown(grant.no), grant.serving);
            Ok(done(t!(lang, "people.granted", no = no, amount = amount, serving = serving)))
        });
        self.sheet = Some(Box::new(sheet.note(said, Role::Text)));
        Vec::new()
    }

    fn turned(&mut self, turned: Turned) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(mut steps) => {
                self.sheet = None;
                steps.extend(self.ask());
                steps
            }
        }
    }

    fn travel(&mut self, key: Key) -> bool {
        if self.line.is_empty() { self.roamers.travel(key) } else { self.hits.travel(key) }
    }
}

impl Guest for People {
    fn title(&self) -> &'static str {
        "key.tab_2"
    }

    fn shown(&mut self, _: &Around) -> Vec<Step> {
        self.ask()
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned);
        }
        let empty = self.line.is_empty();
        match key {
            Key::Enter => return self.enter(around),
            Key::F(4) => return self.move_sheet(around),
            Key::F(5) => return self.grant_sheet(around),
            Key::Up | Key::Down | Key::PageUp | Key::PageDown => {
                self.travel(key);
            }
            Key::Char(ch) if empty && matches!(wide::narrow_char(ch), ':' | '?') => {
                let fixed = if wide::narrow_char(ch) == ':' { Fixed::Palette } else { Fixed::Help };
                return vec![Step::Press(fixed)];
            }
            Key::Char(ch) if empty && wide::narrow_char(ch) == '+' => return self.grant_sheet(around),
            Key::Esc if empty => return vec![Step::Go(Go::Tab(1))],
            Key::Esc => {
                self.line.clear();
                return self.ask();
            }
            other => {
                let before = self.line.text().to_owned();
                if self.line.press(other) && before != self.line.text() {
                    self.hits.select(0);
                    return self.ask();
                }
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.what == SHEET {
            let Some(sheet) = &mut self.sheet else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned);
        }
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        if reply.tag.what == ROAM {
            match reply.read::<Vec<Roamer>>() {
                Ok(found) => self.roamers.answer(found, at),
                Err(stop) => self.roamers.fail(why(around.lang, &stop)),
            }
            self.as_of = self.roamers.as_of(around.lang, &around.zone);
        } else {
            match reply.read::<Vec<ChainHit>>() {
                Ok(found) => self.hits.answer(found, at),
                Err(stop) => self.hits.fail(why(around.lang, &stop)),
            }
            self.as_of = self.hits.as_of(around.lang, &around.zone);
        }
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], _: &Around) -> Vec<Step> {
        let mine = areas.contains(&Area::Ledger) || areas.contains(&Area::Imports);
        if self.sheet.is_none() && mine { self.ask() } else { Vec::new() }
    }

    fn wake(&mut self, tag: &'static str, _: &Around) -> Vec<Step> {
        match tag {
            HITS => self.hits.is_late(),
            ROAM => self.roamers.is_late(),
            _ => {}
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str, _: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            sheet.paste(text);
            return Vec::new();
        }
        self.line.paste(text);
        self.ask()
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if self.sheet.is_none() {
            match list {
                LIST => self.hits.select(row),
                ROAMING => self.roamers.select(row),
                _ => {}
            }
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
        if let Some(sheet) = &self.sheet {
            sheet.draw(pen);
        }
    }

    fn sheet(&mut self) -> Option<&mut Sheet> {
        self.sheet.as_deref_mut()
    }

    fn is_typing(&self) -> bool {
        // `0` and a digit go to a tab while nothing is typed.
        self.sheet.is_some() || !self.line.is_empty()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        matches!(fixed, Fixed::Member | Fixed::TopUp)
            || self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        let mut keys = vec![(Key::Enter, "board.key.into"), (Key::Down, "members.key.choose")];
        if self.chosen().is_some() {
            keys.insert(1, (Key::F(5), "people.key.grant"));
            keys.insert(2, (Key::F(4), "people.key.move"));
        }
        keys.push((Key::Esc, "key.back"));
        hints(lang, &keys)
    }
}
