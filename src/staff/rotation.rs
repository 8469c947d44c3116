//! The rotation queue of a day: joined and left by hand, moved by every sale, logged whole.

use serde::{Deserialize, Serialize};

use super::rotation_rules::{self as rules, Event, Kind};
use super::store;
use crate::db::{Db, Fault, named_params};
use crate::ground::Refused;
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// What can be done to the queue by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Joins at its end.
    Join,
    /// Leaves it.
    Leave,
    /// Passes the turn on.
    Skip,
    /// Begins to serve.
    Busy,
    /// Is free again.
    Free,
}

impl Move {
    fn kind(self) -> Kind {
        match self {
            Self::Join => Kind::Join,
            Self::Leave => Kind::Leave,
            Self::Skip => Kind::Skip,
            Self::Busy => Kind::Busy,
            Self::Free => Kind::Free,
        }
    }
}

/// Moves a person in the queue of the day.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveRotation {
    /// Staff number.
    pub staff: String,
    /// What is done.
    pub step: Move,
}

/// A place in the queue, as doors show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Whether they are serving.
    pub busy: bool,
    /// Customers whom the queue gave today.
    pub turns: u32,
    /// Customers who had asked for them today.
    pub requested: u32,
    /// Turns that were passed on.
    pub skips: u32,
    /// Whether they are next.
    pub next: bool,
}

impl Verb for MoveRotation {
    const NAME: &'static str = "queue.move";
    type Out = Vec<Place>;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Vec<Place>> {
        tx.require(Act::Sell)?;
        let person = store::working(tx.db(), &self.staff, &tx.today())?;
        let queue = rules::queue(&events(tx.db(), &tx.today())?);
        let stands = queue.iter().any(|place| place.staff == person.id);
        match (self.step, stands) {
            (Move::Join, true) => return Err(Refused::RotationJoined { name: person.name }.into()),
            (Move::Join, false) | (Move::Leave | Move::Skip | Move::Busy | Move::Free, true) => {}
            (Move::Leave | Move::Skip | Move::Busy | Move::Free, false) => {
                return Err(Refused::RotationAbsent { name: person.name }.into());
            }
        }
        insert(tx, person.id, self.step.kind(), None)?;
        tx.touch(Area::Staff);
        Ok(places(tx.db(), &tx.today())?)
    }
}

/// The queue of the day, the next person first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {}

impl Query for Rotation {
    const NAME: &'static str = "query.rotation";
    type Out = Vec<Place>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<Place>> {
        Ok(places(db, &look.today())?)
    }
}

/// Tells the queue who served on a bill: each person by row id, and whether the customer had asked for them.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn served(tx: &mut Tx<'_>, bill: i64, people: &[(i64, bool)]) -> Result<(), Fault> {
    if people.is_empty() {
        return Ok(());
    }
    let queue = rules::queue(&events(tx.db(), &tx.today())?);
    for place in &queue {
        let Some((_, requested)) = people.iter().find(|(staff, _)| *staff == place.staff) else { continue };
        insert(tx, place.staff, if *requested { Kind::Requested } else { Kind::Turn }, Some(bill))?;
    }
    Ok(())
}

/// Tells the queue that a bill never was.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn taken_back(tx: &mut Tx<'_>, bill: i64) -> Result<(), Fault> {
    let turns =
        tx.db().list(include_str!("sql/rotation_of_bill.sql"), named_params! { ":bill": bill }, |row| {
            row.get::<_, i64>("staff_id")
        })?;
    match turns.first() {
        Some(staff) => insert(tx, *staff, Kind::Back, Some(bill)),
        None => Ok(()),
    }
}

fn insert(tx: &Tx<'_>, staff: i64, kind: Kind, bill: Option<i64>) -> Result<(), Fault> {
    tx.db().insert(
        include_str!("sql/rotation_insert.sql"),
        named_params! {
            ":day": tx.today(), ":staff": staff, ":kind": kind.code(), ":bill": bill,
            ":command": tx.command()?, ":at": tx.at.0,
        },
    )?;
    Ok(())
}

fn events(db: &Db, day: &str) -> Result<Vec<Event>, Fault> {
    let rows = db.list(include_str!("sql/rotation_of_day.sql"), named_params! { ":day": day }, |row| {
        let kind: String = row.get("kind")?;
        Ok((row.get::<_, i64>("staff_id")?, kind, row.get::<_, Option<i64>>("bill_id")?))
    })?;
    Ok(rows
        .into_iter()
        .filter_map(|(staff, kind, bill)| Some(Event { staff, kind: Kind::from_code(&kind)?, bill }))
        .collect())
}

fn places(db: &Db, day: &str) -> Result<Vec<Place>, Fault> {
    let queue = rules::queue(&events(db, day)?);
    let next = rules::next(&queue);
    let mut out = Vec::with_capacity(queue.len());
    for place in queue {
        let Some(person) = store::by_id(db, place.staff)? else { continue };
        out.push(Place {
            staff: person.number,
            name: person.name,
            busy: place.busy,
            turns: place.turns,
            requested: place.requested,
            skips: place.skips,
            next: next == Some(place.staff),
        });
    }
    Ok(out)
}
