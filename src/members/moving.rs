//! A person goes to another store of the chain (调店): they leave this one on a day, and their members find a new owner.

use serde::{Deserialize, Serialize};

use super::hand_over::HandOver;
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff::leave::Leave;
use crate::staff::moves;

/// Notes that a person goes to another store. What they did here stays here, and their card of this month is paid here.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveStaff {
    /// Who: staff number.
    pub staff: String,
    /// Where to: the other store's code.
    pub to_store: String,
    /// The first day on which they work there, ISO; today when absent.
    #[serde(default)]
    pub on: Option<String>,
    /// Who takes their members; absent: nobody yet, the members keep their owner until they are handed over.
    #[serde(default)]
    pub hand_to: Option<String>,
}

/// A move that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Who: staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Where to.
    pub to_store: String,
    /// From which day on.
    pub on: String,
    /// How many members were handed over.
    pub members: usize,
}

impl Verb for MoveStaff {
    const NAME: &'static str = "staff.move";
    type Out = Moved;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Moved> {
        tx.require(Act::StaffEdit)?;
        let to_store = moves::other_store(tx, &self.to_store)?;
        let members = match &self.hand_to {
            Some(to) => HandOver { from: self.staff.clone(), to: Some(to.clone()) }.run(tx)?.members,
            None => 0,
        };
        let person = Leave { staff: self.staff.clone(), left_on: self.on.clone() }.run(tx)?;
        let on = person.left_on.clone().unwrap_or_else(|| tx.today());
        let own = tx.profile().code.clone();
        moves::note(tx, person.id, (&own, &to_store), &on)?;
        tx.touch(Area::Staff);
        Ok(Moved { staff: person.number, name: person.name, to_store, on, members })
    }
}
