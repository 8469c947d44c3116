//! Who the demo's members are: a million of them, all different where a till tells people apart.

use chrono::{Days, NaiveDate};
use rand::{Rng, RngExt};

use super::book::DemoBook;
use super::habits::{Dice, Purpose};
use crate::ground::{Clean, Refused};

/// Multiplies a member's index into the eight digits after a prefix; it shares no factor with [`TAILS`], so that
/// no two members below that many share a phone.
const TAIL_STEP: u64 = 48_271_371;
/// How many eight-digit tails there are.
const TAILS: u64 = 100_000_000;
/// The oldest birthday.
const BORN_FROM: NaiveDate = match NaiveDate::from_ymd_opt(1958, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
/// How many days later the youngest was born: 48 years.
const BORN_DAYS: u64 = 17_532;

/// Gender as a member's file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// 女
    Female,
    /// 男
    Male,
}

/// A member as the front desk would write her down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person<'b> {
    /// Surname and given name.
    pub name: Clean,
    /// Eleven digits, different for every index below a hundred million.
    pub phone: String,
    /// Gender.
    pub gender: Gender,
    /// Birthday, where she told it.
    pub birthday: Option<NaiveDate>,
    /// How she came.
    pub source: Option<&'b Clean>,
    /// A remark.
    pub note: Option<&'b Clean>,
    /// An allergy.
    pub allergy: Option<&'b Clean>,
    /// Tags put on by hand, at most two.
    pub tags: Vec<&'b Clean>,
}

/// Names people; made once, then asked for each index.
#[derive(Debug, Clone)]
pub struct Registry<'b> {
    book: &'b DemoBook,
    dice: Dice,
    surnames: Vec<(&'b str, u64)>,
    female: Vec<char>,
    male: Vec<char>,
}

impl<'b> Registry<'b> {
    /// A registry for a seed.
    #[must_use]
    pub fn new(book: &'b DemoBook, seed: u64) -> Self {
        let mut sum = 0_u64;
        let surnames = book
            .people
            .surnames
            .iter()
            .map(|(name, weight)| {
                sum += u64::from(*weight);
                (name.as_str(), sum)
            })
            .collect();
        Self {
            book,
            dice: Dice::new(seed),
            surnames,
            female: book.people.female_chars.chars().collect(),
            male: book.people.male_chars.chars().collect(),
        }
    }

    /// The member with this index; the same for the same seed.
    ///
    /// # Errors
    /// [`Refused::TextTooLong`] only if the demo's names were a hundred characters long.
    pub fn person(&self, member: u32) -> Result<Person<'b>, Refused> {
        let mut dice = self.dice.throw(Purpose::Name, member, 0);
        let people = &self.book.people;
        let gender = if dice.random_bool(0.91) { Gender::Female } else { Gender::Male };
        let name = Clean::new(&self.name(gender, &mut dice))?;
        let phone = self.phone(member);
        let birthday = dice
            .random_bool(0.82)
            .then(|| BORN_FROM.checked_add_days(Days::new(dice.random_range(0..BORN_DAYS))))
            .flatten();
        let note = dice.random_bool(0.22).then(|| pick(&people.notes, &mut dice)).flatten();
        let allergy = dice.random_bool(0.06).then(|| pick(&people.allergies, &mut dice)).flatten();
        let mut tags: Vec<&Clean> = Vec::new();
        for chance in [0.35, 0.12] {
            if dice.random_bool(chance)
                && let Some(tag) = pick(&people.tags, &mut dice)
                && !tags.contains(&tag)
            {
                tags.push(tag);
            }
        }
        Ok(Person { name, phone, gender, birthday, source: self.source(&mut dice), note, allergy, tags })
    }

    fn name(&self, gender: Gender, dice: &mut impl Rng) -> String {
        let whole = self.surnames.last().map_or(1, |(_, sum)| *sum).max(1);
        let drawn = dice.random_range(0..whole);
        let at = self.surnames.partition_point(|(_, sum)| *sum <= drawn);
        let mut name = self.surnames.get(at).map_or("", |(name, _)| name).to_owned();
        let chars = match gender {
            Gender::Female => &self.female,
            Gender::Male => &self.male,
        };
        let two = dice.random_bool(0.86);
        for _ in 0..=u8::from(two) {
            name.extend(often_early(chars, dice));
        }
        name
    }

    fn phone(&self, member: u32) -> String {
        let prefixes = &self.book.people.mobile_prefixes;
        let spread =
            usize::try_from(u64::from(member).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40).unwrap_or(0);
        let prefix = prefixes.get(spread % prefixes.len().max(1)).map_or("139", Clean::as_str);
        let tail = (u64::from(member) * TAIL_STEP + self.dice.salt()) % TAILS;
        format!("{prefix}{tail:08}")
    }

    fn source(&self, dice: &mut impl Rng) -> Option<&'b Clean> {
        let whole: u32 = self.book.people.sources.iter().map(|source| source.weight).sum();
        let mut left = dice.random_range(0..whole.max(1));
        self.book.people.sources.iter().find_map(|source| {
            let found = left < source.weight;
            left = left.saturating_sub(source.weight);
            found.then_some(&source.name)
        })
    }
}

fn pick<'t, T>(from: &'t [T], dice: &mut impl Rng) -> Option<&'t T> {
    if from.is_empty() { None } else { from.get(dice.random_range(0..from.len())) }
}

/// The smaller of two draws: characters early in the list come more often.
fn often_early(chars: &[char], dice: &mut impl Rng) -> Option<char> {
    let end = chars.len().max(1);
    chars.get(dice.random_range(0..end).min(dice.random_range(0..end))).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::ground::phone;

    #[test]
    fn a_hundred_thousand_members_are_told_apart() {
        let book = DemoBook::load().unwrap();
        let registry = Registry::new(&book, 7);
        let (mut phones, mut names, mut tails) = (HashSet::new(), HashSet::new(), HashMap::new());
        for member in 0..100_000 {
            let person = registry.person(member).unwrap();
            assert_eq!(phone::read(&person.phone).unwrap(), person.phone);
            assert_eq!(person.phone.len(), 11);
            assert!((2..=4).contains(&person.name.as_str().chars().count()));
            *tails.entry(person.phone.split_at(7).1.to_owned()).or_insert(0) += 1;
            phones.insert(person.phone);
            names.insert(person.name);
        }
        assert_eq!(phones.len(), 100_000);
        assert!(names.len() > 70_000, "{}", names.len());
        assert!(tails.len() > 9_000 && tails.values().all(|count| *count < 60), "{}", tails.len());
    }

    #[test]
    fn the_same_seed_names_the_same_people_and_wang_leads() {
        let book = DemoBook::load().unwrap();
        let (one, two, other) = (Registry::new(&book, 1), Registry::new(&book, 1), Registry::new(&book, 2));
        let mut wang = 0;
        for member in 0..5000 {
            let person = one.person(member).unwrap();
            wang += u32::from(person.name.as_str().starts_with('王'));
            assert_eq!(person, two.person(member).unwrap());
            assert!(person.source.is_some());
        }
        assert!((250..500).contains(&wang), "{wang}");
        assert_ne!(one.person(3).unwrap(), other.person(3).unwrap());
    }
}
