//! Which codes the entry box can tell apart from a phone tail, a jump to a tab or a barcode.

use crate::ground::Refused;

/// Checks an item code: 1 to 3 digits that do not begin with 0, or 2 to 40 letters, digits, `.`, `-`, `_`, `%` or
/// `/` that are not all digits (codes of an older system).
///
/// # Errors
/// [`Refused::ItemCodeUnfit`].
pub fn check_code(code: &str) -> Result<(), Refused> {
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    let fit = if digits {
        (1..=3).contains(&code.len()) && !code.starts_with('0')
    } else {
        (2..=40).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-%/&+'".contains(&b))
            && code.bytes().any(|b| b.is_ascii_alphabetic())
    };
    if fit { Ok(()) } else { Err(Refused::ItemCodeUnfit { code: code.chars().take(40).collect() }) }
}

/// Whether a barcode of 8, 12 or 13 digits carries the right check digit (GS1 General Specifications 7.9).
pub fn barcode_is_sound(barcode: &str) -> bool {
    if ![8, 12, 13].contains(&barcode.len()) || !barcode.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = barcode
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 1 { 3 } else { 1 })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_never_a_phone_tail_or_a_jump() {
        for (code, fit) in [
            ("1", true),
            ("21", true),
            ("213", true),
            ("021", false),
            ("8866", false),
            ("", false),
            ("SHCW", true),
            ("AGBALANCE335M", true),
            ("DMPM9.1G", true),
            ("a b", false),
            ("M", false),
            ("深层", false),
        ] {
            assert_eq!(check_code(code).is_ok(), fit, "{code}");
        }
    }

    #[test]
    fn check_digits_are_checked() {
        for (barcode, sound) in [
            ("6901234567892", true),
            ("6901234567890", false),
            ("96385074", true),
            ("036000291452", true),
            ("12", false),
        ] {
            assert_eq!(barcode_is_sound(barcode), sound, "{barcode}");
        }
    }
}
