//! Debts (欠款) as they stand in the file; the slice names them through [`super::store`].

use crate::db::{Db, Fault, Row, named_params};
use crate::ground::Fen;

/// A debt and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// Row id.
    pub id: i64,
    /// Who owes.
    pub member: i64,
    /// What was owed at first.
    pub amount: Fen,
    /// What is owed now.
    pub left: Fen,
    /// The card it is for.
    pub card: Option<i64>,
    /// Its bill.
    pub bill: Option<i64>,
    /// Since when.
    pub since: String,
}

fn read_debt(row: &Row<'_>) -> crate::db::RowResult<Debt> {
    Ok(Debt {
        id: row.get("id")?,
        member: row.get("member_id")?,
        amount: Fen(row.get("amount")?),
        left: Fen(row.get("left")?),
        card: row.get("card_id")?,
        bill: row.get("bill_id")?,
        since: row.get("since")?,
    })
}

/// A debt by row id.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn debt(db: &Db, id: i64) -> Result<Option<Debt>, Fault> {
    db.one(include_str!("sql/debt.sql"), named_params! { ":id": id }, read_debt)
}

/// A member's open debts, oldest first.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn debts(db: &Db, member: i64) -> Result<Vec<Debt>, Fault> {
    db.list(include_str!("sql/debts.sql"), named_params! { ":member": member }, read_debt)
}

/// Debts that a bill made.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn debts_of_bill(db: &Db, bill: i64) -> Result<Vec<Debt>, Fault> {
    db.list(include_str!("sql/debts_of_bill.sql"), named_params! { ":bill": bill }, read_debt)
}

/// Debts for a card, whoever holds it now.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn debts_of_card(db: &Db, card: i64) -> Result<Vec<Debt>, Fault> {
    db.list(include_str!("sql/debts_of_card.sql"), named_params! { ":card": card }, read_debt)
}

/// Writes a debt; the ledger makes it owed.
///
/// # Errors
/// A fault when the file refuses.
pub fn insert_debt(
    db: &Db,
    member: i64,
    amount: Fen,
    card: Option<i64>,
    bill: Option<i64>,
    since: &str,
) -> Result<i64, Fault> {
    db.insert(
        include_str!("sql/debt_insert.sql"),
        named_params! { ":member": member, ":amount": amount.0, ":card": card, ":bill": bill, ":since": since },
    )
}
