//! Parts drawn: what was asked at the left, what was passed on at the right, a code over both.

use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::{ASKS, OUTS, SharesScreen, Shown};
use crate::parts::code_rules;
use crate::parts::list::{AskLine, OutLine};
use crate::parts::told::portion;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, popup, room, text};
use crate::tui::glyphs::Tier;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// After so many days nobody waits for a code any more: one that was given with the asking would be over.
const CODE_DAYS: i64 = 1;

/// Draws the whole screen.
pub(super) fn draw(screen: &SharesScreen, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    let parts = room::rows(pen.bounds(), &[0, 0]);
    let (Some(above), Some(below)) = (parts.first(), parts.get(1)) else { return };
    asks(screen, pen, *above);
    outs(screen, pen, *below);
}

fn asks(screen: &SharesScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let mut inside = Panel::new(words::text(lang, "share.asks")).focused(!screen.right).draw(pen, area);
    if screen.asks.draw_state(&mut inside, "share.no_asks") {
        return;
    }
    let columns = [
        Column::figure(words::text(lang, "share.number"), 6),
        Column::text(words::text(lang, "settle.col.day"), 10),
        Column::text(words::text(lang, "share.home"), 6),
        Column::text(words::text(lang, "share.member"), 14),
        Column::figure(words::text(lang, "share.what"), 12),
        Column::rest(words::text(lang, "hq.state")),
    ];
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.asks.first(fit);
    let rows: Vec<Row> = screen.asks.iter().skip(first).take(fit).map(|ask| ask_row(ask, lang)).collect();
    let selected = if screen.right { None } else { screen.asks.selected_number() };
    let count = screen.asks.len();
    Table { list: ASKS, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

fn ask_row(ask: &AskLine, lang: Lang) -> Row {
    let (state, role) = match &ask.taken_on {
        Some(_) if ask.left > 0 => {
            (t!(lang, "share.left", left = portion(lang, ask.kind, ask.left)), Role::Ok)
        }
        Some(day) => (t!(lang, "share.spent", day = day), Role::Muted),
        None if ask.age > CODE_DAYS => (t!(lang, "share.quiet", days = ask.age), Role::Muted),
        None => (words::text(lang, "share.waits").to_owned(), Role::Warn),
    };
    let number = if ask.granted { words::text(lang, "share.hq").to_owned() } else { ask.ask.to_string() };
    Row::new()
        .plain(number)
        .cell(ask.day.clone(), Role::Muted)
        .plain(ask.home.clone())
        .plain(format!("{} {}", ask.name, ask.who))
        .plain(portion(lang, ask.kind, ask.amount))
        .cell(state, role)
}

fn outs(screen: &SharesScreen, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let lost = screen.lost.len();
    let fact = if lost > 0 { t!(lang, "share.lost", count = lost) } else { String::new() };
    let title = words::text(lang, "share.outs");
    let mut inside = Panel::new(title).fact(&fact).focused(screen.right).draw(pen, area);
    if screen.outs.draw_state(&mut inside, "share.no_outs") {
        return;
    }
    let columns = [
        Column::figure(words::text(lang, "share.number"), 9),
        Column::text(words::text(lang, "settle.col.day"), 10),
        Column::text(words::text(lang, "share.serving"), 6),
        Column::text(words::text(lang, "share.member"), 14),
        Column::figure(words::text(lang, "share.what"), 12),
        Column::rest(words::text(lang, "hq.state")),
    ];
    let fit = Table::rows_in(inside.height(), true);
    let first = screen.outs.first(fit);
    let rows: Vec<Row> = screen.outs.iter().skip(first).take(fit).map(|out| out_row(out, lang)).collect();
    let selected = if screen.right { screen.outs.selected_number() } else { None };
    let count = screen.outs.len();
    Table { list: OUTS, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut inside);
}

fn out_row(out: &OutLine, lang: Lang) -> Row {
    let amount = |amount: i64| portion(lang, out.kind, amount);
    let (state, role) = if out.open {
        (t!(lang, "share.open", day = out.expires_on), Role::Warn)
    } else if out.back == out.amount {
        (t!(lang, "share.back", day = out.through), Role::Muted)
    } else if !out.through.is_empty() && out.used == 0 && out.back == 0 {
        (t!(lang, "share.kept", day = out.through), Role::Info)
    } else if out.used != 0 || out.back != 0 {
        (t!(lang, "share.used", used = amount(out.used), back = amount(out.back)), Role::Ok)
    } else if out.granted {
        (words::text(lang, "share.granted").to_owned(), Role::Info)
    } else {
        (words::text(lang, "share.unknown").to_owned(), Role::Info)
    };
    Row::new()
        .plain(code_rules::shown(out.ask))
        .cell(out.day.clone(), Role::Muted)
        .plain(out.serving.clone())
        .plain(format!("{} {}", out.name, out.member))
        .plain(amount(out.amount))
        .cell(state, role)
}

/// A code: the digits to be read out, and the QR code of its text where there is room.
pub(super) fn code(shown: &Shown, pen: &mut Pen<'_>) {
    let lang = pen.lang();
    let rich = pen.glyphs().tier == Tier::Rich;
    let drawing = if rich { &shown.blocks } else { &shown.signs };
    let room = (usize::from(pen.width().saturating_sub(4)), usize::from(pen.height().saturating_sub(6)));
    let fits = drawing.as_ref().filter(|drawing| drawing.fits(room.0, room.1));
    let (wide, high) = fits.map_or((0, 0), |drawing| (drawing.width, drawing.lines.len()));
    let width = u16::try_from(wide + 4).unwrap_or(60).max(56);
    let text_lines =
        if fits.is_some() { Vec::new() } else { text::wrap(&shown.is.code, usize::from(width - 4)) };
    let height = u16::try_from(high + text_lines.len()).unwrap_or(0).saturating_add(5);
    let title = words::text(lang, "share.code_title");
    let what = portion(lang, shown.is.kind, shown.is.amount);
    let fact = t!(lang, "share.code_until", what = what, day = shown.is.expires_on);
    let mut inside = popup(pen, width, height, &Panel::new(title).fact(&fact));
    let digits = &shown.is.digits;
    let x = inside.width().saturating_sub(text::cells(digits)) / 2;
    inside.put(x, 0, digits, Role::Money);
    inside.put(1, 1, words::text(lang, "share.code_read"), Role::Muted);
    let white = Style::new().fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(255, 255, 255));
    let left = inside.width().saturating_sub(u16::try_from(wide).unwrap_or(0)) / 2;
    if let Some(drawing) = fits {
        for (y, line) in (2..).zip(&drawing.lines) {
            inside.put_styled(left, y, line, white);
        }
    }
    for (y, line) in (2..).zip(&text_lines) {
        inside.put(1, y, line, Role::Text);
    }
}
