//! The house's own rules, read from the source, so that a review need not look for them.
//!
//! The rows are those of `src/ARCHITECTURE.md` with three amendments. `words` stands low: it needs only the values, and
//! a slip is composed in the salon's language by `checkout`. `members` stands one row below `staff` and `catalog`,
//! because a member has a tier and somebody she belongs to. `cli` stands below `tui`, because `meigui` without a word
//! opens the console. Tests inside a module may look anywhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file, in lines.
const FILE_LINES_MAX: usize = 400;
/// The longest function, in lines, its signature included.
const FN_LINES_MAX: usize = 70;

/// Each row may use those above it, never its neighbours.
const ROWS: &[&[&str]] = &[
    &["ground"],
    &["words", "output"],
    &["db"],
    &["shop"],
    &["ledger"],
    &["peers"],
    &["staff", "catalog"],
    &["members"],
    &["points", "cards", "promotions"],
    &["commission", "performance"],
    &["rewards"],
    &["checkout"],
    &["leaderboard"],
    &["payroll"],
    &["parts"],
    &["close", "settlement", "insight"],
    &["cockpit"],
    &["proof"],
    &["exchange"],
    &["pack"],
    &["chain"],
    &["demo"],
    &["worker"],
    &["tui"],
    &["cli"],
];

/// Crates that only one place may name: the crate, the folders, why.
const NAMED_IN: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["src/db/"], "nobody else opens a file without its guard"),
    ("ratatui", &["src/tui/"], "the core does not know that a terminal exists"),
    ("crossterm", &["src/tui/"], "the core does not know that a terminal exists"),
    ("clap", &["src/cli/"], "the core does not know that a command line exists"),
    ("calamine", &["src/exchange/"], "workbooks are read in a child process only"),
];

/// What rule files may not name: they decide, they do not look.
const NOT_IN_RULES: &[&str] = &["Db", "Tx", "World", "Shop", "Reader", "Machine", "Look"];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with an ending, in order.
pub fn below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
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

/// A path from the root of the crate, with slashes.
pub fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The source files: name and text.
pub fn sources() -> Vec<(String, String)> {
    below(&root().join("src"), "rs")
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .collect()
}

/// Files that only tests are made of: `tests.rs`, or one that its parent declares under `#[cfg(test)]`.
fn is_test_file(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or_default();
    let stem = file.trim_end_matches(".rs");
    let declared = |parent: String| {
        let text = fs::read_to_string(root().join(parent)).unwrap_or_default();
        ["mod", "pub mod", "pub(crate) mod", "pub(super) mod"]
            .iter()
            .any(|opening| text.contains(&format!("#[cfg(test)]\n{opening} {stem};")))
    };
    stem == "tests"
        || name.contains("/tests/")
        || declared(format!("{folder}/mod.rs"))
        || declared(format!("{folder}.rs"))
}

/// The text before its tests: up to a module with a body that is compiled for tests only.
pub fn before_tests(text: &str) -> &str {
    let at = text.match_indices("#[cfg(test)]\n").map(|(at, _)| at).find(|at| {
        let line = text.split_at(*at).1.lines().nth(1).unwrap_or_default();
        line.contains("mod ") && line.ends_with('{')
    });
    at.map_or(text, |at| text.split_at(at).0)
}

/// The code with every comment and literal blanked, its lines kept.
pub fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end > at {
            out.extend(chars[at..end].iter().map(|ch| if *ch == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where a comment or literal that begins here ends; `at` itself where none begins.
fn literal_end(chars: &[char], at: usize) -> usize {
    let is = |offset: usize, ch: char| chars.get(at + offset) == Some(&ch);
    let until = |from: usize, stop: &dyn Fn(usize) -> bool| {
        (from..chars.len()).find(|place| stop(*place)).unwrap_or(chars.len())
    };
    let in_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    if is(0, '/') && is(1, '/') {
        return until(at, &|place| chars[place] == '\n');
    }
    if is(0, '/') && is(1, '*') {
        return (until(at + 2, &|place| chars[place] == '*' && chars.get(place + 1) == Some(&'/')) + 2)
            .min(chars.len());
    }
    if is(0, 'r') && !in_word || is(0, 'b') && is(1, 'r') && !in_word {
        let start = if is(0, 'b') { at + 2 } else { at + 1 };
        let hashes = chars[start..].iter().take_while(|ch| **ch == '#').count();
        if chars.get(start + hashes) == Some(&'"') {
            let closes = |place: usize| {
                chars[place] == '"'
                    && chars[place + 1..].iter().take(hashes).filter(|ch| **ch == '#').count() == hashes
            };
            return (until(start + hashes + 1, &closes) + 1 + hashes).min(chars.len());
        }
    }
    if is(0, '"') {
        let mut place = at + 1;
        while place < chars.len() && chars[place] != '"' {
            place += if chars[place] == '\\' { 2 } else { 1 };
        }
        return (place + 1).min(chars.len());
    }
    if is(0, '\'') {
        if is(1, '\\') {
            return (until(at + 3, &|place| chars[place] == '\'') + 1).min(chars.len());
        }
        if is(2, '\'') {
            return at + 3;
        }
    }
    at
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|ch: char| !ch.is_alphanumeric() && ch != '_').filter(|word| !word.is_empty())
}

/// The modules that code names after `crate::`, groups included.
fn modules_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 0_usize;
            let mut begins = true;
            let mut word = String::new();
            for ch in group.chars() {
                match ch {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => begins = true,
                    ch if begins && (ch.is_alphanumeric() || ch == '_') => word.push(ch),
                    ch if begins && !word.is_empty() && !ch.is_whitespace() => begins = false,
                    _ => {}
                }
                if (!begins || ch == ',') && !word.is_empty() {
                    used.insert(std::mem::take(&mut word));
                }
            }
            used.extend((!word.is_empty()).then_some(word));
        } else {
            used.extend(words(part).next().map(str::to_owned));
        }
    }
    used
}

/// Functions longer than allowed: line and length.
fn long_functions(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let line_of = |at: usize| code.split_at(at).0.matches('\n').count() + 1;
    for (at, _) in code.match_indices("fn ") {
        let before = code.split_at(at).0.chars().next_back();
        if before.is_some_and(|ch| ch.is_alphanumeric() || ch == '_') {
            continue;
        }
        let (mut depth, mut braces, mut end) = (0_i32, 0_i32, None);
        for (place, ch) in code.split_at(at).1.char_indices() {
            match ch {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                ';' if depth == 0 && braces == 0 => break,
                '{' => braces += 1,
                '}' => {
                    braces -= 1;
                    if braces == 0 {
                        end = Some(at + place);
                        break;
                    }
                }
                _ => {}
            }
        }
        if let Some(end) = end {
            let length = line_of(end) - line_of(at) + 1;
            if length > FN_LINES_MAX {
                found.push((line_of(at), length));
            }
        }
    }
    found
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn every_file_opens_with_a_sentence_and_is_short_enough_to_read() {
    let mut silent = Vec::new();
    let mut long = Vec::new();
    for (name, text) in sources() {
        if !text.starts_with("//!") && name != "src/lib.rs" {
            silent.push(name.clone());
        }
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            long.push(format!("{name}: {lines} lines"));
        }
    }
    none("open with a `//!` sentence that says why the file exists", &silent);
    none("split by verb", &long);
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut long = Vec::new();
    for (name, text) in sources() {
        for (line, length) in long_functions(&code_only(&text)) {
            long.push(format!("{name}:{line}: {length} lines"));
        }
    }
    none("say it in steps that have names", &long);
}

#[test]
fn a_module_uses_only_rows_above_its_own() {
    let row = |module: &str| ROWS.iter().position(|row| row.contains(&module));
    let mut found = Vec::new();
    for (name, text) in sources() {
        let module = name.trim_start_matches("src/").split(['/', '.']).next().unwrap().to_owned();
        if ["lib", "main"].contains(&module.as_str()) || is_test_file(&name) {
            continue;
        }
        let Some(own) = row(&module) else {
            found.push(format!("{name}: {module} stands in no row"));
            continue;
        };
        for used in modules_used(&code_only(before_tests(&text))) {
            let fine = used == module || row(&used).is_some_and(|other| other < own);
            // A macro such as `t!` is named from the root; it belongs to `words`.
            if !fine && used != "t" {
                found.push(format!("{name} uses {used}"));
            }
        }
    }
    none("a module may use only rows above its own", &found);
}

#[test]
fn each_great_crate_is_named_in_one_place() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        let code = code_only(before_tests(&text));
        for (word, folders, why) in NAMED_IN {
            let here = folders.iter().any(|folder| name.starts_with(folder)) || is_test_file(&name);
            if !here && words(&code).any(|found| found == *word) {
                found.push(format!("{name} names {word}: {why}"));
            }
        }
    }
    none("wrap it where it belongs", &found);
}

#[test]
fn rule_files_decide_and_do_not_look() {
    let mut found = Vec::new();
    let mut seen = 0;
    for (name, text) in sources() {
        if !name.ends_with("/rules.rs") && !name.ends_with("_rules.rs") {
            continue;
        }
        seen += 1;
        let code = code_only(before_tests(&text));
        for word in words(&code).filter(|word| NOT_IN_RULES.contains(word)) {
            found.push(format!("{name} names {word}"));
        }
        for path in ["std::fs", "std::time", "std::env", "chrono::Utc", "chrono::Local"] {
            if code.contains(path) {
                found.push(format!("{name} names {path}"));
            }
        }
    }
    assert!(seen >= 8, "only {seen} rule files: has the naming changed?");
    none("pass it in", &found);
}

#[test]
fn statements_live_in_their_own_files() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        // Bundles take whole tables: one shape of statement for each name in a list, and tests that prepare them all.
        if name.starts_with("src/db/") || name == "src/ledger/tables.rs" || is_test_file(&name) {
            continue;
        }
        for (number, line) in before_tests(&text).lines().enumerate() {
            let verbs = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE "];
            if verbs.iter().any(|verb| line.contains(verb)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none("one statement per .sql file, beside the slice", &found);
}

#[test]
fn the_checks_themselves_see_what_they_must() {
    let code = code_only(
        "let a = 'x'; // rusqlite\nlet b = \"crate::cli\\\"\"; use crate::{db::{self, Db}, ground::Fen, words};",
    );
    assert!(!code.contains("rusqlite") && !code.contains("cli"));
    assert_eq!(modules_used(&code).into_iter().collect::<Vec<_>>(), ["db", "ground", "words"]);
    assert_eq!(code_only("r#\"a\"b\"# c 'a b'").trim(), "c 'a b'");
    let long = format!("pub fn f(a: [u8; 2]) -> u8 {{\n{}}}\nfn g();\n", "x();\n".repeat(FN_LINES_MAX));
    assert_eq!(long_functions(&long), [(1, FN_LINES_MAX + 2)]);
    assert_eq!(before_tests("a\n#[cfg(test)]\nmod tests {"), "a\n");
}
