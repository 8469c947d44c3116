//! The batches that came in, newest first.

use serde::{Deserialize, Serialize};

use super::store;
pub use super::store::Batch;
use crate::db::Db;
use crate::shop::{Answer, Look, Query};

/// Asks for the batches.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imports {}

impl Query for Imports {
    const NAME: &'static str = "query.imports";
    type Out = Vec<Batch>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Batch>> {
        Ok(store::batches(db)?)
    }
}
