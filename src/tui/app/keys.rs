//! Which key goes where: the lock first, then palette and help, then the layer or tab in front.

use super::lock::Lock;
use super::pane::{Msg, Want};
use super::{CONSOLE, Command, Console, doors};
use crate::tui::frame::help;
use crate::tui::frame::{Toast, Tone};
use crate::tui::input::burst::SCAN_CHARS_MAX;
use crate::tui::input::{Key, Token};
use crate::tui::keys::{self, FIXED, Fixed};
use crate::tui::palette::{self, Chosen, Palette};
use crate::tui::screen::Effect;
use crate::words;
use crate::worker::Wish;

impl Console {
    pub(super) fn token(&mut self, token: Token) -> Vec<Effect<Wish>> {
        let seconds = u64::try_from(self.context.settings.idle_lock_seconds).unwrap_or(0);
        let mut out = match token {
            Token::Key(key) => self.key(key),
            Token::Scan { text, typed } => self.scan(text, typed),
            Token::Paste(text) if self.context.who.is_some() => self.tell_front(Msg::Paste(text)),
            Token::Row { list: "palette", row } => self.palette_row(row),
            Token::Row { list, row } => self.tell_front(Msg::Row { list, row }),
            Token::Wheel { down, .. } => match &mut self.help {
                Some(first) => {
                    *first = if down { *first + 1 } else { first.saturating_sub(1) };
                    Vec::new()
                }
                None => self.tell_front(Msg::Wheel { down }),
            },
            Token::Resized => Vec::new(),
            Token::Click { .. } | Token::Paste(_) | Token::Focus(_) => return vec![Effect::Unchanged],
        };
        if seconds > 0 {
            out.push(Effect::Wake { tag: "console.idle", after_ms: seconds.saturating_mul(1000) });
        }
        out
    }

    fn key(&mut self, key: Key) -> Vec<Effect<Wish>> {
        if key == Key::Ctrl('c') || key == Key::Ctrl('q') {
            return self.leave();
        }
        if self.help.is_some() {
            return self.help_key(key);
        }
        if self.palette.is_some() {
            return self.palette_key(key);
        }
        if self.context.who.is_none() && self.layers.is_empty() {
            return self.locked_key(key);
        }
        if let Key::Char(_) = key {
            return self.character(key);
        }
        (self.zero, self.leapt) = (false, None);
        self.jumps.clear();
        let typing = self.front_pane().is_some_and(super::Pane::is_typing);
        match keys::fixed(key, !typing) {
            Some(fixed) => self.fixed_key(key, fixed),
            None => self.tell_front(Msg::Key(key)),
        }
    }

    /// The first Ctrl+Q asks nothing: what is saved is saved, and a cart on the screen can be held with F2.
    fn leave(&mut self) -> Vec<Effect<Wish>> {
        if self.context.copy {
            return vec![Effect::Quit];
        }
        let typing = self.layers.is_empty() && self.front_pane().is_some_and(|pane| pane.hears(Fixed::Back));
        if typing && self.toast.as_ref().is_none_or(|toast| toast.tone != Tone::Warn) {
            return self.say_text(Tone::Warn, "app.leave_cart");
        }
        vec![Effect::Quit]
    }

    /// While locked only the leaderboard is looked at; digits begin a staff number.
    fn locked_key(&mut self, key: Key) -> Vec<Effect<Wish>> {
        match key.plain() {
            Key::Up | Key::Down | Key::Left | Key::Right | Key::PageUp | Key::PageDown | Key::Tab => {
                self.tell_front(Msg::Key(key))
            }
            Key::Char(digit) if digit.is_ascii_digit() => self.ask_who(&digit.to_string()),
            _ => self.ask_who(""),
        }
    }

    fn ask_who(&mut self, first: &str) -> Vec<Effect<Wish>> {
        let lock = Lock::open(std::rc::Rc::clone(&self.context), first);
        self.open_layer(CONSOLE, Box::new(lock))
    }

    /// A character: `:` `?` `/` and `0n` are keys while nothing is typed, text otherwise.
    fn character(&mut self, key: Key) -> Vec<Effect<Wish>> {
        self.jumps.iter_mut().for_each(|jump| jump.chars += 1);
        // What no scanner's run reaches back to is forgotten.
        self.jumps.retain(|jump| jump.chars <= SCAN_CHARS_MAX);
        let typing = self.front_pane().is_some_and(super::Pane::is_typing);
        let plain = key.plain();
        let after_zero = std::mem::take(&mut self.zero);
        if let (Some((from, tab)), Key::Char('0'..='9')) = (self.leapt.take(), plain) {
            return self.leap_back(from, tab, key);
        }
        if after_zero
            && let Key::Char(digit) = plain
            && let Some(tab) = digit.to_digit(10).and_then(|tab| u8::try_from(tab).ok())
            && (1..=self.tabs.len()).contains(&usize::from(tab))
        {
            return self.jump_to(tab);
        }
        if typing {
            return self.tell_front(Msg::Key(key));
        }
        if plain == Key::Char('0') && self.layers.is_empty() {
            self.zero = true;
            return self.tell_front(Msg::Key(key));
        }
        match keys::fixed(key, true) {
            Some(fixed) => self.fixed_key(key, fixed),
            None => self.tell_front(Msg::Key(key)),
        }
    }

    fn fixed_key(&mut self, key: Key, fixed: Fixed) -> Vec<Effect<Wish>> {
        match fixed {
            Fixed::Back | Fixed::NextPane | Fixed::PrevPane | Fixed::Filter => self.tell_front(Msg::Key(key)),
            Fixed::Help
            | Fixed::Hold
            | Fixed::Retrieve
            | Fixed::Member
            | Fixed::TopUp
            | Fixed::Shift
            | Fixed::Discount
            | Fixed::Settle
            | Fixed::Output
            | Fixed::Drawer
            | Fixed::Undo
            | Fixed::Palette
            | Fixed::Tab(_) => self.press_fixed(fixed),
        }
    }

    /// A fixed key: the screen in front may do something of its own, otherwise the usual thing happens.
    pub(super) fn press_fixed(&mut self, fixed: Fixed) -> Vec<Effect<Wish>> {
        match fixed {
            Fixed::Help => {
                self.help = Some(0);
                return Vec::new();
            }
            Fixed::Palette => {
                self.open_palette("");
                return Vec::new();
            }
            _ => {}
        }
        if self.front_pane().is_some_and(|pane| pane.hears(fixed)) {
            return self.tell_front(Msg::Do(fixed));
        }
        if !self.layers.is_empty() {
            return vec![Effect::Bell];
        }
        if let Some(why) = self.sells_nothing().filter(|_| of_the_counter(fixed)) {
            return self.say_text(Tone::Info, why);
        }
        match fixed {
            Fixed::Tab(tab) => {
                // What was said on one tab is not about another.
                self.toast = None;
                self.came_from = None;
                self.go(tab)
            }
            Fixed::Member => self.go(2),
            Fixed::TopUp => {
                let layer = doors::top_up(&self.context, None);
                self.open_layer(u32::try_from(self.active + 1).unwrap_or(1), layer)
            }
            Fixed::Shift => {
                let layer = doors::shift(&self.context);
                self.open_layer(u32::try_from(self.active + 1).unwrap_or(1), layer)
            }
            Fixed::Undo => self.say_text(Tone::Info, "app.undo_here"),
            Fixed::Drawer => self.kick(None),
            Fixed::Output => {
                let layer = Box::new(crate::tui::output::Output::open(std::rc::Rc::clone(&self.context)));
                self.open_layer(u32::try_from(self.active + 1).unwrap_or(1), layer)
            }
            Fixed::Hold | Fixed::Retrieve | Fixed::Discount | Fixed::Settle => {
                let mut out = self.go(1);
                out.extend(self.tell(1, Msg::Do(fixed)));
                out
            }
            Fixed::Help
            | Fixed::Palette
            | Fixed::Filter
            | Fixed::Back
            | Fixed::NextPane
            | Fixed::PrevPane => Vec::new(),
        }
    }

    /// Why nothing is sold here, where that is so.
    fn sells_nothing(&self) -> Option<&'static str> {
        match (self.context.copy, self.context.hq) {
            (true, _) => Some("app.copy"),
            (false, true) => Some("app.no_counter"),
            (false, false) => None,
        }
    }

    fn help_key(&mut self, key: Key) -> Vec<Effect<Wish>> {
        let rows = help::rows(&self.help_groups());
        let first = self.help.unwrap_or(0);
        self.help = match key {
            Key::Up => Some(first.saturating_sub(1)),
            Key::Down => Some((first + 1).min(rows.saturating_sub(1))),
            Key::PageUp => Some(first.saturating_sub(10)),
            Key::PageDown => Some((first + 10).min(rows.saturating_sub(1))),
            Key::Home => Some(0),
            Key::End => Some(rows.saturating_sub(1)),
            _ => None,
        };
        Vec::new()
    }

    /// Every key that is heard now: the screen's own, then the fixed ones.
    pub(super) fn help_groups(&self) -> Vec<help::Group> {
        let lang = self.context.lang;
        let mut groups = self.front_pane().map(|pane| pane.help(lang)).unwrap_or_default();
        // A screen without a table of its own is helped by its footer, all of which a narrow one cannot show.
        if let Some(pane) = self.front_pane().filter(|_| groups.is_empty()) {
            let keys = pane.hints(lang).into_iter().map(|hint| (hint.key.cap(lang), hint.label)).collect();
            groups.push((words::text(lang, pane.title()).to_owned(), keys));
        }
        // Only tabs that are there, by their own names; where nothing is sold no key of the counter.
        let sells = self.sells_nothing().is_none();
        let there = FIXED.iter().filter_map(|bind| match bind.act {
            Fixed::Tab(tab) => {
                let pane = self.tabs.get(usize::from(tab).checked_sub(1)?)?;
                Some(keys::Bind { label: pane.title(), ..*bind })
            }
            fixed => (sells || !of_the_counter(fixed)).then_some(*bind),
        });
        let there: Vec<_> = there.collect();
        groups.push((words::text(lang, "app.fixed_keys").to_owned(), keys::help(&there, lang)));
        groups
    }

    pub(super) fn open_palette(&mut self, typed: &str) {
        let hidden = [Fixed::Back, Fixed::NextPane, Fixed::PrevPane, Fixed::Filter, Fixed::Palette];
        let tabs = self.tabs.len();
        let shown = |fixed: Fixed| match fixed {
            Fixed::Tab(tab) => usize::from(tab) <= tabs,
            other => !hidden.contains(&other),
        };
        let command = |act, label, key| palette::Command { act, label, key };
        let mut commands: Vec<palette::Command<Command>> = FIXED
            .iter()
            .filter(|bind| shown(bind.act))
            .map(|bind| command(Command::Fixed(bind.act), bind.label, Some(bind.key)))
            .collect();
        commands.push(command(Command::Lock, "app.lock_now", None));
        commands.push(command(Command::Leave, "app.leave", Some(Key::Ctrl('q'))));
        for (place, door) in doors::DOORS.iter().enumerate() {
            commands.push(command(Command::Door(place), door.label, None));
        }
        self.palette = Some(Palette::new(commands, typed));
    }

    fn palette_key(&mut self, key: Key) -> Vec<Effect<Wish>> {
        let Some(palette) = &mut self.palette else { return Vec::new() };
        let chosen = palette.press(key);
        self.chosen(chosen)
    }

    fn palette_row(&mut self, row: usize) -> Vec<Effect<Wish>> {
        let Some(palette) = &self.palette else { return Vec::new() };
        let act = palette.matches().nth(row).map(|command| command.act);
        self.chosen(act.map_or(Chosen::Open, Chosen::Act))
    }

    fn chosen(&mut self, chosen: Chosen<Command>) -> Vec<Effect<Wish>> {
        let act = match chosen {
            Chosen::Open => return Vec::new(),
            Chosen::Closed => None,
            Chosen::Act(act) => Some(act),
        };
        self.palette = None;
        match act {
            None => Vec::new(),
            Some(Command::Fixed(fixed)) => self.press_fixed(fixed),
            Some(Command::Lock) => self.switch(),
            Some(Command::Leave) => self.leave(),
            Some(Command::Door(place)) => self.open_door(place),
        }
    }

    pub(super) fn open_door(&mut self, place: usize) -> Vec<Effect<Wish>> {
        let Some(door) = doors::DOORS.get(place) else { return Vec::new() };
        let layer = (door.open)(&self.context);
        self.open_layer(u32::try_from(self.active + 1).unwrap_or(1), layer)
    }

    /// Another person takes over: the screen locks and asks who it is.
    fn switch(&mut self) -> Vec<Effect<Wish>> {
        let mut out = self.grant(CONSOLE, Want::Lock);
        out.extend(self.ask_who(""));
        out
    }

    /// The message at the bottom: what was said last, else what must not be forgotten.
    pub(super) fn message(&self) -> Option<Toast> {
        let lang = self.context.lang;
        let banner = |tone, key| Toast::new(tone, words::text(lang, key));
        if self.toast.is_some() {
            return self.toast.clone();
        }
        if self.damage.is_some() {
            return Some(banner(Tone::Bad, "app.damaged"));
        }
        if self.context.copy {
            return Some(banner(Tone::Info, "app.copy"));
        }
        if self.clock_is_behind {
            return Some(banner(Tone::Warn, "app.clock_behind"));
        }
        self.context.who.is_none().then(|| banner(Tone::Info, "app.locked"))
    }
}

/// Whether a fixed key belongs to the counter.
fn of_the_counter(fixed: Fixed) -> bool {
    matches!(
        fixed,
        Fixed::Hold
            | Fixed::Retrieve
            | Fixed::TopUp
            | Fixed::Shift
            | Fixed::Discount
            | Fixed::Settle
            | Fixed::Undo
            | Fixed::Drawer
    )
}
