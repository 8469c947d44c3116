//! The insight at the command line: who is about to be lost and why, and below it states, newcomers, and the model.

use crate::chain::insight::ChainInsightIs;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::insight::salon::{InsightIs, MemberIs};
use crate::insight::told;
use crate::words::{self, Lang};

/// Who is about to be lost, by what would be lost with them.
pub(super) fn table(lang: Lang, is: &InsightIs) -> Table {
    let keys = [
        "insight.store",
        "tools.report.number",
        "tools.report.name",
        "insight.last",
        "insight.away",
        "insight.usual",
        "insight.away_90",
        "insight.at_stake",
        "insight.value",
        "insight.balance",
        "insight.why",
    ];
    Table { head: head(lang, &keys), rows: is.leaving.iter().map(|member| row(lang, member)).collect() }
}

fn row(lang: Lang, member: &MemberIs) -> Vec<Cell> {
    let count = |value: Option<i64>| value.map_or(Cell::Text("--".into()), Cell::Count);
    let expected = member.expected.as_ref();
    let money = |of: fn(&crate::insight::salon::Expected) -> crate::ground::Fen| {
        expected.map_or(Cell::Text("--".into()), |expected| Cell::Money(of(expected)))
    };
    let why: Vec<String> = member.tags.iter().map(|tag| told::tag(lang, tag)).collect();
    vec![
        Cell::Text(member.store.clone()),
        Cell::Text(member.number.clone()),
        Cell::Text(member.name.clone()),
        Cell::Text(member.last.clone().unwrap_or_default()),
        count(member.away),
        count(member.usual_gap),
        Cell::Text(
            expected.map_or("--".into(), |expected| format!("{}%", told::percent(expected.no_visit[2]))),
        ),
        money(|expected| expected.at_stake),
        money(|expected| expected.value),
        Cell::Money(member.balance),
        Cell::Text(why.join("; ")),
    ]
}

/// Stores whose books end before the day of the insight.
pub(super) fn behind(lang: Lang, is: &ChainInsightIs) -> Vec<String> {
    let late = is.stores.iter().filter(|store| store.last_day != is.insight.as_of);
    let told = |store: &crate::chain::insight::StoreSeen| {
        let name = format!("{} {}", store.code, store.name);
        words::fill(lang, "insight.behind", &[("store", &name), ("day", &store.last_day)])
    };
    late.map(told).collect()
}
