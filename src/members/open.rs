//! Opening a member's file.

use serde::{Deserialize, Serialize};

use super::{Birthday, Calendar, Gender, Member, WalletState, store};
use crate::catalog::tier;
use crate::ground::{Clean, Refused, day, phone};
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff;

/// Opens a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenMember {
    /// Name.
    pub name: Clean,
    /// Main phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Further phones.
    #[serde(default)]
    pub phones: Vec<String>,
    /// Member number; the next of this store when absent.
    #[serde(default)]
    pub number: Option<Clean>,
    /// Gender.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Birthday, `1992-12-03` or `12-03`.
    #[serde(default)]
    pub birthday: Option<String>,
    /// By which calendar.
    #[serde(default)]
    pub birthday_calendar: Calendar,
    /// Tier, by code or name; the lowest when absent.
    #[serde(default)]
    pub tier: Option<String>,
    /// Staff number of the person the member belongs to.
    #[serde(default)]
    pub owner: Option<String>,
    /// How they found the salon.
    #[serde(default)]
    pub source: Clean,
    /// The member who brought them: number or phone.
    #[serde(default)]
    pub referrer: Option<String>,
    /// Tags by hand, separated by commas.
    #[serde(default)]
    pub tags: Clean,
    /// Notes.
    #[serde(default)]
    pub notes: Clean,
    /// Allergies and contra-indications.
    #[serde(default)]
    pub warning: Clean,
    /// Whether they agreed to be contacted.
    #[serde(default)]
    pub consent: bool,
    /// Code of a physical card.
    #[serde(default)]
    pub wallet_code: Option<Clean>,
    /// The day the file was opened, for files that come from an older system.
    #[serde(default)]
    pub opened_on: Option<String>,
    /// Opens a second file on a phone that is known (mother and daughter share one).
    #[serde(default)]
    pub share_phone: bool,
    /// The import that brought it; it must be one of this file.
    #[serde(default)]
    pub batch: Option<i64>,
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The member's number.
    pub member: String,
    /// The name as it was kept.
    pub name: String,
}

impl Verb for OpenMember {
    const NAME: &'static str = "member.open";
    type Out = Opened;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Opened> {
        tx.require(Act::MemberOpen)?;
        let phones = phones(self.phone.as_deref(), &self.phones)?;
        if !self.share_phone {
            refuse_taken(tx, &phones, 0)?;
        }
        let (member, ids) = self.draft(tx)?;
        refuse_code(tx, member.wallet_code.as_deref(), member.id)?;
        store::insert(tx.db(), &member, &ids)?;
        store::add_phones(tx.db(), &member, &phones)?;
        if ids.owner.is_some() {
            store::insert_owner(tx.db(), member.id, ids.owner, &member.opened_on, tx.command()?)?;
        }
        tx.touch(Area::Members);
        Ok(Opened { member: member.number, name: member.name })
    }
}

impl OpenMember {
    fn draft(&self, tx: &Tx<'_>) -> Answer<(Member, store::Ids)> {
        let name = Clean::required("name", self.name.as_str())?.into_string();
        let id = store::next_id(tx.db())?;
        let number = self.new_number(tx, id)?;
        let owner = match &self.owner {
            Some(number) => Some(staff::store::working(tx.db(), number, &tx.today())?),
            None => None,
        };
        let referrer = match &self.referrer {
            Some(who) => Some(store::find(tx.db(), who)?),
            None => None,
        };
        let birthday = match &self.birthday {
            Some(text) => Some(Birthday::read(text, self.birthday_calendar)?),
            None => None,
        };
        let tier = tier::find(tx.db(), self.tier.as_deref().unwrap_or("normal"))?;
        if tier.code != "normal" {
            tx.require(Act::MemberTier)?;
        }
        let opened_on = match &self.opened_on {
            Some(text) => day::iso(text)?.to_string(),
            None => tx.today(),
        };
        let ids = store::Ids {
            owner: owner.as_ref().map(|person| person.id),
            referrer: referrer.as_ref().map(|member| member.id),
            batch: tx.known_batch(self.batch)?,
        };
        let member = Member {
            id,
            number,
            name,
            gender: self.gender,
            birthday,
            tier: tier.code,
            home_store: tx.profile().code.clone(),
            owner: owner.map(|person| person.number),
            source: self.source.as_str().to_owned(),
            referrer: referrer.map(|member| member.number),
            tags: self.tags.as_str().to_owned(),
            notes: self.notes.as_str().to_owned(),
            warning: self.warning.as_str().to_owned(),
            consent: self.consent,
            wallet_code: self.wallet_code.clone().map(Clean::into_string).filter(|code| !code.is_empty()),
            wallet: WalletState::Open,
            merged_into: None,
            opened_on,
            last_visit_on: String::new(),
        };
        Ok((member, ids))
    }

    fn new_number(&self, tx: &Tx<'_>, id: i64) -> Answer<String> {
        let taken = |number: &str| store::number_taken(tx.db(), number);
        if let Some(number) = self.number.as_ref().filter(|number| !number.is_empty()) {
            refuse_mobile(number.as_str())?;
            return if taken(number.as_str())? {
                Err(Refused::MemberNumberTaken { number: number.as_str().to_owned() }.into())
            } else {
                Ok(number.as_str().to_owned())
            };
        }
        let mut next = id;
        loop {
            let number = format!("M{next:06}");
            if !taken(&number)? {
                return Ok(number);
            }
            next += 1;
        }
    }
}

/// Reads phones, the main one first, without repeats.
pub(super) fn phones(main: Option<&str>, further: &[String]) -> Result<Vec<String>, Refused> {
    phone::several(main.into_iter().chain(further.iter().map(String::as_str)))
}

/// Refuses a number that is somebody's phone, today or tomorrow: a file is looked for by number first.
fn refuse_mobile(number: &str) -> Result<(), Refused> {
    let mobile = number.len() == 11 && number.starts_with('1') && phone::read(number).is_ok();
    if mobile { Err(Refused::MemberNumberTaken { number: phone::mask(number) }) } else { Ok(()) }
}

/// Refuses a wallet code that names another file.
pub(super) fn refuse_code(tx: &Tx<'_>, code: Option<&str>, own: i64) -> Answer<()> {
    let Some(code) = code else { return Ok(()) };
    refuse_mobile(code)?;
    match store::by_number(tx.db(), code)? {
        Some(other) if other.id != own => Err(Refused::MemberNumberTaken { number: code.to_owned() }.into()),
        Some(_) | None => Ok(()),
    }
}

/// Refuses phones that belong to another file.
pub(super) fn refuse_taken(tx: &Tx<'_>, phones: &[String], own: i64) -> Answer<()> {
    for phone in phones {
        if !store::phone_known(tx.db(), phone)? {
            continue;
        }
        if let Some(other) = store::by_phone(tx.db(), phone)?.into_iter().find(|member| member.id != own) {
            return Err(Refused::MemberPhoneTaken {
                phone: phone::mask(phone),
                number: other.number,
                name: other.name,
            }
            .into());
        }
    }
    Ok(())
}
