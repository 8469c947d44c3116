#![doc = include_str!("ARCHITECTURE.md")]

pub mod demo;
pub mod ground;
pub mod output;
