//! Changing a member's file; what it said before is kept.

use serde::{Deserialize, Serialize};

use super::open::{phones, refuse_code, refuse_taken};
use super::{Birthday, Calendar, Gender, Member, store};
use crate::catalog::tier;
use crate::ground::{Clean, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Changes what is given and leaves the rest.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditMember {
    /// Whose file: number or phone.
    pub member: String,
    /// New name.
    #[serde(default)]
    pub name: Option<Clean>,
    /// New phones, the main one first, in place of the old.
    #[serde(default)]
    pub phones: Option<Vec<String>>,
    /// Keeps a phone that another file has, too.
    #[serde(default)]
    pub share_phone: bool,
    /// New gender.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// New birthday.
    #[serde(default)]
    pub birthday: Option<String>,
    /// By which calendar.
    #[serde(default)]
    pub birthday_calendar: Option<Calendar>,
    /// New tier.
    #[serde(default)]
    pub tier: Option<String>,
    /// New source.
    #[serde(default)]
    pub source: Option<Clean>,
    /// New tags.
    #[serde(default)]
    pub tags: Option<Clean>,
    /// New notes.
    #[serde(default)]
    pub notes: Option<Clean>,
    /// New warning.
    #[serde(default)]
    pub warning: Option<Clean>,
    /// New consent.
    #[serde(default)]
    pub consent: Option<bool>,
    /// New code of a physical card; empty takes it away.
    #[serde(default)]
    pub wallet_code: Option<Clean>,
    /// Who brought them; empty takes it away.
    #[serde(default)]
    pub referrer: Option<String>,
}

impl Verb for EditMember {
    const NAME: &'static str = "member.edit";
    type Out = Member;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Member> {
        tx.require(Act::MemberEdit)?;
        let before = store::find(tx.db(), &self.member)?;
        let mut ids = store::ids(tx.db(), before.id)?;
        let mut after = self.applied(tx, &before)?;
        // A tier is a price: it would be a way round the limit of discounts.
        if after.tier != before.tier {
            tx.require(Act::MemberTier)?;
        }
        if let Some(who) = &self.referrer {
            let referrer = if who.is_empty() { None } else { Some(store::find(tx.db(), who)?) };
            if referrer.as_ref().is_some_and(|other| other.id == before.id) {
                return Err(Refused::MemberSame { number: before.number }.into());
            }
            ids.referrer = referrer.as_ref().map(|other| other.id);
            after.referrer = referrer.map(|other| other.number);
        }
        if after.wallet_code != before.wallet_code {
            refuse_code(tx, after.wallet_code.as_deref(), after.id)?;
        }
        store::update(tx.db(), &after, &ids)?;
        if after.name != before.name {
            store::rewrite_names(tx.db(), &after)?;
        }
        tx.keep_change("member", after.id, &before, &after)?;
        if let Some(new) = &self.phones {
            let new = phones(None, new)?;
            if !self.share_phone {
                refuse_taken(tx, &new, after.id)?;
            }
            let old = store::phones(tx.db(), after.id)?;
            store::set_phones(tx.db(), &after, &new)?;
            tx.keep_change("member.phones", after.id, &old, &new)?;
        }
        tx.touch(Area::Members);
        Ok(after)
    }
}

impl EditMember {
    fn applied(&self, tx: &Tx<'_>, before: &Member) -> Answer<Member> {
        let text = |new: &Option<Clean>, old: &str| {
            new.as_ref().map_or_else(|| old.to_owned(), |clean| clean.as_str().to_owned())
        };
        let name = match &self.name {
            Some(name) => Clean::required("name", name.as_str())?.into_string(),
            None => before.name.clone(),
        };
        let calendar = self.birthday_calendar.or(before.birthday.map(|b| b.calendar)).unwrap_or_default();
        let birthday = match &self.birthday {
            Some(text) if text.is_empty() => None,
            Some(text) => Some(Birthday::read(text, calendar)?),
            None => before.birthday,
        };
        let tier = match &self.tier {
            Some(tier) => tier::find(tx.db(), tier)?.code,
            None => before.tier.clone(),
        };
        Ok(Member {
            name,
            gender: self.gender.or(before.gender),
            birthday,
            tier,
            source: text(&self.source, &before.source),
            tags: text(&self.tags, &before.tags),
            notes: text(&self.notes, &before.notes),
            warning: text(&self.warning, &before.warning),
            consent: self.consent.unwrap_or(before.consent),
            wallet_code: match &self.wallet_code {
                Some(code) => Some(code.as_str().to_owned()).filter(|code| !code.is_empty()),
                None => before.wallet_code.clone(),
            },
            ..before.clone()
        })
    }
}
