//! Points in the file: lots, and the entries that move them.

use chrono::{Months, NaiveDate};

use super::rules::LotLeft;
use crate::db::{Db, Fault, named_params};
use crate::ledger::{Account, Draft, Kind, balance};
use crate::shop::Tx;

/// A member's lots that hold points.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn lots(db: &Db, member: i64) -> Result<Vec<LotLeft>, Fault> {
    db.list(include_str!("sql/lots.sql"), named_params! { ":member": member }, |row| {
        Ok(LotLeft { id: row.get("id")?, expires_on: row.get("expires_on")?, left: row.get("left")? })
    })
}

/// What a member owes back.
///
/// # Errors
/// As [`lots`].
pub fn owed(db: &Db, member: i64) -> Result<i64, Fault> {
    balance::now(db, Account::of(Kind::PointsOwed, member))
}

/// The balance as it is shown: negative when more was taken back than was left.
///
/// # Errors
/// As [`lots`].
pub fn balance_of(db: &Db, member: i64, today: &str) -> Result<i64, Fault> {
    Ok(super::rules::spendable(&lots(db, member)?, owed(db, member)?, today))
}

/// Where points come from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// `bill`, `import`, `adjust` ..
    pub what: &'a str,
    /// The bill.
    pub bill: Option<i64>,
}

/// Puts earned points into a draft: what the member owes back is paid first, the rest is a new lot.
///
/// # Errors
/// As [`lots`].
pub fn add(
    tx: &Tx<'_>,
    draft: &mut Draft,
    member: i64,
    points: i64,
    source: Source<'_>,
) -> Result<(), Fault> {
    if points <= 0 {
        return Ok(());
    }
    let repaid = owed(tx.db(), member)?.min(points);
    draft.transfer(Account::own(Kind::PointsIssued), Account::of(Kind::PointsOwed, member), repaid);
    let rest = points - repaid;
    if rest > 0 {
        let lot = write_lot(tx, member, rest, source)?;
        draft.transfer(Account::own(Kind::PointsIssued), Account::of(Kind::PointsLot, lot), rest);
    }
    Ok(())
}

/// Writes a lot's terms for points that came from a file; the ledger gives it its points.
///
/// # Errors
/// A fault when the file refuses.
pub fn insert_lot(tx: &Tx<'_>, member: i64, points: i64, source: &str) -> Result<i64, Fault> {
    write_lot(tx, member, points, Source { what: source, bill: None })
}

fn write_lot(tx: &Tx<'_>, member: i64, points: i64, source: Source<'_>) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/insert.sql"),
        named_params! {
            ":member": member, ":points": points, ":expires": expiry(tx.day, tx.settings().points_months),
            ":earned": tx.today(), ":source": source.what, ":bill": source.bill,
        },
    )
}

/// The last day of points earned on a day.
fn expiry(day: NaiveDate, months: i64) -> Option<String> {
    let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
    day.checked_add_months(Months::new(months)).map(|last| last.to_string())
}

/// Takes earned points back: from the bill's own lots, then from the member's others as they would be spent; only what
/// is nowhere left is owed.
///
/// # Errors
/// As [`lots`].
pub fn take_back(tx: &Tx<'_>, draft: &mut Draft, member: i64, bill: i64, points: i64) -> Result<(), Fault> {
    let db = tx.db();
    let mut rest = points;
    let own = db.list(include_str!("sql/lots_of_bill.sql"), named_params! { ":bill": bill }, |row| {
        row.get::<_, i64>("id")
    })?;
    for lot in &own {
        let part = balance::now(db, Account::of(Kind::PointsLot, *lot))?.min(rest);
        draft.transfer(Account::of(Kind::PointsLot, *lot), Account::own(Kind::PointsIssued), part);
        rest -= part;
    }
    let today = tx.today();
    let others: Vec<LotLeft> = lots(db, member)?.into_iter().filter(|lot| !own.contains(&lot.id)).collect();
    let there = super::rules::spendable(&others, 0, &today).min(rest);
    for (lot, part) in super::rules::spend(&others, 0, there, &today)? {
        draft.transfer(Account::of(Kind::PointsLot, lot), Account::own(Kind::PointsIssued), part);
        rest -= part;
    }
    draft.transfer(Account::of(Kind::PointsOwed, member), Account::own(Kind::PointsIssued), rest);
    Ok(())
}

/// Points that a bill earned and that lapsed since.
///
/// # Errors
/// As [`lots`].
pub fn lapsed_of_bill(db: &Db, bill: i64) -> Result<i64, Fault> {
    let params = named_params! { ":bill": bill };
    Ok(db.one(include_str!("sql/lapsed_of_bill.sql"), params, |row| row.get("lapsed"))?.unwrap_or(0))
}

/// Lots that lapsed before a day and still hold points: `(lot, member, left)`.
///
/// # Errors
/// As [`lots`].
pub fn lapsed(db: &Db, today: &str) -> Result<Vec<(i64, i64, i64)>, Fault> {
    db.list(include_str!("sql/lapsed.sql"), named_params! { ":today": today }, |row| {
        Ok((row.get("id")?, row.get("member_id")?, row.get("left")?))
    })
}
