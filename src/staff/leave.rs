//! Leaving: a dated fact. The number is never given to somebody else.

use serde::{Deserialize, Serialize};

use super::{Person, store};
use crate::ground::{Clean, Refused, day};
use crate::ledger::lock;
use crate::shop::{Act, Answer, Area, Role, Tx, Verb};

/// Notes that a person leaves.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// Who.
    pub staff: String,
    /// The first day on which they no longer work here, ISO; today when absent.
    #[serde(default)]
    pub left_on: Option<String>,
}

impl Verb for Leave {
    const NAME: &'static str = "staff.leave";
    type Out = Person;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Person> {
        tx.require(Act::StaffEdit)?;
        let before = store::by_number(tx.db(), &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(&self.staff).into_string() })?;
        if before.role >= Role::Manager {
            tx.require(Act::RoleGive)?;
        }
        if before.role == Role::Owner && store::owners_left(tx.db(), before.id)? == 0 {
            return Err(Refused::StaffLastOwner {}.into());
        }
        let left_on = match &self.left_on {
            Some(text) => day::iso(text)?.to_string(),
            None => tx.today(),
        };
        if left_on < before.hired_on {
            return Err(
                Refused::DateTooEarly { what: before.name, since: before.hired_on, date: left_on }.into()
            );
        }
        // Wages of a closed month are what they were.
        if let Some(through) = lock::through(tx.db())?.filter(|through| left_on <= *through) {
            return Err(Refused::MonthClosed { date: left_on, through }.into());
        }
        let after = Person { left_on: Some(left_on), ..before.clone() };
        store::update(tx.db(), &after)?;
        tx.keep_change("staff", after.id, &before, &after)?;
        tx.touch(Area::Staff);
        Ok(after)
    }
}
