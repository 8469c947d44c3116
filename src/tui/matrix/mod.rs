//! The matrix of stores (tab 4 at headquarters): who owes whom, down to the bill and the rule that rated it, and the steps
//! by which a month is settled.

mod sheets;
#[cfg(test)]
mod tests;
mod view;

pub(in crate::tui) use view::short;

use crate::chain::received::Inbox;
use crate::ground::Month;
use crate::settlement::book::ClearingRules;
use crate::settlement::clearing_rules::Clearing;
use crate::settlement::events::Event;
use crate::settlement::matrix::{CrossEvents, MatrixIs, MatrixOf, Pair};
use crate::shop::Area;
use crate::tui::frame::{Hint, Listing, Pen, Phase};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Go, Guest, Step, complain, hints, say, why};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

const WHAT: &str = "matrix";
const EVENTS: &str = "matrix-events";
const WRITTEN: &str = "matrix-written";
const LIST: &str = "matrix-list";

/// The rules of the versions that rated a pair's events.
type Books = Vec<(i64, Vec<Clearing>)>;

/// The screen.
#[derive(Default)]
pub struct MatrixScreen {
    month: Option<Month>,
    is: Option<MatrixIs>,
    /// The row (who gets) and the column (who owes) that is looked at.
    cell: (usize, usize),
    events: Listing<Event>,
    books: Books,
    /// Whether the keys move in the list of events.
    below: bool,
    /// Whether each pair is netted alone, in place of all at once.
    by_pair: bool,
    /// Stores whose month is not there, at headquarters.
    missing: Vec<String>,
    turn: u64,
    failed: Option<String>,
    sheet: Option<Box<Sheet>>,
}

impl MatrixScreen {
    fn month(&mut self, around: &Around) -> Month {
        *self.month.get_or_insert_with(|| Month::of(around.today()).before())
    }

    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        let month = self.month(around).name();
        let wish = Wish::look(WHAT, move |source| {
            let is = source.ask(&MatrixOf { month: Some(month.clone()) })?;
            // Only headquarters knows whose month is not there.
            let missing = source.ask(&Inbox { month: Some(month) }).map(|inbox| inbox.missing);
            Ok((is, missing.unwrap_or_default()))
        });
        vec![Step::Wish(wish.turn(self.turn).latest().slow())]
    }

    fn pair(&self) -> Option<(&str, &str)> {
        let is = self.is.as_ref()?;
        let (serving, home) = (is.positions.get(self.cell.0)?, is.positions.get(self.cell.1)?);
        (serving.store != home.store).then_some((home.store.as_str(), serving.store.as_str()))
    }

    fn found(&self) -> Option<&Pair> {
        let (home, serving) = self.pair()?;
        self.is.as_ref()?.pairs.iter().find(|pair| pair.home == home && pair.serving == serving)
    }

    /// The events of the cell that is looked at, and the books that rated them.
    fn ask_events(&mut self, around: &Around) -> Vec<Step> {
        self.events = Listing::default();
        self.books.clear();
        let Some((home, serving)) = self.pair().map(|(home, serving)| (home.to_owned(), serving.to_owned()))
        else {
            self.events = Listing::ready(Vec::new(), around.now);
            return Vec::new();
        };
        self.turn += 1;
        let month = self.month(around).name();
        let wish = Wish::look(EVENTS, move |source| {
            let events = source.ask(&CrossEvents { month: Some(month), home, serving })?;
            let mut versions: Vec<i64> = events.iter().map(|event| event.version).collect();
            versions.sort_unstable();
            versions.dedup();
            let mut books: Books = Vec::new();
            for version in versions {
                let book = source.ask(&ClearingRules { day: None, version: Some(version) })?;
                books.push((version, book.clearing));
            }
            Ok((events, books))
        });
        vec![Step::Wish(wish.turn(self.turn).latest().slow())]
    }

    fn turn_month(&mut self, to: Month, around: &Around) -> Vec<Step> {
        if to.first > around.today() {
            return Vec::new();
        }
        self.month = Some(to);
        self.below = false;
        self.ask(around)
    }

    fn step(&mut self, rows: isize, columns: isize, around: &Around) -> Vec<Step> {
        let last = self.is.as_ref().map_or(0, |is| is.positions.len().saturating_sub(1));
        let before = self.cell;
        self.cell.0 = self.cell.0.saturating_add_signed(rows).min(last);
        self.cell.1 = self.cell.1.saturating_add_signed(columns).min(last);
        if before == self.cell { Vec::new() } else { self.ask_events(around) }
    }

    fn go_below(&mut self, around: &Around) -> Vec<Step> {
        if self.events.is_empty() {
            return vec![complain(crate::words::text(around.lang, "matrix.no_events"))];
        }
        self.below = true;
        Vec::new()
    }

    fn turned(&mut self, turned: Turned, around: &Around) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(mut steps) => {
                self.sheet = None;
                steps.extend(self.ask(around));
                steps
            }
        }
    }

    fn press_below(&mut self, key: Key) -> Vec<Step> {
        match key {
            Key::Esc | Key::Backspace => self.below = false,
            other => {
                self.events.travel(other);
            }
        }
        Vec::new()
    }

    /// Begins at a pair that owes something, so that the lower half is not empty.
    fn find_cell(&mut self) {
        let Some(is) = &self.is else { return };
        if self.found().is_some() {
            return;
        }
        let place = |store: &str| is.positions.iter().position(|position| position.store == store);
        let most = is.pairs.iter().max_by_key(|pair| pair.owed);
        if let Some((serving, home)) = most.and_then(|pair| Some((place(&pair.serving)?, place(&pair.home)?)))
        {
            self.cell = (serving, home);
        } else if is.positions.len() > 1 && self.cell.0 == self.cell.1 {
            // Nothing is owed: at least not on a store against itself.
            self.cell = (0, 1);
        }
    }
}

impl Guest for MatrixScreen {
    fn title(&self) -> &'static str {
        "key.tab_4"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, around);
        }
        let month = self.month(around);
        let key = key.plain();
        match key {
            Key::PageUp | Key::Char('[') => self.turn_month(month.before(), around),
            Key::PageDown | Key::Char(']') => self.turn_month(month.after(), around),
            Key::F(8) | Key::Char('c' | '*') => self.settle(around),
            Key::Char('x' | '+') => self.write(around),
            Key::Char('v' | '-') => {
                self.by_pair = !self.by_pair;
                Vec::new()
            }
            Key::Char('r' | '/') => vec![Step::Go(Go::Door("clearing.title"))],
            other if self.below => self.press_below(other),
            Key::Esc => vec![Step::Go(Go::Tab(1))],
            Key::Up => self.step(-1, 0, around),
            Key::Down => self.step(1, 0, around),
            Key::Left => self.step(0, -1, around),
            Key::Right => self.step(0, 1, around),
            Key::Enter => self.go_below(around),
            _ => Vec::new(),
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.what == SHEET {
            let Some(sheet) = &mut self.sheet else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned, around);
        }
        if reply.tag.what == WRITTEN {
            return vec![match reply.read::<String>() {
                Ok(told) => say(told),
                Err(stop) => complain(why(around.lang, &stop)),
            }];
        }
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        if reply.tag.what == EVENTS {
            match reply.read::<(Vec<Event>, Books)>() {
                Ok((events, books)) => {
                    self.events.answer(events, at);
                    self.books = books;
                }
                Err(stop) => self.events.fail(why(around.lang, &stop)),
            }
            return Vec::new();
        }
        match reply.read::<(MatrixIs, Vec<String>)>() {
            Ok((is, missing)) => {
                self.missing = missing;
                self.failed = None;
                self.is = Some(is);
                self.find_cell();
                self.ask_events(around)
            }
            Err(stop) => {
                self.failed = Some(why(around.lang, &stop));
                Vec::new()
            }
        }
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        let mine = areas.contains(&Area::Ledger) || areas.contains(&Area::Settings);
        if self.sheet.is_none() && mine { self.ask(around) } else { Vec::new() }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.sheet.is_none() {
            self.below = true;
            self.events.select(row);
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
        self.sheet.is_some()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        matches!(fixed, Fixed::Settle) || self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        let first =
            if self.below { (Key::Down, "members.key.choose") } else { (Key::Enter, "matrix.key.events") };
        let step = self.next_step().map_or("matrix.key.settled", |step| step.1);
        hints(
            lang,
            &[
                first,
                (Key::Char('-'), "matrix.key.net"),
                (Key::Char('+'), "matrix.key.statement"),
                (Key::F(8), step),
                (Key::Char('/'), "clearing.title"),
                (Key::PageUp, "earned.month_before"),
                (Key::PageDown, "earned.month_after"),
            ],
        )
    }
}

impl MatrixScreen {
    fn phase_is_ready(&self) -> bool {
        matches!(self.events.phase, Phase::Ready(_))
    }
}
