//! Rewards against their entries: every row stands under the chain, and gives exactly what the entry moves.

use std::collections::BTreeMap;

use super::Proof;
use crate::db::{Db, Fault, named_params};
use crate::rewards::store::proof_of;

/// Reads the rows of every reward entry again.
pub(super) fn read_again(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    let entries = db.list(include_str!("sql/reward_entries.sql"), &[], |row| {
        Ok((row.get::<_, i64>("id")?, row.get::<_, i64>("seq")?, row.get::<_, Vec<u8>>("facts")?))
    })?;
    for (entry, seq, sealed) in entries {
        let (digest, given) = proof_of(db, entry)?;
        if digest.as_slice() != sealed {
            proof.add("reward", seq, "its rows are not those that were sealed");
        }
        let moved =
            db.list(include_str!("sql/payable_moved.sql"), named_params! { ":entry": entry }, |row| {
                Ok((row.get::<_, i64>("ref")?, row.get::<_, i64>("amount")?))
            })?;
        let moved: BTreeMap<i64, i64> = moved.into_iter().collect();
        let given: BTreeMap<i64, i64> = given.into_iter().filter(|(_, amount)| *amount != 0).collect();
        if moved != given {
            proof.add("reward", seq, format!("the rows give {given:?}, the entry moves {moved:?}"));
        }
    }
    let stray: i64 =
        db.one(include_str!("sql/reward_stray.sql"), &[], |row| row.get("stray"))?.unwrap_or_default();
    if stray > 0 {
        proof.add("reward", 0, format!("{stray} rows belong to no entry of a reward"));
    }
    Ok(())
}
