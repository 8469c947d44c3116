//! What became of a file in words: what is wrong, and what to do about it.

use super::apply::PackApplied;
use super::container::Unfit;
use super::cross::Crossed;
use super::received::Received;
use crate::ground::Refused;
use crate::words::{self, Lang};

impl Unfit {
    /// As a refusal that names the file.
    pub fn refused(&self, file: &str) -> Refused {
        Refused::BundleUnfit {
            file: file.to_owned(),
            what: self.what.to_owned(),
            detail: self.detail.clone(),
        }
    }
}

/// The state of a file in a few words.
pub fn state_said(lang: Lang, file: &Received) -> String {
    match file.state.as_str() {
        "merged" => words::text(lang, "hq.state.merged").to_owned(),
        "same" if file.what == "gone" => words::text(lang, "hq.state.gone").to_owned(),
        "same" => words::text(lang, "hq.state.same").to_owned(),
        "waiting" => words::text(lang, "hq.state.waiting").to_owned(),
        _ => words::lookup(lang, &format!("what.{}", file.what)).unwrap_or(&file.what).to_owned(),
    }
}

/// Something across stores that has to be talked about: what is wrong, and what to do.
pub fn crossed_said(lang: Lang, crossed: &Crossed) -> Vec<String> {
    let what = words::lookup(lang, &format!("what.{}", crossed.what)).unwrap_or(&crossed.what);
    let facts = [("store", crossed.store.as_str()), ("what", what), ("detail", &crossed.detail)];
    let mut lines = vec![words::fill(lang, "hq.crossed", &facts)];
    if let Some(remedy) = words::lookup(lang, &format!("remedy.{}", crossed.what)) {
        lines.push(format!("  {}", words::fill(lang, "hq.remedy", &[("remedy", remedy)])));
    }
    lines
}

/// What came of a pack.
pub fn applied_said(lang: Lang, is: &PackApplied) -> Vec<String> {
    let counts = [is.version, is.stores, is.books, is.items, is.parts, is.back];
    let [version, stores, books, items, parts, back] = counts.map(|count| count.to_string());
    let facts = [
        ("hq", is.hq.as_str()),
        ("version", &version),
        ("stores", &stores),
        ("books", &books),
        ("items", &items),
        ("parts", &parts),
        ("back", &back),
    ];
    let key = if is.again { "chain.applied_again" } else { "chain.applied" };
    let mut lines = vec![words::fill(lang, key, &facts)];
    if is.granted + is.came + is.over > 0 {
        let [granted, came, over] = [is.granted, is.came, is.over].map(|count| count.to_string());
        let facts = [("granted", granted.as_str()), ("came", &came), ("over", &over)];
        lines.push(words::fill(lang, "chain.granted", &facts));
    }
    if is.unplaced > 0 {
        lines.push(words::fill(lang, "chain.unplaced", &[("count", &is.unplaced.to_string())]));
    }
    if is.lost > 0 {
        lines.push(words::fill(lang, "chain.lost", &[("count", &is.lost.to_string())]));
    }
    if is.odd > 0 {
        lines.push(words::fill(lang, "chain.odd", &[("odd", &is.odd.to_string())]));
    }
    lines
}

/// A file that has to be talked about: what is wrong with it, and what to do.
pub fn conflict_said(lang: Lang, file: &Received) -> Vec<String> {
    let what = words::lookup(lang, &format!("what.{}", file.what)).unwrap_or(&file.what);
    let store = if file.store.is_empty() { "--" } else { &file.store };
    let facts = [("file", file.file.as_str()), ("store", store), ("what", what), ("detail", &file.detail)];
    let key = if file.detail.is_empty() { "hq.conflict_bare" } else { "hq.conflict" };
    let mut lines = vec![words::fill(lang, key, &facts)];
    if let Some(remedy) = words::lookup(lang, &format!("remedy.{}", file.what)) {
        lines.push(format!("  {}", words::fill(lang, "hq.remedy", &[("remedy", remedy)])));
    }
    lines
}
