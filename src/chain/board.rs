//! The board of all stores (连锁排行): their people side by side, read from headquarters' copies.

use serde::{Deserialize, Serialize};

use super::ready::prepared;
use super::received::hq_only;
use crate::db::Db;
use crate::leaderboard::board::Board;
use crate::leaderboard::together::{Books, TogetherIs, together};
use crate::shop::{Answer, Look, Query};

/// Asks for the board of all stores, or of some.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainBoard {
    /// Which days, and what else.
    #[serde(default)]
    pub board: Board,
    /// The codes of the stores; all where none is named.
    #[serde(default)]
    pub stores: Vec<String>,
}

impl Query for ChainBoard {
    const NAME: &'static str = "query.chain_board";
    type Out = TogetherIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<TogetherIs> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let copies = prepared(db)?;
        let wanted =
            copies.iter().filter(|copy| self.stores.is_empty() || self.stores.contains(&copy.peer.code));
        let books: Vec<Books<'_>> =
            wanted.map(|copy| Books { code: &copy.peer.code, name: &copy.peer.name, db: &copy.db }).collect();
        together((db, look), &self.board, &books)
    }
}
