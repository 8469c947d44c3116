//! Parts that headquarters grants (预拨份额) to a store where a member is known to roam. No code is read out: the home store
//! passes the part on when it applies its pack, and the other store takes it in when it applies its own. What is left
//! when a grant is over goes home by itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::accept::PartTold;
use super::code_rules::{Asked, Part, PartKind, grant_name};
use super::give::{Taken, Wanted, pass_on};
use super::give_back::{Here, give_back};
use super::store::{self, Ask};
use super::take::take_in;
use crate::catalog;
use crate::db::named_params;
use crate::ground::{Fen, Refused, day};
use crate::members::{self, Member};
use crate::shop::{Answer, Stop, Tx};

/// What headquarters has a home store pass on: at most so much, as far as it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The grant's number at headquarters.
    pub no: i64,
    /// The store that serves.
    pub serving: String,
    /// The member's number at home.
    pub member: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// Of sessions: the card.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub card: String,
    /// Whether she moves there for good.
    #[serde(default)]
    pub moves: bool,
    /// What the other store's books have of it already, principal and gift: exactly that left here, whatever this file lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exactly: Option<(Fen, Fen)>,
    /// The last day on which it is taken in, ISO.
    pub expires_on: String,
}

/// What a home store passed on by a grant, as headquarters has it from that store's books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The grant's number at headquarters.
    pub no: i64,
    /// The store that opened the card.
    pub home: String,
    /// The member's number there.
    pub member: String,
    /// The member's number at the store that reads this.
    pub guest: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// Principal, or the value of sessions.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// Of sessions: the service, by its code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Whether she moves here for good.
    #[serde(default)]
    pub moves: bool,
    /// The last day on which it is taken in, ISO.
    pub expires_on: String,
    /// The last day on which it can be spent, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapses_on: Option<String>,
}

/// Passes on what headquarters granted; answers whether anything left. What is not there, or may not leave (a frozen
/// wallet, a card of another store), stays; it may leave by a later pack.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn pass_on_call(tx: &mut Tx<'_>, call: &Call) -> Answer<bool> {
    let name = grant_name(call.no);
    let Ok(last) = day::iso(&call.expires_on) else { return Ok(false) };
    let today = tx.profile().zone.business_day(tx.at);
    if last < today || store::is_given(tx.db(), &call.serving, name)? {
        return Ok(false);
    }
    let Some(member) = members::store::heir(tx.db(), &call.member)? else { return Ok(false) };
    let card = Some(call.card.as_str()).filter(|code| !code.is_empty());
    let wanted = Wanted { kind: call.kind, amount: call.amount, card, at_most: true };
    let told = call.exactly.map(|(principal, gift)| PartTold {
        serving: call.serving.clone(),
        ask: name,
        kind: call.kind,
        amount: call.amount,
        principal,
        gift,
    });
    let taken = match &told {
        Some(told) => Taken::exactly(tx, &member, told, card),
        None => wanted.taken(tx, &member),
    };
    let taken: Taken = match taken {
        Ok(taken) => taken,
        Err(Stop::Refused(_)) => return Ok(false),
        Err(stop) => return Err(stop),
    };
    let asked = Asked {
        home: tx.profile().code.clone(),
        serving: call.serving.clone(),
        ask: name,
        who: call.member.clone(),
        kind: call.kind,
        amount: taken.amount,
    };
    let lapses_on = taken.lapses_on;
    let part = Part { asked, principal: taken.principal, gift: taken.gift, expires_on: last, lapses_on };
    pass_on(tx, &member, &part, &taken)?;
    if call.moves {
        belongs(tx, &member, &call.serving)?;
    }
    Ok(true)
}

/// Takes in what a home store passed on by a grant; answers whether anything came.
///
/// # Errors
/// [`Refused::MemberUnknown`] or [`Refused::ItemUnknown`] where it cannot lie here; a fault when the file cannot be
/// written.
pub fn take_grant(tx: &mut Tx<'_>, grant: &Grant) -> Answer<bool> {
    let name = grant_name(grant.no);
    let Ok(last) = day::iso(&grant.expires_on) else { return Ok(false) };
    let today = tx.profile().zone.business_day(tx.at);
    // By the clock's own day, as for codes: once the books here go beyond the last day it can never be taken in again.
    if last < today || store::is_granted(tx.db(), name)? {
        return Ok(false);
    }
    let unknown = || Refused::MemberUnknown { who: grant.guest.clone() };
    let member = members::store::heir(tx.db(), &grant.guest)?.ok_or_else(unknown)?;
    let item = if grant.kind == PartKind::SessionCard {
        let unknown = || Refused::ItemUnknown { code: grant.item.clone() };
        Some(catalog::store::by_code(tx.db(), &grant.item)?.ok_or_else(unknown)?.id)
    } else {
        None
    };
    let asked = Asked {
        home: grant.home.clone(),
        serving: tx.profile().code.clone(),
        ask: 0,
        who: grant.member.clone(),
        kind: grant.kind,
        amount: grant.amount,
    };
    let ask = Ask { asked: asked.clone(), member: member.id, item };
    let number = store::insert_ask(tx, &ask, "")?;
    let ask = Ask { asked: Asked { ask: number, ..ask.asked }, ..ask };
    let asked = Asked { ask: name, ..asked };
    // What came for good is never over.
    let last = if grant.moves { NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(last) } else { last };
    let lapses_on = grant.lapses_on.as_deref().map(day::iso).transpose()?;
    let part = Part { asked, principal: grant.principal, gift: grant.gift, expires_on: last, lapses_on };
    take_in(tx, &ask, &part)?;
    if grant.moves {
        let here = tx.profile().code.clone();
        belongs(tx, &member, &here)?;
    }
    Ok(true)
}

/// The member belongs to another store from now on. The money of what she brings stays where she paid it in.
fn belongs(tx: &Tx<'_>, member: &Member, home: &str) -> Answer<()> {
    if member.home_store == home { Ok(()) } else { members::store::set_home(tx, member, home) }
}

/// Gives back what is left of grants that are over; answers of how many.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn return_over(tx: &mut Tx<'_>) -> Answer<i64> {
    let today = tx.profile().zone.business_day(tx.at).to_string();
    let over =
        tx.db().list(include_str!("sql/granted_over.sql"), named_params! { ":today": today }, |row| {
            let kind: String = row.get("kind")?;
            Ok(Here {
                id: row.get("id")?,
                home: row.get("home")?,
                member: row.get("member_id")?,
                kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
            })
        })?;
    let mut count = 0;
    for part in &over {
        count += i64::from(give_back(tx, part)?.is_some());
    }
    Ok(count)
}
