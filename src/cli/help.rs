//! The command line in the user's language: what `--help` says, and what a word that does not fit is answered.
//!
//! English is written once, beside each option in [`super::args`]; its Chinese lies in `assets/help/zh-CN.toml` under
//! the path of the command and the name of the option, and a test holds the two together.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::args::Args;
use crate::words::Lang;

/// The Chinese, by path: `init.code`.
fn chinese() -> &'static HashMap<String, String> {
    static TABLE: OnceLock<HashMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(include_str!("../../assets/help/zh-CN.toml")).unwrap_or_default())
}

/// Words by their path. What several say alike stands once, under a command above them or under the name alone.
fn word(path: &str, name: &str) -> Option<&'static str> {
    found(path, name).and_then(|key| chinese().get(&key)).map(String::as_str)
}

/// The key under which the words lie.
fn found(path: &str, name: &str) -> Option<String> {
    let mut above = path;
    loop {
        let key = join(above, name);
        if chinese().contains_key(&key) {
            return Some(key);
        }
        if above.is_empty() {
            return None;
        }
        above = above.rsplit_once('.').map_or("", |(above, _)| above);
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The language of a command line that may not be readable: the option, the environment, else Chinese.
pub(super) fn language(words: &[OsString]) -> Lang {
    let texts: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let after = texts.iter().position(|word| *word == "--lang").and_then(|at| texts.get(at + 1).copied());
    let given = after.or_else(|| texts.iter().find_map(|word| word.strip_prefix("--lang=")));
    let set = std::env::var("MEIGUI_LANG").ok();
    given.or(set.as_deref()).and_then(Lang::from_tag).unwrap_or_default()
}

/// The commands and options, told in a language.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = Args::command();
    if lang == Lang::En {
        return command;
    }
    command.build();
    told(command, "")
}

/// A command and those below it in Chinese.
fn told(command: Command, path: &str) -> Command {
    let name = |key: &str| word("", key).unwrap_or_default();
    let commands = name("heading-commands");
    let mut command = command
        .help_template(name("template"))
        .subcommand_help_heading(commands)
        .subcommand_value_name(commands)
        .mut_args(|arg| {
            let help = word(path, arg.get_id().as_str());
            let heading = match (arg.is_positional(), arg.is_global_set() && !path.is_empty()) {
                (true, _) => "heading-places",
                (false, true) => "heading-global",
                (false, false) => "heading-options",
            };
            let arg = arg.help_heading(name(heading)).hide_possible_values(true);
            match help {
                Some(help) => arg.help(help).long_help(None::<&str>),
                None => arg,
            }
        })
        .mut_subcommands(|sub| match sub.get_name() {
            "help" => sub.about(name("help-command")),
            below => {
                let below = join(path, below);
                told(sub, &below)
            }
        });
    if let Some(about) = word("", if path.is_empty() { "about" } else { path }) {
        command = command.about(about).long_about(None::<&str>);
    }
    command
}

/// Answers `--help`, or a command line that does not fit.
pub(super) fn answer(error: &clap::Error, lang: Lang) -> ExitCode {
    let code = if error.use_stderr() { 2 } else { 0 };
    let told = if lang == Lang::Zh && error.use_stderr() { refusal(error) } else { None };
    let printed = match told {
        Some(text) => std::io::stderr().write_all(text.as_bytes()),
        None => error.print(),
    };
    ExitCode::from(if printed.is_err() { 3 } else { code })
}

/// What does not fit, in Chinese; `None` where clap's own words are as good.
pub(super) fn refusal(error: &clap::Error) -> Option<String> {
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "error-unknown",
        ErrorKind::InvalidSubcommand => "error-command",
        ErrorKind::MissingRequiredArgument => "error-missing",
        ErrorKind::InvalidValue if fact(error, ContextKind::InvalidValue).is_empty() => "error-empty",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "error-value",
        ErrorKind::ArgumentConflict => "error-conflict",
        ErrorKind::MissingSubcommand => "error-no-command",
        _ => return None,
    };
    let what = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand]
        .map(|kind| fact(error, kind))
        .into_iter()
        .find(|fact| !fact.is_empty())
        .unwrap_or_default();
    let mut out = word("", key)?
        .replace("{what}", &what)
        .replace("{value}", &fact(error, ContextKind::InvalidValue))
        .replace("{other}", &fact(error, ContextKind::PriorArg));
    for (key, kinds) in [
        ("error-known", [ContextKind::ValidValue, ContextKind::ValidSubcommand]),
        ("error-meant", [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]),
    ] {
        for kind in kinds {
            let known = fact(error, kind);
            if !known.is_empty() {
                out.push_str(&word("", key)?.replace("{known}", &known));
            }
        }
    }
    let usage = fact(error, ContextKind::Usage);
    let usage = usage.trim_start_matches("Usage:").trim();
    out.push('\n');
    if !usage.is_empty() {
        let _ = write!(out, "\n{}", word("", "error-usage")?.replace("{usage}", usage));
    }
    let _ = writeln!(out, "\n{}", word("", "error-help")?);
    Some(out)
}

/// What clap knows about an error, as text.
fn fact(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of every word that the tree of commands needs, with its English.
    fn needed(command: &Command, path: &str, global: &[String], out: &mut Vec<(String, String)>) {
        let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
        out.push((if path.is_empty() { "about".to_owned() } else { path.to_owned() }, about(command)));
        for arg in command.get_arguments() {
            let id = arg.get_id().to_string();
            let shared = global.contains(&id) && !path.is_empty();
            if !shared && !arg.is_hide_set() {
                out.push((join(path, &id), arg.get_help().map(ToString::to_string).unwrap_or_default()));
            }
        }
        for sub in command.get_subcommands() {
            needed(sub, &join(path, sub.get_name()), global, out);
        }
    }

    #[test]
    fn every_command_and_option_has_chinese_words_and_no_word_is_left_over() {
        let command = Args::command();
        let global: Vec<String> = command
            .get_arguments()
            .filter(|arg| arg.is_global_set())
            .map(|arg| arg.get_id().to_string())
            .collect();
        let mut wanted = Vec::new();
        needed(&command, "", &global, &mut wanted);
        let mut told: HashMap<String, String> = HashMap::new();
        let mut wrong = Vec::new();
        for (path, english) in &wanted {
            let (above, name) = path.rsplit_once('.').unwrap_or(("", path));
            let Some(key) = found(above, name) else {
                wrong.push(format!("no words for {path:?} = {english:?}"));
                continue;
            };
            let first = told.entry(key.clone()).or_insert_with(|| english.clone());
            if first != english {
                wrong.push(format!("{key:?} is {first:?}, and {path:?} is {english:?}"));
            }
        }
        let house = ["template", "heading-", "help", "version", "error-"];
        for key in chinese().keys().filter(|key| !house.iter().any(|own| key.starts_with(own))) {
            if !told.contains_key(key) {
                wrong.push(format!("nothing has {key:?}"));
            }
        }
        assert!(wrong.is_empty(), "assets/help/zh-CN.toml:\n{}", wrong.join("\n"));
    }

    #[test]
    fn chinese_help_names_every_value_that_english_lists() {
        let names = |subject: &str, values: Vec<String>| {
            let words = word("", subject).unwrap();
            let lacking: Vec<&String> = values.iter().filter(|value| !words.contains(*value)).collect();
            assert!(lacking.is_empty(), "{subject}: {lacking:?}");
        };
        let values = |command: &Command, id: &str| -> Vec<String> {
            let arg = command.get_arguments().find(|arg| arg.get_id() == id).unwrap();
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
        };
        let command = Args::command();
        for (path, id) in [("report", "subject"), ("export", "what"), ("completions", "shell")] {
            let values = values(command.find_subcommand(path).unwrap(), id);
            assert!(!values.is_empty());
            names(&join(path, id), values);
        }
    }

    #[test]
    fn help_and_refusals_are_in_the_language_that_was_asked_for() {
        let parse = |words: &[&str], lang: Lang| {
            let words = std::iter::once(&"meigui").chain(words);
            command(lang).try_get_matches_from(words).unwrap_err()
        };
        let help = parse(&["import", "members", "--help"], Lang::Zh).to_string();
        assert!(help.contains("用法：") && help.contains("控制总额") && help.contains("账本文件"), "{help}");
        let english = |line: &&str| !line.contains("Usage") && !line.contains("Print ");
        assert!(help.lines().all(|line| english(&line)), "{help}");
        assert!(parse(&["--help"], Lang::En).to_string().contains("The store's file"));
        for (words, says) in [
            (&["report", "day", "--form"][..], "是不是要 --from"),
            (&["chek"], "是不是要 check"),
            (&["init", "--code", "S01"], "还缺：--name"),
            (&["report", "days"], "可用：day, leaderboard"),
            (&["demo", "--years", "two"], "--years <YEARS> 不能是「two」"),
            (&["close"], "close"),
        ] {
            let error = parse(words, Lang::Zh);
            let said = refusal(&error).unwrap_or_else(|| error.to_string());
            assert!(said.contains(says), "{words:?}: {said}");
        }
        assert_eq!(language(&["meigui".into(), "--lang=en".into()]), Lang::En);
        assert_eq!(language(&["meigui".into(), "--lang".into(), "en".into(), "check".into()]), Lang::En);
    }
}
