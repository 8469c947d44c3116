//! Whether members' phones leave a store: only where headquarters asks for them, and then sealed to its key.

use serde::{Deserialize, Serialize};

use super::received::hq_only;
use crate::db::{Db, Fault, named_params};
use crate::peers::{self, Key};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Sets what headquarters asks of its stores, from the next packs on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPolicy {
    /// Whether bundles hold members' phones, sealed to headquarters' key.
    pub phones: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyIs {
    /// Whether bundles hold members' phones.
    pub phones: bool,
}

impl Verb for SetPolicy {
    const NAME: &'static str = "hq.policy";
    type Out = PolicyIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PolicyIs> {
        tx.require(Act::HqAdmit)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        keep(tx, self.phones)?;
        Ok(PolicyIs { phones: self.phones })
    }
}

/// Whether phones are asked for.
///
/// # Errors
/// A fault when the file cannot be read.
pub(super) fn phones(db: &Db) -> Result<bool, Fault> {
    let found = db.one(include_str!("sql/policy.sql"), &[], |row| row.get::<_, i64>("phones"))?;
    Ok(found.unwrap_or(0) > 0)
}

/// Keeps what is asked, unless it is what was.
pub(super) fn keep(tx: &mut Tx<'_>, asked: bool) -> Result<(), Fault> {
    if phones(tx.db())? != asked {
        let params = named_params! { ":phones": asked, ":at": tx.at.0, ":command": tx.command()? };
        tx.db().run(include_str!("sql/policy_insert.sql"), params)?;
        tx.touch(Area::Settings);
    }
    Ok(())
}

/// A member's phone as it is sent: her row, the phone, whether it is the main one.
type Sent = (i64, String, i64);

/// The phones of a store, sealed to headquarters' key; nothing where they are not asked for.
///
/// # Errors
/// A fault when the file cannot be read.
pub(super) fn sealed(db: &Db) -> Result<Vec<u8>, Fault> {
    let hq = peers::store::peers(db)?.into_iter().find(|peer| peer.hq);
    let Some(hq) = hq.filter(|_| phones(db).unwrap_or(false)) else { return Ok(Vec::new()) };
    let rows: Vec<Sent> = db.list(include_str!("sql/phones_sent.sql"), &[], |row| {
        Ok((row.get("member_id")?, row.get("phone")?, row.get("main")?))
    })?;
    let letter = serde_json::to_vec(&rows).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(peers::store::own_key(db)?.seal(&hq.key, &letter).unwrap_or_default())
}

/// Puts phones that were sealed to this key into a store's copy; answers whether they could be opened.
///
/// # Errors
/// A fault when the copy refuses.
pub(super) fn unseal(db: &Db, key: &Key, letter: &[u8]) -> Result<bool, Fault> {
    let rows = key.open(letter).and_then(|text| serde_json::from_slice::<Vec<Sent>>(&text).ok());
    let Some(rows) = rows else { return Ok(false) };
    db.run(include_str!("sql/phone_drop.sql"), &[])?;
    for (member, phone, main) in rows {
        let reversed: String = phone.chars().rev().collect();
        let params = named_params! {
            ":phone": phone, ":member": member, ":main": main, ":reversed": reversed,
        };
        db.run(include_str!("sql/phone_insert.sql"), params)?;
    }
    Ok(true)
}
