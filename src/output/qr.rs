//! A QR code drawn with characters, so that a customer can scan the till's screen where no printer stands.

use qrcode::{Color, EcLevel, QrCode};

use crate::ground::{Clean, Refused};

/// The largest payload that is drawn, in bytes: more needs a code higher than a usual terminal.
pub const PAYLOAD_BYTES_MAX: usize = 200;
/// The empty border that scanners need, in modules (ISO/IEC 18004: four).
pub const QUIET_MODULES: usize = 4;

/// Which characters draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Two modules a cell, in half blocks.
    HalfBlocks,
    /// One module in two cells, `##`, for terminals where blocks are two cells wide.
    Ascii,
}

/// A drawn code. Show it black on white whatever the theme is: many scanners do not read it inverted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The lines, quiet zone included, all equally wide.
    pub lines: Vec<String>,
    /// How many cells each line takes.
    pub width: usize,
}

impl Drawing {
    /// Whether it can be shown whole in so many cells and lines.
    #[must_use]
    pub fn fits(&self, width: usize, height: usize) -> bool {
        self.width <= width && self.lines.len() <= height
    }
}

/// Draws a payload.
///
/// # Errors
/// [`Refused::TextMissing`] for nothing to draw, [`Refused::TextTooLong`] beyond [`PAYLOAD_BYTES_MAX`] bytes.
pub fn draw(payload: &Clean, ink: Ink) -> Result<Drawing, Refused> {
    let grid = Grid::new(payload)?;
    let side = grid.side + 2 * QUIET_MODULES;
    Ok(match ink {
        Ink::HalfBlocks => Drawing {
            lines: (0..side).step_by(2).map(|y| (0..side).map(|x| grid.half_block(x, y)).collect()).collect(),
            width: side,
        },
        Ink::Ascii => Drawing {
            lines: (0..side)
                .map(|y| (0..side).map(|x| if grid.dark(x, y) { "##" } else { "  " }).collect())
                .collect(),
            width: side * 2,
        },
    })
}

/// The modules, addressed with the quiet zone around them.
struct Grid {
    side: usize,
    colors: Vec<Color>,
}

impl Grid {
    fn new(payload: &Clean) -> Result<Self, Refused> {
        let data = payload.as_str().as_bytes();
        if data.is_empty() {
            return Err(Refused::TextMissing { field: "qr".to_owned() });
        }
        let too_long = || Refused::TextTooLong {
            chars: i64::try_from(data.len()).unwrap_or(i64::MAX),
            limit: i64::try_from(PAYLOAD_BYTES_MAX).unwrap_or(i64::MAX),
        };
        if data.len() > PAYLOAD_BYTES_MAX {
            return Err(too_long());
        }
        let code = QrCode::with_error_correction_level(data, EcLevel::M).map_err(|_| too_long())?;
        Ok(Self { side: code.width(), colors: code.into_colors() })
    }

    fn dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET_MODULES).filter(|at| *at < self.side);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => self.colors.get(y * self.side + x) == Some(&Color::Dark),
            (Some(_) | None, _) => false,
        }
    }

    fn half_block(&self, x: usize, y: usize) -> char {
        match (self.dark(x, y), self.dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> Clean {
        Clean::new(text).unwrap()
    }

    /// The modules read back from the characters.
    fn modules(drawing: &Drawing, ink: Ink) -> Vec<Vec<bool>> {
        match ink {
            Ink::Ascii => drawing
                .lines
                .iter()
                .map(|line| line.as_bytes().chunks(2).map(|cell| cell == b"##").collect())
                .collect(),
            Ink::HalfBlocks => drawing
                .lines
                .iter()
                .flat_map(|line| {
                    let top = line.chars().map(|ch| matches!(ch, '█' | '▀')).collect();
                    let bottom = line.chars().map(|ch| matches!(ch, '█' | '▄')).collect();
                    [top, bottom]
                })
                .collect(),
        }
    }

    #[test]
    fn the_drawing_is_the_code_with_its_quiet_zone() {
        for text in ["1", "https://example.com/r/S01-000047", &"王".repeat(60)] {
            let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
            let side = code.width();
            let colors = code.to_colors();
            for ink in [Ink::HalfBlocks, Ink::Ascii] {
                let drawing = draw(&clean(text), ink).unwrap();
                let seen = modules(&drawing, ink);
                assert!(drawing.lines.iter().all(|line| line.chars().count() == drawing.width));
                assert!(seen.len() >= side + 2 * QUIET_MODULES);
                for (y, row) in seen.iter().enumerate() {
                    assert_eq!(row.len(), side + 2 * QUIET_MODULES);
                    for (x, dark) in row.iter().enumerate() {
                        let inside = |at: usize| (QUIET_MODULES..QUIET_MODULES + side).contains(&at);
                        let expected = inside(x)
                            && inside(y)
                            && colors[(y - QUIET_MODULES) * side + x - QUIET_MODULES] == Color::Dark;
                        assert_eq!(*dark, expected, "{text} {x} {y}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_slip_address_fits_an_80_by_24_terminal() {
        let drawing = draw(&clean("https://example.com/r/S01-000047"), Ink::HalfBlocks).unwrap();
        assert!(drawing.fits(80, 24), "{} x {}", drawing.width, drawing.lines.len());
        assert!(!drawing.fits(80, 10));
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        assert_eq!(draw(&clean(""), Ink::Ascii).unwrap_err().code(), "text.missing");
        assert_eq!(draw(&clean(&"王".repeat(67)), Ink::Ascii).unwrap_err().code(), "text.too_long");
        assert!(draw(&clean(&"x".repeat(200)), Ink::Ascii).is_ok());
    }
}
