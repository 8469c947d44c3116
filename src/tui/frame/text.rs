//! Text measured in cells: a hanzi is two wide, a mark none, and what is cut says so with `..`.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The mark of cut text; the one-character ellipsis is two cells wide on a Chinese console.
const CUT: &str = "..";

/// Width in cells.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Width in cells, for a layout.
#[must_use]
pub fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// The text in at most `limit` cells; what does not fit ends in `..`.
#[must_use]
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if text.width() <= limit {
        return Cow::Borrowed(text);
    }
    if limit < CUT.len() {
        return Cow::Owned(".".repeat(limit));
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let next = used + grapheme.width();
        if next + CUT.len() > limit {
            break;
        }
        out.push_str(grapheme);
        used = next;
    }
    out.push_str(CUT);
    Cow::Owned(out)
}

/// The text in exactly `limit` cells: cut with `..` or padded on the right.
#[must_use]
pub fn fit(text: &str, limit: usize) -> String {
    let short = cut(text, limit);
    let pad = limit.saturating_sub(short.width());
    format!("{short}{}", " ".repeat(pad))
}

/// The text in exactly `limit` cells, on the right.
#[must_use]
pub fn fit_right(text: &str, limit: usize) -> String {
    let short = cut(text, limit);
    let pad = limit.saturating_sub(short.width());
    format!("{}{short}", " ".repeat(pad))
}

/// A number in exactly `limit` cells, on the right. A number is never cut, because half an amount is a wrong
/// amount: where it does not fit the cells fill with `#`.
#[must_use]
pub fn fit_number(number: &str, limit: usize) -> String {
    if number.width() > limit { "#".repeat(limit) } else { fit_right(number, limit) }
}

/// `left` and `right` at the two ends of `limit` cells; the right one is kept whole, the left one is cut.
#[must_use]
pub fn ends(left: &str, right: &str, limit: usize) -> String {
    let right = cut(right, limit);
    let room = limit.saturating_sub(right.width());
    let gap = usize::from(!right.is_empty() && room > 0);
    format!("{}{}{right}", fit(left, room.saturating_sub(gap)), " ".repeat(gap))
}

/// Marks that end a part of a sentence: no line begins with one.
const CLOSING: &str = "，。；：、！？）,.;:!?)%";

/// Breaks text into lines of at most `limit` cells, at spaces where there are any and between hanzi otherwise; a mark that
/// ends a part of a sentence takes the word before it along.
#[must_use]
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut last = 0;
        for word in paragraph.split_word_bounds() {
            if !line.is_empty() && line.width() + word.width() > limit {
                let closes = word.chars().next().is_some_and(|ch| CLOSING.contains(ch));
                let carried = line
                    .get(last..)
                    .filter(|carried| closes && last > 0 && carried.width() + word.width() <= limit);
                let carried = carried.unwrap_or_default().to_owned();
                line.truncate(line.len() - carried.len());
                lines.push(std::mem::replace(&mut line, carried).trim_end().to_owned());
            }
            if line.is_empty() && word.trim().is_empty() {
                continue;
            }
            last = line.len();
            if word.width() <= limit {
                line.push_str(word);
            } else {
                hard_break(word, limit, &mut line, &mut lines);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Lays parts side by side, two blanks between them, in lines of at most `limit` cells; a part is never broken
/// unless it is longer than a line.
#[must_use]
pub fn lay<'t>(parts: impl Iterator<Item = &'t str>, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.width() + 2 + part.width() <= limit => {
                line.push_str("  ");
                line.push_str(part);
            }
            Some(_) | None => lines.push(cut(part, limit).into_owned()),
        }
    }
    lines
}

/// Breaks a word that is longer than a line.
fn hard_break(word: &str, limit: usize, line: &mut String, lines: &mut Vec<String>) {
    for grapheme in word.graphemes(true) {
        if !line.is_empty() && line.width() + grapheme.width() > limit {
            lines.push(std::mem::take(line));
        }
        line.push_str(grapheme);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_cut_and_padded_by_what_it_shows() {
        let table = [
            ("深层补水护理", 12, "深层补水护理"),
            ("深层补水护理", 11, "深层补水.. "),
            ("深层补水护理", 10, "深层补水.."),
            ("深层补水护理", 14, "深层补水护理  "),
            ("abc", 2, ".."),
            ("深", 1, "."),
            ("", 2, "  "),
            ("x", 0, ""),
        ];
        for (text, limit, shown) in table {
            assert_eq!(fit(text, limit), shown, "{text} in {limit}");
        }
        assert_eq!(fit_right("9.50", 6), "  9.50");
        assert_eq!(fit_number("1,234.50", 6), "######");
        assert_eq!(ends("应收", "857.40", 12), "应收  857.40");
        assert_eq!(ends("应收合计很长", "857.40", 12), "应..  857.40");
    }

    #[test]
    fn long_text_wraps_between_words_and_between_hanzi() {
        assert_eq!(wrap("take stock in or sell", 10), ["take stock", "in or sell"]);
        assert_eq!(wrap("深层补水护理", 5), ["深层", "补水", "护理"]);
        assert_eq!(wrap("a\nb", 5), ["a", "b"]);
        // No line begins with a mark that ends what stands before it, unless there is no room for both.
        assert_eq!(wrap("深层补水，护理", 8), ["深层补", "水，护理"]);
        assert_eq!(wrap("100 % of it", 3), ["100", "%", "of", "it"]);
        assert_eq!(wrap("a bc.", 4), ["a", "bc."]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    }

    #[test]
    fn parts_stay_whole() {
        let staff = ["02 陈静", "05 周婷", "07 孙悦"];
        assert_eq!(lay(staff.into_iter(), 17), ["02 陈静  05 周婷", "07 孙悦"]);
        assert_eq!(lay(staff.into_iter(), 5), ["02 ..", "05 ..", "07 .."]);
    }

    proptest! {
        #[test]
        fn fitted_text_is_exactly_as_wide_as_asked(text in "[a-z汉字，é ]{0,40}", limit in 0_usize..50) {
            prop_assert_eq!(width(&fit(&text, limit)), limit);
            prop_assert_eq!(width(&fit_right(&text, limit)), limit);
            prop_assert_eq!(width(&ends(&text, "右", limit.max(2))), limit.max(2));
            for line in wrap(&text, limit.max(2)) {
                prop_assert!(width(&line) <= limit.max(2));
            }
        }
    }
}
