//! Popups: layers on one another, the topmost hears the keys first and may keep them.

use ratatui::layout::Rect;

use super::panel::Panel;
use super::pen::Pen;

/// The widest remainder beside a popup that is not worth keeping, in cells.
const STRIP_CELLS_MAX: u16 = 6;

/// What a layer did with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It was meant for this layer.
    Kept,
    /// The layer below may have it.
    Passed,
}

/// Layers over a screen, the last one on top.
#[derive(Debug, Clone)]
pub struct Layers<L> {
    stack: Vec<L>,
}

impl<L> Default for Layers<L> {
    fn default() -> Self {
        Self { stack: Vec::new() }
    }
}

impl<L> Layers<L> {
    /// Puts a layer on top.
    pub fn open(&mut self, layer: L) {
        self.stack.push(layer);
    }

    /// Takes the top layer off.
    pub fn close(&mut self) -> Option<L> {
        self.stack.pop()
    }

    /// Takes all layers off.
    pub fn close_all(&mut self) {
        self.stack.clear();
    }

    /// The top layer.
    #[must_use]
    pub fn top(&self) -> Option<&L> {
        self.stack.last()
    }

    /// The top layer, to change.
    pub fn top_mut(&mut self) -> Option<&mut L> {
        self.stack.last_mut()
    }

    /// Whether nothing lies over the screen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    /// From the lowest to the top, the order of drawing.
    pub fn iter(&self) -> impl Iterator<Item = &L> {
        self.stack.iter()
    }

    /// Offers an event to the layers from the top down; answers whether one of them kept it.
    pub fn offer(&mut self, mut hear: impl FnMut(&mut L) -> Flow) -> Flow {
        for layer in self.stack.iter_mut().rev() {
            if hear(layer) == Flow::Kept {
                return Flow::Kept;
            }
        }
        Flow::Passed
    }
}

/// Opens a place for a popup in the middle of the pen: emptied, framed, nothing beneath it can be clicked.
/// Answers a pen for its inside.
pub fn popup<'p>(pen: &'p mut Pen<'_>, width: u16, height: u16, panel: &Panel<'_>) -> Pen<'p> {
    // A strip beside the popup that is too narrow to show anything would only look torn.
    let width = if pen.width().saturating_sub(width) <= STRIP_CELLS_MAX { pen.width() } else { width };
    let height = height.min(pen.height());
    let x = (pen.width() - width) / 2;
    let y = (pen.height() - height) / 3;
    let area = Rect::new(x, y, width, height);
    let mut part = pen.part(area);
    part.blank();
    part.cover();
    panel.clone().focused(true).draw(pen, area)
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::frame::pen::Target;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::input::Key;
    use crate::tui::picture::plain;
    use crate::tui::theme::Role;

    #[test]
    fn the_top_layer_hears_first_and_may_keep_what_it_hears() {
        let mut layers = Layers::default();
        layers.open(("help", Flow::Kept));
        layers.open(("toast", Flow::Passed));
        let mut heard = Vec::new();
        let flow = layers.offer(|(name, flow)| {
            heard.push(*name);
            *flow
        });
        assert_eq!((flow, heard), (Flow::Kept, vec!["toast", "help"]));
        assert_eq!(layers.close().map(|layer| layer.0), Some("toast"));
        assert_eq!(layers.top().map(|layer| layer.0), Some("help"));
    }

    #[test]
    fn a_popup_over_hanzi_keeps_all_four_sides() {
        for offset in 0..2 {
            let mut buf = Buffer::empty(Rect::new(0, 0, 21, 5));
            let mut marks = Marks::default();
            let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
            for y in 0..5 {
                pen.put(offset, y, "美柜美柜美柜美柜美柜", Role::Text);
            }
            pen.hit(Rect::new(0, 0, 21, 5), Key::F(2));
            let mut inside = popup(&mut pen, 9, 5, &Panel::new(""));
            inside.put(0, 0, "ok", Role::Text);
            let text = plain(&buf);
            assert!(text.lines().all(|line| line.matches(['┌', '└', '│', '┐', '┘']).count() == 2), "{text}");
            assert_eq!(marks.at(8, 1), Target::Nothing);
            assert_eq!(marks.at(1, 1), Target::Key(Key::F(2)));
        }
    }
}
