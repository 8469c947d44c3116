//! Members handed over: whoever leaves, or has too many, gives all of theirs to another person from today on.

use serde::{Deserialize, Serialize};

use super::owner::{SetOwner, give};
use super::store;
use crate::db::named_params;
use crate::ground::{Clean, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff;

/// Gives every member of one person to another; figures of the past stay with who had them then.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Whose members, by staff number; they may have left already.
    pub from: String,
    /// Who takes them; absent for nobody.
    #[serde(default)]
    pub to: Option<String>,
}

/// What was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: Option<String>,
    /// How many members.
    pub members: usize,
}

impl Verb for HandOver {
    const NAME: &'static str = "member.hand_over";
    type Out = HandedOver;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<HandedOver> {
        tx.require(Act::MemberOwner)?;
        let from = staff::store::by_number(tx.db(), &self.from)?
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(&self.from).into_string() })?;
        let params = named_params! { ":owner": from.id };
        let numbers = tx
            .db()
            .list(include_str!("sql/numbers_of_owner.sql"), params, |row| row.get::<_, String>("number"))?;
        for number in &numbers {
            let member = store::find(tx.db(), number)?;
            give(tx, &member, &SetOwner { member: number.clone(), owner: self.to.clone() })?;
        }
        tx.touch(Area::Members);
        Ok(HandedOver { from: from.number, to: self.to.clone(), members: numbers.len() })
    }
}
