//! Every figure of the demo's pay sheets and of the day's feed, walked down to the rule and the bill it comes from.

use std::collections::BTreeMap;

use meigui::ground::Fen;
use serde_json::{Value, json};

use crate::salon::Salon;

const MONTHS: [(&str, &str, &str); 3] = [
    ("2026-09", "2026-09-01", "2026-09-30"),
    ("2026-10", "2026-10-01", "2026-10-31"),
    ("2026-11", "2026-11-01", "2026-11-20"),
];

fn fen(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<Fen>().unwrap().0
}

fn sum(rows: &[Value], field: &str) -> i64 {
    rows.iter().map(|row| fen(&row[field])).sum()
}

fn rows(value: &Value) -> Vec<Value> {
    value.as_array().or_else(|| value["rows"].as_array()).unwrap().clone()
}

/// The rows of a person's month: commission line by line, and rewards.
fn sources(salon: &mut Salon, staff: &str, (from, to): (&str, &str)) -> (Vec<Value>, Vec<Value>) {
    let of = json!({ "from": from, "to": to, "staff": staff });
    let lines = rows(&salon.ok("query.commission_lines", of.clone()));
    let mut of = of;
    of["limit"] = json!(100_000);
    (lines, rows(&salon.ok("query.reward_feed", of)))
}

#[test]
fn no_figure_of_a_pay_sheet_or_of_the_feed_lacks_its_derivation() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let until = meigui::ground::Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    let wish = meigui::demo::make::Wish { seed: 1, store: 1, members: 120, bills: 900, days: 240, until };
    meigui::demo::make::make(&path, &wish, &mut |_| {}).unwrap();
    let mut salon = Salon::opened(&path);
    let (mut figures, mut bills) = (0, BTreeMap::<String, Value>::new());
    for (month, from, to) in MONTHS {
        let payouts = rows(&salon.ok("query.payouts", json!({ "month": month })));
        for row in rows(&salon.ok("query.pay_sheet", json!({ "month": month }))) {
            let staff = row["staff"].as_str().unwrap().to_owned();
            let (lines, rewards) = sources(&mut salon, &staff, (from, to));
            let told = format!("{month} {staff}");
            assert_eq!(fen(&row["hand_fee"]), sum(&lines, "hand_fee"), "{told} hand fees");
            for event in ["service", "product", "card", "topup"] {
                let of: Vec<Value> = lines.iter().filter(|line| line["event"] == event).cloned().collect();
                assert_eq!(fen(&row[event]), sum(&of, "commission"), "{told} {event}");
                figures += 1;
            }
            assert_eq!(fen(&row["rewards"]), sum(&rewards, "amount"), "{told} rewards");
            let paid: i64 =
                payouts.iter().filter(|payout| payout["staff"] == *staff).map(|p| fen(&p["amount"])).sum();
            assert_eq!(fen(&row["paid"]), paid, "{told} paid");
            let parts = ["wage", "hand_fee", "service", "product", "card", "topup", "rewards"];
            let earned: i64 = parts.iter().map(|part| fen(&row[*part])).sum();
            assert_eq!(fen(&row["earned"]), earned, "{told} earned");
            assert_eq!(fen(&row["due"]), earned + fen(&row["carried"]) - paid, "{told} due");
            for line in lines.iter().filter(|line| fen(&line["commission"]) != 0) {
                assert!(line["rule"].is_object() && line["version"].as_i64() > Some(0), "{told} {line}");
            }
            for source in lines.iter().chain(&rewards) {
                let number = source["bill"].as_str().unwrap().to_owned();
                let bill = bills
                    .entry(number.clone())
                    .or_insert_with(|| salon.ok("query.bill", json!({ "bill": number })));
                assert_eq!(bill["day"], source["day"], "{told} {source}");
            }
        }
    }
    let days: std::collections::BTreeSet<String> =
        bills.values().map(|bill| bill["day"].as_str().unwrap().to_owned()).collect();
    for day in days.iter().rev().take(20) {
        let feed = salon.ok("query.earned_feed", json!({ "day": day, "limit": 10_000 }));
        let told = rows(&feed);
        assert_eq!(fen(&feed["total"]), sum(&told, "amount"), "{day}");
        let mut shown = BTreeMap::<String, i64>::new();
        for row in &told {
            assert!(row["bill"].is_string(), "{row}");
            *shown.entry(row["staff"].as_str().unwrap().to_owned()).or_default() += fen(&row["amount"]);
        }
        for (staff, amount) in shown {
            let (lines, rewards) = sources(&mut salon, &staff, (day, day));
            assert_eq!(amount, sum(&lines, "amount") + sum(&rewards, "amount"), "{day} {staff}");
            figures += 1;
        }
    }
    assert!(figures > 100 && bills.len() > 200, "{figures} figures of {} bills", bills.len());
}
