//! The consolidated pack of a month (月结总表): every sheet of every store's pack with the store in front, and Parquet
//! partitioned by store and month for any warehouse engine.
//!
//! A store's sheets are worked out again from its copy; where they are not what the store packed, that is told and the
//! store left out. Stores that are missing are named in the summary.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::received::{Inbox, hq_only};
use super::replica;
use crate::close::month_check::MonthCheck;
use crate::db::{Db, Mode};
use crate::exchange::decode::Encoding;
use crate::ground::{Month, Refused};
use crate::pack::made::{Version, content_digest, keep_version, versioned};
use crate::pack::month::{Content, Stretch, content};
use crate::pack::sheet::{Cell, Column, Kind, Sheet, plain};
use crate::pack::{files, parquet, write};
use crate::shop::{Act, Answer, Look, Query, Settings, Tx, Verb, profile_of, settings};

/// A store's part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorePart {
    /// Its code.
    pub store: String,
    /// Its name.
    pub name: String,
    /// `there`, `missing`, `open` or `differs`.
    pub state: String,
}

/// What was put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportIs {
    /// The month.
    pub month: String,
    /// The version of the consolidated pack.
    pub version: i64,
    /// The stores, by code.
    pub stores: Vec<StorePart>,
}

/// Lets the consolidated pack of a month leave; written down before it does.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportMonth {
    /// The month: 2026-10.
    pub month: String,
    /// Where to.
    #[serde(default)]
    pub to: String,
}

impl Verb for ReportMonth {
    const NAME: &'static str = "hq.report";
    type Out = ReportIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<ReportIs> {
        tx.require(Act::HqPack)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let month = Month::named(&self.month)?;
        let look = Look { profile: tx.profile(), settings: tx.settings(), now: tx.at, past: false };
        let (whole, _, stores) = put_together(tx.db(), &look, month)?;
        let version = versioned(tx.db(), &whole)?;
        keep_version(tx, &whole, &version)?;
        tx.note("hq.report", format!("{} v{}", month.name(), version.version))?;
        Ok(ReportIs { month: month.name(), version: version.version, stores })
    }
}

/// The packs of the stores whose month is there, and all of them together.
type Together = (Content, Vec<Content>, Vec<StorePart>);

fn put_together(db: &Db, look: &Look<'_>, month: Month) -> Answer<Together> {
    let inbox = Inbox { month: Some(month.name()) }.run(db, look)?;
    let (mut parts, mut stores) = (Vec::new(), Vec::new());
    for store in &inbox.stores {
        let packed = inbox.files.iter().filter(|file| file.store == store.code && file.state == "merged");
        let packed = packed.filter(|file| file.month.as_deref() == Some(&month.name()));
        let newest = packed.max_by_key(|file| file.version);
        let state = match of_store(db.path(), &store.code, month)? {
            None => "missing",
            Some(None) => "open",
            Some(Some(content)) => {
                let said = newest.map(|file| file.content.clone()).unwrap_or_default();
                // What the store packed, worked out again from what it sent, is the same or is not believed.
                if said.is_empty() || said == content_digest(&content) {
                    parts.push(content);
                    "there"
                } else {
                    "differs"
                }
            }
        };
        stores.push(StorePart {
            store: store.code.clone(),
            name: store.name.clone(),
            state: state.to_owned(),
        });
    }
    Ok((whole(look, month, &parts, &stores), parts, stores))
}

/// A store's sheets from its copy; nothing where there is no copy, and nothing in it where the month is open.
fn of_store(hq: &Path, code: &str, month: Month) -> Answer<Option<Option<Content>>> {
    let path = replica::path(hq, code);
    if !path.exists() {
        return Ok(None);
    }
    let db = Db::open(&path, Mode::Read)?;
    let Some(profile) = profile_of(&db)? else { return Ok(None) };
    let settings: Settings = settings::load(&db)?;
    // As of after the month: wages are due then, and nothing else in the sheets depends on the day.
    let now = profile.zone.moment(month.after().first, 23, 0);
    let look = Look { profile: &profile, settings: &settings, now, past: false };
    let is = MonthCheck { month: Some(month.name()) }.run(&db, &look)?;
    if !is.closed {
        return Ok(Some(None));
    }
    let lang = crate::checkout::slip::language(&settings);
    Ok(Some(Some(content(&db, &look, month, lang, (is.digest, is.entries))?)))
}

/// The column in front of every sheet.
const STORE: Column = plain("store", Kind::Text);

fn whole(look: &Look<'_>, month: Month, parts: &[Content], stores: &[StorePart]) -> Content {
    let lang = crate::checkout::slip::language(look.settings);
    let mut sheets: Vec<Sheet> = Vec::new();
    for part in parts {
        for sheet in part.sheets.iter().filter(|sheet| sheet.code != "dictionary") {
            let rows = sheet.rows.iter().map(|row| {
                std::iter::once(Cell::Text(part.store.clone())).chain(row.iter().cloned()).collect::<Vec<_>>()
            });
            if let Some(known) = sheets.iter_mut().find(|known| known.code == sheet.code) {
                known.rows.extend(rows);
                continue;
            }
            let columns: Vec<Column> = std::iter::once(STORE).chain(sheet.columns.iter().copied()).collect();
            let (code, keys) = (sheet.code, sheet.keys + 1);
            sheets.push(Sheet { code, columns: columns.into(), keys, rows: rows.collect() });
        }
    }
    let columns = vec![STORE, plain("name", Kind::Text), plain("state", Kind::Text)];
    let rows = stores.iter().map(|store| {
        let key = format!("report.state.{}", store.state);
        let state = crate::words::lookup(lang, &key).unwrap_or(&store.state).to_owned();
        vec![Cell::Text(store.store.clone()), Cell::Text(store.name.clone()), Cell::Text(state)]
    });
    sheets.insert(0, Sheet { code: "stores", columns: columns.into(), keys: 1, rows: rows.collect() });
    sheets.push(crate::pack::month::dictionary(lang, &sheets));
    Content {
        store: look.profile.code.clone(),
        store_name: look.profile.name.clone(),
        month,
        lang,
        stretch: Stretch::default(),
        digest: String::new(),
        rules: 0,
        sheets,
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportWritten {
    /// The folder.
    pub folder: PathBuf,
    /// How many files.
    pub files: usize,
    /// Whether the very same lay there already.
    pub was_there: bool,
}

/// Writes the consolidated pack that was let go.
///
/// # Errors
/// [`Refused::FileExists`] where another content has the name; a fault when the disk fails.
pub fn write(
    db: &Db,
    look: &Look<'_>,
    is: &ReportIs,
    encoding: Encoding,
    to: &Path,
) -> Answer<ReportWritten> {
    let month = Month::named(&is.month)?;
    let (whole, parts, _) = put_together(db, look, month)?;
    let version: Version = versioned(db, &whole)?;
    if version.version != is.version {
        return Err(Refused::ChainUnfit { store: is.month.clone(), what: "settle_changed".to_owned() }.into());
    }
    let mut all = files::files(&whole, &version, encoding)?;
    // One file a store and month: what a warehouse reads with the partition in the path.
    all.retain(|file| !file.path.starts_with("parquet/"));
    for part in &parts {
        for sheet in part.sheets.iter().filter(|sheet| sheet.code != "dictionary") {
            let path = format!(
                "parquet/{}/store={}/month={}/{}.parquet",
                sheet.code,
                part.store,
                part.month.name(),
                sheet.code
            );
            all.push(files::File { path, bytes: parquet::bytes(sheet)? });
        }
    }
    let written = write::into_folder(to, &files::stem(&whole, version.version), &all)?;
    Ok(ReportWritten { folder: written.folder, files: written.files, was_there: written.was_there })
}
