//! How a refusal is written: for logs, and as JSON at the doors.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Fen, Refused};

/// A fact inside a refusal: text, a count or an amount in fen.
pub trait Fact: fmt::Display {}
impl Fact for String {}
impl Fact for i64 {}
impl Fact for Fen {}

/// A fact without what no sink may see: refusals repeat what was typed.
pub(super) fn printable(text: &str) -> String {
    text.chars().filter(|ch| !crate::ground::clean::is_unprintable(*ch)).collect()
}

impl fmt::Display for Refused {
    /// The code and its facts, for logs; people read the locale's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        for (name, fact) in self.facts() {
            write!(f, " {name}={fact}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

impl Serialize for Refused {
    /// `{"code":"points.short","balance":"3","wanted":"5"}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let facts = self.facts();
        let mut map = serializer.serialize_map(Some(facts.len() + 1))?;
        map.serialize_entry("code", self.code())?;
        for (name, fact) in &facts {
            // `code` is the refusal's own name at every door; a thing's code is told as `of`.
            map.serialize_entry(if *name == "code" { "of" } else { name }, fact)?;
        }
        map.end()
    }
}
