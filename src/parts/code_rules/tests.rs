//! Codes as truth tables: what each says, and that whatever is changed proves nothing.

use proptest::prelude::*;

use super::*;

const PAIR: [u8; 32] = [9; 32];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn part(kind: PartKind, amount: i64, principal: i64, gift: i64) -> Part {
    let asked =
        Asked { home: "S01".into(), serving: "S02".into(), ask: 17, who: "13800138000".into(), kind, amount };
    Part { asked, principal: Fen(principal), gift: Fen(gift), expires_on: day("2026-11-29"), lapses_on: None }
}

#[test]
fn twenty_digits_move_exactly_what_was_asked() {
    for part in [
        part(PartKind::StoredValue, 20_000, 16_667, 3_333),
        part(PartKind::StoredValue, AMOUNT_MAX, 0, AMOUNT_MAX),
        part(PartKind::SessionCard, 1, 33_334, 0),
        part(PartKind::Points, 500, 0, 0),
    ] {
        let digits = part.digits(&PAIR);
        let kept = as_digits(&digits).unwrap();
        assert_eq!(kept.len(), 20, "{digits}");
        for today in ["2026-11-28", "2026-11-29", "2026-12-20"] {
            assert_eq!(read_digits(&kept, &part.asked, &PAIR, day(today)), Ok(part.clone()), "{today}");
        }
        // Another amount, member, store, number or secret: the same digits prove nothing.
        for changed in [
            Asked { amount: part.asked.amount - 1, ..part.asked.clone() },
            Asked { who: "13800138001".into(), ..part.asked.clone() },
            Asked { serving: "S03".into(), ..part.asked.clone() },
            Asked { home: "S03".into(), ..part.asked.clone() },
            Asked { ask: 18, ..part.asked.clone() },
        ] {
            assert_eq!(read_digits(&kept, &changed, &PAIR, day("2026-11-28")), Err(Wrong::Proof));
        }
        assert_eq!(read_digits(&kept, &part.asked, &[8; 32], day("2026-11-28")), Err(Wrong::Proof));
    }
}

#[test]
fn every_changed_digit_is_seen() {
    let part = part(PartKind::StoredValue, 20_000, 16_667, 3_333);
    let kept = as_digits(&part.digits(&PAIR)).unwrap();
    for place in 0..kept.len() {
        for digit in b'0'..=b'9' {
            let mut changed = kept.clone().into_bytes();
            if changed[place] == digit {
                continue;
            }
            changed[place] = digit;
            let changed = String::from_utf8(changed).unwrap();
            assert!(read_digits(&changed, &part.asked, &PAIR, day("2026-11-28")).is_err(), "{changed}");
        }
    }
}

#[test]
fn a_text_is_believed_of_its_home_store_alone() {
    let (home, other) = (Key::of(&[1; 32]), Key::of(&[2; 32]));
    let part = part(PartKind::StoredValue, 20_000, 16_667, 3_333);
    let text = part.text(&home);
    assert!(text.len() < 260 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
    assert_eq!(read_text(&text).unwrap().proved(&home.public()), Ok(part.clone()));
    assert_eq!(read_text(&text).unwrap().proved(&other.public()), Err(Wrong::Proof));
    assert_eq!(
        read_text(&format!(" {} ", text.to_lowercase().replacen("mg1", "MG1", 1))).unwrap().said(),
        &part
    );
    for place in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let read = read_text(&changed).and_then(|signed| signed.proved(&home.public()));
        assert!(read.is_err(), "{place}");
    }
    assert_eq!(read_text("12345").unwrap_err(), Wrong::Shape);
}

proptest! {
    #[test]
    fn base32_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..90)) {
        prop_assert_eq!(from_base32(&base32(&bytes)), Some(bytes));
    }
}
