//! What a rule of instant rewards says, which of several is meant, and what a book may not hold, pure.
//!
//! **The most specific rule wins**: one for an item before one for a category before one for everything; then one for a
//! role before one for any; then one for first cards; then the highest threshold that is reached (`least`, `away`). So
//! "from 1,000: 20.00; from 5,000: 150.00" pays a top-up of 6,000 once, with 150.00. Streaks stand each for itself: three
//! in a row and ten in a row are counted apart.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use serde::{Deserialize, Serialize};

use crate::commission::pay_rules::portion;
use crate::commission::rules::{PerMillion, Wrong, check_book};
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::staff::Job;

/// The most rules of a book.
pub const RULES_MAX: usize = 200;
/// The longest name of a rule, in characters.
const NAME_CHARS_MAX: usize = 40;
/// The longest streak a rule may ask for.
const RUN_MAX: i64 = 100;
/// The longest absence a rule may ask for, in days.
const AWAY_MAX: i64 = 3_650;

/// What is rewarded.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// 充值: a top-up taken.
    Topup,
    /// 售卡: a session or period card sold.
    Card,
    /// 五星连评: so many ratings of five stars in a row.
    Streak,
    /// 推荐成功: a recommendation was bought within 30 days.
    Advice,
    /// 沉睡唤醒: a member who had stayed away came back.
    Returned,
}

impl Trigger {
    /// Every event.
    pub const ALL: [Self; 5] = [Self::Topup, Self::Card, Self::Streak, Self::Advice, Self::Returned];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Topup => "topup",
            Self::Card => "card",
            Self::Streak => "streak",
            Self::Advice => "advice",
            Self::Returned => "returned",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }

    /// Whether it is about an amount, so that a rate or a threshold has a meaning.
    pub fn has_amount(self) -> bool {
        matches!(self, Self::Topup | Self::Card | Self::Advice)
    }
}

/// A rule as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reward {
    /// How people call it; no two of a book have the same name.
    pub name: Clean,
    /// What is rewarded.
    pub event: Trigger,
    /// Whose; everybody's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Job>,
    /// Of this item only, by code: a card, or what was recommended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Of this category only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Clean>,
    /// Only for the member's first card of that item.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
    /// From this amount on, in yuan: what was paid of the line.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub least: Fen,
    /// A rate of what was paid, 0 to 1; or `fixed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// So much, in yuan; for a piece where cards are sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Fen>,
    /// So many ratings of five stars in a row.
    #[serde(default, skip_serializing_if = "is_none")]
    pub run: i64,
    /// Away for so many days at least.
    #[serde(default, skip_serializing_if = "is_none")]
    pub away: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(amount: &Fen) -> bool {
    *amount == Fen::ZERO
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_none(count: &i64) -> bool {
    *count == 0
}

/// A rule with its item looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// As people wrote it.
    pub rule: Reward,
    /// The item, by row id.
    pub item: Option<i64>,
}

/// A book that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Its number.
    pub version: i64,
    /// Its first day, ISO.
    pub from: String,
    /// When it was set, in milliseconds: no bill before it is any of its business.
    pub set_at: i64,
    /// Its rules, in their order.
    pub rules: Vec<Ruled>,
}

/// What happened, for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened<'a> {
    /// Which event.
    pub event: Trigger,
    /// The person's job.
    pub role: Job,
    /// The item, by row id.
    pub item: Option<i64>,
    /// Its category.
    pub category: &'a str,
    /// Whether it is the member's first of that item.
    pub first: bool,
    /// What was paid of it.
    pub paid: Fen,
    /// Days away.
    pub away: i64,
}

impl Reward {
    /// The first thing that is wrong with it, whatever stands beside it: the field and the reason.
    fn wrong(&self) -> Option<(&'static str, &'static str)> {
        let chars = self.name.as_str().chars().count();
        if chars == 0 || chars > NAME_CHARS_MAX {
            return Some(("name", "rule_name"));
        }
        if self.item.is_some() && self.category.is_some() {
            return Some(("category", "rule_scope"));
        }
        if self.rate.is_some() == self.fixed.is_some() {
            return Some(("name", "reward_pay"));
        }
        if self.rate.is_some_and(|rate| !rate.is_share() || PerMillion::of(rate).is_none()) {
            return Some(("rate", "rule_rate"));
        }
        if self.fixed.is_some_and(|fixed| fixed <= Fen::ZERO) {
            return Some(("fixed", "reward_fixed"));
        }
        self.wrong_for_event()
    }

    fn wrong_for_event(&self) -> Option<(&'static str, &'static str)> {
        let about_item = matches!(self.event, Trigger::Card | Trigger::Advice);
        if !about_item && (self.item.is_some() || self.category.is_some()) {
            return Some((if self.item.is_some() { "item" } else { "category" }, "reward_item"));
        }
        if self.first && self.event != Trigger::Card {
            return Some(("first", "reward_first"));
        }
        if self.rate.is_some() && !self.event.has_amount() {
            return Some(("rate", "reward_rate"));
        }
        if self.least < Fen::ZERO || (self.least > Fen::ZERO && !self.event.has_amount()) {
            return Some(("least", "reward_least"));
        }
        let run = if self.event == Trigger::Streak { 1..=RUN_MAX } else { 0..=0 };
        if !run.contains(&self.run) {
            return Some(("run", "reward_run"));
        }
        let away = if self.event == Trigger::Returned { 1..=AWAY_MAX } else { 0..=0 };
        if !away.contains(&self.away) {
            return Some(("away", "reward_away"));
        }
        None
    }

    fn same_as(&self, other: &Self) -> bool {
        let scope = |rule: &Self| {
            (rule.event, rule.role, rule.item.clone(), rule.category.clone(), rule.first, rule.least)
        };
        scope(self) == scope(other) && (self.run, self.away) == (other.run, other.away)
    }

    /// What it pays for so many pieces that so much was paid for.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn pays(&self, pieces: i64, paid: Fen) -> Result<Fen, Refused> {
        match (self.fixed, self.rate.and_then(PerMillion::of)) {
            (Some(fixed), _) => fixed.times_count(pieces),
            (None, Some(rate)) => portion(paid, rate),
            (None, None) => Ok(Fen::ZERO),
        }
    }
}

/// Looks a whole book over.
///
/// # Errors
/// The first rule that is [`Wrong`], in the book's order.
pub fn check(rules: &[Reward]) -> Result<(), Wrong> {
    check_book((rules, RULES_MAX), |rule| &rule.name, Reward::wrong, Reward::same_as, "event")
}

impl Book {
    /// The place of the rule that pays for what happened; streaks have their own count and are not asked here.
    pub fn find(&self, happened: &Happened<'_>) -> Option<usize> {
        let fits = |ruled: &Ruled| {
            let rule = &ruled.rule;
            rule.event == happened.event
                && rule.role.is_none_or(|role| role == happened.role)
                && (rule.item.is_none() || ruled.item == happened.item)
                && rule.category.as_ref().is_none_or(|category| category.as_str() == happened.category)
                && (!rule.first || happened.first)
                && rule.least <= happened.paid
                && rule.away <= happened.away
        };
        let found = self.rules.iter().enumerate().filter(|(_, ruled)| fits(ruled));
        found.max_by_key(|(_, ruled)| rank(&ruled.rule)).map(|(place, _)| place)
    }
}

fn rank(rule: &Reward) -> (u8, bool, bool, Fen, i64) {
    let scope = if rule.item.is_some() { 2 } else { u8::from(rule.category.is_some()) };
    (scope, rule.role.is_some(), rule.first, rule.least, rule.away)
}

/// The book in force on a day: the last to begin, of two that begin on one day the newer.
pub fn in_force<'a>(books: &'a [Book], day: &str) -> Option<&'a Book> {
    books
        .iter()
        .filter(|book| book.from.as_str() <= day)
        .max_by_key(|book| (book.from.as_str(), book.version))
}

#[cfg(test)]
mod tests;
