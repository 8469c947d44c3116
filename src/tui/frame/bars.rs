//! The first and the last rows of every screen: tabs, the last thing that happened, and the keys that work now.

use ratatui::layout::Rect;

use super::pen::Pen;
use super::room::Room;
use super::text;
use crate::tui::input::Key;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// The tab bar.
#[derive(Debug, Clone)]
pub struct Tabs<'t> {
    /// The store's name, at the left.
    pub store: &'t str,
    /// The names of the tabs, in order.
    pub names: &'t [&'t str],
    /// The active one, counted from 0.
    pub active: usize,
    /// Shift and operator, where there is room.
    pub who: &'t str,
    /// The time of day.
    pub time: &'t str,
}

impl Tabs<'_> {
    /// Draws the bar on a row of the pen. The active tab stands in brackets; names that do not fit become
    /// numbers, the active one last of all.
    pub fn draw(&self, pen: &mut Pen<'_>, y: u16, room: Room) {
        let end = pen.width().saturating_sub(2);
        let right =
            if room.is_roomy() { format!("{}  {}", self.who, self.time) } else { self.time.to_owned() };
        let right = right.trim();
        let begin = pen.put_right(end, y, right, Role::Muted);
        let gap = u16::from(room.is_roomy());
        let usual: u16 = if room.is_roomy() { 12 } else { 9 };
        // A longer name is written out where the tabs leave room for it.
        let whole = text::cells(self.store).saturating_add(3).max(usual);
        let lead = if self.width(true, gap) + whole <= begin { whole } else { usual };
        let store = text::fit(self.store, usize::from(lead - 2));
        let mut x = pen.put(1, y, &store, Role::Title);
        let wide = self.width(true, gap) + x <= begin;
        for (place, name) in self.names.iter().enumerate() {
            let number = place + 1;
            let active = place == self.active;
            let name = if wide || active { *name } else { "" };
            let label = if active { format!("[{number}{name}]") } else { format!(" {number}{name} ") };
            let from = x;
            x = pen.put(x, y, &label, if active { Role::Brand } else { Role::Muted });
            if let Some(digit) = u32::try_from(number).ok().and_then(|number| char::from_digit(number, 10)) {
                pen.hit(Rect::new(from, y, x.saturating_sub(from), 1), Key::Alt(digit));
            }
            x += gap;
        }
    }

    fn width(&self, named: bool, gap: u16) -> u16 {
        let one = |name: &&str| 3 + gap + if named { text::cells(name) } else { 0 };
        self.names.iter().map(one).fold(0, u16::saturating_add)
    }
}

/// The tone of a message; each has a sign, so that colour is not needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Ok,
    /// For your information.
    Info,
    /// Look here.
    Warn,
    /// Refused or failed.
    Bad,
}

/// The last thing that happened, on the row above the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Its tone.
    pub tone: Tone,
    /// Its words.
    pub text: String,
}

impl Toast {
    /// A message.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }

    /// Draws the message on a row of the pen, with a fact at the right end where there is room for both. Words that
    /// need more room take rows above it, as long as two are left over them.
    pub fn draw(&self, pen: &mut Pen<'_>, y: u16, fact: &str) {
        let glyphs = pen.glyphs();
        let (sign, role) = match self.tone {
            Tone::Ok => (glyphs.tick, Role::Ok),
            Tone::Info => ('i', Role::Info),
            Tone::Warn => ('!', Role::Warn),
            Tone::Bad => (glyphs.cross, Role::Bad),
        };
        let room = usize::from(pen.width().saturating_sub(6));
        let lines = text::wrap(&self.text, room.max(8));
        let extra = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0).min(2).min(y.saturating_sub(2));
        if extra > 0 {
            let mut place = pen.part(Rect::new(0, y - extra, pen.width(), extra + 1));
            place.blank();
            place.put(2, 0, &sign.to_string(), role);
            for (at, line) in (0..=extra).zip(&lines) {
                place.put(4, at, line, Role::Text);
            }
            return;
        }
        let beside = text::width(fact) + 2;
        let fact_fits = !fact.is_empty() && text::width(&self.text) + beside <= room;
        let room = if fact_fits { room - beside } else { room };
        let x = pen.put(2, y, &sign.to_string(), role);
        pen.put(x + 1, y, &text::cut(&self.text, room), Role::Text);
        if fact_fits {
            let end = pen.width().saturating_sub(2);
            pen.put_right(end, y, fact, Role::Muted);
        }
    }
}

/// A key of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The key.
    pub key: Key,
    /// What it does.
    pub label: String,
    /// Why it does nothing now.
    pub refused: Option<String>,
}

/// How much of a hint is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Not,
    Cap,
    Whole,
}

/// Which hints come next, and how much of them.
type Rank = (fn(&Hint) -> bool, Shown);

impl Hint {
    /// The cap before the label: `F2挂单`, `F2 Hold`, `: 命令`, `上下 选择`; where room is short `^Z撤销` and `:命令`.
    fn cap(&self, room: Room, lang: Lang) -> String {
        let cap = match self.key {
            Key::Ctrl(letter) if !room.is_roomy() => format!("^{}", letter.to_ascii_uppercase()),
            // One of the two stands for both.
            Key::Down => words::text(lang, "cap.up_down").to_owned(),
            key => key.cap(lang),
        };
        let apart = self.label.chars().next().is_some_and(|first| first.is_ascii());
        let lone = cap.chars().count() == 1 && room.is_roomy();
        let worded = !cap.is_ascii();
        if apart || lone || worded { format!("{cap} ") } else { cap }
    }

    fn cells(&self, shown: Shown, room: Room, lang: Lang) -> u16 {
        let cap = self.cap(room, lang);
        match shown {
            Shown::Not => 0,
            Shown::Cap => text::cells(cap.trim()),
            Shown::Whole => text::cells(&cap).saturating_add(text::cells(&self.label)),
        }
    }

    /// Whether its cap alone tells which key it is: `F9`, `^Z`.
    fn speaks(&self) -> bool {
        matches!(self.key, Key::F(_) | Key::Ctrl(_))
    }

    /// Help and the palette lead to everything else, Esc out.
    fn leads_on(&self) -> bool {
        matches!(self.key, Key::Char('?' | ':') | Key::Esc)
    }
}

/// Draws the footer: the keys that work now, each to be clicked. Help, palette and Esc always fit; of the others as
/// many as there is room for, those that do nothing now last. Such a key is dim, and its reason is for the toast.
pub fn footer(pen: &mut Pen<'_>, y: u16, hints: &[Hint], room: Room) {
    let lang = pen.lang();
    let gap = if room.is_roomy() { 2 } else { 1 };
    let mut left = pen.width().saturating_sub(3);
    // Nothing, the cap alone, or cap and label.
    let mut shown = vec![Shown::Not; hints.len()];
    let ranks: [Rank; 5] = [
        (Hint::leads_on, Shown::Whole),
        // What most people came for keeps its word.
        (|hint| hint.refused.is_none() && hint.key == Key::F(8), Shown::Whole),
        // Where not all labels have room, a key with a cap of its own is still seen to work.
        (|hint| hint.refused.is_none() && hint.speaks(), Shown::Cap),
        (|hint| hint.refused.is_none(), Shown::Whole),
        (|hint| hint.refused.is_some(), Shown::Whole),
    ];
    for (rank, wanted) in ranks {
        for (hint, shown) in hints.iter().zip(&mut shown) {
            if !rank(hint) || *shown == Shown::Whole {
                continue;
            }
            let has = hint.cells(*shown, room, lang) + if *shown == Shown::Not { 0 } else { gap };
            let more = (hint.cells(wanted, room, lang) + gap).saturating_sub(has);
            if more <= left.saturating_add(gap) {
                *shown = wanted;
                left = left.saturating_sub(more);
            }
        }
    }
    let mut x = 2;
    for (hint, shown) in hints.iter().zip(shown).filter(|(_, shown)| *shown != Shown::Not) {
        x = one(pen, x, y, hint, shown, room) + gap;
    }
}

fn one(pen: &mut Pen<'_>, x: u16, y: u16, hint: &Hint, shown: Shown, room: Room) -> u16 {
    let works = hint.refused.is_none();
    let cap = hint.cap(room, pen.lang());
    let (cap, label) =
        if shown == Shown::Whole { (cap.as_str(), hint.label.as_str()) } else { (cap.trim(), "") };
    let after = pen.put(x, y, cap, if works { Role::Key } else { Role::Muted });
    let end = pen.put(after, y, label, if works { Role::Text } else { Role::Muted });
    pen.hit(Rect::new(x, y, end.saturating_sub(x), 1), hint.key);
    end
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::frame::pen::Target;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::keys::{self, FIXED};
    use crate::tui::picture::plain;

    fn drawn(width: u16, draw: impl Fn(&mut Pen<'_>, Room)) -> (String, Marks) {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        let mut marks = Marks::default();
        let room = Room::of(Rect::new(0, 0, width, 30));
        draw(&mut Pen::new(&mut buf, &mut marks, test_manner()), room);
        (plain(&buf), marks)
    }

    const NAMES: [&str; 8] = ["收银", "会员", "排行", "结算", "驾驶舱", "充值", "实验", "总部"];

    fn tabs(active: usize) -> Tabs<'static> {
        Tabs { store: "国贸店", names: &NAMES, active, who: "A班 李敏", time: "14:32" }
    }

    #[test]
    fn the_active_tab_stands_in_brackets_and_every_tab_can_be_clicked() {
        let (full, marks) = drawn(100, |pen, room| tabs(0).draw(pen, 0, room));
        assert_eq!(
            full,
            " 国贸店    [1收银]  2会员   3排行   4结算   5驾驶舱   6充值   7实验   8总部        A班 李敏  14:32"
        );
        let x = text::cells(full.split('2').next().unwrap());
        assert_eq!(marks.at(x, 0), Target::Key(Key::Alt('2')));
        let (compact, _) = drawn(80, |pen, room| tabs(2).draw(pen, 0, room));
        assert!(compact.contains("[3排行]") && compact.ends_with("14:32"), "{compact}");
        let (narrow, _) = drawn(60, |pen, room| tabs(4).draw(pen, 0, room));
        assert!(
            narrow.contains("[5驾驶舱]") && narrow.contains(" 8 ") && narrow.ends_with("14:32"),
            "{narrow}"
        );
    }

    #[test]
    fn the_footer_shows_what_fits_and_always_the_help() {
        for (width, lang) in [(100, Lang::Zh), (80, Lang::En), (60, Lang::Zh), (20, Lang::En)] {
            let hints = keys::hints(FIXED, lang, |_| Ok(()));
            let (text, marks) = drawn(width, |pen, room| footer(pen, 0, &hints, room));
            let help = hints.last().unwrap();
            assert!(text.ends_with(&help.label), "{text}");
            assert!(width == 20 || text.contains(':'), "{text}");
            assert!(text.contains("F2") || width == 20, "{text}");
            let x = text::cells(&text) - 1;
            assert_eq!(marks.at(x, 0), Target::Key(help.key));
        }
        let hints = keys::hints(FIXED, Lang::Zh, |_| Ok(()));
        let (text, _) = drawn(100, |pen, room| footer(pen, 0, &hints, room));
        assert_eq!(
            text,
            "  F2挂单  F3取单  F4会员  F5充值  F6交班  F7折扣  F8结算  F9单据  Ctrl+Z撤销  : 命令  ? 帮助"
        );
    }

    #[test]
    fn keys_that_do_nothing_now_give_way_and_arrows_have_words() {
        let refused = |act| if act == keys::Fixed::Shift { Err("key.nothing_yet") } else { Ok(()) };
        let hints = keys::hints(FIXED, Lang::Zh, refused);
        let (text, _) = drawn(60, |pen, room| footer(pen, 0, &hints, room));
        assert!(!text.contains("F6") && text.ends_with(":命令 ?帮助"), "{text}");
        let choose = |key| Hint { key, label: "选择".to_owned(), refused: None };
        let hints = [choose(Key::Down), choose(Key::Backspace), choose(Key::Enter)];
        let (text, _) = drawn(60, |pen, room| footer(pen, 0, &hints, room));
        assert_eq!(text, "  上下 选择 退格 选择 Enter选择");
    }

    #[test]
    fn long_words_take_the_rows_above() {
        let area = Rect::new(0, 0, 40, 6);
        let mut buf = Buffer::empty(area);
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, test_manner());
        Toast::new(Tone::Bad, "储值 5.00，不够 100.00，可部分支付再选其他方式").draw(&mut pen, 5, "");
        let shown = plain(&buf);
        assert!(
            shown.contains("✗ 储值 5.00") && shown.contains("其他方式") && !shown.contains(".."),
            "{shown}"
        );
    }

    #[test]
    fn a_toast_carries_its_sign_and_gives_way_to_long_words() {
        let (text, _) = drawn(40, |pen, _| Toast::new(Tone::Ok, "已存盘").draw(pen, 0, "14:32:07"));
        assert_eq!(text, "  ✓ 已存盘                    14:32:07");
        let long = "储值 5.00，不够 100.00，可部分支付再选其他方式";
        let (text, _) = drawn(40, |pen, _| Toast::new(Tone::Bad, long).draw(pen, 0, "14:32:07"));
        assert!(text.starts_with("  ✗ 储值 5.00") && text.ends_with(".."), "{text}");
    }
}
