//! The SQL of keys and peers.

use super::sign::{Key, Public};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::Refused;
use crate::shop::{Answer, Tx};

/// Another store of the chain, or headquarters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is headquarters.
    pub hq: bool,
    /// Whether it still does business.
    pub open: bool,
    /// Its key.
    pub key: Public,
    /// The secret that this store shares with it.
    pub pair: Option<[u8; 32]>,
}

/// This store's own key.
///
/// # Errors
/// A fault when the file has none.
pub fn own_key(db: &Db) -> Result<Key, Fault> {
    let seed = db.one(include_str!("sql/seed.sql"), &[], |row| row.get::<_, [u8; 32]>("seed"))?;
    let seed = seed.ok_or_else(|| Fault::Broken("the store has no key".to_owned()))?;
    Ok(Key::of(&seed))
}

fn read(row: &Row<'_>) -> crate::db::RowResult<(Peer, Vec<u8>)> {
    let (role, state): (String, String) = (row.get("role")?, row.get("state")?);
    let key: Vec<u8> = row.get("key")?;
    let peer = Peer {
        code: row.get("code")?,
        name: row.get("name")?,
        hq: role == "hq",
        open: state == "open",
        key: Key::of(&[0; 32]).public(),
        pair: row.get("pair")?,
    };
    Ok((peer, key))
}

fn with_key((peer, key): (Peer, Vec<u8>)) -> Result<Peer, Fault> {
    let key = Public::of(&key).ok_or_else(|| Fault::Broken(format!("the key of {} is none", peer.code)))?;
    Ok(Peer { key, ..peer })
}

/// A peer by its code.
///
/// # Errors
/// [`Refused::ChainUnfit`] for a store that headquarters never told of.
pub fn peer(db: &Db, code: &str) -> Answer<Peer> {
    let found = db.one(include_str!("sql/peer.sql"), named_params! { ":code": code }, read)?;
    let unknown = || Refused::ChainUnfit { store: code.chars().take(12).collect(), what: "peer".to_owned() };
    Ok(with_key(found.ok_or_else(unknown)?)?)
}

/// Every peer: headquarters first, then the stores by code.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn peers(db: &Db) -> Result<Vec<Peer>, Fault> {
    db.list(include_str!("sql/peers.sql"), &[], read)?.into_iter().map(with_key).collect()
}

/// Writes a peer as it is from now on, unless nothing changed; answers whether something did.
///
/// # Errors
/// A fault when the file refuses.
pub fn keep(tx: &Tx<'_>, peer: &Peer) -> Result<bool, Fault> {
    let found = tx.db().one(include_str!("sql/peer.sql"), named_params! { ":code": peer.code }, read)?;
    if found.map(with_key).transpose()?.as_ref() == Some(peer) {
        return Ok(false);
    }
    let (role, state) = (if peer.hq { "hq" } else { "store" }, if peer.open { "open" } else { "closed" });
    tx.db().run(
        include_str!("sql/peer_insert.sql"),
        named_params! {
            ":code": peer.code, ":name": peer.name, ":role": role, ":state": state,
            ":key": peer.key.bytes().as_slice(), ":pair": peer.pair, ":at": tx.at.0, ":command": tx.command()?,
        },
    )?;
    Ok(true)
}
