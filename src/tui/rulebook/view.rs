//! The rules drawn: the draft at the left, what it changes for each person at the right.

use ratatui::layout::Rect;

use super::rule_form::written;
use super::{LIST, Rulebook};
use crate::commission::rules::Rule;
use crate::commission::told::word;
use crate::ground::{Fen, Month};
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Room, Row, Table, room, text};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// Draws the whole screen.
pub(super) fn draw(screen: &Rulebook, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    let narrow = Room::of(pen.bounds()) <= Room::Narrow;
    let areas =
        if narrow { room::rows(pen.bounds(), &[0, 9]) } else { room::columns(pen.bounds(), &[62, 38]) };
    let (Some(left), Some(right)) = (areas.first(), areas.get(1)) else { return };
    rules(screen, pen, *left);
    difference(screen, pen, *right);
}

fn rules(screen: &Rulebook, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let fact = if screen.changed {
        words::text(lang, "rulebook.draft").to_owned()
    } else if screen.are.version > 0 {
        t!(lang, "rulebook.version", version = screen.are.version, from = screen.are.from)
    } else {
        words::text(lang, "rulebook.none").to_owned()
    };
    let mut inside =
        Panel::new(words::text(lang, "rulebook.title")).fact(&fact).focused(true).draw(pen, area);
    if screen.list.draw_state(&mut inside, "rulebook.teach") {
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
            let mut row = Row::new().plain(rule.name.as_str().to_owned());
            if roomy {
                row = row.cell(word(lang, "event", rule.event.code()), Role::Muted);
            }
            row.cell(text::cut(&when(lang, rule), usize::from(when_cells)).into_owned(), Role::Muted)
                .cell(text::cut(&pays(lang, rule), usize::from(pays_cells)).into_owned(), Role::Money)
        })
        .collect();
    let (selected, count) = (screen.list.selected_number(), screen.list.len());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

/// The conditions of a rule in a few words.
fn when(lang: Lang, rule: &Rule) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.role.map(|role| word(lang, "role", role.code())));
    parts.extend(rule.item.clone());
    parts.extend(rule.category.as_ref().map(|category| category.as_str().to_owned()));
    let either = |is: Option<bool>, yes: &'static str, no: &'static str| {
        is.map(|is| words::text(lang, if is { yes } else { no }).to_owned())
    };
    parts.extend(either(rule.requested, "commission.explain.requested", "commission.explain.rotation"));
    parts.extend(either(rule.member, "commission.explain.member", "commission.explain.guest"));
    if parts.is_empty() { words::text(lang, "rulebook.any").to_owned() } else { parts.join(" ") }
}

/// What a rule pays in a few words.
fn pays(lang: Lang, rule: &Rule) -> String {
    if rule.bands.is_some() {
        let (low, high) = (rule.steps.first(), rule.steps.last());
        let rate = |step: Option<&crate::commission::rules::Step>| {
            step.map(|step| step.rate.in_percent()).unwrap_or_default()
        };
        return format!("{}..{}", rate(low), rate(high));
    }
    let (way, value) = written(rule);
    if way == 1 { t!(lang, "commission.explain.fixed", fixed = value) } else { value }
}

fn difference(screen: &Rulebook, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let month = screen.month.map(Month::name).unwrap_or_default();
    let title = t!(lang, "rulebook.rerated", month = month);
    let mut inside = Panel::new(&title).draw(pen, area);
    if let Some(refused) = &screen.refused {
        let room = usize::from(inside.width().saturating_sub(2));
        for (y, line) in (0..inside.height()).zip(text::wrap(refused, room)) {
            inside.put(1, y, &line, Role::Bad);
        }
        return;
    }
    let Some(told) = &screen.difference else {
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
