//! A book of rules between stores as a text that people write: TOML out, TOML in, every mistake with its line and column.

use std::fmt::Write as _;

use ::toml::Spanned;
use serde::Deserialize;

use super::book::SetClearing;
use super::clearing_rules::{self, Clearing};
use crate::commission::toml::{apart, parse, percent, quoted, unfit};
use crate::ground::Refused;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    clearing: Vec<Spanned<Clearing>>,
}

/// Reads a book.
///
/// # Errors
/// As [`crate::commission::toml::read`]: what is no TOML, and what cannot be meant, each with line and column.
pub fn read(text: &str) -> Result<SetClearing, Refused> {
    let Text { from, clearing } = parse(text)?;
    let (clearing, starts) = apart(clearing);
    if let Err(wrong) = clearing_rules::check(&clearing) {
        let rule = clearing.get(wrong.place).map(|rule| rule.name.as_str()).unwrap_or_default();
        return Err(unfit(text, &starts, wrong, rule));
    }
    Ok(SetClearing { from, clearing })
}

/// Writes a book; reading it again gives the same rules. Without a first day they begin when they are set.
pub fn write(from: Option<&str>, clearing: &[Clearing]) -> String {
    let mut out = String::new();
    // Writing into a text does not fail.
    if let Some(from) = from {
        let _ = writeln!(out, "from = {}", quoted(from));
    }
    for rule in clearing {
        let _ = writeln!(out, "\n[[clearing]]\nname = {}", quoted(rule.name.as_str()));
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{name} = {value}");
            }
        };
        line("since", rule.since.as_deref().map(quoted));
        line("until", rule.until.as_deref().map(quoted));
        line("item", rule.item.as_deref().map(quoted));
        line("category", rule.category.as_ref().map(|text| quoted(text.as_str())));
        line("card", rule.card.map(|card| quoted(card.code())));
        line("home", rule.home.as_deref().map(quoted));
        line("serving", rule.serving.as_deref().map(quoted));
        line("rate", Some(percent(rule.rate)));
        line("phi", rule.phi.map(percent));
        line("share", Some(percent(rule.share)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = r#"from = "2026-12-01"

[[clearing]]
name = "默认"
rate = "60%"
share = "60%"

[[clearing]]
name = "国庆"
since = "2026-10-01"
until = "2026-10-07"
card = "session_card"
home = "S02"
rate = "99.7%"
phi = "0%"
share = "50%"
"#;

    #[test]
    fn what_is_written_is_read_again() {
        let set = read(BOOK).unwrap();
        assert_eq!(write(set.from.as_deref(), &set.clearing), BOOK);
        assert_eq!(read(&write(set.from.as_deref(), &set.clearing)).unwrap(), set);
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_column() {
        for (from, to, code) in [
            ("rate = \"60%\"", "rate = \"160%\"", "rules.line_unfit"),
            ("card = \"session_card\"", "card = \"sessions\"", "rules.unreadable"),
            ("until = \"2026-10-07\"\n", "", "rules.line_unfit"),
            ("home = \"S02\"", "house = \"S02\"", "rules.unreadable"),
        ] {
            assert!(BOOK.contains(from), "{from}");
            let no = read(&BOOK.replacen(from, to, 1)).unwrap_err();
            assert_eq!(no.code(), code, "{to}: {no}");
            assert!(no.to_string().contains("line="), "{no}");
        }
    }
}
