//! The frame around everything: a title on the left, a fact on the right, the focus in the colour of the house.

use ratatui::layout::Rect;

use super::pen::Pen;
use super::text;
use crate::tui::theme::Role;

/// The fewest cells that a cut fact is shown in.
const FACT_CELLS_MIN: usize = 8;

/// A frame with titles.
#[derive(Debug, Clone, Default)]
pub struct Panel<'t> {
    title: &'t str,
    fact: &'t str,
    focused: bool,
}

impl<'t> Panel<'t> {
    /// A panel with a title on the left.
    #[must_use]
    pub fn new(title: &'t str) -> Self {
        Self { title, ..Self::default() }
    }

    /// With a fact on the right of the top line.
    #[must_use]
    pub fn fact(mut self, fact: &'t str) -> Self {
        self.fact = fact;
        self
    }

    /// With the focus.
    #[must_use]
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Draws the frame and answers a pen for its inside.
    pub fn draw<'p>(&self, pen: &'p mut Pen<'_>, area: Rect) -> Pen<'p> {
        let role = if self.focused { Role::Brand } else { Role::Border };
        let mut pen = pen.part(area);
        let (width, height) = (pen.width(), pen.height());
        if width < 2 || height < 2 {
            return pen.into_part(Rect::default());
        }
        let glyphs = pen.glyphs();
        let [top_left, top_right, bottom_left, bottom_right] = glyphs.corners;
        let line = glyphs.horizontal.to_string().repeat(usize::from(width - 2));
        pen.put(0, 0, &format!("{top_left}{line}{top_right}"), role);
        pen.put(0, height - 1, &format!("{bottom_left}{line}{bottom_right}"), role);
        let side = glyphs.vertical.to_string();
        for y in 1..height - 1 {
            pen.put(0, y, &side, role);
            pen.put(width - 1, y, &side, role);
        }
        self.titles(&mut pen);
        pen.into_part(Rect::new(1, 1, width - 2, height - 2))
    }

    /// The title keeps its place; the fact is shown where it fits beside it.
    fn titles(&self, pen: &mut Pen<'_>) {
        let room = usize::from(pen.width().saturating_sub(4));
        if self.title.is_empty() && self.fact.is_empty() || room == 0 {
            return;
        }
        let role = if self.focused { Role::Brand } else { Role::Title };
        let mut used = 0;
        if !self.title.is_empty() {
            let title = text::cut(self.title, room.saturating_sub(1));
            used = text::width(&title) + 2;
            // Without colour a mark in the place of the blank says where the focus is.
            let marked = self.focused && !pen.manner().theme.is_coloured();
            let lead = if marked { pen.glyphs().point } else { ' ' };
            pen.put(1, 0, &format!("{lead}{title} "), role);
        }
        // A fact that does not fit is cut, and not shown at all where nothing readable would be left.
        let left = (room + 1).saturating_sub(used + 3);
        // Parts two blanks apart go whole, the last first; only a single one is cut.
        let mut whole = self.fact;
        while text::width(whole) > left
            && let Some((before, _)) = whole.rsplit_once("  ")
        {
            whole = before.trim_end();
        }
        let fact = text::cut(whole, left);
        if !self.fact.is_empty() && (fact == whole || left >= FACT_CELLS_MIN) {
            let end = pen.width() - 2;
            pen.put_right(end, 0, &format!(" {fact} "), Role::Muted);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::picture::plain;

    fn drawn(width: u16, height: u16, panel: &Panel<'_>) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        let bounds = pen.bounds();
        panel.draw(&mut pen, bounds).put(0, 0, " 余额", Role::Text);
        plain(&buf)
    }

    #[test]
    fn a_panel_has_titles_at_both_ends_of_its_top_line() {
        let panel = Panel::new("单据 0047").fact("挂单 2");
        assert_eq!(
            drawn(28, 3, &panel),
            "┌ 单据 0047 ────── 挂单 2 ─┐\n│ 余额                     │\n└──────────────────────────┘"
        );
    }

    #[test]
    fn a_fact_of_several_parts_loses_the_last_ones_whole() {
        let panel = Panel::new("打印机").fact("Enter 下一项  F8 确定  Esc 取消");
        assert!(drawn(38, 2, &panel).lines().next().unwrap().ends_with(" Enter 下一项  F8 确定 ─┐"));
    }

    #[test]
    fn a_panel_too_small_for_its_titles_keeps_its_frame() {
        for width in 0..30 {
            for height in 0..4 {
                let text = drawn(width, height, &Panel::new("单据 0047").fact("挂单 2"));
                for line in text.lines() {
                    assert!(text::width(line) <= usize::from(width), "{width}x{height}: {line}");
                }
                if width > 4 && height > 1 {
                    assert!(text.starts_with('┌') && text.lines().next().unwrap().ends_with('┐'), "{text}");
                }
            }
        }
        assert!(drawn(20, 2, &Panel::new("单据 0047").fact("挂单 2")).contains("单据 0047"));
    }
}
