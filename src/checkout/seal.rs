//! The one way in which a bill of any kind becomes an entry, and what hangs on every bill.

use super::document;
use crate::db::Fault;
use crate::ledger::{About, Draft, EntryKind, Kind, Posted, post};
use crate::performance;
use crate::rewards;
use crate::rewards::keep::Given;
use crate::shop::{Answer, Tx};

/// Posts the entry of a bill, sealing every column of it, has people's days kept up to date with it, and gives the
/// rewards that it earns or takes back those of what it undoes.
pub(super) fn post_bill(
    tx: &mut Tx<'_>,
    kind: EntryKind,
    bill: i64,
    member: Option<i64>,
    reverses: Option<i64>,
    draft: Draft,
) -> Answer<(Posted, Vec<Given>)> {
    let sells = kind == EntryKind::TopUp || draft.credits(Kind::CardValue);
    let document = document::digest(tx.db(), bill)?;
    let about = About { bill: Some(bill), member, reverses, document };
    let posted = post(tx, kind, about, &draft.balance_or_fact().map_err(Fault::from)?)?;
    let noticed = performance::keep::bill(tx, bill)?;
    let rewards = rewards::keep::bill(tx, kind, bill, sells, noticed)?;
    Ok((posted, rewards))
}
