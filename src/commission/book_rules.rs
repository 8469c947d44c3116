//! What any book of dated rules may not hold (commission, instant rewards, rules between stores), pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use crate::ground::{Clean, Refused};

/// What is wrong with a rule: its place in the book, the field, and a word for the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Place in the book, from zero.
    pub place: usize,
    /// The field.
    pub field: &'static str,
    /// The reason, as `what` of a refusal.
    pub what: &'static str,
}

impl Wrong {
    /// The refusal, with the rule's name as `names` has them in the book's order.
    pub fn refused<'a>(self, mut names: impl Iterator<Item = &'a Clean>) -> Refused {
        let rule = names.nth(self.place).map(|name| name.as_str().to_owned()).unwrap_or_default();
        Refused::RulesUnfit { rule, what: self.what.into() }
    }
}

/// Looks over a book of rules of any kind: each by itself, no name twice, no two that say the same (`twice` is the field
/// that is named then).
///
/// # Errors
/// The first rule that is [`Wrong`], in the book's order.
pub fn check_book<R>(
    (rules, most): (&[R], usize),
    name: impl Fn(&R) -> &Clean,
    wrong: impl Fn(&R) -> Option<(&'static str, &'static str)>,
    same: impl Fn(&R, &R) -> bool,
    twice: &'static str,
) -> Result<(), Wrong> {
    if rules.len() > most {
        return Err(Wrong { place: most, field: "name", what: "rule_many" });
    }
    for (place, rule) in rules.iter().enumerate() {
        if let Some((field, what)) = wrong(rule) {
            return Err(Wrong { place, field, what });
        }
        let mut before = rules.iter().take(place);
        if before.clone().any(|other| name(other) == name(rule)) {
            return Err(Wrong { place, field: "name", what: "rule_name_twice" });
        }
        if before.any(|other| same(other, rule)) {
            return Err(Wrong { place, field: twice, what: "rule_twice" });
        }
    }
    Ok(())
}
