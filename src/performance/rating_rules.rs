//! Ratings: the newest of a bill counts, on the day it was given, until it is replaced or the sale is voided.

use chrono::NaiveDate;

use super::parts_rules::Sums;

/// The fewest stars that are no complaint.
pub const CONTENT: i64 = 3;

/// What the ratings of one bill add: the day they belong to, the day from which on that is known, and the sums.
///
/// `given` holds day and stars, the oldest first.
pub fn deltas(given: &[(NaiveDate, i64)], void_on: Option<NaiveDate>) -> Vec<(NaiveDate, NaiveDate, Sums)> {
    let mut out = Vec::new();
    for (place, (day, stars)) in given.iter().enumerate() {
        if void_on.is_some_and(|void| void <= *day) {
            continue;
        }
        let sums = Sums {
            rating_sum: *stars,
            ratings: 1,
            complaints: i64::from(*stars < CONTENT),
            ..Sums::default()
        };
        out.push((*day, *day, sums));
        let replaced = given.get(place + 1).map(|(next, _)| (*next).max(*day));
        let ends = match (replaced, void_on) {
            (Some(next), Some(void)) => Some(next.min(void)),
            (next, void) => next.or(void),
        };
        if let Some(ends) = ends {
            let mut gone = Sums::default();
            gone.add(&sums, -1);
            out.push((*day, ends, gone));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_counts_from_its_day_on() {
        let on = |day| NaiveDate::from_ymd_opt(2026, 1, day).unwrap();
        // ratings, voided on → stars and count as of day 1, 3, 6, 9
        type Row<'a> = (&'a [(u32, i64)], Option<u32>, [(i64, i64); 4]);
        let table: &[Row<'_>] = &[
            (&[(1, 5)], None, [(5, 1), (5, 1), (5, 1), (5, 1)]),
            (&[(1, 2), (3, 4)], None, [(2, 1), (4, 1), (4, 1), (4, 1)]),
            (&[(1, 2), (1, 4)], None, [(4, 1), (4, 1), (4, 1), (4, 1)]),
            (&[(1, 2), (3, 4)], Some(6), [(2, 1), (4, 1), (0, 0), (0, 0)]),
            (&[(6, 5)], Some(3), [(0, 0), (0, 0), (0, 0), (0, 0)]),
            (&[(1, 2), (6, 5)], Some(3), [(2, 1), (0, 0), (0, 0), (0, 0)]),
        ];
        for (given, void, wanted) in table {
            let given: Vec<_> = given.iter().map(|(day, stars)| (on(*day), *stars)).collect();
            for (as_of, wanted) in [1, 3, 6, 9].into_iter().zip(wanted) {
                let mut sums = Sums::default();
                for (_, known, delta) in deltas(&given, void.map(on)) {
                    sums.add(&delta, i64::from(known <= on(as_of)));
                }
                assert_eq!((sums.rating_sum, sums.ratings), *wanted, "{given:?} {void:?} {as_of}");
            }
        }
    }
}
