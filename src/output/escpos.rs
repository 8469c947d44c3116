//! The printer's commands, one page of them: few enough that a name can never become one.
//!
//! The numbers are those of Epson's ESC/POS reference as Chinese till printers follow it; hanzi need the kanji
//! mode (`FS &`) and their own size command (`FS !`) beside `GS !`.

use super::glyphs::{columns, gb18030, legible};
use super::layout::{Paper, Row, spread};
use crate::ground::Clean;

const ESC: u8 = 0x1b;
const FS: u8 = 0x1c;
const GS: u8 = 0x1d;
const LF: u8 = 0x0a;

/// `ESC @`: forget every setting of the slip before.
const INIT: [u8; 2] = [ESC, b'@'];
/// `ESC R 0`: ASCII signs as they are; other sets print `$` as a currency of their own.
const SIGNS_ASCII: [u8; 3] = [ESC, b'R', 0];
/// `ESC t 0`: the plain code page, for printers that leave it changed after `ESC @`.
const PAGE_PLAIN: [u8; 3] = [ESC, b't', 0];
/// `FS &`: two bytes above 0x80 are one hanzi.
const HANZI_ON: [u8; 2] = [FS, b'&'];
/// `GS V B n`: feed to the blade, then cut all but one point.
const CUT_PARTIAL: [u8; 4] = [GS, b'V', 66, 0];

/// Lines fed before the cut, so that the last one clears the blade of printers that do not feed themselves.
const FEED_LINES: u8 = 4;
/// The largest QR payload that is sent, in bytes; more does not fit on 58 mm paper at a size a phone reads.
pub const QR_BYTES_MAX: usize = 300;
/// Dots per module of a QR code.
const QR_DOTS: u8 = 6;
/// The drawer's pulse: on for 2 × this many milliseconds.
const PULSE_ON: u8 = 50;
/// And off for 2 × this many.
const PULSE_OFF: u8 = 250;

/// Which wire the drawer hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drawer {
    /// Connector pin 2, the usual one.
    Pin2,
    /// Connector pin 5, the second drawer.
    Pin5,
}

/// Where text stands on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Centre,
}

/// What comes after the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finish {
    /// A QR code below the text; left out when longer than [`QR_BYTES_MAX`].
    pub qr: Option<Clean>,
    /// Whether to open the drawer; it opens first, while the paper is still moving.
    pub drawer: Option<Drawer>,
    /// Whether to cut.
    pub cut: bool,
}

/// The bytes of a whole slip.
#[must_use]
pub fn document(rows: &[Row], paper: Paper, finish: &Finish) -> Vec<u8> {
    let mut page = Page::default();
    page.begin();
    if let Some(drawer) = finish.drawer {
        page.kick(drawer);
    }
    for row in rows {
        page.row(row, paper);
    }
    if let Some(payload) = &finish.qr {
        page.align(Align::Centre);
        page.qr(payload);
        page.align(Align::Left);
    }
    if finish.cut {
        page.feed(FEED_LINES);
        page.raw(&CUT_PARTIAL);
    }
    page.bytes
}

/// The bytes that only open the drawer.
#[must_use]
pub fn drawer(drawer: Drawer) -> Vec<u8> {
    let mut page = Page::default();
    page.kick(drawer);
    page.bytes
}

/// Bytes for the printer in the making.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
}

impl Page {
    fn raw(&mut self, command: &[u8]) {
        self.bytes.extend_from_slice(command);
    }

    fn begin(&mut self) {
        self.raw(&INIT);
        self.raw(&SIGNS_ASCII);
        self.raw(&PAGE_PLAIN);
        self.raw(&HANZI_ON);
    }

    fn row(&mut self, row: &Row, paper: Paper) {
        match row {
            Row::Text(text) => self.line(text),
            Row::Bold(text) => {
                self.bold(true);
                self.line(text);
                self.bold(false);
            }
            Row::Total { label, amount } => self.total(label, amount, paper.columns()),
        }
    }

    /// Double width and height where the figure fits, else double height alone.
    fn total(&mut self, label: &str, amount: &str, width: usize) {
        let fits = columns(label) + 1 + columns(amount) <= width / 2;
        let (wide, room) = if fits { (true, width / 2) } else { (false, width) };
        self.bold(true);
        self.size(wide, true);
        self.line(&spread(label, amount, room));
        self.size(false, false);
        self.bold(false);
    }

    /// Text becomes characters and nothing else: it is made legible once more, whoever laid it out.
    fn line(&mut self, text: &str) {
        for ch in legible(text).chars() {
            self.bytes.extend(gb18030(ch));
        }
        self.bytes.push(LF);
    }

    /// `ESC E n`
    fn bold(&mut self, on: bool) {
        self.raw(&[ESC, b'E', u8::from(on)]);
    }

    /// `GS ! n` for ASCII and `FS ! n` for hanzi; the many clones obey one, the other or both.
    fn size(&mut self, wide: bool, high: bool) {
        self.raw(&[GS, b'!', (u8::from(wide) << 4) | u8::from(high)]);
        self.raw(&[FS, b'!', (u8::from(wide) << 2) | (u8::from(high) << 3)]);
    }

    /// `ESC a n`
    fn align(&mut self, align: Align) {
        let n = match align {
            Align::Left => 0,
            Align::Centre => 1,
        };
        self.raw(&[ESC, b'a', n]);
    }

    /// `ESC d n`
    fn feed(&mut self, lines: u8) {
        self.raw(&[ESC, b'd', lines]);
    }

    /// `ESC p m t1 t2`
    fn kick(&mut self, drawer: Drawer) {
        let pin = match drawer {
            Drawer::Pin2 => 0,
            Drawer::Pin5 => 1,
        };
        self.raw(&[ESC, b'p', pin, PULSE_ON, PULSE_OFF]);
    }

    /// `GS ( k`: model 2, module size, correction level M, store, print.
    fn qr(&mut self, payload: &Clean) {
        let data = payload.as_str().as_bytes();
        let Ok(length) = u16::try_from(data.len() + 3) else { return };
        if data.is_empty() || data.len() > QR_BYTES_MAX {
            return;
        }
        let [low, high] = length.to_le_bytes();
        self.raw(&[GS, b'(', b'k', 4, 0, 49, 65, 50, 0]);
        self.raw(&[GS, b'(', b'k', 3, 0, 49, 67, QR_DOTS]);
        self.raw(&[GS, b'(', b'k', 3, 0, 49, 69, 49]);
        self.raw(&[GS, b'(', b'k', low, high, 49, 80, 48]);
        self.raw(data);
        self.raw(&[GS, b'(', b'k', 3, 0, 49, 81, 48]);
    }
}

#[cfg(test)]
mod tests;
