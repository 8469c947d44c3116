//! Changing a person's file; what it said before is kept.

use serde::{Deserialize, Serialize};

use super::{Job, Person, store};
use crate::ground::{Clean, Refused, phone};
use crate::shop::{Act, Answer, Area, Role, Tx, Verb};

/// Changes what is given and leaves the rest.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditStaff {
    /// Whose file.
    pub staff: String,
    /// New name.
    #[serde(default)]
    pub name: Option<Clean>,
    /// New job.
    #[serde(default)]
    pub job: Option<Job>,
    /// New role: the owner's to give.
    #[serde(default)]
    pub role: Option<Role>,
    /// New skills.
    #[serde(default)]
    pub skills: Option<Clean>,
    /// New phones, the main one first, in place of the old.
    #[serde(default)]
    pub phones: Option<Vec<String>>,
}

impl Verb for EditStaff {
    const NAME: &'static str = "staff.edit";
    type Out = Person;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Person> {
        tx.require(Act::StaffEdit)?;
        let before = store::by_number(tx.db(), &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(&self.staff).into_string() })?;
        if before.role >= Role::Manager && before.id != tx.by.id {
            tx.require(Act::RoleGive)?;
        }
        let mut after = before.clone();
        if let Some(name) = &self.name {
            after.name = Clean::required("name", name.as_str())?.into_string();
        }
        if let Some(job) = self.job {
            after.job = job;
        }
        if let Some(role) = self.role
            && role != before.role
        {
            tx.require(Act::RoleGive)?;
            if before.role == Role::Owner && store::owners_left(tx.db(), before.id)? == 0 {
                return Err(Refused::StaffLastOwner {}.into());
            }
            after.role = role;
        }
        if let Some(skills) = &self.skills {
            after.skills = skills.as_str().to_owned();
        }
        if let Some(phones) = &self.phones {
            after.phones = phone::several(phones.iter().map(String::as_str))?;
        }
        store::update(tx.db(), &after)?;
        tx.keep_change("staff", after.id, &before, &after)?;
        tx.touch(Area::Staff);
        Ok(after)
    }
}
