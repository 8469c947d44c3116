//! Every kind, field, reason and problem of an import has words in both languages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use meigui::exchange::fields::{Field, Kind};
use meigui::exchange::{limits, rows};
use meigui::ground::Refused;

fn words(locale: &str) -> BTreeMap<String, String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales").join(locale).join("exchange.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn facts(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(fact, _)| fact.to_owned()).collect()
}

#[test]
fn both_languages_have_every_word_and_no_other() {
    let mut wanted: BTreeSet<String> =
        ["row", "reason", "advice"].map(|word| format!("import.added.{word}")).into();
    wanted.extend(Kind::ALL.map(|kind| format!("import.kind.{}", kind.name())));
    wanted.extend(Field::ALL.iter().map(|field| format!("import.field.{field}")));
    wanted.extend(limits::reason::ALL.iter().map(|reason| format!("file.reason.{reason}")));
    for code in rows::CODES {
        wanted.extend([format!("import.reason.{code}"), format!("import.advice.{code}")]);
    }
    for locale in ["zh-CN", "en"] {
        assert_eq!(words(locale).into_keys().collect::<BTreeSet<_>>(), wanted, "{locale}");
    }
}

#[test]
fn words_name_only_facts_that_are_there() {
    for locale in ["zh-CN", "en"] {
        for (key, text) in words(locale) {
            let code = key.strip_prefix("import.reason.").or_else(|| key.strip_prefix("import.advice."));
            let known: BTreeSet<String> = match code {
                Some(code) => {
                    let (_, names) = Refused::ALL.iter().find(|(known, _)| *known == code).unwrap();
                    names.iter().map(|name| (*name).to_owned()).collect()
                }
                None if key.starts_with("file.reason.") => ["limit".to_owned()].into(),
                None => BTreeSet::new(),
            };
            assert!(facts(&text).is_subset(&known), "{locale} {key}: {text}");
        }
    }
}
