//! A home store passes a part on: it leaves the member's balance here at that moment, and a code that can be used once
//! says so.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::accept::PartTold;
use super::ask::{checked_amount, named};
use super::code_rules::{Asked, Part, PartKind, expiry, is_grant, lapses_on};
use super::store::{self, FromLot};
use crate::cards::wallet_rules::{self, LotLeft};
use crate::cards::{home, store as cards};
use crate::db::Fault;
use crate::ground::{Fen, Refused};
use crate::ledger::chain::Document;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::members::{self, Member, WalletState};
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::{peers, points};

/// Passes a part of a member's balance on to another store.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivePart {
    /// The store that asks, by code.
    pub serving: String,
    /// The number of what it asked.
    pub ask: i64,
    /// The member as that store named her: phone or number.
    pub who: String,
    /// What of.
    pub kind: PartKind,
    /// Stored value, in yuan.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// Sessions or points.
    #[serde(default)]
    pub count: Option<i64>,
    /// Of sessions: the card they are taken from.
    #[serde(default)]
    pub card: Option<String>,
    /// Whether the member agreed, at the other store or on the phone.
    pub consent: bool,
}

/// A part that was passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartGiven {
    /// Its number here.
    pub part: i64,
    /// The other store.
    pub serving: String,
    /// Whose it is, by number here.
    pub member: String,
    /// Her name.
    pub name: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// Of stored value the principal, of sessions their value.
    pub principal: Fen,
    /// Of stored value the gift.
    pub gift: Fen,
    /// The last day on which the code is taken.
    pub expires_on: String,
    /// The code as a text, signed: for a QR code or to be pasted.
    pub code: String,
    /// The code to be read out.
    pub digits: String,
}

impl Verb for GivePart {
    const NAME: &'static str = "part.give";
    type Out = PartGiven;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PartGiven> {
        tx.require(Act::PartGive)?;
        let unfit = |what: &str| Refused::CodeUnfit { what: what.to_owned() };
        let serving = store::other(tx, &self.serving)?;
        let pair = serving.pair.filter(|_| serving.open && !serving.hq);
        let pair =
            pair.ok_or(Refused::ChainUnfit { store: self.serving.clone(), what: "peer".to_owned() })?;
        if !self.consent {
            return Err(unfit("code_consent").into());
        }
        if self.ask <= 0 || is_grant(self.ask) {
            return Err(unfit("code_ask").into());
        }
        if store::is_given(tx.db(), &self.serving, self.ask)? {
            return Err(unfit("code_given").into());
        }
        let member = members::store::find(tx.db(), &self.who)?;
        let amount = match self.kind {
            PartKind::StoredValue => self.amount.unwrap_or_default().0,
            PartKind::SessionCard | PartKind::Points => self.count.unwrap_or(0),
        };
        let card = self.card.as_deref();
        let taken = Wanted { kind: self.kind, amount, card, at_most: false }.taken(tx, &member)?;
        let asked = Asked {
            home: tx.profile().code.clone(),
            serving: self.serving.clone(),
            ask: self.ask,
            who: named(&self.who)?,
            kind: self.kind,
            amount: taken.amount,
        };
        // By the clock's own day: a command that is dated back gives no code that lasts longer or shorter.
        let expires_on = expiry(tx.profile().zone.business_day(tx.at));
        let lapses_on = taken.lapses_on;
        let part = Part { asked, principal: taken.principal, gift: taken.gift, expires_on, lapses_on };
        let id = pass_on(tx, &member, &part, &taken)?;
        Ok(PartGiven {
            part: id,
            serving: self.serving.clone(),
            member: member.number,
            name: member.name,
            kind: self.kind,
            amount: part.asked.amount,
            principal: part.principal,
            gift: part.gift,
            expires_on: part.expires_on.to_string(),
            code: part.text(&peers::store::own_key(tx.db())?),
            digits: part.digits(&pair),
        })
    }
}

/// Writes down that a part leaves the member's balance; answers its number here.
pub(super) fn pass_on(tx: &mut Tx<'_>, member: &Member, part: &Part, taken: &Taken) -> Answer<i64> {
    let number = store::next_out(tx.db())?;
    let draft = taken.draft(number);
    let about = About { member: Some(member.id), document: document(part, number), ..About::default() };
    let posted = post(tx, EntryKind::PartOut, about, &draft.balance().map_err(Fault::from)?)?;
    let id = store::insert_out(tx, part, (member.id, taken.card, posted.id), &taken.from)?;
    let (serving, ask) = (&part.asked.serving, part.asked.ask);
    tx.note("part.give", format!("{} to {serving} ask {ask}", member.number))?;
    tx.touch(Area::Members);
    Ok(id)
}

/// What the chain covers of a part besides its postings.
pub(super) fn document(part: &Part, number: i64) -> crate::ledger::chain::Hash {
    let Asked { home, serving, ask, who: _, kind, amount } = &part.asked;
    let mut document = Document::new();
    document.text("part").text(home).text(serving).number(*ask).text(kind.code()).number(*amount);
    document.number(part.principal.0).number(part.gift.0).text(&part.expires_on.to_string()).number(number);
    document.digest()
}

/// What leaves the member's balance.
pub(super) struct Taken {
    pub amount: i64,
    pub principal: Fen,
    pub gift: Fen,
    /// The last day on which it can be spent.
    pub lapses_on: Option<NaiveDate>,
    card: Option<i64>,
    from: Vec<FromLot>,
}

/// What of a balance is to be passed on.
pub(super) struct Wanted<'a> {
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// Of sessions: the card.
    pub card: Option<&'a str>,
    /// Whether less will do where there is less.
    pub at_most: bool,
}

impl Wanted<'_> {
    /// Takes it from the lots, the card or the points of a member that are this store's to pass on.
    pub fn taken(&self, tx: &Tx<'_>, member: &Member) -> Answer<Taken> {
        if member.wallet != WalletState::Open {
            return Err(Refused::WalletClosed { state: member.wallet.code().into() }.into());
        }
        match self.kind {
            PartKind::StoredValue => self.stored_value(tx, member),
            PartKind::SessionCard => self.sessions(tx, member),
            PartKind::Points => self.points(tx, member),
        }
    }

    fn stored_value(&self, tx: &Tx<'_>, member: &Member) -> Answer<Taken> {
        let mut lots = Vec::new();
        for lot in cards::lots(tx.db(), member.id)? {
            // What another store passed on to this one is not passed on again.
            if home::of_lot(tx.db(), lot.id)? == tx.profile().code {
                lots.push(LotLeft::from(&lot));
            }
        }
        let there = wallet_rules::spendable(&lots, &tx.today())?.0;
        let amount = if self.at_most { self.amount.min(there) } else { self.amount };
        checked_amount(amount)?;
        let from = wallet_rules::spend(&lots, Fen(amount), &tx.today())?;
        Ok(Taken {
            amount,
            principal: Fen::sum(from.iter().map(|taken| taken.principal))?,
            gift: Fen::sum(from.iter().map(|taken| taken.gift))?,
            lapses_on: gifts_lapse(
                tx,
                from.iter().filter(|taken| taken.gift.is_positive()).map(|one| one.lot),
            )?,
            card: None,
            from: from
                .iter()
                .map(|taken| FromLot {
                    lot: taken.lot,
                    principal: taken.principal.0,
                    gift: taken.gift.0,
                    points: 0,
                })
                .collect(),
        })
    }

    fn sessions(&self, tx: &Tx<'_>, member: &Member) -> Answer<Taken> {
        let missing = || Refused::TextMissing { field: "card".to_owned() };
        let code = self.card.filter(|code| !code.is_empty()).ok_or_else(missing)?.to_owned();
        let card = cards::card(tx.db(), &code)?;
        if card.member != member.id {
            return Err(Refused::CardNotHers { card: code }.into());
        }
        card.usable(&tx.today())?;
        let period = card.kind == cards::CardKind::Period;
        if period || home::of_card(tx.db(), card.id)?.is_some() {
            return Err(Refused::CodeUnfit { what: "code_card".to_owned() }.into());
        }
        let covered = card.terms.covered(card.paid());
        let count =
            if self.at_most { self.amount.min(card.left).min(covered - card.used()) } else { self.amount };
        checked_amount(count)?;
        if count > card.left {
            return Err(Refused::SessionsShort { card: code, left: card.left, wanted: count }.into());
        }
        if card.used() + count > covered {
            return Err(Refused::SessionsUnpaid { card: code, covered, used: card.used() }.into());
        }
        let value = if count == card.left {
            card.value_left
        } else {
            card.terms.value(card.used(), count).min(card.value_left)
        };
        let lapses_on = lapses_on([card.expires_on.as_deref()], tx.day);
        Ok(Taken {
            amount: count,
            principal: value,
            gift: Fen::ZERO,
            lapses_on,
            card: Some(card.id),
            from: Vec::new(),
        })
    }

    fn points(&self, tx: &Tx<'_>, member: &Member) -> Answer<Taken> {
        let mut lots = Vec::new();
        for lot in points::store::lots(tx.db(), member.id)? {
            if store::points_home(tx.db(), lot.id)?.is_none() {
                lots.push(lot);
            }
        }
        let owed = points::store::owed(tx.db(), member.id)?;
        let there = points::rules::spendable(&lots, owed, &tx.today());
        let count = if self.at_most { self.amount.min(there) } else { self.amount };
        checked_amount(count)?;
        let from = points::rules::spend(&lots, owed, count, &tx.today())?;
        let lasts =
            |lot: &i64| lots.iter().find(|left| left.id == *lot).and_then(|left| left.expires_on.as_deref());
        let lapses_on = lapses_on(from.iter().map(|(lot, _)| lasts(lot)), tx.day);
        let from =
            from.iter().map(|(lot, points)| FromLot { lot: *lot, principal: 0, gift: 0, points: *points });
        let from = from.collect();
        Ok(Taken { amount: count, principal: Fen::ZERO, gift: Fen::ZERO, lapses_on, card: None, from })
    }
}

/// When the gift of some lots lapses.
fn gifts_lapse(tx: &Tx<'_>, lots: impl Iterator<Item = i64>) -> Answer<Option<NaiveDate>> {
    let mut days = Vec::new();
    for lot in lots {
        days.push(cards::lot(tx.db(), lot)?.gift_expires_on);
    }
    Ok(lapses_on(days.iter().map(Option::as_deref), tx.day))
}

impl Taken {
    /// Exactly what the books of another store have: so much principal and so much gift, from the oldest lots on.
    pub fn exactly(tx: &Tx<'_>, member: &Member, told: &PartTold, card: Option<&str>) -> Answer<Self> {
        if told.kind != PartKind::StoredValue {
            let wanted = Wanted { kind: told.kind, amount: told.amount, card, at_most: false };
            let taken = wanted.taken(tx, member)?;
            let odd = taken.principal != told.principal;
            return if odd {
                Err(Refused::CodeUnfit { what: "part_odd".to_owned() }.into())
            } else {
                Ok(taken)
            };
        }
        let (mut principal, mut gift) = (told.principal.0, told.gift.0);
        let mut from = Vec::new();
        for lot in cards::lots(tx.db(), member.id)? {
            if home::of_lot(tx.db(), lot.id)? != tx.profile().code {
                continue;
            }
            let (of_principal, of_gift) = (lot.principal_left.0.min(principal), lot.gift_left.0.min(gift));
            (principal, gift) = (principal - of_principal, gift - of_gift);
            if of_principal + of_gift > 0 {
                from.push(FromLot { lot: lot.id, principal: of_principal, gift: of_gift, points: 0 });
            }
        }
        if principal + gift > 0 {
            let wanted = Fen(told.amount);
            return Err(
                Refused::StoredValueShort { balance: Fen(told.amount - principal - gift), wanted }.into()
            );
        }
        let lapses_on = gifts_lapse(tx, from.iter().filter(|one| one.gift > 0).map(|one| one.lot))?;
        let (principal, gift) = (told.principal, told.gift);
        Ok(Self { amount: told.amount, principal, gift, lapses_on, card: None, from })
    }

    /// The member is owed as much as before; from now on it is held elsewhere.
    fn draft(&self, part: i64) -> Draft {
        let mut draft = Draft::new();
        for lot in &self.from {
            let principal = Account::of(Kind::LotPrincipal, lot.lot);
            draft.transfer(principal, Account::of(Kind::PartPrincipal, part), lot.principal);
            draft.transfer(Account::of(Kind::LotGift, lot.lot), Account::of(Kind::PartGift, part), lot.gift);
            draft.transfer(
                Account::of(Kind::PointsLot, lot.lot),
                Account::of(Kind::PartPoints, part),
                lot.points,
            );
        }
        if let Some(card) = self.card {
            draft.money(
                Account::of(Kind::CardValue, card),
                Account::of(Kind::PartPrincipal, part),
                self.principal,
            );
            draft.transfer(
                Account::of(Kind::CardSessions, card),
                Account::of(Kind::PartSessions, card),
                self.amount,
            );
        }
        draft
    }
}
