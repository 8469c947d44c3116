//! Who works here.

use serde::{Deserialize, Serialize};

use super::{Person, store};
use crate::db::Db;
use crate::shop::{Answer, Look, Query};

/// Everyone, those who left included.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Roster {}

impl Query for Roster {
    const NAME: &'static str = "query.staff";
    type Out = Vec<Person>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Person>> {
        Ok(store::all(db)?)
    }
}
