//! The grants that stand: how far each of them is by the books of both stores, and taking one back.

use serde::{Deserialize, Serialize};

use super::grant::{Granted, given, standing, taken};
use super::ready::copies;
use super::received::hq_only;
use crate::db::{Db, named_params};
use crate::ground::Refused;
use crate::parts::code_rules::{PartKind, grant_shown, grant_typed};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Takes a grant back: from the next pack on her home store is not called for it. What has left already goes its way.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeGrant {
    /// Its number, as it is shown: `H` and eight letters and figures.
    pub grant: String,
}

impl Verb for RevokeGrant {
    const NAME: &'static str = "hq.revoke";
    type Out = GrantLine;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GrantLine> {
        tx.require(Act::HqPack)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let unfit = |what: &str| Refused::ChainUnfit {
            store: self.grant.chars().take(12).collect(),
            what: what.to_owned(),
        };
        let no = grant_typed(&self.grant).ok_or_else(|| unfit("which_grant"))?;
        let standing = standing(tx.db(), &tx.today())?;
        let found = standing.iter().find(|grant| grant.no == no).ok_or_else(|| unfit("which_grant"))?;
        if !found.revoked {
            let params = named_params! { ":id": no, ":at": tx.at.0, ":command": tx.command()? };
            tx.db().run(include_str!("sql/grant_end_insert.sql"), params)?;
        }
        tx.touch(Area::Ledger);
        Ok(GrantLine::of(&Granted { revoked: true, ..found.clone() }, GrantState::Revoked))
    }
}

/// Lists the grants that are not over, and how far each of them is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grants {}

/// How far a grant is, by the books that headquarters has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// Her home store has not passed it on yet.
    Called,
    /// It left her home store.
    Left,
    /// The other store took it in.
    Arrived,
    /// It was taken back before it left.
    Revoked,
}

impl GrantState {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Left => "left",
            Self::Arrived => "arrived",
            Self::Revoked => "revoked",
        }
    }
}

/// A grant in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantLine {
    /// Its number as it is shown and typed.
    pub grant: String,
    /// The day on which it was granted.
    pub day: String,
    /// Her home store.
    pub home: String,
    /// Her number there.
    pub member: String,
    /// The store that it is for.
    pub serving: String,
    /// Her number there.
    pub guest: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points, at most.
    pub amount: i64,
    /// Whether she moves for good.
    pub moves: bool,
    /// The last day on which it is taken in.
    pub expires_on: String,
    /// How far it is.
    pub state: GrantState,
}

impl GrantLine {
    fn of(grant: &Granted, state: GrantState) -> Self {
        Self {
            grant: grant_shown(grant.no),
            day: grant.on_day.clone(),
            home: grant.home.clone(),
            member: grant.member.clone(),
            serving: grant.serving.clone(),
            guest: grant.guest.clone(),
            kind: grant.kind,
            amount: grant.amount,
            moves: grant.moves,
            expires_on: grant.expires_on.clone(),
            state,
        }
    }
}

impl Query for Grants {
    const NAME: &'static str = "query.grants";
    type Out = Vec<GrantLine>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<GrantLine>> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let copies = copies(db)?;
        let of = |code: &str| copies.iter().find(|copy| copy.peer.code == code);
        let mut out = Vec::new();
        for grant in standing(db, &look.today())? {
            let arrived = of(&grant.serving).map(|copy| taken(&copy.db, grant.no)).transpose()?;
            let left = of(&grant.home).map(|copy| given(&copy.db, &grant)).transpose()?.flatten();
            let state = match (arrived, left, grant.revoked) {
                (Some(true), _, _) => GrantState::Arrived,
                (_, Some(_), _) => GrantState::Left,
                (_, None, true) => GrantState::Revoked,
                (_, None, false) => GrantState::Called,
            };
            out.push(GrantLine::of(&grant, state));
        }
        Ok(out)
    }
}
