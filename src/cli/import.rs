//! The `import` command: a dry run unless it is told to write, with everything that was understood shown first.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use serde_json::json;

use super::Ran;
use super::args::{Args, Import, ImportBack, ImportOne, ImportWhat, People};
use super::common::{Outcome, complain, say, shown};
use crate::db::{Fault, place};
use crate::exchange::batches::Imports;
use crate::exchange::dry_run::{DryRun, Prospect};
use crate::exchange::error_file;
use crate::exchange::fields::Kind;
use crate::exchange::load::{ImportFile, Load};
use crate::exchange::report::Report;
use crate::exchange::roll_back::RollBackImport;
use crate::exchange::sheet_in::SheetReader;
use crate::exchange::told::{self, Spoken};
use crate::exchange::watch::Watch;
use crate::ground::{Clean, Machine, Refused, World};
use crate::ledger::chain::hex;
use crate::shop::{Answer, Envelope, Hidden};
use crate::words::{self, Lang};

/// Rows of the preview.
const PREVIEW_ROWS: usize = 5;
/// Problems that are told one by one.
const PROBLEMS_TOLD: usize = 20;
/// How often the progress is told.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// Runs it.
pub(super) fn run(args: &Args, import: &Import) -> Ran {
    match &import.what {
        ImportWhat::Members(one) => bring(args, Kind::Members, one),
        ImportWhat::Balances(one) => bring(args, Kind::Balances, one),
        ImportWhat::Cards(one) => bring(args, Kind::Cards, one),
        ImportWhat::Items(one) => bring(args, Kind::Items, one),
        ImportWhat::Staff(one) => bring(args, Kind::Staff, one),
        ImportWhat::Sales(one) => bring(args, Kind::Sales, one),
        ImportWhat::Rollback(back) => take_back(args, back),
        ImportWhat::Batches => list(args),
    }
}

fn bring(args: &Args, kind: Kind, one: &ImportOne) -> Ran {
    let file = ImportFile {
        commit: one.commit,
        encoding: one.encoding.clone(),
        delimiter: one.delimiter.clone(),
        sheet: one.sheet.clone(),
        header_row: one.header_row,
        maps: one.maps.clone(),
        dates: one.dates.clone(),
        control_total: one.control_total.as_deref().map(str::parse).transpose()?,
        skip_errors: one.skip_errors,
        again: one.again,
        ..ImportFile::new(kind, &one.file)
    };
    let mut shop = args.shop()?;
    let load = Arc::new(file.load(&SheetReader::of_this_program()?)?);
    let prospect = shop.ask(&DryRun::of(Arc::clone(&load)))?;
    let lang = args.language();
    let errors = match &one.errors {
        Some(path) if !prospect.bad.is_empty() => Some(write_errors(path, &load, &prospect, lang)?),
        Some(_) | None => None,
    };
    if !args.json {
        show(args, &load, &prospect)?;
        if let Some(path) = &errors {
            tell(lang, "cli.import.errors_written", &[("file", path)])?;
        }
    }
    let bad = prospect.counts.errors > 0;
    let mut report = Report::of(&load, prospect, lang);
    if one.commit {
        let mut verb = file.verb(load);
        verb.watch = Watch::default();
        let envelope = envelope(&one.people)?;
        let done = watched(args, &verb.watch.clone(), || shop.act(&envelope, &verb))?;
        report.committed = Some(done.value);
    }
    if args.json {
        let mut value = serde_json::to_value(&report).map_err(|e| Fault::Broken(e.to_string()))?;
        if let (Some(object), Some(path)) = (value.as_object_mut(), errors) {
            object.insert("errors_file".into(), json!(path));
        }
        say(&value.to_string())?;
    } else if let Some(done) = &report.committed {
        tell(lang, "cli.import.committed", &[("batch", &done.batch.to_string())])?;
    } else {
        tell(lang, "cli.import.dry", &[])?;
    }
    Ok(if bad && report.committed.is_none() { Outcome::No } else { Outcome::Done })
}

fn take_back(args: &Args, back: &ImportBack) -> Ran {
    let mut shop = args.shop()?;
    let done = shop.act(&envelope(&back.people)?, &RollBackImport { batch: back.batch })?.value;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    let facts = [
        ("batch", done.batch.to_string()),
        ("entries", done.entries.to_string()),
        ("files", done.files.to_string()),
        ("kept", done.kept.to_string()),
    ];
    tell(args.language(), "cli.import.rolled_back", &borrowed(&facts))?;
    Ok(Outcome::Done)
}

fn list(args: &Args) -> Ran {
    let shop = args.shop()?;
    let batches = shop.ask(&Imports {})?;
    if args.json {
        say(&json!(batches).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    if batches.is_empty() {
        tell(lang, "cli.import.none", &[])?;
    }
    for batch in batches {
        let state = if batch.rolled_back { "cli.import.back" } else { "cli.import.live" };
        let facts = [
            ("batch", batch.id.to_string()),
            ("at", shop.profile().zone.stamp(crate::ground::Instant(batch.at))),
            ("kind", words::text(lang, &format!("import.kind.{}", batch.kind)).to_owned()),
            ("file", batch.file),
            ("new", batch.new.to_string()),
            ("update", batch.update.to_string()),
            ("errors", batch.errors.to_string()),
            ("state", words::text(lang, state).to_owned()),
        ];
        tell(lang, "cli.import.batch", &borrowed(&facts))?;
    }
    Ok(Outcome::Done)
}

/// Everything that was understood: the file, the mapping, the first rows, the counts and the first problems.
fn show(args: &Args, load: &Load, prospect: &Prospect) -> Answer<()> {
    let lang = args.language();
    let spoken = Spoken(lang);
    let table = &load.table;
    let facts = [
        ("file", table.source.as_str().to_owned()),
        ("kind", words::text(lang, &format!("import.kind.{}", load.kind().name())).to_owned()),
        ("encoding", load.encoding().to_owned()),
        ("row", table.header_row.to_string()),
        ("rows", table.rows.len().to_string()),
    ];
    tell(lang, told::head_key(table), &borrowed(&facts))?;
    if let Some(sheet) = &table.sheet {
        let all: Vec<&str> = table.sheets.iter().map(Clean::as_str).collect();
        tell(lang, "cli.import.sheet", &[("sheet", sheet.as_str()), ("sheets", &all.join(", "))])?;
    }
    tell(lang, "cli.import.columns", &[("columns", &load.maps().join("  "))])?;
    let unused = load.unknown();
    if !unused.is_empty() {
        tell(lang, "cli.import.unused", &[("columns", &unused.join(", "))])?;
    }
    if !args.plain {
        preview(load, spoken)?;
    }
    let counts = prospect.counts;
    let facts = [
        ("new", counts.new.to_string()),
        ("update", counts.update.to_string()),
        ("same", counts.same.to_string()),
        ("errors", counts.errors.to_string()),
    ];
    tell(lang, "cli.import.counts", &borrowed(&facts))?;
    if counts.unmatched > 0 {
        tell(lang, "cli.import.unmatched", &[("count", &counts.unmatched.to_string())])?;
    }
    if let Some(total) = prospect.total {
        tell(lang, "cli.import.total", &[("total", &total.grouped())])?;
    }
    if let Some(batch) = prospect.twice {
        tell(lang, "cli.import.twice", &[("batch", &batch.to_string())])?;
    }
    problems(prospect, spoken)
}

fn preview(load: &Load, spoken: Spoken) -> Answer<()> {
    let check = load.check()?;
    let rows = check.preview(PREVIEW_ROWS);
    tell(spoken.0, "cli.import.preview", &[("rows", &rows.len().to_string())])?;
    for row in rows {
        let cells: Vec<&str> = row.raw.iter().map(Clean::as_str).collect();
        let number = row.read.number.to_string();
        tell(spoken.0, "cli.import.raw", &[("row", &number), ("cells", &cells.join(" | "))])?;
        match &row.read.outcome {
            Ok(parsed) => {
                let read = told::fields(parsed);
                let read: Vec<String> =
                    read.iter().map(|(name, value)| format!("{} {value}", spoken.field(name))).collect();
                tell(spoken.0, "cli.import.read", &[("fields", &read.join(", "))])?;
            }
            Err(problems) => {
                let why: Vec<String> =
                    problems.iter().map(|problem| error_file::Words::reason(&spoken, problem)).collect();
                tell(spoken.0, "cli.import.wrong", &[("reasons", &why.join("; "))])?;
            }
        }
    }
    Ok(())
}

fn problems(prospect: &Prospect, spoken: Spoken) -> Answer<()> {
    let all = || prospect.bad.iter().flat_map(|(row, problems)| problems.iter().map(move |one| (*row, one)));
    for (row, problem) in all().take(PROBLEMS_TOLD) {
        let facts = [
            ("row", row.to_string()),
            ("reason", error_file::Words::reason(&spoken, problem)),
            ("advice", error_file::Words::advice(&spoken, problem)),
        ];
        tell(spoken.0, "cli.import.problem", &borrowed(&facts))?;
    }
    let more = all().count().saturating_sub(PROBLEMS_TOLD);
    if more > 0 {
        tell(spoken.0, "cli.import.more", &[("count", &more.to_string())])?;
    }
    Ok(())
}

/// Writes the rows in error to a new file that only its owner reads.
fn write_errors(path: &Path, load: &Load, prospect: &Prospect, lang: Lang) -> Answer<String> {
    let bytes = error_file::write(&load.table, &prospect.bad, &Spoken(lang))?;
    place::create_private(path)?;
    std::fs::write(path, bytes).map_err(Fault::from)?;
    Ok(shown(path))
}

/// The command's envelope: a key of its own, and the PIN from the standard input where it is asked for.
fn envelope(people: &People) -> Answer<Envelope> {
    let mut bytes = [0_u8; 16];
    Machine.fill(&mut bytes);
    let key = hex(&bytes);
    let pin = if people.pin_stdin {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(Fault::from)?;
        Some(Hidden(line.trim().to_owned())).filter(|pin| !pin.0.is_empty())
    } else {
        None
    };
    if people.pin_stdin && pin.is_none() {
        return Err(Refused::PinUnfit {}.into());
    }
    Ok(Envelope {
        key,
        by: people.by.clone(),
        approved_by: people.approved_by.clone(),
        pin,
        reason: Some(people.reason.clone()),
        ..Envelope::default()
    })
}

/// Does it, and tells a person at a terminal how far it is.
fn watched<T>(args: &Args, watch: &Watch, act: impl FnOnce() -> T) -> T {
    if args.json || args.plain || !std::io::stderr().is_terminal() {
        return act();
    }
    let (done, waits) = mpsc::channel::<()>();
    let (watch, lang) = (watch.clone(), args.language());
    let teller = std::thread::spawn(move || {
        let mut told = false;
        while waits.recv_timeout(PROGRESS_EVERY) == Err(RecvTimeoutError::Timeout) {
            let (done, total) = watch.progress();
            let facts = [("done", (done / 2).to_string()), ("total", (total / 2).to_string())];
            let line = words::fill(lang, "cli.import.progress", &borrowed(&facts));
            // Nobody reads standard error: then there is nobody to tell.
            if write!(std::io::stderr(), "\r{line} ").is_err() {
                return;
            }
            told = true;
        }
        if told {
            complain("");
        }
    });
    let out = act();
    drop(done);
    if teller.join().is_err() {
        // The teller only prints: the import stands all the same.
        tracing::warn!("the progress of an import could not be told");
    }
    out
}

fn tell(lang: Lang, key: &str, facts: &[(&str, &str)]) -> Result<(), Fault> {
    say(&words::fill(lang, key, facts))
}

fn borrowed<'a>(facts: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    facts.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
