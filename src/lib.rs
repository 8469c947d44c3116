#![doc = include_str!("ARCHITECTURE.md")]

pub mod ground;
pub mod tui;
pub mod words;
