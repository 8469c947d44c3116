//! Pictures of a screen without a terminal: plain text for tests, SVG for the README, the same every time.
//!
//! Lines, blocks and braille are drawn as shapes, not as glyphs, so that a picture has no seams and looks the
//! same whatever fonts the reader has.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::theme::cube_rgb;

/// Width of a cell in pixels.
const CELL_WIDTH: u16 = 8;
/// Height of a cell in pixels.
const CELL_HEIGHT: u16 = 19;
/// How far below the top of a cell the text stands.
const BASELINE: u16 = 14;
/// Where the frame leaves room around the screen.
const MARGIN: u16 = 8;
const FONTS: &str = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Noto Sans Mono',Menlo,Consolas,monospace";

/// The text of a buffer, one line a row, without the white space at the ends.
#[must_use]
pub fn plain(buf: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        let mut x = buf.area.left();
        while x < buf.area.right() {
            let symbol = buf.cell(Position::new(x, y)).map_or(" ", Cell::symbol);
            line.push_str(symbol);
            x += step(symbol);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

fn step(symbol: &str) -> u16 {
    u16::try_from(symbol.width().max(1)).unwrap_or(1)
}

/// The colours of a picture where a cell names none.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// Text.
    pub ink: [u8; 3],
    /// Background.
    pub paper: [u8; 3],
}

impl Default for Ground {
    fn default() -> Self {
        Self { ink: [0xec, 0xe7, 0xea], paper: [0x18, 0x13, 0x18] }
    }
}

/// The buffer as an SVG document, with the caret where there is one.
#[must_use]
pub fn svg(buf: &Buffer, caret: Option<Position>, ground: Ground) -> String {
    let width = buf.area.width * CELL_WIDTH + 2 * MARGIN;
    let height = buf.area.height * CELL_HEIGHT + 2 * MARGIN;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    );
    let _ = writeln!(
        out,
        "<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{}\"/>\n<g font-family=\"{FONTS}\" font-size=\"16\" xml:space=\"preserve\">",
        hex(ground.paper)
    );
    for y in buf.area.top()..buf.area.bottom() {
        row(&mut out, buf, y, ground);
    }
    if let Some(caret) = caret {
        let left = MARGIN + caret.x.saturating_sub(buf.area.x) * CELL_WIDTH;
        let top = MARGIN + caret.y.saturating_sub(buf.area.y) * CELL_HEIGHT;
        block(&mut out, (left, top + CELL_HEIGHT - 3), (CELL_WIDTH, 2), &hex(ground.ink), "");
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// One row: first the grounds, then what stands on them.
fn row(out: &mut String, buf: &Buffer, y: u16, ground: Ground) {
    let top = MARGIN + (y - buf.area.top()) * CELL_HEIGHT;
    let mut x = buf.area.left();
    let mut front = String::new();
    while x < buf.area.right() {
        let Some(cell) = buf.cell(Position::new(x, y)) else { break };
        let cells = step(cell.symbol());
        let left = MARGIN + (x - buf.area.left()) * CELL_WIDTH;
        let (ink, paper) = colours(cell, ground);
        if paper != ground.paper {
            let wide = cells * CELL_WIDTH;
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{CELL_HEIGHT}\" fill=\"{}\"/>",
                hex(paper)
            );
        }
        sign(&mut front, cell, left, top, &hex(ink));
        x += cells;
    }
    out.push_str(&front);
}

/// Draws what stands in a cell.
fn sign(out: &mut String, cell: &Cell, left: u16, top: u16, ink: &str) {
    let symbol = cell.symbol();
    let Some(first) = symbol.chars().next().filter(|first| *first != ' ') else { return };
    if shape(out, first, left, top, ink) {
        return;
    }
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"700\"" } else { "" };
    let base = top + BASELINE;
    let _ =
        writeln!(out, "<text x=\"{left}\" y=\"{base}\" fill=\"{ink}\"{weight}>{}</text>", escaped(symbol));
}

/// Draws box lines, blocks and braille as shapes; answers whether it did.
fn shape(out: &mut String, sign: char, left: u16, top: u16, ink: &str) -> bool {
    let (right, bottom) = (left + CELL_WIDTH, top + CELL_HEIGHT);
    let (middle, centre) = (left + CELL_WIDTH / 2, top + CELL_HEIGHT / 2);
    let path = match sign {
        '─' => format!("M{left} {centre}H{right}"),
        '│' => format!("M{middle} {top}V{bottom}"),
        '┌' => format!("M{right} {centre}H{middle}V{bottom}"),
        '┐' => format!("M{left} {centre}H{middle}V{bottom}"),
        '└' => format!("M{right} {centre}H{middle}V{top}"),
        '┘' => format!("M{left} {centre}H{middle}V{top}"),
        '▁'..='█' => {
            let eighths = u16::try_from(u32::from(sign) - 0x2580).unwrap_or(8);
            let high = CELL_HEIGHT * eighths / 8;
            let from = bottom - high;
            block(out, (left, from), (CELL_WIDTH, high), ink, "");
            return true;
        }
        '░' => {
            let (from, high) = (top + 3, CELL_HEIGHT - 6);
            block(out, (left, from), (CELL_WIDTH, high), ink, " opacity=\"0.25\"");
            return true;
        }
        '\u{2800}'..='\u{28ff}' => {
            braille(out, sign, left, top, ink);
            return true;
        }
        _ => return false,
    };
    let _ = writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\"/>");
    true
}

fn block(out: &mut String, at: (u16, u16), size: (u16, u16), ink: &str, extra: &str) {
    let ((x, y), (width, height)) = (at, size);
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{ink}\"{extra}/>"
    );
}

/// The dots of braille: bit, column, row.
const DOTS: [(u32, u16, u16); 8] =
    [(0, 0, 0), (1, 0, 1), (2, 0, 2), (3, 1, 0), (4, 1, 1), (5, 1, 2), (6, 0, 3), (7, 1, 3)];

fn braille(out: &mut String, sign: char, left: u16, top: u16, ink: &str) {
    let bits = u32::from(sign) - 0x2800;
    for (bit, column, row) in DOTS {
        if bits >> bit & 1 == 1 {
            let (x, y) = (left + 2 + column * 4, top + 3 + row * 4);
            let _ = writeln!(out, "<circle cx=\"{x}.5\" cy=\"{y}.5\" r=\"1.5\" fill=\"{ink}\"/>");
        }
    }
}

/// Ink and paper of a cell, swapped where it is reversed.
fn colours(cell: &Cell, ground: Ground) -> ([u8; 3], [u8; 3]) {
    let ink = rgb(cell.fg).unwrap_or(ground.ink);
    let paper = rgb(cell.bg).unwrap_or(ground.paper);
    if cell.modifier.contains(Modifier::REVERSED) { (paper, ink) } else { (ink, paper) }
}

/// xterm's own values of the sixteen colours.
fn rgb(colour: Color) -> Option<[u8; 3]> {
    Some(match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(index) => cube_rgb(index),
        Color::Black => [0, 0, 0],
        Color::Red => [205, 0, 0],
        Color::Green => [0, 205, 0],
        Color::Yellow => [205, 205, 0],
        Color::Blue => [0, 0, 238],
        Color::Magenta => [205, 0, 205],
        Color::Cyan => [0, 205, 205],
        Color::Gray => [229, 229, 229],
        Color::DarkGray => [127, 127, 127],
        Color::LightRed => [255, 0, 0],
        Color::LightGreen => [0, 255, 0],
        Color::LightYellow => [255, 255, 0],
        Color::LightBlue => [92, 92, 255],
        Color::LightMagenta => [255, 0, 255],
        Color::LightCyan => [0, 255, 255],
        Color::White => [255, 255, 255],
    })
}

fn hex(rgb: [u8; 3]) -> String {
    let [r, g, b] = rgb;
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars().filter(|ch| !ch.is_control()) {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn a_picture_is_the_same_every_time_and_holds_the_text() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        buf.set_string(0, 0, "─美<&█⣿", Style::new());
        buf.set_string(0, 1, "x", Style::new().add_modifier(Modifier::REVERSED));
        let (one, two) = (svg(&buf, None, Ground::default()), svg(&buf, None, Ground::default()));
        assert_eq!(one, two);
        assert!(one.contains(">美</text>") && one.contains(">&lt;</text>") && one.contains(">&amp;</text>"));
        assert_eq!(one.matches("<circle").count(), 8);
        assert!(!one.contains('─') && !one.contains('█'));
        assert_eq!(plain(&buf), "─美<&█⣿\nx");
    }
}
