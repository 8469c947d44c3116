//! The insight drawn: states and newcomers as bars, below them who is about to be lost and why.

use ratatui::layout::Rect;

use super::{InsightScreen, LIST};
use crate::insight::salon::{Count, InsightIs, MemberIs};
use crate::insight::told;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, chart, room, text};
use crate::tui::theme::Role;
use crate::words;

/// From so many cells on there is room for two columns below.
const WIDE_CELLS: u16 = 98;
/// Lines of the panels above, their frame included.
const ABOVE: u16 = 10;
/// Cells of a bar's label.
const LABEL: u16 = 13;

/// Draws the whole screen.
pub(super) fn draw(screen: &InsightScreen, pen: &mut Pen<'_>) {
    pen.blank();
    let narrow = pen.width() < WIDE_CELLS;
    let parts = room::rows(pen.bounds(), &[ABOVE.min(pen.height() / 2), 0]);
    let (Some(above), Some(below)) = (parts.first(), parts.get(1)) else { return };
    let halves = room::columns(*above, &[48, 52]);
    if let (Some(left), Some(right)) = (halves.first(), halves.get(1)) {
        states(screen, pen, *left);
        journey(screen, pen, *right);
    }
    let columns = if narrow { vec![*below] } else { room::columns(*below, &[66, 34]) };
    if let Some(left) = columns.first() {
        leaving(screen, pen, *left, narrow);
    }
    if let Some(right) = columns.get(1) {
        because(screen, pen, *right);
    }
}

fn states(screen: &InsightScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let title = match &screen.only {
        Some(code) => format!("{} {code}", words::text(lang, "insight.head.states")),
        None => words::text(lang, "insight.head.states").to_owned(),
    };
    let is = screen.is.as_ref();
    let fact = is.map_or_else(String::new, |is| t!(lang, "insight.n_members", count = is.members));
    let mut inside = Panel::new(&title).fact(&fact).draw(pen, area);
    let Some(is) = is else { return };
    let most = is.states.iter().map(|count| count.members).max().unwrap_or(0);
    for (y, count) in (0..).zip(&is.states) {
        let role = match count.code.as_str() {
            "active" | "reactivated" => Role::Ok,
            "dormant" => Role::Warn,
            _ => Role::Muted,
        };
        let of = told::percent(share(count.members, is.members));
        line(
            &mut inside,
            y,
            (told::named(lang, "state", &count.code), role),
            (count.members, most),
            &format!("{of}%"),
        );
    }
    let tags: Vec<String> = is.tags.iter().map(|tag| tag_count(lang, tag)).collect();
    let room = usize::from(inside.width().saturating_sub(2));
    for (y, said) in (6..inside.height()).zip(text::wrap(&tags.join("  "), room)) {
        inside.put(1, y, &said, Role::Muted);
    }
}

fn tag_count(lang: words::Lang, tag: &Count) -> String {
    format!("{} {}", told::named(lang, "tag", &tag.code), tag.members)
}

fn journey(screen: &InsightScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let Some(is) = &screen.is else {
        Panel::new(words::text(lang, "insight.head.journey")).draw(pen, area);
        return;
    };
    let title = t!(lang, "insight.head.newcomers", days = is.days);
    let fact = t!(lang, "insight.n_open", count = is.open);
    let mut inside = Panel::new(&title).fact(&fact).draw(pen, area);
    let most = is.journey.iter().map(|step| step.members).max().unwrap_or(0);
    for (y, step) in (0..).zip(&is.journey) {
        let first = step.code == "came";
        let of =
            if first { String::new() } else { format!("{}%", told::percent(share(step.members, step.of))) };
        line(&mut inside, y, (told::named(lang, "step", &step.code), Role::Info), (step.members, most), &of);
    }
    let room = usize::from(inside.width().saturating_sub(2));
    for (y, said) in (6..inside.height()).zip(text::wrap(&told::moment(lang, is.moment), room)) {
        inside.put(1, y, &said, Role::Muted);
    }
}

/// A label, a bar, how many, and their share.
fn line(
    inside: &mut Pen<'_>,
    y: u16,
    (label, role): (&str, Role),
    (count, most): (usize, usize),
    share: &str,
) {
    let width = inside.width();
    if y >= inside.height() {
        return;
    }
    inside.put(1, y, &text::cut(label, usize::from(LABEL)), Role::Text);
    let cells = width.saturating_sub(LABEL + 2 + 13);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let bar = chart::bar(number(count), number(most), usize::from(cells), inside.glyphs());
    inside.put(LABEL + 2, y, &bar, role);
    inside.put_right(width.saturating_sub(6), y, &count.to_string(), Role::Text);
    inside.put_right(width.saturating_sub(1), y, share, Role::Muted);
}

fn share(part: usize, whole: usize) -> f64 {
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    float(part) / float(whole.max(1))
}

fn leaving(screen: &InsightScreen, pen: &mut Pen<'_>, area: Rect, narrow: bool) {
    let lang = pen.lang();
    let as_of = screen.is.as_ref().map_or_else(String::new, |is| t!(lang, "insight.as_of", day = is.as_of));
    let mut inside =
        Panel::new(words::text(lang, "insight.head.leaving")).fact(&as_of).focused(true).draw(pen, area);
    let foot = if narrow { 2 } else { 0 };
    let height = inside.height().saturating_sub(foot);
    let list = Rect::new(0, 0, inside.width(), height);
    if screen.list.draw_state(&mut inside.part(list), "insight.nobody") {
        model(screen, &mut inside);
        return;
    }
    let mut columns = vec![Column::rest(words::text(lang, "tools.report.name"))];
    // At headquarters the store takes the place of the day of the last visit: how long ago it was stands beside it.
    if screen.hq {
        columns.insert(0, Column::text(words::text(lang, "insight.store"), 5));
    } else {
        columns.push(Column::text(words::text(lang, "insight.col.last"), 6));
    }
    columns.extend([
        Column::figure(words::text(lang, "insight.col.away"), 6),
        Column::figure(words::text(lang, "insight.col.usual"), 6),
        Column::figure(words::text(lang, "insight.col.gone"), 8),
        Column::figure(words::text(lang, "insight.at_stake"), 10),
        Column::figure(words::text(lang, "insight.col.balance"), 11),
    ]);
    let fit = Table::rows_in(height, true);
    let first = screen.list.first(fit);
    let rows: Vec<Row> = screen.list.iter().skip(first).take(fit).map(|one| row(screen, one)).collect();
    let (count, selected) = (screen.list.len(), screen.list.selected_number());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside.part(list));
    if let Some(member) = screen.list.selected().filter(|_| narrow) {
        let room = usize::from(inside.width().saturating_sub(2));
        let said = told::reasons(lang, member).join("; ");
        for (y, said) in (height..height + foot).zip(text::wrap(&said, room)) {
            inside.put(1, y, &said, Role::Muted);
        }
    }
}

fn row(screen: &InsightScreen, member: &MemberIs) -> Row {
    let day = member.last.as_deref().and_then(|day| day.get(5..)).unwrap_or_default().to_owned();
    let number = |value: Option<i64>| value.map_or_else(|| "--".to_owned(), |value| value.to_string());
    let expected = member.expected.as_ref();
    let row = if screen.hq {
        Row::new().cell(member.store.clone(), Role::Muted).plain(member.name.clone())
    } else {
        Row::new().plain(member.name.clone()).cell(day, Role::Muted)
    };
    let gone = expected.map_or(0.0, |expected| expected.no_visit[2]);
    row.plain(number(member.away))
        .plain(number(member.usual_gap))
        .cell(format!("{}%", told::percent(gone)), if gone >= 0.8 { Role::Warn } else { Role::Text })
        .plain(expected.map(|expected| expected.at_stake.grouped()).unwrap_or_default())
        .plain(member.balance.grouped())
}

/// Why the selected member is on the list, and below how far the model can be trusted.
fn because(screen: &InsightScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let title = screen.list.selected().map_or_else(String::new, |member| {
        format!("{} {}  {}", member.number, member.name, told::named(lang, "stage", &member.stage))
    });
    let mut inside = Panel::new(&title).draw(pen, area);
    let Some(is) = &screen.is else { return };
    let room = usize::from(inside.width().saturating_sub(2));
    let reasons = screen.list.selected().map(|member| told::reasons(lang, member)).unwrap_or_default();
    let lines: Vec<String> = reasons.iter().flat_map(|line| text::wrap(line, room)).collect();
    for (y, line) in (0..inside.height()).zip(&lines) {
        inside.put(1, y, line, Role::Text);
    }
    // Why she is on the list comes first; how far the model can be trusted takes what room is left.
    let split = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    if split.saturating_add(2) < inside.height() {
        inside.rule(split);
        for (y, line) in (split + 1..inside.height()).zip(model_lines(lang, is, room)) {
            inside.put(1, y, &line, Role::Muted);
        }
    }
}

fn model_lines(lang: words::Lang, is: &InsightIs, room: usize) -> Vec<String> {
    told::model(lang, is).iter().flat_map(|line| text::wrap(line, room)).collect()
}

/// Where nobody can be listed: why.
fn model(screen: &InsightScreen, inside: &mut Pen<'_>) {
    let lang = inside.lang();
    let Some(is) = screen.is.as_ref().filter(|is| is.model.is_none()) else { return };
    let room = usize::from(inside.width().saturating_sub(2));
    let lines = model_lines(lang, is, room);
    let first = inside.height().saturating_sub(u16::try_from(lines.len()).unwrap_or(1));
    for (y, line) in (first..inside.height()).zip(lines) {
        inside.put(1, y, &line, Role::Muted);
    }
}
