//! Who a store is: its code stands in every identity it gives out, so it never changes.

use crate::ground::{Refused, Zone};

/// The store of an open file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// `S01`: a letter and digits, unique in the chain.
    pub code: String,
    /// `国贸店`.
    pub name: String,
    /// Random bytes that begin the hash chain, so that no two stores' chains can be mistaken for one another.
    pub chain_salt: [u8; 16],
    /// Where the store stands in time.
    pub zone: Zone,
    /// The life of this file; a restore begins a new one.
    pub epoch: i64,
    /// Whether it is headquarters, which keeps no salon.
    pub hq: bool,
}

/// Checks a store code: one to three capital letters, then digits, 2 to 12 characters in all.
///
/// # Errors
/// [`Refused::StoreCodeInvalid`].
pub fn check_code(code: &str) -> Result<(), Refused> {
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = code.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&letters) && digits >= 1 && letters + digits == code.len() && code.len() <= 12 {
        Ok(())
    } else {
        Err(Refused::StoreCodeInvalid { code: code.chars().take(32).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_code_is_letters_then_digits() {
        for (code, fit) in [
            ("S01", true),
            ("BJ012", true),
            ("s01", false),
            ("01", false),
            ("S", false),
            ("S-1", false),
            ("ABCD1", false),
        ] {
            assert_eq!(check_code(code).is_ok(), fit, "{code}");
        }
    }
}
