//! Headquarters takes bundles: any files, in any order, as often as one likes. Stores are looked at side by side, the
//! bundles of one store one behind the other.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::bundle::{self, About};
use super::container::{self, Unfit};
use super::replica::{Outcome, Replica};
use crate::db::Fault;
use crate::exchange::watch::Watch;
use crate::ground::Clean;
use crate::ledger::chain::hex;
use crate::peers::{Key, Peer, Public};

/// The largest file that is read.
const FILE_BYTES_MAX: u64 = 1 << 30;
/// How many stores are looked at side by side.
pub const SIDE_BY_SIDE: usize = 2;

/// A file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its name.
    pub file: String,
    /// The SHA-256 of its content in hex.
    pub digest: String,
    /// What it says of itself; nothing where that could not be believed.
    pub about: Option<About>,
    /// What became of it.
    pub outcome: Outcome,
}

/// The `.meigui` files of a folder, by name; files that are named are taken as they are.
///
/// # Errors
/// A fault when a folder cannot be read.
pub fn files_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let mut found: Vec<PathBuf> = std::fs::read_dir(path)?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "meigui"))
            .collect();
        found.sort();
        out.extend(found);
    }
    Ok(out)
}

/// Looks at files and takes what fits into the copies of their stores. Stops between two files when it is wished;
/// what was taken until then stays, and the rest is taken the next time.
///
/// # Errors
/// A fault of the machine; whatever a file is to blame for is an [`Outcome`].
pub fn consolidate(
    hq: &Path,
    (peers, own): (&[Peer], &Key),
    files: &[PathBuf],
    watch: &Watch,
) -> Result<Vec<Seen>, Fault> {
    watch.begin(i64::try_from(files.len()).unwrap_or(i64::MAX));
    let mut seen = Vec::new();
    let mut stores: BTreeMap<String, Vec<(About, PathBuf)>> = BTreeMap::new();
    for path in files {
        match front(path)? {
            Ok(about) => stores.entry(about.store.clone()).or_default().push((about, path.clone())),
            Err(unfit) => {
                seen.push(Seen {
                    file: name(path),
                    digest: digest_of(path)?,
                    about: None,
                    outcome: Outcome::Refused(unfit),
                });
                if watch.step(0).is_err() {
                    return Ok(seen);
                }
            }
        }
    }
    for bundles in stores.values_mut() {
        // In the order of the journal; of two from one place the longer one last.
        let key = |about: &About, table: fn(&About) -> &BTreeMap<String, i64>| {
            table(about).get("entry").copied().unwrap_or(0)
        };
        bundles.sort_by_key(|(about, path)| {
            (key(about, |about| &about.since), key(about, |about| &about.until), about.no, path.clone())
        });
    }
    let queue = Mutex::new(stores.into_values());
    let done = Mutex::new(seen);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some(bundles) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    match of_store(hq, (peers, own), &bundles, watch) {
                        Ok(found) => {
                            if let Ok(mut done) = done.lock() {
                                done.extend(found);
                            }
                        }
                        Err(fault) => {
                            if let Ok(mut failed) = failed.lock() {
                                *failed = Some(fault);
                            }
                            return;
                        }
                    }
                }
            });
        }
    });
    if let Some(fault) = failed.into_inner().ok().flatten() {
        return Err(fault);
    }
    let mut seen = done.into_inner().unwrap_or_default();
    seen.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(seen)
}

/// The bundles of one store, in their order.
fn of_store(
    hq: &Path,
    (peers, own): (&[Peer], &Key),
    bundles: &[(About, PathBuf)],
    watch: &Watch,
) -> Result<Vec<Seen>, Fault> {
    let mut out = Vec::with_capacity(bundles.len());
    let mut replica: Option<Replica> = None;
    for (about, path) in bundles {
        let bytes = std::fs::read(path)?;
        let digest = hex(&Sha256::digest(&bytes));
        let outcome = match bundle::open(&bytes).and_then(|bundle| known(peers, &bundle).map(|()| bundle)) {
            Err(unfit) => Outcome::Refused(unfit),
            Ok(bundle) => {
                let copy = match &mut replica {
                    Some(copy) => copy,
                    none => none.insert(Replica::open(hq, &about.store)?),
                };
                copy.take(&bundle, &digest, own)?
            }
        };
        out.push(Seen { file: name(path), digest, about: Some(about.clone()), outcome });
        if watch.step(0).is_err() {
            break;
        }
    }
    Ok(out)
}

/// Whether headquarters admitted the store, and this is its key.
fn known(peers: &[Peer], bundle: &bundle::Bundle) -> Result<(), Unfit> {
    let peer = peers.iter().find(|peer| peer.code == bundle.about.store && !peer.hq);
    match peer {
        None => Err(Unfit::new("unknown_store", bundle.key.fingerprint())),
        Some(peer) if peer.key != bundle.key => Err(Unfit::new("other_key", bundle.key.fingerprint())),
        Some(_) => Ok(()),
    }
}

/// What a file says of itself, its signature proved; only its head is read.
fn front(path: &Path) -> Result<Result<About, Unfit>, Fault> {
    // A folder is no bundle, and opening a pipe would wait for somebody to write into it.
    if path.metadata().is_ok_and(|about| !about.is_file()) {
        return Ok(Err(Unfit::new("not_a_file", String::new())));
    }
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) => {
            return Ok(Err(Unfit::new("unreadable", Clean::shown(&error.to_string()).into_string())));
        }
    };
    if file.metadata()?.len() > FILE_BYTES_MAX {
        return Ok(Err(Unfit::new("too_large", String::new())));
    }
    let mut head = Vec::new();
    file.take(container::HEAD_BYTES_MAX).read_to_end(&mut head)?;
    Ok(container::front(&head, bundle::KIND).and_then(|(about, _)| bundle::about(about)))
}

/// Who a bundle says it is of, and the key that signed it: for admitting its store.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn who(path: &Path) -> Result<Result<(About, Public), Unfit>, Fault> {
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(container::HEAD_BYTES_MAX).read_to_end(&mut head)?;
    let front = container::front(&head, bundle::KIND);
    Ok(front.and_then(|(about, key)| Ok((bundle::about(about)?, key))))
}

fn digest_of(path: &Path) -> Result<String, Fault> {
    let mut hash = Sha256::new();
    if !path.is_file() {
        hash.update(name(path));
        return Ok(hex(&hash.finalize()));
    }
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(hex(&hash.finalize())) };
    let mut piece = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(piece.get(..count).unwrap_or_default());
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Clean::shown(&name).into_string()
}
