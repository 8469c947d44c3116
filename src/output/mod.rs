//! What leaves the counter on paper: a slip is decided once and then drawn for the printer, the file and the eye.
//!
//! Pure but for [`sink`]. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what a slip (小票) knows | [`slip`] |
//! | which characters a Chinese till printer can print, and how wide | [`glyphs`] |
//! | where the words stand on 58 mm and 80 mm paper | [`layout`] |
//! | the printer's commands, the cutter, the drawer | [`escpos`] |
//! | where the bytes go | [`sink`] |
//! | a QR code on the screen | [`qr`] |

pub mod escpos;
pub mod glyphs;
pub mod layout;
pub mod qr;
pub mod sink;
pub mod slip;

pub use escpos::{Drawer, Finish, document};
pub use layout::{Paper, Row};
pub use sink::{PrintFailed, Printer, Sent, Sheet};
pub use slip::{Label, Slip, SlipKind};
