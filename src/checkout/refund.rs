//! Giving a bill back, in part or whole: every ledger goes back to what it would have been without it.

use serde::{Deserialize, Serialize};

use super::bill_store::{self, BillRow, LineRow, NewBill, TenderRow};
use super::cart::Tender;
use super::pay::post_bill;
use super::refund_rules::{self, LineBack, LineLeft};
use crate::cards::store as cards;
use crate::catalog::ItemKind;
use crate::db::named_params;
use crate::ground::{Fen, Refused};
use crate::ledger::{Account, Draft, EntryKind, Kind, balance, chain};
use crate::points;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// A line to give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackLine {
    /// Line number on the bill.
    pub line: i64,
    /// How many of it.
    pub quantity: i64,
}

/// Gives back part of a bill: stored value to its lots in the ratio taken, sessions, points both ways, stock.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundBill {
    /// Which bill.
    pub bill: String,
    /// Which lines.
    pub lines: Vec<BackLine>,
}

/// Gives a whole bill back, or what is left of it.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidBill {
    /// Which bill.
    pub bill: String,
}

/// What went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenBack {
    /// The refund's own bill number.
    pub bill: String,
    /// The bill it gives back.
    pub of_bill: String,
    /// How much was given back in all.
    pub amount: Fen,
    /// By tender.
    pub tenders: Vec<(Tender, Fen)>,
    /// Points taken back.
    pub points_taken: i64,
    /// Points returned.
    pub points_returned: i64,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

impl Verb for RefundBill {
    const NAME: &'static str = "bill.refund";
    type Out = GivenBack;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GivenBack> {
        tx.require(Act::Refund)?;
        let bill = sale(tx, &self.bill)?;
        let left = lines_left(tx, &bill)?;
        let mut wanted = Vec::new();
        for line in &self.lines {
            let unknown = Refused::LineUnknown { line: line.line };
            let known = left.iter().find(|(row, _)| row.line == line.line).ok_or(unknown)?;
            if wanted.iter().any(|(row, _): &(LineRow, LineBack)| row.line == line.line) {
                return Err(Refused::LineUnknown { line: line.line }.into());
            }
            wanted.push((known.0.clone(), refund_rules::line_back(known.1, line.quantity)?));
        }
        if wanted.is_empty() {
            return Err(Refused::CartEmpty {}.into());
        }
        give_back(tx, &bill, wanted, "refund")
    }
}

impl Verb for VoidBill {
    const NAME: &'static str = "bill.void";
    type Out = GivenBack;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GivenBack> {
        tx.require(Act::Void)?;
        let bill = sale(tx, &self.bill)?;
        void(tx, &bill)
    }
}

/// Gives back all that is left of a bill.
pub(super) fn void(tx: &mut Tx<'_>, bill: &BillRow) -> Answer<GivenBack> {
    let mut all = Vec::new();
    for (row, left) in lines_left(tx, bill)? {
        if left.quantity > 0 {
            all.push((row, refund_rules::line_back(left, left.quantity)?));
        }
    }
    if all.is_empty() {
        return Err(Refused::BillVoided { bill: bill.number.clone() }.into());
    }
    give_back(tx, bill, all, "void")
}

/// A bill that can be given back.
pub(super) fn sale(tx: &Tx<'_>, number: &str) -> Answer<BillRow> {
    let bill = bill_store::find(tx.db(), number)?;
    if bill.kind != "sale" {
        return Err(Refused::BillWrongKind { bill: bill.number, kind: bill.kind }.into());
    }
    Ok(bill)
}

/// What is left of each line after earlier refunds.
fn lines_left(tx: &Tx<'_>, bill: &BillRow) -> Answer<Vec<(LineRow, LineLeft)>> {
    let back =
        tx.db().list(include_str!("sql/refunded_lines.sql"), named_params! { ":bill": bill.id }, |row| {
            Ok((
                row.get::<_, i64>("line")?,
                row.get::<_, i64>("quantity")?,
                row.get::<_, i64>("net")?,
                row.get::<_, i64>("card_value")?,
            ))
        })?;
    Ok(bill_store::lines(tx.db(), bill.id)?
        .into_iter()
        .map(|row| {
            let (quantity, net, value) = back
                .iter()
                .find(|(line, ..)| *line == row.line)
                .map_or((0, 0, 0), |(_, quantity, net, value)| (*quantity, *net, *value));
            let left = LineLeft {
                line: row.line,
                quantity: row.quantity - quantity,
                net: Fen(row.net.0 - net),
                card_value: Fen(row.card_value.0 - value),
            };
            (row, left)
        })
        .collect())
}

/// What went back of a bill before: money by tender, points.
struct Before {
    tenders: Vec<(Tender, Fen)>,
    points_taken: i64,
    points_returned: i64,
    amount: Fen,
    entries: Vec<i64>,
}

fn before(tx: &Tx<'_>, bill: i64) -> Answer<Before> {
    let params = named_params! { ":bill": bill };
    let rows = tx.db().list(include_str!("sql/refunded_tenders.sql"), params, |row| {
        Ok((row.get::<_, String>("tender")?, Fen(row.get("amount")?)))
    })?;
    let tenders: Vec<(Tender, Fen)> = rows
        .into_iter()
        .filter_map(|(code, amount)| Tender::from_code(&code).map(|tender| (tender, amount)))
        .collect();
    let points = tx.db().one(include_str!("sql/refunded_points.sql"), params, |row| {
        Ok((row.get::<_, i64>("earned")?, row.get::<_, i64>("used")?))
    })?;
    let (points_taken, points_returned) = points.unwrap_or((0, 0));
    let entries = tx.db().list(include_str!("sql/entries_of_refunds.sql"), params, |row| row.get("id"))?;
    let amount = Fen::sum(tenders.iter().map(|(_, amount)| *amount))?;
    Ok(Before { tenders, points_taken, points_returned, amount, entries })
}

fn give_back(
    tx: &mut Tx<'_>,
    bill: &BillRow,
    lines: Vec<(LineRow, LineBack)>,
    kind: &'static str,
) -> Answer<GivenBack> {
    let earlier = before(tx, bill.id)?;
    let entry = bill_store::entry_of(tx.db(), bill.id)?.map(|(id, ..)| id);
    let amount = Fen::sum(lines.iter().map(|(_, back)| back.net))?;
    let left = bill.payable.minus(earlier.amount)?;
    let last = is_last(tx, bill, &lines)?;
    let points_taken =
        refund_rules::count_back(bill.points_earned - earlier.points_taken, amount, left, last);
    let points_returned =
        refund_rules::count_back(bill.points_used - earlier.points_returned, amount, left, last);
    let mut draft = Draft::new();
    for (row, back) in &lines {
        line_postings(tx, bill, row, back, &mut draft)?;
    }
    let tenders = tenders_back(tx, bill, &earlier, entry, amount, &mut draft)?;
    points_back(tx, bill, (points_taken, points_returned), &earlier, entry, &mut draft)?;
    if last {
        for (coupon, ..) in bill_store::coupons(tx.db(), bill.id)? {
            draft.transfer(Account::of(Kind::CouponIssued, coupon), Account::of(Kind::Coupon, coupon), 1);
        }
    }
    let new = NewBill {
        kind,
        member: bill.member,
        of_bill: Some(bill.id),
        list_total: Fen::ZERO,
        payable: amount.negated(),
        points_used: -points_returned,
        points_earned: -points_taken,
        card_value: Fen(-lines.iter().map(|(_, back)| back.card_value.0).sum::<i64>()),
        ..NewBill::default()
    };
    let (id, number) = bill_store::insert_bill(tx, &new)?;
    write_rows(tx, id, bill, &lines, &tenders)?;
    let kind = if kind == "void" { EntryKind::Void } else { EntryKind::Refund };
    let posted = post_bill(tx, kind, id, bill.member, entry, draft)?;
    for area in [Area::Bills, Area::Members, Area::Catalog] {
        tx.touch(area);
    }
    Ok(GivenBack {
        bill: number,
        of_bill: bill.number.clone(),
        amount,
        tenders: tenders.iter().map(|row| (row.tender, row.amount.negated())).collect(),
        points_taken,
        points_returned,
        seq: posted.seq,
        hash: chain::short(&posted.hash),
    })
}

/// Whether nothing of the bill is left after these lines.
fn is_last(tx: &Tx<'_>, bill: &BillRow, lines: &[(LineRow, LineBack)]) -> Answer<bool> {
    Ok(lines_left(tx, bill)?.iter().all(|(row, left)| {
        let back =
            lines.iter().find(|(other, _)| other.line == row.line).map_or(0, |(_, back)| back.quantity);
        left.quantity == back
    }))
}

fn line_postings(
    tx: &Tx<'_>,
    bill: &BillRow,
    row: &LineRow,
    back: &LineBack,
    draft: &mut Draft,
) -> Answer<()> {
    match ItemKind::from_code(&row.kind) {
        Some(ItemKind::Service) => {
            draft.debit(Account::own(Kind::IncomeService), back.net.0);
            if let Some(card) = row.card {
                let is_session = cards::card_by_id(tx.db(), card)?
                    .is_some_and(|card| card.kind == cards::CardKind::Session);
                let sessions = if is_session { back.quantity } else { 0 };
                let (issued, held) =
                    (Account::of(Kind::SessionsIssued, card), Account::of(Kind::CardSessions, card));
                draft.transfer(issued, held, sessions);
                draft.money(
                    Account::own(Kind::IncomeCard),
                    Account::of(Kind::CardValue, card),
                    back.card_value,
                );
            }
        }
        Some(ItemKind::Product) => {
            draft.debit(Account::own(Kind::IncomeProduct), back.net.0);
            if let Some(item) = row.item {
                let (stock, source) = (Account::of(Kind::Stock, item), Account::of(Kind::StockSource, item));
                draft.transfer(stock, source, back.quantity);
            }
        }
        Some(ItemKind::SessionCard | ItemKind::PeriodCard) => cards_back(tx, bill, row, back, draft)?,
        Some(ItemKind::Package) | None => {
            return Err(Refused::BillWrongKind { bill: bill.number.clone(), kind: row.kind.clone() }.into());
        }
    }
    Ok(())
}

/// Cards sold on the line go back only untouched; a used one is refunded as a card (退卡).
fn cards_back(tx: &Tx<'_>, bill: &BillRow, row: &LineRow, back: &LineBack, draft: &mut Draft) -> Answer<()> {
    let untouched: Vec<cards::Card> = cards::cards_of_bill(tx.db(), bill.id)?
        .into_iter()
        .filter(|card| card.bill_line == Some(row.line) && card.state == "open")
        .filter(|card| card.used() == 0 && card.value_left.0 + card.unpaid.0 == card.terms.price.0)
        .collect();
    let wanted = usize::try_from(back.quantity).unwrap_or(usize::MAX);
    // Cards of one line may differ by a fen; those are taken whose prices make up what goes back.
    let chosen: Vec<cards::Card> = untouched.into_iter().rev().take(wanted).collect();
    if chosen.len() < wanted {
        return Err(Refused::RefundUsedUp { bill: bill.number.clone(), what: row.name.clone() }.into());
    }
    let mut worth = Fen::ZERO;
    for mut card in chosen {
        worth = worth.plus(card.terms.price)?;
        draft.debit(Account::of(Kind::CardValue, card.id), card.value_left.0);
        draft.debit(Account::of(Kind::CardUnpaid, card.id), card.unpaid.0);
        let (held, issued) =
            (Account::of(Kind::CardSessions, card.id), Account::of(Kind::SessionsIssued, card.id));
        draft.transfer(held, issued, card.left);
        card.state = "refunded".to_owned();
        cards::update_card(tx.db(), &card)?;
        cards::insert_event(tx.db(), card.id, "refund", "{}", &tx.today(), tx.at.0, tx.command_id)?;
    }
    // A rounding fen between the line's share and the cards' prices is the salon's.
    draft.debit(Account::own(Kind::IncomeForfeit), back.net.0 - worth.0);
    Ok(())
}

fn tenders_back(
    tx: &Tx<'_>,
    bill: &BillRow,
    earlier: &Before,
    entry: Option<i64>,
    amount: Fen,
    draft: &mut Draft,
) -> Answer<Vec<TenderRow>> {
    let rows = bill_store::tenders(tx.db(), bill.id)?;
    let mut given = earlier.tenders.clone();
    let mut left = Vec::with_capacity(rows.len());
    for row in &rows {
        // Several payments by one tender share what went back of it before, in their order.
        let back = given.iter_mut().find(|(tender, _)| *tender == row.tender);
        let before = back.map_or(Fen::ZERO, |(_, sum)| {
            let part = (*sum).min(row.amount);
            *sum = Fen(sum.0 - part.0);
            part
        });
        left.push(row.amount.minus(before)?);
    }
    let mut out = Vec::new();
    for (row, back) in rows.iter().zip(refund_rules::parts_back(amount, &left)?) {
        if !back.is_positive() {
            continue;
        }
        let (principal, gift) = match row.tender {
            Tender::StoredValue => to_lots(tx, entry, earlier, back, draft)?,
            Tender::OnAccount => {
                to_debts(tx, bill, back, draft)?;
                (Fen::ZERO, Fen::ZERO)
            }
            Tender::Wechat | Tender::Alipay | Tender::Cash | Tender::Bank | Tender::GroupBuy => {
                if let Some(till) = row.tender.till() {
                    draft.credit(till, back.0);
                }
                (Fen::ZERO, Fen::ZERO)
            }
        };
        out.push(TenderRow {
            tender: row.tender,
            amount: back.negated(),
            tendered: back.negated(),
            principal: principal.negated(),
            gift: gift.negated(),
            reference: row.reference.clone(),
        });
    }
    Ok(out)
}

/// What the bill's entry took from accounts of some kinds, less what its refunds gave back: `(account, amount)`.
fn taken_left(
    tx: &Tx<'_>,
    entry: Option<i64>,
    earlier: &Before,
    kinds: &[Kind],
) -> Answer<Vec<(Account, i64)>> {
    let Some(entry) = entry else { return Ok(Vec::new()) };
    let mut out: Vec<(Account, i64)> = balance::postings(tx.db(), entry)?
        .into_iter()
        .filter(|(account, amount)| kinds.contains(&account.kind) && *amount > 0)
        .collect();
    for refund in &earlier.entries {
        for (account, amount) in balance::postings(tx.db(), *refund)? {
            if let Some((_, left)) = out.iter_mut().find(|(known, _)| *known == account) {
                *left += amount;
            }
        }
    }
    Ok(out)
}

fn to_lots(
    tx: &Tx<'_>,
    entry: Option<i64>,
    earlier: &Before,
    back: Fen,
    draft: &mut Draft,
) -> Answer<(Fen, Fen)> {
    let taken = taken_left(tx, entry, earlier, &[Kind::LotPrincipal, Kind::LotGift])?;
    let left: Vec<Fen> = taken.iter().map(|(_, amount)| Fen(*amount)).collect();
    let (mut principal, mut gift) = (Fen::ZERO, Fen::ZERO);
    for ((account, _), part) in taken.iter().zip(refund_rules::parts_back(back, &left)?) {
        draft.credit(*account, part.0);
        if account.kind == Kind::LotGift {
            gift = gift.plus(part)?;
        } else {
            principal = principal.plus(part)?;
        }
    }
    draft.money(Account::own(Kind::GiftGranted), Account::own(Kind::GiftUsed), gift);
    Ok((principal, gift))
}

/// What was owed is owed no more; what was paid of it since goes back in cash.
fn to_debts(tx: &Tx<'_>, bill: &BillRow, back: Fen, draft: &mut Draft) -> Answer<()> {
    let mut rest = back;
    for debt in cards::debts_of_bill(tx.db(), bill.id)? {
        let part = debt.left.min(rest);
        draft.credit(Account::of(Kind::Debt, debt.id), part.0);
        rest = rest.minus(part)?;
    }
    draft.credit(Account::own(Kind::TillCash), rest.0);
    Ok(())
}

fn points_back(
    tx: &Tx<'_>,
    bill: &BillRow,
    (taken, returned): (i64, i64),
    earlier: &Before,
    entry: Option<i64>,
    draft: &mut Draft,
) -> Answer<()> {
    let Some(member) = bill.member else { return Ok(()) };
    points::store::take_back(tx.db(), draft, member, bill.id, taken)?;
    let spent = taken_left(tx, entry, earlier, &[Kind::PointsLot])?;
    let left: Vec<Fen> = spent.iter().map(|(_, points)| Fen(*points)).collect();
    if returned > 0 {
        for ((account, _), part) in spent.iter().zip(refund_rules::parts_back(Fen(returned), &left)?) {
            draft.transfer(Account::own(Kind::PointsIssued), *account, part.0);
        }
    }
    Ok(())
}

fn write_rows(
    tx: &Tx<'_>,
    id: i64,
    bill: &BillRow,
    lines: &[(LineRow, LineBack)],
    tenders: &[TenderRow],
) -> Answer<()> {
    let staff = bill_store::line_staff(tx.db(), bill.id)?;
    for (number, (row, back)) in (1_i64..).zip(lines) {
        let new = LineRow {
            line: number,
            quantity: -back.quantity,
            discount: Fen::ZERO,
            net: back.net.negated(),
            card_value: back.card_value.negated(),
            of_line: Some(row.line),
            ..row.clone()
        };
        bill_store::insert_line(tx.db(), id, &new)?;
        for (part, person) in (0_i64..).zip(staff.iter().filter(|person| person.line == row.line)) {
            let of = (person.staff, person.weight, person.job.as_str());
            bill_store::insert_line_staff(tx.db(), id, number, part, of)?;
        }
    }
    for (part, tender) in (0_i64..).zip(tenders) {
        bill_store::insert_tender(tx.db(), id, part, tender)?;
    }
    Ok(())
}
