//! Paying a debt: cash performance of that day, and what covers a card opens its sessions.

use serde::{Deserialize, Serialize};

use super::bill_store::{self, LineRow, NewBill};
use super::cart::Payment;
use super::seal::post_bill;
use super::slip;
use super::tender_rules;
use super::topup::write_tender;
use crate::cards::store as cards;
use crate::ground::{Fen, Refused};
use crate::ledger::{Account, Draft, EntryKind, Kind, chain};
use crate::members;
use crate::shop::{Act, Answer, Area, Settings, Tx, Verb};

/// Pays a member's debts, oldest first, or one of them.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayDebt {
    /// Whose.
    pub member: String,
    /// Which; the oldest first when absent.
    #[serde(default)]
    pub debt: Option<i64>,
    /// How much.
    pub amount: Fen,
    /// How it is paid; never by stored value.
    pub tenders: Vec<Payment>,
}

/// A debt payment that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebtPaid {
    /// Its bill.
    pub bill: String,
    /// What was paid.
    pub amount: Fen,
    /// What is still owed.
    pub owed: Fen,
    /// Change in cash.
    pub change: Fen,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

impl Verb for PayDebt {
    const NAME: &'static str = "debt.pay";
    type Out = DebtPaid;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<DebtPaid> {
        tx.require(Act::DebtTake)?;
        let member = members::store::find(tx.db(), &self.member)?;
        if !self.amount.is_positive() {
            return Err(Refused::AmountNotPositive { field: "amount".into() }.into());
        }
        if let Some(payment) = self.tenders.iter().find(|payment| payment.tender.till().is_none()) {
            return Err(Refused::TenderUnfit { tender: payment.tender.code().into() }.into());
        }
        let cover = tender_rules::cover(self.amount, &self.tenders, Fen::ZERO)?;
        if cover.due.is_positive() {
            let paid = self.amount.minus(cover.due)?;
            return Err(Refused::TenderShort { due: self.amount, paid }.into());
        }
        let mut draft = Draft::new();
        self.settle(tx, member.id, &mut draft)?;
        let head = NewBill {
            kind: "debt_payment",
            member: Some(member.id),
            list_total: self.amount,
            payable: self.amount,
            change: cover.change,
            ..NewBill::default()
        };
        let (bill, number) = bill_store::insert_bill(tx, &head)?;
        bill_store::insert_line(tx.db(), bill, &self.line(tx.settings()))?;
        for (part, (settled, payment)) in (0_i64..).zip(cover.settled.iter().zip(&self.tenders)) {
            write_tender(tx, bill, part, settled, payment.reference.as_str(), &mut draft)?;
        }
        let (posted, _) = post_bill(tx, EntryKind::DebtPayment, bill, Some(member.id), None, draft)?;
        tx.touch(Area::Bills);
        tx.touch(Area::Members);
        let owed = Fen::sum(cards::debts(tx.db(), member.id)?.into_iter().map(|debt| debt.left))?;
        Ok(DebtPaid {
            bill: number,
            amount: self.amount,
            owed,
            change: cover.change,
            seq: posted.seq,
            hash: chain::short(&posted.hash),
        })
    }
}

impl PayDebt {
    fn settle(&self, tx: &Tx<'_>, member: i64, draft: &mut Draft) -> Answer<()> {
        let debts: Vec<cards::Debt> = cards::debts(tx.db(), member)?
            .into_iter()
            .filter(|debt| self.debt.is_none_or(|wanted| wanted == debt.id))
            .collect();
        let owed = Fen::sum(debts.iter().map(|debt| debt.left))?;
        if self.amount > owed {
            return Err(Refused::DebtOverpaid { owed, paid: self.amount }.into());
        }
        let mut rest = self.amount;
        for debt in debts {
            if debt.since > tx.today() && rest.is_positive() {
                let what = "debt".into();
                return Err(Refused::DateTooEarly { what, since: debt.since, date: tx.today() }.into());
            }
            let part = debt.left.min(rest);
            draft.credit(Account::of(Kind::Debt, debt.id), part.0);
            if let Some(card) = debt.card {
                draft.money(Account::of(Kind::CardUnpaid, card), Account::of(Kind::CardValue, card), part);
            }
            rest = rest.minus(part)?;
        }
        Ok(())
    }

    fn line(&self, settings: &Settings) -> LineRow {
        LineRow {
            line: 1,
            item: None,
            code: "debt".into(),
            name: slip::named(settings, "paper.name.debt_payment"),
            kind: "debt_payment".into(),
            category: String::new(),
            package: String::new(),
            quantity: 1,
            list_price: self.amount,
            unit_price: self.amount,
            discount: Fen::ZERO,
            net: self.amount,
            card: None,
            card_code: None,
            card_value: Fen::ZERO,
            requested: false,
            of_line: None,
        }
    }
}
