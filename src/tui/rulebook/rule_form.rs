//! A rule as a form: what it pays for, whom, how, and a worked example that is worked out anew at every key.

use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;

use super::example;
use crate::commission::book::SetRules;
use crate::commission::rules::{BandMode, Basis, Cost, Event, Rule, Step as Band};
use crate::commission::told::word;
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::staff::Job;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// The draft that a form was left with; whoever opened it takes it from here.
pub(super) type Left = Rc<RefCell<Option<Vec<Rule>>>>;

/// The people that a rule may be for, in the form's order; the first is everybody.
const JOBS: [Job; 5] = [Job::Technician, Job::Consultant, Job::FrontDesk, Job::Manager, Job::Owner];

/// The ways to pay, in the form's order.
const WAYS: [&str; 4] =
    ["rulebook.way.rate", "rulebook.way.fixed", "rulebook.way.progressive", "rulebook.way.retroactive"];

/// The form of a rule of a draft: of a new one where the place is none. What the form is left with goes to `left`.
pub(super) fn sheet(around: &Around, draft: &[Rule], place: Option<usize>, left: &Left) -> Sheet {
    let lang = around.lang;
    let rule = place.and_then(|place| draft.get(place)).cloned().unwrap_or_else(fresh);
    let title = words::text(lang, if place.is_some() { "rulebook.edit" } else { "rulebook.add" });
    let (draft, left) = (draft.to_vec(), Rc::clone(left));
    let make = move |form: &Form, _| {
        let rule = read(form)?;
        let mut rules = draft.clone();
        match place.and_then(|place| rules.get_mut(place)) {
            Some(old) => *old = rule,
            None => rules.push(rule),
        }
        let set = SetRules { from: None, rules: rules.clone() };
        *left.borrow_mut() = Some(rules);
        Ok(Wish::look(WHAT, move |source| {
            if let Err(wrong) = set.wrong(source.db())? {
                let name = set.rules.get(wrong.place).map(|rule| rule.name.as_str().to_owned());
                let what = wrong.what.into();
                return Err(Refused::RulesUnfit { rule: name.unwrap_or_default(), what }.into());
            }
            Ok(())
        }))
    };
    let mut sheet = Sheet::new(around, title, fields(lang, &rule), make, |reply, _| {
        reply.read::<()>()?;
        Ok(Vec::new())
    });
    retell(&mut sheet, lang);
    sheet
}

/// Tells the worked example anew.
pub(super) fn retell(sheet: &mut Sheet, lang: Lang) {
    let told = read(sheet.form())
        .map_err(|(_, no)| no)
        .and_then(|rule| example::told(lang, &rule, &sheet.form().value("sample")));
    let lines = match told {
        Ok(lines) => lines.into_iter().map(|line| (line, Role::Info)).collect(),
        Err(no) => vec![(words::refused(lang, &no), Role::Muted)],
    };
    sheet.tell_below(lines);
}

fn fresh() -> Rule {
    Rule {
        name: Clean::default(),
        event: Event::Service,
        role: None,
        item: None,
        category: None,
        requested: None,
        member: None,
        rate: Some(Rate::from_str("10%").unwrap_or_default()),
        fixed: None,
        bands: None,
        steps: Vec::new(),
        phi: None,
        cost: Cost::None,
        basis: Basis::Paid,
    }
}

fn fields(lang: Lang, rule: &Rule) -> Vec<Field> {
    let told = |keys: &[&str]| keys.iter().map(|key| words::text(lang, key).to_owned()).collect::<Vec<_>>();
    let place = |at: Option<usize>| at.unwrap_or(0).to_string();
    let three = |is: Option<bool>| match is {
        None => "0",
        Some(true) => "1",
        Some(false) => "2",
    };
    let events = Event::ALL.iter().map(|event| word(lang, "event", event.code())).collect();
    let mut jobs = told(&["rulebook.any"]);
    jobs.extend(JOBS.iter().map(|job| word(lang, "role", job.code())));
    let (way, value) = written(rule);
    let cost = match rule.cost {
        Cost::None => 0,
        Cost::Before => 1,
        Cost::After => 2,
    };
    vec![
        Field::line("name", "rulebook.name", Takes::Text).with(rule.name.as_str()),
        Field::choice("event", "rulebook.event", events)
            .with(&place(Event::ALL.iter().position(|event| *event == rule.event))),
        Field::choice("role", "rulebook.role", jobs).with(&place(
            rule.role.and_then(|role| JOBS.iter().position(|job| *job == role)).map(|at| at + 1),
        )),
        Field::line("item", "rulebook.item", Takes::Narrow).with(rule.item.as_deref().unwrap_or_default()),
        Field::line("category", "rulebook.category", Takes::Text)
            .with(rule.category.as_ref().map(Clean::as_str).unwrap_or_default()),
        Field::choice(
            "requested",
            "rulebook.requested",
            told(&["rulebook.any", "commission.explain.requested", "commission.explain.rotation"]),
        )
        .with(three(rule.requested)),
        Field::choice(
            "member",
            "rulebook.member",
            told(&["rulebook.any", "commission.explain.member", "commission.explain.guest"]),
        )
        .with(three(rule.member)),
        Field::choice("way", "rulebook.way", told(&WAYS)).with(&way.to_string()),
        Field::line("value", "rulebook.value", Takes::Text).with(&value),
        Field::line("phi", "rulebook.phi", Takes::Narrow)
            .with(&rule.phi.map(Rate::in_percent).unwrap_or_default()),
        Field::choice(
            "cost",
            "rulebook.cost",
            told(&["rulebook.cost.none", "rulebook.cost.before", "rulebook.cost.after"]),
        )
        .with(&cost.to_string()),
        Field::choice("basis", "rulebook.basis", told(&["rulebook.basis.paid", "rulebook.basis.list"]))
            .with(if rule.basis == Basis::List { "1" } else { "0" }),
        Field::line("sample", "rulebook.sample", Takes::Narrow).with(example::SAMPLE),
    ]
}

/// How a rule pays, as the form has it: which way, and its text.
pub(super) fn written(rule: &Rule) -> (usize, String) {
    let steps = || {
        let each = rule.steps.iter().map(|step| format!("{} {}", yuan(step.from), step.rate.in_percent()));
        each.collect::<Vec<_>>().join(", ")
    };
    match (rule.rate, rule.fixed, rule.bands) {
        (Some(rate), ..) => (0, rate.in_percent()),
        (None, Some(fixed), _) => (1, yuan(fixed)),
        (None, None, Some(BandMode::Retroactive)) => (3, steps()),
        (None, None, Some(BandMode::Progressive) | None) => (2, steps()),
    }
}

fn yuan(fen: Fen) -> String {
    fen.to_string().trim_end_matches(".00").to_owned()
}

/// The rule that a form says.
fn read(form: &Form) -> Result<Rule, Wrong> {
    let place = |name: &str| form.value(name).parse::<usize>().unwrap_or(0);
    let three = |name: &str| match place(name) {
        1 => Some(true),
        2 => Some(false),
        _ => None,
    };
    let text = |name: &str| Some(form.value(name).trim().to_owned()).filter(|text| !text.is_empty());
    let clean =
        |name: &'static str| text(name).map(|text| Clean::new(&text)).transpose().map_err(|no| (name, no));
    let mut rule = Rule {
        name: clean("name")?.unwrap_or_default(),
        event: Event::ALL.get(place("event")).copied().unwrap_or(Event::Service),
        role: place("role").checked_sub(1).and_then(|at| JOBS.get(at)).copied(),
        item: text("item"),
        category: clean("category")?,
        requested: three("requested"),
        member: three("member"),
        phi: text("phi").map(|text| rate(&text)).transpose().map_err(|no| ("phi", no))?,
        cost: match place("cost") {
            1 => Cost::Before,
            2 => Cost::After,
            _ => Cost::None,
        },
        basis: if place("basis") == 1 { Basis::List } else { Basis::Paid },
        rate: None,
        ..fresh()
    };
    let value = text("value").unwrap_or_default();
    let wrong = |no| ("value", no);
    match place("way") {
        0 => rule.rate = Some(rate(&value).map_err(wrong)?),
        1 => rule.fixed = Some(value.parse::<Fen>().map_err(wrong)?),
        way => {
            rule.bands = Some(if way == 3 { BandMode::Retroactive } else { BandMode::Progressive });
            rule.steps = bands(&value).map_err(wrong)?;
        }
    }
    Ok(rule)
}

/// A rate as people write it: `12.5%`, or `12.5` for the same.
fn rate(text: &str) -> Result<Rate, Refused> {
    let narrow = text.trim().replace('\u{ff05}', "%");
    if narrow.ends_with('%') { Rate::from_str(&narrow) } else { Rate::from_str(&format!("{narrow}%")) }
}

/// Bands as people write them: `0 10%, 400 20%`.
fn bands(text: &str) -> Result<Vec<Band>, Refused> {
    let mut out = Vec::new();
    for part in text.split([',', '，', ';', '；']).map(str::trim).filter(|part| !part.is_empty()) {
        let mut words = part.split_whitespace();
        let (Some(from), Some(share), None) = (words.next(), words.next(), words.next()) else {
            let value = Clean::shown(part).into_string();
            return Err(Refused::SettingInvalid { name: "steps".into(), value });
        };
        out.push(Band { from: from.parse()?, rate: rate(share)? });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(rule: &Rule) -> Rule {
        read(&Form::new(fields(Lang::Zh, rule))).unwrap()
    }

    #[test]
    fn a_rule_comes_back_from_its_form_as_it_went_in() {
        let steps = vec![
            Band { from: Fen(0), rate: rate("10%").unwrap() },
            Band { from: Fen(40_050), rate: rate("7.25%").unwrap() },
        ];
        let named = |name: &str| Rule { name: Clean::new(name).unwrap(), ..fresh() };
        for rule in [
            named("比例"),
            Rule { role: Some(Job::Owner), requested: Some(false), member: Some(true), ..named("条件") },
            Rule { item: Some("60".into()), event: Event::Card, basis: Basis::List, ..named("项目") },
            Rule { rate: None, fixed: Some(Fen(1_250)), event: Event::Product, ..named("每件") },
            Rule {
                rate: None,
                bands: Some(BandMode::Retroactive),
                steps: steps.clone(),
                category: Some(Clean::new("面部").unwrap()),
                ..named("全额")
            },
            Rule {
                rate: None,
                bands: Some(BandMode::Progressive),
                steps,
                cost: Cost::Before,
                phi: Some(rate("30%").unwrap()),
                ..named("累进")
            },
        ] {
            assert_eq!(back(&rule), rule);
        }
    }

    #[test]
    fn rates_are_read_as_people_write_them() {
        for (text, is) in
            [("12.5%", "12.5%"), ("12.5", "12.5%"), ("10\u{ff05}", "10%"), ("0.1", "0.1%"), ("1", "1%")]
        {
            assert_eq!(rate(text).unwrap().in_percent(), is, "{text}");
        }
        assert!(rate("十").is_err() && bands("0").is_err() && bands("0 1% 2%").is_err());
        assert_eq!(bands("0 10%，400 20%").unwrap().len(), 2);
    }
}
