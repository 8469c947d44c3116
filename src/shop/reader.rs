//! Questions: they change nothing, run on their own connection, and can be stopped.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Answer, Profile, Settings, settings, store};
use crate::db::{Db, Mode};
use crate::ground::{self, Instant, Refused, World};

/// A question to the store.
pub trait Query: Serialize + DeserializeOwned + schemars::JsonSchema {
    /// The name at the machine's door: `query.member`.
    const NAME: &'static str;
    /// What it answers.
    type Out: Serialize;

    /// Whose pay the answer tells, which is not everybody's to read.
    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::Nobody
    }

    /// Looks it up.
    ///
    /// # Errors
    /// A refusal for something that is not there, or a fault.
    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Self::Out>;
}

/// Whose pay an answer tells. People read their own; others' takes [`super::Act::PayRead`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayOf<'a> {
    /// None.
    Nobody,
    /// One person's, by staff number.
    One(&'a str),
    /// Everybody's.
    All,
}

impl PayOf<'_> {
    /// One person's where a staff number is given, else everybody's.
    pub fn staff(number: Option<&str>) -> PayOf<'_> {
        number.map_or(PayOf::All, PayOf::One)
    }
}

/// What a question may know besides the file.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// This store.
    pub profile: &'a Profile,
    /// The settings in force.
    pub settings: &'a Settings,
    /// The present moment, or the past one that is asked about.
    pub now: Instant,
    /// Whether that is a past one.
    pub past: bool,
}

impl Look<'_> {
    /// The business day as the file keeps it.
    pub fn today(&self) -> String {
        self.profile.zone.business_day(self.now).to_string()
    }

    /// First and last day of a question: today, or the one that is named.
    ///
    /// # Errors
    /// [`Refused::DateUnreadable`], [`Refused::DateOrder`].
    pub fn days(&self, from: Option<&str>, to: Option<&str>) -> Result<(String, String), Refused> {
        let today = self.today();
        ground::day::span(from.or(to).unwrap_or(&today), to.unwrap_or(&today))
    }
}

/// A read-only connection of its own.
pub struct Reader {
    db: Db,
    world: Arc<dyn World>,
    profile: Profile,
}

impl Reader {
    /// Opens a reader beside a writer.
    ///
    /// # Errors
    /// As [`super::Shop::open`].
    pub fn open(path: &Path, world: Arc<dyn World>) -> Answer<Self> {
        let db = Db::open(path, Mode::Read)?;
        let profile =
            store::profile(&db).map_err(|fault| fault.of_file(path))?.ok_or(Refused::StoreMissing {})?;
        Ok(Self { db, world, profile })
    }

    /// Asks a question.
    ///
    /// # Errors
    /// As the question says.
    pub fn ask<Q: Query>(&self, query: &Q) -> Answer<Q::Out> {
        let settings: Settings = settings::load(&self.db)?;
        let look = Look { profile: &self.profile, settings: &settings, now: self.world.now(), past: false };
        query.run(&self.db, &look)
    }

    /// The settings in force.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn settings(&self) -> Answer<Settings> {
        Ok(settings::load(&self.db)?)
    }

    /// The file.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The present moment by the reader's clock.
    pub fn now(&self) -> Instant {
        self.world.now()
    }

    /// This store.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }
}
