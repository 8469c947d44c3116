//! The matrix drawn: pairs with totals that sum to zero, the transfers, the events of a cell and why each was rated so.

use ratatui::layout::Rect;

use super::{LIST, MatrixScreen};
use crate::chain::statement::{named, ruled};
use crate::ground::Fen;
use crate::settlement::clearing_rules::Clearing;
use crate::settlement::events::Event;
use crate::settlement::matrix::MatrixIs;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, room, text};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// From so many cells on there is room for two columns below.
const WIDE_CELLS: u16 = 98;
/// Cells of the column that names a store.
const NAME_CELLS: u16 = 12;

/// What of a store's name tells it from the others: `美柜美容 国贸店` is 国贸店.
pub(in crate::tui) fn short(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// Draws the whole screen.
pub(super) fn draw(screen: &MatrixScreen, pen: &mut Pen<'_>) {
    // As drawn from 100 cells on, compact below.
    let narrow = pen.width() < WIDE_CELLS;
    let stores = screen.is.as_ref().map_or(1, |is| is.positions.len());
    let wanted = u16::try_from(stores).unwrap_or(20).saturating_add(7);
    let top = wanted.min(pen.height().saturating_sub(8)).max(8);
    let parts = room::rows(pen.bounds(), &[top, 0]);
    let (Some(above), Some(below)) = (parts.first(), parts.get(1)) else { return };
    matrix(screen, pen, *above, narrow);
    let columns = if narrow { vec![*below] } else { room::columns(*below, &[64, 36]) };
    if let Some(left) = columns.first() {
        events(screen, pen, *left, narrow);
    }
    if let Some(right) = columns.get(1) {
        because(screen, pen, *right);
    }
}

fn matrix(screen: &MatrixScreen, pen: &mut Pen<'_>, area: Rect, narrow: bool) {
    let lang = pen.lang();
    let month = screen.month.map(crate::ground::Month::name).unwrap_or_default();
    let title = format!("{}  {month}", words::text(lang, "matrix.title"));
    let state = screen.is.as_ref().and_then(|is| is.steps.last()).map_or("open", |step| step.step.as_str());
    let fact = words::lookup(lang, &format!("settle.step.{state}")).unwrap_or_default();
    let mut inside = Panel::new(&title).fact(fact).focused(!screen.below).draw(pen, area);
    let Some(is) = &screen.is else {
        if let Some(why) = &screen.failed {
            inside.put(1, 0, why, Role::Bad);
        }
        return;
    };
    if is.positions.len() < 2 {
        inside.put(1, 0, words::text(lang, "matrix.no_stores"), Role::Muted);
        return;
    }
    let width = if narrow { 12 } else { 14 };
    let room = inside.width().saturating_sub(NAME_CELLS + 2 + 2 * width);
    let fit = usize::from((room / width).max(1));
    // The column that is looked at is always in sight.
    let first = screen.cell.1.saturating_sub(fit.saturating_sub(1));
    heads(&mut inside, is, (first, fit), width);
    let rows_fit = usize::from(inside.height().saturating_sub(5));
    let first_row = screen.cell.0.saturating_sub(rows_fit.saturating_sub(1));
    for (y, (row, serving)) in (1..).zip(is.positions.iter().enumerate().skip(first_row).take(rows_fit)) {
        let name = text::cut(short(&serving.name), usize::from(NAME_CELLS)).into_owned();
        inside.put(1, y, &name, Role::Text);
        for (place, (column, home)) in is.positions.iter().enumerate().skip(first).take(fit).enumerate() {
            let end = ends(place, width);
            let here = (row, column) == screen.cell;
            let pair = is.pairs.iter().find(|pair| pair.home == home.store && pair.serving == serving.store);
            let shown = match (row == column, pair) {
                (true, _) => "--".to_owned(),
                (false, pair) => pair.map(|pair| pair.owed).unwrap_or_default().grouped(),
            };
            let role = match (here, pair) {
                (true, _) => Role::Brand,
                (false, Some(_)) => Role::Text,
                (false, None) => Role::Muted,
            };
            let shown = if here { format!("{} {shown}", inside.glyphs().point) } else { shown };
            inside.put_right(end, y, &shown, role);
        }
        let (gets, net) = (inside.width().saturating_sub(2 + width), inside.width().saturating_sub(1));
        inside.put_right(gets, y, &serving.gets.grouped(), Role::Text);
        inside.put_right(net, y, &signed(serving.net), net_role(serving.net));
    }
    totals(screen, &mut inside, is, (first, fit, width));
}

/// Where a column of the matrix ends.
fn ends(place: usize, width: u16) -> u16 {
    let columns = u16::try_from(place).unwrap_or(0).saturating_add(1);
    NAME_CELLS.saturating_add(2).saturating_add(columns.saturating_mul(width))
}

fn heads(inside: &mut Pen<'_>, is: &MatrixIs, (first, fit): (usize, usize), width: u16) {
    let lang = inside.lang();
    inside.put(1, 0, words::text(lang, "settle.gets_owes"), Role::Muted);
    for (place, home) in is.positions.iter().skip(first).take(fit).enumerate() {
        let name = text::cut(short(&home.name), usize::from(width.saturating_sub(1))).into_owned();
        inside.put_right(ends(place, width), 0, &name, Role::Muted);
    }
    let (gets, net) = (inside.width().saturating_sub(2 + width), inside.width().saturating_sub(1));
    inside.put_right(gets, 0, words::text(lang, "settle.gets"), Role::Muted);
    inside.put_right(net, 0, words::text(lang, "settle.net"), Role::Muted);
}

fn signed(amount: Fen) -> String {
    let shown = amount.grouped();
    if amount.is_positive() { format!("+{shown}") } else { shown }
}

fn net_role(amount: Fen) -> Role {
    match amount.0.signum() {
        1 => Role::Ok,
        -1 => Role::Warn,
        _ => Role::Muted,
    }
}

/// The line of totals, what was checked, and the transfers.
fn totals(
    screen: &MatrixScreen,
    inside: &mut Pen<'_>,
    is: &MatrixIs,
    (first, fit, width): (usize, usize, u16),
) {
    let lang = inside.lang();
    let y = inside.height().saturating_sub(4);
    inside.rule(y);
    inside.put(1, y + 1, words::text(lang, "settle.owes"), Role::Muted);
    for (place, home) in is.positions.iter().skip(first).take(fit).enumerate() {
        inside.put_right(ends(place, width), y + 1, &home.owes.grouped(), Role::Text);
    }
    let sum = |of: fn(&crate::settlement::matrix::Position) -> Fen| {
        Fen::sum(is.positions.iter().map(of)).unwrap_or_default()
    };
    let (gets, owes, net) = (sum(|p| p.gets), sum(|p| p.owes), sum(|p| p.net));
    let (at_gets, at_net) = (inside.width().saturating_sub(2 + width), inside.width().saturating_sub(1));
    inside.put_right(at_gets, y + 1, &owes.grouped(), Role::Money);
    inside.put_right(at_net, y + 1, &net.grouped(), Role::Text);
    let tick = |fine: bool| if fine { inside.glyphs().tick } else { inside.glyphs().cross };
    let (equal, zero) = (tick(gets == owes), tick(net == Fen::ZERO));
    let checks = t!(
        lang,
        "matrix.checks",
        equal = equal,
        zero = zero,
        events = is.events,
        unruled = is.unruled,
        late = is.late
    );
    let fine = gets == owes && net == Fen::ZERO && is.unruled == 0;
    inside.put(1, y + 2, &checks, if fine { Role::Ok } else { Role::Warn });
    let transfers = if screen.by_pair { &is.bilateral } else { &is.transfers };
    let said: Vec<String> = transfers
        .iter()
        .map(|transfer| {
            let (from, to) = (screen.name_of(&transfer.from), screen.name_of(&transfer.to));
            t!(lang, "settle.transfer", from = from, to = to, amount = transfer.amount.grouped())
        })
        .collect();
    let line = if screen.by_pair {
        t!(lang, "matrix.net_pairs", count = transfers.len())
    } else {
        t!(lang, "matrix.net_all", pairs = is.pairs.len(), count = transfers.len())
    };
    let room = usize::from(inside.width().saturating_sub(2));
    let line = format!("{line}  {}", said.join("   "));
    inside.put(1, y + 3, &text::cut(&line, room), Role::Text);
}

fn events(screen: &MatrixScreen, pen: &mut Pen<'_>, area: Rect, narrow: bool) {
    let lang = pen.lang();
    let title = match screen.pair() {
        Some((home, serving)) => {
            let owed = screen.found().map(|pair| pair.owed).unwrap_or_default();
            let (home, serving) = (screen.name_of(home), screen.name_of(serving));
            t!(lang, "matrix.owes", home = home, serving = serving, amount = owed.grouped())
        }
        None => words::text(lang, "matrix.own").to_owned(),
    };
    let count = t!(lang, "matrix.count", count = screen.events.len());
    let mut inside = Panel::new(&title).fact(&count).focused(screen.below).draw(pen, area);
    if !screen.phase_is_ready() && screen.pair().is_none() {
        return;
    }
    if screen.events.draw_state(&mut inside, "matrix.nothing") {
        return;
    }
    let mut columns = vec![
        Column::text(words::text(lang, "settle.col.day"), 5),
        Column::text(words::text(lang, "settle.col.bill"), 16),
        Column::rest(words::text(lang, "settle.col.item")),
        Column::figure(words::text(lang, "matrix.value"), 11),
        Column::figure(words::text(lang, "settle.col.owed"), 10),
    ];
    if narrow {
        columns.insert(3, Column::text(words::text(lang, "settle.col.rule"), 12));
    }
    let height = inside.height().saturating_sub(u16::from(narrow));
    let fit = Table::rows_in(height, true);
    let first = screen.events.first(fit);
    let rows: Vec<Row> = screen
        .events
        .iter()
        .skip(first)
        .take(fit)
        .map(|event| {
            let day = event.day.get(5..).unwrap_or(&event.day).to_owned();
            let mut row =
                Row::new().cell(day, Role::Muted).plain(event.number.clone()).plain(named(lang, event));
            if narrow {
                row = row.cell(ruled(lang, event), Role::Muted);
            }
            row.plain(event.value.grouped()).plain(event.owed.grouped())
        })
        .collect();
    let selected = if screen.below { screen.events.selected_number() } else { None };
    let count = screen.events.len();
    let area = Rect::new(0, 0, inside.width(), height);
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside.part(area));
    if let Some(event) = screen.events.selected().filter(|_| narrow) {
        inside.put(
            1,
            height,
            &text::cut(&formula(screen, event, lang), usize::from(inside.width() - 2)),
            Role::Muted,
        );
    }
}

fn rule_of<'a>(screen: &'a MatrixScreen, event: &Event) -> Option<&'a Clearing> {
    let (_, rules) = screen.books.iter().find(|(version, _)| *version == event.version)?;
    rules.iter().find(|rule| rule.name.as_str() == event.rule)
}

/// How the amount comes about, with its figures.
fn formula(screen: &MatrixScreen, event: &Event, lang: Lang) -> String {
    let Some(rule) = rule_of(screen, event) else { return ruled(lang, event) };
    t!(
        lang,
        "matrix.formula",
        principal = event.principal,
        gift = event.gift,
        rate = rule.rate.in_percent(),
        phi = rule.gifts(),
        owed = event.owed
    )
}

/// Why an event was rated so: the rule, its version, what it looked at, the figures, and who has which part.
fn because(screen: &MatrixScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let event = screen.events.selected();
    let title = event.map_or_else(String::new, |event| t!(lang, "matrix.why", bill = event.number));
    let mut inside = Panel::new(&title).draw(pen, area);
    let Some(event) = event else { return };
    let mut lines: Vec<(String, Role)> = vec![(ruled(lang, event), Role::Title)];
    if let Some(rule) = rule_of(screen, event) {
        lines.push((scope(lang, rule), Role::Muted));
    }
    lines.push((words::text(lang, "matrix.order").to_owned(), Role::Muted));
    lines.push((formula(screen, event, lang), Role::Text));
    let serving_share = Fen(event.value.0.saturating_sub(event.home_share.0));
    let (home, serving) = (screen.name_of(&event.home), screen.name_of(&event.serving));
    let of = |store: &str, who: &str, amount: Fen| {
        t!(lang, "matrix.share", store = store, who = who, amount = amount.grouped())
    };
    lines.push((of(&serving, &event.staff, serving_share), Role::Text));
    lines.push((of(&home, &event.owner, event.home_share), Role::Text));
    lines.push((t!(lang, "matrix.member", member = event.member), Role::Muted));
    lines.push((t!(lang, "matrix.rated_on", day = event.rated_on, version = event.version), Role::Muted));
    if event.campaign {
        lines.push((words::text(lang, "matrix.campaign").to_owned(), Role::Info));
    }
    let room = usize::from(inside.width().saturating_sub(2));
    let wrapped =
        lines.iter().flat_map(|(line, role)| text::wrap(line, room).into_iter().map(|line| (line, *role)));
    for (y, (line, role)) in (0..inside.height()).zip(wrapped) {
        inside.put(1, y, &line, role);
    }
}

/// What a rule looks at, in words.
fn scope(lang: Lang, rule: &Clearing) -> String {
    let mut said = Vec::new();
    if let (Some(since), Some(until)) = (&rule.since, &rule.until) {
        said.push(t!(lang, "matrix.scope.days", since = since, until = until));
    }
    if let Some(item) = &rule.item {
        said.push(t!(lang, "matrix.scope.item", item = item));
    }
    if let Some(category) = &rule.category {
        said.push(t!(lang, "matrix.scope.category", category = category.as_str()));
    }
    if let Some(card) = rule.card {
        said.push(
            words::lookup(lang, &format!("clearing.card.{}", card.code())).unwrap_or(card.code()).to_owned(),
        );
    }
    if let Some(home) = &rule.home {
        said.push(t!(lang, "matrix.scope.home", store = home));
    }
    if let Some(serving) = &rule.serving {
        said.push(t!(lang, "matrix.scope.serving", store = serving));
    }
    if said.is_empty() { words::text(lang, "matrix.scope.all").to_owned() } else { said.join("  ") }
}
