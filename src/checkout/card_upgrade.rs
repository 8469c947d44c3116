//! Exchanging a card for a better one: what is left of the old one pays part of the new one, the rest is paid now.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::bill_store::{self, LineRow, NewBill};
use super::cart::Payment;
use super::seal::post_bill;
use super::tender_rules;
use super::topup::write_tender;
use crate::cards::card_days;
use crate::cards::session_rules::Terms;
use crate::cards::store::{self as cards, Card, CardKind, NewCard};
use crate::catalog::{self, GiftMode, Item, ItemKind};
use crate::ground::{Fen, Refused};
use crate::ledger::{Account, Draft, EntryKind, Kind, chain};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Upgrades a card.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpgradeCard {
    /// The card that goes.
    pub card: String,
    /// The card item that comes, by code.
    pub item: String,
    /// How the difference is paid; never by stored value or on account.
    #[serde(default)]
    pub tenders: Vec<Payment>,
}

/// An upgrade that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upgraded {
    /// Its bill.
    pub bill: String,
    /// The new card.
    pub card: String,
    /// What the old card brought in.
    pub credited: Fen,
    /// What was paid.
    pub paid: Fen,
    /// Change in cash.
    pub change: Fen,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

impl Verb for UpgradeCard {
    const NAME: &'static str = "card.upgrade";
    type Out = Upgraded;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Upgraded> {
        tx.require(Act::Sell)?;
        let mut old = cards::card(tx.db(), &self.card)?;
        crate::cards::home::refuse_foreign_card(tx.db(), old.id)?;
        let mut draft = Draft::new();
        if old.kind == CardKind::Period {
            // Days that were used since the last roll are not carried over.
            let due = old.earned_and_due(card_days::used_days(tx.db(), &old, tx.day)?)?;
            draft.money(Account::of(Kind::CardValue, old.id), Account::own(Kind::IncomeCard), due);
            old.value_left = old.value_left.minus(due)?;
        }
        let (item, price) = self.checked(tx, &old)?;
        let due = price.minus(old.value_left)?;
        let cover = tender_rules::cover(due, &self.tenders, Fen::ZERO)?;
        if cover.due.is_positive() {
            return Err(Refused::TenderShort { due, paid: due.minus(cover.due)? }.into());
        }
        let head = NewBill {
            kind: "card_upgrade",
            member: Some(old.member),
            list_total: item.price,
            discount: item.price.minus(price)?,
            payable: due,
            card_value: old.value_left,
            change: cover.change,
            ..NewBill::default()
        };
        let (bill, number) = bill_store::insert_bill(tx, &head)?;
        bill_store::insert_line(tx.db(), bill, &line(&item, &old, price))?;
        for (part, (settled, payment)) in (0_i64..).zip(cover.settled.iter().zip(&self.tenders)) {
            write_tender(tx, bill, part, settled, payment.reference.as_str(), &mut draft)?;
        }
        close_old(tx, &old, &mut draft)?;
        let code = open_new(tx, bill, &item, &old, price, &mut draft)?;
        let (posted, _) = post_bill(tx, EntryKind::Transfer, bill, Some(old.member), None, draft)?;
        tx.touch(Area::Bills);
        tx.touch(Area::Members);
        Ok(Upgraded {
            bill: number,
            card: code,
            credited: old.value_left,
            paid: due,
            change: cover.change,
            seq: posted.seq,
            hash: chain::short(&posted.hash),
        })
    }
}

impl UpgradeCard {
    /// The refusals of an upgrade; answers the new item and its price for the member.
    fn checked(&self, tx: &Tx<'_>, old: &Card) -> Answer<(Item, Fen)> {
        members::wallet::refuse_closed(tx.db(), old.member)?;
        old.usable(&tx.today())?;
        card_days::refuse_earlier(tx.db(), old, &tx.today(), true)?;
        if old.unpaid.is_positive() {
            let (covered, used) = (old.terms.covered(old.paid()), old.used());
            return Err(Refused::SessionsUnpaid { card: old.code.clone(), covered, used }.into());
        }
        if let Some(payment) = self.tenders.iter().find(|payment| payment.tender.till().is_none()) {
            return Err(Refused::TenderUnfit { tender: payment.tender.code().into() }.into());
        }
        let item = catalog::store::sold(tx.db(), &self.item)?;
        if !item.kind.is_card() {
            return Err(Refused::ItemWrongKind { code: item.code, needed: "session_card".into() }.into());
        }
        let tier = members::store::by_id(tx.db(), old.member)?.map(|member| member.tier);
        let price = catalog::store::price_for(tx.db(), &item, tier.as_deref())?;
        if price < old.value_left {
            return Err(Refused::DiscountTooLarge { price, discount: old.value_left }.into());
        }
        Ok((item, price))
    }
}

fn line(item: &Item, old: &Card, price: Fen) -> LineRow {
    LineRow {
        line: 1,
        item: Some(item.id),
        code: item.code.clone(),
        name: item.name.clone(),
        kind: item.kind.code().into(),
        category: item.category.clone(),
        package: String::new(),
        quantity: 1,
        list_price: item.price,
        unit_price: price,
        discount: Fen(item.price.0 - price.0),
        net: Fen(price.0 - old.value_left.0),
        card: Some(old.id),
        card_code: None,
        card_value: old.value_left,
        requested: false,
        of_line: None,
    }
}

fn close_old(tx: &Tx<'_>, old: &Card, draft: &mut Draft) -> Answer<()> {
    draft.debit(Account::of(Kind::CardValue, old.id), old.value_left.0);
    let (held, issued) = (Account::of(Kind::CardSessions, old.id), Account::of(Kind::SessionsIssued, old.id));
    draft.transfer(held, issued, old.left);
    cards::update_card(tx.db(), &Card { state: "upgraded".into(), ..old.clone() })?;
    Ok(cards::insert_event(tx.db(), old.id, "upgrade", "{}", &tx.today(), tx.at.0, tx.command()?)?)
}

fn open_new(
    tx: &Tx<'_>,
    bill: i64,
    item: &Item,
    old: &Card,
    price: Fen,
    draft: &mut Draft,
) -> Answer<String> {
    let period = item.kind == ItemKind::PeriodCard;
    let terms = Terms {
        price,
        bought: if period { 0 } else { item.sessions },
        gift: if period { 0 } else { item.gift_sessions },
        mode: if period { GiftMode::Spread } else { item.gift_mode },
    };
    let services: Vec<i64> =
        catalog::store::parts(tx.db(), item.id)?.into_iter().map(|(part, _)| part.id).collect();
    let code = cards::next_card_code(tx.db(), &tx.profile().code)?;
    let card = cards::insert_card(
        tx.db(),
        &NewCard {
            code: code.clone(),
            member: old.member,
            item: Some(item.id),
            kind: if period { CardKind::Period } else { CardKind::Session },
            name: &item.name,
            terms,
            used_before: 0,
            bought_on: &tx.today(),
            expires_on: (item.valid_days > 0)
                .then(|| (tx.day + Duration::days(item.valid_days - 1)).to_string()),
            sold_by: None,
            bill: Some((bill, 1)),
            services: &services,
        },
    )?;
    draft.credit(Account::of(Kind::CardValue, card), price.0);
    let (issued, held) = (Account::of(Kind::SessionsIssued, card), Account::of(Kind::CardSessions, card));
    draft.transfer(issued, held, terms.sessions());
    Ok(code)
}
