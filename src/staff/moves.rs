//! Who came from another store, or went to one: dated facts, and a person's history of them.

use serde::{Deserialize, Serialize};

use super::store;
use crate::db::{Db, named_params};
use crate::ground::{Clean, Refused};
use crate::shop::{Answer, Look, Query, Tx};

/// A store's code as people type it: 1 to 8 letters or digits, and not this store's own.
///
/// # Errors
/// [`Refused::SettingInvalid`].
pub fn other_store(tx: &Tx<'_>, code: &str) -> Result<String, Refused> {
    let code = code.trim().to_ascii_uppercase();
    let fit = (1..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !fit || code == tx.profile().code {
        return Err(Refused::SettingInvalid {
            name: "store".into(),
            value: Clean::shown(&code).into_string(),
        });
    }
    Ok(code)
}

/// Writes a move down.
///
/// # Errors
/// A fault when the file refuses.
pub fn note(tx: &Tx<'_>, staff: i64, (from, to): (&str, &str), on: &str) -> Answer<()> {
    tx.db().run(
        include_str!("sql/move_insert.sql"),
        named_params! {
            ":staff": staff, ":from": from, ":to": to, ":day": on, ":command": tx.command()?, ":at": tx.at.0,
        },
    )?;
    Ok(())
}

/// A person's way through the stores.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffHistory {
    /// Whose: staff number.
    pub staff: String,
}

/// A dated fact about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffFact {
    /// From which day on, ISO.
    pub day: String,
    /// What.
    pub what: StaffEvent,
    /// The other store, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
}

/// What happened to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffEvent {
    /// Works here.
    Hired,
    /// Came from another store.
    CameFrom,
    /// Went to another store.
    WentTo,
    /// Does not work here any more.
    Left,
}

impl Query for StaffHistory {
    const NAME: &'static str = "query.staff_history";
    type Out = Vec<StaffFact>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<StaffFact>> {
        let person = store::by_number(db, &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(&self.staff).into_string() })?;
        let own = &look.profile.code;
        let mut out = vec![StaffFact { day: person.hired_on, what: StaffEvent::Hired, store: None }];
        out.extend(db.list(include_str!("sql/moves.sql"), named_params! { ":staff": person.id }, |row| {
            let (from, to): (String, String) = (row.get("from_store")?, row.get("to_store")?);
            let came = to == *own;
            Ok(StaffFact {
                day: row.get("on_day")?,
                what: if came { StaffEvent::CameFrom } else { StaffEvent::WentTo },
                store: Some(if came { from } else { to }),
            })
        })?);
        out.extend(person.left_on.map(|day| StaffFact { day, what: StaffEvent::Left, store: None }));
        out.sort_by(|one, other| (&one.day, one.what).cmp(&(&other.day, other.what)));
        Ok(out)
    }
}
