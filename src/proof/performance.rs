//! What is kept of people's days, worked out again from bills, ratings, recommendations and merges.

use super::Proof;
use crate::db::{Db, Fault};
use crate::performance::{rebuild, scratch};
use crate::shop::{Profile, Stop};

/// Compares the kept rows with what the facts say; a file that is not filled yet has nothing to compare.
pub(super) fn compare(db: &Db, profile: &Profile, proof: &mut Proof) -> Result<(), Fault> {
    let differ = || {
        if !rebuild::is_filled(db)? {
            return Ok(Vec::new());
        }
        let wanted = scratch::from_facts(db, &profile.zone)?;
        Ok(scratch::differences(&scratch::from_tables(db)?, &wanted))
    };
    match differ() {
        Ok(found) => {
            for detail in found {
                proof.add("performance", 0, detail);
            }
            Ok(())
        }
        // A bill that cannot be read is one that was damaged: that is what a proof is for.
        Err(Stop::Refused(no)) => {
            proof.add("performance", 0, no.to_string());
            Ok(())
        }
        Err(Stop::Fault(fault) | Stop::Unknown(fault)) => Err(fault),
    }
}
