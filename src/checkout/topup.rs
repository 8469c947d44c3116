//! Topping up: money in, a lot with its terms, and a gift by the table or by hand.

use serde::{Deserialize, Serialize};

use super::bill_store::{self, BillRow, LineRow, NewBill, TenderRow};
use super::cart::{Payment, Tender};
use super::refund::{GivenBack, not_before};
use super::seal::post_bill;
use super::slip;
use super::tender_rules;
use crate::cards::store::{self as cards, NewLot};
use crate::db::Db;
use crate::ground::{Fen, Refused, day};
use crate::ledger::{Account, Draft, EntryKind, Kind, chain};
use crate::members::{self, Member};
use crate::points;
use crate::promotions::offers;
use crate::rewards::keep::Given;
use crate::shop::settings::SpendOrder;
use crate::shop::{Act, Answer, Area, Look, Query, Settings, Tx, Verb};
use crate::staff;

/// A member pays in.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TopUp {
    /// Whose wallet.
    pub member: String,
    /// Principal.
    pub amount: Fen,
    /// Gift by hand; the table's when absent.
    #[serde(default)]
    pub gift: Option<Fen>,
    /// The gift's last day, ISO, for a gift by hand.
    #[serde(default)]
    pub gift_expires_on: Option<String>,
    /// In which order the lot is spent; the salon's when absent.
    #[serde(default)]
    pub order: Option<SpendOrder>,
    /// How it is paid; never by stored value.
    pub tenders: Vec<Payment>,
    /// Staff number of the seller.
    #[serde(default)]
    pub sold_by: Option<String>,
    /// Goes on above the legal limit of a named card: the warning was read.
    #[serde(default)]
    pub above_limit: bool,
}

/// What a top-up would give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Principal.
    pub amount: Fen,
    /// Gift.
    pub gift: Fen,
    /// The gift's last day.
    pub gift_expires_on: Option<String>,
    /// `table` or `hand`.
    pub rule: String,
    /// Version of the table.
    pub version: i64,
    /// Stored value before.
    pub before: Fen,
    /// Stored value after.
    pub after: Fen,
    /// Whether the wallet would hold more than a named card may.
    pub above_limit: bool,
    /// That limit.
    pub limit: Fen,
    /// Whether the wallet has a name to it, that is a phone number: others have a lower limit.
    pub named: bool,
}

/// A top-up that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToppedUp {
    /// Its bill.
    pub bill: String,
    /// Its lot.
    pub lot: i64,
    /// Principal.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// The gift's last day.
    pub gift_expires_on: Option<String>,
    /// Stored value now.
    pub stored_value: Fen,
    /// Change in cash.
    pub change: Fen,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
    /// Instant rewards that it gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rewards: Vec<Given>,
}

impl TopUp {
    fn preview(&self, db: &Db, settings: &Settings, today: chrono::NaiveDate) -> Answer<(Member, Preview)> {
        let member = members::store::find(db, &self.member)?;
        if !self.amount.is_positive() {
            return Err(Refused::AmountNotPositive { field: "amount".into() }.into());
        }
        let table = offers::table(db)?;
        let (gift, expires, rule) = match (self.gift, table.reached(self.amount)) {
            (Some(gift), _) if gift < Fen::ZERO => {
                return Err(Refused::AmountNotPositive { field: "gift".into() }.into());
            }
            (Some(gift), _) => {
                let expires = match &self.gift_expires_on {
                    Some(text) => Some(day::iso(text)?.to_string()),
                    None => None,
                };
                (gift, expires, "hand")
            }
            (None, Some(offer)) => (offer.gift, offers::gift_expiry(today, offer.gift_days), "table"),
            (None, None) => (Fen::ZERO, None, "table"),
        };
        let holdings = crate::cards::holdings::of(db, member.id, &today.to_string())?;
        let after = holdings.stored_value.plus(self.amount)?.plus(gift)?;
        let named = members::store::phones(db, member.id)?.iter().any(|phone| !phone.is_empty());
        let limit = if named { settings.named_card_limit } else { settings.bearer_card_limit };
        let preview = Preview {
            amount: self.amount,
            gift,
            gift_expires_on: if gift.is_positive() { expires } else { None },
            rule: rule.into(),
            version: table.version,
            before: holdings.stored_value,
            above_limit: holdings.principal.plus(self.amount)? > limit,
            after,
            limit,
            named,
        };
        Ok((member, preview))
    }
}

/// Asks what a top-up would give.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct TopUpPreview(pub TopUp);

impl Query for TopUpPreview {
    const NAME: &'static str = "query.topup_preview";
    type Out = Preview;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Preview> {
        Ok(self.0.preview(db, look.settings, look.profile.zone.business_day(look.now))?.1)
    }
}

impl Verb for TopUp {
    const NAME: &'static str = "topup";
    type Out = ToppedUp;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<ToppedUp> {
        tx.require(Act::TopUp)?;
        let (member, preview) = self.preview(tx.db(), tx.settings(), tx.day)?;
        self.refuse(tx, &preview)?;
        let cover = tender_rules::cover(self.amount, &self.tenders, Fen::ZERO)?;
        if cover.due.is_positive() {
            let paid = self.amount.minus(cover.due)?;
            return Err(Refused::TenderShort { due: self.amount, paid }.into());
        }
        let earned = if tx.settings().topup_earns {
            points::rules::earn_on(tx.settings().points_per_yuan, self.amount)?.points
        } else {
            0
        };
        let head = NewBill {
            kind: "topup",
            member: Some(member.id),
            list_total: self.amount,
            payable: self.amount,
            points_earned: earned,
            change: cover.change,
            ..NewBill::default()
        };
        let (bill, number) = bill_store::insert_bill(tx, &head)?;
        let lot = self.write_lot(tx, member.id, bill, &preview)?;
        let mut draft = Draft::new();
        for (part, (settled, payment)) in (0_i64..).zip(cover.settled.iter().zip(&self.tenders)) {
            write_tender(tx, bill, part, settled, payment.reference.as_str(), &mut draft)?;
        }
        draft.credit(Account::of(Kind::LotPrincipal, lot), self.amount.0);
        draft.money(Account::own(Kind::GiftGranted), Account::of(Kind::LotGift, lot), preview.gift);
        let source = points::store::Source { what: "topup", bill: Some(bill) };
        points::store::add(tx, &mut draft, member.id, earned, source)?;
        let (posted, rewards) = post_bill(tx, EntryKind::TopUp, bill, Some(member.id), None, draft)?;
        tx.touch(Area::Bills);
        tx.touch(Area::Members);
        let holdings = crate::cards::holdings::of(tx.db(), member.id, &tx.today())?;
        Ok(ToppedUp {
            bill: number,
            lot,
            principal: self.amount,
            gift: preview.gift,
            gift_expires_on: preview.gift_expires_on,
            stored_value: holdings.stored_value,
            change: cover.change,
            seq: posted.seq,
            hash: chain::short(&posted.hash),
            rewards,
        })
    }
}

impl TopUp {
    fn refuse(&self, tx: &Tx<'_>, preview: &Preview) -> Answer<()> {
        if let Some(payment) = self.tenders.iter().find(|p| p.tender.till().is_none()) {
            return Err(match payment.tender {
                Tender::StoredValue => Refused::WalletBuysWallet { item: "topup".into() },
                other => Refused::TenderUnfit { tender: other.code().into() },
            }
            .into());
        }
        if self.gift.is_some() {
            let limit = tx.settings().gift_share_max.of(self.amount)?;
            if preview.gift > limit {
                tx.require(Act::Adjust).map_err(|no| above_gift_limit(no, preview.gift, limit))?;
            } else {
                tx.require(Act::GiftFreely)?;
            }
        }
        if preview.above_limit && !self.above_limit {
            let balance = preview.before.plus(self.amount)?;
            return Err(Refused::TopUpAboveLimit { balance, limit: preview.limit }.into());
        }
        Ok(())
    }

    fn write_lot(&self, tx: &Tx<'_>, member: i64, bill: i64, preview: &Preview) -> Answer<i64> {
        let sold_by = match &self.sold_by {
            Some(number) => Some(staff::store::working(tx.db(), number, &tx.today())?),
            None => None,
        };
        bill_store::insert_line(
            tx.db(),
            bill,
            &LineRow {
                line: 1,
                item: None,
                code: "topup".into(),
                name: slip::named(tx.settings(), "paper.name.topup"),
                kind: "topup".into(),
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
            },
        )?;
        if let Some(person) = &sold_by {
            bill_store::insert_line_staff(tx.db(), bill, 1, 0, (person.id, 1, person.job.code()))?;
        }
        Ok(cards::insert_lot(
            tx.db(),
            &NewLot {
                member,
                principal: self.amount,
                gift: preview.gift,
                order: self.order.unwrap_or(tx.settings().spend_order),
                gift_expires_on: preview.gift_expires_on.clone(),
                bought_on: &tx.today(),
                bought_at: &tx.profile().code,
                sold_by: sold_by.map(|person| person.id),
                rule: (&preview.rule, preview.version),
                bill: Some(bill),
                from_lot: None,
            },
        )?)
    }
}

/// Who may not give so much is told the limit; who may is told what is missing, in words about gifts.
fn above_gift_limit(no: Refused, gift: Fen, limit: Fen) -> Refused {
    let act = Act::GiftFreely.code().to_owned();
    match no {
        Refused::ReasonMissing { .. } => Refused::ReasonMissing { act },
        Refused::ApprovalMissing { allowed, .. } => Refused::ApprovalMissing { act, allowed },
        _ => Refused::GiftTooLarge { gift, limit },
    }
}

/// Writes one payment into the till.
pub(super) fn write_tender(
    tx: &Tx<'_>,
    bill: i64,
    part: i64,
    settled: &tender_rules::Settled,
    reference: &str,
    draft: &mut Draft,
) -> Answer<()> {
    let row = TenderRow {
        tender: settled.tender,
        amount: settled.amount,
        tendered: settled.tendered,
        principal: Fen::ZERO,
        gift: Fen::ZERO,
        reference: reference.to_owned(),
    };
    bill_store::insert_tender(tx.db(), bill, part, &row)?;
    if let Some(till) = settled.tender.till() {
        draft.debit(till, settled.amount.0);
    }
    Ok(())
}

/// Takes a top-up back whole: only while nothing of it was spent.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidTopUp {
    /// The top-up's bill.
    pub bill: String,
}

impl Verb for VoidTopUp {
    const NAME: &'static str = "topup.void";
    type Out = GivenBack;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GivenBack> {
        tx.require(Act::TopUpVoid)?;
        let bill = bill_store::find(tx.db(), &self.bill)?;
        if bill.kind != "topup" {
            return Err(Refused::BillWrongKind { bill: bill.number, kind: bill.kind }.into());
        }
        take_back(tx, &bill)
    }
}

/// Takes a top-up back: its principal to the tenders it came by, its gift to where it came from.
pub(super) fn take_back(tx: &mut Tx<'_>, bill: &BillRow) -> Answer<GivenBack> {
    if bill_store::made_of(tx.db(), bill.id)?.iter().any(|other| other.kind == "void") {
        return Err(Refused::BillVoided { bill: bill.number.clone() }.into());
    }
    not_before(tx, bill)?;
    let member = bill.member.ok_or_else(|| Refused::MemberNeeded { act: "topup.void".into() })?;
    let found = cards::lots(tx.db(), member)?.into_iter().find(|lot| lot.bill == Some(bill.id));
    let lot =
        found.ok_or_else(|| Refused::RefundUsedUp { bill: bill.number.clone(), what: "topup".into() })?;
    if lot.principal_left != lot.principal || lot.gift_left != lot.gift {
        let left = lot.principal_left.plus(lot.gift_left)?;
        return Err(Refused::LotSpent { lot: lot.id, left, paid: lot.principal.plus(lot.gift)? }.into());
    }
    let entry = bill_store::entry_of(tx.db(), bill.id)?.map(|(id, ..)| id);
    let head = NewBill {
        kind: "void",
        member: Some(member),
        of_bill: Some(bill.id),
        payable: bill.payable.negated(),
        points_earned: -bill.points_earned,
        ..NewBill::default()
    };
    let (id, number) = bill_store::insert_bill(tx, &head)?;
    let mut draft = Draft::new();
    draft.debit(Account::of(Kind::LotPrincipal, lot.id), lot.principal.0);
    draft.money(Account::of(Kind::LotGift, lot.id), Account::own(Kind::GiftGranted), lot.gift);
    let mut tenders = Vec::new();
    for (part, row) in (0_i64..).zip(bill_store::tenders(tx.db(), bill.id)?) {
        if let Some(till) = row.tender.till() {
            draft.credit(till, row.amount.0);
        }
        tenders.push((row.tender, row.amount));
        let back = TenderRow { amount: row.amount.negated(), tendered: row.amount.negated(), ..row };
        bill_store::insert_tender(tx.db(), id, part, &back)?;
    }
    points::store::take_back(tx, &mut draft, member, bill.id, bill.points_earned)?;
    let (posted, _) = post_bill(tx, EntryKind::TopUpVoid, id, Some(member), entry, draft)?;
    tx.touch(Area::Bills);
    tx.touch(Area::Members);
    Ok(GivenBack {
        bill: number,
        of_bill: bill.number.clone(),
        amount: bill.payable,
        tenders,
        points_taken: bill.points_earned,
        points_returned: 0,
        seq: posted.seq,
        hash: chain::short(&posted.hash),
    })
}
