//! The rules between stores: a rule as a form with a worked example, and what the draft does with four usual events.

use ratatui::layout::Rect;

use super::form::{clean, given, place, rate};
use super::kind::{BESIDE, Cells, InForce, Kind, WHAT};
use super::simulated;
use crate::ground::{Clean, Fen, Month, Refused, day};
use crate::settlement::book::{ClearingAre, ClearingRules, ClearingSet, SetClearing};
use crate::settlement::clearing_rules::{self, CardKind, Clearing, Used};
use crate::settlement::simulate::{SimulateClearing, Simulated};
use crate::shop::{Answer, Envelope, Stop};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::frame::{Column, Panel, Pen, Row, Table};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::Wrong;
use crate::tui::parts::{Around, Step};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// Principal and gift used up.
const SAMPLE: &str = "300 100";
/// What a usual event uses up: principal and gift.
const USUAL: (Fen, Fen) = (Fen(30_000), Fen(10_000));

/// Rules between stores, with what the draft does.
#[derive(Default)]
pub struct Clearings {
    draft: Vec<Clearing>,
    today: String,
    /// What the draft would have made of a month, at headquarters.
    told: Option<Simulated>,
}

impl Kind for Clearings {
    type Rule = Clearing;
    const TITLE: &'static str = "clearing.title";
    const TEACH: &'static str = "clearing.teach";
    const SET_HINT: &'static str = "clearing.set_hint";

    fn ask(turn: u64) -> Wish {
        Wish::search(WHAT, turn, ClearingRules { day: Some(day::LAST.into()), version: None })
    }

    fn in_force(reply: Reply) -> Answer<InForce<Clearing>> {
        let ClearingAre { version, from, clearing, .. } = reply.read::<ClearingAre>()?;
        Ok(InForce { version, from, rules: clearing })
    }

    fn set(envelope: Envelope, from: Option<String>, clearing: Vec<Clearing>) -> Wish {
        Wish::act(crate::tui::parts::sheet::WHAT, envelope, SetClearing { from, clearing })
    }

    fn was_set(reply: Reply, lang: Lang) -> Result<String, Stop> {
        let set = reply.read::<ClearingSet>()?;
        Ok(t!(lang, "commission.set", version = set.version, from = set.from, rules = set.rules))
    }

    fn fresh() -> Clearing {
        Clearing {
            name: Clean::default(),
            since: None,
            until: None,
            item: None,
            category: None,
            card: None,
            home: None,
            serving: None,
            rate: rate("60%").unwrap_or_default(),
            phi: None,
            share: rate("60%").unwrap_or_default(),
        }
    }

    fn name(rule: &Clearing) -> &Clean {
        &rule.name
    }

    fn cells(lang: Lang, rule: &Clearing) -> Cells {
        let card = rule.card.map_or_else(|| words::text(lang, "rulebook.any"), |card| card_name(lang, card));
        let pays = format!("{} / {}", rule.rate.in_percent(), rule.share.in_percent());
        Cells { event: card.to_owned(), when: when(lang, rule), pays }
    }

    fn fields(lang: Lang, rule: &Clearing) -> Vec<Field> {
        let mut cards = vec![words::text(lang, "rulebook.any").to_owned()];
        cards.extend(CardKind::ALL.iter().map(|card| card_name(lang, *card).to_owned()));
        let card = rule.card.and_then(|card| CardKind::ALL.iter().position(|kind| *kind == card));
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let line = |name, key, value: &str| Field::line(name, key, Takes::Narrow).with(value);
        vec![
            Field::line("name", "rulebook.name", Takes::Text).with(rule.name.as_str()),
            line("since", "clearing.since", &text(&rule.since)),
            line("until", "clearing.until", &text(&rule.until)),
            line("item", "rulebook.item", &text(&rule.item)),
            Field::line("category", "rulebook.category", Takes::Text)
                .with(rule.category.as_ref().map(Clean::as_str).unwrap_or_default()),
            Field::choice("card", "clearing.card", cards).with(&card.map_or(0, |at| at + 1).to_string()),
            line("home", "clearing.home", &text(&rule.home)),
            line("serving", "clearing.serving", &text(&rule.serving)),
            line("rate", "clearing.rate", &rule.rate.in_percent()),
            line("phi", "rulebook.phi", &rule.phi.map(crate::ground::Rate::in_percent).unwrap_or_default()),
            line("share", "clearing.share", &rule.share.in_percent()),
            line("sample", "clearing.sample", SAMPLE),
        ]
    }

    fn read(form: &Form) -> Result<Clearing, Wrong> {
        let share = |name: &'static str| {
            let text = given(form, name).unwrap_or_default();
            let share = rate(&text).map_err(|no| (name, no))?;
            // 0.6 is meant as 60 % as often as not: whoever writes it says which.
            let unclear = share.0 > rust_decimal::Decimal::ZERO && share.0 < rust_decimal::Decimal::new(1, 2);
            if unclear && !text.contains(['%', '\u{ff05}']) {
                return Err((name, Refused::RateUnclear { text: Clean::shown(&text).into_string() }));
            }
            Ok(share)
        };
        Ok(Clearing {
            name: clean(form, "name")?.unwrap_or_default(),
            since: given(form, "since"),
            until: given(form, "until"),
            item: given(form, "item"),
            category: clean(form, "category")?,
            card: place(form, "card").checked_sub(1).and_then(|at| CardKind::ALL.get(at)).copied(),
            home: given(form, "home"),
            serving: given(form, "serving"),
            rate: share("rate")?,
            phi: given(form, "phi").map(|text| rate(&text)).transpose().map_err(|no| ("phi", no))?,
            share: share("share")?,
        })
    }

    fn example(lang: Lang, rule: &Clearing, form: &Form) -> Result<Vec<String>, Refused> {
        let sample = form.value("sample");
        let unfit =
            || Refused::SettingInvalid { name: "sample".into(), value: Clean::shown(&sample).into_string() };
        let mut parts = sample.split_whitespace();
        let principal: Fen = parts.next().unwrap_or("0").parse().map_err(|_| unfit())?;
        let gift: Fen = parts.next().unwrap_or("0").parse().map_err(|_| unfit())?;
        if parts.next().is_some() || principal < Fen::ZERO || gift < Fen::ZERO {
            return Err(unfit());
        }
        let cleared = rule.clear(&used("", (principal, gift), CardKind::StoredValue, "")?)?;
        let (principal, gift) = (principal.grouped(), gift.grouped());
        Ok(vec![
            t!(lang, "clearing.owes", owed = cleared.owed.grouped()),
            t!(lang, "clearing.falls", home = cleared.home.grouped(), serving = cleared.serving.grouped()),
            t!(lang, "clearing.of", principal = principal, gift = gift, phi = rule.gifts().in_percent()),
        ])
    }

    fn check(what: &'static str, clearing: Vec<Clearing>) -> Wish {
        Wish::look(what, move |_| {
            if let Err(wrong) = clearing_rules::check(&clearing) {
                return Err(wrong.refused(clearing.iter().map(|rule| &rule.name)).into());
            }
            Ok(())
        })
    }

    fn beside(&mut self, around: &Around, draft: Vec<Clearing>, month: Month, turn: u64) -> Vec<Step> {
        (self.draft, self.today) = (draft.clone(), around.today().to_string());
        self.told = None;
        if !around.context.hq || draft.is_empty() {
            return Vec::new();
        }
        let query = SimulateClearing { clearing: draft, from: Some(month.name()), to: None };
        vec![Step::Wish(Wish::search(BESIDE, turn, query).slow())]
    }

    fn heard(&mut self, _: &Around, reply: Reply) {
        // A draft that cannot be meant is told on its form.
        self.told = reply.read::<Simulated>().ok();
    }

    /// What each kind of card would come to today under the draft, and by which rule.
    fn draw(&self, pen: &mut Pen<'_>, area: Rect, month: Month) {
        if let Some(told) = &self.told {
            simulated::draw(told, pen, area, month);
            return;
        }
        let lang = pen.lang();
        let (principal, gift) = (USUAL.0.grouped(), USUAL.1.grouped());
        let title = t!(lang, "clearing.usual", principal = principal, gift = gift);
        let mut inside = Panel::new(&title).draw(pen, area);
        // Where there is little room, the amount matters more than the rule's name.
        let roomy = inside.width() >= 34;
        let mut columns = vec![Column::rest(words::text(lang, "clearing.card"))];
        if roomy {
            columns.push(Column::text(words::text(lang, "clearing.by_rule"), 12));
        }
        columns.push(Column::figure(words::text(lang, "clearing.owed"), 9));
        let row = |card: CardKind| {
            let gift = if card == CardKind::StoredValue { USUAL.1 } else { Fen::ZERO };
            let event = used(&self.today, (USUAL.0, gift), card, "").ok()?;
            let rule = clearing_rules::find(&self.draft, &event).and_then(|place| self.draft.get(place));
            let cleared = rule.and_then(|rule| rule.clear(&event).ok());
            let by = rule.map_or_else(|| "--".to_owned(), |rule| rule.name.as_str().to_owned());
            let owed = cleared.map_or_else(|| "--".to_owned(), |cleared| cleared.owed.grouped());
            let row = Row::new().plain(card_name(lang, card).to_owned());
            let row = if roomy { row.cell(by, Role::Muted) } else { row };
            Some(row.cell(owed, Role::Money))
        };
        let rows: Vec<Row> = CardKind::ALL.into_iter().filter_map(row).collect();
        let count = rows.len();
        Table { list: "", columns: &columns, rows: &rows, first: 0, count, selected: None, titled: true }
            .draw(&mut inside);
    }
}

fn used<'a>(
    day: &'a str,
    (principal, gift): (Fen, Fen),
    card: CardKind,
    item: &'a str,
) -> Result<Used<'a>, Refused> {
    let value = principal.plus(gift)?;
    Ok(Used { day, home: "", serving: "", item, category: "", card, principal, gift, value })
}

fn card_name(lang: Lang, card: CardKind) -> &'static str {
    words::text(
        lang,
        match card {
            CardKind::StoredValue => "clearing.card.stored_value",
            CardKind::SessionCard => "clearing.card.session_card",
            CardKind::PeriodCard => "clearing.card.period_card",
            CardKind::Points => "clearing.card.points",
        },
    )
}

/// The conditions of a rule in a few words.
fn when(lang: Lang, rule: &Clearing) -> String {
    let mut parts = Vec::new();
    if let (Some(since), Some(until)) = (&rule.since, &rule.until) {
        parts.push(format!("{}..{}", since.get(5..).unwrap_or(since), until.get(5..).unwrap_or(until)));
    }
    parts.extend(rule.item.clone());
    parts.extend(rule.category.as_ref().map(|category| category.as_str().to_owned()));
    match (&rule.home, &rule.serving) {
        (None, None) => {}
        (home, serving) => {
            let any = || "*".to_owned();
            parts.push(format!(
                "{}>{}",
                home.clone().unwrap_or_else(any),
                serving.clone().unwrap_or_else(any)
            ));
        }
    }
    if parts.is_empty() { words::text(lang, "rulebook.any").to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_between_stores_comes_back_from_its_form_as_it_went_in() {
        let named = |name: &str| Clearing { name: Clean::new(name).unwrap(), ..Clearings::fresh() };
        for rule in [
            named("默认"),
            Clearing { phi: Some(rate("0%").unwrap()), rate: rate("99.7%").unwrap(), ..named("次卡") },
            Clearing {
                since: Some("2026-10-01".into()),
                until: Some("2026-10-07".into()),
                card: Some(CardKind::Points),
                home: Some("S02".into()),
                ..named("国庆")
            },
            Clearing { item: Some("88".into()), serving: Some("S01".into()), ..named("热玛吉") },
            Clearing { category: Some(Clean::new("大项目").unwrap()), ..named("大项目") },
        ] {
            assert_eq!(Clearings::read(&Form::new(Clearings::fields(Lang::Zh, &rule))).unwrap(), rule);
        }
    }
}
