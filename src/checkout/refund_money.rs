//! The money and the points that go back with part of a bill: each to where it came from, in the ratio it was taken.

use super::bill_store::{self, BillRow, LineRow, TenderRow};
use super::cart::Tender;
use super::refund_rules::{self, LineBack, LineLeft, Share};
use crate::cards::store as cards;
use crate::catalog::ItemKind;
use crate::db::named_params;
use crate::ground::Fen;
use crate::ledger::{Account, Draft, Kind, balance};
use crate::points;
use crate::shop::{Answer, Tx};

/// What went back of a bill before: money by tender, points.
pub(super) struct Before {
    pub tenders: Vec<(Tender, Fen)>,
    pub points_taken: i64,
    pub points_returned: i64,
    pub amount: Fen,
    pub entries: Vec<i64>,
}

pub(super) fn before(tx: &Tx<'_>, bill: i64) -> Answer<Before> {
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

/// The money that goes back: for which lines of those left, with which cards, after which earlier refunds.
pub(super) struct Money<'a> {
    pub earlier: &'a Before,
    pub entry: Option<i64>,
    pub lines: &'a [(LineRow, LineBack)],
    pub left: &'a [(LineRow, LineLeft)],
    pub returned: &'a [cards::Card],
}

fn is_card(row: &LineRow) -> bool {
    ItemKind::from_code(&row.kind).is_some_and(ItemKind::is_card)
}

impl Money<'_> {
    /// What goes back of the lines that sold cards, or of all others, and what was left of them.
    fn share(&self, cards: bool) -> Answer<Share> {
        let back = self.lines.iter().filter(|(row, _)| is_card(row) == cards).map(|(_, back)| back.net);
        let left = self.left.iter().filter(|(row, _)| is_card(row) == cards).map(|(_, left)| left.net);
        Ok(Share { back: Fen::sum(back)?, left: Fen::sum(left)? })
    }
}

/// What is left of each payment after earlier refunds; several by one tender share what went back, in their order.
/// Cash beyond what was paid in cash went back for a debt that had been paid.
fn tenders_left(rows: &[TenderRow], earlier: &Before) -> Answer<Vec<Fen>> {
    let mut given = earlier.tenders.clone();
    let mut left: Vec<Fen> = rows.iter().map(|row| row.amount).collect();
    let mut take = |from: Tender, of: Tender| -> Answer<()> {
        for (_, part) in rows.iter().zip(&mut left).filter(|(row, _)| row.tender == of) {
            if let Some((_, sum)) = given.iter_mut().find(|(tender, _)| *tender == from) {
                let taken = (*sum).min(*part);
                *sum = sum.minus(taken)?;
                *part = part.minus(taken)?;
            }
        }
        Ok(())
    };
    for tender in Tender::ALL {
        take(tender, tender)?;
    }
    take(Tender::Cash, Tender::OnAccount)?;
    Ok(left)
}

/// How much goes back by each payment, what was never paid for returned cards left out.
fn parts(rows: &[TenderRow], left: &[Fen], goods: Share, cards: Share) -> Answer<Vec<Fen>> {
    let sum = |prepaid: bool| {
        let of = rows.iter().zip(left).filter(|(row, _)| (row.tender == Tender::StoredValue) == prepaid);
        Fen::sum(of.map(|(_, left)| *left))
    };
    let by_wallet = refund_rules::prepaid_back(sum(true)?, sum(false)?, goods, cards)?;
    let rest = goods.back.plus(cards.back)?.minus(by_wallet)?;
    let others: Vec<Fen> = rows
        .iter()
        .zip(left)
        .map(|(row, left)| if row.tender == Tender::StoredValue { Fen::ZERO } else { *left })
        .collect();
    let mut parts = refund_rules::parts_back(rest, &others)?;
    for (row, part) in rows.iter().zip(&mut parts) {
        if row.tender == Tender::StoredValue {
            *part = by_wallet;
        }
    }
    Ok(parts)
}

pub(super) fn tenders_back(
    tx: &Tx<'_>,
    bill: &BillRow,
    money: &Money<'_>,
    draft: &mut Draft,
) -> Answer<Vec<TenderRow>> {
    let rows = bill_store::tenders(tx.db(), bill.id)?;
    let mut left = tenders_left(&rows, money.earlier)?;
    // What was never paid for a returned card is owed no more; debts for cards that stay are not touched.
    let unpaid = Fen::sum(money.returned.iter().map(|card| card.unpaid))?;
    let staying = debts_of_staying_cards(tx, bill, money.returned)?;
    for (row, part) in rows.iter().zip(&mut left) {
        if row.tender == Tender::OnAccount {
            *part = Fen((part.0 - unpaid.0 - staying.0).max(0));
        }
    }
    let goods = money.share(false)?;
    let cards = money.share(true)?;
    let paid_for = Share {
        back: cards.back.minus(unpaid)?,
        left: Fen(cards.left.0 - unpaid.0 - staying.0).max(Fen::ZERO),
    };
    let mut out = Vec::new();
    let mut cash = Fen::ZERO;
    for (row, mut back) in rows.iter().zip(parts(&rows, &left, goods, paid_for)?) {
        let (principal, gift) = match row.tender {
            Tender::StoredValue => to_lots(tx, money.entry, money.earlier, back, draft)?,
            Tender::OnAccount => {
                cash = to_debts(tx, bill, money.returned, back, draft)?;
                back = back.minus(cash)?.plus(unpaid)?;
                (Fen::ZERO, Fen::ZERO)
            }
            Tender::Wechat | Tender::Alipay | Tender::Cash | Tender::Bank | Tender::GroupBuy => {
                if let Some(till) = row.tender.till() {
                    draft.credit(till, back.0);
                }
                (Fen::ZERO, Fen::ZERO)
            }
        };
        if back.is_positive() {
            out.push(TenderRow {
                tender: row.tender,
                amount: back.negated(),
                tendered: back.negated(),
                principal: principal.negated(),
                gift: gift.negated(),
                reference: row.reference.clone(),
            });
        }
    }
    if cash.is_positive() {
        out.push(TenderRow {
            tender: Tender::Cash,
            amount: cash.negated(),
            tendered: cash.negated(),
            principal: Fen::ZERO,
            gift: Fen::ZERO,
            reference: String::new(),
        });
    }
    Ok(out)
}

/// What was put on account for cards of this bill that the member keeps.
fn debts_of_staying_cards(tx: &Tx<'_>, bill: &BillRow, returned: &[cards::Card]) -> Answer<Fen> {
    let mut sum = Fen::ZERO;
    for debt in cards::debts_of_bill(tx.db(), bill.id)? {
        let Some(card) = debt.card else { continue };
        let leaves = returned.iter().any(|other| other.id == card);
        let gone = cards::card_by_id(tx.db(), card)?.is_some_and(|card| card.state == "refunded");
        if !leaves && !gone {
            sum = sum.plus(debt.amount)?;
        }
    }
    Ok(sum)
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

/// What was owed is owed no more: all that is unpaid of returned cards, then `back` of what was owed for the rest;
/// what was paid of it since goes back in cash. Answers that cash.
fn to_debts(
    tx: &Tx<'_>,
    bill: &BillRow,
    returned: &[cards::Card],
    back: Fen,
    draft: &mut Draft,
) -> Answer<Fen> {
    let mut rest = back;
    for debt in cards::debts_of_bill(tx.db(), bill.id)? {
        match debt.card {
            Some(card) if returned.iter().any(|other| other.id == card) => {
                draft.credit(Account::of(Kind::Debt, debt.id), debt.left.0);
            }
            Some(_) => {}
            None => {
                let part = debt.left.min(rest);
                draft.credit(Account::of(Kind::Debt, debt.id), part.0);
                rest = rest.minus(part)?;
            }
        }
    }
    draft.credit(Account::own(Kind::TillCash), rest.0);
    Ok(rest)
}

/// Earned points that go back with a part of what is left; those that lapsed unspent are gone already.
pub(super) fn points_taken(
    tx: &Tx<'_>,
    bill: &BillRow,
    before: i64,
    (part, left): (Fen, Fen),
    last: bool,
) -> Answer<i64> {
    let lapsed = points::store::lapsed_of_bill(tx.db(), bill.id)?;
    let due = refund_rules::count_back(bill.points_earned - before, part, left, last);
    Ok(due.min((bill.points_earned - lapsed - before).max(0)))
}

pub(super) fn points_back(
    tx: &Tx<'_>,
    bill: &BillRow,
    (taken, returned): (i64, i64),
    earlier: &Before,
    entry: Option<i64>,
    draft: &mut Draft,
) -> Answer<()> {
    let Some(member) = bill.member else { return Ok(()) };
    points::store::take_back(tx, draft, member, bill.id, taken)?;
    let spent = taken_left(tx, entry, earlier, &[Kind::PointsLot])?;
    let left: Vec<Fen> = spent.iter().map(|(_, points)| Fen(*points)).collect();
    if returned > 0 {
        // What she owes is paid by what comes back, as it is by what she earns.
        let debt = Account::of(Kind::PointsOwed, member);
        let mut owed = points::store::owed(tx.db(), member)? + draft.debited(debt);
        for ((account, _), part) in spent.iter().zip(refund_rules::parts_back(Fen(returned), &left)?) {
            let repaid = part.0.min(owed);
            owed -= repaid;
            draft.transfer(Account::own(Kind::PointsIssued), debt, repaid);
            draft.transfer(Account::own(Kind::PointsIssued), *account, part.0 - repaid);
        }
    }
    Ok(())
}
