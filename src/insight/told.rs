//! Insight in words: states, the way of newcomers, the model and its trial, a tag with its reason.

use super::salon::{Count, InsightIs, MemberIs, StepIs, TagIs};
use crate::ground::Fen;
use crate::words::{self, Lang};

/// What is said of a salon, line by line.
pub fn told(lang: Lang, is: &InsightIs) -> Vec<String> {
    let mut out = vec![
        fill(lang, "states", &[("members", &is.members), ("states", &counts(lang, "state", &is.states))]),
        fill(lang, "stages", &[("stages", &counts(lang, "stage", &is.stages))]),
    ];
    let steps: Vec<String> = is.journey.iter().map(|step| step_told(lang, step)).collect();
    let open = is.open;
    out.push(fill(lang, "journey", &[("days", &is.days), ("steps", &steps.join("  ")), ("open", &open)]));
    out.push(moment(lang, is.moment));
    out.extend(model(lang, is));
    out
}

/// At which visit members first pay in advance: the visit by which 70 % have, how many, and of how many.
pub fn moment(lang: Lang, is: Option<[usize; 3]>) -> String {
    let Some([visit, members, of]) = is else {
        return words::text(lang, "insight.moment_none").into();
    };
    let share = members * 100 / of.max(1);
    if visit < 2 {
        return fill(lang, "moment_first", &[("share", &share)]);
    }
    fill(lang, "moment", &[("share", &share), ("visit", &visit), ("before", &(visit - 1))])
}

/// The model and how it did.
pub fn model(lang: Lang, is: &InsightIs) -> Vec<String> {
    let Some(model) = &is.model else { return vec![words::text(lang, "insight.model_none").into()] };
    let rhythm = if model.k > 1 { "insight.rhythm.regular" } else { "insight.rhythm.free" };
    let facts: [(&str, &dyn ToString); 3] =
        [("k", &model.k), ("rhythm", &words::text(lang, rhythm)), ("visit", &is.visit.grouped())];
    let mut out = vec![fill(lang, "model", &facts)];
    if let Some(value) = is.value {
        let scaled = if is.scaled { words::text(lang, "insight.scaled") } else { "" };
        out.push(fill(lang, "all", &[("value", &value.grouped()), ("scaled", &scaled)]));
    }
    let Some(tried) = &is.tried else {
        out.push(words::text(lang, "insight.tried_none").into());
        return out;
    };
    out.push(fill(
        lang,
        "tried",
        &[
            ("origin", &tried.origin),
            ("members", &tried.members),
            ("away", &tried.stayed_away),
            ("expected", &whole(tried.expected_away)),
            ("visits", &tried.visits),
            ("foreseen", &whole(tried.expected_visits)),
        ],
    ));
    out.push(fill(lang, "auc", &[("auc", &percent(tried.auc)), ("recency", &percent(tried.auc_recency))]));
    out
}

/// A tag and its reason: `周期性护理爱好者: 7 visits ..`.
pub fn tag(lang: Lang, tag: &TagIs) -> String {
    let name = words::lookup(lang, &format!("insight.tag.{}", tag.code)).unwrap_or(&tag.code);
    format!("{name}: {}", why(lang, tag))
}

/// The reason of a tag alone.
pub fn why(lang: Lang, tag: &TagIs) -> String {
    let facts: Vec<(&str, &str)> =
        tag.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    words::fill(lang, &format!("insight.why.{}", tag.code), &facts)
}

/// How often a member comes and how long ago it was: whether she is later than usual, and the words.
pub fn rhythm(lang: Lang, member: &MemberIs) -> (bool, String) {
    let state = named(lang, "state", &member.state);
    let Some(away) = member.away else { return (false, state.to_owned()) };
    let Some(gap) = member.usual_gap else {
        return (false, fill(lang, "came_ago", &[("state", &state), ("away", &away)]));
    };
    (away > gap, fill(lang, "comes_every", &[("state", &state), ("gap", &gap), ("away", &away)]))
}

/// What is known of a member: her tags with their reasons, the chances that she stays away, and her worth.
pub fn reasons(lang: Lang, member: &MemberIs) -> Vec<String> {
    let mut out: Vec<String> = member.tags.iter().map(|one| tag(lang, one)).collect();
    if let Some(expected) = &member.expected {
        let [near, middle, far] = expected.no_visit.map(percent);
        out.push(fill(lang, "chances", &[("near", &near), ("middle", &middle), ("far", &far)]));
        let [value, low, high, visit] =
            [expected.value, expected.low, expected.high, expected.visit].map(Fen::grouped);
        out.push(fill(
            lang,
            "worth",
            &[("value", &value), ("low", &low), ("high", &high), ("visit", &visit)],
        ));
    }
    out
}

/// The word of a state, stage, step or tag.
pub fn named<'a>(lang: Lang, what: &str, code: &'a str) -> &'a str {
    words::lookup(lang, &format!("insight.{what}.{code}")).unwrap_or(code)
}

/// A chance in whole per cent; neither 0 nor 100 while it is neither.
pub fn percent(chance: f64) -> String {
    let shown = (chance * 100.0).round();
    let shown = if chance < 1.0 { shown.min(99.0) } else { shown };
    let shown = if chance > 0.0 { shown.max(1.0) } else { shown };
    format!("{shown:.0}")
}

fn step_told(lang: Lang, step: &StepIs) -> String {
    format!("{} {}", named(lang, "step", &step.code), step.members)
}

fn counts(lang: Lang, what: &str, counts: &[Count]) -> String {
    let each: Vec<String> =
        counts.iter().map(|count| format!("{} {}", named(lang, what, &count.code), count.members)).collect();
    each.join("  ")
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

fn fill(lang: Lang, key: &str, facts: &[(&str, &dyn ToString)]) -> String {
    let texts: Vec<(&str, String)> = facts.iter().map(|(name, value)| (*name, value.to_string())).collect();
    let facts: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words::fill(lang, &format!("insight.{key}"), &facts)
}
