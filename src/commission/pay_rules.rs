//! What a line earns each of its people under their rules, in fen (domain §6), pure.
//!
//! Everything is worked out from the *state* of a line: what of it stands, how much of that is paid, how much by gifts.
//! What an event earns is what the line earns after it less what it earned before. So a sale and its refunds, in any
//! steps, always end at nothing, and a debt earns exactly what it would have earned if it had been paid at once.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::rules::{BandMode, Basis, Cost, Pay, PerMillion, Ruled};
use crate::ground::split::{first_takes_rest, floor_share};
use crate::ground::{Fen, Refused};

const MILLION: i128 = 1_000_000;

/// What stands of a line at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct State {
    /// Pieces or sessions.
    pub quantity: i64,
    /// What is charged for them.
    pub net: Fen,
    /// How much of that is gift money.
    pub gift: Fen,
    /// How much of that is owed still.
    pub owed: Fen,
    /// What a card gives for them.
    pub value: Fen,
}

impl State {
    /// Paid with money, or worked off a card.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn paid(self) -> Result<Fen, Refused> {
        self.net.minus(self.gift)?.minus(self.owed)?.plus(self.value)
    }

    /// Charged or worked off in all.
    fn worth(self) -> Result<Fen, Refused> {
        self.net.plus(self.value)
    }
}

/// What an item brings into the calculation, for one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Each {
    /// List price.
    pub list: Fen,
    /// Hand fee.
    pub fee: Fen,
    /// Cost of material.
    pub cost: Fen,
}

/// `amount × rate`, rounded half away from zero to the fen.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn portion(amount: Fen, rate: PerMillion) -> Result<Fen, Refused> {
    rounded(i128::from(amount.0).checked_mul(i128::from(rate.0)))
}

/// Millionths of a fen to whole fen, half away from zero.
fn rounded(millionths: Option<i128>) -> Result<Fen, Refused> {
    let half = MILLION.checked_div(2).unwrap_or(0);
    millionths
        .and_then(|exact| exact.unsigned_abs().checked_add(half.unsigned_abs()).map(|size| (exact, size)))
        .and_then(|(exact, size)| size.checked_div(MILLION.unsigned_abs()).map(|fen| (exact, fen)))
        .and_then(|(exact, fen)| i64::try_from(fen).ok().map(|fen| (exact, fen)))
        .map(|(exact, fen)| if exact < 0 { Fen(fen).negated() } else { Fen(fen) })
        .ok_or(Refused::AmountTooLarge {})
}

/// The base of a line under a rule: principal and money, and φ of what gifts paid; by list price, that share of it.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn base(state: State, list: Fen, basis: Basis, phi: PerMillion) -> Result<Fen, Refused> {
    let counted = state.paid()?.plus(portion(state.gift, phi)?)?;
    if basis == Basis::Paid {
        return Ok(counted);
    }
    let (listed, worth) = (list.times_count(state.quantity)?, state.worth()?);
    // Points, a coupon or a period card paid for all of it: then nothing is owed and the list price stands.
    Ok(if worth == Fen::ZERO { listed } else { Fen(floor_share(listed.0, counted.0, worth.0)) })
}

/// What one person of a line gets before bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Of the base, the cost taken off where the rule says before.
    pub base: Fen,
    /// Of the cost of material that was taken off, before or after.
    pub cost: Fen,
    /// Of the commission; nothing yet where bands of the month decide.
    pub share: Fen,
}

/// One person of a role group.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    /// Weight.
    pub weight: i64,
    /// The rule that pays, if one does.
    pub rule: Option<&'a Ruled>,
}

/// What the people of one role group get of a line. The base falls by weight, the first taking the rest; those who
/// share a rule share what it gives the same way.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn group(state: State, each: Each, hands: &[Hand<'_>]) -> Result<Vec<Part>, Refused> {
    let weights: Vec<i64> = hands.iter().map(|hand| hand.weight).collect();
    let mut parts = vec![Part::default(); hands.len()];
    for (place, hand) in hands.iter().enumerate() {
        let known = |other: &&Hand<'_>| same(other.rule, hand.rule);
        if hands.iter().take(place).any(|other| known(&other)) {
            continue;
        }
        let (basis, phi) =
            hand.rule.map_or((Basis::Paid, PerMillion(500_000)), |rule| (rule.rule.basis, rule.phi));
        let whole = base(state, each.list, basis, phi)?;
        let bases = first_takes_rest(whole.0, &weights)?;
        let mine = |at: &usize| hands.get(*at).as_ref().is_some_and(known);
        let places: Vec<usize> = (0..hands.len()).filter(mine).collect();
        for at in &places {
            if let (Some(part), Some(base)) = (parts.get_mut(*at), bases.get(*at)) {
                part.base = Fen(*base);
            }
        }
        if let Some(rule) = hand.rule {
            costs(state, each, rule, &weights, &places, &mut parts)?;
            shares(state, rule, &weights, &places, &mut parts)?;
        }
    }
    Ok(parts)
}

/// The same for a person who stands alone in their group, as most do.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn alone(state: State, each: Each, rule: Option<&Ruled>) -> Result<Part, Refused> {
    let Some(rule) = rule else {
        return Ok(Part {
            base: base(state, each.list, Basis::Paid, PerMillion(500_000))?,
            ..Part::default()
        });
    };
    let mut part = Part { base: base(state, each.list, rule.rule.basis, rule.phi)?, ..Part::default() };
    let parts = std::slice::from_mut(&mut part);
    costs(state, each, rule, &[1], &[0], parts)?;
    shares(state, rule, &[1], &[0], parts)?;
    Ok(part)
}

fn same(one: Option<&Ruled>, other: Option<&Ruled>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Takes the cost of material: from the base at once, or keeps it for after the rate. Never below nothing.
fn costs(
    state: State,
    each: Each,
    rule: &Ruled,
    weights: &[i64],
    places: &[usize],
    parts: &mut [Part],
) -> Result<(), Refused> {
    if rule.rule.cost == Cost::None || each.cost == Fen::ZERO {
        return Ok(());
    }
    let whole = each.cost.times_count(state.quantity)?;
    let costs = split(whole, weights)?;
    for at in places {
        let (Some(part), Some(cost)) = (parts.get_mut(*at), costs.get(*at)) else { continue };
        match rule.rule.cost {
            Cost::None => {}
            Cost::Before => {
                part.cost = Fen(*cost).min(part.base);
                part.base = part.base.minus(part.cost)?;
            }
            Cost::After => part.cost = Fen(*cost),
        }
    }
    Ok(())
}

/// Splits by weight without asking anybody who stands alone.
fn split(amount: Fen, weights: &[i64]) -> Result<Vec<i64>, Refused> {
    if weights.len() == 1 { Ok(vec![amount.0]) } else { first_takes_rest(amount.0, weights) }
}

fn shares(
    state: State,
    rule: &Ruled,
    weights: &[i64],
    places: &[usize],
    parts: &mut [Part],
) -> Result<(), Refused> {
    let whole = match &rule.pay {
        Pay::Bands(..) => return Ok(()),
        Pay::Rate(rate) => {
            let bases = places.iter().filter_map(|at| parts.get(*at)).map(|part| part.base);
            portion(Fen::sum(bases)?, *rate)?
        }
        Pay::Fixed(fixed) => {
            let pieces = fixed.times_count(state.quantity)?;
            let mine: i64 =
                places.iter().filter_map(|at| weights.get(*at)).fold(0, |sum, one| sum.saturating_add(*one));
            let all: i64 = weights.iter().fold(0, |sum, one| sum.saturating_add(*one));
            let covered = state.worth()?.minus(state.owed)?;
            let pieces = if state.owed == Fen::ZERO {
                pieces
            } else {
                Fen(floor_share(pieces.0, covered.0, state.worth()?.0))
            };
            if mine == all { pieces } else { Fen(floor_share(pieces.0, mine, all)) }
        }
    };
    if let [only] = places {
        return give(parts.get_mut(*only), whole, rule.rule.cost);
    }
    let own: Vec<i64> = places.iter().filter_map(|at| weights.get(*at)).copied().collect();
    for (at, share) in places.iter().zip(first_takes_rest(whole.0, &own)?) {
        give(parts.get_mut(*at), Fen(share), rule.rule.cost)?;
    }
    Ok(())
}

fn give(part: Option<&mut Part>, share: Fen, cost: Cost) -> Result<(), Refused> {
    if let Some(part) = part {
        if cost == Cost::After {
            part.cost = part.cost.min(share);
            part.share = share.minus(part.cost)?;
        } else {
            part.share = share;
        }
    }
    Ok(())
}

/// What bands give for the base of a month in all.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn banded(mode: BandMode, steps: &[(Fen, PerMillion)], total: Fen) -> Result<Fen, Refused> {
    match mode {
        BandMode::Retroactive => {
            let reached = steps.iter().rev().find(|(from, _)| *from <= total);
            reached.map_or(Ok(Fen::ZERO), |(_, rate)| portion(total, *rate))
        }
        BandMode::Progressive => {
            let mut exact = Some(0_i128);
            for (place, (from, rate)) in steps.iter().enumerate() {
                let upto = place
                    .checked_add(1)
                    .and_then(|next| steps.get(next))
                    .map_or(total, |(next, _)| total.min(*next));
                let inside = i128::from(upto.minus(*from)?.max(Fen::ZERO).0);
                let part = inside.checked_mul(i128::from(rate.0));
                exact = exact.zip(part).and_then(|(sum, part)| sum.checked_add(part));
            }
            rounded(exact)
        }
    }
}

#[cfg(test)]
mod tests;
