//! Rows as bytes: short, of one form only, and never trusted when they are read.
//!
//! A row is its values, a value a tag and what follows: 0 nothing, 1 a whole number (zigzag, seven bits a byte, the
//! lowest first), 2 a text and 3 bytes (their length as such a number, then themselves).

use crate::db::ValueRef;

/// Rows being written.
#[derive(Debug, Default)]
pub struct Written {
    bytes: Vec<u8>,
}

impl Written {
    /// What was written.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A count or a length.
    pub fn count(&mut self, value: usize) {
        self.varint(u64::try_from(value).unwrap_or(u64::MAX));
    }

    /// A text with its length.
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A row.
    pub fn row(&mut self, values: &[ValueRef<'_>]) {
        for value in values {
            match value {
                // No table of ours has a real number: money is whole fen, rates are texts.
                ValueRef::Null | ValueRef::Real(_) => self.bytes.push(0),
                ValueRef::Integer(number) => {
                    self.bytes.push(1);
                    self.varint(zigzag(*number));
                }
                ValueRef::Text(text) => {
                    self.bytes.push(2);
                    self.count(text.len());
                    self.bytes.extend_from_slice(text);
                }
                ValueRef::Blob(blob) => {
                    self.bytes.push(3);
                    self.count(blob.len());
                    self.bytes.extend_from_slice(blob);
                }
            }
        }
    }

    /// Bytes that were written elsewhere.
    pub fn append(&mut self, other: Written) {
        self.bytes.extend_from_slice(&other.bytes);
    }

    fn varint(&mut self, mut value: u64) {
        loop {
            let low = u8::try_from(value & 0x7f).unwrap_or(0);
            value >>= 7;
            if value == 0 {
                self.bytes.push(low);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }
}

fn zigzag(number: i64) -> u64 {
    (number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned()
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// Bytes being read; every answer is nothing where they do not fit.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    rest: &'a [u8],
}

impl<'a> Reading<'a> {
    /// Of these bytes.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether all was read.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// A count or a length.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    /// A text with its length.
    pub fn text(&mut self) -> Option<&'a str> {
        let count = self.count()?;
        std::str::from_utf8(self.take(count)?).ok()
    }

    /// A row of so many values into a list that is used again.
    pub fn row(&mut self, columns: usize, into: &mut Vec<ValueRef<'a>>) -> Option<()> {
        into.clear();
        for _ in 0..columns {
            let value = match self.take(1)?.first()? {
                0 => ValueRef::Null,
                1 => ValueRef::Integer(unzigzag(self.varint()?)),
                2 => {
                    let count = self.count()?;
                    let text = self.take(count)?;
                    std::str::from_utf8(text).ok()?;
                    ValueRef::Text(text)
                }
                3 => {
                    let count = self.count()?;
                    ValueRef::Blob(self.take(count)?)
                }
                _ => return None,
            };
            into.push(value);
        }
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            let part = u64::from(byte & 0x7f);
            // The last byte of ten may hold one bit only, and nothing is written longer than it needs.
            if (shift == 63 && part > 1) || (byte == 0 && shift > 0) {
                return None;
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_value_comes_back() {
        let numbers = [0, 1, -1, 63, 64, -64, -65, 1_700_000_000_000, i64::MAX, i64::MIN];
        for number in numbers {
            assert_eq!(unzigzag(zigzag(number)), number);
        }
        let mut values: Vec<ValueRef<'_>> = numbers.iter().map(|number| ValueRef::Integer(*number)).collect();
        values.extend([ValueRef::Null, ValueRef::Text("美柜".as_bytes()), ValueRef::Blob(&[0, 255])]);
        let mut written = Written::default();
        written.row(&values);
        let bytes = written.bytes();
        let mut reading = Reading::of(&bytes);
        let mut found = Vec::new();
        reading.row(values.len(), &mut found).unwrap();
        assert_eq!(found, values);
        assert!(reading.is_done());
    }

    #[test]
    fn a_number_has_one_form() {
        // Zero in two bytes, and more than 64 bits.
        assert_eq!(Reading::of(&[0x80, 0x00]).count(), None);
        assert_eq!(Reading::of(&[0xff; 10]).count(), None);
        assert_eq!(Reading::of(&[0x80]).count(), None);
        assert_eq!(Reading::of(&[0x05]).count(), Some(5));
    }

    proptest! {
        #[test]
        fn random_bytes_are_read_or_refused_and_nothing_else(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            columns in 0_usize..9,
        ) {
            let mut values = Vec::new();
            let mut reading = Reading::of(&bytes);
            while reading.row(columns.max(1), &mut values).is_some() {
                prop_assert_eq!(values.len(), columns.max(1));
            }
        }
    }
}
