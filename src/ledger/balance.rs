//! Balances: kept with every posting, and rebuilt from the postings for any past day.

use super::account::{Account, Kind};
use super::store;
use crate::db::{Db, Fault};
use crate::ground::Fen;

/// The balance of an account now; zero for one that never moved.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn now(db: &Db, account: Account) -> Result<i64, Fault> {
    Ok(store::balance(db, account)?.unwrap_or(0))
}

/// [`now`] for an account that counts fen.
///
/// # Errors
/// As [`now`].
pub fn fen(db: &Db, kind: Kind, reference: i64) -> Result<Fen, Fault> {
    Ok(Fen(now(db, Account::of(kind, reference))?))
}

/// The balance of an account at the end of a business day, from its postings.
///
/// # Errors
/// As [`now`].
pub fn at(db: &Db, account: Account, day: &str) -> Result<i64, Fault> {
    Ok(store::balance_at(db, account, day)?.unwrap_or(0))
}

/// The balance of an account right after an entry, so that a slip printed again says what it said the first time.
///
/// # Errors
/// As [`now`].
pub fn after(db: &Db, account: Account, entry: i64) -> Result<i64, Fault> {
    Ok(store::balance_after(db, account, entry)?.unwrap_or(0))
}

/// The postings of one entry, as `(account, amount)` in their order.
///
/// # Errors
/// As [`now`].
pub fn postings(db: &Db, entry: i64) -> Result<Vec<(Account, i64)>, Fault> {
    store::postings(db, entry)
}
