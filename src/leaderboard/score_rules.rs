//! The score: weights × normalised KPIs, ranks, and the smallest changes that reach the next rank.
//!
//! Each criterion is normalised against the person's target where one is set, else against the best in the store, and
//! capped at one. A criterion for which the store has no figure at all is left out, and the others share its weight.
//! Scores are tenths of a point, rounded half away from zero: two people are tied when the shown tenth is the same.

use serde::{Deserialize, Serialize};

use super::kpi_rules::{Kpi, ONE, ratio, shrunk};

/// What is weighed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// 业绩.
    Sales,
    /// 服务: work done.
    Service,
    /// 复购.
    Repurchase,
    /// 满意.
    Satisfaction,
}

impl Criterion {
    /// Every criterion, in the order of the board.
    pub const ALL: [Self; 4] = [Self::Sales, Self::Service, Self::Repurchase, Self::Satisfaction];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Service => "service",
            Self::Repurchase => "repurchase",
            Self::Satisfaction => "satisfaction",
        }
    }

    /// The KPI that it weighs.
    pub fn kpi(self) -> Kpi {
        match self {
            Self::Sales => Kpi::Sales,
            Self::Service => Kpi::Services,
            Self::Repurchase => Kpi::Repurchase,
            Self::Satisfaction => Kpi::Satisfaction,
        }
    }

    /// Whether it is a rate or a mean, so that few cases say little.
    pub fn is_rate(self) -> bool {
        matches!(self, Self::Repurchase | Self::Satisfaction)
    }
}

/// One value for each criterion, in their order.
pub type Each<T> = [T; 4];

/// The owner's weights; defaults sales 35, service 25, repurchase 20, satisfaction 20.
pub const WEIGHTS: Each<i64> = [35, 25, 20, 20];

/// What a person brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entrant {
    /// Above and below the line of each criterion's KPI.
    pub own: Each<(i64, i64)>,
    /// The target of each in this span.
    pub target: Each<Option<i64>>,
}

/// One criterion of a person's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Which.
    pub criterion: Criterion,
    /// Its weight.
    pub weight: i64,
    /// What counts: fen, things, or millionths drawn towards the store's mean; none where the store has no figure.
    pub counts: Option<i64>,
    /// What that is measured by.
    pub against: Option<i64>,
    /// Whether that is a target; else it is the best in the store.
    pub target: bool,
    /// In millionths, 0 to one.
    pub normal: i64,
    /// Points of the score, in tenths.
    pub tenths: i64,
}

/// What counts of a criterion.
fn counts(criterion: Criterion, (top, bottom): (i64, i64), mean: Option<i64>) -> Option<i64> {
    if criterion.is_rate() { shrunk(top, bottom, mean) } else { Some(top) }
}

/// The store's mean of each rate, in millionths.
pub fn means(store: &Each<(i64, i64)>) -> Each<Option<i64>> {
    let mut out = [None; 4];
    for ((mean, criterion), (top, bottom)) in out.iter_mut().zip(Criterion::ALL).zip(store) {
        *mean = if criterion.is_rate() { ratio(*top, *bottom, ONE) } else { None };
    }
    out
}

/// The best of each criterion; none where nobody has anything.
pub fn bests<'a>(all: impl Iterator<Item = &'a Entrant>, means: &Each<Option<i64>>) -> Each<Option<i64>> {
    let mut out = [None; 4];
    for entrant in all {
        for (place, criterion) in Criterion::ALL.into_iter().enumerate() {
            let own = counts(criterion, entrant.own[place], means[place]).filter(|value| *value > 0);
            out[place] = out[place].max(own);
        }
    }
    out
}

/// The terms of a person's score and the score in tenths; none where nothing can be weighed.
pub fn score(
    entrant: &Entrant,
    weights: &Each<i64>,
    means: &Each<Option<i64>>,
    bests: &Each<Option<i64>>,
) -> (Each<Term>, Option<i64>) {
    let mut terms = Criterion::ALL.map(|criterion| Term {
        criterion,
        weight: 0,
        counts: None,
        against: None,
        target: false,
        normal: 0,
        tenths: 0,
    });
    for (place, term) in terms.iter_mut().enumerate() {
        term.weight = weights[place];
        term.counts = counts(term.criterion, entrant.own[place], means[place]);
        term.target = entrant.target[place].is_some();
        term.against = entrant.target[place].or(bests[place]);
        if let (Some(value), Some(against)) = (term.counts, term.against) {
            term.normal = ratio(value, against, ONE).unwrap_or(0).clamp(0, ONE);
        }
    }
    let alive = |term: &Term| term.counts.is_some() && term.against.is_some();
    let whole: i64 = terms.iter().filter(|term| alive(term)).map(|term| term.weight).sum();
    let sum: i64 = terms.iter().filter(|term| alive(term)).map(|term| term.weight * term.normal).sum();
    for term in &mut terms {
        let live = term.counts.is_some() && term.against.is_some();
        term.tenths = if live { ratio(term.weight * term.normal, whole, 1).unwrap_or(0) / 1_000 } else { 0 };
    }
    (terms, ratio(sum, whole * 1_000, 1))
}

/// Ranks of scores, the highest first: equal scores share a rank, and the next rank counts them all.
pub fn ranks(scores: &[Option<i64>]) -> Vec<Option<i64>> {
    scores
        .iter()
        .map(|own| own.map(|own| 1 + count(scores.iter().flatten().filter(|other| **other > own).count())))
        .collect()
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// A change that alone reaches the next rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Of which criterion.
    pub criterion: Criterion,
    /// How much more: fen, pieces of work, members who come back, or ratings of five stars.
    pub more: i64,
}

/// The smallest change of each criterion that alone lifts `place` to the score of the next one above; what no change
/// reaches is left out.
pub fn moves(all: &[Entrant], place: usize, weights: &Each<i64>, means: &Each<Option<i64>>) -> Vec<Move> {
    let best = bests(all.iter(), means);
    let scored =
        |entrant: &Entrant, best: &Each<Option<i64>>| score(entrant, weights, means, best).1.unwrap_or(0);
    let Some(own) = all.get(place) else { return Vec::new() };
    let mine = scored(own, &best);
    let above = all.iter().filter(|other| scored(other, &best) > mine);
    let Some(next) = above.min_by_key(|other| scored(other, &best)) else { return Vec::new() };
    let others = all.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, other)| other);
    let rest = bests(others, means);
    let reaches = |criterion: Criterion, more: i64| {
        let changed = grown(own, criterion, more);
        let mut best = bests(std::iter::once(&changed), means);
        for (best, rest) in best.iter_mut().zip(&rest) {
            *best = (*best).max(*rest);
        }
        scored(&changed, &best) >= scored(next, &best)
    };
    let mut out = Vec::new();
    for criterion in Criterion::ALL {
        let most = if criterion == Criterion::Sales { MOST_YUAN } else { MOST_CASES };
        if weights.iter().zip(Criterion::ALL).any(|(weight, of)| of == criterion && *weight == 0)
            || !reaches(criterion, most)
        {
            continue;
        }
        let (mut short, mut enough) = (0, most);
        while enough - short > 1 {
            let middle = short + (enough - short) / 2;
            if reaches(criterion, middle) {
                enough = middle;
            } else {
                short = middle;
            }
        }
        let unit = if criterion == Criterion::Sales { 100 } else { 1 };
        out.push(Move { criterion, more: enough * unit });
    }
    out
}

/// The most that a change is sought up to: ten million yuan, or ten thousand cases.
const MOST_YUAN: i64 = 10_000_000;
const MOST_CASES: i64 = 10_000;

/// A person with so much more: yuan, pieces of work, members who come back, ratings of five stars.
fn grown(own: &Entrant, criterion: Criterion, more: i64) -> Entrant {
    let mut out = *own;
    for ((top, bottom), of) in out.own.iter_mut().zip(Criterion::ALL) {
        if of == criterion {
            match criterion {
                Criterion::Sales => *top += more * 100,
                Criterion::Service => *top += more,
                Criterion::Repurchase => (*top, *bottom) = (*top + more, *bottom + more),
                Criterion::Satisfaction => (*top, *bottom) = (*top + more * 5, *bottom + more),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
