//! A serving store takes a part in: exactly what the code says, once, in time, and for this store alone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code_rules::{Part, PartKind, Wrong, as_digits, read_digits, read_text};
use super::give::document;
use super::guard::{self, Tried};
use super::store::{self, Ask, Lies};
use crate::cards::session_rules::Terms;
use crate::cards::store::{self as cards, CardKind, NewCard, NewLot};
use crate::catalog::GiftMode;
use crate::db::{Db, Fault};
use crate::ground::{Fen, Instant, Refused, World};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::shop::settings::SpendOrder;
use crate::shop::{Act, Answer, Area, Profile, Tx, Verb};
use crate::{catalog, members, peers};

/// Takes in what a code passes on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePart {
    /// The code: twenty digits, or the text of a QR code.
    pub code: String,
    /// The number of what was asked; a text says it by itself.
    #[serde(default)]
    pub ask: Option<i64>,
}

/// A part that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartTaken {
    /// Its number here.
    pub part: i64,
    /// The store that opened the card.
    pub home: String,
    /// Whose it is, by number here.
    pub member: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// Of stored value the principal, of sessions their value.
    pub principal: Fen,
    /// Of stored value the gift.
    pub gift: Fen,
    /// The card of the sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
}

fn unfit(what: &str) -> Refused {
    Refused::CodeUnfit { what: what.to_owned() }
}

impl Verb for TakePart {
    const NAME: &'static str = "part.take";
    type Out = PartTaken;

    /// Wrong codes are counted outside of what is taken back with them.
    fn knock(&self, db: &Db, profile: &Profile, world: &dyn World) -> Answer<()> {
        // What is no code at all is no guess.
        if as_digits(&self.code).is_none() && read_text(&self.code).is_err() {
            return Err(unfit(Wrong::Shape.code()).into());
        }
        guard::try_code(db, world, || {
            let (_, part) = self.read(db, profile, world.now())?;
            let stale = store::taken_on(db, part.asked.ask)?.is_some()
                || profile.zone.business_day(world.now()) > part.expires_on;
            Ok(if stale { Tried::Stale } else { Tried::Fresh })
        })
    }

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PartTaken> {
        tx.require(Act::PartTake)?;
        let (ask, part) = self.read(tx.db(), tx.profile(), tx.at)?;
        if store::taken_on(tx.db(), part.asked.ask)?.is_some() {
            return Err(unfit("code_used").into());
        }
        // By the clock's own day: dating a command back does not make a code last longer.
        if tx.profile().zone.business_day(tx.at) > part.expires_on {
            return Err(unfit("code_expired").into());
        }
        let (id, lies) = take_in(tx, &ask, &part)?;
        let member = members::store::by_id(tx.db(), ask.member)?.map(|member| member.number);
        let card = match lies.card {
            Some(card) => cards::card_by_id(tx.db(), card)?.map(|card| card.code),
            None => None,
        };
        Ok(PartTaken {
            part: id,
            home: part.asked.home,
            member: member.unwrap_or_default(),
            kind: part.asked.kind,
            amount: part.asked.amount,
            principal: part.principal,
            gift: part.gift,
            card,
        })
    }
}

/// Takes a part in, whichever way it was proved: by a code, by a pack of headquarters, or by a hub that answers at once.
/// It is named by what was asked, or by the grant that it came by.
pub(super) fn take_in(tx: &mut Tx<'_>, ask: &Ask, part: &Part) -> Answer<(i64, Lies)> {
    let lies = lay(tx, ask, part)?;
    let number = store::next_in(tx.db())?;
    let about = About { member: Some(ask.member), document: document(part, number), ..About::default() };
    let draft = draft(part, lies, number);
    let posted = post(tx, EntryKind::PartIn, about, &draft.balance().map_err(Fault::from)?)?;
    let id = store::insert_in(tx, (ask, part), posted.id, lies)?;
    tx.touch(Area::Members);
    Ok((id, lies))
}

impl TakePart {
    /// What the code passes on, proved against what this store asked.
    fn read(&self, db: &Db, profile: &Profile, now: Instant) -> Answer<(Ask, Part)> {
        let wrong = |wrong: Wrong| unfit(wrong.code());
        let today = profile.zone.business_day(now);
        let Some(digits) = as_digits(&self.code) else {
            let signed = read_text(&self.code).map_err(wrong)?;
            let said = signed.said().asked.clone();
            if said.serving != profile.code {
                return Err(unfit("code_elsewhere").into());
            }
            let part = signed.proved(&peers::store::peer(db, &said.home)?.key).map_err(wrong)?;
            let ask = store::ask(db, said.ask, &profile.code)?.ok_or_else(|| unfit("code_unasked"))?;
            if ask.asked != said {
                return Err(unfit("code_other").into());
            }
            return Ok((ask, part));
        };
        let ask = match self.ask {
            Some(number) => store::ask(db, number, &profile.code)?,
            None => None,
        };
        let ask = ask.ok_or_else(|| unfit("code_unasked"))?;
        Ok((ask.clone(), of_digits(db, &digits, &ask, today)?))
    }
}

fn of_digits(db: &Db, digits: &str, ask: &Ask, today: NaiveDate) -> Answer<Part> {
    let home = peers::store::peer(db, &ask.asked.home)?;
    let pair = home.pair.ok_or(Refused::ChainUnfit { store: home.code, what: "peer".to_owned() })?;
    Ok(read_digits(digits, &ask.asked, &pair, today).map_err(|wrong| unfit(wrong.code()))?)
}

/// Writes the lot, the card or the points that the member has here now.
fn lay(tx: &Tx<'_>, ask: &Ask, part: &Part) -> Answer<Lies> {
    let today = tx.today();
    let lapses_on = part.lapses_on.map(|day| day.to_string());
    let mut lies = Lies::default();
    match part.asked.kind {
        PartKind::StoredValue => {
            let lot = NewLot {
                member: ask.member,
                principal: part.principal,
                gift: part.gift,
                // What is spent of it is spent in the ratio in which it came.
                order: SpendOrder::Proportional,
                gift_expires_on: lapses_on.filter(|_| part.gift.is_positive()),
                bought_on: &today,
                bought_at: &part.asked.home,
                sold_by: None,
                rule: ("part", 0),
                bill: None,
                from_lot: None,
            };
            lies.lot = Some(cards::insert_lot(tx.db(), &lot)?);
        }
        PartKind::SessionCard => {
            let item = ask.item.ok_or_else(|| unfit("code_other"))?;
            let name = catalog::store::by_id(tx.db(), item)?.map(|item| item.name).unwrap_or_default();
            let terms =
                Terms { price: part.principal, bought: part.asked.amount, gift: 0, mode: GiftMode::Spread };
            let card = NewCard {
                code: cards::next_card_code(tx.db(), &tx.profile().code)?,
                member: ask.member,
                item: None,
                kind: CardKind::Session,
                name: &name,
                terms,
                used_before: 0,
                bought_on: &today,
                expires_on: lapses_on,
                sold_by: None,
                bill: None,
                services: &[item],
            };
            lies.card = Some(cards::insert_card(tx.db(), &card)?);
        }
        PartKind::Points => {
            lies.points =
                Some(store::insert_points_lot(tx, ask.member, part.asked.amount, lapses_on.as_deref())?);
        }
    }
    Ok(lies)
}

/// The member may spend it here; the money of it lies at the home store.
fn draft(part: &Part, lies: Lies, number: i64) -> Draft {
    let held = Account::of(Kind::ChainHeld, number);
    let mut draft = Draft::new();
    if let Some(lot) = lies.lot {
        draft.money(held, Account::of(Kind::LotPrincipal, lot), part.principal);
        draft.money(Account::own(Kind::GiftGranted), Account::of(Kind::LotGift, lot), part.gift);
    }
    if let Some(card) = lies.card {
        draft.money(held, Account::of(Kind::CardValue, card), part.principal);
        let (issued, sessions) =
            (Account::of(Kind::SessionsIssued, card), Account::of(Kind::CardSessions, card));
        draft.transfer(issued, sessions, part.asked.amount);
    }
    if let Some(points) = lies.points {
        let issued = Account::own(Kind::PointsIssued);
        draft.transfer(issued, Account::of(Kind::PointsLot, points), part.asked.amount);
    }
    draft
}
