//! What only headquarters can see, because it has the books of all stores: parts that were taken in and never passed on,
//! rules that a store does not have yet, one person with a file at two stores.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::grant::standing;
use super::received::hq_only;
use super::replica;
use super::store::stretch;
use crate::db::{Db, Fault, Mode, named_params};
use crate::peers::sign::mac_bytes;
use crate::peers::{self, Peer};
use crate::settlement::book::ClearingRules;
use crate::shop::{Answer, Look, Query};

/// How long a print of a phone is: enough that no two people have one.
pub(super) const PRINT_BYTES: usize = 16;
/// The most persons that are listed.
const PERSONS_MAX: usize = 200;

/// Keeps the prints of phones that have none yet, where headquarters gave this store its secret.
///
/// # Errors
/// A fault when the file refuses.
pub(super) fn keep_prints(db: &Db) -> Result<(), Fault> {
    let hq = peers::store::peers(db)?.into_iter().find(|peer| peer.hq);
    let Some(secret) = hq.and_then(|hq| hq.pair) else { return Ok(()) };
    let have: HashSet<(i64, Vec<u8>)> = db
        .list(include_str!("sql/prints_all.sql"), &[], |row| Ok((row.get("member_id")?, row.get("print")?)))?
        .into_iter()
        .collect();
    let phones = db.list(include_str!("sql/phones_all.sql"), &[], |row| {
        Ok((row.get::<_, i64>("member_id")?, row.get::<_, String>("phone")?))
    })?;
    for (member, phone) in phones {
        let print = mac_bytes(&secret, &phone).get(..PRINT_BYTES).unwrap_or_default().to_vec();
        if !have.contains(&(member, print.clone())) {
            let params = named_params! { ":member": member, ":print": print };
            db.run(include_str!("sql/print_insert.sql"), params)?;
        }
    }
    Ok(())
}

/// Looks across the books of all stores.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrossCheck {}

/// Something that two stores have to be talked to about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossed {
    /// The store.
    pub store: String,
    /// `part_unknown`, `part_odd`, `rules_old` or `person_twice`: a word of the locales, `what.<what>`.
    pub what: String,
    /// Where, and who else.
    pub detail: String,
}

/// A store's books, open.
struct Books {
    peer: Peer,
    db: Db,
    last_day: String,
}

impl Query for CrossCheck {
    const NAME: &'static str = "query.crosscheck";
    type Out = Vec<Crossed>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<Crossed>> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let mut stores = Vec::new();
        for peer in peers::store::peers(db)?.into_iter().filter(|peer| !peer.hq) {
            let path = replica::path(db.path(), &peer.code);
            if path.exists() {
                let copy = Db::open(&path, Mode::Read)?;
                let last_day = stretch(&copy, 0, i64::MAX)?.last_day;
                stores.push(Books { peer, db: copy, last_day });
            }
        }
        let mut out = parts(&stores)?;
        for books in &stores {
            let wish = ClearingRules { day: Some(books.last_day.clone()), version: None };
            let due = if books.last_day.is_empty() { 0 } else { wish.run(db, look)?.version };
            let sql = include_str!("sql/books_taken.sql");
            let has = books.db.one(sql, &[], |row| row.get::<_, i64>("version"))?.unwrap_or(0);
            if has < due {
                let detail = format!("R{has} < R{due}");
                out.push(Crossed { store: books.peer.code.clone(), what: "rules_old".to_owned(), detail });
            }
        }
        // Whoever something is granted for is known to be another store's member.
        let granted = standing(db, &look.today())?;
        let guests = granted.into_iter().map(|grant| (grant.serving, grant.guest)).collect();
        out.extend(persons(&stores, &guests)?);
        Ok(out)
    }
}

/// Every part that was taken in must have been passed on, as it was taken in.
fn parts(stores: &[Books]) -> Result<Vec<Crossed>, Fault> {
    let mut out = Vec::new();
    for books in stores {
        let taken = books.db.list(include_str!("sql/parts_taken.sql"), &[], |row| {
            let what: (String, i64, i64, i64) =
                (row.get("kind")?, row.get("amount")?, row.get("principal")?, row.get("gift")?);
            Ok((
                row.get::<_, String>("home")?,
                row.get::<_, i64>("ask")?,
                what,
                row.get::<_, String>("on_day")?,
            ))
        })?;
        for (home, ask, what, day) in taken {
            let Some(given_by) = stores.iter().find(|other| other.peer.code == home) else { continue };
            let params = named_params! { ":serving": books.peer.code, ":ask": ask };
            let given = given_by.db.one(include_str!("sql/part_given.sql"), params, |row| {
                Ok((row.get("kind")?, row.get("amount")?, row.get("principal")?, row.get("gift")?))
            })?;
            let problem = match given {
                Some(given) if given == what => continue,
                Some(_) => "part_odd",
                // What the home store wrote down that day may still be on its way.
                None if given_by.last_day <= day => continue,
                None => "part_unknown",
            };
            out.push(Crossed {
                store: books.peer.code.clone(),
                what: problem.to_owned(),
                detail: format!("{home} {ask} {day}"),
            });
        }
    }
    Ok(out)
}

/// Persons with a file of their own at more than one store, who were never served as another store's member.
fn persons(stores: &[Books], guests: &HashSet<(String, String)>) -> Result<Vec<Crossed>, Fault> {
    let mut first: HashMap<Vec<u8>, (String, String)> = HashMap::new();
    let mut out = Vec::new();
    for books in stores {
        let rows = books.db.list(include_str!("sql/prints_own.sql"), &[], |row| {
            let name: String = row.get("name")?;
            Ok((row.get::<_, Vec<u8>>("print")?, row.get::<_, String>("number")?, name))
        })?;
        for (print, number, name) in rows {
            if guests.contains(&(books.peer.code.clone(), number.clone())) {
                continue;
            }
            let who = format!("{number} {name}");
            match first.get(&print) {
                Some((store, other)) if *store != books.peer.code && out.len() < PERSONS_MAX => {
                    out.push(Crossed {
                        store: books.peer.code.clone(),
                        what: "person_twice".to_owned(),
                        detail: format!("{who} = {store} {other}"),
                    });
                }
                Some(_) => {}
                None => {
                    first.insert(print, (books.peer.code.clone(), who));
                }
            }
        }
    }
    Ok(out)
}
