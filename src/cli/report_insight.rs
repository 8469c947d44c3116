//! The insight and the cockpit at the command line: who is about to be lost and why, states, newcomers and the model; and
//! a span beside the one before, items, alerts, and who is behind them.

use crate::chain::insight::ChainInsightIs;
use crate::cockpit::alerts::AlertIs;
use crate::cockpit::page::CockpitIs;
use crate::cockpit::tiles::Span;
use crate::cockpit::told as cockpit_told;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::Fen;
use crate::insight::salon::{InsightIs, MemberIs};
use crate::insight::told;
use crate::words::{self, Lang};

/// Who is about to be lost, by what would be lost with them.
pub(super) fn table(lang: Lang, is: &InsightIs) -> Table {
    let keys = [
        "insight.store",
        "members.col.number",
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
    let money = |of: fn(&crate::insight::salon::Expected) -> Fen| {
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

/// The figures of the span beside those of the one before; below them the items that sold most, and the alerts.
pub(super) fn cockpit(lang: Lang, is: &CockpitIs) -> (Table, Vec<String>) {
    let now = is.tiles.spans.last().copied().unwrap_or_default();
    let before = is.tiles.spans.iter().rev().nth(1).copied().unwrap_or_default();
    let row = |key: &str, read: &dyn Fn(&Span) -> Cell| {
        vec![Cell::Text(words::text(lang, key).to_owned()), read(&now), read(&before)]
    };
    let each = |span: &Span| span.each().map_or(Cell::Text("--".into()), Cell::Money);
    let rows = vec![
        row("cockpit.tile.turnover", &|span| Cell::Money(span.turnover)),
        row("cockpit.tile.prepaid", &|span| Cell::Money(span.prepaid)),
        row("cockpit.tile.visits", &|span| Cell::Count(span.visits)),
        row("cockpit.tile.each", &each),
        vec![
            Cell::Text(words::text(lang, "cockpit.tile.stored").to_owned()),
            Cell::Money(is.tiles.stored),
            Cell::Text(String::new()),
        ],
    ];
    let span = words::fill(lang, "cockpit.to", &[("days", &is.days.to_string()), ("day", &is.to)]);
    let before = words::lookup(lang, &format!("cockpit.span.{}", is.days)).unwrap_or_default().to_owned();
    let table = Table { head: vec![words::text(lang, "tools.report.what").to_owned(), span, before], rows };
    let mut notes: Vec<String> = is
        .items
        .iter()
        .take(10)
        .map(|item| {
            format!("{} {}  {}  ({})", item.code, item.name, item.worth.grouped(), item.before.grouped())
        })
        .collect();
    notes.extend(cockpit_told::of_items(lang, is));
    notes.extend(Some(cockpit_told::of_goals(lang, is).join("  ")).filter(|said| !said.is_empty()));
    notes.extend(is.alerts.iter().filter(|alert| alert.count > 0).map(|alert| {
        let said = words::lookup(lang, &format!("cockpit.alert.{}", alert.code)).unwrap_or(&alert.code);
        let amount = alert.amount.map(|amount| format!("  {}", amount.grouped())).unwrap_or_default();
        format!("! {said} {}{amount}", alert.count)
    }));
    (table, notes)
}

/// Who or what is behind each alert.
pub(super) fn alerts(lang: Lang, is: &AlertIs) -> Table {
    let keys = [
        "cockpit.head.alerts",
        "insight.store",
        "members.col.number",
        "tools.report.name",
        "cockpit.behind.what",
        "cockpit.behind.day",
        "cockpit.behind.count",
        "cockpit.behind.amount",
    ];
    let row = |one: &crate::cockpit::alerts::Behind| {
        let said = words::lookup(lang, &format!("cockpit.alert.{}", one.alert)).unwrap_or(&one.alert);
        vec![
            Cell::Text(said.to_owned()),
            Cell::Text(one.store.clone()),
            Cell::Text(one.member.clone().unwrap_or_default()),
            Cell::Text(one.name.clone()),
            Cell::Text(one.what.clone().unwrap_or_default()),
            Cell::Text(one.day.clone()),
            one.count.map_or(Cell::Text(String::new()), Cell::Count),
            one.amount.map_or(Cell::Text(String::new()), Cell::Money),
        ]
    };
    Table { head: head(lang, &keys), rows: is.rows.iter().map(row).collect() }
}
