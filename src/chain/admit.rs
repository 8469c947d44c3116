//! Headquarters admits a store by its key, renames it, closes it; nobody else's bundles are taken.

use serde::{Deserialize, Serialize};

use super::received::hq_only;
use crate::ground::{Clean, Refused};
use crate::peers::store::{keep, peers};
use crate::peers::{Peer, Public};
use crate::shop::profile::check_code;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Admits a store, or says what changed of it: its name, that it closed, a new key.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmitStore {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Clean,
    /// Its public key in hex, as `meigui chain key` of the store tells it.
    pub key: String,
    /// The key's fingerprint as somebody at the store read it out; where it is given it must agree.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// Whether it closed for good: what it sent stays, nothing new is asked of it.
    #[serde(default)]
    pub closed: bool,
}

/// A store that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The fingerprint of its key.
    pub fingerprint: String,
    /// Whether something is new.
    pub news: bool,
}

impl Verb for AdmitStore {
    const NAME: &'static str = "hq.admit";
    type Out = Admitted;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Admitted> {
        tx.require(Act::HqAdmit)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        check_code(&self.code)?;
        let unfit = |what: &str| Refused::ChainUnfit { store: self.code.clone(), what: what.to_owned() };
        if self.code == tx.profile().code {
            return Err(unfit("own_code").into());
        }
        let key = Public::from_hex(&self.key).ok_or_else(|| unfit("key"))?;
        if self.fingerprint.as_ref().is_some_and(|read| read.trim() != key.fingerprint()) {
            return Err(unfit("fingerprint").into());
        }
        let others = peers(tx.db())?.into_iter().filter(|peer| peer.code != self.code);
        if let Some(other) = others.into_iter().find(|peer| peer.key == key) {
            return Err(Refused::ChainUnfit { store: other.code, what: "key_taken".to_owned() }.into());
        }
        let peer = Peer {
            code: self.code.clone(),
            name: self.name.as_str().to_owned(),
            hq: false,
            open: !self.closed,
            key,
            pair: None,
        };
        let news = keep(tx, &peer)?;
        tx.touch(Area::Settings);
        Ok(Admitted { code: peer.code, name: peer.name, fingerprint: key.fingerprint(), news })
    }
}
