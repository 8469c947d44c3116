//! Finding by name: hanzi, pinyin in full or by initials, and English all find the same thing.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use pinyin::ToPinyinMulti;

use super::frame::{Listing, Panel, Pen, popup, text};
use super::input::Key;
use super::line::{Line, Takes};
use super::theme::Role;
use crate::ground::Instant;
use crate::words::{self, Lang};

/// The longest needle that is looked for, in characters.
const NEEDLE_CHARS_MAX: usize = 32;

/// The names of one thing, ready to be searched: every reading of every hanzi, not only the common one.
#[derive(Debug, Clone)]
pub struct Names {
    /// For each text: for each character what may be typed for it, in lower case.
    texts: Vec<Spelt>,
}

#[derive(Debug, Clone)]
struct Spelt {
    text: String,
    readings: Vec<Vec<String>>,
}

impl Names {
    /// Names in any language.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        Self { texts: texts.iter().map(|text| Spelt::of(text)).collect() }
    }

    /// How well a needle fits, higher is better; `None` where it does not fit at all.
    #[must_use]
    pub fn score(&self, needle: &str) -> Option<u32> {
        let needle: String = crate::ground::wide::narrow(needle)
            .trim()
            .to_lowercase()
            .chars()
            .take(NEEDLE_CHARS_MAX)
            .collect();
        if needle.is_empty() {
            return Some(0);
        }
        self.texts.iter().filter_map(|spelt| spelt.score(&needle)).max()
    }
}

impl Spelt {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let readings = lower
            .chars()
            .filter(|ch| !ch.is_whitespace())
            .map(|ch| {
                let mut readings = vec![ch.to_string()];
                if let Some(many) = ch.to_pinyin_multi() {
                    readings.extend(many.into_iter().map(|one| one.plain().replace('ü', "v")));
                }
                readings
            })
            .collect();
        Self { text: lower, readings }
    }

    /// The text itself before pinyin before a loose match; a beginning before a middle; a short text before a
    /// long one.
    fn score(&self, needle: &str) -> Option<u32> {
        let length = u32::try_from(self.readings.len()).unwrap_or(u32::MAX).min(99);
        let near = 100 - length;
        if self.text.starts_with(needle) {
            return Some(5000 + near);
        }
        if self.text.contains(needle) {
            return Some(4000 + near);
        }
        let compact: String = needle.chars().filter(|ch| !ch.is_whitespace() && *ch != '\'').collect();
        match (0..self.readings.len()).find(|start| self.spells(*start, &compact)) {
            Some(0) => Some(3000 + near),
            Some(_) => Some(2000 + near),
            None => self.loose(needle).map(|score| score.min(999)),
        }
    }

    /// Whether the characters from `start` on spell the needle, each by a whole reading or by its beginning:
    /// `jb`, `jiaob`, `jiaoban` all spell 交班.
    fn spells(&self, start: usize, needle: &str) -> bool {
        let needle: Vec<char> = needle.chars().collect();
        let mut reached = vec![false; needle.len() + 1];
        if let Some(first) = reached.first_mut() {
            *first = true;
        }
        for readings in self.readings.iter().skip(start) {
            let mut next = vec![false; needle.len() + 1];
            for from in (0..needle.len()).filter(|from| reached.get(*from) == Some(&true)) {
                for reading in readings {
                    for (steps, (have, want)) in reading.chars().zip(needle.iter().skip(from)).enumerate() {
                        if have != *want {
                            break;
                        }
                        if let Some(spot) = next.get_mut(from + steps + 1) {
                            *spot = true;
                        }
                    }
                }
            }
            if next.last() == Some(&true) {
                return true;
            }
            reached = next;
        }
        false
    }

    /// Letters in order with others between them, for English and for slips of the finger.
    fn loose(&self, needle: &str) -> Option<u32> {
        let pattern = Pattern::new(needle, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        pattern.score(Utf32Str::new(&self.text, &mut buffer), &mut matcher)
    }
}

/// A command of the palette.
#[derive(Debug, Clone)]
pub struct Command<A> {
    /// What it does.
    pub act: A,
    /// The key of its words.
    pub label: &'static str,
    /// The key that does the same without the palette.
    pub key: Option<Key>,
}

#[derive(Debug, Clone)]
struct Prepared<A> {
    command: Command<A>,
    names: Names,
}

/// What the palette made of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<A> {
    /// Nothing yet.
    Open,
    /// This command.
    Act(A),
    /// It was closed.
    Closed,
}

/// The command palette.
#[derive(Debug, Clone)]
pub struct Palette<A> {
    line: Line,
    list: Listing<Prepared<A>>,
}

impl<A: Copy> Palette<A> {
    /// A palette over these commands, with a text typed already.
    #[must_use]
    pub fn new(commands: Vec<Command<A>>, typed: &str) -> Self {
        let prepared = commands
            .into_iter()
            .map(|command| {
                let texts = Lang::ALL.map(|lang| words::text(lang, command.label));
                Prepared { names: Names::of(&texts), command }
            })
            .collect();
        let mut palette = Self { line: Line::new(Takes::Text), list: Listing::ready(prepared, Instant(0)) };
        palette.line.set(typed);
        palette.search();
        palette
    }

    fn search(&mut self) {
        let needle = self.line.text().to_owned();
        self.list.filter(&needle, |row, needle| row.names.score(needle));
    }

    /// A key.
    pub fn press(&mut self, key: Key) -> Chosen<A> {
        match key {
            Key::Esc => return Chosen::Closed,
            Key::Backspace if self.line.is_empty() => return Chosen::Closed,
            Key::Enter => {
                return self.list.selected().map_or(Chosen::Open, |row| Chosen::Act(row.command.act));
            }
            Key::Up => self.list.step(-1),
            Key::Down => self.list.step(1),
            Key::PageUp => self.list.step(-10),
            Key::PageDown => self.list.step(10),
            Key::Home if self.line.is_empty() => self.list.select(0),
            Key::End if self.line.is_empty() => self.list.select(usize::MAX),
            other => {
                if self.line.press(other) {
                    self.search();
                }
            }
        }
        Chosen::Open
    }

    /// The commands that match, best first.
    pub fn matches(&self) -> impl Iterator<Item = &Command<A>> {
        self.list.iter().map(|row| &row.command)
    }

    /// Draws the palette over the screen.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let hint = words::text(lang, "palette.hint");
        let panel = Panel::new(words::text(lang, "palette.title")).fact(hint);
        let (width, height) = (pen.width().min(60), pen.height().min(16));
        let mut inside = popup(pen, width, height, &panel);
        inside.put(1, 0, ":", Role::Brand);
        let cells = inside.width().saturating_sub(4);
        self.line.draw(&mut inside, 3, 0, cells, true);
        inside.rule(1);
        let fit = usize::from(inside.height().saturating_sub(2));
        let first = self.list.first(fit);
        if self.list.is_empty() {
            inside.put(1, 2, words::text(lang, "palette.none"), Role::Muted);
        }
        for (place, row) in self.list.iter().skip(first).take(fit).enumerate() {
            let y = 2 + u16::try_from(place).unwrap_or(0);
            let cap = row.command.key.map(|key| key.to_string()).unwrap_or_default();
            let room = usize::from(inside.width().saturating_sub(4));
            let words = text::ends(words::text(lang, row.command.label), &cap, room);
            inside.put(2, y, &words, Role::Text);
            if self.list.selected_number() == Some(first + place) {
                inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
                inside.tint(y, Role::Selected);
            }
            inside.hit_row(y, "palette", first + place);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::keys::{FIXED, Fixed};
    use crate::tui::picture::plain;

    #[test]
    fn a_name_is_found_by_hanzi_pinyin_initials_and_english() {
        let names = Names::of(&["深层补水护理", "Deep hydration"]);
        for needle in [
            "深层",
            "补水",
            "sc",
            "scbs",
            "shencengbushui",
            "shenc",
            "bshl",
            "ＳＣ",
            "deep",
            "dp hy",
            "hydra",
            "",
        ] {
            assert!(names.score(needle).is_some(), "{needle}");
        }
        for needle in ["xyz", "浅", "scx", "面膜"] {
            assert!(names.score(needle).is_none(), "{needle}");
        }
        let rank = |needle| names.score(needle).unwrap();
        assert!(rank("深层") > rank("补水") && rank("补水") > rank("sc") && rank("sc") > rank("bs"));
    }

    #[test]
    fn every_reading_of_a_character_is_tried() {
        for (name, needle) in
            [("单老师", "shan"), ("仇小姐", "qiu"), ("曾女士", "zeng"), ("绿茶", "lv"), ("60分VIP", "60fv")]
        {
            assert!(Names::of(&[name]).score(needle).is_some(), "{name} by {needle}");
        }
    }

    fn palette(typed: &str) -> Palette<Fixed> {
        let commands = FIXED
            .iter()
            .map(|bind| Command { act: bind.act, label: bind.label, key: Some(bind.key) })
            .collect();
        Palette::new(commands, typed)
    }

    #[test]
    fn the_palette_runs_the_best_match_on_enter() {
        for (typed, act) in [
            ("jiaoban", Fixed::Shift),
            ("gd", Fixed::Hold),
            ("qianxiang", Fixed::Drawer),
            ("undo", Fixed::Undo),
        ] {
            assert_eq!(palette(typed).press(Key::Enter), Chosen::Act(act), "{typed}");
        }
        assert_eq!(palette("zzzz").press(Key::Enter), Chosen::Open);
        assert_eq!(palette("").press(Key::Backspace), Chosen::Closed);
        let mut open = palette("");
        open.press(Key::Down);
        assert_eq!(open.press(Key::Enter), Chosen::Act(Fixed::Retrieve));
        open.press(Key::Char('充'));
        assert_eq!(open.matches().next().map(|command| command.act), Some(Fixed::TopUp));
    }

    #[test]
    fn the_palette_draws_its_matches_with_their_keys() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 40, 12));
        let mut marks = Marks::default();
        palette("jb").draw(&mut Pen::new(&mut buf, &mut marks, test_manner()));
        let text = plain(&buf);
        assert!(text.contains("▸ 交班                            F6  │"), "{text}");
        assert!(marks.caret.is_some());
    }
}
