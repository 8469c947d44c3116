//! How often a member will come: the MBG/CNBD-k model, which knows regular visitors.
//!
//! Gaps between visits are Erlang-k with a pace of the member's own (gamma over members); after every visit, the first
//! included, she may stay away for good with a chance of her own (beta over members). With k = 1 it is the MBG/NBD. Source:
//! Batislam, Denizel, Filiztekin 2007 (MBG/NBD) and Platzer, Reutterer 2016 (regularity; the k stages). Time is in
//! weeks. Expectations are exact sums over stages and visits, no approximation.

use libm::{exp, lgamma, log};

use super::visits::Summary;

/// Sums end where what is left is smaller.
const REST: f64 = 1e-10;
/// Visits that are looked ahead at most.
const AHEAD_MAX: usize = 3_000;
/// Below this logarithm a first term is too small to be multiplied up from.
const LN_SMALL: f64 = -600.0;

/// What was fitted on a salon's history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model {
    /// Stages of a gap: 1 is a visitor without memory, the more the more regular.
    pub k: u32,
    /// Shape of the pace over members.
    pub r: f64,
    /// Rate of the pace over members, in weeks.
    pub alpha: f64,
    /// Of the chance to stay away after a visit: the weight of going.
    pub a: f64,
    /// The weight of staying.
    pub b: f64,
}

/// The chance of at least so many visits, for one, two, three ..
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead(Vec<f64>);

impl Ahead {
    /// How many visits are expected.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum()
    }

    /// The least number of visits that is not exceeded with this chance.
    pub fn quantile(&self, chance: f64) -> u32 {
        let more = self.0.iter().take_while(|at_least| **at_least > 1.0 - chance).count();
        u32::try_from(more).unwrap_or(u32::MAX)
    }
}

impl Model {
    /// The logarithm of how likely all these histories are together.
    pub fn ln_likelihood(&self, all: &[Summary]) -> f64 {
        let k = f64::from(self.k);
        let ln_k = lgamma(k);
        let each = self.r * log(self.alpha) - lgamma(self.r) - ln_beta(self.a, self.b);
        // What depends on the number of visits alone is worked out once for each: many have the same.
        let mut known: Vec<Option<Counted>> = Vec::new();
        let mut sum = 0.0;
        for seen in all {
            let place = seen.x as usize;
            if known.len() <= place {
                known.resize(place + 1, None);
            }
            let counted = match known.get_mut(place) {
                Some(known) => *known.get_or_insert_with(|| self.counted(seen.x)),
                None => self.counted(seen.x),
            };
            let (alive, gone) = self.ways_of(&counted, seen, seen.t);
            sum += (k - 1.0) * seen.litt - f64::from(seen.x) * ln_k + each + ln_sum(alive, gone);
        }
        sum
    }

    /// The chance that she still comes.
    pub fn alive(&self, seen: &Summary) -> f64 {
        let (alive, gone) = self.ways(seen, seen.t);
        exp(alive - ln_sum(alive, gone))
    }

    /// The chance of no visit in the next `weeks`.
    pub fn no_visit(&self, seen: &Summary, weeks: f64) -> f64 {
        let (alive, gone) = self.ways(seen, seen.t);
        let (later, still) = self.ways(seen, seen.t + weeks);
        exp(ln_sum(later, still) - ln_sum(alive, gone))
    }

    /// How many visits lie in the next `weeks`.
    pub fn ahead(&self, seen: &Summary, weeks: f64) -> Ahead {
        let k = self.k as usize;
        let weights = self.stages(seen, seen.t);
        let whole: f64 = weights.iter().sum();
        let alive = self.alive(seen);
        let rate = self.alpha + seen.t;
        let mut out: Vec<f64> = Vec::new();
        for (stage, weight) in weights.iter().enumerate() {
            let share = alive * weight / whole;
            if share < REST {
                continue;
            }
            let shape = self.shape(seen) + float(stage);
            let mut events = Events::new(shape, rate, weeks);
            let mut stays = 1.0;
            for visit in 1..=AHEAD_MAX {
                let at_least = share * stays * events.at_least(visit * k - stage);
                match out.get_mut(visit - 1) {
                    Some(sum) => *sum += at_least,
                    None => out.push(at_least),
                }
                if at_least < REST {
                    break;
                }
                let past = f64::from(seen.x) + float(visit);
                stays *= (self.b + past) / (self.a + self.b + past);
            }
        }
        Ahead(out)
    }

    fn counted(&self, visits: u32) -> Counted {
        let x = f64::from(visits);
        let shape = self.r + f64::from(self.k) * x;
        Counted {
            shape,
            ln_gamma: lgamma(shape),
            ln_stay: ln_beta(self.a, self.b + x + 1.0),
            ln_go: ln_beta(self.a + 1.0, self.b + x),
        }
    }

    fn shape(&self, seen: &Summary) -> f64 {
        self.r + f64::from(self.k) * f64::from(seen.x)
    }

    /// The logarithms of both ways to have seen nothing from the last visit to `until`: still coming, or gone.
    fn ways(&self, seen: &Summary, until: f64) -> (f64, f64) {
        self.ways_of(&self.counted(seen.x), seen, until)
    }

    fn ways_of(&self, counted: &Counted, seen: &Summary, until: f64) -> (f64, f64) {
        // The sum over stages, each a multiple of the one before.
        let (away, rate) = (until - seen.t_x, self.alpha + until);
        let (mut term, mut sum) = (1.0, 1.0);
        for stage in 1..self.k {
            let stage = f64::from(stage);
            term *= away / rate * (counted.shape + stage - 1.0) / stage;
            sum += term;
        }
        let alive = counted.ln_gamma - counted.shape * log(rate) + log(sum);
        let gone = counted.ln_gamma - counted.shape * log(self.alpha + seen.t_x);
        (alive + counted.ln_stay, gone + counted.ln_go)
    }

    /// How likely each stage is that a member who still comes may be in, beside the first.
    fn stages(&self, seen: &Summary, until: f64) -> Vec<f64> {
        let (away, rate, shape) = (until - seen.t_x, self.alpha + until, self.shape(seen));
        let mut term = 1.0;
        let mut out = vec![term];
        for stage in 1..self.k {
            let stage = f64::from(stage);
            term *= away / rate * (shape + stage - 1.0) / stage;
            out.push(term);
        }
        out
    }
}

/// What depends on the number of visits alone.
#[derive(Debug, Clone, Copy)]
struct Counted {
    shape: f64,
    ln_gamma: f64,
    ln_stay: f64,
    ln_go: f64,
}

/// How many stages are passed in a time: a negative binomial count, its tail asked for with growing numbers.
struct Events {
    shape: f64,
    share: f64,
    next: usize,
    ln: f64,
    term: f64,
    below: f64,
}

impl Events {
    fn new(shape: f64, rate: f64, weeks: f64) -> Self {
        let share = weeks / (rate + weeks);
        let ln = shape * log(rate / (rate + weeks));
        Self { shape, share, next: 0, ln, term: exp(ln), below: 0.0 }
    }

    fn at_least(&mut self, count: usize) -> f64 {
        while self.next < count {
            self.below += self.term;
            let place = float(self.next);
            let factor = (self.shape + place) / (place + 1.0) * self.share;
            if self.ln < LN_SMALL {
                self.ln += log(factor);
                self.term = exp(self.ln);
            } else {
                self.term *= factor;
            }
            self.next += 1;
        }
        (1.0 - self.below).max(0.0)
    }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn ln_beta(a: f64, b: f64) -> f64 {
    lgamma(a) + lgamma(b) - lgamma(a + b)
}

fn ln_sum(one: f64, other: f64) -> f64 {
    let (more, less) = if one > other { (one, other) } else { (other, one) };
    if less == f64::NEG_INFINITY { more } else { more + log(1.0 + exp(less - more)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: Model = Model { k: 3, r: 1.4, alpha: 9.0, a: 0.6, b: 5.0 };
    const SEEN: Summary = Summary { x: 7, t_x: 30.0, t: 33.5, litt: 9.0 };

    #[test]
    fn the_chance_of_no_visit_is_what_the_visits_leave() {
        for weeks in [1.0, 4.3, 13.0, 52.0] {
            let ahead = MODEL.ahead(&SEEN, weeks);
            let none = 1.0 - ahead.0.first().copied().unwrap_or(0.0);
            assert!((MODEL.no_visit(&SEEN, weeks) - none).abs() < 1e-9, "{weeks}");
        }
    }

    #[test]
    fn more_time_brings_more_visits_and_nobody_returns_from_the_gone() {
        let (near, far) = (MODEL.ahead(&SEEN, 13.0).mean(), MODEL.ahead(&SEEN, 156.0).mean());
        assert!(near < far);
        assert!(far < 156.0 * (MODEL.r + 21.0) / (MODEL.alpha + 33.5) / 3.0);
    }

    #[test]
    fn a_first_term_too_small_to_write_down_is_still_summed() {
        let often = Summary { x: 400, t_x: 100.0, t: 100.2, litt: -500.0 };
        let ahead = Model { k: 6, ..MODEL }.ahead(&often, 156.0);
        // Four visits a week, and one in some eighty is the last.
        assert!(ahead.mean() > 100.0 && ahead.mean() < 640.0, "{}", ahead.mean());
    }
}
