//! The demo's texts, held against what a real salon's book would have to satisfy.

use std::collections::BTreeSet;

use super::*;

fn book() -> DemoBook {
    DemoBook::load().unwrap()
}

fn codes(book: &DemoBook) -> Vec<&str> {
    let services = book.services.iter().map(|item| &item.code);
    let products = book.products.iter().map(|item| &item.code);
    let packages = book.packages.iter().map(|item| &item.code);
    let sessions = book.session_cards.iter().map(|item| &item.code);
    let periods = book.period_cards.iter().map(|item| &item.code);
    services.chain(products).chain(packages).chain(sessions).chain(periods).map(Clean::as_str).collect()
}

fn service_codes(book: &DemoBook) -> BTreeSet<&str> {
    book.services.iter().map(|item| item.code.as_str()).collect()
}

#[test]
fn codes_can_be_typed_at_the_counter_and_mean_one_thing() {
    let book = book();
    let codes = codes(&book);
    let distinct: BTreeSet<_> = codes.iter().collect();
    assert_eq!(distinct.len(), codes.len());
    for code in codes {
        assert!((1..=3).contains(&code.len()) && !code.starts_with('0'), "{code}");
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    }
    let names: BTreeSet<_> = book.services.iter().map(|item| &item.name).collect();
    assert_eq!(names.len(), book.services.len());
}

#[test]
fn the_catalog_is_as_large_as_a_small_salon_s() {
    let book = book();
    let entries = book.services.len() + book.products.len() + book.packages.len();
    assert!((45..=60).contains(&entries), "{entries}");
    assert!(book.session_cards.len() >= 6 && book.period_cards.len() == 2 && book.packages.len() >= 2);
    assert_eq!(book.categories.len(), 6);
    let amounts: Vec<_> = book.top_ups.iter().map(|offer| offer.amount.0 / 100).collect();
    assert_eq!(amounts, [1000, 3000, 5000, 10_000, 20_000]);
}

#[test]
fn money_is_positive_and_fees_stay_below_prices() {
    let book = book();
    for item in &book.services {
        assert!(item.price.is_positive() && item.minutes >= 10 && item.heat > 0, "{}", item.name);
        assert!(item.hand_fee.is_positive() && item.hand_fee < item.price, "{}", item.name);
        assert!(item.material_cost.0 + item.hand_fee.0 < item.price.0, "{}", item.name);
    }
    for item in &book.products {
        assert!(item.cost.is_positive() && item.cost < item.price && item.stock > 0, "{}", item.name);
    }
    for pair in book.top_ups.windows(2) {
        let worth = |offer: &TopUp| offer.gift.0 * 1000 / offer.amount.0;
        assert!(pair[0].amount < pair[1].amount && worth(&pair[0]) < worth(&pair[1]));
    }
    for pair in book.tiers.windows(2) {
        assert!(pair[0].from_spend < pair[1].from_spend && pair[0].service_rate > pair[1].service_rate);
        assert!(pair[0].points_rate < pair[1].points_rate);
    }
    assert!(book.tiers.iter().all(|tier| tier.service_rate.is_share() && tier.product_rate.is_share()));
}

#[test]
fn barcodes_check() {
    assert_eq!(ean_check_digit("400638133393"), Some(1));
    assert_eq!(ean_check_digit("40063813339x"), None);
    assert_eq!(ean_check_digit("4006"), None);
    let book = book();
    let mut seen = BTreeSet::new();
    for item in &book.products {
        let code = item.barcode.as_str();
        assert_eq!(code.len(), 13, "{code}");
        let (twelve, check) = code.split_at(12);
        assert_eq!(ean_check_digit(twelve), check.parse().ok(), "{code}");
        assert!(seen.insert(code), "{code}");
    }
}

#[test]
fn packages_and_cards_name_things_that_exist_and_are_a_bargain() {
    let book = book();
    let services = service_codes(&book);
    for package in &book.packages {
        assert!(package.parts.len() >= 2);
        let list: i64 = package
            .parts
            .iter()
            .map(|part| {
                assert!(part.quantity > 0);
                assert!(book.packages.iter().all(|other| other.code != part.code), "a package in a package");
                book.list_price(part.code.as_str()).unwrap().0 * i64::from(part.quantity)
            })
            .sum();
        assert!(package.price.is_positive() && package.price.0 < list, "{}", package.name);
    }
    for card in &book.session_cards {
        assert!(card.sessions > 0 && card.valid_days >= 90 && card.heat > 0);
        for code in &card.services {
            assert!(services.contains(code.as_str()), "{code}");
            let list =
                book.list_price(code.as_str()).unwrap().0 * i64::from(card.sessions + card.gift_sessions);
            assert!(card.price.0 < list, "{}", card.name);
        }
    }
    for card in &book.period_cards {
        assert!(card.days >= 90 && card.price.is_positive() && card.days_between > 0);
        assert!(card.services.iter().all(|code| services.contains(code.as_str())));
    }
    for offer in &book.top_ups {
        assert!(book.tiers.iter().any(|tier| tier.name == offer.tier));
    }
}

#[test]
fn every_category_has_hands_and_every_role_is_there() {
    let book = book();
    let numbers: Vec<_> = book.staff.iter().map(|staff| staff.number.as_str()).collect();
    assert_eq!(numbers, ["01", "02", "03", "04", "05", "06", "07", "08"]);
    for role in [Role::Owner, Role::Manager, Role::Cashier, Role::Consultant, Role::Technician] {
        assert!(book.staff.iter().any(|staff| staff.role == role), "{role:?}");
    }
    let categories: Vec<_> = book.categories.iter().map(|category| &category.name).collect();
    for category in &categories {
        let skilled = |staff: &&Staff| staff.role == Role::Technician && staff.skills.contains(category);
        assert!(book.staff.iter().any(|staff| skilled(&staff)), "{category}");
    }
    assert!(book.staff.iter().flat_map(|staff| &staff.skills).all(|skill| categories.contains(&skill)));
    assert!(book.services.iter().all(|item| categories.contains(&&item.category)));
    assert!(book.products.iter().all(|item| categories.contains(&&item.category)));
    assert!(book.packages.iter().all(|item| categories.contains(&&item.category)));
    assert!(book.categories.iter().all(|category| (12..=70).contains(&category.gap_days)));
    assert!(book.shop.opens < book.shop.closes && book.shop.code.as_str() == "S01");
}

#[test]
fn there_are_enough_names() {
    let people = book().people;
    let distinct = |text: &str| text.chars().collect::<BTreeSet<_>>().len() == text.chars().count();
    assert!(people.surnames.len() >= 100);
    for hard in ["单", "仇", "曾", "解", "欧阳"] {
        assert!(people.surnames.contains_key(&Clean::new(hard).unwrap()), "{hard}");
    }
    assert!(people.female_chars.chars().count() >= 180 && distinct(&people.female_chars));
    assert!(people.male_chars.chars().count() >= 50 && distinct(&people.male_chars));
    assert!(people.mobile_prefixes.iter().all(|prefix| prefix.as_str().len() == 3));
    let texts = people.notes.iter().chain(&people.allergies).chain(&people.tags);
    for text in texts {
        assert!(!text.is_empty() && !text.as_str().chars().any(|ch| "…·→●★“”—￥".contains(ch)), "{text}");
    }
}
