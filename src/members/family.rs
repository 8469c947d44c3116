//! Family: who may use a member's cards, since when and until when.

use serde::{Deserialize, Serialize};

use super::store;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Lets a relative use a member's cards, or ends that.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFamily {
    /// Whose cards.
    pub member: String,
    /// Who may use them: number or phone.
    pub relative: String,
    /// 妹, 母亲, 丈夫 ..
    #[serde(default)]
    pub relation: Clean,
    /// Ends it instead.
    #[serde(default)]
    pub end: bool,
}

/// A relative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    /// Row id.
    #[serde(skip)]
    pub id: i64,
    /// Member number.
    pub member: String,
    /// Name.
    pub name: String,
    /// Relation.
    pub relation: String,
}

/// Who may use a member's cards now.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of(db: &Db, member: i64) -> Result<Vec<Relative>, Fault> {
    list(db, include_str!("sql/family.sql"), member)
}

/// Whose cards a member may use now.
///
/// # Errors
/// As [`of`].
pub fn lenders(db: &Db, member: i64) -> Result<Vec<Relative>, Fault> {
    list(db, include_str!("sql/lenders.sql"), member)
}

fn list(db: &Db, sql: &'static str, member: i64) -> Result<Vec<Relative>, Fault> {
    db.list(sql, named_params! { ":id": member }, |row| {
        Ok(Relative {
            id: row.get("id")?,
            member: row.get("number")?,
            name: row.get("name")?,
            relation: row.get("relation")?,
        })
    })
}

impl Verb for SetFamily {
    const NAME: &'static str = "member.family";
    type Out = Vec<Relative>;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Vec<Relative>> {
        tx.require(Act::MemberEdit)?;
        let member = store::find(tx.db(), &self.member)?;
        let relative = store::find(tx.db(), &self.relative)?;
        if member.id == relative.id {
            return Err(Refused::MemberSame { number: member.number }.into());
        }
        let today = tx.today();
        let known = of(tx.db(), member.id)?.iter().any(|other| other.id == relative.id);
        if self.end {
            tx.db().run(
                include_str!("sql/family_end.sql"),
                named_params! { ":id": member.id, ":relative": relative.id, ":day": today },
            )?;
        } else if !known {
            // The moment keeps two agreements of one day apart.
            let since = format!("{today} {}", tx.at.0);
            tx.db().run(
                include_str!("sql/family_insert.sql"),
                named_params! {
                    ":id": member.id, ":relative": relative.id, ":relation": self.relation.as_str(),
                    ":since": since,
                },
            )?;
        }
        tx.touch(Area::Members);
        Ok(of(tx.db(), member.id)?)
    }
}
