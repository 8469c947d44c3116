//! Correcting a member's points by hand: an entry with a reason, never an edit.

use serde::{Deserialize, Serialize};

use super::{rules, store};
use crate::db::Fault;
use crate::ground::Refused;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Gives or takes points.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustPoints {
    /// Whose.
    pub member: String,
    /// How many; negative to take.
    pub points: i64,
}

/// The points now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsAre {
    /// The member's number.
    pub member: String,
    /// The balance.
    pub points: i64,
}

impl Verb for AdjustPoints {
    const NAME: &'static str = "points.adjust";
    type Out = PointsAre;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PointsAre> {
        tx.require(Act::Adjust)?;
        let member = members::store::find(tx.db(), &self.member)?;
        if self.points == 0 || !(-100_000_000..=100_000_000).contains(&self.points) {
            return Err(Refused::AmountNotPositive { field: "points".into() }.into());
        }
        let mut draft = Draft::new();
        if self.points > 0 {
            let source = store::Source { what: "adjust", bill: None };
            store::add(tx, &mut draft, member.id, self.points, source)?;
        } else {
            let lots = store::lots(tx.db(), member.id)?;
            let owed = store::owed(tx.db(), member.id)?;
            for (lot, part) in rules::spend(&lots, owed, -self.points, &tx.today())? {
                draft.transfer(Account::of(Kind::PointsLot, lot), Account::own(Kind::PointsIssued), part);
            }
        }
        let about = About { member: Some(member.id), ..About::default() };
        post(tx, EntryKind::Adjust, about, &draft.balance().map_err(Fault::from)?)?;
        tx.touch(Area::Members);
        let points = store::balance_of(tx.db(), member.id, &tx.today())?;
        Ok(PointsAre { member: member.number, points })
    }
}
