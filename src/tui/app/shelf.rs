//! The price list, the people and the tiers in memory, so that a code finds its item before the next key is pressed.

use crate::catalog::list::{Items, Listed};
use crate::catalog::tier::{Tier, Tiers};
use crate::ground::Fen;
use crate::shop::Answer;
use crate::staff::Person;
use crate::staff::roster::Roster;
use crate::tui::palette::Names;
use crate::worker::Source;

/// An item ready to be found by name.
#[derive(Debug, Clone)]
pub struct Ware {
    /// The item.
    pub listed: Listed,
    names: Names,
}

/// The lists.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// Items that are sold, in the order of the price list.
    pub wares: Vec<Ware>,
    /// People, those who left included.
    pub staff: Vec<Person>,
    /// Tiers, lowest first.
    pub tiers: Vec<Tier>,
}

impl Shelf {
    /// Reads the lists.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn load(source: Source<'_>) -> Answer<Self> {
        let wares = source
            .ask(&Items::default())?
            .into_iter()
            .map(|listed| Ware { names: Names::of(&[&listed.item.name, &listed.item.code]), listed })
            .collect();
        Ok(Self { wares, staff: source.ask(&Roster::default())?, tiers: source.ask(&Tiers::default())? })
    }

    /// The item of a code; letters count in either case.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Listed> {
        let found = self.wares.iter().find(|ware| ware.listed.item.code.eq_ignore_ascii_case(code));
        found.map(|ware| &ware.listed)
    }

    /// The item of a bar code.
    #[must_use]
    pub fn barcode(&self, code: &str) -> Option<&Listed> {
        let found = self.wares.iter().find(|ware| ware.listed.item.barcode.as_deref() == Some(code));
        found.map(|ware| &ware.listed)
    }

    /// Whether some code begins with this.
    #[must_use]
    pub fn begins_a_code(&self, text: &str) -> bool {
        let text = text.to_ascii_uppercase();
        self.wares.iter().any(|ware| ware.listed.item.code.to_ascii_uppercase().starts_with(&text))
    }

    /// Items whose code begins with what was typed, then those whose name, pinyin or initials fit; best first.
    #[must_use]
    pub fn hits(&self, typed: &str, most: usize) -> Vec<&Listed> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Vec::new();
        }
        let upper = typed.to_ascii_uppercase();
        let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
        let mut hits: Vec<(u32, usize, &Listed)> = Vec::new();
        for (place, ware) in self.wares.iter().enumerate() {
            let code = ware.listed.item.code.to_ascii_uppercase();
            let score = if code == upper {
                Some(20_000)
            } else if code.starts_with(&upper) {
                Some(10_000)
            } else if digits {
                None
            } else {
                ware.names.score(typed)
            };
            if let Some(score) = score {
                hits.push((score, place, &ware.listed));
            }
        }
        hits.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
        hits.into_iter().take(most).map(|(_, _, listed)| listed).collect()
    }

    /// A person who works here, by number; `2` finds `02`.
    #[must_use]
    pub fn person(&self, number: &str) -> Option<&Person> {
        let working = |person: &&Person| person.left_on.is_none();
        let exact = self.staff.iter().filter(working).find(|person| person.number == number);
        let bare = |text: &str| text.trim_start_matches('0').to_owned();
        exact
            .or_else(|| self.staff.iter().filter(working).find(|person| bare(&person.number) == bare(number)))
    }

    /// What an item costs for a tier; what the list says for a guest.
    #[must_use]
    pub fn price(&self, listed: &Listed, tier: Option<&str>) -> Fen {
        let tier = self.tiers.iter().find(|one| Some(one.code.as_str()) == tier);
        tier.map_or(listed.item.price, |tier| tier.price(listed))
    }

    /// The name of a tier.
    #[must_use]
    pub fn tier_name<'s>(&'s self, code: &'s str) -> &'s str {
        self.tiers.iter().find(|tier| tier.code == code).map_or(code, |tier| tier.name.as_str())
    }
}
