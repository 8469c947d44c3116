//! Timed prices (限时价) and spend-threshold discounts (满减) of a store: set whole, kept by version, found by the checkout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::discount_rules::{DAY_MINUTES, Threshold, Window};
use super::discount_store as store;
use crate::catalog;
use crate::db::{Db, Fault};
use crate::ground::{Clean, Fen, Refused, day};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// The most discounts of a store.
pub const DISCOUNTS_MAX: usize = 200;

/// When a discount holds: always, where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Its first business day, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Its last business day, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The weekdays on which it holds, 1 (Monday) to 7; all of them when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<u32>,
    /// From this time on, `10:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until this time, `14:00`, not included; before `from` for hours over midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A discount of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Discount {
    /// 限时价: an item costs so much while it holds.
    Timed(TimedPrice),
    /// 满减: so much off from a sum on.
    Spend(SpendOff),
}

/// A timed price (限时价).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimedPrice {
    /// Its name, as bills and slips say it.
    pub name: Clean,
    /// The item's code.
    pub item: String,
    /// What one costs.
    pub price: Fen,
    /// For members only.
    #[serde(default)]
    pub members: bool,
    /// When it holds.
    #[serde(default)]
    pub when: When,
}

/// A spend-threshold discount (满减).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpendOff {
    /// Its name, as bills and slips say it.
    pub name: Clean,
    /// From this much in scope on.
    pub spend: Fen,
    /// So much off, at most `spend`.
    pub off: Fen,
    /// For each full `spend` again (每满), else once.
    #[serde(default)]
    pub every: bool,
    /// For this item only, by code.
    #[serde(default)]
    pub item: Option<String>,
    /// For this category only.
    #[serde(default)]
    pub category: Clean,
    /// Whether cards that are sold count too.
    #[serde(default)]
    pub cards: bool,
    /// For members only.
    #[serde(default)]
    pub members: bool,
    /// When it holds.
    #[serde(default)]
    pub when: When,
}

impl Discount {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Timed(timed) => timed.name.as_str(),
            Self::Spend(spend) => spend.name.as_str(),
        }
    }

    /// When it holds.
    pub fn when(&self) -> &When {
        match self {
            Self::Timed(timed) => &timed.when,
            Self::Spend(spend) => &spend.when,
        }
    }

    /// Whether it is for members only.
    pub fn for_members(&self) -> bool {
        match self {
            Self::Timed(timed) => timed.members,
            Self::Spend(spend) => spend.members,
        }
    }
}

/// The discounts in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Its version; 0 where none was ever set.
    pub version: i64,
    /// Its discounts, in their order.
    pub discounts: Vec<Discount>,
}

/// What holds at a moment for somebody, as the checkout asks for it.
#[derive(Debug, Clone, Default)]
pub struct Holding {
    /// The version of the table.
    pub version: i64,
    /// Timed prices: place, name, item, price.
    pub timed: Vec<(i64, String, i64, Fen)>,
    /// Thresholds: place, name, rule.
    pub thresholds: Vec<(i64, String, Threshold)>,
}

impl Holding {
    /// The lowest timed price of an item: place, name, price.
    pub fn price_of(&self, item: i64) -> Option<(i64, &str, Fen)> {
        let own = self.timed.iter().filter(|(_, _, of, _)| *of == item);
        own.min_by_key(|(place, _, _, price)| (*price, *place))
            .map(|(place, name, _, price)| (*place, name.as_str(), *price))
    }
}

/// What holds on a business day at a minute of the clock's day, for a member or for a guest.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn holding(db: &Db, on: NaiveDate, minute: u32, member: bool) -> Answer<Holding> {
    let version = store::version(db)?;
    let mut out = Holding { version, ..Holding::default() };
    if version == 0 {
        return Ok(out);
    }
    for kept in store::kept(db, version)? {
        if !window(kept.discount.when())?.holds(on, minute) || (kept.discount.for_members() && !member) {
            continue;
        }
        match (kept.discount, kept.item) {
            (Discount::Timed(timed), Some(item)) => {
                out.timed.push((kept.place, timed.name.into_string(), item, timed.price));
            }
            (Discount::Timed(_), None) => {
                return Err(Fault::Broken("a timed price without an item".into()).into());
            }
            (Discount::Spend(spend), item) => {
                let rule = Threshold {
                    spend: spend.spend,
                    off: spend.off,
                    every: spend.every,
                    item,
                    category: spend.category.into_string(),
                    cards: spend.cards,
                };
                out.thresholds.push((kept.place, spend.name.into_string(), rule));
            }
        }
    }
    Ok(out)
}

/// The window of a discount's words.
///
/// # Errors
/// [`Refused::DateUnreadable`], [`Refused::DiscountUnfit`].
fn window(when: &When) -> Result<Window, Refused> {
    let date = |text: &Option<String>| text.as_deref().map(day::iso).transpose();
    let minute = |text: &Option<String>, otherwise| text.as_deref().map_or(Ok(otherwise), minute_of);
    let (since, until) = (date(&when.since)?, date(&when.until)?);
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        return Err(unfit("discount_dates"));
    }
    let weekdays = if when.weekdays.is_empty() { (1..=7).collect() } else { when.weekdays.clone() };
    if !weekdays.iter().all(|day| (1..=7).contains(day)) {
        return Err(unfit("discount_weekdays"));
    }
    let (from, to) = (minute(&when.from, 0)?, minute(&when.to, DAY_MINUTES)?);
    if from == to {
        return Err(unfit("discount_hours"));
    }
    Ok(Window { since, until, weekdays, from, to })
}

/// `14:30` is the 870th minute, `24:00` the end of the day.
fn minute_of(text: &str) -> Result<u32, Refused> {
    let (hours, minutes) = text.split_once([':', '：']).unwrap_or((text, "0"));
    let number = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| digits)
    };
    let (hours, minutes) = number(hours).zip(number(minutes)).ok_or_else(|| unfit("discount_hours"))?;
    let all = hours * 60 + minutes;
    if minutes < 60 && all <= DAY_MINUTES { Ok(all) } else { Err(unfit("discount_hours")) }
}

fn unfit(what: &str) -> Refused {
    Refused::DiscountUnfit { what: what.to_owned() }
}

/// The discounts in force.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn table(db: &Db) -> Result<Table, Fault> {
    let version = store::version(db)?;
    let discounts = store::kept(db, version)?.into_iter().map(|kept| kept.discount).collect();
    Ok(Table { version, discounts })
}

/// Sets the discounts anew; bills keep the version that they were written under.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDiscounts {
    /// All of them, in their order.
    pub discounts: Vec<Discount>,
}

impl Verb for SetDiscounts {
    const NAME: &'static str = "discounts.set";
    type Out = Table;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Table> {
        tx.require(Act::DiscountsSet)?;
        if self.discounts.len() > DISCOUNTS_MAX {
            return Err(unfit("discount_many").into());
        }
        let mut rows = Vec::with_capacity(self.discounts.len());
        let before = table(tx.db())?.discounts;
        for discount in &self.discounts {
            rows.push(checked(tx.db(), discount, before.contains(discount))?);
        }
        let version = store::version(tx.db())? + 1;
        store::insert_book(tx, version)?;
        for (place, (discount, (window, item))) in (0_i64..).zip(self.discounts.iter().zip(rows)) {
            store::insert(tx.db(), (version, place), discount, &window, item)?;
        }
        tx.touch(Area::Catalog);
        Ok(table(tx.db())?)
    }
}

/// The window and the item of a discount that can be. One that stood before may stay, whatever its item costs now.
fn checked(db: &Db, discount: &Discount, stood: bool) -> Answer<(Window, Option<i64>)> {
    let find =
        |code: &str| if stood { catalog::store::listed(db, code) } else { catalog::store::sold(db, code) };
    if discount.name().is_empty() {
        return Err(Refused::TextMissing { field: "name".into() }.into());
    }
    let window = window(discount.when())?;
    let item = match discount {
        Discount::Timed(timed) => {
            let item = find(&timed.item)?;
            if !stood && (timed.price < Fen::ZERO || timed.price >= item.price) {
                return Err(unfit("discount_price").into());
            }
            Some(item.id)
        }
        Discount::Spend(spend) => {
            if !spend.off.is_positive() || spend.off > spend.spend || spend.spend > Fen::FIELD_MAX {
                return Err(unfit("discount_off").into());
            }
            match &spend.item {
                Some(code) => Some(find(code)?.id),
                None => None,
            }
        }
    };
    Ok((window, item))
}

/// The discounts in force.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discounts {}

impl Query for Discounts {
    const NAME: &'static str = "query.discounts";
    type Out = Table;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Table> {
        Ok(table(db)?)
    }
}
