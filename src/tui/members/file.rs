//! One member's file: what they hold, what to mind, and everything that happened.

use chrono::NaiveDate;

use super::actions::Deed;
use super::{actions, events, head, holds};
use crate::checkout::member_view::{Event, MemberView, ShowMember};
use crate::ground::Refused;
use crate::insight::salon::{MemberInsight, MemberIs};
use crate::members::reveal::Revealed;
use crate::shop::Stop;
use crate::tui::frame::{Listing, Pen, Phase, Room, room};
use crate::tui::input::Key;
use crate::tui::parts::{Around, Menu, Step, complain, why};
use crate::tui::theme::Role;
use crate::worker::{Reply, Wish};

/// The name of the question.
pub const WHAT: &str = "members-file";
/// The name of the question what is expected of her.
pub const INSIGHT: &str = "members-insight";
/// How much of the timeline is read.
const EVENTS_MAX: i64 = 500;

/// The keys of the footer.
pub const KEYS: &[(Key, &str)] = &[
    (Key::Enter, "members.key.act"),
    (Key::F(4), "members.key.menu"),
    (Key::F(5), "key.top_up"),
    (Key::F(8), "members.key.sell"),
    (Key::Char('e'), "members.key.edit"),
    (Key::Char('n'), "members.key.note"),
    (Key::Char('/'), "members.key.filter"),
    (Key::Tab, "key.next_pane"),
    (Key::Esc, "key.back"),
];

/// Which pane hears the arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Lots, cards, coupons, debts.
    Holds,
    /// What happened.
    Events,
}

/// What the file made of a key.
pub enum Did {
    /// It asks for something.
    Steps(Vec<Step>),
    /// An action.
    Deed(Deed),
    /// A menu.
    Menu(Menu<Deed>),
    /// Back to the list.
    Leave,
}

/// A member's file on the screen.
#[derive(Debug)]
pub struct File {
    /// Whose.
    pub number: String,
    /// What is known.
    pub view: Option<MemberView>,
    /// What is expected of her; it takes longer and comes after the rest.
    pub insight: Option<MemberIs>,
    /// Phones in full, after they were asked for.
    pub phones: Option<Vec<String>>,
    /// The business day.
    pub today: NaiveDate,
    /// Lots, cards, coupons, debts.
    pub holds: Listing<holds::Held>,
    /// What happened.
    pub events: Listing<Event>,
    /// Which of it is shown.
    pub shown: events::Shown,
    /// Which pane hears the arrows.
    pub focus: Focus,
    zone: crate::ground::Zone,
    /// This store's code and name.
    store: (String, String),
    phase: Phase,
}

impl File {
    /// A file that is asked for.
    pub fn new(number: &str) -> Self {
        Self {
            number: number.to_owned(),
            view: None,
            insight: None,
            phones: None,
            today: NaiveDate::default(),
            holds: Listing::default(),
            events: Listing::default(),
            shown: events::Shown::All,
            focus: Focus::Holds,
            zone: crate::ground::Zone::default(),
            store: (String::new(), String::new()),
            phase: Phase::Asked,
        }
    }

    /// The question.
    pub fn ask(&self) -> Step {
        Step::Wish(Wish::ask(WHAT, ShowMember { member: self.number.clone(), events: Some(EVENTS_MAX) }))
    }

    /// The question what is expected of her: everybody is read for it, so it waits behind what is quick.
    pub fn ask_insight(&self) -> Step {
        let wish = Wish::search(INSIGHT, 0, MemberInsight { member: self.number.clone() });
        Step::Wish(wish.latest().slow())
    }

    /// What is expected of her: where that cannot be said, nothing is.
    pub fn foresee(&mut self, reply: Reply) {
        match reply.read::<MemberIs>() {
            Ok(is) if is.number == self.number => self.insight = Some(is),
            Ok(_) => {}
            Err(stop) => tracing::info!(?stop, "no insight of a member"),
        }
    }

    /// The zone of the times.
    pub fn zone(&self) -> crate::ground::Zone {
        self.zone
    }

    /// A store by its code: this one has a name, another is known by its code alone.
    pub fn store_name<'s>(&'s self, code: &'s str) -> &'s str {
        if self.store.0 == code { &self.store.1 } else { code }
    }

    /// The answer.
    pub fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        (self.today, self.zone) = (around.today(), around.zone);
        self.store = (around.context.code.clone(), around.context.store.clone());
        let at = reply.at;
        match reply.read::<MemberView>() {
            Ok(view) => {
                self.number = view.member.number.clone();
                self.holds.answer(holds::all(&view), at);
                self.events.answer(view.timeline.clone(), at);
                self.show(self.shown);
                self.view = Some(view);
                self.phase = Phase::Ready(at);
                Vec::new()
            }
            // Merged while it was open: hers is the other one now.
            Err(Stop::Refused(Refused::MemberMerged { into, .. })) if into != self.number => {
                self.number = into;
                vec![self.ask()]
            }
            Err(stop) => {
                let words = why(around.lang, &stop);
                self.phase = Phase::Failed(words.clone());
                vec![complain(words)]
            }
        }
    }

    fn show(&mut self, shown: events::Shown) {
        let place = self.events.selected_number();
        self.shown = shown;
        self.events.filter(shown.name(), |event, _| shown.holds(&event.kind).then_some(1));
        self.events.select(place.unwrap_or(0));
    }

    /// The phone in full.
    pub fn reveal(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        match reply.read::<Revealed>() {
            Ok(revealed) => {
                self.phones = Some(revealed.phones);
                Vec::new()
            }
            Err(stop) => vec![complain(why(around.lang, &stop))],
        }
    }

    /// A key.
    pub fn press(&mut self, key: Key, around: &Around) -> Did {
        match key.plain() {
            Key::Esc | Key::Backspace => return Did::Leave,
            Key::Tab | Key::BackTab | Key::Left | Key::Right => self.turn(),
            Key::Up => self.step(-1),
            Key::Down => self.step(1),
            Key::PageUp => self.step(-10),
            Key::PageDown => self.step(10),
            Key::Home => self.step(-9_999),
            Key::End => self.step(9_999),
            Key::Char('f' | '/') => {
                self.show(self.shown.next());
                self.focus = Focus::Events;
            }
            Key::Enter => return self.enter(around),
            Key::F(4) | Key::Char('*') => return self.menu(around),
            Key::F(5) => return Did::Steps(vec![self.top_up()]),
            Key::F(8) => return Did::Deed(Deed::Sell),
            Key::Char('e') => return Did::Deed(Deed::Edit),
            Key::Char('n' | 't') => return Did::Deed(Deed::Notes),
            Key::Char('r') => return Did::Steps(vec![self.ask()]),
            Key::Char('y') => return Did::Deed(Deed::Reveal),
            _ => {}
        }
        Did::Steps(Vec::new())
    }

    fn turn(&mut self) {
        self.focus = match self.focus {
            Focus::Holds => Focus::Events,
            Focus::Events => Focus::Holds,
        };
    }

    fn step(&mut self, rows: isize) {
        match self.focus {
            Focus::Holds => self.holds.step(rows),
            Focus::Events => self.events.step(rows),
        }
    }

    /// The way to the top-up of this member.
    pub fn top_up(&self) -> Step {
        Step::Go(crate::tui::parts::Go::TopUp(self.number.clone()))
    }

    fn menu(&self, around: &Around) -> Did {
        self.view
            .as_ref()
            .map_or(Did::Steps(Vec::new()), |view| Did::Menu(actions::of_member(view, around.lang)))
    }

    /// Enter acts on what is selected among the holdings, and on the member otherwise.
    fn enter(&self, around: &Around) -> Did {
        let held = self.holds.selected().filter(|_| self.focus == Focus::Holds);
        match held.and_then(|held| actions::of_held(held, around.lang)) {
            Some(menu) => Did::Menu(menu),
            None => self.menu(around),
        }
    }

    /// A click on a row.
    pub fn row(&mut self, list: &str, row: usize) {
        match list {
            holds::LIST => {
                self.focus = Focus::Holds;
                self.holds.select(row);
            }
            events::LIST => {
                self.focus = Focus::Events;
                self.events.select(row);
            }
            _ => {}
        }
    }

    /// Draws the file.
    pub fn view(&self, pen: &mut Pen<'_>) {
        let Some(view) = &self.view else {
            if let Phase::Failed(words) = &self.phase {
                let cross = pen.glyphs().cross;
                pen.put(2, 1, &format!("{cross} {words}"), Role::Bad);
            }
            return;
        };
        let space = Room::of(pen.bounds());
        let tall = head::height(view);
        let parts = room::rows(pen.bounds(), &[tall, 0]);
        let (Some(top), Some(rest)) = (parts.first(), parts.get(1)) else { return };
        head::draw(self, view, pen, *top);
        if space <= Room::Narrow {
            match self.focus {
                Focus::Holds => holds::draw(self, view, pen, *rest),
                Focus::Events => events::draw(self, pen, *rest),
            }
            return;
        }
        let above = holds_height(self.holds.len(), rest.height);
        let halves = room::rows(*rest, &[above, 0]);
        let (Some(upper), Some(lower)) = (halves.first(), halves.get(1)) else { return };
        let columns = room::columns(*upper, &[68, 32]);
        if let (Some(left), Some(right)) = (columns.first(), columns.get(1)) {
            holds::draw(self, view, pen, *left);
            holds::sums(view, pen, *right);
        }
        let columns = room::columns(*lower, &[68, 32]);
        if let (Some(left), Some(right)) = (columns.first(), columns.get(1)) {
            events::draw(self, pen, *left);
            head::side(self, view, pen, *right);
        }
    }
}

/// As many rows as there is to hold, nine at least for the sums beside it, half of the room at most.
fn holds_height(count: usize, room: u16) -> u16 {
    let rows = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(3);
    rows.clamp(9, 14).min(room.saturating_sub(6) / 2 + 3).min(room)
}
