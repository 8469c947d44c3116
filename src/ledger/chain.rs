//! What an entry's hash covers: everything about it, length-prefixed, and the hash before it.

use sha2::{Digest, Sha256};

use super::account::Account;

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The facts of an entry, as they are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The store's code.
    pub store: &'a str,
    /// The life of the file.
    pub epoch: i64,
    /// The store's sequence.
    pub seq: i64,
    /// The entry's kind.
    pub kind: &'a str,
    /// The command's key.
    pub key: &'a str,
    /// The bill, 0 for none.
    pub bill: i64,
    /// The member, 0 for none.
    pub member: i64,
    /// The sequence of the reversed entry, 0 for none.
    pub reverses: i64,
    /// The operator.
    pub staff: i64,
    /// The business day.
    pub posted_on: &'a str,
    /// The moment of recording.
    pub posted_at: i64,
    /// The digest of the document behind it.
    pub document: &'a [u8],
}

/// Where a store's chain begins.
pub fn genesis(store: &str, salt: &[u8; 16]) -> Hash {
    let mut hasher = Sha256::new();
    text(&mut hasher, "meigui chain 1");
    text(&mut hasher, store);
    hasher.update(salt);
    hasher.finalize().into()
}

/// The hash of an entry over its facts, its postings in their order, and the hash before it.
pub fn link<'a>(
    before: &Hash,
    facts: &Facts<'_>,
    postings: impl Iterator<Item = (&'a str, i64, i64)>,
) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    text(&mut hasher, facts.store);
    number(&mut hasher, facts.epoch);
    number(&mut hasher, facts.seq);
    text(&mut hasher, facts.kind);
    text(&mut hasher, facts.key);
    for value in [facts.bill, facts.member, facts.reverses, facts.staff] {
        number(&mut hasher, value);
    }
    text(&mut hasher, facts.posted_on);
    number(&mut hasher, facts.posted_at);
    hasher.update(facts.document);
    for (kind, reference, amount) in postings {
        text(&mut hasher, kind);
        number(&mut hasher, reference);
        number(&mut hasher, amount);
    }
    hasher.finalize().into()
}

/// The postings of a draft as [`link`] wants them.
pub fn parts(lines: &[(Account, i64)]) -> impl Iterator<Item = (&'static str, i64, i64)> + '_ {
    lines.iter().map(|(account, amount)| (account.kind.code(), account.reference, *amount))
}

/// The first eight hexadecimal digits, as a slip carries them.
pub fn short(hash: &[u8]) -> String {
    hex(hash.get(..4).unwrap_or(hash))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'?'));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A digest of a document's columns, each length-prefixed so that no two documents read the same.
#[derive(Clone, Default)]
pub struct Document(Sha256);

impl Document {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text column.
    pub fn text(&mut self, value: &str) -> &mut Self {
        text(&mut self.0, value);
        self
    }

    /// Adds an integer column.
    pub fn number(&mut self, value: i64) -> &mut Self {
        number(&mut self.0, value);
        self
    }

    /// The digest.
    pub fn digest(&self) -> Hash {
        self.0.clone().finalize().into()
    }
}

fn text(hasher: &mut Sha256, value: &str) {
    number(hasher, i64::try_from(value.len()).unwrap_or(i64::MAX));
    hasher.update(value.as_bytes());
}

fn number(hasher: &mut Sha256, value: i64) {
    hasher.update(value.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts<'static> {
        Facts {
            store: "S01",
            epoch: 1,
            seq: 5,
            kind: "sale",
            key: "k",
            bill: 9,
            member: 3,
            reverses: 0,
            staff: 1,
            posted_on: "2026-11-21",
            posted_at: 7,
            document: &[0; 32],
        }
    }

    #[test]
    fn every_fact_changes_the_hash() {
        let before = genesis("S01", &[1; 16]);
        let postings = [("till.cash", 0, 100), ("lot.principal", 4, -100)];
        let hash = |f: &Facts<'_>, p: &[(&'static str, i64, i64)]| link(&before, f, p.iter().copied());
        let base = hash(&facts(), &postings);
        let mut seen = vec![base];
        let changed = [
            Facts { store: "S02", ..facts() },
            Facts { epoch: 2, ..facts() },
            Facts { seq: 6, ..facts() },
            Facts { kind: "refund", ..facts() },
            Facts { key: "k2", ..facts() },
            Facts { bill: 0, ..facts() },
            Facts { member: 0, ..facts() },
            Facts { reverses: 4, ..facts() },
            Facts { staff: 2, ..facts() },
            Facts { posted_on: "2026-11-22", ..facts() },
            Facts { posted_at: 8, ..facts() },
            Facts { document: &[1; 32], ..facts() },
        ];
        seen.extend(changed.iter().map(|f| hash(f, &postings)));
        seen.push(hash(&facts(), &[postings[1], postings[0]]));
        seen.push(hash(&facts(), &postings[..1]));
        seen.push(link(&genesis("S01", &[2; 16]), &facts(), postings.iter().copied()));
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }

    #[test]
    fn columns_do_not_run_into_one_another() {
        let digest = |parts: &[&str]| {
            let mut document = Document::new();
            for part in parts {
                document.text(part);
            }
            document.digest()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
