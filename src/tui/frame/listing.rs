//! A list that is honest about itself: still loading, empty, filtered to nothing, failed, and how old it is.

use super::pen::Pen;
use super::text;
use crate::ground::{Instant, Zone};
use crate::t;
use crate::tui::input::Key;
use crate::tui::theme::Role;
use crate::words;

/// How far the rows of a list have come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// Asked for, not yet answered; `slow` after 200 ms, and only then it is shown.
    #[default]
    Asked,
    /// Asked for more than 200 ms ago.
    Slow,
    /// Here, as of this moment.
    Ready(Instant),
    /// It failed, and this is why, in words.
    Failed(String),
}

/// How long a list may take before it says that it is loading, in milliseconds.
pub const SLOW_AFTER_MS: u64 = 200;

/// Rows with a selection, a filter and a phase.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    rows: Vec<T>,
    shown: Vec<usize>,
    filter: String,
    selected: usize,
    first: usize,
    /// How far the rows have come.
    pub phase: Phase,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            shown: Vec::new(),
            filter: String::new(),
            selected: 0,
            first: 0,
            phase: Phase::Asked,
        }
    }
}

impl<T> Listing<T> {
    /// A list that is here already.
    #[must_use]
    pub fn ready(rows: Vec<T>, at: Instant) -> Self {
        let mut list = Self::default();
        list.answer(rows, at);
        list
    }

    /// The rows arrived: the selection stays where it was, as far as there are rows. The filter must be set anew
    /// by whoever knows how to match.
    pub fn answer(&mut self, rows: Vec<T>, at: Instant) {
        self.shown = (0..rows.len()).collect();
        self.rows = rows;
        self.phase = Phase::Ready(at);
        self.select(self.selected);
    }

    /// The rows did not arrive.
    pub fn fail(&mut self, why: String) {
        self.phase = Phase::Failed(why);
    }

    /// 200 ms have gone by.
    pub fn is_late(&mut self) {
        if self.phase == Phase::Asked {
            self.phase = Phase::Slow;
        }
    }

    /// Shows only what matches; the order is the one that `matches` gives, best first.
    pub fn filter(&mut self, text: &str, matches: impl Fn(&T, &str) -> Option<u32>) {
        text.clone_into(&mut self.filter);
        let mut hits: Vec<(usize, u32)> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(place, row)| {
                if text.is_empty() {
                    Some((place, 0))
                } else {
                    matches(row, text).map(|score| (place, score))
                }
            })
            .collect();
        hits.sort_by_key(|(place, score)| (std::cmp::Reverse(*score), *place));
        self.shown = hits.into_iter().map(|(place, _)| place).collect();
        self.select(0);
    }

    /// What is filtered for.
    #[must_use]
    pub fn filter_text(&self) -> &str {
        &self.filter
    }

    /// The rows that match, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().filter_map(|place| self.rows.get(*place))
    }

    /// How many rows match.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether no row matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The selected row.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.shown.get(self.selected).and_then(|place| self.rows.get(*place))
    }

    /// The number of the selected row among those that match.
    #[must_use]
    pub fn selected_number(&self) -> Option<usize> {
        (!self.is_empty()).then_some(self.selected)
    }

    /// Selects a row, or the last one where there are fewer.
    pub fn select(&mut self, number: usize) {
        self.selected = number.min(self.shown.len().saturating_sub(1));
    }

    /// Moves the selection down, or up for a negative number, and stops at the ends.
    pub fn step(&mut self, rows: isize) {
        self.select(self.selected.saturating_add_signed(rows));
    }

    /// A key that moves the selection: arrows, pages, Home and End, the same in every list. Answers whether it was one.
    pub fn travel(&mut self, key: Key) -> bool {
        match key {
            Key::Up => self.step(-1),
            Key::Down => self.step(1),
            Key::PageUp => self.step(-10),
            Key::PageDown => self.step(10),
            Key::Home => self.select(0),
            Key::End => self.select(usize::MAX),
            _ => return false,
        }
        true
    }

    /// The first row to draw so that the selected one is in sight in `fit` rows.
    #[must_use]
    pub fn first(&self, fit: usize) -> usize {
        let last = self.shown.len().saturating_sub(fit);
        let floor = (self.selected + 1).saturating_sub(fit);
        self.first.clamp(floor.min(last), self.selected.min(last))
    }

    /// Keeps the place of the window between two drawings; called from `update` when the height is known.
    pub fn settle(&mut self, fit: usize) {
        self.first = self.first(fit);
    }

    /// Draws what a list says instead of rows: answers whether it drew, so that the rows are drawn otherwise.
    /// `empty` is the key of a text that teaches how to fill the list.
    pub fn draw_state(&self, pen: &mut Pen<'_>, empty: &'static str) -> bool {
        let lang = pen.lang();
        let (words, role) = match &self.phase {
            Phase::Asked if self.rows.is_empty() => (String::new(), Role::Muted),
            Phase::Slow if self.rows.is_empty() => (t!(lang, "list.loading").to_owned(), Role::Muted),
            Phase::Failed(why) => (t!(lang, "list.failed", why = why), Role::Bad),
            Phase::Ready(_) if self.rows.is_empty() => (words::text(lang, empty).to_owned(), Role::Muted),
            Phase::Asked | Phase::Slow | Phase::Ready(_) if self.is_empty() => {
                (t!(lang, "list.no_match", filter = self.filter), Role::Muted)
            }
            Phase::Asked | Phase::Slow | Phase::Ready(_) => return false,
        };
        let room = usize::from(pen.width().saturating_sub(2));
        let lines = if room == 0 { Vec::new() } else { text::wrap(&words, room) };
        let middle = pen.height().saturating_sub(text_height(&lines)) / 3;
        for (place, line) in lines.iter().enumerate() {
            let x = pen.width().saturating_sub(text::cells(line)) / 2;
            pen.put(x, middle + u16::try_from(place).unwrap_or(0), line, role);
        }
        true
    }

    /// The time of the rows: `14:32`, or that they are being fetched.
    #[must_use]
    pub fn as_of(&self, lang: words::Lang, zone: &Zone) -> String {
        match &self.phase {
            Phase::Ready(at) => t!(lang, "list.as_of", time = zone.hour_minute(*at)),
            Phase::Asked | Phase::Slow => t!(lang, "list.refreshing").to_owned(),
            Phase::Failed(_) => t!(lang, "list.stale").to_owned(),
        }
    }
}

fn text_height(lines: &[String]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::picture::plain;

    fn state(list: &Listing<&str>) -> Option<String> {
        let mut buf = Buffer::empty(Rect::new(0, 0, 60, 3));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        list.draw_state(&mut pen, "list.empty").then(|| plain(&buf).trim().to_owned())
    }

    #[test]
    fn a_list_says_why_it_shows_nothing() {
        let mut list: Listing<&str> = Listing::default();
        assert_eq!(state(&list).as_deref(), Some(""), "the first 200 ms are quiet");
        list.is_late();
        assert!(state(&list).unwrap().contains("正在"));
        list.answer(Vec::new(), Instant(0));
        assert!(state(&list).unwrap().contains("还没有"));
        list.fail("磁盘".to_owned());
        assert!(state(&list).unwrap().contains("磁盘"));
        list.answer(vec!["陈静", "周婷"], Instant(0));
        assert_eq!(state(&list), None);
        list.filter("刘", |row, text| row.contains(text).then_some(1));
        assert!(state(&list).unwrap().contains('刘'));
        list.filter("周", |row, text| row.contains(text).then_some(1));
        assert_eq!(list.selected(), Some(&"周婷"));
        assert_eq!(list.as_of(words::Lang::Zh, &Zone::default()), "数据截至 08:00");
    }

    #[test]
    fn the_selected_row_stays_in_sight() {
        let mut list = Listing::ready((0..40).collect(), Instant(0));
        for (rows, selected, first) in
            [(0, 0, 0), (3, 3, 0), (6, 9, 5), (100, 39, 35), (-5, 34, 34), (-100, 0, 0)]
        {
            list.step(rows);
            list.settle(5);
            assert_eq!((list.selected_number(), list.first(5)), (Some(selected), first), "{rows}");
        }
        list.answer(vec![1, 2], Instant(1));
        list.step(9);
        assert_eq!(list.selected(), Some(&2));
        assert_eq!(list.first(5), 0);
    }
}
