//! A book of instant rewards as a text that people write: TOML out, TOML in, every mistake with its line and column.

use std::fmt::Write as _;

use ::toml::Spanned;
use serde::Deserialize;

use super::book::SetRewards;
use super::rules::Reward;
use crate::commission::toml::{apart, parse, percent, quoted, unfit};
use crate::db::Db;
use crate::ground::Fen;
use crate::shop::Answer;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    reward: Vec<Spanned<Reward>>,
}

/// Reads a book.
///
/// # Errors
/// As [`crate::commission::toml::read`]: what is no TOML, and what cannot be meant, each with line and column.
pub fn read(text: &str, db: &Db) -> Answer<SetRewards> {
    let Text { from, reward } = parse(text)?;
    let (rewards, starts) = apart(reward);
    let set = SetRewards { from, rewards };
    if let Err(wrong) = set.wrong(db)? {
        let rule = set.rewards.get(wrong.place).map(|rule| rule.name.as_str()).unwrap_or_default();
        return Err(unfit(text, &starts, wrong, rule).into());
    }
    Ok(set)
}

/// Writes a book; reading it again gives the same rules. Without a first day they begin when they are set.
pub fn write(from: Option<&str>, rewards: &[Reward]) -> String {
    let mut out = String::new();
    // Writing into a text does not fail.
    if let Some(from) = from {
        let _ = writeln!(out, "from = {}", quoted(from));
    }
    for rule in rewards {
        let (name, event) = (quoted(rule.name.as_str()), rule.event.code());
        let _ = writeln!(out, "\n[[reward]]\nname = {name}\nevent = \"{event}\"");
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{name} = {value}");
            }
        };
        let count = |count: i64| (count > 0).then(|| count.to_string());
        line("role", rule.role.map(|role| format!("\"{}\"", role.code())));
        line("item", rule.item.as_deref().map(quoted));
        line("category", rule.category.as_ref().map(|text| quoted(text.as_str())));
        line("first", rule.first.then(|| "true".to_owned()));
        line("least", (rule.least > Fen::ZERO).then(|| format!("\"{}\"", rule.least)));
        line("run", count(rule.run));
        line("away", count(rule.away));
        line("rate", rule.rate.map(percent));
        line("fixed", rule.fixed.map(|fixed| format!("\"{fixed}\"")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = r#"from = "2026-11-28"

[[reward]]
name = "大额储值"
event = "topup"
least = "5000.00"
fixed = "150.00"

[[reward]]
name = "首张季卡"
event = "card"
role = "consultant"
category = "卡项"
first = true
rate = "1.5%"

[[reward]]
name = "五星三连"
event = "streak"
run = 3
fixed = "30.00"

[[reward]]
name = "老客唤醒"
event = "returned"
away = 90
fixed = "50.00"
"#;

    #[test]
    fn what_is_written_is_read_again() {
        let read = |text: &str| {
            let Text { from, reward } = parse(text).unwrap();
            SetRewards { from, rewards: apart(reward).0 }
        };
        let set = read(BOOK);
        let again = write(set.from.as_deref(), &set.rewards);
        assert_eq!(again, BOOK);
        assert_eq!(read(&again), set);
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_column() {
        let db = Db::in_memory().unwrap();
        for (from, to, line, column, code) in [
            ("fixed = \"150.00\"", "fixed = \"150,00\"", 7, 9, "rules.unreadable"),
            ("event = \"card\"", "event = \"cards\"", 11, 9, "rules.unreadable"),
            ("run = 3", "run = 0", 20, 1, "rules.line_unfit"),
            ("away = 90", "run = 90", 26, 1, "rules.line_unfit"),
            ("fixed = \"30.00\"", "rate = \"3%\"", 21, 1, "rules.line_unfit"),
        ] {
            let wrong = BOOK.replacen(from, to, 1);
            let crate::shop::Stop::Refused(no) = read(&wrong, &db).unwrap_err() else { panic!("{to}") };
            let facts = no.facts();
            let fact = |name: &str| {
                facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value.clone()).unwrap()
            };
            let at = (fact("line"), fact("column"));
            assert_eq!((no.code(), at), (code, (line.to_string(), column.to_string())), "{to}: {no}");
        }
    }
}
