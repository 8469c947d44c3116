//! Full-width input means the same as ASCII, because a Chinese input method types `１２＊` without being asked.

/// Turns full-width digits, letters, signs and the ideographic space into ASCII; `、` is the slash key and `。`
/// the full stop of a Chinese keyboard.
#[must_use]
pub fn narrow(text: &str) -> String {
    text.chars().map(narrow_char).collect()
}

/// One character of [`narrow`].
#[must_use]
pub fn narrow_char(ch: char) -> char {
    match ch {
        '\u{3000}' => ' ',
        '。' => '.',
        '、' | '÷' => '/',
        '×' => '*',
        '—' => '-',
        '\u{ff01}'..='\u{ff5e}' => u32::from(ch).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(ch),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_types_is_what_was_meant() {
        for (typed, meant) in [
            ("０１２３９", "01239"),
            ("３＊２１", "3*21"),
            ("、２，５", "/2,5"),
            ("８。５", "8.5"),
            ("：", ":"),
            ("？", "?"),
            ("深层 ok", "深层 ok"),
        ] {
            assert_eq!(narrow(typed), meant);
        }
    }
}
