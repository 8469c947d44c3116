//! Bills read again: every column of every row against the digest that their entry sealed.

use super::{Proof, Stage};
use crate::checkout::{Tender, bill_digest};
use crate::db::{Db, Fault, named_params};
use crate::ground::Fen;

/// Bills between two reports of progress.
const REPORT_EVERY: i64 = 5_000;

struct Sealed {
    bill: i64,
    number: String,
    seq: i64,
    facts: Vec<u8>,
    entries: i64,
}

/// Reads every bill again.
pub(super) fn read_again(db: &Db, proof: &mut Proof, report: &mut impl FnMut(Stage)) -> Result<(), Fault> {
    documents(db, 0, proof, report)?;
    tenders_agree(db, proof)?;
    tills_agree(db, proof)?;
    numbers_are_gapless(db, proof)
}

/// Reads the bills behind one again, against the digests that their entries sealed.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn documents(db: &Db, from: i64, proof: &mut Proof, report: &mut impl FnMut(Stage)) -> Result<(), Fault> {
    let rows = db.list(include_str!("sql/bills.sql"), named_params! { ":from": from }, |row| {
        Ok(Sealed {
            bill: row.get("id")?,
            number: row.get("number")?,
            seq: row.get::<_, Option<i64>>("seq")?.unwrap_or(0),
            facts: row.get::<_, Option<Vec<u8>>>("facts")?.unwrap_or_default(),
            entries: row.get("entries")?,
        })
    })?;
    for row in rows {
        if row.entries != 1 {
            proof.add("bill", row.seq, format!("bill {} has {} entries", row.number, row.entries));
        } else if bill_digest(db, row.bill)?.as_slice() != row.facts.as_slice() {
            proof.add("bill", row.seq, format!("bill {} was changed after it was sealed", row.number));
        }
        proof.bills += 1;
        if proof.bills % REPORT_EVERY == 0 {
            report(Stage::Bills(proof.bills));
        }
    }
    Ok(())
}

/// What a bill says it took from stored value is what its entry took.
fn tenders_agree(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    for (kind, column) in [("lot.principal", "principal"), ("lot.gift", "gift")] {
        let params = named_params! { ":kind": kind, ":column": column };
        let rows = db.list(include_str!("sql/tenders_disagree.sql"), params, |row| {
            Ok((
                row.get::<_, i64>("seq")?,
                row.get::<_, String>("number")?,
                Fen(row.get("posted")?),
                Fen(row.get("stated")?),
            ))
        })?;
        for (seq, number, posted, stated) in rows {
            proof.add(
                "bill",
                seq,
                format!("bill {number} states {column} {stated}, its entry moved {posted}"),
            );
        }
    }
    Ok(())
}

/// What a bill says came in or went out by a tender is what its entry moved in that till.
fn tills_agree(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    for tender in Tender::ALL {
        let Some(till) = tender.till() else { continue };
        let params = named_params! { ":kind": till.kind.code(), ":tender": tender.code() };
        let rows = db.list(include_str!("sql/tills_disagree.sql"), params, |row| {
            Ok((
                row.get::<_, i64>("seq")?,
                row.get::<_, String>("number")?,
                Fen(row.get("posted")?),
                Fen(row.get("stated")?),
            ))
        })?;
        for (seq, number, posted, stated) in rows {
            let code = tender.code();
            proof.add(
                "bill",
                seq,
                format!("bill {number} states {stated} by {code}, its entry moved {posted}"),
            );
        }
    }
    Ok(())
}

/// Bill numbers count up within a day.
fn numbers_are_gapless(db: &Db, proof: &mut Proof) -> Result<(), Fault> {
    let rows = db.list(include_str!("sql/number_gaps.sql"), &[], |row| {
        Ok((row.get::<_, String>("posted_on")?, row.get::<_, i64>("bills")?, row.get::<_, i64>("last")?))
    })?;
    for (day, bills, last) in rows {
        proof.add("bill", 0, format!("{day}: {bills} bills, but the last number is {last}"));
    }
    Ok(())
}
