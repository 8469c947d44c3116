//! `chain parts`: what was asked of other stores, passed on to them, and lost with a back-up.

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::parts::code_rules;
use crate::parts::list::Parts;
use crate::parts::told;
use crate::words;

/// What was asked of other stores, and what was passed on to them.
pub(super) fn list(args: &Args) -> Ran {
    let is = args.shop()?.ask(&Parts {})?;
    if args.json {
        say(&json!(is).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    let asks = is.asks.iter().map(|ask| {
        vec![
            Cell::Text(ask.ask.to_string()),
            Cell::Text(ask.day.clone()),
            Cell::Text(ask.home.clone()),
            Cell::Text(format!("{} {}", ask.member, ask.name)),
            Cell::Text(told::portion(lang, ask.kind, ask.amount)),
            Cell::Text(ask.taken_on.clone().unwrap_or_default()),
            Cell::Text(told::portion(lang, ask.kind, ask.left)),
        ]
    });
    let outs = is.outs.iter().map(|out| {
        vec![
            Cell::Text(code_rules::shown(out.ask)),
            Cell::Text(out.day.clone()),
            Cell::Text(out.serving.clone()),
            Cell::Text(format!("{} {}", out.member, out.name)),
            Cell::Text(told::portion(lang, out.kind, out.amount)),
            Cell::Text(told::portion(lang, out.kind, out.used)),
            Cell::Text(told::portion(lang, out.kind, out.back)),
        ]
    });
    let lost = is.lost.iter().map(|part| {
        vec![
            Cell::Text(part.ask.to_string()),
            Cell::Text(part.serving.clone()),
            Cell::Text(told::portion(lang, part.kind, part.amount)),
        ]
    });
    let lost: Vec<Vec<Cell>> = lost.collect();
    let day = "settle.col.day";
    let asked =
        ["share.number", day, "share.home", "share.member", "share.what", "parts.taken_on", "parts.left"];
    let passed =
        ["share.number", day, "share.serving", "share.member", "share.what", "parts.used", "parts.back"];
    for (title, keys, rows) in
        [("share.asks", asked, asks.collect::<Vec<_>>()), ("share.outs", passed, outs.collect())]
    {
        say(words::text(lang, title))?;
        for line in (Table { head: head(lang, &keys), rows }).lines(args.plain) {
            say(&line)?;
        }
    }
    if !lost.is_empty() {
        say(words::text(lang, "parts.lost"))?;
        let keys = ["share.number", "share.serving", "share.what"];
        for line in (Table { head: head(lang, &keys), rows: lost }).lines(args.plain) {
            say(&line)?;
        }
    }
    Ok(Outcome::Done)
}
