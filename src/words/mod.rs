//! The words people read, so that no sentence is ever born in code and both languages always say the same.
//!
//! Words live in `assets/locales/{zh-CN,en}/*.toml` as flat tables `"dotted.key" = "text with {fact}"`. To add an
//! area, write one file per language and name both in `SOURCES`; the tests below hold the languages together.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::ground::{Fen, Refused};

#[cfg(test)]
mod tests;

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese as written on the mainland; the first language of the house.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The folder and the name used in the configuration: `zh-CN`, `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads `zh`, `zh-CN`, `zh_CN.UTF-8`, `en`, `en_US.UTF-8`; anything else is `None`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let lower = tag.to_ascii_lowercase();
        match lower.split(['-', '_', '.']).next() {
            Some("zh") => Some(Self::Zh),
            Some("en") => Some(Self::En),
            Some(_) | None => None,
        }
    }
}

/// One area of the words: its name, its Chinese and its English source.
type Source = (&'static str, &'static str, &'static str);

macro_rules! sources {
    ($($area:literal),+ $(,)?) => {
        &[$((
            $area,
            include_str!(concat!("../../assets/locales/zh-CN/", $area, ".toml")),
            include_str!(concat!("../../assets/locales/en/", $area, ".toml")),
        )),+]
    };
}

/// Every area of the words.
const SOURCES: &[Source] = sources![
    "app",
    "board",
    "checkout",
    "clearing",
    "chain",
    "cli",
    "cli_import",
    "close",
    "cockpit",
    "commission",
    "exchange",
    "facts",
    "hq",
    "insight",
    "import_screen",
    "kpi",
    "manage",
    "members",
    "paper",
    "pack",
    "pay",
    "profile",
    "refused",
    "rewards",
    "rulebook",
    "slip",
    "tools",
    "topup",
    "tui",
    "wizard",
];

/// The text of a key; a key without words shows itself, and a test sees to it that there is none.
#[must_use]
pub fn text(lang: Lang, key: &str) -> &str {
    lookup(lang, key).unwrap_or(key)
}

/// The text of a key where there may be none.
#[must_use]
pub fn lookup(lang: Lang, key: &str) -> Option<&'static str> {
    table(lang).get(key).copied()
}

/// The text of a key with its `{facts}` filled in; a fact that is not given stays visible.
#[must_use]
pub fn fill(lang: Lang, key: &str, facts: &[(&str, &str)]) -> String {
    fill_text(text(lang, key), |name| {
        facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| (*value).to_owned())
    })
}

/// The words of a refusal, its facts filled in; codes among them (a role, an act, a tender) read as words.
#[must_use]
pub fn refused(lang: Lang, no: &Refused) -> String {
    refused_parts(lang, no.code(), &no.facts())
}

/// As [`refused`], for a door that holds the code and the facts apart.
#[must_use]
pub fn refused_parts(lang: Lang, code: &str, facts: &[(&'static str, String)]) -> String {
    let key = format!("refused.{code}");
    let Some(words) = lookup(lang, &key) else {
        let listed: Vec<String> = facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        return format!("{code} {}", listed.join(" ")).trim_end().to_owned();
    };
    fill_text(words, |name| {
        facts.iter().find(|(fact, _)| *fact == name).map(|(fact, value)| match *fact {
            "reason" if code.starts_with("file.") => file_reason(lang, value),
            "field" if code == "import.column_missing" => {
                let name =
                    |field: &str| lookup(lang, &format!("import.field.{field}")).unwrap_or(field).to_owned();
                value.split('/').map(name).collect::<Vec<_>>().join(" / ")
            }
            "name" if code == "setting.invalid" => {
                lookup(lang, &format!("manage.set.{value}")).unwrap_or(value).to_owned()
            }
            fact => fact_words(lang, fact, value),
        })
    })
}

/// Why a file is not read: `rows 1000000` reads 超过 1000000 行; what the system said stays.
fn file_reason(lang: Lang, reason: &str) -> String {
    let (word, limit) = reason.split_once(' ').unwrap_or((reason, ""));
    let words = lookup(lang, &format!("file.reason.{word}"));
    words.map_or_else(|| reason.to_owned(), |words| fill_text(words, |_| Some(limit.to_owned())))
}

/// The words of one fact: `role` `owner` reads 店主; a list joined by commas reads as a list; an amount is grouped as it is
/// on every screen; what somebody typed, and other text, stays.
#[must_use]
pub fn fact_words(lang: Lang, fact: &str, value: &str) -> String {
    let area = match fact {
        "allowed" | "role" => "role",
        "needed" | "kind" => "kind",
        "act" | "field" | "state" | "tender" | "what" => fact,
        "text" | "value" => return value.to_owned(),
        _ => {
            let amount = value.parse::<Fen>().ok().filter(|amount| amount.to_string() == value);
            return amount.map_or_else(|| value.to_owned(), Fen::grouped);
        }
    };
    let joint = match lang {
        Lang::Zh => "或",
        Lang::En => " or ",
    };
    let words: Vec<String> = value
        .split([',', '|', '/'])
        .map(str::trim)
        .map(|part| lookup(lang, &format!("{area}.{part}")).map_or_else(|| part.to_owned(), str::to_owned))
        .collect();
    if words.len() > 1 && area == "role" { words.join(joint) } else { words.join(", ") }
}

/// `t!(lang, "key")` is the text, `t!(lang, "key", fact = value)` the text with facts filled in.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:literal) => {
        $crate::words::text($lang, $key)
    };
    ($lang:expr, $key:literal, $($fact:ident = $value:expr),+ $(,)?) => {
        $crate::words::fill($lang, $key, &[$((stringify!($fact), &$value.to_string())),+])
    };
}

/// Replaces each `{name}` by what `value` knows of it.
fn fill_text(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some(words) = value(name) {
            out.push_str(&words);
        } else {
            out.push('{');
            out.push_str(name);
            out.push('}');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

type Table = HashMap<&'static str, &'static str>;

/// The parsed words of a language; parsed once and kept for the life of the program.
fn table(lang: Lang) -> &'static Table {
    static ZH: OnceLock<Table> = OnceLock::new();
    static EN: OnceLock<Table> = OnceLock::new();
    match lang {
        Lang::Zh => ZH.get_or_init(|| read_all(Lang::Zh)),
        Lang::En => EN.get_or_init(|| read_all(Lang::En)),
    }
}

/// Reads every area; a file that does not parse gives no words, which the tests refuse.
fn read_all(lang: Lang) -> Table {
    let mut words = Table::new();
    for (_, zh, en) in SOURCES {
        let source = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let parsed: HashMap<String, String> = toml::from_str(source).unwrap_or_default();
        for (key, text) in parsed {
            words.insert(String::leak(key), String::leak(text));
        }
    }
    words
}
