//! The `explain` command: where a figure comes from, row by row, down to the bill.

use std::sync::Arc;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use crate::commission::lines::CommissionLines;
use crate::commission::told::told;
use crate::ground::{Clean, Fen, Machine, Refused};
use crate::rewards::feed::RewardFeed;
use crate::shop::Reader;
use crate::words;

/// Telling where a figure comes from.
#[derive(Debug, Clone, clap::Args)]
pub struct ExplainArgs {
    /// Which figure.
    #[command(subcommand)]
    pub what: What,
}

/// Which figure.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// What a person earned: rule and version, base, rate, split, bills, reversals.
    Commission {
        /// Staff number.
        staff: String,
        /// First day: 2026-11-01; today when absent.
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// Last day; today when absent.
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        /// Of this bill only, and of what gives it back.
        #[arg(long, value_name = "BILL")]
        bill: Option<String>,
    },
    /// Instant rewards of a person: rule and version, what for, how it was shared, the bill, what took it back.
    Rewards {
        /// Staff number.
        staff: String,
        /// First day: 2026-11-01; today when absent.
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// Last day; today when absent.
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
    },
    /// A KPI, the score or the rank of a person, down to the bills.
    Kpi(super::leaderboard::ExplainKpi),
}

pub(super) fn run(args: &Args, wish: &ExplainArgs) -> Ran {
    let file = args.file();
    if !file.exists() {
        return Err(Refused::StoreNone { file: file.display().to_string() }.into());
    }
    let (staff, from, to, bill) = match &wish.what {
        What::Commission { staff, from, to, bill } => (staff, from, to, bill),
        What::Rewards { staff, from, to } => return rewards(args, staff, from.clone(), to.clone()),
        What::Kpi(kpi) => return super::leaderboard::explain(args, kpi),
    };
    let question = CommissionLines {
        from: from.clone(),
        to: to.clone(),
        staff: Some(staff.clone()),
        bill: bill.clone(),
    };
    let rows = Reader::open(&file, Arc::new(Machine))?.ask(&question)?;
    if args.json {
        say(&json!(rows).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    for row in &rows {
        for line in told(lang, row) {
            say(&line)?;
        }
    }
    let amount = Fen::sum(rows.iter().map(|row| row.amount))?.grouped();
    let name = rows.first().map(|row| row.name.clone()).unwrap_or_default();
    let count = rows.len().to_string();
    let facts = [("staff", staff.as_str()), ("name", &name), ("rows", &count), ("amount", &amount)];
    say(&Clean::shown(&words::fill(lang, "commission.explain.total", &facts)).into_string())?;
    Ok(Outcome::Done)
}

/// Every reward of a person, and what each is made of.
fn rewards(args: &Args, staff: &str, from: Option<String>, to: Option<String>) -> Ran {
    let question = RewardFeed { from, to, staff: Some(staff.to_owned()), limit: Some(10_000) };
    let feed = super::leaderboard::reader(args)?.ask(&question)?;
    if args.json {
        say(&json!(feed).to_string())?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    for line in feed.rows.iter().flat_map(|row| crate::rewards::told::told(lang, row)) {
        say(&line)?;
    }
    let (count, amount) = (feed.count.to_string(), feed.total.grouped());
    say(&words::fill(lang, "rewards.explain.total", &[("count", &count), ("amount", &amount)]))?;
    Ok(Outcome::Done)
}
