//! Closing a month drawn: the checks, what blocks first, and the digest of a month that is closed.

use super::{LIST, MonthScreen};
use crate::close::month_check::Check;
use crate::ground::{Fen, Month};
use crate::tui::frame::{Column, Panel, Pen, Row, Table, text};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// Draws the whole screen.
pub(super) fn draw(screen: &MonthScreen, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    let lang = pen.lang();
    let month = screen.month.map(Month::name).unwrap_or_default();
    let title = format!("{}  {month}", words::text(lang, "month.title"));
    let key = match (screen.is.closed, screen.is.ready) {
        (true, _) => "month.state.closed",
        (false, true) => "month.state.ready",
        (false, false) => "month.state.blocked",
    };
    let bounds = pen.bounds();
    let mut inside = Panel::new(&title).fact(words::text(lang, key)).focused(true).draw(pen, bounds);
    if screen.is.closed {
        let lines = [
            words::fill(lang, "month.entries", &[("entries", &screen.is.entries.to_string())]),
            words::fill(lang, "month.digest", &[("digest", &screen.is.digest)]),
            words::text(lang, "month.frozen").to_owned(),
        ];
        let room = usize::from(inside.width().saturating_sub(2));
        let wrapped: Vec<String> = lines.iter().flat_map(|line| text::wrap(line, room)).collect();
        for (y, line) in (0..inside.height()).zip(wrapped) {
            inside.put(1, y, &line, if y == 0 { Role::Title } else { Role::Muted });
        }
        return;
    }
    if screen.list.draw_state(&mut inside, "month.nothing") {
        return;
    }
    let roomy = inside.width() >= 70;
    let mut columns = vec![
        Column::text(words::text(lang, "close.state"), 10),
        Column::text(words::text(lang, "close.what"), 22),
    ];
    columns.push(Column::figure(words::text(lang, "close.count"), 6));
    if roomy {
        columns.push(Column::rest(words::text(lang, "close.examples")));
    }
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.list.first(fit);
    let rows: Vec<Row> =
        screen.list.iter().skip(first).take(fit).map(|check| cells(lang, check, roomy)).collect();
    let (selected, count) = (screen.list.selected_number(), screen.list.len());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

fn cells(lang: Lang, check: &Check, roomy: bool) -> Row {
    let (state, role) = match (check.count, check.blocks) {
        (0, _) => ("close.fine", Role::Ok),
        (_, true) => ("close.blocks", Role::Bad),
        (_, false) => ("close.warns", Role::Warn),
    };
    let what = words::lookup(lang, &format!("month.check.{}", check.what.code())).unwrap_or_default();
    let row = Row::new()
        .cell(words::text(lang, state).to_owned(), role)
        .plain(what.to_owned())
        .plain(check.count.to_string());
    if !roomy {
        return row;
    }
    let mut examples = check.examples.join(" ");
    if check.amount != Fen::ZERO {
        examples = format!("{}  {examples}", check.amount.grouped());
    }
    row.cell(examples, Role::Muted)
}
