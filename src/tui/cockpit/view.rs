//! The cockpit drawn: figures on top, items and hours in the middle, newcomers and alerts below.

use ratatui::layout::Rect;

use super::{ALERTS, CockpitScreen};
use crate::cockpit::alerts::Alert;
use crate::cockpit::hours::WEEKS;
use crate::cockpit::items::ItemHeat;
use crate::cockpit::page::CockpitIs;
use crate::cockpit::tiles::Span;
use crate::cockpit::told as cockpit_told;
use crate::ground::Fen;
use crate::insight::told;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, chart, room, text};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// From so many cells on a tile has room for whole amounts.
const WIDE_CELLS: u16 = 98;
/// Hours that are always shown; others are where somebody came then.
const OPEN: (usize, usize) = (10, 21);
/// From so many cells on a panel has room for a fact beside its title.
const ROOMY: u16 = 50;
/// From so many cells on the alerts have room for fen.
const ROOMY_ALERTS: u16 = 40;
/// Cells of an hour.
const HOUR: u16 = 3;
/// Cells of a weekday's name.
const DAY: u16 = 5;
/// The steps of an hour, from nothing to nearly the peak.
const HEAT: [Role; 5] = [Role::Muted, Role::Muted, Role::Text, Role::Info, Role::Brand];
const ITEMS: &str = "cockpit-items";

/// Draws the whole screen.
pub(super) fn draw(screen: &CockpitScreen, pen: &mut Pen<'_>) {
    let wide = pen.width() >= WIDE_CELLS;
    let Some(is) = &screen.is else {
        let (bounds, lang) = (pen.bounds(), pen.lang());
        let mut inside = Panel::new(words::text(lang, "key.tab_5")).draw(pen, bounds);
        if let Some(why) = &screen.failed {
            inside.put(1, 0, why, Role::Bad);
        } else if screen.late {
            inside.put(1, 0, t!(lang, "list.loading"), Role::Muted);
        }
        return;
    };
    let top = if wide { 5 } else { 4 };
    let middle = (pen.height().saturating_sub(top) / 2 + 1).min(12);
    let parts = room::rows(pen.bounds(), &[top, middle, 0]);
    let (Some(above), Some(centre), Some(below)) = (parts.first(), parts.get(1), parts.get(2)) else {
        return;
    };
    tiles(screen, is, pen, *above);
    let halves = room::columns(*centre, &[48, 52]);
    if let (Some(left), Some(right)) = (halves.first(), halves.get(1)) {
        items(is, pen, *left);
        hours(is, pen, *right);
    }
    let halves = room::columns(*below, &[55, 45]);
    if let (Some(left), Some(right)) = (halves.first(), halves.get(1)) {
        journey(is, pen, *left);
        alerts(screen, is, pen, *right);
    }
}

/// A figure of the spans: its word, how it is read, and whether it is money.
type Tile = (&'static str, fn(&Span) -> Option<i64>, bool);

const TILES: [Tile; 4] = [
    ("cockpit.tile.turnover", |span| Some(span.turnover.0), true),
    ("cockpit.tile.prepaid", |span| Some(span.prepaid.0), true),
    ("cockpit.tile.visits", |span| Some(span.visits), false),
    ("cockpit.tile.each", |span| span.each().map(|each| each.0), true),
];

fn tiles(screen: &CockpitScreen, is: &CockpitIs, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let parts = room::columns(area, &[20, 20, 20, 20, 20]);
    for (place, ((word, read, money), part)) in TILES.iter().zip(&parts).enumerate() {
        let mut inside = Panel::new(words::text(lang, word)).draw(pen, *part);
        let values: Vec<i64> = is.tiles.spans.iter().map(|span| read(span).unwrap_or(0)).collect();
        let now = is.tiles.spans.last().and_then(read);
        let before = is.tiles.spans.iter().rev().nth(1).and_then(read);
        // The change takes six cells at the right.
        let room = usize::from(inside.width().saturating_sub(7));
        let told = |now: i64| if *money { brief(now, room) } else { now.to_string() };
        let shown = now.map_or_else(|| "--".to_owned(), told);
        inside.put(1, 0, &shown, if place == 0 { Role::Money } else { Role::Text });
        change(&mut inside, 0, now, before);
        let spark = chart::spark(&values, None, 4, inside.glyphs().ink);
        let cells = inside.put(1, 1, &spark, Role::Info);
        let than = words::lookup(lang, &format!("cockpit.span.{}", is.days)).unwrap_or_default();
        let width = inside.width();
        if text::width(than) + usize::from(cells) + 1 < usize::from(width) {
            inside.put_right(width.saturating_sub(1), 1, than, Role::Muted);
        }
        let room = usize::from(width.saturating_sub(2));
        let before = before.map(|before| if *money { brief(before, room) } else { before.to_string() });
        if let Some(before) = before {
            inside.put_right(width.saturating_sub(1), 2, &before, Role::Muted);
        }
    }
    let Some(part) = parts.get(4) else { return };
    let mut inside = Panel::new(words::text(lang, "cockpit.tile.stored")).draw(pen, *part);
    let cells = usize::from(inside.width().saturating_sub(2));
    inside.put(1, 0, &brief(is.tiles.stored.0, cells), Role::Text);
    let lasts = match is.tiles.turnover_days() {
        Some(days) => t!(lang, "cockpit.lasts", days = days),
        None => words::text(lang, "cockpit.unused").to_owned(),
    };
    let room = usize::from(inside.width().saturating_sub(2));
    inside.put(1, 1, &text::cut(&lasts, room), Role::Muted);
    let whose = match &screen.only {
        Some(code) => code.clone(),
        None if screen.hq => t!(lang, "cockpit.all_stores", count = screen.stores.len()),
        None => String::new(),
    };
    inside.put(1, 2, &text::cut(&whose, room), Role::Brand);
}

/// The change to the span before, right-aligned: always with its sign.
fn change(inside: &mut Pen<'_>, y: u16, now: Option<i64>, before: Option<i64>) {
    let width = inside.width();
    let (shown, role) = changed(inside, now, before);
    inside.put_right(width.saturating_sub(1), y, &shown, role);
}

fn changed(pen: &Pen<'_>, now: Option<i64>, before: Option<i64>) -> (String, Role) {
    let (Some(now), Some(before)) = (now, before.filter(|before| *before > 0)) else {
        return ("--".to_owned(), Role::Muted);
    };
    let by = rounded((i128::from(now) - i128::from(before)) * 100, i128::from(before));
    let by = i64::try_from(by).unwrap_or(i64::MAX).min(999);
    let (sign, role) = match by {
        0 => (' ', Role::Muted),
        1.. => (pen.glyphs().rise, Role::Rise),
        _ => (pen.glyphs().fall, Role::Fall),
    };
    (format!("{sign}{:>3}%", by.abs()), role)
}

/// A quotient to the nearest whole number, half away from zero.
fn rounded(top: i128, bottom: i128) -> i128 {
    let whole = (top.abs() * 2 + bottom) / (bottom * 2);
    if top < 0 { -whole } else { whole }
}

/// An amount in a tile or a narrow column: whole yuan, cut off.
fn short(fen: i64) -> String {
    let yuan = fen / 100;
    let grouped = Fen(yuan.saturating_mul(100)).grouped();
    format!("¥{}", grouped.trim_end_matches(".00"))
}

/// The same in so many cells: thousands or millions of yuan, cut off, where all of it has no room.
fn brief(fen: i64, cells: usize) -> String {
    let whole = short(fen);
    if text::width(&whole) <= cells {
        return whole;
    }
    let thousands = fen / 100_000;
    let thousand = format!("¥{thousands}k");
    if text::width(&thousand) <= cells { thousand } else { format!("¥{}m", thousands / 1_000) }
}

fn items(is: &CockpitIs, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let mut inside = Panel::new(words::text(lang, "cockpit.head.items")).draw(pen, area);
    if is.items.is_empty() {
        inside.put(1, 0, words::text(lang, "cockpit.no_items"), Role::Muted);
        return;
    }
    let wide = inside.width() > 42;
    let mut columns = vec![
        Column::rest(words::text(lang, "cockpit.col.item")),
        Column::figure(words::text(lang, "cockpit.col.worth"), 8),
        Column::figure(words::text(lang, "cockpit.col.change"), 6),
        Column::text(words::text(lang, "cockpit.col.weeks"), 7),
    ];
    if wide {
        columns.push(Column::figure(words::text(lang, "cockpit.col.again"), 5));
    }
    let said = cockpit_told::of_items(lang, is);
    let foot = foot(&mut inside, &said);
    let mut inside = inside.part(Rect::new(0, 0, inside.width(), inside.height().saturating_sub(foot)));
    let fit = Table::rows_in(inside.height(), true);
    let rows: Vec<Row> = is.items.iter().take(fit).map(|item| row(&inside, item, wide)).collect();
    Table {
        list: ITEMS,
        columns: &columns,
        rows: &rows,
        first: 0,
        count: rows.len(),
        selected: None,
        titled: true,
    }
    .draw(&mut inside);
}

/// What is said of the items below them: two lines and a rule where there is room, else one. Answers how many lines it took.
fn foot(inside: &mut Pen<'_>, said: &[String]) -> u16 {
    let roomy = inside.height() >= 9;
    let count = u16::try_from(said.len()).unwrap_or(u16::MAX).min(if roomy { 2 } else { 1 });
    if count == 0 || inside.height() < 6 {
        return 0;
    }
    let first = inside.height() - count;
    let room = usize::from(inside.width().saturating_sub(2));
    for (y, line) in (first..).zip(said.iter().take(usize::from(count))) {
        inside.put(1, y, &text::cut(line, room), Role::Info);
    }
    if roomy {
        inside.rule(first - 1);
    }
    count + u16::from(roomy)
}

fn row(pen: &Pen<'_>, item: &ItemHeat, wide: bool) -> Row {
    let (change, role) = changed(pen, Some(item.worth.0), Some(item.before.0));
    let worth = short(item.worth.0);
    let row = Row::new()
        .plain(item.name.clone())
        .plain(worth.trim_start_matches('¥').to_owned())
        .cell(change, role)
        .cell(chart::spark(&item.weeks, None, 7, pen.glyphs().ink), Role::Info);
    if !wide {
        return row;
    }
    let again = (item.had > 0).then(|| rounded(i128::from(item.again) * 100, i128::from(item.had)));
    row.plain(again.map_or_else(|| "--".to_owned(), |again| format!("{again}%")))
}

fn hours(is: &CockpitIs, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let peak = is.hours.peak();
    let fact = peak.map_or_else(
        || words::text(lang, "cockpit.no_peak").to_owned(),
        |(day, hour, sales)| {
            let tenths = rounded(i128::from(sales) * 10, i128::from(WEEKS));
            let each = format!("{}.{}", tenths / 10, tenths % 10);
            t!(lang, "cockpit.peak", day = day_name(lang, day), hour = hour, each = each)
        },
    );
    let wide = area.width >= ROOMY;
    let mut inside = Panel::new(words::text(lang, "cockpit.head.hours"))
        .fact(if wide { &fact } else { "" })
        .draw(pen, area);
    let busy = |hour: usize| is.hours.sales.iter().any(|day| day.get(hour).is_some_and(|sales| *sales > 0));
    let fit = usize::from(inside.width().saturating_sub(DAY + 1) / HOUR);
    let mut shown: Vec<usize> =
        (0..24).filter(|hour| (OPEN.0..=OPEN.1).contains(hour) || busy(*hour)).collect();
    let came = |hour: Option<&usize>| -> i64 {
        hour.map_or(0, |hour| is.hours.sales.iter().filter_map(|day| day.get(*hour)).sum())
    };
    // Of the first and the last hour the quieter one gives way where the panel is too narrow for all.
    while shown.len() > fit && !shown.is_empty() {
        if came(shown.first()) < came(shown.last()) {
            shown.remove(0);
        } else {
            shown.pop();
        }
    }
    // A low panel has its seven rows for the seven days: then the hours stand on its lower edge.
    let low = inside.height() < 8;
    if !low {
        hour_names(&shown, &mut inside);
    }
    let most = peak.map_or(1, |(_, _, sales)| sales);
    for (day, sales) in is.hours.sales.iter().enumerate() {
        let y = u16::try_from(day + usize::from(!low)).unwrap_or(u16::MAX);
        if y >= inside.height() {
            break;
        }
        inside.put(1, y, day_name(lang, day), Role::Text);
        for (x, hour) in (0_u16..).zip(&shown) {
            let count = sales.get(*hour).copied().unwrap_or(0);
            let (step, cell) = chart::heat(count, most, inside.glyphs());
            let role = HEAT.get(step).copied().unwrap_or(Role::Brand);
            inside.put(DAY + 1 + x * HOUR, y, cell, role);
        }
    }
    if low {
        let edge = Rect::new(area.x + 1, area.bottom().saturating_sub(1), area.width.saturating_sub(2), 1);
        hour_names(&shown, &mut pen.part(edge));
    }
}

/// The hours above, or below, their columns.
fn hour_names(shown: &[usize], pen: &mut Pen<'_>) {
    for (x, hour) in (0_u16..).zip(shown) {
        pen.put(DAY + 1 + x * HOUR, 0, &format!("{hour:02}"), Role::Muted);
    }
}

fn day_name(lang: Lang, day: usize) -> &'static str {
    const DAYS: [&str; 7] = [
        "cockpit.day.0",
        "cockpit.day.1",
        "cockpit.day.2",
        "cockpit.day.3",
        "cockpit.day.4",
        "cockpit.day.5",
        "cockpit.day.6",
    ];
    words::text(lang, DAYS.get(day).copied().unwrap_or("cockpit.day.0"))
}

fn journey(is: &CockpitIs, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let name = |code: &str| told::named(lang, "step", code).to_owned();
    let shares = is.journey.windows(2).take(3).filter_map(|pair| match pair {
        [from, to] if from.members > 0 => Some((to.members * 1000 / from.members, from, to)),
        _ => None,
    });
    let fact = shares.min_by_key(|(share, _, _)| *share).map_or_else(String::new, |(_, from, to)| {
        t!(lang, "cockpit.lost_most", from = name(&from.code), to = name(&to.code))
    });
    let wide = area.width >= ROOMY;
    let mut inside = Panel::new(words::text(lang, "cockpit.head.journey"))
        .fact(if wide { &fact } else { "" })
        .draw(pen, area);
    let most = is.journey.first().map_or(0, |step| step.members);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let width = inside.width();
    for (y, step) in (0..inside.height()).zip(&is.journey) {
        inside.put(1, y, &text::cut(&name(&step.code), 13), Role::Text);
        let cells = width.saturating_sub(28);
        let bar = chart::bar(number(step.members), number(most), usize::from(cells), inside.glyphs());
        inside.put(15, y, &bar, Role::Info);
        inside.put_right(width.saturating_sub(6), y, &step.members.to_string(), Role::Text);
        if step.code != "came" {
            let share = rounded(i128::from(number(step.members)) * 100, i128::from(number(step.of.max(1))));
            inside.put_right(width.saturating_sub(1), y, &format!("{share}%"), Role::Muted);
        }
    }
    let said = told::moment(lang, is.moment);
    let room = usize::from(width.saturating_sub(2));
    for (y, line) in (6..inside.height()).zip(text::wrap(&said, room)) {
        inside.put(1, y, &line, Role::Muted);
    }
}

fn alerts(screen: &CockpitScreen, is: &CockpitIs, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let fact = t!(lang, "insight.as_of", day = is.to);
    let mut inside = Panel::new(words::text(lang, "cockpit.head.alerts")).fact(&fact).draw(pen, area);
    let width = inside.width();
    let figures: Vec<String> =
        is.alerts.iter().map(|alert| figures(alert, area.width >= ROOMY_ALERTS)).collect();
    let cells = figures.iter().map(|shown| text::width(shown)).max().unwrap_or(0);
    let columns =
        [Column::text("", 1), Column::rest(""), Column::figure("", u16::try_from(cells).unwrap_or(u16::MAX))];
    let rows: Vec<Row> = is
        .alerts
        .iter()
        .zip(figures)
        .map(|(alert, shown)| {
            let (sign, mark, role) = if alert.count == 0 {
                ("-", Role::Muted, Role::Muted)
            } else {
                ("!", Role::Warn, Role::Text)
            };
            let said = words::lookup(lang, &format!("cockpit.alert.{}", alert.code)).unwrap_or(&alert.code);
            Row::new().cell(sign, mark).cell(said, role).cell(shown, role)
        })
        .collect();
    let (count, selected) = (rows.len(), Some(screen.alert));
    Table { list: ALERTS, columns: &columns, rows: &rows, first: 0, count, selected, titled: false }
        .draw(&mut inside);
    let room = usize::from(width.saturating_sub(2));
    let mut below: Vec<(String, Role)> = Vec::new();
    let goals = cockpit_told::of_goals(lang, is);
    let goals = text::lay(goals.iter().map(String::as_str), room);
    below.extend(goals.into_iter().map(|line| (line, Role::Info)));
    // Which store's books end earlier: what it sold since is not on the page.
    let late = screen.stores.iter().filter(|store| store.last_day.as_str() < is.to.as_str());
    below.extend(
        late.map(|store| (t!(lang, "insight.behind", store = store.code, day = store.last_day), Role::Warn)),
    );
    let first = u16::try_from(is.alerts.len()).unwrap_or(u16::MAX);
    for (y, (line, role)) in (first..inside.height()).zip(&below) {
        inside.put(1, y, &text::cut(line, room), *role);
    }
}

/// How many, and how much: in whole yuan where there is little room.
fn figures(alert: &Alert, roomy: bool) -> String {
    let shown = |amount: Fen| if roomy { format!("¥{}", amount.grouped()) } else { short(amount.0) };
    let amount = alert.amount.filter(|_| alert.count != 0);
    format!("{}{}", alert.count, amount.map_or_else(String::new, |amount| format!("  {}", shown(amount))))
}
