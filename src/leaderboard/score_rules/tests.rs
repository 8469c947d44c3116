//! Scores, ranks and moves as tables.

use super::*;

fn entrant(sales: i64, services: i64, back: (i64, i64), stars: (i64, i64)) -> Entrant {
    Entrant { own: [(sales, 1), (services, 1), back, stars], target: [None; 4] }
}

fn scores(all: &[Entrant]) -> Vec<Option<i64>> {
    let mut store = [(0, 0); 4];
    for one in all {
        for (sum, own) in store.iter_mut().zip(one.own) {
            *sum = (sum.0 + own.0, sum.1 + own.1);
        }
    }
    let means = means(&store);
    let best = bests(all.iter(), &means);
    all.iter().map(|one| score(one, &WEIGHTS, &means, &best).1).collect()
}

#[test]
fn the_best_of_everything_has_a_hundred_points() {
    let all = [entrant(1_000, 10, (40, 40), (500, 100)), entrant(500, 5, (40, 40), (500, 100))];
    assert_eq!(scores(&all), [Some(1_000), Some(700)]);
}

#[test]
fn what_the_store_has_no_figure_for_is_left_out() {
    let all = [entrant(1_000, 0, (0, 0), (0, 0)), entrant(250, 0, (0, 0), (0, 0))];
    assert_eq!(scores(&all), [Some(1_000), Some(250)]);
    let nothing = [entrant(0, 0, (0, 0), (0, 0))];
    assert_eq!(scores(&nothing), [None]);
}

#[test]
fn a_target_is_the_measure_where_one_is_set_and_more_than_it_counts_as_all() {
    let mut one = entrant(500, 0, (0, 0), (0, 0));
    let best = [Some(1_000), None, None, None];
    for (target, wanted) in [(None, 500), (Some(2_000), 250), (Some(500), 1_000), (Some(100), 1_000)] {
        one.target[0] = target;
        assert_eq!(score(&one, &WEIGHTS, &[None; 4], &best).1, Some(wanted), "{target:?}");
    }
}

#[test]
fn a_refund_larger_than_the_sales_is_nothing_and_not_below() {
    let all = [entrant(1_000, 0, (0, 0), (0, 0)), entrant(-250, 0, (0, 0), (0, 0))];
    assert_eq!(scores(&all), [Some(1_000), Some(0)]);
}

#[test]
fn equal_scores_share_a_rank_and_the_next_counts_them() {
    type Ranks<'a> = &'a [Option<i64>];
    let table: &[(Ranks<'_>, Ranks<'_>)] = &[
        (&[Some(900), Some(800), Some(700)], &[Some(1), Some(2), Some(3)]),
        (&[Some(900), Some(900), Some(700)], &[Some(1), Some(1), Some(3)]),
        (&[Some(700), Some(900), Some(700), None], &[Some(2), Some(1), Some(2), None]),
        (&[None, None], &[None, None]),
    ];
    for (scores, wanted) in table {
        assert_eq!(ranks(scores), *wanted, "{scores:?}");
    }
}

#[test]
fn each_move_alone_reaches_the_next_and_a_smaller_one_does_not() {
    let all = [
        entrant(2_864_000, 60, (24, 50), (245, 50)),
        entrant(2_612_000, 55, (22, 50), (240, 50)),
        entrant(1_500_000, 40, (3, 6), (20, 5)),
    ];
    let mut store = [(0, 0); 4];
    for one in &all {
        for (sum, own) in store.iter_mut().zip(one.own) {
            *sum = (sum.0 + own.0, sum.1 + own.1);
        }
    }
    let means = means(&store);
    assert_eq!(moves(&all, 0, &WEIGHTS, &means), []);
    let found = moves(&all, 2, &WEIGHTS, &means);
    assert!(!found.is_empty());
    for one in found {
        let lifted = |more: i64| {
            let mut all = all;
            let more = if one.criterion == Criterion::Sales { more / 100 } else { more };
            all[2] = grown(&all[2], one.criterion, more);
            let best = bests(all.iter(), &means);
            let of = |place: usize| score(&all[place], &WEIGHTS, &means, &best).1;
            of(2) >= of(1)
        };
        let step = if one.criterion == Criterion::Sales { 100 } else { 1 };
        assert!(lifted(one.more) && !lifted(one.more - step), "{one:?}");
    }
}
