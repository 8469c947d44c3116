//! Who this store is to the chain and whom it knows, without a secret in it.

use serde::{Deserialize, Serialize};

use super::store;
use crate::db::Db;
use crate::shop::{Answer, Look, Query};

/// Who this store is to the chain, and whom it knows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chain {}

/// A store or headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is headquarters.
    pub hq: bool,
    /// Whether it still does business.
    pub open: bool,
    /// Its public key in hex.
    pub key: String,
    /// The key's fingerprint, to be read over the phone.
    pub fingerprint: String,
}

/// The chain as this file knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainIs {
    /// This store or headquarters itself.
    pub own: Member,
    /// The others: headquarters first, then the stores by code.
    pub peers: Vec<Member>,
}

impl Query for Chain {
    const NAME: &'static str = "query.chain";
    type Out = ChainIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ChainIs> {
        let key = store::own_key(db)?.public();
        let own = Member {
            code: look.profile.code.clone(),
            name: look.profile.name.clone(),
            hq: look.profile.hq,
            open: true,
            key: key.hex(),
            fingerprint: key.fingerprint(),
        };
        let peers = store::peers(db)?.into_iter().map(|peer| Member {
            code: peer.code,
            name: peer.name,
            hq: peer.hq,
            open: peer.open,
            key: peer.key.hex(),
            fingerprint: peer.key.fingerprint(),
        });
        Ok(ChainIs { own, peers: peers.collect() })
    }
}
