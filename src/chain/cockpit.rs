//! The cockpit of all stores (连锁驾驶舱), or of some: their figures added up, their newcomers counted once.

use serde::{Deserialize, Serialize};

use super::insight::{StoreSeen, gathered};
use super::received::hq_only;
use crate::cockpit::alerts::{AlertIs, AlertRows, told};
use crate::cockpit::page::{Cockpit, CockpitIs};
use crate::db::Db;
use crate::shop::{Answer, Look, Query};

/// Asks for the cockpit of all stores, or of some.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainCockpit {
    /// What of it.
    #[serde(default)]
    pub cockpit: Cockpit,
    /// The codes of the stores; all where none is named.
    #[serde(default)]
    pub stores: Vec<String>,
}

/// The cockpit of several stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainCockpitIs {
    /// All of them together, up to the last day that any of their books knows.
    pub cockpit: CockpitIs,
    /// The stores, by code.
    pub stores: Vec<StoreSeen>,
}

impl Query for ChainCockpit {
    const NAME: &'static str = "query.chain_cockpit";
    type Out = ChainCockpitIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ChainCockpitIs> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let all = gathered(db, look, &self.stores)?;
        let mut page = self.cockpit.begin(all.today)?;
        for (copy, profile, settings, people) in &all.copies {
            page.add(&copy.db, &Look { profile, settings, ..*look }, people)?;
        }
        Ok(ChainCockpitIs { cockpit: page.told(&all.people), stores: all.stores })
    }
}

/// Asks who or what is behind the alerts of all stores, or of some.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainAlert {
    /// Which alert.
    #[serde(default)]
    pub alert: AlertRows,
    /// The codes of the stores; all where none is named.
    #[serde(default)]
    pub stores: Vec<String>,
}

impl Query for ChainAlert {
    const NAME: &'static str = "query.chain_alert";
    type Out = AlertIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<AlertIs> {
        hq_only(look.profile.hq, &look.profile.code)?;
        self.alert.codes()?;
        let all = gathered(db, look, &self.stores)?;
        let mut rows = Vec::new();
        for (copy, profile, _, people) in &all.copies {
            rows.extend(self.alert.rows(&copy.db, &profile.code, people, all.today)?);
        }
        Ok(told(all.today, rows))
    }
}
