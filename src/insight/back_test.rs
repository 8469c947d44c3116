//! The model tried on the past: fitted on what was known 90 days ago, asked who would not come, and compared with who did
//! not.

use chrono::{Duration, NaiveDate};

use super::fit;
use super::visits::{Summary, of_days, summary};

/// Days that are looked ahead.
pub const AHEAD_DAYS: i64 = 90;
/// Whoever was away longer is not asked about: she has left already.
const AWAY_DAYS: i64 = 180;
/// With fewer members the comparison would say nothing.
const MEMBERS_MIN: usize = 30;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BackTest {
    /// The last day that the model knew.
    pub origin: NaiveDate,
    /// Members asked about: here within 180 days before it.
    pub members: usize,
    /// Of them, who did not come in the 90 days after it.
    pub stayed_away: usize,
    /// How many were expected not to.
    pub expected_away: f64,
    /// Days of visits of all members in the 90 days.
    pub visits: usize,
    /// How many were expected.
    pub expected_visits: f64,
    /// How often the model puts one who stayed away before one who came (AUC).
    pub auc: f64,
    /// The same of the days since the last visit alone.
    pub auc_recency: f64,
}

/// Tries the model on histories of visits; nothing where the past is too short for it.
pub fn back_test(histories: &[Vec<NaiveDate>], origin: NaiveDate) -> Option<BackTest> {
    let until = origin + Duration::days(AHEAD_DAYS);
    let known: Vec<(Summary, &Vec<NaiveDate>)> =
        histories.iter().filter_map(|days| Some((summary(days, origin)?, days))).collect();
    let model = fit::visits(&known.iter().map(|(seen, _)| *seen).collect::<Vec<_>>())?;
    let (weeks, away_max) = (of_days(AHEAD_DAYS), of_days(AWAY_DAYS));
    let (mut visits, mut expected_visits) = (0, 0.0);
    let mut asked: Vec<(f64, f64, bool)> = Vec::new();
    for (seen, days) in &known {
        let came = days.iter().filter(|day| **day > origin && **day <= until).count();
        visits += came;
        expected_visits += model.ahead(seen, weeks).mean();
        let away = seen.t - seen.t_x;
        if away < away_max {
            asked.push((model.no_visit(seen, weeks), away, came == 0));
        }
    }
    let stayed_away = asked.iter().filter(|(_, _, away)| *away).count();
    if asked.len() < MEMBERS_MIN {
        return None;
    }
    Some(BackTest {
        origin,
        members: asked.len(),
        stayed_away,
        expected_away: asked.iter().map(|(chance, _, _)| chance).sum(),
        visits,
        expected_visits,
        auc: auc(asked.iter().map(|(chance, _, away)| (*chance, *away)))?,
        auc_recency: auc(asked.iter().map(|(_, since, away)| (*since, *away)))?,
    })
}

/// How often a score puts one of those who did before one who did not; ties count half. Nothing where all are alike.
fn auc(scores: impl Iterator<Item = (f64, bool)>) -> Option<f64> {
    let mut scores: Vec<(f64, bool)> = scores.collect();
    scores.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut below, mut won) = (0.0, 0.0);
    let (mut did, mut not) = (0.0, 0.0);
    for tied in scores.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let yes = f64::from(u32::try_from(tied.iter().filter(|(_, yes)| *yes).count()).ok()?);
        let no = f64::from(u32::try_from(tied.len()).ok()?) - yes;
        won += yes * (below + no / 2.0);
        below += no;
        did += yes;
        not += no;
    }
    (did > 0.0 && not > 0.0).then(|| won / (did * not))
}

#[cfg(test)]
mod tests {
    use super::auc;

    #[test]
    fn a_score_that_says_nothing_wins_half_the_time() {
        assert_eq!(auc([(1.0, true), (1.0, false)].into_iter()), Some(0.5));
        assert_eq!(auc([(2.0, true), (1.0, false), (0.5, false)].into_iter()), Some(1.0));
        assert_eq!(auc([(2.0, true)].into_iter()), None);
    }
}
