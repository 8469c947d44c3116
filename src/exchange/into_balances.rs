//! Rows of stored value against the store: what the old system owed its members, principal and gift apart.

use super::desk::{Desk, Judged, Verdict, money_not_below, no};
use super::fields::Field;
use super::rows::{BalanceRow, Problem};
use super::store;
use super::write::Writing;
use crate::cards::store::{NewLot, insert_lot};
use crate::db::Fault;
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::shop::{Answer, Tx};

/// What a row of balances would do.
#[derive(Debug, Clone)]
pub struct BalanceStep {
    pub(super) verdict: Verdict,
    /// What the row states, for the control total.
    pub(super) stated: Fen,
    member: i64,
    principal: Fen,
    gift: Fen,
    expires_on: Option<String>,
}

/// Compares one row: it states what the old system owed, and only what no import brought yet is added.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn judge(desk: &mut Desk<'_>, at: i64, row: BalanceRow) -> Answer<Judged<BalanceStep>> {
    let (principal, gift) = match split(&row) {
        Ok(parts) => parts,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    let mut problems = Vec::new();
    money_not_below(Field::Balance, row.balance, &mut problems);
    money_not_below(Field::Principal, row.principal, &mut problems);
    money_not_below(Field::Gift, row.gift, &mut problems);
    let text = |text: &Option<Clean>| text.as_ref().map(|clean| clean.as_str().to_owned());
    let (code, name) = (text(&row.code), text(&row.name));
    let found = desk.member(code.as_deref(), row.phone.as_deref(), name.as_deref())?;
    let member = match found {
        Ok(member) => member,
        Err(more) => {
            problems.extend(more);
            return Ok(Err(problems));
        }
    };
    if let Some(first) = desk.first(&format!("member {}", member.id), at) {
        problems.push(Problem { field: None, why: Refused::ImportRowTwice { row: first } });
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let brought = store::value_brought(desk.db, member.id)?;
    let stated = principal.plus(gift)?;
    let (more, more_gift) = (principal.minus(brought.0)?, gift.minus(brought.1)?);
    if more < Fen::ZERO || more_gift < Fen::ZERO {
        let brought = brought.0.plus(brought.1)?.to_string();
        return no(Field::Balance, Refused::ImportLower { brought, found: stated.to_string() });
    }
    let verdict = match (more.is_positive() || more_gift.is_positive(), brought == (Fen::ZERO, Fen::ZERO)) {
        (false, _) => Verdict::Same,
        (true, true) => Verdict::New,
        (true, false) => Verdict::Update,
    };
    let expires_on = row.expires_on.map(|day| day.to_string());
    Ok(Ok(BalanceStep { verdict, stated, member: member.id, principal: more, gift: more_gift, expires_on }))
}

/// Principal and gift: as stated, the balance being both together; without a split all of it is principal.
fn split(row: &BalanceRow) -> Result<(Fen, Fen), Problem> {
    let off = |balance: Fen, principal: Fen, gift: Fen| Problem {
        field: Some(Field::Balance),
        why: Refused::ImportSplitOff { balance, principal, gift },
    };
    match (row.balance, row.principal, row.gift) {
        (Some(balance), None, gift) => {
            let gift = gift.unwrap_or_default();
            let principal = Fen(balance.0.saturating_sub(gift.0));
            let sound = gift <= balance.max(Fen::ZERO);
            if sound { Ok((principal, gift)) } else { Err(off(balance, Fen::ZERO, gift)) }
        }
        (Some(balance), Some(principal), gift) => {
            let gift = gift.unwrap_or(Fen(balance.0.saturating_sub(principal.0)));
            let sound = principal.plus(gift) == Ok(balance);
            if sound { Ok((principal, gift)) } else { Err(off(balance, principal, gift)) }
        }
        (None, principal, gift) => Ok((principal.unwrap_or_default(), gift.unwrap_or_default())),
    }
}

impl BalanceStep {
    /// Writes it: one lot and one entry for each member, so that each can be proved and taken back alone.
    pub(super) fn write(&self, tx: &mut Tx<'_>, at: &Writing) -> Answer<()> {
        let today = tx.today();
        let lot = insert_lot(
            tx.db(),
            &NewLot {
                member: self.member,
                principal: self.principal,
                gift: self.gift,
                order: tx.settings().spend_order,
                gift_expires_on: self.expires_on.clone().filter(|_| self.gift.is_positive()),
                bought_on: &today,
                bought_at: &tx.profile().code,
                sold_by: None,
                rule: ("import", at.batch),
                bill: None,
                from_lot: None,
            },
        )?;
        let mut draft = Draft::new();
        draft.money(Account::own(Kind::Opening), Account::of(Kind::LotPrincipal, lot), self.principal);
        draft.money(Account::own(Kind::GiftGranted), Account::of(Kind::LotGift, lot), self.gift);
        let about = About { member: Some(self.member), ..About::default() };
        let posted = post(tx, EntryKind::Import, about, &draft.balance().map_err(Fault::from)?)?;
        Ok(store::insert_row(tx.db(), at.batch, at.row, ("entry", posted.id), "")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_is_split_as_stated_or_is_all_principal() {
        let row = |balance: Option<i64>, principal: Option<i64>, gift: Option<i64>| BalanceRow {
            phone: None,
            code: None,
            name: None,
            balance: balance.map(Fen),
            principal: principal.map(Fen),
            gift: gift.map(Fen),
            expires_on: None,
            note: None,
        };
        for (balance, principal, gift, parts) in [
            (Some(500), None, None, Some((500, 0))),
            (Some(500), None, Some(100), Some((400, 100))),
            (Some(500), Some(400), Some(100), Some((400, 100))),
            (Some(500), Some(400), None, Some((400, 100))),
            (None, Some(400), Some(100), Some((400, 100))),
            (None, Some(400), None, Some((400, 0))),
            (Some(500), Some(400), Some(99), None),
            (Some(500), None, Some(501), None),
        ] {
            let read = split(&row(balance, principal, gift));
            assert_eq!(read.ok().map(|(p, g)| (p.0, g.0)), parts, "{balance:?} {principal:?} {gift:?}");
        }
    }
}
