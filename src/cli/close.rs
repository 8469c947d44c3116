//! The `close` command: shifts, money into and out of the drawer, closing days and months.

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use super::who::{self, Who};
use crate::checkout::slip::tender_name;
use crate::close::day::{CloseDay, DayDone, ReopenDay};
use crate::close::drawer::{MoveCash, Way};
use crate::close::month::CloseMonth;
use crate::close::month_check::{MonthCheck, MonthIs};
use crate::close::shift::{CloseShift, CountTill, OpenShift};
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::{Clean, Fen, Refused};
use crate::shop::{Envelope, Verb};
use crate::words::{self, Lang};

/// Closing.
#[derive(Debug, Clone, clap::Args)]
pub struct CloseArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// Opens a shift with what is in the drawer.
    Open {
        /// Cash in the drawer, in yuan; what the books have when absent.
        #[arg(long, value_name = "YUAN")]
        float: Option<String>,
        /// Why it is not what the shift before left.
        #[arg(long)]
        cause: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Puts money into the drawer, takes some out, or to the bank.
    Cash {
        /// in, out or bank.
        way: String,
        /// Yuan.
        amount: String,
        /// What for.
        #[arg(long)]
        note: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Counts the open shift and closes it.
    Shift {
        /// Cash counted in the drawer, in yuan.
        #[arg(long, value_name = "YUAN")]
        cash: String,
        /// Taken by WeChat, as its own list says.
        #[arg(long, value_name = "YUAN")]
        wechat: Option<String>,
        /// Taken by Alipay.
        #[arg(long, value_name = "YUAN")]
        alipay: Option<String>,
        /// Taken by bank card.
        #[arg(long, value_name = "YUAN")]
        bank_card: Option<String>,
        /// Group-buy vouchers taken.
        #[arg(long, value_name = "YUAN")]
        group_buy: Option<String>,
        /// Why something is over or short.
        #[arg(long)]
        cause: Option<String>,
        /// What of the cash goes to the bank.
        #[arg(long, value_name = "YUAN")]
        bank: Option<String>,
        /// Who takes over: staff number.
        #[arg(long, value_name = "STAFF")]
        to: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Closes a day.
    Day {
        /// Which: 2026-11-21; the business day when absent.
        day: Option<String>,
        /// Every open day from this one up to it.
        #[arg(long, value_name = "DAY")]
        since: Option<String>,
        /// Although what it took was never counted.
        #[arg(long)]
        uncounted: bool,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Opens a closed day again.
    Reopen {
        /// Which: 2026-11-21.
        day: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Says what stands in the way of closing a month.
    Check {
        /// Which: 2026-10; the one before this when absent.
        month: Option<String>,
    },
    /// Closes a month for good.
    Month {
        /// Which: 2026-10.
        month: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
}

/// Does it.
pub(super) fn run(args: &Args, wish: &CloseArgs) -> Ran {
    let lang = args.language();
    match &wish.what {
        What::Open { float, cause, who } => {
            let verb = OpenShift { float: yuan(float.as_deref())?, cause: text(cause.as_deref())? };
            let done = act(args, who, &verb)?;
            let (shift, float) = (done.shift.to_string(), done.float.grouped());
            tell(args, &done, "close.done.open", &[("shift", &shift), ("float", &float)])
        }
        What::Cash { way, amount, note, who } => {
            let way = Way::ALL.into_iter().find(|known| known.code() == way).ok_or_else(|| {
                Refused::SettingInvalid { name: "way".into(), value: Clean::shown(way).into_string() }
            })?;
            let verb = MoveCash { way, amount: amount.parse()?, note: Clean::new(note)? };
            let done = act(args, who, &verb)?;
            let (way, amount) = (words::text(lang, way.key()), done.amount.grouped());
            tell(args, &done, "close.done.cash", &[("way", way), ("amount", &amount)])
        }
        What::Shift { .. } => shift(args, &wish.what),
        What::Day { day, since, uncounted, who } => {
            let verb = CloseDay { day: day.clone(), since: since.clone(), uncounted: *uncounted, note: None };
            said(args, &act(args, who, &verb)?)
        }
        What::Reopen { day, who } => said(args, &act(args, who, &ReopenDay { day: day.clone() })?),
        What::Check { month } => {
            let is = args.shop()?.ask(&MonthCheck { month: month.clone() })?;
            let outcome = if is.ready || is.closed { Outcome::Done } else { Outcome::No };
            if args.json {
                say(&json!(is).to_string())?;
                return Ok(outcome);
            }
            for line in checks(lang, &is).lines(args.plain) {
                say(&line)?;
            }
            Ok(outcome)
        }
        What::Month { month, who } => {
            let done = act(args, who, &CloseMonth { month: month.clone(), note: None })?;
            let entries = done.entries.to_string();
            let digest = done.digest.get(..8).unwrap_or_default().to_owned();
            let facts = [("month", done.month.as_str()), ("entries", &entries), ("digest", &digest)];
            tell(args, &done, "close.done.month", &facts)
        }
    }
}

/// Counts and closes: the command line is no blind form, so both go together.
fn shift(args: &Args, wish: &What) -> Ran {
    let What::Shift { cash, wechat, alipay, bank_card, group_buy, cause, bank, to, who } = wish else {
        return Ok(Outcome::Done);
    };
    let count = CountTill {
        cash: cash.parse()?,
        wechat: yuan(wechat.as_deref())?,
        alipay: yuan(alipay.as_deref())?,
        bank: yuan(bank_card.as_deref())?,
        group_buy: yuan(group_buy.as_deref())?,
    };
    let verb = CloseShift { cause: text(cause.as_deref())?, banked: yuan(bank.as_deref())?, to: to.clone() };
    act(args, who, &count)?;
    let done = act(args, who, &verb)?;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    let rows = done.rows.iter().map(|row| {
        vec![
            Cell::Text(tender_name(lang, row.tender).into_string()),
            Cell::Money(row.expected),
            row.counted.map_or_else(|| Cell::Text("--".into()), Cell::Money),
            Cell::Money(row.difference().unwrap_or_default()),
        ]
    });
    let keys = ["close.tender", "close.expected", "close.counted", "close.difference"];
    for line in (Table { head: head(lang, &keys), rows: rows.collect() }).lines(args.plain) {
        say(&line)?;
    }
    let (shift, difference, left) = (done.shift.to_string(), done.difference.grouped(), done.left.grouped());
    let facts = [("shift", shift.as_str()), ("difference", &difference), ("left", &left)];
    say(&words::fill(lang, "close.done.shift", &facts))?;
    Ok(Outcome::Done)
}

/// What stands in the way of a month, as a table.
pub(super) fn checks(lang: Lang, is: &MonthIs) -> Table {
    let rows = is.checks.iter().map(|check| {
        let key = format!("month.check.{}", check.what.code());
        let state = match (check.count, check.blocks) {
            (0, _) => "close.fine",
            (_, true) => "close.blocks",
            (_, false) => "close.warns",
        };
        vec![
            Cell::Text(words::text(lang, state).to_owned()),
            Cell::Text(words::lookup(lang, &key).unwrap_or_default().to_owned()),
            Cell::Count(check.count),
            Cell::Text(check.examples.join(" ")),
        ]
    });
    let keys = ["close.state", "close.what", "close.count", "close.examples"];
    Table { head: head(lang, &keys), rows: rows.collect() }
}

fn yuan(text: Option<&str>) -> Result<Option<Fen>, Refused> {
    text.map(str::parse).transpose()
}

fn text(text: Option<&str>) -> Result<Option<Clean>, Refused> {
    text.map(Clean::new).transpose()
}

fn act<V: Verb>(args: &Args, who: &Who, verb: &V) -> crate::shop::Answer<V::Out> {
    let mut shop = args.shop()?;
    let reason = who.reason.clone().or_else(|| Some("close".to_owned()));
    let envelope = Envelope { reason, ..who.envelope(V::NAME) };
    Ok(who::with_pin(args, envelope, |envelope| shop.act(envelope, verb))?.value)
}

fn said(args: &Args, done: &DayDone) -> Ran {
    let key = if done.closed { "close.done.day" } else { "close.done.reopen" };
    let entries = done.entries.to_string();
    tell(args, done, key, &[("day", done.day.as_str()), ("entries", &entries)])
}

fn tell<T: serde::Serialize>(args: &Args, done: &T, key: &str, facts: &[(&str, &str)]) -> Ran {
    if args.json {
        say(&json!(done).to_string())?;
    } else {
        say(&words::fill(args.language(), key, facts))?;
    }
    Ok(Outcome::Done)
}
