//! `hq roam` and `hq grant`: members of one store who keep coming to another, and parts that headquarters grants for them.

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::chain::Portion;
use super::common::{Outcome, say};
use super::who::{self, Who};
use crate::chain::grant::{GrantIs, GrantPart};
use crate::chain::granted::{GrantLine, Grants, RevokeGrant};
use crate::chain::moving::MoveMember;
use crate::chain::roam::{Roamer, Roamers};
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::parts::PartKind;
use crate::parts::code_rules::{AMOUNT_MAX, grant_shown};
use crate::parts::told::portion;
use crate::shop::Envelope;
use crate::words::{self, Lang};

/// Who roams.
#[derive(Debug, Clone, clap::Args)]
pub struct RoamArgs {
    /// Over how many days.
    #[arg(long, default_value_t = 90)]
    days: u32,
    /// On how many of them at least.
    #[arg(long, default_value_t = 2)]
    least: i64,
    /// Grants what is suggested; the next packs call for it.
    #[arg(long)]
    grant: bool,
    /// Who.
    #[command(flatten)]
    who: Who,
}

/// A grant.
#[derive(Debug, Clone, clap::Args)]
pub struct GrantArgs {
    /// The member's number at home.
    member: String,
    /// The store that opened the card.
    #[arg(long)]
    home: String,
    /// The store that she goes to.
    #[arg(long)]
    at: String,
    /// Her number there, where it is not known from her visits or her phone.
    #[arg(long)]
    guest: Option<String>,
    /// What of.
    #[command(flatten)]
    what: Portion,
    /// Of sessions: the card.
    #[arg(long)]
    card: Option<String>,
    /// Of sessions: the service, by its code at the other store.
    #[arg(long)]
    item: Option<String>,
    /// For how many days.
    #[arg(long, default_value_t = crate::chain::grant::DAYS)]
    days: u32,
    /// Who.
    #[command(flatten)]
    who: Who,
}

/// A move for good.
#[derive(Debug, Clone, clap::Args)]
pub struct MoveArgs {
    /// The member's number at her home store.
    member: String,
    /// Her home store until now.
    #[arg(long)]
    home: String,
    /// The store that she belongs to from now on.
    #[arg(long)]
    to: String,
    /// Her number there, where it is not known from her visits or her phone.
    #[arg(long)]
    guest: Option<String>,
    /// Who.
    #[command(flatten)]
    who: Who,
}

/// `hq move`.
pub(super) fn moves(args: &Args, wish: &MoveArgs) -> Ran {
    let verb = MoveMember {
        home: wish.home.clone(),
        member: wish.member.clone(),
        to: wish.to.clone(),
        guest: wish.guest.clone(),
    };
    let mut shop = args.shop()?;
    let done = who::with_pin(args, wish.who.envelope("hq"), |envelope| shop.act(envelope, &verb))?.value;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    let grants = done.grants.to_string();
    let facts = [
        ("home", done.home.as_str()),
        ("member", &done.member),
        ("to", &done.to),
        ("guest", &done.guest),
        ("grants", &grants),
    ];
    say(&words::fill(args.language(), "roam.moves", &facts))?;
    say(words::text(args.language(), "roam.next"))?;
    Ok(Outcome::Done)
}

/// `hq roam`.
pub(super) fn roam(args: &Args, wish: &RoamArgs) -> Ran {
    let mut shop = args.shop()?;
    let query = Roamers { days: Some(wish.days), least: Some(wish.least) };
    let found = shop.ask(&query)?;
    let mut granted = Vec::new();
    if wish.grant {
        let envelope = wish.who.envelope("hq");
        for (place, roamer) in found.iter().filter(|roamer| roamer.suggested.is_positive()).enumerate() {
            let verb = of_roamer(roamer);
            let envelope = Envelope { key: format!("{}:{place}", envelope.key), ..envelope.clone() };
            granted.push(who::with_pin(args, envelope, |envelope| shop.act(envelope, &verb))?.value);
        }
    }
    if args.json {
        say(&json!({ "roamers": found, "granted": granted }).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    if found.is_empty() {
        say(words::text(lang, "roam.nobody"))?;
    } else {
        for line in table(lang, &found).lines(args.plain) {
            say(&line)?;
        }
    }
    tell(lang, &granted)
}

fn of_roamer(roamer: &Roamer) -> GrantPart {
    GrantPart {
        home: roamer.home.clone(),
        member: roamer.member.clone(),
        serving: roamer.serving.clone(),
        guest: Some(roamer.guest.clone()),
        kind: PartKind::StoredValue,
        amount: Some(roamer.suggested),
        count: None,
        card: None,
        item: None,
        days: None,
    }
}

/// `hq grant`.
pub(super) fn grant(args: &Args, wish: &GrantArgs) -> Ran {
    let (kind, amount, count) = wish.what.read()?;
    let verb = GrantPart {
        home: wish.home.clone(),
        member: wish.member.clone(),
        serving: wish.at.clone(),
        guest: wish.guest.clone(),
        kind,
        amount,
        count,
        card: wish.card.clone(),
        item: wish.item.clone(),
        days: Some(wish.days),
    };
    let mut shop = args.shop()?;
    let done = who::with_pin(args, wish.who.envelope("hq"), |envelope| shop.act(envelope, &verb))?.value;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    tell(args.language(), &[done])
}

/// `hq grants`.
pub(super) fn grants(args: &Args) -> Ran {
    let found = args.shop()?.ask(&Grants {})?;
    if args.json {
        say(&json!(found).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    if found.is_empty() {
        say(words::text(lang, "grants.none"))?;
        return Ok(Outcome::Done);
    }
    let row = |line: &GrantLine| {
        let all = line.moves && line.amount == AMOUNT_MAX;
        let what = if all { String::new() } else { portion(lang, line.kind, line.amount) };
        let kind = words::lookup(lang, &format!("clearing.card.{}", line.kind.code())).unwrap_or_default();
        let moves = if line.moves { words::text(lang, "grants.moves") } else { "" };
        let state = words::lookup(lang, &format!("grants.{}", line.state.code())).unwrap_or_default();
        vec![
            Cell::Text(line.grant.clone()),
            Cell::Text(line.day.clone()),
            Cell::Text(format!("{} {}", line.home, line.member)),
            Cell::Text(format!("{} {}", line.serving, line.guest)),
            Cell::Text([kind, what.as_str(), moves].join(" ").trim().to_owned()),
            Cell::Text(line.expires_on.clone()),
            Cell::Text(state.to_owned()),
        ]
    };
    let keys =
        ["grants.grant", "grants.day", "roam.home", "roam.at", "grants.what", "grants.until", "grants.state"];
    for line in (Table { head: head(lang, &keys), rows: found.iter().map(row).collect() }).lines(args.plain) {
        say(&line)?;
    }
    Ok(Outcome::Done)
}

/// `hq revoke`.
pub(super) fn revoke(args: &Args, grant: &str, who: &Who) -> Ran {
    let mut shop = args.shop()?;
    let verb = RevokeGrant { grant: grant.to_owned() };
    let done = who::with_pin(args, who.envelope("hq"), |envelope| shop.act(envelope, &verb))?.value;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    say(&words::fill(args.language(), "grants.revoked_told", &[("grant", &done.grant)]))?;
    Ok(Outcome::Done)
}

fn tell(lang: Lang, granted: &[GrantIs]) -> Ran {
    for grant in granted {
        let (no, what) = (grant_shown(grant.no), portion(lang, grant.kind, grant.amount));
        let facts = [
            ("no", no.as_str()),
            ("what", &what),
            ("home", &grant.home),
            ("member", &grant.member),
            ("serving", &grant.serving),
            ("guest", &grant.guest),
            ("day", &grant.expires_on),
        ];
        say(&words::fill(lang, "roam.granted", &facts))?;
    }
    if !granted.is_empty() {
        say(words::text(lang, "roam.next"))?;
    }
    Ok(Outcome::Done)
}

fn table(lang: Lang, found: &[Roamer]) -> Table {
    let row = |roamer: &Roamer| {
        vec![
            Cell::Text(format!("{} {}", roamer.home, roamer.member)),
            Cell::Text(roamer.name.clone()),
            Cell::Text(format!("{} {}", roamer.serving, roamer.guest)),
            Cell::Count(roamer.days),
            Cell::Text(roamer.last_day.clone()),
            Cell::Money(roamer.used),
            Cell::Money(roamer.dearest),
            Cell::Money(roamer.there),
            Cell::Money(roamer.coming),
            Cell::Money(roamer.at_home),
            Cell::Money(roamer.suggested),
        ]
    };
    let keys = [
        "roam.home",
        "roam.name",
        "roam.at",
        "roam.days",
        "roam.last",
        "roam.used",
        "roam.dearest",
        "roam.there",
        "roam.coming",
        "roam.at_home",
        "roam.suggested",
    ];
    Table { head: head(lang, &keys), rows: found.iter().map(row).collect() }
}
