//! Paying: a plan becomes a bill, and one balanced entry moves everything that it moves.

use chrono::Duration;

use super::after;
use super::bill_store::{self, LineRow, NewBill, TenderRow};
use super::cart::{Cart, Tender};
use super::plan::{self, Frame, Plan, PlanLine};
use super::price_rules;
use super::seal::post_bill;
use crate::cards::session_rules::Terms;
use crate::cards::store::{self as cards, CardKind, NewCard};
use crate::catalog::{self, GiftMode, ItemKind, Shortage};
use crate::db::Fault;
use crate::ground::{Fen, Refused};
use crate::ledger::{Account, Draft, EntryKind, Kind, Posted, balance, chain};
use crate::members;
use crate::points;
use crate::rewards;
use crate::rewards::keep::Given;
use crate::shop::rights::{self, Role};
use crate::shop::{Act, Answer, Area, Settings, Tx, Verb};
use crate::staff::rotation;

/// A bill that stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Paid {
    /// Its number.
    pub bill: String,
    /// What was paid.
    pub payable: Fen,
    /// Change in cash.
    pub change: Fen,
    /// Principal of stored value taken.
    pub principal: Fen,
    /// Gift of stored value taken.
    pub gift: Fen,
    /// What cards gave for redeemed lines.
    pub card_value: Fen,
    /// Points earned.
    pub points_earned: i64,
    /// Points used.
    pub points_used: i64,
    /// Codes of cards sold.
    pub cards: Vec<String>,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
    /// Instant rewards that it gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rewards: Vec<Given>,
}

impl Verb for Cart {
    const NAME: &'static str = "checkout";
    type Out = Paid;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Paid> {
        tx.require(Act::Sell)?;
        let today = tx.today();
        let plan = plan::work_out(tx.db(), Frame::of(tx, &today), self)?;
        self.refuse(tx, &plan)?;
        let (bill, number) = bill_store::insert_bill(tx, &head(&plan))?;
        let mut draft = Draft::new();
        let sold = write_lines(tx, bill, &plan, &mut draft)?;
        write_tenders(tx, bill, &plan, &sold, &mut draft)?;
        rotation::served(tx, bill, &served_by(&plan))?;
        move_points(tx, bill, &plan, &mut draft)?;
        for (part, discount) in (0_i64..).zip(&plan.discounts) {
            bill_store::insert_discount(tx.db(), bill, part, discount)?;
        }
        for (coupon, _, off) in &plan.coupons {
            bill_store::insert_coupon(tx.db(), bill, *coupon, *off)?;
            draft.transfer(Account::of(Kind::Coupon, *coupon), Account::of(Kind::CouponIssued, *coupon), 1);
        }
        if let Some(member) = &plan.member {
            members::store::visited(tx.db(), member.id, &today)?;
            tx.touch(Area::Members);
        }
        after::write(tx, bill, plan.member.as_ref().map(|member| member.id), self.rating, &self.recommended)?;
        let (posted, mut rewards) =
            post_bill(tx, EntryKind::Sale, bill, plan.member.as_ref().map(|m| m.id), None, draft)?;
        if self.rating.is_some() {
            rewards.extend(rewards::keep::rated(tx, bill)?);
        }
        tx.touch(Area::Bills);
        Ok(Paid { rewards, ..paid(plan, number, sold, &posted) })
    }
}

impl Cart {
    /// The refusals that a plan alone does not know: limits, what is still due, what the screen showed.
    fn refuse(&self, tx: &Tx<'_>, plan: &Plan) -> Answer<()> {
        if plan.price_changed {
            tx.require(Act::PriceChange)?;
        }
        let limit = discount_limit(tx.settings(), tx.role());
        price_rules::within(&plan.priced, limit, &who_may_more(tx.settings(), limit))?;
        if let Some(shown) = self.expect
            && shown != plan.payable
        {
            return Err(Refused::PriceChanged { shown, now: plan.payable }.into());
        }
        if plan.due.is_positive() {
            let paid = plan.payable.minus(plan.due)?;
            return Err(Refused::TenderShort { due: plan.payable, paid }.into());
        }
        Ok(())
    }
}

/// Who did the work of a bill, each once, and whether the customer had asked for them.
fn served_by(plan: &Plan) -> Vec<(i64, bool)> {
    let mut people: Vec<(i64, bool)> = Vec::new();
    for line in plan.lines.iter().filter(|line| line.item.kind == ItemKind::Service) {
        for (place, person) in line.staff.iter().enumerate() {
            let requested = line.requested && place == 0;
            match people.iter_mut().find(|(known, _)| *known == person.id) {
                Some((_, asked)) => *asked |= requested,
                None => people.push((person.id, requested)),
            }
        }
    }
    people
}

/// The most that a role may take off, in percent.
pub fn discount_limit(settings: &Settings, role: Role) -> i64 {
    match role {
        Role::Cashier => settings.discount_cashier,
        Role::Manager => settings.discount_manager,
        Role::Staff | Role::Owner => rights::discount_percent(role),
    }
}

fn who_may_more(settings: &Settings, limit: i64) -> String {
    let codes: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| discount_limit(settings, *role) > limit)
        .map(Role::code)
        .collect();
    codes.join(" / ")
}

fn head(plan: &Plan) -> NewBill {
    let card_value =
        plan.lines.iter().filter_map(|line| line.card.as_ref()).map(|(_, _, value)| value.0).sum();
    NewBill {
        kind: "sale",
        member: plan.member.as_ref().map(|member| member.id),
        of_bill: None,
        list_total: plan.list_total,
        discount: Fen(plan.list_total.0 - plan.payable.0),
        points_used: plan.points_lots.iter().map(|(_, points)| points).sum(),
        points_off: plan.points_off,
        points_earned: plan.earned.points,
        payable: plan.payable,
        card_value: Fen(card_value),
        change: plan.change,
        trace: serde_json::to_string(&plan.earned.trace).unwrap_or_default(),
    }
}

/// A card that a bill sold: row id, code, price.
struct Sold {
    card: i64,
    code: String,
    price: Fen,
}

fn write_lines(tx: &mut Tx<'_>, bill: i64, plan: &Plan, draft: &mut Draft) -> Answer<Vec<Sold>> {
    let mut sold = Vec::new();
    for (number, line) in (1_i64..).zip(&plan.lines) {
        let list = line.list_price.times_count(line.quantity)?;
        bill_store::insert_line(
            tx.db(),
            bill,
            &LineRow {
                line: number,
                item: Some(line.item.id),
                code: line.item.code.clone(),
                name: line.item.name.clone(),
                kind: line.item.kind.code().to_owned(),
                category: line.item.category.clone(),
                package: line.package.clone(),
                quantity: line.quantity,
                list_price: line.list_price,
                unit_price: line.unit_price,
                discount: list.minus(line.net)?,
                net: line.net,
                card: line.card.as_ref().map(|(id, ..)| *id),
                card_code: None,
                card_value: line.card.as_ref().map_or(Fen::ZERO, |(_, _, value)| *value),
                requested: line.requested,
                of_line: None,
            },
        )?;
        for (part, person) in (0_i64..).zip(&line.staff) {
            let of = (person.id, person.weight, person.job.code());
            bill_store::insert_line_staff(tx.db(), bill, number, part, of)?;
        }
        move_line(tx, (bill, number), plan, line, draft, &mut sold)?;
    }
    Ok(sold)
}

fn move_line(
    tx: &mut Tx<'_>,
    of: (i64, i64),
    plan: &Plan,
    line: &PlanLine,
    draft: &mut Draft,
    sold: &mut Vec<Sold>,
) -> Answer<()> {
    match line.item.kind {
        ItemKind::Service => {
            draft.credit(Account::own(Kind::IncomeService), line.net.0);
            if let Some((card, _, value)) = &line.card {
                let (sessions, issued) =
                    (Account::of(Kind::CardSessions, *card), Account::of(Kind::SessionsIssued, *card));
                draft.transfer(sessions, issued, line.sessions);
                draft.money(Account::of(Kind::CardValue, *card), Account::own(Kind::IncomeCard), *value);
            }
        }
        ItemKind::Product => {
            draft.credit(Account::own(Kind::IncomeProduct), line.net.0);
            refuse_shortage(tx, plan, line)?;
            let (source, stock) =
                (Account::of(Kind::StockSource, line.item.id), Account::of(Kind::Stock, line.item.id));
            draft.transfer(source, stock, line.quantity);
            tx.touch(Area::Catalog);
        }
        ItemKind::SessionCard | ItemKind::PeriodCard => {
            let member =
                plan.member.as_ref().ok_or_else(|| Refused::MemberNeeded { act: line.item.name.clone() })?;
            sell_cards(tx, of, member.id, line, draft, sold)?;
        }
        ItemKind::Package => return Err(Fault::Broken("a package was not spread".into()).into()),
    }
    Ok(())
}

fn refuse_shortage(tx: &Tx<'_>, plan: &Plan, line: &PlanLine) -> Answer<()> {
    if line.item.shortage == Shortage::Refuse {
        let on_hand = balance::now(tx.db(), Account::of(Kind::Stock, line.item.id))?;
        let same = plan.lines.iter().filter(|other| other.item.id == line.item.id);
        let wanted: i64 = same.map(|other| other.quantity).sum();
        if on_hand < wanted {
            return Err(Refused::StockShort {
                code: line.item.code.clone(),
                name: line.item.name.clone(),
                on_hand,
                wanted,
            }
            .into());
        }
    }
    Ok(())
}

fn sell_cards(
    tx: &Tx<'_>,
    of: (i64, i64),
    member: i64,
    line: &PlanLine,
    draft: &mut Draft,
    sold: &mut Vec<Sold>,
) -> Answer<()> {
    let weights = vec![1_i64; usize::try_from(line.quantity).unwrap_or(1)];
    let prices = crate::ground::split::allot(line.net.0, &weights)?;
    let services: Vec<i64> =
        catalog::store::parts(tx.db(), line.item.id)?.into_iter().map(|(part, _)| part.id).collect();
    let expires =
        (line.item.valid_days > 0).then(|| (tx.day + Duration::days(line.item.valid_days - 1)).to_string());
    let period = line.item.kind == ItemKind::PeriodCard;
    for price in prices {
        let terms = Terms {
            price: Fen(price),
            bought: if period { 0 } else { line.item.sessions },
            gift: if period { 0 } else { line.item.gift_sessions },
            mode: if period { GiftMode::Spread } else { line.item.gift_mode },
        };
        let code = cards::next_card_code(tx.db(), &tx.profile().code)?;
        let card = cards::insert_card(
            tx.db(),
            &NewCard {
                code: code.clone(),
                member,
                item: Some(line.item.id),
                kind: if period { CardKind::Period } else { CardKind::Session },
                name: &line.item.name,
                terms,
                used_before: 0,
                bought_on: &tx.today(),
                expires_on: expires.clone(),
                sold_by: line.staff.first().map(|person| person.id),
                bill: Some(of),
                services: &services,
            },
        )?;
        draft.credit(Account::of(Kind::CardValue, card), price);
        let (issued, sessions) =
            (Account::of(Kind::SessionsIssued, card), Account::of(Kind::CardSessions, card));
        draft.transfer(issued, sessions, terms.sessions());
        sold.push(Sold { card, code, price: Fen(price) });
    }
    Ok(())
}

fn write_tenders(tx: &Tx<'_>, bill: i64, plan: &Plan, sold: &[Sold], draft: &mut Draft) -> Answer<()> {
    for (part, tender) in (0_i64..).zip(&plan.tenders) {
        let row = TenderRow {
            tender: tender.tender,
            amount: tender.amount,
            tendered: tender.tendered,
            principal: tender.principal(),
            gift: tender.gift(),
            reference: tender.reference.clone(),
        };
        bill_store::insert_tender(tx.db(), bill, part, &row)?;
        if let Some(till) = tender.tender.till() {
            draft.debit(till, tender.amount.0);
        }
        for taken in &tender.taken {
            draft.debit(Account::of(Kind::LotPrincipal, taken.lot), taken.principal.0);
            draft.debit(Account::of(Kind::LotGift, taken.lot), taken.gift.0);
            draft.money(Account::own(Kind::GiftUsed), Account::own(Kind::GiftGranted), taken.gift);
        }
        if tender.tender == Tender::OnAccount {
            owe(tx, bill, plan, tender.amount, sold, draft)?;
        }
    }
    Ok(())
}

/// What stays unpaid goes to the cards sold on the bill first: their sessions wait for the money.
fn owe(tx: &Tx<'_>, bill: i64, plan: &Plan, amount: Fen, sold: &[Sold], draft: &mut Draft) -> Answer<()> {
    let member = plan.member.as_ref().ok_or_else(|| Refused::MemberNeeded { act: "on_account".into() })?;
    let mut rest = amount;
    for card in sold {
        let part = rest.min(card.price);
        if part.is_positive() {
            let debt =
                cards::insert_debt(tx.db(), member.id, part, Some(card.card), Some(bill), &tx.today())?;
            draft.debit(Account::of(Kind::Debt, debt), part.0);
            draft.money(
                Account::of(Kind::CardValue, card.card),
                Account::of(Kind::CardUnpaid, card.card),
                part,
            );
            rest = rest.minus(part)?;
        }
    }
    if rest.is_positive() {
        let debt = cards::insert_debt(tx.db(), member.id, rest, None, Some(bill), &tx.today())?;
        draft.debit(Account::of(Kind::Debt, debt), rest.0);
    }
    Ok(())
}

fn move_points(tx: &Tx<'_>, bill: i64, plan: &Plan, draft: &mut Draft) -> Answer<()> {
    for (lot, points) in &plan.points_lots {
        draft.transfer(Account::of(Kind::PointsLot, *lot), Account::own(Kind::PointsIssued), *points);
    }
    if let Some(member) = &plan.member {
        let source = points::store::Source { what: "bill", bill: Some(bill) };
        points::store::add(tx, draft, member.id, plan.earned.points, source)?;
    }
    Ok(())
}

fn paid(plan: Plan, number: String, sold: Vec<Sold>, posted: &Posted) -> Paid {
    let head = head(&plan);
    Paid {
        bill: number,
        payable: plan.payable,
        change: plan.change,
        principal: Fen(plan.tenders.iter().map(|tender| tender.principal().0).sum()),
        gift: Fen(plan.tenders.iter().map(|tender| tender.gift().0).sum()),
        card_value: head.card_value,
        points_earned: plan.earned.points,
        points_used: head.points_used,
        cards: sold.into_iter().map(|sold| sold.code).collect(),
        seq: posted.seq,
        hash: chain::short(&posted.hash),
        rewards: Vec::new(),
    }
}
