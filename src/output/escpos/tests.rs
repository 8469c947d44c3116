//! Another hand as the oracle, and the whole stream read back: text must never become a command.

use std::cell::RefCell;
use std::rc::Rc;

use encoding_rs::GB18030;
use escpos::driver::Driver;
use escpos::printer::Printer;
use escpos::utils::{
    CashDrawer, CharacterSet, Encoder, JustifyMode, PageCode, Protocol, QRCodeCorrectionLevel, QRCodeModel,
    QRCodeOption,
};
use proptest::prelude::*;

use super::*;
use crate::ground::Fen;
use crate::output::layout::rows;
use crate::output::slip::Slip;
use crate::output::slip::tests::{sample, words};

/// The oracle's driver: it keeps what would have gone to the printer.
#[derive(Clone, Default)]
struct Tape(Rc<RefCell<Vec<u8>>>);

impl Driver for Tape {
    fn name(&self) -> String {
        "tape".to_owned()
    }

    fn write(&self, data: &[u8]) -> escpos::errors::Result<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> escpos::errors::Result<usize> {
        Ok(0)
    }

    fn flush(&self) -> escpos::errors::Result<()> {
        Ok(())
    }
}

type Oracle = Printer<Tape>;

fn oracle(say: impl FnOnce(&mut Oracle) -> escpos::errors::Result<()>) -> Vec<u8> {
    let tape = Tape::default();
    let mut printer = Printer::new(tape.clone(), Protocol::new(Encoder::new(GB18030)), None);
    say(&mut printer).unwrap();
    printer.print().unwrap();
    tape.0.take()
}

fn ours(say: impl FnOnce(&mut Page)) -> Vec<u8> {
    let mut page = Page::default();
    say(&mut page);
    page.bytes
}

#[test]
fn another_hand_writes_the_same_commands() {
    let begun = oracle(|p| {
        p.init()?.character_set(CharacterSet::USA)?.page_code(PageCode::PC437)?.custom(&[FS, b'&'])?;
        Ok(())
    });
    assert_eq!(ours(Page::begin), begun);
    let bold = oracle(|p| p.bold(true)?.bold(false).map(|_| ()));
    assert_eq!(
        ours(|page| {
            page.bold(true);
            page.bold(false);
        }),
        bold
    );
    let text = oracle(|p| p.write("应收 857.40 王雅琴 é").map(|_| ()));
    assert_eq!(ours(|page| page.line("应收 857.40 王雅琴 é")), [text, vec![LF]].concat());
    let align = oracle(|p| p.justify(JustifyMode::CENTER)?.justify(JustifyMode::LEFT).map(|_| ()));
    assert_eq!(
        ours(|page| {
            page.align(Align::Centre);
            page.align(Align::Left);
        }),
        align
    );
    assert_eq!(ours(|page| page.feed(4)), oracle(|p| p.feeds(4).map(|_| ())));
    for (wide, high) in [(false, false), (false, true), (true, true)] {
        let size = oracle(|p| p.size(1 + u8::from(wide), 1 + u8::from(high)).map(|_| ()));
        assert!(ours(|page| page.size(wide, high)).starts_with(&size));
    }
    let payload = "https://example.com/r/S01-47?名=王";
    let option = QRCodeOption::new(QRCodeModel::Model2, QR_DOTS, QRCodeCorrectionLevel::M);
    // The oracle writes its payload through the text encoder, so plain ASCII is what can be compared.
    let ascii = "https://example.com/r/S01-47";
    assert_eq!(
        ours(|page| page.qr(&Clean::new(ascii).unwrap())),
        oracle(|p| p.qrcode_option(ascii, option).map(|_| ()))
    );
    assert!(
        ours(|page| page.qr(&Clean::new(payload).unwrap())).ends_with(&[0x1d, b'(', b'k', 3, 0, 49, 81, 48])
    );
}

#[test]
fn the_oracle_leaves_out_the_pulse_and_calls_a_full_cut_partial() {
    for (ours, theirs) in [(Drawer::Pin2, CashDrawer::Pin2), (Drawer::Pin5, CashDrawer::Pin5)] {
        let prefix = oracle(|p| p.cash_drawer(theirs).map(|_| ()));
        let kick = drawer(ours);
        assert!(kick.starts_with(&prefix));
        assert_eq!(kick.get(prefix.len()..).unwrap(), [PULSE_ON, PULSE_OFF]);
    }
    // Function B of GS V: 65 cuts in full and 66 leaves one point; 65 is what the oracle sends for both.
    assert_eq!(oracle(|p| p.partial_cut().map(|_| ())), [GS, b'V', 65, 1]);
    assert_eq!(CUT_PARTIAL, [GS, b'V', 66, 0]);
}

/// A stream read back: what a printer would do with it.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Command(Vec<u8>),
    Glyph(Vec<u8>),
    Qr(Vec<u8>),
}

fn command_length(bytes: &[u8]) -> usize {
    match bytes {
        [ESC, b'@', ..] | [FS, b'&', ..] => 2,
        [ESC, b'R' | b't' | b'E' | b'a' | b'd', ..] | [GS | FS, b'!', ..] => 3,
        [GS, b'V', 66, 0, ..] => 4,
        [ESC, b'p', 0 | 1, PULSE_ON, PULSE_OFF, ..] => 5,
        [GS, b'(', b'k', low, high, 49, ..] => 5 + usize::from(u16::from_le_bytes([*low, *high])),
        [LF, ..] => 1,
        other => panic!("not a command of ours: {:?}", &other[..other.len().min(8)]),
    }
}

fn read_back(mut bytes: &[u8]) -> Vec<Seen> {
    let mut seen = Vec::new();
    while let Some(first) = bytes.first() {
        let length = match (*first, bytes.get(1)) {
            (0x20..=0x7e, _) => 1,
            (0x81..=0xfe, Some(0x30..=0x39)) => 4,
            (0x81..=0xfe, Some(0x40..=0x7e | 0x80..=0xfe)) => 2,
            _ => command_length(bytes),
        };
        let (head, rest) = bytes.split_at(length);
        seen.push(match head {
            [GS, b'(', b'k', _, _, 49, 80, 48, data @ ..] => Seen::Qr(data.to_vec()),
            [0x20..=0xff, ..] => Seen::Glyph(head.to_vec()),
            _ => Seen::Command(head.to_vec()),
        });
        bytes = rest;
    }
    seen
}

fn commands(slip: &Slip, finish: &Finish) -> Vec<Vec<u8>> {
    let bytes = document(&rows(slip, Paper::Mm80, &words("zh")), Paper::Mm80, finish);
    read_back(&bytes)
        .into_iter()
        .filter_map(|seen| match seen {
            Seen::Command(bytes) if bytes != [LF] => Some(bytes),
            Seen::Command(_) | Seen::Glyph(_) | Seen::Qr(_) => None,
        })
        .collect()
}

#[test]
fn a_planted_command_would_be_seen() {
    let bytes = [&b"name"[..], &[ESC, b'p', 0, PULSE_ON, PULSE_OFF]].concat();
    assert!(read_back(&bytes).contains(&Seen::Command(vec![ESC, b'p', 0, PULSE_ON, PULSE_OFF])));
}

#[test]
fn the_total_is_double_where_it_fits_and_high_where_not() {
    let long = |fen| Slip { payable: Fen(fen), ..sample() };
    for (fen, size) in [(85_740, 0x11), (123_456_789_012, 0x01)] {
        let bytes = document(&rows(&long(fen), Paper::Mm58, &words("zh")), Paper::Mm58, &Finish::default());
        assert!(read_back(&bytes).contains(&Seen::Command(vec![GS, b'!', size])), "{fen}");
    }
}

proptest! {
    #[test]
    fn no_text_becomes_a_command(
        raw in prop::collection::vec("[\\x00-\\x7f]{0,30}|\\PC{0,30}|[\u{80}-\u{9f}\u{2028}\u{e5e5}王]{0,9}", 6),
        kick in any::<bool>(),
    ) {
        let mut slip = sample();
        let [a, b, c, d, e, f] = std::array::from_fn(|at| Clean::shown(&raw[at]));
        slip.member.as_mut().unwrap().name = a;
        slip.lines[0].name = b;
        slip.lines[1].note = Some(c);
        slip.tenders[0].reference = Some(d);
        slip.footer = vec![e];
        let finish = Finish { qr: Some(f), drawer: kick.then_some(Drawer::Pin2), cut: true };
        let neutral = Finish { qr: Some(Clean::new("x").unwrap()), ..finish.clone() };
        let mut plain = commands(&sample(), &neutral);
        let seen = commands(&slip, &finish);
        if finish.qr.as_ref().is_some_and(Clean::is_empty) {
            plain.retain(|bytes| !bytes.starts_with(&[GS, b'(', b'k']));
        }
        prop_assert_eq!(seen, plain);
    }

    #[test]
    fn even_rows_that_were_never_cleaned_stay_text(raw in any::<String>()) {
        let bytes = document(&[Row::Text(raw.clone()), Row::Bold(raw)], Paper::Mm58, &Finish::default());
        let odd = read_back(&bytes).into_iter().filter(|seen| matches!(seen, Seen::Command(b) if b.starts_with(&[ESC, b'p'])));
        prop_assert_eq!(odd.count(), 0);
    }
}
