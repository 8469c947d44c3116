//! The `rules` command: the rules of commission as a text that is written, edited and read again.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;

use super::args::Args;
use super::common::{Outcome, say, shown};
use super::who::{self, Who};
use super::{Ran, report_commission};
use crate::commission::book::{Rules, RulesSet, SetRules};
use crate::commission::report::{RulesDifference, RulesPreview};
use crate::commission::toml;
use crate::db::Fault;
use crate::exchange::sheet_out::{Cell, Table, head, new_file};
use crate::ground::{Clean, Month, Refused, day};
use crate::rewards;
use crate::rewards::book::{Rewards, SetRewards};
use crate::settlement;
use crate::settlement::book::{ClearingRules, SetClearing};
use crate::settlement::simulate::SimulateClearing;
use crate::shop::{Answer, Envelope, Shop, Verb};
use crate::words;

/// The rules of commission.
#[derive(Debug, Clone, clap::Args)]
pub struct RulesArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do with the rules.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// Writes the rules in force as TOML.
    Export {
        /// The file, which must not exist; `-` for the standard output.
        file: PathBuf,
        /// The rules of instant rewards instead of those of commission.
        #[arg(long)]
        rewards: bool,
        /// The rules between stores.
        #[arg(long, conflicts_with = "rewards")]
        clearing: bool,
    },
    /// Sets the rules from TOML, after telling what they change for this month and the last.
    Import {
        /// The file; `-` for the standard input.
        file: PathBuf,
        /// The first day of the new rules; the file's own, else today.
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// Only tells what would change.
        #[arg(long)]
        dry_run: bool,
        /// The rules of instant rewards instead of those of commission: they pay from their first day on.
        #[arg(long)]
        rewards: bool,
        /// The rules between stores.
        #[arg(long, conflicts_with = "rewards")]
        clearing: bool,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
}

pub(super) fn run(args: &Args, wish: &RulesArgs) -> Ran {
    match &wish.what {
        What::Export { file, clearing: true, .. } => {
            let newest = ClearingRules { day: Some(day::LAST.into()), version: None };
            let are = args.shop()?.ask(&newest)?;
            let book = Written {
                head: "clearing.toml_head",
                version: are.version,
                from: are.from,
                count: are.clearing.len(),
                text: settlement::toml::write(None, &are.clearing),
            };
            export(args, file, &book)
        }
        What::Import { file, from, dry_run, clearing: true, who, .. } => {
            let mut set = settlement::toml::read(&text_of(file)?)?;
            if from.is_some() {
                set.from.clone_from(from);
            }
            set_clearing(args, &set, if *dry_run { None } else { Some(who) })
        }
        What::Export { file, rewards: false, .. } => {
            let rules = args.shop()?.ask(&Rules::default())?;
            let book = Written {
                head: "commission.toml_head",
                version: rules.version,
                from: rules.from,
                count: rules.rules.len(),
                // Without a first day of its own: an edited book is not meant to rate the past again unless somebody
                // says so.
                text: toml::write(None, &rules.rules),
            };
            export(args, file, &book)
        }
        What::Export { file, rewards: true, .. } => {
            let are = args.shop()?.ask(&Rewards::default())?;
            let book = Written {
                head: "commission.rewards_head",
                version: are.version,
                from: are.from,
                count: are.rewards.len(),
                text: rewards::toml::write(None, &are.rewards),
            };
            export(args, file, &book)
        }
        What::Import { file, from, dry_run, rewards: true, who, .. } => {
            let mut shop = args.shop()?;
            let mut set = rewards::toml::read(&text_of(file)?, shop.db())?;
            if from.is_some() {
                set.from.clone_from(from);
            }
            set_rewards(args, &mut shop, &set, if *dry_run { None } else { Some(who) })
        }
        What::Import { file, from, dry_run, rewards: false, who, .. } => {
            let mut shop = args.shop()?;
            let mut set = toml::read(&text_of(file)?, shop.db())?;
            if from.is_some() {
                set.from.clone_from(from);
            }
            import(args, &mut shop, &set, if *dry_run { None } else { Some(who) })
        }
    }
}

/// A book as it goes out.
struct Written {
    head: &'static str,
    version: i64,
    from: String,
    count: usize,
    text: String,
}

fn export(args: &Args, file: &Path, book: &Written) -> Ran {
    let (version, from) = (book.version.to_string(), book.from.as_str());
    let facts = [("version", version.as_str()), ("from", if from.is_empty() { "-" } else { from })];
    let head = words::fill(args.language(), book.head, &facts);
    let text = format!("# {head}\n{}", book.text);
    if file.as_os_str() == "-" {
        say(text.trim_end())?;
        return Ok(Outcome::Done);
    }
    let mut out = new_file(file)?;
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(Fault::from)?;
    let (file, count) = (shown(file), book.count.to_string());
    if args.json {
        say(&json!({ "file": file, "rules": book.count, "version": book.version }).to_string())?;
    } else {
        say(&words::fill(args.language(), "commission.exported", &[("file", &file), ("rules", &count)]))?;
    }
    Ok(Outcome::Done)
}

/// Sets a book, unless nobody is named who does.
fn put<V: Verb>(
    args: &Args,
    shop: &mut Shop,
    set: &V,
    why: &str,
    who: Option<&Who>,
) -> Answer<Option<V::Out>> {
    let Some(who) = who else { return Ok(None) };
    let reason = who.reason.clone().or_else(|| Some(why.to_owned()));
    let envelope = Envelope { reason, ..who.envelope("rules") };
    Ok(Some(who::with_pin(args, envelope, |envelope| shop.act(envelope, set))?.value))
}

/// Sets the rules between stores, unless nobody is named who does: then they are only looked over.
fn set_clearing(args: &Args, set: &SetClearing, who: Option<&Who>) -> Ran {
    let done = put(args, &mut args.shop()?, set, "clearing", who)?;
    if args.json {
        say(&json!({ "set": done }).to_string())?;
    } else if let Some(done) = done {
        let (version, rules) = (done.version.to_string(), done.rules.to_string());
        let facts = [("version", version.as_str()), ("from", &done.from), ("rules", &rules)];
        say(&words::fill(args.language(), "commission.set", &facts))?;
    } else {
        let rules = set.clearing.len().to_string();
        say(&words::fill(args.language(), "clearing.fine", &[("rules", &rules)]))?;
        simulated(args, set)?;
    }
    Ok(Outcome::Done)
}

/// At headquarters: what the draft would have made of the last three months, store by store.
fn simulated(args: &Args, set: &SetClearing) -> Ran {
    let shop = args.shop()?;
    if !shop.profile().hq {
        return Ok(Outcome::Done);
    }
    let last = Month::of(shop.profile().zone.business_day(shop.now()));
    let first = last.before().before();
    let wish =
        SimulateClearing { clearing: set.clearing.clone(), from: Some(first.name()), to: Some(last.name()) };
    let told = shop.ask(&wish)?;
    let lang = args.language();
    let (events, unruled) = (told.events.to_string(), told.unruled.to_string());
    let facts = [("from", told.from.as_str()), ("to", &told.to), ("events", &events), ("unruled", &unruled)];
    say(&words::fill(lang, "clearing.simulated_span", &facts))?;
    let rows = told.stores.iter().map(|store| {
        vec![
            Cell::Text(store.store.clone()),
            Cell::Money(store.before),
            Cell::Money(store.after),
            Cell::Money(store.difference),
            Cell::Money(store.performance_before),
            Cell::Money(store.performance_after),
        ]
    });
    let keys = [
        "chain.code",
        "clearing.before",
        "commission.after",
        "commission.difference",
        "clearing.performance_before",
        "clearing.performance_after",
    ];
    for line in (Table { head: head(lang, &keys), rows: rows.collect() }).lines(args.plain) {
        say(&line)?;
    }
    Ok(Outcome::Done)
}

/// Sets the rules of rewards, unless nobody is named who does: then they are only looked over.
fn set_rewards(args: &Args, shop: &mut Shop, set: &SetRewards, who: Option<&Who>) -> Ran {
    let lang = args.language();
    let done = put(args, shop, set, "rewards", who)?;
    if args.json {
        say(&json!({ "set": done }).to_string())?;
    } else if let Some(done) = done {
        let (version, rules) = (done.version.to_string(), done.rewards.to_string());
        let facts = [("version", version.as_str()), ("from", &done.from), ("rules", &rules)];
        say(&words::fill(lang, "commission.set", &facts))?;
    } else {
        say(words::text(lang, "commission.tried"))?;
    }
    Ok(Outcome::Done)
}

fn text_of(file: &Path) -> Answer<String> {
    let most = u64::try_from(toml::BYTES_MAX).unwrap_or(u64::MAX) + 1;
    let unreadable = |error: std::io::Error| Refused::FileUnreadable {
        file: shown(file),
        reason: Clean::shown(&error.to_string()).into_string(),
    };
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_string(&mut text).map_err(unreadable)?;
    } else {
        let open = std::fs::File::open(file).map_err(unreadable)?;
        open.take(most).read_to_string(&mut text).map_err(unreadable)?;
    }
    Ok(text)
}

/// Tells what the book changes, then sets it unless nobody is named who does.
fn import(args: &Args, shop: &mut Shop, set: &SetRules, who: Option<&Who>) -> Ran {
    let mut told = Vec::new();
    for (from, to) in months(shop.profile().zone.business_day(shop.now())) {
        let (from, to) = (Some(from.to_string()), Some(to.to_string()));
        told.push(shop.ask(&RulesPreview { from, to, book: set.clone(), whole_span: false })?);
    }
    if !args.json {
        show(args, &told)?;
    }
    let done = put(args, shop, set, "rules", who)?;
    tell(args, &told, done.as_ref())?;
    Ok(Outcome::Done)
}

/// Last month, and this one up to today.
fn months(today: NaiveDate) -> [(NaiveDate, NaiveDate); 2] {
    let first = today.with_day(1).unwrap_or(today);
    let last = first.checked_sub_days(Days::new(1)).unwrap_or(first);
    [(last.with_day(1).unwrap_or(last), last), (first, today)]
}

fn show(args: &Args, told: &[RulesDifference]) -> Answer<()> {
    let lang = args.language();
    for one in told {
        say(&words::fill(lang, "commission.span", &[("from", &one.from), ("to", &one.to)]))?;
        for line in report_commission::difference(lang, one).lines(args.plain) {
            say(&line)?;
        }
    }
    Ok(())
}

fn tell(args: &Args, told: &[RulesDifference], done: Option<&RulesSet>) -> Answer<()> {
    let lang = args.language();
    if args.json {
        return Ok(say(&json!({ "differences": told, "set": done }).to_string())?);
    }
    match done {
        Some(set) => {
            let (version, rules) = (set.version.to_string(), set.rules.to_string());
            let facts = [("version", version.as_str()), ("from", &set.from), ("rules", &rules)];
            say(&words::fill(lang, "commission.set", &facts))?;
        }
        None => say(words::text(lang, "commission.tried"))?,
    }
    Ok(())
}
