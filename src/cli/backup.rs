//! The `backup` and `restore` commands, and the way back that is shown when a file is damaged.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, complain, say, shown};
use super::who::{self, Who};
use crate::db::backup::Progress;
use crate::db::{Fault, place};
use crate::ground::{Machine, World, Zone};
use crate::shop::copies::{copies, folder, free_name, prune, stamp};
use crate::shop::restore::{self, Restore, Standing};
use crate::shop::{Envelope, Reader, Stop};
use crate::words::{self, Lang};

/// How many copies the way back lists.
const LISTED_MAX: usize = 5;

/// Copying the store.
#[derive(Debug, Clone, clap::Args)]
pub struct BackupArgs {
    /// The copy; a dated name in the folder `backups` beside the store's file when absent.
    pub target: Option<PathBuf>,
    /// Keeps the newest N copies of this store in that folder and removes older ones.
    #[arg(long, value_name = "N")]
    pub keep: Option<usize>,
}

/// Putting a copy back.
#[derive(Debug, Clone, clap::Args)]
pub struct RestoreArgs {
    /// The copy.
    pub file: PathBuf,
    /// Also over a newer file, and also a copy whose log was not copied.
    #[arg(long)]
    pub yes: bool,
    /// Who.
    #[command(flatten)]
    pub who: Who,
}

/// Copies the store to a new, verified file.
pub(super) fn run(args: &Args, wish: &BackupArgs) -> Ran {
    let file = args.file();
    if !file.exists() {
        return Err(crate::ground::Refused::StoreNone { file: file.display().to_string() }.into());
    }
    let reader = Reader::open(&file, Arc::new(Machine))?;
    let profile = reader.profile();
    let target = match &wish.target {
        Some(target) => target.clone(),
        None => {
            free_name(&folder(&file), &format!("{}-{}", profile.code, stamp(profile.zone, Machine.now())))
        }
    };
    let lang = args.language();
    let shows = std::io::stderr().is_terminal();
    reader.db().back_up(&target, |at| {
        if shows {
            progress(lang, at);
        }
    })?;
    if shows {
        complain("");
    }
    let standing = restore::standing(&target)?;
    let removed = match wish.keep {
        Some(keep) => prune(&target, &profile.code, keep.max(1))?,
        None => 0,
    };
    told(args, &target, &standing, removed)
}

fn told(args: &Args, target: &Path, standing: &Standing, removed: usize) -> Ran {
    let bytes = std::fs::metadata(target).map_err(Fault::from)?.len();
    if args.json {
        let line = json!({ "file": shown(target), "bytes": bytes, "store": standing.profile.code,
            "epoch": standing.epoch, "seq": standing.seq, "removed": removed });
        say(&line.to_string())?;
        return Ok(Outcome::Done);
    }
    let (kib, seq, removed) =
        (bytes.div_ceil(1024).to_string(), standing.seq.to_string(), removed.to_string());
    let facts = [("file", shown(target)), ("kib", kib), ("seq", seq), ("removed", removed)];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say(&words::fill(args.language(), "tools.backup.done", &facts))?;
    Ok(Outcome::Done)
}

/// Writes how far the copy is, on the same line.
fn progress(lang: Lang, at: Progress) {
    let percent = if at.all > 0 { at.done.saturating_mul(100) / at.all } else { 100 };
    let line = words::fill(lang, "tools.backup.progress", &[("percent", &percent.to_string())]);
    let mut err = std::io::stderr().lock();
    // Nobody reads it: then nobody waits for it.
    if write!(err, "\r{line}").and_then(|()| err.flush()).is_err() {}
}

/// Puts a copy in the place of the store's file.
pub(super) fn restore(args: &Args, wish: &RestoreArgs) -> Ran {
    let target = args.file();
    if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        place::make_private_dir(parent)?;
    }
    let kept = kept_name(&target);
    let restored = {
        let put = Restore { copy: &wish.file, target: &target, kept: &kept, yes: wish.yes };
        let reason = wish.who.reason.clone().or_else(|| Some("restore".to_owned()));
        let envelope = Envelope { reason, ..wish.who.envelope("restore") };
        who::with_pin(args, envelope, |envelope| restore::restore(&put, envelope, Arc::new(Machine)))?
    };
    let old = restored.kept.as_deref().map(shown);
    if args.json {
        let line = json!({ "file": shown(&target), "store": restored.standing.profile.code,
            "seq": restored.standing.seq, "epoch": restored.epoch, "kept": old });
        say(&line.to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    let last = restored.standing.profile.zone.stamp(restored.standing.last_at);
    let (seq, epoch) = (restored.standing.seq.to_string(), restored.epoch.to_string());
    let facts = [("file", shown(&target)), ("seq", seq), ("last", last), ("epoch", epoch)];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say(&words::fill(lang, "tools.restore.done", &facts))?;
    if let Some(old) = old {
        say(&words::fill(lang, "tools.restore.kept", &[("file", &old)]))?;
    }
    Ok(Outcome::Done)
}

/// `meigui.db` is kept as `meigui-replaced-20261121-143207.db`.
fn kept_name(target: &Path) -> PathBuf {
    let stem = target.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let folder = target.parent().unwrap_or_else(|| Path::new(""));
    free_name(folder, &format!("{stem}-replaced-{}", stamp(Zone::default(), Machine.now())))
}

/// Whether an end means that the store's file itself cannot be read.
pub(super) fn is_damage(stop: &Stop) -> bool {
    match stop {
        Stop::Refused(no) => ["file.damaged", "file.foreign"].contains(&no.code()),
        Stop::Fault(fault) | Stop::Unknown(fault) => fault.is_damage(),
    }
}

/// Says which copies there are, and the command that puts one back.
pub(super) fn show_way_back(args: &Args) {
    let lang = args.language();
    let found = copies(&folder(&args.file()), None);
    if found.is_empty() {
        complain(words::text(lang, "tools.way_back.none"));
        return;
    }
    complain(words::text(lang, "tools.way_back.title"));
    for path in found.iter().take(LISTED_MAX) {
        let told = match restore::standing(path) {
            Ok(standing) => words::fill(
                lang,
                "tools.way_back.copy",
                &[
                    ("last", &standing.profile.zone.stamp(standing.last_at)),
                    ("seq", &standing.seq.to_string()),
                    ("file", &shown(path)),
                ],
            ),
            Err(_) => words::fill(lang, "tools.way_back.unsound", &[("file", &shown(path))]),
        };
        complain(&format!("  {told}"));
    }
    if let Some(newest) = found.first() {
        complain(&format!("  meigui restore {}", shown(newest)));
    }
}
