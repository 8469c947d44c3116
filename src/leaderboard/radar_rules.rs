//! The radar (能力雷达): six abilities of a person against the best of the store, and what they teach, pure.
//!
//! A spoke is the person's figure ÷ the best in the store × 100, rounded half away from zero; a rate or a mean is
//! first drawn towards the store's mean as in the score, so that one lucky visit is no 100. A spoke that nobody in the
//! store has is none. The median is that of the people on the board; of an even number the mean of the middle two.

use serde::{Deserialize, Serialize};

use super::kpi_rules::{Kpi, ONE, Tally, Unit, fraction, ratio, shrunk};

/// The spokes, clockwise from the top.
pub const SPOKES: [Kpi; 6] =
    [Kpi::Services, Kpi::Repurchase, Kpi::Sales, Kpi::TopUps, Kpi::Satisfaction, Kpi::NewMembers];

/// A value for each spoke: 0 to 100, none where the store has no figure.
pub type Radar = [Option<i64>; 6];

/// The spokes of each person, in the order in which they came.
pub fn radars(all: &[Tally], store: &Tally) -> Vec<Radar> {
    let mut out = vec![[None; 6]; all.len()];
    for (place, kpi) in SPOKES.into_iter().enumerate() {
        let own: Vec<Option<i64>> = all.iter().map(|tally| counts(kpi, tally, store)).collect();
        let Some(best) = own.iter().flatten().copied().max().filter(|best| *best > 0) else { continue };
        for (radar, own) in out.iter_mut().zip(own) {
            if let (Some(spoke), Some(own)) = (radar.get_mut(place), own) {
                *spoke = ratio(own.max(0), best, 100);
            }
        }
    }
    out
}

/// What counts of a KPI: the figure itself, or a rate drawn towards the store's mean.
fn counts(kpi: Kpi, own: &Tally, store: &Tally) -> Option<i64> {
    let (top, bottom) = fraction(kpi, own);
    match kpi.unit() {
        Unit::Count | Unit::Fen => Some(top),
        Unit::FenEach => ratio(top, bottom, 1),
        Unit::Share | Unit::Stars => {
            let (top_of_all, cases) = fraction(kpi, store);
            shrunk(top, bottom, ratio(top_of_all, cases, ONE))
        }
    }
}

/// The median of each spoke.
pub fn median(all: &[Radar]) -> Radar {
    let mut out = [None; 6];
    for (place, median) in out.iter_mut().enumerate() {
        let mut spokes: Vec<i64> =
            all.iter().filter_map(|radar| radar.get(place).copied().flatten()).collect();
        spokes.sort_unstable();
        let upper = spokes.get(spokes.len() / 2);
        let lower = spokes.get(spokes.len().saturating_sub(1) / 2);
        *median = upper.zip(lower).and_then(|(upper, lower)| ratio(upper + lower, 2, 1));
    }
    out
}

/// A spoke that stands out: how far above or below the median.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoke {
    /// Which.
    pub kpi: Kpi,
    /// 0 to 100.
    pub value: i64,
    /// Value less the median.
    pub over: i64,
}

/// What a person is best at and what they lack most, against the median; of equals the first spoke.
pub fn strength_and_gap(own: &Radar, median: &Radar) -> (Option<Spoke>, Option<Spoke>) {
    let all = || {
        let pairs = own.iter().zip(median).zip(SPOKES);
        pairs.filter_map(|((own, median), kpi)| {
            own.zip(*median).map(|(value, median)| Spoke { kpi, value, over: value - median })
        })
    };
    let best = all().min_by_key(|spoke| -spoke.over).filter(|spoke| spoke.over > 0);
    let gap = all().min_by_key(|spoke| spoke.over).filter(|spoke| spoke.over < 0);
    (best, gap)
}

/// Whom to learn a spoke from: the place of the best in it other than `own`, where somebody is better.
pub fn teacher(all: &[Radar], own: usize, kpi: Kpi) -> Option<usize> {
    let place = SPOKES.iter().position(|spoke| *spoke == kpi)?;
    let value = |radar: &Radar| radar.get(place).copied().flatten().unwrap_or(0);
    let mine = value(all.get(own)?);
    let better = all.iter().enumerate().filter(|(_, radar)| value(radar) > mine);
    better.min_by_key(|(_, radar)| -value(radar)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::performance::Sums;

    fn tally(services: i64, back: i64, ripe: i64) -> Tally {
        Tally { sums: Sums { services, ..Sums::default() }, back, ripe, ..Tally::default() }
    }

    #[test]
    fn a_spoke_is_a_share_of_the_best_and_one_lucky_case_is_no_hundred() {
        let store = tally(30, 41, 101);
        let all = [tally(20, 40, 100), tally(10, 1, 1), tally(0, 0, 0)];
        let radars = radars(&all, &store);
        let services: Vec<_> = radars.iter().map(|radar| radar[0]).collect();
        assert_eq!(services, [Some(100), Some(50), Some(0)]);
        let repurchase: Vec<_> = radars.iter().map(|radar| radar[1]).collect();
        // 1 of 1 beside a mean of 0.405941 is (1 + 4.05941) / 11 = 0.459946; 40 of 100 is 0.400540.
        assert_eq!(repurchase, [Some(87), Some(100), Some(88)]);
        assert!(radars.iter().all(|radar| radar[2].is_none()), "nobody sold anything");
    }

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_two() {
        let radar = |value| [value, None, Some(1), Some(1), Some(1), Some(1)];
        let odd = [radar(Some(10)), radar(Some(90)), radar(Some(40))];
        assert_eq!(median(&odd)[0], Some(40));
        assert_eq!(median(&odd[..2])[0], Some(50));
        assert_eq!(median(&odd)[1], None);
        assert_eq!(median(&[]), [None; 6]);
    }

    #[test]
    fn what_stands_out_and_who_can_teach_it() {
        let own = [Some(92), Some(60), Some(83), Some(55), None, Some(64)];
        let middle = [Some(60), Some(60), Some(70), Some(66), Some(80), Some(64)];
        let (best, gap) = strength_and_gap(&own, &middle);
        assert_eq!(best, Some(Spoke { kpi: Kpi::Services, value: 92, over: 32 }));
        assert_eq!(gap, Some(Spoke { kpi: Kpi::TopUps, value: 55, over: -11 }));
        assert_eq!(strength_and_gap(&middle, &middle), (None, None), "nothing stands out");
        assert_eq!(teacher(&[own, middle], 0, Kpi::TopUps), Some(1));
        assert_eq!(teacher(&[own, middle], 1, Kpi::TopUps), None, "the best has no teacher");
    }
}
