//! Every row of the grammar, and what must be refused rather than guessed.

use super::*;

fn item(code: &str, quantity: i64) -> Entry {
    Entry::Item { code: code.to_owned(), quantity }
}

fn query(text: &str, quantity: i64) -> Entry {
    Entry::Query { text: text.to_owned(), quantity }
}

fn barcode(code: &str, quantity: i64) -> Entry {
    Entry::Barcode { code: code.to_owned(), quantity }
}

fn staff(numbers: &[&str]) -> Entry {
    Entry::Staff(numbers.iter().map(|number| (*number).to_owned()).collect())
}

#[test]
fn in_the_cart_what_was_typed_decides_what_it_is() {
    let table = [
        ("", Entry::Empty),
        ("  ", Entry::Empty),
        ("2", item("2", 1)),
        ("21", item("21", 1)),
        ("213", item("213", 1)),
        ("21012", item("21012", 1)),
        ("8866", Entry::PhoneTail("8866".into())),
        ("0866", Entry::PhoneTail("0866".into())),
        ("13800138000", Entry::Phone("13800138000".into())),
        ("69012345", barcode("69012345", 1)),
        ("690123456789", barcode("690123456789", 1)),
        ("6901234567892", barcode("6901234567892", 1)),
        ("134567890123456789", Entry::PayCode("134567890123456789".into())),
        ("3*21", item("21", 3)),
        ("3 * 21", item("21", 3)),
        ("3*6901234567892", barcode("6901234567892", 3)),
        ("2*scb", query("scb", 2)),
        ("999*1", item("1", 999)),
        ("*1", Entry::RedeemCard(1)),
        ("* 2", Entry::RedeemCard(2)),
        ("/2", staff(&["2"])),
        ("/02", staff(&["02"])),
        ("/2,5", staff(&["2", "5"])),
        ("/2 5", staff(&["2", "5"])),
        ("/2,2", staff(&["2"])),
        ("/", Entry::Filter(String::new())),
        ("/chen", Entry::Filter("chen".into())),
        ("/陈静", Entry::Filter("陈静".into())),
        ("+", Entry::Plus),
        ("-", Entry::Minus),
        ("03", Entry::JumpTab(3)),
        ("scb", query("scb", 1)),
        ("深层", query("深层", 1)),
        ("M000318", query("M000318", 1)),
        (":", Entry::Palette(String::new())),
        (": jiao ban", Entry::Palette("jiao ban".into())),
        ("?", Entry::Help),
    ];
    for (typed, entry) in table {
        assert_eq!(read(typed, Context::Cart), Ok(entry), "{typed:?}");
    }
}

#[test]
fn full_width_input_means_the_same() {
    let table = [
        ("２１", item("21", 1)),
        ("３＊２１", item("21", 3)),
        ("＊１", Entry::RedeemCard(1)),
        ("、２，５", staff(&["2", "5"])),
        ("、２、５", staff(&["2", "5"])),
        ("＋", Entry::Plus),
        ("－", Entry::Minus),
        ("：交班", Entry::Palette("交班".into())),
        ("？", Entry::Help),
        ("０２", Entry::JumpTab(2)),
    ];
    for (typed, entry) in table {
        assert_eq!(read(typed, Context::Cart), Ok(entry), "{typed:?}");
    }
    assert_eq!(read("８８。５", Context::Pay), Ok(Entry::Amount(Fen(8850))));
}

#[test]
fn while_paying_a_digit_is_a_tender_and_a_number_is_money() {
    let table = [
        ("", Entry::Empty),
        ("1", Entry::Tender(1)),
        ("9", Entry::Tender(9)),
        ("5.", Entry::Amount(Fen(500))),
        ("88.5", Entry::Amount(Fen(8850))),
        ("0.5", Entry::Amount(Fen(50))),
        ("100", Entry::Amount(Fen(10_000))),
        ("1000", Entry::Amount(Fen(100_000))),
        ("1,234.50", Entry::Amount(Fen(123_450))),
        ("¥20", Entry::Amount(Fen(2000))),
        ("*1", Entry::RedeemCard(1)),
        ("134567890123456789", Entry::PayCode("134567890123456789".into())),
        ("6901234567892", barcode("6901234567892", 1)),
        ("13800138000", Entry::Phone("13800138000".into())),
        ("wx", query("wx", 1)),
        (":", Entry::Palette(String::new())),
    ];
    for (typed, entry) in table {
        assert_eq!(read(typed, Context::Pay), Ok(entry), "{typed:?}");
    }
}

#[test]
fn in_a_pick_list_a_digit_picks_and_everything_else_is_as_in_the_cart() {
    let table = [
        ("3", Entry::Pick(3)),
        ("", Entry::Empty),
        ("21", item("21", 1)),
        ("8866", Entry::PhoneTail("8866".into())),
        ("05", Entry::JumpTab(5)),
    ];
    for (typed, entry) in table {
        assert_eq!(read(typed, Context::Pick), Ok(entry), "{typed:?}");
    }
}

#[test]
fn what_could_mean_two_things_or_nothing_is_refused() {
    use Context::{Cart, Pay, Pick};
    let table = [
        ("0", Cart, "item.code_unfit"),
        ("0", Pick, "item.code_unfit"),
        ("00", Cart, "item.code_unfit"),
        ("012", Cart, "item.code_unfit"),
        ("3*8866", Cart, "item.code_unfit"),
        ("3*", Cart, "text.missing"),
        ("0*21", Cart, "cart.quantity_unfit"),
        ("1000*21", Cart, "cart.quantity_unfit"),
        ("-2*21", Cart, "cart.quantity_unfit"),
        ("x*21", Cart, "item.unknown"),
        ("3*4*5", Cart, "item.unknown"),
        ("3*13800138000", Cart, "item.unknown"),
        ("88.5", Cart, "item.unknown"),
        ("-5", Cart, "item.unknown"),
        ("12345678901234", Cart, "item.unknown"),
        ("1234567890123456789", Cart, "item.unknown"),
        ("*", Cart, "card.unknown"),
        ("*0", Cart, "card.unknown"),
        ("*x", Cart, "card.unknown"),
        ("*+1", Cart, "card.unknown"),
        ("05", Pay, "amount.unreadable"),
        ("88.555", Pay, "amount.too_fine"),
        ("1.2.3", Pay, "amount.unreadable"),
        ("12a", Pay, "amount.unreadable"),
        ("3*21", Pay, "amount.unreadable"),
        ("+", Pay, "amount.unreadable"),
        ("/2", Pay, "amount.unreadable"),
        ("0.00", Pay, "amount.not_positive"),
        ("-5", Pay, "amount.not_positive"),
        ("99999999999999", Pay, "amount.too_large"),
    ];
    for (typed, context, code) in table {
        let found = read(typed, context);
        assert_eq!(found.as_ref().map_err(Refused::code), Err(code), "{typed:?} in {context:?}: {found:?}");
    }
}
