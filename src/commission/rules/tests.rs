//! Which rule is meant, and what a book may not hold, as tables.

use super::*;

/// A plain rule: ten percent on all work.
pub(in crate::commission) fn rule(name: &str) -> Rule {
    Rule {
        name: Clean::new(name).unwrap(),
        event: Event::Service,
        role: None,
        item: None,
        category: None,
        requested: None,
        member: None,
        rate: Some(Rate::percent(10)),
        fixed: None,
        bands: None,
        steps: Vec::new(),
        phi: None,
        cost: Cost::None,
        basis: Basis::Paid,
    }
}

fn face() -> Option<Clean> {
    Clean::new("面部").ok()
}

/// Every shape of a rule that fits the same line, least specific first.
fn ladder() -> Vec<Rule> {
    let tech = Some(Job::Technician);
    let face = face();
    vec![
        rule("all"),
        Rule { member: Some(true), ..rule("member") },
        Rule { requested: Some(true), ..rule("requested") },
        Rule { requested: Some(true), member: Some(true), ..rule("requested member") },
        Rule { role: tech, ..rule("role") },
        Rule { role: tech, requested: Some(true), ..rule("role requested") },
        Rule { category: face.clone(), ..rule("category") },
        Rule { category: face, role: tech, ..rule("category role") },
        Rule { item: Some("21".into()), ..rule("item") },
        Rule { item: Some("21".into()), member: Some(true), ..rule("item member") },
        Rule { item: Some("21".into()), role: tech, ..rule("item role") },
    ]
}

fn book(rules: Vec<Rule>) -> Book {
    let ready = rules.into_iter().map(|rule| {
        let item = rule.item.as_ref().map(|_| 7);
        Ruled::of(rule, item)
    });
    Book { version: 1, from: "2026-11-01".into(), rules: ready.collect() }
}

const ASK: Ask<'_> = Ask {
    event: Event::Service,
    role: Job::Technician,
    item: Some(7),
    category: "面部",
    requested: true,
    member: true,
};

#[test]
fn the_most_specific_rule_wins_whatever_the_order_of_writing() {
    let rules = ladder();
    check(&rules).unwrap();
    for upto in 1..=rules.len() {
        let some: Vec<Rule> = rules.iter().take(upto).cloned().collect();
        let mut turned = some.clone();
        turned.reverse();
        for book in [book(some.clone()), book(turned)] {
            let found = book.find(&ASK).map(|at| book.rules[at].rule.name.as_str().to_owned());
            assert_eq!(found.as_deref(), some.last().map(|rule| rule.name.as_str()));
        }
    }
}

#[test]
fn a_rule_that_asks_for_something_else_is_never_taken() {
    let table = [
        Rule { event: Event::Product, ..rule("event") },
        Rule { role: Some(Job::Consultant), ..rule("role") },
        Rule { item: Some("22".into()), ..rule("item") },
        Rule { category: Clean::new("身体").ok(), ..rule("category") },
        Rule { requested: Some(false), ..rule("rotation") },
        Rule { member: Some(false), ..rule("guests") },
    ];
    for one in table {
        let name = one.name.clone();
        let other = Book { rules: vec![Ruled::of(one, Some(8))], ..book(Vec::new()) };
        assert_eq!(other.find(&ASK), None, "{name}");
    }
}

#[test]
fn the_day_decides_the_version_and_of_one_day_the_newer() {
    let at = |version, from: &str| Book { version, from: from.into(), rules: Vec::new() };
    let books = [at(1, "2026-01-01"), at(2, "2026-06-01"), at(3, "2026-03-01"), at(4, "2026-06-01")];
    for (day, version) in
        [("2025-12-31", None), ("2026-01-01", Some(1)), ("2026-05-31", Some(3)), ("2026-06-01", Some(4))]
    {
        assert_eq!(in_force(&books, day).map(|at| books[at].version), version, "{day}");
    }
    for (through, closed) in [(None, false), (Some("2026-05-31"), false), (Some("2026-06-01"), true)] {
        assert_eq!(is_closed("2026-06-01", through), closed);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_field() {
    let step = |from, percent| Step { from: Fen(from), rate: Rate::percent(percent) };
    let bands = |steps| Rule { rate: None, bands: Some(BandMode::Progressive), steps, ..rule("b") };
    let table = [
        (rule(""), "name", "rule_name"),
        (Rule { item: Some("21".into()), category: face(), ..rule("s") }, "category", "rule_scope"),
        (Rule { fixed: Some(Fen(1)), ..rule("p") }, "name", "rule_pay"),
        (Rule { rate: None, ..rule("n") }, "name", "rule_pay"),
        (Rule { rate: Some(Rate::percent(101)), ..rule("r") }, "rate", "rule_rate"),
        (Rule { rate: "0.0000001".parse().ok(), ..rule("fine") }, "rate", "rule_rate"),
        (Rule { rate: None, fixed: Some(Fen(-1)), ..rule("f") }, "fixed", "rule_fixed"),
        (Rule { phi: Some(Rate::percent(-1)), ..rule("phi") }, "phi", "rule_phi"),
        (Rule { steps: vec![step(0, 1)], ..rule("t") }, "steps", "rule_steps"),
        (bands(vec![]), "steps", "rule_steps"),
        (bands(vec![step(1, 10)]), "steps", "rule_steps"),
        (bands(vec![step(0, 10), step(0, 20)]), "steps", "rule_steps"),
        (bands(vec![step(0, 10), step(5, 120)]), "steps", "rule_steps"),
        (Rule { cost: Cost::After, ..bands(vec![step(0, 10)]) }, "cost", "rule_cost"),
        (Rule { rate: None, fixed: Some(Fen(1)), cost: Cost::Before, ..rule("c") }, "cost", "rule_cost"),
    ];
    for (wrong, field, what) in table {
        let found = check(&[rule("fine one"), wrong.clone()]).unwrap_err();
        assert_eq!(found, Wrong { place: 1, field, what }, "{wrong:?}");
    }
    let named = check(&[rule("a"), Rule { event: Event::Card, ..rule("a") }]).unwrap_err();
    assert_eq!((named.place, named.what), (1, "rule_name_twice"));
    assert_eq!(check(&[rule("a"), rule("b")]).unwrap_err().what, "rule_twice");
}
