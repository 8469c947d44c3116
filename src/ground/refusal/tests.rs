//! A refusal told to machines: its code, its facts, nothing that a sink may not see.

use super::*;

#[test]
fn a_refusal_carries_its_code_and_facts() {
    let no = Refused::StoredValueShort { balance: Fen(500), wanted: Fen(10_000) };
    assert_eq!(no.to_string(), "stored_value.short balance=5.00 wanted=100.00");
    assert_eq!(
        serde_json::to_string(&no).unwrap(),
        r#"{"code":"stored_value.short","balance":"5.00","wanted":"100.00"}"#
    );
}

#[test]
fn a_fact_never_hides_the_code_and_never_carries_an_escape() {
    let no = Refused::CouponUnknown { code: "K\u{1b}1\u{202e}".into() };
    assert_eq!(serde_json::to_string(&no).unwrap(), r#"{"code":"coupon.unknown","of":"K1"}"#);
}

#[test]
fn no_two_refusals_share_a_code() {
    let mut codes: Vec<_> = Refused::ALL.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    let before = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), before);
}
