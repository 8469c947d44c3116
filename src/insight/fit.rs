//! Fitting by greatest likelihood: Nelder and Mead's simplex (1965), started again where it stopped until it stands still.

use libm::{exp, lgamma, log};

use super::model::Model;
use super::value::Worth;
use super::visits::Summary;

/// Members that a fit looks at: more do not change the figures, evenly chosen.
const SAMPLE_MAX: usize = 20_000;
/// Members who came back that a fit needs: with fewer its figures would be a guess.
pub const REPEATERS_MIN: usize = 30;
/// The most regular gaps that are tried.
const STAGES_MAX: u32 = 12;
/// Steps of one descent.
const STEPS_MAX: usize = 600;
/// Descents of one fit.
const DESCENTS_MAX: usize = 6;
/// Where a descent stands still.
const STILL: f64 = 1e-7;
/// Logarithms of parameters stay within this of one.
const LN_MAX: f64 = 9.0;

/// Fits the model; nothing where too few came back.
pub fn visits(members: &[Summary]) -> Option<Model> {
    let sample = sample(members);
    if sample.iter().filter(|one| one.x > 0).count() < REPEATERS_MIN {
        return None;
    }
    let at = |k: u32, from: [f64; 4]| {
        let cost = |ln: &[f64; 4]| -model(k, *ln).ln_likelihood(&sample);
        least(&cost, from)
    };
    let gaps: f64 = sample.iter().map(|one| one.t_x).sum();
    let visits: f64 = sample.iter().map(|one| f64::from(one.x)).sum();
    let mut best = at(1, [0.0, log((gaps / visits).max(0.05)), 0.0, 0.5]);
    let mut stages = 1;
    for k in 2..=STAGES_MAX {
        // Another stage makes every stage shorter: the search goes on from there.
        let [r, alpha, a, b] = best.0;
        let shorter = log(f64::from(k - 1) / f64::from(k));
        let next = at(k, [r, alpha + shorter, a, b]);
        if next.1 > best.1 {
            break;
        }
        (best, stages) = (next, k);
    }
    Some(model(stages, best.0))
}

/// Fits what a visit is worth; nothing where too few came back. Each is `(visits after the first, their mean in yuan)`.
pub fn worth(members: &[(u32, f64)]) -> Option<Worth> {
    let fit: Vec<(u32, f64)> =
        sample(members).into_iter().filter(|(visits, mean)| *visits > 0 && *mean > 0.0).collect();
    if fit.len() < REPEATERS_MIN {
        return None;
    }
    let mean: f64 = fit.iter().map(|(_, mean)| mean).sum::<f64>() / f64::from(u32::try_from(fit.len()).ok()?);
    let cost = |ln: &[f64; 3]| {
        let worth = Worth { p: exp(ln[0]), q: exp(ln[1]), v: exp(ln[2]) };
        let sum: f64 = fit.iter().map(|(visits, mean)| worth.ln_likelihood(*visits, *mean)).sum();
        -sum
    };
    let ([p, q, v], _) = least(&cost, [1.0, 1.0, log(mean)]);
    Some(Worth { p: exp(p), q: exp(q), v: exp(v) })
}

fn model(k: u32, [r, alpha, a, b]: [f64; 4]) -> Model {
    Model { k, r: exp(r), alpha: exp(alpha), a: exp(a), b: exp(b) }
}

fn sample<T: Copy>(all: &[T]) -> Vec<T> {
    let step = all.len().div_ceil(SAMPLE_MAX).max(1);
    all.iter().step_by(step).copied().collect()
}

/// The place of the least cost near `from`, and the cost there.
fn least<const N: usize>(cost: &dyn Fn(&[f64; N]) -> f64, from: [f64; N]) -> ([f64; N], f64) {
    let bounded = |place: &[f64; N]| {
        let out: f64 = place.iter().map(|ln| (ln.abs() - LN_MAX).max(0.0)).sum();
        let cost = if out > 0.0 { 1e12 * (1.0 + out) } else { cost(place) };
        if cost.is_finite() { cost } else { f64::MAX }
    };
    let mut best = (from, bounded(&from));
    for _ in 0..DESCENTS_MAX {
        let next = descend(&bounded, best.0);
        let still = best.1 - next.1 < STILL * (1.0 + next.1.abs());
        if next.1 <= best.1 {
            best = next;
        }
        if still {
            break;
        }
    }
    best
}

fn descend<const N: usize>(cost: &dyn Fn(&[f64; N]) -> f64, from: [f64; N]) -> ([f64; N], f64) {
    let mut corners: Vec<([f64; N], f64)> = vec![(from, cost(&from))];
    for axis in 0..N {
        let mut place = from;
        if let Some(value) = place.get_mut(axis) {
            *value += 0.4;
        }
        corners.push((place, cost(&place)));
    }
    for _ in 0..STEPS_MAX {
        corners.sort_by(|one, other| one.1.total_cmp(&other.1));
        let (Some(best), Some(worst)) = (corners.first().copied(), corners.last().copied()) else { break };
        if worst.1 - best.1 < STILL * 0.01 * (1.0 + best.1.abs()) {
            break;
        }
        corners.pop();
        let second = corners.last().map_or(best.1, |corner| corner.1);
        let centre = middle(&corners);
        let towards = |by: f64| {
            let place = from_to(&centre, &worst.0, by);
            (place, cost(&place))
        };
        let mirrored = towards(-1.0);
        let next = if mirrored.1 < best.1 {
            let further = towards(-2.0);
            if further.1 < mirrored.1 { further } else { mirrored }
        } else if mirrored.1 < second {
            mirrored
        } else {
            let nearer = towards(if mirrored.1 < worst.1 { -0.5 } else { 0.5 });
            if nearer.1 < worst.1.min(mirrored.1) {
                nearer
            } else {
                for corner in corners.iter_mut().skip(1) {
                    let place = from_to(&best.0, &corner.0, 0.5);
                    *corner = (place, cost(&place));
                }
                let place = from_to(&best.0, &worst.0, 0.5);
                (place, cost(&place))
            }
        };
        corners.push(next);
    }
    corners.into_iter().min_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or((from, f64::MAX))
}

fn middle<const N: usize>(corners: &[([f64; N], f64)]) -> [f64; N] {
    let count = f64::from(u32::try_from(corners.len()).unwrap_or(1));
    std::array::from_fn(|axis| corners.iter().filter_map(|(place, _)| place.get(axis)).sum::<f64>() / count)
}

/// From `centre` towards `place`, `by` of the way.
fn from_to<const N: usize>(centre: &[f64; N], place: &[f64; N], by: f64) -> [f64; N] {
    std::array::from_fn(|axis| {
        let (from, to) = (centre.get(axis).copied(), place.get(axis).copied());
        from.zip(to).map_or(0.0, |(from, to)| from + (to - from) * by)
    })
}

impl Worth {
    /// The logarithm of how likely so many visits of this mean are.
    pub(super) fn ln_likelihood(&self, visits: u32, mean: f64) -> f64 {
        let Self { p, q, v } = *self;
        let x = f64::from(visits);
        lgamma(p * x + q) - lgamma(p * x) - lgamma(q)
            + q * log(v)
            + (p * x - 1.0) * log(mean)
            + p * x * log(x)
            - (p * x + q) * log(v + mean * x)
    }
}
