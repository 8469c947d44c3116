//! What a store itself knows of events between stores: what members of others used here, rated by its own books of rules,
//! which are headquarters'. Headquarters rates the same lines by the same rules.

use std::collections::BTreeMap;

use super::book::ClearingRules;
use super::clearing_rules::{CardKind, Clearing, Used, find};
use super::rate_rules::{Rated, Stands, rate};
use super::uses::{UsedLine, used};
use crate::db::Db;
use crate::shop::{Answer, Look, Query};

/// A line that was rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedLine {
    /// What was used.
    pub line: UsedLine,
    /// The version of the rules, as this store counts them.
    pub version: i64,
    /// The rule; nothing where none fits.
    pub rule: Option<Clearing>,
    /// What it comes to.
    pub rated: Rated,
}

/// Everything that was ever used here of other stores' members, rated, in the order of bills.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn rated(db: &Db, look: &Look<'_>) -> Answer<Vec<RatedLine>> {
    let here = look.profile.code.clone();
    let mut books = BTreeMap::new();
    let mut standing: BTreeMap<((i64, i64), String, CardKind), Stands> = BTreeMap::new();
    let mut out = Vec::new();
    for line in used(db, &here, (0, i64::MAX))? {
        if !books.contains_key(&line.rated_on) {
            let wish = ClearingRules { day: Some(line.rated_on.clone()), version: None };
            books.insert(line.rated_on.clone(), wish.run(db, look)?);
        }
        let Some(book) = books.get(&line.rated_on) else { continue };
        let what = Used {
            day: &line.rated_on,
            home: &line.home,
            serving: &here,
            item: &line.item,
            category: &line.category,
            card: line.card,
            principal: line.principal,
            gift: line.gift,
            value: line.principal.plus(line.gift)?,
        };
        let before = standing.entry((line.of, line.home.clone(), line.card)).or_default();
        let rated = rate(&book.clearing, &what, before)?;
        *before = before.with(&what, &rated)?;
        let rule = find(&book.clearing, &what).and_then(|place| book.clearing.get(place)).cloned();
        out.push(RatedLine { version: book.version, rule, rated, line });
    }
    Ok(out)
}
