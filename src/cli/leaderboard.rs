//! The board at the command line: scores and KPIs as a table, why a number is what it is, and working it out again.

use std::sync::Arc;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use super::report::{ReportArgs, Subject};
use crate::chain::replica;
use crate::db::Fault;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::{Clean, Fen, Machine, Refused};
use crate::leaderboard::board::{Board, BoardIs, BoardRow, score_shown};
use crate::leaderboard::kpi_rules::{Kpi, Unit, shown};
use crate::leaderboard::score_rules::Term;
use crate::leaderboard::span::Span;
use crate::leaderboard::told::told;
use crate::leaderboard::why::{Because, Source, Why};
use crate::peers;
use crate::performance::rebuild::{Rebuild, is_filled};
use crate::shop::{Answer, Envelope, Reader};
use crate::words::{self, Lang};

/// Which number.
#[derive(Debug, Clone, clap::Args)]
pub struct ExplainKpi {
    /// Staff number; 0 for the whole store.
    pub staff: String,
    /// sales, cash, services, repurchase, satisfaction .., score or rank.
    pub kpi: String,
    /// A usual span in place of days: today, week, month or quarter.
    #[arg(long, value_name = "SPAN")]
    pub span: Option<String>,
    /// First day: 2026-11-01; this week when no day is given.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Last day.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// As it was at the end of this day; today when absent.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
}

/// A reader of a file whose sums are filled.
pub(super) fn reader(args: &Args) -> Answer<Reader> {
    let file = args.file();
    if !file.exists() {
        return Err(Refused::StoreNone { file: file.display().to_string() }.into());
    }
    // A writer opens first where the file is of an earlier version: it is brought up to date and filled.
    let reader = Reader::open(&file, Arc::new(Machine))?;
    if is_filled(reader.db()).unwrap_or(false) {
        return Ok(reader);
    }
    drop(reader);
    drop(args.shop()?);
    Reader::open(&file, Arc::new(Machine))
}

/// Refuses a store whose books are not here: a file holds one store, headquarters a copy of each.
pub(super) fn refuse_other_store(reader: &Reader, store: Option<&str>) -> Answer<()> {
    let own = &reader.profile().code;
    let Some(code) = store.filter(|code| code != own) else { return Ok(()) };
    let mut known = vec![own.clone()];
    if reader.profile().hq {
        let peers = peers::store::peers(reader.db())?.into_iter().map(|peer| peer.code);
        known.extend(peers.filter(|code| replica::path(reader.db().path(), code).exists()));
    }
    let value = Clean::shown(code).into_string();
    Err(Refused::ChoiceUnknown { field: "store".into(), value, known: known.join(", ") }.into())
}

fn span(name: Option<&str>) -> Result<Option<Span>, Refused> {
    let Some(name) = name else { return Ok(None) };
    let found = Span::ALL.into_iter().find(|span| span.code() == name);
    let known = || Span::ALL.map(Span::code).join(" / ");
    let value = || Clean::shown(name).into_string();
    found.map(Some).ok_or_else(|| Refused::ChoiceUnknown {
        field: "span".into(),
        value: value(),
        known: known(),
    })
}

/// The question of a report.
pub(super) fn board(wish: &ReportArgs) -> Result<Board, Refused> {
    Ok(Board {
        span: span(wish.span.as_deref())?,
        from: wish.from.clone(),
        to: wish.to.clone(),
        as_of: wish.as_of.clone(),
        moves_of: None,
        trend: false,
        weights: weights(wish.weights.as_deref())?,
    })
}

/// Weights to try: `35,25,20,20`.
fn weights(text: Option<&str>) -> Result<Option<[i64; 4]>, Refused> {
    let Some(text) = text else { return Ok(None) };
    let each: Vec<i64> = text.split(',').filter_map(|weight| weight.trim().parse().ok()).collect();
    let unfit = || Refused::SettingInvalid { name: "score".into(), value: Clean::shown(text).into_string() };
    let count = text.split(',').count();
    <[i64; 4]>::try_from(each).ok().filter(|_| count == 4).map(Some).ok_or_else(unfit)
}

/// The board as a table: the leaderboard beside the score, or every KPI.
pub(super) fn table(lang: Lang, subject: Subject, board: &BoardIs) -> Table {
    let ranked = subject == Subject::Leaderboard;
    let kpis: Vec<Kpi> = if ranked {
        vec![Kpi::Sales, Kpi::Services, Kpi::Clients, Kpi::Repurchase, Kpi::Satisfaction]
    } else {
        Kpi::ALL.to_vec()
    };
    let mut keys = if ranked { vec!["kpi.rank"] } else { Vec::new() };
    keys.extend(["tools.report.number", "tools.report.name"]);
    keys.extend(ranked.then_some("kpi.score"));
    let mut titles = head(lang, &keys);
    titles.extend(kpis.iter().map(|kpi| words::text(lang, &format!("kpi.{}", kpi.code())).to_owned()));
    let rows = board.rows.iter().map(|row| {
        let mut cells = Vec::new();
        if ranked {
            cells.push(Cell::Text(rank(lang, row)));
        }
        cells.extend([Cell::Text(row.number.clone()), Cell::Text(row.name.clone())]);
        cells.extend(ranked.then(|| Cell::Text(row.score_shown.clone())));
        cells.extend(kpis.iter().map(|kpi| cell(lang, row, *kpi)));
        cells
    });
    Table { head: titles, rows: rows.collect() }
}

fn rank(lang: Lang, row: &BoardRow) -> String {
    let rank = row.rank.map_or_else(|| "--".into(), |rank| rank.to_string());
    if row.tied { format!("{rank} {}", words::text(lang, "kpi.word.tied")) } else { rank }
}

fn cell(lang: Lang, row: &BoardRow, kpi: Kpi) -> Cell {
    let Some(figure) = row.figure(kpi) else { return Cell::Text("--".into()) };
    match (kpi.unit(), figure.value) {
        (Unit::Fen | Unit::FenEach, Some(value)) => Cell::Money(Fen(value)),
        (Unit::Count, Some(value)) => Cell::Count(value),
        (Unit::Share | Unit::Stars, Some(_)) if figure.small => Cell::Text(format!(
            "{} ({}, {})",
            figure.shown,
            figure.bottom,
            words::text(lang, "kpi.word.small")
        )),
        (Unit::Share | Unit::Stars, Some(_)) => Cell::Text(format!("{} ({})", figure.shown, figure.bottom)),
        (_, None) => Cell::Text("--".into()),
    }
}

/// Says why.
pub(super) fn explain(args: &Args, wish: &ExplainKpi) -> Ran {
    let why = Why {
        staff: (wish.staff != "0").then(|| wish.staff.clone()),
        kpi: wish.kpi.clone(),
        span: span(wish.span.as_deref())?,
        from: wish.from.clone(),
        to: wish.to.clone(),
        as_of: wish.as_of.clone(),
    };
    let because = reader(args)?.ask(&why)?;
    if args.json {
        say(&serde_json::to_string(&because).map_err(|e| Fault::Broken(e.to_string()))?)?;
        return Ok(Outcome::Done);
    }
    let lang = args.language();
    for line in told(lang, &because) {
        say(&line)?;
    }
    let table = if because.beside.is_empty() { sources(lang, &because) } else { terms(lang, &because.terms) };
    let beside = ranks(lang, &because);
    for table in [Some(table), beside].into_iter().flatten().filter(|table| !table.rows.is_empty()) {
        for line in table.lines(args.plain) {
            say(&line)?;
        }
    }
    Ok(Outcome::Done)
}

fn sources(lang: Lang, because: &Because) -> Table {
    let unit = Kpi::from_code(&because.kpi).map(Kpi::unit);
    let amount = |value: i64| match unit {
        Some(Unit::Fen | Unit::FenEach) => Cell::Money(Fen(value)),
        _ => Cell::Count(value),
    };
    let keys = ["day", "bills", "kind", "member", "item", "days", "top", "bottom"];
    let row = |one: &Source| {
        vec![
            Cell::Text(one.day.clone()),
            Cell::Text(one.bills.join(" ")),
            Cell::Text(one.kind.clone()),
            Cell::Text(one.member.clone().unwrap_or_default()),
            Cell::Text(one.item.clone()),
            Cell::Text(one.days.map(|days| days.to_string()).unwrap_or_default()),
            amount(one.top),
            Cell::Count(one.bottom),
        ]
    };
    Table { head: titles(lang, &keys), rows: because.sources.iter().map(row).collect() }
}

fn titles(lang: Lang, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| words::text(lang, &format!("kpi.word.{key}")).to_owned()).collect()
}

fn terms(lang: Lang, terms: &[Term]) -> Table {
    let row = |term: &Term| {
        let unit = term.criterion.kpi().unit();
        let by = if term.target { "kpi.word.target" } else { "kpi.word.best" };
        vec![
            Cell::Text(words::text(lang, &format!("kpi.{}", term.criterion.kpi().code())).to_owned()),
            Cell::Count(term.weight),
            Cell::Text(shown(unit, term.counts)),
            Cell::Text(format!("{} {}", shown(unit, term.against), words::text(lang, by))),
            Cell::Text(shown(Unit::Share, Some(term.normal))),
            Cell::Text(score_shown(Some(term.tenths))),
        ]
    };
    let keys = ["criterion", "weight", "counts", "against", "normal", "points"];
    Table { head: titles(lang, &keys), rows: terms.iter().map(row).collect() }
}

fn ranks(lang: Lang, because: &Because) -> Option<Table> {
    let row = |one: &crate::leaderboard::why::Beside| {
        vec![
            Cell::Text(one.rank.map_or_else(|| "--".into(), |rank| rank.to_string())),
            Cell::Text(one.number.clone()),
            Cell::Text(one.name.clone()),
            Cell::Text(score_shown(one.score)),
        ]
    };
    let keys = ["kpi.rank", "tools.report.number", "tools.report.name", "kpi.score"];
    (because.kpi == "rank")
        .then(|| Table { head: head(lang, &keys), rows: because.beside.iter().map(row).collect() })
}

/// Works everything out again.
pub(super) fn rebuild(args: &Args) -> Ran {
    let mut shop = args.shop()?;
    let key = format!("performance.rebuild:{}", shop.now().0);
    let done = shop.act(&Envelope { key, ..Envelope::default() }, &Rebuild {})?.value;
    let counts = [("days", done.days), ("visits", done.visits), ("advice", done.advice)];
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    let facts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    say(&words::fill(args.language(), "kpi.word.rebuilt", &facts))?;
    Ok(Outcome::Done)
}
