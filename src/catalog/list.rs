//! The price list, with what cards pay for and packages hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Item, store};
use crate::db::Db;
use crate::ground::Fen;
use crate::shop::{Answer, Look, Query};

/// The price list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// Items that are no longer sold, too.
    #[serde(default)]
    pub retired: bool,
}

/// An item as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The item.
    #[serde(flatten)]
    pub item: Item,
    /// What it pays for or holds: code to quantity.
    pub parts: BTreeMap<String, i64>,
    /// Prices per tier that are its own.
    pub tier_prices: BTreeMap<String, Fen>,
}

impl Query for Items {
    const NAME: &'static str = "query.items";
    type Out = Vec<Listed>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Listed>> {
        let mut out = Vec::new();
        for item in store::all(db)? {
            if !item.active && !self.retired {
                continue;
            }
            let parts = store::parts(db, item.id)?.into_iter().map(|(part, n)| (part.code, n)).collect();
            let tier_prices = store::tier_prices(db, item.id)?.into_iter().collect();
            out.push(Listed { item, parts, tier_prices });
        }
        Ok(out)
    }
}
