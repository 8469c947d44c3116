//! What a Chinese till printer can print: anything else is exchanged before the layout counts columns, so that
//! the amounts on paper stand where the preview shows them.

use encoding_rs::GB18030;
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

use crate::ground::clean::is_unprintable;

/// Printed for a character that the printer's font does not hold.
const UNKNOWN: char = '?';

/// The text with every character exchanged that a GB18030 printer would print as something else.
///
/// ASCII and the two-byte characters stay, four-byte hanzi (rare names) stay, letters with marks outside the set
/// lose their marks, the half-width yen sign becomes `Y`, and the rest becomes `?`. Control characters vanish.
#[must_use]
pub fn legible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        exchange(ch, &mut out);
    }
    out
}

fn exchange(ch: char, out: &mut String) {
    if matches!(ch, ' '..='~') {
        out.push(ch);
        return;
    }
    if is_unprintable(ch) || ch.width().unwrap_or(0) == 0 {
        return;
    }
    if ch == '¥' {
        out.push('Y');
        return;
    }
    if is_in_font(ch) {
        out.push(ch);
        return;
    }
    let before = out.len();
    out.extend(std::iter::once(ch).nfkd().filter(|part| matches!(part, ' '..='~') || is_in_font(*part)));
    if out.len() == before {
        out.push(UNKNOWN);
    }
}

/// Whether a printer with the national font draws it: two bytes, or a hanzi of four.
fn is_in_font(ch: char) -> bool {
    match gb18030(ch).len() {
        2 => ch.width().unwrap_or(0) > 0 && !ch.is_whitespace(),
        4 => is_hanzi(ch),
        _ => false,
    }
}

fn is_hanzi(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

/// The bytes of one character; none of them is below 0x20.
#[must_use]
pub fn gb18030(ch: char) -> Vec<u8> {
    let mut held = [0_u8; 4];
    let (bytes, _, unmappable) = GB18030.encode(ch.encode_utf8(&mut held));
    if unmappable || ch.is_control() { Vec::new() } else { bytes.into_owned() }
}

/// How many columns a legible character takes on paper: whatever has more than one byte is as wide as a hanzi.
#[must_use]
pub fn columns_of(ch: char) -> usize {
    if ch.is_ascii() { 1 } else { 2 }
}

/// How many columns a legible text takes on paper.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn what_the_font_lacks_is_exchanged() {
        let table = [
            ("王雅琴", "王雅琴"),
            ("¥398", "Y398"),
            ("Zoë ế", "Zoe e"),
            ("é", "é"),
            ("𠮷野", "𠮷野"),
            ("㛃", "㛃"),
            ("好👍", "好?"),
            ("한", "?"),
            ("a\u{1b}p\u{0}b\nc", "apbc"),
            ("x\u{301}", "x"),
            ("１２", "１２"),
        ];
        for (raw, printed) in table {
            assert_eq!(legible(raw), printed, "{raw:?}");
        }
        assert_eq!(columns("护理 A1"), 7);
    }

    proptest! {
        #[test]
        fn legible_text_holds_no_control_byte_and_is_never_wider_than_its_columns(raw in any::<String>()) {
            let printed = legible(&raw);
            prop_assert_eq!(legible(&printed), printed.clone());
            prop_assert!(printed.width() <= columns(&printed));
            for ch in printed.chars() {
                let bytes = gb18030(ch);
                prop_assert!(matches!(bytes.len(), 1 | 2 | 4));
                prop_assert!(bytes.iter().all(|byte| *byte >= 0x20 && *byte != 0x7f));
            }
        }
    }
}
