//! The `report` command: the plain totals of a day or a span, as a table, JSON or CSV.

use std::path::PathBuf;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say, shown};
use super::{report_close, report_commission, report_insight};
use crate::chain::board::ChainBoard;
use crate::chain::cockpit::{ChainAlert, ChainCockpit};
use crate::chain::insight::ChainInsight;
use crate::chain::replica;
use crate::checkout::slip::tender_name;
use crate::checkout::today::{Liability, LiabilityIs, Totals, TotalsAre};
use crate::close::gaps::Gaps;
use crate::close::z_report::{Shifts, ZReport};
use crate::cockpit::alerts::AlertRows;
use crate::cockpit::page::Cockpit;
use crate::commission::report::Commission;
use crate::db::Fault;
use crate::exchange::decode::Encoding;
use crate::exchange::pay_table;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::{Fen, Refused, day};
use crate::insight::salon::Insight;
use crate::insight::told as insight_told;
use crate::payroll::sheet::PaySheet;
use crate::peers;
use crate::rewards::feed::RewardFeed;
use crate::settlement::matrix::MatrixOf;
use crate::shop::{Answer, Reader};
use crate::words::{self, Lang};

/// Which totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Subject {
    /// Sales, money received, stored value.
    Day,
    /// Scores and ranks.
    Leaderboard,
    /// Every KPI by person.
    Staff,
    /// By way of payment.
    Tenders,
    /// What people earned: hand fees and commission.
    Commission,
    /// The pay sheet of the month of the first day.
    Payroll,
    /// Instant rewards, newest first.
    Rewards,
    /// What the first day came to (Z-report).
    Z,
    /// The shifts that ended.
    Shifts,
    /// Missing numbers.
    Gaps,
    /// What the store owes its members, and they it.
    Liability,
    /// Who owes whom between stores, of the month of the first day.
    Settlement,
    /// Who is about to be lost, states of members, newcomers, and what is expected.
    Insight,
    /// How the salon stands on one page: figures beside the days before, items, alerts.
    Cockpit,
    /// Who or what is behind each alert of the cockpit.
    Alerts,
}

/// Reading totals.
#[derive(Debug, Clone, clap::Args)]
pub struct ReportArgs {
    /// Which totals.
    pub subject: Subject,
    /// First day: 2026-11-01; today when absent.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Last day; today when absent.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// A usual span in place of days, for people and scores: today, week, month or quarter.
    #[arg(long, value_name = "SPAN")]
    pub span: Option<String>,
    /// People and scores as they were at the end of this day.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Scores by other weights than those in force, which stay: sales, service, repurchase, satisfaction as 35,25,20,20.
    #[arg(long, value_name = "WEIGHTS")]
    pub weights: Option<String>,
    /// Writes CSV for a spreadsheet.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Writes a workbook (XLSX).
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    pub xlsx: Option<PathBuf>,
    /// The encoding of the CSV: utf-8 (with its mark) or gb18030.
    #[arg(long)]
    pub encoding: Option<String>,
}

impl ReportArgs {
    /// Refuses options that the report would not heed: a figure of other days than asked for is a wrong one.
    fn refuse_unheeded(&self) -> Result<(), Refused> {
        let takes: &[&str] = match self.subject {
            Subject::Leaderboard => &["--from", "--to", "--span", "--as-of", "--weights"],
            Subject::Staff => &["--from", "--to", "--span", "--as-of"],
            Subject::Day
            | Subject::Tenders
            | Subject::Commission
            | Subject::Rewards
            | Subject::Shifts
            | Subject::Gaps => &["--from", "--to"],
            Subject::Payroll | Subject::Settlement | Subject::Z => &["--from"],
            Subject::Liability | Subject::Insight | Subject::Cockpit | Subject::Alerts => &[],
        };
        let given = [
            ("--from", &self.from),
            ("--to", &self.to),
            ("--span", &self.span),
            ("--as-of", &self.as_of),
            ("--weights", &self.weights),
        ];
        let unheeded = given.into_iter().find(|(name, value)| value.is_some() && !takes.contains(name));
        let Some((option, _)) = unheeded else { return Ok(()) };
        let report = clap::ValueEnum::to_possible_value(&self.subject);
        Err(Refused::ReportOption {
            report: report.map(|value| value.get_name().to_owned()).unwrap_or_default(),
            option: option.to_owned(),
            takes: [takes, &["--csv", "--xlsx", "--encoding"]].concat().join(", "),
        })
    }
}

/// Prints totals.
pub(super) fn run(args: &Args, wish: &ReportArgs) -> Ran {
    let file = args.file();
    if !file.exists() {
        return Err(Refused::StoreNone { file: file.display().to_string() }.into());
    }
    wish.refuse_unheeded()?;
    for text in [&wish.from, &wish.to, &wish.as_of].into_iter().flatten() {
        day::iso(text)?;
    }
    let reader = super::leaderboard::reader(args)?;
    let lang = args.language();
    super::leaderboard::refuse_other_store(&reader, args.store.as_deref())?;
    // What stores owe each other shows where all their books are: a store alone would see nothing but zeros.
    if matches!(wish.subject, Subject::Settlement) && !reader.profile().hq {
        let store = reader.profile().code.clone();
        return Err(Refused::ChainUnfit { store, what: "hq_only".to_owned() }.into());
    }
    if reader.profile().hq && matches!(wish.subject, Subject::Leaderboard | Subject::Staff) {
        // People of all stores are measured against each other.
        let query = ChainBoard { board: super::leaderboard::board(wish)?, stores: Vec::new() };
        let is = reader.ask(&query)?;
        let table = super::leaderboard::table(lang, wish.subject, &is.board);
        return answer(args, wish, (&table, &[]), &json!(is));
    }
    if reader.profile().hq && wish.subject == Subject::Insight {
        let is = reader.ask(&ChainInsight::default())?;
        let mut notes = insight_told::told(lang, &is.insight);
        notes.extend(report_insight::behind(lang, &is));
        return answer(args, wish, (&report_insight::table(lang, &is.insight), &notes), &json!(is));
    }
    if reader.profile().hq && wish.subject == Subject::Cockpit {
        let is = reader.ask(&ChainCockpit::default())?;
        let (table, notes) = report_insight::cockpit(lang, &is.cockpit);
        return answer(args, wish, (&table, &notes), &json!(is));
    }
    if reader.profile().hq && wish.subject == Subject::Alerts {
        let is = reader.ask(&ChainAlert::default())?;
        return answer(args, wish, (&report_insight::alerts(lang, &is), &[]), &json!(is));
    }
    if reader.profile().hq && wish.subject != Subject::Settlement {
        return every_store(args, wish, &reader);
    }
    let (table, notes, value) = told(lang, wish, &reader)?;
    answer(args, wish, (&table, &notes), &value)
}

/// The same report of every store that headquarters has, one below the other, the store in front of each row.
fn every_store(args: &Args, wish: &ReportArgs, hq: &Reader) -> Ran {
    let lang = args.language();
    let (mut whole, mut notes) = (Table::default(), Vec::new());
    let mut values = serde_json::Map::new();
    for peer in peers::store::peers(hq.db())?.into_iter().filter(|peer| !peer.hq) {
        if !replica::path(&args.file(), &peer.code).exists() {
            continue;
        }
        let of_store = Args {
            db: args.db.clone(),
            store: Some(peer.code.clone()),
            lang: args.lang.clone(),
            command: None,
            ..*args
        };
        let (table, said, value) = told(lang, wish, &super::leaderboard::reader(&of_store)?)?;
        if whole.head.is_empty() {
            whole.head = head(lang, &["chain.code"]);
            whole.head.extend(table.head);
        }
        for row in table.rows {
            whole.rows.push(std::iter::once(Cell::Text(peer.code.clone())).chain(row).collect());
        }
        notes.extend(said.into_iter().map(|note| format!("{} {note}", peer.code)));
        values.insert(peer.code, value);
    }
    answer(args, wish, (&whole, &notes), &serde_json::Value::Object(values))
}

/// A report of one store: its table, what is said below it, and the same as JSON.
fn told(lang: Lang, wish: &ReportArgs, reader: &Reader) -> Answer<(Table, Vec<String>, serde_json::Value)> {
    let mut notes = Vec::new();
    let (table, value) = match wish.subject {
        Subject::Leaderboard | Subject::Staff => {
            let board = reader.ask(&super::leaderboard::board(wish)?)?;
            (super::leaderboard::table(lang, wish.subject, &board), json!(board))
        }
        Subject::Liability => {
            let owed = reader.ask(&Liability {})?;
            (liability(lang, &owed), json!(owed))
        }
        Subject::Settlement => {
            let month = wish.from.as_deref().and_then(|from| from.get(..7)).map(str::to_owned);
            let is = reader.ask(&MatrixOf { month })?;
            let (table, said) = super::settle::matrix(lang, &is)?;
            notes = said;
            (table, json!(is))
        }
        Subject::Commission => {
            let earned =
                reader.ask(&Commission { from: wish.from.clone(), to: wish.to.clone(), staff: None })?;
            notes = report_commission::missing(lang, &earned);
            (report_commission::table(lang, &earned), json!(earned))
        }
        Subject::Payroll => {
            let month = wish.from.as_deref().and_then(|from| from.get(..7)).map(str::to_owned);
            let sheet = reader.ask(&PaySheet { month, staff: None })?;
            (pay_table::table(lang, &sheet), json!(sheet))
        }
        Subject::Rewards => {
            let (from, to) = (wish.from.clone(), wish.to.clone());
            let feed = reader.ask(&RewardFeed { from, to, staff: None, limit: Some(10_000) })?;
            (report_commission::rewards(lang, &feed), json!(feed))
        }
        Subject::Z => {
            let report = reader.ask(&ZReport { day: wish.from.clone() })?;
            (report_close::z(lang, &report), json!(report))
        }
        Subject::Shifts => {
            let shifts = reader.ask(&Shifts { from: wish.from.clone(), to: wish.to.clone() })?;
            (report_close::shifts(lang, reader.profile().zone, &shifts), json!(shifts))
        }
        Subject::Gaps => {
            let gaps = reader.ask(&Gaps { from: wish.from.clone(), to: wish.to.clone() })?;
            (report_close::gaps(lang, &gaps), json!(gaps))
        }
        Subject::Insight => {
            let is = reader.ask(&Insight::default())?;
            notes = insight_told::told(lang, &is);
            (report_insight::table(lang, &is), json!(is))
        }
        Subject::Cockpit => {
            let is = reader.ask(&Cockpit::default())?;
            let (table, said) = report_insight::cockpit(lang, &is);
            notes = said;
            (table, json!(is))
        }
        Subject::Alerts => {
            let is = reader.ask(&AlertRows::default())?;
            (report_insight::alerts(lang, &is), json!(is))
        }
        Subject::Day | Subject::Tenders => {
            let totals = reader.ask(&Totals { from: wish.from.clone(), to: wish.to.clone() })?;
            (table(lang, wish.subject, &totals), json!(totals))
        }
    };
    Ok((table, notes, value))
}

fn answer(
    args: &Args,
    wish: &ReportArgs,
    (table, notes): (&Table, &[String]),
    value: &serde_json::Value,
) -> Ran {
    let lang = args.language();
    if let Some(to) = &wish.csv {
        table.write_csv(to, csv_encoding(wish.encoding.as_deref())?)?;
        let facts = [("file", shown(to)), ("rows", table.rows.len().to_string())];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        say(&words::fill(lang, "tools.csv.done", &facts))?;
    } else if let Some(to) = &wish.xlsx {
        table.write_xlsx(to)?;
        let (file, rows) = (shown(to), table.rows.len().to_string());
        say(&words::fill(lang, "tools.csv.done", &[("file", &file), ("rows", &rows)]))?;
    } else if args.json {
        say(&serde_json::to_string(&value).map_err(|e| Fault::Broken(e.to_string()))?)?;
    } else {
        for line in table.lines(args.plain).iter().chain(notes) {
            say(line)?;
        }
    }
    Ok(Outcome::Done)
}

/// UTF-8 gets its mark, or Chinese Excel takes it for GB18030.
pub(super) fn csv_encoding(name: Option<&str>) -> Result<Encoding, Refused> {
    Ok(match name.map(Encoding::named).transpose()? {
        Some(Encoding::Gb18030) => Encoding::Gb18030,
        None | Some(Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf16Le | Encoding::Utf16Be) => {
            Encoding::Utf8Bom
        }
    })
}

fn table(lang: Lang, subject: Subject, totals: &TotalsAre) -> Table {
    if subject == Subject::Tenders { tenders(lang, totals) } else { sums(lang, totals) }
}
fn named(lang: Lang, rows: &[(&str, Cell)]) -> Table {
    Table {
        head: head(lang, &["tools.report.what", "tools.report.value"]),
        rows: rows
            .iter()
            .map(|(key, cell)| vec![Cell::Text(words::text(lang, key).to_owned()), cell.clone()])
            .collect(),
    }
}

fn sums(lang: Lang, totals: &TotalsAre) -> Table {
    named(
        lang,
        &[
            ("tools.report.from", Cell::Text(totals.from.clone())),
            ("tools.report.to", Cell::Text(totals.to.clone())),
            ("tools.report.bills", Cell::Count(totals.bills)),
            ("tools.report.members", Cell::Count(totals.members)),
            ("tools.report.received", Cell::Money(totals.received)),
            ("tools.report.worth", Cell::Money(totals.worth)),
            ("tools.report.stored_value_spent", Cell::Money(totals.stored_value_spent)),
            ("tools.report.topped_up", Cell::Money(totals.topped_up)),
        ],
    )
}

fn tenders(lang: Lang, totals: &TotalsAre) -> Table {
    Table {
        head: head(
            lang,
            &[
                "tools.report.tender",
                "tools.report.payments",
                "tools.report.taken",
                "tools.report.given_back",
                "tools.report.net",
            ],
        ),
        rows: totals
            .tenders
            .iter()
            .map(|total| {
                vec![
                    Cell::Text(tender_name(lang, total.tender).into_string()),
                    Cell::Count(total.count),
                    Cell::Money(total.taken),
                    Cell::Money(total.given_back),
                    // Two sums of bills that the ledger took: their difference fits as well.
                    Cell::Money(total.taken.minus(total.given_back).unwrap_or(Fen::ZERO)),
                ]
            })
            .collect(),
    }
}

fn liability(lang: Lang, owed: &LiabilityIs) -> Table {
    named(
        lang,
        &[
            ("tools.report.principal", Cell::Money(owed.principal)),
            ("tools.report.gift", Cell::Money(owed.gift)),
            ("tools.report.cards", Cell::Money(owed.cards)),
            ("tools.report.debts", Cell::Money(owed.debts)),
            ("tools.report.points", Cell::Count(owed.points)),
        ],
    )
}
