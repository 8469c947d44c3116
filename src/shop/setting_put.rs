//! Changing a setting: the new value is a dated fact, the old one stays in the file.

use serde::{Deserialize, Serialize};

use super::rights::Act;
use super::{Answer, Area, Tx, Verb, store};

/// Sets one of the salon's settings.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutSetting {
    /// Its name, as `query.settings` lists them.
    pub name: String,
    /// Its value: amounts and rates as strings, counts as numbers.
    pub value: serde_json::Value,
}

/// What stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingIs {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: serde_json::Value,
}

impl Verb for PutSetting {
    const NAME: &'static str = "setting.put";
    type Out = SettingIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<SettingIs> {
        tx.require(Act::SettingPut)?;
        tx.settings.with(&self.name, &self.value)?;
        store::insert_setting(tx.db, &self.name, &self.value.to_string(), tx.at, tx.by.id)?;
        tx.touch(Area::Settings);
        Ok(SettingIs { name: self.name.clone(), value: self.value.clone() })
    }
}
