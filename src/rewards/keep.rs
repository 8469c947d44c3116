//! Giving rewards and taking them back, called inside the transaction of their event.
//!
//! There is one step for both: what is due for a bill as it stands now, less what stands of its rewards, is one entry.
//! A sale has nothing standing, a void leaves nothing due, and a part given back moves by what it changes.

use serde::{Deserialize, Serialize};

use super::rules::{Book, Trigger};
use super::store::{self, Detail, Head, Key, NewReward};
use super::{streak, wants};
use crate::commission::facts::origin_bill;
use crate::db::{Db, Fault, named_params};
use crate::ground::Fen;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::performance::keep::Noticed;
use crate::shop::{Answer, Area, Tx};
use crate::staff;

/// A reward given, or taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// To whom: number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// By which rule.
    pub rule: String,
    /// For what.
    pub event: Trigger,
    /// How much, in yuan; below zero where it is taken back.
    pub amount: Fen,
}

/// A bill of any kind was written: gives what it earns, takes back what it undoes. `sells` says whether a top-up or a
/// card is on it. Most sales can earn nothing, and for them next to nothing is read.
///
/// # Errors
/// A fault when the file cannot be read or written.
pub fn bill(
    tx: &mut Tx<'_>,
    kind: EntryKind,
    bill: i64,
    sells: bool,
    noticed: Noticed,
) -> Answer<Vec<Given>> {
    if kind == EntryKind::Sale && !sells && !noticed.came_true && !noticed.unsure {
        let (Some(away), Some(member)) = (noticed.since_last, noticed.member) else { return Ok(Vec::new()) };
        let params = named_params! { ":away": away, ":member": member, ":day": tx.today() };
        let sql = include_str!("sql/rewards_return.sql");
        if tx.db().one(sql, params, |row| row.get("rewards_return"))? != Some(true) {
            return Ok(Vec::new());
        }
    }
    if !store::any_book(tx.db())? {
        return Ok(Vec::new());
    }
    let head = store::head(tx.db(), bill)?;
    let mut rows = Vec::new();
    if matches!(head.kind.as_str(), "sale" | "topup") {
        settle(tx.db(), &head, bill, &mut rows)?;
        return write(tx, &rows);
    }
    for origin in origins(tx.db(), &head)? {
        let origin = store::head(tx.db(), origin)?;
        settle(tx.db(), &origin, bill, &mut rows)?;
        if head.kind == "void" || (head.kind == "refund" && !wants::stands_still(tx.db(), &origin)?) {
            streak::broken(tx.db(), origin.id, bill, &mut rows)?;
        }
    }
    let mut given = write(tx, &rows)?;
    // What a voided bill was paid for may fall to another one of the same day.
    if let (Some(member), "void", Some(of)) = (head.member, head.kind.as_str(), head.of) {
        let day = store::head(tx.db(), of)?.day;
        let params = named_params! { ":member": member, ":day": day, ":bill": of };
        let others =
            tx.db().list(include_str!("sql/others_of_day.sql"), params, |row| row.get::<_, i64>("id"))?;
        for other in others {
            let mut rows = Vec::new();
            settle(tx.db(), &store::head(tx.db(), other)?, bill, &mut rows)?;
            given.extend(write(tx, &rows)?);
        }
    }
    Ok(given)
}

/// A bill was rated.
///
/// # Errors
/// As [`bill`].
pub fn rated(tx: &mut Tx<'_>, bill: i64) -> Answer<Vec<Given>> {
    if !store::any_book(tx.db())? {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    let book = store::in_force(tx.db(), &tx.today(), tx.at.0)?;
    streak::rated(tx.db(), book.as_ref(), bill, &mut rows)?;
    write(tx, &rows)
}

/// The sales and top-ups that a bill undoes, pays back or pays for.
fn origins(db: &Db, head: &Head) -> Answer<Vec<i64>> {
    match (head.kind.as_str(), head.of) {
        ("refund" | "void", Some(of)) => {
            let of = store::head(db, of)?;
            match of.kind.as_str() {
                "sale" | "topup" => Ok(vec![of.id]),
                "refund" | "void" => Ok(Vec::new()),
                _ => origins(db, &of),
            }
        }
        ("card_refund", _) => {
            let params = named_params! { ":bill": head.id };
            let codes = db.list(include_str!("sql/codes.sql"), params, |row| row.get::<_, String>("code"))?;
            let mut found = Vec::new();
            for code in codes {
                found.extend(origin_bill(db, &code)?);
            }
            Ok(found)
        }
        ("debt_payment", _) => {
            let params = named_params! { ":bill": head.id };
            Ok(db.list(include_str!("sql/debts_paid.sql"), params, |row| row.get("bill_id"))?)
        }
        _ => Ok(Vec::new()),
    }
}

/// The difference between what is due for a bill and what stands.
fn settle(db: &Db, origin: &Head, by: i64, rows: &mut Vec<NewReward>) -> Answer<()> {
    let standing = store::standing(db, origin.id)?;
    let book = store::in_force(db, &origin.day, origin.at)?;
    let due = match &book {
        Some(book) => wants::of_bill(db, book, origin)?,
        None => wants::Wants::new(),
    };
    let mut keys: Vec<Key> = standing.keys().chain(due.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let (before, after) = (standing.get(&key), due.get(&key));
        let amount = after.map_or(Fen::ZERO, |due| due.amount).minus(before.copied().unwrap_or_default())?;
        if amount != Fen::ZERO {
            let detail = after.map_or_else(Detail::default, |due| due.detail.clone());
            rows.push(NewReward { key, bill: origin.id, by, amount, detail });
        }
    }
    Ok(())
}

fn rule_of(books: &[Book], key: Key) -> Option<&super::rules::Ruled> {
    let book = books.iter().find(|book| book.version == key.version)?;
    book.rules.get(usize::try_from(key.place).ok()?)
}

/// Posts the rows: one entry, from what people cost to what each of them is owed.
fn write(tx: &mut Tx<'_>, rows: &[NewReward]) -> Answer<Vec<Given>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut draft = Draft::new();
    for row in rows {
        let owed = Account::of(Kind::CommissionPayable, row.key.staff);
        draft.money(Account::own(Kind::CommissionCost), owed, row.amount);
    }
    let about = About { document: store::digest_of(tx, rows)?, ..About::default() };
    let posted = post(tx, EntryKind::Reward, about, &draft.balance_or_fact().map_err(Fault::from)?)?;
    let books = store::books(tx.db())?;
    let mut given = Vec::with_capacity(rows.len());
    for row in rows {
        store::insert(tx, tx.at.0, posted.id, row)?;
        let person = staff::store::by_id(tx.db(), row.key.staff)?
            .ok_or_else(|| Fault::Broken(format!("staff {} is gone", row.key.staff)))?;
        let rule = rule_of(&books, row.key).map(|ruled| &ruled.rule);
        given.push(Given {
            staff: person.number,
            name: person.name,
            rule: rule.map(|rule| rule.name.as_str().to_owned()).unwrap_or_default(),
            event: rule.map_or(Trigger::Topup, |rule| rule.event),
            amount: row.amount,
        });
    }
    tx.touch(Area::Staff);
    Ok(given)
}
