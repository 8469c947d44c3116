//! Taking a batch back: its entries by entries that name them, its files where nothing has used them since.
//!
//! Nothing is deleted. A member's file that the batch opened is closed (`merged_into` names itself), an item is no
//! longer sold, a person has left, a card is withdrawn and its number is free; the same file can come in again and
//! opens them anew. What was used in the meantime stays, and is counted; amounts that were spent refuse the whole.

use serde::{Deserialize, Serialize};

use super::into_members::{self, Before};
use super::store::{self, Batch, Touched};
use crate::catalog::Item;
use crate::catalog::store as items;
use crate::db::{Fault, ToSql, named_params};
use crate::ground::Refused;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, post};
use crate::members::{self, Member};
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff::{self, Person};

/// Takes a batch back.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollBackImport {
    /// The batch's number.
    pub batch: i64,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RolledBack {
    /// The batch's number.
    pub batch: i64,
    /// Entries that were reversed.
    pub entries: i64,
    /// Files that were closed or set back.
    pub files: i64,
    /// Files that stay because they were used or changed since.
    pub kept: i64,
}

impl Verb for RollBackImport {
    const NAME: &'static str = "import.rollback";
    type Out = RolledBack;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<RolledBack> {
        tx.require(Act::Import)?;
        let unknown = || Refused::ImportBatchUnknown { batch: self.batch };
        let batch =
            store::batch(tx.db(), self.batch)?.filter(|batch| !batch.rolled_back).ok_or_else(unknown)?;
        let mut out = RolledBack { batch: batch.id, ..RolledBack::default() };
        for entry in store::touched(tx.db(), batch.id, "entry")? {
            reverse(tx, batch.id, entry.reference)?;
            out.entries += 1;
        }
        for area in ["card", "member", "item", "staff"] {
            for touched in store::touched(tx.db(), batch.id, area)? {
                let done = match area {
                    "card" => card(tx, &batch, &touched)?,
                    "member" => member(tx, &batch, &touched)?,
                    "item" => item(tx, &batch, &touched)?,
                    _ => person(tx, &batch, &touched)?,
                };
                out.files += i64::from(done);
                out.kept += i64::from(!done);
            }
        }
        for visit in store::touched(tx.db(), batch.id, "visit")? {
            let (before, set) = visit.before.split_once('>').unwrap_or_default();
            store::visit_back(tx.db(), visit.reference, set, before)?;
        }
        store::insert_rollback(tx, batch.id)?;
        for area in [Area::Imports, Area::Members, Area::Catalog, Area::Staff] {
            tx.touch(area);
        }
        Ok(out)
    }
}

/// Posts an entry the other way round, while all that it brought is still there.
fn reverse(tx: &mut Tx<'_>, batch: i64, entry: i64) -> Answer<()> {
    let mut draft = Draft::new();
    for (account, amount) in balance::postings(tx.db(), entry)? {
        let leaves = amount.saturating_mul(account.kind.side()) > 0;
        let guarded = account.kind.floor().is_some() || account.kind == Kind::Stock;
        if leaves && guarded && balance::now(tx.db(), account)? < amount.saturating_abs() {
            return Err(Refused::ImportBatchUsed { batch, what: what(account).into() }.into());
        }
        draft.credit(account, amount);
    }
    let member = store::member_of_entry(tx.db(), entry)?;
    let about = About { member, reverses: Some(entry), ..About::default() };
    post(tx, EntryKind::ImportBack, about, &draft.balance().map_err(Fault::from)?)?;
    Ok(())
}

/// The word for what was used, as the locales know it under `what.`.
fn what(account: Account) -> &'static str {
    match account.kind {
        Kind::PointsLot | Kind::PointsOwed | Kind::PointsIssued => "points",
        Kind::CardSessions | Kind::CardValue | Kind::CardUnpaid | Kind::SessionsIssued => "sessions",
        Kind::Stock | Kind::StockSource => "stock",
        Kind::Coupon | Kind::CouponIssued => "coupon",
        Kind::TillCash
        | Kind::TillWechat
        | Kind::TillAlipay
        | Kind::TillBank
        | Kind::TillGroupBuy
        | Kind::Debt
        | Kind::LotPrincipal
        | Kind::LotGift
        | Kind::GiftGranted
        | Kind::GiftUsed
        | Kind::IncomeService
        | Kind::IncomeProduct
        | Kind::IncomeCard
        | Kind::IncomeForfeit
        | Kind::OverShort
        | Kind::DrawerOther
        | Kind::PartPrincipal
        | Kind::PartGift
        | Kind::PartPoints
        | Kind::PartSessions
        | Kind::ChainHeld
        | Kind::ChainCleared
        | Kind::Banked
        | Kind::CommissionPayable
        | Kind::CommissionCost
        | Kind::Opening
        | Kind::Adjusted => "stored_value",
    }
}

fn used(tx: &Tx<'_>, sql: &'static str, params: &[(&str, &dyn ToSql)]) -> Answer<bool> {
    Ok(store::asks(tx.db(), sql, params)?)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(|e| Fault::Broken(format!("import row: {e}")).into())
}

fn card(tx: &Tx<'_>, batch: &Batch, touched: &Touched) -> Answer<bool> {
    let params = named_params! { ":id": touched.reference, ":command": batch.command };
    // Its sessions went back with its entry; a card that was frozen or shared meanwhile is still taken out of use.
    if used(tx, include_str!("sql/card_used.sql"), params)? {
        return Err(Refused::ImportBatchUsed { batch: batch.id, what: "card".into() }.into());
    }
    store::withdraw_card(tx.db(), touched.reference, batch.id)?;
    Ok(true)
}

fn member(tx: &Tx<'_>, batch: &Batch, touched: &Touched) -> Answer<bool> {
    let id = touched.reference;
    let params = named_params! { ":id": id, ":command": batch.command };
    let Some(now) = members::store::by_id(tx.db(), id)? else { return Ok(false) };
    if used(tx, include_str!("sql/member_changed.sql"), params)? {
        return Ok(false);
    }
    if touched.before.is_empty() {
        if used(tx, include_str!("sql/member_used.sql"), params)? {
            return Ok(false);
        }
        into_members::put(tx, &now, &Member { merged_into: Some(id), ..now.clone() })?;
        return Ok(true);
    }
    let before: Before = parse(&touched.before)?;
    let closes = before.member.merged_into == Some(id);
    if closes && used(tx, include_str!("sql/member_used.sql"), params)? {
        return Ok(false);
    }
    let after = Member { id, ..before.member };
    into_members::put(tx, &now, &after)?;
    let phones = members::store::phones(tx.db(), id)?;
    if phones != before.phones {
        members::store::set_phones(
            tx.db(),
            &Member { last_visit_on: now.last_visit_on, ..after },
            &before.phones,
        )?;
        tx.keep_change("member.phones", id, &phones, &before.phones)?;
    }
    Ok(true)
}

fn item(tx: &Tx<'_>, batch: &Batch, touched: &Touched) -> Answer<bool> {
    let id = touched.reference;
    let Some(now) = items::by_id(tx.db(), id)? else { return Ok(false) };
    let after = if touched.before.is_empty() {
        let params = named_params! { ":id": id, ":command": batch.command, ":after": batch.after_bill };
        if used(tx, include_str!("sql/item_used.sql"), params)? {
            return Ok(false);
        }
        // Its barcode is free again; its code stays its own.
        Item { active: false, barcode: None, ..now.clone() }
    } else {
        let params = named_params! { ":id": id, ":command": batch.command };
        if used(tx, include_str!("sql/item_changed.sql"), params)? {
            return Ok(false);
        }
        Item { id, ..parse(&touched.before)? }
    };
    items::update(tx.db(), &after)?;
    tx.keep_change("item", id, &now, &after)?;
    Ok(true)
}

fn person(tx: &Tx<'_>, batch: &Batch, touched: &Touched) -> Answer<bool> {
    let id = touched.reference;
    let Some(now) = staff::store::by_id(tx.db(), id)? else { return Ok(false) };
    let after = if touched.before.is_empty() {
        let params = named_params! { ":id": id, ":command": batch.command, ":after": batch.after_bill };
        if used(tx, include_str!("sql/staff_used.sql"), params)? {
            return Ok(false);
        }
        Person { left_on: Some(tx.today()), ..now.clone() }
    } else {
        let params = named_params! { ":id": id, ":command": batch.command };
        if used(tx, include_str!("sql/staff_changed.sql"), params)? {
            return Ok(false);
        }
        Person { id, ..parse(&touched.before)? }
    };
    staff::store::update(tx.db(), &after)?;
    tx.keep_change("staff", id, &now, &after)?;
    Ok(true)
}
