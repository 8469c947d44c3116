//! Payouts against their entries: each stands under the chain, and moves exactly what it books and pays.

use super::Proof;
use crate::db::{Db, Fault, named_params};
use crate::payroll::store::proof_of;

/// Reads the payout of every payout entry again.
pub(super) fn read_again(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    let entries = db.list(include_str!("sql/payout_entries.sql"), &[], |row| {
        Ok((row.get::<_, i64>("id")?, row.get::<_, i64>("seq")?, row.get::<_, Vec<u8>>("facts")?))
    })?;
    for (entry, seq, sealed) in entries {
        let Some((digest, staff, moves)) = proof_of(db, entry)? else {
            proof.add("payout", seq, "its payout is gone");
            continue;
        };
        if digest.as_slice() != sealed {
            proof.add("payout", seq, "its payout is not the one that was sealed");
        }
        let moved =
            db.list(include_str!("sql/payable_moved.sql"), named_params! { ":entry": entry }, |row| {
                Ok((row.get::<_, i64>("ref")?, row.get::<_, i64>("amount")?))
            })?;
        let wanted = if moves.0 == 0 { Vec::new() } else { vec![(staff, moves.0)] };
        let moved: Vec<(i64, i64)> = moved.into_iter().filter(|(_, amount)| *amount != 0).collect();
        if moved != wanted {
            proof.add("payout", seq, format!("it should move {wanted:?}, the entry moves {moved:?}"));
        }
    }
    Ok(())
}
