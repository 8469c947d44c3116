//! What the doctor asks the machine itself: room on the disk, rights of files, how long a durable write takes.

use std::io::Write;
use std::path::Path;
use std::time::Instant as Stopwatch;

use super::doctor::{Finding, Mark, finding};
use crate::ground::{Machine, World};

/// A durable write slower than this makes every sale feel slow, in milliseconds.
const SYNC_MS_MAX: u128 = 200;

/// Room, rights and the time of a durable write, in the folder of the store's file.
pub(super) fn disk(file: &Path, free_mib_min: u64) -> Vec<Finding> {
    let folder =
        file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut out = rights(file, folder);
    if let Some(mib) = free_mib(folder) {
        let mark = if mib >= free_mib_min { Mark::Ok } else { Mark::Warn };
        out.push(finding("tools.doctor.free", mark, format!("{mib} MiB")));
    }
    if let Ok(about) = std::fs::metadata(file) {
        out.push(finding("tools.doctor.size", Mark::Ok, format!("{} KiB", about.len().div_ceil(1024))));
    }
    out.extend(sync_time(folder));
    out
}

/// The folder may be listed by others, but only its owner writes there; the file is its owner's alone.
#[cfg(unix)]
fn rights(file: &Path, folder: &Path) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).ok().map(|about| about.permissions().mode() & 0o777);
    let seen = [(mode(folder), 0o022), (mode(file), 0o077)];
    let private = seen.iter().all(|(mode, others)| mode.is_none_or(|mode| mode & others == 0));
    let texts: Vec<String> =
        seen.iter().filter_map(|(mode, _)| *mode).map(|mode| format!("{mode:03o}")).collect();
    let mark = if private { Mark::Ok } else { Mark::Warn };
    vec![finding("tools.doctor.rights", mark, texts.join(" / "))]
}

#[cfg(not(unix))]
fn rights(_: &Path, _: &Path) -> Vec<Finding> {
    Vec::new()
}

#[cfg(unix)]
fn free_mib(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    about.f_bavail.checked_mul(about.f_frsize).map(|bytes| bytes >> 20)
}

#[cfg(not(unix))]
fn free_mib(_: &Path) -> Option<u64> {
    None
}

/// Writes a few bytes beside the store, makes them durable, and removes them.
fn sync_time(folder: &Path) -> Option<Finding> {
    let mut chance = [0_u8; 8];
    Machine.fill(&mut chance);
    let probe = folder.join(format!(".meigui-doctor-{}", u64::from_le_bytes(chance)));
    let written = (|| -> std::io::Result<std::time::Duration> {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&probe)?;
        let watch = Stopwatch::now();
        file.write_all(&[0_u8; 4096])?;
        file.sync_all()?;
        Ok(watch.elapsed())
    })();
    let swept = std::fs::remove_file(&probe);
    if !folder.is_dir() {
        return None;
    }
    Some(match (written, swept) {
        (Ok(time), Ok(())) => {
            let mark = if time.as_millis() <= SYNC_MS_MAX { Mark::Ok } else { Mark::Warn };
            finding("tools.doctor.timing_sync", mark, format!("{time:.1?}"))
        }
        (Err(error), _) | (Ok(_), Err(error)) => {
            finding("tools.doctor.timing_sync", Mark::Bad, error.to_string())
        }
    })
}
