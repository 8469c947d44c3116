//! The way back for bills that are no sale (an upgrade, a debt paid, a card refunded): their entry the other way
//! round, exactly, with the cards as they were; where something was used since, the answer is no.

use chrono::Duration;

use super::bill_store::{self, BillRow, LineRow, NewBill, TenderRow};
use super::merge;
use super::refund::{GivenBack, not_before};
use super::seal::post_bill;
use crate::cards::store::{self as cards, Card, CardKind};
use crate::db::Fault;
use crate::ground::{Fen, Refused, day};
use crate::ledger::{EntryKind, Kind, balance, chain};
use crate::members;
use crate::shop::{Answer, Area, Tx};

/// The entry that a bill of a kind is taken back with: of its own kind, so that the roll-forward nets both in one
/// column.
fn entry_kind(bill: &BillRow) -> Result<EntryKind, Refused> {
    match bill.kind.as_str() {
        "card_upgrade" => Ok(EntryKind::Transfer),
        "debt_payment" => Ok(EntryKind::DebtPayment),
        "card_refund" => Ok(EntryKind::CardRefund),
        _ => Err(Refused::BillWrongKind { bill: bill.number.clone(), kind: bill.kind.clone() }),
    }
}

/// Takes such a bill back whole.
pub(super) fn void(tx: &mut Tx<'_>, bill: &BillRow) -> Answer<GivenBack> {
    let kind = entry_kind(bill)?;
    not_before(tx, bill)?;
    if bill_store::made_of(tx.db(), bill.id)?.iter().any(|other| other.kind == "void") {
        return Err(Refused::BillVoided { bill: bill.number.clone() }.into());
    }
    let (entry, ..) = bill_store::entry_of(tx.db(), bill.id)?
        .ok_or_else(|| Fault::Broken(format!("bill {} has no entry", bill.number)))?;
    let changed = match kind {
        EntryKind::Transfer => upgraded(tx, bill)?,
        EntryKind::CardRefund => refunded(tx, bill)?,
        _ => Vec::new(),
    };
    debts_may_come_back(tx, bill, entry)?;
    let draft = merge::reversed(tx, &bill.number, entry)?;
    for card in &changed {
        cards::update_card(tx.db(), card)?;
        cards::insert_event(tx.db(), card.id, "void", "{}", &tx.today(), tx.at.0, tx.command()?)?;
    }
    let head = NewBill {
        kind: "void",
        member: bill.member,
        of_bill: Some(bill.id),
        payable: bill.payable.negated(),
        card_value: bill.card_value.negated(),
        ..NewBill::default()
    };
    let (id, number) = bill_store::insert_bill(tx, &head)?;
    let tenders = write_rows(tx, id, bill)?;
    let (posted, _) = post_bill(tx, kind, id, bill.member, Some(entry), draft)?;
    merge::sweep_entry(tx, posted.id, bill.member)?;
    tx.touch(Area::Bills);
    tx.touch(Area::Members);
    Ok(GivenBack {
        bill: number,
        of_bill: bill.number.clone(),
        amount: bill.payable,
        tenders: tenders.iter().map(|row| (row.tender, row.amount.negated())).collect(),
        points_taken: 0,
        points_returned: 0,
        seq: posted.seq,
        hash: chain::short(&posted.hash),
    })
}

/// Both cards of an upgrade as they will be: the new one goes while it is untouched, the old one comes back.
fn upgraded(tx: &Tx<'_>, bill: &BillRow) -> Answer<Vec<Card>> {
    let gone = || Fault::Broken(format!("the cards of bill {} are not there", bill.number));
    let line = bill_store::lines(tx.db(), bill.id)?.into_iter().next().ok_or_else(gone)?;
    let old = cards::card_by_id(tx.db(), line.card.ok_or_else(gone)?)?.ok_or_else(gone)?;
    let new = cards::cards_of_bill(tx.db(), bill.id)?.into_iter().next().ok_or_else(gone)?;
    if new.state != "open" {
        return Err(Refused::CardClosed { card: new.code, state: new.state }.into());
    }
    refuse_handed_on(tx, bill.member, &new)?;
    let began = new.kind == CardKind::Period && new.starts_on != tx.today();
    if began || new.used() > 0 || new.value_left != new.terms.price {
        return Err(Refused::RefundUsedUp { bill: bill.number.clone(), what: new.name }.into());
    }
    let new = Card { state: "refunded".into(), ..new };
    Ok(vec![reopened(tx, bill, old)?, new])
}

/// The card of a card refund as it will be; a top-up lot needs no mark.
fn refunded(tx: &Tx<'_>, bill: &BillRow) -> Answer<Vec<Card>> {
    let Some(line) = bill_store::lines(tx.db(), bill.id)?.into_iter().next() else { return Ok(Vec::new()) };
    if line.code.starts_with("lot ") {
        return Ok(Vec::new());
    }
    let card = cards::card(tx.db(), &line.code)?;
    if card.state != "refunded" {
        return Err(Refused::CardClosed { card: card.code, state: card.state }.into());
    }
    Ok(vec![reopened(tx, bill, card)?])
}

/// A card in use again. The days on which a period card was gone are added at its end.
fn reopened(tx: &Tx<'_>, bill: &BillRow, mut card: Card) -> Answer<Card> {
    card.state = "open".into();
    let days = tx.day.signed_duration_since(day::iso(&bill.posted_on)?).num_days().max(0);
    if let (CardKind::Period, Some(last)) = (card.kind, &card.expires_on) {
        card.frozen_days += days;
        card.expires_on = Some((day::iso(last)? + Duration::days(days)).to_string());
    }
    Ok(card)
}

/// Refuses a card that its buyer handed on: nobody takes from one member what another paid.
pub(super) fn refuse_handed_on(tx: &Tx<'_>, buyer: Option<i64>, card: &Card) -> Answer<()> {
    let Some(buyer) = buyer else { return Ok(()) };
    if card.member == merge::heir(tx, buyer)? {
        return Ok(());
    }
    let holder = members::store::by_id(tx.db(), card.member)?.map(|member| member.number);
    Err(Refused::CardHandedOn { card: card.code.clone(), member: holder.unwrap_or_default() }.into())
}

/// Debts that the bill settled are owed again: only while what they are for stands, and its debtor has a file.
fn debts_may_come_back(tx: &Tx<'_>, bill: &BillRow, entry: i64) -> Answer<()> {
    for (account, _) in balance::postings(tx.db(), entry)? {
        if account.kind != Kind::Debt {
            continue;
        }
        let Some(debt) = cards::debt(tx.db(), account.reference)? else { continue };
        let debtor = members::store::by_id(tx.db(), debt.member)?;
        if let Some(debtor) = debtor.filter(|debtor| debtor.merged_into.is_some()) {
            let into = members::store::by_id(tx.db(), merge::heir(tx, debtor.id)?)?;
            let into = into.map(|member| member.number).unwrap_or_default();
            return Err(Refused::MemberMerged { number: debtor.number, into }.into());
        }
        let sale = match debt.bill {
            Some(sale) => bill_store::made_of(tx.db(), sale)?,
            None => Vec::new(),
        };
        if let Some(later) = sale.into_iter().find(|other| other.id > bill.id) {
            return Err(Refused::RefundUsedUp { bill: bill.number.clone(), what: later.number }.into());
        }
        if let (Some(card), "debt_payment") = (debt.card, bill.kind.as_str())
            && let Some(card) = cards::card_by_id(tx.db(), card)?
        {
            if ["refunded", "upgraded"].contains(&card.state.as_str()) {
                return Err(Refused::CardClosed { card: card.code, state: card.state }.into());
            }
            refuse_handed_on(tx, Some(debt.member), &card)?;
        }
    }
    Ok(())
}

/// The lines and payments of the bill the other way round; answers the payments.
fn write_rows(tx: &Tx<'_>, id: i64, bill: &BillRow) -> Answer<Vec<TenderRow>> {
    for row in bill_store::lines(tx.db(), bill.id)? {
        let back = LineRow {
            quantity: -row.quantity,
            discount: Fen::ZERO,
            net: row.net.negated(),
            card_value: row.card_value.negated(),
            of_line: Some(row.line),
            ..row
        };
        bill_store::insert_line(tx.db(), id, &back)?;
    }
    let mut out = Vec::new();
    for (part, row) in (0_i64..).zip(bill_store::tenders(tx.db(), bill.id)?) {
        let back = TenderRow { amount: row.amount.negated(), tendered: row.amount.negated(), ..row };
        bill_store::insert_tender(tx.db(), id, part, &back)?;
        out.push(back);
    }
    Ok(out)
}
