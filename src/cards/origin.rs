//! Where a lot or a card came from: the line that first sold it, through merges and upgrades.

use crate::db::{Db, Fault, named_params};
use crate::ground::Fen;
use crate::ground::split::floor_share;

/// The line that sold a card or took a top-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its bill.
    pub bill: i64,
    /// The line of it.
    pub line: i64,
    /// Its business day.
    pub day: String,
    /// Upgrades since, the newest first.
    pub upgrades: Vec<Upgrade>,
}

/// A card that was given for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upgrade {
    /// What the card before counted for.
    pub credited: Fen,
    /// What the new one costs.
    pub price: Fen,
}

impl Origin {
    /// What of an amount that is paid back belongs to the line that first sold it: the rest was paid at upgrades.
    pub fn part(&self, amount: Fen) -> Fen {
        self.upgrades.iter().fold(amount, |rest, one| Fen(floor_share(rest.0, one.credited.0, one.price.0)))
    }
}

/// Where a holding came from: `lot 7`, or a card's code. None for what was brought in from outside.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn origin(db: &Db, code: &str) -> Result<Option<Origin>, Fault> {
    if let Some(lot) = code.strip_prefix("lot ").and_then(|id| id.parse::<i64>().ok()) {
        return db.one(include_str!("sql/origin_of_lot.sql"), named_params! { ":lot": lot }, |row| {
            let (bill, line, day) = (row.get("bill_id")?, row.get("line")?, row.get("bought_on")?);
            Ok(Origin { bill, line, day, upgrades: Vec::new() })
        });
    }
    let (mut code, mut upgrades) = (code.to_owned(), Vec::new());
    loop {
        let found =
            db.one(include_str!("sql/origin_of_card.sql"), named_params! { ":code": code }, |row| {
                let (bill, line, day) = (row.get("bill_id")?, row.get("line")?, row.get("bought_on")?);
                let sums: (Option<i64>, Option<i64>) = (row.get("credited")?, row.get("price")?);
                Ok((
                    Origin { bill, line, day, upgrades: Vec::new() },
                    row.get::<_, Option<String>>("before")?,
                    sums,
                ))
            })?;
        match found {
            Some((_, Some(before), (Some(credited), Some(price)))) => {
                upgrades.push(Upgrade { credited: Fen(credited), price: Fen(price) });
                code = before;
            }
            Some((sold, ..)) => return Ok(Some(Origin { upgrades, ..sold })),
            None => return Ok(None),
        }
    }
}
