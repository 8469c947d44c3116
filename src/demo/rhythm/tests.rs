//! The stream held against what is known of salons: regular gaps, full weekends, feasts, people who stay away.

use std::collections::{BTreeMap, HashSet};

use chrono::Datelike;
use sha2::{Digest, Sha256};

use super::*;
use crate::demo::season::spring_festival;
use crate::ground::Clean;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan(members: u32, bills: u32) -> Plan {
    Plan::years_until(day("2026-11-20"), 2, members, bills, 20_261_121)
}

fn digest(book: &DemoBook, plan: Plan) -> Vec<u8> {
    let mut hash = Sha256::new();
    for visit in Rhythm::new(book, plan) {
        hash.update(format!("{visit:?}").as_bytes());
    }
    hash.finalize().to_vec()
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let book = DemoBook::load().unwrap();
    let plan = plan(300, 1500);
    assert_eq!(digest(&book, plan), digest(&book, plan));
    assert_ne!(digest(&book, plan), digest(&book, Plan { seed: 1, ..plan }));
}

#[test]
fn visits_come_in_time_order_within_opening_hours_and_name_things_that_exist() {
    let book = DemoBook::load().unwrap();
    let rhythm = Rhythm::new(&book, plan(400, 3000));
    let season = rhythm.season().clone();
    let mut before = (NaiveDate::MIN, 0);
    let mut hours = [0_u32; 24];
    let mut seen = HashSet::new();
    for visit in rhythm {
        assert!((visit.day, visit.minute) >= before);
        before = (visit.day, visit.minute);
        assert!((600..1260).contains(&visit.minute) && visit.minute >= 600 + visit.minutes, "{visit:?}");
        hours[usize::from(visit.minute / 60)] += 1;
        let since = usize::try_from((visit.day - season.date(0)).num_days()).unwrap();
        assert!(season.is_open(since), "{}", visit.day);
        assert!((1..=4).contains(&visit.wants.len()));
        let distinct: HashSet<&&Clean> = visit.wants.iter().collect();
        assert_eq!(distinct.len(), visit.wants.len());
        assert!(visit.wants.iter().all(|code| book.list_price(code.as_str()).is_some()));
        assert!(visit.staff.is_some() && visit.rating.is_none_or(|rating| (1..=5).contains(&rating)));
        if let Some(member) = visit.member {
            assert!(member < 400);
            assert!(seen.insert((member, visit.day)), "twice on one day");
        } else {
            assert!(visit.card.is_none() && visit.top_up.is_none() && !visit.joins && visit.ordinal == 0);
        }
    }
    assert!(
        hours.iter().all(|count| *count < 3000 / 5) && hours[11..21].iter().all(|count| *count > 60),
        "{hours:?}"
    );
}

#[test]
fn the_number_of_bills_is_about_what_was_asked_for() {
    let book = DemoBook::load().unwrap();
    for (members, bills) in [(20_000, 5000), (2000, 10_000), (500, 8000), (60, 3000), (5, 0)] {
        let rhythm = Rhythm::new(&book, plan(members, bills));
        let share = rhythm.live_share();
        let count = i64::try_from(rhythm.count()).unwrap();
        let off = (count - i64::from(bills)).abs();
        assert!(
            off * 100 <= i64::from(bills) * 3 + 100,
            "{members} members, {bills} asked, {count} came, {share}"
        );
    }
    assert_eq!(Rhythm::new(&book, plan(0, 0)).count(), 0);
    assert_eq!(Rhythm::new(&book, Plan { days: 0, ..plan(10, 10) }).count(), 0);
}

/// Days of each member's visits.
fn calendars(rhythm: Rhythm<'_>) -> BTreeMap<u32, Vec<NaiveDate>> {
    let mut days: BTreeMap<u32, Vec<NaiveDate>> = BTreeMap::new();
    for visit in rhythm {
        if let Some(member) = visit.member {
            days.entry(member).or_default().push(visit.day);
        }
    }
    days
}

fn float(count: usize) -> f64 {
    super::float(u64::try_from(count).unwrap())
}

#[test]
fn gaps_are_regular_and_people_are_lost() {
    let book = DemoBook::load().unwrap();
    let rhythm = Rhythm::new(&book, plan(4000, 40_000));
    let profiles = rhythm.clone();
    let mut ratios = Vec::new();
    let (mut gone, mut all, mut back) = (0, 0, 0);
    for (member, days) in calendars(rhythm) {
        let profile = profiles.profile(member).unwrap();
        assert!((12.0..=70.0).contains(&profile.mean_gap));
        let gaps =
            days.windows(2).map(|pair| float(usize::try_from((pair[1] - pair[0]).num_days()).unwrap()));
        for gap in gaps {
            if gap < 150.0 {
                ratios.push(gap / profile.mean_gap);
            } else {
                back += 1;
            }
        }
        all += 1;
        let last = days.last().unwrap();
        gone += usize::from((day("2026-11-20") - *last).num_days() > 180);
        let first = profiles.joined_on(member);
        assert!(first <= days[0] && (profile.joined < 0 || days[0] == first), "{first} {}", days[0]);
    }
    let count = float(ratios.len());
    let mean = ratios.iter().sum::<f64>() / count;
    let spread = (ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>() / count).sqrt() / mean;
    assert!((0.9..1.1).contains(&mean), "{mean}");
    assert!((0.40..0.52).contains(&spread), "{spread}");
    let lost = float(gone) / float(all);
    assert!((0.2..0.7).contains(&lost), "{lost}");
    assert!(back > 50, "{back}");
}

#[test]
fn weekends_feasts_and_summers_show() {
    let book = DemoBook::load().unwrap();
    let mut weekend = 0;
    let mut months = [(0_usize, 0_usize); 12];
    let mut near = [0_usize; 2];
    let mut all = 0;
    let hair: HashSet<&Clean> =
        book.services.iter().filter(|item| item.category.as_str() == "脱毛").map(|item| &item.code).collect();
    let feast = spring_festival(2026).unwrap();
    for visit in Rhythm::new(&book, plan(6000, 40_000)) {
        all += 1;
        weekend += usize::from(crate::demo::season::is_weekend(visit.day));
        let month = &mut months[usize::try_from(visit.day.month0()).unwrap()];
        month.0 += visit.wants.iter().filter(|code| hair.contains(*code)).count();
        month.1 += visit.wants.len();
        match (visit.day - feast).num_days() {
            -15..=-2 => near[0] += 1,
            6..=19 => near[1] += 1,
            _ => {}
        }
    }
    let share = float(weekend) / float(all);
    assert!((0.38..0.60).contains(&share), "{share}");
    let hair_in = |month: usize| float(months[month].0) / float(months[month].1);
    assert!(hair_in(5) > 2.0 * hair_in(11), "June {} December {}", hair_in(5), hair_in(11));
    assert!(near[0] > near[1] * 3 / 2, "{near:?}");
}

#[test]
fn cards_are_sold_after_the_third_visit_and_regulars_ask_for_their_technician() {
    let book = DemoBook::load().unwrap();
    let mut first_cards = BTreeMap::<u32, u32>::new();
    let mut holders = HashSet::new();
    let (mut requested, mut visits, mut top_ups) = (0, 0, 0);
    let rhythm = Rhythm::new(&book, plan(6000, 40_000));
    let profiles = rhythm.clone();
    for visit in rhythm {
        let Some(member) = visit.member else { continue };
        visits += 1;
        requested += usize::from(visit.requested);
        top_ups += usize::from(visit.top_up.is_some());
        let joined_here = profiles.profile(member).unwrap().joined >= 0;
        if joined_here && visit.card.is_some() && holders.insert(member) {
            *first_cards.entry(visit.ordinal).or_default() += 1;
        }
    }
    let sold: u32 = first_cards.values().sum();
    assert!(first_cards[&3] * 2 > sold, "{first_cards:?}");
    let share = float(requested) / float(visits);
    assert!((0.25..0.65).contains(&share), "{share}");
    assert!((0.03..0.15).contains(&(float(top_ups) / float(visits))));
}

#[test]
fn many_members_share_as_many_bills_as_were_asked_for() {
    let book = DemoBook::load().unwrap();
    let plan = Plan::years_until(day("2026-11-20"), 3, 200_000, 100_000, 1);
    let count = Rhythm::new(&book, plan).count();
    assert!((97_000..103_000).contains(&count), "{count}");
}
