//! How a name is spelled: every reading of every character, because the default one is wrong for 单, 仇 and 曾.

use std::collections::BTreeSet;

use pinyin::{ToPinyin, ToPinyinMulti};

/// How many spellings of one name are kept at most.
const SPELLINGS_MAX: usize = 8;

/// The spellings under which a name is found: initials (`wyq`) and full (`wangyaqin`), in every reading.
pub fn of(name: &str) -> Vec<String> {
    let mut initials = vec![String::new()];
    let mut full = vec![String::new()];
    for ch in name.chars() {
        let sounds = sounds(ch);
        if sounds.is_empty() {
            continue;
        }
        full = spread(&full, sounds.iter().map(String::as_str));
        let firsts: BTreeSet<String> =
            sounds.iter().filter_map(|s| s.chars().next()).map(String::from).collect();
        initials = spread(&initials, firsts.iter().map(String::as_str));
    }
    let all: BTreeSet<String> =
        initials.into_iter().chain(full).filter(|text| text.chars().count() > 1).collect();
    all.into_iter().collect()
}

/// The pairs of neighbouring characters of a name, for given names typed alone.
pub fn grams(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    let all: BTreeSet<String> = chars.windows(2).map(|pair| pair.iter().collect()).collect();
    all.into_iter().collect()
}

fn sounds(ch: char) -> Vec<String> {
    if ch.is_ascii_alphanumeric() {
        return vec![ch.to_ascii_lowercase().to_string()];
    }
    let mut out = Vec::new();
    if let Some(first) = ch.to_pinyin() {
        out.push(first.plain().replace('ü', "v"));
    }
    if let Some(multi) = ch.to_pinyin_multi() {
        for sound in multi {
            let plain = sound.plain().replace('ü', "v");
            if !out.contains(&plain) {
                out.push(plain);
            }
        }
    }
    out
}

fn spread<'a>(begun: &[String], next: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut out = Vec::new();
    for sound in next {
        for text in begun {
            if out.len() < SPELLINGS_MAX {
                out.push(format!("{text}{sound}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_every_reading() {
        let has = |name: &str, text: &str| of(name).iter().any(|reading| reading == text);
        assert!(has("王雅琴", "wyq") && has("王雅琴", "wangyaqin"));
        assert!(has("单丹", "sd") && has("单丹", "dd") && has("单丹", "shandan"));
        assert!(has("曾黎", "zl") && has("曾黎", "zengli"));
        assert!(has("仇英", "qy") && has("仇英", "qiuying"));
        assert!(has("吕娜", "lvna"));
        assert!(has("Anna Li", "annali"));
        assert_eq!(grams("王雅琴"), ["王雅", "雅琴"]);
        assert!(of("王").contains(&"wang".to_owned()));
    }
}
