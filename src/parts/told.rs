//! Parts in words, for the counter and the command line.

use super::accept::PartTold;
use super::ask::AskIs;
use super::code_rules::PartKind;
use super::give::PartGiven;
use super::give_back::PartReturned;
use super::take::PartTaken;
use crate::ground::Fen;
use crate::words::{self, Lang};

/// How much of what: `200.00`, `2 sessions`, `500 points`.
pub fn portion(lang: Lang, kind: PartKind, amount: i64) -> String {
    match kind {
        PartKind::StoredValue => Fen(amount).grouped(),
        PartKind::SessionCard => words::fill(lang, "part.n_sessions", &[("count", &amount.to_string())]),
        PartKind::Points => words::fill(lang, "part.n_points", &[("count", &amount.to_string())]),
    }
}

/// What is told the home store, on the phone or in a message.
pub fn asked(lang: Lang, ask: &AskIs) -> Vec<String> {
    let (number, what) = (ask.ask.to_string(), portion(lang, ask.kind, ask.amount));
    let facts = [
        ("home", ask.home.as_str()),
        ("serving", &ask.serving),
        ("ask", &number),
        ("who", &ask.who),
        ("what", &what),
    ];
    vec![words::fill(lang, "part.asked", &facts), words::fill(lang, "part.tell_home", &facts)]
}

/// What was passed on, and its code in both forms.
pub fn given(lang: Lang, part: &PartGiven) -> Vec<String> {
    let what = portion(lang, part.kind, part.amount);
    let (principal, gift) = (part.principal.grouped(), part.gift.grouped());
    let facts = [
        ("what", what.as_str()),
        ("member", &part.member),
        ("name", &part.name),
        ("serving", &part.serving),
        ("principal", &principal),
        ("gift", &gift),
        ("day", &part.expires_on),
        ("digits", &part.digits),
        ("code", &part.code),
    ];
    let mut lines = vec![words::fill(lang, "part.given", &facts)];
    if part.kind == PartKind::StoredValue {
        lines.push(words::fill(lang, "part.given_of", &facts));
    }
    lines.push(words::fill(lang, "part.read_out", &facts));
    lines.push(words::fill(lang, "part.text", &facts));
    lines
}

/// What was booked again.
pub fn accepted(lang: Lang, part: &PartTold) -> Vec<String> {
    let what = portion(lang, part.kind, part.amount);
    vec![words::fill(lang, "part.accepted", &[("what", what.as_str()), ("serving", &part.serving)])]
}

/// What went back.
pub fn returned(lang: Lang, part: &PartReturned) -> Vec<String> {
    let what = portion(lang, part.kind, part.amount);
    let facts = [("what", what.as_str()), ("member", &part.member), ("home", &part.home)];
    vec![words::fill(lang, "part.returned", &facts)]
}

/// What was taken in.
pub fn taken(lang: Lang, part: &PartTaken) -> Vec<String> {
    let what = portion(lang, part.kind, part.amount);
    let facts = [("what", what.as_str()), ("member", &part.member), ("home", &part.home)];
    vec![words::fill(lang, "part.taken", &facts)]
}
