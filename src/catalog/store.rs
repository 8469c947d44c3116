//! The SQL of the catalog.

use super::{GiftMode, Item, ItemKind, Shortage};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::shop::Answer;

fn read(row: &Row<'_>) -> crate::db::RowResult<Item> {
    let kind: String = row.get("kind")?;
    let shortage: String = row.get("shortage")?;
    let gift_mode: String = row.get("gift_mode")?;
    Ok(Item {
        id: row.get("id")?,
        code: row.get("code")?,
        kind: ItemKind::from_code(&kind).unwrap_or(ItemKind::Service),
        name: row.get("name")?,
        category: row.get("category")?,
        price: Fen(row.get("price")?),
        hand_fee: Fen(row.get("hand_fee")?),
        material_cost: Fen(row.get("material_cost")?),
        minutes: row.get("minutes")?,
        barcode: row.get("barcode")?,
        shortage: if shortage == "refuse" { Shortage::Refuse } else { Shortage::Warn },
        sessions: row.get("sessions")?,
        gift_sessions: row.get("gift_sessions")?,
        gift_mode: gift_mode_of(&gift_mode),
        valid_days: row.get("valid_days")?,
        stock_min: row.get("stock_min")?,
        active: row.get("active")?,
    })
}

/// From the file's word.
pub fn gift_mode_of(code: &str) -> GiftMode {
    if code == "bought_only" { GiftMode::BoughtOnly } else { GiftMode::Spread }
}

/// As it stands in the file.
pub fn gift_mode_code(mode: GiftMode) -> &'static str {
    match mode {
        GiftMode::Spread => "spread",
        GiftMode::BoughtOnly => "bought_only",
    }
}

fn shortage_code(shortage: Shortage) -> &'static str {
    match shortage {
        Shortage::Refuse => "refuse",
        Shortage::Warn => "warn",
    }
}

/// An item by code.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn by_code(db: &Db, code: &str) -> Result<Option<Item>, Fault> {
    db.one(include_str!("sql/by_code.sql"), named_params! { ":code": code }, read)
}

/// An item by row id.
///
/// # Errors
/// As [`by_code`].
pub fn by_id(db: &Db, id: i64) -> Result<Option<Item>, Fault> {
    db.one(include_str!("sql/by_id.sql"), named_params! { ":id": id }, read)
}

/// An item by barcode.
///
/// # Errors
/// As [`by_code`].
pub fn by_barcode(db: &Db, barcode: &str) -> Result<Option<Item>, Fault> {
    db.one(include_str!("sql/by_barcode.sql"), named_params! { ":barcode": barcode }, read)
}

/// An item by code or barcode, whether it is still sold or not.
///
/// # Errors
/// [`Refused::ItemUnknown`].
pub fn listed(db: &Db, code: &str) -> Answer<Item> {
    let found = match by_code(db, code)? {
        Some(item) => Some(item),
        None => by_barcode(db, code)?,
    };
    found.ok_or_else(|| Refused::ItemUnknown { code: Clean::shown(code).into_string() }.into())
}

/// An item that is sold, by code or barcode.
///
/// # Errors
/// [`Refused::ItemUnknown`], [`Refused::ItemRetired`].
pub fn sold(db: &Db, code: &str) -> Answer<Item> {
    let item = listed(db, code)?;
    if item.active { Ok(item) } else { Err(Refused::ItemRetired { code: item.code, name: item.name }.into()) }
}

/// Every item, by code.
///
/// # Errors
/// As [`by_code`].
pub fn all(db: &Db) -> Result<Vec<Item>, Fault> {
    db.list(include_str!("sql/all.sql"), &[], read)
}

/// What a card pays for or a package holds: `(item, quantity)`.
///
/// # Errors
/// As [`by_code`].
pub fn parts(db: &Db, item: i64) -> Result<Vec<(Item, i64)>, Fault> {
    db.list(include_str!("sql/parts.sql"), named_params! { ":id": item }, |row| {
        Ok((read(row)?, row.get("quantity")?))
    })
}

/// The price of an item for a tier: its own, or the list price at the tier's rate. Cards and packages have no rate.
///
/// # Errors
/// As [`by_code`].
pub fn price_for(db: &Db, item: &Item, tier: Option<&str>) -> Answer<Fen> {
    let Some(tier) = tier else { return Ok(item.price) };
    let params = named_params! { ":item": item.id, ":tier": tier };
    let found = db.one(include_str!("sql/tier_price.sql"), params, |row| {
        let rates = (row.get::<_, String>("service_rate")?, row.get::<_, String>("product_rate")?);
        Ok((row.get::<_, Option<i64>>("price")?, rates))
    })?;
    let Some((own, (service, product))) = found else { return Ok(item.price) };
    if let Some(price) = own {
        return Ok(Fen(price));
    }
    match super::tier::rate_of(item.kind, service, product) {
        Some(rate) if rate != "1" => Ok(rate.parse::<Rate>()?.of(item.price)?),
        Some(_) | None => Ok(item.price),
    }
}

pub(super) fn insert(db: &Db, item: &Item, batch: Option<i64>) -> Result<i64, Fault> {
    db.insert(
        include_str!("sql/insert.sql"),
        named_params! {
            ":code": item.code, ":kind": item.kind.code(), ":name": item.name, ":category": item.category,
            ":price": item.price.0, ":hand_fee": item.hand_fee.0, ":material": item.material_cost.0,
            ":minutes": item.minutes, ":barcode": item.barcode, ":shortage": shortage_code(item.shortage),
            ":sessions": item.sessions, ":gift_sessions": item.gift_sessions,
            ":gift_mode": gift_mode_code(item.gift_mode), ":valid_days": item.valid_days,
            ":stock_min": item.stock_min, ":batch": batch,
        },
    )
}

pub(crate) fn update(db: &Db, item: &Item) -> Result<(), Fault> {
    db.run(
        include_str!("sql/update.sql"),
        named_params! {
            ":id": item.id, ":name": item.name, ":category": item.category, ":price": item.price.0,
            ":hand_fee": item.hand_fee.0, ":material": item.material_cost.0, ":minutes": item.minutes,
            ":barcode": item.barcode, ":shortage": shortage_code(item.shortage), ":sessions": item.sessions,
            ":gift_sessions": item.gift_sessions, ":gift_mode": gift_mode_code(item.gift_mode),
            ":valid_days": item.valid_days, ":stock_min": item.stock_min, ":active": item.active,
        },
    )?;
    Ok(())
}

pub(super) fn set_part(db: &Db, item: i64, part: i64, quantity: i64) -> Result<(), Fault> {
    db.run(
        include_str!("sql/part_insert.sql"),
        named_params! { ":item": item, ":part": part, ":quantity": quantity },
    )?;
    Ok(())
}

pub(super) fn clear_parts(db: &Db, item: i64) -> Result<(), Fault> {
    db.run(include_str!("sql/parts_delete.sql"), named_params! { ":item": item })?;
    Ok(())
}

pub(super) fn set_tier_price(db: &Db, item: i64, tier: &str, price: Option<Fen>) -> Result<(), Fault> {
    db.run(include_str!("sql/tier_price_delete.sql"), named_params! { ":item": item, ":tier": tier })?;
    if let Some(price) = price {
        db.run(
            include_str!("sql/tier_price_insert.sql"),
            named_params! { ":item": item, ":tier": tier, ":price": price.0 },
        )?;
    }
    Ok(())
}

/// Every item with its own price for a tier: `(item, price)`.
///
/// # Errors
/// As [`by_code`].
pub fn tier_prices(db: &Db, item: i64) -> Result<Vec<(String, Fen)>, Fault> {
    db.list(include_str!("sql/tier_prices.sql"), named_params! { ":item": item }, |row| {
        Ok((row.get("tier")?, Fen(row.get("price")?)))
    })
}
