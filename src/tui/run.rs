//! The loop: hear everything that waits, then draw once; with nothing to hear, nothing is drawn.
//!
//! [`Core`] is the loop without threads, terminal or clock: times and events are passed in, so that a test plays a
//! whole shift in a millisecond. [`run`] puts it on a real terminal.

use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant as RunningTime};

use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::Backend;

use super::frame::pen::Target;
use super::frame::{Marks, Pen};
use super::input::{At, Input, Token};
use super::screen::{App, Effect, Incoming, Stop, Worker};
use super::term::Door;
use crate::ground::{Instant, World};

/// What lies in the inbox.
#[derive(Debug)]
pub enum Post<A> {
    /// The terminal sent something, at this moment of running time.
    Event(At, Event),
    /// The worker answers.
    Answer(A),
    /// The program has to leave.
    Stop(Stop),
}

/// The longest the loop waits at once, in milliseconds.
const WAIT_MAX_MS: u64 = 60_000;

/// The loop's state between two waits.
pub struct Core<A: App, K> {
    app: A,
    worker: K,
    input: Input,
    marks: Marks,
    wakes: Vec<(At, &'static str)>,
    minute: Option<i64>,
    until_minute_ms: u64,
    dirty: bool,
    bell: bool,
    quit: bool,
    draws: u64,
}

impl<A: App, K: Worker<A::Wish>> Core<A, K> {
    /// A loop that has yet to draw its first frame.
    pub fn new(app: A, worker: K) -> Self {
        Self {
            app,
            worker,
            input: Input::default(),
            marks: Marks::default(),
            wakes: Vec::new(),
            minute: None,
            until_minute_ms: 0,
            dirty: true,
            bell: false,
            quit: false,
            draws: 0,
        }
    }

    /// The app.
    pub fn app(&self) -> &A {
        &self.app
    }

    /// How many frames were drawn.
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// Whether anything changed since the last drawing.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Whether the program is to end.
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// Hears one piece of post.
    pub fn hear(&mut self, at: At, post: Post<A::Answer>) {
        match post {
            Post::Event(when, event) => {
                if let Some(token) = self.input.feed(when, &event).and_then(|token| self.aimed(token)) {
                    self.update(at, Incoming::Token(token));
                }
            }
            Post::Answer(answer) => self.update(at, Incoming::Answer(answer)),
            Post::Stop(stop) => {
                self.update(at, Incoming::Stop(stop));
                self.quit = true;
            }
        }
    }

    /// A click becomes the key or the row that was drawn there; a click on nothing is nothing.
    fn aimed(&self, token: Token) -> Option<Token> {
        let Token::Click { x, y } = token else { return Some(token) };
        match self.marks.at(x, y) {
            Target::Key(key) => Some(Token::Key(key)),
            Target::Row { list, row } => Some(Token::Row { list, row }),
            Target::Nothing => None,
        }
    }

    /// Tells the time: wakes that are due, and a new minute. Called once before each wait.
    pub fn tell(&mut self, at: At, now: Instant) {
        let minute = now.0.div_euclid(60_000);
        self.until_minute_ms = u64::try_from(60_000 - now.0.rem_euclid(60_000)).unwrap_or(WAIT_MAX_MS);
        if self.minute != Some(minute) {
            self.minute = Some(minute);
            self.update(at, Incoming::Minute(now));
        }
        let due: Vec<&'static str> =
            self.wakes.iter().filter(|(when, _)| *when <= at).map(|(_, tag)| *tag).collect();
        self.wakes.retain(|(when, _)| *when > at);
        for tag in due {
            self.update(at, Incoming::Wake(tag));
        }
    }

    /// How long nothing can happen by itself.
    pub fn patience(&self, at: At) -> Duration {
        let wake = self.wakes.iter().map(|(when, _)| when.since(at)).min().unwrap_or(WAIT_MAX_MS);
        Duration::from_millis(wake.min(self.until_minute_ms).min(WAIT_MAX_MS))
    }

    fn update(&mut self, at: At, incoming: Incoming<A::Answer, A::Wish>) {
        let effects = self.app.update(incoming);
        let mut changed = true;
        for effect in effects {
            match effect {
                Effect::Wish(wish) => self.wish(at, wish),
                Effect::Interrupt => self.worker.interrupt(),
                Effect::Wake { tag, after_ms } => {
                    self.wakes.retain(|(_, known)| *known != tag);
                    self.wakes.push((at.plus(after_ms), tag));
                }
                Effect::Bell => self.bell = true,
                Effect::Unchanged => changed = false,
                Effect::Quit => self.quit = true,
            }
        }
        self.dirty |= changed;
    }

    /// A full queue says "busy" and the till goes on.
    fn wish(&mut self, at: At, wish: A::Wish) {
        if let Err(back) = self.worker.take(wish) {
            self.update(at, Incoming::Busy(back));
        }
    }

    /// Draws once if anything changed since the last drawing; answers whether it drew.
    ///
    /// # Errors
    /// What the terminal answers.
    pub fn draw<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<bool, B::Error> {
        if !std::mem::take(&mut self.dirty) {
            return Ok(false);
        }
        let mut marks = Marks::default();
        let app = &self.app;
        terminal.draw(|frame| {
            let mut pen = Pen::new(frame.buffer_mut(), &mut marks, app.manner());
            pen.wash();
            app.view(&mut pen);
            if let Some(caret) = marks.caret {
                frame.set_cursor_position(caret);
            }
        })?;
        self.marks = marks;
        self.draws += 1;
        Ok(true)
    }

    fn take_bell(&mut self) -> bool {
        std::mem::take(&mut self.bell)
    }
}

/// Runs an app on the terminal until it quits; answers the app, with what it may have to say at the end.
///
/// `started` is the moment that events are counted from: the same one [`super::term::listen`] was given.
///
/// # Errors
/// What the terminal answers.
pub fn run<A: App, K: Worker<A::Wish>>(
    app: A,
    worker: K,
    inbox: &Receiver<Post<A::Answer>>,
    door: &mut Door,
    clock: &dyn World,
    started: RunningTime,
) -> std::io::Result<A> {
    let mut core = Core::new(app, worker);
    loop {
        core.tell(running(started), clock.now());
        if core.has_quit() {
            break;
        }
        if core.is_dirty() {
            door.frame(|terminal| core.draw(terminal).map(|_| ()))?;
        }
        if core.take_bell() {
            let mut out = std::io::stdout().lock();
            out.write_all(b"\x07").and_then(|()| out.flush())?;
        }
        match inbox.recv_timeout(core.patience(running(started))) {
            Ok(post) => core.hear(running(started), post),
            Err(RecvTimeoutError::Timeout) => continue,
            // Everyone who could send is gone: nothing can ever happen again.
            Err(RecvTimeoutError::Disconnected) => break,
        }
        while let Ok(post) = inbox.try_recv() {
            core.hear(running(started), post);
        }
        if core.has_quit() {
            break;
        }
    }
    Ok(core.app)
}

/// Milliseconds since the start.
#[must_use]
pub fn running(started: RunningTime) -> At {
    At(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
