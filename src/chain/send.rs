//! A bundle leaves: what is new since the last one, with a closed month or on any day.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bundle::{self, MonthOf};
use super::store::{self, Keys, Sent};
use crate::db::{Db, Fault, named_params, place};
use crate::ground::{Clean, Month, Refused};
use crate::ledger::chain::hex;
use crate::pack::made::{packed, version_of};
use crate::shop::{Act, Answer, Look, Profile, Tx, Verb};

/// How hard the files of a bundle are compressed where they are kept.
const LEVEL: i32 = 9;

/// Lets a bundle leave; written down before it does. What left already leaves again as it was.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBundle {
    /// A closed month whose pack it goes with: 2026-10.
    #[serde(default)]
    pub month: Option<String>,
    /// From the bundle of this number on, which was lost; 0 for everything there is.
    #[serde(default)]
    pub from: Option<i64>,
    /// Where to, for the record.
    #[serde(default)]
    pub to: String,
}

/// A bundle that may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleIs {
    /// Its number.
    pub no: i64,
    /// Its file's name.
    pub file: String,
    /// First sequence; 0 where no entry is new.
    pub first: i64,
    /// Last sequence.
    pub last: i64,
    /// How many entries.
    pub entries: i64,
    /// The SHA-256 of the file in hex.
    pub digest: String,
    /// Whether nothing was new, and it is the bundle that left last.
    pub again: bool,
}

impl Verb for SendBundle {
    const NAME: &'static str = "bundle.send";
    type Out = BundleIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<BundleIs> {
        tx.require(Act::Export)?;
        if tx.profile().hq {
            let store = tx.profile().code.clone();
            return Err(Refused::ChainUnfit { store, what: "hq_sends".to_owned() }.into());
        }
        let month = self.month_of(tx)?;
        let known = match &month {
            Some(month) => store::sent_month(tx.db(), &month.month, month.version)?,
            None => None,
        };
        if let Some(sent) = known {
            return self.told(tx, &sent, true);
        }
        let last = store::sent_last(tx.db())?;
        let since = match self.from {
            None => last.as_ref().map(|last| last.until.clone()).unwrap_or_default(),
            Some(0) => Keys::new(),
            Some(no) => {
                let unknown = || Refused::ChainUnfit { store: no.to_string(), what: "bundle".to_owned() };
                store::sent(tx.db(), no)?.ok_or_else(unknown)?.since
            }
        };
        super::cross::keep_prints(tx.db())?;
        let until = bundle::keys(tx.db())?;
        // That a bundle left is a command itself, and no news.
        let news =
            until.iter().any(|(table, last)| table != "command" && since.get(table).unwrap_or(&0) < last);
        if let Some(last) = last.as_ref().filter(|_| !news && month.is_none()) {
            return self.told(tx, last, true);
        }
        let files = bundle::files(tx.db())?;
        let kept = zstd::bulk::compress(&files, LEVEL).map_err(|error| Fault::Broken(error.to_string()))?;
        let no = last.map_or(1, |last| last.no + 1);
        let phones = super::policy::sealed(tx.db())?;
        let mut sent = Sent { no, since, until, files: kept, phones, ..Sent::default() };
        if let Some(month) = &month {
            sent.month = Some(month.month.clone());
            sent.version = month.version;
        }
        sent.digest = hex(&Sha256::digest(bundle::make(tx.db(), tx.profile(), &sent, &files, month)?));
        insert(tx, &sent)?;
        self.told(tx, &sent, false)
    }
}

impl SendBundle {
    fn month_of(&self, tx: &Tx<'_>) -> Answer<Option<MonthOf>> {
        let Some(name) = &self.month else { return Ok(None) };
        let month = Month::named(name)?;
        let look = Look { profile: tx.profile(), settings: tx.settings(), now: tx.at, past: false };
        Ok(Some(month_of(tx.db(), &look, month)?))
    }

    fn told(&self, tx: &Tx<'_>, sent: &Sent, again: bool) -> Answer<BundleIs> {
        let at = |keys: &Keys| keys.get("entry").copied().unwrap_or(0);
        let stretch = store::stretch(tx.db(), at(&sent.since), at(&sent.until))?;
        let file = file_name(tx.profile(), sent);
        tx.note("bundle.send", format!("{file} to {}", Clean::shown(&self.to)))?;
        Ok(BundleIs {
            no: sent.no,
            file,
            first: stretch.first,
            last: stretch.last,
            entries: stretch.entries,
            digest: sent.digest.clone(),
            again,
        })
    }
}

fn month_of(db: &Db, look: &Look<'_>, month: Month) -> Answer<MonthOf> {
    let (_, version) = packed(db, look, month)?;
    Ok(MonthOf {
        month: month.name(),
        version: version.version,
        supersedes: version.before.map(|(number, _)| number),
        digest: version.digest,
    })
}

fn insert(tx: &Tx<'_>, sent: &Sent) -> Result<(), Fault> {
    let text = |keys: &Keys| serde_json::to_string(keys).map_err(|error| Fault::Broken(error.to_string()));
    tx.db().run(
        include_str!("sql/sent_insert.sql"),
        named_params! {
            ":no": sent.no, ":month": sent.month, ":version": sent.version, ":since": text(&sent.since)?,
            ":until": text(&sent.until)?, ":files": sent.files, ":phones": sent.phones, ":digest": sent.digest, ":at": tx.at.0,
            ":by": tx.by.id, ":command": tx.command()?,
        },
    )?;
    Ok(())
}

/// `S01_202610_v1.meigui` with a month, `S01_e1_b000012.meigui` without.
fn file_name(profile: &Profile, sent: &Sent) -> String {
    if let Some(month) = &sent.month {
        return format!("{}_{}_v{}.meigui", profile.code, month.replace('-', ""), sent.version);
    }
    let epoch = sent.until.get("epoch").copied().unwrap_or(profile.epoch);
    format!("{}_e{epoch}_b{:06}.meigui", profile.code, sent.no)
}

/// Makes a bundle that left again: the same bytes.
///
/// # Errors
/// [`Refused::ChainUnfit`] for a number that never left; a fault when it cannot be made, or is not what left.
pub fn make(db: &Db, look: &Look<'_>, no: i64) -> Answer<(String, Vec<u8>)> {
    let unknown = || Refused::ChainUnfit { store: no.to_string(), what: "bundle".to_owned() };
    let sent = store::sent(db, no)?.ok_or_else(unknown)?;
    let month = match &sent.month {
        Some(name) => Some(version_of(db, name, sent.version)?),
        None => None,
    };
    let month = month.map(|(supersedes, digest)| MonthOf {
        month: sent.month.clone().unwrap_or_default(),
        version: sent.version,
        supersedes,
        digest,
    });
    let files = unpacked(&sent)?;
    let bytes = bundle::make(db, look.profile, &sent, &files, month)?;
    Ok((file_name(look.profile, &sent), bytes))
}

fn unpacked(sent: &Sent) -> Result<Vec<u8>, Fault> {
    zstd::stream::decode_all(sent.files.as_slice()).map_err(|error| Fault::Broken(error.to_string()))
}

/// Writes a bundle that left into a folder, under a working name first; a file of that name with the same content is
/// left as it is.
///
/// # Errors
/// [`Refused::FileExists`] where another file has the name; as [`make`]; a fault when the disk fails.
pub fn write(db: &Db, look: &Look<'_>, no: i64, to: &Path) -> Answer<PathBuf> {
    let (name, bytes) = make(db, look, no)?;
    let path = to.join(&name);
    write_once(&path, &bytes)?;
    Ok(path)
}

/// Writes a file whole or not at all; the same content again changes nothing.
///
/// # Errors
/// [`Refused::FileExists`] where another content has the name; a fault when the disk fails.
pub fn write_once(path: &Path, bytes: &[u8]) -> Answer<()> {
    use std::io::Write;
    if path.exists() {
        if std::fs::read(path).is_ok_and(|kept| kept == bytes) {
            return Ok(());
        }
        let file = Clean::shown(&path.to_string_lossy()).into_string();
        return Err(Refused::FileExists { file }.into());
    }
    if let Some(folder) = path.parent() {
        place::make_private_dir(folder)?;
    }
    let half = crate::db::backup::beside(path, ".part");
    // What an earlier try left half-way.
    match std::fs::remove_file(&half) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Fault::from(error).into()),
        Ok(()) | Err(_) => {}
    }
    let outcome = (|| {
        let mut out = place::create_private(&half)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        Ok::<(), Fault>(std::fs::rename(&half, path)?)
    })();
    if outcome.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&half);
    }
    Ok(outcome?)
}
