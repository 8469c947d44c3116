//! The parts of a store: what it asked others for, what it passed on, and a code once more while it may be taken.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::accept::{self, PartTold};
use super::code_rules::{Asked, Part, PartKind, is_grant};
use super::end;
use crate::db::{Db, named_params};
use crate::ground::{Fen, Refused, day};
use crate::members;
use crate::peers;
use crate::shop::{Answer, Look, Query};

/// How many of each are listed.
const LISTED_MAX: i64 = 500;

/// Lists what was asked and passed on, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parts {}

/// What this store asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskLine {
    /// Its number.
    pub ask: i64,
    /// The home store.
    pub home: String,
    /// The member as the home store knows her, a phone masked.
    pub who: String,
    /// The member's number here.
    pub member: String,
    /// Her name.
    pub name: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// What for.
    pub note: String,
    /// The day.
    pub day: String,
    /// The day on which it was taken in.
    pub taken_on: Option<String>,
    /// How many days ago that was.
    #[serde(default)]
    pub age: i64,
    /// What of it is left here.
    #[serde(default)]
    pub left: i64,
    /// Whether headquarters granted it.
    #[serde(default)]
    pub granted: bool,
}

/// What this store passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutLine {
    /// Its number.
    pub part: i64,
    /// The serving store.
    pub serving: String,
    /// The serving store's number.
    pub ask: i64,
    /// The member's number here.
    pub member: String,
    /// Her name.
    pub name: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
    /// What of it was used, as far as headquarters told.
    pub used: i64,
    /// What of it came back.
    pub back: i64,
    /// The newest day of the other store's books when that was told; empty before.
    pub through: String,
    /// The day.
    pub day: String,
    /// The last day of its code.
    pub expires_on: String,
    /// Whether its code may still be taken.
    pub open: bool,
    /// Whether headquarters granted it: there is no code then.
    #[serde(default)]
    pub granted: bool,
}

/// Parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PartsAre {
    /// Asked for, newest first.
    pub asks: Vec<AskLine>,
    /// Passed on, newest first.
    pub outs: Vec<OutLine>,
    /// In other stores' books and not in this one's: what a file lost that went back to a back-up.
    #[serde(default)]
    pub lost: Vec<PartTold>,
}

impl Query for Parts {
    const NAME: &'static str = "query.parts";
    type Out = PartsAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<PartsAre> {
        let today = look.today();
        let kind = |code: String| PartKind::from_code(&code).unwrap_or(PartKind::StoredValue);
        let limit = named_params! { ":limit": LISTED_MAX };
        let left: BTreeMap<i64, i64> = end::left_here(db)?.into_iter().collect();
        let asks = db.list(include_str!("sql/asks_list.sql"), limit, |row| {
            Ok(AskLine {
                ask: row.get("id")?,
                home: row.get("home")?,
                who: members::store::shown(&row.get::<_, String>("who")?),
                member: row.get("number")?,
                name: row.get("name")?,
                kind: kind(row.get("kind")?),
                amount: row.get("amount")?,
                note: row.get("note")?,
                day: row.get("on_day")?,
                taken_on: row.get("taken_on")?,
                age: since(&row.get::<_, String>("on_day")?, &today),
                left: left.get(&row.get::<_, i64>("id")?).copied().unwrap_or(0),
                granted: row.get::<_, Option<i64>>("granted")?.is_some(),
            })
        })?;
        let outs = db.list(include_str!("sql/outs_list.sql"), limit, |row| {
            let expires_on: String = row.get("expires_on")?;
            let (used, back): (i64, i64) = (row.get("amount_used")?, row.get("amount_back")?);
            let (ask, through): (i64, String) = (row.get("ask")?, row.get("through")?);
            Ok(OutLine {
                part: row.get("id")?,
                serving: row.get("serving")?,
                ask,
                member: row.get("number")?,
                name: row.get("name")?,
                kind: kind(row.get("kind")?),
                amount: row.get("amount")?,
                used,
                back,
                day: row.get("on_day")?,
                // Once the other store's books spoke of it, its code was taken.
                open: expires_on >= today && through.is_empty() && !is_grant(ask),
                granted: is_grant(ask),
                through,
                expires_on,
            })
        })?;
        Ok(PartsAre { asks, outs, lost: accept::told(db)? })
    }
}

/// Days from one day to another.
fn since(from: &str, to: &str) -> i64 {
    match (day::iso(from), day::iso(to)) {
        (Ok(from), Ok(to)) => to.signed_duration_since(from).num_days(),
        _ => 0,
    }
}

/// Tells the code of a part once more, while it may be taken.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeOf {
    /// The store that it was passed on to.
    pub serving: String,
    /// That store's number.
    pub ask: i64,
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeIs {
    /// To be read out.
    pub digits: String,
    /// As a text, signed.
    pub code: String,
    /// Its last day.
    pub expires_on: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
}

impl Query for CodeOf {
    const NAME: &'static str = "query.part_code";
    type Out = CodeIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<CodeIs> {
        let unfit = |what: &str| Refused::CodeUnfit { what: what.to_owned() };
        let params = named_params! { ":serving": self.serving, ":ask": self.ask };
        let found = db.one(include_str!("sql/out_code.sql"), params, |row| {
            let kind: String = row.get("kind")?;
            let asked = Asked {
                home: look.profile.code.clone(),
                serving: row.get("serving")?,
                ask: row.get("ask")?,
                who: row.get("who")?,
                kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
                amount: row.get("amount")?,
            };
            Ok((
                asked,
                Fen(row.get("principal")?),
                Fen(row.get("gift")?),
                row.get::<_, String>("expires_on")?,
                row.get::<_, Option<String>>("lapses_on")?,
            ))
        })?;
        let (asked, principal, gift, last, lapses) = found.ok_or_else(|| unfit("code_ask"))?;
        if is_grant(self.ask) {
            return Err(unfit("part_granted").into());
        }
        if last < look.today() {
            return Err(unfit("code_expired").into());
        }
        let lapses_on = lapses.as_deref().map(day::iso).transpose()?;
        let part = Part { asked, principal, gift, expires_on: day::iso(&last)?, lapses_on };
        let peer = peers::store::peer(db, &self.serving)?;
        let unknown = || Refused::ChainUnfit { store: self.serving.clone(), what: "peer".to_owned() };
        let pair = peer.pair.ok_or_else(unknown)?;
        Ok(CodeIs {
            digits: part.digits(&pair),
            code: part.text(&peers::store::own_key(db)?),
            expires_on: last,
            kind: part.asked.kind,
            amount: part.asked.amount,
        })
    }
}
