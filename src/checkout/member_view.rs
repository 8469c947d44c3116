//! A member as the counter shows one: who, what they hold, what to mind, and everything that happened.

use serde::{Deserialize, Serialize};

use super::bill_store;
use crate::cards::holdings::{self, CardView, Holdings};
use crate::catalog::tier;
use crate::db::{Db, named_params};
use crate::ground::{Fen, phone};
use crate::ledger::{Account, Kind, balance};
use crate::members::{self, Member, WalletState, family};
use crate::points;
use crate::promotions::coupons::{self, Coupon};
use crate::shop::{Answer, Look, Query};

/// A member, by number, phone or card code.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowMember {
    /// Which.
    pub member: String,
    /// Events of the timeline, at most; 30 when absent.
    #[serde(default)]
    pub events: Option<i64>,
}

/// A member with everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// The file.
    #[serde(flatten)]
    pub member: Member,
    /// Phones, masked, the main one first.
    pub phones: Vec<String>,
    /// The tier's name.
    pub tier_name: String,
    /// The owner's name.
    pub owner_name: Option<String>,
    /// What they hold.
    pub holdings: Holdings,
    /// Points; negative when more was taken back than was left.
    pub points: i64,
    /// What other stores have of hers, as headquarters told: a part of it is here only once it is asked for.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
    /// Coupons that can be used.
    pub coupons: Vec<Coupon>,
    /// Who may use their cards: number, name, relation.
    pub family: Vec<(String, String, String)>,
    /// Files that were merged into this one.
    #[serde(default)]
    pub merged: Vec<String>,
    /// Days until the next birthday.
    pub birthday_in: Option<i64>,
    /// Days with a sale, in all.
    pub visits: i64,
    /// What was paid in all, stored value left out.
    pub paid_in: Fen,
    /// The last sale that still stands: not every event is a visit.
    #[serde(default)]
    pub last_sale: Option<Event>,
    /// Everything that happened, newest first.
    pub timeline: Vec<Event>,
}

impl MemberView {
    /// Stored value that can be spent now: none while the wallet is frozen or lost.
    #[must_use]
    pub fn spendable(&self) -> Fen {
        if self.member.wallet == WalletState::Open { self.holdings.stored_value } else { Fen::ZERO }
    }

    /// Cards that can be used now, on the same condition.
    #[must_use]
    pub fn usable_cards(&self) -> &[CardView] {
        if self.member.wallet == WalletState::Open { &self.holdings.cards } else { &[] }
    }
}

/// What another store has of a member's, as of a day of its books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The store.
    pub home: String,
    /// Her number there.
    pub number: String,
    /// Principal and gift.
    pub stored_value: Fen,
    /// Points.
    pub points: i64,
    /// Session cards: code, name, sessions left.
    pub cards: Vec<(String, String, i64)>,
    /// The day.
    pub as_of: String,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The business day.
    pub day: String,
    /// The moment, UTC milliseconds.
    pub at: i64,
    /// The bill's kind, or the entry's.
    pub kind: String,
    /// The bill.
    pub bill: Option<String>,
    /// What.
    pub what: String,
    /// By whom.
    pub who: String,
    /// How much the member's side moved: a top-up is positive, a sale negative.
    pub amount: Fen,
    /// Rating, where one was given.
    pub rating: Option<i64>,
    /// What was done to which card, where that is what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDeed>,
}

/// What was done to a card besides its use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardDeed {
    /// The card's code.
    pub card: String,
    /// `freeze`, `lose`, `open`, `extend`, `share`, `unshare` or `transfer`.
    pub act: String,
    /// The other member's number, or the new last day; empty where there is none.
    pub other: String,
}

impl Query for ShowMember {
    const NAME: &'static str = "query.member";
    type Out = MemberView;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<MemberView> {
        let member = members::store::find(db, &self.member)?;
        let today = look.today();
        let tiers = tier::all(db)?;
        let owner_name = match &member.owner {
            Some(number) => crate::staff::store::by_number(db, number)?.map(|person| person.name),
            None => None,
        };
        let (visits, paid_in) = totals(db, member.id)?;
        let day = look.profile.zone.business_day(look.now);
        Ok(MemberView {
            phones: members::store::phones(db, member.id)?.iter().map(|p| phone::mask(p)).collect(),
            tier_name: tiers
                .iter()
                .find(|tier| tier.code == member.tier)
                .map(|t| t.name.clone())
                .unwrap_or_default(),
            owner_name,
            holdings: holdings::of(db, member.id, &today)?,
            points: points::store::balance_of(db, member.id, &today)?,
            elsewhere: elsewhere(db, member.id)?,
            coupons: coupons::of(db, member.id, &today)?,
            family: family::of(db, member.id)?.into_iter().map(|r| (r.member, r.name, r.relation)).collect(),
            merged: members::store::merged_into(db, member.id)?,
            birthday_in: member.birthday.and_then(|birthday| birthday.days_until(day)),
            visits,
            paid_in,
            last_sale: last_sale(db, member.id)?,
            timeline: timeline(db, member.id, self.events.unwrap_or(30).clamp(0, 10_000))?,
            member,
        })
    }
}

fn totals(db: &Db, member: i64) -> Answer<(i64, Fen)> {
    let found =
        db.one(include_str!("sql/member_totals.sql"), named_params! { ":member": member }, |row| {
            Ok((row.get::<_, i64>("visits")?, Fen(row.get::<_, i64>("paid_in")?)))
        })?;
    Ok(found.unwrap_or((0, Fen::ZERO)))
}

/// A bill as an event of its member.
fn event(db: &Db, row: bill_store::BillRow) -> Answer<Event> {
    let lines = bill_store::lines(db, row.id)?;
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let people = bill_store::line_staff(db, row.id)?;
    let rating =
        db.one(include_str!("sql/rating_of.sql"), named_params! { ":bill": row.id }, |r| r.get("score"))?;
    // A top-up that was taken back has no lines: it leaves the member as it came.
    let banked = ["topup", "debt_payment", "card_refund"].contains(&row.kind.as_str())
        || (row.kind == "void" && lines.is_empty());
    let side = if banked { 1 } else { -1 };
    Ok(Event {
        day: row.posted_on,
        at: row.posted_at,
        kind: row.kind,
        bill: Some(row.number),
        what: names.join("+"),
        who: people.first().map_or(row.staff_name, |person| person.name.clone()),
        amount: Fen(side * (row.payable.0 + row.card_value.0)),
        rating,
        card: None,
    })
}

fn last_sale(db: &Db, member: i64) -> Answer<Option<Event>> {
    let params = named_params! { ":member": member };
    let row = db.one(include_str!("sql/last_sale_of_member.sql"), params, bill_store::read_bill)?;
    row.map(|row| event(db, row)).transpose()
}

fn timeline(db: &Db, member: i64, limit: i64) -> Answer<Vec<Event>> {
    let params = named_params! { ":member": member, ":limit": limit };
    let rows = db.list(include_str!("sql/bills_of_member.sql"), params, bill_store::read_bill)?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        out.push(event(db, row)?);
    }
    let other = db.list(include_str!("sql/other_entries.sql"), params, |row| {
        Ok(Event {
            day: row.get("posted_on")?,
            at: row.get("posted_at")?,
            kind: row.get("kind")?,
            bill: None,
            what: String::new(),
            who: row.get("name")?,
            amount: Fen(row.get("amount")?),
            rating: None,
            card: match (row.get::<_, Option<String>>("card")?, row.get::<_, Option<String>>("act")?) {
                (Some(card), Some(act)) => Some(CardDeed { card, act, other: row.get("other")? }),
                (_, _) => None,
            },
        })
    })?;
    out.extend(other);
    out.sort_by_key(|event| std::cmp::Reverse(event.at));
    out.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(out)
}

/// A member's balances, now or at the end of a past day.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Balances {
    /// Which member.
    pub member: String,
    /// At the end of this business day, ISO; now when absent.
    #[serde(default)]
    pub on: Option<String>,
}

/// Balances from the ledger alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BalancesAre {
    /// Principal of stored value.
    pub principal: Fen,
    /// Gift of stored value, lapsed gifts that no day has taken yet included.
    pub gift: Fen,
    /// Points.
    pub points: i64,
    /// Debts.
    pub owed: Fen,
    /// Cards: code, sessions left, value left.
    pub cards: Vec<(String, i64, Fen)>,
}

impl Query for Balances {
    const NAME: &'static str = "query.balances";
    type Out = BalancesAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<BalancesAre> {
        let member = members::store::find(db, &self.member)?;
        let day = match &self.on {
            Some(text) => crate::ground::day::iso(text)?.to_string(),
            None => look.today(),
        };
        let past = self.on.is_some() || look.past;
        let read = |kind: Kind, reference: i64| {
            let account = Account::of(kind, reference);
            if past { balance::at(db, account, &day) } else { balance::now(db, account) }
        };
        let ids = |sql: &'static str| {
            db.list(sql, named_params! { ":member": member.id }, |row| row.get::<_, i64>("id"))
        };
        let mut out = BalancesAre::default();
        for lot in ids(include_str!("sql/lot_ids.sql"))? {
            out.principal.0 += read(Kind::LotPrincipal, lot)?;
            out.gift.0 += read(Kind::LotGift, lot)?;
        }
        for lot in ids(include_str!("sql/points_lot_ids.sql"))? {
            out.points += read(Kind::PointsLot, lot)?;
        }
        out.points -= read(Kind::PointsOwed, member.id)?;
        for debt in ids(include_str!("sql/debt_ids.sql"))? {
            out.owed.0 += read(Kind::Debt, debt)?;
        }
        for card in crate::cards::store::cards(db, member.id)? {
            let sessions = read(Kind::CardSessions, card.id)?;
            out.cards.push((card.code, sessions, Fen(read(Kind::CardValue, card.id)?)));
        }
        Ok(out)
    }
}

fn elsewhere(db: &Db, member: i64) -> Answer<Vec<Elsewhere>> {
    let params = named_params! { ":member": member };
    let rows = db.list(include_str!("sql/guest_of.sql"), params, |row| {
        let cards: String = row.get("cards")?;
        Ok(Elsewhere {
            home: row.get("home")?,
            number: row.get("number")?,
            stored_value: Fen(row.get("stored_value")?),
            points: row.get("points")?,
            cards: serde_json::from_str(&cards).unwrap_or_default(),
            as_of: row.get("as_of")?,
        })
    })?;
    Ok(rows)
}
