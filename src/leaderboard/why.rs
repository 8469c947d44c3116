//! "Why this number": each figure, score and rank down to the bills, visits and recommendations it is made of.
//!
//! A derivation is not read from the kept sums: it goes back to the facts, by the same rules. So it also shows when
//! the two disagree, which `check` calls a finding.

use serde::{Deserialize, Serialize};

use super::board::{Board, BoardIs, See, score_shown};
use super::kpi_rules::{Kpi, figure};
use super::score_rules::{Move, Term};
use super::sources::Asked;
use super::span::Span;
use crate::db::Db;
use crate::ground::{Clean, Refused};
use crate::performance::STORE;
use crate::shop::{Answer, Look, Query};

/// Asks why a number is what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Staff number; the whole store when absent.
    #[serde(default)]
    pub staff: Option<String>,
    /// A KPI by name, `score` or `rank`.
    pub kpi: String,
    /// A usual span; this week when neither it nor days are given.
    #[serde(default)]
    pub span: Option<Span>,
    /// First day, ISO.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO.
    #[serde(default)]
    pub to: Option<String>,
    /// As of the end of which day, ISO; today when absent.
    #[serde(default)]
    pub as_of: Option<String>,
}

/// One thing that a number is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// The day it counts on.
    pub day: String,
    /// The bills.
    pub bills: Vec<String>,
    /// The bill's kind, where it is a bill.
    pub kind: String,
    /// Member number.
    pub member: Option<String>,
    /// The item, where one was recommended.
    pub item: String,
    /// Days: to the next visit, since the last, until it was bought or done.
    pub days: Option<i64>,
    /// What it adds above the line.
    pub top: i64,
    /// What it adds below.
    pub bottom: i64,
}

/// Another person, beside whom a rank is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Rank.
    pub rank: Option<i64>,
    /// Staff number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Score in tenths.
    pub score: Option<i64>,
}

/// Why a number is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// Which number.
    pub kpi: String,
    /// Whose; the whole store's when absent.
    pub staff: Option<String>,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// As of the end of which day.
    pub as_of: String,
    /// First and last day of the clients that repurchase is about.
    pub cohort: (String, String),
    /// As it is printed.
    pub shown: String,
    /// Above the line.
    pub top: i64,
    /// Below it.
    pub bottom: i64,
    /// What it is made of.
    pub sources: Vec<Source>,
    /// What a score is made of.
    pub terms: Vec<Term>,
    /// Whom a rank stands beside.
    pub beside: Vec<Beside>,
    /// What alone would lift her to the next rank.
    pub moves: Vec<Move>,
}

impl Query for Why {
    const NAME: &'static str = "query.why";
    type Out = Because;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Because> {
        let board = Board {
            span: self.span,
            from: self.from.clone(),
            to: self.to.clone(),
            as_of: self.as_of.clone(),
            moves_of: None,
            trend: false,
            weights: None,
        };
        let window = board.window(db, look)?;
        let cohort = window.cohort();
        let mut out = Because {
            kpi: self.kpi.clone(),
            staff: self.staff.clone(),
            from: window.from.to_string(),
            to: window.to.to_string(),
            as_of: window.as_of.to_string(),
            cohort: (cohort.0.to_string(), cohort.1.to_string()),
            shown: String::new(),
            top: 0,
            bottom: 0,
            sources: Vec::new(),
            terms: Vec::new(),
            beside: Vec::new(),
            moves: Vec::new(),
        };
        if self.kpi == "score" || self.kpi == "rank" {
            let whole = Board { moves_of: self.staff.clone(), ..board }.run(db, look)?;
            self.of_rank(whole, &mut out)?;
            return Ok(out);
        }
        let kpi = Kpi::from_code(&self.kpi).ok_or_else(|| unknown(&self.kpi))?;
        let person = self.person(db)?;
        let kept = figure(kpi, &See::at(db, window)?.tally(person));
        (out.shown, out.top, out.bottom) = (kept.shown, kept.top, kept.bottom);
        out.sources = Asked { db, look, window, person, kpi }.sources()?;
        Ok(out)
    }
}

fn unknown(kpi: &str) -> Refused {
    let mut known: Vec<&str> = Kpi::ALL.iter().map(|kpi| kpi.code()).collect();
    known.extend(["score", "rank"]);
    Refused::ChoiceUnknown {
        field: "kpi".into(),
        value: Clean::shown(kpi).into_string(),
        known: known.join(" / "),
    }
}

impl Why {
    fn person(&self, db: &Db) -> Answer<i64> {
        let Some(number) = &self.staff else { return Ok(STORE) };
        let found = crate::staff::store::by_number(db, number)?;
        Ok(found.ok_or_else(|| staff_unknown(number))?.id)
    }

    fn of_rank(&self, board: BoardIs, out: &mut Because) -> Result<(), Refused> {
        let number = self.staff.clone().unwrap_or_default();
        let own = board.rows.iter().find(|row| row.number == number).ok_or_else(|| staff_unknown(&number))?;
        out.terms.clone_from(&own.terms);
        out.moves = board.moves;
        (out.top, out.bottom) = (own.score.unwrap_or(0), 10);
        out.shown = score_shown(own.score);
        if self.kpi == "rank" {
            (out.top, out.bottom) = (own.rank.unwrap_or(0), 1);
            out.shown = own.rank.map_or_else(|| "--".into(), |rank| rank.to_string());
        }
        out.beside = board
            .rows
            .iter()
            .map(|row| Beside {
                rank: row.rank,
                number: row.number.clone(),
                name: row.name.clone(),
                score: row.score,
            })
            .collect();
        Ok(())
    }
}

fn staff_unknown(number: &str) -> Refused {
    Refused::StaffUnknown { number: Clean::shown(number).into_string() }
}
