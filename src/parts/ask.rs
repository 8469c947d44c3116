//! A serving store asks for a part: it gets a number that it tells the home store, with the member, what and how much.

use serde::{Deserialize, Serialize};

use super::code_rules::{AMOUNT_MAX, Asked, PartKind};
use super::store::{self, Ask};
use crate::catalog;
use crate::ground::{Clean, Fen, Refused, phone};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Asks another store for a part of what its member holds there.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskPart {
    /// The member's file here: number or phone.
    pub member: String,
    /// The store that opened the card, by code.
    pub home: String,
    /// The member as the home store knows her: phone, or her number there; the main phone of her file here when absent.
    #[serde(default)]
    pub who: Option<String>,
    /// What of.
    pub kind: PartKind,
    /// Stored value, in yuan.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// Sessions or points.
    #[serde(default)]
    pub count: Option<i64>,
    /// The service that a session is wanted for, by its code here.
    #[serde(default)]
    pub item: Option<String>,
    /// What for, as it is told to the home store.
    #[serde(default)]
    pub note: Clean,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskIs {
    /// Its number: it is told to the home store.
    pub ask: i64,
    /// The home store.
    pub home: String,
    /// This store.
    pub serving: String,
    /// The member as it is told.
    pub who: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
}

impl Verb for AskPart {
    const NAME: &'static str = "part.ask";
    type Out = AskIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<AskIs> {
        tx.require(Act::PartAsk)?;
        let home = store::other(tx, &self.home)?;
        if home.hq || !home.open || home.pair.is_none() {
            return Err(Refused::ChainUnfit { store: self.home.clone(), what: "peer".to_owned() }.into());
        }
        let member = members::store::find(tx.db(), &self.member)?;
        let amount = match self.kind {
            PartKind::StoredValue => self.amount.unwrap_or_default().0,
            PartKind::SessionCard | PartKind::Points => self.count.unwrap_or(0),
        };
        checked_amount(amount)?;
        let item = match (&self.item, self.kind) {
            (Some(code), _) => {
                let unknown = || Refused::ItemUnknown { code: Clean::shown(code).into_string() };
                Some(catalog::store::by_code(tx.db(), code)?.ok_or_else(unknown)?.id)
            }
            (None, PartKind::SessionCard) => {
                return Err(Refused::TextMissing { field: "item".to_owned() }.into());
            }
            (None, PartKind::StoredValue | PartKind::Points) => None,
        };
        let who = if let Some(text) = &self.who {
            named(text)?
        } else {
            let phones = members::store::phones(tx.db(), member.id)?;
            let needed = || Refused::MemberUnknown { who: members::store::shown(&self.member) };
            phones.into_iter().find(|phone| !phone.is_empty()).ok_or_else(needed)?
        };
        let asked = Asked {
            home: home.code.clone(),
            serving: tx.profile().code.clone(),
            ask: 0,
            who: who.clone(),
            kind: self.kind,
            amount,
        };
        let ask = store::insert_ask(tx, &Ask { asked, member: member.id, item }, self.note.as_str())?;
        tx.touch(Area::Members);
        let serving = tx.profile().code.clone();
        Ok(AskIs { ask, home: home.code, serving, who, kind: self.kind, amount })
    }

    /// The answer holds a phone; a repeat tells it from the file.
    fn kept(out: &AskIs) -> serde_json::Result<String> {
        serde_json::to_string(&AskIs { who: members::store::shown(&out.who), ..out.clone() })
    }
}

/// The member as both stores name her: the digits of a phone, else a number as it is written.
pub(super) fn named(text: &str) -> Result<String, Refused> {
    if let Ok(phone) = phone::read(text) {
        return Ok(phone);
    }
    let clean = Clean::required("who", text)?.into_string().to_ascii_uppercase();
    if clean.contains('|') { Err(Refused::MemberUnknown { who: clean }) } else { Ok(clean) }
}

/// What a code can pass on.
pub(super) fn checked_amount(amount: i64) -> Result<(), Refused> {
    if amount <= 0 {
        return Err(Refused::AmountNotPositive { field: "amount".into() });
    }
    if amount > AMOUNT_MAX { Err(Refused::AmountTooLarge {}) } else { Ok(()) }
}
