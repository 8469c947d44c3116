//! The loop without threads, sleeps or a terminal: what is heard, what is drawn, and when nothing is.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::backend::TestBackend;
use ratatui::layout::{Position, Rect};

use super::*;
use crate::tui::frame::{Manner, test_manner};
use crate::tui::input::Key;
use crate::tui::line::{Line, Takes};
use crate::tui::picture::plain;
use crate::tui::theme::Role;

/// A till of one line: Enter asks the worker, F2 is drawn at the right, the rest is typed.
struct Till {
    line: Line,
    log: Vec<String>,
}

impl App for Till {
    type Wish = String;
    type Answer = String;

    fn update(&mut self, incoming: Incoming<String, String>) -> Vec<Effect<String>> {
        match incoming {
            Incoming::Token(Token::Key(Key::Enter)) => return vec![Effect::Wish(self.line.take())],
            Incoming::Token(Token::Key(Key::Esc)) => return vec![Effect::Quit],
            Incoming::Token(Token::Key(Key::Up) | Token::Focus(_)) => return vec![Effect::Unchanged],
            Incoming::Token(Token::Key(Key::Down)) => {
                return vec![Effect::Wake { tag: "slow", after_ms: 200 }];
            }
            Incoming::Token(Token::Key(Key::F(number))) => self.log.push(format!("F{number}")),
            Incoming::Token(Token::Key(key)) => {
                self.line.press(key);
            }
            Incoming::Token(Token::Scan { text, typed }) => {
                self.line.take_back(typed);
                return vec![Effect::Wish(format!("scan {text}"))];
            }
            Incoming::Token(other) => self.log.push(format!("{other:?}")),
            Incoming::Answer(answer) => self.log.push(format!("answer {answer}")),
            Incoming::Busy(wish) => self.log.push(format!("busy {wish}")),
            Incoming::Wake(tag) => self.log.push(format!("wake {tag}")),
            Incoming::Minute(_) => self.log.push("minute".to_owned()),
            Incoming::Stop(stop) => self.log.push(format!("{stop:?}")),
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        self.line.draw(pen, 2, 0, 20, true);
        pen.put(30, 0, "F2", Role::Key);
        pen.hit(Rect::new(30, 0, 2, 1), Key::F(2));
    }

    fn manner(&self) -> Manner {
        test_manner()
    }
}

/// A worker with room for two wishes.
#[derive(Default)]
struct Slow(Vec<String>);

impl Worker<String> for Slow {
    fn take(&mut self, wish: String) -> Result<(), String> {
        if self.0.len() == 2 {
            return Err(wish);
        }
        self.0.push(wish);
        Ok(())
    }

    fn interrupt(&mut self) {
        self.0.clear();
    }
}

struct Stage {
    core: Core<Till, Slow>,
    terminal: Terminal<TestBackend>,
    at: At,
}

impl Stage {
    fn open() -> Self {
        let till = Till { line: Line::new(Takes::Narrow), log: Vec::new() };
        let mut stage = Self {
            core: Core::new(till, Slow::default()),
            terminal: Terminal::new(TestBackend::new(40, 2)).unwrap(),
            at: At(1000),
        };
        stage.pass(0);
        stage.core.app.log.clear();
        stage
    }

    /// So many milliseconds go by, then the loop tells the time and draws what changed.
    fn pass(&mut self, milliseconds: u64) -> bool {
        self.at = self.at.plus(milliseconds);
        self.core.tell(self.at, Instant(i64::try_from(self.at.0).unwrap()));
        self.core.draw(&mut self.terminal).unwrap()
    }

    fn key(&mut self, gap: u64, code: KeyCode) {
        self.at = self.at.plus(gap);
        let event = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        self.core.hear(self.at, Post::Event(self.at, event));
    }

    fn log(&self) -> Vec<&str> {
        self.core.app.log.iter().map(String::as_str).collect()
    }
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut stage = Stage::open();
    assert_eq!(stage.core.draws(), 1);
    for _ in 0..50 {
        assert!(!stage.pass(1000));
    }
    assert!(stage.pass(10_000), "a new minute moves the clock");
    stage.key(10, KeyCode::Up);
    stage.core.hear(stage.at, Post::Event(stage.at, Event::FocusLost));
    let moved = MouseEvent { kind: MouseEventKind::Moved, column: 3, row: 0, modifiers: KeyModifiers::NONE };
    stage.core.hear(stage.at, Post::Event(stage.at, Event::Mouse(moved)));
    assert!(!stage.pass(10), "what changed nothing draws nothing");
    assert_eq!(stage.core.draws(), 2);
}

#[test]
fn everything_that_waits_is_heard_before_one_drawing() {
    let mut stage = Stage::open();
    for ch in "深层补水".chars() {
        stage.key(90, KeyCode::Char(ch));
    }
    stage.core.hear(stage.at, Post::Answer("7".to_owned()));
    assert!(stage.pass(0) && !stage.pass(0));
    assert_eq!(stage.core.draws(), 2);
    stage.terminal.backend_mut().assert_cursor_position(Position::new(10, 0));
}

#[test]
fn a_scan_replaces_what_it_typed_and_presses_nothing() {
    let mut stage = Stage::open();
    stage.key(500, KeyCode::Char('3'));
    stage.key(300, KeyCode::Char('*'));
    stage.key(300, KeyCode::Char('6'));
    for ch in "901234567892".chars() {
        stage.key(4, KeyCode::Char(ch));
    }
    stage.key(4, KeyCode::Enter);
    stage.key(4, KeyCode::Enter);
    assert_eq!(stage.core.app.line.text(), "3*");
    assert_eq!(stage.core.worker.0, ["scan 6901234567892"]);
}

#[test]
fn a_full_queue_says_busy_and_the_till_goes_on() {
    let mut stage = Stage::open();
    for ch in ['1', '2', '3'] {
        stage.key(200, KeyCode::Char(ch));
        stage.key(200, KeyCode::Enter);
    }
    assert_eq!(stage.log(), ["busy 3"]);
    stage.key(200, KeyCode::Char('4'));
    assert_eq!(stage.core.app.line.text(), "4");
}

#[test]
fn a_wake_comes_once_and_the_loop_waits_no_longer_than_that() {
    let mut stage = Stage::open();
    stage.key(10, KeyCode::Down);
    stage.key(10, KeyCode::Down);
    assert_eq!(stage.core.patience(stage.at), Duration::from_millis(200));
    stage.pass(199);
    assert!(stage.log().is_empty());
    stage.pass(1);
    stage.pass(500);
    assert_eq!(stage.log(), ["wake slow"]);
    assert!(stage.core.patience(stage.at) <= Duration::from_mins(1));
}

#[test]
fn a_click_presses_the_key_that_was_drawn_there() {
    let mut stage = Stage::open();
    let mut click = |column| {
        let mouse = MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row: 0,
            modifiers: KeyModifiers::NONE,
        };
        stage.core.hear(stage.at, Post::Event(stage.at, Event::Mouse(mouse)));
    };
    click(31);
    click(5);
    assert_eq!(stage.log(), ["F2"]);
}

#[test]
fn a_request_to_stop_is_heard_by_the_app_and_ends_the_loop() {
    let mut stage = Stage::open();
    stage.core.hear(stage.at, Post::Stop(Stop::HungUp));
    assert_eq!(stage.log(), ["HungUp"]);
    assert!(stage.core.has_quit());
    let mut stage = Stage::open();
    stage.key(10, KeyCode::Esc);
    assert!(stage.core.has_quit());
}

#[test]
fn a_smaller_window_keeps_what_was_typed() {
    let mut stage = Stage::open();
    stage.key(200, KeyCode::Char('7'));
    stage.terminal.backend_mut().resize(12, 1);
    stage.core.hear(stage.at, Post::Event(stage.at, Event::Resize(12, 1)));
    assert!(stage.pass(0));
    assert_eq!(stage.core.app.line.text(), "7");
    assert_eq!(plain(stage.terminal.backend().buffer()), "  7");
}
