//! A reward in words: by which rule, for what, how it was shared, and what took it back.

use super::feed::RewardRow;
use super::rules::Trigger;
use crate::ground::{Clean, Fen};
use crate::words::{self, Lang};

/// What of the bill a reward is for, in a few words: `充 5,000.00`, `唤醒 92天`.
pub fn what(lang: Lang, row: &RewardRow) -> String {
    let (paid, pieces, away) = (row.paid.grouped(), row.pieces.to_string(), row.away.to_string());
    let facts = [("item", row.item.as_str()), ("paid", &paid), ("pieces", &pieces), ("away", &away)];
    let key = match row.event {
        Trigger::Topup => "rewards.what.topup",
        Trigger::Card => "rewards.what.card",
        Trigger::Streak => "rewards.what.streak",
        Trigger::Advice => "rewards.what.advice",
        Trigger::Returned => "rewards.what.returned",
    };
    Clean::shown(&words::fill(lang, key, &facts)).into_string()
}

/// Every line of where a reward comes from.
pub fn told(lang: Lang, row: &RewardRow) -> Vec<String> {
    let (amount, version) = (row.amount.grouped(), row.version.to_string());
    let facts = [
        ("day", row.day.as_str()),
        ("time", &row.time),
        ("staff", &row.staff),
        ("name", &row.name),
        ("rule", &row.rule),
        ("version", &version),
        ("amount", &amount),
        ("bill", &row.bill),
        ("undone", &row.undone_by),
    ];
    let say = |key: &str| Clean::shown(&words::fill(lang, key, &facts)).into_string();
    let mut lines = vec![say("rewards.explain.head"), format!("  {}", what(lang, row))];
    if row.weights > row.weight {
        let (whole, weight, weights) = (row.whole.grouped(), row.weight.to_string(), row.weights.to_string());
        let facts = [("whole", whole.as_str()), ("weight", &weight), ("weights", &weights)];
        lines.push(format!("  {}", words::fill(lang, "rewards.explain.share", &facts)));
    }
    if row.undone_by.is_empty() {
        lines.push(format!("  {}", say("rewards.explain.bill")));
    } else {
        let back = row.amount < Fen::ZERO;
        let key = if back { "rewards.explain.back" } else { "rewards.explain.later" };
        lines.push(format!("  {}", say(key)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> RewardRow {
        RewardRow {
            day: "2026-11-28".into(),
            time: "14:12".into(),
            staff: "02".into(),
            name: "陈静".into(),
            rule: "首张季卡".into(),
            version: 2,
            event: Trigger::Card,
            amount: Fen(2_667),
            bill: "20261128-0003".into(),
            undone_by: String::new(),
            item: "抗衰季卡".into(),
            paid: Fen(398_000),
            pieces: 1,
            whole: Fen(8_001),
            weight: 1,
            weights: 3,
            away: 0,
        }
    }

    #[test]
    fn a_reward_is_told_down_to_its_bill() {
        let told = told(Lang::En, &row()).join("\n");
        for part in [
            "2026-11-28 14:12",
            "02 陈静",
            "26.67",
            "首张季卡",
            "version 2",
            "3,980.00",
            "1/3 of 80.01",
            "20261128-0003",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn what_took_it_back_is_named() {
        let row = RewardRow { amount: Fen(-2_667), undone_by: "20261128-0009".into(), ..row() };
        let told = told(Lang::Zh, &row).join("\n");
        assert!(told.contains("20261128-0009") && told.contains("退回"), "{told}");
    }
}
