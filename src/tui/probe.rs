//! Measures how wide the terminal draws a few signs: it writes one and asks where the cursor stands.
//!
//! All questions go out at once and the answers are awaited for 200 ms together; a terminal that keeps silent is
//! taken as it is. The parser of the answers is pure and tested; the asking is for a real terminal only.

use std::io::Write;

use super::glyphs::{self, Glyphs, Known, PROBES};

/// How long a terminal may take to answer, in milliseconds.
pub const ANSWER_WITHIN_MS: u64 = 200;

/// The signs of this terminal. Call in raw mode, before anything else reads from the terminal.
#[must_use]
pub fn glyphs(wish: Option<&str>, term: Option<&str>) -> &'static Glyphs {
    let widths = if glyphs::may_ask(wish, term) { ask() } else { None };
    glyphs::choose(&Known { wish, term, widths })
}

/// As [`glyphs()`] with the environment's wishes, on a terminal that nobody has taken yet; `None` where there is none.
#[must_use]
pub fn measured() -> Option<&'static Glyphs> {
    use std::io::IsTerminal;
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return None;
    }
    let (wish, term) = (std::env::var("MEIGUI_GLYPHS").ok(), std::env::var("TERM").ok());
    Some(asked(wish.as_deref(), term.as_deref()))
}

/// As [`glyphs()`] on a terminal that is not in raw mode: the answers must not be echoed, nor wait for an Enter.
#[must_use]
pub fn asked(wish: Option<&str>, term: Option<&str>) -> &'static Glyphs {
    let raw = crossterm::terminal::enable_raw_mode().is_ok();
    let found = glyphs(wish, term);
    if raw && crossterm::terminal::disable_raw_mode().is_err() {
        tracing::warn!("the terminal did not leave raw mode");
    }
    found
}

/// What is written: for each sign the first column, the sign, the question; then the row is cleared.
#[must_use]
pub fn question() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (sign, _, _) in PROBES {
        let _ = write!(bytes, "\r{sign}\x1b[6n");
    }
    bytes.extend(b"\r\x1b[2K");
    bytes
}

/// The widths in the answers `ESC [ row ; column R`, in order; anything else between them is skipped.
#[must_use]
pub fn answers(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes);
    text.split("\x1b[")
        .skip(1)
        .filter_map(|part| part.split_once('R'))
        .filter_map(|(place, _)| place.split_once(';'))
        .filter_map(|(row, column)| row.parse::<u16>().ok().and(column.parse::<u16>().ok()))
        .map(|column| column.saturating_sub(1))
        .collect()
}

/// Asks a terminal on Unix through its own file, so that no thread is left behind to swallow the first key.
#[cfg(unix)]
fn ask() -> Option<Vec<u16>> {
    use std::fs::OpenOptions;
    use std::io::Read;
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let mut tty = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
    tty.write_all(&question()).ok()?;
    tty.flush().ok()?;
    let started = Instant::now();
    let limit = Duration::from_millis(ANSWER_WITHIN_MS);
    let mut heard = Vec::new();
    while let Some(left) = limit.checked_sub(started.elapsed()) {
        let wait = Timespec { tv_sec: 0, tv_nsec: left.subsec_nanos().into() };
        let ready = {
            let mut sources = [PollFd::new(&tty, PollFlags::IN)];
            poll(&mut sources, Some(&wait)).ok()?
        };
        if ready == 0 {
            break;
        }
        let mut chunk = [0_u8; 256];
        let count = tty.read(&mut chunk).ok().filter(|count| *count > 0)?;
        heard.extend(chunk.iter().take(count));
        if answers(&heard).len() >= PROBES.len() {
            break;
        }
    }
    Some(answers(&heard)).filter(|widths| widths.len() == PROBES.len())
}

/// Asks a Windows console, which answers at once.
#[cfg(not(unix))]
fn ask() -> Option<Vec<u16>> {
    let mut out = std::io::stdout().lock();
    let mut widths = Vec::with_capacity(PROBES.len());
    for (sign, _, _) in PROBES {
        write!(out, "\r{sign}").ok()?;
        out.flush().ok()?;
        let (column, _) = crossterm::cursor::position().ok()?;
        widths.push(column);
    }
    write!(out, "\r\x1b[2K").ok()?;
    out.flush().ok()?;
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widths_are_read_from_the_answers_and_typing_between_them_is_skipped() {
        for (bytes, widths) in [
            (&b"\x1b[1;3R\x1b[1;2R"[..], vec![2, 1]),
            (b"21\r\x1b[12;3Rx\x1b[A\x1b[12;2R", vec![2, 1]),
            (b"\x1b[1;3", vec![]),
            (b"\x1b[1;3R\x1b[9", vec![2]),
            (b"", vec![]),
            (b"\xff\xfe\x1b[1;2R", vec![1]),
        ] {
            assert_eq!(answers(bytes), widths, "{bytes:?}");
        }
    }

    #[test]
    fn every_sign_is_asked_for_once_and_nothing_is_left_on_the_screen() {
        let question = String::from_utf8(question()).unwrap();
        assert_eq!(question.matches("\x1b[6n").count(), PROBES.len());
        assert!(question.ends_with("\r\x1b[2K"));
    }
}
