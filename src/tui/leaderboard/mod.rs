//! The leaderboard (tab 3): scores, ranks and abilities over a day, a week, a month or a quarter.
//!
//! It is also what the locked terminal shows, and what hangs on the wall: whoever is not logged in sees nobody's money,
//! and no member's name ever stands here. Any bill made here asks for the board anew.

mod below;
mod chain;
mod days_sheet;
mod goals_sheet;
pub mod person;
pub mod profile;
mod radar;
pub mod span;
mod view;
mod weights;

use chrono::NaiveDate;

use crate::ground::Instant;
use crate::leaderboard::board::{Board, BoardIs, BoardRow};
use crate::leaderboard::feed::{EarnedFeed, FeedIs};
use crate::leaderboard::score_rules::{Each, Move};
use crate::leaderboard::together::StoreRow;
use crate::shop::{Area, Role as Rights};
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Go, Guest, Step, complain, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};
use span::Span;

const WHAT: &str = "board";
const MOVES: &str = "board-moves";
const FEED: &str = "board-feed";
/// Other weights, tried on the span that is shown.
const TRIED: &str = "board-tried";
const LIST: &str = "board";
/// So many rows of what was just earned are read.
const FEED_ROWS: i64 = 20;
/// On the wall the board is read anew so often, since other terminals sell too.
const WALL: &str = "board-wall";
const WALL_MS: u64 = 30_000;
/// What stands where money must not be seen.
const HIDDEN: &str = "***";

/// The screen.
#[derive(Debug)]
pub struct Leaderboard {
    span: Span,
    /// Days of one's own choice in place of a usual span.
    own: Option<Board>,
    left: days_sheet::Left,
    list: Listing<BoardRow>,
    board: Option<BoardIs>,
    /// What alone lifts the selected person.
    moves: Vec<Move>,
    turn: u64,
    /// Counted apart from `turn`, so that another selection never drops a board that is on its way.
    moves_turn: u64,
    viewer: String,
    sees_all: bool,
    /// On the wall: nobody's money, whoever is logged in.
    wall: bool,
    today: NaiveDate,
    as_of: String,
    /// At headquarters: all stores, and the one whose people are shown alone.
    hq: bool,
    stores: Vec<StoreRow>,
    only: Option<String>,
    answered_at: Instant,
    /// Who just earned what.
    feed: Option<FeedIs>,
    /// Whether the lower row shows what the score is made of in place of who earned what.
    terms: bool,
    /// The form of weights or goals, while it is open.
    sheet: Option<Box<Sheet>>,
    /// Whether it is that of the weights, and which were tried last.
    weighing: Option<Each<i64>>,
    tried_turn: u64,
}

impl Default for Leaderboard {
    fn default() -> Self {
        Self {
            span: Span::Week,
            own: None,
            left: days_sheet::Left::default(),
            list: Listing::default(),
            board: None,
            moves: Vec::new(),
            turn: 0,
            moves_turn: 0,
            viewer: String::new(),
            sees_all: false,
            wall: false,
            today: NaiveDate::default(),
            as_of: String::new(),
            hq: false,
            stores: Vec::new(),
            only: None,
            answered_at: Instant(0),
            feed: None,
            terms: false,
            sheet: None,
            weighing: None,
            tried_turn: 0,
        }
    }
}

impl Leaderboard {
    /// The days that are looked at.
    fn over(&self) -> Board {
        self.own.clone().unwrap_or_else(|| Board { span: Some(self.span.asked()), ..Board::default() })
    }

    /// Days of one's own choice.
    fn choose_days(&mut self, around: &Around) -> Vec<Step> {
        if let Some(board) = self.board.as_ref().filter(|_| !self.wall) {
            let as_of = if board.as_of == self.today.to_string() { "" } else { board.as_of.as_str() };
            let sheet = days_sheet::sheet(around, (&board.from, &board.to), as_of, &self.left);
            self.sheet = Some(Box::new(sheet));
            self.weighing = None;
        }
        Vec::new()
    }

    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.viewer = around.by.clone();
        self.sees_all = !self.viewer.is_empty() && around.role >= Rights::Manager;
        self.today = around.today();
        self.hq = around.context.hq;
        let query = Board { trend: true, ..self.over() };
        let mut steps = vec![Step::Wish(chain::wish(self.hq, WHAT, self.turn, query))];
        if !self.hq {
            let feed = EarnedFeed { day: None, limit: Some(FEED_ROWS) };
            steps.push(Step::Wish(Wish::search(FEED, self.turn, feed)));
        }
        steps
    }

    /// Asks what would lift the person that is selected.
    fn ask_moves(&mut self) -> Vec<Step> {
        self.moves = Vec::new();
        self.moves_turn += 1;
        let Some(row) = self.list.selected() else { return Vec::new() };
        let moves_of = Some(row.number.clone());
        let query = Board { moves_of, ..self.over() };
        vec![Step::Wish(chain::wish(self.hq, MOVES, self.moves_turn, query))]
    }

    /// Money is seen by managers, and by each person on their own row; on the wall by nobody.
    fn shows_money_of(&self, number: &str) -> bool {
        !self.wall && !self.viewer.is_empty() && (self.sees_all || number == self.viewer)
    }

    fn enter(&self, lang: Lang) -> Vec<Step> {
        // Other people's money is theirs.
        match self.list.selected().filter(|_| !self.viewer.is_empty() && !self.wall) {
            Some(row) if !self.shows_money_of(&row.number) => {
                vec![complain(words::text(lang, "earned.own_only"))]
            }
            Some(row) => {
                vec![Step::Go(Go::Person(row.number.clone(), row.name.clone(), Box::new(self.over())))]
            }
            None => Vec::new(),
        }
    }

    /// The owner's weights, for whoever is logged in: the verb says who may set them.
    fn weigh(&mut self, around: &Around) -> Vec<Step> {
        if let Some(board) = self.board.as_ref().filter(|_| !self.viewer.is_empty() && !self.wall) {
            self.sheet = Some(Box::new(weights::sheet(around, &board.weights)));
            self.weighing = Some(board.weights);
        }
        Vec::new()
    }

    fn aim(&mut self, around: &Around) -> Vec<Step> {
        if let Some(board) = self.board.as_ref().filter(|_| !self.viewer.is_empty() && !self.wall) {
            self.sheet = Some(Box::new(goals_sheet::sheet(around, &board.goals)));
            self.weighing = None;
        }
        Vec::new()
    }

    fn turned(&mut self, turned: Turned, answered: bool, around: &Around) -> Vec<Step> {
        match turned {
            Turned::Open(mut steps) => {
                steps.extend(self.try_weights());
                steps
            }
            Turned::Closed(mut steps) => {
                (self.sheet, self.weighing) = (None, None);
                let chosen = self.left.borrow_mut().take().filter(|_| answered);
                if chosen.is_some() {
                    self.own = chosen;
                    steps.extend(self.ask(around));
                }
                steps
            }
        }
    }

    /// Asks what other weights would make of the span, as soon as the form has some.
    fn try_weights(&mut self) -> Vec<Step> {
        let (Some(sheet), Some(last)) = (&self.sheet, self.weighing) else { return Vec::new() };
        let Some(wanted) = weights::tried(sheet.form()).filter(|wanted| *wanted != last) else {
            return Vec::new();
        };
        self.weighing = Some(wanted);
        self.tried_turn += 1;
        let query = Board { weights: Some(wanted), ..self.over() };
        vec![Step::Wish(chain::wish(self.hq, TRIED, self.tried_turn, query))]
    }

    /// On the wall and off again. Whoever takes it off has to be somebody, where PINs are in use.
    fn hang(&mut self, around: &Around) -> Vec<Step> {
        self.wall = !self.wall;
        let mut steps = self.ask(around);
        if self.wall {
            steps.push(Step::Wake(WALL, WALL_MS));
        } else if !self.viewer.is_empty() {
            steps.push(Step::Lock);
        }
        steps
    }
}

impl Guest for Leaderboard {
    fn title(&self) -> &'static str {
        "key.tab_3"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, false, around);
        }
        match key.plain() {
            Key::Char('w' | '+') => return self.weigh(around),
            Key::Char('-') if self.hq => self.next_store(),
            Key::Char('p') if !self.hq && !self.viewer.is_empty() && !self.wall => {
                return vec![Step::Go(Go::Pay)];
            }
            Key::Char('g' | '.') if !self.hq => return self.aim(around),
            Key::Char('v' | '/') => self.terms = !self.terms,
            Key::Char('k' | '*') => return self.hang(around),
            Key::Esc if self.wall => return self.hang(around),
            Key::Esc => return vec![Step::Go(Go::Tab(1))],
            Key::Enter if self.hq => return self.look_into(around.lang),
            Key::Enter => return self.enter(around.lang),
            Key::Char('d' | '5') => return self.choose_days(around),
            Key::Char('r') => return self.ask(around),
            other if self.list.travel(other) => return self.ask_moves(),
            other => {
                if let Some(span) = self.span.pressed(other) {
                    (self.span, self.own) = (span, None);
                    return self.ask(around);
                }
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.what == SHEET {
            let Some(sheet) = &mut self.sheet else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned, true, around);
        }
        if reply.tag.what == TRIED {
            if let (Some(sheet), Some(board), true) =
                (&mut self.sheet, &self.board, reply.tag.turn == self.tried_turn)
            {
                let lines = match chain::read(self.hq, reply) {
                    Ok((tried, _)) => weights::difference(around.lang, board, &tried),
                    Err(stop) => vec![(why(around.lang, &stop), Role::Bad)],
                };
                sheet.tell_below(lines);
            }
            return Vec::new();
        }
        let turn = if reply.tag.what == MOVES { self.moves_turn } else { self.turn };
        if reply.tag.turn != turn || reply.is_interrupted() {
            return Vec::new();
        }
        if reply.tag.what == FEED {
            // The feed is a comment on the board: the board stands without it.
            self.feed = reply.read::<FeedIs>().ok();
            return Vec::new();
        }
        let (at, what) = (reply.at, reply.tag.what);
        match chain::read(self.hq, reply) {
            Ok((board, _)) if what == MOVES => {
                self.moves = board.moves;
                return Vec::new();
            }
            Ok((board, stores)) => {
                // Whoever was selected stays so; at first it is oneself.
                let kept = self.list.selected().map(|row| row.number.clone());
                let wanted = kept.unwrap_or_else(|| self.viewer.clone());
                (self.stores, self.answered_at) = (stores, at);
                let shown = board.rows.iter().filter(|row| self.lists(&row.number)).cloned();
                self.list.answer(shown.collect(), at);
                let place = self.list.iter().position(|row| row.number == wanted);
                self.list.select(place.unwrap_or(0));
                self.board = Some(board);
            }
            // What lifts a person is a comment on the board: the board stands without it.
            Err(_) if what == MOVES => return Vec::new(),
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        self.as_of = self.list.as_of(around.lang, &around.zone);
        self.ask_moves()
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Bills) || areas.contains(&Area::Settings) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn wake(&mut self, tag: &'static str, around: &Around) -> Vec<Step> {
        if tag != WALL || !self.wall {
            return Vec::new();
        }
        let mut steps = self.ask(around);
        steps.push(Step::Wake(WALL, WALL_MS));
        steps
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list != LIST || self.sheet.is_some() {
            return Vec::new();
        }
        self.list.select(row);
        self.ask_moves()
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
        self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        let mut keys = vec![
            (Key::Tab, "board.key.span"),
            (Key::Down, "members.key.choose"),
            (Key::Char('/'), "board.key.terms"),
            (Key::Char('*'), "board.key.kiosk"),
            (Key::Esc, "key.back"),
        ];
        if self.hq {
            keys.insert(0, (Key::Enter, "board.key.into"));
            keys.insert(3, (Key::Char('-'), "board.key.store"));
            keys.insert(4, (Key::Char('+'), "board.key.weights"));
        } else if !self.wall {
            keys.insert(0, (Key::Enter, "person.title"));
            keys.insert(3, (Key::Char('+'), "board.key.weights"));
            keys.insert(4, (Key::Char('.'), "board.key.goals"));
            keys.insert(5, (Key::Char('p'), "pay.title"));
        }
        hints(lang, &keys)
    }
}

#[cfg(test)]
mod tests;
