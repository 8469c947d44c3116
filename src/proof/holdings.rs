//! Balances against the postings, and what members hold against its terms.

use super::Proof;
use super::walk::Walked;
use crate::db::{Db, Fault};
use crate::ground::Fen;
use crate::ledger::post::Roll;
use crate::ledger::{Account, Kind};

/// Compares everything that is kept with what the postings add up to.
pub(super) fn compare(db: &Db, walked: &Walked, proof: &mut Proof) -> Result<(), Fault> {
    balances(db, walked, proof)?;
    lots(db, walked, proof)?;
    cards(db, proof)?;
    debts(db, proof)
}

fn balances(db: &Db, walked: &Walked, proof: &mut Proof) -> Result<(), Fault> {
    db.each(include_str!("sql/accounts.sql"), &[], |row| {
        let (id, kind, reference): (i64, String, i64) = (row.get("id")?, row.get("kind")?, row.get("ref")?);
        let (balance, floor): (i64, Option<i64>) = (row.get("balance")?, row.get("floor")?);
        let summed = walked.balances.get(&id).copied().unwrap_or(0);
        if balance != summed {
            proof.add(
                "balance",
                0,
                format!("{kind} {reference}: kept {balance}, postings add up to {summed}"),
            );
        }
        if floor != Kind::from_code(&kind).and_then(Kind::floor) || floor.is_some_and(|floor| summed < floor)
        {
            proof.add("balance", 0, format!("{kind} {reference}: below its floor"));
        }
        Ok::<(), Fault>(())
    })
}

fn moved(walked: &Walked, kind: Kind, reference: i64, roll: Roll) -> i64 {
    walked.rolls.get(&(Account::of(kind, reference), roll)).copied().unwrap_or(0)
}

/// A lot was given exactly what its terms say.
fn lots(db: &Db, walked: &Walked, proof: &mut Proof) -> Result<(), Fault> {
    db.each(include_str!("sql/lots.sql"), &[], |row| {
        let (id, principal, gift): (i64, i64, i64) =
            (row.get("id")?, row.get("principal")?, row.get("gift")?);
        let from: Option<i64> = row.get("from_lot")?;
        for (kind, terms) in [(Kind::LotPrincipal, principal), (Kind::LotGift, gift)] {
            let given = if from.is_some() { None } else { Some(moved(walked, kind, id, Roll::Added)) };
            if given.is_some_and(|given| given != terms && given != 0) {
                let detail = format!(
                    "lot {id}: {} {} by its terms, {} posted",
                    kind.code(),
                    Fen(terms),
                    Fen(given.unwrap_or(0))
                );
                proof.add("lot", row.get::<_, Option<i64>>("seq")?.unwrap_or(0), detail);
            }
        }
        Ok::<(), Fault>(())
    })
}

/// What a card gave (paid less what is left of it) lies between nothing and what was paid for it; its sessions are
/// those of its terms; the last session leaves nothing.
fn cards(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    db.each(include_str!("sql/cards.sql"), &[], |row| {
        let (code, price, state): (String, i64, String) =
            (row.get("code")?, row.get("price")?, row.get("state")?);
        let (sessions, left): (i64, i64) = (row.get("sessions")?, row.get("left")?);
        let (unpaid, debts): (i64, i64) = (row.get("unpaid")?, row.get("debts")?);
        let value: i64 = row.get("value")?;
        let paid = price - unpaid;
        if value < 0 || value > paid {
            proof.add("card", 0, format!("card {code}: {} left of {} paid", Fen(value), Fen(paid)));
        }
        if left > sessions || left < 0 {
            proof.add("card", 0, format!("card {code}: {left} sessions left of {sessions}"));
        }
        if sessions > 0 && left == 0 && unpaid == 0 && value != 0 {
            proof.add("card", 0, format!("card {code}: no session left, but {}", Fen(value)));
        }
        if ["refunded", "upgraded"].contains(&state.as_str()) && (value != 0 || left != 0) {
            proof.add("card", 0, format!("card {code}: {state}, but not empty"));
        }
        if unpaid != debts {
            proof.add("card", 0, format!("card {code}: {} unpaid, {} owed for it", Fen(unpaid), Fen(debts)));
        }
        Ok::<(), Fault>(())
    })
}

fn debts(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    db.each(include_str!("sql/debts.sql"), &[], |row| {
        let (id, amount, left): (i64, i64, i64) = (row.get("id")?, row.get("amount")?, row.get("left")?);
        if left > amount {
            proof.add("debt", 0, format!("debt {id}: {} owed of {}", Fen(left), Fen(amount)));
        }
        Ok::<(), Fault>(())
    })
}
