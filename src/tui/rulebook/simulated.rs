//! What a draft of rules between stores would have made of a month, store by store, drawn; only headquarters has a month
//! of all stores.

use ratatui::layout::Rect;

use crate::ground::{Fen, Month};
use crate::settlement::simulate::Simulated;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table};
use crate::tui::theme::Role;
use crate::words;

/// Draws it.
pub(super) fn draw(told: &Simulated, pen: &mut Pen<'_>, area: Rect, month: Month) {
    let lang = pen.lang();
    let title = t!(lang, "clearing.simulated", month = month.name(), events = told.events);
    let mut inside = Panel::new(&title).draw(pen, area);
    if told.stores.is_empty() {
        inside.put(1, 0, words::text(lang, "clearing.no_events"), Role::Muted);
        return;
    }
    // Where there is room for one figure only, it is the difference.
    let both = inside.width() >= 34;
    let mut columns = vec![Column::rest(words::text(lang, "chain.code"))];
    if both {
        columns.push(Column::figure(words::text(lang, "commission.after"), 11));
    }
    columns.push(Column::figure(words::text(lang, "commission.difference"), 11));
    let fit = Table::rows_in(inside.height().saturating_sub(2), true);
    let rows: Vec<Row> = told
        .stores
        .iter()
        .take(fit)
        .map(|store| {
            let (shown, role) = signed(store.difference);
            let row = Row::new().plain(store.store.clone());
            let row = if both { row.plain(store.after.grouped()) } else { row };
            row.cell(shown, role)
        })
        .collect();
    let (count, y) = (told.stores.len(), inside.height().saturating_sub(1));
    let body = Rect { height: inside.height().saturating_sub(2), ..inside.bounds() };
    Table { list: "", columns: &columns, rows: &rows, first: 0, count, selected: None, titled: true }
        .draw(&mut inside.part(body));
    inside.rule(y.saturating_sub(1));
    let sum = Fen(told.stores.iter().map(|store| store.difference.0).sum());
    inside.pair(y, words::text(lang, "clearing.sum_is_zero"), &sum.grouped(), Role::Text);
}

fn signed(fen: Fen) -> (String, Role) {
    match fen.0 {
        0 => ("0.00".to_owned(), Role::Muted),
        1.. => (format!("+{}", fen.grouped()), Role::Rise),
        _ => (fen.grouped(), Role::Fall),
    }
}
