//! Members of all stores (全连锁会员): found by number, name, spelling or phone in the copies of all stores, the same person at
//! two stores side by side. Stores keep phones to themselves unless headquarters asks for them, so a whole phone is
//! compared by its print.

use serde::{Deserialize, Serialize};

use super::cross::PRINT_BYTES;
use super::issue::Copy;
use super::ready::prepared;
use super::received::hq_only;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, phone};
use crate::members::search::{Hit, find};
use crate::peers::sign::mac_bytes;
use crate::peers::store::own_key;
use crate::shop::{Answer, Look, Query};

/// Hits answered unless fewer are asked for.
const HITS_MAX: usize = 60;

/// Searches the members of all stores.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainMembers {
    /// What was typed: number, name, spelling, whole phone.
    pub text: String,
    /// Of one store alone, by its code.
    #[serde(default)]
    pub store: Option<String>,
    /// At most this many hits.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// A member found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHit {
    /// The store.
    pub store: String,
    /// Her file there.
    #[serde(flatten)]
    pub hit: Hit,
    /// What she may spend there.
    pub held: Fen,
    /// What of it is money of other stores.
    pub foreign: Fen,
}

impl Query for ChainMembers {
    const NAME: &'static str = "query.chain_members";
    type Out = Vec<ChainHit>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<ChainHit>> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let limit = self.limit.unwrap_or(HITS_MAX).min(HITS_MAX);
        let print = phone::read(&self.text).ok().map(|phone| -> Result<Vec<u8>, Fault> {
            let secret = own_key(db)?.derived("person");
            Ok(mac_bytes(&secret, &phone).get(..PRINT_BYTES).unwrap_or_default().to_vec())
        });
        let print = print.transpose()?;
        let mut out = Vec::new();
        let wanted = |copy: &Copy| self.store.as_ref().is_none_or(|code| *code == copy.peer.code);
        for copy in prepared(db)?.iter().filter(|copy| wanted(copy)) {
            let mut hits = find(&copy.db, &self.text, limit)?;
            if let Some(print) = &print {
                let params = named_params! { ":print": print };
                let sql = include_str!("sql/member_of_print.sql");
                let number = copy.db.one(sql, params, |row| row.get::<_, String>("number"))?;
                let known = |number: &str| hits.iter().any(|hit| hit.member == number);
                if let Some(number) = number.filter(|number| !known(number)) {
                    hits.extend(find(&copy.db, &number, 1)?);
                }
            }
            for hit in hits {
                let params =
                    named_params! { ":number": hit.member, ":home": copy.peer.code, ":today": look.today() };
                let (held, foreign) = copy
                    .db
                    .one(include_str!("sql/held_of.sql"), params, |row| {
                        Ok((row.get("held")?, row.get("foreign")?))
                    })?
                    .unwrap_or((0, 0));
                out.push(ChainHit {
                    store: copy.peer.code.clone(),
                    hit,
                    held: Fen(held),
                    foreign: Fen(foreign),
                });
            }
        }
        // The best first, one person's files beside each other, the last visit before older ones.
        out.sort_by(|a, b| {
            let key = |one: &ChainHit| (one.hit.way, one.hit.name.clone());
            key(a).cmp(&key(b)).then_with(|| b.hit.last_visit_on.cmp(&a.hit.last_visit_on))
        });
        out.truncate(limit);
        Ok(out)
    }
}
