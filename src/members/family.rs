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
            let tie = Tie { member: member.id, relative: relative.id, since };
            insert(tx.db(), &tie, self.relation.as_str())?;
        }
        tx.touch(Area::Members);
        Ok(of(tx.db(), member.id)?)
    }
}

/// One agreement: whose cards, who may use them, since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    member: i64,
    relative: i64,
    since: String,
}

/// What a merge of two files did to their agreements, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Carried {
    ended: Vec<Tie>,
    begun: Vec<Tie>,
}

/// Makes the agreements of one file those of another, in both directions; what the other has already stays, and
/// nobody becomes her own relative.
///
/// # Errors
/// A fault when the file refuses.
pub fn carry_over(tx: &Tx<'_>, from: i64, into: i64) -> Result<Carried, Fault> {
    let mut out = Carried::default();
    let mut known = ties(tx.db(), into)?;
    for (tie, relation) in ties(tx.db(), from)? {
        set(tx.db(), &tie, Some(&tx.today()))?;
        let (member, relative) = if tie.member == from { (into, tie.relative) } else { (tie.member, into) };
        out.ended.push(tie);
        let there = known.iter().any(|(other, _)| (other.member, other.relative) == (member, relative));
        if member == relative || there {
            continue;
        }
        let new = Tie { member, relative, since: format!("{} {}", tx.today(), tx.at.0) };
        insert(tx.db(), &new, &relation)?;
        known.push((new.clone(), relation));
        out.begun.push(new);
    }
    Ok(out)
}

/// Takes [`carry_over`] back.
///
/// # Errors
/// As [`carry_over`].
pub fn put_back(tx: &Tx<'_>, carried: &Carried) -> Result<(), Fault> {
    for tie in &carried.begun {
        set(tx.db(), tie, Some(&tx.today()))?;
    }
    carried.ended.iter().try_for_each(|tie| set(tx.db(), tie, None))
}

fn ties(db: &Db, member: i64) -> Result<Vec<(Tie, String)>, Fault> {
    db.list(include_str!("sql/family_ties.sql"), named_params! { ":id": member }, |row| {
        let tie = Tie {
            member: row.get("member_id")?,
            relative: row.get("relative_id")?,
            since: row.get("since")?,
        };
        Ok((tie, row.get("relation")?))
    })
}

fn set(db: &Db, tie: &Tie, ended: Option<&str>) -> Result<(), Fault> {
    db.run(
        include_str!("sql/family_set.sql"),
        named_params! { ":id": tie.member, ":relative": tie.relative, ":since": tie.since, ":ended": ended },
    )?;
    Ok(())
}

fn insert(db: &Db, tie: &Tie, relation: &str) -> Result<(), Fault> {
    db.run(
        include_str!("sql/family_insert.sql"),
        named_params! {
            ":id": tie.member, ":relative": tie.relative, ":relation": relation, ":since": tie.since,
        },
    )?;
    Ok(())
}
