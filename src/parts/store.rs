//! The SQL of parts.

use super::code_rules::{Asked, Part, PartKind, is_grant};
use crate::db::{Db, Fault, named_params};
use crate::ground::Refused;
use crate::peers::{self, Peer};
use crate::shop::{Answer, Tx};

/// The other store of a part.
pub(super) fn other(tx: &Tx<'_>, code: &str) -> Answer<Peer> {
    if code == tx.profile().code {
        return Err(Refused::ChainUnfit { store: code.to_owned(), what: "own_store".to_owned() }.into());
    }
    peers::store::peer(tx.db(), code)
}

/// What a serving store asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub asked: Asked,
    pub member: i64,
    pub item: Option<i64>,
}

pub(super) fn ask(db: &Db, id: i64, serving: &str) -> Result<Option<Ask>, Fault> {
    let found = db.one(include_str!("sql/ask.sql"), named_params! { ":id": id }, |row| {
        let kind: String = row.get("kind")?;
        let asked = Asked {
            home: row.get("home")?,
            serving: serving.to_owned(),
            ask: row.get("id")?,
            who: row.get("who")?,
            kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
            amount: row.get("amount")?,
        };
        Ok(Ask { asked, member: row.get("member_id")?, item: row.get("item_id")? })
    })?;
    Ok(found)
}

pub(super) fn insert_ask(tx: &Tx<'_>, ask: &Ask, note: &str) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/ask_insert.sql"),
        named_params! {
            ":home": ask.asked.home, ":who": ask.asked.who, ":member": ask.member,
            ":kind": ask.asked.kind.code(), ":amount": ask.asked.amount, ":item": ask.item, ":note": note,
            ":day": tx.today(), ":at": tx.at.0, ":by": tx.by.id, ":command": tx.command()?,
        },
    )
}

/// Whether something was passed on for a number of a store already.
pub(super) fn is_given(db: &Db, serving: &str, ask: i64) -> Result<bool, Fault> {
    let params = named_params! { ":serving": serving, ":ask": ask };
    Ok(db.one(include_str!("sql/out_known.sql"), params, |row| row.get::<_, i64>("id"))?.is_some())
}

/// Whether a grant of headquarters was taken in.
pub(super) fn is_granted(db: &Db, name: i64) -> Result<bool, Fault> {
    let params = named_params! { ":name": name };
    Ok(db.one(include_str!("sql/granted_known.sql"), params, |row| row.get::<_, i64>("id"))?.is_some())
}

/// The day on which something was taken in for a number.
pub(super) fn taken_on(db: &Db, ask: i64) -> Result<Option<String>, Fault> {
    db.one(include_str!("sql/in_known.sql"), named_params! { ":ask": ask }, |row| row.get("on_day"))
}

pub(super) fn next_out(db: &Db) -> Result<i64, Fault> {
    Ok(db.one(include_str!("sql/out_last.sql"), &[], |row| row.get::<_, i64>("id"))?.unwrap_or(0) + 1)
}

pub(super) fn next_in(db: &Db) -> Result<i64, Fault> {
    Ok(db.one(include_str!("sql/in_last.sql"), &[], |row| row.get::<_, i64>("id"))?.unwrap_or(0) + 1)
}

/// From which lot how much: principal and gift in fen, or points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FromLot {
    pub lot: i64,
    pub principal: i64,
    pub gift: i64,
    pub points: i64,
}

pub(super) fn insert_out(
    tx: &Tx<'_>,
    part: &Part,
    (member, card, entry): (i64, Option<i64>, i64),
    from: &[FromLot],
) -> Result<i64, Fault> {
    let id = tx.db().insert(
        include_str!("sql/out_insert.sql"),
        named_params! {
            ":serving": part.asked.serving, ":ask": part.asked.ask, ":who": part.asked.who, ":member": member,
            ":kind": part.asked.kind.code(), ":amount": part.asked.amount, ":principal": part.principal.0,
            ":gift": part.gift.0, ":card": card, ":expires": part.expires_on.to_string(), ":day": tx.today(),
            ":at": tx.at.0, ":by": tx.by.id, ":entry": entry, ":command": tx.command()?,
            ":lapses": part.lapses_on.map(|day| day.to_string()),
        },
    )?;
    for lot in from {
        tx.db().run(
            include_str!("sql/out_lot_insert.sql"),
            named_params! {
                ":part": id, ":lot": lot.lot, ":principal": lot.principal, ":gift": lot.gift,
                ":points": lot.points,
            },
        )?;
    }
    Ok(id)
}

/// Where a part that was taken in lies now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lies {
    pub lot: Option<i64>,
    pub card: Option<i64>,
    pub points: Option<i64>,
}

pub(super) fn insert_in(
    tx: &Tx<'_>,
    (ask, part): (&Ask, &Part),
    entry: i64,
    lies: Lies,
) -> Result<i64, Fault> {
    let granted = Some(part.asked.ask).filter(|name| is_grant(*name));
    tx.db().insert(
        include_str!("sql/in_insert.sql"),
        named_params! {
            ":home": part.asked.home, ":ask": ask.asked.ask, ":member": ask.member,
            ":kind": part.asked.kind.code(), ":amount": part.asked.amount, ":principal": part.principal.0,
            ":gift": part.gift.0, ":granted": granted, ":lot": lies.lot, ":card": lies.card, ":points": lies.points,
            ":expires": part.expires_on.to_string(), ":day": tx.today(), ":at": tx.at.0, ":by": tx.by.id,
            ":entry": entry, ":command": tx.command()?,
        },
    )
}

pub(super) fn insert_points_lot(
    tx: &Tx<'_>,
    member: i64,
    points: i64,
    lapses_on: Option<&str>,
) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/points_lot_insert.sql"),
        named_params! { ":member": member, ":points": points, ":earned": tx.today(), ":lapses": lapses_on },
    )
}

/// The store that gave points, where they came as a part.
pub(super) fn points_home(db: &Db, points: i64) -> Result<Option<String>, Fault> {
    db.one(include_str!("sql/foreign_points.sql"), named_params! { ":points": points }, |row| row.get("home"))
}
