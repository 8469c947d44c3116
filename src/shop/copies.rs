//! The dated copies beside a store's file: their names, which of them go, and the copy that a day begins with.

use std::path::{Path, PathBuf};

use super::Profile;
use crate::db::backup::Progress;
use crate::db::{Db, Fault};
use crate::ground::{Instant, Refused, Zone};

/// The folder of copies, beside the store's file.
const FOLDER: &str = "backups";

/// Copies the store to a new, verified file in its folder of copies, and keeps the newest `keep` of them there.
///
/// # Errors
/// A fault when the file cannot be read or the copy not be written; then there is no copy.
pub fn make(
    db: &Db,
    profile: &Profile,
    now: Instant,
    keep: usize,
    report: impl FnMut(Progress),
) -> Result<PathBuf, Fault> {
    let (folder, stem) = (folder(db.path()), format!("{}-{}", profile.code, stamp(profile.zone, now)));
    let mut report = report;
    loop {
        let target = free_name(&folder, &stem);
        match db.back_up(&target, &mut report) {
            // Somebody took the name while this copy was made: ours gets the next one.
            Err(Fault::Refused(Refused::FileExists { .. })) if free_name(&folder, &stem) != target => {}
            Err(fault) => return Err(fault),
            Ok(()) => {
                prune(&target, &profile.code, keep.max(1))?;
                return Ok(target);
            }
        }
    }
}

/// The moment as it stands in a name.
pub fn stamp(zone: Zone, now: Instant) -> String {
    zone.local(now).format("%Y%m%d-%H%M%S").to_string()
}

/// A name that nothing has yet: several copies of one second are numbered.
pub fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let named = |end: &str| folder.join(format!("{stem}{end}.db"));
    (2..100)
        .map(|n| format!("-{n}"))
        .fold(named(""), |name, end| if name.exists() { named(&end) } else { name })
}

/// Where the copies of a store's file are, unless they are told another place.
pub fn folder(file: &Path) -> PathBuf {
    file.with_file_name(FOLDER)
}

/// The dated copies in a folder, newest first: `S01-20261121-143207.db`.
pub fn copies(folder: &Path, code: Option<&str>) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(String, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let (store, when) = dated(&name)?;
            code.is_none_or(|code| code == store).then(|| (when.to_owned(), entry.path()))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

/// The store's code and the moment in the name of a copy.
fn dated(name: &str) -> Option<(&str, &str)> {
    let (code, when) = name.strip_suffix(".db")?.split_once('-')?;
    let mut parts = when.splitn(3, '-');
    let (day, time, number) = (parts.next()?, parts.next()?, parts.next().unwrap_or("1"));
    let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    (super::profile::check_code(code).is_ok() && digits(day, 8) && digits(time, 6) && numbered)
        .then_some((code, when))
}

/// Removes all but the newest `keep` copies of a store, never the one just made. Answers how many went.
///
/// # Errors
/// A fault when one cannot be removed.
pub fn prune(target: &Path, code: &str, keep: usize) -> Result<usize, Fault> {
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    let mut removed = 0;
    for old in copies(folder, Some(code)).into_iter().skip(keep).filter(|old| old != target) {
        match std::fs::remove_file(old) {
            Ok(()) => {}
            // Another console cleared it away.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(e.into()),
        }
        removed += 1;
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_known_by_their_names() {
        assert_eq!(dated("S01-20261121-143207.db"), Some(("S01", "20261121-143207")));
        assert_eq!(dated("S01-20261121-143207-2.db"), Some(("S01", "20261121-143207-2")));
        for name in [
            "S01.db",
            "S01-2026-143207.db",
            "x-20261121-143207.db",
            "S01-20261121-143207.txt",
            "S01-20261121-143207.db.part",
        ] {
            assert_eq!(dated(name), None, "{name}");
        }
    }

    #[test]
    fn newer_copies_come_first_and_a_name_in_use_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["S01-20261120-090000.db", "S01-20261121-090000.db", "S02-20261122-090000.db", "notes.txt"]
        {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let found = copies(folder.path(), Some("S01"));
        let names: Vec<_> =
            found.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["S01-20261121-090000.db", "S01-20261120-090000.db"]);
        assert_eq!(copies(folder.path(), None).len(), 3);
        let taken = free_name(folder.path(), "S01-20261121-090000");
        assert!(!taken.exists() && taken.ends_with("S01-20261121-090000-2.db"), "{taken:?}");
        assert_eq!(prune(&found[0], "S01", 1).unwrap(), 1);
        assert_eq!(copies(folder.path(), Some("S01")).len(), 1);
    }
}
