//! Opening members' files: those who were there before the span at its beginning, the others when they join.

use chrono::{Datelike, NaiveDate};
use rand::{Rng, RngExt};

use super::salon::{Salon, file_number};
use crate::demo::Rhythm;
use crate::demo::book::Role;
use crate::demo::habits::Purpose;
use crate::demo::names::{Gender as DemoGender, Person};
use crate::ground::{Clean, Instant};
use crate::members::open::OpenMember;
use crate::members::{Calendar, Gender};
use crate::shop::{Answer, Shop};

/// Born before this year, some keep their birthday by the moon.
const MOON_BEFORE: i32 = 1975;
/// A source that means another member brought her.
const BY_FRIEND: &str = "介绍";

impl<'b> Salon<'b> {
    /// Opens the file of a member who is at the counter, or was brought over from the old books.
    pub(super) fn open_file(
        &mut self,
        shop: &mut Shop,
        by: &str,
        rhythm: &Rhythm<'b>,
        (member, joined): (u32, NaiveDate),
        today: NaiveDate,
    ) -> Answer<()> {
        let person = self.registry.person(member)?;
        let mut dice = self.dice.throw(Purpose::Name, member, 1);
        let place = self.tally.members + 1;
        let open = OpenMember {
            owner: self.owner(rhythm, member, joined, &mut dice),
            referrer: referrer(&person, place, &mut dice),
            opened_on: (joined < today).then(|| joined.to_string()),
            consent: dice.random_bool(0.7),
            ..file(person, &mut dice)?
        };
        if self.send(shop, by, &open)?.is_some() {
            self.tally.members = place;
            if let Some(slot) = usize::try_from(member).ok().and_then(|at| self.files.get_mut(at)) {
                *slot = place;
            }
        }
        Ok(())
    }

    /// To whom she belongs: mostly her technician, some to the consultant, some to nobody.
    fn owner(
        &self,
        rhythm: &Rhythm<'b>,
        member: u32,
        joined: NaiveDate,
        dice: &mut impl Rng,
    ) -> Option<String> {
        let drawn = dice.random_range(0..10);
        let consultant = self.book.staff.iter().find(|person| person.role == Role::Consultant);
        let hers = rhythm.profile(member).and_then(|profile| profile.technician);
        let technician = hers.and_then(|place| self.book.staff.get(place));
        let owner = match drawn {
            0..6 => technician.or(consultant),
            6..8 => consultant,
            _ => None,
        };
        owner.filter(|person| person.hired_on <= joined).map(|person| person.number.as_str().to_owned())
    }
}

/// Members who were there before the first day, in the order in which they joined.
pub(super) fn before(rhythm: &Rhythm<'_>, members: u32, first_day: NaiveDate) -> Vec<(NaiveDate, u32)> {
    let mut old: Vec<(NaiveDate, u32)> = (0..members)
        .map(|member| (rhythm.joined_on(member), member))
        .filter(|(joined, _)| *joined < first_day)
        .collect();
    old.sort_unstable();
    old
}

/// Opening old files takes the store a millisecond each, so that a million are done before the doors open.
pub(super) fn tick(salon: &Salon<'_>) {
    salon.world.pass(Instant(0), 1);
}

fn referrer(person: &Person<'_>, place: u32, dice: &mut impl Rng) -> Option<String> {
    let brought = person.source.is_some_and(|source| source.as_str().contains(BY_FRIEND));
    (brought && place > 1).then(|| file_number(dice.random_range(1..place)))
}

fn file(person: Person<'_>, dice: &mut impl Rng) -> Answer<OpenMember> {
    let moon = person
        .birthday
        .is_some_and(|day| day.year() < MOON_BEFORE && day.day() < 30 && dice.random_bool(0.5));
    let tags = person.tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>().join(",");
    Ok(OpenMember {
        name: person.name,
        phone: Some(person.phone),
        gender: Some(match person.gender {
            DemoGender::Female => Gender::Female,
            DemoGender::Male => Gender::Male,
        }),
        // By the moon people tell the day and seldom the year.
        birthday: person
            .birthday
            .map(|day| if moon { day.format("%m-%d").to_string() } else { day.to_string() }),
        birthday_calendar: if moon { Calendar::Lunar } else { Calendar::Solar },
        source: person.source.cloned().unwrap_or_default(),
        tags: Clean::new(&tags)?,
        notes: person.note.cloned().unwrap_or_default(),
        warning: person.allergy.cloned().unwrap_or_default(),
        ..OpenMember::default()
    })
}
