//! What was known when: a row as it stands, and what it said before a later day changed it.
//!
//! A void, a merge and an unmerging change what earlier days said; everything else only adds. So the days on which
//! such things happened cut time into stretches, the rules are worked out for each stretch, and a former state is kept
//! only where a reader of that stretch would see another one. A reader as of a day takes the former state with the
//! first `until_on` after that day, else the row, and overlooks in it whatever happened later.

use chrono::NaiveDate;

/// Something that changed what earlier days said: two files became one, or two again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// On which business day.
    pub on: NaiveDate,
    /// The file that went, or came back.
    pub from: i64,
    /// The file that stays.
    pub into: i64,
    /// Whether it took a merge apart.
    pub undone: bool,
}

/// Whose file a member's is, once those merges are done that happened by a day (`None`: before them all).
pub fn person(merges: &[Joined], by: Option<NaiveDate>, file: i64) -> i64 {
    let into = |file: i64| {
        let known = |merge: &&Joined| by.is_some_and(|by| merge.on <= by) && merge.from == file;
        merges.iter().rfind(known).filter(|merge| !merge.undone).map(|merge| merge.into)
    };
    let mut own = file;
    for _ in merges {
        match into(own) {
            Some(next) if next != file => own = next,
            Some(_) | None => break,
        }
    }
    own
}

/// The first days of the stretches, without the first, which begins with time.
pub fn cuts(voids: impl Iterator<Item = NaiveDate>, merges: &[Joined]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = voids.chain(merges.iter().map(|merge| merge.on)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The row of `day` as it stands, and its former states with the day until which each held.
///
/// `states` holds one state for each stretch; `seen` is a state as a reader before a day sees it.
pub fn settle<S: Clone + PartialEq>(
    cuts: &[NaiveDate],
    day: NaiveDate,
    states: &[Option<S>],
    seen: impl Fn(&S, NaiveDate) -> S,
) -> (Option<S>, Vec<(NaiveDate, S)>) {
    let now = states.last().cloned().flatten();
    let mut later = now.clone();
    let mut before = Vec::new();
    for (until, state) in cuts.iter().zip(states).rev() {
        if day >= *until {
            break;
        }
        let then = state.as_ref().map(|state| seen(state, *until));
        if then != later.as_ref().map(|state| seen(state, *until))
            && let Some(state) = &then
        {
            before.push((*until, state.clone()));
            later = then;
        }
    }
    before.reverse();
    (now, before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_file_belongs_to_whom_it_was_merged_into_by_that_day() {
        let join = |on: &str, from, into, undone| Joined { on: day(on), from, into, undone };
        let merges = [
            join("2026-01-05", 1, 2, false),
            join("2026-01-10", 2, 3, false),
            join("2026-01-20", 1, 2, true),
        ];
        for (by, file, whose) in [
            (None, 1, 1),
            (Some("2026-01-04"), 1, 1),
            (Some("2026-01-05"), 1, 2),
            (Some("2026-01-10"), 1, 3),
            (Some("2026-01-20"), 1, 1),
            (Some("2026-01-20"), 2, 3),
        ] {
            assert_eq!(person(&merges, by.map(day), file), whose, "{by:?} {file}");
        }
    }

    #[test]
    fn a_former_state_is_kept_only_where_somebody_would_see_it() {
        // The state is a day that matters from itself on.
        let seen = |state: &Option<NaiveDate>, before: NaiveDate| state.filter(|at| *at < before);
        let cuts = [day("2026-01-10"), day("2026-01-20")];
        let (early, late) = (Some(day("2026-01-05")), Some(day("2026-01-25")));
        let kept = |states: [Option<Option<NaiveDate>>; 3]| settle(&cuts, day("2026-01-01"), &states, seen).1;
        assert_eq!(kept([Some(late), Some(late), Some(None)]), []);
        assert_eq!(kept([Some(early), Some(early), Some(late)]), [(cuts[1], early)]);
        assert_eq!(kept([Some(early), Some(None), Some(early)]), [(cuts[0], early), (cuts[1], None)]);
        assert_eq!(kept([Some(early), Some(early), None]), [(cuts[1], early)]);
        assert_eq!(settle(&cuts, day("2026-01-15"), &[None, Some(early), None], seen).1.len(), 1);
        assert_eq!(settle(&cuts, day("2026-01-20"), &[None, None, Some(late)], seen).1, []);
    }
}
