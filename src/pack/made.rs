//! Versions of a pack: the same content is the same version, another content the next one, which tells what changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::columns::CHANGES;
use super::month::{Content, content};
use super::sheet::{Cell, Sheet};
use crate::checkout::slip::language;
use crate::close::month_check::MonthCheck;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Month, Refused};
use crate::ledger::chain;
use crate::shop::{Act, Answer, Look, Query, Tx, Verb};
use crate::words;

/// A version of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// The digest of its content in hex.
    pub digest: String,
    /// The version before it and that one's digest.
    pub before: Option<(i64, String)>,
    /// What changed since.
    pub changes: Option<Sheet>,
}

/// Every row's key and digest, by sheet: what the next version is compared with.
type Prints = BTreeMap<String, Vec<(String, String)>>;

fn prints(content: &Content) -> Prints {
    let of = |sheet: &Sheet| {
        let rows = sheet.prints().into_iter();
        rows.map(|(key, hash)| (key, chain::short(&hash))).collect::<Vec<_>>()
    };
    content.sheets.iter().map(|sheet| (sheet.code.to_owned(), of(sheet))).collect()
}

/// The digest over every row of every sheet, and where the month stands in the journal.
fn digest(content: &Content) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("meigui pack 1 {} {} {:?}", content.store, content.month.name(), content.stretch));
    hash.update(format!("{} {} {:?}", content.digest, content.rules, content.lang));
    for sheet in &content.sheets {
        hash.update(sheet.code);
        for (key, print) in sheet.prints() {
            hash.update(key);
            hash.update(print);
        }
    }
    chain::hex(&hash.finalize())
}

/// The content of a closed month, and which version of its pack it is.
///
/// # Errors
/// [`Refused::MonthNotClosed`]; as [`content`].
pub fn packed(db: &Db, look: &Look<'_>, month: Month) -> Answer<(Content, Version)> {
    let is = MonthCheck { month: Some(month.name()) }.run(db, look)?;
    if !is.closed {
        return Err(Refused::MonthNotClosed { month: month.name() }.into());
    }
    let content = content(db, look, month, language(look.settings), (is.digest, is.entries))?;
    let version = versioned(db, &content)?;
    Ok((content, version))
}

/// Which version of a month's pack a content is: one that left already, or the next.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn versioned(db: &Db, content: &Content) -> Result<Version, Fault> {
    let digest = digest(content);
    let mut versions = versions(db, &content.month.name())?;
    let known = versions.iter().position(|version| version.1 == digest);
    let number = known.map_or_else(
        || versions.last().map_or(1, |last| last.0 + 1),
        |place| versions.get(place).map_or(1, |version| version.0),
    );
    versions.retain(|version| version.0 < number);
    let before = versions.pop();
    let changes = before.as_ref().map(|(_, _, old)| changes(content, old)).transpose()?;
    let before = before.map(|(number, digest, _)| (number, digest));
    Ok(Version { version: number, digest, before, changes })
}

/// The digest of a content in hex: what a bundle says of the pack that it goes with.
pub fn content_digest(content: &Content) -> String {
    digest(content)
}

/// Writes a version down, unless it left already.
///
/// # Errors
/// A fault when the file refuses.
pub fn keep_version(tx: &Tx<'_>, content: &Content, version: &Version) -> Answer<()> {
    let month = content.month.name();
    if versions(tx.db(), &month)?.iter().any(|known| known.0 == version.version) {
        return Ok(());
    }
    let prints = serde_json::to_string(&prints(content)).map_err(|error| Fault::Broken(error.to_string()))?;
    tx.db().insert(
        include_str!("sql/version_insert.sql"),
        named_params! {
            ":month": month, ":version": version.version, ":digest": version.digest,
            ":prints": prints, ":at": tx.at.0, ":by": tx.by.id, ":command": tx.command()?,
        },
    )?;
    Ok(())
}

fn versions(db: &Db, month: &str) -> Result<Vec<(i64, String, String)>, Fault> {
    db.list(include_str!("sql/versions.sql"), named_params! { ":month": month }, |row| {
        Ok((row.get("version")?, row.get("digest")?, row.get("prints")?))
    })
}

/// A version that left: which one it superseded, and the digest of its content in hex.
///
/// # Errors
/// [`Refused::MonthNotClosed`] for a version that never left.
pub fn version_of(db: &Db, month: &str, version: i64) -> Answer<(Option<i64>, String)> {
    let versions = versions(db, month)?;
    let before = versions.iter().map(|known| known.0).filter(|number| *number < version).max();
    let found = versions.into_iter().find(|known| known.0 == version);
    let (_, digest, _) = found.ok_or_else(|| Refused::MonthNotClosed { month: month.to_owned() })?;
    Ok((before, digest))
}

/// What is not as it was, row by row.
fn changes(content: &Content, old: &str) -> Result<Sheet, Fault> {
    let old: Prints = serde_json::from_str(old).map_err(|error| Fault::Broken(error.to_string()))?;
    let new = prints(content);
    let mut rows = Vec::new();
    for sheet in &content.sheets {
        let map = |all: &Prints| -> BTreeMap<String, String> {
            all.get(sheet.code).into_iter().flatten().cloned().collect()
        };
        let (was, is) = (map(&old), map(&new));
        let title = sheet.title(content.lang);
        let mut say = |key: &str, change: &str| {
            let change = words::text(content.lang, change).to_owned();
            rows.push(vec![Cell::Text(title.clone()), Cell::Text(key.to_owned()), Cell::Text(change)]);
        };
        for (key, print) in &is {
            match was.get(key) {
                None => say(key, "pack.change.added"),
                Some(before) if before != print => say(key, "pack.change.changed"),
                Some(_) => {}
            }
        }
        for key in was.keys().filter(|key| !is.contains_key(*key)) {
            say(key, "pack.change.removed");
        }
    }
    Ok(Sheet { code: "changes", columns: CHANGES.into(), keys: 2, rows })
}

/// Lets the pack of a closed month leave; written down before it does.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportMonth {
    /// The month: 2026-10.
    pub month: String,
    /// Where to.
    #[serde(default)]
    pub to: String,
}

/// A pack that may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackIs {
    /// The month.
    pub month: String,
    /// Its version.
    pub version: i64,
    /// The version that it supersedes.
    pub supersedes: Option<i64>,
    /// The digest of its content in hex.
    pub digest: String,
    /// How many rows changed since the version before.
    pub changes: i64,
}

impl Verb for ExportMonth {
    const NAME: &'static str = "month.export";
    type Out = PackIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PackIs> {
        tx.require(Act::Export)?;
        let month = Month::named(&self.month)?;
        let look = Look { profile: tx.profile(), settings: tx.settings(), now: tx.at, past: false };
        let (content, version) = packed(tx.db(), &look, month)?;
        keep_version(tx, &content, &version)?;
        tx.note(
            "month.export",
            format!("{} v{} to {}", month.name(), version.version, Clean::shown(&self.to)),
        )?;
        let changes = version.changes.as_ref().map_or(0, |sheet| sheet.rows.len());
        Ok(PackIs {
            month: month.name(),
            version: version.version,
            supersedes: version.before.map(|(number, _)| number),
            digest: version.digest,
            changes: i64::try_from(changes).unwrap_or(i64::MAX),
        })
    }
}
