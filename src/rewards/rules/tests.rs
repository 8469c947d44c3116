//! Which rule of rewards is meant, what it pays, and what a book may not hold.

use super::*;
use crate::ground::Clean;

fn rule(name: &str, event: Trigger) -> Reward {
    Reward {
        name: Clean::new(name).unwrap(),
        event,
        role: None,
        item: None,
        category: None,
        first: false,
        least: Fen::ZERO,
        rate: None,
        fixed: Some(Fen(1_000)),
        run: if event == Trigger::Streak { 3 } else { 0 },
        away: if event == Trigger::Returned { 60 } else { 0 },
    }
}

fn book(rules: Vec<(Reward, Option<i64>)>) -> Book {
    let rules = rules.into_iter().map(|(rule, item)| Ruled { rule, item }).collect();
    Book { version: 1, from: "2026-11-01".into(), set_at: 0, rules }
}

fn topup(paid: i64) -> Happened<'static> {
    Happened {
        event: Trigger::Topup,
        role: Job::Consultant,
        item: None,
        category: "",
        first: false,
        paid: Fen(paid),
        away: 0,
    }
}

#[test]
fn the_highest_threshold_that_is_reached_pays() {
    let low = Reward { least: Fen(100_000), ..rule("low", Trigger::Topup) };
    let high = Reward { least: Fen(500_000), ..rule("high", Trigger::Topup) };
    let book = book(vec![(high, None), (low, None)]);
    for (paid, place) in [(99_999, None), (100_000, Some(1)), (499_999, Some(1)), (500_000, Some(0))] {
        assert_eq!(book.find(&topup(paid)), place, "{paid}");
    }
}

#[test]
fn the_most_specific_rule_pays() {
    let any = rule("any", Trigger::Card);
    let role = Reward { role: Some(Job::Consultant), ..rule("role", Trigger::Card) };
    let category =
        Reward { category: Some(Clean::new("面部").unwrap()), ..rule("category", Trigger::Card) };
    let first = Reward { first: true, ..rule("first", Trigger::Card) };
    let item = Reward { item: Some("60".into()), ..rule("item", Trigger::Card) };
    let book = book(vec![(any, None), (role, None), (category, None), (first, None), (item, Some(6))]);
    let happened = |role, item, category, first| Happened {
        event: Trigger::Card,
        role,
        item,
        category,
        first,
        paid: Fen(1),
        away: 0,
    };
    for (happened, place) in [
        (happened(Job::Technician, None, "", false), Some(0)),
        (happened(Job::Consultant, None, "", false), Some(1)),
        (happened(Job::Technician, None, "", true), Some(3)),
        (happened(Job::Consultant, None, "", true), Some(1)),
        (happened(Job::Consultant, Some(5), "面部", true), Some(2)),
        (happened(Job::Technician, Some(6), "面部", true), Some(4)),
        (topup(1_000), None),
    ] {
        assert_eq!(book.find(&happened), place, "{happened:?}");
    }
}

#[test]
fn of_two_absences_the_longer_one_that_is_reached_pays() {
    let sixty = rule("60", Trigger::Returned);
    let half_year = Reward { away: 180, ..rule("180", Trigger::Returned) };
    let book = book(vec![(half_year, None), (sixty, None)]);
    for (away, place) in [(59, None), (60, Some(1)), (179, Some(1)), (180, Some(0))] {
        assert_eq!(book.find(&Happened { event: Trigger::Returned, away, ..topup(0) }), place, "{away}");
    }
}

#[test]
fn a_rule_pays_a_sum_for_a_piece_or_a_rate_of_what_was_paid() {
    assert_eq!(rule("fixed", Trigger::Card).pays(3, Fen(77)), Ok(Fen(3_000)));
    let rate = Reward { fixed: None, rate: Some("1.5%".parse().unwrap()), ..rule("rate", Trigger::Card) };
    assert_eq!(rate.pays(3, Fen(10_033)), Ok(Fen(150)), "150.495 is rounded");
    assert_eq!(rate.pays(1, Fen(10_100)), Ok(Fen(152)), "151.5 is rounded up");
    assert_eq!(rule("much", Trigger::Card).pays(i64::MAX, Fen(1)), Err(Refused::AmountTooLarge {}));
}

#[test]
fn what_cannot_be_meant_is_named() {
    let fine = || rule("fine", Trigger::Topup);
    let share = |text: &str| Some(text.parse::<Rate>().unwrap());
    let cases: Vec<(Reward, &str, &str)> = vec![
        (Reward { name: Clean::default(), ..fine() }, "name", "rule_name"),
        (Reward { fixed: None, ..fine() }, "name", "reward_pay"),
        (Reward { rate: share("1%"), ..fine() }, "name", "reward_pay"),
        (Reward { fixed: None, rate: share("101%"), ..fine() }, "rate", "rule_rate"),
        (Reward { fixed: Some(Fen::ZERO), ..fine() }, "fixed", "reward_fixed"),
        (Reward { item: Some("1".into()), ..fine() }, "item", "reward_item"),
        (Reward { first: true, ..fine() }, "first", "reward_first"),
        (Reward { least: Fen(-1), ..fine() }, "least", "reward_least"),
        (Reward { least: Fen(1), ..rule("r", Trigger::Returned) }, "least", "reward_least"),
        (Reward { fixed: None, rate: share("1%"), ..rule("r", Trigger::Streak) }, "rate", "reward_rate"),
        (Reward { run: 0, ..rule("r", Trigger::Streak) }, "run", "reward_run"),
        (Reward { run: 101, ..rule("r", Trigger::Streak) }, "run", "reward_run"),
        (Reward { run: 1, ..fine() }, "run", "reward_run"),
        (Reward { away: 0, ..rule("r", Trigger::Returned) }, "away", "reward_away"),
        (Reward { away: 1, ..fine() }, "away", "reward_away"),
    ];
    for (rule, field, what) in cases {
        let told = check(&[fine_other(), rule.clone()]);
        assert_eq!(told, Err(Wrong { place: 1, field, what }), "{rule:?}");
    }
    assert_eq!(check(&[fine(), fine()]).unwrap_err().what, "rule_name_twice");
    assert_eq!(check(&[fine(), rule("other", Trigger::Topup)]).unwrap_err().what, "rule_twice");
    assert_eq!(check(&[fine(), fine_other()]), Ok(()));
}

fn fine_other() -> Reward {
    Reward { least: Fen(500), ..rule("other", Trigger::Topup) }
}

#[test]
fn the_day_decides_and_then_the_newer_book() {
    let at = |version, from: &str| Book { version, from: from.into(), set_at: 0, rules: Vec::new() };
    let books = [at(1, "2026-11-01"), at(2, "2026-12-01"), at(3, "2026-11-01")];
    let found = |day| in_force(&books, day).map(|book| book.version);
    assert_eq!([found("2026-10-31"), found("2026-11-01"), found("2026-12-05")], [None, Some(3), Some(2)]);
}
