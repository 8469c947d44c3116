//! Headquarters (tab 1 of its file): what each store sent, what is missing, what has to be talked about, and taking what
//! came. It can be stopped at any moment; what was taken until then stays.

mod sheets;
#[cfg(test)]
mod tests;
mod view;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use crate::chain::cross::{CrossCheck, Crossed};
use crate::chain::desk::{self, Consolidated};
use crate::chain::issue::PackWritten;
use crate::chain::received::{Inbox, InboxIs, Received};
use crate::chain::told::{conflict_said, crossed_said};
use crate::exchange::watch::Watch;
use crate::ground::Month;
use crate::shop::{Area, Role as Rights};
use crate::t;
use crate::tui::app::visit::Visit;
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Go, Guest, Step, complain, hints, say, why};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

const WHAT: &str = "hq-inbox";
const TAKEN: &str = "hq-taken";
const PACKED: &str = "hq-packed";
const WRITTEN: &str = "hq-written";
const TICK: &str = "hq-tick";
const LIST: &str = "hq-list";
/// How often the progress is drawn, in milliseconds.
const TICK_MS: u64 = 200;

/// A row of the list: a store with the file that brought its newest, or a file of nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub store: String,
    pub name: String,
    pub file: String,
    pub version: i64,
    pub bills: i64,
    pub taken: crate::ground::Fen,
    pub last_day: String,
    pub state: State,
}

/// How a store stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Its month is there.
    There,
    /// Something is there, but not the month.
    Behind,
    /// Nothing is.
    Missing,
    /// It closed for good.
    Closed,
    /// A file of it is refused or waits.
    Conflict(Box<Received>),
}

/// The screen.
#[derive(Default)]
pub struct HqScreen {
    month: Option<Month>,
    is: Option<InboxIs>,
    list: Listing<Line>,
    /// What has to be talked about: a line and what to do, a file or something across stores.
    conflicts: Listing<Vec<String>>,
    crossed: Vec<Crossed>,
    /// Whether the keys move among the conflicts.
    below: bool,
    running: Option<Watch>,
    done: Option<Consolidated>,
    turn: u64,
    sheet: Option<Box<Sheet>>,
    /// What a sheet chose to take.
    chosen: Rc<RefCell<Option<PathBuf>>>,
}

impl HqScreen {
    fn month(&mut self, around: &Around) -> Month {
        *self.month.get_or_insert_with(|| Month::of(around.today()).before())
    }

    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        let month = self.month(around).name();
        let wish = Wish::look(WHAT, move |source| {
            Ok((source.ask(&Inbox { month: Some(month) })?, source.ask(&CrossCheck {})?))
        });
        vec![Step::Wish(wish.turn(self.turn).latest().slow())]
    }

    fn turn_month(&mut self, to: Month, around: &Around) -> Vec<Step> {
        if to.first > around.today() {
            return Vec::new();
        }
        self.month = Some(to);
        self.ask(around)
    }

    /// Takes files or folders; the writer does it, the screen tells how far it is.
    fn take(&mut self, paths: Vec<PathBuf>, around: &Around) -> Vec<Step> {
        if self.running.is_some() {
            return Vec::new();
        }
        let watch = Watch::default();
        self.running = Some(watch.clone());
        self.done = None;
        let envelope = around.envelope();
        let wish = Wish::change(TAKEN, move |shop| desk::take(shop, &envelope, &paths, &watch));
        vec![Step::Wish(wish), Step::Wake(TICK, TICK_MS)]
    }

    /// Looks into the copy of the selected store.
    fn look_into(&self, around: &Around) -> Vec<Step> {
        if around.role < Rights::Manager {
            return vec![complain(crate::words::text(around.lang, "people.managers"))];
        }
        let Some(line) = self.list.selected() else { return Vec::new() };
        if line.last_day.is_empty() {
            return vec![complain(crate::words::text(around.lang, "what.no_copy"))];
        }
        vec![Step::Go(Go::Store(Visit { store: line.store.clone(), tab: 4, member: None }))]
    }

    /// Whether the keys are at two lives of a store. What files are to blame for comes first in the list.
    fn on_fork(&self) -> bool {
        let Some(number) = self.conflicts.selected_number().filter(|_| self.below) else { return false };
        self.is.as_ref().and_then(|is| is.conflicts.get(number)).is_some_and(|file| file.what == "fork")
    }

    fn turned(&mut self, turned: Turned, around: &Around) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(mut steps) => {
                self.sheet = None;
                let chosen = self.chosen.borrow_mut().take();
                match chosen {
                    Some(path) => steps.extend(self.take(vec![path], around)),
                    None => steps.extend(self.ask(around)),
                }
                steps
            }
        }
    }

    fn answer(&mut self, lang: Lang, (is, crossed): (InboxIs, Vec<Crossed>), at: crate::ground::Instant) {
        let mut lines = Vec::new();
        for store in &is.stores {
            let mut conflicts = is.conflicts.iter().filter(|file| file.store == store.code);
            // A file that was no good takes nothing away from a month that is there; two lives of the store do.
            let conflict = conflicts.find(|file| !store.closed || file.what == "fork").cloned();
            let state = match conflict {
                Some(file) => State::Conflict(Box::new(file)),
                None if store.closed => State::There,
                None if !store.open => State::Closed,
                None if store.last > 0 => State::Behind,
                None => State::Missing,
            };
            lines.push(Line {
                store: store.code.clone(),
                name: store.name.clone(),
                file: store.file.clone(),
                version: store.version,
                bills: store.bills,
                taken: store.taken,
                last_day: store.last_day.clone(),
                state,
            });
        }
        self.list.answer(lines, at);
        let said = is.conflicts.iter().map(|file| conflict_said(lang, file));
        let said = said.chain(crossed.iter().map(|crossed| crossed_said(lang, crossed)));
        self.conflicts.answer(said.collect(), at);
        self.crossed = crossed;
        if self.conflicts.is_empty() {
            self.below = false;
        }
        self.is = Some(is);
    }

    fn taken(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        self.running = None;
        match reply.read::<Consolidated>() {
            Ok(done) => {
                let merged = done.files.iter().filter(|file| file.state == "merged").count();
                let told = t!(
                    around.lang,
                    "hq.taken_told",
                    files = done.files.len(),
                    merged = merged,
                    events = done.events
                );
                self.done = Some(done);
                let mut steps = self.ask(around);
                steps.push(say(told));
                steps
            }
            Err(stop) => vec![complain(why(around.lang, &stop))],
        }
    }
}

impl Guest for HqScreen {
    fn title(&self) -> &'static str {
        "hq.title"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, around);
        }
        if let (Key::Esc, Some(watch)) = (key.plain(), &self.running) {
            watch.stop();
            return vec![say(crate::words::text(around.lang, "hq.stopping"))];
        }
        let month = self.month(around);
        match key.plain() {
            Key::Char('g' | '+') if self.on_fork() => self.fork_sheet(around),
            Key::Char('i' | 'g' | '+') => self.take_sheet(around),
            Key::Char('p' | '*') => self.pack_sheet(around),
            Key::Char('a' | '-') => self.admit_sheet(around),
            Key::Char('e' | '.') => self.list_sheet(around),
            Key::Char('v' | '5') => self.look_into(around),
            Key::F(9) | Key::Char('x') => self.report_sheet(around),
            Key::Char('r' | '/') => vec![Step::Go(Go::Door("clearing.title"))],
            Key::Left | Key::PageUp | Key::Char('[') => self.turn_month(month.before(), around),
            Key::Right | Key::PageDown | Key::Char(']') => self.turn_month(month.after(), around),
            Key::Enter => {
                self.below = !self.below && !self.conflicts.is_empty();
                Vec::new()
            }
            Key::Esc => {
                self.below = false;
                Vec::new()
            }
            other => {
                if self.below {
                    self.conflicts.travel(other)
                } else {
                    self.list.travel(other)
                };
                Vec::new()
            }
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        match reply.tag.what {
            SHEET => {
                let Some(sheet) = &mut self.sheet else { return Vec::new() };
                let turned = sheet.hear(reply, around);
                self.turned(turned, around)
            }
            TAKEN => self.taken(reply, around),
            PACKED => vec![match reply.read::<Vec<PackWritten>>() {
                Ok(packs) => {
                    let news = packs.iter().filter(|pack| pack.news).count();
                    say(t!(around.lang, "hq.packed_told", packs = packs.len(), news = news))
                }
                Err(stop) => complain(why(around.lang, &stop)),
            }],
            WRITTEN => vec![match reply.read::<String>() {
                Ok(told) => say(told),
                Err(stop) => complain(why(around.lang, &stop)),
            }],
            _ if reply.tag.turn != self.turn || reply.is_interrupted() => Vec::new(),
            _ => {
                let at = reply.at;
                match reply.read::<(InboxIs, Vec<Crossed>)>() {
                    Ok(is) => self.answer(around.lang, is, at),
                    Err(stop) => self.list.fail(why(around.lang, &stop)),
                }
                Vec::new()
            }
        }
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        let mine = areas.contains(&Area::Imports) || areas.contains(&Area::Settings);
        if self.sheet.is_none() && self.running.is_none() && mine { self.ask(around) } else { Vec::new() }
    }

    fn wake(&mut self, tag: &'static str, _: &Around) -> Vec<Step> {
        if tag == TICK && self.running.is_some() { vec![Step::Wake(TICK, TICK_MS)] } else { Vec::new() }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.sheet.is_none() {
            self.below = false;
            self.list.select(row);
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

    fn busy(&mut self) {
        if let Some(sheet) = self.sheet() {
            sheet.busy();
        }
        self.running = None;
    }

    fn is_typing(&self) -> bool {
        self.sheet.is_some()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        matches!(fixed, Fixed::Output) || self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        if self.running.is_some() {
            return hints(lang, &[(Key::Esc, "hq.key.stop")]);
        }
        if self.below {
            let mut keys = vec![(Key::Down, "members.key.choose"), (Key::Esc, "key.back")];
            if self.on_fork() {
                keys.insert(0, (Key::Char('+'), "hq.key.fork"));
            }
            return hints(lang, &keys);
        }
        hints(
            lang,
            &[
                (Key::Char('+'), "hq.key.take"),
                (Key::Char('*'), "hq.key.pack"),
                (Key::Char('-'), "hq.key.admit"),
                (Key::Char('.'), "hq.key.list"),
                (Key::F(9), "hq.key.report"),
                (Key::Char('5'), "board.key.into"),
                (Key::Enter, "hq.key.conflicts"),
                (Key::Char('/'), "clearing.title"),
                (Key::Left, "earned.month_before"),
                (Key::Right, "earned.month_after"),
            ],
        )
    }
}
