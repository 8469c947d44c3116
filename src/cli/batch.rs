//! The machine's door: one JSON command per line in, one JSON line out per command, printed only when it is durable.
//!
//! Commands that wait in the pipe share a commit: the answers of a group are held back until its one fsync is done.
//! One thread reads lines and makes commands of them, many at a time, because waking the other costs as much as a
//! small command; the other runs them.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use serde_json::{Value, json};

use super::Ran;
use super::args::{Args, Batch};
use super::common::{Outcome, say};
use super::strict::Strict;
use super::verbs;
use crate::db::Fault;
use crate::ground::{Clean, Instant, Refused, Zone, day};
use crate::shop::{Envelope, Hidden, Shop, Stop};

/// The longest line that is read, in bytes.
pub const LINE_BYTES_MAX: u64 = 1 << 20;
/// What some programs write before the first line of a text in UTF-8.
const UTF8_MARK: &[u8] = "\u{feff}".as_bytes();
/// The most commands that are handed over at once, and how often that many may wait.
const HANDFUL_MAX: usize = 128;
const HANDFULS_WAITING_MAX: usize = 8;

/// The fields around a command besides `key` and `do`.
pub const ENVELOPE: &[(&str, &str)] = &[
    ("by", "staff number of the operator; the owner when absent"),
    ("approved_by", "staff number of a second person who approves"),
    ("pin", "that person's PIN, or the operator's own"),
    ("recovery", "the operator's recovery code, in place of a forgotten PIN"),
    ("reason", "why, for sensitive acts"),
    (
        "at",
        "a past day (2026-11-20) or minute (2026-11-20T14:30) of the store's own time, when a manager says so: its business day counts, the moment of recording is kept beside it",
    ),
];

/// Reads commands until the input ends.
pub(super) fn run(args: &Args, batch: &Batch) -> Ran {
    if batch.schema {
        let text =
            serde_json::to_string_pretty(&verbs::schema()).map_err(|e| Fault::Broken(e.to_string()))?;
        say(&text)?;
        return Ok(Outcome::Done);
    }
    let mut shop = args.shop()?;
    let (sender, given) = sync_channel(HANDFULS_WAITING_MAX);
    let zone = shop.profile().zone;
    std::thread::spawn(move || read_lines(zone, &sender));
    let mut out = std::io::stdout().lock();
    serve(&mut shop, Waiting { given, here: VecDeque::new() }, &mut out, batch.group.max(1))
}

/// A line as it came, or why it could not be read.
type Line = Result<String, Refused>;

fn read_lines(zone: Zone, sender: &SyncSender<Vec<Given>>) {
    let mut input = BufReader::with_capacity(1 << 16, std::io::stdin().lock());
    // Notepad and PowerShell put a mark of UTF-8 before the first line.
    if input.fill_buf().is_ok_and(|begun| begun.starts_with(UTF8_MARK)) {
        input.consume(UTF8_MARK.len());
    }
    let mut handful = Vec::new();
    while let Some(line) = read_line(&mut input) {
        if !is_blank(&line) {
            handful.push(read_command(zone, line));
        }
        // What is here is handed over before this waits for more.
        let more = handful.len() < HANDFUL_MAX && input.buffer().contains(&b'\n');
        if !more && !handful.is_empty() && sender.send(std::mem::take(&mut handful)).is_err() {
            return;
        }
    }
}

/// The next line; `None` at the end.
fn read_line(input: &mut impl BufRead) -> Option<Line> {
    let mut bytes = Vec::new();
    if !input.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
        return None;
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) <= LINE_BYTES_MAX {
        let unreadable = |_| Refused::CommandUnreadable { reason: "not UTF-8".into() };
        return Some(String::from_utf8(bytes).map_err(unreadable));
    }
    if bytes.last() != Some(&b'\n') && input.skip_until(b'\n').is_err() {
        return None;
    }
    Some(Err(Refused::CommandUnreadable { reason: format!("a line of more than {LINE_BYTES_MAX} bytes") }))
}

/// Commands that were read and not yet run.
struct Waiting {
    given: Receiver<Vec<Given>>,
    here: VecDeque<Given>,
}

impl Waiting {
    /// The next command, waiting for it; `None` at the end.
    fn next(&mut self) -> Option<Given> {
        while self.here.is_empty() {
            self.here.extend(self.given.recv().ok()?);
        }
        self.here.pop_front()
    }

    /// The next command if it is here.
    fn next_here(&mut self) -> Option<Given> {
        if self.here.is_empty() {
            self.here.extend(self.given.try_recv().ok()?);
        }
        self.here.pop_front()
    }
}

/// Answers commands until they end, those that wait together in one commit.
fn serve(shop: &mut Shop, mut waiting: Waiting, out: &mut impl Write, group_max: usize) -> Ran {
    let mut outcome = Outcome::Done;
    while let Some(first) = waiting.next() {
        let mut group = vec![first];
        while group.len() < group_max
            && let Some(command) = waiting.next_here()
        {
            group.push(command);
        }
        let mut text = String::new();
        for answer in answer_group(shop, &group) {
            if answer.get("ok").is_none() {
                outcome = Outcome::No;
            }
            text.push_str(&answer.to_string());
            text.push('\n');
        }
        out.write_all(text.as_bytes()).map_err(Fault::from)?;
        out.flush().map_err(Fault::from)?;
    }
    Ok(outcome)
}

fn is_blank(line: &Line) -> bool {
    matches!(line, Ok(text) if text.trim().is_empty())
}

/// A command, or the key and the refusal of a line that is none.
type Given = Result<Command, (Value, Refused)>;

/// A command that could be read.
struct Command {
    key: Value,
    entry: &'static verbs::Entry,
    envelope: Envelope,
    fields: Value,
}

fn answer_group(shop: &mut Shop, commands: &[Given]) -> Vec<Value> {
    let together = commands.len() > 1 && commands.iter().flatten().any(|command| command.entry.changes);
    if together {
        // A PIN is counted in the file before its answer: such a command goes by itself.
        let guarded =
            commands.iter().flatten().any(|c| c.envelope.pin.is_some() || c.envelope.recovery.is_some());
        if !guarded {
            match shop.group(|shop| commands.iter().map(|c| answer(shop, c)).collect::<Vec<Value>>()) {
                Ok(answers) => return answers,
                // Another process holds the file: saying so once for all is bounded, asking for each is not.
                Err(Stop::Refused(no @ Refused::Busy { .. })) => {
                    return commands.iter().map(|command| busy(command, &no)).collect();
                }
                Err(Stop::Refused(no)) => {
                    tracing::info!(%no, "a group did not commit; its commands go one by one");
                }
                Err(Stop::Fault(fault) | Stop::Unknown(fault)) => {
                    tracing::warn!(%fault, "a group did not commit; its commands go one by one");
                }
            }
        }
    }
    commands.iter().map(|command| answer(shop, command)).collect()
}

fn busy(command: &Given, no: &Refused) -> Value {
    match command {
        Ok(command) => json!({ "key": command.key, "refused": no }),
        Err((key, no)) => json!({ "key": key, "refused": no }),
    }
}

fn answer(shop: &mut Shop, command: &Given) -> Value {
    let command = match command {
        Ok(command) => command,
        Err((key, no)) => return json!({ "key": key, "refused": no }),
    };
    match (command.entry.run)(shop, &command.envelope, command.fields.clone()) {
        Ok(reply) if reply.repeated => json!({ "key": command.key, "ok": reply.value, "repeated": true }),
        Ok(reply) => json!({ "key": command.key, "ok": reply.value }),
        Err(Stop::Refused(no)) => json!({ "key": command.key, "refused": no }),
        Err(Stop::Fault(fault)) => json!({ "key": command.key, "error": fault.to_string() }),
        Err(Stop::Unknown(fault)) => {
            json!({ "key": command.key, "error": fault.to_string(), "unknown": true })
        }
    }
}

fn read_command(zone: Zone, line: Line) -> Given {
    let text = line.map_err(|no| (Value::Null, no))?;
    let unreadable =
        |reason: String| Refused::CommandUnreadable { reason: Clean::shown(&reason).into_string() };
    let Strict(read) =
        serde_json::from_str(&text).map_err(|error| (Value::Null, unreadable(error.to_string())))?;
    let Value::Object(mut fields) = read else {
        return Err((Value::Null, unreadable("a command is an object: {\"key\":..,\"do\":..}".into())));
    };
    let key = fields.remove("key").unwrap_or(Value::Null);
    let fail = |no: Refused| (key.clone(), no);
    let Some(Value::String(name)) = fields.remove("do") else {
        return Err(fail(unreadable("no \"do\"".into())));
    };
    let entry = verbs::find(&name)
        .ok_or_else(|| fail(Refused::VerbUnknown { verb: Clean::shown(&name).into_string() }))?;
    let mut envelope = Envelope { key: key.as_str().unwrap_or_default().to_owned(), ..Envelope::default() };
    for (name, _) in ENVELOPE {
        let text = match fields.remove(*name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text,
            Some(_) => return Err(fail(unreadable(format!("\"{name}\" must be a string")))),
        };
        match *name {
            "by" => envelope.by = Some(text),
            "approved_by" => envelope.approved_by = Some(text),
            "pin" => envelope.pin = Some(Hidden(text)),
            "recovery" => envelope.recovery = Some(Hidden(text)),
            "reason" => envelope.reason = Some(text),
            _ => envelope.at = Some(past(zone, &text).map_err(fail)?),
        }
    }
    Ok(Command { key: key.clone(), entry, envelope, fields: Value::Object(fields) })
}

/// `2026-11-20` is noon of that day; `2026-11-20T14:30` is that minute.
fn past(zone: Zone, text: &str) -> Result<Instant, Refused> {
    let bad = || Refused::DateUnreadable { text: Clean::shown(text).into_string() };
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "12:00"));
    let date = day::iso(date)?;
    let mut parts = time.split(':');
    let number = |part: Option<&str>| part.and_then(|text| text.parse::<u32>().ok());
    let (hour, minute) = (number(parts.next()).ok_or_else(bad)?, number(parts.next()).ok_or_else(bad)?);
    if hour > 23 || minute > 59 || parts.next().is_some() {
        return Err(bad());
    }
    Ok(zone.moment(date, hour, minute))
}
