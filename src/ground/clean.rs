//! Text from outside, made harmless once: a member's name must never open the cash drawer.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::refusal::Refused;

/// The longest single-line text that is stored, in characters.
pub const TEXT_CHARS_MAX: usize = 200;
/// How many combining marks may follow one another before the rest are dropped.
const MARKS_MAX: usize = 3;

/// Text that holds no control, format, private-use, line- or paragraph-separator character: NFC, trimmed, with
/// inner runs of white space folded to one space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Clean(String);

impl Clean {
    /// Cleans a text; what must not be there is dropped, never escaped.
    ///
    /// # Errors
    /// [`Refused::TextTooLong`] for more than [`TEXT_CHARS_MAX`] characters.
    pub fn new(text: &str) -> Result<Self, Refused> {
        let swept = sweep(text);
        let chars = swept.chars().count();
        if chars > TEXT_CHARS_MAX {
            return Err(Refused::TextTooLong {
                chars: i64::try_from(chars).unwrap_or(i64::MAX),
                limit: i64::try_from(TEXT_CHARS_MAX).unwrap_or(i64::MAX),
            });
        }
        Ok(Self(swept))
    }

    /// As [`Clean::new`], and not empty.
    ///
    /// # Errors
    /// [`Refused::TextMissing`] naming the field when nothing readable is left.
    pub fn required(field: &str, text: &str) -> Result<Self, Refused> {
        let clean = Self::new(text)?;
        if clean.0.is_empty() {
            return Err(Refused::TextMissing { field: field.to_owned() });
        }
        Ok(clean)
    }

    /// Cleans and cuts what is too long: for text that is only shown, such as a file's name in an error.
    #[must_use]
    pub fn shown(text: &str) -> Self {
        let few: String = text.chars().take(TEXT_CHARS_MAX * 2).collect();
        Self(sweep(&few).chars().take(TEXT_CHARS_MAX).collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Drops what must not be there, folds white space and caps runs of combining marks.
fn sweep(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(1024));
    let mut marks = 0_usize;
    let mut gap = false;
    let mut escape = Escape::No;
    for ch in text.nfc() {
        if escape.swallows(ch) {
            continue;
        }
        if ch.is_whitespace() && ch != '\u{2028}' && ch != '\u{2029}' {
            gap = !out.is_empty();
            marks = 0;
            continue;
        }
        if is_unprintable(ch) {
            continue;
        }
        marks = if is_combining_mark(ch) { marks + 1 } else { 0 };
        if marks > MARKS_MAX || (marks > 0 && out.is_empty()) {
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(ch);
    }
    out
}

/// Where in a terminal escape sequence the text stands, so that its letters go with it and not into the name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    No,
    Begun,
    Parameters,
}

impl Escape {
    fn swallows(&mut self, ch: char) -> bool {
        let (next, swallowed) = match (*self, ch) {
            (_, '\u{1b}') => (Self::Begun, true),
            (_, '\u{9b}') | (Self::Begun, '[') | (Self::Parameters, '0'..='9' | ';' | '?' | ' ') => {
                (Self::Parameters, true)
            }
            (Self::Parameters, '@'..='~') => (Self::No, true),
            (Self::No | Self::Begun | Self::Parameters, _) => (Self::No, false),
        };
        *self = next;
        swallowed
    }
}

/// Control, format, private-use, unassigned-by-design and separator characters that no sink may ever see.
#[must_use]
pub fn is_unprintable(ch: char) -> bool {
    ch.is_control()
        || matches!(
            u32::from(ch),
            0x00ad
                | 0x034f
                | 0x0600..=0x0605
                | 0x061c
                | 0x06dd
                | 0x070f
                | 0x08e2
                | 0x115f..=0x1160
                | 0x17b4..=0x17b5
                | 0x180b..=0x180f
                | 0x200b..=0x200f
                | 0x2028..=0x202e
                | 0x2060..=0x206f
                | 0x3164
                | 0xe000..=0xf8ff
                | 0xfe00..=0xfe0f
                | 0xfeff
                | 0xffa0
                | 0xfff0..=0xffff
                | 0x110bd
                | 0x110cd
                | 0x1bca0..=0x1bca3
                | 0x1d173..=0x1d17a
                | 0xe0000..=0xe0fff
                | 0xf0000..=0x10_ffff
        )
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text)
            .map_err(|_| serde::de::Error::custom(format!("text of more than {TEXT_CHARS_MAX} characters")))
    }
}

impl schemars::JsonSchema for Clean {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "maxLength": TEXT_CHARS_MAX,
            "description": "one line of text; control and format characters are dropped"
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_names_come_out_readable() {
        let table = [
            ("  王 雅琴\t", "王 雅琴"),
            ("\u{1b}[31m红\u{1b}[0m", "红"),
            ("\u{1b}p\u{0}drawer", "pdrawer"),
            ("a\u{200b}b\u{202e}c\u{feff}", "abc"),
            ("e\u{301}", "é"),
            ("x\u{301}\u{301}\u{301}\u{301}\u{301}", "x\u{301}\u{301}\u{301}"),
            ("line\u{2028}two\nthree", "linetwo three"),
            ("\u{9b}2Jgone", "gone"),
            ("\u{e000}\u{fff9}", ""),
        ];
        for (raw, clean) in table {
            assert_eq!(Clean::new(raw).unwrap().as_str(), clean, "{raw:?}");
        }
        assert_eq!(Clean::new(&"长".repeat(10_000)).unwrap_err().code(), "text.too_long");
        assert_eq!(Clean::required("name", "\u{200b}").unwrap_err().code(), "text.missing");
    }

    proptest! {
        #[test]
        fn cleaning_is_stable_and_leaves_nothing_unprintable(raw in "\\PC*|[\\x00-\\xff\u{200b}-\u{202e}]{0,80}") {
            if let Ok(clean) = Clean::new(&raw) {
                prop_assert!(!clean.as_str().chars().any(is_unprintable));
                prop_assert_eq!(Clean::new(clean.as_str()).unwrap(), clean);
            }
        }
    }
}
