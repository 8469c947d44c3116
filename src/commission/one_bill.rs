//! What one bill earns its people as it stands now: for the counter, before and after Enter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::{self, Facts};
use super::rate::{self, Earned};
use super::store;
use crate::db::{Db, Fault};
use crate::ground::Fen;
use crate::shop::Answer;
use crate::staff;

/// What a person earns by a bill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BillEarns {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Hand fees, in yuan.
    pub hand_fee: Fen,
    /// Commission, in yuan.
    pub commission: Fen,
}

/// What a bill earns, by person. Where bands of the month decide, the bills of its month before it are read as well.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of_bill(db: &Db, bill: i64, number: &str, day: &str) -> Answer<Vec<BillEarns>> {
    let books = store::books(db)?;
    let alone = facts::of_bill(db, bill, true)?;
    let mut sums: BTreeMap<i64, (Fen, Fen)> = BTreeMap::new();
    let mut banded = false;
    rate::rate(&alone, &books, |earned| {
        banded |= earned.month.is_some();
        add(&mut sums, &alone, earned)
    })?;
    if banded {
        let month = facts::load(db, &facts::first_of_month(day), day)?;
        sums.clear();
        rate::rate(&month, &books, |earned| {
            let own = month.lines.get(earned.line).and_then(|line| month.bills.get(line.bill));
            if own.is_some_and(|bill| bill.number == number) {
                add(&mut sums, &month, earned)
            } else {
                Ok(())
            }
        })?;
    }
    let mut out = Vec::with_capacity(sums.len());
    for (id, (hand_fee, commission)) in sums {
        let person =
            staff::store::by_id(db, id)?.ok_or_else(|| Fault::Broken(format!("staff {id} is gone")))?;
        out.push(BillEarns { staff: person.number, name: person.name, hand_fee, commission });
    }
    out.sort_by_key(|one| std::cmp::Reverse(one.hand_fee.0.saturating_add(one.commission.0)));
    Ok(out)
}

fn add(
    sums: &mut BTreeMap<i64, (Fen, Fen)>,
    facts: &Facts,
    earned: &Earned,
) -> Result<(), crate::ground::Refused> {
    let staff = facts.people.get(earned.person).map_or(0, |person| person.staff);
    let (fee, share) = sums.entry(staff).or_default();
    *fee = fee.plus(earned.fee)?;
    *share = share.plus(earned.share)?;
    Ok(())
}
