//! What sort of customer a member is: drawn once from the seed and her index, so that nothing has to be kept.
//!
//! Floats are at home in this model and nowhere near the money.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::book::{DemoBook, Role};
use super::season::Season;

/// The regular gaps of members lie between these, in days.
pub const GAP_DAYS: (f64, f64) = (12.0, 70.0);
/// Gaps are gamma distributed with this shape: a sum of as many exponentials, coefficient of variation 0.45.
pub const GAP_SHAPE: u32 = 5;
/// Words of the generator set aside for each throw; more than any throw uses.
const WORDS_PER_TURN: u128 = 256;
/// Members who were there before the span began joined at most this many days before it.
const PAST_DAYS: f64 = 1100.0;

/// What a random number is for: each purpose has its own stream, so that a new question changes no old answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// What sort of customer.
    Profile,
    /// When she comes again.
    Timing,
    /// What she wants.
    Wants,
    /// What she is called.
    Name,
    /// Customers without a file.
    Guest,
    /// What happens at the counter besides: pay codes, refunds, advice.
    Counter,
}

/// Random numbers by purpose, member and turn, without any state between.
#[derive(Debug, Clone)]
pub struct Dice {
    base: ChaCha8Rng,
    salt: u64,
}

impl Dice {
    /// Dice for a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let base = ChaCha8Rng::seed_from_u64(seed);
        let salt = base.clone().next_u64() >> 8;
        Self { base, salt }
    }

    /// Fresh numbers for one question about one member.
    #[must_use]
    pub fn throw(&self, purpose: Purpose, who: u32, turn: u32) -> ChaCha8Rng {
        let purpose: u64 = match purpose {
            Purpose::Profile => 1,
            Purpose::Timing => 2,
            Purpose::Wants => 3,
            Purpose::Name => 4,
            Purpose::Guest => 5,
            Purpose::Counter => 6,
        };
        let mut dice = self.base.clone();
        dice.set_stream((purpose << 32) | u64::from(who));
        dice.set_word_pos(u128::from(turn) * WORDS_PER_TURN);
        dice
    }

    /// A number of the seed's own, below 2^56.
    #[must_use]
    pub fn salt(&self) -> u64 {
        self.salt
    }
}

/// A number in 0…1.
pub fn unit(dice: &mut impl Rng) -> f64 {
    dice.random()
}

/// Whether something of this probability happens; probabilities outside 0…1 are certainties.
pub fn chance(probability: f64, dice: &mut impl Rng) -> bool {
    unit(dice) < probability
}

/// A gamma variate of mean one and shape [`GAP_SHAPE`].
pub fn gap(dice: &mut impl Rng) -> f64 {
    let product: f64 = (0..GAP_SHAPE).map(|_| (1.0 - unit(dice)).max(f64::MIN_POSITIVE)).product();
    -product.ln() / f64::from(GAP_SHAPE)
}

/// A standard normal variate (Box and Muller, 1958).
fn normal(dice: &mut impl Rng) -> f64 {
    let radius = (-2.0 * (1.0 - unit(dice)).max(f64::MIN_POSITIVE).ln()).sqrt();
    radius * (std::f64::consts::TAU * unit(dice)).cos()
}

/// What sort of customer a member is.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The draw that decides whether she comes at all: the plan's live members are those below its share.
    pub draw: f64,
    /// The day she joined, counted from the first of the span; below zero before it.
    pub joined: i32,
    /// Her regular gap in days.
    pub mean_gap: f64,
    /// Her favourite category.
    pub favourite: usize,
    /// The next one.
    pub second: usize,
    /// Her technician, by place in the staff list.
    pub technician: Option<usize>,
    /// How likely she asks for that technician.
    pub loyalty: f64,
    /// Spend against the typical customer.
    pub spend: f64,
    /// How likely a visit is her last.
    pub hazard: f64,
    /// Whether she came once to try and is hard to keep.
    pub trial: bool,
    /// How strongly she prefers weekends.
    pub weekend: f64,
    /// How strongly she prefers evenings.
    pub evening: f64,
    /// How readily she pays in advance.
    pub saver: f64,
}

/// Draws profiles.
#[derive(Debug, Clone)]
pub struct Habits {
    dice: Dice,
    /// Typical gap of each category.
    gaps: Vec<f64>,
    /// Share of each category, running sum.
    shares: Vec<f64>,
    /// Technicians by category.
    hands: Vec<Vec<usize>>,
}

impl Habits {
    /// Habits of the demo's customers for a seed.
    #[must_use]
    pub fn new(book: &DemoBook, dice: Dice) -> Self {
        let gaps = book.categories.iter().map(|category| f64::from(category.gap_days)).collect();
        let mut sum = 0.0;
        let shares = book
            .categories
            .iter()
            .map(|category| {
                let of = |heat: u32| f64::from(heat);
                let heat: f64 = book
                    .services
                    .iter()
                    .filter(|item| item.category == category.name)
                    .map(|item| of(item.heat))
                    .sum();
                sum += heat;
                sum
            })
            .collect();
        let hands = book
            .categories
            .iter()
            .map(|category| {
                let skilled = book.staff.iter().enumerate().filter(|(_, staff)| {
                    staff.role == Role::Technician && staff.skills.contains(&category.name)
                });
                skilled.map(|(place, _)| place).collect()
            })
            .collect();
        Self { dice, gaps, shares, hands }
    }

    /// The dice it draws with.
    #[must_use]
    pub fn dice(&self) -> &Dice {
        &self.dice
    }

    /// Technicians of a category, by place in the staff list.
    #[must_use]
    pub fn hands(&self, category: usize) -> &[usize] {
        self.hands.get(category).map_or(&[], Vec::as_slice)
    }

    /// Only the first draw of a profile, for choosing who is live.
    #[must_use]
    pub fn draw(&self, member: u32) -> f64 {
        unit(&mut self.dice.throw(Purpose::Profile, member, 0))
    }

    /// The profile of a member who comes during the span.
    #[must_use]
    pub fn profile(&self, member: u32, season: &Season) -> Profile {
        let mut dice = self.dice.throw(Purpose::Profile, member, 0);
        let draw = unit(&mut dice);
        let favourite = self.category(&mut dice);
        let second = self.category(&mut dice);
        let hands = self.hands(favourite);
        let technician = hands.get(place(hands.len(), &mut dice)).copied();
        let typical = self.gaps.get(favourite).copied().unwrap_or(28.0);
        let mean_gap = (typical * (0.35 * normal(&mut dice)).exp()).clamp(GAP_DAYS.0, GAP_DAYS.1);
        let old = chance(0.4, &mut dice);
        let since = unit(&mut dice);
        Profile {
            draw,
            joined: if old { days_ago(since) } else { day_in(season, since) },
            mean_gap,
            favourite,
            second,
            technician,
            loyalty: 0.25 + 0.7 * unit(&mut dice),
            spend: (0.45 * normal(&mut dice)).exp(),
            hazard: 0.015 + 0.11 * unit(&mut dice).powi(2),
            trial: chance(0.3, &mut dice),
            weekend: 0.9 * unit(&mut dice).powi(2),
            evening: unit(&mut dice),
            saver: 0.2 + 0.8 * unit(&mut dice),
        }
    }

    /// The day on which a member joined who does not come during the span: some time before it.
    #[must_use]
    pub fn joined_before(&self, member: u32) -> i32 {
        days_ago(unit(&mut self.dice.throw(Purpose::Profile, member, 1)))
    }

    fn category(&self, dice: &mut impl Rng) -> usize {
        let whole = self.shares.last().copied().unwrap_or(0.0);
        let drawn = unit(dice) * whole;
        self.shares.partition_point(|sum| *sum <= drawn)
    }
}

/// A place in a list of so many; zero for an empty one.
pub fn place(count: usize, dice: &mut impl Rng) -> usize {
    dice.random_range(0..count.max(1))
}

#[expect(clippy::cast_possible_truncation, reason = "at most PAST_DAYS")]
fn days_ago(share: f64) -> i32 {
    -1 - (share * PAST_DAYS) as i32
}

fn day_in(season: &Season, share: f64) -> i32 {
    let day = season.day_at(share * season.whole()).unwrap_or(0);
    i32::try_from(day).unwrap_or(0)
}
