//! Hiring.

use serde::{Deserialize, Serialize};

use super::{Job, Person, moves, store};
use crate::ground::{Clean, Refused, day, phone};
use crate::shop::{Act, Answer, Area, Role, Tx, Verb};

/// Takes a person on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hire {
    /// Staff number, 1 to 8 digits or letters: `02`.
    pub number: String,
    /// Name.
    pub name: Clean,
    /// Job.
    pub job: Job,
    /// Role; the job's usual one when absent.
    #[serde(default)]
    pub role: Option<Role>,
    /// Categories or services, separated by commas.
    #[serde(default)]
    pub skills: Option<Clean>,
    /// Phones, the main one first.
    #[serde(default)]
    pub phones: Vec<String>,
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub hired_on: Option<String>,
    /// The store of the chain that the person comes from, by code.
    #[serde(default)]
    pub from_store: Option<String>,
    /// The import that brought the person; it must be one of this file.
    #[serde(default)]
    pub batch: Option<i64>,
}

impl Verb for Hire {
    const NAME: &'static str = "staff.hire";
    type Out = Person;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Person> {
        tx.require(Act::StaffEdit)?;
        let role = self.role.unwrap_or(self.job.usual_role());
        if role >= Role::Manager {
            tx.require(Act::RoleGive)?;
        }
        let fit =
            (1..=8).contains(&self.number.len()) && self.number.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fit {
            return Err(Refused::StaffUnknown { number: Clean::shown(&self.number).into_string() }.into());
        }
        if let Some(person) = store::by_number(tx.db(), &self.number)? {
            return Err(Refused::StaffNumberTaken { number: person.number, name: person.name }.into());
        }
        let hired_on = match &self.hired_on {
            Some(text) => day::iso(text)?.to_string(),
            None => tx.today(),
        };
        let mut person = Person {
            id: 0,
            number: self.number.clone(),
            name: Clean::required("name", self.name.as_str())?.into_string(),
            job: self.job,
            role,
            skills: self.skills.clone().unwrap_or_default().into_string(),
            phones: phone::several(self.phones.iter().map(String::as_str))?,
            hired_on,
            left_on: None,
            guarded: false,
        };
        person.id = store::insert(tx.db(), &person, tx.known_batch(self.batch)?)?;
        if let Some(from) = &self.from_store {
            let from = moves::other_store(tx, from)?;
            moves::note(tx, person.id, (&from, &tx.profile().code), &person.hired_on)?;
        }
        tx.touch(Area::Staff);
        Ok(person)
    }
}
