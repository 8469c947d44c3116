//! KPIs as fractions: what stands above the line, what below, and when that says little.
//!
//! A KPI without a denominator has no value and prints `--`. A rate or a mean over fewer than [`SMALL`] cases is
//! marked; in the score it is drawn towards the store's own mean, as (cases × own + [`PRIOR`] × mean) ÷ (cases +
//! [`PRIOR`]): the posterior mean under a prior worth [`PRIOR`] cases (empirical Bayes, as in Efron & Morris, "Stein's
//! Paradox in Statistics", 1977). The raw figure stands beside it.

use serde::{Deserialize, Serialize};

use crate::ground::Fen;
use crate::performance::Sums;

/// Fewer cases than this are a small sample.
pub const SMALL: i64 = 10;
/// How many cases the store's mean is worth against a person's own.
pub const PRIOR: i64 = 10;
/// Days in which a client must come back.
pub const BACK_DAYS: i64 = 30;
/// More days than this without a visit, and a member sleeps.
pub const SLEEP_DAYS: i64 = 90;
/// One, in millionths.
pub const ONE: i64 = 1_000_000;

/// A KPI.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kpi {
    /// 业绩: money received and stored value or cards used up.
    Sales,
    /// 现金业绩.
    Cash,
    /// 消耗业绩.
    Consumption,
    /// 劳动业绩.
    Labour,
    /// 储值.
    TopUps,
    /// 项目数.
    Services,
    /// 客数: distinct members.
    Clients,
    /// 到店: members' days.
    Visits,
    /// 散客.
    Guests,
    /// 客单价.
    AverageBill,
    /// 30天复购.
    Repurchase,
    /// 推荐成交.
    Recommendation,
    /// 推荐完成: recommended, bought and done.
    RecommendationDone,
    /// 满意度.
    Satisfaction,
    /// 点客率.
    Requested,
    /// 加项率.
    AddOn,
    /// 新客.
    NewMembers,
    /// 唤醒: sleeping members brought back.
    Awakened,
    /// 退款.
    Refunds,
    /// 投诉: ratings of one or two stars.
    Complaints,
}

/// What a KPI is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Fen.
    Fen,
    /// Fen a case.
    FenEach,
    /// A share of one, in millionths.
    Share,
    /// Stars, in millionths.
    Stars,
}

impl Kpi {
    /// Every KPI, in the order of the board.
    pub const ALL: [Self; 20] = [
        Self::Sales,
        Self::Cash,
        Self::Consumption,
        Self::Labour,
        Self::TopUps,
        Self::Services,
        Self::Clients,
        Self::Visits,
        Self::Guests,
        Self::AverageBill,
        Self::Repurchase,
        Self::Recommendation,
        Self::RecommendationDone,
        Self::Satisfaction,
        Self::Requested,
        Self::AddOn,
        Self::NewMembers,
        Self::Awakened,
        Self::Refunds,
        Self::Complaints,
    ];

    /// Its name at doors and in locales.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Cash => "cash",
            Self::Consumption => "consumption",
            Self::Labour => "labour",
            Self::TopUps => "top_ups",
            Self::Services => "services",
            Self::Clients => "clients",
            Self::Visits => "visits",
            Self::Guests => "guests",
            Self::AverageBill => "average_bill",
            Self::Repurchase => "repurchase",
            Self::Recommendation => "recommendation",
            Self::RecommendationDone => "recommendation_done",
            Self::Satisfaction => "satisfaction",
            Self::Requested => "requested",
            Self::AddOn => "add_on",
            Self::NewMembers => "new_members",
            Self::Awakened => "awakened",
            Self::Refunds => "refunds",
            Self::Complaints => "complaints",
        }
    }

    /// From its name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kpi| kpi.code() == code)
    }

    /// What it is counted in.
    pub fn unit(self) -> Unit {
        match self {
            Self::Sales | Self::Cash | Self::Consumption | Self::Labour | Self::TopUps => Unit::Fen,
            Self::AverageBill => Unit::FenEach,
            Self::Repurchase
            | Self::Recommendation
            | Self::RecommendationDone
            | Self::Requested
            | Self::AddOn => Unit::Share,
            Self::Satisfaction => Unit::Stars,
            Self::Services
            | Self::Clients
            | Self::Visits
            | Self::Guests
            | Self::NewMembers
            | Self::Awakened
            | Self::Refunds
            | Self::Complaints => Unit::Count,
        }
    }
}

/// What was counted of a person in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Sums of days.
    pub sums: Sums,
    /// Distinct members.
    pub clients: i64,
    /// Members' days.
    pub visits: i64,
    /// Members served whose 30 days are over.
    pub ripe: i64,
    /// Those who came back within them.
    pub back: i64,
    /// Recommendations.
    pub offered: i64,
    /// Those whose 30 days are over, or that were bought already.
    pub decided: i64,
    /// Bought within 30 days.
    pub bought: i64,
    /// Bought, and done.
    pub done: i64,
    /// Members whose first visit it was.
    pub fresh: i64,
    /// Members who had slept.
    pub awakened: i64,
}

/// A figure: what stands above and below the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Which.
    pub kpi: Kpi,
    /// Above the line: fen, things or stars.
    pub top: i64,
    /// Below the line; 1 where the KPI is no rate and no mean.
    pub bottom: i64,
    /// Fen, things, or millionths of a share or of stars; none without a denominator.
    pub value: Option<i64>,
    /// As it is printed: `28,640.00`, `48.2%`, `4.87`, `--`.
    pub shown: String,
    /// Whether it rests on few cases.
    pub small: bool,
    /// Of how many cases `bottom` could still become: those whose 30 days are not over yet are in here too.
    pub of: i64,
}

/// What stands above and below the line.
pub fn fraction(kpi: Kpi, tally: &Tally) -> (i64, i64) {
    let sums = &tally.sums;
    match kpi {
        Kpi::Sales => (sums.cash + sums.prepaid, 1),
        Kpi::Cash => (sums.cash, 1),
        Kpi::Consumption => (sums.consumption, 1),
        Kpi::Labour => (sums.labour, 1),
        Kpi::TopUps => (sums.topped, 1),
        Kpi::Services => (sums.services, 1),
        Kpi::Clients => (tally.clients, 1),
        Kpi::Visits => (tally.visits, 1),
        Kpi::Guests => (sums.guests, 1),
        Kpi::AverageBill => (sums.worth, sums.bills),
        Kpi::Repurchase => (tally.back, tally.ripe),
        Kpi::Recommendation => (tally.bought, tally.decided),
        Kpi::RecommendationDone => (tally.done, tally.bought),
        Kpi::Satisfaction => (sums.rating_sum, sums.ratings),
        Kpi::Requested => (sums.requested, sums.led),
        Kpi::AddOn => (sums.addon_bills, sums.service_bills),
        Kpi::NewMembers => (tally.fresh, 1),
        Kpi::Awakened => (tally.awakened, 1),
        Kpi::Refunds => (sums.refunds, 1),
        Kpi::Complaints => (sums.complaints, 1),
    }
}

/// A KPI of a tally.
pub fn figure(kpi: Kpi, tally: &Tally) -> Figure {
    let (top, bottom) = fraction(kpi, tally);
    let rate = !matches!(kpi.unit(), Unit::Count | Unit::Fen);
    let value = match kpi.unit() {
        Unit::Count | Unit::Fen => Some(top),
        Unit::FenEach => ratio(top, bottom, 1),
        Unit::Share | Unit::Stars => ratio(top, bottom, ONE),
    };
    let of = match kpi {
        Kpi::Repurchase => tally.clients.max(bottom),
        Kpi::Recommendation => tally.offered,
        _ => bottom,
    };
    Figure {
        kpi,
        top,
        bottom,
        value,
        shown: shown(kpi.unit(), value),
        small: rate && value.is_some() && bottom < SMALL,
        of,
    }
}

/// `top ÷ bottom` in parts of `scale`, rounded half away from zero; none where nothing stands below the line.
pub fn ratio(top: i64, bottom: i64, scale: i64) -> Option<i64> {
    if bottom <= 0 {
        return None;
    }
    let (whole, bottom) = (i128::from(top) * i128::from(scale), i128::from(bottom));
    let rounded = (whole.abs() * 2 + bottom) / (bottom * 2) * whole.signum();
    i64::try_from(rounded).ok()
}

/// A rate or mean in millionths as the score takes it: drawn towards the store's mean, which it is where there are no
/// cases at all; none where the store has none either.
pub fn shrunk(top: i64, bottom: i64, mean: Option<i64>) -> Option<i64> {
    let mean = mean?;
    let whole = i128::from(top) * i128::from(ONE) + i128::from(PRIOR) * i128::from(mean);
    i64::try_from(whole / (i128::from(bottom.max(0)) + i128::from(PRIOR))).ok()
}

/// As it is printed.
pub fn shown(unit: Unit, value: Option<i64>) -> String {
    let Some(value) = value else { return "--".into() };
    match unit {
        Unit::Count => value.to_string(),
        Unit::Fen | Unit::FenEach => Fen(value).grouped(),
        Unit::Share => {
            let tenths = ratio(value, 1_000, 1).unwrap_or(0);
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
        Unit::Stars => {
            let cents = ratio(value, 10_000, 1).unwrap_or(0);
            format!("{}.{:02}", cents / 100, cents % 100)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_denominator_has_no_value() {
        for kpi in Kpi::ALL {
            let empty = figure(kpi, &Tally::default());
            let rate = !matches!(kpi.unit(), Unit::Count | Unit::Fen);
            assert_eq!(empty.shown == "--", rate, "{kpi:?}");
            assert!(!empty.small, "{kpi:?}");
            assert_eq!(Kpi::from_code(kpi.code()), Some(kpi));
        }
    }

    #[test]
    fn figures_as_they_are_printed() {
        let sums = Sums { cash: 100_050, prepaid: 50, worth: 1_000, bills: 3, ..Sums::default() };
        let rated = Sums { rating_sum: 487, ratings: 100, requested: 1, led: 8, ..Sums::default() };
        for (kpi, tally, wanted, small) in [
            (Kpi::Sales, Tally { sums, ..Tally::default() }, "1,001.00", false),
            (Kpi::AverageBill, Tally { sums, ..Tally::default() }, "3.33", true),
            (Kpi::Repurchase, Tally { back: 1, ripe: 3, ..Tally::default() }, "33.3%", true),
            (Kpi::Repurchase, Tally { back: 0, ripe: 12, ..Tally::default() }, "0.0%", false),
            (Kpi::Satisfaction, Tally { sums: rated, ..Tally::default() }, "4.87", false),
            (Kpi::Requested, Tally { sums: rated, ..Tally::default() }, "12.5%", true),
            (
                Kpi::Recommendation,
                Tally { offered: 9, decided: 4, bought: 4, ..Tally::default() },
                "100.0%",
                true,
            ),
        ] {
            let figure = figure(kpi, &tally);
            assert_eq!((figure.shown.as_str(), figure.small), (wanted, small), "{kpi:?}");
        }
    }

    #[test]
    fn a_small_sample_is_drawn_towards_the_mean() {
        // own, cases, mean → in the score
        for (top, bottom, mean, wanted) in [
            (0, 0, Some(400_000), Some(400_000)),
            (1, 1, Some(400_000), Some(454_545)),
            (10, 10, Some(400_000), Some(700_000)),
            (990, 990, Some(400_000), Some(994_000)),
            (5, 5, None, None),
        ] {
            assert_eq!(shrunk(top, bottom, mean), wanted, "{top}/{bottom}");
        }
    }
}
