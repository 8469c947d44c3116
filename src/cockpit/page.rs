//! The page of one store, or of several together.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::alerts::{self, Alert};
use super::hours::Hours;
use super::items::{Heats, ItemHeat, PairIs};
use super::tiles::{Tiles, tiles};
use crate::db::Db;
use crate::ground::Refused;
use crate::insight::answers::StepIs;
use crate::insight::history::{Person, people};
use crate::insight::journey_rules::{journey, moment};
use crate::shop::{Answer, Look, Query};

/// The spans that can be asked for, in days.
pub const SPANS: [i64; 3] = [7, 30, 1];
/// Newcomers of so many days.
pub const NEWCOMER_DAYS: i64 = 90;

/// Asks how a store stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cockpit {
    /// Days of a span: 1, 7 or 30; 7 when absent. Each is compared with the same number of days right before.
    #[serde(default)]
    pub days: Option<i64>,
}

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CockpitIs {
    /// The last day of the present span.
    pub to: String,
    /// Days of a span.
    pub days: i64,
    /// The figures on top.
    pub tiles: Tiles,
    /// Items of thirty days, the one that sold most first.
    pub items: Vec<ItemHeat>,
    /// The two items that bring most people back when they are had together, where two do.
    pub pair: Option<PairIs>,
    /// When customers came in eight weeks.
    pub hours: Hours,
    /// The way of newcomers of 90 days.
    pub journey: Vec<StepIs>,
    /// At which visit members first pay in advance: the visit by which 70 % have, how many, and of how many.
    pub moment: Option<[usize; 3]>,
    /// What wants somebody's eye.
    pub alerts: Vec<Alert>,
}

impl Query for Cockpit {
    const NAME: &'static str = "query.cockpit";
    type Out = CockpitIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<CockpitIs> {
        let today = look.profile.zone.business_day(look.now);
        let mut page = self.begin(today)?;
        let members = people(db, look)?;
        page.add(db, look, &members)?;
        Ok(page.told(&members))
    }
}

impl Cockpit {
    /// Begins a page that ends on a day.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] for a span that there is not.
    pub fn begin(&self, to: NaiveDate) -> Result<Page, Refused> {
        let days = self.days.unwrap_or(7);
        if !SPANS.contains(&days) {
            let known = "1, 7, 30".to_owned();
            return Err(Refused::ChoiceUnknown { field: "days".to_owned(), value: days.to_string(), known });
        }
        Ok(Page {
            to,
            days,
            tiles: Tiles::default(),
            heats: Heats::default(),
            hours: Hours::default(),
            alerts: Vec::new(),
        })
    }
}

/// A page that is being put together.
#[derive(Debug)]
pub struct Page {
    to: NaiveDate,
    days: i64,
    tiles: Tiles,
    heats: Heats,
    hours: Hours,
    alerts: Vec<Alert>,
}

impl Page {
    /// Adds a store with its people.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn add(&mut self, db: &Db, look: &Look<'_>, people: &[Person]) -> Answer<()> {
        self.tiles.add(&tiles(db, look, self.days, self.to)?);
        self.heats.add(db, self.to)?;
        self.hours.add(db, look.profile.zone, self.to)?;
        alerts::add(&mut self.alerts, alerts::alerts(db, &look.profile.code, people, self.to)?);
        Ok(())
    }

    /// The page, with the people of all stores.
    pub fn told(self, people: &[Person]) -> CockpitIs {
        let steps = journey(people, NEWCOMER_DAYS, self.to).steps.into_iter();
        CockpitIs {
            to: self.to.to_string(),
            days: self.days,
            tiles: self.tiles,
            pair: self.heats.pair(self.to),
            items: self.heats.told(self.to),
            hours: self.hours,
            journey: steps.map(StepIs::from).collect(),
            moment: moment(people).map(|moment| [moment.visit, moment.members, moment.of]),
            alerts: self.alerts,
        }
    }
}
