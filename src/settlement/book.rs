//! Setting the rules between stores: a whole book at once, from today or a later day on; events keep the version that
//! rated them.

use serde::{Deserialize, Serialize};

use super::clearing_rules::{self, Cleared, Clearing, Used};
use super::store;
use crate::db::{Db, Fault};
use crate::ground::{Fen, Refused, day};
use crate::peers;
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Sets the rules between stores anew, from a day on. What was rated stays rated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetClearing {
    /// First day, ISO; today when absent, never an earlier one.
    #[serde(default)]
    pub from: Option<String>,
    /// Every rule of the book; none at all clears nothing from that day on.
    pub clearing: Vec<Clearing>,
}

/// A book that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearingSet {
    /// Its number.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// How many rules it has.
    pub rules: i64,
}

impl Verb for SetClearing {
    const NAME: &'static str = "clearing.set";
    type Out = ClearingSet;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<ClearingSet> {
        tx.require(Act::ClearingSet)?;
        // In a chain the rules are headquarters' to write.
        if !tx.profile().hq && peers::store::peers(tx.db())?.iter().any(|peer| peer.hq) {
            let store = tx.profile().code.clone();
            return Err(Refused::ChainUnfit { store, what: "hq_rules".to_owned() }.into());
        }
        if let Err(wrong) = clearing_rules::check(&self.clearing) {
            return Err(wrong.refused(self.clearing.iter().map(|rule| &rule.name)).into());
        }
        let from = match &self.from {
            Some(text) => day::iso(text)?.to_string(),
            None => tx.today(),
        };
        if from < tx.today() {
            let what = "clearing".into();
            return Err(Refused::DateTooEarly { what, since: tx.today(), date: from }.into());
        }
        let version = store::insert_book(tx, &from, &self.clearing)?;
        tx.touch(Area::Settings);
        Ok(ClearingSet { version, from, rules: i64::try_from(self.clearing.len()).unwrap_or(i64::MAX) })
    }
}

/// Every book: its version, its first day and its rules, oldest first.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn every(db: &Db) -> Result<Vec<(i64, String, Vec<Clearing>)>, Fault> {
    let books = store::books(db)?;
    books.into_iter().map(|(version, from)| Ok((version, from, store::rules(db, version)?))).collect()
}

/// Whether a book of headquarters was taken over.
///
/// # Errors
/// As [`every`].
pub fn has_from(db: &Db, hq_version: i64) -> Result<bool, Fault> {
    Ok(store::from_hq(db, hq_version)?.is_some())
}

/// Takes a book of headquarters over as it is, whenever it begins.
///
/// # Errors
/// [`Refused::RulesUnfit`] for a book that cannot be meant; a fault when the file refuses.
pub fn take_over(tx: &Tx<'_>, (hq, version): (&str, i64), from: &str, rules: &[Clearing]) -> Answer<i64> {
    if let Err(wrong) = clearing_rules::check(rules) {
        return Err(wrong.refused(rules.iter().map(|rule| &rule.name)).into());
    }
    let own = store::insert_book(tx, &day::iso(from)?.to_string(), rules)?;
    store::insert_from_hq(tx.db(), own, hq, version)?;
    Ok(own)
}

/// The rules between stores in force on a day, or those of a version.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearingRules {
    /// The day, ISO; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// The version, whenever it is in force.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClearingAre {
    /// The version; 0 where none was ever set.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// Its rules.
    pub clearing: Vec<Clearing>,
    /// Every version and its first day, oldest first.
    pub versions: Vec<(i64, String)>,
}

impl Query for ClearingRules {
    const NAME: &'static str = "query.clearing";
    type Out = ClearingAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ClearingAre> {
        let on = match &self.day {
            Some(text) => day::iso(text)?.to_string(),
            None => look.today(),
        };
        let versions = store::books(db)?;
        let chosen = if let Some(version) = self.version {
            versions.iter().find(|(number, _)| *number == version)
        } else {
            // The last to begin; of two that begin on one day the newer.
            let begun = versions.iter().filter(|(_, from)| from.as_str() <= on.as_str());
            begun.max_by_key(|(number, from)| (from.as_str(), *number))
        };
        let Some((version, from)) = chosen.cloned() else {
            return Ok(ClearingAre { versions, ..ClearingAre::default() });
        };
        Ok(ClearingAre { version, from, clearing: store::rules(db, version)?, versions })
    }
}

/// Rates an event that did not happen: which rule would rate it, and what it would come to.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearingExample {
    /// The day, ISO; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// The store that opened the card, by code.
    pub home: String,
    /// The store that serves.
    pub serving: String,
    /// The item, by code.
    #[serde(default)]
    pub item: String,
    /// Its category.
    #[serde(default)]
    pub category: String,
    /// What is used up.
    pub card: clearing_rules::CardKind,
    /// Principal used up, in yuan.
    pub principal: Fen,
    /// Gift used up, in yuan.
    #[serde(default)]
    pub gift: Fen,
}

/// What an event would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleIs {
    /// The version of the rules.
    pub version: i64,
    /// The rule; none where no rule fits, and then nothing is owed.
    pub rule: Option<Clearing>,
    /// What is owed and how the value falls.
    pub cleared: Option<Cleared>,
}

impl Query for ClearingExample {
    const NAME: &'static str = "query.clearing_example";
    type Out = ExampleIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ExampleIs> {
        let on = match &self.day {
            Some(text) => day::iso(text)?.to_string(),
            None => look.today(),
        };
        let are = ClearingRules { day: Some(on.clone()), version: None }.run(db, look)?;
        let used = Used {
            day: &on,
            home: &self.home,
            serving: &self.serving,
            item: &self.item,
            category: &self.category,
            card: self.card,
            principal: self.principal,
            gift: self.gift,
            value: self.principal.plus(self.gift)?,
        };
        let rule = clearing_rules::find(&are.clearing, &used).and_then(|place| are.clearing.get(place));
        let cleared = rule.map(|rule| rule.clear(&used)).transpose()?;
        Ok(ExampleIs { version: are.version, rule: rule.cloned(), cleared })
    }
}
