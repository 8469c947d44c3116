//! Who or what is behind an alert: a list whose rows open the member's file.

use crate::chain::cockpit::ChainAlert;
use crate::cockpit::alerts::{AlertIs, AlertRows, Behind};
use crate::ground::Fen;
use crate::t;
use crate::tui::app::visit::Visit;
use crate::tui::frame::{Column, Listing, Panel, Pen, Row, Table};
use crate::tui::parts::{Go, Step, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "cockpit-rows";
/// The list's name.
pub(super) const LIST: &str = "cockpit-behind";

/// The list of an alert.
pub(super) struct BehindList {
    alert: String,
    as_of: String,
    /// At headquarters: the one store that it is of, or all.
    of_chain: Option<Option<String>>,
    pub rows: Listing<Behind>,
}

impl BehindList {
    /// An alert's; at headquarters of all stores or of one.
    pub fn new(alert: &str, of_chain: Option<Option<String>>) -> Self {
        Self { alert: alert.to_owned(), as_of: String::new(), of_chain, rows: Listing::default() }
    }

    /// The question.
    pub fn ask(&self, turn: u64) -> Wish {
        let asked = AlertRows { alert: Some(self.alert.clone()) };
        let wish = match &self.of_chain {
            Some(only) => {
                Wish::search(WHAT, turn, ChainAlert { alert: asked, stores: only.iter().cloned().collect() })
            }
            None => Wish::search(WHAT, turn, asked),
        };
        wish.latest().slow()
    }

    /// The answer.
    pub fn hear(&mut self, reply: Reply, lang: Lang) {
        let at = reply.at;
        match reply.read::<AlertIs>() {
            Ok(is) => {
                self.as_of = is.as_of;
                self.rows.answer(is.rows, at);
            }
            Err(stop) => self.rows.fail(why(lang, &stop)),
        }
    }

    /// The file of the selected member, at her store.
    pub fn file(&self) -> Vec<Step> {
        let Some(row) = self.rows.selected() else { return Vec::new() };
        let Some(number) = row.member.clone() else { return Vec::new() };
        vec![Step::Go(if self.of_chain.is_some() {
            Go::Store(Visit { store: row.store.clone(), tab: 2, member: Some(number) })
        } else {
            Go::Member(number)
        })]
    }

    /// Draws the whole screen.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        pen.blank();
        let title = words::lookup(lang, &format!("cockpit.alert.{}", self.alert)).unwrap_or(&self.alert);
        let fact = self.fact(lang);
        let bounds = pen.bounds();
        let mut inside = Panel::new(title).fact(&fact).focused(true).draw(pen, bounds);
        if self.rows.draw_state(&mut inside, "cockpit.nothing") {
            return;
        }
        let columns = self.columns(lang);
        let fit = Table::rows_in(inside.height(), true);
        let first = self.rows.first(fit);
        let rows: Vec<Row> = self.rows.iter().skip(first).take(fit).map(|one| self.row(one)).collect();
        let (count, selected) = (self.rows.len(), self.rows.selected_number());
        Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(&mut inside);
    }

    /// How many there are, how much it is together, and of which day.
    fn fact(&self, lang: Lang) -> String {
        if self.as_of.is_empty() {
            return String::new();
        }
        let amounts: Vec<i64> =
            self.rows.iter().filter_map(|row| row.amount).map(|amount| amount.0).collect();
        let sum = Fen(amounts.iter().fold(0, |sum, one| sum.saturating_add(*one)));
        let money = if amounts.is_empty() { String::new() } else { format!("  ¥{}", sum.grouped()) };
        format!("{}{money}  {}", self.rows.len(), t!(lang, "insight.as_of", day = self.as_of))
    }

    fn columns(&self, lang: Lang) -> Vec<Column<'static>> {
        let title = |what: &str| {
            words::lookup(lang, &format!("cockpit.behind.{}.{what}", self.alert)).unwrap_or_default()
        };
        let mut out = Vec::new();
        if self.of_chain.is_some() {
            out.push(Column::text(words::text(lang, "insight.store"), 6));
        }
        let name = if self.alert == "differences" { "cockpit.behind.counted" } else { "tools.report.name" };
        out.push(Column::rest(words::text(lang, name)));
        if matches!(self.alert.as_str(), "cards" | "poor") {
            out.push(Column::text(title("what"), 16));
        }
        out.push(Column::text(title("day"), 10));
        if self.alert != "differences" {
            out.push(Column::figure(title("count"), 10));
        }
        if matches!(self.alert.as_str(), "asleep" | "differences") {
            out.push(Column::figure(title("amount"), 13));
        }
        out
    }

    fn row(&self, one: &Behind) -> Row {
        let mut row = Row::new();
        if self.of_chain.is_some() {
            row = row.cell(one.store.clone(), Role::Muted);
        }
        let number = one.member.as_deref().unwrap_or_default();
        row = row.plain(if number.is_empty() { one.name.clone() } else { format!("{} {number}", one.name) });
        if let Some(what) = &one.what {
            row = row.plain(what.clone());
        }
        row = row.cell(one.day.clone(), Role::Muted);
        if let Some(count) = one.count {
            row = row.plain(count.to_string());
        }
        match one.amount {
            Some(amount) if amount.0 < 0 => row.cell(amount.grouped(), Role::Bad),
            Some(amount) => row.plain(amount.grouped()),
            None => row,
        }
    }
}
