//! The demo's data as types, so that a slip of the pen in a text file is a failing test and not a strange demo.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use thiserror::Error;

use crate::ground::{Clean, Fen, Rate};

const SHOP: &str = include_str!("../../assets/demo/shop.toml");
const CATALOG: &str = include_str!("../../assets/demo/catalog.toml");
const PREPAID: &str = include_str!("../../assets/demo/prepaid.toml");
const PEOPLE: &str = include_str!("../../assets/demo/people.toml");

/// The whole demo.
#[derive(Debug, Clone)]
pub struct DemoBook {
    /// The shop.
    pub shop: Shop,
    /// Who works there.
    pub staff: Vec<Staff>,
    /// What kinds of work there are.
    pub categories: Vec<Category>,
    /// Work on a person.
    pub services: Vec<Service>,
    /// Goods.
    pub products: Vec<Product>,
    /// Bundles sold as one line.
    pub packages: Vec<Package>,
    /// Member tiers, lowest first.
    pub tiers: Vec<Tier>,
    /// Top-up offers, smallest first.
    pub top_ups: Vec<TopUp>,
    /// Session cards (次卡).
    pub session_cards: Vec<SessionCard>,
    /// Period cards (期卡).
    pub period_cards: Vec<PeriodCard>,
    /// What members are made of.
    pub people: People,
}

/// The demo's texts cannot be read: a fault of the build, not of the user.
#[derive(Debug, Error)]
#[error("built-in demo data: {0}")]
pub struct DemoUnreadable(#[from] toml::de::Error);

/// The shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// Store code.
    pub code: Clean,
    /// Name on the slip.
    pub name: Clean,
    /// Name in the chain.
    pub short_name: Clean,
    /// Opening time.
    #[serde(deserialize_with = "hour_minute")]
    pub opens: NaiveTime,
    /// Closing time.
    #[serde(deserialize_with = "hour_minute")]
    pub closes: NaiveTime,
}

/// What somebody does in the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 老板
    Owner,
    /// 店长
    Manager,
    /// 前台
    Cashier,
    /// 顾问
    Consultant,
    /// 技师
    Technician,
}

/// Somebody who works there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Two digits.
    pub number: Clean,
    /// Name.
    pub name: Clean,
    /// Role.
    pub role: Role,
    /// First working day.
    pub hired_on: NaiveDate,
    /// The categories they work in.
    pub skills: Vec<Clean>,
}

/// A kind of work and its pace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Name.
    pub name: Clean,
    /// Days that a regular lets pass between two visits.
    pub gap_days: u16,
    /// Demand by month in percent, January first.
    pub months: [u16; 12],
}

/// Work on a person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// One to three digits.
    pub code: Clean,
    /// Name.
    pub name: Clean,
    /// Category.
    pub category: Clean,
    /// List price.
    pub price: Fen,
    /// Duration.
    pub minutes: u16,
    /// Fixed fee for the technician.
    pub hand_fee: Fen,
    /// Material used.
    pub material_cost: Fen,
    /// How often it is asked for, against its neighbours.
    pub heat: u32,
}

/// Goods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// One to three digits.
    pub code: Clean,
    /// Name.
    pub name: Clean,
    /// The category whose customers buy it.
    pub category: Clean,
    /// EAN-13.
    pub barcode: Clean,
    /// List price.
    pub price: Fen,
    /// Purchase price.
    pub cost: Fen,
    /// On the shelf when the demo begins.
    pub stock: u32,
    /// How often it is asked for.
    pub heat: u32,
}

/// A bundle sold as one line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// One to three digits.
    pub code: Clean,
    /// Name.
    pub name: Clean,
    /// Category.
    pub category: Clean,
    /// Price of the whole.
    pub price: Fen,
    /// What is in it.
    pub parts: Vec<Part>,
}

/// A part of a package.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// A service or a product.
    pub code: Clean,
    /// How many.
    pub quantity: u32,
}

/// A member tier and its prices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Name.
    pub name: Clean,
    /// Spend on the rolling window that leads to it.
    pub from_spend: Fen,
    /// Services cost list price × this.
    pub service_rate: Rate,
    /// Goods cost list price × this.
    pub product_rate: Rate,
    /// Points are multiplied by this.
    pub points_rate: Rate,
}

/// A top-up offer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopUp {
    /// What is paid in.
    pub amount: Fen,
    /// What the salon adds.
    pub gift: Fen,
    /// How long the gift lasts.
    pub gift_valid_days: u32,
    /// The tier it leads to at once.
    pub tier: Clean,
    /// How often it is chosen.
    pub heat: u32,
}

/// A session card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionCard {
    /// One to three digits.
    pub code: Clean,
    /// Name.
    pub name: Clean,
    /// Sessions paid for.
    pub sessions: u32,
    /// Sessions added.
    pub gift_sessions: u32,
    /// Price of the card.
    pub price: Fen,
    /// The services it covers.
    pub services: Vec<Clean>,
    /// How long it lasts.
    pub valid_days: u32,
    /// How often it is bought.
    pub heat: u32,
}

/// A period card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodCard {
    /// One to three digits.
    pub code: Clean,
    /// Name.
    pub name: Clean,
    /// Price of the card.
    pub price: Fen,
    /// The services it covers.
    pub services: Vec<Clean>,
    /// How long it lasts.
    pub days: u32,
    /// The least number of days between two uses.
    pub days_between: u32,
    /// How often it is bought.
    pub heat: u32,
}

/// Where members come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name.
    pub name: Clean,
    /// Share against the others.
    pub weight: u32,
}

/// What members are made of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Characters of women's given names, most frequent first.
    pub female_chars: String,
    /// Characters of men's given names.
    pub male_chars: String,
    /// First three digits of mobile numbers.
    pub mobile_prefixes: Vec<Clean>,
    /// Remarks.
    pub notes: Vec<Clean>,
    /// Allergies.
    pub allergies: Vec<Clean>,
    /// Tags put on by hand.
    pub tags: Vec<Clean>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Surnames and how many of ten thousand bear them.
    pub surnames: BTreeMap<Clean, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShopText {
    shop: Shop,
    staff: Vec<Staff>,
    categories: Vec<Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogText {
    services: Vec<Service>,
    products: Vec<Product>,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrepaidText {
    tiers: Vec<Tier>,
    top_ups: Vec<TopUp>,
    session_cards: Vec<SessionCard>,
    period_cards: Vec<PeriodCard>,
}

impl DemoBook {
    /// Reads the built-in demo.
    ///
    /// # Errors
    /// [`DemoUnreadable`] only when the build carries broken texts; a test sees to it that it does not.
    pub fn load() -> Result<Self, DemoUnreadable> {
        let ShopText { shop, staff, categories } = toml::from_str(SHOP)?;
        let CatalogText { services, products, packages } = toml::from_str(CATALOG)?;
        let PrepaidText { tiers, top_ups, session_cards, period_cards } = toml::from_str(PREPAID)?;
        let people = toml::from_str(PEOPLE)?;
        Ok(Self {
            shop,
            staff,
            categories,
            services,
            products,
            packages,
            tiers,
            top_ups,
            session_cards,
            period_cards,
            people,
        })
    }

    /// List price of a service, product or package.
    #[must_use]
    pub fn list_price(&self, code: &str) -> Option<Fen> {
        let services = self.services.iter().map(|item| (&item.code, item.price));
        let products = self.products.iter().map(|item| (&item.code, item.price));
        let packages = self.packages.iter().map(|item| (&item.code, item.price));
        services
            .chain(products)
            .chain(packages)
            .find(|(found, _)| found.as_str() == code)
            .map(|(_, price)| price)
    }
}

/// The thirteenth digit of an EAN, from the twelve before it.
#[must_use]
pub fn ean_check_digit(twelve: &str) -> Option<u32> {
    if twelve.len() != 12 {
        return None;
    }
    let sum = twelve
        .chars()
        .zip([1, 3].into_iter().cycle())
        .try_fold(0, |sum, (digit, weight)| Some(sum + digit.to_digit(10)? * weight))?;
    Some((10 - sum % 10) % 10)
}

fn hour_minute<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests;
