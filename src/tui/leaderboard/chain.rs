//! The board at headquarters: the people of all stores, their stores below, one store's people alone by a key.

use ratatui::layout::Rect;

use super::{HIDDEN, Leaderboard};
use crate::chain::board::ChainBoard;
use crate::leaderboard::Kpi;
use crate::leaderboard::board::{Board, BoardIs};
use crate::leaderboard::together::{StoreRow, TogetherIs};
use crate::shop::Answer;
use crate::t;
use crate::tui::app::visit::Visit;
use crate::tui::frame::{Column, Panel, Pen, Row, Table};
use crate::tui::matrix::short;
use crate::tui::parts::{Go, Step, complain, next_store};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const STORES: &str = "board-stores";
/// From so many cells on there is room for every figure of a store.
const ROOMY_CELLS: u16 = 52;

/// The question: of one store, or of all that headquarters has.
pub(super) fn wish(hq: bool, what: &'static str, turn: u64, query: Board) -> Wish {
    if hq {
        Wish::search(what, turn, ChainBoard { board: query, stores: Vec::new() })
    } else {
        Wish::search(what, turn, query)
    }
}

/// Its answer, with the stores where there are several.
pub(super) fn read(hq: bool, reply: Reply) -> Answer<(BoardIs, Vec<StoreRow>)> {
    if hq {
        let is = reply.read::<TogetherIs>()?;
        return Ok((is.board, is.stores));
    }
    Ok((reply.read::<BoardIs>()?, Vec::new()))
}

impl Leaderboard {
    /// Whether somebody's row is shown: of all stores, or of the one that was chosen.
    pub(super) fn lists(&self, number: &str) -> bool {
        self.only.as_ref().is_none_or(|code| number.split(' ').next() == Some(code.as_str()))
    }

    /// The next store alone, and all of them again after the last.
    pub(super) fn next_store(&mut self) {
        self.only = next_store(self.only.as_ref(), self.stores.iter().map(|store| &store.code));
        if let Some(board) = &self.board {
            let rows = board.rows.iter().filter(|row| self.lists(&row.number)).cloned().collect();
            self.list.answer(rows, self.answered_at);
        }
    }

    /// The board of the selected person's own store.
    pub(super) fn look_into(&self, lang: Lang) -> Vec<Step> {
        if !self.sees_all {
            return vec![complain(words::text(lang, "earned.own_only"))];
        }
        let code = self.list.selected().and_then(|row| row.number.split(' ').next()).map(str::to_owned);
        code.map(|store| vec![Step::Go(Go::Store(Visit { store, tab: 3, member: None }))]).unwrap_or_default()
    }
}

/// The stores side by side.
pub(super) fn stores(screen: &Leaderboard, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let count = screen.stores.len();
    let fact = t!(lang, "board.n_stores", count = count);
    let mut inside = Panel::new(words::text(lang, "board.stores")).fact(&fact).draw(pen, area);
    if screen.stores.is_empty() {
        inside.put(1, 0, words::text(lang, "board.no_stores"), Role::Muted);
        return;
    }
    let mut columns = vec![
        Column::rest(words::text(lang, "chain.name")),
        Column::figure(words::text(lang, "kpi.sales"), 13),
        Column::figure(words::text(lang, "kpi.visits"), 6),
        Column::figure(words::text(lang, "board.back"), 7),
    ];
    // A name that can be read comes before one figure more.
    let roomy = inside.width() >= ROOMY_CELLS;
    if roomy {
        columns.push(Column::figure(words::text(lang, "board.stars"), 6));
    }
    let fit = Table::rows_in(inside.height(), true);
    let figure = |store: &StoreRow, kpi: Kpi| {
        let found = store.figures.iter().find(|figure| figure.kpi == kpi);
        found.map_or_else(|| "--".to_owned(), |figure| figure.shown.clone())
    };
    // The chosen one is among those that are shown.
    let chosen =
        screen.only.as_ref().and_then(|code| screen.stores.iter().position(|store| store.code == *code));
    let first = chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(fit));
    let rows: Vec<Row> = screen
        .stores
        .iter()
        .skip(first)
        .take(fit)
        .map(|store| {
            let seen = screen.sees_all && !screen.wall;
            let sales = if seen { figure(store, Kpi::Sales) } else { HIDDEN.to_owned() };
            let row = Row::new()
                .plain(format!("{} {}", store.code, short(&store.name)))
                .plain(sales)
                .plain(figure(store, Kpi::Visits))
                .plain(figure(store, Kpi::Repurchase));
            if roomy { row.plain(figure(store, Kpi::Satisfaction)) } else { row }
        })
        .collect();
    Table { list: STORES, columns: &columns, rows: &rows, first, count, selected: chosen, titled: true }
        .draw(&mut inside);
}
