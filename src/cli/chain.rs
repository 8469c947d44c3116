//! The `chain` command: what this store is to the chain, and bundles for headquarters.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say, shown};
use super::who::{self, Who};
use crate::chain::apply::ApplyPack;
use crate::chain::send::{self, SendBundle};
use crate::chain::told::applied_said;
use crate::db::Fault;
use crate::exchange::export_file::folder_of;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::chain::hex;
use crate::parts::accept::AcceptPart;
use crate::parts::ask::AskPart;
use crate::parts::code_rules::PartKind;
use crate::parts::give::GivePart;
use crate::parts::give_back::ReturnPart;
use crate::parts::take::TakePart;
use crate::parts::told;
use crate::peers::told::{Chain, ChainIs};
use crate::shop::{Envelope, Look, Verb};
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
        #[arg(long, value_name = "FOLDER", default_value = "", hide_default_value = true)]
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
    /// Applies a pack of headquarters: stores and their keys, rules, price list, what became of parts.
    Apply {
        /// The pack.
        file: PathBuf,
        /// The fingerprint of headquarters as somebody there read it out; needed the first time.
        #[arg(long)]
        fingerprint: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Asks another store for a part of what its member holds there.
    Ask {
        /// The member's file here: number or phone.
        member: String,
        /// The store that opened the card.
        #[arg(long)]
        home: String,
        /// The member as that store knows her; her main phone when absent.
        #[arg(long)]
        who_there: Option<String>,
        /// What of.
        #[command(flatten)]
        what: Portion,
        /// The service that sessions are wanted for, by its code.
        #[arg(long)]
        item: Option<String>,
        /// What for.
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Passes on a part of what a member holds here; prints the code.
    Give {
        /// The member as the other store named her: phone or number.
        member: String,
        /// The store that asks.
        #[arg(long)]
        to: String,
        /// The number of what it asked.
        #[arg(long)]
        ask: i64,
        /// What of.
        #[command(flatten)]
        what: Portion,
        /// Of sessions: the card.
        #[arg(long)]
        card: Option<String>,
        /// The member agreed.
        #[arg(long)]
        consent: bool,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Books a part that another store has from here and this store's books lost with a back-up (chain parts lists them).
    Accept {
        /// The store that took it in.
        serving: String,
        /// Its number there.
        ask: i64,
        /// Whose it was: number or phone, as the other store says.
        member: String,
        /// Of sessions: the card.
        #[arg(long)]
        card: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Lists what was asked of other stores and passed on to them.
    Parts,
    /// Gives back what is left of a part to the store that it came from.
    Return {
        /// The number of what was asked.
        ask: i64,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Takes in what a code passes on.
    Take {
        /// The code: twenty digits, or the text of the QR code.
        code: String,
        /// The number of what was asked, for digits.
        #[arg(long)]
        ask: Option<i64>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
}

/// What of a balance.
#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Portion {
    /// Stored value, in yuan.
    #[arg(long, value_name = "YUAN")]
    pub amount: Option<String>,
    /// Sessions.
    #[arg(long)]
    pub sessions: Option<i64>,
    /// Points.
    #[arg(long)]
    pub points: Option<i64>,
}

impl Portion {
    pub(super) fn read(&self) -> Result<(PartKind, Option<Fen>, Option<i64>), Refused> {
        Ok(match (&self.amount, self.sessions, self.points) {
            (Some(text), _, _) => (PartKind::StoredValue, Some(text.parse::<Fen>()?), None),
            (None, Some(count), _) => (PartKind::SessionCard, None, Some(count)),
            (None, None, count) => (PartKind::Points, None, count),
        })
    }
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
        What::Export { to, since, month, who } => export(args, to, since, month.as_ref(), who),
        What::Apply { file, fingerprint, who } => apply(args, file, fingerprint.as_ref(), who),
        What::Parts => super::chain_list::list(args),
        What::Ask { .. }
        | What::Give { .. }
        | What::Take { .. }
        | What::Return { .. }
        | What::Accept { .. } => parts(args, &wish.what),
    }
}

fn parts(args: &Args, what: &What) -> Ran {
    match what {
        What::Ask { member, home, who_there, what, item, note, who } => {
            let (kind, amount, count) = what.read()?;
            let verb = AskPart {
                member: member.clone(),
                home: home.clone(),
                who: who_there.clone(),
                kind,
                amount,
                count,
                item: item.clone(),
                note: Clean::new(note)?,
            };
            act(args, who, &verb, told::asked)
        }
        What::Give { member, to, ask, what, card, consent, who } => {
            let (kind, amount, count) = what.read()?;
            let verb = GivePart {
                serving: to.clone(),
                ask: *ask,
                who: member.clone(),
                kind,
                amount,
                count,
                card: card.clone(),
                consent: *consent,
            };
            act(args, who, &verb, told::given)
        }
        What::Take { code, ask, who } => {
            act(args, who, &TakePart { code: code.clone(), ask: *ask }, told::taken)
        }
        What::Accept { serving, ask, member, card, who } => {
            let verb = AcceptPart {
                serving: serving.clone(),
                ask: *ask,
                member: member.clone(),
                card: card.clone(),
            };
            act(args, who, &verb, told::accepted)
        }
        What::Return { ask, who } => act(args, who, &ReturnPart { ask: *ask }, told::returned),
        What::Key | What::Parts | What::Export { .. } | What::Apply { .. } => Ok(Outcome::Done),
    }
}

fn export(args: &Args, to: &str, since: &str, month: Option<&String>, who: &Who) -> Ran {
    let from = match since {
        "last" => None,
        "start" => Some(0),
        number => Some(
            number
                .parse()
                .map_err(|_| Refused::CountUnreadable { text: Clean::shown(number).into_string() })?,
        ),
    };
    let mut shop = args.shop()?;
    let folder: PathBuf = folder_of(shop.path(), to);
    let reason = who.reason.clone().or_else(|| Some("export".to_owned()));
    let envelope = Envelope { reason, ..who.envelope("chain") };
    let verb = SendBundle { month: month.cloned(), from, to: shown(&folder) };
    let bundle = who::with_pin(args, envelope, |envelope| shop.act(envelope, &verb))?.value;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
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

fn apply(args: &Args, file: &Path, fingerprint: Option<&String>, who: &Who) -> Ran {
    let unreadable = |error: std::io::Error| Refused::FileUnreadable {
        file: shown(file),
        reason: Clean::shown(&error.to_string()).into_string(),
    };
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let verb = ApplyPack { file: name, pack: hex(&bytes), fingerprint: fingerprint.cloned() };
    let mut shop = args.shop()?;
    let done = who::with_pin(args, who.envelope("chain"), |envelope| shop.act(envelope, &verb))?.value;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    for line in applied_said(args.language(), &done) {
        say(&line)?;
    }
    Ok(Outcome::Done)
}

/// Sends a verb and prints what it answered: as JSON, or in words.
fn act<V: Verb>(args: &Args, who: &Who, verb: &V, told: impl FnOnce(Lang, &V::Out) -> Vec<String>) -> Ran {
    let mut shop = args.shop()?;
    let done = who::with_pin(args, who.envelope("part"), |envelope| shop.act(envelope, verb))?.value;
    if args.json {
        let json = serde_json::to_string(&done).map_err(|error| Fault::Broken(error.to_string()))?;
        say(&json)?;
        return Ok(Outcome::Done);
    }
    for line in told(args.language(), &done) {
        say(&line)?;
    }
    Ok(Outcome::Done)
}

fn tell(args: &Args, is: &ChainIs) -> Result<(), Fault> {
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
