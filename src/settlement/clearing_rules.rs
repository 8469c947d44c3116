//! Which rule rates an event between two stores, what the home store owes, and how the value of the work is shared; pure.
//!
//! **Two legs**, kept apart. *Money*: the store where the card was opened (it holds the cash) owes the store that served
//! round(p × r + φ × g × r) for principal p and gift g used up there; points clear at their cost. *Performance*: the value
//! of the work falls to both by shares that sum to one.
//!
//! **The most specific rule wins**: one with campaign dates before one for an item, before one for a category, before one
//! for a kind of card, before the default. Of two of one rank the one that names both stores wins, then the one that names
//! a store at all, then the newer one of the book.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::commission::rules::{Wrong, check_book};
use crate::ground::{Clean, Fen, Rate, Refused, rate};

/// The most rules of a book.
pub const RULES_MAX: usize = 2_000;
/// The longest name of a rule, in characters.
const NAME_CHARS_MAX: usize = 40;
/// The longest code of a store, in characters.
const STORE_CHARS_MAX: usize = 12;

/// What a member used at another store.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// 储值: stored value.
    StoredValue,
    /// 次卡: sessions.
    SessionCard,
    /// 期卡: days of a period card.
    PeriodCard,
    /// 积分: points.
    Points,
}

impl CardKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::StoredValue, Self::SessionCard, Self::PeriodCard, Self::Points];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::StoredValue => "stored_value",
            Self::SessionCard => "session_card",
            Self::PeriodCard => "period_card",
            Self::Points => "points",
        }
    }
}

/// A rule as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clearing {
    /// How people call it; no two of a book have the same name.
    pub name: Clean,
    /// First day of a campaign, ISO; with `until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Of this item only, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Of this category only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Clean>,
    /// Of this kind of card only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardKind>,
    /// Only where this store opened the card, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Only where this store served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serving: Option<String>,
    /// r: what of the value used up the home store owes, 0 to 1.
    pub rate: Rate,
    /// φ: how much of gifts counts, 0 to 1; one half when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phi: Option<Rate>,
    /// What share of the performance falls to the serving store; the home store has the rest.
    pub share: Rate,
}

/// What was used up, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used<'a> {
    /// Business day, ISO.
    pub day: &'a str,
    /// The store that opened the card.
    pub home: &'a str,
    /// The store that served.
    pub serving: &'a str,
    /// The item.
    pub item: &'a str,
    /// Its category.
    pub category: &'a str,
    /// What of the member's it was.
    pub card: CardKind,
    /// Principal: what was paid in; of points their cost.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// Value of the work.
    pub value: Fen,
}

/// What an event comes to under a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// What the home store owes the serving store.
    pub owed: Fen,
    /// Performance of the home store.
    pub home: Fen,
    /// Performance of the serving store.
    pub serving: Fen,
}

impl Clearing {
    /// How much of gifts counts.
    pub fn gifts(&self) -> Rate {
        self.phi.unwrap_or(Rate::GIFTS)
    }

    fn wrong(&self) -> Option<(&'static str, &'static str)> {
        let chars = self.name.as_str().chars().count();
        if chars == 0 || chars > NAME_CHARS_MAX {
            return Some(("name", "rule_name"));
        }
        if self.item.is_some() && self.category.is_some() {
            return Some(("category", "rule_scope"));
        }
        if !self.rate.is_share() {
            return Some(("rate", "clearing_rate"));
        }
        if !self.gifts().is_share() {
            return Some(("phi", "clearing_rate"));
        }
        if !self.share.is_share() {
            return Some(("share", "clearing_rate"));
        }
        let day = |text: &Option<String>| text.as_deref().map(crate::ground::day::iso).transpose();
        match (day(&self.since), day(&self.until)) {
            (Ok(None), Ok(None)) => {}
            (Ok(Some(since)), Ok(Some(until))) if since <= until => {}
            (Err(_), _) => return Some(("since", "clearing_days")),
            _ => return Some(("until", "clearing_days")),
        }
        let store = |code: &Option<String>| {
            code.as_ref().is_some_and(|code| code.is_empty() || code.chars().count() > STORE_CHARS_MAX)
        };
        if store(&self.home) {
            return Some(("home", "clearing_store"));
        }
        if store(&self.serving) {
            return Some(("serving", "clearing_store"));
        }
        if self.home.is_some() && self.home == self.serving {
            return Some(("serving", "clearing_same"));
        }
        None
    }

    fn same_as(&self, other: &Self) -> bool {
        let scope = |rule: &Self| {
            (rule.since.clone(), rule.until.clone(), rule.item.clone(), rule.category.clone(), rule.card)
        };
        scope(self) == scope(other) && (&self.home, &self.serving) == (&other.home, &other.serving)
    }

    fn fits(&self, used: &Used<'_>) -> bool {
        self.since.as_deref().is_none_or(|since| since <= used.day)
            && self.until.as_deref().is_none_or(|until| used.day <= until)
            && self.item.as_deref().is_none_or(|item| item == used.item)
            && self.category.as_ref().is_none_or(|category| category.as_str() == used.category)
            && self.card.is_none_or(|card| card == used.card)
            && self.home.as_deref().is_none_or(|home| home == used.home)
            && self.serving.as_deref().is_none_or(|serving| serving == used.serving)
    }

    fn rank(&self) -> (bool, bool, bool, bool, u8) {
        let stores = u8::from(self.home.is_some()).saturating_add(u8::from(self.serving.is_some()));
        (self.since.is_some(), self.item.is_some(), self.category.is_some(), self.card.is_some(), stores)
    }

    /// What an event comes to.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn clear(&self, used: &Used<'_>) -> Result<Cleared, Refused> {
        let too_large = || Refused::AmountTooLarge {};
        let part =
            |amount: Fen, share: Decimal| Decimal::from(amount.0).checked_mul(share).ok_or_else(too_large);
        // One rounding of the whole, as the domain has it: round(p × r + φ × g × r).
        let gifts = self.gifts().0.checked_mul(self.rate.0).ok_or_else(too_large)?;
        let exact =
            part(used.principal, self.rate.0)?.checked_add(part(used.gift, gifts)?).ok_or_else(too_large)?;
        let owed = rate::round(exact)?;
        // The home store's part is floored, away from nobody: the serving store, named last, takes the rest.
        let ours = Decimal::ONE.checked_sub(self.share.0).ok_or_else(too_large)?;
        let home = rate::round(part(used.value, ours)?.trunc())?;
        Ok(Cleared { owed, home, serving: used.value.minus(home)? })
    }
}

/// Looks a whole book over.
///
/// # Errors
/// The first rule that is [`Wrong`], in the book's order.
pub fn check(rules: &[Clearing]) -> Result<(), Wrong> {
    check_book((rules, RULES_MAX), |rule| &rule.name, Clearing::wrong, Clearing::same_as, "item")
}

/// The place of the rule that rates an event; none where no rule fits, and then nothing is owed and it is listed.
pub fn find(rules: &[Clearing], used: &Used<'_>) -> Option<usize> {
    let fitting = rules.iter().enumerate().filter(|(_, rule)| rule.fits(used));
    fitting.max_by_key(|(place, rule)| (rule.rank(), *place)).map(|(place, _)| place)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests;
