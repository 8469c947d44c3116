//! What a person is good at, counted by hand: categories, the store's best, training, members and their due days.

use serde_json::{Value, json};

use crate::salon::{DAY, Salon};

/// Twelve members for each of two people; those of the second come back after ten days and are happier.
fn salon() -> Salon {
    let mut salon = Salon::stocked();
    salon.ok("staff.hire", json!({ "number": "06", "name": "刘芳", "job": "technician" }));
    let members: Vec<String> = (0..24)
        .map(|n| {
            let phone = format!("139000{n:05}");
            let opened = salon.ok("member.open", json!({ "name": format!("客{n}"), "phone": phone }));
            opened["member"].as_str().unwrap().to_owned()
        })
        .collect();
    let sell = |salon: &mut Salon, member: &str, staff: &str, rating: i64| {
        let lines = json!([{ "item": "21", "staff": [staff], "requested": rating == 5 }]);
        salon.ok(
            "checkout",
            json!({ "member": member, "lines": lines, "tenders": [{ "tender": "cash" }], "rating": rating }),
        );
    };
    let (own, other) = members.split_at(12);
    for member in own {
        sell(&mut salon, member, "02", 4);
    }
    for member in other {
        sell(&mut salon, member, "06", 5);
    }
    salon.world.pass(10 * DAY);
    for member in other {
        sell(&mut salon, member, "06", 5);
    }
    salon.ok("member.owner", json!({ "member": own[0], "owner": "02" }));
    salon.ok("member.owner", json!({ "member": other[0], "owner": "02" }));
    salon.world.pass(50 * DAY);
    salon
}

fn rates(profile: &Value) -> Vec<(String, i64)> {
    let rates = profile["categories"][0]["rates"].as_array().unwrap().iter();
    rates.map(|rate| (rate["shown"].as_str().unwrap().to_owned(), rate["bottom"].as_i64().unwrap())).collect()
}

#[test]
fn a_profile_is_measured_against_the_best_and_names_whom_to_learn_from() {
    let mut salon = salon();
    let profile = salon.ok("query.profile", json!({ "staff": "02" }));
    let category = &profile["categories"][0];
    assert_eq!((&category["category"], &category["services"]), (&json!("面部"), &json!([12, 24])));
    assert_eq!(rates(&profile), [("0.0%".into(), 12), ("4.00".into(), 12), ("--".into(), 0)]);
    assert_eq!(category["rates"][0]["best"], json!(["100.0%", 12, "06", "刘芳"]));
    let training: Vec<&str> =
        profile["training"].as_array().unwrap().iter().map(|one| one["measure"].as_str().unwrap()).collect();
    assert_eq!(training, ["repurchase", "satisfaction"], "{}", profile["training"]);
    assert_eq!(profile["training"][0]["teacher"], json!(["06", "刘芳"]));
    let best = salon.ok("query.profile", json!({ "staff": "06" }));
    assert_eq!(best["training"], json!([]), "nobody is better");
    assert_eq!(best["rota"][0], json!({ "day": "2026-11-21", "requested": 12, "rotation": 0 }));
    salon.no("query.profile", json!({ "staff": "77" }), "staff.unknown");
}

#[test]
fn a_persons_members_are_due_by_their_own_rhythm() {
    let mut salon = salon();
    let members = salon.ok("query.profile", json!({ "staff": "02" }))["members"].clone();
    // 60 days after the first visit: one came but once, the other every ten days and last on day ten.
    assert_eq!(
        (&members[0]["name"], &members[0]["usual"], &members[0]["due"], &members[0]["late"]),
        (&json!("客12"), &json!(10), &json!("2026-12-11"), &json!(40))
    );
    assert_eq!(
        (&members[1]["name"], &members[1]["usual"], &members[1]["due"], &members[1]["late"]),
        (&json!("客0"), &json!(30), &json!("2026-12-21"), &json!(30))
    );
    assert_eq!(members.as_array().unwrap().len(), 2);
}
