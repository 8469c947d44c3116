//! The SQL of the rules between stores.

use super::clearing_rules::{CardKind, Clearing};
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Rate};
use crate::shop::Tx;

/// Every book: its number and its first day, oldest first.
pub(super) fn books(db: &Db) -> Result<Vec<(i64, String)>, Fault> {
    db.list(include_str!("sql/books.sql"), &[], |row| Ok((row.get("version")?, row.get("valid_from")?)))
}

/// The rules of a book, in their order.
pub(super) fn rules(db: &Db, version: i64) -> Result<Vec<Clearing>, Fault> {
    let mut out = Vec::new();
    db.each(include_str!("sql/rules.sql"), named_params! { ":version": version }, |row| {
        let unfit = |what: &str| Fault::Broken(format!("clearing rule of version {version}: {what}"));
        let rate = |name: &str| -> Result<Option<Rate>, Fault> {
            let text: Option<String> = row.get(name)?;
            text.map(|text| text.parse::<Rate>()).transpose().map_err(|_| unfit(name))
        };
        let clean = |text: Option<String>| text.map(|text| Clean::shown(&text));
        let card: Option<String> = row.get("card")?;
        let card = card.map(|code| {
            CardKind::ALL.into_iter().find(|kind| kind.code() == code).ok_or_else(|| unfit("card"))
        });
        out.push(Clearing {
            name: Clean::shown(&row.get::<_, String>("name")?),
            since: row.get("since")?,
            until: row.get("until")?,
            item: row.get("item")?,
            category: clean(row.get("category")?),
            card: card.transpose()?,
            home: row.get("home")?,
            serving: row.get("serving")?,
            rate: rate("rate")?.ok_or_else(|| unfit("rate"))?,
            phi: rate("phi")?,
            share: rate("share")?.ok_or_else(|| unfit("share"))?,
        });
        Ok::<(), Fault>(())
    })?;
    Ok(out)
}

/// The own version of a book of headquarters.
pub(super) fn from_hq(db: &Db, version: i64) -> Result<Option<i64>, Fault> {
    db.one(include_str!("sql/from_hq.sql"), named_params! { ":version": version }, |row| row.get("version"))
}

pub(super) fn insert_from_hq(db: &Db, own: i64, hq: &str, version: i64) -> Result<(), Fault> {
    let params = named_params! { ":version": own, ":hq": hq, ":of": version };
    db.run(include_str!("sql/from_hq_insert.sql"), params)?;
    Ok(())
}

/// Writes a book; answers its number.
pub(super) fn insert_book(tx: &Tx<'_>, from: &str, rules: &[Clearing]) -> Result<i64, Fault> {
    let last = books(tx.db())?.iter().map(|(version, _)| *version).max();
    let version = last.unwrap_or(0) + 1;
    tx.db().run(
        include_str!("sql/book_insert.sql"),
        named_params! {
            ":version": version, ":from": from, ":at": tx.at.0, ":staff": tx.by.id,
            ":second": tx.second.as_ref().map(|second| second.id),
            ":reason": tx.reason.as_deref().unwrap_or(""), ":command": tx.command()?,
        },
    )?;
    for (place, rule) in (0_i64..).zip(rules) {
        tx.db().run(
            include_str!("sql/rule_insert.sql"),
            named_params! {
                ":version": version, ":place": place, ":name": rule.name.as_str(), ":since": rule.since,
                ":until": rule.until, ":item": rule.item, ":category": rule.category.as_ref().map(Clean::as_str),
                ":card": rule.card.map(CardKind::code), ":home": rule.home, ":serving": rule.serving,
                ":rate": rule.rate.to_string(), ":phi": rule.phi.map(|phi| phi.to_string()),
                ":share": rule.share.to_string(),
            },
        )?;
    }
    Ok(version)
}
