//! Members at headquarters drawn: the box, hits over all stores or who roams, and what the words mean.

use ratatui::layout::Rect;

use super::{LIST, People, ROAMING};
use crate::chain::people::ChainHit;
use crate::chain::roam::Roamer;
use crate::ground::Fen;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, room, text};
use crate::tui::theme::Role;
use crate::words;

/// From so many cells on there is room for everything of a row.
const WIDE_CELLS: u16 = 98;
const ROOMY_CELLS: u16 = 112;

/// Draws the whole screen.
pub(super) fn draw(screen: &People, pen: &mut Pen<'_>) {
    let parts = room::rows(pen.bounds(), &[3, 0]);
    let (Some(top), Some(rest)) = (parts.first(), parts.get(1)) else { return };
    let title = pen.word("people.search");
    let hint = pen.word("people.search_hint");
    let mut inside = Panel::new(title).fact(hint).focused(true).draw(pen, *top);
    inside.put(1, 0, ">", Role::Brand);
    let cells = inside.width().saturating_sub(4);
    screen.line.draw(&mut inside, 3, 0, cells, true);
    if screen.line.is_empty() { roamers(screen, pen, *rest) } else { hits(screen, pen, *rest) }
}

fn dash(amount: Fen) -> String {
    if amount == Fen::ZERO { "--".to_owned() } else { amount.grouped() }
}

fn hits(screen: &People, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let mut inside = Panel::new(pen.word("members.hits")).fact(&screen.as_of).draw(pen, area);
    if screen.hits.draw_state(&mut inside, "people.no_hit") {
        return;
    }
    let columns = [
        Column::text(words::text(lang, "chain.code"), 6),
        Column::rest(words::text(lang, "members.col.name")),
        Column::text(words::text(lang, "members.col.number"), 10),
        Column::figure(words::text(lang, "people.held"), 12),
        Column::figure(words::text(lang, "people.foreign"), 12),
        Column::text(words::text(lang, "members.col.visit"), 12),
    ];
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.hits.first(fit);
    let row = |one: &ChainHit| {
        let visit =
            if one.hit.last_visit_on.is_empty() { "--".to_owned() } else { one.hit.last_visit_on.clone() };
        Row::new()
            .plain(one.store.clone())
            .plain(one.hit.name.clone())
            .cell(one.hit.member.clone(), Role::Muted)
            .cell(dash(one.held), Role::Money)
            .cell(dash(one.foreign), Role::Muted)
            .cell(visit, Role::Muted)
    };
    let rows: Vec<Row> = screen.hits.iter().skip(first).take(fit).map(row).collect();
    let (count, selected) = (screen.hits.len(), screen.hits.selected_number());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

fn roamers(screen: &People, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let (wide, roomy) = (pen.width() >= WIDE_CELLS, pen.width() >= ROOMY_CELLS);
    let mut inside = Panel::new(pen.word("people.roamers")).fact(&screen.as_of).draw(pen, area);
    if screen.roamers.draw_state(&mut inside, "roam.nobody") {
        return;
    }
    let mut columns = vec![
        Column::rest(words::text(lang, "members.col.name")),
        Column::text(words::text(lang, "share.home"), 6),
        Column::text(words::text(lang, "roam.at"), 7),
        Column::figure(words::text(lang, "roam.days"), 4),
        Column::figure(words::text(lang, if roomy { "roam.there" } else { "roam.there_coming" }), 10),
        Column::figure(words::text(lang, "roam.at_home"), 11),
        Column::figure(words::text(lang, "roam.suggested"), 10),
    ];
    if wide {
        columns.insert(4, Column::text(words::text(lang, "roam.last"), 10));
        columns.insert(5, Column::figure(words::text(lang, "roam.dearest"), 11));
    }
    if roomy {
        columns.insert(7, Column::figure(words::text(lang, "roam.coming"), 8));
    }
    let note = text::wrap(words::text(lang, "people.formula"), usize::from(inside.width().saturating_sub(2)));
    let foot = u16::try_from(note.len()).unwrap_or(0) + 1;
    let height = if inside.height() > foot + 6 { inside.height() - foot } else { inside.height() };
    let fit = Table::rows_in(height, true);
    let first = screen.roamers.first(fit);
    let row = |one: &Roamer| {
        let mut row = Row::new()
            .plain(format!("{} {}", one.name, one.member))
            .plain(one.home.clone())
            .plain(one.serving.clone())
            .plain(one.days.to_string());
        if wide {
            row = row.cell(one.last_day.clone(), Role::Muted).plain(dash(one.dearest));
        }
        row = if roomy {
            row.plain(dash(one.there)).cell(dash(one.coming), Role::Muted)
        } else {
            row.plain(dash(Fen(one.there.0 + one.coming.0)))
        };
        row.plain(dash(one.at_home)).cell(dash(one.suggested), Role::Money)
    };
    let rows: Vec<Row> = screen.roamers.iter().skip(first).take(fit).map(row).collect();
    let (count, selected) = (screen.roamers.len(), screen.roamers.selected_number());
    let width = inside.width();
    Table { list: ROAMING, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside.part(Rect::new(0, 0, width, height)));
    if height < inside.height() {
        inside.rule(height);
        for (y, line) in (height + 1..).zip(&note) {
            inside.put(1, y, line, Role::Muted);
        }
    }
}
