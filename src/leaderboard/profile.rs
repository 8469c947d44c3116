//! What a person is good at (能力画像): by category of service, against the store's best, with the numbers behind each
//! word; the members who are theirs, and when each is due; requested and rotation work day by day.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use super::kpi_rules::{BACK_DAYS, ONE, SMALL, Unit, shown, shrunk};
use super::profile_rules::{self, Due};
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Refused, day};
use crate::performance::rebuild;
use crate::shop::{Answer, Look, Query};
use crate::staff;

/// How many days a profile looks back unless it is told.
const DAYS: i64 = 90;
/// The most members that are listed.
const MEMBERS_MAX: usize = 200;
/// Fewer cases of one's own than this are no reason for training.
const CASES_MIN: i64 = 5;
/// Whoever is later than this has left rather than is late: they stand at the end.
const LOST_DAYS: i64 = 90;
/// The most pieces of advice.
const ADVICE_MAX: usize = 4;

/// What a person is good at.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Whose: staff number.
    pub staff: String,
    /// Of how many days back; 90 when absent.
    #[serde(default)]
    pub days: Option<i64>,
}

/// A person's profile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProfileIs {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// By category, the most work first.
    pub categories: Vec<CategoryIs>,
    /// What to learn from whom, the most that is to be won first.
    pub training: Vec<Training>,
    /// The members who are theirs, the latest first; whoever is 90 days late is lost and stands at the end.
    pub members: Vec<MemberDue>,
    /// Requested and rotation work by day.
    pub rota: Vec<RotaDay>,
}

/// A category of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryIs {
    /// Its name.
    pub category: String,
    /// Services, and the most that anybody has.
    pub services: (i64, i64),
    /// The three rates of the profile, in [`Measure`]'s order.
    pub rates: Vec<RateIs>,
}

/// What is measured in a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 复购: clients who came back within 30 days ÷ clients whose 30 days are over.
    Repurchase,
    /// 满意: the mean of the ratings.
    Satisfaction,
    /// 推荐成功: recommendations that were bought ÷ those whose 30 days are over or that were.
    Advice,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::Repurchase, Self::Satisfaction, Self::Advice];

    /// Its name in locales.
    pub fn code(self) -> &'static str {
        match self {
            Self::Repurchase => "repurchase",
            Self::Satisfaction => "satisfaction",
            Self::Advice => "advice",
        }
    }

    /// What it counts in.
    pub fn unit(self) -> Unit {
        if self == Self::Satisfaction { Unit::Stars } else { Unit::Share }
    }
}

/// A rate with what it rests on, and the best of the store beside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateIs {
    /// Of what.
    pub measure: Measure,
    /// Above the line.
    pub top: i64,
    /// Below it.
    pub bottom: i64,
    /// As it is printed; `--` without a denominator.
    pub shown: String,
    /// Whether it rests on few cases.
    pub small: bool,
    /// The best of the store among those with enough cases: as it is printed, cases, number, name.
    pub best: Option<(String, i64, String, String)>,
    /// How far the person is from the best, both drawn towards the store's mean: millionths, above zero where below it.
    pub behind: Option<i64>,
}

/// What to learn from whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// In which category.
    pub category: String,
    /// In what.
    pub measure: Measure,
    /// Own rate and cases.
    pub own: (String, i64),
    /// The best's rate and cases.
    pub best: (String, i64),
    /// Number and name of whom to work beside.
    pub teacher: (String, String),
}

/// A member of the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDue {
    /// Member number.
    pub member: String,
    /// Name.
    pub name: String,
    /// The last visit.
    pub last: String,
    /// Days between visits: the median of the member's own.
    pub usual: i64,
    /// When the next visit is due.
    pub due: String,
    /// Days past it; below zero before.
    pub late: i64,
}

/// A day's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaDay {
    /// The day.
    pub day: String,
    /// Services that the person was asked for.
    pub requested: i64,
    /// Services in rotation.
    pub rotation: i64,
}

/// By category and person.
type Fractions = BTreeMap<String, BTreeMap<i64, (i64, i64)>>;

impl Query for Profile {
    const NAME: &'static str = "query.profile";
    type Out = ProfileIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ProfileIs> {
        if !rebuild::is_filled(db)? {
            return Err(Refused::BoardUnfilled {}.into());
        }
        let person = staff::store::by_number(db, &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(&self.staff).into_string() })?;
        let today = day::iso(&look.today())?;
        let days = self.days.unwrap_or(DAYS).clamp(1, 3_660);
        let from = today - Duration::days(days - 1);
        let names: BTreeMap<i64, (String, String)> =
            staff::store::all(db)?.into_iter().map(|one| (one.id, (one.number, one.name))).collect();
        let categories = categories(db, (from, today), person.id, &names)?;
        Ok(ProfileIs {
            training: training(&categories),
            categories,
            members: members(db, person.id, today)?,
            rota: rota(db, person.id, (from, today))?,
            staff: person.number,
            name: person.name,
            from: from.to_string(),
            to: today.to_string(),
        })
    }
}

fn read(
    db: &Db,
    sql: &'static str,
    params: &[(&str, &dyn crate::db::ToSql)],
    (top, bottom): (&str, &str),
) -> Result<Fractions, Fault> {
    let mut out = Fractions::new();
    let rows = db.list(sql, params, |row| {
        let key: (String, i64) = (row.get("category")?, row.get("staff")?);
        Ok((key, (row.get::<_, i64>(top)?, row.get::<_, i64>(bottom)?)))
    })?;
    for ((category, staff), fraction) in rows {
        out.entry(category).or_default().insert(staff, fraction);
    }
    Ok(out)
}

fn categories(
    db: &Db,
    (from, to): (NaiveDate, NaiveDate),
    person: i64,
    names: &BTreeMap<i64, (String, String)>,
) -> Answer<Vec<CategoryIs>> {
    let (from, last) = (from.to_string(), to.to_string());
    let ripe = (to - Duration::days(BACK_DAYS + 1)).to_string();
    let span = named_params! { ":from": from, ":to": last };
    let work = read(db, include_str!("sql/profile_work.sql"), span, ("services", "led"))?;
    let of = |measure: Measure| match measure {
        Measure::Repurchase => read(
            db,
            include_str!("sql/profile_back.sql"),
            named_params! { ":from": from, ":ripe": ripe },
            ("back", "ripe"),
        ),
        Measure::Satisfaction => {
            read(db, include_str!("sql/profile_ratings.sql"), span, ("stars", "ratings"))
        }
        Measure::Advice => read(
            db,
            include_str!("sql/profile_advice.sql"),
            named_params! { ":from": from, ":to": last, ":ripe": ripe },
            ("bought", "decided"),
        ),
    };
    let measured = [of(Measure::Repurchase)?, of(Measure::Satisfaction)?, of(Measure::Advice)?];
    let mut out = Vec::new();
    for (category, people) in &work {
        let Some((services, _)) = people.get(&person).copied() else { continue };
        let most = people.values().map(|(services, _)| *services).max().unwrap_or(services);
        let rates = Measure::ALL
            .iter()
            .zip(&measured)
            .map(|(measure, all)| {
                let none = BTreeMap::new();
                rate(*measure, all.get(category).unwrap_or(&none), person, names)
            })
            .collect();
        out.push(CategoryIs { category: category.clone(), services: (services, most), rates });
    }
    out.sort_by_key(|one| std::cmp::Reverse(one.services.0));
    Ok(out)
}

/// A person's rate, and the best of the store with at least as many cases as make a sample.
fn rate(
    measure: Measure,
    all: &BTreeMap<i64, (i64, i64)>,
    person: i64,
    names: &BTreeMap<i64, (String, String)>,
) -> RateIs {
    let (top, bottom) = all.get(&person).copied().unwrap_or((0, 0));
    let sum = all.values().fold((0_i64, 0_i64), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let value = |(top, bottom): (i64, i64)| profile_rules::rate(top, bottom, ONE);
    let mean = value(sum);
    let drawn = |(top, bottom): (i64, i64)| shrunk(top, bottom, mean);
    let best = all
        .iter()
        .filter(|(staff, (_, bottom))| **staff != person && *bottom >= SMALL)
        .max_by_key(|(staff, fraction)| (drawn(**fraction), std::cmp::Reverse(**staff)));
    let own = if bottom > 0 { drawn((top, bottom)) } else { None };
    let behind = best.and_then(|(_, fraction)| {
        // Few cases draw a good rate down to the mean: whoever is not worse as it stands is not behind.
        let worse = value((top, bottom)) < value(*fraction);
        Some(if worse { drawn(*fraction)? - own? } else { 0 })
    });
    RateIs {
        measure,
        top,
        bottom,
        shown: shown(measure.unit(), value((top, bottom))),
        small: bottom > 0 && bottom < SMALL,
        best: best.map(|(staff, fraction)| {
            let (number, name) = names.get(staff).cloned().unwrap_or_default();
            (shown(measure.unit(), value(*fraction)), fraction.1, number, name)
        }),
        behind,
    }
}

/// Where the most is to be won: how far behind, times how much work there is.
fn training(categories: &[CategoryIs]) -> Vec<Training> {
    let mut all: Vec<(i128, Training)> = Vec::new();
    for category in categories {
        for rate in &category.rates {
            let (Some(behind), Some(best)) = (rate.behind, &rate.best) else { continue };
            // A star weighs as a fifth of a share: both run from nothing to all.
            let weight = if rate.measure == Measure::Satisfaction { behind / 5 } else { behind };
            // A word about two cases is no training.
            if weight < profile_rules::WORTH || rate.bottom < CASES_MIN {
                continue;
            }
            all.push((
                i128::from(weight) * i128::from(category.services.0),
                Training {
                    category: category.category.clone(),
                    measure: rate.measure,
                    own: (rate.shown.clone(), rate.bottom),
                    best: (best.0.clone(), best.1),
                    teacher: (best.2.clone(), best.3.clone()),
                },
            ));
        }
    }
    all.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    all.into_iter().take(ADVICE_MAX).map(|(_, training)| training).collect()
}

/// The members who are a person's, the latest first; those who are lost at the end.
fn members(db: &Db, person: i64, today: NaiveDate) -> Answer<Vec<MemberDue>> {
    let rows =
        db.list(include_str!("sql/profile_members.sql"), named_params! { ":staff": person }, |row| {
            let key: (String, String) = (row.get("number")?, row.get("name")?);
            Ok((key, (row.get::<_, String>("day")?, row.get::<_, Option<i64>>("since_last")?)))
        })?;
    let mut visits: BTreeMap<(String, String), (String, Vec<i64>)> = BTreeMap::new();
    for (key, (on, since)) in rows {
        let (last, gaps) = visits.entry(key).or_default();
        *last = on;
        gaps.extend(since.filter(|days| *days > 0));
    }
    let mut out = Vec::with_capacity(visits.len());
    for ((member, name), (last, gaps)) in visits {
        let Due { usual, due, late } = profile_rules::due(day::iso(&last)?, &gaps, today);
        out.push(MemberDue { member, name, last, usual, due: due.to_string(), late });
    }
    out.sort_by_key(|one| {
        let lost = one.late > LOST_DAYS;
        (lost, if lost { one.late } else { -one.late }, one.member.clone())
    });
    out.truncate(MEMBERS_MAX);
    Ok(out)
}

fn rota(db: &Db, person: i64, (from, to): (NaiveDate, NaiveDate)) -> Answer<Vec<RotaDay>> {
    let params = named_params! { ":staff": person, ":from": from.to_string(), ":to": to.to_string() };
    Ok(db.list(include_str!("sql/profile_rota.sql"), params, |row| {
        let (requested, led): (i64, i64) = (row.get("requested")?, row.get("led")?);
        Ok(RotaDay { day: row.get("day")?, requested, rotation: led - requested })
    })?)
}
