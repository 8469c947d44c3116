//! Headquarters drawn: the stores, how far taking is, and what has to be talked about.

use ratatui::layout::Rect;

use super::{HqScreen, LIST, Line, State};
use crate::chain::told::state_said;
use crate::ground::Fen;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, room, text};
use crate::tui::matrix::short;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// From so many cells on there is room for the files' names.
const WIDE_CELLS: u16 = 98;

/// Draws the whole screen.
pub(super) fn draw(screen: &HqScreen, pen: &mut Pen<'_>) {
    // As drawn from 100 cells on, compact below.
    let narrow = pen.width() < WIDE_CELLS;
    let below = if narrow { 9 } else { 11 };
    let parts = room::rows(pen.bounds(), &[0, below]);
    let (Some(top), Some(bottom)) = (parts.first(), parts.get(1)) else { return };
    stores(screen, pen, *top, narrow);
    let columns = room::columns(*bottom, &[38, 62]);
    if let Some(left) = columns.first() {
        progress(screen, pen, *left);
    }
    if let Some(right) = columns.get(1) {
        conflicts(screen, pen, *right);
    }
}

fn stores(screen: &HqScreen, pen: &mut Pen<'_>, area: Rect, narrow: bool) {
    let lang = pen.lang();
    let month = screen.month.map(crate::ground::Month::name).unwrap_or_default();
    let title = format!("{}  {month}", words::text(lang, "hq.inbox"));
    let there = screen.list.iter().filter(|line| line.state == State::There).count();
    let fact = t!(lang, "hq.there", there = there, all = screen.list.len());
    let mut inside = Panel::new(&title).fact(&fact).focused(!screen.below).draw(pen, area);
    if screen.list.draw_state(&mut inside, "hq.no_stores") {
        return;
    }
    let mut columns = vec![
        Column::text(words::text(lang, "chain.code"), 6),
        Column::text(words::text(lang, "chain.name"), 12),
        Column::figure(words::text(lang, "hq.bills"), 7),
        Column::figure(words::text(lang, "hq.taken"), 13),
        Column::text(words::text(lang, "hq.last_day"), 10),
        Column::rest(words::text(lang, "hq.state")),
    ];
    if !narrow {
        columns.insert(2, Column::text(words::text(lang, "hq.file"), 24));
    }
    let height = inside.height().saturating_sub(2);
    let fit = Table::rows_in(height, true);
    let first = screen.list.first(fit);
    let rows: Vec<Row> =
        screen.list.iter().skip(first).take(fit).map(|line| cells(line, lang, narrow)).collect();
    let selected = if screen.below { None } else { screen.list.selected_number() };
    let (count, area) = (screen.list.len(), Rect::new(0, 0, inside.width(), height));
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside.part(area));
    inside.rule(height);
    let bills: i64 = screen.list.iter().map(|line| line.bills).sum();
    let taken = Fen(screen.list.iter().map(|line| line.taken.0).sum());
    let label = t!(lang, "hq.total", there = there, bills = bills);
    inside.pair(height + 1, &label, &taken.grouped(), Role::Money);
}

fn cells(line: &Line, lang: Lang, narrow: bool) -> Row {
    let (state, role) = match &line.state {
        State::There => (t!(lang, "hq.month_there", version = line.version), Role::Ok),
        State::Behind => (words::text(lang, "hq.behind").to_owned(), Role::Warn),
        State::Missing => (words::text(lang, "hq.month_missing").to_owned(), Role::Bad),
        State::Closed => (words::text(lang, "chain.role.closed").to_owned(), Role::Muted),
        State::Conflict(file) => (state_said(lang, file), Role::Bad),
    };
    let file = if line.file.is_empty() { "--".to_owned() } else { line.file.clone() };
    let mut row = Row::new().plain(line.store.clone()).plain(short(&line.name).to_owned());
    if !narrow {
        row = row.cell(file, Role::Muted);
    }
    let day = if line.last_day.is_empty() { "--".to_owned() } else { line.last_day.clone() };
    row.plain(line.bills.to_string()).plain(line.taken.grouped()).cell(day, Role::Muted).cell(state, role)
}

fn progress(screen: &HqScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let running = screen.running.is_some();
    let fact = if running { words::text(lang, "hq.esc_stops") } else { "" };
    let mut inside = Panel::new(words::text(lang, "hq.progress")).fact(fact).draw(pen, area);
    let mut lines: Vec<(String, Role)> = Vec::new();
    if let Some(watch) = &screen.running {
        let (done, all) = watch.progress();
        let room = i64::from(inside.width().saturating_sub(14)).max(4);
        let filled = if all > 0 { (done * room / all).clamp(0, room) } else { 0 };
        let glyphs = inside.glyphs();
        let bar: String =
            (0..room).map(|place| if place < filled { glyphs.full } else { glyphs.hollow }).collect();
        lines.push((format!("{bar} {done}/{all}"), Role::Brand));
        lines.push((words::text(lang, "hq.side_by_side").to_owned(), Role::Muted));
    } else if let Some(done) = &screen.done {
        let count = |state: &str| done.files.iter().filter(|file| file.state == state).count();
        lines.push((t!(lang, "hq.done.merged", count = count("merged")), Role::Ok));
        lines.push((t!(lang, "hq.done.same", count = count("same")), Role::Muted));
        lines.push((t!(lang, "hq.done.waiting", count = count("waiting")), Role::Text));
        lines.push((t!(lang, "hq.done.refused", count = count("refused")), Role::Text));
        let (events, unruled, late) = (done.events, done.unruled, done.late);
        lines.push((t!(lang, "hq.rated", events = events, unruled = unruled, late = late), Role::Text));
    } else {
        lines.push((words::text(lang, "hq.how").to_owned(), Role::Muted));
    }
    let room = usize::from(inside.width().saturating_sub(2));
    let wrapped =
        lines.iter().flat_map(|(line, role)| text::wrap(line, room).into_iter().map(|line| (line, *role)));
    for (y, (line, role)) in (0..inside.height()).zip(wrapped) {
        inside.put(1, y, &line, role);
    }
}

fn conflicts(screen: &HqScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let title = t!(lang, "hq.conflicts", count = screen.conflicts.len());
    let mut inside = Panel::new(&title).focused(screen.below).draw(pen, area);
    if screen.conflicts.is_empty() {
        inside.put(1, 0, words::text(lang, "hq.no_conflicts"), Role::Ok);
        return;
    }
    let room = usize::from(inside.width().saturating_sub(3));
    let first = if screen.below { screen.conflicts.selected_number().unwrap_or(0) } else { 0 };
    let mut y = 0;
    for (number, said) in screen.conflicts.iter().enumerate().skip(first) {
        let selected = screen.below && number == first;
        for (place, line) in said.iter().enumerate() {
            for (part, line) in text::wrap(line.trim(), room).into_iter().enumerate() {
                if y >= inside.height() {
                    return;
                }
                let role = match (place, selected) {
                    (0, true) => Role::Brand,
                    (0, false) => Role::Bad,
                    _ => Role::Muted,
                };
                if (place, part, selected) == (0, 0, true) {
                    let mark = inside.glyphs().point.to_string();
                    inside.put(0, y, &mark, Role::Brand);
                }
                inside.put(if place == 0 { 1 } else { 3 }, y, &line, role);
                y += 1;
            }
        }
    }
}
