//! What every screen may know besides its own state: who stands here, when it is, and the salon's lists.

use std::rc::Rc;
use std::sync::Arc;

use super::shelf::Shelf;
use crate::ground::{Instant, World, Zone};
use crate::shop::{Envelope, Operator, Settings, Stop, rights};
use crate::words::{self, Lang};

/// The world around the screens. It is never changed: a new one comes with `Msg::Context`.
#[derive(Clone)]
pub struct Context {
    /// The language of the words.
    pub lang: Lang,
    /// The store's code.
    pub code: String,
    /// The store's name.
    pub store: String,
    /// Whether this is headquarters.
    pub hq: bool,
    /// Whether this is a store's copy at headquarters, which is only looked at.
    pub copy: bool,
    /// Where the store stands in time.
    pub zone: Zone,
    /// The present minute.
    pub now: Instant,
    /// Who stands here; nobody while the terminal is locked.
    pub who: Option<Operator>,
    /// The settings in force.
    pub settings: Rc<Settings>,
    /// The price list, the people and the tiers, in memory.
    pub shelf: Rc<Shelf>,
    /// Time and chance, for new keys.
    pub world: Arc<dyn World>,
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("store", &self.code).finish_non_exhaustive()
    }
}

impl Context {
    /// A new command key: mint it when a panel opens, not when Enter is pressed.
    #[must_use]
    pub fn key(&self) -> String {
        let mut bytes = [0_u8; 16];
        self.world.fill(&mut bytes);
        crate::ledger::chain::hex(&bytes)
    }

    /// The envelope of a command by whoever stands here.
    #[must_use]
    pub fn envelope(&self, key: &str) -> Envelope {
        Envelope {
            key: key.to_owned(),
            by: self.who.as_ref().map(|who| who.number.clone()),
            ..Envelope::default()
        }
    }

    /// Whether whoever stands here may do something alone.
    #[must_use]
    pub fn may(&self, act: rights::Act) -> bool {
        self.who.as_ref().is_some_and(|who| rights::may(who.role, act))
    }

    /// The business day.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.zone.business_day(self.now)
    }

    /// The words of what stood in the way.
    #[must_use]
    pub fn words(&self, stop: &Stop) -> String {
        match stop {
            Stop::Refused(no) => words::refused(self.lang, no),
            Stop::Fault(fault) => words::fill(self.lang, "app.fault", &[("why", &shown(fault))]),
            Stop::Unknown(_) => words::text(self.lang, "app.unknown").to_owned(),
        }
    }
}

fn shown(fault: &crate::db::Fault) -> String {
    crate::ground::Clean::shown(&fault.to_string()).into_string()
}
