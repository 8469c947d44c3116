//! What is closed stays closed: no entry is dated into a closed day or a closed month.

use crate::db::{Db, Fault, named_params};
use crate::ground::Refused;

/// Why nothing may be dated into a day; none where it is open.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn locked(db: &Db, day: &str) -> Result<Option<Refused>, Fault> {
    let found = db.one(include_str!("sql/lock.sql"), named_params! { ":day": day }, |row| {
        Ok((row.get::<_, Option<String>>("through")?, row.get::<_, Option<String>>("state")?))
    })?;
    let (through, state) = found.unwrap_or_default();
    Ok(match through {
        Some(through) if day <= through.as_str() => Some(Refused::MonthClosed { date: day.into(), through }),
        _ if state.as_deref() == Some("closed") => Some(Refused::DayClosed { date: day.into() }),
        _ => None,
    })
}

/// The last day of the last closed month.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn through(db: &Db) -> Result<Option<String>, Fault> {
    Ok(db.one(include_str!("sql/through.sql"), &[], |row| row.get("through"))?.flatten())
}
