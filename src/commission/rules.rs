//! What a commission rule says, which of several is meant, and what a book may not hold (domain §6), pure.
//!
//! **The most specific rule wins**, in this order: a rule for one item before one for a category before one for
//! everything; then a rule for a role before one for any; then one that asks for requested or rotation; then one that
//! asks for members or guests. Two rules of one book that would tie name the same thing and are refused. Between books
//! the day decides; of two books that begin on the same day the newer one.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

pub use super::book_rules::{Wrong, check_book};
use crate::ground::{Clean, Fen, Rate};
use crate::staff::Job;

/// The most rules of a book.
pub const RULES_MAX: usize = 2_000;
/// The most steps of a rule's bands.
const STEPS_MAX: usize = 50;
/// The longest name of a rule, in characters.
const NAME_CHARS_MAX: usize = 40;
/// φ unless a rule says otherwise.
pub const PHI: Rate = Rate::GIFTS;

/// What is paid for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 项目: work done, whatever pays for it.
    Service,
    /// 产品: goods sold.
    Product,
    /// 售卡: a session or period card sold.
    Card,
    /// 充值: a top-up taken.
    Topup,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 4] = [Self::Service, Self::Product, Self::Card, Self::Topup];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Product => "product",
            Self::Card => "card",
            Self::Topup => "topup",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// How bands count what was sold before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BandMode {
    /// 超额累进: each part at the rate of its own band.
    Progressive,
    /// 全额: everything at the rate of the band that was reached.
    Retroactive,
}

/// When the cost of material is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// Not at all.
    #[default]
    None,
    /// From the base.
    Before,
    /// From what the rate gives.
    After,
}

/// What the rate is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// What was paid, or what the card gave for its session.
    #[default]
    Paid,
    /// The list price, whatever was taken off.
    List,
}

/// A step of bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// From this base of the month on.
    pub from: Fen,
    /// This rate.
    pub rate: Rate,
}

/// A rule as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How people call it; no two of a book have the same name.
    pub name: Clean,
    /// What is paid for.
    pub event: Event,
    /// Whose; everybody's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Job>,
    /// Of this item only, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Of this category only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Clean>,
    /// Only when the customer asked for the person (true), or only in rotation (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<bool>,
    /// Only for members (true), or only for guests (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<bool>,
    /// A rate of the base, 0 to 1; or `fixed`, or `bands`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// So much for a piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Fen>,
    /// A rate that grows with the person's month under this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bands: Option<BandMode>,
    /// The bands, from zero on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// How much of gift money counts (φ), 0 to 1; 0.5 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phi: Option<Rate>,
    /// Whether the cost of material is taken off, and when.
    #[serde(default)]
    pub cost: Cost,
    /// What the rate is taken of.
    #[serde(default)]
    pub basis: Basis,
}

type Key<'a> = (Event, Option<Job>, Option<&'a str>, Option<&'a str>, Option<bool>, Option<bool>);

impl Rule {
    fn key(&self) -> Key<'_> {
        let category = self.category.as_ref().map(Clean::as_str);
        (self.event, self.role, self.item.as_deref(), category, self.requested, self.member)
    }

    /// How specific it is: a greater one wins.
    pub fn rank(&self) -> (u8, bool, bool, bool) {
        let scope = match (&self.item, &self.category) {
            (Some(_), _) => 2,
            (None, Some(_)) => 1,
            (None, None) => 0,
        };
        (scope, self.role.is_some(), self.requested.is_some(), self.member.is_some())
    }

    /// The first thing that is wrong with it, whatever stands beside it.
    fn wrong(&self) -> Option<(&'static str, &'static str)> {
        let share = |rate: &Rate| rate.is_share() && PerMillion::of(*rate).is_some();
        let chars = self.name.as_str().chars().count();
        if chars == 0 || chars > NAME_CHARS_MAX {
            return Some(("name", "rule_name"));
        }
        if self.item.is_some() && self.category.is_some() {
            return Some(("category", "rule_scope"));
        }
        let ways = [self.rate.is_some(), self.fixed.is_some(), self.bands.is_some()];
        if ways.into_iter().filter(|is| *is).count() != 1 {
            return Some(("name", "rule_pay"));
        }
        if self.rate.as_ref().is_some_and(|rate| !share(rate)) {
            return Some(("rate", "rule_rate"));
        }
        if self.fixed.is_some_and(|fixed| fixed < Fen::ZERO) {
            return Some(("fixed", "rule_fixed"));
        }
        if self.phi.as_ref().is_some_and(|phi| !share(phi)) {
            return Some(("phi", "rule_phi"));
        }
        self.wrong_steps().or_else(|| self.wrong_cost())
    }

    fn wrong_steps(&self) -> Option<(&'static str, &'static str)> {
        let wrong = Some(("steps", "rule_steps"));
        if self.bands.is_none() {
            return if self.steps.is_empty() { None } else { wrong };
        }
        let begins = self.steps.first().is_some_and(|step| step.from == Fen::ZERO);
        let rises = self.steps.iter().zip(self.steps.iter().skip(1)).all(|(one, next)| one.from < next.from);
        let fits = self.steps.iter().all(|step| step.rate.is_share() && PerMillion::of(step.rate).is_some());
        if begins && rises && fits && self.steps.len() <= STEPS_MAX { None } else { wrong }
    }

    /// A piece has no cost of its own, and the bands of a month no single line from which it could be taken after.
    fn wrong_cost(&self) -> Option<(&'static str, &'static str)> {
        let fits = match self.cost {
            Cost::None => true,
            Cost::Before => self.fixed.is_none(),
            Cost::After => self.rate.is_some(),
        };
        if fits { None } else { Some(("cost", "rule_cost")) }
    }
}

/// Looks a whole book over.
///
/// # Errors
/// The first rule that is [`Wrong`], in the book's order.
pub fn check(rules: &[Rule]) -> Result<(), Wrong> {
    if rules.len() > RULES_MAX {
        return Err(Wrong { place: RULES_MAX, field: "name", what: "rule_many" });
    }
    let mut names = std::collections::HashSet::new();
    let mut keys = std::collections::HashSet::new();
    for (place, rule) in rules.iter().enumerate() {
        if let Some((field, what)) = rule.wrong() {
            return Err(Wrong { place, field, what });
        }
        if !names.insert(rule.name.as_str()) {
            return Err(Wrong { place, field: "name", what: "rule_name_twice" });
        }
        if !keys.insert(rule.key()) {
            return Err(Wrong { place, field: "event", what: "rule_twice" });
        }
    }
    Ok(())
}

/// A rate in millionths, so that a million lines a second need no decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PerMillion(pub i64);

impl PerMillion {
    /// From a rate with six decimals at most.
    pub fn of(rate: Rate) -> Option<Self> {
        let exact = rate.0.checked_mul(Decimal::from(1_000_000))?;
        exact.is_integer().then(|| exact.to_i64()).flatten().map(Self)
    }
}

/// How a rule pays, ready to be worked with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pay {
    /// A rate of the base.
    Rate(PerMillion),
    /// So much for a piece.
    Fixed(Fen),
    /// Bands of the person's month.
    Bands(BandMode, Vec<(Fen, PerMillion)>),
}

/// A rule of a book, ready to be worked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// As it was written.
    pub rule: Rule,
    /// The item it names, by row id.
    pub item: Option<i64>,
    /// How it pays.
    pub pay: Pay,
    /// How much of gift money counts.
    pub phi: PerMillion,
}

impl Ruled {
    /// Makes a checked rule ready; what a check would refuse pays nothing.
    pub fn of(rule: Rule, item: Option<i64>) -> Self {
        let per = |rate: Rate| PerMillion::of(rate).unwrap_or_default();
        let pay = match (rule.rate, rule.fixed, rule.bands) {
            (Some(rate), ..) => Pay::Rate(per(rate)),
            (None, Some(fixed), _) => Pay::Fixed(fixed),
            (None, None, Some(mode)) => {
                Pay::Bands(mode, rule.steps.iter().map(|step| (step.from, per(step.rate))).collect())
            }
            (None, None, None) => Pay::Rate(PerMillion(0)),
        };
        let phi = per(rule.phi.unwrap_or(PHI));
        Self { rule, item, pay, phi }
    }

    fn fits(&self, ask: &Ask<'_>) -> bool {
        let rule = &self.rule;
        rule.event == ask.event
            && rule.role.is_none_or(|role| role == ask.role)
            && (rule.item.is_none() || (self.item.is_some() && self.item == ask.item))
            && rule.category.as_ref().is_none_or(|category| category.as_str() == ask.category)
            && rule.requested.is_none_or(|requested| requested == ask.requested)
            && rule.member.is_none_or(|member| member == ask.member)
    }
}

/// What a rule is looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask<'a> {
    /// What is paid for.
    pub event: Event,
    /// Who did it.
    pub role: Job,
    /// Which item.
    pub item: Option<i64>,
    /// Its category.
    pub category: &'a str,
    /// Whether the customer asked for the person.
    pub requested: bool,
    /// Whether the customer is a member.
    pub member: bool,
}

/// A version of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Its number; a later one is greater.
    pub version: i64,
    /// Its first day, ISO.
    pub from: String,
    /// Its rules, in the order in which they were written.
    pub rules: Vec<Ruled>,
}

impl Book {
    /// The place of the rule that pays, if one does.
    pub fn find(&self, ask: &Ask<'_>) -> Option<usize> {
        let fitting = self.rules.iter().enumerate().filter(|(_, ruled)| ruled.fits(ask));
        fitting.max_by_key(|(_, ruled)| ruled.rule.rank()).map(|(place, _)| place)
    }
}

/// The place of the book in force on a day, if one is: the latest to begin, of those the newest.
pub fn in_force(books: &[Book], day: &str) -> Option<usize> {
    let begun = books.iter().enumerate().filter(|(_, book)| book.from.as_str() <= day);
    begun.max_by_key(|(_, book)| (book.from.as_str(), book.version)).map(|(place, _)| place)
}

/// Whether a book would change a month that is closed; `through` is the last closed day.
pub fn is_closed(from: &str, through: Option<&str>) -> bool {
    through.is_some_and(|last| from <= last)
}

#[cfg(test)]
pub(super) mod tests;
