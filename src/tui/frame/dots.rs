//! A ground of braille dots, two by four in a cell, for curves and radars; stars where braille is not to be had.

use super::pen::Pen;
use crate::tui::glyphs::Ink;
use crate::tui::theme::Role;

/// The bits of a cell's dots by row, left and right.
const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// Dots over so many cells; dot (0, 0) is at the top left.
#[derive(Debug, Clone)]
pub struct Dots {
    columns: u16,
    cells: Vec<u8>,
}

impl Dots {
    /// An empty ground.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        Self { columns, cells: vec![0; usize::from(columns) * usize::from(rows)] }
    }

    /// Sets a dot; one that lies outside is not set.
    pub fn dot(&mut self, x: i32, y: i32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x / 2 >= usize::from(self.columns) {
            return;
        }
        let place = y / 4 * usize::from(self.columns) + x / 2;
        let bit = BITS.get(y % 4).and_then(|row| row.get(x % 2)).copied().unwrap_or(0);
        if let Some(cell) = self.cells.get_mut(place) {
            *cell |= bit;
        }
    }

    /// Sets the dots of a line, each `every`-th of them: 1 is a whole line, 3 a dotted one.
    pub fn line(&mut self, from: (i32, i32), to: (i32, i32), every: i32) {
        let (wide, high) = (to.0.saturating_sub(from.0), to.1.saturating_sub(from.1));
        // A line longer than any screen is cut off, not walked.
        let steps = wide.unsigned_abs().max(high.unsigned_abs()).min(4096);
        let steps = i32::try_from(steps).unwrap_or(0);
        let along = |begin: i32, length: i32, step: i32| {
            let twice = 2 * i64::from(length) * i64::from(step) + i64::from(steps);
            let moved = twice.div_euclid((2 * i64::from(steps)).max(1));
            begin.saturating_add(i32::try_from(moved).unwrap_or(0))
        };
        for step in (0..=steps).filter(|step| step % every.max(1) == 0) {
            self.dot(along(from.0, wide, step), along(from.1, high, step));
        }
    }

    /// Draws the dots from a cell of the pen on; empty cells leave what is there.
    pub fn draw(&self, pen: &mut Pen<'_>, x: u16, y: u16, role: Role) {
        let braille = pen.glyphs().ink == Ink::Braille;
        for (row, cells) in self.cells.chunks(usize::from(self.columns).max(1)).enumerate() {
            for (column, bits) in cells.iter().enumerate().filter(|(_, bits)| **bits != 0) {
                let sign =
                    if braille { char::from_u32(0x2800 + u32::from(*bits)).unwrap_or('*') } else { '*' };
                let (right, down) = (u16::try_from(column), u16::try_from(row));
                if let (Ok(right), Ok(down)) = (right, down) {
                    pen.put(x.saturating_add(right), y.saturating_add(down), &sign.to_string(), role);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::glyphs::Tier;
    use crate::tui::picture::plain;

    fn drawn(dots: &Dots, tier: Tier) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 2));
        let mut marks = Marks::default();
        let manner = crate::tui::frame::Manner { glyphs: tier.glyphs(), ..test_manner() };
        dots.draw(&mut Pen::new(&mut buf, &mut marks, manner), 0, 0, Role::Text);
        plain(&buf)
    }

    #[test]
    fn lines_are_made_of_dots_and_stars_stand_in_for_them() {
        let mut dots = Dots::new(4, 2);
        dots.line((0, 0), (7, 7), 1);
        assert_eq!(drawn(&dots, Tier::Rich), "⠑⢄\n  ⠑⢄");
        assert_eq!(drawn(&dots, Tier::Ascii), "**\n  **");
        let mut dotted = Dots::new(4, 2);
        dotted.line((7, 0), (0, 0), 3);
        assert_eq!(drawn(&dotted, Tier::Rich), "⠈ ⠁⠈\n");
    }

    #[test]
    fn dots_outside_and_endless_lines_do_no_harm() {
        let mut dots = Dots::new(2, 2);
        dots.line((i32::MIN, 0), (i32::MAX, i32::MAX), 1);
        dots.dot(-1, 3);
        dots.dot(4, 0);
        dots.dot(0, 8);
        let mut none = Dots::new(0, 0);
        none.line((0, 0), (9, 9), 1);
        assert_eq!(drawn(&none, Tier::Rich), "\n");
    }
}
