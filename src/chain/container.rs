//! The form of a `.meigui` file: one line that says what it is, a signed manifest, and parts that the manifest names
//! with their lengths and hashes. Whatever byte is changed, added or missing, the file is refused.
//!
//! ```text
//! meigui 1\n  length of the manifest in 8 hexadecimal digits\n  manifest (JSON)  signature (64 bytes)  parts, one behind the other
//! ```
//! The signature covers everything before it. Each part is compressed by itself; it is taken apart only after its hash
//! was compared, never to more bytes than the manifest says, and the manifest may not say more than [`PART_BYTES_MAX`].

use std::io::Read;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ledger::chain::hex;
use crate::peers::sign::SIGNATURE_BYTES;
use crate::peers::{Key, Public};

/// What every file begins with; a later form has a higher number.
const MAGIC: &[u8] = b"meigui 1\n";
/// How the files of all forms begin.
const MAGIC_OF_ALL: &[u8] = b"meigui ";
/// The longest manifest.
const MANIFEST_BYTES_MAX: usize = 4 << 20;
/// The longest part, taken apart.
pub const PART_BYTES_MAX: u64 = 2 << 30;
/// The most parts of a file.
const PARTS_MAX: usize = 200;
/// The form of the manifest.
const FORMAT: i64 = 1;
/// How hard parts are compressed: the same level gives the same bytes on every machine.
const LEVEL: i32 = 9;

/// Why a file is not taken. Its code is a word of the locales: `what.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// Which of the reasons.
    pub what: &'static str,
    /// Where, as far as it can be told.
    pub detail: String,
}

impl Unfit {
    pub(super) fn new(what: &'static str, detail: impl Into<String>) -> Self {
        Self { what, detail: detail.into() }
    }
}

/// A part as the manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name: small letters, digits, `-`, `_` and `.`, with no folder.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many it has compressed.
    pub packed: u64,
    /// The SHA-256 of the compressed ones in hex.
    pub sha256: String,
}

/// What stands in front of every manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    format: i64,
    kind: String,
    key: String,
    parts: Vec<Named>,
    about: Value,
}

/// Something to be sent.
#[derive(Debug)]
pub struct Parcel<'a> {
    /// What it is: `bundle`, `pack` or `code`.
    pub kind: &'static str,
    /// What it says of itself.
    pub about: Value,
    /// Its parts: names and bytes.
    pub parts: Vec<(&'static str, &'a [u8])>,
}

/// Something received, its signature proved against the key that it names.
#[derive(Debug)]
pub struct Opened<'a> {
    /// What it says of itself.
    pub about: Value,
    /// Who signed it.
    pub key: Public,
    parts: Vec<(Named, &'a [u8])>,
}

/// Writes a file.
///
/// # Errors
/// [`Unfit`] where something is longer than may be.
pub fn write(parcel: &Parcel<'_>, key: &Key) -> Result<Vec<u8>, Unfit> {
    let mut packed = Vec::with_capacity(parcel.parts.len());
    for (name, bytes) in &parcel.parts {
        let small =
            zstd::bulk::compress(bytes, LEVEL).map_err(|error| Unfit::new("write", error.to_string()))?;
        let named = Named {
            name: (*name).to_owned(),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            packed: u64::try_from(small.len()).unwrap_or(u64::MAX),
            sha256: hex(&Sha256::digest(&small)),
        };
        packed.push((named, small));
    }
    let front = Front {
        format: FORMAT,
        kind: parcel.kind.to_owned(),
        key: key.public().hex(),
        parts: packed.iter().map(|(named, _)| named.clone()).collect(),
        about: parcel.about.clone(),
    };
    let manifest = serde_json::to_vec(&front).map_err(|error| Unfit::new("write", error.to_string()))?;
    if manifest.len() > MANIFEST_BYTES_MAX {
        return Err(Unfit::new("too_large", String::new()));
    }
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(format!("{:08x}\n", manifest.len()).as_bytes());
    out.extend_from_slice(&manifest);
    let signature = key.sign(&out);
    out.extend_from_slice(&signature);
    for (_, small) in &packed {
        out.extend_from_slice(small);
    }
    Ok(out)
}

/// The longest head of a file: everything before its parts.
pub const HEAD_BYTES_MAX: u64 = (MANIFEST_BYTES_MAX + 1024) as u64;

/// Reads the head of a file and proves its signature: what it says of itself, and who signed it.
///
/// # Errors
/// [`Unfit`] with the reason.
pub fn front(bytes: &[u8], kind: &str) -> Result<(Value, Public), Unfit> {
    let (front, key, _) = head(bytes, kind)?;
    Ok((front.about, key))
}

/// The manifest, its signer, and where the parts begin.
fn head(bytes: &[u8], kind: &str) -> Result<(Front, Public, usize), Unfit> {
    let damaged = |detail: &str| Unfit::new("damaged", detail);
    if !bytes.starts_with(MAGIC) {
        let ours = bytes.starts_with(MAGIC_OF_ALL);
        return Err(Unfit::new(if ours { "future" } else { "foreign" }, String::new()));
    }
    let length = bytes.get(MAGIC.len()..MAGIC.len() + 9).and_then(length_of);
    let signed_to = MAGIC.len() + 9 + length.ok_or_else(|| damaged("length"))?;
    let signed = bytes.get(..signed_to).ok_or_else(|| damaged("manifest"))?;
    let manifest = signed.get(MAGIC.len() + 9..).unwrap_or_default();
    let front: Front = serde_json::from_slice(manifest).map_err(|_| damaged("manifest"))?;
    let key = Public::from_hex(&front.key).ok_or_else(|| damaged("key"))?;
    let signature = bytes.get(signed_to..signed_to + SIGNATURE_BYTES).ok_or_else(|| damaged("signature"))?;
    if !key.signed(signed, signature) {
        return Err(Unfit::new("signature", String::new()));
    }
    if front.format != FORMAT {
        return Err(Unfit::new("future", front.format.to_string()));
    }
    if front.kind != kind {
        return Err(Unfit::new("other_kind", front.kind));
    }
    Ok((front, key, signed_to + SIGNATURE_BYTES))
}

/// Opens a file: its form, its signature, and the hash of every part. Nothing is taken apart yet.
///
/// # Errors
/// [`Unfit`] with the reason.
pub fn open<'a>(bytes: &'a [u8], kind: &str) -> Result<Opened<'a>, Unfit> {
    let (front, key, behind) = head(bytes, kind)?;
    let mut rest = bytes.get(behind..).unwrap_or_default();
    if front.parts.len() > PARTS_MAX {
        return Err(Unfit::new("too_large", String::new()));
    }
    let mut parts: Vec<(Named, &[u8])> = Vec::with_capacity(front.parts.len());
    for named in front.parts {
        let twice = parts.iter().any(|(other, _)| other.name == named.name);
        if twice || !is_name(&named.name) {
            return Err(Unfit::new("name", crate::ground::Clean::shown(&named.name).into_string()));
        }
        if named.bytes > PART_BYTES_MAX {
            return Err(Unfit::new("too_large", named.name));
        }
        let count = usize::try_from(named.packed).unwrap_or(usize::MAX);
        let (small, after) =
            rest.split_at_checked(count).ok_or_else(|| Unfit::new("truncated", &*named.name))?;
        if hex(&Sha256::digest(small)) != named.sha256 {
            return Err(Unfit::new("hash", named.name));
        }
        rest = after;
        parts.push((named, small));
    }
    if !rest.is_empty() {
        return Err(Unfit::new("damaged", "end"));
    }
    Ok(Opened { about: front.about, key, parts })
}

impl Opened<'_> {
    /// The parts by name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(named, _)| named.name.as_str())
    }

    /// A part, taken apart to exactly as many bytes as the manifest says.
    ///
    /// # Errors
    /// [`Unfit`] where there is no such part, or it is longer or shorter.
    pub fn part(&self, name: &str) -> Result<Vec<u8>, Unfit> {
        let found = self.parts.iter().find(|(named, _)| named.name == name);
        let (named, small) = found.ok_or_else(|| Unfit::new("missing", name))?;
        let unpacked = || Unfit::new("unpacked", name);
        let reader = zstd::stream::read::Decoder::new(*small).map_err(|_| unpacked())?;
        let mut out = Vec::new();
        // One byte more than it may have tells that there is more.
        reader.take(named.bytes.saturating_add(1)).read_to_end(&mut out).map_err(|_| unpacked())?;
        if u64::try_from(out.len()) == Ok(named.bytes) { Ok(out) } else { Err(unpacked()) }
    }
}

/// Eight hexadecimal digits of small letters and the end of the line.
fn length_of(text: &[u8]) -> Option<usize> {
    let (digits, end) = text.split_at_checked(8)?;
    let small = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    if end != b"\n" || !digits.iter().all(small) {
        return None;
    }
    let length = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (length <= MANIFEST_BYTES_MAX).then_some(length)
}

/// A name that no system takes for a folder, a device or a hidden file.
fn is_name(name: &str) -> bool {
    let fit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    (1..=64).contains(&name.len())
        && name.bytes().all(fit)
        && name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key() -> Key {
        Key::of(&[5; 32])
    }

    fn file(parts: Vec<(&'static str, &[u8])>) -> Vec<u8> {
        write(&Parcel { kind: "bundle", about: json!({ "store": "S01" }), parts }, &key()).unwrap()
    }

    fn why(bytes: &[u8]) -> &'static str {
        match open(bytes, "bundle") {
            Ok(opened) => {
                match opened.parts.iter().map(|(named, _)| opened.part(&named.name)).find(Result::is_err) {
                    Some(Err(unfit)) => unfit.what,
                    _ => "fits",
                }
            }
            Err(unfit) => unfit.what,
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = file(vec![("facts", b"one"), ("files", &[7; 9000])]);
        let opened = open(&bytes, "bundle").unwrap();
        assert_eq!(opened.key, key().public());
        assert_eq!(opened.about["store"], "S01");
        assert_eq!(opened.part("facts").unwrap(), b"one");
        assert_eq!(opened.part("files").unwrap(), [7; 9000]);
        assert_eq!(opened.part("more").unwrap_err().what, "missing");
        assert_eq!(bytes, file(vec![("facts", b"one"), ("files", &[7; 9000])]));
        assert_eq!(open(&bytes, "pack").unwrap_err().what, "other_kind");
    }

    #[test]
    fn every_single_byte_counts() {
        let bytes = file(vec![("facts", b"one"), ("files", b"two")]);
        for place in 0..bytes.len() {
            for flip in [1, 0x20, 0x80] {
                let mut changed = bytes.clone();
                changed[place] ^= flip;
                assert_ne!(why(&changed), "fits", "byte {place}");
            }
            let mut shorter = bytes.clone();
            shorter.remove(place);
            assert_ne!(why(&shorter), "fits", "without byte {place}");
            assert_ne!(why(&bytes[..place]), "fits", "up to byte {place}");
        }
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(why(&longer), "damaged");
    }

    #[test]
    fn strangers_and_later_forms_are_told_apart() {
        assert_eq!(why(&[]), "foreign");
        assert_eq!(why(b"PK\x03\x04"), "foreign");
        assert_eq!(why(b"meigui 2\n00000000\n"), "future");
        let noise: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(why(&noise), "foreign");
        let mut dressed = b"meigui 1\n".to_vec();
        dressed.extend(&noise);
        assert_eq!(why(&dressed), "damaged");
    }

    /// A file whose manifest says whatever it likes, rightly signed.
    fn forged(named: Vec<Named>, format: i64, parts: &[u8]) -> Vec<u8> {
        let front = Front {
            format,
            kind: "bundle".into(),
            key: key().public().hex(),
            parts: named,
            about: json!({}),
        };
        let manifest = serde_json::to_vec(&front).unwrap();
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(format!("{:08x}\n", manifest.len()).as_bytes());
        out.extend_from_slice(&manifest);
        let signature = key().sign(&out);
        out.extend_from_slice(&signature);
        out.extend_from_slice(parts);
        out
    }

    #[test]
    fn bombs_paths_and_futures_are_refused_even_when_signed() {
        let small = zstd::bulk::compress(&vec![0; 50 << 20], 9).unwrap();
        let named = |name: &str, bytes: u64| Named {
            name: name.into(),
            bytes,
            packed: u64::try_from(small.len()).unwrap(),
            sha256: hex(&Sha256::digest(&small)),
        };
        assert!(small.len() < 10_000);
        assert_eq!(why(&forged(vec![named("facts", 50 << 20)], FORMAT, &small)), "fits");
        assert_eq!(why(&forged(vec![named("facts", 1000)], FORMAT, &small)), "unpacked");
        assert_eq!(why(&forged(vec![named("facts", (50 << 20) + 1)], FORMAT, &small)), "unpacked");
        assert_eq!(why(&forged(vec![named("facts", u64::MAX)], FORMAT, &small)), "too_large");
        for name in ["../../x", "a/b", "a\\b", "", ".", "..", ".x", "C:", "NUL", "a b", "汉"] {
            assert_eq!(why(&forged(vec![named(name, 50 << 20)], FORMAT, &small)), "name", "{name}");
        }
        assert_eq!(why(&forged(vec![named("facts", 50 << 20)], 2, &small)), "future");
        let twice: Vec<u8> = small.iter().chain(&small).copied().collect();
        let both = vec![named("facts", 50 << 20), named("facts", 50 << 20)];
        assert_eq!(why(&forged(both, FORMAT, &twice)), "name");
    }
}
