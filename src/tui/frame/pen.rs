//! The pen a view draws with: cells inside its own area only, roles instead of colours, keys that can be clicked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

use super::text;
use crate::tui::glyphs::Glyphs;
use crate::tui::input::Key;
use crate::tui::theme::{Role, Theme};
use crate::words::{self, Lang};

/// What a drawing leaves behind besides cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Where the real cursor goes: the input method's window follows it.
    pub caret: Option<Position>,
    /// What a click means, later ones on top.
    pub hits: Vec<Hit>,
}

impl Marks {
    /// What a click on this cell means: the topmost place under it.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Target {
        let spot = Position::new(x, y);
        self.hits.iter().rev().find(|hit| hit.area.contains(spot)).map_or(Target::Nothing, |hit| hit.target)
    }
}

/// A place that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The cells.
    pub area: Rect,
    /// What a click there means.
    pub target: Target,
}

/// What a click means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A key is pressed.
    Key(Key),
    /// A row of a list is chosen.
    Row {
        /// The list.
        list: &'static str,
        /// The row, counted from the first of the list.
        row: usize,
    },
    /// Nothing; whatever lies beneath is covered.
    Nothing,
}

/// How everything looks: passed to every view.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Colours by role.
    pub theme: Theme,
    /// Signs of this terminal.
    pub glyphs: &'static Glyphs,
    /// The language of the words.
    pub lang: Lang,
}

/// A pen over an area. Coordinates are relative to the area, and nothing is drawn outside it.
pub struct Pen<'a> {
    buf: &'a mut Buffer,
    marks: &'a mut Marks,
    area: Rect,
    manner: Manner,
}

impl<'a> Pen<'a> {
    /// A pen over the whole buffer.
    pub fn new(buf: &'a mut Buffer, marks: &'a mut Marks, manner: Manner) -> Self {
        let area = buf.area;
        Self { buf, marks, area, manner }
    }

    /// Width of the area in cells.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Height of the area in cells.
    #[must_use]
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// The area itself, from its own corner: the start of a layout.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        Rect::new(0, 0, self.area.width, self.area.height)
    }

    /// How everything looks.
    #[must_use]
    pub fn manner(&self) -> Manner {
        self.manner
    }

    /// The signs of this terminal.
    #[must_use]
    pub fn glyphs(&self) -> &'static Glyphs {
        self.manner.glyphs
    }

    /// The language of the words.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.manner.lang
    }

    /// The words of a key.
    #[must_use]
    pub fn word(&self, key: &'static str) -> &'static str {
        words::text(self.manner.lang, key)
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.manner.theme.style(role)
    }

    /// A pen over a part of this area; what lies outside is cut off.
    pub fn part(&mut self, part: Rect) -> Pen<'_> {
        let area = self.absolute(part);
        Pen { buf: self.buf, marks: self.marks, area, manner: self.manner }
    }

    /// The pen itself, narrowed to a part of its area.
    #[must_use]
    pub fn into_part(self, part: Rect) -> Self {
        let area = self.absolute(part);
        Self { area, ..self }
    }

    /// Puts the ground of the theme under the whole area.
    pub fn wash(&mut self) {
        let ground = self.manner.theme.ground();
        self.buf.set_style(self.area, ground);
    }

    /// Empties the area, and frees the wide character that reaches into it from the left.
    pub fn blank(&mut self) {
        let ground = self.manner.theme.ground();
        for y in self.area.top()..self.area.bottom() {
            self.free_left(self.area.left(), y);
            for x in self.area.left()..self.area.right() {
                if let Some(cell) = self.buf.cell_mut(Position::new(x, y)) {
                    cell.reset();
                    cell.set_style(ground);
                }
            }
        }
    }

    /// Writes text at a cell of the area; answers the column after it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        let style = self.style(role);
        self.put_styled(x, y, text, style)
    }

    /// Writes text in a style.
    pub fn put_styled(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let (left, top) = (self.area.x + x, self.area.y + y);
        self.free_left(left, top);
        let room = usize::from(self.area.width - x);
        // A style is laid over what was there: bold of the line beneath a title must not shine through.
        let bare = style.add_modifier;
        let style = style.remove_modifier(Modifier::all()).add_modifier(bare);
        let (end, _) = self.buf.set_stringn(left, top, text, room, style);
        end.saturating_sub(self.area.x)
    }

    /// Writes text that ends at column `end` (exclusive); answers where it begins.
    pub fn put_right(&mut self, end: u16, y: u16, text: &str, role: Role) -> u16 {
        let begin = end.saturating_sub(text::cells(text));
        self.put(begin, y, text, role);
        begin
    }

    /// Writes a label on the left and a value on the right of a row, one cell in from both edges. The value is
    /// kept whole; the label is cut.
    pub fn pair(&mut self, y: u16, label: &str, value: &str, role: Role) {
        let end = self.area.width.saturating_sub(1);
        let begin = self.put_right(end, y, value, role);
        let room = usize::from(begin.saturating_sub(2));
        self.put(1, y, &text::cut(label, room), Role::Muted);
    }

    /// Lays a style over a row, keeping its text. On a selected row the colours of the figures stay and only the
    /// ground changes; what would be too faint there becomes plain.
    pub fn tint(&mut self, y: u16, role: Role) {
        let style = self.style(role);
        let row = self.absolute(Rect::new(0, y, self.area.width, 1));
        if role != Role::Selected {
            self.buf.set_style(row, style);
            return;
        }
        for spot in row.positions() {
            if let Some(cell) = self.buf.cell_mut(spot) {
                cell.fg = self.manner.theme.ink_when_selected(cell.fg);
            }
        }
        self.buf.set_style(row, Style { fg: None, ..style });
    }

    /// A line across the area.
    pub fn rule(&mut self, y: u16) {
        let line = self.glyphs().horizontal.to_string().repeat(usize::from(self.area.width));
        self.put(0, y, &line, Role::Border);
    }

    /// Puts the real cursor on a cell of the area.
    pub fn caret(&mut self, x: u16, y: u16) {
        let x = x.min(self.area.width.saturating_sub(1));
        if y < self.area.height {
            self.marks.caret = Some(Position::new(self.area.x + x, self.area.y + y));
        }
    }

    /// Makes cells of the area press a key when they are clicked.
    pub fn hit(&mut self, part: Rect, key: Key) {
        let area = self.absolute(part);
        self.marks.hits.push(Hit { area, target: Target::Key(key) });
    }

    /// Makes a row of the area choose a row of a list when it is clicked.
    pub fn hit_row(&mut self, y: u16, list: &'static str, row: usize) {
        let area = self.absolute(Rect::new(0, y, self.area.width, 1));
        self.marks.hits.push(Hit { area, target: Target::Row { list, row } });
    }

    /// Covers whatever could be clicked beneath the area, and takes its caret away.
    pub fn cover(&mut self) {
        self.marks.hits.push(Hit { area: self.area, target: Target::Nothing });
        self.marks.caret = None;
    }

    fn absolute(&self, part: Rect) -> Rect {
        let moved = Rect::new(
            self.area.x.saturating_add(part.x),
            self.area.y.saturating_add(part.y),
            part.width,
            part.height,
        );
        moved.intersection(self.area)
    }

    /// Blanks a wide character whose right half is about to be overwritten: otherwise it would swallow what is
    /// drawn there.
    fn free_left(&mut self, x: u16, y: u16) {
        let Some(before) = x.checked_sub(1) else { return };
        if let Some(cell) = self.buf.cell_mut(Position::new(before, y))
            && cell.symbol().width() > 1
        {
            cell.set_symbol(" ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::frame::test_manner;
    use crate::tui::picture::plain;

    #[test]
    fn nothing_is_drawn_outside_the_area() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 3));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        let mut part = pen.part(Rect::new(2, 1, 4, 9));
        part.put(0, 0, "深层补水护理", Role::Text);
        part.put(0, 5, "below", Role::Text);
        part.put(9, 0, "beside", Role::Text);
        part.caret(9, 0);
        assert_eq!(plain(&buf), "\n  深层\n");
        assert_eq!(marks.caret, Some(Position::new(5, 1)));
    }

    #[test]
    fn a_wide_character_under_a_popup_does_not_eat_its_border() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        pen.put(0, 0, "美柜美柜", Role::Text);
        let mut part = pen.part(Rect::new(3, 0, 3, 1));
        part.blank();
        part.put(0, 0, "|x|", Role::Text);
        assert_eq!(plain(&buf), "美 |x|柜");
    }

    #[test]
    fn a_click_presses_the_key_drawn_there_unless_something_covers_it() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 2));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        pen.hit(Rect::new(0, 1, 4, 1), Key::F(2));
        pen.caret(0, 0);
        pen.part(Rect::new(2, 0, 4, 2)).cover();
        assert_eq!(marks.at(1, 1), Target::Key(Key::F(2)));
        assert_eq!(marks.at(3, 1), Target::Nothing);
        assert_eq!(marks.at(9, 0), Target::Nothing);
        assert_eq!(marks.caret, None);
    }
}
