//! The grammar of the one entry box: what was typed decides what it is, because a cashier has no hand free for
//! fields and modes.
//!
//! | typed | in the cart | while paying | in a pick list |
//! |---|---|---|---|
//! | nothing | settle | confirm the proposed tender | take the marked row |
//! | one digit | item | tender | pick |
//! | 1–3 digits, 5–7, 9, 10 | item code | amount | item code |
//! | 4 digits | phone tail | amount | phone tail |
//! | 11 digits | phone | phone | phone |
//! | 8, 12, 13 digits | bar code | bar code | bar code |
//! | 18 digits | pay code | pay code | pay code |
//! | `0` and a digit | tab | refused | tab |
//! | `88.5` | refused | amount | refused |
//! | `3*21` `3*69…` `3*sc` | quantity and item | refused | quantity and item |
//! | `*1` | redeem card 1 | redeem card 1 | redeem card 1 |
//! | `/2` `/2,5` `/2 5` | staff of the line | refused | staff of the line |
//! | `/` and letters | filter | filter | filter |
//! | `+` `-` | quantity | refused | quantity |
//! | `:` | palette | palette | palette |
//! | letters, hanzi | search | search | search |
//!
//! A part payment of one digit is typed `5.`: a bare `5` is the fifth tender. Full-width characters mean ASCII.

use crate::ground::{Fen, Refused, wide};

/// What the box is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Building the bill.
    Cart,
    /// Taking money for it.
    Pay,
    /// Choosing among hits.
    Pick,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Nothing: settle, confirm or take the marked row.
    Empty,
    /// An item code.
    Item {
        /// The code.
        code: String,
        /// How many, from 1 to 999.
        quantity: i64,
    },
    /// Letters, pinyin or hanzi to search for.
    Query {
        /// The words.
        text: String,
        /// How many of what is found.
        quantity: i64,
    },
    /// A bar code of 8, 12 or 13 digits.
    Barcode {
        /// The digits.
        code: String,
        /// How many.
        quantity: i64,
    },
    /// The last four digits of a phone number.
    PhoneTail(String),
    /// A phone number of eleven digits.
    Phone(String),
    /// The pay code of a wallet, kept as the tender's reference.
    PayCode(String),
    /// Redeem the member's listed card of this number.
    RedeemCard(u8),
    /// The staff of the line, one or several.
    Staff(Vec<String>),
    /// One more.
    Plus,
    /// One less.
    Minus,
    /// Go to a tab.
    JumpTab(u8),
    /// The tender of this number.
    Tender(u8),
    /// A part payment.
    Amount(Fen),
    /// The hit of this number.
    Pick(u8),
    /// The command palette, with what was typed behind the colon.
    Palette(String),
    /// Filter the list.
    Filter(String),
    /// Help.
    Help,
}

/// Reads what was typed.
///
/// # Errors
/// Refusals in this order: quantity, amount, item code, phone, and [`Refused::ItemUnknown`] for digits that are
/// nothing at all.
pub fn read(typed: &str, context: Context) -> Result<Entry, Refused> {
    let narrow = wide::narrow(typed);
    let text = narrow.trim();
    match text {
        "" => return Ok(Entry::Empty),
        "?" => return Ok(Entry::Help),
        _ => {}
    }
    if let Some(words) = text.strip_prefix(':') {
        return Ok(Entry::Palette(words.trim().to_owned()));
    }
    if let Some(rest) = text.strip_prefix('/') {
        return slash(rest, context, text);
    }
    if let Some(card) = text.strip_prefix('*') {
        return redeem(card, text);
    }
    match context {
        Context::Pay => paying(text),
        Context::Cart | Context::Pick => building(text, context),
    }
}

/// What is typed while the bill is built.
fn building(text: &str, context: Context) -> Result<Entry, Refused> {
    match text {
        "+" => return Ok(Entry::Plus),
        "-" => return Ok(Entry::Minus),
        _ => {}
    }
    if context == Context::Pick
        && let Some(number) = one_digit(text)
    {
        return Ok(Entry::Pick(number));
    }
    if let Some(tab) = text.strip_prefix('0').and_then(one_digit) {
        return Ok(Entry::JumpTab(tab));
    }
    if let Some((count, what)) = text.split_once('*') {
        return counted(quantity(count)?, what.trim(), text);
    }
    if is_amount(text) && !is_digits(text) {
        return Err(Refused::ItemUnknown { code: text.to_owned() });
    }
    whole(text, 1)
}

/// What is typed while money is taken.
fn paying(text: &str) -> Result<Entry, Refused> {
    if let Some(number) = one_digit(text) {
        return Ok(Entry::Tender(number));
    }
    if is_digits(text) && matches!(text.len(), 8 | 11 | 12 | 13 | 18) {
        return whole(text, 1);
    }
    if is_amount(text) {
        // `05` could be a tab or five yuan: neither is guessed.
        let leading_zero = text.starts_with('0') && !text.starts_with("0.");
        let amount = text.parse::<Fen>()?;
        if leading_zero {
            return Err(Refused::AmountUnreadable { text: text.to_owned() });
        }
        if !amount.is_positive() {
            return Err(Refused::AmountNotPositive { field: "amount".to_owned() });
        }
        return Ok(Entry::Amount(amount));
    }
    if starts_like_a_number(text) || text == "+" || text == "-" {
        return Err(Refused::AmountUnreadable { text: text.to_owned() });
    }
    Ok(Entry::Query { text: text.to_owned(), quantity: 1 })
}

/// `3*21`, `3*6901234567892`, `3*sc`.
fn counted(quantity: i64, what: &str, whole_text: &str) -> Result<Entry, Refused> {
    if what.is_empty() {
        return Err(Refused::TextMissing { field: "code".to_owned() });
    }
    match whole(what, quantity)? {
        entry @ (Entry::Item { .. } | Entry::Barcode { .. } | Entry::Query { .. }) => Ok(entry),
        Entry::PhoneTail(_) => Err(Refused::ItemCodeUnfit { code: what.to_owned() }),
        _ => Err(Refused::ItemUnknown { code: whole_text.to_owned() }),
    }
}

/// A text that is one thing: digits by their number, anything else a search.
fn whole(text: &str, quantity: i64) -> Result<Entry, Refused> {
    if !is_digits(text) {
        if text.contains('*') || text.starts_with(['+', '-']) && is_amount(text) {
            return Err(Refused::ItemUnknown { code: text.to_owned() });
        }
        return Ok(Entry::Query { text: text.to_owned(), quantity });
    }
    let digits = text.to_owned();
    match digits.len() {
        4 => Ok(Entry::PhoneTail(digits)),
        8 | 12 | 13 => Ok(Entry::Barcode { code: digits, quantity }),
        11 => Ok(Entry::Phone(digits)),
        18 => Ok(Entry::PayCode(digits)),
        1..=10 if digits.starts_with('0') => Err(Refused::ItemCodeUnfit { code: digits }),
        1..=10 => Ok(Entry::Item { code: digits, quantity }),
        _ => Err(Refused::ItemUnknown { code: digits.chars().take(32).collect() }),
    }
}

/// `/2`, `/2,5`, `/2 5`, `/2、5`: staff; `/` and letters: a filter.
fn slash(rest: &str, context: Context, text: &str) -> Result<Entry, Refused> {
    let numeric = |part: &&str| is_digits(part) && part.len() <= 4;
    let parts: Vec<&str> = rest.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() || !parts.iter().all(numeric) {
        return Ok(Entry::Filter(rest.trim().to_owned()));
    }
    if context == Context::Pay {
        return Err(Refused::AmountUnreadable { text: text.to_owned() });
    }
    let mut staff: Vec<String> = Vec::with_capacity(parts.len());
    for part in parts {
        if !staff.iter().any(|known| known == part) {
            staff.push(part.to_owned());
        }
    }
    Ok(Entry::Staff(staff))
}

fn redeem(card: &str, text: &str) -> Result<Entry, Refused> {
    match card.trim().parse::<u8>() {
        Ok(number @ 1..=99) if is_digits(card.trim()) => Ok(Entry::RedeemCard(number)),
        Ok(_) | Err(_) => Err(Refused::CardUnknown { card: text.to_owned() }),
    }
}

fn quantity(count: &str) -> Result<i64, Refused> {
    let count = count.trim();
    let number: i64 = count.parse().map_err(|_| Refused::ItemUnknown { code: format!("{count}*") })?;
    if (1..=999).contains(&number) { Ok(number) } else { Err(Refused::QuantityUnfit { quantity: number }) }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits with points, commas, signs or a yuan sign, and nothing else.
fn is_amount(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '.' | ',' | '-' | '+' | '¥'))
}

fn starts_like_a_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

fn one_digit(text: &str) -> Option<u8> {
    if text.len() != 1 {
        return None;
    }
    text.parse::<u8>().ok().filter(|digit| *digit > 0)
}

#[cfg(test)]
mod tests;
