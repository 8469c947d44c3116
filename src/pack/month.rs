//! What is in the pack of a month, sheet by sheet, read from the closed month.

use std::collections::BTreeMap;

use super::columns::{COMMISSION, DAYS, DICTIONARY, INCOME, LIABILITY, LINES, SETTLEMENT, SUMMARY, TENDERS};
use super::sheet::{Cell, Kind, Sheet, meaning, name};
use crate::checkout::slip::tender_name;
use crate::close::slip::income_name;
use crate::close::z_report::{DayReport, ZReport};
use crate::commission::book::Rules;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, Instant, Month, day};
use crate::ledger::post::Roll;
use crate::ledger::{EntryKind, Kind as AccountKind, chain};
use crate::payroll::sheet::PaySheet;
use crate::settlement::local;
use crate::shop::{Answer, Look, Query};
use crate::words::{self, Lang};

/// Where in the journal a month stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stretch {
    /// First sequence of the month.
    pub first: i64,
    /// Last sequence.
    pub last: i64,
    /// How many entries.
    pub entries: i64,
    /// The link before the first, in hex; empty where there is none.
    pub before: String,
    /// The link of the last, in hex.
    pub after: String,
}

/// What a pack holds, before it has a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The store's code.
    pub store: String,
    /// Its name.
    pub store_name: String,
    /// The month.
    pub month: Month,
    /// The language of names and words.
    pub lang: Lang,
    /// Where it stands in the journal.
    pub stretch: Stretch,
    /// The digest of the closed month in hex.
    pub digest: String,
    /// The version of the commission rules on the last day.
    pub rules: i64,
    /// The sheets, in their order.
    pub sheets: Vec<Sheet>,
}

/// Reads a closed month.
///
/// # Errors
/// A refusal of a question, a fault when the file cannot be read, or when the sheets disagree with the ledger.
pub fn content(
    db: &Db,
    look: &Look<'_>,
    month: Month,
    lang: Lang,
    (digest, frozen): (String, i64),
) -> Answer<Content> {
    let mut days = Vec::new();
    for on in month.first.iter_days().take_while(|on| *on <= month.last) {
        let report = ZReport { day: Some(on.to_string()) }.run(db, look)?;
        if report.entries.is_some() {
            days.push(report);
        }
    }
    let stretch = stretch(db, month)?;
    let rules = Rules { day: Some(month.last.to_string()), ..Rules::default() }.run(db, look)?.version;
    let liability = liability(db, month, lang)?;
    let mut sheets = vec![
        summary(lang, &days, frozen, &liability)?,
        by_day(&days)?,
        tenders(lang, &days)?,
        income(lang, &days)?,
        liability,
        commission(db, look, month)?,
        settlement(db, look, month)?,
        lines(db, look, month, lang)?,
    ];
    sheets.push(dictionary(lang, &sheets));
    agree(db, month, &sheets)?;
    Ok(Content {
        store: look.profile.code.clone(),
        store_name: look.profile.name.clone(),
        month,
        lang,
        stretch,
        digest,
        rules,
        sheets,
    })
}

fn text(lang: Lang, key: &str) -> Cell {
    Cell::Text(words::text(lang, key).to_owned())
}

fn summary(lang: Lang, days: &[DayReport], frozen: i64, liability: &Sheet) -> Answer<Sheet> {
    let money = |of: fn(&DayReport) -> Fen| Fen::sum(days.iter().map(of));
    let count = |count: usize| Cell::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let bills: i64 = days.iter().map(|day| day.totals.bills).sum();
    let closing =
        |place: usize| liability.rows.get(place).and_then(|row| row.last()).cloned().unwrap_or(Cell::Empty);
    let incomes = days.iter().flat_map(|day| day.income.iter().map(|(_, amount)| *amount));
    let rows = vec![
        vec![text(lang, "pack.what.days"), count(days.len())],
        vec![text(lang, "pack.what.bills"), Cell::Count(bills)],
        vec![text(lang, "pack.what.received"), Cell::Money(money(|day| day.totals.received)?)],
        vec![text(lang, "pack.what.topped_up"), Cell::Money(money(|day| day.totals.topped_up)?)],
        vec![text(lang, "pack.what.spent"), Cell::Money(money(|day| day.totals.stored_value_spent)?)],
        vec![text(lang, "pack.what.income"), Cell::Money(Fen::sum(incomes)?)],
        vec![text(lang, "pack.what.over_short"), Cell::Money(money(|day| day.over_short)?)],
        vec![text(lang, "pack.what.principal"), closing(0)],
        vec![text(lang, "pack.what.gift"), closing(1)],
        vec![text(lang, "pack.what.cards"), closing(2)],
        vec![text(lang, "pack.what.debts"), closing(3)],
        vec![text(lang, "pack.what.entries"), Cell::Count(frozen)],
    ];
    Ok(Sheet { code: "summary", columns: SUMMARY.into(), keys: 1, rows })
}

fn by_day(days: &[DayReport]) -> Answer<Sheet> {
    let mut rows = Vec::with_capacity(days.len());
    for report in days {
        rows.push(vec![
            Cell::Day(day::iso(&report.day)?),
            Cell::Count(report.totals.bills),
            Cell::Count(report.totals.members),
            Cell::Money(report.list_total),
            Cell::Money(report.discounts),
            Cell::Money(report.totals.received),
            Cell::Money(report.totals.stored_value_spent),
            Cell::Money(report.totals.topped_up),
            Cell::Money(Fen::sum(report.income.iter().map(|(_, amount)| *amount))?),
            Cell::Money(report.over_short),
        ]);
    }
    Ok(Sheet { code: "days", columns: DAYS.into(), keys: 1, rows })
}

fn tenders(lang: Lang, days: &[DayReport]) -> Answer<Sheet> {
    let mut rows = Vec::new();
    for report in days {
        for total in &report.totals.tenders {
            rows.push(vec![
                Cell::Day(day::iso(&report.day)?),
                Cell::Text(tender_name(lang, total.tender).into_string()),
                Cell::Count(total.count),
                Cell::Money(total.taken),
                Cell::Money(total.given_back.negated()),
                Cell::Money(total.taken.minus(total.given_back)?),
            ]);
        }
    }
    Ok(Sheet { code: "tenders", columns: TENDERS.into(), keys: 2, rows })
}

fn income(lang: Lang, days: &[DayReport]) -> Answer<Sheet> {
    let mut rows = Vec::new();
    for report in days {
        for (account, amount) in &report.income {
            let account = Cell::Text(income_name(lang, account));
            rows.push(vec![Cell::Day(day::iso(&report.day)?), account, Cell::Money(*amount)]);
        }
    }
    Ok(Sheet { code: "income", columns: INCOME.into(), keys: 2, rows })
}

/// The accounts of the roll-forward and their words.
const ROLLED: [(AccountKind, &str); 5] = [
    (AccountKind::LotPrincipal, "pack.what.principal"),
    (AccountKind::LotGift, "pack.what.gift"),
    (AccountKind::CardValue, "pack.what.cards"),
    (AccountKind::Debt, "pack.what.debts"),
    (AccountKind::PointsLot, "pack.what.points"),
];

/// Which column of the roll-forward something belongs to. A bill sells cards, earns points and lends as well as it uses
/// cards, points and stored value up; what takes a bill back does both the other way round.
fn column(account: &str, why: &str, grows: bool) -> Roll {
    match (EntryKind::from_code(why), grows) {
        (Some(EntryKind::Sale), true) | (Some(EntryKind::Void | EntryKind::Refund), false) => Roll::Added,
        (Some(EntryKind::Sale), false) | (Some(EntryKind::Void | EntryKind::Refund), true) => Roll::Consumed,
        // A debt that is paid is less of a debt.
        (Some(EntryKind::DebtPayment), false) if account == AccountKind::Debt.code() => Roll::Consumed,
        (Some(kind), _) => kind.roll(),
        (None, _) => Roll::Adjusted,
    }
}

/// What moved in some days, by account and by why.
fn rolled(db: &Db, from: &str, to: &str) -> Answer<BTreeMap<(String, Roll), i64>> {
    let mut moved: BTreeMap<(String, Roll), i64> = BTreeMap::new();
    db.each(include_str!("sql/rolled.sql"), named_params! { ":from": from, ":to": to }, |row| {
        let (account, why): (String, String) = (row.get("account")?, row.get("why")?);
        let amount: i64 = row.get("amount")?;
        let side = AccountKind::from_code(&account).map_or(1, AccountKind::side);
        let roll = column(&account, &why, amount * side > 0);
        let sum = moved.entry((account, roll)).or_default();
        *sum = sum.saturating_add(amount);
        Ok::<(), Fault>(())
    })?;
    Ok(moved)
}

/// Opening + added − consumed − refunded − lapsed ± adjusted = closing, for all that the store owes and is owed.
fn liability(db: &Db, month: Month, lang: Lang) -> Answer<Sheet> {
    let moved = rolled(db, &month.first.to_string(), &month.last.to_string())?;
    // From the balances of today back to the end of the month: a short way, however long the history is.
    let later = rolled(db, &month.after().first.to_string(), "9999-12-31")?;
    let now = db.list(include_str!("sql/balances.sql"), &[], |row| {
        Ok((row.get::<_, String>("account")?, row.get::<_, i64>("amount")?))
    })?;
    let now: BTreeMap<String, i64> = now.into_iter().collect();
    let mut rows = Vec::new();
    for (account, key) in ROLLED {
        let of =
            |roll: Roll| moved.get(&(account.code().to_owned(), roll)).copied().unwrap_or(0) * account.side();
        let own = |(of, _): &(&(String, Roll), &i64)| of.0 == account.code();
        let since: i64 = later.iter().filter(own).map(|(_, amount)| amount * account.side()).sum();
        let end = now.get(account.code()).copied().unwrap_or(0) - since;
        let all: i64 = moved.iter().filter(own).map(|(_, amount)| amount * account.side()).sum();
        let figure = |amount: i64| {
            if account == AccountKind::PointsLot { Cell::Count(amount) } else { Cell::Money(Fen(amount)) }
        };
        rows.push(vec![
            text(lang, key),
            figure(end - all),
            figure(of(Roll::Added)),
            figure(of(Roll::Consumed)),
            figure(of(Roll::Refunded)),
            figure(of(Roll::Lapsed)),
            figure(of(Roll::Adjusted)),
            figure(end),
        ]);
    }
    Ok(Sheet { code: "liability", columns: LIABILITY.into(), keys: 1, rows })
}

fn commission(db: &Db, look: &Look<'_>, month: Month) -> Answer<Sheet> {
    let sheet = PaySheet { month: Some(month.name()), staff: None }.run(db, look)?;
    let rows = sheet.rows.into_iter().filter(|row| row.earned != Fen::ZERO || row.days > 0).map(|row| {
        vec![
            Cell::Text(row.staff),
            Cell::Text(row.name),
            Cell::Count(row.days),
            Cell::Money(row.wage),
            Cell::Money(row.hand_fee),
            Cell::Money(row.service),
            Cell::Money(row.product),
            Cell::Money(row.card),
            Cell::Money(row.topup),
            Cell::Money(row.rewards),
            Cell::Money(row.earned),
        ]
    });
    Ok(Sheet { code: "commission", columns: COMMISSION.into(), keys: 1, rows: rows.collect() })
}

/// What members of other stores used here: what this store gets for it, by the rules of its day.
fn settlement(db: &Db, look: &Look<'_>, month: Month) -> Answer<Sheet> {
    let (from, to) = (month.first.to_string(), month.last.to_string());
    let mut rows = Vec::new();
    for rated in local::rated(db, look)? {
        let line = rated.line;
        if line.day < from || line.day > to {
            continue;
        }
        let rule = rated.rule.as_ref();
        let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
        rows.push(vec![
            Cell::Day(day::iso(&line.day)?),
            Cell::Text(line.number),
            Cell::Text(line.member),
            Cell::Text(line.name),
            Cell::Text(line.home),
            Cell::Text(look.profile.code.clone()),
            Cell::Money(line.principal),
            Cell::Money(line.gift),
            text(rule.map(|rule| rule.rate.in_percent())),
            Cell::Money(rated.rated.owed),
            text(rule.map(|rule| format!("R{} {}", rated.version, rule.name.as_str()))),
        ]);
    }
    Ok(Sheet { code: "settlement", columns: SETTLEMENT.into(), keys: 5, rows })
}

fn lines(db: &Db, look: &Look<'_>, month: Month, lang: Lang) -> Answer<Sheet> {
    let params = named_params! { ":from": month.first.to_string(), ":to": month.last.to_string() };
    let mut rows = Vec::new();
    db.each(include_str!("sql/lines.sql"), params, |row| {
        let at: i64 = row.get("posted_at")?;
        let kind: String = row.get("kind")?;
        let words = words::lookup(lang, &format!("tools.export.kind.{kind}"));
        let optional =
            |text: Option<String>| text.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text);
        rows.push(vec![
            Cell::Text(row.get("number")?),
            Cell::Count(row.get("line")?),
            Cell::Day(day::iso(&row.get::<_, String>("posted_on")?)?),
            Cell::Text(look.profile.zone.local(Instant(at)).format("%H:%M").to_string()),
            Cell::Text(words.map_or(kind, str::to_owned)),
            optional(row.get("of_bill")?),
            optional(row.get("member")?),
            optional(row.get("code")?),
            Cell::Text(row.get("name")?),
            optional(row.get("category")?),
            Cell::Count(row.get("quantity")?),
            Cell::Money(Fen(row.get("price")?)),
            Cell::Money(Fen(row.get("net")?)),
            Cell::Money(Fen(row.get("card_value")?)),
            optional(row.get("served_by")?),
        ]);
        Ok::<(), Fault>(())
    })?;
    Ok(Sheet { code: "lines", columns: LINES.into(), keys: 2, rows })
}

pub fn dictionary(lang: Lang, sheets: &[Sheet]) -> Sheet {
    let mut rows = Vec::new();
    for sheet in sheets {
        for column in sheet.columns.iter() {
            let kind = match column.kind {
                Kind::Text => "pack.type.text",
                Kind::Day => "pack.type.day",
                Kind::Money => "pack.type.money",
                Kind::Count => "pack.type.count",
                Kind::Figure => "pack.type.figure",
            };
            rows.push(vec![
                Cell::Text(sheet.title(lang)),
                Cell::Text(name(lang, column)),
                Cell::Text(format!("{}.{}", sheet.code, column.code)),
                text(lang, kind),
                Cell::Text(meaning(lang, column)),
            ]);
        }
    }
    Sheet { code: "dictionary", columns: DICTIONARY.into(), keys: 3, rows }
}

fn stretch(db: &Db, month: Month) -> Answer<Stretch> {
    let params = named_params! { ":from": month.first.to_string(), ":to": month.last.to_string() };
    let found = db.one(include_str!("sql/stretch.sql"), params, |row| {
        let link = |hash: Option<Vec<u8>>| hash.map(|hash| chain::hex(&hash)).unwrap_or_default();
        Ok(Stretch {
            first: row.get::<_, Option<i64>>("first")?.unwrap_or(0),
            last: row.get::<_, Option<i64>>("last")?.unwrap_or(0),
            entries: row.get("entries")?,
            before: link(row.get("before")?),
            after: link(row.get("after")?),
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// What the tenders took into the tills, against the postings of the month's bills: files that disagree with the ledger
/// never leave.
fn agree(db: &Db, month: Month, sheets: &[Sheet]) -> Answer<()> {
    let params = named_params! { ":from": month.first.to_string(), ":to": month.last.to_string() };
    let ledger = db.one(include_str!("sql/received.sql"), params, |row| row.get::<_, i64>("amount"))?;
    let days = sheets.iter().find(|sheet| sheet.code == "days");
    let place = DAYS.iter().position(|column| column.code == "received").unwrap_or(0);
    let told = days.map(|sheet| sheet.total(place)).transpose()?;
    let ledger = Fen(ledger.unwrap_or(0));
    if told != Some(Cell::Money(ledger)) {
        let why = format!("the pack of {} says {told:?} was received, the ledger {ledger}", month.name());
        return Err(Fault::Broken(why).into());
    }
    Ok(())
}
