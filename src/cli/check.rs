//! The `check` command: proves the file, names the first entry that is wrong.

use std::io::{IsTerminal, Write};

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use crate::db::Fault;
use crate::proof::{self, Proof, Stage};
use crate::words::{self, Lang};

/// Proves the file.
pub(super) fn run(args: &Args) -> Ran {
    let shop = args.shop()?;
    let shows = std::io::stderr().is_terminal() && !args.json && !args.plain;
    let proof = proof::prove(shop.db(), shop.profile(), |stage| {
        if shows {
            show(args.language(), stage);
        }
    })?;
    if args.json {
        let text = serde_json::to_string_pretty(&proof).map_err(|e| Fault::Broken(e.to_string()))?;
        say(&text)?;
    } else {
        print(args.language(), &proof)?;
    }
    Ok(if proof.sound { Outcome::Done } else { Outcome::No })
}

fn show(lang: Lang, stage: Stage) {
    let text = match stage {
        Stage::Pages => words::text(lang, "check.pages").to_owned(),
        Stage::Entries(done, all) => {
            words::fill(lang, "check.entries", &[("done", &done.to_string()), ("all", &all.to_string())])
        }
        Stage::Bills(done) => words::fill(lang, "check.bills", &[("done", &done.to_string())]),
        Stage::Holdings => words::text(lang, "check.holdings").to_owned(),
    };
    // Progress on a terminal that went away is nobody's loss.
    if write!(std::io::stderr(), "\r{text}\x1b[K").is_err() {}
}

fn print(lang: Lang, proof: &Proof) -> Result<(), Fault> {
    let counts = [
        ("entries", proof.entries.to_string()),
        ("postings", proof.postings.to_string()),
        ("bills", proof.bills.to_string()),
        ("seq", proof.last_seq.to_string()),
        ("epoch", proof.epoch.to_string()),
        ("head", proof.head.chars().take(16).collect()),
    ];
    let facts: Vec<(&str, &str)> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say(&words::fill(lang, "check.counts", &facts))?;
    for (name, line) in
        [("check.principal", &proof.roll_forward.principal), ("check.gift", &proof.roll_forward.gift)]
    {
        let amounts = [
            ("added", line.added.grouped()),
            ("consumed", line.consumed.grouped()),
            ("refunded", line.refunded.grouped()),
            ("lapsed", line.lapsed.grouped()),
            ("adjusted", line.adjusted.grouped()),
            ("closing", line.closing.grouped()),
        ];
        let facts: Vec<(&str, &str)> = amounts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        say(&words::fill(lang, name, &facts))?;
    }
    for finding in &proof.findings {
        let seq = finding.seq.to_string();
        let facts = [("law", finding.law), ("seq", seq.as_str()), ("detail", finding.detail.as_str())];
        let key = if finding.seq > 0 { "check.finding_at" } else { "check.finding" };
        say(&words::fill(lang, key, &facts))?;
    }
    if proof.more > 0 {
        say(&words::fill(lang, "check.more", &[("count", &proof.more.to_string())]))?;
    }
    say(words::text(lang, if proof.sound { "check.sound" } else { "check.unsound" }))
}
