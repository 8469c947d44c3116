//! Giving a bill back, in part or whole: every ledger goes back to what it would have been without it.

use serde::{Deserialize, Serialize};

use super::bill_store::{self, BillRow, LineRow, NewBill, TenderRow};
use super::cart::Tender;
use super::forfeit;
use super::merge;
use super::refund_money::{Money, before, points_back, points_taken, tenders_back};
use super::refund_rules::{self, LineBack, LineLeft};
use super::reverse;
use super::seal::post_bill;
use crate::cards::{card_days, store as cards};
use crate::catalog::ItemKind;
use crate::ground::{Fen, Refused};
use crate::ledger::{Account, Draft, EntryKind, Kind, chain};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff::rotation;

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

/// Gives a whole bill back, or what is left of it. An upgrade, a debt payment and a card refund go back exactly.
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
        let bill = bill_store::find(tx.db(), &self.bill)?;
        match bill.kind.as_str() {
            "card_upgrade" | "debt_payment" | "card_refund" => reverse::void(tx, &bill),
            _ => void(tx, &sale(tx, &self.bill)?),
        }
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
    let back = give_back(tx, bill, all, "void")?;
    if let Some(member) = bill.member {
        members::store::visit_taken_back(tx.db(), merge::heir(tx, member)?)?;
    }
    Ok(back)
}

/// A bill that can be given back.
pub(super) fn sale(tx: &Tx<'_>, number: &str) -> Answer<BillRow> {
    let bill = bill_store::find(tx.db(), number)?;
    if bill.kind != "sale" {
        return Err(Refused::BillWrongKind { bill: bill.number, kind: bill.kind }.into());
    }
    not_before(tx, &bill)?;
    Ok(bill)
}

/// Refuses to take a bill back on a day before it was made.
pub(super) fn not_before(tx: &Tx<'_>, bill: &BillRow) -> Result<(), Refused> {
    if bill.posted_on <= tx.today() {
        return Ok(());
    }
    Err(Refused::DateTooEarly { what: bill.number.clone(), since: bill.posted_on.clone(), date: tx.today() })
}

/// What is left of each line after earlier refunds.
fn lines_left(tx: &Tx<'_>, bill: &BillRow) -> Answer<Vec<(LineRow, LineLeft)>> {
    let back = bill_store::refunded_lines(tx.db(), bill.id)?;
    Ok(bill_store::lines(tx.db(), bill.id)?
        .into_iter()
        .map(|row| {
            let (quantity, net, value) = back
                .iter()
                .find(|back| back.line == row.line)
                .map_or((0, Fen::ZERO, Fen::ZERO), |back| (back.quantity, back.net, back.card_value));
            let left = LineLeft {
                line: row.line,
                quantity: row.quantity - quantity,
                net: Fen(row.net.0 - net.0),
                card_value: Fen(row.card_value.0 - value.0),
            };
            (row, left)
        })
        .collect())
}

fn give_back(
    tx: &mut Tx<'_>,
    bill: &BillRow,
    mut lines: Vec<(LineRow, LineBack)>,
    kind: &'static str,
) -> Answer<GivenBack> {
    let earlier = before(tx, bill.id)?;
    let returned = returned_cards(tx, bill, &mut lines)?;
    let entry = bill_store::entry_of(tx.db(), bill.id)?.map(|(id, ..)| id);
    let amount = Fen::sum(lines.iter().map(|(_, back)| back.net))?;
    let left = bill.payable.minus(earlier.amount)?;
    let last = is_last(tx, bill, &lines)?;
    let points_taken = points_taken(tx, bill, earlier.points_taken, (amount, left), last)?;
    // A bill that points paid whole has no money to measure by: then list prices are the measure.
    let (part, whole) = if left == Fen::ZERO { list_share(tx, bill, &lines)? } else { (amount, left) };
    let points_returned =
        refund_rules::count_back(bill.points_used - earlier.points_returned, part, whole, last);
    let mut draft = Draft::new();
    for (row, back) in &lines {
        line_postings(tx, bill, row, back, &mut draft)?;
    }
    for card in &returned {
        empty_card(tx, card, &mut draft)?;
    }
    let all_left = lines_left(tx, bill)?;
    let money = Money { earlier: &earlier, entry, lines: &lines, left: &all_left, returned: &returned };
    let tenders = tenders_back(tx, bill, &money, &mut draft)?;
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
    if last && kind == "void" {
        rotation::taken_back(tx, bill.id)?;
    }
    write_rows(tx, id, bill, &lines, &tenders)?;
    let kind = if kind == "void" { EntryKind::Void } else { EntryKind::Refund };
    let (posted, _) = post_bill(tx, kind, id, bill.member, entry, draft)?;
    forfeit::of_entry(tx, posted.id, bill.member)?;
    merge::sweep_entry(tx, posted.id, bill.member)?;
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

/// The list price of these lines, and of all that is left of the bill; lines that a card paid for count nothing.
fn list_share(tx: &Tx<'_>, bill: &BillRow, lines: &[(LineRow, LineBack)]) -> Answer<(Fen, Fen)> {
    let worth = |row: &LineRow, quantity: i64| {
        if row.card.is_some() { Ok(Fen::ZERO) } else { row.list_price.times_count(quantity) }
    };
    let mut part = Fen::ZERO;
    for (row, back) in lines {
        part = part.plus(worth(row, back.quantity)?)?;
    }
    let mut whole = Fen::ZERO;
    for (row, left) in lines_left(tx, bill)? {
        whole = whole.plus(worth(&row, left.quantity)?)?;
    }
    Ok((part, whole))
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
                let sessions = if is_open_session_card(tx, bill, row, card)? { back.quantity } else { 0 };
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
        Some(ItemKind::SessionCard | ItemKind::PeriodCard) => {}
        Some(ItemKind::Package) | None => {
            return Err(Refused::BillWrongKind { bill: bill.number.clone(), kind: row.kind.clone() }.into());
        }
    }
    Ok(())
}

/// Whether the card that paid is a session card. One that was refunded since cannot take its sessions back.
fn is_open_session_card(tx: &Tx<'_>, bill: &BillRow, row: &LineRow, card: i64) -> Answer<bool> {
    let Some(card) = cards::card_by_id(tx.db(), card)? else { return Ok(false) };
    if ["refunded", "upgraded"].contains(&card.state.as_str()) {
        return Err(Refused::RefundUsedUp { bill: bill.number.clone(), what: row.name.clone() }.into());
    }
    Ok(card.kind == cards::CardKind::Session)
}

/// The cards that go back with card lines: only untouched ones; a used one is refunded as a card (退卡). What goes
/// back of such a line is what its cards cost, which may differ by a fen from card to card.
fn returned_cards(
    tx: &Tx<'_>,
    bill: &BillRow,
    lines: &mut [(LineRow, LineBack)],
) -> Answer<Vec<cards::Card>> {
    let mut all = Vec::new();
    let owner = match bill.member {
        Some(buyer) => Some(merge::heir(tx, buyer)?),
        None => None,
    };
    for (row, back) in lines {
        if !ItemKind::from_code(&row.kind).is_some_and(ItemKind::is_card) {
            continue;
        }
        let mut untouched = Vec::new();
        for card in cards::cards_of_bill(tx.db(), bill.id)? {
            let whole = card.value_left.0 + card.unpaid.0 == card.terms.price.0;
            let unused = match card.kind {
                cards::CardKind::Session => card.used() == 0,
                cards::CardKind::Period => {
                    let today = tx.today();
                    card.starts_on == today
                        && !card_days::used_on(tx.db(), &card, &today)?
                        && card_days::moved_since(tx.db(), &card, &today, true)?.is_none()
                }
            };
            if card.bill_line == Some(row.line) && card.state == "open" && unused && whole {
                untouched.push(card);
            }
        }
        let wanted = usize::try_from(back.quantity).unwrap_or(usize::MAX);
        let (kept, handed_on): (Vec<cards::Card>, Vec<cards::Card>) =
            untouched.into_iter().partition(|card| Some(card.member) == owner);
        let chosen: Vec<cards::Card> = kept.into_iter().take(wanted).collect();
        if chosen.len() < wanted {
            if let Some(card) = handed_on.first() {
                reverse::refuse_handed_on(tx, bill.member, card)?;
            }
            return Err(Refused::RefundUsedUp { bill: bill.number.clone(), what: row.name.clone() }.into());
        }
        back.net = Fen::sum(chosen.iter().map(|card| card.terms.price))?;
        all.extend(chosen);
    }
    Ok(all)
}

fn empty_card(tx: &Tx<'_>, card: &cards::Card, draft: &mut Draft) -> Answer<()> {
    draft.debit(Account::of(Kind::CardValue, card.id), card.value_left.0);
    draft.debit(Account::of(Kind::CardUnpaid, card.id), card.unpaid.0);
    let (held, issued) =
        (Account::of(Kind::CardSessions, card.id), Account::of(Kind::SessionsIssued, card.id));
    draft.transfer(held, issued, card.left);
    let closed = cards::Card { state: "refunded".to_owned(), ..card.clone() };
    cards::update_card(tx.db(), &closed)?;
    Ok(cards::insert_event(tx.db(), card.id, "refund", "{}", &tx.today(), tx.at.0, tx.command()?)?)
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
