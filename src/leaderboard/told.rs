//! A derivation in words, as every door says it: whose number, over which days, by which formula.

use super::kpi_rules::Kpi;
use super::score_rules::Criterion;
use super::why::Because;
use crate::ground::Fen;
use crate::words::{self, Lang};

/// A number in a few lines: whose it is, over which days, by which formula, and what lifts the person.
pub fn told(lang: Lang, because: &Because) -> Vec<String> {
    let name = format!("kpi.{}", because.kpi);
    let who = because.staff.as_deref().unwrap_or_else(|| words::text(lang, "kpi.word.all"));
    let facts = [
        ("kpi", words::text(lang, &name)),
        ("who", who),
        ("from", &because.from),
        ("to", &because.to),
        ("as_of", &because.as_of),
        ("shown", &because.shown),
    ];
    let mut out = vec![
        words::fill(lang, "kpi.word.line", &facts),
        words::text(lang, &format!("kpi.how.{}", because.kpi)).to_owned(),
    ];
    if because.kpi == Kpi::Repurchase.code() {
        let (from, to) = &because.cohort;
        out.push(words::fill(lang, "kpi.word.cohort", &[("from", from), ("to", to)]));
    }
    for one in &because.moves {
        let what = format!("kpi.word.more.{}", one.criterion.code());
        let what = words::text(lang, &what);
        let more =
            if one.criterion == Criterion::Sales { Fen(one.more).grouped() } else { one.more.to_string() };
        out.push(words::fill(lang, "kpi.word.move", &[("what", what), ("more", &more)]));
    }
    out
}
