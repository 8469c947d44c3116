//! The board: everybody's figures, scores and ranks over a span of days, as they were on any day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::goals::GoalIs;
use super::kpi_rules::{Figure, Kpi, Tally, figure, fraction};
use super::radar_rules::{self, Radar, Spoke};
use super::score_rules::{self, Criterion, Each, Entrant, Move, Term};
use super::span::Span;
use super::tally::{self, Window};
use super::{goals, terms};
use crate::db::Db;
use crate::ground::{Clean, Refused, day};
use crate::performance::{STORE, rebuild};
use crate::shop::{Answer, Look, Query};
use crate::staff::{self, Job, Person};

/// Asks for the board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Board {
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
    /// Staff number of whom "what moves me up" is asked.
    #[serde(default)]
    pub moves_of: Option<String>,
    /// Whether ranks and scores of the spans before are wanted too.
    #[serde(default)]
    pub trend: bool,
    /// Weights to try in place of those in force: sales, service, repurchase, satisfaction. Nothing is set.
    #[serde(default)]
    pub weights: Option<Each<i64>>,
}

/// The board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardIs {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// As of the end of which day.
    pub as_of: String,
    /// First and last day of the clients that repurchase is about.
    pub cohort: (String, String),
    /// The weights in force.
    pub weights: Each<i64>,
    /// The median of each spoke of the radar.
    pub median: Radar,
    /// Everybody, the highest rank first.
    pub rows: Vec<BoardRow>,
    /// The whole store: every line and every member once.
    pub store: Vec<Figure>,
    /// What alone would lift the person that was asked about to the next rank.
    pub moves: Vec<Move>,
    /// How far the store is with its goals.
    #[serde(default)]
    pub goals: Vec<GoalIs>,
}

/// A person on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// Row id of the person.
    #[serde(skip)]
    pub id: i64,
    /// Staff number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Rank; none where nothing can be scored.
    pub rank: Option<i64>,
    /// Whether another shares it.
    pub tied: bool,
    /// Score in tenths of a point.
    pub score: Option<i64>,
    /// As it is printed: `92.4`.
    pub score_shown: String,
    /// What the score is made of.
    pub terms: Vec<Term>,
    /// Every KPI, in its order.
    pub figures: Vec<Figure>,
    /// Abilities against the store's best, as [`SPOKES`](super::radar_rules::SPOKES).
    pub radar: Radar,
    /// What stands out above the median.
    pub strength: Option<Spoke>,
    /// What lies below it most.
    pub gap: Option<Spoke>,
    /// Staff number and name of the best in what lies below.
    pub teacher: Option<(String, String)>,
    /// Places won (or lost) against the span before; none where either has no rank, or where it was not asked for.
    pub change: Option<i64>,
    /// Scores in tenths of the spans before, oldest first, and of this one; empty where it was not asked for.
    pub trend: Vec<Option<i64>>,
}

impl BoardRow {
    /// One of the figures.
    pub fn figure(&self, kpi: Kpi) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.kpi == kpi)
    }
}

/// A score as it is printed.
pub fn score_shown(score: Option<i64>) -> String {
    score.map_or_else(|| "--".into(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

impl Board {
    /// Which days are meant. Where the clock stands behind the newest bill, that bill's day is the present one.
    ///
    /// # Errors
    /// [`Refused::DateUnreadable`], [`Refused::DateInFuture`].
    pub(super) fn window(&self, db: &Db, look: &Look<'_>) -> Answer<Window> {
        let mut today = look.profile.zone.business_day(look.now);
        let last = db.one(include_str!("sql/last_day.sql"), &[], |row| row.get::<_, String>("posted_on"))?;
        if let (Some(last), false) = (last, look.past) {
            today = today.max(day::iso(&last)?);
        }
        let read = |text: &Option<String>| text.as_deref().map(day::iso).transpose();
        let as_of = read(&self.as_of)?.unwrap_or(today);
        if as_of > today {
            return Err(Refused::DateInFuture { date: as_of.to_string() }.into());
        }
        let usual = self.span.unwrap_or(Span::Week).days(as_of);
        let (from, to) = match (read(&self.from)?, read(&self.to)?) {
            (None, None) => usual,
            (Some(from), to) => (from, to.unwrap_or(as_of)),
            (None, Some(to)) => (to, to),
        };
        if from > to {
            return Err(Refused::DateOrder { from: from.to_string(), to: to.to_string() }.into());
        }
        Ok(Window { from, to, as_of })
    }
}

impl Query for Board {
    const NAME: &'static str = "query.board";
    type Out = BoardIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<BoardIs> {
        let window = self.window(db, look)?;
        let mut seen = See::at(db, window)?;
        if let Some(tried) = self.weights {
            terms::fit(&tried)?;
            seen.weights = tried;
        }
        let mut out = seen.board();
        out.goals = goals::of(db, &window, &seen.tally(STORE))?;
        if self.trend {
            super::before::add(|window| See::at(db, window), self.span, window, &mut out)?;
        }
        if let Some(number) = &self.moves_of {
            out.moves = seen.moves_of(number)?;
        }
        Ok(out)
    }
}

/// Everything that a board is made of.
pub(super) struct See {
    pub window: Window,
    pub people: Vec<Person>,
    pub tallies: BTreeMap<i64, Tally>,
    pub entrants: Vec<Entrant>,
    pub weights: Each<i64>,
    pub means: Each<Option<i64>>,
    pub bests: Each<Option<i64>>,
}

impl See {
    /// Reads it.
    pub(super) fn at(db: &Db, window: Window) -> Answer<Self> {
        if !rebuild::is_filled(db)? {
            return Err(Refused::BoardUnfilled {}.into());
        }
        let tallies = tally::all(db, &window)?;
        let (weights, targets) = (terms::weights(db, window.as_of)?, terms::targets(db, window.as_of)?);
        let people: Vec<Person> = staff::store::all(db)?
            .into_iter()
            .filter(|person| stands(person, &window, tallies.get(&person.id)))
            .collect();
        let own = |tally: &Tally| Criterion::ALL.map(|criterion| fraction(criterion.kpi(), tally));
        let entrants: Vec<Entrant> = people
            .iter()
            .map(|person| Entrant {
                own: own(tallies.get(&person.id).unwrap_or(&Tally::default())),
                target: targets.of(person.id, window.days()),
            })
            .collect();
        let means = score_rules::means(&own(tallies.get(&STORE).unwrap_or(&Tally::default())));
        let bests = score_rules::bests(entrants.iter(), &means);
        Ok(Self { window, people, tallies, entrants, weights, means, bests })
    }

    /// What alone would lift a person to the next rank.
    pub(super) fn moves_of(&self, number: &str) -> Answer<Vec<Move>> {
        let place = self
            .people
            .iter()
            .position(|person| person.number == number)
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(number).into_string() })?;
        Ok(score_rules::moves(&self.entrants, place, &self.weights, &self.means))
    }

    pub(super) fn tally(&self, staff: i64) -> Tally {
        self.tallies.get(&staff).copied().unwrap_or_default()
    }

    pub(super) fn board(&self) -> BoardIs {
        let figures = |staff: i64| {
            let tally = self.tally(staff);
            Kpi::ALL.map(|kpi| figure(kpi, &tally)).to_vec()
        };
        let scored: Vec<(Each<Term>, Option<i64>)> = self
            .entrants
            .iter()
            .map(|entrant| score_rules::score(entrant, &self.weights, &self.means, &self.bests))
            .collect();
        let scores: Vec<Option<i64>> = scored.iter().map(|(_, score)| *score).collect();
        let ranks = score_rules::ranks(&scores);
        let tallies: Vec<Tally> = self.people.iter().map(|person| self.tally(person.id)).collect();
        let radars = radar_rules::radars(&tallies, &self.tally(STORE));
        let median = radar_rules::median(&radars);
        let mut rows: Vec<BoardRow> = self
            .people
            .iter()
            .zip(scored)
            .zip(&ranks)
            .zip(&radars)
            .enumerate()
            .map(|(at, (((person, (terms, score)), rank), radar))| {
                let (strength, gap) = radar_rules::strength_and_gap(radar, &median);
                let teacher = gap.and_then(|gap| radar_rules::teacher(&radars, at, gap.kpi));
                let teacher = teacher.and_then(|at| self.people.get(at));
                BoardRow {
                    id: person.id,
                    number: person.number.clone(),
                    name: person.name.clone(),
                    rank: *rank,
                    tied: rank.is_some() && ranks.iter().filter(|other| *other == rank).count() > 1,
                    score,
                    score_shown: score_shown(score),
                    terms: terms.to_vec(),
                    figures: figures(person.id),
                    radar: *radar,
                    strength,
                    gap,
                    teacher: teacher.map(|person| (person.number.clone(), person.name.clone())),
                    change: None,
                    trend: Vec::new(),
                }
            })
            .collect();
        rows.sort_by(|one, other| {
            let key = |row: &BoardRow| (row.rank.unwrap_or(i64::MAX), row.number.clone());
            key(one).cmp(&key(other))
        });
        let cohort = self.window.cohort();
        BoardIs {
            from: self.window.from.to_string(),
            to: self.window.to.to_string(),
            as_of: self.window.as_of.to_string(),
            cohort: (cohort.0.to_string(), cohort.1.to_string()),
            weights: self.weights,
            median,
            rows,
            store: figures(STORE),
            moves: Vec::new(),
            goals: Vec::new(),
        }
    }
}

/// Who stands on the board: technicians and consultants who worked here in those days, and whoever did something.
fn stands(person: &Person, window: &Window, tally: Option<&Tally>) -> bool {
    if tally.is_some_and(|tally| *tally != Tally::default()) {
        return true;
    }
    let serves = matches!(person.job, Job::Technician | Job::Consultant);
    let (from, last) = (window.from.to_string(), window.last().to_string());
    serves && person.hired_on <= last && person.left_on.as_ref().is_none_or(|left| *left > from)
}
