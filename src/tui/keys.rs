//! One table of keys feeds the handler, the footer, the help, the docs and the test that no key is bound twice.

use super::frame::bars::Hint;
use super::input::Key;
use crate::words::{self, Lang};

/// A key and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Bind<A: 'static> {
    /// The key the footer shows.
    pub key: Key,
    /// Other keys that do the same.
    pub also: &'static [Key],
    /// What it does.
    pub act: A,
    /// The key of its words.
    pub label: &'static str,
    /// Whether the footer shows it; the help shows all.
    pub in_footer: bool,
}

impl<A> Bind<A> {
    /// A key of the footer.
    pub const fn shown(key: Key, act: A, label: &'static str) -> Self {
        Self { key, also: &[], act, label, in_footer: true }
    }

    /// A key of the help only.
    pub const fn quiet(key: Key, act: A, label: &'static str) -> Self {
        Self { key, also: &[], act, label, in_footer: false }
    }

    /// With other keys that do the same.
    #[must_use]
    pub const fn or(mut self, also: &'static [Key]) -> Self {
        self.also = also;
        self
    }

    fn answers(&self, key: Key) -> bool {
        self.key == key || self.also.contains(&key)
    }
}

/// What a key does in a table; full-width characters press their ASCII key.
#[must_use]
pub fn find<A: Copy>(table: &[Bind<A>], key: Key) -> Option<A> {
    let plain = key.plain();
    table.iter().find(|bind| bind.answers(plain)).map(|bind| bind.act)
}

/// The hints of a table for the footer. `enabled` answers why a key does nothing now, as the key of the words.
#[must_use]
pub fn hints<A: Copy>(
    table: &[Bind<A>],
    lang: Lang,
    enabled: impl Fn(A) -> Result<(), &'static str>,
) -> Vec<Hint> {
    let shown = table.iter().filter(|bind| bind.in_footer);
    shown
        .map(|bind| Hint {
            key: bind.key,
            label: words::text(lang, bind.label).to_owned(),
            refused: enabled(bind.act).err().map(|why| words::text(lang, why).to_owned()),
        })
        .collect()
}

/// The rows of the help: the caps and what they do.
#[must_use]
pub fn help<A>(table: &[Bind<A>], lang: Lang) -> Vec<(String, String)> {
    table.iter().map(|bind| (caps(bind, lang), words::text(lang, bind.label).to_owned())).collect()
}

/// The table for the docs, in both languages.
#[must_use]
pub fn markdown<A>(table: &[Bind<A>]) -> String {
    let mut out = String::from("| key | 中文 | English |\n|---|---|---|\n");
    for bind in table {
        let (zh, en) = (words::text(Lang::Zh, bind.label), words::text(Lang::En, bind.label));
        out.push_str(&format_row(&caps(bind, Lang::En), zh, en));
    }
    out
}

fn format_row(caps: &str, zh: &str, en: &str) -> String {
    format!("| `{caps}` | {zh} | {en} |\n")
}

fn caps<A>(bind: &Bind<A>, lang: Lang) -> String {
    let mut caps = vec![bind.key.cap(lang)];
    caps.extend(bind.also.iter().map(|key| key.cap(lang)));
    caps.join(" ")
}

/// Every key of a table.
#[must_use]
pub fn keys_of<A>(table: &[Bind<A>]) -> Vec<Key> {
    table.iter().flat_map(|bind| std::iter::once(bind.key).chain(bind.also.iter().copied())).collect()
}

/// Keys that are bound twice among tables that are heard together.
#[must_use]
pub fn clashes(tables: &[Vec<Key>]) -> Vec<Key> {
    let mut all: Vec<Key> = tables.iter().flatten().copied().collect();
    all.sort_unstable();
    let mut twice: Vec<Key> = all
        .windows(2)
        .filter(|pair| pair.first() == pair.get(1))
        .filter_map(|pair| pair.first().copied())
        .collect();
    twice.dedup();
    twice
}

/// What the fixed keys do on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// Help.
    Help,
    /// Put the bill aside.
    Hold,
    /// Take a bill back.
    Retrieve,
    /// Members.
    Member,
    /// Top up.
    TopUp,
    /// Shift.
    Shift,
    /// Discount.
    Discount,
    /// Settle.
    Settle,
    /// Print, reprint, export.
    Output,
    /// Open the drawer.
    Drawer,
    /// Take back the last thing.
    Undo,
    /// The command palette.
    Palette,
    /// Filter the list.
    Filter,
    /// Back.
    Back,
    /// The next pane.
    NextPane,
    /// The pane before.
    PrevPane,
    /// A tab by its number.
    Tab(u8),
}

/// The fixed keys. `:`, `/` and `?` are characters too: they are keys only while the entry box is empty.
pub const FIXED: &[Bind<Fixed>] = &[
    Bind::shown(Key::F(2), Fixed::Hold, "key.hold"),
    Bind::shown(Key::F(3), Fixed::Retrieve, "key.retrieve"),
    Bind::shown(Key::F(4), Fixed::Member, "key.member"),
    Bind::shown(Key::F(5), Fixed::TopUp, "key.top_up"),
    Bind::shown(Key::F(6), Fixed::Shift, "key.shift"),
    Bind::shown(Key::F(7), Fixed::Discount, "key.discount"),
    Bind::shown(Key::F(8), Fixed::Settle, "key.settle"),
    Bind::shown(Key::F(9), Fixed::Output, "key.output"),
    Bind::quiet(Key::F(12), Fixed::Drawer, "key.drawer"),
    Bind::shown(Key::Ctrl('z'), Fixed::Undo, "key.undo"),
    Bind::shown(Key::Char(':'), Fixed::Palette, "key.palette").or(&[Key::Ctrl('p')]),
    Bind::quiet(Key::Char('/'), Fixed::Filter, "key.filter"),
    Bind::shown(Key::Char('?'), Fixed::Help, "key.help").or(&[Key::F(1)]),
    Bind::quiet(Key::Esc, Fixed::Back, "key.back"),
    Bind::quiet(Key::Tab, Fixed::NextPane, "key.next_pane"),
    Bind::quiet(Key::BackTab, Fixed::PrevPane, "key.prev_pane"),
    Bind::quiet(Key::Alt('1'), Fixed::Tab(1), "key.tab_1"),
    Bind::quiet(Key::Alt('2'), Fixed::Tab(2), "key.tab_2"),
    Bind::quiet(Key::Alt('3'), Fixed::Tab(3), "key.tab_3"),
    Bind::quiet(Key::Alt('4'), Fixed::Tab(4), "key.tab_4"),
    Bind::quiet(Key::Alt('5'), Fixed::Tab(5), "key.tab_5"),
    Bind::quiet(Key::Alt('6'), Fixed::Tab(6), "key.tab_6"),
    Bind::quiet(Key::Alt('7'), Fixed::Tab(7), "key.tab_7"),
    Bind::quiet(Key::Alt('8'), Fixed::Tab(8), "key.tab_8"),
];

/// What a fixed key does; characters count only where nothing has been typed yet.
#[must_use]
pub fn fixed(key: Key, entry_is_empty: bool) -> Option<Fixed> {
    match key {
        Key::Char(_) if !entry_is_empty => None,
        other => find(FIXED, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fixed_key_is_bound_twice_and_a_clash_is_seen() {
        assert_eq!(clashes(&[keys_of(FIXED)]), []);
        let screen = [Bind::shown(Key::F(2), (), "key.hold"), Bind::shown(Key::Char('s'), (), "key.filter")];
        assert_eq!(clashes(&[keys_of(FIXED), keys_of(&screen)]), [Key::F(2)]);
    }

    #[test]
    fn one_table_feeds_handler_footer_help_and_docs() {
        assert_eq!(fixed(Key::F(1), false), Some(Fixed::Help));
        assert_eq!(fixed(Key::Char('？'), true), Some(Fixed::Help));
        assert_eq!(fixed(Key::Char('/'), false), None);
        assert_eq!(fixed(Key::Char('x'), true), None);
        let hints =
            hints(FIXED, Lang::Zh, |act| if act == Fixed::Undo { Err("key.nothing_yet") } else { Ok(()) });
        assert_eq!(hints.first().map(|hint| hint.label.as_str()), Some("挂单"));
        assert_eq!(hints.iter().filter(|hint| hint.refused.is_some()).count(), 1);
        assert_eq!(help(FIXED, Lang::En).len(), FIXED.len());
        assert!(markdown(FIXED).contains("| `? F1` | 帮助 | Help |"));
    }

    #[test]
    fn every_counter_key_is_one_that_an_input_method_lets_through() {
        for bind in FIXED {
            let passes = std::iter::once(&bind.key).chain(bind.also).any(|key| {
                matches!(key, Key::F(_) | Key::Esc | Key::Tab | Key::BackTab | Key::Ctrl(_) | Key::Alt(_))
                    || matches!(key, Key::Char('/'))
            });
            assert!(passes, "{:?}", bind.key);
        }
    }
}
