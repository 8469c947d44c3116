//! What a draft of commission rules would change for each person in a month, drawn.

use ratatui::layout::Rect;

use super::commission::Commission;
use crate::ground::{Fen, Month};
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, text};
use crate::tui::theme::Role;
use crate::words;

/// Draws it.
pub(super) fn draw(screen: &Commission, pen: &mut Pen<'_>, area: Rect, month: Month) {
    let lang = pen.lang();
    let title = t!(lang, "rulebook.rerated", month = month.name());
    let mut inside = Panel::new(&title).draw(pen, area);
    if let Some(refused) = &screen.refused {
        let room = usize::from(inside.width().saturating_sub(2));
        for (y, line) in (0..inside.height()).zip(text::wrap(refused, room)) {
            inside.put(1, y, &line, Role::Bad);
        }
        return;
    }
    let Some(told) = &screen.told else {
        let key = if screen.sees_all { "rulebook.rating" } else { "rulebook.managers_see" };
        inside.put(1, 0, words::text(lang, key), Role::Muted);
        return;
    };
    let width = 11;
    // Where there is room for one figure only, it is the difference.
    let both = inside.width() >= 33;
    let mut columns = vec![Column::rest(words::text(lang, "members.col.name"))];
    if both {
        columns.push(Column::figure(words::text(lang, "commission.after"), width));
    }
    columns.push(Column::figure(words::text(lang, "commission.difference"), width));
    let body = Rect { height: inside.height().saturating_sub(2), ..inside.bounds() };
    let fit = Table::rows_in(body.height, true);
    let rows: Vec<Row> = told
        .staff
        .iter()
        .take(fit)
        .map(|person| {
            let (shown, tone) = signed(person.difference);
            let row = Row::new().plain(person.name.clone());
            let row = if both { row.plain(person.after.grouped()) } else { row };
            row.cell(shown, tone)
        })
        .collect();
    Table {
        list: "",
        columns: &columns,
        rows: &rows,
        first: 0,
        count: told.staff.len(),
        selected: None,
        titled: true,
    }
    .draw(&mut inside.part(body));
    let y = inside.height().saturating_sub(1);
    inside.rule(y.saturating_sub(1));
    let (shown, tone) = signed(Fen(told.after.0.saturating_sub(told.before.0)));
    inside.put(1, y, words::text(lang, "pay.total"), Role::Title);
    let end = inside.width().saturating_sub(1);
    inside.put_right(end, y, &shown, tone);
    if both {
        inside.put_right(end.saturating_sub(width + 1), y, &told.after.grouped(), Role::Title);
    }
}

fn signed(fen: Fen) -> (String, Role) {
    match fen.0 {
        0 => ("0.00".to_owned(), Role::Muted),
        1.. => (format!("+{}", fen.grouped()), Role::Rise),
        _ => (fen.grouped(), Role::Fall),
    }
}
