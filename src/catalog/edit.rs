//! Changing an item: bills keep what it was when it was sold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Item, Shortage, add, store, tier};
use crate::ground::{Clean, Fen, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Changes what is given and leaves the rest.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditItem {
    /// Which item.
    pub item: String,
    /// New name.
    #[serde(default)]
    pub name: Option<Clean>,
    /// New category.
    #[serde(default)]
    pub category: Option<Clean>,
    /// New list price.
    #[serde(default)]
    pub price: Option<Fen>,
    /// New hand fee.
    #[serde(default)]
    pub hand_fee: Option<Fen>,
    /// New cost of material.
    #[serde(default)]
    pub material_cost: Option<Fen>,
    /// New duration.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// New barcode.
    #[serde(default)]
    pub barcode: Option<String>,
    /// New shortage policy.
    #[serde(default)]
    pub shortage: Option<Shortage>,
    /// New least stock of a product.
    #[serde(default)]
    pub stock_min: Option<i64>,
    /// Whether it is sold.
    #[serde(default)]
    pub active: Option<bool>,
    /// New parts, in place of the old.
    #[serde(default)]
    pub parts: Option<BTreeMap<String, i64>>,
    /// New prices per tier; `null` takes one away.
    #[serde(default)]
    pub tier_prices: BTreeMap<String, Option<Fen>>,
}

impl Verb for EditItem {
    const NAME: &'static str = "item.edit";
    type Out = Item;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Item> {
        tx.require(Act::ItemEdit)?;
        let before = store::by_code(tx.db(), &self.item)?
            .ok_or_else(|| Refused::ItemUnknown { code: Clean::shown(&self.item).into_string() })?;
        let mut after = before.clone();
        if let Some(name) = &self.name {
            after.name = Clean::required("name", name.as_str())?.into_string();
        }
        if let Some(category) = &self.category {
            after.category = category.as_str().to_owned();
        }
        after.price = self.price.unwrap_or(before.price);
        after.hand_fee = self.hand_fee.unwrap_or(before.hand_fee);
        after.material_cost = self.material_cost.unwrap_or(before.material_cost);
        after.minutes = self.minutes.unwrap_or(before.minutes);
        after.barcode = self.barcode.clone().or_else(|| before.barcode.clone());
        after.shortage = self.shortage.unwrap_or(before.shortage);
        after.stock_min = self.stock_min.unwrap_or(before.stock_min);
        after.active = self.active.unwrap_or(before.active);
        add::check(tx, &after)?;
        store::update(tx.db(), &after)?;
        if let Some(parts) = &self.parts {
            add::set_parts(tx, &after, parts)?;
        }
        for (code, price) in &self.tier_prices {
            tier::set_price(tx, &after, code, *price)?;
        }
        tx.keep_change("item", after.id, &before, &after)?;
        tx.touch(Area::Catalog);
        Ok(after)
    }
}
