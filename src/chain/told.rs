//! What became of a file in words: what is wrong, and what to do about it.

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
