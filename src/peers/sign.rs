//! One Ed25519 key a store: it signs what leaves, opens what was sealed to it, and nothing else guards a balance.
//!
//! Sources: RFC 8032 (Ed25519), RFC 7748 (X25519), RFC 8439 (ChaCha20-Poly1305), RFC 2104 (HMAC).

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use curve25519_dalek::montgomery::MontgomeryPoint;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::ledger::chain;

/// How long a signature is.
pub const SIGNATURE_BYTES: usize = 64;
/// How long the ephemeral key before a sealed letter is.
const EPHEMERAL_BYTES: usize = 32;

/// A store's own key. Nothing prints it.
pub struct Key(SigningKey);

/// The public half of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Public([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Debug for Public {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

impl Key {
    /// From its seed of 32 bytes.
    pub fn of(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The half that everybody may know.
    pub fn public(&self) -> Public {
        Public(self.0.verifying_key().to_bytes())
    }

    /// Signs a text; the same text is signed alike whenever it is.
    pub fn sign(&self, text: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.0.sign(text).to_bytes()
    }

    /// A secret that follows from this key and a text: what headquarters gives a pair of stores.
    pub fn derived(&self, about: &str) -> [u8; 32] {
        let hash = Sha256::new().chain_update("meigui derived 1").chain_update(self.0.as_bytes());
        hash.chain_update(about).finalize().into()
    }

    /// Seals a letter that only the owner of a key can open. The same letter is sealed alike whenever it is, because its
    /// passing key follows from this key and the letter.
    pub fn seal(&self, to: &Public, letter: &[u8]) -> Option<Vec<u8>> {
        let passing: [u8; 32] = Sha256::new()
            .chain_update("meigui passing key 1")
            .chain_update(self.0.as_bytes())
            .chain_update(to.0)
            .chain_update(letter)
            .finalize()
            .into();
        let theirs = to.point()?;
        let shown = MontgomeryPoint::mul_base_clamped(passing).to_bytes();
        let cipher = cipher(&shown, &theirs.to_bytes(), &theirs.mul_clamped(passing).to_bytes())?;
        let mut out = shown.to_vec();
        out.extend(cipher.encrypt(&Nonce::default(), letter).ok()?);
        Some(out)
    }

    /// Opens a letter that was sealed to this key; nothing for any other and for a changed one.
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (shown, rest) = sealed.split_at_checked(EPHEMERAL_BYTES)?;
        let shown: [u8; 32] = shown.try_into().ok()?;
        let own = self.public().point()?.to_bytes();
        let shared = MontgomeryPoint(shown).mul_clamped(self.0.to_scalar_bytes()).to_bytes();
        cipher(&shown, &own, &shared)?.decrypt(&Nonce::default(), rest).ok()
    }
}

/// The cipher of one letter; the key is used once, so the nonce is zero.
fn cipher(shown: &[u8; 32], theirs: &[u8; 32], shared: &[u8; 32]) -> Option<ChaCha20Poly1305> {
    // A point of small order would make a secret that everybody knows.
    if shared.iter().all(|byte| *byte == 0) {
        return None;
    }
    let hash = Sha256::new().chain_update("meigui sealed 1").chain_update(shown).chain_update(theirs);
    let key: [u8; 32] = hash.chain_update(shared).finalize().into();
    Some(ChaCha20Poly1305::new(&key.into()))
}

impl Public {
    /// From its 32 bytes; nothing for what is no key.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(bytes))
    }

    /// From 64 hexadecimal digits, spaces and dashes left out.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|ch| !ch.is_whitespace() && *ch != '-').collect();
        Self::of(&from_hex(&digits)?)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its bytes in hex.
    pub fn hex(&self) -> String {
        chain::hex(&self.0)
    }

    /// Four groups of four digits to be read over the phone: the start of its SHA-256.
    pub fn fingerprint(&self) -> String {
        let digits = chain::hex(&Sha256::digest(self.0));
        let groups = digits.as_bytes().chunks(4).take(4);
        groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
    }

    /// Whether a text was signed by this key.
    pub fn signed(&self, text: &[u8], signature: &[u8]) -> bool {
        let (Ok(key), Ok(signature)) = (VerifyingKey::from_bytes(&self.0), Signature::from_slice(signature))
        else {
            return false;
        };
        key.verify_strict(text, &signature).is_ok()
    }

    fn point(&self) -> Option<MontgomeryPoint> {
        Some(VerifyingKey::from_bytes(&self.0).ok()?.to_montgomery())
    }
}

/// Bytes from hexadecimal digits; nothing for anything else.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some((nibble(*high)? << 4) | nibble(*low)?),
            _ => None,
        })
        .collect()
}

/// The HMAC of a message under a secret, as its first 64 bits: what digits to be read over the phone are cut from.
pub fn mac(secret: &[u8; 32], message: &str) -> u64 {
    mac_bytes(secret, message).iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// The HMAC of a message under a secret, whole: by what two stores know one person without telling who it is.
pub fn mac_bytes(secret: &[u8; 32], message: &str) -> [u8; 32] {
    // A key of any length fits; the empty answer cannot happen.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(secret) else { return [0; 32] };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::of(&[byte; 32])
    }

    #[test]
    fn a_signature_holds_for_one_text_and_one_key() {
        let signature = key(1).sign("S01 1..9".as_bytes());
        assert!(key(1).public().signed("S01 1..9".as_bytes(), &signature));
        assert!(!key(1).public().signed("S01 1..8".as_bytes(), &signature));
        assert!(!key(2).public().signed("S01 1..9".as_bytes(), &signature));
        for place in 0..signature.len() {
            let mut changed = signature;
            changed[place] ^= 1;
            assert!(!key(1).public().signed("S01 1..9".as_bytes(), &changed), "{place}");
        }
        assert_eq!(key(1).sign(b"x"), key(1).sign(b"x"));
    }

    #[test]
    fn a_sealed_letter_is_opened_by_its_own_key_alone() {
        let sealed = key(1).seal(&key(2).public(), "13800138000".as_bytes()).unwrap();
        assert_eq!(key(2).open(&sealed).unwrap(), "13800138000".as_bytes());
        assert!(key(3).open(&sealed).is_none() && key(1).open(&sealed).is_none());
        assert_eq!(sealed, key(1).seal(&key(2).public(), "13800138000".as_bytes()).unwrap());
        assert_ne!(sealed, key(1).seal(&key(2).public(), "13800138001".as_bytes()).unwrap());
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 0x40;
            assert!(key(2).open(&changed).is_none(), "{place}");
        }
        assert!(key(2).open(&[0; 48]).is_none() && key(2).open(&[]).is_none());
    }

    #[test]
    fn keys_and_fingerprints_are_read_back() {
        let public = key(7).public();
        assert_eq!(Public::from_hex(&public.hex()), Some(public));
        assert_eq!(public.fingerprint().len(), 19);
        assert_eq!(Public::from_hex("12"), None);
        assert_eq!(from_hex("0g"), None);
        assert_eq!(from_hex("abc"), None);
        // The identity is a point of small order: it would sign everything.
        assert_eq!(Public::of(&[1].iter().chain(&[0; 31]).copied().collect::<Vec<_>>()), None);
    }

    #[test]
    fn what_is_derived_and_authenticated_differs_with_everything() {
        assert_ne!(key(1).derived("S01 S02"), key(1).derived("S01 S03"));
        assert_ne!(key(1).derived("S01 S02"), key(2).derived("S01 S02"));
        // By Python: hmac.new(b"\x0b" * 32, b"Hi There", hashlib.sha256).
        assert_eq!(mac(&[0x0b; 32], "Hi There"), 0x198a_607e_b44b_fbc6);
        assert_ne!(mac(&[1; 32], "a"), mac(&[2; 32], "a"));
        assert_ne!(mac(&[1; 32], "a"), mac(&[1; 32], "b"));
    }
}
