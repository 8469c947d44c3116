//! The leaderboard drawn: who stands where, the radar, what a score is made of, and what the words mean.

use ratatui::layout::Rect;

use super::{HIDDEN, LIST, Leaderboard, below, chain, days_sheet, radar};
use crate::ground::Fen;
use crate::leaderboard::Kpi;
use crate::leaderboard::board::{BoardIs, BoardRow, score_shown};
use crate::leaderboard::kpi_rules::{ONE, shown};
use crate::leaderboard::score_rules::{Criterion, Move, Term};
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Phase, Room, Row, Table, bar, room, spark, text};
use crate::tui::theme::Role;
use crate::words;

/// Draws the whole screen.
pub fn draw(screen: &Leaderboard, pen: &mut Pen<'_>) {
    let parts = room::rows(pen.bounds(), &[0, 8]);
    let (Some(top), Some(bottom)) = (parts.first(), parts.get(1)) else { return };
    let narrow = Room::of(pen.bounds()) <= Room::Narrow;
    let split = |area: Rect| if narrow { vec![area] } else { room::columns(area, &[60, 40]) };
    let (above, lower) = (split(*top), split(*bottom));
    if let Some(area) = above.first() {
        people(screen, pen, *area);
    }
    let chosen = screen.board.as_ref().zip(screen.list.selected());
    let ready = matches!(screen.list.phase, Phase::Ready(_));
    if let Some((board, row)) = chosen.filter(|_| ready) {
        if let Some(area) = above.get(1) {
            let title = t!(pen.lang(), "board.radar", name = row.name);
            let fact = pen.word("board.median");
            let mut inside = Panel::new(&title).fact(fact).draw(pen, *area);
            radar::draw(&mut inside, board, row);
        }
        if let Some(area) = lower.first().filter(|_| screen.terms) {
            terms(screen, row, pen, *area);
        }
    }
    if let Some(area) = lower.first().filter(|_| !screen.terms) {
        if screen.hq { chain::stores(screen, pen, *area) } else { below::feed(screen, pen, *area) }
    }
    if let Some(area) = lower.get(1) {
        if screen.terms || screen.hq { about(screen, pen, *area) } else { below::goals(screen, pen, *area) }
    }
}

fn people(screen: &Leaderboard, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let spans = match (&screen.own, &screen.board) {
        (Some(_), Some(board)) => days_sheet::told(lang, (&board.from, &board.to), &board.as_of),
        _ => format!("{}  5{}", screen.span.tabs(lang), words::text(lang, "board.own_days")),
    };
    let mut inside = Panel::new(words::text(lang, "board.people")).fact(&spans).focused(true).draw(pen, area);
    if screen.list.draw_state(&mut inside, "board.nobody") {
        return;
    }
    let roomy = inside.width() >= 55;
    let mut columns = vec![
        Column::text(words::text(lang, "board.rank"), 6),
        Column::rest(words::text(lang, "members.col.name")),
        Column::figure(words::text(lang, "board.score"), 6),
        Column::figure(words::text(lang, "board.sales"), if roomy { 11 } else { 10 }),
    ];
    if roomy {
        columns.push(Column::figure(words::text(lang, "board.back"), 7));
        columns.push(Column::figure(words::text(lang, "board.stars"), 6));
        // At headquarters the name stands behind the store's code, and takes the room of the trend.
        if !screen.hq {
            columns.push(Column::text(words::text(lang, "board.trend"), 4));
        }
    }
    // The foot says what the score is made of, and what alone wins the next place.
    let foot = if inside.height() >= 13 { 4 } else { 0 };
    let (height, width) = (inside.height() - foot, inside.width());
    if foot > 0 {
        footnotes(screen, &mut inside.part(Rect::new(0, height, width, foot)));
    }
    let mut inside = inside.part(Rect::new(0, 0, width, height));
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.list.first(fit);
    let ink = inside.glyphs().ink;
    let rows: Vec<Row> = screen
        .list
        .iter()
        .skip(first)
        .take(fit)
        .map(|row| {
            let own = row.number == screen.viewer;
            let (change, tone) = change(row, &inside);
            let rank = row.rank.map_or_else(|| "--".into(), |rank| rank.to_string());
            let out = Row::new()
                .cell(format!("{rank:>2} {change}"), tone)
                .cell(format!("{} {}", row.number, row.name), if own { Role::Brand } else { Role::Text })
                .cell(row.score_shown.clone(), Role::Title)
                .plain(money(screen, row, Kpi::Sales));
            if !roomy {
                return out;
            }
            let out = out.plain(rate(row, Kpi::Repurchase)).plain(rate(row, Kpi::Satisfaction));
            if screen.hq {
                return out;
            }
            let way: Vec<i64> = row.trend.iter().map(|score| score.unwrap_or(0)).collect();
            out.cell(spark(&way, Some(1_000), 4, ink), Role::Info)
        })
        .collect();
    let (selected, count) = (screen.list.selected_number(), screen.list.len());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

fn footnotes(screen: &Leaderboard, pen: &mut Pen<'_>) {
    pen.rule(0);
    let lang = pen.lang();
    let Some(board) = &screen.board else { return };
    let room = usize::from(pen.width().saturating_sub(2));
    for (y, line) in (1..).zip(meaning(board, lang)) {
        pen.put(1, y, &text::cut(&line, room), Role::Muted);
    }
    if screen.wall || screen.viewer.is_empty() {
        pen.put(1, 3, &text::cut(words::text(lang, seen(screen)), room), Role::Info);
    } else if let Some(row) = screen.list.selected() {
        pen.put(1, 3, &text::cut(&lifted(screen, row, lang), room), Role::Info);
    }
}

/// Places won or lost since the span before, with their sign.
fn change(row: &BoardRow, pen: &Pen<'_>) -> (String, Role) {
    match row.change {
        Some(places) if places > 0 => (format!("{}{places}", pen.glyphs().rise), Role::Rise),
        Some(places) if places < 0 => (format!("{}{}", pen.glyphs().fall, -places), Role::Fall),
        Some(_) | None => (String::new(), Role::Muted),
    }
}

fn money(screen: &Leaderboard, row: &BoardRow, kpi: Kpi) -> String {
    if !screen.shows_money_of(&row.number) {
        return HIDDEN.to_owned();
    }
    row.figure(kpi).map_or_else(|| "--".into(), |figure| figure.shown.clone())
}

/// A rate, with a star where it rests on few cases.
fn rate(row: &BoardRow, kpi: Kpi) -> String {
    row.figure(kpi).map_or_else(
        || "--".into(),
        |figure| if figure.small { format!("{}*", figure.shown) } else { figure.shown.clone() },
    )
}

fn terms(screen: &Leaderboard, row: &BoardRow, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let title = t!(lang, "board.terms", name = row.name);
    let points = t!(lang, "board.points", points = row.score_shown);
    let mut inside = Panel::new(&title).fact(&points).draw(pen, area);
    let glyphs = inside.glyphs();
    // Narrow: a shorter bar leaves room for what it measures.
    let cells: u16 = if inside.width() >= 50 { 10 } else { 5 };
    for (y, term) in (0..inside.height()).zip(&row.terms) {
        inside.put(1, y, &radar::name(lang, term.criterion.kpi()), Role::Text);
        inside.put(7, y, &bar(term.normal, ONE, usize::from(cells), glyphs), Role::Brand);
        let points = format!("{} / {}", score_shown(Some(term.tenths)), term.weight);
        let end = inside.width().saturating_sub(1);
        inside.put_right(end, y, &points, Role::Text);
        let free = end.saturating_sub(text::cells(&points)).saturating_sub(cells + 9);
        let told = measured(screen, row, term, lang);
        inside.put(cells + 8, y, &text::cut(&told, usize::from(free)), Role::Muted);
    }
    let limit = usize::from(inside.width().saturating_sub(2));
    let line = lifted(screen, row, lang);
    for (y, line) in (4..inside.height()).zip(text::wrap(&line, limit)) {
        inside.put(1, y, &line, Role::Info);
    }
}

/// What counts of a criterion and what it is measured by.
fn measured(screen: &Leaderboard, row: &BoardRow, term: &Term, lang: words::Lang) -> String {
    let by = words::text(lang, if term.target { "kpi.word.target" } else { "kpi.word.best" });
    // The best in the store is somebody's money too.
    let hidden = term.criterion == Criterion::Sales
        && !(screen.sees_all && !screen.wall || term.target && screen.shows_money_of(&row.number));
    if hidden {
        return HIDDEN.to_owned();
    }
    let unit = term.criterion.kpi().unit();
    format!("{} / {} {by}", shown(unit, term.counts), shown(unit, term.against))
}

fn lifted(screen: &Leaderboard, row: &BoardRow, lang: words::Lang) -> String {
    let more = |one: &Move| {
        let key = format!("kpi.word.more.{}", one.criterion.code());
        let what = words::lookup(lang, &key).unwrap_or_default();
        match one.criterion {
            Criterion::Sales if screen.shows_money_of(&row.number) => {
                Some(format!("{what} +{}", Fen(one.more).grouped()))
            }
            Criterion::Sales => None,
            Criterion::Service | Criterion::Repurchase | Criterion::Satisfaction => {
                Some(format!("{what} +{}", one.more))
            }
        }
    };
    let ways: Vec<String> = screen.moves.iter().filter_map(more).collect();
    if ways.is_empty() {
        return words::text(lang, "board.no_moves").to_owned();
    }
    t!(lang, "board.lift", ways = ways.join(" / "))
}

fn about(screen: &Leaderboard, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let title = words::text(lang, "board.about");
    let mut inside = Panel::new(title).fact(&screen.as_of).draw(pen, area);
    let limit = usize::from(inside.width().saturating_sub(2));
    let mut lines = vec![words::text(lang, seen(screen)).to_owned()];
    if let Some(board) = &screen.board {
        lines.extend(meaning(board, lang));
    }
    if screen.hq {
        lines.push(words::text(lang, "board.chain").to_owned());
    }
    lines.push(words::text(lang, "board.small").to_owned());
    for (y, line) in (0..inside.height()).zip(lines.iter().flat_map(|line| text::wrap(line, limit))) {
        inside.put(1, y, &line, Role::Muted);
    }
}

/// Whose money is shown.
fn seen(screen: &Leaderboard) -> &'static str {
    match (screen.wall, screen.viewer.is_empty(), screen.sees_all) {
        (true, ..) => "board.kiosk",
        (false, true, _) => "board.locked",
        (false, false, true) => "board.sees_all",
        (false, false, false) => "board.sees_own",
    }
}

fn meaning(board: &BoardIs, lang: words::Lang) -> [String; 2] {
    let [sales, service, repurchase, satisfaction] = board.weights;
    let short = |day: &str| day.get(5..).unwrap_or(day).to_owned();
    let (from, to) = (short(&board.cohort.0), short(&board.cohort.1));
    [
        t!(
            lang,
            "board.weights",
            sales = sales,
            service = service,
            repurchase = repurchase,
            satisfaction = satisfaction
        ),
        t!(lang, "board.basis", from = from, to = to),
    ]
}
