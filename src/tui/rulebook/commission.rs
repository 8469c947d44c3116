//! The rules of commission: how a rule pays as a form, and what a draft would change for each person in a month.

use ratatui::layout::Rect;

use super::form::{JOBS, clean, given, job, job_place, place, rate, yuan};
use super::kind::{BESIDE, Cells, InForce, Kind, WHAT};
use super::{difference, example};
use crate::commission::book::{Rules, RulesAre, RulesSet, SetRules};
use crate::commission::report::{RulesDifference, RulesPreview};
use crate::commission::rules::{BandMode, Basis, Cost, Event, Rule, Step as Band};
use crate::commission::told::word;
use crate::ground::{Clean, Fen, Month, Rate, Refused, day};
use crate::shop::{Answer, Envelope, Role as Rights, Stop};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::frame::Pen;
use crate::tui::line::Takes;
use crate::tui::parts::sheet::Wrong;
use crate::tui::parts::{Around, Step, why};
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// The ways to pay, in the form's order.
const WAYS: [&str; 4] =
    ["rulebook.way.rate", "rulebook.way.fixed", "rulebook.way.progressive", "rulebook.way.retroactive"];

/// Commission, with what the draft would change.
#[derive(Default)]
pub struct Commission {
    /// For each person.
    pub(super) told: Option<RulesDifference>,
    /// Why there is nothing.
    pub(super) refused: Option<String>,
    /// Whether everybody's pay may be seen.
    pub(super) sees_all: bool,
}

impl Kind for Commission {
    type Rule = Rule;
    const TITLE: &'static str = "rulebook.title";
    const TEACH: &'static str = "rulebook.teach";
    const SET_HINT: &'static str = "rulebook.set_hint";

    fn ask(turn: u64) -> Wish {
        Wish::search(WHAT, turn, Rules { day: Some(day::LAST.into()), ..Rules::default() })
    }

    fn in_force(reply: Reply) -> Answer<InForce<Rule>> {
        let RulesAre { version, from, rules, .. } = reply.read::<RulesAre>()?;
        Ok(InForce { version, from, rules })
    }

    fn set(envelope: Envelope, from: Option<String>, rules: Vec<Rule>) -> Wish {
        Wish::act(crate::tui::parts::sheet::WHAT, envelope, SetRules { from, rules })
    }

    fn was_set(reply: Reply, lang: Lang) -> Result<String, Stop> {
        let set = reply.read::<RulesSet>()?;
        Ok(t!(lang, "commission.set", version = set.version, from = set.from, rules = set.rules))
    }

    fn fresh() -> Rule {
        fresh()
    }

    fn name(rule: &Rule) -> &Clean {
        &rule.name
    }

    fn cells(lang: Lang, rule: &Rule) -> Cells {
        let event = word(lang, "event", rule.event.code());
        Cells { event, when: when(lang, rule), pays: pays(lang, rule) }
    }

    fn fields(lang: Lang, rule: &Rule) -> Vec<Field> {
        fields(lang, rule)
    }

    fn read(form: &Form) -> Result<Rule, Wrong> {
        read(form)
    }

    fn example(lang: Lang, rule: &Rule, form: &Form) -> Result<Vec<String>, Refused> {
        example::told(lang, rule, &form.value("sample"))
    }

    fn check(what: &'static str, rules: Vec<Rule>) -> Wish {
        let set = SetRules { from: None, rules };
        Wish::look(what, move |source| {
            if let Err(wrong) = set.wrong(source.db())? {
                return Err(wrong.refused(set.rules.iter().map(|rule| &rule.name)).into());
            }
            Ok(())
        })
    }

    /// What the draft would change, as if it had been in force from the first of the month.
    fn beside(&mut self, around: &Around, draft: Vec<Rule>, month: Month, turn: u64) -> Vec<Step> {
        self.told = None;
        self.sees_all = around.role >= Rights::Manager;
        if !self.sees_all {
            return Vec::new();
        }
        let (from, to) = (month.first.to_string(), month.last.min(around.today()).to_string());
        let book = SetRules { from: Some(from.clone()), rules: draft };
        let query = RulesPreview { from: Some(from), to: Some(to), book, whole_span: true };
        vec![Step::Wish(Wish::search(BESIDE, turn, query).slow())]
    }

    fn heard(&mut self, around: &Around, reply: Reply) {
        match reply.read::<RulesDifference>() {
            Ok(told) => (self.told, self.refused) = (Some(told), None),
            Err(stop) => self.refused = Some(why(around.lang, &stop)),
        }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect, month: Month) {
        difference::draw(self, pen, area, month);
    }
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
        rate: Some(rate("10%").unwrap_or_default()),
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
        Field::choice("role", "rulebook.role", jobs).with(&job_place(rule.role)),
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
fn written(rule: &Rule) -> (usize, String) {
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

/// The conditions of a rule in a few words.
fn when(lang: Lang, rule: &Rule) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.role.map(|role| word(lang, "role", role.code())));
    parts.extend(rule.item.clone());
    parts.extend(rule.category.as_ref().map(|category| category.as_str().to_owned()));
    let either = |is: Option<bool>, yes: &'static str, no: &'static str| {
        is.map(|is| words::text(lang, if is { yes } else { no }).to_owned())
    };
    parts.extend(either(rule.requested, "commission.explain.requested", "commission.explain.rotation"));
    parts.extend(either(rule.member, "commission.explain.member", "commission.explain.guest"));
    if parts.is_empty() { words::text(lang, "rulebook.any").to_owned() } else { parts.join(" ") }
}

/// What a rule pays in a few words.
fn pays(lang: Lang, rule: &Rule) -> String {
    if rule.bands.is_some() {
        let (low, high) = (rule.steps.first(), rule.steps.last());
        let rate = |step: Option<&crate::commission::rules::Step>| {
            step.map(|step| step.rate.in_percent()).unwrap_or_default()
        };
        return format!("{}..{}", rate(low), rate(high));
    }
    let (way, value) = written(rule);
    if way == 1 { t!(lang, "commission.explain.fixed", fixed = value) } else { value }
}

fn read(form: &Form) -> Result<Rule, Wrong> {
    let three = |name: &str| match place(form, name) {
        1 => Some(true),
        2 => Some(false),
        _ => None,
    };
    let mut rule = Rule {
        name: clean(form, "name")?.unwrap_or_default(),
        event: Event::ALL.get(place(form, "event")).copied().unwrap_or(Event::Service),
        role: job(form),
        item: given(form, "item"),
        category: clean(form, "category")?,
        requested: three("requested"),
        member: three("member"),
        phi: given(form, "phi").map(|text| rate(&text)).transpose().map_err(|no| ("phi", no))?,
        cost: match place(form, "cost") {
            1 => Cost::Before,
            2 => Cost::After,
            _ => Cost::None,
        },
        basis: if place(form, "basis") == 1 { Basis::List } else { Basis::Paid },
        rate: None,
        ..fresh()
    };
    let value = given(form, "value").unwrap_or_default();
    let wrong = |no| ("value", no);
    match place(form, "way") {
        0 => rule.rate = Some(rate(&value).map_err(wrong)?),
        1 => rule.fixed = Some(value.parse::<Fen>().map_err(wrong)?),
        way => {
            rule.bands = Some(if way == 3 { BandMode::Retroactive } else { BandMode::Progressive });
            rule.steps = bands(&value).map_err(wrong)?;
        }
    }
    Ok(rule)
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
    use crate::staff::Job;

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
