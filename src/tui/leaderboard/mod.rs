//! The leaderboard (tab 3): who did what in a day, a week, a month. Plain totals today; scores come later and say so.
//!
//! It is also what the locked terminal shows: whoever is not logged in sees nobody's money.

pub mod span;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::checkout::today::{StaffTotal, Totals, TotalsAre};
use crate::shop::{Area, Role as Rights};
use crate::t;
use crate::tui::frame::{Column, Hint, Listing, Panel, Pen, Phase, Room, Row, Table, room, text};
use crate::tui::input::Key;
use crate::tui::parts::{Around, Go, Guest, Step, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};
use span::Span;

const WHAT: &str = "board-totals";
const LIST: &str = "board";
/// What stands where money must not be seen.
const HIDDEN: &str = "***";

/// The screen.
#[derive(Debug)]
pub struct Leaderboard {
    span: Span,
    list: Listing<StaffTotal>,
    totals: TotalsAre,
    turn: u64,
    viewer: String,
    sees_all: bool,
    today: NaiveDate,
    as_of: String,
}

impl Default for Leaderboard {
    fn default() -> Self {
        Self {
            span: Span::Day,
            list: Listing::default(),
            totals: TotalsAre::default(),
            turn: 0,
            viewer: String::new(),
            sees_all: false,
            today: NaiveDate::default(),
            as_of: String::new(),
        }
    }
}

impl Leaderboard {
    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.viewer = around.by.clone();
        self.sees_all = !self.viewer.is_empty() && around.role >= Rights::Manager;
        self.today = around.today();
        let (from, to) = self.span.days(self.today);
        let query = Totals { from: Some(from.to_string()), to: Some(to.to_string()) };
        vec![Step::Wish(Wish::search(WHAT, self.turn, query))]
    }

    /// Worth is seen by managers, and by each person on their own row.
    fn worth(&self, total: &StaffTotal) -> String {
        if self.sees_all || total.number == self.viewer { total.worth.grouped() } else { HIDDEN.to_owned() }
    }

    fn own(&self) -> Option<(usize, &StaffTotal)> {
        self.list.iter().enumerate().find(|(_, total)| total.number == self.viewer)
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
        match key.plain() {
            Key::Esc => return vec![Step::Go(Go::Tab(1))],
            Key::Enter => {
                // Other people's money is theirs: the layer says so where it is somebody else's.
                if let Some(total) = self.list.selected().filter(|_| !self.viewer.is_empty()) {
                    return vec![Step::Go(Go::Earned(total.number.clone(), total.name.clone()))];
                }
            }
            Key::Char('r') => return self.ask(around),
            other if self.list.travel(other) => {}
            other => {
                if let Some(span) = self.span.pressed(other) {
                    self.span = span;
                    return self.ask(around);
                }
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match reply.read::<TotalsAre>() {
            Ok(totals) => {
                self.list.answer(totals.staff.clone(), at);
                self.totals = totals;
                if let Some(place) = self.own().map(|(place, _)| place) {
                    self.list.select(place);
                }
            }
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        self.as_of = self.list.as_of(around.lang, &around.zone);
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Bills) { self.ask(around) } else { Vec::new() }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST {
            self.list.select(row);
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let parts = room::rows(pen.bounds(), &[0, 7]);
        let (Some(top), Some(bottom)) = (parts.first(), parts.get(1)) else { return };
        let columns =
            if Room::of(pen.bounds()) <= Room::Narrow { vec![*top] } else { room::columns(*top, &[66, 34]) };
        if let Some(left) = columns.first() {
            self.people(pen, *left);
        }
        if let Some(right) = columns.get(1) {
            self.sums(pen, *right);
        }
        self.notes(pen, *bottom);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        hints(
            lang,
            &[
                (Key::Enter, "earned.title"),
                (Key::Tab, "board.key.span"),
                (Key::Down, "members.key.choose"),
                (Key::Esc, "key.back"),
            ],
        )
    }
}

impl Leaderboard {
    fn people(&self, pen: &mut Pen<'_>, area: Rect) {
        let lang = pen.lang();
        let title = words::text(lang, "board.people");
        let spans = self.span.tabs(lang);
        let mut inside = Panel::new(title).fact(&spans).focused(true).draw(pen, area);
        if self.list.draw_state(&mut inside, "board.nobody") {
            return;
        }
        let roomy = inside.width() >= 60;
        let columns = [
            Column::figure(words::text(lang, "board.rank"), 4),
            Column::rest(words::text(lang, "members.col.name")),
            Column::figure(words::text(lang, "board.lines"), 6),
            Column::figure(words::text(lang, "board.members"), 7),
            Column::figure(words::text(lang, "board.requested"), if roomy { 9 } else { 5 }),
            Column::figure(words::text(lang, "board.worth"), 13),
        ];
        let fit = Table::rows_in(inside.height(), true);
        let first = self.list.first(fit);
        let rows: Vec<Row> = self
            .list
            .iter()
            .enumerate()
            .skip(first)
            .take(fit)
            .map(|(place, total)| {
                let own = total.number == self.viewer;
                let name = format!("{} {}", total.number, total.name);
                Row::new()
                    .cell((place + 1).to_string(), Role::Muted)
                    .cell(name, if own { Role::Brand } else { Role::Text })
                    .plain(total.lines.to_string())
                    .plain(total.members.to_string())
                    .plain(total.requested.to_string())
                    .plain(self.worth(total))
            })
            .collect();
        let selected = self.list.selected_number();
        Table {
            list: LIST,
            columns: &columns,
            rows: &rows,
            first,
            count: self.list.len(),
            selected,
            titled: true,
        }
        .draw(&mut inside);
    }

    fn sums(&self, pen: &mut Pen<'_>, area: Rect) {
        let lang = pen.lang();
        let title = words::text(lang, "board.store");
        let mut inside = Panel::new(title).fact(&self.as_of).draw(pen, area);
        if !matches!(self.list.phase, Phase::Ready(_)) {
            return;
        }
        let money = |fen: crate::ground::Fen| if self.sees_all { fen.grouped() } else { HIDDEN.to_owned() };
        let totals = &self.totals;
        let rows = [
            ("board.worth", money(totals.worth), Role::Money),
            ("board.received", money(totals.received), Role::Text),
            ("board.topped_up", money(totals.topped_up), Role::Text),
            ("board.spent", money(totals.stored_value_spent), Role::Text),
            ("board.bills", totals.bills.to_string(), Role::Text),
            ("board.came", totals.members.to_string(), Role::Text),
        ];
        for (y, (key, value, role)) in (0..inside.height()).zip(rows) {
            inside.pair(y, words::text(lang, key), &value, role);
        }
        let Some((place, total)) = self.own() else { return };
        inside.rule(6);
        let rank = t!(lang, "board.own", rank = place + 1, count = self.list.len());
        inside.put(1, 7, &rank, Role::Brand);
        inside.pair(8, words::text(lang, "board.worth"), &total.worth.grouped(), Role::Text);
    }

    fn notes(&self, pen: &mut Pen<'_>, area: Rect) {
        let lang = pen.lang();
        let title = words::text(lang, "board.about");
        let days = t!(lang, "board.days", from = self.totals.from, to = self.totals.to);
        let mut inside = Panel::new(title).fact(&days).draw(pen, area);
        let room = usize::from(inside.width().saturating_sub(2));
        let seen = match (self.viewer.is_empty(), self.sees_all) {
            (true, _) => "board.locked",
            (false, true) => "board.sees_all",
            (false, false) => "board.sees_own",
        };
        let lines = ["board.basis", seen, "board.coming"];
        let wrapped = lines.iter().flat_map(|key| text::wrap(words::text(lang, key), room));
        for (y, line) in (0..inside.height()).zip(wrapped) {
            inside.put(1, y, &line, Role::Muted);
        }
    }
}

#[cfg(test)]
mod tests;
