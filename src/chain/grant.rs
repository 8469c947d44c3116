//! Headquarters grants parts (预拨份额) to stores where a member is known to roam: the letter to her home store calls for
//! it, and once that store's books show that it left, the letter to the other store brings it.

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::issue::Copy;
use super::received::hq_only;
use super::roam;
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Fen, Refused};
use crate::parts::code_rules::{AMOUNT_MAX, PartKind, grant_name, grant_number};
use crate::parts::grant::{Call, Grant};
use crate::peers::{self, Peer};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// How many days a grant lasts where nobody says, and at most.
pub const DAYS: u32 = 30;
const DAYS_MAX: u32 = 365;

/// Grants a part of what a member has at home to another store: at most so much, as far as it is there.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantPart {
    /// The store that opened the card, by code.
    pub home: String,
    /// The member's number there.
    pub member: String,
    /// The store that she goes to.
    pub serving: String,
    /// Her number there; where she was served as a member of her home store, or by the same phone, it is found.
    #[serde(default)]
    pub guest: Option<String>,
    /// What of.
    pub kind: PartKind,
    /// Stored value, in yuan.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// Sessions or points.
    #[serde(default)]
    pub count: Option<i64>,
    /// Of sessions: the card at home.
    #[serde(default)]
    pub card: Option<String>,
    /// Of sessions: the service that they are for, by its code at the other store.
    #[serde(default)]
    pub item: Option<String>,
    /// For how many days, today not counted; 30 when absent.
    #[serde(default)]
    pub days: Option<u32>,
}

/// A grant that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantIs {
    /// Its number.
    pub no: i64,
    /// Her home store.
    pub home: String,
    /// Her number there.
    pub member: String,
    /// The store that she goes to.
    pub serving: String,
    /// Her number there.
    pub guest: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// The last day on which it is taken in.
    pub expires_on: String,
}

impl Verb for GrantPart {
    const NAME: &'static str = "hq.grant";
    type Out = GrantIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GrantIs> {
        tx.require(Act::HqPack)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let unfit = |what: &str| Refused::ChainUnfit { store: self.serving.clone(), what: what.to_owned() };
        if self.home == self.serving {
            return Err(unfit("own_store").into());
        }
        let amount = match self.kind {
            PartKind::StoredValue => self.amount.unwrap_or_default().0,
            PartKind::SessionCard | PartKind::Points => self.count.unwrap_or(0),
        };
        if amount <= 0 {
            return Err(Refused::AmountNotPositive { field: "amount".into() }.into());
        }
        if amount > AMOUNT_MAX {
            return Err(Refused::AmountTooLarge {}.into());
        }
        let (home, serving) = (open(tx, &self.home)?, open(tx, &self.serving)?);
        let guest = roam::guest(&home, &serving, &self.member, self.guest.as_deref())?;
        let (card, item) = self.of_card(&home, &serving)?;
        let days = self.days.unwrap_or(DAYS);
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(unfit("grant_days").into());
        }
        let last = tx.day.checked_add_days(Days::new(days.into())).unwrap_or(tx.day);
        let expires_on = last.to_string();
        let granted = Granted {
            no: 0,
            home: self.home.clone(),
            member: self.member.clone(),
            serving: self.serving.clone(),
            guest: guest.clone(),
            kind: self.kind,
            amount,
            card: card.to_owned(),
            item: item.to_owned(),
            moves: false,
            expires_on: expires_on.clone(),
            on_day: tx.today(),
            revoked: false,
        };
        let no = insert(tx, &granted)?;
        tx.touch(Area::Ledger);
        Ok(GrantIs {
            no,
            home: self.home.clone(),
            member: self.member.clone(),
            serving: self.serving.clone(),
            guest,
            kind: self.kind,
            amount,
            expires_on,
        })
    }
}

impl GrantPart {
    /// Of sessions: the card, which must be hers with sessions on it, and the service, which the other store must sell.
    fn of_card(&self, home: &Copy, serving: &Copy) -> Answer<(&str, &str)> {
        if self.kind != PartKind::SessionCard {
            return Ok(("", ""));
        }
        let unfit =
            |store: &str, what: &str| Refused::ChainUnfit { store: store.to_owned(), what: what.to_owned() };
        let (card, item) =
            (self.card.as_deref().unwrap_or_default(), self.item.as_deref().unwrap_or_default());
        let number = named_params! { ":number": self.member };
        let hers =
            home.db.list(include_str!("sql/cards_open.sql"), number, |row| row.get::<_, String>("code"))?;
        if !hers.iter().any(|code| code == card) {
            return Err(unfit(&self.home, "which_card").into());
        }
        let code = named_params! { ":code": item };
        let there =
            serving.db.one(include_str!("sql/item_there.sql"), code, |row| row.get::<_, String>("code"))?;
        if there.is_none() {
            return Err(unfit(&self.serving, "which_item").into());
        }
        Ok((card, item))
    }
}

/// The copy of a store that may pass parts on and take them in.
pub(super) fn open(tx: &Tx<'_>, code: &str) -> Answer<Copy> {
    let unfit = |what: &str| Refused::ChainUnfit { store: code.to_owned(), what: what.to_owned() };
    let peer = peers::store::peers(tx.db())?.into_iter().find(|peer| peer.code == code && !peer.hq);
    let peer = peer.ok_or_else(|| unfit("unknown_store"))?;
    if !peer.open {
        return Err(unfit("store_closed").into());
    }
    Ok(Copy::of(tx.db().path(), peer)?.ok_or_else(|| unfit("no_copy"))?)
}

/// A grant as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Granted {
    pub no: i64,
    pub home: String,
    pub member: String,
    pub serving: String,
    pub guest: String,
    pub kind: PartKind,
    pub amount: i64,
    pub card: String,
    pub item: String,
    pub moves: bool,
    pub expires_on: String,
    pub on_day: String,
    /// Taken back: her home store is not called any more.
    pub revoked: bool,
}

/// Writes a grant; answers its number. That is drawn by chance: a file of headquarters that went back gives no number a
/// second time.
pub(super) fn insert(tx: &Tx<'_>, grant: &Granted) -> Result<i64, Fault> {
    let mut chance = [0_u8; 8];
    tx.fill(&mut chance);
    let id = grant_number(u64::from_le_bytes(chance));
    tx.db().insert(
        include_str!("sql/grant_insert.sql"),
        named_params! {
            ":id": id, ":home": grant.home, ":member": grant.member, ":serving": grant.serving, ":guest": grant.guest,
            ":kind": grant.kind.code(), ":amount": grant.amount, ":card": grant.card, ":item": grant.item,
            ":moves": grant.moves, ":expires": grant.expires_on, ":day": tx.today(), ":at": tx.at.0,
            ":by": tx.by.id, ":command": tx.command()?,
        },
    )
}

fn read(row: &Row<'_>) -> crate::db::RowResult<Granted> {
    let kind: String = row.get("kind")?;
    Ok(Granted {
        no: row.get("id")?,
        home: row.get("home")?,
        member: row.get("member")?,
        serving: row.get("serving")?,
        guest: row.get("guest")?,
        kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
        amount: row.get("amount")?,
        card: row.get("card")?,
        item: row.get("item")?,
        moves: row.get::<_, i64>("moves")? > 0,
        expires_on: row.get("expires_on")?,
        on_day: row.get("on_day")?,
        revoked: row.get::<_, i64>("revoked")? > 0,
    })
}

/// The grants that are not over on a day.
pub(super) fn standing(db: &Db, today: &str) -> Result<Vec<Granted>, Fault> {
    db.list(include_str!("sql/grants_standing.sql"), named_params! { ":today": today }, read)
}

/// What a store is called to pass on.
pub(super) fn calls(standing: &[Granted], copies: &[Copy], home: &str) -> Result<Vec<Call>, Fault> {
    let mut out = Vec::new();
    for grant in standing.iter().filter(|grant| grant.home == home) {
        let there = copies.iter().find(|copy| copy.peer.code == grant.serving && !copy.forked);
        let came = there.map(|copy| came(&copy.db, grant.no)).transpose()?.flatten();
        // What is there already left her home store, even if that store's file went back behind it.
        if came.is_some() || !grant.revoked {
            out.push(call(grant, came));
        }
    }
    Ok(out)
}

/// What of a grant another store's books have: amount, principal, gift.
fn came(serving: &Db, no: i64) -> Result<Option<(i64, Fen, Fen)>, Fault> {
    serving.one(include_str!("sql/grant_came.sql"), named_params! { ":name": grant_name(no) }, |row| {
        Ok((row.get("amount")?, Fen(row.get("principal")?), Fen(row.get("gift")?)))
    })
}

fn call(grant: &Granted, came: Option<(i64, Fen, Fen)>) -> Call {
    Call {
        no: grant.no,
        serving: grant.serving.clone(),
        member: grant.member.clone(),
        kind: grant.kind,
        amount: came.map_or(grant.amount, |(amount, _, _)| amount),
        card: grant.card.clone(),
        moves: grant.moves,
        exactly: came.map(|(_, principal, gift)| (principal, gift)),
        expires_on: grant.expires_on.clone(),
    }
}

/// Amount, principal, gift, and the last day.
type Left = (i64, Fen, Fen, Option<String>);

/// What of a grant left her home store, by its books: amount, principal, gift, and the last day on which it can be spent.
pub(super) fn given(home: &Db, grant: &Granted) -> Result<Option<Left>, Fault> {
    let params = named_params! {
        ":serving": grant.serving, ":ask": grant_name(grant.no), ":member": grant.member,
        ":kind": grant.kind.code(), ":expires": grant.expires_on,
    };
    home.one(include_str!("sql/grant_given.sql"), params, |row| {
        Ok((row.get("amount")?, Fen(row.get("principal")?), Fen(row.get("gift")?), row.get("lapses_on")?))
    })
}

/// Whether a store's books show that a grant came.
pub(super) fn taken(serving: &Db, no: i64) -> Result<bool, Fault> {
    let params = named_params! { ":name": grant_name(no) };
    let found = serving.one(include_str!("sql/grant_taken.sql"), params, |row| row.get::<_, i64>("id"))?;
    Ok(found.is_some())
}

/// What home stores passed on to a store by grants, from their books. A file of headquarters that went back may have
/// given a number to another member since: then the grant is not the one that the books speak of, and brings nothing.
pub(super) fn brought(standing: &[Granted], homes: &[Copy], serving: &Peer) -> Result<Vec<Grant>, Fault> {
    let mut out = Vec::new();
    let there = homes.iter().find(|copy| copy.peer.code == serving.code);
    for grant in standing.iter().filter(|grant| grant.serving == serving.code) {
        let Some(home) = homes.iter().find(|copy| copy.peer.code == grant.home && !copy.forked) else {
            continue;
        };
        let Some((amount, principal, gift, lapses_on)) = given(&home.db, grant)? else { continue };
        // Once its books show that it came, it is not told again: a store that went back would take it twice.
        let known = there.map(|copy| taken(&copy.db, grant.no)).transpose()?;
        if known.unwrap_or(false) {
            continue;
        }
        out.push(Grant {
            no: grant.no,
            home: grant.home.clone(),
            member: grant.member.clone(),
            guest: grant.guest.clone(),
            kind: grant.kind,
            amount,
            principal,
            gift,
            item: grant.item.clone(),
            moves: grant.moves,
            expires_on: grant.expires_on.clone(),
            lapses_on,
        });
    }
    Ok(out)
}
