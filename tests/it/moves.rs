//! People who come from another store or go to one: dated facts, and nothing of the past moves.

use serde_json::json;

use crate::parts::Chain;
use crate::salon::{DAY, Salon};

#[test]
fn whoever_goes_to_another_store_leaves_their_past_and_hands_their_members_over() {
    let mut salon = Salon::stocked();
    let rules = json!([{ "name": "项目", "event": "service", "rate": "0.1" }]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
    salon.ok("member.owner", json!({ "member": "M000001", "owner": "02" }));
    let lines = json!([{ "item": "21", "staff": ["02"] }]);
    salon.ok("checkout", json!({ "member": "M000001", "lines": lines, "tenders": [{ "tender": "cash" }] }));
    let board = |salon: &mut Salon| {
        salon.ok("query.board", json!({ "from": "2026-11-16", "to": "2026-11-21", "as_of": "2026-11-21" }))
    };
    let (before, earned) = (board(&mut salon), salon.ok("query.commission", json!({})));
    salon.world.pass(2 * DAY);
    for (to, code) in [("S01", "setting.invalid"), ("", "setting.invalid"), ("S-2", "setting.invalid")] {
        salon.no("staff.move", json!({ "staff": "02", "to_store": to }), code);
    }
    let moved = salon.ok("staff.move", json!({ "staff": "02", "to_store": "s02", "hand_to": "05" }));
    assert_eq!(
        (&moved["to_store"], &moved["on"], &moved["members"]),
        (&json!("S02"), &json!("2026-11-23"), &json!(1))
    );
    assert_eq!(board(&mut salon), before, "the board of that day is what it was");
    assert_eq!(salon.ok("query.commission", json!({ "from": "2026-11-21", "to": "2026-11-21" })), earned);
    let again = json!({ "member": "M000001", "lines": lines, "tenders": [{ "tender": "cash" }] });
    salon.no("checkout", again, "staff.left");
    let owned = |salon: &mut Salon, staff: &str| {
        salon.ok("query.profile", json!({ "staff": staff }))["members"].clone()
    };
    assert_eq!(owned(&mut salon, "05")[0]["member"], "M000001");
    assert_eq!(owned(&mut salon, "02"), json!([]));
    assert_eq!(
        salon.ok("pay.out", json!({ "staff": "02", "month": "2026-11", "tender": "cash", "reason": "结清" }))
            ["amount"],
        "69.80"
    );
    let history = salon.ok("query.staff_history", json!({ "staff": "02" }));
    assert_eq!(
        history,
        json!([
            { "day": "2026-11-21", "what": "hired" },
            { "day": "2026-11-23", "what": "went_to", "store": "S02" },
            { "day": "2026-11-23", "what": "left" },
        ])
    );
}

#[test]
fn whoever_comes_from_another_store_says_which() {
    let mut salon = Salon::stocked();
    let hire = json!({ "number": "31", "name": "何欣", "job": "technician", "from_store": "S02" });
    salon.ok("staff.hire", hire);
    let history = salon.ok("query.staff_history", json!({ "staff": "31" }));
    assert_eq!(history[1], json!({ "day": "2026-11-21", "what": "came_from", "store": "S02" }));
    let own = json!({ "number": "32", "name": "赵敏", "job": "technician", "from_store": "S01" });
    salon.no("staff.hire", own, "setting.invalid");
    salon.no("query.staff_history", json!({ "staff": "32" }), "staff.unknown");
}

#[test]
fn a_price_list_without_fees_leaves_the_stores_own() {
    let mut chain = Chain::of(&["S01", "S02"]);
    let fees = json!({"code": "R70", "kind": "service", "name": "头疗", "price": "128", "hand_fee": "15",
        "material_cost": "6", "minutes": 45});
    chain.stores[0].ok("item.add", fees);
    let list = json!({"code": "R70", "kind": "service", "name": "头皮护理", "price": "138", "minutes": 50});
    chain.hq.salon.ok("item.add", list);
    chain.packs();
    let item = |store: &mut Salon| {
        let items = store.ok("query.items", json!({}));
        let found = items.as_array().unwrap().iter().find(|item| item["code"] == "R70").unwrap().clone();
        ["name", "price", "hand_fee", "material_cost", "minutes"].map(|name| found[name].clone())
    };
    assert_eq!(
        item(&mut chain.stores[0]),
        [json!("头皮护理"), json!("138.00"), json!("15.00"), json!("6.00"), json!(50)]
    );
    // What headquarters does say goes to every store.
    chain.hq.salon.ok("item.edit", json!({"item": "R70", "hand_fee": "18"}));
    chain.packs();
    for store in &mut chain.stores {
        assert_eq!(item(store)[2], "18.00");
    }
}
