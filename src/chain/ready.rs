//! A store's copy made ready to be looked at: what no bundle holds because it can be worked out is worked out, when somebody
//! looks for the first time after something came.

use std::path::Path;

use super::issue::Copy;
use crate::db::{Db, Fault, Mode};
use crate::ground::Refused;
use crate::members;
use crate::peers;
use crate::performance::rebuild;
use crate::shop::{Answer, Shop, profile_of};

/// Works out the sums of people's days and the spellings of names, where they are not there.
///
/// # Errors
/// A refusal or a fault of the file.
pub fn prepare(copy: &Path) -> Answer<()> {
    if rebuild::is_filled(&Db::open(copy, Mode::Read)?)? {
        return Ok(());
    }
    let db = Db::open(copy, Mode::Write)?;
    let profile = profile_of(&db)?.ok_or(Refused::StoreMissing {})?;
    db.control("BEGIN IMMEDIATE")?;
    // Somebody else may have been faster.
    let outcome = match rebuild::is_filled(&db) {
        Ok(false) => members::store::rewrite_all_names(&db)
            .map_err(Into::into)
            .and_then(|()| rebuild::write(&db, profile.zone).map(|_| ())),
        Ok(true) => Ok(()),
        Err(stop) => Err(stop),
    };
    db.control(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    outcome
}

/// Makes ready whatever file was opened: a store's own, or its copy.
///
/// # Errors
/// As [`prepare`].
pub fn fill(shop: &mut Shop) -> Answer<()> {
    if shop.is_own() { rebuild::fill(shop) } else { prepare(shop.path()) }
}

/// The copies of all stores that there are, ready.
pub(super) fn prepared(db: &Db) -> Answer<Vec<Copy>> {
    let copies = copies(db)?;
    for copy in &copies {
        prepare(copy.db.path())?;
    }
    Ok(copies)
}

/// The copies of all stores that there are, as they lie.
pub(super) fn copies(db: &Db) -> Result<Vec<Copy>, Fault> {
    let mut out = Vec::new();
    for peer in peers::store::peers(db)?.into_iter().filter(|peer| !peer.hq) {
        out.extend(Copy::of(db.path(), peer)?);
    }
    Ok(out)
}
