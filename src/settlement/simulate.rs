//! What a changed book of rules would have made of past months, store by store, before it is issued. Nothing changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clearing_rules::{self, CardKind, Clearing, Used};
use super::events::read;
use super::rate_rules::{Stands, rate};
use crate::db::{Db, named_params};
use crate::ground::{Fen, Month};
use crate::shop::{Answer, Look, Query};

/// Rates past months again by other rules.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulateClearing {
    /// The rules of the draft.
    pub clearing: Vec<Clearing>,
    /// First month, 2026-08; the one before this when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last month; the first when absent.
    #[serde(default)]
    pub to: Option<String>,
}

/// What changes for a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreDifference {
    /// Its code.
    pub store: String,
    /// Its position as it is: what it gets less what it owes.
    pub before: Fen,
    /// As the draft would have it.
    pub after: Fen,
    /// The second less the first; over all stores it sums to zero.
    pub difference: Fen,
    /// Its performance as it is.
    pub performance_before: Fen,
    /// As the draft would have it.
    pub performance_after: Fen,
}

/// The difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulated {
    /// First month.
    pub from: String,
    /// Last month.
    pub to: String,
    /// How many events were rated again.
    pub events: i64,
    /// Of them, those that no rule of the draft fits.
    pub unruled: i64,
    /// The stores, by code.
    pub stores: Vec<StoreDifference>,
}

/// What a store has: position and performance, as it is and as it would be.
#[derive(Default)]
struct Sums {
    position: (i64, i64),
    performance: (i64, i64),
}

impl Query for SimulateClearing {
    const NAME: &'static str = "query.clearing_simulated";
    type Out = Simulated;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Simulated> {
        if let Err(wrong) = clearing_rules::check(&self.clearing) {
            return Err(wrong.refused(self.clearing.iter().map(|rule| &rule.name)).into());
        }
        let from = super::matrix::month_of(self.from.as_deref(), look)?;
        let to = self.to.as_deref().map(Month::named).transpose()?.unwrap_or(from);
        let params = named_params! { ":from": from.name(), ":to": to.name() };
        let mut stores: BTreeMap<String, Sums> = BTreeMap::new();
        let mut standing: BTreeMap<(String, i64, i64, String, CardKind), Stands> = BTreeMap::new();
        let (mut events, mut unruled) = (0, 0);
        let rows = db.list(include_str!("sql/events_between.sql"), params, |row| {
            Ok((read(row)?, row.get::<_, i64>("of_bill")?, row.get::<_, i64>("of_line")?))
        })?;
        for (event, of_bill, of_line) in rows {
            let used = Used {
                day: &event.rated_on,
                home: &event.home,
                serving: &event.serving,
                item: &event.item,
                category: &event.category,
                card: event.card,
                principal: event.principal,
                gift: event.gift,
                value: event.value,
            };
            let key = (event.serving.clone(), of_bill, of_line, event.home.clone(), event.card);
            let before = standing.entry(key).or_default();
            let rated = rate(&self.clearing, &used, before)?;
            *before = before.with(&used, &rated)?;
            events += 1;
            unruled += i64::from(rated.rule.is_empty());
            let serving = stores.entry(event.serving.clone()).or_default();
            serving.position.0 += event.owed.0;
            serving.position.1 += rated.owed.0;
            serving.performance.0 += event.value.0 - event.home_share.0;
            serving.performance.1 += event.value.0 - rated.home.0;
            let home = stores.entry(event.home.clone()).or_default();
            home.position.0 -= event.owed.0;
            home.position.1 -= rated.owed.0;
            home.performance.0 += event.home_share.0;
            home.performance.1 += rated.home.0;
        }
        let stores = stores.into_iter().map(|(store, sums)| StoreDifference {
            store,
            before: Fen(sums.position.0),
            after: Fen(sums.position.1),
            difference: Fen(sums.position.1 - sums.position.0),
            performance_before: Fen(sums.performance.0),
            performance_after: Fen(sums.performance.1),
        });
        Ok(Simulated { from: from.name(), to: to.name(), events, unruled, stores: stores.collect() })
    }
}
