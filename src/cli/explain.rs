//! The `explain` command: where a figure comes from, row by row, down to the bill.

use std::sync::Arc;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use super::report_commission::word;
use crate::commission::lines::{CommissionLines, EarnedLine};
use crate::commission::rules::{BandMode, Rule};
use crate::ground::{Clean, Fen, Machine, Rate, Refused};
use crate::shop::Reader;
use crate::words::{self, Lang};

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
}

pub(super) fn run(args: &Args, wish: &ExplainArgs) -> Ran {
    let file = args.file();
    if !file.exists() {
        return Err(Refused::StoreMissing {}.into());
    }
    let What::Commission { staff, from, to, bill } = &wish.what;
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

/// A row in three or four lines.
pub fn told(lang: Lang, row: &EarnedLine) -> Vec<String> {
    let mut out = vec![head(lang, row)];
    let text = |key: &str, facts: &[(&str, &str)]| format!("    {}", words::fill(lang, key, facts));
    let base = [
        ("base", row.base.grouped()),
        ("paid", row.paid.grouped()),
        ("gift", row.gift.grouped()),
        ("phi", row.phi().to_string()),
        ("cost", row.cost.grouped()),
    ];
    out.push(text("commission.explain.base", &borrowed(&base)));
    if row.owed != Fen::ZERO {
        out.push(text("commission.explain.owed", &[("owed", &row.owed.grouped())]));
    }
    out.push(match &row.rule {
        None => text("commission.explain.none", &[]),
        Some(rule) => {
            let facts = [
                ("rule", rule.name.as_str().to_owned()),
                ("version", row.version.to_string()),
                ("how", how(lang, rule, row.month)),
                ("weight", row.weight.to_string()),
                ("weights", row.weights.to_string()),
            ];
            text("commission.explain.rule", &borrowed(&facts))
        }
    });
    let amount = [
        ("fee", row.hand_fee.grouped()),
        ("share", row.commission.grouped()),
        ("amount", row.amount.grouped()),
    ];
    out.push(text("commission.explain.amount", &borrowed(&amount)));
    out
}

fn borrowed<'a>(facts: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    facts.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn head(lang: Lang, row: &EarnedLine) -> String {
    let mut marks = vec![word(lang, "event", row.event.code())];
    marks.push(
        words::text(
            lang,
            if row.requested { "commission.explain.requested" } else { "commission.explain.rotation" },
        )
        .to_owned(),
    );
    marks.push(
        words::text(lang, if row.member { "commission.explain.member" } else { "commission.explain.guest" })
            .to_owned(),
    );
    if let Some(bill) = &row.of_bill {
        marks.push(words::fill(lang, "commission.explain.back", &[("bill", bill)]));
    }
    let marks = format!("  {}", marks.join("  "));
    let facts = [
        ("day", row.day.clone()),
        ("bill", row.bill.clone()),
        ("line", row.line.to_string()),
        ("code", row.code.clone()),
        ("item", row.item.clone()),
        ("quantity", row.quantity.to_string()),
        ("marks", marks),
    ];
    words::fill(lang, "commission.explain.head", &borrowed(&facts))
}

fn percent(rate: Rate) -> String {
    let hundred = rate.0.checked_mul(rust_decimal::Decimal::ONE_HUNDRED);
    hundred.map_or_else(|| rate.to_string(), |hundred| format!("{}%", hundred.normalize()))
}

/// How a rule pays, in words.
fn how(lang: Lang, rule: &Rule, month: Option<(Fen, Fen)>) -> String {
    if let Some(rate) = rule.rate {
        return words::fill(lang, "commission.explain.rate", &[("rate", &percent(rate))]);
    }
    if let Some(fixed) = rule.fixed {
        return words::fill(lang, "commission.explain.fixed", &[("fixed", &fixed.grouped())]);
    }
    let steps: Vec<String> = rule
        .steps
        .iter()
        .map(|step| {
            let facts = [("from", step.from.grouped()), ("rate", percent(step.rate))];
            words::fill(lang, "commission.explain.step", &borrowed(&facts))
        })
        .collect();
    let (before, after) = month.unwrap_or_default();
    let facts = [("steps", steps.join(" / ")), ("before", before.grouped()), ("after", after.grouped())];
    let key = match rule.bands {
        Some(BandMode::Retroactive) => "commission.explain.retroactive",
        Some(BandMode::Progressive) | None => "commission.explain.progressive",
    };
    words::fill(lang, key, &borrowed(&facts))
}
