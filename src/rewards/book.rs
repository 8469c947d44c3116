//! Setting the rules of instant rewards: a whole book at once, from today or a later day on.

use serde::{Deserialize, Serialize};

use super::rules::{self, Reward, Ruled};
use super::store;
use crate::commission::book::{item_of, unknown};
use crate::commission::rules::Wrong;
use crate::db::Db;
use crate::ground::{Refused, day};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Sets the rules of instant rewards anew, from a day on. What was paid stays paid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRewards {
    /// First day, ISO; today when absent, never an earlier one.
    #[serde(default)]
    pub from: Option<String>,
    /// Every rule of the book; none at all pays nothing from that day on.
    pub rewards: Vec<Reward>,
}

/// A book that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardsSet {
    /// Its number.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// How many rules it has.
    pub rewards: i64,
}

impl Verb for SetRewards {
    const NAME: &'static str = "rewards.set";
    type Out = RewardsSet;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<RewardsSet> {
        tx.require(Act::RulesSet)?;
        let ready = self.ready(tx.db())?;
        let from = match &self.from {
            Some(text) => day::iso(text)?.to_string(),
            None => tx.today(),
        };
        if from < tx.today() {
            let what = "rewards".into();
            return Err(Refused::DateTooEarly { what, since: tx.today(), date: from }.into());
        }
        let version = store::insert_book(tx, &from, &ready)?;
        tx.touch(Area::Settings);
        Ok(RewardsSet { version, from, rewards: i64::try_from(ready.len()).unwrap_or(i64::MAX) })
    }
}

impl SetRewards {
    /// The rules checked, with their items looked up.
    fn ready(&self, db: &Db) -> Answer<Vec<Ruled>> {
        if let Err(wrong) = self.wrong(db)? {
            return Err(wrong.refused(self.rewards.iter().map(|rule| &rule.name)).into());
        }
        let mut ready = Vec::with_capacity(self.rewards.len());
        for rule in &self.rewards {
            let item = rule.item.as_deref().map(|code| item_of(db, code)).transpose()?;
            ready.push(Ruled { rule: rule.clone(), item });
        }
        Ok(ready)
    }

    /// The first thing that is wrong with the book, items and categories of this store included.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn wrong(&self, db: &Db) -> Answer<Result<(), Wrong>> {
        if let Err(wrong) = rules::check(&self.rewards) {
            return Ok(Err(wrong));
        }
        for (place, rule) in self.rewards.iter().enumerate() {
            if let Some((field, what)) = unknown(db, rule.item.as_deref(), rule.category.as_ref())? {
                return Ok(Err(Wrong { place, field, what }));
            }
        }
        Ok(Ok(()))
    }
}

/// The rules of instant rewards in force on a day, or those of a version.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rewards {
    /// The day, ISO; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// The version, whenever it is in force.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RewardsAre {
    /// The version; 0 where none was ever set.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// Its rules.
    pub rewards: Vec<Reward>,
    /// Every version and its first day, oldest first.
    pub versions: Vec<(i64, String)>,
}

impl Query for Rewards {
    const NAME: &'static str = "query.rewards";
    type Out = RewardsAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<RewardsAre> {
        let on = match &self.day {
            Some(text) => day::iso(text)?.to_string(),
            None => look.today(),
        };
        let books = store::books(db)?;
        let versions = books.iter().map(|book| (book.version, book.from.clone())).collect();
        let found = match self.version {
            Some(version) => books.iter().find(|book| book.version == version),
            None => rules::in_force(&books, &on),
        };
        let Some(book) = found else { return Ok(RewardsAre { versions, ..RewardsAre::default() }) };
        let rewards = book.rules.iter().map(|ruled| ruled.rule.clone()).collect();
        Ok(RewardsAre { version: book.version, from: book.from.clone(), rewards, versions })
    }
}
