//! What insight answers: counts as numbers, money as fen, chances between 0 and 1 with four digits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::journey_rules::Step;
use crate::ground::Fen;

/// How many are in a state, at a stage, or have a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Which.
    pub code: String,
    /// How many.
    pub members: usize,
}

/// The model that was fitted on the visits, and what a visit is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelIs {
    /// Stages of a gap: 1 comes without memory, the more the more regular.
    pub k: u32,
    /// The parameters of MBG/CNBD-k: r, alpha (weeks), a, b.
    pub visits: [f64; 4],
    /// Those of the gamma-gamma model in yuan: p, q, v; none where too few came back.
    pub worth: Option<[f64; 3]>,
}

/// The model tried on the past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriedIs {
    /// The last day it knew.
    pub origin: String,
    /// Members asked about.
    pub members: usize,
    /// Who stayed away for 90 days.
    pub stayed_away: usize,
    /// How many were expected to.
    pub expected_away: f64,
    /// Visits of these 90 days.
    pub visits: usize,
    /// How many were expected.
    pub expected_visits: f64,
    /// How often somebody who stayed away was put before somebody who came.
    pub auc: f64,
    /// The same by the days since the last visit alone.
    pub auc_recency: f64,
}

/// A tag and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagIs {
    /// Which.
    pub code: String,
    /// The figures of its reason, by name.
    pub facts: BTreeMap<String, String>,
}

/// What is expected of a member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The chance that she still comes.
    pub alive: f64,
    /// The chance of no visit within 30, 60 and 90 days.
    pub no_visit: [f64; 3],
    /// Visits within 36 months.
    pub visits: f64,
    /// What a visit is worth.
    pub visit: Fen,
    /// What the 36 months are worth today, discounted by 1 % a month.
    pub value: Fen,
    /// The lowest tenth ends here, by the number of visits.
    pub low: Fen,
    /// The highest tenth begins here.
    pub high: Fen,
    /// What would be lost with her: the worth of one who surely still comes, times the chance that she does not.
    pub at_stake: Fen,
}

/// A member as insight sees her.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberIs {
    /// The store of her file.
    pub store: String,
    /// Her number.
    pub number: String,
    /// Her name.
    pub name: String,
    /// `active`, `dormant` ..
    pub state: String,
    /// `trial`, `member`, `loyal` ..
    pub stage: String,
    /// Days on which she came.
    pub visits: usize,
    /// The first of them.
    pub first: Option<String>,
    /// The last.
    pub last: Option<String>,
    /// Days since.
    pub away: Option<i64>,
    /// Her usual gap in days, from the third visit on.
    pub usual_gap: Option<i64>,
    /// What is left of her stored value.
    pub balance: Fen,
    /// Tags, with the figures of their reasons.
    pub tags: Vec<TagIs>,
    /// What the model expects; nothing where the past is too short for it.
    pub expected: Option<Expected>,
}

/// A step of newcomers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepIs {
    /// `came`, `paid`, `again`, `third`, `member`, `brought`.
    pub code: String,
    /// How many got there.
    pub members: usize,
    /// Of how many.
    pub of: usize,
}

/// The insight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InsightIs {
    /// As of this day.
    pub as_of: String,
    /// Members with a file.
    pub members: usize,
    /// Days on which somebody came, all members together.
    pub visits: usize,
    /// What a visit is worth on average: work and goods, whoever comes.
    pub visit: Fen,
    /// Members by state.
    pub states: Vec<Count>,
    /// Members by how far they came.
    pub stages: Vec<Count>,
    /// Members by tag.
    pub tags: Vec<Count>,
    /// The model; nothing where too few came back.
    pub model: Option<ModelIs>,
    /// The model on the past.
    pub tried: Option<TriedIs>,
    /// What all members are expected to be worth in 36 months.
    pub value: Option<Fen>,
    /// Whether that was scaled up from a part of them.
    pub scaled: bool,
    /// Who is later than usual and about to be lost, by what would be lost with them.
    pub leaving: Vec<MemberIs>,
    /// Newcomers of so many days.
    pub days: i64,
    /// Their way.
    pub journey: Vec<StepIs>,
    /// Who of them still has days to come a second time.
    pub open: usize,
    /// At which visit members first pay in advance: the visit by which 70 % have, how many, and of how many.
    pub moment: Option<[usize; 3]>,
}

impl From<Step> for StepIs {
    fn from(step: Step) -> Self {
        Self { code: step.code.to_owned(), members: step.members, of: step.of }
    }
}
