//! Paying a month out: what is not booked of it yet is booked, and money leaves a till. A payout is taken back by one
//! that names it, and what was booked stays booked.

use serde::{Deserialize, Serialize};

use super::sheet::{self, PayRow, Worked};
use super::store::{self, PayoutRow};
use crate::checkout::cart::Tender;
use crate::db::{Db, Fault};
use crate::ground::{Clean, Fen, Month, Refused, day};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, chain, post};
use crate::shop::{Act, Answer, Area, Look, PayOf, Query, Tx, Verb};
use crate::staff;

/// Pays a person for a month.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayOut {
    /// To whom: staff number.
    pub staff: String,
    /// For which month: `2026-11`.
    pub month: String,
    /// How much, in yuan; all that is due when absent.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// From which till: cash, bank, wechat or alipay.
    pub tender: Tender,
    /// What the screen showed as due: another amount is refused.
    #[serde(default)]
    pub expect: Option<Fen>,
}

/// A payout that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidOut {
    /// Its number: `P000012`.
    pub payout: String,
    /// To whom: number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// For which month.
    pub month: String,
    /// How much; below zero where it took another back.
    pub amount: Fen,
    /// What is still due.
    pub due: Fen,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

/// A payout's number from its row id.
pub fn number(id: i64) -> String {
    format!("P{id:06}")
}

/// A payout by its number.
///
/// # Errors
/// [`Refused::PayoutUnknown`].
pub fn find(db: &Db, number: &str) -> Answer<PayoutRow> {
    let unknown = || Refused::PayoutUnknown { payout: Clean::shown(number).into_string() };
    let id =
        number.strip_prefix(['P', 'p']).and_then(|digits| digits.parse::<i64>().ok()).ok_or_else(unknown)?;
    Ok(store::one(db, id)?.ok_or_else(unknown)?)
}

impl Verb for PayOut {
    const NAME: &'static str = "pay.out";
    type Out = PaidOut;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PaidOut> {
        tx.require(Act::PayOut)?;
        let till = till_of(self.tender)?;
        let month = begun(tx, &self.month)?;
        let worked = sheet::work_out(tx.db(), month, tx.day, Some(&self.staff))?;
        let Some(worked) = worked.into_iter().next() else {
            return Err(Refused::StaffUnknown { number: Clean::shown(&self.staff).into_string() }.into());
        };
        let row = &worked.row;
        if let Some(shown) = self.expect.filter(|shown| *shown != row.due) {
            return Err(Refused::PriceChanged { shown, now: row.due }.into());
        }
        let amount = self.amount.unwrap_or(row.due);
        if amount <= Fen::ZERO {
            return Err(Refused::PayNothing { name: row.name.clone(), month: month.name() }.into());
        }
        if amount > row.due {
            return Err(Refused::PayTooMuch { due: row.due, amount }.into());
        }
        pay(tx, month, worked, (self.tender, till), amount)
    }
}

/// Books what of the month is not booked yet, and pays.
fn pay(
    tx: &mut Tx<'_>,
    month: Month,
    worked: Worked,
    (tender, till): (Tender, Account),
    amount: Fen,
) -> Answer<PaidOut> {
    let Worked { person, row, unbooked } = worked;
    let owed = Account::of(Kind::CommissionPayable, person.id);
    let mut draft = Draft::new();
    for (_, fen) in &unbooked {
        draft.money(Account::own(Kind::CommissionCost), owed, *fen);
    }
    draft.money(owed, till, amount);
    let payout = fresh(tx, (person.id, month.name()), tender, amount, &row);
    let due = row.due.minus(amount)?;
    let out = write(tx, payout, &unbooked, draft)?;
    Ok(PaidOut { staff: person.number, name: person.name, due, ..out })
}

/// The till of a tender that money can be paid out of.
fn till_of(tender: Tender) -> Result<Account, Refused> {
    let fits = matches!(tender, Tender::Cash | Tender::Bank | Tender::Wechat | Tender::Alipay);
    tender.till().filter(|_| fits).ok_or_else(|| Refused::TenderUnfit { tender: tender.code().into() })
}

/// The month of a payout: one that has begun.
fn begun(tx: &Tx<'_>, name: &str) -> Result<Month, Refused> {
    let month = Month::named(name)?;
    if month.first > tx.day { Err(Refused::PayAhead { month: month.name() }) } else { Ok(month) }
}

/// Pays everybody all that is due for a month, each by an entry of their own.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayAll {
    /// For which month: `2026-11`.
    pub month: String,
    /// From which till: cash, bank, wechat or alipay.
    pub tender: Tender,
    /// What the screen showed as due to all: another sum is refused.
    #[serde(default)]
    pub expect: Option<Fen>,
}

/// A month paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllPaid {
    /// For which month.
    pub month: String,
    /// All of it.
    pub amount: Fen,
    /// To each.
    pub payouts: Vec<PaidOut>,
}

impl Verb for PayAll {
    const NAME: &'static str = "pay.all";
    type Out = AllPaid;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<AllPaid> {
        tx.require(Act::PayOut)?;
        let till = till_of(self.tender)?;
        let month = begun(tx, &self.month)?;
        let worked = sheet::work_out(tx.db(), month, tx.day, None)?;
        let due: Vec<Worked> = worked.into_iter().filter(|one| one.row.due.is_positive()).collect();
        let amount = Fen::sum(due.iter().map(|one| one.row.due))?;
        if let Some(shown) = self.expect.filter(|shown| *shown != amount) {
            return Err(Refused::PriceChanged { shown, now: amount }.into());
        }
        if due.is_empty() {
            return Err(Refused::PayNothing { name: "--".into(), month: month.name() }.into());
        }
        let mut payouts = Vec::with_capacity(due.len());
        for one in due {
            let all = one.row.due;
            payouts.push(pay(tx, month, one, (self.tender, till), all)?);
        }
        Ok(AllPaid { month: month.name(), amount, payouts })
    }
}

/// A payout's row before it has an entry.
fn fresh(
    tx: &Tx<'_>,
    (staff, month): (i64, String),
    tender: Tender,
    amount: Fen,
    sheet: &PayRow,
) -> PayoutRow {
    PayoutRow {
        id: 0,
        staff,
        month,
        tender,
        amount,
        undoes: None,
        undone_by: None,
        day: tx.today(),
        at: tx.at.0,
        by: tx.by.id,
        second: tx.second.as_ref().map(|second| second.id),
        note: tx.reason.clone().unwrap_or_default(),
        sheet: serde_json::to_string(sheet).unwrap_or_default(),
        entry: 0,
    }
}

fn write(
    tx: &mut Tx<'_>,
    mut payout: PayoutRow,
    booked: &[(super::sheet_rules::PayKind, Fen)],
    draft: Draft,
) -> Answer<PaidOut> {
    let reverses = match payout.undoes {
        Some(other) => store::one(tx.db(), other)?.map(|other| other.entry),
        None => None,
    };
    let about = About { document: store::digest(&payout, booked), reverses, ..About::default() };
    let posted = post(tx, EntryKind::Payout, about, &draft.balance().map_err(Fault::from)?)?;
    payout.entry = posted.id;
    let id = store::insert(tx, &payout, booked)?;
    tx.touch(Area::Staff);
    Ok(PaidOut {
        payout: number(id),
        staff: String::new(),
        name: String::new(),
        month: payout.month,
        amount: payout.amount,
        due: Fen::ZERO,
        seq: posted.seq,
        hash: chain::short(&posted.hash),
    })
}

/// Takes a payout back whole: the money returns to its till, and is due again.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackPay {
    /// Which: `P000012`.
    pub payout: String,
}

impl Verb for TakeBackPay {
    const NAME: &'static str = "pay.take_back";
    type Out = PaidOut;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PaidOut> {
        tx.require(Act::PayOut)?;
        let before = find(tx.db(), &self.payout)?;
        if before.undoes.is_some() || before.undone_by.is_some() {
            return Err(Refused::PayoutTakenBack { payout: number(before.id) }.into());
        }
        let Some(till) = before.tender.till() else {
            return Err(Fault::Broken(format!("payout {} by {}", before.id, before.tender.code())).into());
        };
        let mut draft = Draft::new();
        draft.money(till, Account::of(Kind::CommissionPayable, before.staff), before.amount);
        let person = staff::store::by_id(tx.db(), before.staff)?
            .ok_or_else(|| Fault::Broken(format!("staff {} is gone", before.staff)))?;
        let sheet = PayRow { staff: person.number.clone(), name: person.name.clone(), ..PayRow::default() };
        let key = (before.staff, before.month.clone());
        let payout = PayoutRow {
            undoes: Some(before.id),
            ..fresh(tx, key, before.tender, before.amount.negated(), &sheet)
        };
        let out = write(tx, payout, &[], draft)?;
        let month = Month::named(&before.month)?;
        let after = sheet::work_out(tx.db(), month, tx.day, Some(&person.number))?;
        let due = after.first().map(|worked| worked.row.due).unwrap_or_default();
        Ok(PaidOut { staff: person.number, name: person.name, due, ..out })
    }
}

/// The payouts of a month, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payouts {
    /// Which: `2026-11`; the running month when absent.
    #[serde(default)]
    pub month: Option<String>,
}

/// A payout in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutIs {
    /// Its number.
    pub payout: String,
    /// To whom: number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Business day.
    pub day: String,
    /// How.
    pub tender: Tender,
    /// How much.
    pub amount: Fen,
    /// The payout that it takes back.
    pub undoes: Option<String>,
    /// The payout that took it back.
    pub undone_by: Option<String>,
}

impl Query for Payouts {
    const NAME: &'static str = "query.payouts";
    type Out = Vec<PayoutIs>;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::All
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<PayoutIs>> {
        let month = match &self.month {
            Some(text) => Month::named(text)?,
            None => Month::of(day::iso(&look.today())?),
        };
        let mut out = Vec::new();
        for row in store::of_month(db, &month.name())? {
            let person = staff::store::by_id(db, row.staff)?
                .ok_or_else(|| Fault::Broken(format!("staff {} is gone", row.staff)))?;
            out.push(PayoutIs {
                payout: number(row.id),
                staff: person.number,
                name: person.name,
                day: row.day,
                tender: row.tender,
                amount: row.amount,
                undoes: row.undoes.map(number),
                undone_by: row.undone_by.map(number),
            });
        }
        Ok(out)
    }
}
