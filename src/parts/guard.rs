//! Wrong codes cost time, as wrong PINs do: counted in the file before the answer, waited for in running time.

use crate::db::{Db, Fault, named_params};
use crate::ground::{Refused, World};
use crate::shop::Answer;
use crate::shop::pin::wait_ms;

struct Guard {
    wrong: i64,
    wait_ms: i64,
    boot: String,
    since_ms: i64,
}

fn read(db: &Db) -> Result<Option<Guard>, Fault> {
    db.one(include_str!("sql/guard_read.sql"), &[], |row| {
        Ok(Guard {
            wrong: row.get("wrong")?,
            wait_ms: row.get("wait_ms")?,
            boot: row.get("since_boot")?,
            since_ms: row.get("since_ms")?,
        })
    })
}

fn write(db: &Db, world: &dyn World, known: bool, wrong: i64, wait: i64) -> Result<(), Fault> {
    let running = world.running();
    let sql = if known { include_str!("sql/guard_update.sql") } else { include_str!("sql/guard_insert.sql") };
    let params = named_params! { ":wrong": wrong, ":wait": wait, ":boot": running.boot, ":ms": running.ms };
    db.run(sql, params)?;
    Ok(())
}

/// What a code was that could be read and whose proof holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// One that may be taken in: wrong ones before it are forgotten.
    Fresh,
    /// One that was taken in or is out of date: whoever holds it has guessed nothing, and proves nothing either.
    Stale,
}

/// Lets a try through when no wait is left; `right` is looked at after the try was counted.
///
/// # Errors
/// [`Refused::CodeThrottled`] while the wait lasts; what `right` says.
pub(super) fn try_code(db: &Db, world: &dyn World, right: impl FnOnce() -> Answer<Tried>) -> Answer<()> {
    // Counted in a transaction of its own: of several tries at one moment each is counted.
    // Among the commands of one group there is a transaction already, and nobody else writes.
    let alone = !db.in_transaction();
    if alone {
        db.control("BEGIN IMMEDIATE")?;
    }
    let counted = count(db, world);
    if alone {
        db.control(if counted.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    }
    let counted = counted??;
    match right()? {
        Tried::Fresh => write(db, world, true, 0, 0)?,
        Tried::Stale => write(db, world, true, counted - 1, 0)?,
    }
    Ok(())
}

/// Counts one more try, or refuses it; answers how many that are.
fn count(db: &Db, world: &dyn World) -> Result<Answer<i64>, Fault> {
    let guard = read(db)?;
    let known = guard.is_some();
    let wrong = guard.as_ref().map_or(0, |guard| guard.wrong);
    if let Some(guard) = &guard {
        let running = world.running();
        let passed = if guard.boot == running.boot { running.ms - guard.since_ms } else { 0 };
        let left = guard.wait_ms - passed;
        if left > 0 {
            if guard.boot != running.boot {
                write(db, world, known, guard.wrong, left)?;
            }
            return Ok(Err(Refused::CodeThrottled { seconds: left / 1000 + 1 }.into()));
        }
    }
    write(db, world, known, wrong + 1, wait_ms(wrong + 1))?;
    Ok(Ok(wrong + 1))
}
