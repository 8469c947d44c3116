//! Adding an item to the price list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{GiftMode, Item, ItemKind, Shortage, rules, store};
use crate::ground::{Clean, Fen, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Adds an item.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddItem {
    /// 1 to 3 digits that do not begin with 0, or a code with letters.
    pub code: String,
    /// What it is.
    pub kind: ItemKind,
    /// Name.
    pub name: Clean,
    /// Category.
    #[serde(default)]
    pub category: Clean,
    /// List price.
    pub price: Fen,
    /// Fixed fee for the person who does it.
    #[serde(default)]
    pub hand_fee: Fen,
    /// Cost of material.
    #[serde(default)]
    pub material_cost: Fen,
    /// Duration in minutes.
    #[serde(default)]
    pub minutes: i64,
    /// Barcode.
    #[serde(default)]
    pub barcode: Option<String>,
    /// What happens when none is on hand.
    #[serde(default)]
    pub shortage: Shortage,
    /// Sessions of a session card.
    #[serde(default)]
    pub sessions: i64,
    /// Sessions given on top.
    #[serde(default)]
    pub gift_sessions: i64,
    /// How gift sessions count.
    #[serde(default)]
    pub gift_mode: GiftMode,
    /// Days a card is valid; 0 for ever (period cards need days).
    #[serde(default)]
    pub valid_days: i64,
    /// Pieces of a product below which it is short.
    #[serde(default)]
    pub stock_min: i64,
    /// What a card pays for or a package holds: item code to quantity.
    #[serde(default)]
    pub parts: BTreeMap<String, i64>,
    /// Prices per tier.
    #[serde(default)]
    pub tier_prices: BTreeMap<String, Fen>,
    /// The import that brought it; it must be one of this file.
    #[serde(default)]
    pub batch: Option<i64>,
}

impl Verb for AddItem {
    const NAME: &'static str = "item.add";
    type Out = Item;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Item> {
        tx.require(Act::ItemEdit)?;
        rules::check_code(&self.code)?;
        if let Some(item) = store::by_code(tx.db(), &self.code)? {
            return Err(Refused::ItemCodeTaken { code: item.code, name: item.name }.into());
        }
        let mut item = Item {
            id: 0,
            code: self.code.clone(),
            kind: self.kind,
            name: Clean::required("name", self.name.as_str())?.into_string(),
            category: self.category.as_str().to_owned(),
            price: self.price,
            hand_fee: self.hand_fee,
            material_cost: self.material_cost,
            minutes: self.minutes,
            barcode: self.barcode.clone(),
            shortage: self.shortage,
            sessions: self.sessions,
            gift_sessions: self.gift_sessions,
            gift_mode: self.gift_mode,
            valid_days: self.valid_days,
            stock_min: self.stock_min,
            active: true,
        };
        check(tx, &item)?;
        item.id = store::insert(tx.db(), &item, tx.known_batch(self.batch)?)?;
        set_parts(tx, &item, &self.parts)?;
        for (tier, price) in &self.tier_prices {
            super::tier::set_price(tx, &item, tier, Some(*price))?;
        }
        tx.touch(Area::Catalog);
        Ok(item)
    }
}

/// What must hold of any item.
pub(super) fn check(tx: &Tx<'_>, item: &Item) -> Answer<()> {
    for (field, amount) in
        [("price", item.price), ("hand_fee", item.hand_fee), ("material_cost", item.material_cost)]
    {
        if amount < Fen::ZERO {
            return Err(Refused::AmountNotPositive { field: field.into() }.into());
        }
    }
    let counts = [item.minutes, item.sessions, item.gift_sessions, item.valid_days, item.stock_min];
    let wrong = counts.iter().any(|count| !(0..=100_000).contains(count))
        || (item.kind == ItemKind::SessionCard && item.sessions == 0)
        || (item.kind == ItemKind::PeriodCard && item.valid_days == 0);
    if wrong {
        return Err(Refused::ItemWrongKind {
            code: item.code.clone(),
            needed: "sessions, valid_days".into(),
        }
        .into());
    }
    if item.stock_min > 0 && item.kind != ItemKind::Product {
        let needed = ItemKind::Product.code().into();
        return Err(Refused::ItemWrongKind { code: item.code.clone(), needed }.into());
    }
    if let Some(barcode) = &item.barcode {
        let fit = (6..=20).contains(&barcode.len()) && barcode.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fit {
            return Err(Refused::ItemCodeUnfit { code: Clean::shown(barcode).into_string() }.into());
        }
        if let Some(other) = store::by_barcode(tx.db(), barcode)?
            && other.id != item.id
        {
            return Err(Refused::BarcodeTaken { barcode: barcode.clone(), code: other.code }.into());
        }
    }
    Ok(())
}

/// Writes what a card pays for or a package holds.
pub(super) fn set_parts(tx: &Tx<'_>, item: &Item, parts: &BTreeMap<String, i64>) -> Answer<()> {
    let unfit = || Refused::PackageUnfit { code: item.code.clone() };
    let holds = match item.kind {
        ItemKind::Package => !parts.is_empty(),
        ItemKind::SessionCard | ItemKind::PeriodCard => true,
        ItemKind::Service | ItemKind::Product => parts.is_empty(),
    };
    if !holds {
        return Err(unfit().into());
    }
    store::clear_parts(tx.db(), item.id)?;
    for (code, quantity) in parts {
        let part = store::by_code(tx.db(), code)?
            .ok_or_else(|| Refused::ItemUnknown { code: Clean::shown(code).into_string() })?;
        let fits = match item.kind {
            ItemKind::Package => matches!(part.kind, ItemKind::Service | ItemKind::Product),
            _ => part.kind == ItemKind::Service,
        };
        if !fits || !(1..=999).contains(quantity) {
            return Err(unfit().into());
        }
        store::set_part(tx.db(), item.id, part.id, *quantity)?;
    }
    Ok(())
}
