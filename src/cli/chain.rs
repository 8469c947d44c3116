//! The `chain` command: what this store is to the chain, and bundles for headquarters.

use std::path::PathBuf;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say, shown};
use super::who::{self, Who};
use crate::chain::send::{self, SendBundle};
use crate::exchange::export_file::folder_of;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::peers::told::{Chain, ChainIs};
use crate::shop::{Envelope, Look};
use crate::words::{self, Lang};

/// The chain.
#[derive(Debug, Clone, clap::Args)]
pub struct ChainArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// Tells this store's key and fingerprint, and whom it knows.
    Key,
    /// Writes a signed bundle of what is new since the last one, for headquarters.
    Export {
        /// The folder that it is put into; `exports` beside the store's file when absent.
        #[arg(long, value_name = "FOLDER", default_value = "")]
        to: String,
        /// Since when: `last`, `start`, or the number of a bundle that was lost.
        #[arg(long, default_value = "last")]
        since: String,
        /// With the pack of a closed month: 2026-10.
        #[arg(long, conflicts_with = "since")]
        month: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, wish: &ChainArgs) -> Ran {
    match &wish.what {
        What::Key => {
            let is = args.shop()?.ask(&Chain {})?;
            if args.json {
                say(&json!(is).to_string())?;
            } else {
                tell(args, &is)?;
            }
            Ok(Outcome::Done)
        }
        What::Export { to, since, month, who } => {
            let from = match since.as_str() {
                "last" => None,
                "start" => Some(0),
                number => Some(number.parse().map_err(|_| crate::ground::Refused::CountUnreadable {
                    text: crate::ground::Clean::shown(number).into_string(),
                })?),
            };
            let mut shop = args.shop()?;
            let folder: PathBuf = folder_of(shop.path(), to);
            let reason = who.reason.clone().or_else(|| Some("export".to_owned()));
            let envelope = Envelope { reason, ..who.envelope("chain") };
            let verb = SendBundle { month: month.clone(), from, to: shown(&folder) };
            let bundle = who::with_pin(args, envelope, |envelope| shop.act(envelope, &verb))?.value;
            let look =
                Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
            let path = send::write(shop.db(), &look, bundle.no, &folder)?;
            let file = shown(&path);
            if args.json {
                say(&json!({ "bundle": bundle, "file": file }).to_string())?;
                return Ok(Outcome::Done);
            }
            let (first, last, entries) =
                (bundle.first.to_string(), bundle.last.to_string(), bundle.entries.to_string());
            let key = if bundle.again { "chain.again" } else { "chain.sent" };
            let facts = [("file", file.as_str()), ("first", &first), ("last", &last), ("entries", &entries)];
            say(&words::fill(args.language(), key, &facts))?;
            Ok(Outcome::Done)
        }
    }
}

fn tell(args: &Args, is: &ChainIs) -> Result<(), crate::db::Fault> {
    let lang = args.language();
    let row = |member: &crate::peers::told::Member| {
        vec![
            Cell::Text(member.code.clone()),
            Cell::Text(member.name.clone()),
            Cell::Text(role(lang, member.hq, member.open)),
            Cell::Text(member.fingerprint.clone()),
            Cell::Text(member.key.clone()),
        ]
    };
    let rows = std::iter::once(&is.own).chain(&is.peers).map(row).collect();
    let keys = ["chain.code", "chain.name", "chain.role", "chain.fingerprint", "chain.key"];
    for line in (Table { head: head(lang, &keys), rows }).lines(args.plain) {
        say(&line)?;
    }
    Ok(())
}

fn role(lang: Lang, hq: bool, open: bool) -> String {
    let key = match (hq, open) {
        (true, _) => "chain.role.hq",
        (false, true) => "chain.role.store",
        (false, false) => "chain.role.closed",
    };
    words::text(lang, key).to_owned()
}
