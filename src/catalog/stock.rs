//! Goods that come in and goods that are counted: entries of the ledger, like money.

use serde::{Deserialize, Serialize};

use super::{Item, ItemKind, store};
use crate::db::{Db, named_params};
use crate::ground::{Clean, Refused};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, post};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Goods came in.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockIn {
    /// Which product, by code or barcode.
    pub item: String,
    /// How many pieces.
    pub quantity: i64,
}

/// The shelf was counted.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockCount {
    /// Which product, by code or barcode.
    pub item: String,
    /// How many pieces there are.
    pub counted: i64,
}

/// What is on hand now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnHand {
    /// The product's code.
    pub item: String,
    /// Pieces on hand.
    pub on_hand: i64,
    /// By how many the count differed from the books.
    pub difference: i64,
}

impl Verb for StockIn {
    const NAME: &'static str = "stock.in";
    type Out = OnHand;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<OnHand> {
        tx.require(Act::StockIn)?;
        let item = product(tx.db(), &self.item)?;
        if !(1..=1_000_000).contains(&self.quantity) {
            return Err(Refused::QuantityUnfit { quantity: self.quantity }.into());
        }
        move_pieces(tx, EntryKind::StockIn, item.id, self.quantity)?;
        answer(tx, item, 0)
    }
}

impl Verb for StockCount {
    const NAME: &'static str = "stock.count";
    type Out = OnHand;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<OnHand> {
        tx.require(Act::StockCount)?;
        let item = product(tx.db(), &self.item)?;
        if !(0..=1_000_000).contains(&self.counted) {
            return Err(Refused::QuantityUnfit { quantity: self.counted }.into());
        }
        let difference = self.counted - balance::now(tx.db(), Account::of(Kind::Stock, item.id))?;
        move_pieces(tx, EntryKind::StockCount, item.id, difference)?;
        answer(tx, item, difference)
    }
}

fn product(db: &Db, code: &str) -> Answer<Item> {
    let found = match store::by_code(db, code)? {
        Some(item) => Some(item),
        None => store::by_barcode(db, code)?,
    };
    let item = found.ok_or_else(|| Refused::ItemUnknown { code: Clean::shown(code).into_string() })?;
    if item.kind == ItemKind::Product {
        Ok(item)
    } else {
        Err(Refused::ItemWrongKind { code: item.code, needed: ItemKind::Product.code().into() }.into())
    }
}

fn move_pieces(tx: &mut Tx<'_>, kind: EntryKind, item: i64, pieces: i64) -> Answer<()> {
    if pieces == 0 {
        return Ok(());
    }
    let mut draft = Draft::new();
    draft.transfer(Account::of(Kind::Stock, item), Account::of(Kind::StockSource, item), pieces);
    let balanced = draft.balance().map_err(crate::db::Fault::from)?;
    post(tx, kind, About::default(), &balanced)?;
    Ok(())
}

fn answer(tx: &mut Tx<'_>, item: Item, difference: i64) -> Answer<OnHand> {
    tx.touch(Area::Catalog);
    let on_hand = balance::now(tx.db(), Account::of(Kind::Stock, item.id))?;
    Ok(OnHand { item: item.code, on_hand, difference })
}

/// What is on hand of every product.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Only what is still sold and below its least stock.
    #[serde(default)]
    pub short: bool,
}

/// One product's stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Barcode.
    pub barcode: Option<String>,
    /// Pieces on hand; negative when more was sold than counted.
    pub on_hand: i64,
    /// Pieces below which it is short; 0 for none.
    pub stock_min: i64,
    /// Whether it is.
    pub short: bool,
}

impl Query for Stock {
    const NAME: &'static str = "query.stock";
    type Out = Vec<StockRow>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<StockRow>> {
        let params = named_params! { ":short": self.short };
        Ok(db.list(include_str!("sql/stock_list.sql"), params, |row| {
            let (on_hand, stock_min): (i64, i64) = (row.get("on_hand")?, row.get("stock_min")?);
            Ok(StockRow {
                code: row.get("code")?,
                name: row.get("name")?,
                barcode: row.get("barcode")?,
                on_hand,
                stock_min,
                short: on_hand < stock_min,
            })
        })?)
    }
}
