//! Transfer codes: what one says, the text that a key signed, and the twenty digits to be read over the phone; pure.
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ground::Fen;
use crate::peers::sign::{SIGNATURE_BYTES, mac};
use crate::peers::{Key, Public};

/// How many digits a code to be read out has.
pub const DIGITS: usize = 20;
/// The most that one code passes on: 999,999.99 yuan, so many sessions or points.
pub const AMOUNT_MAX: i64 = 99_999_999;
/// Days after the one on which it was given until a code expires.
pub const VALID_DAYS: u64 = 1;
/// The farthest day, from the one of the code, on which a part may lapse; what lasts longer never does elsewhere.
pub const LAPSE_DAYS_MAX: u64 = 3_660;
/// What a code as a text begins with.
const MARK: &str = "MG1";
/// The digits of the text: capital letters and figures that a QR code holds densely.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Ten digits of proof: with the days on which it may lapse one wrong code in some three million would pass, and five tries
/// cost a minute and more.
const PROOF: u64 = 10_000_000_000;

/// What a part is of.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Stored value, in fen.
    StoredValue,
    /// Sessions of a card.
    SessionCard,
    /// Points.
    Points,
}

impl PartKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::StoredValue, Self::SessionCard, Self::Points];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::StoredValue => "stored_value",
            Self::SessionCard => "session_card",
            Self::Points => "points",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What both stores know of a part before there is a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The store that opened the card.
    pub home: String,
    /// The store that serves.
    pub serving: String,
    /// The serving store's number of what it asked.
    pub ask: i64,
    /// The member as both name her: phone digits or her number at the home store.
    pub who: String,
    /// What of.
    pub kind: PartKind,
    /// How much: fen, sessions or points.
    pub amount: i64,
}

/// A part that is passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What was asked.
    pub asked: Asked,
    /// Of stored value the principal in it, of sessions their value; nothing for points.
    pub principal: Fen,
    /// Of stored value the gift in it.
    pub gift: Fen,
    /// The last day on which the code is taken.
    pub expires_on: NaiveDate,
    /// The last day on which its gift, its sessions or its points can be spent, wherever they lie; `None` for never.
    pub lapses_on: Option<NaiveDate>,
}

/// Why a code is not taken; a word of the locales, `what.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Not a code at all.
    Shape,
    /// Its proof does not hold: changed, mistyped, or made for something else.
    Proof,
}

impl Wrong {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "code_shape",
            Self::Proof => "code_proof",
        }
    }
}

/// Parts that headquarters granted are named by numbers behind this one, which no store's own numbers reach.
const GRANTS: i64 = 1_000_000_000_000;

/// The name of a grant of headquarters among the numbers of what a store asked.
pub fn grant_name(number: i64) -> i64 {
    GRANTS.saturating_add(number)
}

/// The number of a grant from a draw of chance: one in a million million.
pub fn grant_number(chance: u64) -> i64 {
    i64::try_from(chance % GRANTS.unsigned_abs()).unwrap_or(0).max(1)
}

/// Whether a part is named by a grant of headquarters.
pub fn is_grant(ask: i64) -> bool {
    ask > GRANTS
}

/// The number of a part as it is shown: of a grant `H` and headquarters' own.
pub fn shown(ask: i64) -> String {
    if is_grant(ask) { grant_shown(ask - GRANTS) } else { ask.to_string() }
}

/// A grant's number as it is shown and typed: eight of the letters and figures that a code uses.
pub fn grant_shown(no: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = no.unsigned_abs();
    for _ in 0..8 {
        let place = usize::try_from(rest % 32).unwrap_or(0);
        digits.push(BASE32.get(place).copied().unwrap_or(b'A'));
        rest /= 32;
    }
    digits.reverse();
    format!("H{}", String::from_utf8_lossy(&digits))
}

/// A grant's number from what was typed.
pub fn grant_typed(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_uppercase();
    let digits = text.strip_prefix('H').filter(|digits| digits.len() == 8)?;
    digits.bytes().try_fold(0_i64, |number, digit| {
        let place = BASE32.iter().position(|known| *known == digit)?;
        number.checked_mul(32)?.checked_add(i64::try_from(place).ok()?)
    })
}

/// The last day of a code that is given on a day.
pub fn expiry(given_on: NaiveDate) -> NaiveDate {
    given_on.checked_add_days(Days::new(VALID_DAYS)).unwrap_or(given_on)
}

impl Part {
    fn message(&self) -> String {
        let Asked { home, serving, ask, who, kind, amount } = &self.asked;
        format!(
            "meigui code 2|{home}|{serving}|{ask}|{who}|{}|{amount}|{}|{}|{}|{}",
            kind.code(),
            self.principal.0,
            self.gift.0,
            self.expires_on,
            self.lapses_on.map(|day| day.to_string()).unwrap_or_default()
        )
    }

    /// The figure that only the home store knows: the gift in stored value, the value of sessions.
    fn told(&self) -> i64 {
        match self.asked.kind {
            PartKind::StoredValue => self.gift.0,
            PartKind::SessionCard => self.principal.0,
            PartKind::Points => 0,
        }
    }

    /// Twenty digits in groups of four: eight for what only the home store knows, two for the last day, ten that prove
    /// all of it by the secret of the two stores.
    pub fn digits(&self, pair: &[u8; 32]) -> String {
        let proof = mac(pair, &self.message()) % PROOF;
        let day = self.expires_on.num_days_from_ce().rem_euclid(100);
        let digits = format!("{:08}{day:02}{proof:010}", self.told());
        let groups = digits.as_bytes().chunks(4).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join(" ")
    }

    /// The code as a text that the home store's key signed: for a QR code, or to be pasted.
    pub fn text(&self, key: &Key) -> String {
        let message = self.message();
        let mut bytes = key.sign(message.as_bytes()).to_vec();
        bytes.extend_from_slice(message.as_bytes());
        format!("{MARK}{}", base32(&bytes))
    }
}

/// The digits of what was typed, whatever stands between them; nothing where it is no code of digits.
pub fn as_digits(typed: &str) -> Option<String> {
    let kept: String = typed.chars().filter(|ch| !ch.is_whitespace() && *ch != '-').collect();
    (kept.len() == DIGITS && kept.bytes().all(|byte| byte.is_ascii_digit())).then_some(kept)
}

/// Reads twenty digits against what was asked.
///
/// # Errors
/// [`Wrong`].
pub fn read_digits(digits: &str, asked: &Asked, pair: &[u8; 32], today: NaiveDate) -> Result<Part, Wrong> {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i64>().ok());
    let (Some(told), Some(day), Some(proof)) = (number(0, 8), number(8, 10), number(10, DIGITS)) else {
        return Err(Wrong::Shape);
    };
    let expires_on = day_near(today, day).ok_or(Wrong::Shape)?;
    let (principal, gift) = match asked.kind {
        PartKind::StoredValue => (asked.amount.saturating_sub(told), told),
        PartKind::SessionCard => (told, 0),
        PartKind::Points => (0, 0),
    };
    let proof = u64::try_from(proof).map_err(|_| Wrong::Shape)?;
    let mut part = Part {
        asked: asked.clone(),
        principal: Fen(principal),
        gift: Fen(gift),
        expires_on,
        lapses_on: None,
    };
    if part.told() != told || principal < 0 {
        return Err(Wrong::Proof);
    }
    // There is no room in twenty digits for the day on which it lapses; but they prove it, so the day that they prove is it.
    let first = today.checked_sub_days(Days::new(VALID_DAYS)).unwrap_or(today);
    let ahead = (0..=LAPSE_DAYS_MAX).map(|days| first.checked_add_days(Days::new(days)));
    for lapses_on in std::iter::once(None).chain(ahead.flatten().map(Some)) {
        part.lapses_on = lapses_on;
        if proof == mac(pair, &part.message()) % PROOF {
            return Ok(part);
        }
    }
    Err(Wrong::Proof)
}

/// The day near another whose number ends in two digits.
fn day_near(today: NaiveDate, ending: i64) -> Option<NaiveDate> {
    let base = i64::from(today.num_days_from_ce());
    let number = (-50..50).map(|step| base + step).find(|number| number.rem_euclid(100) == ending)?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// Reads a code that is a text: what it says, and nothing where its form is none. The signature is proved by
/// [`Signed::proved`], once it is known whose it should be.
pub fn read_text(typed: &str) -> Result<Signed, Wrong> {
    let kept: String = typed.chars().filter(|ch| !ch.is_whitespace()).collect();
    let kept = kept.to_ascii_uppercase();
    let bytes = kept.strip_prefix(MARK).and_then(from_base32).ok_or(Wrong::Shape)?;
    let (signature, message) = bytes.split_at_checked(SIGNATURE_BYTES).ok_or(Wrong::Shape)?;
    let message = String::from_utf8(message.to_vec()).map_err(|_| Wrong::Shape)?;
    let part = part_of(&message).ok_or(Wrong::Shape)?;
    if part.message() != message {
        return Err(Wrong::Shape);
    }
    Ok(Signed { part, message, signature: signature.to_vec() })
}

/// A code whose signature has yet to be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    part: Part,
    message: String,
    signature: Vec<u8>,
}

impl Signed {
    /// What it says, not yet believed.
    pub fn said(&self) -> &Part {
        &self.part
    }

    /// What it says, once its signature holds.
    ///
    /// # Errors
    /// [`Wrong::Proof`].
    pub fn proved(self, home: &Public) -> Result<Part, Wrong> {
        let holds = home.signed(self.message.as_bytes(), &self.signature);
        if holds { Ok(self.part) } else { Err(Wrong::Proof) }
    }
}

fn part_of(message: &str) -> Option<Part> {
    let fields: Vec<&str> = message.split('|').collect();
    let [mark, home, serving, ask, who, kind, amount, principal, gift, expires_on, lapses_on] =
        fields.as_slice()
    else {
        return None;
    };
    if *mark != "meigui code 2" {
        return None;
    }
    Some(Part {
        asked: Asked {
            home: (*home).to_owned(),
            serving: (*serving).to_owned(),
            ask: ask.parse().ok()?,
            who: (*who).to_owned(),
            kind: PartKind::from_code(kind)?,
            amount: amount.parse().ok()?,
        },
        principal: Fen(principal.parse().ok()?),
        gift: Fen(gift.parse().ok()?),
        expires_on: expires_on.parse().ok()?,
        lapses_on: if lapses_on.is_empty() { None } else { Some(lapses_on.parse().ok()?) },
    })
}

/// The last day of what is passed on, of the last days of what it is taken from: the latest, and never where one never
/// lapses, so that nobody loses by it.
pub fn lapses_on<'a>(days: impl IntoIterator<Item = Option<&'a str>>, today: NaiveDate) -> Option<NaiveDate> {
    let days: Option<Vec<NaiveDate>> =
        days.into_iter().map(|day| day.and_then(|day| day.parse().ok())).collect();
    let last = days?.into_iter().max()?;
    let farthest = today.checked_add_days(Days::new(LAPSE_DAYS_MAX - 2 * VALID_DAYS))?;
    Some(last).filter(|last| *last <= farthest)
}

/// RFC 4648, section 6, without padding.
fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push_digit(&mut out, held >> bits);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        push_digit(&mut out, held << (5 - bits));
    }
    out
}

fn push_digit(out: &mut String, value: u32) {
    let place = usize::try_from(value & 31).unwrap_or(0);
    out.push(char::from(BASE32.get(place).copied().unwrap_or(b'A')));
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let place = BASE32.iter().position(|digit| *digit == byte)?;
        held = (held << 5) | u32::try_from(place).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    // What is left over is nothing but zeros, or there would be two texts for one code.
    (held == 0 && bits < 5).then_some(out)
}

#[cfg(test)]
mod tests;
