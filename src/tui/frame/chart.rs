//! Small charts made of text: bars and sparklines in braille, blocks or ASCII, whatever the terminal has.

use crate::tui::glyphs::{Glyphs, Ink, Tier};

/// A bar of so many cells: `value` of `whole` is full. A value above zero shows at least one full cell, and only
/// a whole value fills the bar.
#[must_use]
pub fn bar(value: i64, whole: i64, cells: usize, glyphs: &Glyphs) -> String {
    let full = filled(value, whole, cells);
    let mut out = String::new();
    out.extend(std::iter::repeat_n(glyphs.full, full));
    out.extend(std::iter::repeat_n(glyphs.hollow, cells - full));
    out
}

fn filled(value: i64, whole: i64, cells: usize) -> usize {
    if value <= 0 || whole <= 0 || cells == 0 {
        return 0;
    }
    if value >= whole {
        return cells;
    }
    let share = i128::from(value) * i128::try_from(cells).unwrap_or(0) / i128::from(whole);
    usize::try_from(share).unwrap_or(0).clamp(1, cells.saturating_sub(1).max(1))
}

/// A cell of a heat map, two cells wide: its step from 0 to 4 and its signs. Nothing, up to a quarter of the peak, a half,
/// three quarters, more.
#[must_use]
pub fn heat(value: i64, top: i64, glyphs: &Glyphs) -> (usize, &'static str) {
    let quarters = i128::from(value) * 4;
    let step = match (quarters, i128::from(top)) {
        (..=0, _) => 0,
        (quarters, top) if quarters <= top => 1,
        (quarters, top) if quarters <= top * 2 => 2,
        (quarters, top) if quarters <= top * 3 => 3,
        _ => 4,
    };
    let signs = if glyphs.tier == Tier::Rich { HEAT } else { HEAT_SIGNS };
    (step, signs.get(step).copied().unwrap_or_default())
}

/// The steps of a heat map in blocks and in ASCII.
const HEAT: [&str; 5] = ["  ", "░░", "▒▒", "▓▓", "██"];
const HEAT_SIGNS: [&str; 5] = ["  ", "..", "::", "**", "##"];

/// The steps of a sparkline in blocks and in ASCII, lowest first.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const SIGNS: [char; 9] = [' ', '.', ',', '-', '~', '=', '+', '*', '#'];
/// The dots of a braille column from the bottom, left and right.
const LEFT: [u32; 5] = [0, 0x40, 0x44, 0x46, 0x47];
const RIGHT: [u32; 5] = [0, 0x80, 0xa0, 0xb0, 0xb8];

/// A sparkline of the newest values that fit in so many cells, on a scale from zero to `top` (or to the largest
/// value where there is no fixed scale). A value above zero always shows.
#[must_use]
pub fn spark(values: &[i64], top: Option<i64>, cells: usize, ink: Ink) -> String {
    let a_cell = if ink == Ink::Braille { 2 } else { 1 };
    let room = cells.saturating_mul(a_cell);
    let newest = values.iter().skip(values.len().saturating_sub(room));
    let newest: Vec<i64> = newest.copied().collect();
    let top = top.unwrap_or_else(|| newest.iter().copied().max().unwrap_or(0));
    match ink {
        Ink::Braille => newest.chunks(2).map(|pair| braille(pair, top)).collect(),
        Ink::Block => newest.iter().map(|value| pick(&BLOCKS, step(*value, top, 8))).collect(),
        Ink::Ascii => newest.iter().map(|value| pick(&SIGNS, step(*value, top, 8))).collect(),
    }
}

fn braille(pair: &[i64], top: i64) -> char {
    let dots = |place: usize, table: [u32; 5]| {
        let value = pair.get(place).copied().unwrap_or(0);
        table.get(step(value, top, 4)).copied().unwrap_or(0)
    };
    char::from_u32(0x2800 + dots(0, LEFT) + dots(1, RIGHT)).unwrap_or(' ')
}

fn pick(table: &[char; 9], step: usize) -> char {
    table.get(step).copied().unwrap_or(' ')
}

/// A value as one of `steps` steps; zero and less is none.
fn step(value: i64, top: i64, steps: i64) -> usize {
    if value <= 0 || top <= 0 {
        return 0;
    }
    let share = (i128::from(value) * i128::from(steps)).div_euclid(i128::from(top));
    usize::try_from(share.clamp(1, i128::from(steps))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heat_has_five_steps_up_to_the_peak() {
        let rich = Tier::Rich.glyphs();
        let steps = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|value| heat(value, 8, rich).0);
        assert_eq!(steps, [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!((heat(8, 8, rich).1, heat(8, 8, Tier::Ascii.glyphs()).1), ("██", "##"));
    }
    use crate::tui::glyphs::Tier;

    #[test]
    fn a_bar_is_full_only_when_the_value_is() {
        let rich = Tier::Rich.glyphs();
        for (value, whole, shown) in [
            (0, 100, "░░░░"),
            (1, 100, "█░░░"),
            (50, 100, "██░░"),
            (99, 100, "███░"),
            (100, 100, "████"),
            (500, 100, "████"),
            (5, 0, "░░░░"),
            (-5, 100, "░░░░"),
            (i64::MAX - 1, i64::MAX, "███░"),
        ] {
            assert_eq!(bar(value, whole, 4, rich), shown, "{value} of {whole}");
        }
        assert_eq!(bar(1, 2, 4, Tier::Ascii.glyphs()), "##..");
        assert_eq!(bar(1, 2, 0, rich), "");
    }

    #[test]
    fn a_sparkline_shows_the_newest_values_on_its_scale() {
        assert_eq!(spark(&[0, 1, 2, 3, 4], None, 8, Ink::Block), " ▂▄▆█");
        assert_eq!(spark(&[9, 0, 8], Some(8), 2, Ink::Ascii), " #");
        assert_eq!(spark(&[4, 4, 1, 2], Some(4), 8, Ink::Braille), "⣿⣠");
        assert_eq!(spark(&[1, 1_000_000], None, 8, Ink::Block), "▁█", "what is there shows");
        assert_eq!(spark(&[], None, 8, Ink::Braille), "");
        assert_eq!(spark(&[0, 0], None, 8, Ink::Braille), "⠀");
    }
}
