//! The rules of instant rewards: a rule as a form, and what each rule paid in a month.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::form::{JOBS, clean, given, job, job_place, place, rate, yuan};
use super::kind::{BESIDE, Cells, InForce, Kind, WHAT};
use crate::commission::told::word;
use crate::ground::{Clean, Fen, Month, Refused, day};
use crate::rewards::book::{Rewards, RewardsAre, RewardsSet, SetRewards};
use crate::rewards::feed::{RewardFeed, RewardsOf};
use crate::rewards::rules::{Reward, Trigger};
use crate::shop::{Answer, Envelope, Role as Rights, Stop};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::frame::{Column, Panel, Pen, Row, Table};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::Wrong;
use crate::tui::parts::{Around, Step, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// The most rewards of a month that are summed here.
const ROWS_MAX: i64 = 100_000;
/// Paid, and pieces.
const SAMPLE: &str = "5000 1";

/// Instant rewards, with what they paid.
#[derive(Default)]
pub struct Rewarding {
    /// By rule: its name, how often and how much, as it stands.
    paid: Option<Vec<(String, i64, Fen)>>,
    total: Fen,
    refused: Option<String>,
    sees_all: bool,
}

impl Kind for Rewarding {
    type Rule = Reward;
    const TITLE: &'static str = "rulebook.rewards";
    const TEACH: &'static str = "rulebook.rewards_teach";
    const SET_HINT: &'static str = "rulebook.rewards_set_hint";

    fn ask(turn: u64) -> Wish {
        Wish::search(WHAT, turn, Rewards { day: Some(day::LAST.into()), version: None })
    }

    fn in_force(reply: Reply) -> Answer<InForce<Reward>> {
        let RewardsAre { version, from, rewards, .. } = reply.read::<RewardsAre>()?;
        Ok(InForce { version, from, rules: rewards })
    }

    fn set(envelope: Envelope, from: Option<String>, rewards: Vec<Reward>) -> Wish {
        Wish::act(crate::tui::parts::sheet::WHAT, envelope, SetRewards { from, rewards })
    }

    fn was_set(reply: Reply, lang: Lang) -> Result<String, Stop> {
        let set = reply.read::<RewardsSet>()?;
        Ok(t!(lang, "commission.set", version = set.version, from = set.from, rules = set.rewards))
    }

    fn fresh() -> Reward {
        Reward {
            name: Clean::default(),
            event: Trigger::Topup,
            role: None,
            item: None,
            category: None,
            first: false,
            least: Fen::ZERO,
            rate: None,
            fixed: Some(Fen(2_000)),
            run: 0,
            away: 0,
        }
    }

    fn name(rule: &Reward) -> &Clean {
        &rule.name
    }

    fn cells(lang: Lang, rule: &Reward) -> Cells {
        Cells { event: told_event(lang, rule.event), when: when(lang, rule), pays: pays(rule) }
    }

    fn fields(lang: Lang, rule: &Reward) -> Vec<Field> {
        let told =
            |keys: &[&str]| keys.iter().map(|key| words::text(lang, key).to_owned()).collect::<Vec<_>>();
        let mut jobs = told(&["rulebook.any"]);
        jobs.extend(JOBS.iter().map(|job| word(lang, "role", job.code())));
        let events = Trigger::ALL.iter().map(|event| told_event(lang, *event)).collect();
        let event = Trigger::ALL.iter().position(|event| *event == rule.event).unwrap_or(0);
        vec![
            Field::line("name", "rulebook.name", Takes::Text).with(rule.name.as_str()),
            Field::choice("event", "rulebook.event", events).with(&event.to_string()),
            Field::choice("role", "rulebook.role", jobs).with(&job_place(rule.role)),
            Field::line("item", "rulebook.item", Takes::Narrow)
                .with(rule.item.as_deref().unwrap_or_default()),
            Field::line("category", "rulebook.category", Takes::Text)
                .with(rule.category.as_ref().map(Clean::as_str).unwrap_or_default()),
            Field::choice("first", "rulebook.first", told(&["rulebook.any", "rulebook.first_only"]))
                .with(if rule.first { "1" } else { "0" }),
            Field::line("bound", "rulebook.bound", Takes::Narrow).with(&bound(rule)),
            Field::choice("way", "rulebook.way", told(&["rulebook.way.fixed", "rulebook.way.rate"]))
                .with(if rule.rate.is_some() { "1" } else { "0" }),
            Field::line("value", "rulebook.reward_value", Takes::Narrow).with(&pays(rule)),
            Field::line("sample", "rulebook.reward_sample", Takes::Narrow).with(SAMPLE),
        ]
    }

    fn read(form: &Form) -> Result<Reward, Wrong> {
        let event = Trigger::ALL.get(place(form, "event")).copied().unwrap_or(Trigger::Topup);
        let mut rule = Reward {
            name: clean(form, "name")?.unwrap_or_default(),
            event,
            role: job(form),
            item: given(form, "item"),
            category: clean(form, "category")?,
            first: place(form, "first") == 1,
            fixed: None,
            ..Self::fresh()
        };
        if let Some(text) = given(form, "bound") {
            let count = || {
                let unfit = || Refused::SettingInvalid {
                    name: "bound".into(),
                    value: Clean::shown(&text).into_string(),
                };
                text.parse::<i64>().map_err(|_| ("bound", unfit()))
            };
            match event {
                Trigger::Streak => rule.run = count()?,
                Trigger::Returned => rule.away = count()?,
                Trigger::Topup | Trigger::Card | Trigger::Advice => {
                    rule.least = text.replace(',', "").parse().map_err(|no| ("bound", no))?;
                }
            }
        }
        let value = given(form, "value").unwrap_or_default();
        if place(form, "way") == 1 {
            rule.rate = Some(rate(&value).map_err(|no| ("value", no))?);
        } else {
            rule.fixed = Some(value.replace(',', "").parse().map_err(|no| ("value", no))?);
        }
        Ok(rule)
    }

    /// The engine's own sum for the sample; below the threshold there is nothing.
    fn example(lang: Lang, rule: &Reward, form: &Form) -> Result<Vec<String>, Refused> {
        let sample = form.value("sample");
        let unfit =
            || Refused::SettingInvalid { name: "sample".into(), value: Clean::shown(&sample).into_string() };
        let mut parts = sample.split_whitespace();
        let paid: Fen = parts.next().unwrap_or("0").parse().map_err(|_| unfit())?;
        let pieces: i64 = parts.next().unwrap_or("1").parse().map_err(|_| unfit())?;
        if parts.next().is_some() || paid < Fen::ZERO || !(1..=1_000).contains(&pieces) {
            return Err(unfit());
        }
        if !rule.event.has_amount() {
            return Ok(vec![t!(lang, "rulebook.reward_each", gives = rule.pays(1, Fen::ZERO)?.grouped())]);
        }
        let pieces = if rule.event == Trigger::Card { pieces } else { 1 };
        let gives = if paid < rule.least { Fen::ZERO } else { rule.pays(pieces, paid)? };
        let paid = paid.grouped();
        Ok(vec![t!(lang, "rulebook.reward_gives", gives = gives.grouped(), paid = paid, pieces = pieces)])
    }

    fn check(what: &'static str, rewards: Vec<Reward>) -> Wish {
        let set = SetRewards { from: None, rewards };
        Wish::look(what, move |source| {
            if let Err(wrong) = set.wrong(source.db())? {
                return Err(wrong.refused(set.rewards.iter().map(|rule| &rule.name)).into());
            }
            Ok(())
        })
    }

    fn beside(&mut self, around: &Around, _: Vec<Reward>, month: Month, turn: u64) -> Vec<Step> {
        self.sees_all = around.role >= Rights::Manager;
        if !self.sees_all {
            return Vec::new();
        }
        let (from, to) = (Some(month.first.to_string()), Some(month.last.to_string()));
        let query = RewardFeed { from, to, staff: None, limit: Some(ROWS_MAX) };
        vec![Step::Wish(Wish::search(BESIDE, turn, query).slow())]
    }

    fn heard(&mut self, around: &Around, reply: Reply) {
        match reply.read::<RewardsOf>() {
            Ok(feed) => {
                let mut by: BTreeMap<String, (i64, i64)> = BTreeMap::new();
                for row in feed.rows {
                    let (count, sum) = by.entry(row.rule).or_default();
                    *count += row.amount.0.signum();
                    *sum = sum.saturating_add(row.amount.0);
                }
                let mut paid: Vec<_> =
                    by.into_iter().map(|(rule, (count, sum))| (rule, count, Fen(sum))).collect();
                paid.sort_by_key(|(rule, _, sum)| (std::cmp::Reverse(*sum), rule.clone()));
                (self.paid, self.total, self.refused) = (Some(paid), feed.total, None);
            }
            Err(stop) => self.refused = Some(why(around.lang, &stop)),
        }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect, month: Month) {
        let lang = pen.lang();
        let title = t!(lang, "rulebook.rewards_paid", month = month.name());
        let mut inside = Panel::new(&title).draw(pen, area);
        if let Some(refused) = &self.refused {
            inside.put(1, 0, refused, Role::Bad);
            return;
        }
        let Some(paid) = &self.paid else {
            let key = if self.sees_all { "rulebook.rating" } else { "rulebook.managers_see" };
            inside.put(1, 0, words::text(lang, key), Role::Muted);
            return;
        };
        let columns = [
            Column::rest(words::text(lang, "rulebook.name")),
            Column::figure(words::text(lang, "rulebook.times"), 5),
            Column::figure(words::text(lang, "pay.rewards"), 11),
        ];
        let body = Rect { height: inside.height().saturating_sub(2), ..inside.bounds() };
        let rows: Vec<Row> = paid
            .iter()
            .take(Table::rows_in(body.height, true))
            .map(|(rule, count, sum)| {
                Row::new().plain(rule.clone()).plain(count.to_string()).cell(sum.grouped(), Role::Money)
            })
            .collect();
        Table {
            list: "",
            columns: &columns,
            rows: &rows,
            first: 0,
            count: paid.len(),
            selected: None,
            titled: true,
        }
        .draw(&mut inside.part(body));
        let y = inside.height().saturating_sub(1);
        inside.rule(y.saturating_sub(1));
        inside.put(1, y, words::text(lang, "pay.total"), Role::Title);
        inside.put_right(inside.width().saturating_sub(1), y, &self.total.grouped(), Role::Title);
    }
}

fn told_event(lang: Lang, event: Trigger) -> String {
    let key = match event {
        Trigger::Topup => "rewards.event.topup",
        Trigger::Card => "rewards.event.card",
        Trigger::Streak => "rewards.event.streak",
        Trigger::Advice => "rewards.event.advice",
        Trigger::Returned => "rewards.event.returned",
    };
    words::text(lang, key).to_owned()
}

/// From what on a rule pays: an amount, ratings in a row, days away.
fn bound(rule: &Reward) -> String {
    match rule.event {
        Trigger::Streak => rule.run.to_string(),
        Trigger::Returned => rule.away.to_string(),
        Trigger::Topup | Trigger::Card | Trigger::Advice if rule.least > Fen::ZERO => yuan(rule.least),
        Trigger::Topup | Trigger::Card | Trigger::Advice => String::new(),
    }
}

fn pays(rule: &Reward) -> String {
    match (rule.rate, rule.fixed) {
        (Some(rate), _) => rate.in_percent(),
        (None, fixed) => yuan(fixed.unwrap_or_default()),
    }
}

/// The conditions of a rule in a few words.
fn when(lang: Lang, rule: &Reward) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.role.map(|role| word(lang, "role", role.code())));
    parts.extend(rule.item.clone());
    parts.extend(rule.category.as_ref().map(|category| category.as_str().to_owned()));
    if rule.first {
        parts.push(words::text(lang, "rulebook.first_only").to_owned());
    }
    let from = bound(rule);
    if !from.is_empty() {
        let key = match rule.event {
            Trigger::Streak => "rulebook.when_run",
            Trigger::Returned => "rulebook.when_away",
            Trigger::Topup | Trigger::Card | Trigger::Advice => "rulebook.when_least",
        };
        parts.push(words::fill(lang, key, &[("from", &from)]));
    }
    if parts.is_empty() { words::text(lang, "rulebook.any").to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reward_comes_back_from_its_form_as_it_went_in() {
        let named = |name: &str| Reward { name: Clean::new(name).unwrap(), ..Rewarding::fresh() };
        for rule in [
            named("充值"),
            Reward { least: Fen(100_050), rate: Some(rate("1.5%").unwrap()), fixed: None, ..named("大额") },
            Reward { event: Trigger::Card, first: true, item: Some("60".into()), ..named("首张") },
            Reward { event: Trigger::Streak, run: 5, ..named("五星") },
            Reward { event: Trigger::Returned, away: 90, role: Some(JOBS[1]), ..named("唤醒") },
            Reward {
                event: Trigger::Advice,
                category: Some(Clean::new("面部").unwrap()),
                least: Fen(30_000),
                ..named("推荐")
            },
        ] {
            assert_eq!(Rewarding::read(&Form::new(Rewarding::fields(Lang::Zh, &rule))).unwrap(), rule);
        }
    }
}
