//! Reports of what was counted and closed: a day (Z-report), shifts, missing numbers.

use crate::checkout::slip::tender_name;
use crate::close::gaps::GapsAre;
use crate::close::slip::income_name;
use crate::close::z_report::{DayReport, ShiftEnd};
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::{Instant, Zone};
use crate::words::{self, Lang};

/// A day, one figure a row.
pub(super) fn z(lang: Lang, report: &DayReport) -> Table {
    let text = |key: &str| Cell::Text(words::text(lang, key).to_owned());
    let told = |key: &str, facts: &[(&str, &str)]| Cell::Text(words::fill(lang, key, facts));
    let count = |count: i64| count.to_string();
    let mut rows = vec![
        vec![
            told("close.z.sales", &[("count", &count(report.totals.bills))]),
            Cell::Money(report.list_total),
        ],
        vec![text("close.z.discounts"), Cell::Money(report.discounts.negated())],
    ];
    for total in &report.totals.tenders {
        let (name, times) = (tender_name(lang, total.tender), count(total.count));
        let facts = [("tender", name.as_str()), ("count", &times)];
        let net = total.taken.minus(total.given_back).unwrap_or_default();
        rows.push(vec![told("close.z.tender", &facts), Cell::Money(net)]);
    }
    rows.push(vec![text("slip.received"), Cell::Money(report.totals.received)]);
    rows.push(vec![text("close.z.topped_up"), Cell::Money(report.totals.topped_up)]);
    for (kind, amount) in &report.income {
        rows.push(vec![Cell::Text(income_name(lang, kind)), Cell::Money(*amount)]);
    }
    rows.push(vec![text("close.z.over_short"), Cell::Money(report.over_short)]);
    if let Some((first, last)) = &report.numbers {
        rows.push(vec![
            told("close.z.numbers", &[("first", first), ("last", last)]),
            Cell::Text(String::new()),
        ]);
    }
    rows.push(vec![
        text("close.missing"),
        Cell::Count(i64::try_from(report.missing.len()).unwrap_or(i64::MAX)),
    ]);
    if let Some((first, last)) = report.entries {
        let (first, last) = (count(first), count(last));
        rows.push(vec![told("close.seq", &[("first", &first), ("last", &last)]), Cell::Text(String::new())]);
    }
    rows.push(vec![text("close.hash"), Cell::Text(report.hash.clone())]);
    rows.push(vec![text("close.state"), text(if report.closed { "close.z.closed" } else { "close.z.open" })]);
    Table { head: head(lang, &["tools.report.what", "tools.report.value"]), rows }
}

/// Shifts that ended.
pub(super) fn shifts(lang: Lang, zone: Zone, shifts: &[ShiftEnd]) -> Table {
    let time = |at: i64| zone.local(Instant(at)).format("%m-%d %H:%M").to_string();
    let rows = shifts.iter().map(|shift| {
        vec![
            Cell::Count(shift.shift),
            Cell::Text(shift.by.1.clone()),
            Cell::Text(shift.to.as_ref().map(|(_, name)| name.clone()).unwrap_or_default()),
            Cell::Text(time(shift.since)),
            Cell::Text(time(shift.until)),
            Cell::Money(shift.float),
            Cell::Money(shift.in_all()),
            Cell::Money(shift.banked),
            Cell::Money(shift.left),
            Cell::Text(shift.causes()),
        ]
    });
    let keys = [
        "close.shift",
        "close.by",
        "close.to",
        "close.since",
        "close.until",
        "close.float",
        "close.difference",
        "close.banked",
        "close.left",
        "close.cause",
    ];
    Table { head: head(lang, &keys), rows: rows.collect() }
}

/// Missing numbers.
pub(super) fn gaps(lang: Lang, gaps: &GapsAre) -> Table {
    let text = |key: &str| Cell::Text(words::text(lang, key).to_owned());
    let mut rows = vec![
        vec![text("close.bills"), Cell::Count(gaps.bills)],
        vec![text("close.missing"), Cell::Count(gaps.missing)],
        vec![text("close.entries"), Cell::Count(gaps.entries)],
    ];
    rows.extend(gaps.numbers.iter().map(|number| vec![text("close.missing"), Cell::Text(number.clone())]));
    Table { head: head(lang, &["tools.report.what", "tools.report.value"]), rows }
}
