//! Filling the tables anew: for files that had bills before there were such tables, and whenever somebody doubts them.

use serde::{Deserialize, Serialize};

use super::{RULES, scratch, store};
use crate::db::{Db, Fault};
use crate::ground::Zone;
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
        let rebuilt = write(tx.db(), tx.profile().zone)?;
        tx.touch(Area::Bills);
        Ok(rebuilt)
    }
}

/// Fills the tables anew, within an open transaction.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn write(db: &Db, zone: Zone) -> Answer<Rebuilt> {
    let tables = scratch::from_facts(db, &zone)?;
    store::empty(db)?;
    for ((day, staff, known), sums) in &tables.days {
        store::add(db, &day.to_string(), &known.to_string(), *staff, sums)?;
    }
    for (key, kept) in &tables.visits {
        store::write_visit(db, *key, kept)?;
    }
    for (key, kept) in &tables.advice {
        store::write_advice(db, *key, kept)?;
    }
    store::set_mark(db, RULES)?;
    Ok(Rebuilt { days: tables.days.len(), visits: tables.visits.len(), advice: tables.advice.len() })
}

/// Whether the tables are filled, by the rules of this program.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn is_filled(db: &Db) -> Answer<bool> {
    Ok(store::mark(db)? == Some(RULES))
}

/// Says that facts came in without the sums: they are worked out again before anybody is shown them.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn forget(db: &Db) -> Result<(), Fault> {
    store::drop_mark(db)
}

/// Fills them where they are not: what every door does once it has opened a file.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn fill(shop: &mut Shop) -> Answer<()> {
    if is_filled(shop.db())? {
        return Ok(());
    }
    if !shop.is_own() {
        // A store's copy takes no command of its own: its numbers would be those of the store's next ones.
        let db = shop.db();
        db.control("BEGIN IMMEDIATE")?;
        let outcome = write(db, shop.profile().zone);
        db.control(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        return outcome.map(|_| ());
    }
    let key = format!("performance.fill:{RULES}:{}", shop.now().0);
    shop.act(&Envelope { key, ..Envelope::default() }, &Rebuild {})?;
    Ok(())
}
