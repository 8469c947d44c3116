//! Member tiers: their names and what they take off.

use serde::{Deserialize, Serialize};

use super::list::Listed;
use super::{Item, ItemKind, store};
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// A tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// `gold`.
    pub code: String,
    /// `金卡`.
    pub name: String,
    /// Higher is better.
    pub rank: i64,
    /// What services cost: 0.9 is 九折.
    pub service_rate: Rate,
    /// What products cost.
    pub product_rate: Rate,
}

/// Which of a tier's rates an item has; cards and packages have none.
pub fn rate_of<T>(kind: ItemKind, service: T, product: T) -> Option<T> {
    match kind {
        ItemKind::Service => Some(service),
        ItemKind::Product => Some(product),
        ItemKind::Package | ItemKind::SessionCard | ItemKind::PeriodCard => None,
    }
}

impl Tier {
    /// What an item of the price list costs for the tier: its own price there, or the list's at the tier's rate. Where that
    /// is beyond what an amount can be, the list's.
    pub fn price(&self, listed: &Listed) -> Fen {
        let item = &listed.item;
        let at_rate = || rate_of(item.kind, self.service_rate, self.product_rate)?.of(item.price).ok();
        listed.tier_prices.get(&self.code).copied().or_else(at_rate).unwrap_or(item.price)
    }
}

/// Every tier, lowest first.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn all(db: &Db) -> Result<Vec<Tier>, Fault> {
    db.list(include_str!("sql/tiers.sql"), &[], read)?.into_iter().map(Row::tier).collect()
}

/// A tier as it stands in the file.
struct Row(Tier, String, String);

fn read(row: &crate::db::Row<'_>) -> crate::db::RowResult<Row> {
    let tier = Tier {
        code: row.get("code")?,
        name: row.get("name")?,
        rank: row.get("rank")?,
        service_rate: Rate::ONE,
        product_rate: Rate::ONE,
    };
    Ok(Row(tier, row.get("service_rate")?, row.get("product_rate")?))
}

impl Row {
    fn tier(self) -> Result<Tier, Fault> {
        let Self(tier, service, product) = self;
        Ok(Tier { service_rate: service.parse()?, product_rate: product.parse()?, ..tier })
    }
}

/// A tier by code or name.
///
/// # Errors
/// [`Refused::ChoiceUnknown`] naming those there are.
pub fn find(db: &Db, text: &str) -> Answer<Tier> {
    if let Some(row) = db.one(include_str!("sql/tier_by_code.sql"), named_params! { ":code": text }, read)? {
        return Ok(row.tier()?);
    }
    let tiers = all(db)?;
    let known = tiers.iter().map(|tier| tier.code.as_str()).collect::<Vec<_>>().join(" / ");
    if let Some(tier) = tiers.into_iter().find(|tier| tier.name == text) {
        return Ok(tier);
    }
    Err(Refused::ChoiceUnknown { field: "tier".into(), value: Clean::shown(text).into_string(), known }
        .into())
}

/// Sets or takes away an item's own price for a tier.
pub(super) fn set_price(tx: &Tx<'_>, item: &Item, tier: &str, price: Option<Fen>) -> Answer<()> {
    let tier = find(tx.db(), tier)?;
    if price.is_some_and(|price| price < Fen::ZERO) {
        return Err(Refused::AmountNotPositive { field: "tier_prices".into() }.into());
    }
    Ok(store::set_tier_price(tx.db(), item.id, &tier.code, price)?)
}

/// Names a tier and sets its rates.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTier {
    /// Which tier.
    pub tier: String,
    /// New name.
    #[serde(default)]
    pub name: Option<Clean>,
    /// What services cost, 0…1.
    #[serde(default)]
    pub service_rate: Option<Rate>,
    /// What products cost, 0…1.
    #[serde(default)]
    pub product_rate: Option<Rate>,
}

impl Verb for SetTier {
    const NAME: &'static str = "tier.set";
    type Out = Tier;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Tier> {
        tx.require(Act::ItemEdit)?;
        let before = find(tx.db(), &self.tier)?;
        let mut after = before.clone();
        if let Some(name) = &self.name {
            after.name = Clean::required("name", name.as_str())?.into_string();
        }
        after.service_rate = self.service_rate.unwrap_or(before.service_rate);
        after.product_rate = self.product_rate.unwrap_or(before.product_rate);
        for rate in [after.service_rate, after.product_rate] {
            if !rate.is_share() {
                return Err(Refused::RateUnreadable { text: rate.to_string() }.into());
            }
        }
        tx.db().run(
            include_str!("sql/tier_update.sql"),
            named_params! {
                ":code": after.code, ":name": after.name, ":service": after.service_rate.to_string(),
                ":product": after.product_rate.to_string(),
            },
        )?;
        tx.keep_change("tier", after.rank, &before, &after)?;
        tx.touch(Area::Catalog);
        Ok(after)
    }
}

/// Every tier.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tiers {}

impl Query for Tiers {
    const NAME: &'static str = "query.tiers";
    type Out = Vec<Tier>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Tier>> {
        Ok(all(db)?)
    }
}
