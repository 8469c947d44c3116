//! Finding a member while a customer waits: phone tail, full phone, number, card code, name, pinyin.
//!
//! Every way is one range of one index, so that a million members cost no more than a hundred. What was typed
//! decides which ways are tried; better matches come first, then the most recent visit. The ways give ids and days
//! alone, and a member's file is read for those only who are shown: of sixty who begin with `wy` nine are.

use serde::{Deserialize, Serialize};

use crate::db::{Db, Fault, Row, ToSql, named_params};
use crate::ground::{phone, wide};
use crate::shop::{Answer, Look, Query};

/// Hits asked of one way.
const WAY_MAX: i64 = 60;
/// Hits answered unless fewer are asked for.
pub const HITS_MAX: usize = 50;

/// Searches members.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// At most this many hits.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// A member found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Row id.
    #[serde(skip)]
    pub id: i64,
    /// Member number.
    pub member: String,
    /// Name.
    pub name: String,
    /// Tier.
    pub tier: String,
    /// Masked phone.
    pub phone: String,
    /// Last visit; empty for none.
    pub last_visit_on: String,
    /// How it was found, best first: 0 exact, 1 phone, 2 name, 3 inside the name, 4 pinyin.
    pub way: u8,
}

impl Query for Search {
    const NAME: &'static str = "query.search";
    type Out = Vec<Hit>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Hit>> {
        let limit = self.limit.unwrap_or(HITS_MAX).min(HITS_MAX);
        Ok(find(db, &self.text, limit)?)
    }
}

/// The hits for what was typed, ranked.
///
/// # Errors
/// A fault when the file cannot be read, an interrupt included.
pub fn find(db: &Db, typed: &str, limit: usize) -> Result<Vec<Hit>, Fault> {
    let narrow = wide::narrow(typed);
    let text = narrow.trim();
    let mut found = Found { db, known: Vec::new() };
    if text.is_empty() {
        return recent(db, i64::try_from(limit).unwrap_or(WAY_MAX));
    }
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits {
        found.by_digits(text)?;
    }
    found.ask(0, include_str!("sql/search_number.sql"), named_params! { ":text": text })?;
    if !digits || text.len() >= 5 {
        found.ask(0, include_str!("sql/search_card.sql"), named_params! { ":text": text })?;
    }
    if text.is_ascii() && !digits {
        let upper = text.to_ascii_uppercase();
        if upper != text {
            found.ask(0, include_str!("sql/search_number.sql"), named_params! { ":text": upper })?;
        }
        found.by_reading(&text.to_ascii_lowercase().replace(' ', ""))?;
    }
    if !digits {
        found.by_name(text)?;
    }
    found.shown(limit)
}

/// Members who came last, for an empty box.
///
/// # Errors
/// As [`find`].
pub fn recent(db: &Db, limit: i64) -> Result<Vec<Hit>, Fault> {
    db.list(include_str!("sql/recent.sql"), named_params! { ":limit": limit }, |row| read(row, 0))
}

/// A member who fits, before anything but her rank is known of her.
struct Fit {
    id: i64,
    last_visit_on: String,
    way: u8,
}

struct Found<'a> {
    db: &'a Db,
    known: Vec<Fit>,
}

impl Found<'_> {
    fn ask(&mut self, way: u8, sql: &'static str, params: &[(&str, &dyn ToSql)]) -> Result<(), Fault> {
        let fits = self.db.list(sql, params, |row| {
            Ok(Fit { id: row.get("id")?, last_visit_on: row.get("last_visit_on")?, way })
        })?;
        for fit in fits {
            if !self.known.iter().any(|known| known.id == fit.id) {
                self.known.push(fit);
            }
        }
        Ok(())
    }

    /// The best of what was found. A file that was merged into another is none.
    fn shown(mut self, limit: usize) -> Result<Vec<Hit>, Fault> {
        self.known.sort_by(|a, b| {
            a.way
                .cmp(&b.way)
                .then_with(|| b.last_visit_on.cmp(&a.last_visit_on))
                .then_with(|| a.id.cmp(&b.id))
        });
        let mut hits = Vec::new();
        for fit in self.known {
            if hits.len() == limit {
                break;
            }
            let sql = include_str!("sql/search_hit.sql");
            hits.extend(self.db.one(sql, named_params! { ":id": fit.id }, |row| read(row, fit.way))?);
        }
        Ok(hits)
    }

    fn range(&mut self, way: u8, sql: &'static str, from: &str) -> Result<(), Fault> {
        let to = after(from);
        self.ask(way, sql, named_params! { ":from": from, ":to": to, ":limit": WAY_MAX })
    }

    fn by_digits(&mut self, text: &str) -> Result<(), Fault> {
        match text.len() {
            0..=3 => Ok(()),
            4 => self.ask(
                1,
                include_str!("sql/search_tail4.sql"),
                named_params! { ":tail": text, ":limit": WAY_MAX },
            ),
            _ => {
                let reversed: String = text.chars().rev().collect();
                self.range(1, include_str!("sql/search_tail.sql"), &reversed)?;
                self.range(1, include_str!("sql/search_phone.sql"), text)
            }
        }
    }

    fn by_reading(&mut self, text: &str) -> Result<(), Fault> {
        if text.len() < 2 { Ok(()) } else { self.range(4, include_str!("sql/search_reading.sql"), text) }
    }

    fn by_name(&mut self, text: &str) -> Result<(), Fault> {
        self.range(2, include_str!("sql/search_name.sql"), text)?;
        let mut chars = text.chars().filter(|c| !c.is_whitespace());
        if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
            let gram: String = [first, second].iter().collect();
            self.ask(
                3,
                include_str!("sql/search_gram.sql"),
                named_params! { ":gram": gram, ":text": text, ":limit": WAY_MAX },
            )?;
        }
        Ok(())
    }
}

fn read(row: &Row<'_>, way: u8) -> crate::db::RowResult<Hit> {
    let phone: Option<String> = row.get("phone")?;
    Ok(Hit {
        id: row.get("id")?,
        member: row.get("number")?,
        name: row.get("name")?,
        tier: row.get("tier")?,
        phone: phone.map(|phone| phone::mask(&phone)).unwrap_or_default(),
        last_visit_on: row.get("last_visit_on")?,
        way,
    })
}

/// The first text after every text that begins with `prefix`, in the file's byte order.
fn after(prefix: &str) -> String {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        let next = (u32::from(last) + 1..=0x10_ffff).find_map(char::from_u32);
        if let Some(next) = next {
            chars.push(next);
            return chars.into_iter().collect();
        }
    }
    "\u{10ffff}".to_owned()
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn a_prefix_ends_before_the_next_character() {
        for (prefix, next) in
            [("wy", "wz"), ("6688", "6689"), ("王", "玌"), ("a\u{10ffff}", "b"), ("\u{d7ff}", "\u{e000}")]
        {
            assert_eq!(after(prefix), next);
        }
    }
}
