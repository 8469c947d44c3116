//! A part that another store's books have from here and this store's do not: its file went back to a back-up, and what it had
//! passed on is spendable in two places. Headquarters tells of it, and the owner books it again, exactly as it left.

use serde::{Deserialize, Serialize};

use super::code_rules::{Asked, Part, PartKind, is_grant, shown};
use super::end::PartThere;
use super::give::{Taken, pass_on};
use super::store;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, Refused};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// How many are listed.
const LISTED_MAX: i64 = 500;

/// Books a part that the books of another store have from here.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptPart {
    /// The store that took it in.
    pub serving: String,
    /// Its number there.
    pub ask: i64,
    /// Whose it was: number or phone; the other store says it.
    pub member: String,
    /// Of sessions: the card.
    #[serde(default)]
    pub card: Option<String>,
}

/// A part that is not in this store's books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartTold {
    /// The store that took it in.
    pub serving: String,
    /// Its number there.
    pub ask: i64,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// Of stored value the principal, of sessions their value.
    pub principal: Fen,
    /// Of stored value the gift.
    pub gift: Fen,
}

impl Verb for AcceptPart {
    const NAME: &'static str = "part.accept";
    type Out = PartTold;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PartTold> {
        tx.require(Act::PartAccept)?;
        let unfit = |what: &str| Refused::CodeUnfit { what: what.to_owned() };
        let params = named_params! { ":serving": self.serving, ":ask": self.ask };
        let told = tx.db().one(include_str!("sql/told_one.sql"), params, read)?;
        let told = told.ok_or_else(|| unfit("part_not_told"))?;
        let member = members::store::find(tx.db(), &self.member)?;
        let taken = Taken::exactly(tx, &member, &told, self.card.as_deref())?;
        let asked = Asked {
            home: tx.profile().code.clone(),
            serving: told.serving.clone(),
            ask: told.ask,
            who: member.number.clone(),
            kind: told.kind,
            amount: told.amount,
        };
        // There is no code to be taken any more: the other store has it.
        let lapses_on = taken.lapses_on;
        let part = Part { asked, principal: told.principal, gift: told.gift, expires_on: tx.day, lapses_on };
        pass_on(tx, &member, &part, &taken)?;
        tx.db().run(include_str!("sql/told_end.sql"), params)?;
        tx.note("part.accept", format!("{} from {} {}", member.number, told.serving, shown(told.ask)))?;
        tx.touch(Area::Members);
        Ok(told)
    }
}

fn read(row: &crate::db::Row<'_>) -> crate::db::RowResult<PartTold> {
    let kind: String = row.get("kind")?;
    Ok(PartTold {
        serving: row.get("serving")?,
        ask: row.get("ask")?,
        kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
        amount: row.get("amount")?,
        principal: Fen(row.get("principal")?),
        gift: Fen(row.get("gift")?),
    })
}

/// What is told and not here.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn told(db: &Db) -> Result<Vec<PartTold>, Fault> {
    db.list(include_str!("sql/told_list.sql"), named_params! { ":limit": LISTED_MAX }, read)
}

/// Keeps what a pack told of parts that were never passed on here, in place of what was told before. A grant is not among
/// them: it is called for again.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn keep(tx: &Tx<'_>, parts: &[PartThere]) -> Answer<()> {
    tx.db().run(include_str!("sql/told_drop.sql"), &[])?;
    for part in parts.iter().filter(|part| !is_grant(part.ask)) {
        if store::is_given(tx.db(), &part.serving, part.ask)? {
            continue;
        }
        tx.db().run(
            include_str!("sql/told_insert.sql"),
            named_params! {
                ":serving": part.serving, ":ask": part.ask, ":kind": part.kind.code(),
                ":amount": part.taken.amount, ":principal": part.taken.principal, ":gift": part.taken.gift,
            },
        )?;
    }
    Ok(())
}
