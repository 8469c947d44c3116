//! The console: tabs, layers over them, and the one place that decides which of them hears what.
//!
//! A screen is a [`Pane`]: it hears a [`Msg`] and answers with [`Want`]s. To add one, write it and name it in
//! [`doors`]; nothing else changes. Answers find their way back by the address that the console stamps on a wish.
//!
//! | to change | open |
//! |---|---|
//! | which tabs and doors there are | [`doors`] |
//! | what a screen hears and may ask for | [`pane`] |
//! | what every screen may know | [`context`], [`shelf`] |
//! | header, toast, footer | [`view`] |
//! | which key goes where | [`keys`] |
//! | where answers go | [`answers`] |
//! | the first minute and each one after it | [`minute`] |
//! | how slips and the drawer's pulse leave | [`paper`] |
//! | looking into a store from headquarters | [`visit`] |
//! | the lock, a second person's PIN | [`lock`], [`approve`] |

mod answers;
pub mod approve;
pub mod context;
pub mod doors;
mod keys;
mod leaps;
pub mod lock;
mod minute;
pub mod pane;
mod paper;
#[cfg(test)]
mod pictures;
pub mod shelf;
#[expect(clippy::missing_panics_doc, reason = "a test's own tools fail aloud")]
#[cfg(test)]
pub mod stage;
#[expect(clippy::missing_panics_doc, reason = "a test's own tools fail aloud")]
#[cfg(test)]
pub mod stages;
mod view;
pub mod visit;

use std::rc::Rc;

pub use context::Context;
pub use pane::{Effects, Msg, Pane, Parcel, Want};
use visit::Visit;

use crate::ground::Instant;
use crate::shop::Operator;
use crate::tui::frame::{Manner, Pen, Toast, Tone};
use crate::tui::glyphs::Glyphs;
use crate::tui::keys::Fixed;
use crate::tui::palette::Palette;
use crate::tui::screen::{App, Effect, Incoming};
use crate::tui::theme::{Depth, Look, Theme};
use crate::words;
use crate::worker::{Reply, Wish};

/// How long a message stays, in milliseconds.
const TOAST_MS: u64 = 8_000;
/// The address of the console itself.
const CONSOLE: u32 = 0;
/// The number of the leaderboard's tab, shown while the terminal is locked.
const LEADERBOARD: usize = 2;

/// A layer that is open.
struct Open {
    address: u32,
    opener: u32,
    pane: Box<dyn Pane>,
}

/// What the terminal can show: measured and read from the environment at the start.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// The colours.
    pub depth: Depth,
    /// A look that overrules the setting.
    pub look: Option<Look>,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

/// The palette's commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Fixed(Fixed),
    Lock,
    Leave,
    Door(usize),
}

/// Where a jump came from, until it is sure that no scanner made it.
#[derive(Debug, Clone, Copy)]
struct Jump {
    from: usize,
    chars: usize,
}

/// The console.
pub struct Console {
    context: Rc<Context>,
    terminal: Terminal,
    tabs: Vec<Box<dyn Pane>>,
    active: usize,
    before_lock: usize,
    layers: Vec<Open>,
    addresses: u32,
    palette: Option<Palette<Command>>,
    help: Option<usize>,
    toast: Option<Toast>,
    damage: Option<String>,
    clock_is_behind: bool,
    saved_at: Option<Instant>,
    rolled: Option<chrono::NaiveDate>,
    zero: bool,
    jumps: Vec<Jump>,
    /// The tab and the number of a jump that was made just now.
    leapt: Option<(usize, u8)>,
    visit: Option<Visit>,
    wanted: Option<String>,
    /// The tab, and the door over it, from which somebody went to a member's file.
    came_from: Option<(u8, Option<usize>)>,
}

impl Console {
    /// The console before its first frame.
    #[must_use]
    pub fn open(context: Context, terminal: Terminal) -> Self {
        let context = Rc::new(context);
        let locked = context.who.is_none();
        Self {
            tabs: doors::tabs(&context),
            context,
            terminal,
            active: if locked { LEADERBOARD } else { 0 },
            before_lock: 0,
            layers: Vec::new(),
            addresses: 100,
            palette: None,
            help: None,
            toast: None,
            damage: None,
            clock_is_behind: false,
            saved_at: None,
            rolled: None,
            zero: false,
            jumps: Vec::new(),
            leapt: None,
            visit: None,
            wanted: None,
            came_from: None,
        }
    }

    /// What is said first, before anything was done here.
    pub fn greet(&mut self, toast: Toast) {
        self.toast = Some(toast);
    }

    /// What every screen may know.
    #[must_use]
    pub fn context(&self) -> &Rc<Context> {
        &self.context
    }

    /// What is wrong with the file, where the look over it found something: for what is said at the end.
    #[must_use]
    pub fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }

    /// A new world around every screen.
    pub(super) fn surround(&mut self, context: Context) -> Vec<Effect<Wish>> {
        self.context = Rc::new(context);
        let context = Rc::clone(&self.context);
        self.tell_all(|| Msg::Context(Rc::clone(&context)))
    }

    /// Tells every tab and every layer.
    fn tell_all(&mut self, msg: impl Fn() -> Msg) -> Vec<Effect<Wish>> {
        let mut out = Vec::new();
        let tabs = (1..=self.tabs.len()).filter_map(|place| u32::try_from(place).ok());
        let all: Vec<u32> = tabs.chain(self.layers.iter().map(|layer| layer.address)).collect();
        for address in all {
            out.extend(self.tell(address, msg()));
        }
        out
    }

    /// Tells one screen or layer; one that is closed hears nothing.
    pub(super) fn tell(&mut self, address: u32, msg: Msg) -> Vec<Effect<Wish>> {
        let Some(pane) = self.pane_mut(address) else { return Vec::new() };
        let effects = pane.update(msg);
        self.absorb(address, effects)
    }

    fn pane_mut(&mut self, address: u32) -> Option<&mut (dyn Pane + 'static)> {
        if let Some(layer) = self.layers.iter_mut().find(|layer| layer.address == address) {
            return Some(layer.pane.as_mut());
        }
        let place = usize::try_from(address).ok()?.checked_sub(1)?;
        self.tabs.get_mut(place).map(AsMut::as_mut)
    }

    /// The address of whoever hears the keys now.
    fn front(&self) -> u32 {
        let tab = u32::try_from(self.active + 1).unwrap_or(1);
        self.layers.last().map_or(tab, |layer| layer.address)
    }

    fn front_pane(&self) -> Option<&dyn Pane> {
        match self.layers.last() {
            Some(layer) => Some(layer.pane.as_ref()),
            None => self.tabs.get(self.active).map(AsRef::as_ref),
        }
    }

    fn tell_front(&mut self, msg: Msg) -> Vec<Effect<Wish>> {
        let front = self.front();
        self.tell(front, msg)
    }

    /// The active tab comes to the front.
    pub(super) fn show(&mut self) -> Vec<Effect<Wish>> {
        let tab = u32::try_from(self.active + 1).unwrap_or(1);
        self.tell(tab, Msg::Shown)
    }

    /// Does what a screen asked for.
    fn absorb(&mut self, from: u32, effects: Effects) -> Vec<Effect<Wish>> {
        let mut out = Vec::new();
        for effect in effects {
            match effect {
                Effect::Wish(want) => out.extend(self.grant(from, want)),
                Effect::Interrupt => out.push(Effect::Interrupt),
                Effect::Wake { tag, after_ms } => out.push(Effect::Wake { tag, after_ms }),
                Effect::Bell => out.push(Effect::Bell),
                Effect::Unchanged => out.push(Effect::Unchanged),
                Effect::Quit => out.push(Effect::Quit),
            }
        }
        out
    }

    fn grant(&mut self, from: u32, want: Want) -> Vec<Effect<Wish>> {
        match want {
            Want::Work(wish) => vec![Effect::Wish(wish.from(from))],
            Want::Say(toast) => self.say(toast),
            Want::Open(pane) => self.open_layer(from, pane),
            Want::Close(parcel) => self.close(from, parcel),
            Want::Go(tab) => self.go(tab),
            Want::Press(fixed) => self.press_fixed(fixed),
            Want::Palette(typed) => {
                self.open_palette(&typed);
                Vec::new()
            }
            Want::Serve(member) => {
                let mut out = self.go(1);
                out.extend(self.tell(1, Msg::Member(member)));
                out
            }
            Want::ShowMember(member) => {
                let title = self.layers.last().map(|open| open.pane.title());
                let door = title.and_then(|title| doors::DOORS.iter().position(|door| door.label == title));
                let tab = u8::try_from(self.active + 1).unwrap_or(1);
                self.came_from = (tab != 2 || door.is_some()).then_some((tab, door));
                let mut out = self.go(2);
                out.extend(self.tell(2, Msg::Member(member)));
                out
            }
            Want::Back => match self.came_from.take() {
                Some((tab, door)) => {
                    let mut out = self.go(tab);
                    out.extend(door.map(|door| self.open_door(door)).unwrap_or_default());
                    out
                }
                None => Vec::new(),
            },
            Want::Print(bill) => Self::print(bill, false),
            Want::Sold { bill, cash } => self.sold(bill, cash),
            Want::Visit(visit) => {
                self.visit = Some(visit);
                vec![Effect::Quit]
            }
            Want::Lock => self.lock(),
            Want::Replay(msgs) => msgs.into_iter().flat_map(|msg| self.tell_front(msg)).collect(),
        }
    }

    fn say(&mut self, toast: Toast) -> Vec<Effect<Wish>> {
        self.toast = Some(toast);
        vec![Effect::Wake { tag: "console.toast", after_ms: TOAST_MS }]
    }

    fn say_text(&mut self, tone: Tone, key: &'static str) -> Vec<Effect<Wish>> {
        let text = words::text(self.context.lang, key).to_owned();
        self.say(Toast::new(tone, text))
    }

    fn open_layer(&mut self, opener: u32, pane: Box<dyn Pane>) -> Vec<Effect<Wish>> {
        self.addresses = self.addresses.wrapping_add(1).max(100);
        let address = self.addresses;
        self.layers.push(Open { address, opener, pane });
        self.tell(address, Msg::Shown)
    }

    fn close(&mut self, address: u32, parcel: Parcel) -> Vec<Effect<Wish>> {
        let Some(place) = self.layers.iter().position(|layer| layer.address == address) else {
            return Vec::new();
        };
        let layer = self.layers.remove(place);
        let title = layer.pane.title();
        if layer.opener == CONSOLE {
            return self.closed(title, parcel);
        }
        self.tell(layer.opener, Msg::Closed(title, parcel))
    }

    /// A layer of the console itself was closed: the lock.
    fn closed(&mut self, _title: &'static str, parcel: Parcel) -> Vec<Effect<Wish>> {
        let Some(operator) = pane::unpack::<Operator>(parcel) else { return Vec::new() };
        self.active = self.before_lock;
        let name = operator.name.clone();
        let mut out = self.surround(Context { who: Some(operator), ..(*self.context).clone() });
        out.extend(self.show());
        let words = words::fill(self.context.lang, "app.welcome", &[("name", &name)]);
        out.extend(self.say(Toast::new(Tone::Ok, words)));
        out
    }

    /// Goes to a tab, counted from 1.
    fn go(&mut self, tab: u8) -> Vec<Effect<Wish>> {
        let place = usize::from(tab).saturating_sub(1);
        if place >= self.tabs.len() {
            return self.say_text(Tone::Info, "app.no_tab");
        }
        self.layers.clear();
        self.palette = None;
        self.help = None;
        self.active = place;
        self.show()
    }

    /// Nobody stands here any more: the leaderboard is shown, and nothing else until a number and a PIN are given.
    fn lock(&mut self) -> Vec<Effect<Wish>> {
        if self.context.who.is_none() {
            return Vec::new();
        }
        self.before_lock = self.active;
        self.layers.clear();
        self.palette = None;
        self.help = None;
        self.active = LEADERBOARD.min(self.tabs.len().saturating_sub(1));
        let mut out = self.surround(Context { who: None, ..(*self.context).clone() });
        out.extend(self.show());
        out
    }
}

impl App for Console {
    type Wish = Wish;
    type Answer = Reply;

    fn update(&mut self, incoming: Incoming<Reply, Wish>) -> Vec<Effect<Wish>> {
        match incoming {
            Incoming::Token(token) => self.token(token),
            Incoming::Answer(reply) => self.answer(reply),
            Incoming::Busy(wish) => self.busy(&wish),
            Incoming::Wake("console.leapt") => self.landed(),
            Incoming::Wake("console.toast") => {
                self.toast = None;
                Vec::new()
            }
            // Nobody stands here any more: back to headquarters, which locks.
            Incoming::Wake("console.idle") if self.context.copy => vec![Effect::Quit],
            Incoming::Wake("console.idle") => {
                let guarded = self.context.who.as_ref().is_some_and(|who| who.has_pin);
                if guarded { self.lock() } else { vec![Effect::Unchanged] }
            }
            Incoming::Wake(tag) => self.tell_all(|| Msg::Wake(tag)),
            Incoming::Minute(now) => self.minute(now),
            Incoming::Stop(_) => vec![Effect::Quit],
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        self.draw(pen);
    }

    fn manner(&self) -> Manner {
        let settings = &self.context.settings;
        let look = self.terminal.look.or_else(|| Look::from_name(&settings.theme)).unwrap_or(Look::Dark);
        Manner {
            theme: Theme::new(look, self.terminal.depth, settings.rise_is_red),
            glyphs: self.terminal.glyphs,
            lang: self.context.lang,
        }
    }
}
