//! Tables: labels on the left, figures on the right, the selected row with a mark that needs no colour.

use super::pen::Pen;
use super::text;
use crate::tui::theme::Role;

/// How a column takes its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Cells(u16),
    Rest,
}

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column<'t> {
    title: &'t str,
    span: Span,
    side: Side,
}

impl<'t> Column<'t> {
    /// Text in so many cells.
    #[must_use]
    pub fn text(title: &'t str, cells: u16) -> Self {
        Self { title, span: Span::Cells(cells), side: Side::Left }
    }

    /// Text in whatever the other columns leave.
    #[must_use]
    pub fn rest(title: &'t str) -> Self {
        Self { title, span: Span::Rest, side: Side::Left }
    }

    /// A figure in so many cells, on the right; a figure too wide shows `#`, never half of itself.
    #[must_use]
    pub fn figure(title: &'t str, cells: u16) -> Self {
        Self { title, span: Span::Cells(cells), side: Side::Right }
    }
}

/// A row: a text and its role for each column.
#[derive(Debug, Clone, Default)]
pub struct Row {
    cells: Vec<(String, Role)>,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cell.
    #[must_use]
    pub fn cell(mut self, text: impl Into<String>, role: Role) -> Self {
        self.cells.push((text.into(), role));
        self
    }

    /// The cells of the widest text in a column of several rows.
    #[must_use]
    pub fn widest(rows: &[Self], column: usize) -> u16 {
        let cells = rows.iter().filter_map(|row| row.cells.get(column));
        cells.map(|(words, _)| text::cells(words)).max().unwrap_or(0)
    }

    /// Adds a plain cell.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.cell(text, Role::Text)
    }
}

/// A table over the rows that are in sight.
#[derive(Debug, Clone)]
pub struct Table<'t> {
    /// The name that a click on a row reports.
    pub list: &'static str,
    /// The columns.
    pub columns: &'t [Column<'t>],
    /// The rows from `first` on; more than fit are not drawn.
    pub rows: &'t [Row],
    /// The number of the first row given, in the whole list.
    pub first: usize,
    /// How many rows the whole list has.
    pub count: usize,
    /// The selected row, in the whole list.
    pub selected: Option<usize>,
    /// Whether the titles are shown.
    pub titled: bool,
}

impl Table<'_> {
    /// How many rows fit under the titles.
    #[must_use]
    pub fn rows_in(height: u16, titled: bool) -> usize {
        usize::from(height.saturating_sub(u16::from(titled)))
    }

    /// Draws the table over the whole pen: a margin for the mark, the columns, a margin.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let widths = self.widths(pen.width().saturating_sub(2));
        let mut y = 0;
        if self.titled {
            self.titles(pen, &widths);
            y = 1;
        }
        let fit = Self::rows_in(pen.height(), self.titled);
        for (place, row) in self.rows.iter().take(fit).enumerate() {
            self.row(pen, y, &widths, self.first + place, row);
            y += 1;
        }
        self.scroll_bar(pen, fit);
    }

    fn titles(&self, pen: &mut Pen<'_>, widths: &[u16]) {
        let mut x = 1;
        for (column, width) in self.columns.iter().zip(widths) {
            let cells = usize::from(*width);
            let shown = match column.side {
                Side::Left => text::fit(column.title, cells),
                Side::Right => text::fit_right(column.title, cells),
            };
            pen.put(x, 0, &shown, Role::Muted);
            x += width + 1;
        }
    }

    fn row(&self, pen: &mut Pen<'_>, y: u16, widths: &[u16], number: usize, row: &Row) {
        let selected = self.selected == Some(number);
        let mut x = 1;
        for ((column, width), (words, role)) in self.columns.iter().zip(widths).zip(&row.cells) {
            let cells = usize::from(*width);
            let shown = match column.side {
                Side::Left => text::fit(words, cells),
                Side::Right => text::fit_number(words, cells),
            };
            pen.put(x, y, &shown, *role);
            x += width + 1;
        }
        if selected {
            pen.put(0, y, &pen.glyphs().point.to_string(), Role::Brand);
            pen.tint(y, Role::Selected);
        }
        pen.hit_row(y, self.list, number);
    }

    /// A thumb in the right margin where there is more than what is in sight.
    fn scroll_bar(&self, pen: &mut Pen<'_>, fit: usize) {
        if self.count <= fit || fit == 0 {
            return;
        }
        let top = pen.height() - u16::try_from(fit).unwrap_or(pen.height());
        let x = pen.width().saturating_sub(1);
        let size = (fit * fit / self.count).max(1);
        let most = fit - size;
        let begin = (self.first * most).div_ceil((self.count - fit).max(1)).min(most);
        for place in begin..begin + size {
            let y = top + u16::try_from(place).unwrap_or(0);
            pen.put(x, y, &pen.glyphs().thumb.to_string(), Role::Border);
        }
    }

    /// The widths of the columns: the fixed ones first, the rest shared; one cell between columns.
    fn widths(&self, room: u16) -> Vec<u16> {
        let gaps = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        let fixed: u16 = self
            .columns
            .iter()
            .map(|column| match column.span {
                Span::Cells(cells) => cells,
                Span::Rest => 0,
            })
            .fold(gaps, u16::saturating_add);
        let open = self.columns.iter().filter(|column| column.span == Span::Rest).count();
        let open = u16::try_from(open).unwrap_or(1).max(1);
        let rest = room.saturating_sub(fixed);
        self.columns
            .iter()
            .map(|column| match column.span {
                Span::Cells(cells) => cells,
                Span::Rest => rest / open,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::frame::pen::Target;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::picture::plain;

    fn drawn(width: u16, height: u16, count: usize, first: usize, selected: usize) -> (String, Marks) {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        let columns = [Column::text("#", 2), Column::rest("项目"), Column::figure("小计", 9)];
        let rows: Vec<Row> = (first..count)
            .map(|number| Row::new().plain(number.to_string()).plain("深层补水护理").plain("1,398.00"))
            .collect();
        let table = Table {
            list: "lines",
            columns: &columns,
            rows: &rows,
            first,
            count,
            selected: Some(selected),
            titled: true,
        };
        table.draw(&mut pen);
        (plain(&buf), marks)
    }

    #[test]
    fn figures_stand_on_the_right_and_the_selected_row_is_marked() {
        let (text, marks) = drawn(28, 4, 2, 0, 1);
        assert_eq!(
            text,
            " #  项目               小计\n 0  深层补水护理   1,398.00\n▸1  深层补水护理   1,398.00\n"
        );
        assert_eq!(marks.at(5, 2), Target::Row { list: "lines", row: 1 });
        assert_eq!(marks.at(5, 0), Target::Nothing);
    }

    #[test]
    fn a_long_list_shows_where_it_stands() {
        let thumb = |first| {
            let (text, _) = drawn(28, 5, 40, first, first);
            text.lines().position(|line| line.ends_with('█')).unwrap()
        };
        assert_eq!((thumb(0), thumb(18), thumb(36)), (1, 3, 4));
    }

    #[test]
    fn a_figure_that_does_not_fit_is_never_cut() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        let columns = [Column::figure("小计", 5)];
        let rows = [Row::new().plain("1,398.00")];
        Table {
            list: "x",
            columns: &columns,
            rows: &rows,
            first: 0,
            count: 1,
            selected: None,
            titled: false,
        }
        .draw(&mut pen);
        assert_eq!(plain(&buf), " #####");
    }
}
