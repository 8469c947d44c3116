//! What was counted and closed: each shift, move and close stands under the chain, and what was closed has not changed.

use super::Proof;
use crate::close::month::changed;
use crate::close::sealed::proof_of;
use crate::db::{Db, Fault};
use crate::ledger::frozen;

/// Reads every row under an entry of the drawer or of a close again, and every closed day and month.
pub(super) fn read_again(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    let entries = db.list(include_str!("sql/closing_entries.sql"), &[], |row| {
        Ok((row.get::<_, i64>("id")?, row.get::<_, i64>("seq")?, row.get::<_, Vec<u8>>("facts")?))
    })?;
    for (entry, seq, sealed) in entries {
        match proof_of(db, entry)? {
            None => proof.add("closing", seq, "what was counted or closed is gone"),
            Some(digest) if digest.as_slice() != sealed => {
                proof.add("closing", seq, "what was counted or closed is not what was sealed");
            }
            Some(_) => {}
        }
    }
    for one in frozen::thawed(db)? {
        let (from, last) = one.keys;
        let what =
            format!("{} {} to {last} is not what it was when that day was closed", one.area, from.max(0) + 1);
        proof.add("frozen", one.seq, what);
    }
    for period in changed(db)? {
        proof.add("closing", 0, format!("{period} is not what it was when it was closed"));
    }
    Ok(())
}
