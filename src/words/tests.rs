//! The laws of the words: the languages agree, every refusal speaks, every key named in the source exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::ground::Fen;

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn read(lang: Lang, source: &str) -> BTreeMap<String, String> {
    toml::from_str(source).unwrap_or_else(|error| panic!("{}: {error}", lang.tag()))
}

fn below(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders_in_every_area() {
    let mut seen = BTreeSet::new();
    for (area, zh, en) in SOURCES {
        let (zh, en) = (read(Lang::Zh, zh), read(Lang::En, en));
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "area {area}");
        for (key, text) in &zh {
            assert_eq!(placeholders(text), placeholders(&en[key]), "{key}");
            assert!(!text.trim().is_empty() && !en[key].trim().is_empty(), "{key} is empty");
            assert!(seen.insert(key.clone()), "{key} stands in two areas");
        }
    }
}

#[test]
fn every_locale_file_is_included() {
    let named: BTreeSet<String> = SOURCES.iter().map(|(area, ..)| (*area).to_owned()).collect();
    for lang in Lang::ALL {
        let files = below(&root().join("assets/locales").join(lang.tag()), "toml");
        let found: BTreeSet<String> =
            files.iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(found, named, "{}", lang.tag());
    }
}

#[test]
fn amounts_in_a_refusal_are_grouped_and_what_was_typed_stays() {
    let short = Refused::TenderShort { due: Fen(4_406_251), paid: Fen(500_000) };
    let words = refused(Lang::En, &short);
    assert!(words.contains("44,062.51") && words.contains("5,000.00"), "{words}");
    let typed = Refused::AmountUnreadable { text: "44062.51".into() };
    assert!(refused(Lang::En, &typed).contains("44062.51"));
}

#[test]
fn every_refusal_has_words_made_of_its_own_facts() {
    for lang in Lang::ALL {
        for (code, facts) in Refused::ALL {
            let words = lookup(lang, &format!("refused.{code}"));
            let words = words.unwrap_or_else(|| panic!("{}: no words for refused.{code}", lang.tag()));
            for name in placeholders(words) {
                assert!(facts.contains(&name.as_str()), "refused.{code} names {{{name}}}, facts {facts:?}");
            }
        }
        for key in table(lang).keys().filter_map(|key| key.strip_prefix("refused.")) {
            assert!(Refused::ALL.iter().any(|(code, _)| *code == key), "refused.{key} is no refusal");
        }
    }
}

#[test]
fn every_act_has_words() {
    for lang in Lang::ALL {
        for act in crate::shop::Act::ALL {
            assert!(lookup(lang, &format!("act.{}", act.code())).is_some(), "{}: {}", lang.tag(), act.code());
        }
    }
}

#[test]
fn no_text_holds_a_glyph_that_a_chinese_console_draws_two_cells_wide() {
    for lang in Lang::ALL {
        for (key, text) in table(lang) {
            for ch in text.chars() {
                assert!(is_safe(ch), "{} {key}: {ch:?} in {text:?}", lang.tag());
            }
        }
    }
}

#[test]
fn no_drawing_code_holds_a_glyph_of_its_own() {
    let tables = [
        "glyphs.rs",
        "chart.rs",
        "dots.rs",
        "picture.rs",
        "mockup.rs",
        "pictures.rs",
        "tests.rs",
        "mistakes.rs",
    ];
    let mut found = Vec::new();
    for path in below(&root().join("src/tui"), "rs") {
        if tables.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let drawing = source.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        let code = drawing.lines().filter(|line| !line.trim_start().starts_with("//"));
        for ch in code.flat_map(str::chars).filter(|ch| !is_safe(*ch) || "▸▾▴✓✗▪░".contains(*ch))
        {
            if !matches!(ch, 'ü') {
                found.push(format!("{}: {ch:?}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "take it from Glyphs:\n{}", found.join("\n"));
}

/// ASCII, hanzi, full-width punctuation and the few signs that measured one cell everywhere.
fn is_safe(ch: char) -> bool {
    matches!(ch,
        ' '..='~' | '¥' | '▸' | '▾' | '▴' | '✓' | '✗' | '▪' | '░'
        | '\u{3001}'..='\u{3002}' | '\u{300a}'..='\u{300b}' | '\u{4e00}'..='\u{9fff}')
        || matches!(ch, '，' | '：' | '；' | '？' | '！' | '（' | '）')
}

/// Key literals as the source names them: the first string literal after one of these openings.
const NAMING: [&str; 9] = [
    "words::text(",
    "words::fill(",
    "t!(",
    "label: \"",
    "title: \"",
    "empty: \"",
    "reason: \"",
    ".word(\"",
    ".words(\"",
];

fn named_keys(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for opening in NAMING {
        for after in source.split(opening).skip(1) {
            let literal = if opening.ends_with('"') {
                after.split('"').next()
            } else {
                let call = after.split(')').next().unwrap_or_default();
                call.split('"').nth(1)
            };
            keys.extend(literal.filter(|key| looks_like_a_key(key)).map(str::to_owned));
        }
    }
    keys
}

/// Every literal that begins like the keys of an area (`key.hold`), wherever it stands: tables, fields, columns.
fn keys_of_known_areas(source: &str) -> Vec<String> {
    let areas: BTreeSet<&str> = table(Lang::Zh).keys().filter_map(|key| key.split('.').next()).collect();
    let literals = source.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
    literals
        .filter(|literal| looks_like_a_key(literal))
        .filter(|literal| literal.split('.').next().is_some_and(|area| areas.contains(area)))
        .filter(|literal| !Refused::ALL.iter().any(|(code, _)| code == literal))
        .map(str::to_owned)
        .collect()
}

fn looks_like_a_key(text: &str) -> bool {
    text.split('.').count() > 1
        && text.split('.').all(|part| !part.is_empty())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte))
}

#[test]
fn every_key_named_in_the_source_has_words() {
    let mut missing = Vec::new();
    for path in below(&root().join("src"), "rs") {
        if path.ends_with("src/words/tests.rs") {
            continue;
        }
        let whole = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = whole.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let source = code.join("\n");
        for key in named_keys(&source).into_iter().chain(keys_of_known_areas(&source)) {
            // The codes of acts look like keys too; their words stand under `act.`.
            if lookup(Lang::Zh, &key).or_else(|| lookup(Lang::Zh, &format!("act.{key}"))).is_none() {
                missing.push(format!("{}: {key}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
    assert_eq!(
        named_keys("t!(lang, \"a.b\") words::fill(self.lang, \"c.d\", &[(\"x\", y)])"),
        ["c.d", "a.b"]
    );
    assert_eq!(keys_of_known_areas("(Key::F(2), \"key.hold\", \"key.missing\", \"a.rs\")"), ["key.hold"]);
    assert_eq!(named_keys("Bind { label: \"key.help\", .. }"), ["key.help"]);
}

#[test]
fn facts_are_filled_and_codes_among_them_read_as_words() {
    let no = Refused::RightMissing {
        act: crate::shop::Act::Refund.code().to_owned(),
        role: "cashier".to_owned(),
        allowed: crate::shop::rights::allowed(crate::shop::Act::Refund),
    };
    assert!(refused(Lang::Zh, &no).ends_with("请店长或店主来操作"), "{}", refused(Lang::Zh, &no));
    assert!(refused(Lang::En, &no).ends_with("manager or owner"));
    let short = Refused::StoredValueShort { balance: Fen(500), wanted: Fen(10_000) };
    assert!(refused(Lang::Zh, &short).starts_with("储值 5.00，不够 100.00"));
    assert_eq!(fill_text("a {b} {c} {d", |name| (name == "b").then(|| "{c}".to_owned())), "a {c} {c} {d");
    assert_eq!(refused_parts(Lang::En, "no.such", &[("n", "1".to_owned())]), "no.such n=1");
    assert_eq!(text(Lang::En, "no.such.key"), "no.such.key");
}

#[test]
fn a_language_is_read_from_a_tag_or_a_locale_variable() {
    for (tag, lang) in [
        ("zh", Some(Lang::Zh)),
        ("zh_CN.UTF-8", Some(Lang::Zh)),
        ("en-US", Some(Lang::En)),
        ("C", None),
        ("", None),
    ] {
        assert_eq!(Lang::from_tag(tag), lang, "{tag}");
    }
}
