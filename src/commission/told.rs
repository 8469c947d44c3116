//! A figure in words: the rule and its version, the base, the rate, the split and the bill, as every door says them.

use super::lines::EarnedLine;
use super::rules::{BandMode, Rule};
use crate::ground::Fen;
use crate::words::{self, Lang};

/// The word for a code of the rules: `event`, `role`.
pub fn word(lang: Lang, area: &str, code: &str) -> String {
    let key = format!("commission.{area}.{code}");
    words::lookup(lang, &key).map_or_else(|| code.to_owned(), str::to_owned)
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

/// How a rule pays, in words.
fn how(lang: Lang, rule: &Rule, month: Option<(Fen, Fen)>) -> String {
    if let Some(rate) = rule.rate {
        return words::fill(lang, "commission.explain.rate", &[("rate", &rate.in_percent())]);
    }
    if let Some(fixed) = rule.fixed {
        return words::fill(lang, "commission.explain.fixed", &[("fixed", &fixed.grouped())]);
    }
    let steps: Vec<String> = rule
        .steps
        .iter()
        .map(|step| {
            let facts = [("from", step.from.grouped()), ("rate", step.rate.in_percent())];
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
