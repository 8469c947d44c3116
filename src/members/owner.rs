//! To whom a member belongs: dated, because commission asks who it was on that day.

use serde::{Deserialize, Serialize};

use super::{Member, store};
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff;

/// Gives a member to a person of the staff, from today on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetOwner {
    /// Which member.
    pub member: String,
    /// Staff number; absent for nobody.
    #[serde(default)]
    pub owner: Option<String>,
}

/// Who has the member now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// The member's number.
    pub member: String,
    /// Staff number.
    pub owner: Option<String>,
}

impl Verb for SetOwner {
    const NAME: &'static str = "member.owner";
    type Out = Owned;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Owned> {
        tx.require(Act::MemberOwner)?;
        let before = store::find(tx.db(), &self.member)?;
        let owned = give(tx, &before, self)?;
        tx.touch(Area::Members);
        Ok(owned)
    }
}

/// Writes the new owner of a member down, from today on.
pub(super) fn give(tx: &Tx<'_>, before: &Member, wish: &SetOwner) -> Answer<Owned> {
    let person = match &wish.owner {
        Some(number) => Some(staff::store::working(tx.db(), number, &tx.today())?),
        None => None,
    };
    let mut ids = store::ids(tx.db(), before.id)?;
    ids.owner = person.as_ref().map(|person| person.id);
    let mut after = before.clone();
    after.owner = person.map(|person| person.number);
    store::update(tx.db(), &after, &ids)?;
    store::insert_owner(tx.db(), after.id, ids.owner, &tx.today(), tx.command()?)?;
    tx.keep_change("member", after.id, before, &after)?;
    Ok(Owned { member: after.number, owner: after.owner })
}
