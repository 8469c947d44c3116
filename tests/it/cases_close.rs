//! The trade's numeric facts about closing the till and about clearing between stores, worked out by the real rules.

use std::collections::BTreeMap;

use meigui::ground::Fen;
use meigui::settlement::clearing_rules::{CardKind, Clearing, Used, check};
use meigui::settlement::netting_rules::Matrix;
use serde_json::{Value, json};

use crate::cases::{Try, fen, int};
use crate::salon::{Salon, bill};

fn sell(salon: &mut Salon, price: &str, tender: &str) -> String {
    let line = json!({ "item": "9", "staff": ["02"], "price": price });
    let cart = json!({ "lines": [line], "tenders": [{ "tender": tender }], "reason": "价" });
    bill(&salon.ok("checkout", cart))
}

fn rule(rate: &str) -> Clearing {
    let fields = json!({ "name": "试", "rate": rate, "phi": "0.5", "share": rate });
    serde_json::from_value(fields).unwrap()
}

fn used(principal: Fen) -> Used<'static> {
    Used {
        day: "2026-11-21",
        home: "D",
        serving: "S",
        item: "",
        category: "",
        card: CardKind::StoredValue,
        principal,
        gift: Fen::ZERO,
        value: principal,
    }
}

pub fn add(all: &mut BTreeMap<&'static str, Try>) {
    all.insert("ER05", |given, then| {
        let mut salon = Salon::stocked();
        salon.ok("shift.open", json!({ "float": "0" }));
        for price in given["cash_sales"].as_array().unwrap() {
            sell(&mut salon, &price.to_string(), "cash");
        }
        let count = salon.ok("shift.count", json!({ "cash": given["counted"].to_string() }));
        assert_eq!(fen(&count["difference"]), fen(&then["difference"]));
        salon.ok("shift.close", json!({}));
        let z = salon.ok("query.z_report", json!({}));
        assert_eq!(fen(&z["totals"]["received"]), fen(&then["net_total"]));
        assert_eq!(int(&z["totals"]["bills"]), int(&then["qty"]));
    });
    all.insert("ER06", |_, _| {
        let mut salon = Salon::stocked();
        let sold = sell(&mut salon, "100", "cash");
        salon.ok("day.close", json!({ "uncounted": true, "reason": "试" }));
        salon.no("bill.void", json!({ "bill": sold, "reason": "错" }), "day.closed");
        salon.ok("day.reopen", json!({ "day": "2026-11-21", "reason": "漏单" }));
        salon.ok("bill.void", json!({ "bill": sold, "reason": "错" }));
    });
    all.insert("OS05", |given, then| {
        let mut salon = Salon::stocked();
        salon.ok("shift.open", json!({ "float": given["opening"].to_string() }));
        let note =
            |way: &str, amount: &Value| json!({ "way": way, "amount": amount.to_string(), "note": "试" });
        salon.ok("drawer.move", note("in", &given["transfer_in"]));
        sell(&mut salon, &given["cash_sales"].to_string(), "cash");
        salon.ok("drawer.move", note("out", &given["cash_expenses"]));
        sell(&mut salon, &given["card"].to_string(), "bank");
        let count = salon.ok("shift.count", json!({ "cash": "0" }));
        let of = |tender: &str| {
            let rows = count["rows"].as_array().unwrap();
            fen(&rows.iter().find(|row| row["tender"] == tender).unwrap()["expected"])
        };
        assert_eq!(of("cash"), fen(&then["expected_drawer"]));
        // The peer's total: what the drawer gained beyond float and transfers, and the card.
        let gained = of("cash").0 - fen(&given["opening"]).0 - fen(&given["transfer_in"]).0;
        assert_eq!(Fen(gained + of("bank").0), fen(&then["closed_total"]));
    });
    all.insert("CN30", |_, then| {
        for (kind, share) in [("1", "0"), ("2", "1")] {
            let cleared =
                Clearing { share: share.parse().unwrap(), ..rule("0.5") }.clear(&used(Fen(10_000))).unwrap();
            let shares = &then[kind];
            assert_eq!((cleared.home.0 / 100, cleared.serving.0 / 100), (int(&shares[0]), int(&shares[1])));
        }
        // One share is written, the other is what is left of 100 %: they cannot but sum to it.
        assert!(check(&[Clearing { share: "1.01".parse().unwrap(), ..rule("0.5") }]).is_err());
    });
    all.insert("CN32", |given, then| {
        let cleared =
            rule(&given["service_share"].to_string()).clear(&used(fen(&given["consumed_at_S"]))).unwrap();
        let mut matrix = Matrix::default();
        // The top-up is the home store's own business: no claim of anybody.
        matrix.add("D", "D", fen(&given["D_topup"])).unwrap();
        matrix.add("D", "S", cleared.owed).unwrap();
        let positions = matrix.positions().unwrap();
        let right = &then["should_be_clearing"];
        assert_eq!((positions["S"], positions["D"]), (fen(&right["S"]), fen(&right["D"])));
        assert_eq!(positions.values().map(|amount| amount.0).sum::<i64>(), fen(&right["sum"]).0);
    });
    all.insert("CN34", |given, then| {
        let session = Fen(fen(&given["card_price"]).0 * int(&given["used_elsewhere"]) / int(&given["times"]));
        let event = Used { card: CardKind::SessionCard, ..used(session) };
        let cleared = rule(&given["fee_factor"].to_string()).clear(&event).unwrap();
        assert_eq!(cleared.owed, fen(&then["to_service_store"]));
    });
}
