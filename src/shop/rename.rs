//! A store's new name: it stands on what is written from now on. Its code never changes.

use serde::{Deserialize, Serialize};

use super::rights::Act;
use super::{Answer, Area, Tx, Verb, store};
use crate::ground::{Clean, Refused};

/// Gives the store another name.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameStore {
    /// The name.
    pub name: Clean,
}

/// The store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreNamed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Verb for RenameStore {
    const NAME: &'static str = "store.rename";
    type Out = StoreNamed;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<StoreNamed> {
        tx.require(Act::SettingPut)?;
        if store::has_headquarters(tx.db)? && !tx.profile.hq {
            let store = tx.profile.code.clone();
            return Err(Refused::ChainUnfit { store, what: "hq_names".to_owned() }.into());
        }
        let name = Clean::required("name", self.name.as_str())?;
        rename(tx, name.as_str())?;
        Ok(StoreNamed { code: tx.profile().code.clone(), name: name.into_string() })
    }
}

/// Writes the name; the one before stays among the changes.
///
/// # Errors
/// A fault when the file refuses.
pub fn rename(tx: &mut Tx<'_>, name: &str) -> Answer<()> {
    if name != tx.profile.name {
        tx.keep_change("store", 1, &tx.profile.name, &name.to_owned())?;
        store::rename(tx.db, name)?;
        tx.touch(Area::Settings);
    }
    Ok(())
}
