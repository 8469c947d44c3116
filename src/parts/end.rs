//! What became of a part at another store, as headquarters has it from that store's books: used there, given back, or
//! never taken. What was never taken comes back only when the books of that store go beyond the code's last day.

use serde::{Deserialize, Serialize};

use super::code_rules::PartKind;
use super::store::FromLot;
use crate::checkout::merge;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Refused, day};
use crate::ledger::chain::Document;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::shop::{Answer, Tx};

/// Fen, sessions or points of a part, and of what they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Portion {
    /// Fen, sessions or points.
    pub amount: i64,
    /// Principal, or the value of sessions, in fen.
    pub principal: i64,
    /// Gift in fen.
    pub gift: i64,
}

impl Portion {
    fn minus(self, other: Self) -> Self {
        Self {
            amount: self.amount - other.amount,
            principal: self.principal - other.principal,
            gift: self.gift - other.gift,
        }
    }

    /// Whether it is at least the other in everything.
    fn covers(self, other: Self) -> bool {
        self.amount >= other.amount && self.principal >= other.principal && self.gift >= other.gift
    }

    fn is_zero(self) -> bool {
        self == Self::default()
    }
}

/// A part as the books of the serving store have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartThere {
    /// The store that opened the card.
    pub home: String,
    /// The store that serves.
    pub serving: String,
    /// Its number there.
    pub ask: i64,
    /// What of.
    pub kind: PartKind,
    /// What was taken in.
    pub taken: Portion,
    /// What of it was used so far.
    pub used: Portion,
    /// What of it was given back so far.
    pub back: Portion,
}

/// Every part that a store took in, as its books have it.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn parts_there(db: &Db, serving: &str) -> Result<Vec<PartThere>, Fault> {
    db.list(include_str!("sql/in_left.sql"), &[], |row| {
        let portion = |amount: &str, principal: &str, gift: &str| -> crate::db::RowResult<Portion> {
            Ok(Portion { amount: row.get(amount)?, principal: row.get(principal)?, gift: row.get(gift)? })
        };
        let kind: String = row.get("kind")?;
        let taken = portion("amount", "principal", "gift")?;
        let left = portion("amount_left", "principal_left", "gift_left")?;
        let back = portion("amount_back", "principal_back", "gift_back")?;
        Ok(PartThere {
            home: row.get("home")?,
            serving: serving.to_owned(),
            ask: row.get("ask")?,
            kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
            taken,
            used: taken.minus(left).minus(back),
            back,
        })
    })
}

/// What is left here of each part that this store took in, by the number of what was asked.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn left_here(db: &Db) -> Result<Vec<(i64, i64)>, Fault> {
    db.list(include_str!("sql/in_left.sql"), &[], |row| Ok((row.get("number")?, row.get("amount_left")?)))
}

/// A part as the home store has it.
struct Out {
    id: i64,
    kind: PartKind,
    whole: Portion,
    card: Option<i64>,
    expires_on: String,
    member: i64,
    used: Portion,
    back: Portion,
}

fn out(db: &Db, serving: &str, ask: i64) -> Result<Option<Out>, Fault> {
    db.one(include_str!("sql/out_of.sql"), named_params! { ":serving": serving, ":ask": ask }, |row| {
        let portion = |amount: &str, principal: &str, gift: &str| -> crate::db::RowResult<Portion> {
            Ok(Portion { amount: row.get(amount)?, principal: row.get(principal)?, gift: row.get(gift)? })
        };
        let kind: String = row.get("kind")?;
        Ok(Out {
            id: row.get("id")?,
            kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
            whole: portion("amount", "principal", "gift")?,
            card: row.get("card_id")?,
            expires_on: row.get("expires_on")?,
            member: row.get("member_id")?,
            used: portion("amount_used", "principal_used", "gift_used")?,
            back: portion("amount_back", "principal_back", "gift_back")?,
        })
    })
}

/// Writes down what the books of another store say of a part of this store's; answers whether anything is new.
///
/// # Errors
/// [`Refused::CodeUnfit`] for a part that was never passed on, or for more than was: the books do not agree.
pub fn settle(tx: &mut Tx<'_>, there: &PartThere, through: &str) -> Answer<bool> {
    let odd = || Refused::CodeUnfit { what: "part_odd".to_owned() };
    let part = out(tx.db(), &there.serving, there.ask)?.ok_or_else(odd)?;
    if (part.kind, part.whole) != (there.kind, there.taken) {
        return Err(odd().into());
    }
    // What came back came back: books that say less of it are another life's.
    if !there.back.covers(part.back) || !part.whole.minus(there.used).covers(there.back) {
        return Err(odd().into());
    }
    let used = there.used.minus(part.used);
    let back = there.back.minus(part.back);
    let mut news = false;
    if !used.is_zero() {
        let draft = draft_used(&part, used);
        end(tx, &part, EntryKind::PartUsed, ("used", used), through, draft)?;
        news = true;
    }
    if !back.is_zero() {
        let draft = draft_back(tx.db(), &part, part.back, there.back)?;
        end(tx, &part, EntryKind::PartBack, ("back", back), through, draft)?;
        news = true;
    }
    Ok(news)
}

/// Takes back what a store never took in, once its books go beyond the last day of the code; answers how many parts.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn take_back(tx: &mut Tx<'_>, serving: &str, taken: &[i64], through: &str) -> Answer<i64> {
    let params = named_params! { ":serving": serving };
    let given = tx.db().list(include_str!("sql/out_open.sql"), params, |row| {
        Ok((row.get::<_, i64>("ask")?, row.get::<_, String>("expires_on")?))
    })?;
    let mut count = 0;
    for (ask, expires_on) in &given {
        let untaken = !taken.contains(ask) && day::iso(expires_on)? < day::iso(through)?;
        if !untaken {
            continue;
        }
        let Some(part) = out(tx.db(), serving, *ask)? else { continue };
        let rest = part.whole.minus(part.used).minus(part.back);
        if rest.is_zero() || part.expires_on.as_str() >= through {
            continue;
        }
        let draft = draft_back(tx.db(), &part, part.back, part.whole)?;
        end(tx, &part, EntryKind::PartBack, ("back", rest), through, draft)?;
        count += 1;
    }
    Ok(count)
}

fn end(
    tx: &mut Tx<'_>,
    part: &Out,
    kind: EntryKind,
    (word, portion): (&str, Portion),
    through: &str,
    draft: Draft,
) -> Answer<()> {
    let mut document = Document::new();
    document.text("part").text(word).number(part.id).text(through);
    document.number(portion.amount).number(portion.principal).number(portion.gift);
    let about = About { member: Some(part.member), document: document.digest(), ..About::default() };
    let posted = post(tx, kind, about, &draft.balance_or_fact().map_err(Fault::from)?)?;
    tx.db().run(
        include_str!("sql/end_insert.sql"),
        named_params! {
            ":part": part.id, ":kind": word, ":amount": portion.amount, ":principal": portion.principal,
            ":gift": portion.gift, ":through": through, ":day": tx.today(), ":entry": posted.id,
            ":command": tx.command()?,
        },
    )?;
    // Her file may have been merged into another since.
    if kind == EntryKind::PartBack {
        merge::sweep(tx, Some(part.member))?;
    }
    Ok(())
}

/// The member is owed less: the work was done elsewhere, and the stores settle it.
fn draft_used(part: &Out, used: Portion) -> Draft {
    let mut draft = Draft::new();
    let cleared = Account::own(Kind::ChainCleared);
    draft.transfer(Account::of(Kind::PartPrincipal, part.id), cleared, used.principal);
    draft.transfer(Account::of(Kind::PartGift, part.id), Account::own(Kind::GiftGranted), used.gift);
    if let Some(card) = part.card {
        let issued = Account::of(Kind::SessionsIssued, card);
        draft.transfer(Account::of(Kind::PartSessions, card), issued, used.amount);
    }
    if part.kind == PartKind::Points {
        draft.transfer(Account::of(Kind::PartPoints, part.id), Account::own(Kind::PointsIssued), used.amount);
    }
    draft
}

/// What came back until now less what had come back before, lot by lot: the last lot that gave is the first to get.
fn draft_back(db: &Db, part: &Out, before: Portion, now: Portion) -> Result<Draft, Fault> {
    let lots = db.list(include_str!("sql/out_lots.sql"), named_params! { ":part": part.id }, |row| {
        Ok(FromLot {
            lot: row.get("lot_id")?,
            principal: row.get("principal")?,
            gift: row.get("gift")?,
            points: row.get("points")?,
        })
    })?;
    let mut draft = Draft::new();
    for (kind, held, of, before, now) in [
        (
            Kind::LotPrincipal,
            Kind::PartPrincipal,
            (|lot: &FromLot| lot.principal) as fn(&FromLot) -> i64,
            before.principal,
            now.principal,
        ),
        (Kind::LotGift, Kind::PartGift, |lot: &FromLot| lot.gift, before.gift, now.gift),
        (Kind::PointsLot, Kind::PartPoints, |lot: &FromLot| lot.points, before.amount, now.amount),
    ] {
        let (mut before, mut now) = (before, now);
        for lot in lots.iter().rev() {
            let (was, is) = (before.min(of(lot)), now.min(of(lot)));
            (before, now) = (before - was, now - is);
            draft.transfer(Account::of(held, part.id), Account::of(kind, lot.lot), is - was);
        }
    }
    if let Some(card) = part.card {
        let value = now.principal - before.principal;
        draft.transfer(Account::of(Kind::PartPrincipal, part.id), Account::of(Kind::CardValue, card), value);
        let sessions = now.amount - before.amount;
        draft.transfer(
            Account::of(Kind::PartSessions, card),
            Account::of(Kind::CardSessions, card),
            sessions,
        );
    }
    Ok(draft)
}
