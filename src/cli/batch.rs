//! The machine's door: one JSON command per line in, one JSON line out per command, printed only when it is durable.
//!
//! Commands that wait in the pipe share a commit: the answers of a group are held back until its one fsync is done.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use serde_json::{Value, json};

use super::Ran;
use super::args::{Args, Batch};
use super::common::{Outcome, say};
use super::strict::Strict;
use super::verbs;
use crate::db::Fault;
use crate::ground::{Clean, Instant, Refused, day};
use crate::shop::{Envelope, Hidden, Shop, Stop};

/// The longest line that is read, in bytes.
pub const LINE_BYTES_MAX: u64 = 1 << 20;
/// What some programs write before the first line of a text in UTF-8.
const UTF8_MARK: &[u8] = "\u{feff}".as_bytes();
/// Lines that wait between the reader and the writer.
const LINES_WAITING_MAX: usize = 1024;

/// The fields around a command besides `key` and `do`.
pub const ENVELOPE: &[(&str, &str)] = &[
    ("by", "staff number of the operator; the owner when absent"),
    ("approved_by", "staff number of a second person who approves"),
    ("pin", "that person's PIN, or the operator's own"),
    ("recovery", "the operator's recovery code, in place of a forgotten PIN"),
    ("reason", "why, for sensitive acts"),
    (
        "at",
        "a past day (2026-11-20) or minute (2026-11-20T14:30) of the store's own time, when a manager says so",
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
    let (sender, lines) = sync_channel(LINES_WAITING_MAX);
    std::thread::spawn(move || read_lines(&sender));
    let mut out = std::io::stdout().lock();
    serve(&mut shop, &lines, &mut out, batch.group.max(1))
}

/// A line as it came, or why it could not be read.
type Line = Result<String, Refused>;

fn read_lines(sender: &SyncSender<Line>) {
    let mut input = BufReader::with_capacity(1 << 16, std::io::stdin().lock());
    // Notepad and PowerShell put a mark of UTF-8 before the first line.
    if input.fill_buf().is_ok_and(|begun| begun.starts_with(UTF8_MARK)) {
        input.consume(UTF8_MARK.len());
    }
    loop {
        let mut bytes = Vec::new();
        match input.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let line = if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LINE_BYTES_MAX {
            if bytes.last() != Some(&b'\n') && input.skip_until(b'\n').is_err() {
                return;
            }
            Err(Refused::CommandUnreadable { reason: format!("a line of more than {LINE_BYTES_MAX} bytes") })
        } else {
            String::from_utf8(bytes).map_err(|_| Refused::CommandUnreadable { reason: "not UTF-8".into() })
        };
        if sender.send(line).is_err() {
            return;
        }
    }
}

/// Answers lines until they end, those that wait together in one commit.
fn serve(shop: &mut Shop, lines: &Receiver<Line>, out: &mut impl Write, group_max: usize) -> Ran {
    let mut outcome = Outcome::Done;
    while let Ok(first) = lines.recv() {
        let mut group = vec![first];
        while group.len() < group_max {
            match lines.try_recv() {
                Ok(line) => group.push(line),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        let commands: Vec<Result<Command, (Value, Refused)>> =
            group.into_iter().filter(|line| !is_blank(line)).map(|line| read_command(shop, line)).collect();
        for answer in answer_group(shop, &commands) {
            if answer.get("ok").is_none() {
                outcome = Outcome::No;
            }
            let mut text = answer.to_string();
            text.push('\n');
            out.write_all(text.as_bytes()).map_err(Fault::from)?;
        }
        out.flush().map_err(Fault::from)?;
    }
    Ok(outcome)
}

fn is_blank(line: &Line) -> bool {
    matches!(line, Ok(text) if text.trim().is_empty())
}

/// A command that could be read.
struct Command {
    key: Value,
    entry: &'static verbs::Entry,
    envelope: Envelope,
    fields: Value,
}

fn answer_group(shop: &mut Shop, commands: &[Result<Command, (Value, Refused)>]) -> Vec<Value> {
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

fn busy(command: &Result<Command, (Value, Refused)>, no: &Refused) -> Value {
    match command {
        Ok(command) => json!({ "key": command.key, "refused": no }),
        Err((key, no)) => json!({ "key": key, "refused": no }),
    }
}

fn answer(shop: &mut Shop, command: &Result<Command, (Value, Refused)>) -> Value {
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

fn read_command(shop: &Shop, line: Line) -> Result<Command, (Value, Refused)> {
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
            _ => envelope.at = Some(past(shop, &text).map_err(fail)?),
        }
    }
    Ok(Command { key: key.clone(), entry, envelope, fields: Value::Object(fields) })
}

/// `2026-11-20` is noon of that day; `2026-11-20T14:30` is that minute.
fn past(shop: &Shop, text: &str) -> Result<Instant, Refused> {
    let bad = || Refused::DateUnreadable { text: Clean::shown(text).into_string() };
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "12:00"));
    let date = day::iso(date)?;
    let mut parts = time.split(':');
    let number = |part: Option<&str>| part.and_then(|text| text.parse::<u32>().ok());
    let (hour, minute) = (number(parts.next()).ok_or_else(bad)?, number(parts.next()).ok_or_else(bad)?);
    if hour > 23 || minute > 59 || parts.next().is_some() {
        return Err(bad());
    }
    Ok(shop.profile().zone.moment(date, hour, minute))
}
