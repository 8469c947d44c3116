//! The radar of one person: six spokes on dots, the store's median dotted, the values at the axes.

use crate::leaderboard::board::{BoardIs, BoardRow};
use crate::leaderboard::radar_rules::{Radar, SPOKES, Spoke};
use crate::t;
use crate::tui::frame::{Dots, Pen, text};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// The directions of the spokes in thousandths, clockwise from the top.
const WAYS: [(i32, i32); 6] = [(0, -1000), (866, -500), (866, 500), (0, 1000), (-866, 500), (-866, -500)];

/// What a spoke is called.
pub fn name(lang: Lang, spoke: crate::leaderboard::Kpi) -> String {
    let key = format!("board.spoke.{}", spoke.code());
    words::lookup(lang, &key).map_or_else(|| spoke.code().to_owned(), str::to_owned)
}

/// Draws it over the whole pen: the last rows say what stands out.
pub fn draw(pen: &mut Pen<'_>, board: &BoardIs, row: &BoardRow) {
    let told = told(pen.lang(), row, usize::from(pen.width().saturating_sub(2)));
    let rows = u16::try_from(told.len()).unwrap_or(0);
    let (wide, high) = (pen.width(), pen.height().saturating_sub(rows));
    if wide >= 24 && high >= 7 {
        web(pen, (wide, high), &board.median, &row.radar);
        labels(pen, (wide, high), &row.radar);
    }
    for (y, line) in (high..pen.height()).zip(&told) {
        pen.put(1, y, line, Role::Text);
    }
}

/// Strength and gap, on one row where they fit, and whom to learn from.
fn told(lang: Lang, row: &BoardRow, limit: usize) -> Vec<String> {
    let line = |key: &'static str, spoke: Spoke| {
        let (value, over) = (spoke.value.to_string(), format!("{:+}", spoke.over));
        words::fill(lang, key, &[("what", &name(lang, spoke.kpi)), ("value", &value), ("over", &over)])
    };
    let strength = row.strength.map(|spoke| line("board.strength", spoke));
    let gap = row.gap.map(|spoke| line("board.gap", spoke));
    let both: Vec<String> = [strength, gap].into_iter().flatten().collect();
    let joined = both.join("  ");
    let mut out = if text::width(&joined) <= limit { vec![joined] } else { both };
    if let (Some(gap), Some((_, teacher))) = (row.gap, &row.teacher) {
        out.push(t!(lang, "board.learn", name = teacher, what = name(lang, gap.kpi)));
    }
    out
}

/// Centre and radius in dots.
fn round(wide: u16, high: u16) -> ((i32, i32), i32) {
    let (wide, high) = (i32::from(wide), i32::from(high));
    // A row for the label above and one for that below; five cells at either side.
    let tall = (high - 2) * 2;
    let broad = (wide / 2 - 5) * 2 * 1000 / 866;
    ((wide, high * 2), tall.min(broad).max(1))
}

fn corner(((x, y), radius): ((i32, i32), i32), way: (i32, i32), share: i32) -> (i32, i32) {
    let far = |part: i32| part * radius * share / 100_000;
    (x + far(way.0), y + far(way.1))
}

fn web(pen: &mut Pen<'_>, (wide, high): (u16, u16), median: &Radar, own: &Radar) {
    let circle = round(wide, high);
    let shape = |radar: &Radar, every: i32, role: Role, pen: &mut Pen<'_>| {
        let mut dots = Dots::new(wide, high);
        let value = |spoke: &Option<i64>| i32::try_from(spoke.unwrap_or(0)).unwrap_or(0);
        let corners: Vec<(i32, i32)> =
            WAYS.iter().zip(radar).map(|(way, spoke)| corner(circle, *way, value(spoke))).collect();
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            dots.line(*from, *to, every);
        }
        dots.draw(pen, 0, 0, role);
    };
    shape(&[Some(100); 6], 4, Role::Border, pen);
    shape(median, 2, Role::Muted, pen);
    shape(own, 1, Role::Brand, pen);
}

fn labels(pen: &mut Pen<'_>, (wide, high): (u16, u16), own: &Radar) {
    let lang = pen.lang();
    let ((_, middle), radius) = round(wide, high);
    let row = |dots: i32| u16::try_from(dots / 4).unwrap_or(0).min(high.saturating_sub(1));
    let (upper, lower) = (row(middle - radius / 2 - 4), row(middle + radius / 2 + 4));
    for (place, (kpi, spoke)) in SPOKES.into_iter().zip(own).enumerate() {
        let value = spoke.map_or_else(|| "--".into(), |value| value.to_string());
        let label = format!("{} {value}", name(lang, kpi));
        let cells = text::cells(&label);
        let right = wide.saturating_sub(cells);
        let centre = right / 2;
        let (x, y) = match place {
            0 => (centre, row(middle - radius - 4)),
            1 => (right, upper),
            2 => (right, lower),
            3 => (centre, row(middle + radius + 4)),
            4 => (0, lower),
            _ => (0, upper),
        };
        pen.put(x, y, &label, Role::Text);
    }
}
