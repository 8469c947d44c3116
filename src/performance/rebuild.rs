//! Filling the tables anew: for files that had bills before there were such tables, and whenever somebody doubts them.

use serde::{Deserialize, Serialize};

use super::{RULES, scratch, store};
use crate::db::Db;
use crate::shop::{Act, Answer, Area, Envelope, Shop, Tx, Verb};

/// Works out again, from the facts, what people did.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rebuild {}

/// What was filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilt {
    /// Days of people.
    pub days: usize,
    /// Visits.
    pub visits: usize,
    /// Recommendations.
    pub advice: usize,
}

impl Verb for Rebuild {
    const NAME: &'static str = "performance.rebuild";
    type Out = Rebuilt;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Rebuilt> {
        tx.require(Act::Report)?;
        let tables = scratch::from_facts(tx.db(), &tx.profile().zone)?;
        store::empty(tx.db())?;
        for ((day, staff, known), sums) in &tables.days {
            store::add(tx.db(), &day.to_string(), &known.to_string(), *staff, sums)?;
        }
        for (key, kept) in &tables.visits {
            store::write_visit(tx.db(), *key, kept)?;
        }
        for (key, kept) in &tables.advice {
            store::write_advice(tx.db(), *key, kept)?;
        }
        store::set_mark(tx.db(), RULES)?;
        tx.touch(Area::Bills);
        Ok(Rebuilt { days: tables.days.len(), visits: tables.visits.len(), advice: tables.advice.len() })
    }
}

/// Whether the tables are filled, by the rules of this program.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn is_filled(db: &Db) -> Answer<bool> {
    Ok(store::mark(db)? == Some(RULES))
}

/// Fills them where they are not: what every door does once it has opened a file.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn fill(shop: &mut Shop) -> Answer<()> {
    if is_filled(shop.db())? {
        return Ok(());
    }
    let key = format!("performance.fill:{RULES}:{}", shop.now().0);
    shop.act(&Envelope { key, ..Envelope::default() }, &Rebuild {})?;
    Ok(())
}
