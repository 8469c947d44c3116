//! Refunding what was paid in advance (退卡): both lawful outcomes are shown, one is chosen, a second person approves.

use serde::{Deserialize, Serialize};

use super::bill_store::{self, LineRow, NewBill, TenderRow};
use super::cart::Tender;
use super::merge;
use super::plan_tenders::lot_too_early;
use super::refund_rules::count_back;
use super::seal::post_bill;
use super::slip;
use crate::cards::origin::origin;
use crate::cards::refund_rules::{self, Cause, ChoiceTerms, LotFacts, Outcomes};
use crate::cards::session_rules::Terms;
use crate::cards::store::{self as cards, Card, CardKind, Lot};
use crate::cards::{card_days, home};
use crate::db::{Db, named_params};
use crate::ground::split::floor_share;
use crate::ground::{Fen, Refused, day};
use crate::ledger::{Account, Draft, EntryKind, Kind, chain};
use crate::members;
use crate::points;
use crate::shop::{Act, Answer, Area, Look, Query, Settings, Tx, Verb};

/// What is refunded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Holding {
    /// A top-up lot, by number.
    Lot(i64),
    /// A session or period card, by code.
    Card(String),
}

/// Asks what a refund would pay back.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CardRefundPreview {
    /// What.
    pub holding: Holding,
}

/// Refunds a lot or a card.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundCard {
    /// What.
    pub holding: Holding,
    /// Whose reason it is.
    pub cause: Cause,
    /// How the money goes back: not by stored value.
    pub tender: Tender,
}

/// A refund that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRefunded {
    /// Its bill.
    pub bill: String,
    /// What was paid back.
    pub amount: Fen,
    /// Both outcomes as they were shown.
    pub outcomes: Outcomes,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

enum Found {
    Lot(Lot),
    Card(Card),
}

impl Query for CardRefundPreview {
    const NAME: &'static str = "query.card_refund";
    type Out = Outcomes;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Outcomes> {
        Ok(outcomes(
            db,
            (&look.profile.code, look.settings),
            &self.holding,
            look.profile.zone.business_day(look.now),
        )?
        .1)
    }
}

fn outcomes(
    db: &Db,
    (here, settings): (&str, &Settings),
    holding: &Holding,
    today: chrono::NaiveDate,
) -> Answer<(Found, Outcomes)> {
    let terms = ChoiceTerms { charges_gift: settings.refund_charges_gift, fee: settings.refund_fee };
    match holding {
        Holding::Lot(id) => {
            let lot = cards::lot(db, *id)?;
            home::refuse_foreign_lot(db, lot.id, here)?;
            members::wallet::refuse_closed(db, lot.member)?;
            if day::iso(&lot.bought_on)? > today {
                return Err(lot_too_early(&lot, &today.to_string()).into());
            }
            let cooling = refund_rules::cooling_off(
                day::iso(&lot.bought_on)?,
                today,
                used_before(db, lot.member, &lot.bought_on, lot.bill)?,
            );
            let facts = LotFacts {
                paid: lot.principal,
                gift: lot.gift,
                principal_left: lot.principal_left,
                gift_left: lot.gift_left.plus(of_lot(db, include_str!("sql/lapsed_of_lot.sql"), lot.id)?)?,
            };
            let mut out = refund_rules::lot(facts, terms, cooling)?;
            // Whatever came back into the lot since, and into how many it was parted by merges: no more is paid out of
            // them together than was paid in, and by the courts' ratio no more than was not consumed of them together.
            let paid_back = of_lot(db, include_str!("sql/paid_back.sql"), lot.id)?;
            let consumed = of_lot(db, include_str!("sql/consumed_of_lot.sql"), lot.id)?.max(Fen::ZERO);
            let fair = refund_rules::by_ratio(lot.principal, lot.gift, consumed)?;
            let rest = lot.principal.minus(paid_back)?.max(Fen::ZERO);
            out.salon = out.salon.min(fair.minus(paid_back)?.max(Fen::ZERO));
            out.customer = out.customer.min(rest);
            out.cooling_off = out.cooling_off.map(|amount| amount.min(rest));
            Ok((Found::Lot(lot), out))
        }
        Holding::Card(code) => {
            let card = cards::card(db, code)?;
            home::refuse_foreign_card(db, card.id)?;
            members::wallet::refuse_closed(db, card.member)?;
            card.known_on(&today.to_string())?;
            card_days::refuse_earlier(db, &card, &today.to_string(), true)?;
            if card.state != "open" {
                return Err(Refused::CardClosed { card: card.code, state: card.state }.into());
            }
            let cooling = refund_rules::cooling_off(
                day::iso(&card.bought_on)?,
                today,
                used_before(db, card.member, &card.bought_on, card.bill)?,
            );
            let mut out = match card.kind {
                CardKind::Session => {
                    refund_rules::sessions(card.terms, card.paid(), card.used(), terms, cooling)?
                }
                CardKind::Period => by_days(db, &card, (terms, cooling), today)?,
            };
            without_gift(&mut out, gift_in_card(db, &card)?, card.terms.price)?;
            Ok((Found::Card(card), out))
        }
    }
}

/// A period card as sessions of one day each: the days that were used, of those it was sold for.
fn by_days(
    db: &Db,
    card: &Card,
    (terms, cooling): (ChoiceTerms, bool),
    today: chrono::NaiveDate,
) -> Answer<Outcomes> {
    let days = Terms { bought: card.term_days, gift: 0, ..card.terms };
    let used = card_days::used_days(db, card, today)?;
    let mut out = refund_rules::sessions(days, card.paid(), used, terms, cooling)?;
    // Days that passed are no use: within the cooling-off days a card that served nobody goes back whole.
    if cooling && !card_days::has_served(db, card, today)? {
        out.cooling_off = Some(card.paid());
    }
    Ok(out)
}

/// Where stored value bought the card, gift money is part of what it cost: that is never paid out.
fn without_gift(out: &mut Outcomes, gift: Fen, price: Fen) -> Answer<()> {
    if gift == Fen::ZERO || price == Fen::ZERO {
        return Ok(());
    }
    let bought = price.minus(gift)?;
    let paid_share = |amount: Fen| Fen(floor_share(amount.0, bought.0, price.0));
    out.paid = out.paid.minus(gift)?.max(Fen::ZERO);
    out.gift = out.gift.plus(gift)?;
    out.salon = paid_share(out.salon);
    out.customer = paid_share(out.customer);
    out.cooling_off = out.cooling_off.map(paid_share);
    Ok(())
}

/// How much of a card's price was gift money of the wallet: stored value pays for work before it pays for cards, and the
/// cards of a bill share what is left. Rounded up to a fen.
fn gift_in_card(db: &Db, card: &Card) -> Answer<Fen> {
    let Some(sold) = origin(db, &card.code)? else { return Ok(Fen::ZERO) };
    let of_bill = named_params! { ":bill": sold.bill };
    let sums = db.one(include_str!("sql/gift_for_cards.sql"), of_bill, |row| {
        Ok([row.get::<_, i64>("stored")?, row.get("gift")?, row.get("goods")?, row.get("cards")?])
    })?;
    let [stored, gift, goods, cards] = sums.unwrap_or_default();
    if gift == 0 || stored == 0 || cards == 0 {
        return Ok(Fen::ZERO);
    }
    let for_cards = (stored - goods).clamp(0, cards);
    let own = sold.part(card.terms.price);
    let of_cards = floor_share(own.0, for_cards, cards);
    Ok(Fen(of_cards - floor_share(of_cards, stored - gift, stored)))
}

/// A sum over a lot and those it was made from or into: what of the gift lapsed, so that nobody used it; what earlier
/// refunds paid back; what was consumed.
fn of_lot(db: &Db, sql: &'static str, lot: i64) -> Answer<Fen> {
    Ok(Fen(db.one(sql, named_params! { ":lot": lot }, |row| row.get(0))?.unwrap_or(0)))
}

fn used_before(db: &Db, member: i64, bought_on: &str, bill: Option<i64>) -> Answer<bool> {
    let params = named_params! { ":member": member, ":day": bought_on, ":bill": bill };
    let count = db.one(include_str!("sql/sales_before.sql"), params, |row| row.get::<_, i64>(0))?;
    Ok(count.unwrap_or(0) > 0)
}

impl Verb for RefundCard {
    const NAME: &'static str = "card.refund";
    type Out = CardRefunded;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<CardRefunded> {
        tx.require_second(Act::CardRefund)?;
        let till =
            self.tender.till().ok_or_else(|| Refused::TenderUnfit { tender: self.tender.code().into() })?;
        let (found, outcomes) =
            outcomes(tx.db(), (&tx.profile().code, tx.settings()), &self.holding, tx.day)?;
        let amount = outcomes.of(self.cause)?;
        let mut draft = Draft::new();
        let (member, code, name) = match &found {
            Found::Lot(lot) => {
                empty_lot(lot, amount, &mut draft)?;
                (
                    lot.member,
                    format!("lot {}", lot.id),
                    slip::named(tx.settings(), "paper.name.wallet_refund"),
                )
            }
            Found::Card(card) => {
                empty_card(tx, card, amount, &mut draft)?;
                (card.member, card.code.clone(), card.name.clone())
            }
        };
        let points_taken = take_points(tx, &found, amount, &mut draft)?;
        // A period card that was given away holds nothing, and is closed all the same.
        let given = matches!(&found, Found::Card(card) if card.given_away());
        if draft.is_empty() && !given {
            return Err(Refused::RefundUsedUp { bill: code, what: name }.into());
        }
        draft.credit(till, amount.0);
        let head = NewBill {
            kind: "card_refund",
            member: Some(member),
            payable: amount.negated(),
            points_earned: -points_taken,
            trace: serde_json::to_string(&(self.cause, &outcomes)).unwrap_or_default(),
            ..NewBill::default()
        };
        let (bill, number) = bill_store::insert_bill(tx, &head)?;
        write_rows(tx, bill, code, name, amount, self.tender)?;
        let (posted, _) = post_bill(tx, EntryKind::CardRefund, bill, Some(member), None, draft)?;
        tx.touch(Area::Bills);
        tx.touch(Area::Members);
        Ok(CardRefunded { bill: number, amount, outcomes, seq: posted.seq, hash: chain::short(&posted.hash) })
    }
}

/// Takes back what the sale of a lot or card earned in points, with the part of it that is paid back or was never paid.
/// They were the buyer's, whoever holds it now.
fn take_points(tx: &Tx<'_>, found: &Found, amount: Fen, draft: &mut Draft) -> Answer<i64> {
    let (code, back) = match found {
        Found::Lot(lot) => (format!("lot {}", lot.id), amount),
        Found::Card(card) => (card.code.clone(), amount.plus(card.unpaid)?),
    };
    let Some(sold) = origin(tx.db(), &code)? else { return Ok(0) };
    let of_line = named_params! { ":bill": sold.bill, ":line": sold.line };
    let earned = tx.db().one(include_str!("sql/earned_of_line.sql"), of_line, |row| {
        let sums: (i64, i64, Option<i64>) = (row.get("points_earned")?, row.get("payable")?, row.get("net")?);
        Ok((row.get::<_, Option<i64>>("member_id")?, sums, row.get::<_, i64>("taken")?))
    })?;
    let Some((Some(buyer), (earned, payable, Some(net)), before)) = earned else { return Ok(0) };
    let of_line = if net == payable { earned } else { floor_share(earned, net, payable).min(earned) };
    let back = sold.part(back).min(Fen(net));
    let taken = count_back(of_line, back, Fen(net), false).min(earned - before).max(0);
    points::store::take_back(tx, draft, merge::heir(tx, buyer)?, sold.bill, taken)?;
    Ok(taken)
}

/// The lot goes to nothing: what is not paid back is kept as forfeit, what is paid back beyond its principal is a loss.
fn empty_lot(lot: &Lot, amount: Fen, draft: &mut Draft) -> Answer<()> {
    draft.debit(Account::of(Kind::LotPrincipal, lot.id), lot.principal_left.0);
    draft.money(Account::of(Kind::LotGift, lot.id), Account::own(Kind::GiftGranted), lot.gift_left);
    draft.credit(Account::own(Kind::IncomeForfeit), lot.principal_left.minus(amount)?.0);
    Ok(())
}

fn empty_card(tx: &Tx<'_>, card: &Card, amount: Fen, draft: &mut Draft) -> Answer<()> {
    draft.debit(Account::of(Kind::CardValue, card.id), card.value_left.0);
    let (held, issued) =
        (Account::of(Kind::CardSessions, card.id), Account::of(Kind::SessionsIssued, card.id));
    draft.transfer(held, issued, card.left);
    // What was never paid is owed no more.
    draft.debit(Account::of(Kind::CardUnpaid, card.id), card.unpaid.0);
    let mut rest = card.unpaid;
    for debt in cards::debts_of_card(tx.db(), card.id)? {
        let part = debt.left.min(rest);
        draft.credit(Account::of(Kind::Debt, debt.id), part.0);
        rest = rest.minus(part)?;
    }
    draft.credit(Account::own(Kind::IncomeForfeit), card.value_left.minus(amount)?.0 + rest.0);
    let closed = Card { state: "refunded".into(), ..card.clone() };
    cards::update_card(tx.db(), &closed)?;
    cards::insert_event(tx.db(), card.id, "refund", "{}", &tx.today(), tx.at.0, tx.command()?)?;
    Ok(())
}

fn write_rows(tx: &Tx<'_>, bill: i64, code: String, name: String, amount: Fen, tender: Tender) -> Answer<()> {
    let line = LineRow {
        line: 1,
        item: None,
        code,
        name,
        kind: "card_refund".into(),
        category: String::new(),
        package: String::new(),
        quantity: -1,
        list_price: amount,
        unit_price: amount,
        discount: Fen::ZERO,
        net: amount.negated(),
        card: None,
        card_code: None,
        card_value: Fen::ZERO,
        requested: false,
        of_line: None,
    };
    bill_store::insert_line(tx.db(), bill, &line)?;
    let row = TenderRow {
        tender,
        amount: amount.negated(),
        tendered: amount.negated(),
        principal: Fen::ZERO,
        gift: Fen::ZERO,
        reference: String::new(),
    };
    Ok(bill_store::insert_tender(tx.db(), bill, 0, &row)?)
}
