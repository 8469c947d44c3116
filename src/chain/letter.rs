//! What headquarters tells a store: the stores of the chain with their keys and the secrets of pairs, the rules between
//! stores, the price list, and what became of parts. Sealed to the store's key, signed by headquarters.

use serde::{Deserialize, Serialize};

use crate::catalog::add::AddItem;
use crate::catalog::tier::Tier;
use crate::ground::Fen;
use crate::parts::end::PartThere;
use crate::parts::grant::{Call, Grant};
use crate::settlement::clearing_rules::Clearing;

/// The kind of a pack's container.
pub const KIND: &str = "pack";
/// The one part of it, sealed.
pub const PART: &str = "letter";

/// What a pack says of itself to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackAbout {
    /// The code of headquarters.
    pub hq: String,
    /// Its name.
    pub name: String,
    /// The store that it is for.
    pub to: String,
    /// Its version, from 1, for each store.
    pub version: i64,
}

/// The letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// The stores, this one included.
    pub stores: Vec<StoreTold>,
    /// The secret by which all stores know one phone without telling it, in hex.
    pub person: String,
    /// Every book of rules between stores.
    pub clearing: Vec<BookTold>,
    /// The price list; empty where each store has its own.
    pub items: Vec<AddItem>,
    /// Whether bundles hold members' phones, sealed to headquarters' key.
    #[serde(default)]
    pub phones: bool,
    /// How far headquarters has the books of other stores.
    pub books: Vec<BooksTold>,
    /// Parts of this store's members as those books have them.
    pub parts: Vec<PartThere>,
    /// Tiers as headquarters set them; empty where each store has its own.
    #[serde(default)]
    pub tiers: Vec<Tier>,
    /// Members of other stores who come to this one, and what they have at home.
    #[serde(default)]
    pub guests: Vec<GuestTold>,
    /// What headquarters grants of this store's members to other stores.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// What other stores passed on to this one by grants.
    #[serde(default)]
    pub grants: Vec<Grant>,
}

/// A store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreTold {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it still does business.
    pub open: bool,
    /// Its key in hex.
    pub key: String,
    /// The secret that it shares with the store that reads this, in hex; nothing for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<String>,
}

/// A book of rules between stores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookTold {
    /// Its version at headquarters.
    pub version: i64,
    /// Its first day, ISO.
    pub from: String,
    /// Its rules.
    pub rules: Vec<Clearing>,
}

/// A member of another store who comes to this one, as her home store's books have her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestTold {
    /// Her home store.
    pub home: String,
    /// Her number there.
    pub member: String,
    /// Her number at the store that reads this.
    pub guest: String,
    /// Her name there.
    pub name: String,
    /// Her tier there, by code.
    pub tier: String,
    /// What she may spend there: principal and gift.
    pub stored_value: Fen,
    /// Her points there.
    pub points: i64,
    /// Her session cards there: code, name, sessions left.
    pub cards: Vec<(String, String, i64)>,
    /// The newest business day of those books.
    pub as_of: String,
}

/// How far headquarters has the books of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BooksTold {
    /// The store.
    pub store: String,
    /// The last sequence.
    pub last: i64,
    /// The newest business day in it: of what is dated before, all is known.
    pub last_day: String,
}
