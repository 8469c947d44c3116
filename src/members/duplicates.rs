//! Files that may be one person: the same phone, or the same name and birthday.

use serde::{Deserialize, Serialize};

use crate::db::Db;
use crate::shop::{Answer, Look, Query};

/// Looks for files that may be one person.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duplicates {}

/// Two files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The file that would stay: the older one.
    pub keep: String,
    /// The file that would go into it.
    pub merge: String,
    /// Name of the older file.
    pub name: String,
    /// `phone` or `name_birthday`.
    pub why: String,
}

impl Query for Duplicates {
    const NAME: &'static str = "query.duplicates";
    type Out = Vec<Pair>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Pair>> {
        let mut out: Vec<Pair> = Vec::new();
        for (sql, why) in [
            (include_str!("sql/same_phone.sql"), "phone"),
            (include_str!("sql/same_birthday.sql"), "name_birthday"),
        ] {
            let pairs = db.list(sql, &[], |row| {
                Ok(Pair {
                    keep: row.get("keep")?,
                    merge: row.get("merge")?,
                    name: row.get("name")?,
                    why: why.into(),
                })
            })?;
            for pair in pairs {
                if !out.iter().any(|known| known.keep == pair.keep && known.merge == pair.merge) {
                    out.push(pair);
                }
            }
        }
        Ok(out)
    }
}
