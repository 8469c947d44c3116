//! Showing a phone number in full: for those who may, and written down each time.

use serde::{Deserialize, Serialize};

use super::store;
use crate::shop::{Act, Answer, Tx, Verb};

/// Shows a member's phones in full.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevealPhone {
    /// Whose.
    pub member: String,
}

/// The phones. They are not kept with the command: a repeat looks them up again, and is written down again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// The member's number.
    pub member: String,
    /// In full; empty in what is kept.
    #[serde(default)]
    pub phones: Vec<String>,
}

impl Verb for RevealPhone {
    const NAME: &'static str = "member.reveal";
    type Out = Revealed;
    const ANSWERS_ANEW: bool = true;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Revealed> {
        tx.require(Act::PhoneReveal)?;
        let member = store::find(tx.db(), &self.member)?;
        tx.note("member.reveal", &member.number)?;
        let phones = store::phones(tx.db(), member.id)?;
        Ok(Revealed { member: member.number, phones })
    }

    fn kept(out: &Revealed) -> serde_json::Result<String> {
        serde_json::to_string(&Revealed { member: out.member.clone(), phones: Vec::new() })
    }
}
