//! The `hq` command: headquarters admits stores and merges what they send.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use super::roam::{GrantArgs, MoveArgs, RoamArgs};
use super::who::{self, Who};
use crate::chain::admit::AdmitStore;
use crate::chain::cross::{CrossCheck, Crossed};
use crate::chain::desk;
use crate::chain::fork::mend;
use crate::chain::issue::issue;
use crate::chain::merge;
use crate::chain::policy::SetPolicy;
use crate::chain::received::{Inbox, InboxIs, Received};
use crate::chain::report::{self, ReportMonth};
use crate::chain::told::{conflict_said, crossed_said, state_said};
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::exchange::watch::Watch;
use crate::ground::{Clean, Refused};
use crate::shop::Look;
use crate::words::{self, Lang};

/// Headquarters.
#[derive(Debug, Clone, clap::Args)]
pub struct HqArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// Admits a store by a bundle that it sent or by its key; its fingerprint is compared with what the store reads out.
    Admit {
        /// The store's code.
        #[arg(long)]
        code: Option<String>,
        /// Its name.
        #[arg(long)]
        name: Option<String>,
        /// Its key in hex.
        #[arg(long)]
        key: Option<String>,
        /// A bundle of the store, in place of all three.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["code", "key"])]
        bundle: Option<PathBuf>,
        /// The fingerprint as somebody at the store read it out (`meigui chain key`).
        #[arg(long)]
        fingerprint: String,
        /// The store closed for good.
        #[arg(long)]
        closed: bool,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Takes bundles: folders or files, in any order, as often as one likes.
    Consolidate {
        /// Folders and files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The month that stores have to send; the one before this when absent.
        #[arg(long)]
        month: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Writes the packs of all stores: keys, rules, price list, what became of their parts.
    Pack {
        /// The folder; `packs` beside the file of headquarters when absent.
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// For one store only.
        #[arg(long, value_name = "CODE")]
        only: Option<String>,
        /// The last version that a store applied, where this file went back to an old backup.
        #[arg(long, value_name = "VERSION", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..1_000_000_000))]
        after: i64,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Writes the consolidated pack of a month: workbook, CSV, JSON, Parquet by store and month.
    Report {
        /// The month: 2026-10.
        month: String,
        /// The folder that it is put into.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
        /// The encoding of the CSV: utf-8 (with its mark) or gb18030.
        #[arg(long)]
        encoding: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Lists members who keep coming to another store than their own, and what may be granted for their next visit.
    Roam(RoamArgs),
    /// Grants a part of what a member has at home to another store; the next packs bring it there without a code.
    Grant(GrantArgs),
    /// Lists the grants that are not over, and how far each of them is.
    Grants,
    /// Takes a grant back, as far as it has not left.
    Revoke {
        /// Its number: H and eight letters and figures.
        grant: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Moves a member to another store for good, with everything that she has.
    Move(MoveArgs),
    /// Mends a fork: a store that was restored goes on from a bundle of its whole life; the old copy is put aside.
    Fork {
        /// The bundle (`chain export --since start`).
        file: PathBuf,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Sets what bundles hold from the next packs on: members' phones, sealed to headquarters' key, or not.
    Policy {
        /// yes or no.
        #[arg(long, action = clap::ArgAction::Set, value_parser = clap::builder::BoolishValueParser::new())]
        phones: bool,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Tells how far each store is, what is missing and what has to be talked about.
    Status {
        /// The month; the one before this when absent.
        #[arg(long)]
        month: Option<String>,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, wish: &HqArgs) -> Ran {
    match &wish.what {
        What::Admit { code, name, key, bundle, fingerprint, closed, who } => {
            let named = match bundle {
                None => (code.clone(), name.clone(), key.clone()),
                Some(path) => match merge::who(path)? {
                    Ok((about, key)) => {
                        (Some(about.store), name.clone().or(Some(about.name)), Some(key.hex()))
                    }
                    Err(unfit) => return Err(unfit.refused(&super::common::shown(path)).into()),
                },
            };
            let (Some(code), Some(name), Some(key)) = named else {
                let store = code.clone().unwrap_or_default();
                return Err(Refused::ChainUnfit { store, what: "key".to_owned() }.into());
            };
            let verb = AdmitStore {
                code,
                name: Clean::required("name", &name)?,
                key,
                fingerprint: Some(fingerprint.clone()),
                closed: *closed,
            };
            let mut shop = args.shop()?;
            let done = who::with_pin(args, who.envelope("hq"), |envelope| shop.act(envelope, &verb))?.value;
            if args.json {
                say(&json!(done).to_string())?;
            } else {
                let facts =
                    [("code", done.code.as_str()), ("name", &done.name), ("fingerprint", &done.fingerprint)];
                say(&words::fill(args.language(), "hq.admitted", &facts))?;
            }
            Ok(Outcome::Done)
        }
        What::Consolidate { paths, month, who } => consolidate(args, paths, month.clone(), who),
        What::Pack { to, only, after, who } => pack(args, to.clone(), (only.as_deref(), *after), who),
        What::Fork { file, who } => fork(args, file, who),
        What::Policy { phones, who } => policy(args, *phones, who),
        What::Report { month, to, encoding, who } => report(args, month, to, encoding.as_deref(), who),
        What::Roam(wish) => super::roam::roam(args, wish),
        What::Grants => super::roam::grants(args),
        What::Revoke { grant, who } => super::roam::revoke(args, grant, who),
        What::Move(wish) => super::roam::moves(args, wish),
        What::Grant(wish) => super::roam::grant(args, wish),
        What::Status { month } => {
            let shop = args.shop()?;
            let (is, crossed) = (shop.ask(&Inbox { month: month.clone() })?, shop.ask(&CrossCheck {})?);
            if args.json {
                say(&json!({ "inbox": is, "crossed": crossed }).to_string())?;
                return Ok(Outcome::Done);
            }
            tell(args, &is, &crossed)
        }
    }
}

fn consolidate(args: &Args, paths: &[PathBuf], month: Option<String>, who: &Who) -> Ran {
    let mut shop = args.shop()?;
    let done = desk::take(&mut shop, &who.envelope("hq"), paths, &Watch::default())?;
    let (is, crossed) = (shop.ask(&Inbox { month })?, shop.ask(&CrossCheck {})?);
    if args.json {
        say(&json!({ "consolidated": done, "inbox": is, "crossed": crossed }).to_string())?;
    } else {
        for line in files(args.language(), &done.files).lines(args.plain) {
            say(&line)?;
        }
        let counts = [done.events, done.unruled, done.late].map(|count| count.to_string());
        let [events, unruled, late] = &counts;
        let facts = [("events", events.as_str()), ("unruled", unruled), ("late", late)];
        say(&words::fill(args.language(), "hq.rated", &facts))?;
        tell(args, &is, &crossed)?;
    }
    let refused = done.files.iter().any(|file| file.state == "refused");
    Ok(if refused { Outcome::No } else { Outcome::Done })
}

fn policy(args: &Args, phones: bool, who: &Who) -> Ran {
    let mut shop = args.shop()?;
    let verb = SetPolicy { phones };
    who::with_pin(args, who.envelope("hq"), |envelope| shop.act(envelope, &verb))?;
    let key = if phones { "hq.phones_on" } else { "hq.phones_off" };
    say(words::text(args.language(), key))?;
    Ok(Outcome::Done)
}

fn fork(args: &Args, file: &Path, who: &Who) -> Ran {
    let mut shop = args.shop()?;
    let done = who::with_pin(args, who.envelope("hq"), |envelope| mend(&mut shop, envelope, file))?;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    let (common, lost, events) = (done.common.to_string(), done.lost.to_string(), done.events.to_string());
    let aside = super::common::shown(&done.aside);
    let facts = [
        ("store", done.store.as_str()),
        ("common", &common),
        ("lost", &lost),
        ("events", &events),
        ("aside", &aside),
    ];
    say(&words::fill(args.language(), "hq.mended", &facts))?;
    Ok(Outcome::Done)
}

fn report(args: &Args, month: &str, to: &Path, encoding: Option<&str>, who: &Who) -> Ran {
    let encoding = super::report::csv_encoding(encoding)?;
    let mut shop = args.shop()?;
    let verb = ReportMonth { month: month.to_owned(), to: super::common::shown(to) };
    let is = who::with_pin(args, who.envelope("hq"), |envelope| shop.act(envelope, &verb))?.value;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    let written = report::write(shop.db(), &look, &is, encoding, to)?;
    let folder = super::common::shown(&written.folder);
    if args.json {
        say(&json!({ "report": is, "folder": folder, "files": written.files }).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    let rows = is.stores.iter().map(|store| {
        let key = format!("report.state.{}", store.state);
        let state = words::lookup(lang, &key).unwrap_or(&store.state).to_owned();
        vec![Cell::Text(store.store.clone()), Cell::Text(store.name.clone()), Cell::Text(state)]
    });
    let keys = ["chain.code", "chain.name", "hq.state"];
    for line in (Table { head: head(lang, &keys), rows: rows.collect() }).lines(args.plain) {
        say(&line)?;
    }
    let (version, files) = (is.version.to_string(), written.files.to_string());
    let facts = [("month", is.month.as_str()), ("version", &version), ("files", &files), ("folder", &folder)];
    say(&words::fill(lang, "report.done", &facts))?;
    Ok(Outcome::Done)
}

fn pack(args: &Args, to: Option<PathBuf>, which: (Option<&str>, i64), who: &Who) -> Ran {
    let mut shop = args.shop()?;
    let beside = shop.path().parent().map(|folder| folder.join("packs"));
    let to = to.or(beside).unwrap_or_default();
    let written = issue(&mut shop, &who.envelope("hq"), which, &to)?;
    if args.json {
        say(&json!(written).to_string())?;
        return Ok(Outcome::Done);
    }
    for pack in written {
        let (version, file) = (pack.version.to_string(), super::common::shown(&pack.file));
        let facts = [("store", pack.store.as_str()), ("version", &version), ("file", &file)];
        let key = if pack.news { "hq.packed" } else { "hq.packed_again" };
        say(&words::fill(args.language(), key, &facts))?;
    }
    Ok(Outcome::Done)
}

fn files(lang: Lang, files: &[Received]) -> Table {
    let rows = files.iter().map(|file| {
        vec![
            Cell::Text(file.file.clone()),
            Cell::Text(file.store.clone()),
            Cell::Count(file.bills),
            Cell::Money(file.taken),
            Cell::Text(state_said(lang, file)),
        ]
    });
    let keys = ["hq.file", "chain.code", "hq.bills", "hq.taken", "hq.state"];
    Table { head: head(lang, &keys), rows: rows.collect() }
}

fn tell(args: &Args, is: &InboxIs, crossed: &[Crossed]) -> Ran {
    let lang = args.language();
    say("")?;
    let rows = is.stores.iter().map(|store| {
        let month = match is.conflicts.iter().find(|file| file.store == store.code) {
            Some(file) => state_said(lang, file),
            None if store.closed => {
                words::fill(lang, "hq.month_there", &[("version", &store.version.to_string())])
            }
            None if !store.open => words::text(lang, "chain.role.closed").to_owned(),
            None if store.last > 0 => words::text(lang, "hq.behind").to_owned(),
            None => words::text(lang, "hq.month_missing").to_owned(),
        };
        vec![
            Cell::Text(store.code.clone()),
            Cell::Text(store.name.clone()),
            Cell::Count(store.last),
            Cell::Text(store.last_day.clone()),
            Cell::Text(month),
        ]
    });
    let keys = ["chain.code", "chain.name", "hq.last", "hq.last_day", "hq.month"];
    for line in (Table { head: head(lang, &keys), rows: rows.collect() }).lines(args.plain) {
        say(&line)?;
    }
    if is.conflicts.is_empty() && crossed.is_empty() {
        say(words::text(lang, "hq.no_conflicts"))?;
        return Ok(Outcome::Done);
    }
    say("")?;
    say(&words::fill(lang, "hq.conflicts", &[("count", &(is.conflicts.len() + crossed.len()).to_string())]))?;
    let said = is.conflicts.iter().map(|file| conflict_said(lang, file));
    for line in said.chain(crossed.iter().map(|crossed| crossed_said(lang, crossed))).flatten() {
        say(&line)?;
    }
    Ok(Outcome::Done)
}
