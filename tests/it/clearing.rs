//! Rules between stores: set by the owner, from a day on, and rated by the version of the day.

use serde_json::{Value, json};

use crate::salon::{DAY, Salon};

fn rule(name: &str, rate: &str, more: Value) -> Value {
    let mut rule = json!({ "name": name, "rate": rate, "share": rate });
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rule
}

fn example(salon: &mut Salon, day: &str, item: &str) -> (Value, Value) {
    let event = json!({
        "day": day, "home": "S02", "serving": "S01", "item": item, "card": "stored_value", "principal": "300", "gift": "100",
    });
    let is = salon.ok("query.clearing_example", event);
    (is["rule"]["name"].clone(), is["cleared"]["owed"].clone())
}

#[test]
fn each_day_is_rated_by_its_own_version() {
    let mut salon = Salon::stocked();
    assert_eq!(
        example(&mut salon, "2026-11-21", "21"),
        (Value::Null, Value::Null),
        "no rule: nothing is owed"
    );
    let book = json!([rule("默认", "0.6", json!({})), rule("热玛吉", "0.5", json!({ "item": "88" }))]);
    let set = json!({ "clearing": book, "reason": "总部" });
    let by_manager = json!({ "clearing": book, "reason": "总部", "by": "04" });
    salon.no("clearing.set", by_manager, "right.missing");
    assert_eq!(salon.ok("clearing.set", set)["version"], 1);
    // 300 × 0.6 + 0.5 × 100 × 0.6 = 210; of the item 300 × 0.5 + 0.5 × 100 × 0.5 = 175.
    assert_eq!(example(&mut salon, "2026-11-21", "21"), (json!("默认"), json!("210.00")));
    assert_eq!(example(&mut salon, "2026-11-21", "88"), (json!("热玛吉"), json!("175.00")));
    let next = json!([rule("默认", "0.7", json!({ "phi": "0" }))]);
    salon.no(
        "clearing.set",
        json!({ "clearing": next, "from": "2026-11-20", "reason": "总部" }),
        "date.too_early",
    );
    salon.ok("clearing.set", json!({ "clearing": next, "from": "2026-12-01", "reason": "总部" }));
    assert_eq!(example(&mut salon, "2026-11-30", "88"), (json!("热玛吉"), json!("175.00")));
    assert_eq!(example(&mut salon, "2026-12-01", "88"), (json!("默认"), json!("210.00")));
    salon.world.pass(20 * DAY);
    assert_eq!(salon.ok("query.clearing", json!({}))["version"], 2);
    assert_eq!(salon.ok("query.clearing", json!({ "version": 1 }))["clearing"].as_array().unwrap().len(), 2);
    let twice = json!([rule("a", "0.5", json!({})), rule("b", "0.6", json!({}))]);
    salon.no("clearing.set", json!({ "clearing": twice, "reason": "总部" }), "rules.unfit");
    salon.no(
        "clearing.set",
        json!({ "clearing": [rule("a", "1.5", json!({}))], "reason": "x" }),
        "rules.unfit",
    );
    assert_eq!(salon.ok("query.clearing", json!({}))["version"], 2, "what is refused leaves nothing");
    salon.prove();
}
