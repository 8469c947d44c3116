//! Insight against the published and reference figures of `../shared/cases/insight.json`, on the data they were made of.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use meigui::insight::back_test::back_test;
use meigui::insight::fit;
use meigui::insight::model::Model;
use meigui::insight::value::{Worth, lifetime};
use meigui::insight::visits::{Summary, of_days, summary};
use serde_json::{Value, json};

use crate::salon::{DAY, Salon, bill};

/// The shared folder, or `None`, said aloud.
fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("MEIGUI_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("cases/insight.json").is_file() {
        return Some(folder);
    }
    println!("SKIPPED: ../shared/cases/insight.json is not there");
    None
}

fn cases(folder: &std::path::Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.join("cases/insight.json")).unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days and what was spent on each, by customer.
type Spent = BTreeMap<String, BTreeMap<NaiveDate, f64>>;

fn cdnow(folder: &std::path::Path) -> Spent {
    let mut out = Spent::new();
    for line in std::fs::read_to_string(folder.join("data/CDNOW_sample.txt")).unwrap().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, customer, date, _, dollars] = words.as_slice() else { continue };
        let day = NaiveDate::parse_from_str(date, "%Y%m%d").unwrap();
        *out.entry((*customer).to_owned()).or_default().entry(day).or_default() +=
            dollars.parse::<f64>().unwrap();
    }
    out
}

fn table(folder: &std::path::Path, name: &str, customer: usize, date: usize) -> Vec<Vec<NaiveDate>> {
    let mut out: BTreeMap<String, std::collections::BTreeSet<NaiveDate>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("data").join(name)).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        out.entry(cells[customer].to_owned()).or_default().insert(cells[date].parse().unwrap());
    }
    out.into_values().map(|days| days.into_iter().collect()).collect()
}

fn near(ours: f64, theirs: &Value, relative: f64, absolute: f64, what: &str) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{what} is no number"));
    let off = (ours - theirs).abs();
    assert!(off <= absolute.max(theirs.abs() * relative), "{what}: {ours} and not {theirs}");
}

#[test]
fn the_model_fits_and_foresees_what_the_references_do() {
    let Some(folder) = folder() else { return };
    let whole = cases(&folder);
    let case = &whole["btyd"]["cdnow_sample"];
    let until = day(case["calibration_end"].as_str().unwrap());
    let spent = cdnow(&folder);
    let mut seen: BTreeMap<&str, (Summary, f64)> = BTreeMap::new();
    for (customer, days) in &spent {
        let dates: Vec<NaiveDate> = days.keys().copied().collect();
        let Some(sum) = summary(&dates, until) else { continue };
        let after: Vec<f64> =
            days.iter().skip(1).filter(|(day, _)| **day <= until).map(|(_, spent)| *spent).collect();
        let mean = after.iter().sum::<f64>() / f64::from(sum.x.max(1));
        seen.insert(customer, (sum, mean));
    }
    let sums: Vec<Summary> = seen.values().map(|(sum, _)| *sum).collect();
    assert_eq!(sums.len(), usize::try_from(case["n"].as_u64().unwrap()).unwrap());
    near(sums.iter().map(|sum| sum.litt).sum(), &case["sum_litt"], 1e-6, 0.0, "sum of logarithms of gaps");

    let model = fit::visits(&sums).unwrap();
    let theirs = &case["models"]["MBG/CNBD-k"];
    assert_eq!(i64::from(model.k), theirs["k"].as_i64().unwrap());
    let likely = model.ln_likelihood(&sums);
    assert!(likely >= theirs["LL"].as_f64().unwrap() - 0.01, "{likely}");
    for (name, ours) in [("r", model.r), ("alpha", model.alpha), ("a", model.a), ("b", model.b)] {
        near(ours, &theirs["params"][name], 1e-3, 0.0, name);
    }
    let pairs: Vec<(u32, f64)> = seen.values().map(|(sum, mean)| (sum.x, *mean)).collect();
    let worth = fit::worth(&pairs).unwrap();
    for (name, ours) in [("p", worth.p), ("q", worth.q), ("v", worth.v)] {
        near(ours, &case["gamma_gamma"]["params"][name], 2e-3, 0.0, name);
    }
    near(worth.expected(0, 0.0), &case["gamma_gamma"]["population_mean_spend"], 1e-3, 0.0, "mean spend");

    // One by one at the references' own parameters: what differs then is not the fit.
    let number = |name: &str| theirs["params"][name].as_f64().unwrap();
    let model = Model { k: model.k, r: number("r"), alpha: number("alpha"), a: number("a"), b: number("b") };
    let mut tried = 0;
    for (customer, facts) in case["customers"].as_object().unwrap() {
        let (sum, mean) = seen[customer.as_str()];
        let hers = &facts["models"]["MBG/CNBD-k"];
        near(model.alive(&sum), &hers["p_alive"], 0.0, 1e-4, customer);
        near(model.no_visit(&sum, of_days(90)), &hers["p_no_visit_90d"], 0.0, 1e-4, customer);
        near(model.ahead(&sum, 39.0).mean(), &hers["exp_holdout"], 1e-3, 1e-3, customer);
        near(model.ahead(&sum, 156.0).mean(), &hers["exp_156w"], 1e-3, 1e-3, customer);
        let visit = worth.expected(sum.x, mean);
        near(visit, &facts["gg_expected_spend"], 1e-3, 0.0, customer);
        let whole = lifetime(&model, &sum, visit);
        near(whole.value, &hers["clv36_disc"], 2e-3, 1e-2, customer);
        assert!(whole.low <= whole.high, "{customer}: {whole:?}");
        tried += 1;
    }
    assert!(tried > 15, "only {tried} customers");
}

#[test]
fn a_visit_is_worth_what_was_published() {
    let Some(folder) = folder() else { return };
    let whole = cases(&folder);
    let published = &whole["published"]["Gamma-Gamma"];
    let of = |name: &str| published[name].as_f64().unwrap();
    let worth = Worth { p: of("p"), q: of("q"), v: of("v") };
    near(worth.expected(0, 0.0), &serde_json::json!(35.17), 0.0, 0.1, "whoever never came back");
}

#[test]
fn regular_visitors_are_known_on_data_of_salons() {
    let Some(folder) = folder() else { return };
    let whole = cases(&folder);
    for (name, file, customer, date, limit) in [
        ("synth_regular", "synth_regular.csv", 0, 1, 0.004),
        ("barber_open_origins", "barber_visits_to_2019-10.csv", 0, 1, 0.02),
    ] {
        let histories = table(&folder, file, customer, date);
        for origin in whole["churn"][name]["origins"].as_array().unwrap() {
            let tried = back_test(&histories, day(origin["origin"].as_str().unwrap())).unwrap();
            let next = &origin["B_next90"];
            let reference = &next["methods"]["MBG/CNBD-k P(no visit 90d)"]["auc"];
            println!("{name}: {tried:?}, reference {reference}");
            assert!(tried.auc >= reference.as_f64().unwrap() - limit, "{name}: {tried:?}, {reference}");
            assert!(tried.auc > tried.auc_recency, "{name}: {tried:?}");
            // The references left out a few rows of the files, without saying which.
            let base = usize::try_from(origin["n_base"].as_u64().unwrap()).unwrap();
            assert!(tried.members.abs_diff(base) * 50 <= base, "{name}: {} of {base}", tried.members);
        }
    }
}

fn her(salon: &mut Salon, member: &str) -> Value {
    salon.ok("query.member_insight", json!({ "member": member }))
}

fn sold(salon: &mut Salon, member: &str, item: &str) -> String {
    let cart = json!({"member": member, "lines": [{"item": item, "staff": ["02"]}], "tenders": [{"tender": "cash"}]});
    bill(&salon.ok("checkout", cart))
}

#[test]
fn a_visit_is_a_day_and_what_is_taken_back_is_none() {
    let mut salon = Salon::stocked();
    sold(&mut salon, "M000001", "21");
    let second = sold(&mut salon, "M000001", "5");
    let told = her(&mut salon, "M000001");
    assert_eq!(
        (&told["visits"], &told["stage"], &told["state"]),
        (&json!(1), &json!("trial"), &json!("active"))
    );
    // Too little to foresee anything, and said so.
    assert_eq!(told["expected"], Value::Null);
    assert_eq!(told["tags"][0]["code"], "new");

    salon.world.pass(40 * DAY);
    let third = sold(&mut salon, "M000001", "21");
    assert_eq!(her(&mut salon, "M000001")["visits"], 2);
    salon.ok("bill.void", json!({"bill": third, "reason": "错单"}));
    assert_eq!(her(&mut salon, "M000001")["visits"], 1);
    // The other sale of her first day still stands: the day does.
    salon.ok("bill.void", json!({"bill": second, "reason": "错单"}));
    let told = her(&mut salon, "M000001");
    assert_eq!((&told["visits"], &told["away"]), (&json!(1), &json!(40)));
    salon.no("query.member_insight", json!({"member": "M9"}), "member.unknown");

    // Two files of one person are one person.
    sold(&mut salon, "M000002", "21");
    salon.ok("member.merge", json!({"from": "M000002", "into": "M000001", "reason": "同一人"}));
    let told = her(&mut salon, "M000001");
    assert_eq!((&told["visits"], &told["usual_gap"]), (&json!(2), &Value::Null));
    let whole = salon.ok("query.insight", json!({}));
    assert_eq!((&whole["members"], &whole["visits"]), (&json!(1), &json!(2)));
    assert_eq!((&whole["model"], &whole["visit"]), (&Value::Null, &json!("398.00")));
    salon.no("query.insight", json!({"days": 0}), "choice.unknown");
    salon.no("query.insight", json!({"days": 731}), "choice.unknown");
}

#[test]
fn what_is_paid_ahead_and_given_back_is_known() {
    let mut salon = Salon::stocked();
    sold(&mut salon, "M000001", "21");
    let top = json!({"member": "M000001", "amount": "1000", "gift": "100", "tenders": [{"tender": "cash"}]});
    salon.ok("topup", top);
    let told = her(&mut salon, "M000001");
    assert_eq!((&told["stage"], &told["balance"]), (&json!("member"), &json!("1100.00")));
    salon.world.pass(100 * DAY);
    let told = her(&mut salon, "M000001");
    assert_eq!(told["state"], "dormant");
    assert_eq!(told["tags"][0]["code"], "asleep");
    assert_eq!(told["tags"][0]["facts"]["balance"], "1,100.00");
    let number = sold(&mut salon, "M000001", "50");
    assert_eq!(her(&mut salon, "M000001")["state"], "reactivated");
    let before = salon.ok("query.insight", json!({}))["visit"].clone();
    assert_eq!(before, "263.50");
    salon.ok(
        "bill.refund",
        json!({"bill": number, "lines": [{"line": 1, "quantity": 1}], "reason": "不合适"}),
    );
    assert_eq!(salon.ok("query.insight", json!({}))["visit"], "199.00");
}

#[test]
fn the_cockpit_says_what_the_books_say() {
    let mut salon = Salon::stocked();
    let page = |salon: &mut Salon, days: i64| salon.ok("query.cockpit", json!({ "days": days }));
    sold(&mut salon, "M000001", "21");
    salon.world.pass(DAY);
    let top = json!({"member": "M000001", "amount": "1000", "gift": "0", "tenders": [{"tender": "cash"}]});
    salon.ok("topup", top);
    let paid = json!({"member": "M000001", "lines": [{"item": "5", "staff": ["02"]}],
        "tenders": [{"tender": "stored_value"}]});
    salon.ok("checkout", paid);
    sold(&mut salon, "M000002", "21");
    let wrong = sold(&mut salon, "M000002", "50");
    salon.ok("bill.void", json!({"bill": wrong, "reason": "错单"}));
    let guest = salon.sell();
    salon.ok("bill.rate", json!({"bill": guest, "rating": 1}));

    let is = page(&mut salon, 1);
    let spans = is["tiles"]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 8);
    assert_eq!(spans[7], json!({"turnover": "1064.00", "prepaid": "268.00", "visits": 3}));
    assert_eq!(spans[6], json!({"turnover": "398.00", "prepaid": "0.00", "visits": 1}));
    let (from, to) = (is["to"].clone(), is["to"].clone());
    assert_eq!(salon.ok("query.totals", json!({"from": from, "to": to}))["worth"], "1064.00");
    assert_eq!((&is["tiles"]["stored"], &is["tiles"]["stored_used"]), (&json!("732.00"), &json!("268.00")));
    let item = &is["items"][0];
    assert_eq!(
        (&item["code"], &item["worth"], &item["before"]),
        (&json!("21"), &json!("1194.00"), &json!("0.00"))
    );
    let hours: i64 = is["hours"]["sales"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|day| day.as_array().unwrap().clone())
        .map(|count| count.as_i64().unwrap())
        .sum();
    assert_eq!(hours, 4);
    let poor = is["alerts"].as_array().unwrap().iter().find(|alert| alert["code"] == "poor").unwrap();
    assert_eq!(poor["count"], 1);
    // Goals of the store are told for the span that is shown: 536 yuan in two days ask a day for 268.
    let goals = json!([{"kpi": "consumption", "amount": "536", "days": 2}]);
    salon.ok("goal.set", json!({ "goals": goals }));
    assert_eq!(page(&mut salon, 1)["tiles"]["goals"][0]["wanted"], 26_800);
    assert_eq!(page(&mut salon, 7)["tiles"]["goals"][0]["wanted"], 187_600);
    let week = page(&mut salon, 7);
    assert_eq!(week["tiles"]["spans"][7]["turnover"], "1462.00");
    salon.no("query.cockpit", json!({"days": 2}), "choice.unknown");

    // A month on: what was had before, and again.
    salon.world.pass(25 * DAY);
    sold(&mut salon, "M000001", "21");
    salon.world.pass(10 * DAY);
    let is = page(&mut salon, 30);
    let item = is["items"].as_array().unwrap().iter().find(|item| item["code"] == "21").unwrap().clone();
    assert_eq!((&item["worth"], &item["before"]), (&json!("398.00"), &json!("1194.00")));
    assert_eq!((&item["had"], &item["again"]), (&json!(2), &json!(1)));
}

#[test]
fn a_card_is_turnover_when_it_is_sold_and_not_again_when_it_is_used() {
    let mut salon = Salon::stocked();
    sold(&mut salon, "M000001", "60");
    let visit =
        json!({"member": "M000001", "lines": [{"item": "21", "staff": ["02"], "card": "S01C000001"}]});
    salon.ok("checkout", visit);
    let now = |salon: &mut Salon| {
        let is = salon.ok("query.cockpit", json!({ "days": 1 }));
        let card = is["items"].as_array().unwrap().iter().find(|item| item["code"] == "60").unwrap().clone();
        (
            is["tiles"]["spans"][7]["turnover"].clone(),
            is["tiles"]["spans"][7]["prepaid"].clone(),
            card["worth"].clone(),
        )
    };
    assert_eq!(now(&mut salon), (json!("1000.00"), json!("333.33"), json!("1000.00")));
    let back = json!({"holding": {"card": "S01C000001"}, "cause": "customer", "tender": "cash", "reason": "退",
        "approved_by": "04"});
    assert_eq!(salon.ok("card.refund", back)["amount"], "666.67");
    assert_eq!(now(&mut salon), (json!("333.33"), json!("333.33"), json!("333.33")));
    // What is paid back of a top-up was never sold.
    salon.ok("topup", json!({"member": "M000001", "amount": "500", "tenders": [{"tender": "cash"}]}));
    let back = json!({"holding": {"lot": 1}, "cause": "customer", "tender": "cash", "reason": "退", "approved_by": "04"});
    salon.ok("card.refund", back);
    assert_eq!(now(&mut salon).0, "333.33");
}

#[test]
fn behind_an_alert_are_those_it_counts() {
    let mut salon = Salon::stocked();
    let rows = |salon: &mut Salon, alert: &str| {
        let is = salon.ok("query.alert", json!({ "alert": alert }));
        is["rows"].as_array().unwrap().clone()
    };
    sold(&mut salon, "M000001", "21");
    let top = json!({"member": "M000001", "amount": "1000", "gift": "50", "tenders": [{"tender": "cash"}]});
    salon.ok("topup", top);
    sold(&mut salon, "M000002", "61");
    salon.ok("member.open", json!({"name": "苏月", "phone": "13700137000", "birthday": "1990-06-03"}));
    salon.world.pass(90 * DAY);
    assert!(rows(&mut salon, "asleep").is_empty(), "not before the 91st day");
    salon.world.pass(100 * DAY);
    salon.ok("shift.open", json!({ "by": "03", "float": "100" }));
    let guest = salon.sell();
    salon.ok("bill.rate", json!({ "bill": guest, "rating": 2 }));
    salon.ok("shift.count", json!({ "by": "03", "cash": "490" }));
    salon.ok("shift.close", json!({ "by": "03", "cause": "找错" }));

    let is = &rows(&mut salon, "asleep")[0];
    assert_eq!(
        (&is["member"], &is["amount"], &is["count"]),
        (&json!("M000001"), &json!("1050.00"), &json!(190))
    );
    let is = &rows(&mut salon, "poor")[0];
    assert_eq!((&is["what"], &is["count"], &is["member"]), (&json!(guest), &json!(2), &Value::Null));
    let is = &rows(&mut salon, "differences")[0];
    assert_eq!((&is["name"], &is["amount"]), (&json!("李敏"), &json!("-8.00")));
    // A card that ended is not one that ends; a birthday five days ahead is near, by the day on which it is kept.
    assert!(rows(&mut salon, "cards").is_empty());
    sold(&mut salon, "M000002", "61");
    salon.world.pass(150 * DAY);
    let is = &rows(&mut salon, "cards")[0];
    assert_eq!((&is["what"], &is["count"], &is["member"]), (&json!("肩颈5+1"), &json!(6), &json!("M000002")));
    let today = day(salon.ok("query.alert", json!({}))["as_of"].as_str().unwrap());
    let ahead = day("2028-06-03").signed_duration_since(today).num_days() - 5;
    salon.world.pass(ahead % 366 * DAY);
    let is = &rows(&mut salon, "birthdays")[0];
    assert_eq!((&is["name"], &is["count"]), (&json!("苏月"), &json!(5)));

    // The page counts them, and all of them are asked for at once.
    let page = salon.ok("query.cockpit", json!({}));
    let all = salon.ok("query.alert", json!({}));
    for alert in page["alerts"].as_array().unwrap() {
        let count =
            all["rows"].as_array().unwrap().iter().filter(|row| row["alert"] == alert["code"]).count();
        assert_eq!(alert["count"], count, "{alert}");
    }
    salon.no("query.alert", json!({ "alert": "weather" }), "choice.unknown");
}

#[test]
fn headquarters_has_no_customers_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut office = Salon::hq(&folder.path().join("hq.db"));
    for name in ["query.insight", "query.cockpit", "query.alert"] {
        office.no(name, json!({}), "chain.unfit");
    }
    assert_eq!(office.ok("query.chain_alert", json!({}))["rows"], json!([]));
}
