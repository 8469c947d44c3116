//! Setting the rules: a whole book at once, from a day on; what stood before stays in the file.

use serde::{Deserialize, Serialize};

use super::rules::{self, Book, Rule, Ruled, Wrong};
use super::store;
use crate::catalog;
use crate::db::Db;
use crate::ground::{Clean, Refused, day};
use crate::ledger::lock;
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Sets the rules anew, from a day on. Days before keep the book they had.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRules {
    /// First day, ISO; today when absent. An earlier day rates again what is not closed.
    #[serde(default)]
    pub from: Option<String>,
    /// Every rule of the book; none at all pays hand fees only.
    pub rules: Vec<Rule>,
}

/// A book that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesSet {
    /// Its number.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// How many rules it has.
    pub rules: i64,
}

impl Verb for SetRules {
    const NAME: &'static str = "rules.set";
    type Out = RulesSet;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<RulesSet> {
        tx.require(Act::RulesSet)?;
        let ready = self.ready(tx.db())?;
        let from = self.first_day(&tx.today())?;
        refuse_closed(tx.db(), &from)?;
        let version = store::insert(tx, &from, &ready)?;
        tx.touch(Area::Settings);
        Ok(RulesSet { version, from, rules: i64::try_from(ready.len()).unwrap_or(i64::MAX) })
    }
}

impl SetRules {
    fn first_day(&self, today: &str) -> Result<String, Refused> {
        match &self.from {
            Some(text) => Ok(day::iso(text)?.to_string()),
            None => Ok(today.to_owned()),
        }
    }

    /// The rules checked, with their items looked up.
    fn ready(&self, db: &Db) -> Answer<Vec<Ruled>> {
        if let Err(wrong) = self.wrong(db)? {
            return Err(wrong.refused(self.rules.iter().map(|rule| &rule.name)).into());
        }
        let mut ready = Vec::with_capacity(self.rules.len());
        for rule in &self.rules {
            let item = match &rule.item {
                Some(code) => Some(item_of(db, code)?),
                None => None,
            };
            ready.push(Ruled::of(rule.clone(), item));
        }
        Ok(ready)
    }

    /// The first thing that is wrong with the book, items and categories of this store included.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn wrong(&self, db: &Db) -> Answer<Result<(), Wrong>> {
        if let Err(wrong) = rules::check(&self.rules) {
            return Ok(Err(wrong));
        }
        for (place, rule) in self.rules.iter().enumerate() {
            if let Some((field, what)) = unknown(db, rule.item.as_deref(), rule.category.as_ref())? {
                return Ok(Err(Wrong { place, field, what }));
            }
        }
        Ok(Ok(()))
    }

    /// The books as they would be with this one, its number after the last.
    ///
    /// # Errors
    /// As the verb would refuse.
    pub fn beside(&self, db: &Db, today: &str) -> Answer<Vec<Book>> {
        let mut books = store::books(db)?;
        let version = books.iter().map(|book| book.version).max().unwrap_or(0) + 1;
        let from = self.first_day(today)?;
        refuse_closed(db, &from)?;
        books.push(Book { version, from, rules: self.ready(db)? });
        Ok(books)
    }
}

impl SetRules {
    /// The books as they would be if this one alone had been in force through a span: what was sold before it keeps
    /// the book it had.
    ///
    /// # Errors
    /// As the verb would refuse, the past apart: nothing is set.
    pub fn in_place(&self, db: &Db, (from, to): (&str, &str)) -> Answer<Vec<Book>> {
        let mut books = store::books(db)?;
        let version = books.iter().map(|book| book.version).max().unwrap_or(0) + 1;
        books.retain(|book| book.from.as_str() < from || book.from.as_str() > to);
        books.push(Book { version, from: from.to_owned(), rules: self.ready(db)? });
        Ok(books)
    }
}

/// What of a rule's scope this store does not know: the field and the reason.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn unknown(
    db: &Db,
    item: Option<&str>,
    category: Option<&Clean>,
) -> Answer<Option<(&'static str, &'static str)>> {
    if let Some(code) = item
        && catalog::store::by_code(db, code)?.is_none()
    {
        return Ok(Some(("item", "rule_item")));
    }
    match category {
        Some(category) if !store::category_known(db, category.as_str())? => {
            Ok(Some(("category", "rule_category")))
        }
        Some(_) | None => Ok(None),
    }
}

/// The row id of a rule's item.
///
/// # Errors
/// [`Refused::ItemUnknown`]; a fault when the file cannot be read.
pub fn item_of(db: &Db, code: &str) -> Answer<i64> {
    let item = catalog::store::by_code(db, code)?;
    Ok(item.ok_or_else(|| Refused::ItemUnknown { code: Clean::shown(code).into_string() })?.id)
}

fn refuse_closed(db: &Db, from: &str) -> Answer<()> {
    let through = lock::through(db)?;
    match through {
        Some(through) if rules::is_closed(from, Some(&through)) => {
            Err(Refused::MonthClosed { date: from.to_owned(), through }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// The rules in force on a day, or those of a version.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The day, ISO; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// The version, whenever it is in force.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RulesAre {
    /// The version; 0 where none was ever set.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Every version, oldest first.
    pub versions: Vec<VersionIs>,
}

/// A version in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionIs {
    /// Its number.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// The business day on which it was set.
    pub set_on: String,
    /// Who set it: number.
    pub by: String,
    /// Name.
    pub by_name: String,
    /// How many rules it has.
    pub rules: i64,
}

impl Query for Rules {
    const NAME: &'static str = "query.rules";
    type Out = RulesAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<RulesAre> {
        let today = match &self.day {
            Some(text) => day::iso(text)?.to_string(),
            None => look.today(),
        };
        let books = store::books(db)?;
        let place = match self.version {
            Some(version) => books.iter().position(|book| book.version == version),
            None => rules::in_force(&books, &today),
        };
        let versions = store::heads(db)?
            .into_iter()
            .map(|head| VersionIs {
                version: head.version,
                from: head.from,
                set_on: look.profile.zone.business_day(crate::ground::Instant(head.set_at)).to_string(),
                by: head.by.0,
                by_name: head.by.1,
                rules: head.rules,
            })
            .collect();
        let Some(book) = place.and_then(|at| books.into_iter().nth(at)) else {
            return Ok(RulesAre { versions, ..RulesAre::default() });
        };
        let rules = book.rules.into_iter().map(|ruled| ruled.rule).collect();
        Ok(RulesAre { version: book.version, from: book.from, rules, versions })
    }
}
