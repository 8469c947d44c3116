//! The terminal door: what a person sees and presses. This floor knows no database and no business.
//!
//! | to change | open |
//! |---|---|
//! | what a screen is, and what it may wish for | [`screen`] |
//! | the loop: inbox, update, draw once | [`run`] |
//! | entering and leaving the terminal | [`term`], [`probe`] |
//! | which signs and colours there are | [`glyphs`], [`theme`] |
//! | keys, scans, pastes, clicks | [`input`] |
//! | which key does what | [`keys`], [`palette`] |
//! | what the entry box understands | [`entry`] |
//! | editable lines, forms | [`line`](mod@line), [`forms`] |
//! | panels, tables, charts | [`frame`] |
//! | menus and sheets of the screens around the checkout | [`parts`] |
//! | members, one member | [`members`] |
//! | topping up | [`topup`] |
//! | leaderboard and settlement | [`leaderboard`], [`settlement`] |
//! | headquarters: what came in, who owes whom | [`hq`], [`matrix`] |
//! | the cockpit | [`cockpit`] |
//! | member insight | [`insight`] |
//! | parts between stores, packs and bundles | [`shares`] |
//! | the first run | [`wizard`] |
//! | settings, staff, items, offers | [`manage`] |
//! | pictures for the README and the tests | [`picture`] |
//! | the console: tabs, layers, lock | [`app`] |
//! | the checkout | [`checkout`] |
//! | bringing in files | [`import`] |

pub mod app;
pub mod checkout;
pub mod cockpit;
pub mod earned;
pub mod entry;
pub mod forms;
pub mod frame;
pub mod glyphs;
pub mod hq;
pub mod import;
pub mod input;
pub mod insight;
pub mod keys;
pub mod leaderboard;
pub mod line;
pub mod manage;
pub mod matrix;
pub mod members;
pub mod month;
pub mod output;
pub mod palette;
pub mod parts;
pub mod pay;
pub mod people;
pub mod picture;
pub mod probe;
pub mod rotation;
pub mod rulebook;
pub mod run;
pub mod safety;
pub mod screen;
pub mod settlement;
pub mod shares;
pub mod shift;
pub mod soon;
pub mod term;
pub mod theme;
pub mod topup;
pub mod wizard;
