//! Telephone numbers: read as people write them, shown masked unless a role may see them.

use super::refusal::Refused;
use super::wide;

/// Reads a phone number: drops `+86`, spaces, dashes, brackets and full-width forms.
///
/// # Errors
/// [`Refused::PhoneScientific`] for a number that a spreadsheet has spoilt (`1.38E+10`), and
/// [`Refused::PhoneUnreadable`] for anything that is not 5 to 15 digits.
pub fn read(text: &str) -> Result<String, Refused> {
    let narrow = wide::narrow(text);
    let trimmed = narrow.trim();
    let shown = || text.chars().take(32).collect::<String>();
    if trimmed.contains(['e', 'E']) && trimmed.contains(['+', '.']) {
        return Err(Refused::PhoneScientific { text: shown() });
    }
    let compact: String =
        trimmed.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '\u{a0}')).collect();
    let bare = compact.strip_prefix("+86").or_else(|| compact.strip_prefix("0086")).unwrap_or(&compact);
    // A mobile number exported with a country code and no plus sign.
    let bare = match bare.strip_prefix("86") {
        Some(rest) if rest.len() == 11 && rest.starts_with('1') => rest,
        Some(_) | None => bare,
    };
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    if (5..=15).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit()) {
        Ok(bare.to_owned())
    } else {
        Err(Refused::PhoneUnreadable { text: shown() })
    }
}

/// Reads several numbers in their order, each once.
///
/// # Errors
/// As [`read`].
pub fn several<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, Refused> {
    let mut out: Vec<String> = Vec::new();
    for text in texts {
        let phone = read(text)?;
        if !out.contains(&phone) {
            out.push(phone);
        }
    }
    Ok(out)
}

/// A number that somebody just typed, in groups that are easily compared: `138 0013 8000`.
#[must_use]
pub fn spaced(phone: &str) -> String {
    match (phone.get(..3), phone.get(3..7), phone.get(7..)) {
        (Some(head), Some(middle), Some(tail)) if phone.len() == 11 => format!("{head} {middle} {tail}"),
        _ => phone.to_owned(),
    }
}

/// `138****8866`: the first three and the last four; shorter numbers keep the last four only.
#[must_use]
pub fn mask(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let tail: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
    if digits.len() >= 11 {
        let head: String = digits.iter().take(3).collect();
        let hidden = "*".repeat(digits.len().saturating_sub(7));
        format!("{head}{hidden}{tail}")
    } else {
        format!("{}{tail}", "*".repeat(digits.len().saturating_sub(4)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_read_as_people_write_them() {
        for (text, phone) in [
            ("13800138000", "13800138000"),
            ("+86 138-0013-8000", "13800138000"),
            ("008613800138000", "13800138000"),
            ("8613800138000", "13800138000"),
            ("１３８００１３８０００", "13800138000"),
            ("(010) 6655 4433", "01066554433"),
            ("13800138000.0", "13800138000"),
        ] {
            assert_eq!(read(text).unwrap(), phone, "{text}");
        }
        assert_eq!(read("1.38E+10").unwrap_err().code(), "phone.scientific");
        for text in ["", "138", "abc", "138001380001380013", "1380013800x"] {
            assert_eq!(read(text).unwrap_err().code(), "phone.unreadable", "{text}");
        }
        assert_eq!(mask("13800138000"), "138****8000");
        assert_eq!(mask("66554433"), "****4433");
    }
}
