//! Bytes to text and back: half of all salon exports come from a Chinese Excel and are not UTF-8.

use std::fmt;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::limits::{self, reason};
use crate::ground::Refused;

/// How a text file turns letters into bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8 without a mark.
    Utf8,
    /// UTF-8 with the mark that Excel wants.
    Utf8Bom,
    /// UTF-16, low byte first, with its mark.
    Utf16Le,
    /// UTF-16, high byte first, with its mark.
    Utf16Be,
    /// GB18030, which holds GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// All of them, in the order in which a screen offers them.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Utf8Bom, Self::Gb18030, Self::Utf16Le, Self::Utf16Be];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }

    /// The encoding of that name; `gbk` and `gb2312` mean GB18030.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] for another name.
    pub fn named(name: &str) -> Result<Self, Refused> {
        let wanted = name.trim().to_ascii_lowercase();
        match wanted.as_str() {
            "gbk" | "gb2312" => return Ok(Self::Gb18030),
            "utf8" => return Ok(Self::Utf8),
            _ => {}
        }
        Self::ALL.into_iter().find(|encoding| encoding.name() == wanted).ok_or_else(|| {
            Refused::ChoiceUnknown {
                field: "encoding".into(),
                value: name.chars().take(32).collect(),
                known: Self::ALL.map(Self::name).join(", "),
            }
        })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without its mark; what could not be decoded is U+FFFD, and the rows that hold one are refused.
    pub text: String,
    /// The encoding that was guessed or stated.
    pub encoding: Encoding,
}

/// So many control characters are borne in any text; beyond them no more than one in fifty.
const CONTROLS_BORNE: usize = 3;

/// Guesses the encoding: a mark, else valid UTF-8, else GB18030. A file that is UTF-8 but for a few broken bytes
/// stays UTF-8, or one torn letter would turn every name into another one.
#[must_use]
pub fn guess(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => return Encoding::Utf8Bom,
        [0xff, 0xfe, ..] => return Encoding::Utf16Le,
        [0xfe, 0xff, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good = good.saturating_add(chunk.valid().chars().filter(|ch| !ch.is_ascii()).count());
        broken = broken.saturating_add(usize::from(!chunk.invalid().is_empty()));
    }
    if broken.saturating_mul(8) <= good { Encoding::Utf8 } else { Encoding::Gb18030 }
}

/// Decodes a file as stated, or as guessed.
///
/// # Errors
/// [`Refused::FileUnreadable`] where the bytes are plainly no text.
pub fn decode(source: &str, bytes: &[u8], stated: Option<Encoding>) -> Result<Decoded, Refused> {
    let encoding = stated.unwrap_or_else(|| guess(bytes));
    let (text, _) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => UTF_8.decode_with_bom_removal(bytes),
        Encoding::Utf16Le => UTF_16LE.decode_with_bom_removal(bytes),
        Encoding::Utf16Be => UTF_16BE.decode_with_bom_removal(bytes),
        Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes),
    };
    let head: Vec<char> = text.chars().take(8192).collect();
    let binary = head.iter().filter(|ch| ch.is_control() && !ch.is_whitespace()).count();
    if binary > CONTROLS_BORNE && binary.saturating_mul(50) > head.len() {
        return Err(limits::unreadable(source, reason::BINARY, ""));
    }
    Ok(Decoded { text: text.into_owned(), encoding })
}

/// Encodes a text, its mark included.
///
/// # Errors
/// [`Refused::FileUnreadable`] for a letter that the encoding cannot say; GB18030 lacks one, U+E5E5.
pub fn encode(text: &str, encoding: Encoding) -> Result<Vec<u8>, Refused> {
    Ok(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Le => {
            let mut out = vec![0xff, 0xfe];
            out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            out
        }
        Encoding::Utf16Be => {
            let mut out = vec![0xfe, 0xff];
            out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
            out
        }
        Encoding::Gb18030 => {
            let (bytes, _, unsaid) = GB18030.encode(text);
            if unsaid {
                return Err(limits::unreadable("", reason::ENCODING, "GB18030"));
            }
            bytes.into_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_guessed_and_written_back() {
        let text = "姓名,手机\r\n王雅琴,13800138000\r\n𠮷田,1\r\n";
        for encoding in Encoding::ALL {
            let bytes = encode(text, encoding).unwrap();
            let back = decode("a.csv", &bytes, None).unwrap();
            assert_eq!((back.text.as_str(), back.encoding), (text, encoding));
            assert_eq!(Encoding::named(encoding.name()).unwrap(), encoding);
        }
        assert_eq!(guess(b"plain,ascii"), Encoding::Utf8);
        assert_eq!(Encoding::named("GBK").unwrap(), Encoding::Gb18030);
        assert_eq!(Encoding::named("latin-9").unwrap_err().code(), "choice.unknown");
    }

    #[test]
    fn a_torn_letter_does_not_turn_every_name_into_another() {
        let mut bytes = "姓名,手机\n王雅琴,13800138000\n李小红,13800138001\n".as_bytes().to_vec();
        bytes.push(0xe7);
        let decoded = decode("a.csv", &bytes, None).unwrap();
        assert_eq!(decoded.encoding, Encoding::Utf8);
        assert!(decoded.text.contains("王雅琴") && decoded.text.ends_with('\u{fffd}'));
    }

    #[test]
    fn the_guess_can_be_overruled_and_binary_is_refused() {
        let gb = encode("王", Encoding::Gb18030).unwrap();
        assert_eq!(decode("a", &gb, Some(Encoding::Gb18030)).unwrap().text, "王");
        assert_ne!(decode("a", &gb, Some(Encoding::Utf8)).unwrap().text, "王");
        let no = decode("a", &[0, 1, 2, 3, 0, 0, 0, 9], None).unwrap_err();
        assert_eq!(no.to_string(), "file.unreadable file=a reason=binary");
    }
}
