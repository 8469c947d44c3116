//! The template's words for a store that is founded in English: the price list is the salon's own text, not the screen's.

use std::collections::HashMap;

use crate::db::Fault;
use crate::ground::Clean;

const NAMES: &str = include_str!("../../../assets/demo/english.toml");

/// English names by the Chinese ones.
pub(super) struct English(HashMap<String, String>);

impl English {
    /// Reads the built-in list.
    ///
    /// # Errors
    /// A fault only when the build carries a broken text.
    pub(super) fn load() -> Result<Self, Fault> {
        toml::from_str(NAMES).map(Self).map_err(|error| Fault::Broken(error.to_string()))
    }

    /// The English name; a name that has none stays.
    pub(super) fn name(&self, name: &Clean) -> Clean {
        self.0.get(name.as_str()).and_then(|english| Clean::new(english).ok()).unwrap_or_else(|| name.clone())
    }
}
