//! Rules between stores as tables: which one rates an event, what it owes, how the value falls.

use proptest::prelude::*;

use super::*;

fn rule(name: &str, rate: &str) -> Clearing {
    Clearing {
        name: Clean::new(name).unwrap(),
        since: None,
        until: None,
        item: None,
        category: None,
        card: None,
        home: None,
        serving: None,
        rate: rate.parse().unwrap(),
        phi: None,
        share: "0.6".parse().unwrap(),
    }
}

fn used(principal: i64, gift: i64) -> Used<'static> {
    Used {
        day: "2026-10-25",
        home: "S02",
        serving: "S01",
        item: "88",
        category: "大项目",
        card: CardKind::StoredValue,
        principal: Fen(principal),
        gift: Fen(gift),
        value: Fen(principal + gift),
    }
}

#[test]
fn the_home_store_owes_the_rate_of_what_was_paid_and_of_a_part_of_gifts() {
    let table: &[(&str, &str, i64, i64, i64)] = &[
        // 300 at 60 %: 180; the peers' net of 880 for the home store comes of adding top-ups.
        ("0.6", "0.5", 30_000, 0, 18_000),
        ("0.6", "0.5", 30_000, 10_000, 21_000),
        ("0.6", "0", 30_000, 10_000, 18_000),
        ("0.6", "1", 30_000, 10_000, 24_000),
        // One session of ten of a card of 1,000 with a fee factor of 0.997.
        ("0.997", "0.5", 10_000, 0, 9_970),
        // Half a fen is rounded away from zero, once: 0.5 × (1 + 0.5 × 1) = 0.75 and 0.5 × 3 = 1.5.
        ("0.5", "0.5", 1, 1, 1),
        ("0.5", "0.5", 3, 0, 2),
        ("0.5", "0.5", -3, 0, -2),
        ("0", "0.5", 30_000, 0, 0),
    ];
    for (rate, phi, principal, gift, owed) in table {
        let rule = Clearing { phi: Some(phi.parse().unwrap()), ..rule("试", rate) };
        let cleared = rule.clear(&used(*principal, *gift)).unwrap();
        assert_eq!(cleared.owed, Fen(*owed), "{rate} {phi} {principal} {gift}");
    }
}

#[test]
fn the_most_specific_rule_wins() {
    let book = [
        rule("默认", "0.6"),
        Clearing { card: Some(CardKind::StoredValue), ..rule("储值", "0.1") },
        Clearing { category: Some(Clean::new("大项目").unwrap()), ..rule("大项目", "0.2") },
        Clearing { item: Some("88".into()), ..rule("热玛吉", "0.3") },
        Clearing {
            since: Some("2026-10-01".into()),
            until: Some("2026-10-07".into()),
            ..rule("国庆", "0.4")
        },
        Clearing { item: Some("88".into()), home: Some("S02".into()), ..rule("望京热玛吉", "0.35") },
        Clearing {
            item: Some("88".into()),
            home: Some("S02".into()),
            serving: Some("S01".into()),
            ..rule("望京到国贸", "0.36")
        },
    ];
    assert!(check(&book).is_ok());
    let named = |used: &Used<'_>| find(&book, used).map(|place| book[place].name.as_str().to_owned());
    let base = used(100, 0);
    for (event, wins) in [
        (base, "望京到国贸"),
        (Used { serving: "S03", ..base }, "望京热玛吉"),
        (Used { home: "S04", ..base }, "热玛吉"),
        (Used { item: "5", ..base }, "大项目"),
        (Used { item: "5", category: "身体", ..base }, "储值"),
        (Used { item: "5", category: "身体", card: CardKind::SessionCard, ..base }, "默认"),
        (Used { day: "2026-10-01", ..base }, "国庆"),
        (Used { day: "2026-10-07", ..base }, "国庆"),
        (Used { day: "2026-10-08", ..base }, "望京到国贸"),
    ] {
        assert_eq!(named(&event).as_deref(), Some(wins), "{event:?}");
    }
    assert_eq!(find(&book[1..2], &Used { card: CardKind::Points, ..base }), None);
}

#[test]
fn what_a_book_may_not_hold_is_named() {
    let wrong = |rules: &[Clearing]| check(rules).unwrap_err();
    let all = |rule: Clearing| wrong(&[rule]).field;
    assert_eq!(all(Clearing { name: Clean::default(), ..rule("x", "0.5") }), "name");
    assert_eq!(all(rule("x", "1.01")), "rate");
    assert_eq!(all(Clearing { share: "1.5".parse().unwrap(), ..rule("x", "0.5") }), "share");
    assert_eq!(all(Clearing { phi: Some("-0.1".parse().unwrap()), ..rule("x", "0.5") }), "phi");
    assert_eq!(all(Clearing { since: Some("2026-10-01".into()), ..rule("x", "0.5") }), "until");
    assert_eq!(all(Clearing { since: Some("x".into()), ..rule("x", "0.5") }), "since");
    let turned =
        Clearing { since: Some("2026-10-02".into()), until: Some("2026-10-01".into()), ..rule("x", "0.5") };
    assert_eq!(all(turned), "until");
    let both = Clearing { home: Some("S01".into()), serving: Some("S01".into()), ..rule("x", "0.5") };
    assert_eq!(all(both), "serving");
    assert_eq!(wrong(&[rule("x", "0.5"), rule("x", "0.6")]).what, "rule_name_twice");
    assert_eq!((wrong(&[rule("x", "0.5"), rule("y", "0.6")]).place), 1);
}

proptest! {
    #[test]
    fn shares_add_up_to_the_fen_and_nobody_gets_more_than_was_used(
        principal in 0_i64..1_000_000_000, gift in 0_i64..1_000_000_000, rate in 0_u32..=1_000, phi in 0_u32..=1_000, share in 0_u32..=1_000,
    ) {
        let of = |thousandths: u32| Rate(Decimal::new(i64::from(thousandths), 3));
        let rule = Clearing { phi: Some(of(phi)), share: of(share), rate: of(rate), ..rule("试", "0") };
        let event = used(principal, gift);
        let cleared = rule.clear(&event).unwrap();
        prop_assert_eq!(cleared.home.0 + cleared.serving.0, event.value.0);
        prop_assert!(cleared.owed.0 >= 0 && cleared.owed.0 <= principal + gift);
        prop_assert!(cleared.home.0 >= 0 && cleared.serving.0 >= 0);
        // What goes back owes back exactly as much.
        let back = Used { principal: Fen(-principal), gift: Fen(-gift), value: Fen(-event.value.0), ..event };
        let undone = rule.clear(&back).unwrap();
        prop_assert_eq!((undone.owed.0, undone.home.0), (-cleared.owed.0, -cleared.home.0));
    }
}
