//! The `doctor` command: what this machine does to the store's file, told before it hurts.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{self, Outcome, say, shown};
use super::doctor_machine as machine;
use crate::db::{Db, Mode, migrate, place};
use crate::exchange::decode::{Encoding, decode, encode};
use crate::exchange::sheet_out::{Cell, Table};
use crate::ground::{Machine, World};
use crate::output::sink::Printer;
use crate::shop::restore;
use crate::shop::{Answer, Reader, Stop};
use crate::words::{self, Lang};

/// How far behind the last entry the clock may be, in milliseconds.
const CLOCK_BEHIND_MS: i64 = 2_000;
/// Less free room than this is told, in MiB.
const FREE_MIB_MIN: u64 = 500;

/// How something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// As it should be.
    Ok,
    /// Works, and may hurt one day.
    Warn,
    /// Not fit for money.
    Bad,
}

/// One finding: its key in the locales, its mark, and what was seen.
pub(super) struct Finding {
    pub key: &'static str,
    pub mark: Mark,
    pub seen: String,
}

pub(super) fn finding(key: &'static str, mark: Mark, seen: impl Into<String>) -> Finding {
    Finding { key, mark, seen: seen.into() }
}

fn ok_if(good: bool, other: Mark) -> Mark {
    if good { Mark::Ok } else { other }
}

/// Looks at everything and says it; exit code 1 when something is not fit for money.
pub(super) fn run(args: &Args) -> Ran {
    let lang = args.language();
    let file = args.file();
    let mut found = paths(&file);
    found.extend(machine::disk(&file, FREE_MIB_MIN));
    if file.exists() {
        match store(lang, &file) {
            Ok(more) => found.extend(more),
            Err(stop) => found.push(finding("tools.doctor.store", Mark::Bad, told(lang, &stop))),
        }
    } else {
        found.push(finding("tools.doctor.store", Mark::Warn, words::text(lang, "refused.store.missing")));
    }
    found.extend(terminal(args));
    found.push(encodings());
    say_all(args, &found)
}

fn told(lang: Lang, stop: &Stop) -> String {
    match stop {
        Stop::Refused(no) => words::refused(lang, no),
        Stop::Fault(fault) | Stop::Unknown(fault) => fault.to_string(),
    }
}

fn say_all(args: &Args, found: &[Finding]) -> Ran {
    let lang = args.language();
    if args.json {
        let all: Vec<_> = found
            .iter()
            .map(|one| {
                let name = one.key.rsplit('.').next().unwrap_or_default();
                json!({ "what": name, "mark": one.mark, "seen": one.seen })
            })
            .collect();
        say(&json!(all).to_string())?;
    } else {
        let sign = |mark| match mark {
            Mark::Ok => "ok",
            Mark::Warn => "!",
            Mark::Bad => "x",
        };
        let rows = found.iter().map(|one| {
            let texts = [sign(one.mark), words::text(lang, one.key), &one.seen];
            texts.iter().map(|text| Cell::Text((*text).to_owned())).collect()
        });
        let head = vec![String::new(), words::text(lang, "tools.doctor.what").to_owned(), String::new()];
        for line in (Table { head, rows: rows.collect() }).lines(args.plain) {
            say(&line)?;
        }
    }
    Ok(if found.iter().any(|one| one.mark == Mark::Bad) { Outcome::No } else { Outcome::Done })
}

fn paths(file: &Path) -> Vec<Finding> {
    let copies = crate::shop::copies::copies(&crate::shop::copies::folder(file), None);
    let newest = copies.first().map(|path| format!(" ({})", shown(path))).unwrap_or_default();
    let network = place::refuse_network(file).is_err();
    let system = place::file_system(file).unwrap_or_else(|| "?".to_owned());
    let cloud = place::cloud_folder(file);
    vec![
        finding("tools.doctor.file", Mark::Ok, shown(file)),
        finding("tools.doctor.log", Mark::Ok, shown(&file.with_file_name("meigui.log"))),
        finding("tools.doctor.folder", Mark::Ok, shown(&common::data_folder())),
        finding(
            "tools.doctor.backups",
            ok_if(!copies.is_empty() || !file.exists(), Mark::Warn),
            format!("{}{newest}", copies.len()),
        ),
        finding("tools.doctor.file_system", ok_if(!network, Mark::Bad), system),
        finding(
            "tools.doctor.cloud",
            ok_if(cloud.is_none(), Mark::Warn),
            cloud.unwrap_or_else(|| "-".to_owned()),
        ),
    ]
}

/// What the file says of itself, and how fast it answers.
fn store(lang: Lang, file: &Path) -> Answer<Vec<Finding>> {
    let watch = Stopwatch::now();
    let reader = Reader::open(file, Arc::new(Machine))?;
    let opened = watch.elapsed();
    let watch = Stopwatch::now();
    let standing = restore::standing(file)?;
    let asked = watch.elapsed();
    let mut out = settings(reader.db())?;
    let now = Machine.now();
    let behind = standing.last_at.0 - now.0;
    let zone = standing.profile.zone;
    let clock = format!("{} / {}", zone.stamp(now), zone.stamp(standing.last_at));
    let profile = reader.profile();
    out.push(finding("tools.doctor.store", Mark::Ok, format!("{} {}", profile.code, profile.name)));
    out.push(finding("tools.doctor.chain", Mark::Ok, format!("{} / {}", standing.epoch, standing.seq)));
    out.push(finding("tools.doctor.clock", ok_if(behind <= CLOCK_BEHIND_MS, Mark::Warn), clock));
    out.push(finding("tools.doctor.timing_open", Mark::Ok, format!("{opened:.1?}")));
    out.push(finding("tools.doctor.timing_ask", Mark::Ok, format!("{asked:.1?}")));
    out.push(printer(lang, &reader)?);
    Ok(out)
}

fn settings(db: &Db) -> Answer<Vec<Finding>> {
    // A writer's connection is what money goes through, but opening one takes no lock before it writes.
    let writer = Db::open(db.path(), Mode::Write)?;
    let in_force = writer.in_force()?;
    let value = |name: &str| {
        in_force.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let wanted = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("recursive_triggers", "1"),
        ("trusted_schema", "0"),
    ];
    let good = wanted.iter().all(|(name, right)| value(name) == *right);
    let seen: Vec<String> = wanted.iter().map(|(name, _)| format!("{name}={}", value(name))).collect();
    let schema = format!("{} / {}", value("user_version"), migrate::latest());
    let current = value("user_version") == migrate::latest().to_string();
    Ok(vec![
        finding("tools.doctor.sqlite", Mark::Ok, value("sqlite_version")),
        finding("tools.doctor.settings", ok_if(good, Mark::Bad), seen.join(" ")),
        finding("tools.doctor.schema", ok_if(current, Mark::Warn), schema),
    ])
}

/// Whether the printer of the settings can be reached; nothing is printed.
fn printer(lang: Lang, reader: &Reader) -> Answer<Finding> {
    let wish = reader.settings()?.printer;
    let key = "tools.doctor.printer";
    Ok(match wish.parse::<Printer>() {
        Ok(Printer::None) => finding(key, Mark::Ok, "-"),
        Ok(printer) => match printer.probe() {
            Ok(()) => finding(key, Mark::Ok, wish),
            Err(failed) => finding(key, Mark::Warn, crate::checkout::slip_print::failed_words(lang, &failed)),
        },
        Err(no) => finding(key, Mark::Warn, words::refused(lang, &no)),
    })
}

fn terminal(args: &Args) -> Vec<Finding> {
    let tier = crate::tui::probe::measured().map_or_else(
        || words::text(args.language(), "tools.doctor.no_terminal").to_owned(),
        |glyphs| format!("{:?}", glyphs.tier).to_lowercase(),
    );
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_else(|| "-".to_owned());
    vec![
        finding("tools.doctor.glyphs", Mark::Ok, tier),
        finding("tools.doctor.locale", Mark::Ok, format!("{locale} / {}", args.language().tag())),
    ]
}

/// Names, rare hanzi among them, survive the way to a Chinese printer or spreadsheet and back.
fn encodings() -> Finding {
    let sample = "王雅琴 深层补水 ¥ 𠮷";
    let back = encode(sample, Encoding::Gb18030)
        .and_then(|bytes| decode("", &bytes, Some(Encoding::Gb18030)))
        .map(|decoded| decoded.text);
    let good = back.is_ok_and(|text| text == sample);
    finding("tools.doctor.encodings", ok_if(good, Mark::Bad), "UTF-8, GB18030")
}
