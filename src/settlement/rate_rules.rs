//! How an event between stores is rated: as what stands of it now, less what was rated before, so that whatever goes back
//! leaves nothing to the fen; pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::clearing_rules::{Cleared, Clearing, Used, find};
use crate::ground::{Fen, Refused};

/// What stands of an event: all that was used on a line, less what went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stands {
    /// Principal.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// What of it the home store owes.
    pub owed: Fen,
    /// What of its value is the home store's performance.
    pub home: Fen,
}

/// What a step adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rated {
    /// What the home store owes more, or less.
    pub owed: Fen,
    /// What of the value is the home store's performance.
    pub home: Fen,
    /// The rule's name; empty where none fits: nothing is owed, and it is listed.
    pub rule: String,
    /// Whether a campaign's rule rated it.
    pub campaign: bool,
}

/// Rates one step: `used` is what the step uses or gives back, `before` what stood until then.
///
/// # Errors
/// [`Refused::AmountTooLarge`].
pub fn rate(rules: &[Clearing], used: &Used<'_>, before: &Stands) -> Result<Rated, Refused> {
    let Some(rule) = find(rules, used).and_then(|place| rules.get(place)) else {
        // Without a rule nothing is owed and the work is all the serving store's.
        return Ok(Rated::default());
    };
    let principal = before.principal.plus(used.principal)?;
    let gift = before.gift.plus(used.gift)?;
    let whole = Used { principal, gift, value: principal.plus(gift)?, ..*used };
    let Cleared { owed, home, .. } = rule.clear(&whole)?;
    Ok(Rated {
        owed: owed.minus(before.owed)?,
        home: home.minus(before.home)?,
        rule: rule.name.as_str().to_owned(),
        campaign: rule.since.is_some(),
    })
}

impl Stands {
    /// After a step.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn with(&self, used: &Used<'_>, rated: &Rated) -> Result<Self, Refused> {
        Ok(Self {
            principal: self.principal.plus(used.principal)?,
            gift: self.gift.plus(used.gift)?,
            owed: self.owed.plus(rated.owed)?,
            home: self.home.plus(rated.home)?,
        })
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use proptest::prelude::*;

    use super::super::clearing_rules::CardKind;
    use super::*;
    use crate::ground::Clean;

    fn rule(rate: &str, share: &str) -> Clearing {
        Clearing {
            name: Clean::new("全部").unwrap(),
            since: None,
            until: None,
            item: None,
            category: None,
            card: None,
            home: None,
            serving: None,
            rate: rate.parse().unwrap(),
            phi: None,
            share: share.parse().unwrap(),
        }
    }

    fn used(principal: i64, gift: i64) -> Used<'static> {
        Used {
            day: "2026-11-21",
            home: "S01",
            serving: "S02",
            item: "21",
            category: "面部",
            card: CardKind::StoredValue,
            principal: Fen(principal),
            gift: Fen(gift),
            value: Fen(principal + gift),
        }
    }

    #[test]
    fn without_a_rule_nothing_is_owed() {
        assert_eq!(rate(&[], &used(100, 20), &Stands::default()), Ok(Rated::default()));
    }

    proptest! {
        #[test]
        fn what_goes_back_in_any_steps_leaves_nothing(
            principal in 1_i64..1_000_000,
            gift in 0_i64..500_000,
            steps in proptest::collection::vec(1_u32..100, 0..6),
            percent in 0_u32..=100,
            share in 0_u32..=100,
        ) {
            let rules = [rule(&format!("{percent}%"), &format!("{share}%"))];
            let mut stands = Stands::default();
            let mut step = |p: i64, g: i64| {
                let used = used(p, g);
                let rated = rate(&rules, &used, &stands).unwrap();
                stands = stands.with(&used, &rated).unwrap();
                stands
            };
            step(principal, gift);
            let (mut left, mut left_gift) = (principal, gift);
            for of in steps {
                let (p, g) = (left * i64::from(of) / 100, left_gift * i64::from(of) / 100);
                step(-p, -g);
                (left, left_gift) = (left - p, left_gift - g);
            }
            prop_assert_eq!(step(-left, -left_gift), Stands::default());
        }
    }
}
