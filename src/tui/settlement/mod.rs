//! Settlement (tab 4): what was taken and given back by tender, stored value sold and spent, and what is owed to members.
//!
//! What one store can prove by itself; the matrix of all stores is headquarters' ([`crate::tui::matrix`]).

mod pack_sheet;

use ratatui::layout::Rect;

use crate::checkout::today::{Liability, LiabilityIs, TenderTotal, Totals, TotalsAre};
use crate::close::month::Months;
use crate::ground::Fen;
use crate::shop::{Area, Role as Rights};
use crate::t;
use crate::tui::frame::{Column, Hint, Listing, Panel, Pen, Phase, Room, Row, Table, room, text};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::leaderboard::span::Span;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Go, Guest, Step, complain, figures, hints, say, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "settle-totals";
const PACKED: &str = "settle-packed";
const LIST: &str = "settle";
/// What stands where money must not be seen.
const HIDDEN: &str = "***";

/// The screen.
#[derive(Debug)]
pub struct Settlement {
    span: Span,
    list: Listing<TenderTotal>,
    totals: TotalsAre,
    owed: LiabilityIs,
    turn: u64,
    sees: bool,
    as_of: String,
    /// The last closed month.
    closed: Option<String>,
    sheet: Option<Box<Sheet>>,
}

impl Default for Settlement {
    fn default() -> Self {
        Self {
            span: Span::Day,
            list: Listing::default(),
            totals: TotalsAre::default(),
            owed: LiabilityIs::default(),
            turn: 0,
            sees: false,
            as_of: String::new(),
            closed: None,
            sheet: None,
        }
    }
}

impl Settlement {
    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        // The till is counted by whoever keeps it: the front desk sees its own takings.
        self.sees = !around.by.is_empty() && around.role >= Rights::Cashier;
        let (from, to) = self.span.days(around.today());
        let query = Totals { from: Some(from.to_string()), to: Some(to.to_string()) };
        let wish = Wish::look(WHAT, move |source| {
            let closed = source.ask(&Months {})?.pop().map(|month| month.month);
            Ok((source.ask(&query)?, source.ask(&Liability::default())?, closed))
        });
        vec![Step::Wish(wish.turn(self.turn))]
    }

    fn turned(&mut self, turned: Turned) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(steps) => {
                self.sheet = None;
                steps
            }
        }
    }

    fn money(&self, amount: Fen) -> String {
        if self.sees { amount.grouped() } else { HIDDEN.to_owned() }
    }
}

impl Guest for Settlement {
    fn title(&self) -> &'static str {
        "key.tab_4"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned);
        }
        match key.plain() {
            Key::Char('x' | '+') => {
                self.sheet = Some(Box::new(pack_sheet::sheet(around, self.closed.as_deref())));
            }
            Key::Esc => return vec![Step::Go(Go::Tab(1))],
            Key::Up => self.list.step(-1),
            Key::Down => self.list.step(1),
            Key::PageUp => self.list.step(-10),
            Key::PageDown => self.list.step(10),
            Key::Home => self.list.select(0),
            Key::End => self.list.select(usize::MAX),
            Key::Char('c' | '*') => return vec![Step::Go(Go::Door("month.title"))],
            Key::Char('s' | '.') => return vec![Step::Go(Go::Door("share.title"))],
            Key::Char('r' | '/') => return vec![Step::Go(Go::Door("clearing.title"))],
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
        if reply.tag.what == SHEET {
            let Some(sheet) = &mut self.sheet else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned);
        }
        if reply.tag.what == PACKED {
            return vec![match reply.read::<String>() {
                Ok(told) => say(told),
                Err(stop) => complain(why(around.lang, &stop)),
            }];
        }
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match reply.read::<(TotalsAre, LiabilityIs, Option<String>)>() {
            Ok((totals, owed, closed)) => {
                self.closed = closed;
                self.list.answer(totals.tenders.clone(), at);
                (self.totals, self.owed) = (totals, owed);
            }
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        self.as_of = self.list.as_of(around.lang, &around.zone);
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Bills) || areas.contains(&Area::Ledger) {
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
        let parts = room::rows(pen.bounds(), &[0, 9]);
        let (Some(top), Some(bottom)) = (parts.first(), parts.get(1)) else { return };
        self.tenders(pen, *top);
        let narrow = Room::of(pen.bounds()) <= Room::Narrow;
        let columns = if narrow { vec![*bottom] } else { room::columns(*bottom, &[50, 50]) };
        if let Some(left) = columns.first() {
            self.liability(pen, *left);
        }
        if let Some(right) = columns.get(1) {
            Self::notes(pen, *right);
        }
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
        hints(
            lang,
            &[
                (Key::Tab, "board.key.span"),
                (Key::Down, "members.key.choose"),
                (Key::Char('*'), "month.title"),
                (Key::Char('+'), "pack.key"),
                (Key::Char('.'), "share.title"),
                (Key::Char('/'), "clearing.title"),
                (Key::F(6), "shift.title"),
                (Key::Esc, "key.back"),
            ],
        )
    }
}

impl Settlement {
    fn tenders(&self, pen: &mut Pen<'_>, area: Rect) {
        let lang = pen.lang();
        let spans = self.span.tabs(lang);
        let title = t!(lang, "board.by_tender", from = self.totals.from, to = self.totals.to);
        let mut inside = Panel::new(&title).fact(&spans).focused(true).draw(pen, area);
        if self.list.draw_state(&mut inside, "board.nothing_taken") {
            return;
        }
        let columns = [
            Column::rest(words::text(lang, "sheet.tender")),
            Column::figure(words::text(lang, "board.count"), 7),
            Column::figure(words::text(lang, "board.taken"), 14),
            Column::figure(words::text(lang, "board.given_back"), 14),
            Column::figure(words::text(lang, "board.net"), 14),
        ];
        let fit = Table::rows_in(inside.height(), true).saturating_sub(2);
        let first = self.list.first(fit);
        let rows: Vec<Row> =
            self.list.iter().skip(first).take(fit).map(|total| self.tender(total, lang)).collect();
        let selected = self.list.selected_number();
        let height = inside.height();
        let table = Rect::new(0, 0, inside.width(), height.saturating_sub(2));
        Table {
            list: LIST,
            columns: &columns,
            rows: &rows,
            first,
            count: self.list.len(),
            selected,
            titled: true,
        }
        .draw(&mut inside.part(table));
        inside.rule(height.saturating_sub(2));
        let label = words::text(lang, "board.received");
        inside.pair(height.saturating_sub(1), label, &self.money(self.totals.received), Role::Money);
    }

    fn tender(&self, total: &TenderTotal, lang: Lang) -> Row {
        let net = Fen(total.taken.0.saturating_sub(total.given_back.0));
        let back = if total.given_back == Fen::ZERO {
            "--".to_owned()
        } else {
            self.money(total.given_back.negated())
        };
        Row::new()
            .plain(figures::tender_name(lang, total.tender))
            .cell(total.count.to_string(), Role::Muted)
            .plain(self.money(total.taken))
            .cell(back, Role::Muted)
            .plain(self.money(net))
    }

    fn liability(&self, pen: &mut Pen<'_>, area: Rect) {
        let lang = pen.lang();
        let title = words::text(lang, "board.liability");
        let mut inside = Panel::new(title).fact(&self.as_of).draw(pen, area);
        if !matches!(self.list.phase, Phase::Ready(_)) {
            return;
        }
        let rows = [
            ("board.topped_up", self.money(self.totals.topped_up)),
            ("board.spent", self.money(self.totals.stored_value_spent)),
            ("members.principal", self.money(self.owed.principal)),
            ("members.gift", self.money(self.owed.gift)),
            ("board.cards_left", self.money(self.owed.cards)),
            ("board.debts", self.money(self.owed.debts)),
            ("members.points", self.owed.points.to_string()),
        ];
        for (y, (key, value)) in (0..inside.height()).zip(rows) {
            inside.pair(y, words::text(lang, key), &value, Role::Text);
        }
    }

    fn notes(pen: &mut Pen<'_>, area: Rect) {
        let lang = pen.lang();
        let mut inside = Panel::new(words::text(lang, "board.about")).draw(pen, area);
        let room = usize::from(inside.width().saturating_sub(2));
        let lines = ["board.not_income", "board.settle_keys", "board.settle_chain"];
        let wrapped = lines.iter().flat_map(|key| text::wrap(words::text(lang, key), room));
        for (y, line) in (0..inside.height()).zip(wrapped) {
            inside.put(1, y, &line, Role::Muted);
        }
    }
}
