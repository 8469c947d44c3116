//! A book of rules as a text that people write: TOML out, TOML in, and every mistake with its line and column.

use std::fmt::Write as _;

use ::toml::Spanned;
use ::toml::Value;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::book::SetRules;
use super::rules::{BandMode, Basis, Cost, Rule, Wrong};
use crate::db::Db;
use crate::ground::{Clean, Rate, Refused};
use crate::shop::Answer;

/// The longest text that is read, in bytes.
pub const BYTES_MAX: usize = 1_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    rule: Vec<Spanned<Rule>>,
}

/// Reads a book.
///
/// # Errors
/// [`Refused::RulesUnreadable`] for what is no TOML or names a field nobody knows, [`Refused::RulesLineUnfit`] for a
/// rule that cannot be meant, each with line and column.
pub fn read(text: &str, db: &Db) -> Answer<SetRules> {
    let Text { from, rule } = parse(text)?;
    let (rules, starts) = apart(rule);
    let set = SetRules { from, rules };
    if let Err(wrong) = set.wrong(db)? {
        let rule = set.rules.get(wrong.place).map(|rule| rule.name.as_str()).unwrap_or_default();
        return Err(unfit(text, &starts, wrong, rule).into());
    }
    Ok(set)
}

/// Reads a text as a book of any kind of rules.
///
/// # Errors
/// [`Refused::RulesUnreadable`] with line and column.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Refused> {
    let text = bare(text);
    let unreadable = |at: usize, reason: &str| {
        let (line, column) = place(text, at);
        Refused::RulesUnreadable { line, column, reason: Clean::shown(reason).into_string() }
    };
    if text.len() > BYTES_MAX {
        return Err(unreadable(BYTES_MAX, "1 MB"));
    }
    ::toml::from_str(text)
        .map_err(|error| unreadable(error.span().map_or(text.len(), |span| span.start), error.message()))
}

/// The rules, and where in the text each begins.
pub fn apart<R>(rules: Vec<Spanned<R>>) -> (Vec<R>, Vec<usize>) {
    let starts = rules.iter().map(|rule| rule.span().start).collect();
    (rules.into_iter().map(Spanned::into_inner).collect(), starts)
}

/// A rule that cannot be meant, with the line and column of the field that is wrong.
pub fn unfit(text: &str, starts: &[usize], wrong: Wrong, rule: &str) -> Refused {
    let text = bare(text);
    let begins = starts.get(wrong.place).copied().unwrap_or(text.len());
    let ends = starts.get(wrong.place + 1).copied().unwrap_or(text.len());
    let (line, column) = place(text, field(text, begins, ends, wrong.field));
    Refused::RulesLineUnfit { line, column, rule: rule.into(), what: wrong.what.into() }
}

/// Without the mark that some editors put before a text.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Where a rule names a field; where the rule begins, if it does not.
fn field(text: &str, begins: usize, ends: usize, name: &str) -> usize {
    let mut at = begins;
    for line in text.get(begins..ends).unwrap_or_default().split_inclusive('\n') {
        let bare = line.trim_start();
        let named = bare.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
        if named {
            return at + line.len() - bare.len();
        }
        at += line.len();
    }
    begins
}

/// Line and column of a byte, from one; columns count characters.
fn place(text: &str, at: usize) -> (i64, i64) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (i64::try_from(line).unwrap_or(i64::MAX), i64::try_from(column).unwrap_or(i64::MAX))
}

/// Writes a book; reading it again gives the same rules. Without a first day they begin when they are set.
pub fn write(from: Option<&str>, rules: &[Rule]) -> String {
    let mut out = String::new();
    // Writing into a text does not fail.
    if let Some(from) = from {
        let _ = writeln!(out, "from = {}", quoted(from));
    }
    for rule in rules {
        let _ = writeln!(
            out,
            "\n[[rule]]\nname = {}\nevent = \"{}\"",
            quoted(rule.name.as_str()),
            rule.event.code()
        );
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{name} = {value}");
            }
        };
        line("role", rule.role.map(|role| format!("\"{}\"", role.code())));
        line("item", rule.item.as_deref().map(quoted));
        line("category", rule.category.as_ref().map(|text| quoted(text.as_str())));
        line("requested", rule.requested.map(|is| is.to_string()));
        line("member", rule.member.map(|is| is.to_string()));
        line("rate", rule.rate.map(percent));
        line("fixed", rule.fixed.map(|fixed| format!("\"{fixed}\"")));
        line("bands", rule.bands.map(|mode| format!("\"{}\"", bands(mode))));
        line("steps", (!rule.steps.is_empty()).then(|| steps(rule)));
        line("phi", rule.phi.map(percent));
        line("cost", (rule.cost != Cost::None).then(|| format!("\"{}\"", cost(rule.cost))));
        line("basis", (rule.basis != Basis::Paid).then(|| "\"list\"".to_owned()));
    }
    out
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// A rate as the text has it: `"12.5%"`.
pub fn percent(rate: Rate) -> String {
    format!("\"{}\"", rate.in_percent())
}

fn bands(mode: BandMode) -> &'static str {
    match mode {
        BandMode::Progressive => "progressive",
        BandMode::Retroactive => "retroactive",
    }
}

fn cost(cost: Cost) -> &'static str {
    match cost {
        Cost::None => "none",
        Cost::Before => "before",
        Cost::After => "after",
    }
}

fn steps(rule: &Rule) -> String {
    let steps: Vec<String> = rule
        .steps
        .iter()
        .map(|step| format!("{{ from = \"{}\", rate = {} }}", step.from, percent(step.rate)))
        .collect();
    format!("[{}]", steps.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = r#"from = "2026-11-01"

[[rule]]
name = "面部 \"点客\""
event = "service"
role = "technician"
category = "面部"
requested = true
rate = "12.5%"
phi = "30%"
cost = "before"

[[rule]]
name = "卡"
event = "card"
item = "60"
member = false
fixed = "12.50"

[[rule]]
name = "月"
event = "product"
bands = "retroactive"
steps = [{ from = "0.00", rate = "5%" }, { from = "1000.00", rate = "8%" }]
basis = "list"
"#;

    #[test]
    fn what_is_written_is_read_again() {
        let read = |text: &str| {
            let Text { from, rule } = parse(text).unwrap();
            SetRules { from, rules: apart(rule).0 }
        };
        let set = read(BOOK);
        let again = write(set.from.as_deref(), &set.rules);
        assert_eq!(read(&again), set);
        assert_eq!(again.replace("'面部 \"点客\"'", r#""面部 \"点客\"""#), BOOK);
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_column() {
        let db = Db::in_memory().unwrap();
        for (from, to, line, column, code) in [
            ("rate = \"12.5%\"", "rate = \"12,5%\"", 9, 8, "rules.unreadable"),
            ("event = \"card\"", "event = \"cards\"", 15, 9, "rules.unreadable"),
            ("member = false", "menber = false", 17, 1, "rules.unreadable"),
            ("phi = \"30%\"", "phi = \"130%\"", 10, 1, "rules.line_unfit"),
            ("from = \"0.00\"", "from = \"1.00\"", 24, 1, "rules.line_unfit"),
            ("name = \"卡\"", "name = ", 14, 8, "rules.unreadable"),
            ("[[rule]]\nname = \"月\"", "[[rule]]\nname = \"卡\"", 21, 1, "rules.line_unfit"),
        ] {
            let wrong = BOOK.replacen(from, to, 1);
            let crate::shop::Stop::Refused(no) = read(&wrong, &db).unwrap_err() else { panic!("{to}") };
            let facts = no.facts();
            let fact =
                |name: &str| facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value.clone());
            let at = (fact("line"), fact("column"));
            assert_eq!(
                (no.code(), at),
                (code, (Some(line.to_string()), Some(column.to_string()))),
                "{to}: {no}"
            );
        }
    }
}
