//! The rules drawn: the draft at the left, what its kind puts beside it at the right.

use ratatui::layout::Rect;

use super::kind::Kind;
use super::{LIST, Rulebook};
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Room, Row, Table, room, text};
use crate::tui::theme::Role;
use crate::words;

/// Draws the whole screen.
pub(super) fn draw<K: Kind>(screen: &Rulebook<K>, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    let narrow = Room::of(pen.bounds()) <= Room::Narrow;
    let areas =
        if narrow { room::rows(pen.bounds(), &[0, 9]) } else { room::columns(pen.bounds(), &[62, 38]) };
    let (Some(left), Some(right)) = (areas.first(), areas.get(1)) else { return };
    rules(screen, pen, *left);
    if let Some(month) = screen.month {
        screen.kind.draw(pen, *right, month);
    }
}

fn rules<K: Kind>(screen: &Rulebook<K>, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let fact = if screen.changed {
        words::text(lang, "rulebook.draft").to_owned()
    } else if screen.are.version > 0 {
        t!(lang, "rulebook.version", version = screen.are.version, from = screen.are.from)
    } else {
        words::text(lang, "rulebook.none").to_owned()
    };
    let mut inside = Panel::new(words::text(lang, K::TITLE)).fact(&fact).focused(true).draw(pen, area);
    if screen.list.draw_state(&mut inside, K::TEACH) {
        return;
    }
    let roomy = inside.width() >= 55;
    let (when_cells, pays_cells): (u16, u16) = if roomy { (16, 14) } else { (10, 8) };
    let mut columns = vec![Column::rest(words::text(lang, "rulebook.name"))];
    if roomy {
        columns.push(Column::text(words::text(lang, "rulebook.event"), 8));
    }
    columns.push(Column::text(words::text(lang, "rulebook.when"), when_cells));
    columns.push(Column::figure(words::text(lang, "rulebook.pays"), pays_cells));
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.list.first(fit);
    let rows: Vec<Row> = screen
        .list
        .iter()
        .skip(first)
        .take(fit)
        .map(|rule| {
            let cells = K::cells(lang, rule);
            let mut row = Row::new().plain(K::name(rule).as_str().to_owned());
            if roomy {
                row = row.cell(cells.event, Role::Muted);
            }
            row.cell(text::cut(&cells.when, usize::from(when_cells)).into_owned(), Role::Muted)
                .cell(text::cut(&cells.pays, usize::from(pays_cells)).into_owned(), Role::Money)
        })
        .collect();
    let (selected, count) = (screen.list.selected_number(), screen.list.len());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}
