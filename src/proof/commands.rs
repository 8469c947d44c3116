//! Commands against their entries: an entry is sealed with the key of its command, so that the same command sent twice has
//! one effect.

use super::Proof;
use crate::db::{Db, Fault};

/// Compares the key of every command that has an entry.
pub(super) fn compare(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    db.each(include_str!("sql/keys_disagree.sql"), &[], |row| {
        proof.add("command", row.get("seq")?, "its command has another key than it was sealed with");
        Ok(())
    })
}
