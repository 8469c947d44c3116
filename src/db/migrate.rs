//! The schema's steps: each file runs once, in order, in one transaction, and is never edited once landed.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::fault::Fault;
use crate::ground::{Clean, Refused};

/// Every step, by its number.
pub const STEPS: &[(&str, &str)] = &[
    ("0001_house", include_str!("../../migrations/0001_house.sql")),
    ("0002_ledger", include_str!("../../migrations/0002_ledger.sql")),
    ("0003_people", include_str!("../../migrations/0003_people.sql")),
    ("0004_catalog", include_str!("../../migrations/0004_catalog.sql")),
    ("0005_holdings", include_str!("../../migrations/0005_holdings.sql")),
    ("0006_bills", include_str!("../../migrations/0006_bills.sql")),
    ("0007_files", include_str!("../../migrations/0007_files.sql")),
    ("0008_lookups", include_str!("../../migrations/0008_lookups.sql")),
    ("0009_details", include_str!("../../migrations/0009_details.sql")),
    ("0010_prints", include_str!("../../migrations/0010_prints.sql")),
    ("0011_rotation", include_str!("../../migrations/0011_rotation.sql")),
    ("0012_commission", include_str!("../../migrations/0012_commission.sql")),
    ("0013_performance", include_str!("../../migrations/0013_performance.sql")),
    ("0014_rewards", include_str!("../../migrations/0014_rewards.sql")),
    ("0015_pay", include_str!("../../migrations/0015_pay.sql")),
    ("0016_moves", include_str!("../../migrations/0016_moves.sql")),
    ("0017_closing", include_str!("../../migrations/0017_closing.sql")),
    ("0018_labour", include_str!("../../migrations/0018_labour.sql")),
    ("0019_pack", include_str!("../../migrations/0019_pack.sql")),
    ("0020_clearing", include_str!("../../migrations/0020_clearing.sql")),
    ("0021_chain", include_str!("../../migrations/0021_chain.sql")),
    ("0022_parts", include_str!("../../migrations/0022_parts.sql")),
    ("0023_packs", include_str!("../../migrations/0023_packs.sql")),
    ("0024_settlement", include_str!("../../migrations/0024_settlement.sql")),
    ("0025_received", include_str!("../../migrations/0025_received.sql")),
    ("0026_prints", include_str!("../../migrations/0026_prints.sql")),
    ("0027_policy", include_str!("../../migrations/0027_policy.sql")),
    ("0028_grants", include_str!("../../migrations/0028_grants.sql")),
    ("0029_answers", include_str!("../../migrations/0029_answers.sql")),
    ("0030_discounts", include_str!("../../migrations/0030_discounts.sql")),
    ("0031_origin", include_str!("../../migrations/0031_origin.sql")),
    ("0032_frozen", include_str!("../../migrations/0032_frozen.sql")),
    ("0033_part_terms", include_str!("../../migrations/0033_part_terms.sql")),
];

/// The version that a file has after every step.
#[must_use]
pub fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn pragma(conn: &Connection, sql: &'static str) -> rusqlite::Result<i64> {
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// The version of an open file.
pub(super) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    pragma(conn, "PRAGMA user_version")
}

/// Refuses a file that is not ours or was written by a newer program, before anything is changed.
pub(super) fn recognise(conn: &Connection, path: &Path, application_id: i32) -> Result<(), Fault> {
    let opening = |e| Fault::opening(path, e);
    let file = || Clean::shown(&path.to_string_lossy()).into_string();
    let id = pragma(conn, "PRAGMA application_id").map_err(opening)?;
    let found = version(conn).map_err(opening)?;
    let tables = pragma(conn, "SELECT count(*) FROM sqlite_schema").map_err(opening)?;
    let blank = tables == 0 && found == 0 && id == 0;
    if !blank && id != i64::from(application_id) {
        return Err(Refused::FileForeign { file: file() }.into());
    }
    if found > latest() {
        return Err(Refused::FileFromFuture { file: file(), version: found, known: latest() }.into());
    }
    Ok(())
}

/// Runs the steps that a file still lacks. An older file with content is copied beside itself first.
pub(super) fn up(conn: &mut Connection, path: &Path, application_id: i32) -> Result<(), Fault> {
    let opening = |e| Fault::opening(path, e);
    let found = version(conn).map_err(opening)?;
    if found == latest() {
        return Ok(());
    }
    if found > 0 {
        super::backup::before_migration(conn, path, found)?;
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(opening)?;
    // Another process may have brought the file up to date while this one waited.
    let found = version(&tx).map_err(opening)?;
    if found == 0 {
        tx.execute_batch(&format!("PRAGMA application_id = {application_id}")).map_err(opening)?;
    }
    for (place, (_, sql)) in STEPS.iter().enumerate() {
        let number = i64::try_from(place).unwrap_or(i64::MAX) + 1;
        if number > found {
            tx.execute_batch(sql).map_err(opening)?;
            tx.execute_batch(&format!("PRAGMA user_version = {number}")).map_err(opening)?;
        }
    }
    tx.commit().map_err(opening)
}
