#![doc = include_str!("ARCHITECTURE.md")]

pub mod exchange;
pub mod ground;
