//! A member moves to another store for good (会员转店): everything that she has at her home store goes there by packs, and does
//! not come back by itself. Its money stays where she paid it in: what she uses of it is settled between the stores.

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::grant::{Granted, insert, open, standing};
use super::received::hq_only;
use super::roam;
use crate::db::named_params;
use crate::ground::Refused;
use crate::parts::code_rules::{AMOUNT_MAX, PartKind};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// So many days a move waits for both stores; what was taken in stays for good.
const DAYS: u64 = 90;

/// Moves a member with all that she has to another store.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveMember {
    /// Her home store until now, by code.
    pub home: String,
    /// Her number there.
    pub member: String,
    /// The store that she belongs to from now on.
    pub to: String,
    /// Her number there; found by her visits or her phone where it is not given.
    #[serde(default)]
    pub guest: Option<String>,
}

/// A move that was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberMoves {
    /// Her home store until now.
    pub home: String,
    /// Her number there.
    pub member: String,
    /// The store that she goes to.
    pub to: String,
    /// Her number there.
    pub guest: String,
    /// How many grants bring it: stored value, points, and each session card.
    pub grants: i64,
}

impl Verb for MoveMember {
    const NAME: &'static str = "hq.move";
    type Out = MemberMoves;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<MemberMoves> {
        tx.require(Act::HqPack)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        if self.home == self.to {
            let store = self.to.clone();
            return Err(Refused::ChainUnfit { store, what: "own_store".to_owned() }.into());
        }
        let (home, to) = (open(tx, &self.home)?, open(tx, &self.to)?);
        let guest = roam::guest(&home, &to, &self.member, self.guest.as_deref())?;
        let mut ordered = standing(tx.db(), &tx.today())?.into_iter();
        if ordered
            .any(|one| one.moves && !one.revoked && (&one.home, &one.member) == (&self.home, &self.member))
        {
            let store = self.home.clone();
            return Err(Refused::ChainUnfit { store, what: "moves_already".to_owned() }.into());
        }
        let last = tx.day.checked_add_days(Days::new(DAYS)).unwrap_or(tx.day).to_string();
        let all = |kind: PartKind, amount: i64, card: &str, item: &str| Granted {
            no: 0,
            home: self.home.clone(),
            member: self.member.clone(),
            serving: self.to.clone(),
            guest: guest.clone(),
            kind,
            amount,
            card: card.to_owned(),
            item: item.to_owned(),
            moves: true,
            expires_on: last.clone(),
            on_day: tx.today(),
            revoked: false,
        };
        let number = named_params! { ":number": self.member };
        let mut grants = Vec::new();
        // Of everything at most all: what is there when her home store hears of it.
        if roam::held(&home.db, &self.member, &self.home, &tx.today())? > 0 {
            grants.push(all(PartKind::StoredValue, AMOUNT_MAX, "", ""));
        }
        let points =
            home.db.one(include_str!("sql/points_held.sql"), number, |row| row.get::<_, i64>("held"))?;
        if points.unwrap_or(0) > 0 {
            grants.push(all(PartKind::Points, AMOUNT_MAX, "", ""));
        }
        let cards = home.db.list(include_str!("sql/cards_open.sql"), number, |row| {
            Ok((
                row.get::<_, String>("code")?,
                row.get::<_, i64>("left")?,
                row.get::<_, Option<String>>("item")?,
            ))
        })?;
        for (card, left, item) in &cards {
            let Some(item) = item else { continue };
            grants.push(all(PartKind::SessionCard, *left, card, item));
        }
        if grants.is_empty() {
            let store = self.home.clone();
            return Err(Refused::ChainUnfit { store, what: "nothing_to_move".to_owned() }.into());
        }
        for grant in &grants {
            insert(tx, grant)?;
        }
        tx.touch(Area::Ledger);
        Ok(MemberMoves {
            home: self.home.clone(),
            member: self.member.clone(),
            to: self.to.clone(),
            guest,
            grants: i64::try_from(grants.len()).unwrap_or(0),
        })
    }
}
