//! Founding a store: the first rows of a new file, before any command can be sent.

use std::path::Path;
use std::sync::Arc;

use super::{Answer, Profile, Shop, profile, store};
use crate::db::{Db, named_params};
use crate::ground::{Clean, Refused, World, Zone};
use crate::words::{self, Lang};

/// What a store is founded with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// `S01`.
    pub code: String,
    /// `国贸店`.
    pub name: String,
    /// The owner's name.
    pub owner: String,
    /// The language of the names that the store begins with, and of its screens and slips.
    pub lang: Lang,
    /// Minutes east of UTC; 480 in China.
    pub zone_minutes: i32,
    /// The hour at which a business day begins.
    pub cut_off_hour: u32,
    /// Whether it is headquarters.
    pub hq: bool,
}

impl Founding {
    /// A store in China.
    pub fn new(code: &str, name: &str) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            owner: String::new(),
            lang: Lang::default(),
            zone_minutes: 480,
            cut_off_hour: 4,
            hq: false,
        }
    }
}

/// What marks a file of headquarters; no setting that anybody can put.
const HEADQUARTERS: &str = "headquarters";

/// The tiers that a new store begins with, lowest first: code and the key of the name. Their rates are set by the
/// price list.
const TIERS: [(&str, &str); 5] = [
    ("normal", "tier_name.normal"),
    ("silver", "tier_name.silver"),
    ("gold", "tier_name.gold"),
    ("diamond", "tier_name.diamond"),
    ("black", "tier_name.black"),
];

impl Shop {
    /// Creates a file and founds a store in it.
    ///
    /// # Errors
    /// [`Refused::FileExists`], [`Refused::StoreCodeInvalid`], or a fault of the machine.
    pub fn found(path: &Path, founding: &Founding, world: Arc<dyn World>) -> Answer<Self> {
        let parts = checked(founding)?;
        let db = Db::create(path)?;
        Self::found_in(db, founding, parts, world)
    }

    /// Founds a store in memory: for tests of verbs.
    ///
    /// # Errors
    /// As [`Shop::found`].
    pub fn found_in_memory(founding: &Founding, world: Arc<dyn World>) -> Answer<Self> {
        let parts = checked(founding)?;
        Self::found_in(Db::in_memory()?, founding, parts, world)
    }

    fn found_in(
        db: Db,
        founding: &Founding,
        (name, zone): (Clean, Zone),
        world: Arc<dyn World>,
    ) -> Answer<Self> {
        let mut chain_salt = [0_u8; 16];
        world.fill(&mut chain_salt);
        let at = world.now();
        let mut seed = [0_u8; 32];
        world.fill(&mut seed);
        let code = founding.code.clone();
        let profile = Profile { code, name: name.into_string(), chain_salt, zone, epoch: 1, hq: founding.hq };
        let owner = Clean::new(&founding.owner)?.into_string();
        let lang = founding.lang;
        let owner = if owner.is_empty() { words::text(lang, "owner.name").to_owned() } else { owner };
        db.control("BEGIN IMMEDIATE")?;
        store::insert_store(&db, &profile, founding.zone_minutes, founding.cut_off_hour, at)?;
        db.run(include_str!("sql/key_insert.sql"), named_params! { ":seed": seed, ":at": at.0 })?;
        for (rank, (code, name)) in (0_i64..).zip(TIERS) {
            let name = words::text(lang, name);
            db.run(
                include_str!("sql/tier_insert.sql"),
                named_params! { ":code": code, ":name": name, ":rank": rank },
            )?;
        }
        db.run(
            include_str!("sql/owner_insert.sql"),
            named_params! { ":name": owner, ":day": zone.business_day(at).to_string() },
        )?;
        let by = store::first_owner(&db)?.map_or(0, |owner| owner.id);
        if founding.hq {
            store::insert_setting(&db, HEADQUARTERS, "true", at, by)?;
        }
        if lang != Lang::default() {
            store::insert_setting(&db, "lang", "\"en\"", at, by)?;
        }
        db.control("COMMIT")?;
        Self::over(db, world)
    }
}

fn checked(founding: &Founding) -> Result<(Clean, Zone), Refused> {
    profile::check_code(&founding.code)?;
    let name = Clean::required("name", &founding.name)?;
    let zone = Zone::new(founding.zone_minutes, founding.cut_off_hour)?;
    Ok((name, zone))
}
