//! Shift and day drawn: the shift that is open at the left, the days and what their counts found at the right.

use ratatui::layout::Rect;

use super::{DayRow, LIST, ShiftScreen};
use crate::ground::{Fen, Instant};
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Room, Row, Table, room};
use crate::tui::theme::Role;
use crate::words;

/// What stands where money must not be seen.
const HIDDEN: &str = "***";

/// Draws the whole screen.
pub(super) fn draw(screen: &ShiftScreen, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    let narrow = Room::of(pen.bounds()) <= Room::Narrow;
    let areas =
        if narrow { room::rows(pen.bounds(), &[10, 0]) } else { room::columns(pen.bounds(), &[40, 60]) };
    let (Some(left), Some(right)) = (areas.first(), areas.get(1)) else { return };
    shift(screen, pen, *left);
    days(screen, pen, *right);
}

fn shift(screen: &ShiftScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let title = match screen.now.open {
        Some(shift) => t!(lang, "shift.open_title", shift = shift),
        None => words::text(lang, "shift.title").to_owned(),
    };
    let mut inside = Panel::new(&title).focused(true).draw(pen, area);
    if !screen.read {
        return;
    }
    let now = &screen.now;
    let Some((number, name)) = &now.by else {
        inside.put(1, 0, words::text(lang, "shift.none_open"), Role::Warn);
        let key = if now.ever { "shift.teach" } else { "shift.teach_first" };
        for (y, line) in
            (2..inside.height()).zip(crate::tui::frame::text::wrap(words::text(lang, key), wide(&inside)))
        {
            inside.put(1, y, &line, Role::Muted);
        }
        return;
    };
    let money = |amount: Fen| if screen.sees { amount.grouped() } else { HIDDEN.to_owned() };
    let since = screen.zone.local(Instant(now.since)).format("%m-%d %H:%M").to_string();
    let rows = [
        ("shift.on_duty", format!("{number} {name}")),
        ("close.since", since),
        ("close.float", money(now.float)),
        ("close.bills", now.bills.to_string()),
    ];
    let end = inside.width().saturating_sub(1);
    let mut y = 0;
    for (key, value) in rows {
        inside.put(1, y, words::text(lang, key), Role::Muted);
        inside.put_right(end, y, &value, Role::Text);
        y += 1;
    }
    if !now.moves.is_empty() {
        inside.rule(y);
        y += 1;
    }
    for (way, amount, note) in &now.moves {
        let key = match way.as_str() {
            "in" => "close.way.in",
            "out" => "close.way.out",
            _ => "close.way.bank",
        };
        inside.put(1, y, &format!("{} {note}", words::text(lang, key)), Role::Text);
        inside.put_right(end, y, &money(*amount), Role::Text);
        y += 1;
    }
    let last = inside.height().saturating_sub(1);
    if y < last {
        inside.put(1, last, words::text(lang, "shift.blind"), Role::Muted);
    }
}

fn wide(pen: &Pen<'_>) -> usize {
    usize::from(pen.width().saturating_sub(2))
}

fn days(screen: &ShiftScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let mut inside = Panel::new(words::text(lang, "shift.days")).draw(pen, area);
    if screen.list.draw_state(&mut inside, "shift.no_days") {
        return;
    }
    let columns = [
        Column::text(words::text(lang, "kpi.word.day"), 10),
        Column::rest(words::text(lang, "close.state")),
        Column::figure(words::text(lang, "close.shift"), 6),
        Column::figure(words::text(lang, "close.difference"), 13),
    ];
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.list.first(fit);
    let rows: Vec<Row> =
        screen.list.iter().skip(first).take(fit).map(|row| cells(screen, lang, row)).collect();
    let (selected, count) = (screen.list.selected_number(), screen.list.len());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

fn cells(screen: &ShiftScreen, lang: words::Lang, row: &DayRow) -> Row {
    let (state, role) = match (row.day.closed, row.day.counted) {
        (true, true) => ("shift.state.closed", Role::Ok),
        (true, false) => ("shift.state.uncounted", Role::Warn),
        (false, _) => ("shift.state.open", Role::Muted),
    };
    let difference = Fen(row.shifts.iter().map(|shift| shift.in_all().0).sum());
    let (shown, tone) = match (row.shifts.is_empty(), screen.sees) {
        (true, _) => ("--".to_owned(), Role::Muted),
        (false, false) => (HIDDEN.to_owned(), Role::Muted),
        (false, true) if difference == Fen::ZERO => (difference.grouped(), Role::Ok),
        (false, true) => (difference.grouped(), Role::Warn),
    };
    Row::new()
        .plain(row.day.day.clone())
        .cell(words::text(lang, state).to_owned(), role)
        .plain(row.shifts.len().to_string())
        .cell(shown, tone)
}
