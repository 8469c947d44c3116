//! Which lives of a store were ever begun at a place, for a restore over a file that cannot be asked any more.
//!
//! Each restore writes the life that it begins beside the file (`meigui.db.epoch`) before the file changes. Together
//! with the copies and the replaced files that lie near, that tells how far the lost one can have come, whatever the
//! clock says. Where nothing tells, the next life is far away: see [`leap`].

use std::io::Write;
use std::path::{Path, PathBuf};

use super::restore::standing;
use crate::db::{Fault, backup, place};
use crate::ground::World;

/// The folder of copies beside a store's file.
const COPIES: &str = "backups";
/// Files that are looked at in one folder at most.
const LOOKED_AT_MAX: usize = 500;

fn mark_of(target: &Path) -> PathBuf {
    backup::beside(target, ".epoch")
}

fn hex(salt: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(salt))
}

/// The last life that a restore began at this place, by the mark beside it; `None` without a mark of this store.
pub(super) fn marked(target: &Path, salt: [u8; 16]) -> Option<i64> {
    let text = std::fs::read_to_string(mark_of(target)).ok()?;
    let (store, epoch) = text.trim().split_once(' ')?;
    if store == hex(salt) { epoch.parse().ok().filter(|epoch| *epoch > 0) } else { None }
}

/// Marks the life that begins at a place; the mark is whole or the old one.
///
/// # Errors
/// A fault when it cannot be written.
pub(super) fn mark(target: &Path, salt: [u8; 16], epoch: i64) -> Result<(), Fault> {
    let half = backup::beside(&mark_of(target), ".part");
    match std::fs::remove_file(&half) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    place::create_private(&half)?;
    let mut file = std::fs::OpenOptions::new().write(true).open(&half)?;
    file.write_all(format!("{} {epoch}\n", hex(salt)).as_bytes())?;
    file.sync_all()?;
    drop(file);
    Ok(std::fs::rename(&half, mark_of(target))?)
}

/// The furthest life of this store among the files near a place and near the copy. What cannot be read tells nothing.
pub(super) fn seen_near(target: &Path, copy: &Path, salt: [u8; 16]) -> i64 {
    let mut folders: Vec<PathBuf> = Vec::new();
    for near in [target, copy] {
        let folder = near.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new(".")).to_owned();
        folders.push(folder.join(COPIES));
        folders.push(folder);
    }
    let files = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flat_map(|entries| {
        let paths = entries.flatten().map(|entry| entry.path());
        paths.filter(|path| path.extension().is_some_and(|end| end == "db")).take(LOOKED_AT_MAX)
    });
    let lives = files.filter_map(|path| standing(&path).ok());
    lives.filter(|found| found.profile.chain_salt == salt).map(|found| found.epoch).max().unwrap_or(0)
}

/// How far the next life lies when nothing tells how far the lost file had come: 1024 lives for each second since
/// 1970 and some more by chance. Two such leaps from one copy never meet, and the later one is the further one as
/// long as the clock is about right.
pub(super) fn leap(world: &dyn World) -> i64 {
    let mut bytes = [0_u8; 2];
    world.fill(&mut bytes);
    let chance = i64::from(u16::from_be_bytes(bytes) % 1024);
    (world.now().0 / 1000).max(0).saturating_mul(1024).saturating_add(chance)
}
