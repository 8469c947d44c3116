//! The help over a screen: every key of the tables that are heard there, made from those tables.

use super::layers::popup;
use super::panel::Panel;
use super::pen::Pen;
use super::text;
use crate::t;
use crate::tui::theme::Role;

/// A group of keys: its title, and caps with what they do, as [`crate::tui::keys::help`] gives them.
pub type Group = (String, Vec<(String, String)>);

/// How many rows the help has; `draw` shows them from row `first` on.
#[must_use]
pub fn rows(groups: &[Group]) -> usize {
    groups.iter().map(|(_, keys)| keys.len() + 2).sum::<usize>().saturating_sub(1)
}

/// Draws the help as a popup.
pub fn draw(pen: &mut Pen<'_>, groups: &[Group], first: usize) {
    let lang = pen.lang();
    let (width, height) = (pen.width().min(64), pen.height().saturating_sub(2));
    let height = height.min(u16::try_from(rows(groups) + 2).unwrap_or(height));
    let panel = Panel::new(t!(lang, "key.help")).fact(t!(lang, "help.close"));
    let mut inside = popup(pen, width, height, &panel);
    let widest = groups.iter().flat_map(|(_, keys)| keys).map(|(caps, _)| text::width(caps)).max();
    let caps_wide = widest.unwrap_or(0).min(usize::from(inside.width()) / 2);
    let lines = groups.iter().enumerate().flat_map(|(place, (title, keys))| {
        let gap = (place > 0).then_some(("", "", Role::Text));
        let head = (title.as_str(), "", Role::Title);
        let keys = keys.iter().map(|(caps, label)| (caps.as_str(), label.as_str(), Role::Key));
        gap.into_iter().chain(std::iter::once(head)).chain(keys)
    });
    for (y, (left, right, role)) in lines.skip(first).take(usize::from(inside.height())).enumerate() {
        let y = u16::try_from(y).unwrap_or(u16::MAX);
        let left = if role == Role::Key { text::fit(left, caps_wide) } else { left.to_owned() };
        let x = inside.put(1, y, &left, role);
        inside.put(x + 2, y, right, Role::Text);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::keys::{self, FIXED};
    use crate::tui::picture::plain;
    use crate::words::Lang;

    #[test]
    fn the_help_lists_every_key_and_can_be_scrolled() {
        let groups = vec![
            ("收银".to_owned(), keys::help(FIXED, Lang::Zh)),
            ("其他".to_owned(), vec![("x".to_owned(), "导出".to_owned())]),
        ];
        let drawn = |first| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 60, 16));
            let mut marks = Marks::default();
            draw(&mut Pen::new(&mut buf, &mut marks, test_manner()), &groups, first);
            plain(&buf)
        };
        assert!(drawn(0).contains("F2         挂单"), "{}", drawn(0));
        let end = drawn(rows(&groups).saturating_sub(12));
        assert!(end.contains("x          导出") && end.contains("其他"), "{end}");
    }
}
