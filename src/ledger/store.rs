//! The SQL of the journal.

use super::account::{Account, Kind};
use super::chain::{Facts, Hash};
use super::post::About;
use crate::db::{Db, Fault, named_params};

/// The end of the chain.
pub(super) struct ChainHead {
    pub seq: i64,
    pub posted_at: i64,
    pub hash: Hash,
}

pub(super) fn chain_head(db: &Db) -> Result<Option<ChainHead>, Fault> {
    db.one(include_str!("sql/chain_head.sql"), &[], |row| {
        Ok(ChainHead { seq: row.get("seq")?, posted_at: row.get("posted_at")?, hash: row.get("hash")? })
    })
}

pub(super) fn seq_of(db: &Db, entry: i64) -> Result<Option<i64>, Fault> {
    db.one(include_str!("sql/seq_of.sql"), named_params! { ":id": entry }, |row| row.get("seq"))
}

pub(super) fn insert_entry(db: &Db, facts: &Facts<'_>, command: i64, about: About) -> Result<i64, Fault> {
    db.insert(
        include_str!("sql/entry_insert.sql"),
        named_params! {
            ":epoch": facts.epoch, ":seq": facts.seq, ":kind": facts.kind, ":command": command,
            ":key": facts.key, ":bill": about.bill, ":member": about.member, ":reverses": about.reverses,
            ":staff": facts.staff, ":day": facts.posted_on, ":at": facts.posted_at, ":facts": facts.document,
        },
    )
}

/// Writes the postings of an entry, `(account, amount)` in their order, in one statement: each further one would
/// make SQLite copy the pages it touches once more, to be able to take it back.
pub(super) fn insert_postings(db: &Db, entry: i64, lines: &[(i64, i64)]) -> Result<(), Fault> {
    let parts: Vec<String> =
        lines.iter().map(|(account, amount)| format!("\"{account}\":{amount}")).collect();
    let text = format!("{{{}}}", parts.join(","));
    let written =
        db.run(include_str!("sql/postings_insert.sql"), named_params! { ":entry": entry, ":lines": text })?;
    if written == lines.len() { Ok(()) } else { Err(Fault::Broken(format!("{written} postings written"))) }
}

pub(super) fn insert_seal(db: &Db, entry: i64, postings: usize, hash: &Hash) -> Result<(), Fault> {
    let count = i64::try_from(postings).unwrap_or(i64::MAX);
    db.run(
        include_str!("sql/seal_insert.sql"),
        named_params! { ":entry": entry, ":postings": count, ":hash": hash },
    )?;
    Ok(())
}

pub(super) fn account_id(db: &Db, account: Account) -> Result<Option<i64>, Fault> {
    db.one(
        include_str!("sql/account_id.sql"),
        named_params! { ":kind": account.kind.code(), ":ref": account.reference },
        |row| row.get("id"),
    )
}

pub(super) fn insert_account(db: &Db, account: Account) -> Result<i64, Fault> {
    let (unit, unit_ref) = account.unit().parts();
    db.insert(
        include_str!("sql/account_insert.sql"),
        named_params! {
            ":kind": account.kind.code(), ":ref": account.reference, ":unit": unit, ":unit_ref": unit_ref,
            ":side": account.kind.side(), ":floor": account.kind.floor(),
        },
    )
}

pub(super) fn balance(db: &Db, account: Account) -> Result<Option<i64>, Fault> {
    db.one(
        include_str!("sql/balance.sql"),
        named_params! { ":kind": account.kind.code(), ":ref": account.reference },
        |row| row.get("balance"),
    )
}

pub(super) fn balance_at(db: &Db, account: Account, day: &str) -> Result<Option<i64>, Fault> {
    db.one(
        include_str!("sql/balance_at.sql"),
        named_params! { ":kind": account.kind.code(), ":ref": account.reference, ":day": day },
        |row| row.get("balance"),
    )
}

/// What an account held at the end of a day and of each later one on which it moved.
pub(super) fn totals_since(db: &Db, account: Account, day: &str) -> Result<Vec<(String, i64)>, Fault> {
    db.list(
        include_str!("sql/totals_since.sql"),
        named_params! { ":kind": account.kind.code(), ":ref": account.reference, ":day": day },
        |row| Ok((row.get("day")?, row.get("total")?)),
    )
}

pub(super) fn balance_after(db: &Db, account: Account, entry: i64) -> Result<Option<i64>, Fault> {
    db.one(
        include_str!("sql/balance_after.sql"),
        named_params! { ":kind": account.kind.code(), ":ref": account.reference, ":entry": entry },
        |row| row.get("balance"),
    )
}

pub(super) fn postings(db: &Db, entry: i64) -> Result<Vec<(Account, i64)>, Fault> {
    let rows = db.list(include_str!("sql/postings.sql"), named_params! { ":entry": entry }, |row| {
        Ok((row.get::<_, String>("kind")?, row.get::<_, i64>("ref")?, row.get::<_, i64>("amount")?))
    })?;
    rows.into_iter()
        .map(|(kind, reference, amount)| {
            let kind = Kind::from_code(&kind)
                .ok_or_else(|| Fault::Broken(format!("unknown account kind {kind}")))?;
            Ok((Account::of(kind, reference), amount))
        })
        .collect()
}
