//! Whose a holding is: the member of the entry that first touched it, which the chain's hash covers, and after that whoever
//! it was handed on to or merged with. A row whose member was changed by other hands is found so.

use std::collections::HashMap;

use serde::Deserialize;

use super::Proof;
use crate::db::{Db, Fault};

/// What a merge moved, by row ids.
#[derive(Debug, Default, Deserialize)]
struct Moved {
    #[serde(default)]
    cards: Vec<i64>,
    #[serde(default)]
    debts: Vec<i64>,
}

/// A holding: `card` or `debt`, and its row id.
type Holding = (&'static str, i64);

/// Compares the member of every lot, card and debt with what the entries and moves say.
pub(super) fn compare(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    let mut owners: HashMap<Holding, i64> = HashMap::new();
    let mut kept: Vec<(Holding, i64, i64)> = Vec::new();
    db.each(include_str!("sql/held_first.sql"), &[], |row| {
        let (what, id): (String, i64) = (row.get("what")?, row.get("id")?);
        let (holder, seq): (i64, i64) = (row.get("holder")?, row.get("seq")?);
        let Some(first) = row.get::<_, Option<i64>>("first")? else { return Ok(()) };
        let movable = ["card", "debt"].into_iter().find(|movable| *movable == what);
        if let Some(movable) = movable {
            owners.insert((movable, id), first);
            kept.push(((movable, id), holder, seq));
        } else if holder != first {
            // What is merged of lots and points is a new row: the member of one never changes.
            proof.add("holder", seq, stands(&what, id, holder, first));
        }
        Ok::<(), Fault>(())
    })?;
    db.each(include_str!("sql/held_moves.sql"), &[], |row| {
        let (what, one): (String, i64) = (row.get("what")?, row.get("one")?);
        let Some(other) = row.get::<_, Option<i64>>("other")? else { return Ok(()) };
        if what == "hand_on" {
            owners.insert(("card", one), other);
            return Ok(());
        }
        let text: Option<String> = row.get("moved")?;
        let moved: Moved = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let cards = moved.cards.into_iter().map(|id| ("card", id));
        for holding in cards.chain(moved.debts.into_iter().map(|id| ("debt", id))) {
            // Only what was the file's own goes with it.
            if let Some(owner) = owners.get_mut(&holding).filter(|owner| **owner == one) {
                *owner = other;
            }
        }
        Ok::<(), Fault>(())
    })?;
    for ((what, id), holder, seq) in kept {
        let owner = owners.get(&(what, id)).copied().unwrap_or(holder);
        if owner != holder {
            proof.add("holder", seq, stands(what, id, holder, owner));
        }
    }
    Ok(())
}

fn stands(what: &str, id: i64, holder: i64, owner: i64) -> String {
    format!("{what} {id}: stands with member row {holder}, by its entries it is member row {owner}'s")
}
