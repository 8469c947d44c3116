//! The search box of the members tab: hits as you type, recent members while it is empty.

use ratatui::layout::Rect;

use crate::catalog::tier::{Tier, Tiers};
use crate::ground::{day, wide};
use crate::members::search::{Hit, Search};
use crate::tui::frame::listing::SLOW_AFTER_MS;
use crate::tui::frame::room;
use crate::tui::frame::{Column, Listing, Panel, Pen, Room, Row, Table};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::line::{Line, Takes};
use crate::tui::parts::{Around, Step, figures, why};
use crate::tui::theme::Role;
use crate::worker::{Reply, Wish};

/// The name of the search.
pub const HITS: &str = "members-hits";
/// The name of the question for the tiers' names.
pub const TIERS: &str = "members-tiers";
/// The list of a click.
const LIST: &str = "members";

/// The keys of the footer.
pub const KEYS: &[(Key, &str)] = &[
    (Key::Enter, "members.key.open"),
    (Key::Down, "members.key.choose"),
    (Key::F(4), "members.key.menu"),
    (Key::Esc, "key.back"),
    (Key::Char(':'), "key.palette"),
];

/// What the finder made of a key.
pub enum Did {
    /// It asks for something.
    Steps(Vec<Step>),
    /// This member's file.
    Open(String),
    /// A new file, with this phone.
    New(String),
    /// The menu.
    Menu,
    /// Back to the checkout.
    Leave,
}

/// The search box and its list.
#[derive(Debug)]
pub struct Finder {
    line: Line,
    list: Listing<Hit>,
    tiers: Vec<Tier>,
    turn: u64,
    today: Option<chrono::NaiveDate>,
    as_of: String,
}

impl Default for Finder {
    fn default() -> Self {
        Self {
            line: Line::new(Takes::Narrow),
            list: Listing::default(),
            tiers: Vec::new(),
            turn: 0,
            today: None,
            as_of: String::new(),
        }
    }
}

impl Finder {
    /// Asks for what stands in the box.
    pub fn search(&mut self) -> Vec<Step> {
        self.turn += 1;
        let query = Search { text: self.line.text().to_owned(), limit: None };
        let mut steps =
            vec![Step::Wish(Wish::search(HITS, self.turn, query)), Step::Wake(HITS, SLOW_AFTER_MS)];
        if self.tiers.is_empty() {
            steps.push(Step::Wish(Wish::ask(TIERS, Tiers::default())));
        }
        steps
    }

    /// A key.
    pub fn press(&mut self, key: Key) -> Did {
        match key {
            Key::Enter => return self.enter(),
            Key::Up => self.list.step(-1),
            Key::Down => self.list.step(1),
            Key::PageUp => self.list.step(-10),
            Key::PageDown => self.list.step(10),
            Key::Home if self.line.is_empty() => self.list.select(0),
            Key::End if self.line.is_empty() => self.list.select(usize::MAX),
            Key::Char(ch) if self.line.is_empty() && matches!(wide::narrow_char(ch), ':' | '?') => {
                let fixed = if wide::narrow_char(ch) == ':' { Fixed::Palette } else { Fixed::Help };
                return Did::Steps(vec![Step::Press(fixed)]);
            }
            Key::F(4) => return Did::Menu,
            Key::Esc if self.line.is_empty() => return Did::Leave,
            Key::Esc => {
                self.line.clear();
                return Did::Steps(self.search());
            }
            other => {
                let before = self.line.text().to_owned();
                if self.line.press(other) && before != self.line.text() {
                    self.list.select(0);
                    return Did::Steps(self.search());
                }
            }
        }
        Did::Steps(Vec::new())
    }

    fn enter(&self) -> Did {
        if let Some(hit) = self.list.selected() {
            return Did::Open(hit.member.clone());
        }
        let text = self.line.text().trim();
        let phone = text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit());
        if phone { Did::New(text.to_owned()) } else { Did::Steps(Vec::new()) }
    }

    /// A paste.
    pub fn paste(&mut self, text: &str) -> Vec<Step> {
        self.line.paste(text);
        self.search()
    }

    /// A scan stands alone in the box.
    pub fn scan(&mut self, text: &str, typed: usize) -> Vec<Step> {
        self.line.take_back(typed);
        self.line.set(text);
        self.search()
    }

    /// A click on a row answers its member.
    pub fn row(&mut self, list: &str, row: usize) -> Option<String> {
        if list != LIST {
            return None;
        }
        self.list.select(row);
        self.list.selected().map(|hit| hit.member.clone())
    }

    /// 200 ms went by.
    pub fn is_late(&mut self) {
        self.list.is_late();
    }

    /// An answer; only that of the newest question counts.
    pub fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        self.today = Some(around.today());
        if reply.tag.what == TIERS {
            self.tiers = reply.read::<Vec<Tier>>().unwrap_or_default();
            return Vec::new();
        }
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match reply.read::<Vec<Hit>>() {
            Ok(hits) => self.list.answer(hits, at),
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        self.as_of = self.list.as_of(around.lang, &around.zone);
        Vec::new()
    }

    fn tier<'t>(&'t self, code: &'t str) -> &'t str {
        self.tiers.iter().find(|tier| tier.code == code).map_or(code, |tier| tier.name.as_str())
    }

    /// Draws the box and the list.
    pub fn view(&self, pen: &mut Pen<'_>) {
        let parts = room::rows(pen.bounds(), &[3, 0]);
        let (Some(top), Some(rest)) = (parts.first(), parts.get(1)) else { return };
        let title = pen.word("members.search");
        let hint = pen.word("members.search_hint");
        let mut inside = Panel::new(title).fact(hint).focused(true).draw(pen, *top);
        inside.put(1, 0, ">", Role::Brand);
        let cells = inside.width().saturating_sub(4);
        self.line.draw(&mut inside, 3, 0, cells, true);
        self.hits(pen, *rest);
    }

    fn hits(&self, pen: &mut Pen<'_>, area: Rect) {
        let recent = self.line.is_empty();
        let title = if recent { pen.word("members.recent") } else { pen.word("members.hits") };
        let room = Room::of(pen.bounds());
        let mut inside = Panel::new(title).fact(&self.as_of).draw(pen, area);
        let empty = if recent { "members.none" } else { "members.no_hit" };
        if self.list.draw_state(&mut inside, empty) {
            return;
        }
        let lang = inside.lang();
        let word = |key: &'static str| crate::words::text(lang, key);
        let columns = [
            Column::rest(word("members.col.name")),
            Column::text(word("members.col.number"), 10),
            Column::text(word("members.col.tier"), 10),
            Column::text(word("members.col.phone"), 12),
            Column::text(word("members.col.visit"), if room.is_roomy() { 22 } else { 12 }),
        ];
        let fit = Table::rows_in(inside.height(), true);
        let first = self.list.first(fit);
        let rows: Vec<Row> =
            self.list.iter().skip(first).take(fit).map(|hit| self.hit(hit, lang, room)).collect();
        Table {
            list: LIST,
            columns: &columns,
            rows: &rows,
            first,
            count: self.list.len(),
            selected: self.list.selected_number(),
            titled: true,
        }
        .draw(&mut inside);
    }

    fn hit(&self, hit: &Hit, lang: crate::words::Lang, room: Room) -> Row {
        let never = crate::words::text(lang, "members.never").to_owned();
        let visit = match (self.today, day::iso(&hit.last_visit_on)) {
            (Some(today), Ok(last)) => {
                let ago = today.signed_duration_since(last).num_days();
                let days = crate::t!(lang, "members.days_ago", days = ago);
                let short = figures::day_short(&hit.last_visit_on, today);
                if room.is_roomy() { format!("{short}  {days}") } else { short }
            }
            _ => never,
        };
        Row::new()
            .plain(hit.name.as_str())
            .cell(hit.member.as_str(), Role::Muted)
            .plain(self.tier(&hit.tier))
            .plain(hit.phone.as_str())
            .cell(visit, Role::Muted)
    }
}
